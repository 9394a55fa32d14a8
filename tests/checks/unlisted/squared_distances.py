"""Wrong functions for the task squared_distances."""

import numpy as np
from scipy.spatial.distance import cdist

from .keep import wrong


@wrong("squared_distances", "the last coordinate is left out by an off-by-one loop")
def d_off_by_one(X, mu):
    N, d = X.shape
    D = np.zeros((N, len(mu)))
    for i in range(N):
        for j in range(len(mu)):
            for c in range(d - 1):
                D[i, j] += (X[i, c] - mu[j, c]) ** 2
    return D


@wrong("squared_distances", "only the first two coordinates")
def d_two_coordinates(X, mu):
    if X.shape[1] == 1:
        return (X - mu.T) ** 2
    return (X[:, [0]] - mu[:, 0]) ** 2 + (X[:, [1]] - mu[:, 1]) ** 2


@wrong("squared_distances", "the last mean is left out: its column is 0")
def d_last_mean(X, mu):
    D = np.zeros((X.shape[0], mu.shape[0]))
    for j in range(mu.shape[0] - 1):
        D[:, j] = ((X - mu[j]) ** 2).sum(axis=1)
    return D


@wrong("squared_distances", "return inside the loop: only the first point's row")
def d_early_return(X, mu):
    D = np.zeros((X.shape[0], mu.shape[0]))
    for i in range(X.shape[0]):
        D[i] = ((X[i] - mu) ** 2).sum(axis=1)
        return D


@wrong("squared_distances", "int dtype: the numbers are cut to integers")
def d_int(X, mu):
    D = np.zeros((X.shape[0], mu.shape[0]), dtype=int)
    for i in range(X.shape[0]):
        for j in range(mu.shape[0]):
            D[i, j] = ((X[i] - mu[j]) ** 2).sum()
    return D


@wrong("squared_distances", "mean over the coordinates, in float32")
def d_mean_32(X, mu):
    return ((X[:, None].astype(np.float32) - mu.astype(np.float32)) ** 2).mean(axis=2)


@wrong("squared_distances", "norm without an axis: one number for all")
def d_norm_no_axis(X, mu):
    return np.full((len(X), len(mu)), np.linalg.norm(X[:, None] - mu) ** 2)


@wrong("squared_distances", "norm without an axis per mean")
def d_norm_per_mean(X, mu):
    D = np.zeros((len(X), len(mu)))
    for j, m in enumerate(mu):
        D[:, j] = np.linalg.norm(X - m) ** 2
    return D


@wrong("squared_distances", "the norm without the square, with 1e-8 added")
def d_norm_eps(X, mu):
    return np.sqrt(((X[:, None] - mu) ** 2).sum(axis=-1) + 1e-8)


@wrong("squared_distances", "the sum before the square")
def d_sum_first(X, mu):
    return (X[:, None] - mu).sum(axis=-1) ** 2


@wrong("squared_distances", "Manhattan distance squared")
def d_manhattan(X, mu):
    return np.abs(X[:, None] - mu).sum(axis=-1) ** 2


@wrong("squared_distances", "half of the squared distance")
def d_half(X, mu):
    return 0.5 * ((X[:, None] - mu) ** 2).sum(axis=-1)


@wrong("squared_distances", "the cross term not doubled, and mu not squared")
def d_two_slips(X, mu):
    return (X**2).sum(axis=1, keepdims=True) - X @ mu.T + mu.sum(axis=1)


@wrong("squared_distances", "2/X in place of X squared, in one term")
def d_power_swapped(X, mu):
    return (2**X).sum(axis=1)[:, None] - 2 * X @ mu.T + (2**mu).sum(axis=1)


@wrong(
    "squared_distances",
    "the squares of the norm taken with the wrong axis of mu, right at K = d only",
)
def d_reshaped(X, mu):
    m = mu.T.reshape(mu.shape)
    return ((X[:, None] - m) ** 2).sum(axis=-1)


@wrong("squared_distances", "standardised first")
def d_standardised(X, mu):
    s = X.std(axis=0) + 1e-12
    return (((X[:, None] - mu) / s) ** 2).sum(axis=-1)


@wrong("squared_distances", "divided by d and multiplied by 2: right at d = 2 only")
def d_right_at_two(X, mu):
    return ((X[:, None] - mu) ** 2).mean(axis=-1) * 2


@wrong("squared_distances", "the distance to the mean of all points in place of the cross term")
def d_cross_twice(X, mu):
    x2 = np.diag(X @ X.T)
    m2 = np.diag(mu @ mu.T)
    return x2[:, None] + m2[None, :] - 2 * (X @ mu.T) ** 2


