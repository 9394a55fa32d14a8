"""Wrong functions for the task log_posterior."""

import numpy as np
from scipy.special import logsumexp

from .formulas import lse
from .keep import wrong


@wrong("log_posterior", "normalised over the whole matrix")
def q_total(P, pi):
    A = P + np.log(pi)
    m = A.max()
    return A - (m + np.log(np.exp(A - m).sum()))


@wrong("log_posterior", "normalised over columns, weights left out")
def q_two_slips(P, pi):
    return P - lse(P, axis=0)


@wrong("log_posterior", "the weights are in the numerator only")
def q_numerator(P, pi):
    return P + np.log(pi) - lse(P)[:, None]


@wrong("log_posterior", "the weights are in the denominator only")
def q_denominator(P, pi):
    return P - lse(P + np.log(pi))[:, None]


@wrong("log_posterior", "log base 2 of the weights")
def q_log2(P, pi):
    A = P + np.log2(pi)
    return A - lse(A)[:, None]


@wrong("log_posterior", "log base 10 of the posterior")
def q_log10(P, pi):
    A = P + np.log(pi)
    return (A - lse(A)[:, None]) / np.log(10)


@wrong("log_posterior", "the maximum subtracted, not the log-sum-exp")
def q_max(P, pi):
    A = P + np.log(pi)
    return A - A.max(axis=1, keepdims=True)


@wrong("log_posterior", "normalised twice: probabilities put through a softmax")
def q_twice(P, pi):
    A = P + np.log(pi)
    R = np.exp(A - lse(A)[:, None])
    R = np.exp(R) / np.exp(R).sum(axis=1, keepdims=True)
    return np.log(R)


@wrong("log_posterior", "divides by the normaliser in logs")
def q_divides(P, pi):
    A = P + np.log(pi)
    return A / lse(A)[:, None]


@wrong("log_posterior", "densities, underflow, nan_to_num")
def q_nan_to_num(P, pi):
    p = np.exp(P) * pi
    return np.log(np.nan_to_num(p / p.sum(axis=1, keepdims=True)) + 1e-300)


@wrong("log_posterior", "1e-10 in the denominator")
def q_eps(P, pi):
    p = np.exp(P) * pi
    return np.log(p / (p.sum(axis=1, keepdims=True) + 1e-10))


@wrong("log_posterior", "1e-3 within the logarithm")
def q_eps_log(P, pi):
    A = P + np.log(pi)
    return np.log(np.exp(A - lse(A)[:, None]) + 1e-3)


@wrong("log_posterior", "weights with wrong sign")
def q_sign(P, pi):
    A = P - np.log(pi)
    return A - lse(A)[:, None]


@wrong("log_posterior", "the weights sorted")
def q_sorted(P, pi):
    A = P + np.log(np.sort(pi))
    return A - lse(A)[:, None]


@wrong("log_posterior", "weights applied twice")
def q_twice_pi(P, pi):
    A = P + 2 * np.log(pi)
    return A - lse(A)[:, None]


@wrong("log_posterior", "the joint, unnormalised")
def q_joint(P, pi):
    return P + np.log(pi)


@wrong("log_posterior", "hard assignment")
def q_hard(P, pi):
    A = P + np.log(pi)
    R = np.zeros_like(A)
    R[np.arange(len(A)), A.argmax(axis=1)] = 1
    return R


@wrong("log_posterior", "the exponential, rows sum to 1, transposed")
def q_transposed(P, pi):
    A = P + np.log(pi)
    return np.exp(A - lse(A)[:, None]).T


@wrong("log_posterior", "the sum of P, not of exponentials")
def q_sum(P, pi):
    A = P + np.log(pi)
    return A - A.sum(axis=1, keepdims=True)


@wrong("log_posterior", "sign of the normaliser")
def q_plus(P, pi):
    A = P + np.log(pi)
    return A + lse(A)[:, None]


@wrong("log_posterior", "log of the mean of exponentials as the normaliser")
def q_mean(P, pi):
    A = P + np.log(pi)
    return A - np.log(np.exp(A).mean(axis=1, keepdims=True))


@wrong("log_posterior", "the last row is never normalised")
def q_last_row(P, pi):
    A = P + np.log(pi)
    out = A.copy()
    for i in range(len(A) - 1):
        out[i] = A[i] - lse(A[i : i + 1])[0]
    return out


@wrong("log_posterior", "argument clipped at -50")
def q_clip(P, pi):
    A = np.clip(P, -50, 50) + np.log(pi)
    return A - lse(A)[:, None]


@wrong("log_posterior", "log of pi with 0.01 added")
def q_pi_eps(P, pi):
    A = P + np.log(pi + 0.01)
    return A - lse(A)[:, None]


@wrong("log_posterior", "no log at pi, columns")
def q_1(P, pi):
    A = P + pi
    return A - logsumexp(A, axis=0)


@wrong("log_posterior", "R with float32 and not log")
def q_2(P, pi):
    A = P + np.log(pi)
    return np.exp(A - logsumexp(A, axis=1, keepdims=True)).astype(np.float32)


@wrong("log_posterior", "argmax log")
def q_3(P, pi):
    A = P + np.log(pi)
    R = (A == A.max(1, keepdims=True)) * 1.0
    return np.log(R + 1e-12)


@wrong("log_posterior", "density ratio to max")
def q_4(P, pi):
    p = np.exp(P) * pi
    return np.log(p / p.max(1, keepdims=True))


@wrong("log_posterior", "temperature 2")
def q_5(P, pi):
    A = (P + np.log(pi)) / 2
    return A - logsumexp(A, axis=1, keepdims=True)


@wrong("log_posterior", "pi reversed in numerator only")
def q_6(P, pi):
    return P + np.log(pi[::-1]) - logsumexp(P + np.log(pi), axis=1, keepdims=True)


@wrong("log_posterior", "mean normalization")
def q_7(P, pi):
    A = P + np.log(pi)
    return A - A.mean(1, keepdims=True)


@wrong("log_posterior", "the weights times K, in the numerator only")
def q_8(P, pi):
    A = P + np.log(pi * len(pi))
    return A - logsumexp(P + np.log(pi), axis=1, keepdims=True)


@wrong("log_posterior", "log twice")
def q_9(P, pi):
    A = np.log(np.abs(P)) + np.log(pi)
    return A - logsumexp(A, axis=1, keepdims=True)


@wrong("log_posterior", "R minus eps: normalised by N")
def q_10(P, pi):
    A = P + np.log(pi)
    return A - logsumexp(A, axis=1, keepdims=True) - np.log(len(P))


@wrong("log_posterior", "one shift & nan_to_num")
def q_11(P, pi):
    A = P + np.log(pi)
    m = A.max()
    p = np.exp(A - m)
    return np.nan_to_num(np.log(p / p.sum(1, keepdims=True)), neginf=-1e9)


@wrong("log_posterior", "first row's normaliser for all")
def q_12(P, pi):
    A = P + np.log(pi)
    return A - logsumexp(A[0])


@wrong("log_posterior", "minus P + ln pi")
def q_13(P, pi):
    A = -(P + np.log(pi))
    return A - logsumexp(A, axis=1, keepdims=True)


@wrong("log_posterior", "1-R log")
def q_14(P, pi):
    A = P + np.log(pi)
    return np.log1p(-np.exp(A - logsumexp(A, axis=1, keepdims=True)))


@wrong("log_posterior", "half of ln pi, not normalised")
def q_15(P, pi):
    return P + 0.5 * np.log(pi)
