"""Slips with the log-sum-exp of a row."""

import numpy as np
import pytest
from scipy import special

from mixtures_lab.checks.slips import log_sum_exp
from mixtures_lab.checks.slips.row import plain

A = np.array([[0.3, -1.0, 2.0], [1.5, 0.0, -0.5], [-2.0, 0.7, 0.1], [0.2, 0.4, 0.9]])
RIGHT = special.logsumexp(A, axis=1)
TOP = A.max(axis=1)
TABLE = {row.name: row.function for row in log_sum_exp.TABLE}


def test_the_right_one_is_scipys_and_keeps_the_axis():
    np.testing.assert_allclose(log_sum_exp.REDUCTION[""](A), RIGHT[:, None])
    np.testing.assert_allclose(log_sum_exp.shifted(A)[:, 0], np.exp(RIGHT - TOP))


@pytest.mark.parametrize(
    "name, made",
    [
        ("the maximum subtracted and not added back", RIGHT - TOP),
        ("the maximum alone", TOP),
        (log_sum_exp.MEAN, RIGHT - np.log(3)),
        ("a sum down the columns, axis 0", special.logsumexp(A, axis=0)),
        ("a sum over everything", special.logsumexp(A)),
        ("the logarithm to base 10", RIGHT / np.log(10)),
        ("the first two columns only", np.logaddexp(A[:, 0], A[:, 1])),
        ("squares in place of exponentials", TOP + np.log(((A.T - TOP) ** 2).sum(axis=0))),
        ("10 to the power in place of e", TOP + np.log((10 ** (A.T - TOP)).sum(axis=0))),
        ("minus the answer", -RIGHT),
        ("the softmax instead of the log-sum-exp", special.softmax(A, axis=1)),
        ("the exponential of the sum", np.exp(A.sum(axis=1))),
    ],
)
def test_a_slip_is_what_its_name_says(name, made):
    np.testing.assert_allclose(TABLE[name](A), made)


@pytest.mark.parametrize("name", [name for name in log_sum_exp.ON_PAPER if "small" not in name])
def test_what_is_right_on_paper_is_right_on_ordinary_numbers(name):
    if "outside" not in name:
        np.testing.assert_allclose(TABLE[name](A), RIGHT)
    far = np.array([[-2000.0, -2001.0, 5.0], [2000.0, 1999.0, -3.0], [-2500.0, -2501.0, -2502.0]])
    with np.errstate(all="ignore"):
        assert not np.allclose(TABLE[name](far), special.logsumexp(far, axis=1))


def test_every_slip_takes_a_single_column_and_a_single_row():
    with np.errstate(all="ignore"):
        for name, slip in plain(log_sum_exp.REDUCTION).items():
            for B in (A, A[:, :1], A[:1]):
                rows, columns = slip(B).shape
                assert rows in (1, len(B)) and columns in (1, B.shape[1]), name


def test_the_simple_ones_are_slips_of_the_line():
    assert log_sum_exp.SIMPLE <= log_sum_exp.REDUCTION.keys()
