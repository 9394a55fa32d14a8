"""Where points come from: an array, a file on disk, or blocks of rows read one after another.

A source knows at once what a fit must know before it begins: how many points there are,
where they lie and how far they reach. It then adds up the sums of a step over all of them,
as often as it is asked, and never needs more than a block of them in memory.
"""

import mmap

import numpy as np

from . import _inputs
from ._frame import frame_of
from .blocked import MANY, blocks_of, root_mean_square_of, sums_of
from .sampled import SAMPLE, Points, Sampled

__all__ = ["Array", "Stream", "source_of"]

#: Rows of a file that are read at a time.
ROWS_READ = 2**16

#: The first means are guessed from this many points, or this many for each component: fits from
#: there end as low as from all of them, and first guesses take the time of an iteration or two.
FEWEST, FEWEST_PER_COMPONENT = 2**12, 2**7


def source_of(X, rng):
    """The source of the points `X`.

    `X` is an array or what becomes one, a `numpy.memmap`, a dask array, or an iterable of
    blocks of rows that can be read again: a list of arrays, or an object whose `__iter__`
    begins anew.
    """
    if _is_a_dask_array(X):
        from .on_dask import Chunks  # only who has a dask array has dask, and waits for it

        return Chunks(X, rng)
    if isinstance(X, np.memmap):
        return Stream(_Slices(X), rng)
    if not _gives_blocks(X):
        return Array(X, rng)
    if iter(X) is X:
        raise ValueError(
            "X can be read only once, and EM reads its points in every iteration: pass a list "
            "of blocks, or an object whose __iter__ begins anew"
        )
    return Stream(X, rng)


def _is_a_dask_array(X):
    return any(kind.__module__.startswith("dask.array.") for kind in type(X).__mro__)


def _gives_blocks(X):
    """Whether `X` is an iterable of blocks, and not the rows of a table."""
    if isinstance(X, list | tuple):
        return len(X) > 0 and all(getattr(block, "ndim", 0) == 2 for block in X)
    one_thing = isinstance(X, str | bytes | dict | set | frozenset)
    becomes_one = hasattr(X, "__array__") or hasattr(X, "toarray")
    return hasattr(X, "__iter__") and not one_thing and not becomes_one


class Array:
    """Points in memory."""

    def __init__(self, X, rng):
        self._single = getattr(X, "dtype", None) == np.float32
        self._X, self._rng = _inputs.points(X), rng
        self.N, self.d = self._X.shape

    def frame(self, *more):
        """The frame of all points, with room for `more` tables of points."""
        return frame_of(self._X, *more)

    def inside(self, frame, K):
        """The points in their frame, made ready for steps of `K` components."""
        blocks = list(blocks_of(self._X, frame, K, self._single and self.N >= MANY))

        def sample():
            enough = max(FEWEST, FEWEST_PER_COMPONENT * K)
            if self.N <= enough:
                return frame.into(self._X)
            rows = self._rng.choice(self.N, enough, replace=False, shuffle=False)
            return frame.into(self._X[np.sort(rows)])

        return Points(lambda plan: sums_of(blocks, plan), sample, root_mean_square_of(blocks))


class _Slices:
    """An array on disk, read a few rows at a time."""

    def __init__(self, X):
        self._X = X if X.ndim == 2 else _inputs.points(X)  # which says what is wrong

    def __iter__(self):
        for first in range(0, len(self._X), ROWS_READ):
            yield np.asarray(self._X[first : first + ROWS_READ])
            self._let_go()

    def _let_go(self):
        """Give back the pages that have been read: they count as memory of this process."""
        mapping = self._X
        while isinstance(mapping, np.ndarray):
            mapping = mapping.base
        # A copy-on-write mapping ("c") would lose what was written to it. Windows has no madvise.
        if self._X.mode != "c" and hasattr(mapping, "madvise"):
            mapping.madvise(mmap.MADV_DONTNEED)


class Stream(Sampled):
    """Points that are read block by block, anew for every step."""

    def __init__(self, blocks, rng):
        self._given, self.N = blocks, None
        low, high, drawn = np.inf, -np.inf, []
        for X in self._tables():
            low, high = np.minimum(low, X.min(axis=0)), np.maximum(high, X.max(axis=0))
            # Each point draws a number; those with the smallest numbers are a fair sample.
            drawn = _smallest([*drawn, (rng.random(len(X)), X)])
        self._sample, self._corners = drawn[0][1], np.array([low, high])
        self.d = len(low)

    def _tables(self):
        """Every block as a checked table, and a complaint if not all points came."""
        N = b = 0
        for b, block in enumerate(self._given):
            X = _inputs.points(block, f"block {b} of X")
            if b == 0:
                d, self._single = X.shape[1], getattr(block, "dtype", None) == np.float32
            if X.shape[1] != d:
                raise ValueError(
                    f"block {b} of X has {X.shape[1]} columns but block 0 has {d}: "
                    "all need one column per coordinate"
                )
            N += len(X)
            yield X
        if N == 0:
            raise ValueError("X has no blocks: give at least one point")
        if self.N is None:
            self.N = N
        elif self.N != N:
            raise ValueError(
                f"X gave {self.N} points at first, and {N} when it was read again, the last of "
                f"them in block {b}: it must give the same blocks every time"
            )

    def inside(self, frame, K):
        """The points in their frame, read and made ready for steps of `K` components."""

        def add_up(plan):
            blocks = (
                block
                for X in self._tables()
                for block in blocks_of(X, frame, K, self._single and self.N >= MANY)
            )
            return sums_of(blocks, plan)

        return self.points(add_up, frame)


def _smallest(drawn):
    """The SAMPLE points that have drawn the smallest numbers, as a list of one pair."""
    numbers, X = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    chosen = np.sort(np.argsort(numbers)[:SAMPLE])
    return [(numbers[chosen], X[chosen])]
