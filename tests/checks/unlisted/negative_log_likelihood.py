"""Wrong functions for the task negative_log_likelihood."""

import math

import numpy as np
from scipy.special import logsumexp

from .formulas import lse
from .keep import wrong


@wrong(
    "negative_log_likelihood",
    "the plain way: underflows",
    r"maximum|shift|underflow|overflow",
    r"P left out|inf instead|\bmean\b",
)
def n_plain(P, pi):
    return -np.sum(np.log(np.sum(pi * np.exp(P), axis=1)))


@wrong(
    "negative_log_likelihood",
    "the log-likelihood, mean instead of sum",
    (r"1 ?/ ?N|mean", r"−1|sign|minus"),
    r"P left out|π",
)
def n_mean_sign(P, pi):
    return np.mean(lse(P + np.log(pi)))


@wrong(
    "negative_log_likelihood", "log base 10", r"base 10|log10", r"P left out|inf instead|\bmean\b"
)
def n_log10(P, pi):
    return -np.log10(np.exp(P) @ pi).sum()


@wrong(
    "negative_log_likelihood",
    "log base 2 of the weights",
    (r"base 2|log2", r"π"),
    r"P left out|inf instead|\bmean\b",
)
def n_log2(P, pi):
    return -lse(P + np.log2(pi)).sum()


@wrong(
    "negative_log_likelihood",
    "the weights are left out",
    (r"π", r"forgotten|left out|missing"),
    r"P left out|inf instead|\bmean\b",
)
def n_no_pi(P, pi):
    return -lse(P).sum()


@wrong(
    "negative_log_likelihood",
    "the weights are not logged",
    r"π (added )?instead of ln π|π added",
    r"P left out|inf instead|\bmean\b",
)
def n_pi_plain(P, pi):
    return -lse(P + pi).sum()


@wrong(
    "negative_log_likelihood",
    "weights multiply P, and their logarithm is left out",
    r"logarithm inside|expected|weighted|sum of (π|the)|π_?j? P|no logarithm|without .*ln π",
    r"P left out|inf instead|\bmean\b",
)
def n_pi_times(P, pi):
    return -(P * pi).sum()


@wrong(
    "negative_log_likelihood",
    "the log inside the sum over components: weights multiply P + ln π",
    r"inside|before the sum|complete|weighted|π times|π \(P|outside",
    r"P left out|inf instead|\bmean\b",
)
def n_jensen(P, pi):
    return -np.sum(pi * (P + np.log(pi)))


@wrong(
    "negative_log_likelihood",
    "the maximum alone",
    r"largest|maximum",
    r"P left out|inf instead|\bmean\b",
)
def n_max(P, pi):
    return -np.max(P + np.log(pi), axis=1).sum()


@wrong(
    "negative_log_likelihood",
    "the last point left out",
    r"last point",
    r"P left out|inf instead|\bmean\b",
)
def n_last_point(P, pi):
    total = 0.0
    A = P + np.log(pi)
    for i in range(len(A) - 1):
        total -= lse(A[i : i + 1])[0]
    return total


@wrong(
    "negative_log_likelihood",
    "return inside the loop: the first point only",
    r"first point",
    r"P left out|inf instead|\bmean\b",
)
def n_first_point(P, pi):
    total = 0.0
    for row in P + np.log(pi):
        total -= lse(row[None])[0]
        return total


@wrong(
    "negative_log_likelihood",
    "the last component left out",
    r"last (column|component)",
    r"P left out|inf instead|\bmean\b",
)
def n_last_component(P, pi):
    total = 0.0
    for i in range(P.shape[0]):
        p = 1e-300
        for j in range(P.shape[1] - 1):
            p += pi[j] * math.exp(min(P[i, j], 700))
        total += math.log(p)
    return -total


@wrong(
    "negative_log_likelihood",
    "twice the negative log-likelihood, the deviance",
    r"[Tt]wice|2 times|deviance",
    r"P left out|inf instead|\bmean\b",
)
def n_deviance(P, pi):
    return -2 * lse(P + np.log(pi)).sum()


