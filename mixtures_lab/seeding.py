"""Greedy k-means++ over prepared points: what `kmeans_plus_plus` and the fits draw from.

The distance from the nearest mean so far is kept for every point, so that a new mean costs
one product with its candidates and nothing for the means before it.
"""

import numpy as np

from .blocked import ENTRIES
from .matrices import EXPANSION_ERROR
from .rows import products_with

__all__ = ["seeds"]


def seeds(rows, K, rng):
    """The rows of K first means, and the squared distance of every point from the nearest."""
    N = len(rows.X)
    n_candidates = 2 + int(np.log(K))
    chosen = [int(rng.integers(N))]
    nearest = _nearest_with(rows, np.full(N, np.inf), chosen)[0][0]
    while len(chosen) < K:
        up_to = nearest.cumsum()
        if up_to[-1] > 0:
            # A point is drawn where a random height meets the staircase of running sums.
            heights = rng.random(n_candidates) * up_to[-1]
            candidates = np.minimum(up_to.searchsorted(heights, side="right"), N - 1)
        else:  # every point coincides with a mean: any row not yet taken will do
            candidates = np.setdiff1d(np.arange(N), chosen)[:1]
        left, inertias = _nearest_with(rows, nearest, candidates)
        best = inertias.argmin()
        chosen.append(int(candidates[best]))
        nearest = left[best]
    return chosen, nearest


def _nearest_with(rows, nearest, candidates):
    """For each candidate `nearest` with it as one more mean, (m, N), and the sum of that."""
    C = products_with(rows.A[:-1, candidates].T)
    left = np.empty((len(C), len(nearest)))
    inertias = np.zeros(len(C))
    n = ENTRIES // len(C)
    for first in range(0, len(nearest), n):
        here = slice(first, first + n)
        D = np.matmul(C, rows.A[:, here], out=left[:, here])
        D += rows.squares[here]
        _mend(D, C, rows, here)
        np.minimum(D, nearest[here], out=D)
        inertias += D.sum(axis=1)
    return left, inertias


def _mend(D, C, rows, here):
    """Work out by differences (dist-3) what cancelled in D, as `squared_distances` does."""
    A, squares = rows.A[:-1, here], rows.squares[here]
    bound = 2 * (len(C[0]) + 2) * np.finfo(float).eps / EXPANSION_ERROR
    js, points = (D <= bound * (squares + C[:, -1:])).nonzero()
    n = max(1, ENTRIES // len(A))  # of them at a time: all points may coincide
    for first in range(0, len(js), n):
        j, i = js[first : first + n], points[first : first + n]
        D[j, i] = ((A[:, i] + C[j, :-1].T / 2) ** 2).sum(axis=0)