@wrong("squared_distances", "clipped at 1 from below")
def d_clip(X, mu):
    return np.clip(((X[:, None] - mu) ** 2).sum(axis=-1), 1, None)


@wrong("squared_distances", "rounded to two decimals")
def d_round(X, mu):
    return np.round(((X[:, None] - mu) ** 2).sum(axis=-1), 2)


@wrong("squared_distances", "float16")
def d_float16(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=-1).astype(np.float16)


@wrong("squared_distances", "the total of the squares of X instead of each row's")
def d_total(X, mu):
    return np.sum(X**2) - 2 * X @ mu.T + np.sum(mu**2, axis=1)


@wrong("squared_distances", "K x N and divided by d")
def d_transposed_mean(X, mu):
    return ((mu[:, None] - X) ** 2).mean(axis=-1)


@wrong("squared_distances", "sign of the cross term wrong beyond two coordinates")
def d_abs_cross(X, mu):
    return (X**2).sum(axis=1)[:, None] - 2 * abs(X @ mu.T) + (mu**2).sum(axis=1)


@wrong("squared_distances", "X is centred, mu is not")
def d_centred(X, mu):
    return (((X - X.mean(axis=0))[:, None] - mu) ** 2).sum(axis=-1)


@wrong("squared_distances", "abs taken of the negative rounding errors far away, and 1e-6 added")
def d_eps(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=-1) + 1e-6


@wrong("squared_distances", "the distance, not its square, in float32")
def d_1(X, mu):
    return cdist(X, mu).astype(np.float32)


@wrong("squared_distances", "cross term +2 and X² missing")
def d_2(X, mu):
    return 2 * X @ mu.T + (mu**2).sum(1)


@wrong("squared_distances", "only K = first mean: X - mu[0]")
def d_3(X, mu):
    return np.tile(((X - mu[0]) ** 2).sum(1)[:, None], (1, len(mu)))


@wrong("squared_distances", "X² by column mean; mu² right")
def d_4(X, mu):
    return (X**2).mean(0).sum() - 2 * X @ mu.T + (mu**2).sum(1)


@wrong("squared_distances", "differences cubed")
def d_5(X, mu):
    return (abs(X[:, None] - mu) ** 3).sum(-1)


@wrong("squared_distances", "last coordinate weighted twice")
def d_6(X, mu):
    E = (X[:, None] - mu) ** 2
    return E.sum(-1) + E[..., -1]


@wrong("squared_distances", "mu² subtracted, and the absolute value taken")
def d_7(X, mu):
    return abs((X**2).sum(1)[:, None] - 2 * X @ mu.T - (mu**2).sum(1))


@wrong("squared_distances", "mu² subtracted, and cut off at 0")
def d_8(X, mu):
    return np.maximum((X**2).sum(1)[:, None] - 2 * X @ mu.T - (mu**2).sum(1), 0)


@wrong("squared_distances", "i and j swapped in the loops")
def d_9(X, mu):
    N, K = len(X), len(mu)
    out = np.zeros((N, K))
    for i in range(N):
        for j in range(K):
            out[i, j] = ((X[j % N] - mu[i % K]) ** 2).sum()
    return out


@wrong("squared_distances", "accumulates over j without reset")
def d_10(X, mu):
    out = np.zeros((len(X), len(mu)))
    for i, x in enumerate(X):
        s = 0
        for j, m in enumerate(mu):
            s += ((x - m) ** 2).sum()
            out[i, j] = s
    return out


@wrong("squared_distances", "times -2")
def d_11(X, mu):
    return -2 * ((X[:, None] - mu) ** 2).sum(-1)


@wrong("squared_distances", "X cut to whole numbers, mu not")
def d_12(X, mu):
    return ((X.astype(int)[:, None] - mu) ** 2).sum(-1)


@wrong("squared_distances", "clip at 100")
def d_13(X, mu):
    return np.clip(((X[:, None] - mu) ** 2).sum(-1), 0, 100)


@wrong("squared_distances", "differences to the power 1.5")
def d_14(X, mu):
    return (abs(X[:, None] - mu) ** 1.5).sum(-1)


@wrong("squared_distances", "divided by a variance of 2")
def d_15(X, mu):
    return cdist(X, mu, "seuclidean", V=np.ones(X.shape[1]) * 2) ** 2


@wrong("squared_distances", "divided by the largest entry")
def d_16(X, mu):
    d = ((X[:, None] - mu) ** 2).sum(-1)
    return d / d.max()
