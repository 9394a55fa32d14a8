"""Wrong functions for the task kmeans_assign."""

import numpy as np
from scipy.spatial.distance import cdist

from .formulas import distances
from .keep import wrong


@wrong("kmeans_assign", "argmax")
def a_argmax(X, mu):
    return np.argmax(distances(X, mu), axis=1)


@wrong("kmeans_assign", "argmin over points")
def a_axis_0(X, mu):
    return np.argmin(distances(X, mu), axis=0)


@wrong("kmeans_assign", "one-hot instead of labels")
def a_one_hot(X, mu):
    return np.eye(len(mu))[np.argmin(distances(X, mu), axis=1)]


@wrong("kmeans_assign", "the least distance, not its index")
def a_min(X, mu):
    return distances(X, mu).min(axis=1)


@wrong("kmeans_assign", "counted from 1")
def a_from_one(X, mu):
    return 1 + np.argmin(distances(X, mu), axis=1)


@wrong("kmeans_assign", "the first coordinate only")
def a_first_coordinate(X, mu):
    return np.abs(X[:, [0]] - mu[:, 0]).argmin(axis=1)


@wrong("kmeans_assign", "Manhattan distance")
def a_manhattan(X, mu):
    return np.abs(X[:, None] - mu).sum(axis=2).argmin(axis=1)


@wrong("kmeans_assign", "Chebyshev distance")
def a_chebyshev(X, mu):
    return np.abs(X[:, None] - mu).max(axis=2).argmin(axis=1)


@wrong("kmeans_assign", "cosine similarity")
def a_cosine(X, mu):
    return (X @ mu.T / np.linalg.norm(mu, axis=1)).argmax(axis=1)


@wrong("kmeans_assign", "dot product")
def a_dot(X, mu):
    return (X @ mu.T).argmax(axis=1)


@wrong("kmeans_assign", "the cross term not doubled")
def a_cross(X, mu):
    return ((X**2).sum(axis=1)[:, None] - X @ mu.T + (mu**2).sum(axis=1)).argmin(axis=1)


@wrong("kmeans_assign", "the last mean is never tried")
def a_last_mean(X, mu):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        best = np.inf
        for j in range(len(mu) - 1):
            dist = ((x - mu[j]) ** 2).sum()
            if dist < best:
                best, labels[i] = dist, j
    return labels


@wrong("kmeans_assign", "the best distance is not reset between points")
def a_not_reset(X, mu):
    labels = np.zeros(len(X), dtype=int)
    best = np.inf
    for i, x in enumerate(X):
        for j, m in enumerate(mu):
            dist = ((x - m) ** 2).sum()
            if dist < best:
                best, labels[i] = dist, j
    return labels


@wrong("kmeans_assign", "best is never updated: the last mean always wins")
def a_never_updated(X, mu):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        best = np.inf
        for j, m in enumerate(mu):
            if ((x - m) ** 2).sum() < best:
                labels[i] = j
    return labels


@wrong("kmeans_assign", "sum before the square")
def a_sum_first(X, mu):
    return ((X[:, None] - mu).sum(axis=2) ** 2).argmin(axis=1)


@wrong("kmeans_assign", "differences without absolute value")
def a_no_abs(X, mu):
    return (X[:, None] - mu).sum(axis=2).argmin(axis=1)


@wrong("kmeans_assign", "the second nearest")
def a_second(X, mu):
    order = np.argsort(distances(X, mu), axis=1)
    return order[:, min(1, order.shape[1] - 1)]


@wrong("kmeans_assign", "the norm without an axis: always 0")
def a_norm(X, mu):
    return np.array([np.argmin([np.linalg.norm(X - m) for m in mu]) for _ in X])


@wrong("kmeans_assign", "argmin without an axis")
def a_no_axis(X, mu):
    return np.full(len(X), np.argmin(distances(X, mu)))


@wrong("kmeans_assign", "int arithmetic")
def a_int(X, mu):
    return distances(X.astype(int), mu.astype(int)).argmin(axis=1)


@wrong("kmeans_assign", "ranks rather than argsort's first: argsort over the wrong column")
def a_argsort_last(X, mu):
    return np.argsort(distances(X, mu), axis=1)[:, -1]


@wrong("kmeans_assign", "the order of the points changed")
def a_sorted(X, mu):
    return np.sort(distances(X, mu).argmin(axis=1))


@wrong("kmeans_assign", "a return inside the loop")
def a_first_point(X, mu):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        labels[i] = np.argmin(((x - mu) ** 2).sum(axis=1))
        return labels


@wrong("kmeans_assign", "standardised by the coordinate's spread")
def a_scaled(X, mu):
    return distances(X / (X.std(axis=0) + 1e-12), mu / (X.std(axis=0) + 1e-12)).argmin(axis=1)


@wrong("kmeans_assign", "the number of the mean added to its distance")
def a_1(X, mu):
    return (cdist(X, mu) + np.arange(len(mu))).argmin(1)


@wrong("kmeans_assign", "the first mean within a threshold")
def a_2(X, mu):
    return (cdist(X, mu) < 2).argmax(1)


@wrong("kmeans_assign", "X sorted first")
def a_3(X, mu):
    return cdist(np.sort(X, 0), mu).argmin(1)


@wrong("kmeans_assign", "the cosine distance")
def a_4(X, mu):
    return cdist(X, mu, "cosine").argmin(1)


@wrong("kmeans_assign", "normalised data")
def a_5(X, mu):
    s = X.max(0) - X.min(0) + 1e-12
    return cdist(X / s, mu / s).argmin(1)


@wrong("kmeans_assign", "centred X only")
def a_6(X, mu):
    return cdist(X - X.mean(0), mu).argmin(1)


@wrong("kmeans_assign", "first two coordinates")
def a_7(X, mu):
    return cdist(X[:, :2], mu[:, :2]).argmin(1)


@wrong("kmeans_assign", "canberra")
def a_8(X, mu):
    return cdist(X, mu, "canberra").argmin(1)


@wrong("kmeans_assign", "mu² left out")
def a_9(X, mu):
    return ((X**2).sum(1)[:, None] - 2 * X @ mu.T).argmin(1)


@wrong("kmeans_assign", "one list per cluster")
def a_10(X, mu):
    labels = cdist(X, mu).argmin(1)
    return [np.flatnonzero(labels == j) for j in range(len(mu))]


@wrong("kmeans_assign", "X and mu swapped")
def a_11(X, mu):
    return cdist(mu, X).argmin(1)


@wrong("kmeans_assign", "last wins with <= and not updated best")
def a_12(X, mu):
    D = cdist(X, mu)
    out = np.zeros(len(X), int)
    for i in range(len(X)):
        b = D[i, 0]
        for j in range(1, len(mu)):
            if D[i, j] < b:
                out[i] = j
    return out


@wrong("kmeans_assign", "int truncated D")
def a_13(X, mu):
    return cdist(X, mu).astype(int).argmin(1)


@wrong("kmeans_assign", "the sum over the points")
def a_14(X, mu):
    return ((X[:, None] - mu) ** 2).sum(0).argmin(1)


@wrong("kmeans_assign", "mu skip first, off by one")
def a_15(X, mu):
    out = np.zeros(len(X), int)
    for i, x in enumerate(X):
        b = np.inf
        for j in range(1, len(mu)):
            v = ((x - mu[j]) ** 2).sum()
            if v < b:
                b, out[i] = v, j
    return out
