"""Slips with the M-step."""

import numpy as np
import pytest

from mixtures_lab import m_step as right
from mixtures_lab.checks.slips import m_step
from mixtures_lab.checks.slips.row import plain

X = np.array([[0.0, 1.0], [2.0, -1.0], [4.0, 3.0], [5.0, 5.0], [1.0, 0.5]])
R = np.array(
    [[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.25, 0.25, 0.5], [0.1, 0.1, 0.8], [0.5, 0.3, 0.2]]
)
Q = np.log(R)
NK = R.sum(axis=0)
MU, SIGMA, PI = right(X, Q)
TABLE = {row.name: row.function for row in m_step.TABLE}


def test_the_formulas_are_those_of_the_package():
    for made in (m_step.parts(X, R), m_step.unguarded(X, R)):
        for part, expected in zip(made, (MU, SIGMA, PI), strict=True):
            np.testing.assert_allclose(part, expected)
    np.testing.assert_allclose(plain(m_step.RESPONSIBILITIES)[""](Q), R)


def test_an_empty_component_is_guarded_in_one_formula_and_not_in_the_other():
    empty = np.column_stack([R[:, :2], 0 * R[:, 2]])
    assert all(np.isfinite(part).all() for part in m_step.parts(X, empty))
    with np.errstate(all="ignore"):
        assert np.isnan(m_step.unguarded(X, empty)[0][2]).all()


@pytest.mark.parametrize(
    "name, mu, sigma, pi",
    [
        ("σ² returned for σ", MU, SIGMA**2, PI),
        ("σ² divided by N_j but not by d", MU, SIGMA * np.sqrt(2), PI),
        ("σ² divided by N instead of N_j", MU, SIGMA * np.sqrt(NK / 5), PI),
        ("one σ shared by all components", MU, np.full(3, np.sqrt(PI @ SIGMA**2)), PI),
        ("ln σ returned for σ", MU, np.log(SIGMA), PI),
        ("π not divided by N", MU, SIGMA, NK),
        ("π = 1/K for every component", MU, SIGMA, np.full(3, 1 / 3)),
        ("means divided by N, with σ around the right ones", MU * NK[:, None] / 5, SIGMA, PI),
        ("means as d × K instead of K × d", MU.T, SIGMA, PI),
        ("sigma and pi swapped", MU, PI, SIGMA),
        ("another order than mu, sigma, pi", PI, MU, SIGMA),
        ("R in the opposite order of the components", MU[::-1], SIGMA[::-1], PI[::-1]),
    ],
)
def test_a_slip_is_what_its_name_says(name, mu, sigma, pi):
    for made, expected in zip(TABLE[name](X, Q), (mu, sigma, pi), strict=True):
        np.testing.assert_allclose(made, expected)


def test_sigma_follows_from_a_wrong_mean():
    mu, sigma, _ = TABLE["means without the responsibilities"](X, Q)
    np.testing.assert_allclose(mu, np.tile(X.mean(axis=0), (3, 1)))
    np.testing.assert_allclose(sigma, m_step.spread(X, R, NK, mu))


@pytest.mark.parametrize(
    "name, made",
    [
        ("√e^Q in place of e^Q", np.sqrt(R)),
        ("2^Q instead of e^Q", 2**Q),
        ("the softmax of e^Q", np.exp(R) / np.exp(R).sum(axis=1, keepdims=True)),
        ("responsibilities normalised over the points", R / NK),
        ("responsibilities 1/K everywhere", np.full((5, 3), 1 / 3)),
        ("only the likeliest component counted for each point", np.eye(3)[R.argmax(axis=1)]),
    ],
)
def test_another_r_is_what_its_name_says(name, made):
    (row,) = [row for row in m_step.R_STEPS if row.name == name]
    np.testing.assert_allclose(row.function(X, Q), made)
