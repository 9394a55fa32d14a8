"""Wrong functions for the task squared_distances."""

import numpy as np
from scipy.spatial.distance import cdist

from .keep import wrong


@wrong(
    "squared_distances",
    "the last coordinate is left out by an off-by-one loop",
    r"last coordinate|coordinates? .*left out",
    r"\bthe term\b",
)
def d_off_by_one(X, mu):
    N, d = X.shape
    D = np.zeros((N, len(mu)))
    for i in range(N):
        for j in range(len(mu)):
            for c in range(d - 1):
                D[i, j] += (X[i, c] - mu[j, c]) ** 2
    return D


@wrong(
    "squared_distances",
    "only the first two coordinates",
    r"two coordinates|two columns",
    r"\bthe term\b",
)
def d_two_coordinates(X, mu):
    if X.shape[1] == 1:
        return (X - mu.T) ** 2
    return (X[:, [0]] - mu[:, 0]) ** 2 + (X[:, [1]] - mu[:, 1]) ** 2


@wrong(
    "squared_distances",
    "the last mean is left out: its column is 0",
    r"last (column|mean)",
    r"\bthe term\b",
)
def d_last_mean(X, mu):
    D = np.zeros((X.shape[0], mu.shape[0]))
    for j in range(mu.shape[0] - 1):
        D[:, j] = ((X - mu[j]) ** 2).sum(axis=1)
    return D


@wrong(
    "squared_distances",
    "return inside the loop: only the first point's row",
    r"first (row|point)",
    r"\bthe term\b",
)
def d_early_return(X, mu):
    D = np.zeros((X.shape[0], mu.shape[0]))
    for i in range(X.shape[0]):
        D[i] = ((X[i] - mu) ** 2).sum(axis=1)
        return D


@wrong(
    "squared_distances",
    "int dtype: the numbers are cut to integers",
    r"whole numbers?|integer|cut",
    r"\bthe term\b",
)
def d_int(X, mu):
    D = np.zeros((X.shape[0], mu.shape[0]), dtype=int)
    for i in range(X.shape[0]):
        for j in range(mu.shape[0]):
            D[i, j] = ((X[i] - mu[j]) ** 2).sum()
    return D


@wrong(
    "squared_distances",
    "mean over the coordinates, in float32",
    r"mean|average|1 ?/ ?d\b|divided by d\b",
    r"\bthe term\b",
)
def d_mean_32(X, mu):
    return ((X[:, None].astype(np.float32) - mu.astype(np.float32)) ** 2).mean(axis=2)


@wrong(
    "squared_distances",
    "norm without an axis: one number for all",
    r"without an axis|same number|over everything",
    r"\bthe term\b",
)
def d_norm_no_axis(X, mu):
    return np.full((len(X), len(mu)), np.linalg.norm(X[:, None] - mu) ** 2)


@wrong(
    "squared_distances",
    "norm without an axis per mean",
    r"same, whatever the point|over (each|all|every) point|without an axis|rows are the same",
    r"\bthe term\b",
)
def d_norm_per_mean(X, mu):
    D = np.zeros((len(X), len(mu)))
    for j, m in enumerate(mu):
        D[:, j] = np.linalg.norm(X - m) ** 2
    return D


@wrong(
    "squared_distances",
    "the norm without the square, with 1e-8 added",
    r"itself, not its square|root|not squared",
    r"\bthe term\b",
)
def d_norm_eps(X, mu):
    return np.sqrt(((X[:, None] - mu) ** 2).sum(axis=-1) + 1e-8)


@wrong(
    "squared_distances",
    "the sum before the square",
    r"(added up|sum\w*) before squaring|before the square",
    r"\bthe term\b",
)
def d_sum_first(X, mu):
    return (X[:, None] - mu).sum(axis=-1) ** 2


@wrong("squared_distances", "Manhattan distance squared", r"[Aa]bsolute|Manhattan", r"\bthe term\b")
def d_manhattan(X, mu):
    return np.abs(X[:, None] - mu).sum(axis=-1) ** 2


@wrong("squared_distances", "half of the squared distance", r"[Hh]alf|1/2|0\.5", r"\bthe term\b")
def d_half(X, mu):
    return 0.5 * ((X[:, None] - mu) ** 2).sum(axis=-1)


