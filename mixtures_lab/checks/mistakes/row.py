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


def lse_shifted_by_P(P, pi):
    """The log-sum-exp of P + ln π, right on paper, whose shift does not look at π."""
    m = P.max(axis=1, keepdims=True)
    return m + np.log((np.exp(P - m) * pi).sum(axis=1, keepdims=True))


#: The name of that mistake, and why it is one.
SHIFT_OF_P = (
    "a shift that ignores π: the maximum of P, not of P + ln π",
    "The component with the largest density may have the weight 0, or next to nothing: then all "
    "that counts underflows beside it. Take the maximum of P + ln π along each row.",
)
