"""Wrong functions for the task log_posterior."""

import numpy as np
from scipy.special import logsumexp

from .formulas import lse
from .keep import wrong


@wrong(
    "log_posterior",
    "normalised over the whole matrix",
    r"everything|whole|all",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_total(P, pi):
    A = P + np.log(pi)
    m = A.max()
    return A - (m + np.log(np.exp(A - m).sum()))


@wrong(
    "log_posterior",
    "normalised over the points, where the weights would cancel: they are left out",
    r"axis 0|columns|over the points",
    r"not normalised",
)
def q_two_slips(P, pi):
    return P - lse(P, axis=0)


@wrong(
    "log_posterior",
    "the weights are in the numerator only",
    (r"ln π|π|weights", r"normaliser|denominator", r"forgotten|missing|without|left out"),
    r"not normalised",
)
def q_numerator(P, pi):
    return P + np.log(pi) - lse(P)[:, None]


@wrong(
    "log_posterior",
    "the weights are in the denominator only",
    (r"ln π|π|weights", r"normaliser only|numerator|P alone|denominator only"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_denominator(P, pi):
    return P - lse(P + np.log(pi))[:, None]


@wrong(
    "log_posterior",
    "log base 2 of the weights",
    (r"base 2|log2", r"ln π|π|weights"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_log2(P, pi):
    A = P + np.log2(pi)
    return A - lse(A)[:, None]


@wrong(
    "log_posterior",
    "the posterior's logarithm to base 10",
    r"base 10|log10",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_log10(P, pi):
    A = P + np.log(pi)
    return (A - lse(A)[:, None]) / np.log(10)


@wrong(
    "log_posterior",
    "the maximum subtracted, not the log-sum-exp",
    (r"maximum", r"normaliser|instead|alone"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_max(P, pi):
    A = P + np.log(pi)
    return A - A.max(axis=1, keepdims=True)


@wrong(
    "log_posterior",
    "normalised twice: probabilities put through a softmax",
    r"twice|softmax|sum to 1",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_twice(P, pi):
    A = P + np.log(pi)
    R = np.exp(A - lse(A)[:, None])
    R = np.exp(R) / np.exp(R).sum(axis=1, keepdims=True)
    return np.log(R)


@wrong(
    "log_posterior",
    "divides by the normaliser in logs",
    r"[Dd]ivided",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_divides(P, pi):
    A = P + np.log(pi)
    return A / lse(A)[:, None]


@wrong(
    "log_posterior",
    "densities, underflow, nan_to_num",
    r"outlier|underflow|overflow|nan_to_num",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_nan_to_num(P, pi):
    p = np.exp(P) * pi
    return np.log(np.nan_to_num(p / p.sum(axis=1, keepdims=True)) + 1e-300)


@wrong(
    "log_posterior",
    "1e-10 in the denominator",
    r"small number|1e-10",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_eps(P, pi):
    p = np.exp(P) * pi
    return np.log(p / (p.sum(axis=1, keepdims=True) + 1e-10))


@wrong(
    "log_posterior",
    "1e-3 within the logarithm",
    r"0\.001|1e-0?3|small number",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_eps_log(P, pi):
    A = P + np.log(pi)
    return np.log(np.exp(A - lse(A)[:, None]) + 1e-3)


@wrong(
    "log_posterior",
    "weights with wrong sign",
    (r"π", r"subtracted|sign|−1|minus"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_sign(P, pi):
    A = P - np.log(pi)
    return A - lse(A)[:, None]


@wrong(
    "log_posterior",
    "the weights sorted",
    (r"π", r"sorted|order"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_sorted(P, pi):
    A = P + np.log(np.sort(pi))
    return A - lse(A)[:, None]


@wrong(
    "log_posterior",
    "weights applied twice",
    (r"twice|2 ln|²", r"π"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_twice_pi(P, pi):
    A = P + 2 * np.log(pi)
    return A - lse(A)[:, None]


@wrong(
    "log_posterior",
    "the joint, unnormalised",
    r"not normalised|normaliser",
    r"ln π (forgotten|left out)",
)
def q_joint(P, pi):
    return P + np.log(pi)


@wrong(
    "log_posterior",
    "hard assignment",
    r"likeliest|hard|largest|1 for",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_hard(P, pi):
    A = P + np.log(pi)
    R = np.zeros_like(A)
    R[np.arange(len(A)), A.argmax(axis=1)] = 1
    return R


@wrong(
    "log_posterior",
    "the posterior itself, transposed",
    (r"e\^Q|exponential|posterior", r"transpos"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_transposed(P, pi):
    A = P + np.log(pi)
    return np.exp(A - lse(A)[:, None]).T


@wrong(
    "log_posterior",
    "the sum of P + ln π, not of its exponentials, as the normaliser",
    r"row sum|sum of (the )?log|plain sum|no exp",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_sum(P, pi):
    A = P + np.log(pi)
    return A - A.sum(axis=1, keepdims=True)


@wrong(
    "log_posterior",
    "sign of the normaliser",
    r"added|sign|plus",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_plus(P, pi):
    A = P + np.log(pi)
    return A + lse(A)[:, None]


@wrong(
    "log_posterior",
    "the mean of the exponentials in the normaliser",
    r"mean|ln K|1/K",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_mean(P, pi):
    A = P + np.log(pi)
    return A - np.log(np.exp(A).mean(axis=1, keepdims=True))


@wrong(
    "log_posterior",
    "the last row is never normalised",
    r"last (row|point)",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_last_row(P, pi):
    A = P + np.log(pi)
    out = A.copy()
    for i in range(len(A) - 1):
        out[i] = A[i] - lse(A[i : i + 1])[0]
    return out


@wrong(
    "log_posterior",
    "argument clipped at -50",
    r"clip|cut off|limit|50",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_clip(P, pi):
    A = np.clip(P, -50, 50) + np.log(pi)
    return A - lse(A)[:, None]


@wrong(
    "log_posterior",
    "log of pi with 0.01 added",
    (r"π", r"0\.01|small number|added"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_pi_eps(P, pi):
    A = P + np.log(pi + 0.01)
    return A - lse(A)[:, None]


@wrong(
    "log_posterior",
    "normalised over the points, where π cancels: it has no logarithm",
    r"axis 0|columns|over the points",
    r"not normalised",
)
def q_1(P, pi):
    A = P + pi
    return A - logsumexp(A, axis=0)


@wrong(
    "log_posterior",
    "the posterior itself, in float32",
    r"e\^Q|exponential|not its logarithm",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_2(P, pi):
    A = P + np.log(pi)
    return np.exp(A - logsumexp(A, axis=1, keepdims=True)).astype(np.float32)


@wrong(
    "log_posterior",
    "hard assignment with 1e-12 added, and its logarithm",
    r"likeliest|hard|largest|1e-12|one-hot",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_3(P, pi):
    A = P + np.log(pi)
    R = (A == A.max(1, keepdims=True)) * 1.0
    return np.log(R + 1e-12)


@wrong(
    "log_posterior",
    "the densities divided by the largest of each point",
    (r"maximum", r"normaliser|instead|alone|divided"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_4(P, pi):
    p = np.exp(P) * pi
    return np.log(p / p.max(1, keepdims=True))


@wrong(
    "log_posterior",
    "P + ln π halved, then normalised",
    r"[Hh]alf|halved|1/2|temperature|divided by 2|root",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_5(P, pi):
    A = (P + np.log(pi)) / 2
    return A - logsumexp(A, axis=1, keepdims=True)


@wrong(
    "log_posterior",
    "pi reversed in numerator only",
    (r"π", r"order|revers"),
    r"normaliser .*wrong|not normalised",
)
def q_6(P, pi):
    return P + np.log(pi[::-1]) - logsumexp(P + np.log(pi), axis=1, keepdims=True)


@wrong(
    "log_posterior",
    "the mean of P + ln π subtracted",
    (r"mean", r"normaliser|shifted|rows"),
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_7(P, pi):
    A = P + np.log(pi)
    return A - A.mean(1, keepdims=True)


@wrong(
    "log_posterior",
    "the weights times K, in the numerator only",
    r"mean instead of the sum|ln K|times K|\bK\b",
    r"not normalised",
)
def q_8(P, pi):
    A = P + np.log(pi * len(pi))
    return A - logsumexp(P + np.log(pi), axis=1, keepdims=True)


@wrong(
    "log_posterior",
    "the logarithm of |P| in place of P",
    r"ln \|?P|logarithm of P|log twice|twice",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_9(P, pi):
    A = np.log(np.abs(P)) + np.log(pi)
    return A - logsumexp(A, axis=1, keepdims=True)


@wrong(
    "log_posterior",
    "ln N subtracted as well",
    r"ln N|1/N|\bN\b",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_10(P, pi):
    A = P + np.log(pi)
    return A - logsumexp(A, axis=1, keepdims=True) - np.log(len(P))


@wrong(
    "log_posterior",
    "one shift & nan_to_num",
    r"shift|outlier|nan_to_num|underflow",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_11(P, pi):
    A = P + np.log(pi)
    m = A.max()
    p = np.exp(A - m)
    return np.nan_to_num(np.log(p / p.sum(1, keepdims=True)), neginf=-1e9)


@wrong(
    "log_posterior",
    "first row's normaliser for all",
    r"first row|carried over|too late",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_12(P, pi):
    A = P + np.log(pi)
    return A - logsumexp(A[0])


@wrong(
    "log_posterior",
    "minus P + ln pi",
    r"minus|sign|−1",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_13(P, pi):
    A = -(P + np.log(pi))
    return A - logsumexp(A, axis=1, keepdims=True)


@wrong(
    "log_posterior",
    "ln(1 − R)",
    r"1 − |complement|others|log1p",
    r"ln π (forgotten|is missing|left out)|not normalised",
)
def q_14(P, pi):
    A = P + np.log(pi)
    return np.log1p(-np.exp(A - logsumexp(A, axis=1, keepdims=True)))


@wrong(
    "log_posterior",
    "half of ln pi, not normalised",
    (r"ln π|π", r"1/2|half|root", r"missing|not normalised|normaliser"),
    r"ln π (forgotten|is missing|left out)",
)
def q_15(P, pi):
    return P + 0.5 * np.log(pi)
