"""Mistakes with the assignment step of K-means."""

import numpy as np

from .row import Mistake, distances


def not_reset(X, mu):
    """One best distance for all the points, never set back to inf."""
    labels, best = np.zeros(len(X), int), np.inf
    for i, row in enumerate(distances(X, mu)):
        for j, squared in enumerate(row):
            if squared < best:
                best, labels[i] = squared, j
    return labels


def not_updated(X, mu):
    """Each distance compared with the first one; the last that is less wins."""
    D = distances(X, mu)
    less = D < D[:, :1]
    return np.where(less.any(axis=1), len(mu) - 1 - less[:, ::-1].argmax(axis=1), 0)


NEAREST = "The label of point i is the column of the smallest entry in row i of D: argmin(axis=1)."

TABLE = [
    Mistake(
        "argmin over the points, axis 0", NEAREST, lambda X, mu: distances(X, mu).argmin(axis=0)
    ),
    Mistake("argmin over everything at once", NEAREST, lambda X, mu: distances(X, mu).argmin()),
    Mistake(
        "the farthest mean instead of the nearest",
        NEAREST,
        lambda X, mu: distances(X, mu).argmax(axis=1),
    ),
    Mistake(
        "labels that count from 1",
        "Labels count from 0, so that mu[labels] works.",
        lambda X, mu: distances(X, mu).argmin(axis=1) + 1,
    ),
    Mistake(
        "the smallest distance, not its column",
        "argmin, not min.",
        lambda X, mu: distances(X, mu).min(axis=1),
    ),
    Mistake(
        "the nearest mean itself, not its number",
        "Labels are whole numbers from 0 to K − 1.",
        lambda X, mu: mu[distances(X, mu).argmin(axis=1)],
    ),
    Mistake(
        "a matrix with a 1 for the nearest mean",
        "A label is the column's number: argmin.",
        lambda X, mu: np.eye(len(mu))[distances(X, mu).argmin(axis=1)],
    ),
    Mistake(
        "the largest product X μᵀ",
        "A product is no distance: the term |μ|² counts as well, it differs from column to column.",
        lambda X, mu: (X @ mu.T).argmax(axis=1),
    ),
    Mistake(
        "the smallest product X μᵀ",
        "A product is no distance.",
        lambda X, mu: (X @ mu.T).argmin(axis=1),
    ),
    Mistake(
        "the factor 2 forgotten in the cross term",
        "D = X² − 2 X μᵀ + μ².",
        lambda X, mu: ((mu**2).sum(axis=1) - X @ mu.T).argmin(axis=1),
    ),
    Mistake(
        "the sign of the cross term",
        "D = X² − 2 X μᵀ + μ².",
        lambda X, mu: ((mu**2).sum(axis=1) + 2 * X @ mu.T).argmin(axis=1),
    ),
    Mistake(
        "the cross term left out",
        "D = X² − 2 X μᵀ + μ².",
        lambda X, mu: ((mu**2).sum(axis=1) + 0 * X[:, :1]).argmin(axis=1),
    ),
    Mistake(
        "absolute differences instead of squares",
        "Nearest is by the squared distance.",
        lambda X, mu: abs(X[:, None] - mu).sum(axis=2).argmin(axis=1),
    ),
    Mistake(
        "the largest coordinate only",
        "Nearest is by the sum over the coordinates.",
        lambda X, mu: abs(X[:, None] - mu).max(axis=2).argmin(axis=1),
    ),
    Mistake(
        "the smallest coordinate only",
        "Nearest is by the sum over the coordinates.",
        lambda X, mu: abs(X[:, None] - mu).min(axis=2).argmin(axis=1),
    ),
    Mistake(
        "the differences added up before squaring",
        "Square each difference first.",
        lambda X, mu: ((X[:, None] - mu).sum(axis=2) ** 2).argmin(axis=1),
    ),
    Mistake(
        "differences without a square",
        "Square each difference first.",
        lambda X, mu: (X[:, None] - mu).sum(axis=2).argmin(axis=1),
    ),
    Mistake(
        "the difference of the two lengths",
        "Two vectors of one length can lie far apart.",
        lambda X, mu: abs(np.linalg.norm(X, axis=1)[:, None] - np.linalg.norm(mu, axis=1)).argmin(
            axis=1
        ),
    ),
    Mistake(
        "the first coordinate only",
        "All coordinates count.",
        lambda X, mu: distances(X[:, :1], mu[:, :1]).argmin(axis=1),
    ),
    Mistake(
        "the last coordinate left out",
        "All coordinates count.",
        lambda X, mu: distances(X[:, :-1], mu[:, :-1]).argmin(axis=1),
    ),
    Mistake(
        "the first two coordinates only",
        "Right for d = 1 and 2 only: all coordinates count.",
        lambda X, mu: distances(X[:, :2], mu[:, :2]).argmin(axis=1),
    ),
    Mistake(
        "the second nearest mean",
        NEAREST,
        lambda X, mu: distances(X, mu).argsort(axis=1)[:, min(1, len(mu) - 1)],
    ),
    Mistake(
        "the ranks of the means, not the nearest one",
        "argmin, not argsort.",
        lambda X, mu: distances(X, mu).argsort(axis=1),
    ),
    Mistake("every point given to the first mean", NEAREST, lambda X, mu: np.zeros(len(X), int)),
    Mistake(
        "the number of the nearest point, for each mean",
        NEAREST,
        lambda X, mu: (
            distances(mu, X).argmin(axis=1)[: len(X)]
            if len(mu) > len(X)
            else np.resize(distances(mu, X).argmin(axis=1), len(X))
        ),
    ),
    Mistake(
        "the best distance carried over from point to point",
        "Set it back to inf for every point, inside the loop over the points.",
        not_reset,
    ),
    Mistake(
        "whole numbers: the coordinates cut before they are compared",
        "Something turns the coordinates into integers, such as astype(int) or //.",
        lambda X, mu: distances(np.trunc(X), np.trunc(mu)).argmin(axis=1),
    ),
    Mistake(
        "the best distance never updated: the last mean that is nearer than the first",
        "When a mean is nearer, keep both: its number and its distance.",
        not_updated,
    ),
]
