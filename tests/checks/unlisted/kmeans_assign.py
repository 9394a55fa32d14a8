"""Wrong functions for the task kmeans_assign."""

import numpy as np
from scipy.spatial.distance import cdist

from .formulas import distances
from .keep import wrong


@wrong("kmeans_assign", "argmax", r"farthest|argmax|largest", r"carried|empty")
def a_argmax(X, mu):
    return np.argmax(distances(X, mu), axis=1)


@wrong("kmeans_assign", "argmin over points", r"axis 0|over the points", r"carried|empty")
def a_axis_0(X, mu):
    return np.argmin(distances(X, mu), axis=0)


@wrong("kmeans_assign", "one-hot instead of labels", r"matrix|one-hot", r"carried|empty")
def a_one_hot(X, mu):
    return np.eye(len(mu))[np.argmin(distances(X, mu), axis=1)]


@wrong(
    "kmeans_assign",
    "the least distance, not its index",
    r"smallest distance|least distance|not its (index|column)",
    r"carried|empty",
)
def a_min(X, mu):
    return distances(X, mu).min(axis=1)


@wrong("kmeans_assign", "counted from 1", r"from 1", r"carried|empty")
def a_from_one(X, mu):
    return 1 + np.argmin(distances(X, mu), axis=1)


@wrong("kmeans_assign", "the first coordinate only", r"first coordinate", r"carried|empty")
def a_first_coordinate(X, mu):
    return np.abs(X[:, [0]] - mu[:, 0]).argmin(axis=1)


@wrong("kmeans_assign", "Manhattan distance", r"[Aa]bsolute|Manhattan", r"carried|empty")
def a_manhattan(X, mu):
    return np.abs(X[:, None] - mu).sum(axis=2).argmin(axis=1)


@wrong(
    "kmeans_assign",
    "Chebyshev distance",
    r"largest (coordinate|difference)|Chebyshev",
    r"carried|empty",
)
def a_chebyshev(X, mu):
    return np.abs(X[:, None] - mu).max(axis=2).argmin(axis=1)


@wrong(
    "kmeans_assign", "cosine similarity", r"cosine|angle|divided by the length", r"carried|empty"
)
def a_cosine(X, mu):
    return (X @ mu.T / np.linalg.norm(mu, axis=1)).argmax(axis=1)


@wrong("kmeans_assign", "dot product", r"product", r"carried|empty")
def a_dot(X, mu):
    return (X @ mu.T).argmax(axis=1)


@wrong("kmeans_assign", "the cross term not doubled", r"cross", r"carried|empty")
def a_cross(X, mu):
    return ((X**2).sum(axis=1)[:, None] - X @ mu.T + (mu**2).sum(axis=1)).argmin(axis=1)


@wrong("kmeans_assign", "the last mean is never tried", r"last mean", r"carried|empty")
def a_last_mean(X, mu):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        best = np.inf
        for j in range(len(mu) - 1):
            dist = ((x - mu[j]) ** 2).sum()
            if dist < best:
                best, labels[i] = dist, j
    return labels


@wrong(
    "kmeans_assign",
    "the best distance is not reset between points",
    r"carried over|reset",
    r"empty",
)
def a_not_reset(X, mu):
    labels = np.zeros(len(X), dtype=int)
    best = np.inf
    for i, x in enumerate(X):
        for j, m in enumerate(mu):
            dist = ((x - m) ** 2).sum()
            if dist < best:
                best, labels[i] = dist, j
    return labels


@wrong(
    "kmeans_assign",
    "best is never updated: the last mean always wins",
    r"label K − 1|last mean|never updated",
    r"carried|empty",
)
def a_never_updated(X, mu):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        best = np.inf
        for j, m in enumerate(mu):
            if ((x - m) ** 2).sum() < best:
                labels[i] = j
    return labels


@wrong(
    "kmeans_assign", "sum before the square", r"before squaring|before the square", r"carried|empty"
)
def a_sum_first(X, mu):
    return ((X[:, None] - mu).sum(axis=2) ** 2).argmin(axis=1)


@wrong(
    "kmeans_assign",
    "differences without absolute value",
    r"without a square|absolute|sign",
    r"carried|empty",
)
def a_no_abs(X, mu):
    return (X[:, None] - mu).sum(axis=2).argmin(axis=1)


@wrong("kmeans_assign", "the second nearest", r"second", r"carried|empty")
def a_second(X, mu):
    order = np.argsort(distances(X, mu), axis=1)
    return order[:, min(1, order.shape[1] - 1)]


@wrong(
    "kmeans_assign",
    "the norm over all the points: one label for all",
    r"same label|without an axis|over all the points",
    r"carried|empty",
)
def a_norm(X, mu):
    return np.array([np.argmin([np.linalg.norm(X - m) for m in mu]) for _ in X])


@wrong(
    "kmeans_assign",
    "argmin without an axis",
    r"same label|without an axis|over all the points",
    r"carried|empty",
)
def a_no_axis(X, mu):
    return np.full(len(X), np.argmin(distances(X, mu)))


