"""Structural remarks: how an answer is related to another, whatever the problem.

Each function takes two lists with one array per problem, `got` and `base`, and
says in words what turns the second into the first, or returns None.
"""

import numpy as np

from .numbers import all_close, close, number

#: What may have been done to a whole answer.
TRANSFORMS = [
    ("minus it", np.negative),
    ("its exponential", np.exp),
    ("its logarithm", np.log),
    ("its square", np.square),
    ("its square root", np.sqrt),
    ("its absolute value", np.abs),
    ("1 over it", np.reciprocal),
    ("cut off below at 0", lambda a: np.maximum(a, 0)),
    ("cut off above at 0", lambda a: np.minimum(a, 0)),
    ("rounded to whole numbers", np.round),
    ("rounded down to whole numbers", np.floor),
    ("cut to whole numbers", np.trunc),
    ("rounded to 1 digit", lambda a: np.round(a, 1)),
    *((f"rounded to {n} digits", lambda a, n=n: np.round(a, n)) for n in (2, 3, 4)),
    ("minus its exponential", lambda a: -np.exp(a)),
    (
        "its softmax along the rows",
        lambda a: np.exp(a - np.logaddexp.reduce(a, axis=-1, keepdims=True)),
    ),
    ("its rows divided by their sums", lambda a: a / a.sum(axis=-1, keepdims=True)),
    ("its columns divided by their sums", lambda a: a / a.sum(axis=0, keepdims=True)),
    ("its rows shifted to a maximum of 0", lambda a: a - a.max(axis=-1, keepdims=True)),
    ("its rows shifted to a mean of 0", lambda a: a - a.mean(axis=-1, keepdims=True)),
    ("its columns shifted to a mean of 0", lambda a: a - a.mean(axis=0, keepdims=True)),
    ("its columns in reverse order", lambda a: a[..., ::-1]),
    ("its rows in reverse order", lambda a: a[::-1]),
    ("its transpose", np.transpose),
    ("its rows one after the other, flat", np.ravel),
    ("its shape reversed in memory (reshape is no transpose)", lambda a: a.reshape(a.shape[::-1])),
    ("its sum", np.sum),
    ("its mean", np.mean),
    ("its sums along the rows", lambda a: a.sum(axis=-1)),
    ("its sums down the columns", lambda a: a.sum(axis=0)),
    ("its means along the rows", lambda a: a.mean(axis=-1)),
    ("its means down the columns", lambda a: a.mean(axis=0)),
    ("its minima along the rows", lambda a: a.min(axis=-1)),
    ("its maxima along the rows", lambda a: a.max(axis=-1)),
    ("with one more axis at the end", lambda a: a[..., None]),
    ("with one more axis in front", lambda a: a[None]),
    ("its diagonal", lambda a: np.diagonal(a)),
    ("its first row", lambda a: a[0]),
    ("its first column", lambda a: a[:, 0]),
    ("its last row", lambda a: a[-1]),
    ("without its last row", lambda a: a[:-1]),
    ("without its last column", lambda a: a[..., :-1]),
]


def transform(got, base):
    """One of TRANSFORMS, in words."""
    if all_close(got, base):
        return None
    for words, function in [*TRANSFORMS, *_cut_offs(got)]:
        try:
            with np.errstate(all="ignore"):
                # The first problem decides most cases.
                if close(got[0], function(base[0])) and all_close(got, [function(b) for b in base]):
                    return words
        except (ValueError, IndexError):  # a transform for arrays of other shapes
            continue
    return None


def _cut_offs(got):
    """Cut off at the least or the largest number, where that occurs again and again."""
    everything = np.concatenate([np.ravel(g) for g in got])
    if not np.isfinite(everything).all():
        return
    for words, limit, cut in (
        ("below", everything.min(), np.maximum),
        ("above", everything.max(), np.minimum),
    ):
        if limit and 2 < (everything == limit).sum() < len(everything):
            yield f"cut off {words} at {number(limit)}", lambda a, c=cut, x=limit: c(a, x)


def inside_a_logarithm(got, base):
    """A number that was added before the logarithm was taken, or None."""
    with np.errstate(all="ignore"):
        got, base = [np.exp(g) for g in got], [np.exp(b) for b in base]
    if not all(np.isfinite(a).all() for a in (*got, *base)):
        return None
    added = [np.ravel(a - b) for a, b in zip(got, base, strict=True) if a.shape == b.shape]
    if len(added) < len(got):
        return None
    # Where e^answer is large, what was added is lost in its rounding.
    some = np.concatenate(added)
    size = np.concatenate([np.ravel(b) for b in base])
    few = size <= np.quantile(size, 0.3)
    c = float(np.median(some[few]))
    if c > 1e-300 and (np.abs(some - c) <= 1e-6 * c + 1e-12 * size).all() and (c > size[few]).any():
        return number(c)
    return None


def nearly(got, base):
    """How far an answer is from another at most, relative to its size; inf if not comparable."""
    far = 0.0
    for a, b in zip(got, base, strict=True):
        if a.shape != b.shape or not np.isfinite(a).all() or not np.isfinite(b).all():
            return np.inf
        size = np.abs(b) + 1e-2 * np.abs(b).max(initial=0.0) + 1e-300
        far = max(far, float((np.abs(a - b) / size).max(initial=0.0)))
    return far
