"""Slips with the two steps of K-means."""

import numpy as np

from .distances import NOT_OF_X, of_D
from .row import distances, made_of, rows, without

NEAREST = "The label of point i is the column of the smallest entry in row i of D: argmin(axis=1)."
MEAN = "μ_j is the sum of the points with label j, divided by how many they are."
EMPTY = "A cluster without points has no average: give it some finite place."
COUNT = "The mean of each coordinate: axis=0."

# the assignment


def not_reset(X, mu):
    """One best distance for all the points, never set back to inf."""
    labels, best = np.zeros(len(X), int), np.inf
    for i, row in enumerate(distances(X, mu)):
        for j, squared in enumerate(row):
            if squared < best:
                best, labels[i] = squared, j
    return labels


def not_updated(X, mu):
    """Each distance compared with the first one; the last that is less wins."""
    D = distances(X, mu)
    less = D < D[:, :1]
    return np.where(less.any(axis=1), len(mu) - 1 - less[:, ::-1].argmax(axis=1), 0)


#: What may be made of D in place of the column of the least entry.
NEAREST_OF_D = {
    "argmin over the points, axis 0": lambda D: D.argmin(axis=0),
    "argmin over everything at once": np.argmin,
    "the farthest mean instead of the nearest": lambda D: D.argmax(axis=1),
    "labels that count from 1": (
        "Labels count from 0, so that mu[labels] works.",
        lambda D: D.argmin(axis=1) + 1,
    ),
    "the smallest distance, not its column": ("argmin, not min.", lambda D: D.min(axis=1)),
    "a matrix with a 1 for the nearest mean": (
        "A label is the column's number.",
        lambda D: np.eye(D.shape[1])[D.argmin(axis=1)],
    ),
    "the second nearest mean": lambda D: D.argsort(axis=1)[:, min(1, D.shape[1] - 1)],
    "the ranks of the means, not the nearest one": (
        "argmin, not argsort.",
        lambda D: D.argsort(axis=1),
    ),
    "every point given to the first mean": lambda D: np.zeros(len(D), int),
}


def nearest_by(slip):
    return lambda X, mu: slip(X, mu).argmin(axis=1)


#: Slips of D; not those that leave the nearest mean as it is, or have one of the others.
ANOTHER_D = without(
    NOT_OF_X,
    "the distance itself, not its square",
    "the distance to the power 4",
    "the distance to the power 3",
    "the differences to the power 0, a constant",
    "absolute differences added up, then squared",
    "the differences doubled, not squared",
    "x alone, without μ",
    "the first mean for every column",
    "the term X² left out",
    "the term X² subtracted",
    "μ alone, without x",
    "only the cross term",
    "the term μ² left out",
    "the product X μᵀ instead of distances",
    "−1 instead of −2 in the cross term",
    "d in place of mu²",
    "mu² summed over all the rows",
    "X alone, in the cross term",
    "x + μ in place of x · μ, in the cross term",
    "lengths multiplied instead of the product X μᵀ, in the cross term",
)

PRODUCT = (
    "A product is no distance: the term |μ|² counts as well, it differs from column to column."
)


def by_lengths(X, mu):
    return abs(np.linalg.norm(X, axis=1)[:, None] - np.linalg.norm(mu, axis=1))


#: Functions of X and μ whose least entry in a row may be taken for the nearest mean.
PRODUCTS = {
    "the largest product X μᵀ": lambda X, mu: -X @ mu.T,
    "the smallest product X μᵀ": lambda X, mu: X @ mu.T,
    "the factor 2 forgotten in the cross term": lambda X, mu: (mu**2).sum(axis=1) - X @ mu.T,
}

#: Slips of the whole assignment.
LABELS = {
    "the nearest mean itself, not its number": (
        "Labels are whole numbers from 0 to K − 1.",
        lambda X, mu: mu[distances(X, mu).argmin(axis=1)],
    ),
    "the difference of the two lengths": (
        "Two vectors of one length can lie far apart.",
        nearest_by(by_lengths),
    ),
    "the number of the nearest point, for each mean": (
        NEAREST,
        lambda X, mu: np.resize(distances(mu, X).argmin(axis=1), len(X)),
    ),
    "the best distance carried over from point to point": (
        "Set it back to inf for every point, inside the loop over the points.",
        not_reset,
    ),
    "the best distance never updated: the last mean that is nearer than the first": (
        "When a mean is nearer, keep both: its number and its distance.",
        not_updated,
    ),
}

