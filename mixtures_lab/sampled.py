"""What a fit knows of points that are not all in its memory: a sample, and how far they reach."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ._frame import frame_of, robust_scale

__all__ = ["SAMPLE", "Points", "Sampled"]

#: Of points that are not all in memory, this many are drawn to guess the first means from.
SAMPLE = 2**14


class Points(NamedTuple):
    """What a fit sees of its points, in their frame."""

    add_up: Callable  # (plan) -> Sums, over all points
    sample: np.ndarray  # (n, d): points to guess the first means from


class Sampled:
    """A source that has a `_sample` of its points, and two `_corners` that they lie between."""

    def frame(self, *more):
        """The frame of all points, by a sample of them, with room for `more` tables of points."""
        return frame_of(self._sample, self._corners, *more)

    def scale(self):
        """The scale that the floor under σ is relative to, by a sample."""
        return robust_scale(self._sample)
