"""Wrong functions for the task kmeans_update."""

import numpy as np

from .formulas import means
from .keep import wrong


@wrong("kmeans_update", "sums, not means", r"sum|not divided", r"median|medoid")
def u_sums(X, labels, K):
    return np.array([X[labels == j].sum(axis=0) for j in range(K)])


@wrong("kmeans_update", "divided by N", r"\bN\b|all points", r"median|medoid")
def u_by_n(X, labels, K):
    return np.array([X[labels == j].sum(axis=0) / len(X) for j in range(K)])


@wrong("kmeans_update", "divided by K", r"\bK\b", r"median|medoid")
def u_by_k(X, labels, K):
    return np.array([X[labels == j].sum(axis=0) / K for j in range(K)])


@wrong("kmeans_update", "the median of each coordinate", r"median", r"empty")
def u_median(X, labels, K):
    return np.array(
        [np.median(X[labels == j], axis=0) if (labels == j).any() else X[0] for j in range(K)]
    )


@wrong("kmeans_update", "empty cluster is NaN", r"empty|NaN", r"median|medoid")
def u_nan(X, labels, K):
    return np.array([X[labels == j].mean(axis=0) for j in range(K)])


@wrong("kmeans_update", "K from the labels: max + 1", r"empty", r"median|medoid")
def u_max(X, labels, K):
    return np.array([X[labels == j].mean(axis=0) for j in range(labels.max() + 1)])


@wrong("kmeans_update", "K from the labels: unique", r"empty|unique|left out", r"median|medoid")
def u_unique(X, labels, K):
    return np.array([X[labels == j].mean(axis=0) for j in np.unique(labels)])


@wrong("kmeans_update", "mean without an axis", r"all coordinates|axis", r"median|medoid")
def u_no_axis(X, labels, K):
    mu = means(X, labels, K)
    for j in range(K):
        if (labels == j).any():
            mu[j] = X[labels == j].mean()
    return mu


@wrong("kmeans_update", "count + 1", r"\+ 1", r"median|medoid")
def u_plus_one(X, labels, K):
    return np.array([X[labels == j].sum(axis=0) / ((labels == j).sum() + 1) for j in range(K)])


@wrong("kmeans_update", "count - 1", r"− 1", r"median|medoid")
def u_minus_one(X, labels, K):
    return np.array(
        [X[labels == j].sum(axis=0) / max((labels == j).sum() - 1, 1) for j in range(K)]
    )


@wrong(
    "kmeans_update",
    "1e-6 added to the count",
    r"far from the origin|small number|1e-0?6",
    r"median|medoid",
)
def u_eps(X, labels, K):
    return np.array([X[labels == j].sum(axis=0) / ((labels == j).sum() + 1e-6) for j in range(K)])


@wrong("kmeans_update", "labels counted from 1", r"from 1", r"median|medoid")
def u_from_one(X, labels, K):
    return means(X, labels - 1, K)


