"""What the reader can choose in the explorer: the data sets and the first guesses."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from .. import datasets
from ..em import data_scale
from ..kmeans import kmeans_plus_plus
from ..matrices import squared_distances
from ..mixture import Mixture

PLAIN = ("x₁", "x₂")

#: Points are those of a data set if they differ by less, in its standard deviations: float32
#: differs by 1e-6, and any other data by much more.
SAME = 1e-5


class DataSet(NamedTuple):
    """A data set of the package, by the name that the reader sees."""

    id: str
    label: str
    points: Callable
    columns: tuple = PLAIN
    unit: str = ""
    alike: tuple = ()  # makers of points that go by the same name


def _standardised(ddof=0):
    """Old Faithful with mean 0 and standard deviation 1 in both columns."""
    X = datasets.old_faithful()
    return (X - X.mean(axis=0)) / X.std(axis=0, ddof=ddof)


DATA_SETS = (
    DataSet(
        "old_faithful",
        "Old Faithful",
        datasets.old_faithful,
        ("eruption, minutes", "waiting, minutes"),
        "minutes",
    ),
    DataSet(
        "old_faithful_standardised",
        "Old Faithful, standardised",
        _standardised,
        ("eruption, standard units", "waiting, standard units"),
        alike=(partial(_standardised, ddof=1),),  # as pandas divides
    ),
    DataSet("blobs", "Three blobs", datasets.blobs),
    DataSet("well_separated", "Well separated", datasets.well_separated),
    DataSet("overlapping", "Overlapping", datasets.overlapping),
    DataSet("unequal_sizes", "Unequal sizes", datasets.unequal_sizes),
    DataSet("one_far_outlier", "One far outlier", datasets.one_far_outlier),
    DataSet("rings", "Ring and disc", datasets.rings),
    DataSet("far_from_origin", "Far from the origin", datasets.far_from_origin),
)

#: How a first guess is made, by the name that the reader sees.
GUESSES = {
    "given": "as given",
    "kmeans++": "k-means++",
    "random": "random points",
    "hand": "place by hand",
}

#: First guesses that come out differently each time.
DRAWN = ("kmeans++", "random")


def known_data_set(X):
    """The package's data set that `X` is, to float32 rounding, or None."""
    for known in DATA_SETS:
        for maker in (known.points, *known.alike):
            points = maker()
            if (
                points.shape == X.shape
                and (np.abs(points - X).max(axis=0) <= SAME * points.std(axis=0)).all()
            ):
                return known
    return None


def same_to_rounding(X, known):
    """Whether the page's numbers for a data set can stand for `X`."""
    points = known.points()
    return points.shape == X.shape and np.allclose(points, X, rtol=1e-12, atol=1e-12)


def guessed_mixture(guess, X, K, rng):
    """A first guess: a mixture of `K` components for the points `X`."""
    means = {"kmeans++": kmeans_plus_plus, "random": _random_points, "hand": _means_in_a_row}
    return mixture_around(X, means[guess](X, K, rng=rng))


def mixture_around(X, mu):
    """Equal weights, and one σ for all: the root mean square distance from the nearest mean.

    One σ, because a cluster of one point would start, and stay, on the floor.
    """
    K, d = mu.shape
    nearest = squared_distances(X, mu).min(axis=1)
    sigma = np.sqrt(nearest.mean() / d) or data_scale(X)
    return Mixture(mu, np.full(K, sigma), np.full(K, 1 / K))


def _random_points(X, K, *, rng):
    """K different rows of `X`."""
    return X[rng.choice(len(X), size=K, replace=False)]


def _means_in_a_row(X, K, *, rng):
    """Means side by side across the middle of the data, to be moved by hand."""
    low, high = X.min(axis=0), X.max(axis=0)
    share = np.full((K, X.shape[1]), 0.5)
    share[:, 0] = (np.arange(K) + 0.5) / K
    return low + share * (high - low)
