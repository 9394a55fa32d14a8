"""What a hidden test ends in: points, on numbers that nobody has seen."""

import numpy as np
import pytest

from mixtures_lab import log_sum_exp
from mixtures_lab.teach import mark
from mixtures_lab.teach.grading import evaluate
from mixtures_lab.teach.marks import fresh_numbers


def plain(A):
    with np.errstate(all="ignore"):
        return np.log(np.exp(A).sum(axis=-1))


def test_all_half_or_none():
    assert mark("log_sum_exp", log_sum_exp, points=4) == 4
    assert mark("log_sum_exp", plain, points=4) == 2
    assert mark("log_sum_exp", np.max, points=4) == 0


def test_half_of_the_points_is_said():
    assert mark("log_sum_exp", plain, points=4).note.startswith("Half of the points")


@pytest.mark.parametrize("function", [log_sum_exp, plain])
def test_an_axis_too_many_costs_half_and_is_named(function):
    given = mark("log_sum_exp", lambda A: function(A)[:, None], points=4)
    assert given == 2
    assert given.findings.diagnosis.mistake == "an axis too many: shape (N, 1) instead of (N,)"
    assert given.note == "Half of the points: the numbers are right, the shape is not."
    beside = "the numbers are wrong with entries near −2000" in given.findings.diagnosis.message
    assert beside == (function is plain)


def test_wrong_numbers_get_nothing_for_their_shape():
    assert mark("log_sum_exp", lambda A: A.max(axis=1, keepdims=True), points=4) == 0
    assert mark("log_posterior", lambda P, pi: (P + pi)[None], points=4) == 0


def test_one_number_may_come_in_an_array():
    def L(P, pi):
        return np.array([[-np.logaddexp.reduce(P + np.log(pi), axis=1).sum()]])

    assert mark("negative_log_likelihood", L, points=4) == 4


def test_a_mark_is_a_float_as_nbgrader_reads_it():
    assert float(repr(mark("log_sum_exp", log_sum_exp, points=3))) == 3.0


def test_without_a_draw_the_numbers_are_new_every_time():
    seen = []
    for _ in range(2):
        mark("log_sum_exp", lambda A: seen.append(A.copy()) or log_sum_exp(A), points=1)
        shown = mark("log_sum_exp", plain, points=1).findings.shown
        seen.append(shown.right)
    assert not np.array_equal(seen[-1], seen[-2])


def test_a_class_is_marked_on_the_same_numbers():
    with fresh_numbers(77):
        one = mark("log_sum_exp", plain, points=1).findings.shown.right
        two = mark("log_sum_exp", plain, points=1).findings.shown.right
    np.testing.assert_array_equal(one, two)
    with fresh_numbers(78):
        other = mark("log_sum_exp", plain, points=1).findings.shown.right
    assert not np.array_equal(one, other)


def test_an_unknown_task_is_said():
    with pytest.raises(ValueError, match="there is no task 'log_sum'"):
        mark("log_sum", log_sum_exp, points=1)


@pytest.mark.parametrize(
    ("code", "value"),
    [("x = f(1)\nx + 1", 3), ("assert f(1) == 2", None), ("", None), ("f(1) / 4", 0.5)],
)
def test_a_hidden_test_may_end_in_points_or_in_an_assertion(tmp_path, code, value):
    assert evaluate(code, {"f": lambda x: 2 * x}, tmp_path) == value
