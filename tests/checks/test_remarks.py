"""What turns one answer into another."""

import numpy as np
import pytest

from mixtures_lab.checks import remarks

BASE = [np.random.default_rng(k).normal(0.5, 2, shape) for k, shape in enumerate([(4, 3), (5, 2)])]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("words, function", remarks.TRANSFORMS, ids=lambda x: x if x else "")
def test_what_was_done_to_a_whole_answer_is_said(words, function):
    assert remarks.transform([function(b) for b in BASE], BASE) == words


def test_an_answer_that_is_the_other_one_is_no_form_of_it():
    assert remarks.transform([b.copy() for b in BASE], BASE) is None
    assert remarks.transform([b + b**2 for b in BASE], BASE) is None


@pytest.mark.parametrize(
    "cut, words",
    [(np.minimum, "cut off above at 1/2"), (np.maximum, "cut off below at 1/2")],
)
def test_a_number_that_occurs_again_and_again_at_an_end_is_a_cut(cut, words):
    assert remarks.transform([cut(b, 0.5) for b in BASE], BASE) == words


def test_what_is_added_inside_a_logarithm_is_found():
    base = [b - 3 for b in BASE]
    assert remarks.inside_a_logarithm([np.log(np.exp(b) + 0.25) for b in base], base) == "1/4"
    assert remarks.inside_a_logarithm([b + 0.25 for b in base], base) is None
    assert remarks.inside_a_logarithm([np.inf * b for b in base], base) is None


def test_how_far_one_answer_is_from_another_is_relative_to_its_size():
    assert remarks.nearly([b * 1.01 for b in BASE], BASE) == pytest.approx(0.01, rel=0.2)
    assert remarks.nearly(BASE, BASE) == 0
    assert remarks.nearly([b.T for b in BASE], BASE) == np.inf
    assert remarks.nearly([np.nan * b for b in BASE], BASE) == np.inf
