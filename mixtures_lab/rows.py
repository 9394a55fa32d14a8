"""The points of a K-means fit, made ready once for all its starts and iterations.

Multiplied out, |x − m|² is |x|² + (|m|² − 2 m·x), and the part in brackets is one matrix
product of [−2m, |m|²] with [x, 1]. The points are taken near 0 first, where that costs the
fewest digits, and are columns, so that minima over means run down whole rows of memory.
"""

from typing import NamedTuple

import numpy as np

from ._frame import middle

__all__ = ["Rows", "products_with", "rows_of"]

#: How far a running sum of very many points may be off, relative to the farthest of them.
SUM_ERROR = 1e-12


class Rows(NamedTuple):
    """The points in a comfortable unit, and what every start and iteration needs of them."""

    X: np.ndarray  # (N, d): as they came
    centre: np.ndarray  # (d,)
    A: np.ndarray  # (d + 1, N): the rows of x − centre, then ones
    squares: np.ndarray  # (N,): |x − centre|²
    rounding: float  # how far a mean by sums may lie from the mean by `averages`


def rows_of(X, corners):
    """The points `X`, which are in a comfortable unit and lie between `corners`, made ready."""
    N, d = X.shape
    with np.errstate(all="ignore"):
        centre = middle(X)
        A = np.empty((d + 1, N))
        for first in range(0, N, 256):  # a few rows at a time: columns of all would miss the cache
            here = slice(first, first + 256)
            np.subtract(X[here].T, centre[:, None], out=A[:d, here])
        A[d] = 1
        squares = np.einsum("ij,ij->j", A[:d], A[:d])
        away = np.abs(corners).max()
        rounding = SUM_ERROR * np.sqrt(squares.max()) + 4 * np.finfo(float).eps * away
    return Rows(X, centre, A, squares, float(rounding))


def products_with(mu):
    """What [x, 1] is multiplied by to give |m|² − 2 m·x, (K, d + 1): dist-6 without |x|²."""
    C = np.empty((len(mu), mu.shape[1] + 1))
    np.multiply(mu, -2, out=C[:, :-1])
    np.einsum("ij,ij->i", mu, mu, out=C[:, -1])
    return C