@wrong(
    "negative_log_likelihood",
    "the sum over points inside the log",
    r"before the logarithm|sum over (the )?points|outside",
    r"P left out|inf instead|\bmean\b",
)
def n_sum_inside(P, pi):
    return -np.log(np.sum(np.exp(P) @ pi))


@wrong(
    "negative_log_likelihood",
    "eps in the log hides the underflow",
    r"added for safety|small number|d = 100|1e-12|hides",
    r"P left out|inf instead|\bmean\b",
)
def n_eps(P, pi):
    return -np.log(np.exp(P) @ pi + 1e-12).sum()


@wrong(
    "negative_log_likelihood",
    "the weights are not applied, and mean over points",
    (r"π|weights", r"forgotten|left out|missing", r"mean|1 ?/ ?N"),
    r"P left out|inf instead",
)
def n_two_slips(P, pi):
    return -lse(P).mean()


@wrong(
    "negative_log_likelihood",
    "columns instead of rows",
    r"axis 0|columns",
    r"P left out|inf instead|\bmean\b",
)
def n_axis_0(P, pi):
    return -lse(P + np.log(pi), axis=0).sum()


@wrong(
    "negative_log_likelihood",
    "one value per point, not their sum",
    r"per point|each point|not added up",
    r"P left out|inf instead|\bmean\b",
)
def n_per_point(P, pi):
    return -lse(P + np.log(pi))


@wrong(
    "negative_log_likelihood",
    "averaged over components",
    r"mean over the components|ln K|1/K",
    r"P left out|inf instead",
)
def n_mean_components(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1)
    return -(m + np.log(np.exp(A - m[:, None]).mean(axis=1))).sum()


@wrong(
    "negative_log_likelihood",
    "the product over the points and then the log",
    r"product|underflow",
    r"P left out|inf instead|\bmean\b",
)
def n_prod(P, pi):
    return -np.log(np.prod(np.exp(P) @ pi))


@wrong(
    "negative_log_likelihood",
    "nan_to_num of the logs",
    r"outlier|nan_to_num|underflow|overflow",
    r"P left out|inf instead|\bmean\b",
)
def n_nan_to_num(P, pi):
    return -np.nan_to_num(np.log(np.exp(P) @ pi)).sum()


@wrong(
    "negative_log_likelihood",
    "the maximum is not added back, and the sign",
    (r"not added back|subtracted", r"sign|1 instead of −1|minus"),
    r"P left out|inf instead|\bmean\b",
)
def n_shift(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1, keepdims=True)
    return np.log(np.exp(A - m).sum(axis=1)).sum()


@wrong("negative_log_likelihood", "half of ln π", (r"root|half", r"π"), r"P left out|inf instead")
def n_half_pi(P, pi):
    return -lse(P + 0.5 * np.log(pi)).sum()


@wrong(
    "negative_log_likelihood",
    "always 0",
    r"number 0|constant|always 0",
    r"P left out|inf instead|\bmean\b",
)
def n_zero(P, pi):
    return 0.0


@wrong("negative_log_likelihood", "uniform weights 1/K", r"1/K|equal", r"P left out|inf instead")
def n_uniform(P, pi):
    return -lse(P - np.log(P.shape[1])).sum()


@wrong(
    "negative_log_likelihood",
    "positive, divided by K",
    (r"1 ?/ ?K|divided by K", r"−1|sign|minus"),
    r"P left out|inf instead|\bmean\b",
)
def n_1(P, pi):
    return logsumexp(P + np.log(pi), axis=1).sum() / P.shape[1]


@wrong(
    "negative_log_likelihood",
    "max shift global",
    r"one shift|all the points|maximum",
    r"P left out|inf instead|\bmean\b",
)
def n_2(P, pi):
    m = P.max()
    return -(m + np.log(np.exp(P - m) @ pi)).sum()


@wrong(
    "negative_log_likelihood", "half the answer", r"[Hh]alf|1/2", r"P left out|inf instead|\bmean\b"
)
def n_3(P, pi):
    return -logsumexp(P + np.log(pi), axis=1).sum() / 2


