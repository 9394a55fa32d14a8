"""Check what a caller of the explorer passes in, and say what is wrong and how to mend it."""

import numpy as np

from .. import _inputs
from ..mixture import Mixture

SHOW = ("D", "P", "Q", "em", "kmeans")


def plane_points(X):
    """`X` as a read-only (N, 2) array; a ValueError with the remedy otherwise."""
    X = _inputs.points(X)
    if X.shape[1] != 2:
        remedy = (
            "put a second column beside it"
            if X.shape[1] == 1
            else "choose two of its columns, as in X[:, :2]"
        )
        raise ValueError(f"X has shape {X.shape} but the explorer draws a plane, (N, 2): {remedy}")
    return frozen_array(X)


def checked_show(show):
    """`show` as a tuple without repeats, in the order of the derivation."""
    if isinstance(show, str):
        show = (show,)
    unknown = [name for name in show if name not in SHOW]
    if unknown:
        raise ValueError(f"show holds {unknown[0]!r} but takes only {', '.join(map(repr, SHOW))}")
    return tuple(name for name in SHOW if name in show)


def algorithms_of(show):
    """What the reader may step through."""
    if "em" in show:
        return ("em", "kmeans")
    return ("kmeans",) if "kmeans" in show else ("none",)


def checked_columns(columns):
    """Two axis labels."""
    columns = tuple(map(str, columns))
    if len(columns) != 2:
        raise ValueError(f"columns has {len(columns)} labels but the plane has 2 axes")
    return columns


def frozen_array(A):
    """A read-only copy, so that the history cannot change behind its own back."""
    A = np.array(A, dtype=float)
    A.setflags(write=False)
    return A


def frozen(mixture):
    """The mixture with read-only arrays of its own."""
    return Mixture(*map(frozen_array, mixture))
