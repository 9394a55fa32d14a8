"""What a slip is, and the formulas that slips are made from, written out.

A line of the derivation is a dict: by name, each function that may stand in its place, with the
right one under the name "". A table of known mistakes is a list of rows.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Mistake(NamedTuple):
    """A known mistake."""

    name: str  # completes "your output is what you get with: …"
    hint: str
    function: Callable


def lifted(line, lift):
    """The same slips in another function; each may come with a reason: (why, function)."""
    return {
        name: (slip[0], lift(slip[1])) if isinstance(slip, tuple) else lift(slip)
        for name, slip in line.items()
    }


def plain(line):
    """A line without the reasons: what may stand there, by name."""
    return {name: slip[1] if isinstance(slip, tuple) else slip for name, slip in line.items()}


def rows(hint, line, lift=lambda slip: slip):
    """The rows of a line that share a hint; `lift` puts a slip into the whole function."""
    made = []
    for name, slip in lifted(line, lift).items():
        why, function = slip if isinstance(slip, tuple) else ("", slip)
        if name:
            made.append(Mistake(name, f"{why} {hint}".strip(), function))
    return made


def made_of(right):
    """What makes a slip of what may be made of the right answer."""
    return lambda slip: lambda *arguments: slip(right(*arguments))


def without(table, *names):
    """A table without some of its rows: those that another row, or no mistake, gives as well."""
    assert {*names} <= {row.name for row in table}
    return [row for row in table if row.name not in names]


NATURAL = "Here ln is natural: np.log."


def lse(A, axis=1, keepdims=False):
    """The log-sum-exp, written out: slips are built from the formulas, not the package."""
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


def posterior(P, pi):
    """Q, by its formula."""
    return P + np.log(pi) - lse(P + np.log(pi), keepdims=True)
