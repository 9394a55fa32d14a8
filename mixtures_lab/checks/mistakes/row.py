"""One row of a table of mistakes, and what the tables share."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Mistake(NamedTuple):
    """A known mistake."""

    name: str  # completes "your output is what you get with: …"
    hint: str
    function: Callable


def lse(A, axis=1, keepdims=False):
    """The log-sum-exp, written out: the tables are built from the formulas, not the package."""
    m = A.max(axis=axis, keepdims=True)
    m = np.where(np.isfinite(m), m, 0)
    out = m + np.log(np.exp(A - m).sum(axis=axis, keepdims=True))
    return out if keepdims else out.squeeze(axis=axis)


def distances(X, mu):
    """D, by differences."""
    return ((X[:, None] - mu) ** 2).sum(axis=2)


def densities(D, sigma, d):
    """P, by its formula."""
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D / (2 * sigma**2)
