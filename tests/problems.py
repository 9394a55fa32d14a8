"""Problems for the tests to share, and the plain formulas that answer them.

Nothing here calls the functions under test: an oracle that did would prove nothing.
"""

import copy
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

import mixtures_lab
from mixtures_lab import Mixture

#: A warning fails the test. What other packages say of one another's old names is not ours.
no_warnings = pytest.mark.filterwarnings("error", "ignore::DeprecationWarning")

#: (N, K, d), never two of them the same, so that no pair of axes can be confused.
SHAPES = [(9, 3, 2), (7, 2, 1), (13, 4, 3), (1, 2, 3), (17, 5, 100), (3, 1, 2)]

#: The same, with at least as many points as components and enough of them to fit.
FITS = [(40, 3, 2), (25, 2, 1), (60, 4, 3), (30, 5, 2), (50, 2, 7)]

OLD_FAITHFUL = np.loadtxt(
    Path(mixtures_lab.__file__).parent / "data" / "old_faithful.csv", delimiter=",", skiprows=1
)

seeds = st.integers(0, 2**32 - 1)


def table(rng, rows, columns, *, scale=1.0, offset=0.0):
    return offset + scale * rng.standard_normal((rows, columns))


def weights(rng, K):
    return rng.dirichlet(np.full(K, 2.0))


def a_mixture(rng, K, d, *, scale=1.0):
    return Mixture(
        mu=table(rng, K, d, scale=2 * scale),
        sigma=scale * rng.uniform(0.3, 2.0, K),
        pi=weights(rng, K),
    )


def a_sample(rng, N, mixture):
    """N points drawn from `mixture`, so that there is something to find."""
    j = rng.choice(len(mixture.pi), size=N, p=mixture.pi)
    return mixture.mu[j] + mixture.sigma[j, None] * rng.standard_normal((N, mixture.mu.shape[1]))


def a_log_posterior(rng, N, K, *, sharpness=1.0):
    A = sharpness * rng.standard_normal((N, K))
    return A - np.log(np.exp(A).sum(axis=1, keepdims=True))


@st.composite
def fitting_problems(draw, shapes=tuple(FITS)):
    """Points, and a mixture that did not make them: X, mixture."""
    N, K, d = draw(st.sampled_from(shapes))
    rng = np.random.default_rng(draw(seeds))
    X = a_sample(rng, N, a_mixture(rng, K, d))
    return X, a_mixture(rng, K, d)


@st.composite
def log_densities(draw):
    """A matrix of logarithms, some of them 0 or far too small to exponentiate, and weights."""
    N, K, _ = draw(st.sampled_from(SHAPES))
    rng = np.random.default_rng(draw(seeds))
    P = table(rng, N, K, scale=10.0 ** draw(st.integers(-2, 4)))
    return P, weights(rng, K)


def exact_squared_distance(x, m):
    """In rational arithmetic, which does not round."""
    differences = (Fraction(float(a)) - Fraction(float(b)) for a, b in zip(x, m, strict=True))
    return sum(c * c for c in differences)


def log_density(x, m, s):
    """ln N(x; m, s² I) entry by entry, in extended precision where the machine has it."""
    x, m, s = np.longdouble(x), np.longdouble(m), np.longdouble(s)
    two_pi = 8 * np.arctan(np.longdouble(1))
    return sum(-np.log(s) - np.log(two_pi) / 2 - ((x - m) / s) ** 2 / 2)


def log_densities_of(X, mixture):
    return np.array(
        [[log_density(x, m, s) for m, s in zip(mixture.mu, mixture.sigma, strict=True)] for x in X],
        dtype=float,
    )


@contextmanager
def nothing_else_changes(*arrays):
    """Neither the arrays that are passed nor numpy's global generator."""

    def state():
        return np.random.get_state()[1]  # noqa: NPY002

    before = copy.deepcopy((arrays, state()))
    yield
    for now, then in zip((*arrays, state()), (*before[0], before[1]), strict=True):
        np.testing.assert_array_equal(now, then)
