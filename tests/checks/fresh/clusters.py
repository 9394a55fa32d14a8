"""Fresh mistakes in K-means."""

import numpy as np

from . import fresh

# ------------------------------------------------------------------ kmeans_assign(X, mu)


@fresh("kmeans_assign", r"axis|over (?:the )?points|columns?\b|shape", r"carried over|\bties?\b")
def nearest_point_of_each_mean(X, mu):
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return np.argmin(D, axis=0)


@fresh("kmeans_assign", r"[Ff]arthest|furthest|argmax|largest|most distant", r"axis")
def farthest_mean(X, mu):
    return np.array([np.argmax([np.linalg.norm(x - m) for m in mu]) for x in X])


@fresh(
    "kmeans_assign",
    r"from 1|1 to K|one too|start at 1|off by one|\+ ?1|1 more",
    r"carried over|\bties?\b",
)
def labels_from_one(X, mu):
    D = np.linalg.norm(X[:, None] - mu[None], axis=2)
    return D.argmin(axis=1) + 1


@fresh(
    "kmeans_assign", r"[Aa]bsolute|Manhattan|city|ℓ1|L1|\|x|not squared", r"carried over|\bties?\b"
)
def nearest_by_city_blocks(X, mu):
    labels = []
    for x in X:
        labels.append(int(np.argmin(np.abs(mu - x).sum(axis=1))))
    return np.array(labels)


@fresh("kmeans_assign", r"one-hot|matrix|\(N, K\)|shape|0 and 1", r"carried over|\bties?\b")
def matrix_of_zeros_and_ones(X, mu):
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return (D == D.min(axis=1, keepdims=True)).astype(int)


@fresh(
    "kmeans_assign",
    r"first (?:coordinate|column|feature)|one (?:coordinate|column)|coordinate",
    r"carried over|\bties?\b",
)
def nearest_in_the_first_coordinate(X, mu):
    return np.argmin(np.abs(X[:, :1] - mu[:, 0]), axis=1)


@fresh("kmeans_assign", r"product|X ?μ|dot|inner|similar|mu\.T|square", r"carried over|\bties?\b")
def largest_product(X, mu):
    return np.argmax(X @ mu.T, axis=1)


@fresh("kmeans_assign", r"cross|−2|-2|factor 2|\b2\b|twice|half", r"carried over|\bties?\b")
def cross_term_counted_once(X, mu):
    D = (X**2).sum(1)[:, None] - X @ mu.T + (mu**2).sum(1)
    return D.argmin(axis=1)


@fresh(
    "kmeans_assign",
    r"distances?|[Mm]inimum itself|min\b[\s\S]*argmin|not (?:a |its |the )?(?:label|index)",
    r"carried over|\bties?\b",
)
def smallest_distance_itself(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=2).min(axis=1)


@fresh(
    "kmeans_assign",
    r"reset|running|earlier|previous|best|not (?:set|put)|other points|before it|carried",
    r"axis|farthest",
)
def best_is_never_reset(X, mu):
    labels = np.zeros(len(X), dtype=int)
    best = np.inf
    for i, x in enumerate(X):
        for j, m in enumerate(mu):
            dist = np.sum((x - m) ** 2)
            if dist < best:
                best = dist
                labels[i] = j
    return labels


# ------------------------------------------------------------------ kmeans_update(X, labels, K)


@fresh("kmeans_update", r"[Ss]ums?\b|N_?j|not divided|divi|count", r"empty|without points")
def sums_of_the_points(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for x, label in zip(X, labels, strict=True):
        mu[label] += x
    return mu


@fresh("kmeans_update", r"\bN\b|all points|number of points|len\(X\)", r"empty|without points")
def divided_by_all_points(X, labels, K):
    onehot = np.eye(K)[labels]
    return onehot.T @ X / X.shape[0]


@fresh("kmeans_update", r"[Mm]edian", r"empty|without points")
def medians(X, labels, K):
    return np.array(
        [np.median(X[labels == k], axis=0) if (labels == k).any() else X[k] for k in range(K)]
    )


@fresh("kmeans_update", r"empty|without points|no points|nan|NaN|0/0", r"median|instead of N")
def nothing_for_the_empty(X, labels, K):
    with np.errstate(all="ignore"):
        return np.stack([X[labels == k].sum(axis=0) / np.sum(labels == k) for k in range(K)])


@fresh(
    "kmeans_update",
    r"empty|without points|no points|rows|shape|K\b|unique|left out",
    r"median|instead of N",
)
def only_labels_that_occur(X, labels, K):
    return np.array([X[labels == k].mean(axis=0) for k in np.unique(labels)])


@fresh(
    "kmeans_update",
    r"from 1|\+ ?1|off by one|next|shifted|one (?:too|further|row)|1 to K|"
    r"wrong (?:cluster|label|row)",
    r"median",
)
def labels_taken_from_one(X, labels, K):
    mu = np.tile(X.mean(axis=0), (K, 1))
    for k in range(1, K + 1):
        if np.any(labels == k):
            mu[k - 1] = X[labels == k].mean(axis=0)
    return mu


@fresh(
    "kmeans_update", r"axis|one number|all coordinates|coordinates|over both|whole", r"median|empty"
)
def one_mean_for_all_coordinates(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for k in range(K):
        if (labels == k).sum() > 0:
            mu[k] = X[labels == k].mean()
    return mu


@fresh(
    "kmeans_update",
    r"one of (?:the|its) points|medoid|nearest point|point itself|a point",
    r"median|empty",
)
def nearest_point_to_the_mean(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for k in range(K):
        own = X[labels == k]
        if len(own):
            centre = own.mean(axis=0)
            mu[k] = own[np.argmin(((own - centre) ** 2).sum(axis=1))]
    return mu


@fresh("kmeans_update", r"\+ ?1|one too|1 more|plus 1|too large|count", r"median")
def one_added_to_each_count(X, labels, K):
    counts = np.bincount(labels, minlength=K) + 1
    sums = np.zeros((K, X.shape[1]))
    np.add.at(sums, labels, X)
    return sums / counts[:, None]


@fresh(
    "kmeans_update", r"integer|whole numbers?|rounded|truncat|cut off|\bint\b|decimals", r"median"
)
def floor_division(X, labels, K):
    counts = np.maximum(np.bincount(labels, minlength=K), 1)
    onehot = np.arange(K)[:, None] == labels
    return (onehot @ X) // counts[:, None]


@fresh("kmeans_update", r"[Tt]ranspos|\(d, K\)|d × K|shape|rows and columns", r"median|empty")
def means_in_columns(X, labels, K):
    onehot = np.eye(K)[labels]
    return X.T @ onehot / np.maximum(onehot.sum(axis=0), 1)


@fresh(
    "kmeans_update",
    (r"[Ff]irst|one point|before|last", r"point|count|left out|mean|average"),
    r"median|empty",
)
def running_mean_of_two(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    seen = np.zeros(K, dtype=bool)
    for x, k in zip(X, labels, strict=True):
        mu[k] = (mu[k] + x) / 2 if seen[k] else x
        seen[k] = True
    return mu
