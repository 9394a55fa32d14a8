"""Slips with one whole step of EM."""

import itertools

import numpy as np
import pytest

from mixtures_lab import Mixture, em_steps
from mixtures_lab.checks.slips import density, distances, em_step, m_step, posterior

X = np.array([[0.0, 1.0], [2.0, -1.0], [4.0, 3.0], [5.0, 5.0], [1.0, 0.5], [3.0, 3.5]])
OLD = Mixture(np.array([[0.5, 0.0], [4.0, 4.0]]), np.array([1.0, 1.5]), np.array([0.3, 0.7]))
FIRST, SECOND, THIRD = itertools.islice(em_steps(X, OLD), 3)
TABLE = {row.name: row.function for row in em_step.TABLE}


def the_same(made, mixture):
    for part, expected in zip(made, mixture, strict=True):
        np.testing.assert_allclose(part, expected)


def test_the_right_e_step_is_that_of_the_package():
    np.testing.assert_allclose(em_step.Q_of(X, OLD), FIRST.Q, atol=1e-12)


@pytest.mark.parametrize(
    "line, slip, makes_of",
    [
        ("D", lambda X, mu: 3 * distances.distances(X, mu), "sigma"),
        ("P", lambda D, s, d: density.densities(D, s / np.sqrt(3), d), "sigma"),
        ("Q", lambda P, pi: posterior.posterior(P, pi[::-1]), "pi"),
    ],
)
def test_a_slip_in_a_line_gives_the_r_of_that_slip(line, slip, makes_of):
    made = em_step.with_line(line)(slip)(X, OLD)
    another = {"sigma": OLD.sigma / np.sqrt(3), "pi": OLD.pi[::-1]}[makes_of]
    # D times 3 and σ over √3 are the same but for ln √3, which every column has.
    expected = next(em_steps(X, OLD._replace(**{makes_of: another}))).Q
    np.testing.assert_allclose(made, np.exp(expected))


def test_the_slips_of_every_line_of_the_e_step_are_inherited():
    names = {row.name for row in em_step.E_STEPS}
    for line in (posterior.LINES, posterior.NORMALISERS, distances.LINES):
        assert {f"{row.name}, in the E-step" for row in line} <= names
    assert len(names) == len(em_step.E_STEPS)


@pytest.mark.parametrize(
    "name, expected",
    [
        ("the mixture unchanged", OLD),
        ("two steps instead of one", THIRD.mixture),
        ("a right E-step, then π not divided by N", None),
    ],
)
def test_a_slip_of_the_whole_step_is_what_its_name_says(name, expected):
    if expected is None:
        expected = SECOND.mixture._replace(pi=SECOND.mixture.pi * len(X))
    the_same(TABLE[name](X, OLD), expected)


def test_sigma_around_the_old_means_takes_the_new_r():
    R, (mu, sigma, pi) = np.exp(FIRST.Q), TABLE["σ around the old means"](X, OLD)
    the_same((mu, pi), (SECOND.mixture.mu, SECOND.mixture.pi))
    np.testing.assert_allclose(sigma, m_step.spread(X, R, R.sum(axis=0), OLD.mu))


def test_r_is_computed_again_with_the_new_means_half_way():
    mu, _, pi = TABLE["responsibilities recomputed half-way"](X, OLD)
    the_same((mu,), (SECOND.mixture.mu,))
    again = next(em_steps(X, OLD._replace(mu=SECOND.mixture.mu))).Q
    np.testing.assert_allclose(pi, np.exp(again).mean(axis=0))


def test_two_slips_are_in_two_lines():
    made = dict(em_step.with_two_slips())
    R = made["π added instead of ln π and the half forgotten in the distance term"]
    D = distances.distances(X, OLD.mu)
    A = OLD.pi - 2 * np.log(OLD.sigma) - D / OLD.sigma**2
    np.testing.assert_allclose(R(D, OLD, 2), np.exp(posterior.normalised(A)))
    assert all(" and " in name for name in made)
