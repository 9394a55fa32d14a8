"""Wrong functions for the task negative_log_likelihood."""

import math

import numpy as np
from scipy.special import logsumexp

from .formulas import lse
from .keep import wrong


@wrong("negative_log_likelihood", "the plain way: underflows")
def n_plain(P, pi):
    return -np.sum(np.log(np.sum(pi * np.exp(P), axis=1)))


@wrong("negative_log_likelihood", "the log-likelihood, mean instead of sum")
def n_mean_sign(P, pi):
    return np.mean(lse(P + np.log(pi)))


@wrong("negative_log_likelihood", "log base 10")
def n_log10(P, pi):
    return -np.log10(np.exp(P) @ pi).sum()


@wrong("negative_log_likelihood", "log base 2 of the weights")
def n_log2(P, pi):
    return -lse(P + np.log2(pi)).sum()


@wrong("negative_log_likelihood", "the weights are left out")
def n_no_pi(P, pi):
    return -lse(P).sum()


@wrong("negative_log_likelihood", "the weights are not logged")
def n_pi_plain(P, pi):
    return -lse(P + pi).sum()


@wrong("negative_log_likelihood", "weights multiply the logs")
def n_pi_times(P, pi):
    return -(P * pi).sum()


@wrong("negative_log_likelihood", "complete-data: the log inside the sum over components")
def n_jensen(P, pi):
    return -np.sum(pi * (P + np.log(pi)))


@wrong("negative_log_likelihood", "the maximum alone")
def n_max(P, pi):
    return -np.max(P + np.log(pi), axis=1).sum()


@wrong("negative_log_likelihood", "the last point left out")
def n_last_point(P, pi):
    total = 0.0
    A = P + np.log(pi)
    for i in range(len(A) - 1):
        total -= lse(A[i : i + 1])[0]
    return total


@wrong("negative_log_likelihood", "return inside the loop: the first point only")
def n_first_point(P, pi):
    total = 0.0
    for row in P + np.log(pi):
        total -= lse(row[None])[0]
        return total


@wrong("negative_log_likelihood", "the last component left out")
def n_last_component(P, pi):
    total = 0.0
    for i in range(P.shape[0]):
        p = 1e-300
        for j in range(P.shape[1] - 1):
            p += pi[j] * math.exp(min(P[i, j], 700))
        total += math.log(p)
    return -total


@wrong("negative_log_likelihood", "twice the negative log-likelihood, the deviance")
def n_deviance(P, pi):
    return -2 * lse(P + np.log(pi)).sum()


@wrong("negative_log_likelihood", "the sum over points inside the log")
def n_sum_inside(P, pi):
    return -np.log(np.sum(np.exp(P) @ pi))


@wrong("negative_log_likelihood", "eps in the log hides the underflow")
def n_eps(P, pi):
    return -np.log(np.exp(P) @ pi + 1e-12).sum()


@wrong("negative_log_likelihood", "the weights are not applied, and mean over points")
def n_two_slips(P, pi):
    return -lse(P).mean()


@wrong("negative_log_likelihood", "columns instead of rows")
def n_axis_0(P, pi):
    return -lse(P + np.log(pi), axis=0).sum()


@wrong("negative_log_likelihood", "one value per point, not their sum")
def n_per_point(P, pi):
    return -lse(P + np.log(pi))


@wrong("negative_log_likelihood", "averaged over components")
def n_mean_components(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1)
    return -(m + np.log(np.exp(A - m[:, None]).mean(axis=1))).sum()


@wrong("negative_log_likelihood", "the product over the points and then the log")
def n_prod(P, pi):
    return -np.log(np.prod(np.exp(P) @ pi))


@wrong("negative_log_likelihood", "nan_to_num of the logs")
def n_nan_to_num(P, pi):
    return -np.nan_to_num(np.log(np.exp(P) @ pi)).sum()


@wrong("negative_log_likelihood", "the maximum is not added back, and the sign")
def n_shift(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1, keepdims=True)
    return np.log(np.exp(A - m).sum(axis=1)).sum()


@wrong("negative_log_likelihood", "pi is added as log(pi)/2")
def n_half_pi(P, pi):
    return -lse(P + 0.5 * np.log(pi)).sum()


@wrong("negative_log_likelihood", "the constant 0 of a forgotten loop")
def n_zero(P, pi):
    return 0.0


@wrong("negative_log_likelihood", "uniform weights 1/K")
def n_uniform(P, pi):
    return -lse(P - np.log(P.shape[1])).sum()


@wrong("negative_log_likelihood", "positive, divided by K")
def n_1(P, pi):
    return logsumexp(P + np.log(pi), axis=1).sum() / P.shape[1]


@wrong("negative_log_likelihood", "max shift global")
def n_2(P, pi):
    m = P.max()
    return -(m + np.log(np.exp(P - m) @ pi)).sum()


@wrong("negative_log_likelihood", "per-dim normalisation 1/2")
def n_3(P, pi):
    return -logsumexp(P + np.log(pi), axis=1).sum() / 2


@wrong("negative_log_likelihood", "pi as exp(pi) softmax")
def n_4(P, pi):
    w = np.exp(pi) / np.exp(pi).sum()
    return -logsumexp(P + np.log(w), axis=1).sum()


@wrong("negative_log_likelihood", "log of pi summed once extra")
def n_5(P, pi):
    return -logsumexp(P, axis=1).sum() - np.log(pi).sum()


@wrong("negative_log_likelihood", "the weights sorted")
def n_6(P, pi):
    return -logsumexp(P + np.log(np.sort(pi)), axis=1).sum()


@wrong("negative_log_likelihood", "hard assignment")
def n_7(P, pi):
    j = P.argmax(1)
    return -P[np.arange(len(P)), j].sum()


@wrong("negative_log_likelihood", "first point skipped, sign")
def n_8(P, pi):
    return logsumexp(P + np.log(pi), axis=1)[1:].sum()


@wrong("negative_log_likelihood", "log of sum over all with mean")
def n_9(P, pi):
    return -np.log((np.exp(P) @ pi).mean())


@wrong("negative_log_likelihood", "expected complete log-lik")
def n_10(P, pi):
    A = P + np.log(pi)
    R = np.exp(A - logsumexp(A, axis=1, keepdims=True))
    return -(R * A).sum()


@wrong("negative_log_likelihood", "expected complete, without pi")
def n_11(P, pi):
    A = P + np.log(pi)
    R = np.exp(A - logsumexp(A, axis=1, keepdims=True))
    return -(R * P).sum()


@wrong("negative_log_likelihood", "float32 & mean")
def n_12(P, pi):
    return np.float32(-logsumexp(P + np.log(pi), axis=1).mean())


@wrong("negative_log_likelihood", "clip P at -30")
def n_13(P, pi):
    return -logsumexp(np.maximum(P, -30) + np.log(pi), axis=1).sum()


@wrong("negative_log_likelihood", "BIC")
def n_14(P, pi):
    return -2 * logsumexp(P + np.log(pi), axis=1).sum() + P.shape[1] * np.log(len(P))


@wrong("negative_log_likelihood", "absolute values: right where every density is below 1")
def n_15(P, pi):
    return abs(logsumexp(P + np.log(pi), axis=1)).sum()


@wrong("negative_log_likelihood", "the largest point's value in place of the sum")
def n_16(P, pi):
    return -logsumexp(P + np.log(pi), axis=1).max()
