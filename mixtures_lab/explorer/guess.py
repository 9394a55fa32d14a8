"""First guesses: where the means begin, and the mixture around them. As src/guess.js."""

import numpy as np

from ..em import guess_around
from ..kmeans import kmeans_plus_plus
from .words import WORDS

#: How a first guess is made, by the name that the reader sees.
GUESSES = WORDS["GUESSES"]

#: First guesses that come out differently each time.
DRAWN = WORDS["DRAWN"]


def guessed_mixture(guess, X, K, rng):
    """A first guess: a mixture of `K` components for the points `X`."""
    means = {"kmeans++": kmeans_plus_plus, "random": random_points, "hand": means_in_a_row}
    return guess_around(means[guess](X, K, rng=rng), X)


def random_points(X, K, *, rng):
    """K different rows of `X`."""
    return X[rng.choice(len(X), size=K, replace=False)]


def means_in_a_row(X, K, *, rng):
    """Means side by side across the middle of the data, to be moved by hand."""
    low, high = X.min(axis=0), X.max(axis=0)
    share = np.full((K, X.shape[1]), 0.5)
    share[:, 0] = (np.arange(K) + 0.5) / K
    return low + share * (high - low)