ASSIGN = [
    *rows(NEAREST, NEAREST_OF_D, of_D),
    *(row._replace(function=nearest_by(row.function)) for row in ANOTHER_D),
    *rows(PRODUCT, PRODUCTS, nearest_by),
    *rows("", LABELS),
]

# the update


def per_cluster(average, empty=0.0):
    """The rows `average(points of j, X, labels, K, j)`; an empty cluster gets `empty`."""

    def function(X, labels, K):
        made = []
        for j in range(K):
            own = X[labels == j]
            made.append(average(own, X, labels, K, j) if len(own) else np.full(X.shape[1], empty))
        return np.array(made)

    return function


def halving(own, *_):
    running = 0 * own[0]
    for x in own:
        running = (running + x) / 2
    return running


#: What may stand in place of the mean of a cluster's own points.
AVERAGE = {
    "the sum of the points, not divided": lambda own, *_: own.sum(axis=0),
    "divided by N instead of N_j": lambda own, X, *_: own.sum(axis=0) / len(X),
    "divided by K instead of N_j": lambda own, X, labels, K, j: own.sum(axis=0) / K,
    "divided by N_j + 1": (
        "Guard an empty cluster with max(N_j, 1).",
        lambda own, *_: own.sum(axis=0) / (len(own) + 1),
    ),
    "divided by N_j − 1": lambda own, *_: own.sum(axis=0) / max(len(own) - 1, 1e-300),
    "the median instead of the mean": lambda own, *_: np.median(own, axis=0),
    "the mean of all points for every cluster": lambda own, X, *_: X.mean(axis=0),
    "the mean over all coordinates in every column": (
        COUNT,
        lambda own, *_: own.mean() + 0 * own[0],
    ),
    "the first point of each cluster": lambda own, *_: own[0],
    "the last point of each cluster": lambda own, *_: own[-1],
    "the middle between the smallest and the largest": lambda own, *_: (
        (own.min(axis=0) + own.max(axis=0)) / 2
    ),
    "the labels of the points in place of the points": lambda own, X, labels, K, j: 0 * own[0] + j,
    "the standard deviation of each cluster, not its mean": lambda own, *_: own.std(axis=0),
    "the middle of the mean so far and the next point, again and again": (
        "A running mean moves by 1/n towards the n-th point, not by 1/2.",
        halving,
    ),
}

mean = per_cluster(lambda own, *_: own.mean(axis=0))


#: What may be made of the right means.
OF_MEANS = {
    "one number per cluster: the mean over the coordinates, too": (
        COUNT,
        lambda mu: mu.mean(axis=1),
    ),
    "d × K instead of K × d": ("One mean per row: transpose.", np.transpose),
    "the last cluster left as zeros": (
        "range(K) runs over all K clusters, 0 to K − 1.",
        lambda mu: np.vstack([mu[:-1], 0 * mu[:1]]),
    ),
    "the first coordinate only": ("The mean of each coordinate.", lambda mu: mu[:, :1] + 0 * mu),
}


def of_the_others(X, labels, K):
    others = [X[labels != j] for j in range(K)]
    return np.array([other.mean(axis=0) if len(other) else 0 * X[0] for other in others])


#: Slips of the whole update.
MEANS = {
    "an empty cluster that becomes NaN": (
        f"0/0 is NaN, and argmin takes NaN for the smallest. {EMPTY}",
        per_cluster(lambda own, *_: own.mean(axis=0), np.nan),
    ),
    "an empty cluster left out": (
        f"The answer has K rows, whatever the labels. {EMPTY}",
        lambda X, labels, K: np.array([X[labels == j].mean(axis=0) for j in np.unique(labels)]),
    ),
    "labels that count from 1": (
        "Labels count from 0 to K − 1.",
        lambda X, labels, K: mean(X, labels - 1, K),
    ),
    "the points of the other clusters": ("labels == j, not !=.", of_the_others),
    "the number of points in each cluster": (
        MEAN,
        lambda X, labels, K: np.bincount(labels, minlength=K),
    ),
    "the means of the points, given back for each point": (
        "One row per cluster, not per point.",
        lambda X, labels, K: mean(X, labels, K)[labels],
    ),
}

UPDATE = [*rows(MEAN, AVERAGE, per_cluster), *rows("", OF_MEANS, made_of(mean)), *rows("", MEANS)]
