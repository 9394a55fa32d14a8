"""What is wrong with a shape, in words."""

import numpy as np
import pytest

from mixtures_lab.checks.problems.posed import posed
from mixtures_lab.checks.shapes import other_axis, wrong_shape


def problem(shape, N=7, K=3, d=2):
    return posed((N, K, d), (), (np.zeros(shape),), (1.0,), (0.0,))


@pytest.mark.parametrize(
    "mine, right, words",
    [
        ((7, 1), (7,), "shape (N, 1) instead of (N,)"),
        ((7, 3, 1), (7, 3), "shape (N, K, 1) instead of (N, K)"),
        ((1, 3), (3,), "shape (1, K) instead of (K,)"),
    ],
)
def test_an_axis_too_many_is_named_by_the_letters(mine, right, words):
    what, remedy = other_axis(problem(right), np.zeros(mine), np.zeros(right))
    assert what == f"an axis too many: {words}"
    assert "keepdims" in remedy


def test_an_axis_that_is_lost_is_told_apart_from_one_too_many():
    what, remedy = other_axis(problem((1, 3), N=1), np.zeros(3), np.zeros((1, 3)))
    assert what == "an axis that is lost where it has length 1"
    assert "squeeze" in remedy


@pytest.mark.parametrize(
    "got, right, words",
    [
        ((3,), (7,), "there is one number for each column instead of each row"),
        ((7,), (7, 3), "(7,) instead of (7, 3) (N = 7, K = 3, d = 2): one number for each point"),
        ((3,), (7, 3), "one number for each component"),
        ((3, 7), (7, 3), "the shape is (3, 7) instead of (7, 3) (N = 7, K = 3, d = 2)"),
        ((), (7, 3), "the shape is () instead of (7, 3)"),
    ],
)
def test_which_shape_stands_in_the_place_of_the_right_one(got, right, words):
    assert words in wrong_shape([problem(right)], [np.zeros(got)], ("point", "component"))


def test_a_right_shape_is_nothing_to_speak_of():
    assert wrong_shape([problem((7, 3))] * 2, [np.zeros((7, 3))] * 2, ("a", "b")) is None