@wrong(
    "squared_distances",
    "the cross term not doubled, and mu not squared",
    (r"X μᵀ|cross", r"μ|mu", r"without the square|not squared|μᵀ\)²"),
    r"X² · 1",
)
def d_two_slips(X, mu):
    return (X**2).sum(axis=1, keepdims=True) - X @ mu.T + mu.sum(axis=1)


@wrong(
    "squared_distances",
    "2 to the power X, and mu, in place of their squares",
    r"2 to the power|2\^X|2\*\*X",
    r"X μᵀ",
)
def d_power_swapped(X, mu):
    return (2**X).sum(axis=1)[:, None] - 2 * X @ mu.T + (2**mu).sum(axis=1)


@wrong(
    "squared_distances",
    "mu reshaped from its transpose, right at K = d = 1 only",
    r"reshape|transpose",
    r"\bthe term\b",
)
def d_reshaped(X, mu):
    m = mu.T.reshape(mu.shape)
    return ((X[:, None] - m) ** 2).sum(axis=-1)


@wrong(
    "squared_distances",
    "standardised first",
    r"standard deviation|standardis|spread",
    r"\bthe term\b",
)
def d_standardised(X, mu):
    s = X.std(axis=0) + 1e-12
    return (((X[:, None] - mu) / s) ** 2).sum(axis=-1)


@wrong(
    "squared_distances",
    "divided by d and multiplied by 2: right at d = 2 only",
    r"2 ?/ ?d\b|d = 2|mean .*twice",
    r"\bthe term\b",
)
def d_right_at_two(X, mu):
    return ((X[:, None] - mu) ** 2).mean(axis=-1) * 2


@wrong(
    "squared_distances",
    "the product X μᵀ squared in the cross term",
    (r"X μᵀ|cross", r"square"),
    r"X² · 1|μᵀ\)²",
)
def d_cross_twice(X, mu):
    x2 = np.diag(X @ X.T)
    m2 = np.diag(mu @ mu.T)
    return x2[:, None] + m2[None, :] - 2 * (X @ mu.T) ** 2


@wrong(
    "squared_distances",
    "clipped at 1 from below",
    r"cut off below at 1|at least 1|clip",
    r"\bthe term\b",
)
def d_clip(X, mu):
    return np.clip(((X[:, None] - mu) ** 2).sum(axis=-1), 1, None)


@wrong("squared_distances", "rounded to two decimals", r"round|digits", r"\bthe term\b")
def d_round(X, mu):
    return np.round(((X[:, None] - mu) ** 2).sum(axis=-1), 2)


@wrong("squared_distances", "float16", r"digits|float16|half precision|rounded", r"\bthe term\b")
def d_float16(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=-1).astype(np.float16)


@wrong(
    "squared_distances",
    "the total of the squares of X instead of each row's",
    r"X² summed over|all the points|every point",
    r"X μᵀ|μᵀ\)²",
)
def d_total(X, mu):
    return np.sum(X**2) - 2 * X @ mu.T + np.sum(mu**2, axis=1)


@wrong(
    "squared_distances",
    "K x N, and the mean over the coordinates",
    (r"K × N|[Tt]ranspos", r"1 ?/ ?d\b|mean|divided by d"),
    r"\bthe term\b",
)
def d_transposed_mean(X, mu):
    return ((mu[:, None] - X) ** 2).mean(axis=-1)


@wrong(
    "squared_distances",
    "the absolute value of the cross term",
    (r"X μᵀ|cross", r"absolute"),
    r"X² · 1|μᵀ\)²",
)
def d_abs_cross(X, mu):
    return (X**2).sum(axis=1)[:, None] - 2 * abs(X @ mu.T) + (mu**2).sum(axis=1)


@wrong(
    "squared_distances", "X is centred, mu is not", r"(x|X) less the mean|centred", r"\bthe term\b"
)
def d_centred(X, mu):
    return (((X - X.mean(axis=0))[:, None] - mu) ** 2).sum(axis=-1)


@wrong("squared_distances", "1e-6 added", r"1e-0?6|small (number|constant)", r"\bthe term\b")
def d_eps(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=-1) + 1e-6


@wrong(
    "squared_distances",
    "the distance, not its square, in float32",
    r"itself, not its square|root|not squared",
    r"\bthe term\b",
)
def d_1(X, mu):
    return cdist(X, mu).astype(np.float32)