@wrong("kmeans_update", "the last cluster is never updated", r"last", r"median|medoid")
def u_last(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for j in range(K - 1):
        if (labels == j).any():
            mu[j] = X[labels == j].mean(axis=0)
    return mu


@wrong("kmeans_update", "return in the loop", r"first row|too early", r"median|medoid")
def u_first(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for j in range(K):
        mu[j] = X[labels == j].mean(axis=0)
        return mu


@wrong("kmeans_update", "the overall mean", r"all (the )?points", r"median|medoid")
def u_overall(X, labels, K):
    return np.tile(X.mean(axis=0), (K, 1))


@wrong(
    "kmeans_update",
    "labels used as row numbers of X",
    r"labels as|rows of X|index|first points",
    r"median|medoid",
)
def u_rows(X, labels, K):
    return np.array(
        [X[labels[labels == j]].mean(axis=0) if (labels == j).any() else X[0] for j in range(K)]
    )


@wrong(
    "kmeans_update",
    "+= with a fancy index keeps the last point only, and divides it by N_j",
    r"last point",
    r"median|medoid",
)
def u_fancy(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    mu[labels] += X
    return mu / np.maximum(np.bincount(labels, minlength=K), 1)[:, None]


@wrong("kmeans_update", "the last point of each cluster", r"last point", r"median|medoid")
def u_last_point(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for x, j in zip(X, labels, strict=True):
        mu[j] = x
    return mu


@wrong(
    "kmeans_update", "running mean with a constant half", r"middle|half|running", r"median|medoid"
)
def u_half(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for x, j in zip(X, labels, strict=True):
        mu[j] = (mu[j] + x) / 2
    return mu


@wrong("kmeans_update", "transposed", r"d × K|transpos", r"median|medoid")
def u_transposed(X, labels, K):
    return means(X, labels, K).T


@wrong(
    "kmeans_update",
    "int dtype: the means cut to integers",
    r"whole numbers|integer",
    r"median|medoid",
)
def u_int(X, labels, K):
    mu = np.zeros((K, X.shape[1]), dtype=int)
    for j in range(K):
        if (labels == j).any():
            mu[j] = X[labels == j].mean(axis=0)
    return mu


@wrong("kmeans_update", "sums, and divided by d", r"\bd\b", r"median|medoid")
def u_by_d(X, labels, K):
    return np.array([X[labels == j].sum(axis=0) / X.shape[1] for j in range(K)])


@wrong("kmeans_update", "the standard deviation", r"standard deviation|spread", r"median|medoid")
def u_std(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for j in range(K):
        if (labels == j).any():
            mu[j] = X[labels == j].std(axis=0)
    return mu


@wrong("kmeans_update", "the other points' mean", r"other", r"median|medoid")
def u_others(X, labels, K):
    return np.array(
        [X[labels != j].mean(axis=0) if (labels != j).any() else X[0] for j in range(K)]
    )


@wrong(
    "kmeans_update", "means taken of the first coordinate", r"first coordinate", r"median|medoid"
)
def u_first_coordinate(X, labels, K):
    mu = means(X, labels, K)
    return np.repeat(mu[:, :1], X.shape[1], axis=1)


@wrong("kmeans_update", "order of the clusters reversed", r"reverse|order", r"median|medoid")
def u_reversed(X, labels, K):
    return means(X, labels, K)[::-1]


@wrong("kmeans_update", "rounded to two digits", r"round|digits", r"median|medoid")
def u_1(X, labels, K):
    return np.round([X[labels == j].mean(0) if (labels == j).any() else X[0] for j in range(K)], 2)


@wrong(
    "kmeans_update",
    "the point nearest to the mean",
    r"medoid|nearest|one of (the|its) points",
    r"median",
)
def u_2(X, labels, K):
    o = []
    for j in range(K):
        own = X[labels == j]
        o.append(own[((own - own.mean(0)) ** 2).sum(1).argmin()] if len(own) else X[0])
    return np.array(o)


@wrong(
    "kmeans_update", "the largest value of each coordinate", r"maximum|largest", r"median|medoid"
)
def u_3(X, labels, K):
    return np.array([X[labels == j].max(0) if (labels == j).any() else X[0] for j in range(K)])


@wrong(
    "kmeans_update", "sum accumulates, not reset", r"carried over|reset|running", r"median|medoid"
)
def u_4(X, labels, K):
    o = []
    s = np.zeros(X.shape[1])
    n = 0
    for j in range(K):
        s = s + X[labels == j].sum(0)
        n += (labels == j).sum()
        o.append(s / max(n, 1))
    return np.array(o)


@wrong("kmeans_update", "labels <= j", r"carried over|≤|before|up to|earlier", r"median|medoid")
def u_5(X, labels, K):
    return np.array([X[labels <= j].mean(0) if (labels <= j).any() else X[0] for j in range(K)])


@wrong("kmeans_update", "geometric mean", r"geometric|logarithm", r"median|medoid")
def u_6(X, labels, K):
    return np.array(
        [
            np.exp(np.log(abs(X[labels == j]) + 1e-300).mean(0)) if (labels == j).any() else X[0]
            for j in range(K)
        ]
    )


@wrong("kmeans_update", "divided by N/K", r"K / N|N / K|N/K", r"median|medoid")
def u_7(X, labels, K):
    return np.array([X[labels == j].sum(0) / (len(X) / K) for j in range(K)])


@wrong(
    "kmeans_update", "the mean of the first two points", r"two points|first two", r"median|medoid"
)
def u_8(X, labels, K):
    return np.array([X[labels == j][:2].mean(0) if (labels == j).any() else X[0] for j in range(K)])


@wrong(
    "kmeans_update",
    "the overall mean subtracted",
    r"centred|less the mean|subtracted|mean of all",
    r"median|medoid",
)
def u_9(X, labels, K):
    X = X - X.mean(0)
    return np.array([X[labels == j].mean(0) if (labels == j).any() else X[0] for j in range(K)])


@wrong(
    "kmeans_update", "cluster sizes from unique, misaligned at empty", r"empty", r"median|medoid"
)
def u_10(X, labels, K):
    S = np.zeros((K, X.shape[1]))
    np.add.at(S, labels, X)
    c = np.unique(labels, return_counts=True)[1]
    c = np.resize(c, K)
    return S / c[:, None]


@wrong("kmeans_update", "scaled to length 1", r"length", r"median|medoid")
def u_11(X, labels, K):
    m = np.array([X[labels == j].mean(0) if (labels == j).any() else X[0] for j in range(K)])
    return m / np.linalg.norm(m, axis=1, keepdims=True)


@wrong("kmeans_update", "the last point left out", r"last point", r"median|medoid")
def u_12(X, labels, K):
    return np.array(
        [X[:-1][labels[:-1] == j].mean(0) if (labels[:-1] == j).any() else X[-1] for j in range(K)]
    )


@wrong("kmeans_update", "returns sums and counts tuple", r"tuple|sums and", r"median|medoid")
def u_13(X, labels, K):
    S = np.zeros((K, X.shape[1]))
    np.add.at(S, labels, X)
    return S, np.bincount(labels, minlength=K)


@wrong(
    "kmeans_update",
    "a list without the last cluster",
    r"shape|last|one (mean|row) too few",
    r"median|medoid",
)
def u_14(X, labels, K):
    return [X[labels == j].mean(0) for j in range(K - 1)]
