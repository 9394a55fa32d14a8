"""Wrong functions for the task log_sum_exp."""

import numpy as np
from scipy.special import logsumexp

from .keep import wrong


@wrong(
    "log_sum_exp",
    "the shift is the maximum of the first row",
    r"shift|maximum|entries near",
    r"sign|\bmean\b|axis",
)
def l_first_row(A):
    m = A[..., :1, :].max() if A.ndim > 1 else A.max()
    return m + np.log(np.exp(A - m).sum(axis=-1))


@wrong(
    "log_sum_exp",
    "the shift is the mean",
    r"mean (as|is) the shift|shift|entries near",
    r"instead of the sum",
)
def l_mean_shift(A):
    m = A.mean(axis=-1, keepdims=True)
    return (m + np.log(np.exp(A - m).sum(axis=-1, keepdims=True)))[..., 0]


@wrong(
    "log_sum_exp",
    "the shift is the minimum",
    r"minimum|smallest|shift|entries near",
    r"sign|\bmean\b|axis",
)
def l_min_shift(A):
    m = A.min(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(A - m).sum(axis=-1))


@wrong(
    "log_sum_exp",
    "1e-10 added inside the logarithm, no shift",
    r"small number|1e-10",
    r"sign|\bmean\b|axis",
)
def l_eps(A):
    return np.log(np.exp(A).sum(axis=-1) + 1e-10)


@wrong(
    "log_sum_exp",
    "clipped at -500 and 500, no shift",
    r"entries near|clip|cut off",
    r"sign|\bmean\b|axis",
)
def l_clip(A):
    return np.log(np.exp(np.clip(A, -500, 500)).sum(axis=-1))


@wrong(
    "log_sum_exp",
    "maximum subtracted twice",
    r"subtracted twice|not added back|minus|sign",
    r"\bmean\b|axis",
)
def l_subtracted(A):
    m = A.max(axis=-1)
    return np.log(np.exp(A - m[..., None]).sum(axis=-1)) - m


@wrong("log_sum_exp", "log base 2", r"base 2", r"power")
def l_log2(A):
    m = A.max(axis=-1)
    return m + np.log2(np.exp(A - m[..., None]).sum(axis=-1))


@wrong(
    "log_sum_exp",
    "powers of 2 and log base 2",
    (r"2 to the power|powers? of 2|exp2|2\^", r"base 2|log2"),
    r"not added back",
)
def l_exp2(A):
    m = A.max(axis=-1)
    return m + np.log2(np.exp2(A - m[..., None]).sum(axis=-1))


@wrong(
    "log_sum_exp",
    "1 too many in log1p: the maximum's own term is counted twice",
    r"ln\(1 \+|log1p|1 is added",
    r"sign|\bmean\b|axis",
)
def l_log1p(A):
    m = A.max(axis=-1)
    return m + np.log1p(np.exp(A - m[..., None]).sum(axis=-1))


@wrong(
    "log_sum_exp",
    "the first column is left out by an off-by-one loop",
    r"first column|first (entry|component|term)",
    r"sign|\bmean\b|axis",
)
def l_off_by_one(A):
    total = 0
    m = A.max(axis=-1)
    for k in range(1, A.shape[-1]):
        total = total + np.exp(A[..., k] - m)
    return m + np.log(total)


@wrong(
    "log_sum_exp",
    "the sum runs over the whole matrix",
    r"over everything|whole matrix|all rows",
    r"\bmean\b|sign",
)
def l_total(A):
    m = A.max()
    return np.full(A.shape[:-1], m + np.log(np.exp(A - m).sum()))


@wrong("log_sum_exp", "softmax in place of log-sum-exp", r"softmax|shares", r"sign|\bmean\b|axis")
def l_softmax(A):
    e = np.exp(A - A.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "log_sum_exp",
    "nan_to_num hides the trouble",
    r"entries near|nan_to_num|overflow|underflow",
    r"sign|\bmean\b|axis",
)
def l_nan_to_num(A):
    return np.nan_to_num(np.log(np.exp(A).sum(axis=-1)))


@wrong("log_sum_exp", "0 in place of -inf, by hand", r"−inf|0 in place", r"sign|\bmean\b|axis")
def l_skip_inf(A):
    A = np.where(np.isinf(A), 0, A)
    m = A.max(axis=-1)
    return m + np.log(np.exp(A - m[..., None]).sum(axis=-1))


@wrong(
    "log_sum_exp", "mean of exponentials, and sign", (r"mean|average", r"minus|sign|−1"), r"axis"
)
def l_two_slips(A):
    m = A.max(axis=-1)
    return -(m + np.log(np.exp(A - m[..., None]).mean(axis=-1)))


@wrong(
    "log_sum_exp",
    "the sum of logarithms of exponentials: the sum of the row",
    r"plain sum|sum of (the )?(entries|row)|logarithm taken of each",
    r"\bmean\b|sign",
)
def l_sum_log(A):
    return np.log(np.exp(A)).sum(axis=-1)


