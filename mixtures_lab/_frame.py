"""The coordinates that a fit reckons in: near 0, and in a unit whose squares float64 can hold.

Squares of 1e-160 underflow and squares of 1e160 overflow; numbers near 1e8 keep eight
digits fewer of what lies between them. So a fit takes its data into a frame, does its
arithmetic there, and takes what it found back.
"""

from typing import NamedTuple

import numpy as np

#: Lengths between these have squares, and sums of squares over any data set, in float64,
#: with room below for distances far shorter than the longest.
SHORTEST, LONGEST = 2.0**-332, 2.0**465  # 1e-100 and 1e140

#: The floor of a scale: below it a square has no digits left.
SHORTEST_SQUARED = 2.0**-500  # 3e-151


#: The middle of many points, and how far they lie from it, is found from this many of them.
ENOUGH = 2**12

#: Below it, numbers have fewer digits.
TINY = np.finfo(float).tiny


class Frame(NamedTuple):
    """Where the data lie: `inside` is (X − centre) / unit."""

    unit: float  # a power of two: dividing by it rounds nothing
    centre: np.ndarray  # (d,), in units of `unit`
    apart: float  # the typical distance from the middle, per coordinate, in units of `unit`

    def into(self, X):
        return (X if self.unit == 1 else X / self.unit) - self.centre

    def out_of(self, mu):
        return (mu + self.centre) * self.unit


def _reach(X, *more):
    """The largest difference of a coordinate from that of the first point, or inf."""
    with np.errstate(all="ignore"):
        return max(float(np.abs(corners(table) - X[0]).max()) for table in (X, *more))


def corners(X):
    """The lowest and the highest of each coordinate, (2, d)."""
    n = max(1, 2**16 // X.shape[1])  # rows that the cache holds until both have been found
    parts = [_corners_of(X[first : first + n]) for first in range(0, len(X), n)]
    if len(parts) == 1:
        return parts[0]
    low, high = np.swapaxes(parts, 0, 1)
    return np.array([low.min(axis=0), high.max(axis=0)])


def _corners_of(X):
    # 32 rows are taken for one: going through rows of few numbers takes 10 times as long.
    N, d = X.shape
    full = N - N % 32 if d < 32 else 0
    wide, rest = X[:full].reshape(-1, 32 * d), X[full:]
    return np.array(
        [
            fold(np.concatenate([fold(wide, initial=start).reshape(-1, d), rest]))
            for fold, start in ((np.minimum.reduce, np.inf), (np.maximum.reduce, -np.inf))
        ]
    )


def middle(X):
    """The median of each coordinate, (d,): one huge value moves it nowhere."""
    columns, half = some(X).T.copy(), len(some(X)) // 2
    columns.partition(half, axis=1)
    above = columns[:, half]
    if len(some(X)) % 2:
        return above
    return (columns[:, :half].max(axis=1) + above) / 2


def some(X):
    """Enough points to find their middle by, evenly spaced in the table."""
    return X[:: -(-len(X) // ENOUGH)]


def comfortable_unit(X, *more):
    """A power of two to divide tables of points by, so that their squared distances fit.

    It is 1 for all but the most extreme data.
    """
    return _unit_for(_reach(X, *more))


def _unit_for(reach):
    if reach == 0 or SHORTEST <= reach <= LONGEST:
        return 1.0
    _, exponent = np.frexp(min(reach, np.finfo(float).max))  # X may span more than a float64
    # No unit is so small that an ordinary σ, or a column that is the same everywhere, overflows.
    return 2.0 ** int(exponent - 465 if reach > LONGEST else max(exponent, -900))


def in_unit(unit, X):
    """`X / unit`."""
    if unit == 1:
        return X
    with np.errstate(all="ignore"):
        inside = X / unit
    if not np.isfinite(inside).all():
        raise ValueError(
            "the points of X differ too little for how far they lie from 0: "
            "leave out the columns that are the same for every point"
        )
    return inside


def sigma_in_unit(unit, sigma, name):
    """`sigma / unit`, one or one per component, without the loss of a digit."""
    with np.errstate(all="ignore"):
        inside = sigma / unit
        lost = np.atleast_1d(inside * unit != sigma)
    if lost.any():
        raise ValueError(
            f"{name} holds {np.atleast_1d(sigma)[lost.argmax()]:.2g}, which float64 cannot hold in "
            f"units of {unit:.1g}, as the distances between points and means ask for: "
            "give a sigma that is nearer to the distances"
        )
    return inside


def frame_of(X, *more):
    """The frame for the points `X`, with room for `more` tables of points."""
    unit = comfortable_unit(X, *more)
    inside = X if unit == 1 else in_unit(unit, X)
    with np.errstate(all="ignore"):
        centre = middle(inside)
        apart = typical_distance(some(inside) - centre)
        lost = _loses_digits(inside, centre, apart)
    if 0 < apart < SHORTEST_SQUARED:
        raise ValueError(
            f"most points of X lie about {apart * unit:.1g} from one another and the farthest "
            f"point or mean {_reach(X, *more):.1g}: float64 cannot hold the squares of both; "
            "leave out the far points or means, or the columns that hardly vary"
        )
    return Frame(unit, np.where(lost, 0.0, centre), apart)


def _loses_digits(X, centre, apart):
    """In which coordinates a point of `X` does not come back from `centre`, (d,).

    Of data in two places far apart, those near 0 would lose digits there.
    """
    lost = np.abs(centre) > 4 * apart  # nearer to 0, a coordinate is rounded less than it allows
    far, c = X[:, lost], centre[lost]
    rounding = 4 * np.finfo(float).eps * (np.abs(far) + apart)
    lost[lost] = (np.abs((far - c) + c - far) > rounding).any(axis=0)
    return lost


def data_scale(X):
    """Root mean square distance from the mean, per coordinate; 1 if all points coincide."""
    return root_mean_square(X) or 1.0


def root_mean_square(X):
    """Root mean square distance from the mean, per coordinate."""
    reach = _reach(X)
    if reach == 0:  # their mean, rounded, need not coincide with them
        return 0.0
    unit = _unit_for(reach)
    with np.errstate(all="ignore"):
        X = X if unit == 1 else X / unit
        Xc = X - X.mean(axis=0)
        return float(np.sqrt(np.vdot(Xc, Xc) / X.size) * unit)


def typical_distance(Xc):
    """Median distance from 0 of the points that do not lie there, per coordinate; 0 without any."""
    squares = np.einsum("ij,ij->i", Xc, Xc)
    away = np.sqrt(squares)
    small = squares < TINY
    if small.any():
        away[small] = np.hypot.reduce(Xc[small], axis=1)  # no square that could underflow
        away = away[away > 0]
    return float(np.median(away) / np.sqrt(Xc.shape[1])) if len(away) else 0.0


def robust_scale(rms, apart):
    """The root mean square, but at most twice the typical distance from the median.

    A few far points, which would carry the root mean square with them, leave the median
    where it is. For data without them, it is the smaller of the two.
    """
    return min(rms, 2 * apart) if apart > 0 else rms