@wrong(
    "negative_log_likelihood",
    "the softmax of π in place of π",
    (r"softmax|e\^π|exp", r"π"),
    r"P left out|inf instead|\bmean\b",
)
def n_4(P, pi):
    w = np.exp(pi) / np.exp(pi).sum()
    return -logsumexp(P + np.log(w), axis=1).sum()


@wrong(
    "negative_log_likelihood",
    "ln π outside of the log-sum-exp, summed over the components",
    (r"ln π", r"Σ|sum|added|subtracted|once"),
    r"P left out|inf instead",
)
def n_5(P, pi):
    return -logsumexp(P, axis=1).sum() - np.log(pi).sum()


@wrong(
    "negative_log_likelihood",
    "the weights sorted",
    r"π sorted|sorted|order",
    r"P left out|inf instead|\bmean\b",
)
def n_6(P, pi):
    return -logsumexp(P + np.log(np.sort(pi)), axis=1).sum()


@wrong(
    "negative_log_likelihood",
    "the largest P of each point, without π",
    (r"largest|maximum|hard", r"π|P", r"left out|alone|without|forgotten|ln π"),
    r"P left out|inf instead",
)
def n_7(P, pi):
    j = P.argmax(1)
    return -P[np.arange(len(P)), j].sum()


@wrong(
    "negative_log_likelihood",
    "first point skipped, sign",
    (r"first point", r"sign|1 instead of −1|minus"),
    r"P left out|inf instead|\bmean\b",
)
def n_8(P, pi):
    return logsumexp(P + np.log(pi), axis=1)[1:].sum()


@wrong(
    "negative_log_likelihood",
    "the mean over the points before the logarithm",
    (r"mean", r"points|outside|before|logarithm of"),
    r"P left out|inf instead",
)
def n_9(P, pi):
    return -np.log((np.exp(P) @ pi).mean())


@wrong(
    "negative_log_likelihood",
    "expected complete log-lik",
    r"[Ee]xpected|posterior|complete",
    r"P left out|inf instead|\bmean\b",
)
def n_10(P, pi):
    A = P + np.log(pi)
    R = np.exp(A - logsumexp(A, axis=1, keepdims=True))
    return -(R * A).sum()


@wrong(
    "negative_log_likelihood",
    "expected complete, without pi",
    (r"[Ee]xpected|posterior|complete", r"π|prior|weights"),
    r"P left out|inf instead",
)
def n_11(P, pi):
    A = P + np.log(pi)
    R = np.exp(A - logsumexp(A, axis=1, keepdims=True))
    return -(R * P).sum()


@wrong("negative_log_likelihood", "float32 & mean", r"mean|1 ?/ ?N", r"P left out|inf instead")
def n_12(P, pi):
    return np.float32(-logsumexp(P + np.log(pi), axis=1).mean())


@wrong(
    "negative_log_likelihood",
    "clip P at -30",
    r"limit|cut off|clip|d = 100|−30",
    r"P left out|inf instead",
)
def n_13(P, pi):
    return -logsumexp(np.maximum(P, -30) + np.log(pi), axis=1).sum()


@wrong(
    "negative_log_likelihood",
    "BIC",
    (r"[Tt]wice|2 times", r"ln N|BIC"),
    r"P left out|inf instead|\bmean\b",
)
def n_14(P, pi):
    return -2 * logsumexp(P + np.log(pi), axis=1).sum() + P.shape[1] * np.log(len(P))


@wrong(
    "negative_log_likelihood",
    "absolute values: right where every density is below 1",
    r"absolute|overflow|above 1|\+2000",
    r"P left out|inf instead|\bmean\b",
)
def n_15(P, pi):
    return abs(logsumexp(P + np.log(pi), axis=1)).sum()


@wrong(
    "negative_log_likelihood",
    "the largest point's value in place of the sum",
    r"maximum over the points|largest|one point",
    r"P left out|inf instead|\bmean\b",
)
def n_16(P, pi):
    return -logsumexp(P + np.log(pi), axis=1).max()