@wrong(
    "squared_distances",
    "cross term +2 and X² missing",
    (r"X² · 1 (is missing|left out)|X² (is missing|left out)", r"sign|2 instead of −2|X μᵀ"),
    r"μᵀ\)²",
)
def d_2(X, mu):
    return 2 * X @ mu.T + (mu**2).sum(1)


@wrong("squared_distances", "only K = first mean: X - mu[0]", r"first mean", r"\bthe term\b")
def d_3(X, mu):
    return np.tile(((X - mu[0]) ** 2).sum(1)[:, None], (1, len(mu)))


@wrong(
    "squared_distances",
    "X² averaged over the points",
    (r"X²", r"mean|averag|1 ?/ ?N"),
    r"X μᵀ has|μ² is wrong",
)
def d_4(X, mu):
    return (X**2).mean(0).sum() - 2 * X @ mu.T + (mu**2).sum(1)


@wrong("squared_distances", "differences cubed", r"cube|power 3|third power", r"\bthe term\b")
def d_5(X, mu):
    return (abs(X[:, None] - mu) ** 3).sum(-1)


@wrong(
    "squared_distances",
    "last coordinate weighted twice",
    r"weights|last coordinate|twice",
    r"\bthe term\b",
)
def d_6(X, mu):
    E = (X[:, None] - mu) ** 2
    return E.sum(-1) + E[..., -1]


@wrong(
    "squared_distances",
    "mu² subtracted, and the absolute value taken",
    (r"μ²|μᵀ\)²", r"subtract|sign|−1", r"absolute"),
    r"X² · 1|X μᵀ has",
)
def d_7(X, mu):
    return abs((X**2).sum(1)[:, None] - 2 * X @ mu.T - (mu**2).sum(1))


@wrong(
    "squared_distances",
    "mu² subtracted, and cut off at 0",
    (r"μ²|μᵀ\)²", r"subtract|sign|−1", r"cut off|0"),
    r"X² · 1|X μᵀ has",
)
def d_8(X, mu):
    return np.maximum((X**2).sum(1)[:, None] - 2 * X @ mu.T - (mu**2).sum(1), 0)


@wrong(
    "squared_distances",
    "i and j swapped in the loops",
    r"swapped|X\[j|loop|indices|i and j",
    r"\bthe term\b",
)
def d_9(X, mu):
    N, K = len(X), len(mu)
    out = np.zeros((N, K))
    for i in range(N):
        for j in range(K):
            out[i, j] = ((X[j % N] - mu[i % K]) ** 2).sum()
    return out


@wrong(
    "squared_distances",
    "accumulates over j without reset",
    r"carried over|running|reset|too late|cumul",
    r"\bthe term\b",
)
def d_10(X, mu):
    out = np.zeros((len(X), len(mu)))
    for i, x in enumerate(X):
        s = 0
        for j, m in enumerate(mu):
            s += ((x - m) ** 2).sum()
            out[i, j] = s
    return out


@wrong("squared_distances", "times -2", r"−2 times|factor −2", r"\bthe term\b")
def d_11(X, mu):
    return -2 * ((X[:, None] - mu) ** 2).sum(-1)


@wrong(
    "squared_distances", "X cut to whole numbers, mu not", r"whole numbers|integer", r"\bthe term\b"
)
def d_12(X, mu):
    return ((X.astype(int)[:, None] - mu) ** 2).sum(-1)


@wrong("squared_distances", "clip at 100", r"cut off above at 100|clip|limit", r"\bthe term\b")
def d_13(X, mu):
    return np.clip(((X[:, None] - mu) ** 2).sum(-1), 0, 100)


@wrong("squared_distances", "differences to the power 1.5", r"1\.5", r"\bthe term\b")
def d_14(X, mu):
    return (abs(X[:, None] - mu) ** 1.5).sum(-1)


@wrong(
    "squared_distances", "divided by a variance of 2", r"[Hh]alf|divided by 2|1/2", r"\bthe term\b"
)
def d_15(X, mu):
    return cdist(X, mu, "seuclidean", V=np.ones(X.shape[1]) * 2) ** 2


@wrong(
    "squared_distances",
    "divided by the largest entry",
    r"largest|maximum|divided by the",
    r"\bthe term\b",
)
def d_16(X, mu):
    d = ((X[:, None] - mu) ** 2).sum(-1)
    return d / d.max()