@wrong("log_sum_exp", "returned as a column", r"shape|column|axis too many", r"sign|\bmean\b")
def l_column(A):
    m = A.max(axis=-1, keepdims=True)
    return m + np.log(np.exp(A - m).sum(axis=-1, keepdims=True))


@wrong(
    "log_sum_exp",
    "the global maximum as the shift",
    r"one maximum|all rows|everything",
    r"sign|\bmean\b|axis",
)
def l_global(A):
    m = np.max(A)
    return m + np.log(np.sum(np.exp(A - m), axis=-1))


@wrong(
    "log_sum_exp",
    "the first and the last column only",
    r"(first|two).*(last|column)|K = 2",
    r"sign|\bmean\b|axis",
)
def l_pair(A):
    return np.logaddexp(A[..., 0], A[..., -1])


@wrong(
    "log_sum_exp",
    "columns instead of rows, and the maximum not added back",
    (r"column|axis", r"not added back|each column|subtracted"),
    r"sign|\bmean\b",
)
def l_columns(A):
    m = A.max(axis=0)
    return np.log(np.exp(A - m).sum(axis=0))


@wrong(
    "log_sum_exp",
    "the shift is the largest absolute value",
    r"entries near|absolute|shift",
    r"sign|\bmean\b|axis",
)
def l_abs_max(A):
    m = np.abs(A).max(axis=-1)
    return m + np.log(np.exp(A - m[..., None]).sum(axis=-1))


@wrong(
    "log_sum_exp",
    "shift by last entry",
    r"last|shift|spans thousands|entries near",
    r"sign|\bmean\b|axis",
)
def s_1(A):
    m = A[..., -1:]
    return (m + np.log(np.exp(A - m).sum(-1, keepdims=True)))[..., 0]


@wrong(
    "log_sum_exp",
    "log of mean, max not added back",
    (r"mean|average", r"not added back|subtracted"),
    r"sign|axis",
)
def s_2(A):
    m = A.max(-1, keepdims=True)
    return np.log(np.exp(A - m).mean(-1))


@wrong(
    "log_sum_exp",
    "the sum runs over everything: one number",
    r"over everything|whole|all",
    r"sign|\bmean\b",
)
def s_3(A):
    return logsumexp(A)


@wrong("log_sum_exp", "logsumexp axis 0", r"axis 0|down the columns|columns", r"sign|\bmean\b")
def s_4(A):
    return logsumexp(A, axis=0)


@wrong("log_sum_exp", "the maximum plus ln K", (r"ln K", r"maximum"), r"sign|\bmean\b|axis")
def s_5(A):
    return A.max(-1) + np.log(A.shape[-1])


@wrong(
    "log_sum_exp",
    "the sum of the exponentials, no logarithm",
    r"no logarithm|exponentials?\b|density",
    r"sign|axis",
)
def s_6(A):
    return np.exp(logsumexp(A, axis=-1))


@wrong("log_sum_exp", "the mean of each row", r"mean", r"sign|axis")
def s_7(A):
    return A.mean(-1)


@wrong("log_sum_exp", "softplus", r"ln\(1 \+|softplus", r"sign|\bmean\b|axis")
def s_8(A):
    return np.log(1 + np.exp(A)).sum(-1)


@wrong("log_sum_exp", "float16 on the way", r"digits|float16|rounded", r"sign|\bmean\b|axis")
def s_9(A):
    A = A.astype(np.float16).astype(float)
    return logsumexp(A, axis=-1)


@wrong(
    "log_sum_exp",
    "cut off at -100",
    r"entries near −2000|cut off|−100|limit",
    r"sign|\bmean\b|axis",
)
def s_10(A):
    return logsumexp(np.maximum(A, -100), axis=-1)


@wrong("log_sum_exp", "0 for −inf", r"−inf|0 in place", r"sign|\bmean\b|axis")
def s_11(A):
    return logsumexp(np.where(np.isinf(A), 0, A), axis=-1)


@wrong(
    "log_sum_exp",
    "last row missing: shape N-1",
    r"last row|one too few|shape",
    r"sign|\bmean\b|axis",
)
def s_12(A):
    return logsumexp(A, axis=-1)[:-1]


@wrong(
    "log_sum_exp",
    "the largest and the smallest entry only",
    r"largest and the smallest|two terms|K = 2",
    r"sign|\bmean\b|axis",
)
def s_13(A):
    return np.logaddexp(A.max(-1), A.min(-1))


@wrong(
    "log_sum_exp",
    "not reset: running total over rows",
    r"carried over|running|reset|too late|cumul",
    r"sign|\bmean\b|axis",
)
def s_14(A):
    out = np.zeros(len(A))
    t = 0
    for i in range(len(A)):
        t += np.exp(A[i]).sum()
        out[i] = np.log(t)
    return out


@wrong("log_sum_exp", "log base 10, and the sign", (r"base 10", r"sign|−1|minus"), r"\bmean\b|axis")
def s_15(A):
    return -logsumexp(A, axis=-1) / np.log(10)