@wrong("kmeans_assign", "int arithmetic", r"whole numbers|integer", r"carried|empty")
def a_int(X, mu):
    return distances(X.astype(int), mu.astype(int)).argmin(axis=1)


@wrong(
    "kmeans_assign",
    "argsort's last in place of its first",
    r"farthest|argmax|last",
    r"carried|empty",
)
def a_argsort_last(X, mu):
    return np.argsort(distances(X, mu), axis=1)[:, -1]


@wrong("kmeans_assign", "the order of the points changed", r"sorted|order", r"carried|empty")
def a_sorted(X, mu):
    return np.sort(distances(X, mu).argmin(axis=1))


@wrong("kmeans_assign", "a return inside the loop", r"first point", r"carried|empty")
def a_first_point(X, mu):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        labels[i] = np.argmin(((x - mu) ** 2).sum(axis=1))
        return labels


@wrong(
    "kmeans_assign",
    "standardised by the coordinate's spread",
    r"standard deviation|spread",
    r"carried|empty",
)
def a_scaled(X, mu):
    return distances(X / (X.std(axis=0) + 1e-12), mu / (X.std(axis=0) + 1e-12)).argmin(axis=1)


@wrong(
    "kmeans_assign",
    "the number of the mean added to its distance",
    r"number of the mean|j is added|added|index",
    r"carried|empty",
)
def a_1(X, mu):
    return (cdist(X, mu) + np.arange(len(mu))).argmin(1)


@wrong(
    "kmeans_assign",
    "the first mean within a threshold",
    r"threshold|first mean|within",
    r"carried|empty",
)
def a_2(X, mu):
    return (cdist(X, mu) < 2).argmax(1)


@wrong("kmeans_assign", "X sorted first", r"sorted|order", r"carried|empty")
def a_3(X, mu):
    return cdist(np.sort(X, 0), mu).argmin(1)


@wrong("kmeans_assign", "the cosine distance", r"length 1|cosine|angle", r"carried|empty")
def a_4(X, mu):
    return cdist(X, mu, "cosine").argmin(1)


@wrong("kmeans_assign", "normalised data", r"range|spread", r"carried|empty")
def a_5(X, mu):
    s = X.max(0) - X.min(0) + 1e-12
    return cdist(X / s, mu / s).argmin(1)


@wrong("kmeans_assign", "centred X only", r"(x|X) less the mean|centred", r"carried|empty")
def a_6(X, mu):
    return cdist(X - X.mean(0), mu).argmin(1)


@wrong("kmeans_assign", "first two coordinates", r"two coordinates", r"carried|empty")
def a_7(X, mu):
    return cdist(X[:, :2], mu[:, :2]).argmin(1)


@wrong(
    "kmeans_assign", "the Canberra distance", r"[Cc]anberra|divided by|relative", r"carried|empty"
)
def a_8(X, mu):
    return cdist(X, mu, "canberra").argmin(1)


@wrong("kmeans_assign", "mu² left out", r"product|μ² .*(left out|missing)", r"carried|empty")
def a_9(X, mu):
    return ((X**2).sum(1)[:, None] - 2 * X @ mu.T).argmin(1)


@wrong("kmeans_assign", "one list per cluster", r"unequal length|list|rows", r"carried|empty")
def a_10(X, mu):
    labels = cdist(X, mu).argmin(1)
    return [np.flatnonzero(labels == j) for j in range(len(mu))]


@wrong("kmeans_assign", "X and mu swapped", r"axis 0|over the points|swapped", r"carried|empty")
def a_11(X, mu):
    return cdist(mu, X).argmin(1)


@wrong(
    "kmeans_assign",
    "best is never updated: the last mean that is nearer than the first",
    r"never updated|first|last mean that",
    r"carried|empty",
)
def a_12(X, mu):
    D = cdist(X, mu)
    out = np.zeros(len(X), int)
    for i in range(len(X)):
        b = D[i, 0]
        for j in range(1, len(mu)):
            if D[i, j] < b:
                out[i] = j
    return out


@wrong(
    "kmeans_assign",
    "distances cut to whole numbers",
    r"whole numbers|integer|cut",
    r"carried|empty",
)
def a_13(X, mu):
    return cdist(X, mu).astype(int).argmin(1)


@wrong("kmeans_assign", "the sum over the points", r"shape|over the points|axis", r"carried|empty")
def a_14(X, mu):
    return ((X[:, None] - mu) ** 2).sum(0).argmin(1)


@wrong("kmeans_assign", "the first mean is never tried", r"first mean", r"carried|empty")
def a_15(X, mu):
    out = np.zeros(len(X), int)
    for i, x in enumerate(X):
        b = np.inf
        for j in range(1, len(mu)):
            v = ((x - mu[j]) ** 2).sum()
            if v < b:
                b, out[i] = v, j
    return out
