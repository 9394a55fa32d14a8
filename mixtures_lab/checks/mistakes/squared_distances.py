"""Mistakes with the matrix D."""

import numpy as np

from .row import Mistake, distances


def three_terms(X, mu):
    """The terms of dist-6."""
    return (X**2).sum(axis=1)[:, None], X @ mu.T, (mu**2).sum(axis=1)


def combined(a, b, c):
    """a X² · 1 + b X μᵀ + c 1 · (μᵀ)²"""

    def function(X, mu):
        x2, cross, mu2 = three_terms(X, mu)
        return a * x2 + b * cross + c * mu2

    return function


def reduced(reduce):
    """Something else than the sum of the squared differences."""
    return lambda X, mu: reduce(X[:, None] - mu)


SQUARE = "Square each difference, then add up along the coordinates, axis 2 of (N, K, d)."
TERMS = "Multiply (x − μ)² out: three terms, and the cross term is −2 X μᵀ (dist-6)."

TABLE = [
    Mistake(
        "the distance itself, not its square",
        "D holds squared distances: leave the square root out (np.linalg.norm takes it).",
        reduced(lambda E: np.sqrt((E**2).sum(axis=2))),
    ),
    Mistake("the factor −2 forgotten in the cross term", TERMS, combined(1, 1, 1)),
    Mistake("+2 instead of −2 in the cross term", TERMS, combined(1, 2, 1)),
    Mistake("−1 instead of −2 in the cross term", TERMS, combined(1, -1, 1)),
    Mistake("the cross term left out", TERMS, combined(1, 0, 1)),
    Mistake("the term X² left out", TERMS, combined(0, -2, 1)),
    Mistake("the term μ² left out", TERMS, combined(1, -2, 0)),
    Mistake("only the cross term", TERMS, combined(0, -2, 0)),
    Mistake("the product X μᵀ instead of distances", TERMS, combined(0, 1, 0)),
    Mistake("the term μ² subtracted", TERMS, combined(1, -2, -1)),
    Mistake("the term X² subtracted", TERMS, combined(-1, -2, 1)),
    Mistake(
        "X − mu without a new axis",
        "The shapes (N, d) and (K, d) do not broadcast to all pairs: use X[:, None] − mu, "
        "of shape (N, K, d).",
        lambda X, mu: ((X - mu) ** 2).sum(axis=1),
    ),
    Mistake(
        "K × N instead of N × K",
        "Rows are points and columns are components: swap X and mu, or transpose.",
        lambda X, mu: distances(mu, X),
    ),
    Mistake(
        "a sum over the means instead of the coordinates",
        "Of the axes (N, K, d) the last one holds the coordinates: sum along axis 2.",
        lambda X, mu: ((X[:, None] - mu) ** 2).sum(axis=1),
    ),
    Mistake(
        "a sum over the points instead of the coordinates",
        "Of the axes (N, K, d) the last one holds the coordinates: sum along axis 2.",
        lambda X, mu: ((X[:, None] - mu) ** 2).sum(axis=0),
    ),
    Mistake(
        "one distance per coordinate, not added up",
        "The answer has shape (N, K): sum along the coordinates.",
        lambda X, mu: (X[:, None] - mu) ** 2,
    ),
    Mistake(
        "the mean over the coordinates instead of the sum",
        "A squared distance is a sum: it grows with d.",
        reduced(lambda E: (E**2).mean(axis=2)),
    ),
    Mistake(
        "absolute differences instead of squares", SQUARE, reduced(lambda E: abs(E).sum(axis=2))
    ),
    Mistake(
        "absolute differences added up, then squared",
        SQUARE,
        reduced(lambda E: abs(E).sum(axis=2) ** 2),
    ),
    Mistake(
        "the differences added up before squaring", SQUARE, reduced(lambda E: E.sum(axis=2) ** 2)
    ),
    Mistake("differences without a square", SQUARE, reduced(lambda E: E.sum(axis=2))),
    Mistake("the largest coordinate only", SQUARE, reduced(lambda E: (E**2).max(axis=2))),
    Mistake("the product over the coordinates", SQUARE, reduced(lambda E: (E**2).prod(axis=2))),
    Mistake(
        "the distance to the power 4",
        "D is already a square.",
        reduced(lambda E: (E**2).sum(axis=2) ** 2),
    ),
    Mistake(
        "fourth powers of the differences",
        "D is already a square.",
        reduced(lambda E: (E**4).sum(axis=2)),
    ),
    Mistake("cubes of the differences", SQUARE, reduced(lambda E: (abs(E) ** 3).sum(axis=2))),
    Mistake(
        "the first two coordinates only",
        "Right for d = 1 and 2: sum over all the columns, however many there are.",
        lambda X, mu: distances(X[:, :2], mu[:, :2]),
    ),
    Mistake(
        "the first coordinate only",
        "Sum over all the columns.",
        lambda X, mu: distances(X[:, :1], mu[:, :1]),
    ),
    Mistake(
        "the last coordinate left out",
        "Sum over all the columns; range(d) already stops before d.",
        lambda X, mu: distances(X[:, :-1], mu[:, :-1]),
    ),
    Mistake(
        "the first coordinate left out",
        "Coordinates count from 0.",
        lambda X, mu: distances(X[:, 1:], mu[:, 1:]),
    ),
    Mistake(
        "minus the squared distance",
        "The sign: D is never negative.",
        lambda X, mu: -distances(X, mu),
    ),
    Mistake(
        "half the squared distance",
        "The half belongs to P, not to D.",
        lambda X, mu: distances(X, mu) / 2,
    ),
    Mistake(
        "the difference of the two lengths",
        "|x|² − |μ|² forgets the direction. " + TERMS,
        lambda X, mu: abs((X**2).sum(axis=1)[:, None] - (mu**2).sum(axis=1)),
    ),
    Mistake(
        "lengths multiplied instead of the product X μᵀ",
        TERMS,
        lambda X, mu: (np.linalg.norm(X, axis=1)[:, None] - np.linalg.norm(mu, axis=1)) ** 2,
    ),
    Mistake(
        "X² summed over all the points",
        "Sum X² along each row, axis 1, and keep the axis.",
        lambda X, mu: (X**2).sum() - 2 * X @ mu.T + (mu**2).sum(axis=1),
    ),
    Mistake(
        "μ² summed over all the means",
        "Sum μ² along each row, axis 1.",
        lambda X, mu: (X**2).sum(axis=1)[:, None] - 2 * X @ mu.T + (mu**2).sum(),
    ),
    Mistake(
        "the row sums of X² without a new axis",
        "They have shape (N,) and line up with the columns: keepdims=True, or [:, None].",
        lambda X, mu: (X**2).sum(axis=1) - 2 * X @ mu.T + (mu**2).sum(axis=1),
    ),
    Mistake(
        "X summed before it is squared",
        "X² is squared entry by entry, then summed.",
        lambda X, mu: X.sum(axis=1)[:, None] ** 2 - 2 * X @ mu.T + (mu**2).sum(axis=1),
    ),
    Mistake(
        "mu summed before it is squared",
        "(μᵀ)² is squared entry by entry, then summed.",
        lambda X, mu: (X**2).sum(axis=1)[:, None] - 2 * X @ mu.T + mu.sum(axis=1) ** 2,
    ),
    Mistake(
        "each row divided by its largest entry",
        "D is in the units of the data squared: no normalising.",
        lambda X, mu: (lambda D: D / D.max(axis=1, keepdims=True))(distances(X, mu)),
    ),
    Mistake(
        "the square root of the expanded form",
        "Far from the origin the expansion comes out below 0, and its root is NaN: "
        "subtract first, or clip at 0 before the root.",
        lambda X, mu: np.sqrt(combined(1, -2, 1)(X, mu)) ** 2,
    ),
    Mistake(
        "whole numbers",
        "Something turns the entries into integers: an array made with dtype=int, or //.",
        lambda X, mu: np.floor(distances(X, mu)),
    ),
    Mistake(
        "numbers rounded to a few digits",
        "Do not round: the next matrices need all digits.",
        lambda X, mu: distances(X, mu).round(3),
    ),
    Mistake(
        "only the nearest mean's distance",
        "D keeps the distances to all K means: no minimum yet.",
        lambda X, mu: distances(X, mu).min(axis=1),
    ),
    Mistake(
        "the sum over the means",
        "D keeps the distances to all K means.",
        lambda X, mu: distances(X, mu).sum(axis=1),
    ),
    Mistake(
        "the first mean for every column",
        "Column j needs the mean mu[j].",
        lambda X, mu: distances(X, np.repeat(mu[:1], len(mu), axis=0)),
    ),
]
