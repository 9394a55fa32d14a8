"""Mistakes with the update step of K-means."""

import numpy as np

from .row import Mistake

MEAN = "μ_j is the sum of the points with label j, divided by how many they are."
EMPTY = "A cluster without points has no average: give it some finite place."


def per_cluster(average, empty=0.0):
    """The rows `average(points of j, X, labels, K, j)`; an empty cluster gets `empty`."""

    def function(X, labels, K):
        rows = []
        for j in range(K):
            own = X[labels == j]
            rows.append(average(own, X, labels, K, j) if len(own) else np.full(X.shape[1], empty))
        return np.array(rows)

    return function


def halving(own, *_):
    running = 0 * own[0]
    for x in own:
        running = (running + x) / 2
    return running


mean = per_cluster(lambda own, *_: own.mean(axis=0))

TABLE = [
    Mistake(
        "an empty cluster that becomes NaN",
        EMPTY + " 0/0 is NaN, and NaN is nearest to nothing.",
        per_cluster(lambda own, *_: own.mean(axis=0), np.nan),
    ),
    Mistake(
        "the sum of the points, not divided", MEAN, per_cluster(lambda own, *_: own.sum(axis=0))
    ),
    Mistake(
        "divided by N instead of N_j",
        MEAN,
        per_cluster(lambda own, X, *_: own.sum(axis=0) / len(X)),
    ),
    Mistake(
        "divided by K instead of N_j",
        MEAN,
        per_cluster(lambda own, X, labels, K, j: own.sum(axis=0) / K),
    ),
    Mistake(
        "divided by N_j + 1",
        MEAN + " Guard an empty cluster with max(N_j, 1).",
        per_cluster(lambda own, *_: own.sum(axis=0) / (len(own) + 1)),
    ),
    Mistake(
        "divided by N_j − 1",
        MEAN,
        per_cluster(lambda own, *_: own.sum(axis=0) / max(len(own) - 1, 1e-300)),
    ),
    Mistake(
        "the median instead of the mean", MEAN, per_cluster(lambda own, *_: np.median(own, axis=0))
    ),
    Mistake(
        "the mean of all points for every cluster",
        MEAN,
        per_cluster(lambda own, X, *_: X.mean(axis=0)),
    ),
    Mistake(
        "one number per cluster: the mean over the coordinates, too",
        "The mean of each coordinate: axis=0.",
        lambda X, labels, K: mean(X, labels, K).mean(axis=1),
    ),
    Mistake(
        "the mean over all coordinates in every column",
        "The mean of each coordinate: axis=0.",
        per_cluster(lambda own, *_: own.mean() + 0 * own[0]),
    ),
    Mistake(
        "an empty cluster left out",
        EMPTY + " The answer has K rows, whatever the labels.",
        lambda X, labels, K: np.array([X[labels == j].mean(axis=0) for j in np.unique(labels)]),
    ),
    Mistake(
        "d × K instead of K × d",
        "One mean per row: transpose.",
        lambda X, labels, K: mean(X, labels, K).T,
    ),
    Mistake(
        "labels that count from 1",
        "Labels count from 0 to K − 1.",
        lambda X, labels, K: mean(X, labels - 1, K),
    ),
    Mistake("the first point of each cluster", MEAN, per_cluster(lambda own, *_: own[0])),
    Mistake("the last point of each cluster", MEAN, per_cluster(lambda own, *_: own[-1])),
    Mistake(
        "the middle between the smallest and the largest",
        MEAN,
        per_cluster(lambda own, *_: (own.min(axis=0) + own.max(axis=0)) / 2),
    ),
    Mistake(
        "the labels of the points in place of the points",
        MEAN,
        per_cluster(lambda own, X, labels, K, j: 0 * own[0] + j),
    ),
    Mistake(
        "the points of the other clusters",
        "labels == j, not !=.",
        lambda X, labels, K: np.array(
            [X[labels != j].mean(axis=0) if (labels != j).any() else X[0] * 0 for j in range(K)]
        ),
    ),
    Mistake(
        "the last cluster left as zeros",
        "range(K) runs over all K clusters, 0 to K − 1.",
        lambda X, labels, K: np.vstack([mean(X, labels, K)[:-1], 0 * X[:1]]),
    ),
    Mistake(
        "the number of points in each cluster",
        MEAN,
        lambda X, labels, K: np.bincount(labels, minlength=K),
    ),
    Mistake(
        "the means of the points, given back for each point",
        "One row per cluster, not per point.",
        lambda X, labels, K: mean(X, labels, K)[labels],
    ),
    Mistake(
        "the first coordinate only",
        "The mean of each coordinate.",
        lambda X, labels, K: mean(X, labels, K)[:, :1] + 0 * mean(X, labels, K),
    ),
    Mistake(
        "the standard deviation of each cluster, not its mean",
        MEAN,
        per_cluster(lambda own, *_: own.std(axis=0)),
    ),
    Mistake(
        "the middle of the mean so far and the next point, again and again",
        MEAN + " A running mean moves by 1/n towards the n-th point, not by 1/2.",
        per_cluster(halving),
    ),
]
