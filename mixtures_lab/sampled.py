"""What a fit knows of points that are not all in its memory: a sample, and how far they reach."""

from collections.abc import Callable
from typing import NamedTuple

from ._frame import frame_of, root_mean_square

__all__ = ["SAMPLE", "Points", "Sampled"]

#: Of points that are not in memory this many are drawn, to guess the first means from.
SAMPLE = 2**13


class Points(NamedTuple):
    """What a fit sees of its points, in their frame."""

    add_up: Callable  # (plan) -> Sums, over all points
    sample: Callable  # () -> (n, d): points to guess the first means from
    rms: float  # their root mean square distance from the mean, per coordinate


class Sampled:
    """A source that has a `_sample` of its points, and two `_corners` that they lie between."""

    def frame(self, *more):
        """The frame of all points, by a sample of them, with room for `more` tables of points."""
        return frame_of(self._sample, self._corners, *more)

    def points(self, add_up, frame):
        """The points in their frame, whose sums `add_up` gives."""
        sample = frame.into(self._sample)
        return Points(add_up, lambda: sample, root_mean_square(sample))
