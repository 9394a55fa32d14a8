"""What a slip is, and the formulas that slips are made from."""

import numpy as np
import pytest
from scipy import special, stats
from scipy.spatial.distance import cdist

from mixtures_lab.checks.slips import row
from mixtures_lab.checks.slips.row import Mistake

LINE = {"": abs, "a": round, "b": ("because", float)}


def test_a_slip_becomes_a_row_with_its_reason_before_the_hint_and_the_right_one_none():
    assert row.rows("Hint.", LINE) == [
        Mistake("a", "Hint.", round),
        Mistake("b", "because Hint.", float),
    ]
    assert [r.hint for r in row.rows("", LINE)] == ["", "because"]


def test_slips_are_lifted_into_another_function_with_their_reasons():
    lifted = row.lifted(LINE, lambda slip: slip.__name__)
    assert lifted == {"": "abs", "a": "round", "b": ("because", "float")}
    assert [r.function for r in row.rows("", LINE, lambda slip: slip.__name__)] == [
        "round",
        "float",
    ]


def test_a_line_can_be_had_without_its_reasons():
    assert row.plain(LINE) == {"": abs, "a": round, "b": float}


def test_rows_are_left_out_by_their_names_and_a_name_that_is_not_there_is_an_error():
    table = row.rows("", LINE)
    assert [r.name for r in row.without(table, "a")] == ["b"]
    with pytest.raises(AssertionError):
        row.without(table, "no such name")


def test_the_formulas_are_right(rng):
    X, mu, s, pi = (
        rng.normal(size=(6, 3)),
        rng.normal(size=(4, 3)),
        rng.uniform(1, 2, 4),
        np.ones(4) / 4,
    )
    D = row.distances(X, mu)
    np.testing.assert_allclose(D, cdist(X, mu, "sqeuclidean"))
    P = row.densities(D, s, 3)
    for j in range(4):
        np.testing.assert_allclose(
            P[:, j], stats.multivariate_normal.logpdf(X, mu[j], s[j] ** 2 * np.eye(3))
        )
    np.testing.assert_allclose(row.lse(P), special.logsumexp(P, axis=1))
    np.testing.assert_allclose(row.posterior(P, pi), special.log_softmax(P + np.log(pi), axis=1))


def test_the_log_sum_exp_keeps_its_axis_where_that_is_asked_and_stands_minus_infinity():
    A = np.array([[-np.inf, -np.inf], [2000.0, 2000.0]])
    with np.errstate(divide="ignore"):
        assert row.lse(A, keepdims=True).shape == (2, 1)
        np.testing.assert_allclose(row.lse(A), [-np.inf, 2000 + np.log(2)])
