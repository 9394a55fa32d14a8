"""Which term is wrong, where what stands in its place cannot be named.

What remains of an answer after the right terms are taken off depends on the row alone, on the
column alone, or on both: that tells which term it belongs to.
"""

import numpy as np

from .numbers import number
from .parameters import affine


def two_way(a):
    """Whether a matrix is a part that depends on the row plus one that depends on the column."""
    rest = a - a.mean(axis=0) - a.mean(axis=1, keepdims=True) + a.mean()
    return np.abs(rest).max() <= 1e-8 * (1e-3 + np.abs(a).max())


def by_column(a):
    return np.ptp(a, axis=0).max() <= 1e-8 * (1e-3 + np.abs(a).max())


def by_row(a):
    return np.ptp(a, axis=1).max() <= 1e-8 * (1e-3 + np.abs(a).max())


def _first(case, tests):
    """The words of the first test that holds of every large problem."""
    with np.errstate(all="ignore"):
        for words, test in tests.items():
            if case.large and all(test(g, *args) for args, g in case.large):
                return words
    return None


def _right_normaliser(g, D, s, d):
    return np.allclose(affine(g, D)[:, 1], -d * np.log(s * np.sqrt(2 * np.pi)))


def _sums_to_1(g):
    return np.allclose(np.exp(g).sum(axis=1), 1)


OF_DISTANCES = {
    "the terms −2 X μᵀ and μ² are right; the term X² is wrong": lambda g, X, mu: by_row(
        g - (mu**2).sum(axis=1) + 2 * X @ mu.T
    ),
    "the terms X² and −2 X μᵀ are right; the term μ² is wrong": lambda g, X, mu: by_column(
        g - (X**2).sum(axis=1)[:, None] + 2 * X @ mu.T
    ),
    "the term −2 X μᵀ is right; both squares, X² and μ², are wrong": lambda g, X, mu: two_way(
        g + 2 * X @ mu.T
    ),
}

OF_DENSITY = {
    "the distance term −D/(2σ²) is right; the normaliser, −d ln(σ √2π), is wrong": (
        lambda g, D, s, d: by_column(g + D / (2 * s**2))
    ),
    "the normaliser is right; the factor −1/(2σ²) of the distance is wrong": (
        lambda g, D, s, d: affine(g, D) is not None and _right_normaliser(g, D, s, d)
    ),
    "each column is a straight line in D, but its factor, −1/(2σ²), and what is added, "
    "−d ln(σ √2π), are both wrong": lambda g, D, s, d: affine(g, D) is not None,
}

OF_POSTERIOR = {
    "P + ln π is right; the normaliser, the log-sum-exp along the row, is wrong": (
        lambda g, P, pi: by_row(g - P - np.log(pi))
    ),
    "P is right; what is subtracted depends on the column, not on the row": (
        lambda g, P, pi: by_column(g - P - np.log(pi))
    ),
    "the term ln π is wrong; the rows of e^Q do sum to 1, so the normaliser fits it": (
        lambda g, P, pi: two_way(g - P) and _sums_to_1(g)
    ),
    "the term ln π is wrong, and the rows of e^Q do not sum to 1": (
        lambda g, P, pi: two_way(g - P)
    ),
    "the columns of e^Q sum to 1, not the rows: the normaliser runs the wrong way": (
        lambda g, P, pi: np.allclose(np.exp(g).sum(axis=0), 1)
    ),
    "the rows of e^Q sum to 1, so it is what is normalised, P + ln π, that is wrong": (
        lambda g, P, pi: _sums_to_1(g)
    ),
    "the rows sum to 1 themselves: your output holds probabilities, not logarithms": (
        lambda g, P, pi: np.allclose(g.sum(axis=1), 1)
    ),
}


def of_distances(case):
    return _weights_of_coordinates(case) or _first(case, OF_DISTANCES)


def of_density(case):
    return _first(case, OF_DENSITY)


def of_posterior(case):
    return _first(case, OF_POSTERIOR)


def _weights_of_coordinates(case):
    """Whether the squared differences are added up with weights, and which."""
    example, seen = None, 0
    for (X, mu), g in case.large:
        squares = ((X[:, None] - mu) ** 2).reshape(-1, X.shape[1])
        if len(squares) < X.shape[1] + 3:
            continue
        weights = np.linalg.lstsq(squares, g.ravel(), rcond=None)[0]
        if np.abs(squares @ weights - g.ravel()).max() > 1e-7 * np.abs(g).max():
            return None
        seen += 1
        if X.shape[1] > 1 and example is None and np.ptp(weights) > 1e-6 * abs(weights).max():
            example = ", ".join(map(number, weights))
    if seen < 3 or example is None:
        return None
    return (
        f"the squared differences are right, but they are added up with weights, such as {example}"
    )
