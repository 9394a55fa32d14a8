"""A wrong L, pinned down to the exponent, the row or the sum."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab.checks import nested


def lse(A):
    return np.logaddexp.reduce(A, axis=1)


def said(function):
    with np.errstate(all="ignore"):
        return nested.explain(case_of("negative_log_likelihood", function))


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda P, pi: -lse(P).sum(), "the exponent P + ln π is another one (ln π forgotten)"),
        (
            lambda P, pi: -(P + np.log(pi)).max(axis=1).sum(),
            "in place of the log-sum-exp stands the maximum alone",
        ),
        (
            lambda P, pi: -lse(P + np.log(pi)).max(),
            "in place of the sum over the points stands a maximum over the points",
        ),
        (
            lambda P, pi: -3 * lse(P - np.log(pi)).sum(),
            "the exponent P + ln π is another one (ln π subtracted); "
            "the factor in front is −3 instead of −1",
        ),
        (
            lambda P, pi: -lse(P + np.log(pi)).sum() / P.shape[1],
            "the factor in front is −1 / K instead of −1",
        ),
        (
            lambda P, pi: -(P + pi).max(axis=1).sum(),
            "the exponent P + ln π is another one (π added instead of ln π); "
            "in place of the log-sum-exp stands the maximum alone",
        ),
    ],
)
def test_the_step_that_is_another_one_is_named(function, words):
    assert said(function) == words


@pytest.mark.parametrize(
    "function",
    [
        lambda P, pi: np.sin(P).sum(),
        lambda P, pi: P,
        lambda P, pi: np.nan,
        lambda P, pi: -lse(P + np.log(pi)).sum() + 1,
    ],
)
def test_where_no_step_explains_it_nothing_is_said(function):
    assert said(function) is None
