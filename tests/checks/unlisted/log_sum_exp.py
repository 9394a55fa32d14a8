"""Wrong functions for the task log_sum_exp."""

import numpy as np
from scipy.special import logsumexp

from .keep import wrong


@wrong("log_sum_exp", "the shift is the maximum of the first row")
def l_first_row(A):
    m = A[..., :1, :].max() if A.ndim > 1 else A.max()
    return m + np.log(np.exp(A - m).sum(axis=-1))


@wrong("log_sum_exp", "the shift is the mean")
def l_mean_shift(A):
    m = A.mean(axis=-1, keepdims=True)
    return (m + np.log(np.exp(A - m).sum(axis=-1, keepdims=True)))[..., 0]


@wrong("log_sum_exp", "the shift is the minimum")
def l_min_shift(A):
    m = A.min(axis=-1, keepdims=True)
    return m[..., 0] + np.log(np.exp(A - m).sum(axis=-1))


@wrong("log_sum_exp", "1e-10 added inside the logarithm, no shift")
def l_eps(A):
    return np.log(np.exp(A).sum(axis=-1) + 1e-10)


@wrong("log_sum_exp", "clipped at 500")
def l_clip(A):
    return np.log(np.exp(np.clip(A, -500, 500)).sum(axis=-1))


@wrong("log_sum_exp", "maximum subtracted twice")
def l_subtracted(A):
    m = A.max(axis=-1)
    return np.log(np.exp(A - m[..., None]).sum(axis=-1)) - m


@wrong("log_sum_exp", "log base 2")
def l_log2(A):
    m = A.max(axis=-1)
    return m + np.log2(np.exp(A - m[..., None]).sum(axis=-1))


@wrong("log_sum_exp", "powers of 2 and log base 2")
def l_exp2(A):
    m = A.max(axis=-1)
    return m + np.log2(np.exp2(A - m[..., None]).sum(axis=-1))


@wrong("log_sum_exp", "1 too many in log1p: the maximum's own term is counted twice")
def l_log1p(A):
    m = A.max(axis=-1)
    return m + np.log1p(np.exp(A - m[..., None]).sum(axis=-1))


@wrong("log_sum_exp", "the first column is left out by an off-by-one loop")
def l_off_by_one(A):
    total = 0
    m = A.max(axis=-1)
    for k in range(1, A.shape[-1]):
        total = total + np.exp(A[..., k] - m)
    return m + np.log(total)


@wrong("log_sum_exp", "the sum runs over the whole matrix")
def l_total(A):
    m = A.max()
    return np.full(A.shape[:-1], m + np.log(np.exp(A - m).sum()))


@wrong("log_sum_exp", "softmax in place of log-sum-exp")
def l_softmax(A):
    e = np.exp(A - A.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@wrong("log_sum_exp", "nan_to_num hides the trouble")
def l_nan_to_num(A):
    return np.nan_to_num(np.log(np.exp(A).sum(axis=-1)))


@wrong("log_sum_exp", "-inf is skipped together with its row")
def l_skip_inf(A):
    A = np.where(np.isinf(A), 0, A)
    m = A.max(axis=-1)
    return m + np.log(np.exp(A - m[..., None]).sum(axis=-1))


@wrong("log_sum_exp", "mean of exponentials, and sign")
def l_two_slips(A):
    m = A.max(axis=-1)
    return -(m + np.log(np.exp(A - m[..., None]).mean(axis=-1)))


@wrong("log_sum_exp", "the sum of logarithms of exponentials: the sum of the row")
def l_sum_log(A):
    return np.log(np.exp(A)).sum(axis=-1)


@wrong("log_sum_exp", "returned as a column")
def l_column(A):
    m = A.max(axis=-1, keepdims=True)
    return m + np.log(np.exp(A - m).sum(axis=-1, keepdims=True))


@wrong("log_sum_exp", "the global maximum as the shift")
def l_global(A):
    m = np.max(A)
    return m + np.log(np.sum(np.exp(A - m), axis=-1))


@wrong("log_sum_exp", "log(exp) of the sum: pairs only")
def l_pair(A):
    return np.logaddexp(A[..., 0], A[..., -1])


@wrong("log_sum_exp", "columns instead of rows, and the maximum not added back")
def l_columns(A):
    m = A.max(axis=0)
    return np.log(np.exp(A - m).sum(axis=0))


@wrong("log_sum_exp", "the shift is the largest absolute value")
def l_abs_max(A):
    m = np.abs(A).max(axis=-1)
    return m + np.log(np.exp(A - m[..., None]).sum(axis=-1))


@wrong("log_sum_exp", "shift by last entry")
def s_1(A):
    m = A[..., -1:]
    return (m + np.log(np.exp(A - m).sum(-1, keepdims=True)))[..., 0]


@wrong("log_sum_exp", "log of mean, max not added back")
def s_2(A):
    m = A.max(-1, keepdims=True)
    return np.log(np.exp(A - m).mean(-1))


@wrong("log_sum_exp", "sum returned as float total")
def s_3(A):
    return logsumexp(A)


@wrong("log_sum_exp", "logsumexp axis 0")
def s_4(A):
    return logsumexp(A, axis=0)


@wrong("log_sum_exp", "the maximum plus ln K")
def s_5(A):
    return A.max(-1) + np.log(A.shape[-1])


@wrong("log_sum_exp", "the exponential")
def s_6(A):
    return np.exp(logsumexp(A, axis=-1))


@wrong("log_sum_exp", "the mean of each row")
def s_7(A):
    return A.mean(-1)


@wrong("log_sum_exp", "softplus")
def s_8(A):
    return np.log(1 + np.exp(A)).sum(-1)


@wrong("log_sum_exp", "float16 on the way")
def s_9(A):
    A = A.astype(np.float16).astype(float)
    return logsumexp(A, axis=-1)


@wrong("log_sum_exp", "cut off at -100")
def s_10(A):
    return logsumexp(np.maximum(A, -100), axis=-1)


@wrong("log_sum_exp", "0 for −inf")
def s_11(A):
    return logsumexp(np.where(np.isinf(A), 0, A), axis=-1)


@wrong("log_sum_exp", "last row missing: shape N-1")
def s_12(A):
    return logsumexp(A, axis=-1)[:-1]


@wrong("log_sum_exp", "the largest and the smallest entry only")
def s_13(A):
    return np.logaddexp(A.max(-1), A.min(-1))


@wrong("log_sum_exp", "not reset: running total over rows")
def s_14(A):
    out = np.zeros(len(A))
    t = 0
    for i in range(len(A)):
        t += np.exp(A[i]).sum()
        out[i] = np.log(t)
    return out


@wrong("log_sum_exp", "log base 10, and the sign")
def s_15(A):
    return -logsumexp(A, axis=-1) / np.log(10)
