"""A case, an answer, and the laws of every answer."""

import numpy as np
import pytest

from mixtures_lab.checks.laws.answer import Answer, Case, all_finite, entry, first, shapes_fit


def answer(*parts, shapes=((3, 2), (3,))):
    case = Case("", "ordinary", "", (), (7, 3, 2), shapes, ())
    return Answer(("mu", "pi"), tuple(map(np.asarray, parts)), 1e-16, case)


def test_an_entry_is_written_as_in_code():
    assert entry("mu", (np.int64(1), np.int64(0))) == "mu[1, 0]"
    assert entry("sigma", ()) == "sigma"


def test_the_first_entry_of_a_mask_is_the_first_row_by_row():
    assert first(np.array([[False, False], [False, True], [True, True]])) == (1, 1)


@pytest.mark.parametrize(
    "mu, words",
    [
        (np.ones((2, 3)), "mu has shape (2, 3) instead of (3, 2): is it the transpose?"),
        (np.ones((3, 3)), "mu has shape (3, 3) instead of (3, 2)."),
    ],
)
def test_another_shape_breaks_the_law_of_shapes(mu, words):
    broken = shapes_fit(answer(mu, np.ones(3)))
    assert broken == ("the shape of mu", words)


def test_a_number_that_is_none_breaks_the_law_of_finite_numbers():
    pi = np.array([0.5, np.nan, np.inf])
    name, sentence = all_finite(answer(np.ones((3, 2)), pi))
    assert name == "pi is not finite"
    assert sentence.startswith("pi[1] is nan")


def test_an_answer_of_its_shapes_and_finite_numbers_keeps_both():
    right = answer(np.ones((3, 2)), np.ones(3))
    assert shapes_fit(right) is None
    assert all_finite(right) is None
