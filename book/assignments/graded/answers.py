"""The right answers: plain loops over the formulas.

So they share nothing with a solution but the mathematics.
"""

import math

import numpy as np


def counts(R):
    return [math.fsum(column) for column in R.T]


def means(X, R):
    """The weighted means; those of emptied components are 0 here."""
    mu = np.zeros((R.shape[1], X.shape[1]))
    for j, Nj in enumerate(counts(R)):
        for c in range(X.shape[1]):
            if Nj > 0:
                mu[j, c] = math.fsum(R[i, j] * X[i, c] for i in range(len(X))) / Nj
    return mu


def squares(X, R, mu):
    """Σ_i r_ij (x_ic − μ_jc)², of every component and coordinate."""
    S = np.zeros(mu.shape)
    for j in range(len(mu)):
        for c in range(X.shape[1]):
            S[j, c] = math.fsum(R[i, j] * (X[i, c] - mu[j, c]) ** 2 for i in range(len(X)))
    return S


def weights(R):
    return np.array(counts(R)) / len(R)


def shared_answer(X, Q):
    R = np.exp(Q)
    mu = means(X, R)
    variance = math.fsum(squares(X, R, mu).ravel()) / X.size
    return mu, np.full(len(mu), math.sqrt(variance)), weights(R)


def diagonal_answer(X, Q):
    R = np.exp(Q)
    mu = means(X, R)
    S, s = squares(X, R, mu), np.zeros(mu.shape)
    for j, Nj in enumerate(counts(R)):
        for c in range(X.shape[1]):
            s[j, c] = math.sqrt(S[j, c] / Nj) if Nj > 0 else 0.0
    return mu, s, weights(R)


def map_answer(X, Q, alpha, beta):
    R = np.exp(Q)
    mu = means(X, R)
    S, d = squares(X, R, mu), X.shape[1]
    sigma = [
        math.sqrt((beta + math.fsum(S[j]) / 2) / (alpha + 1 + d * Nj / 2))
        for j, Nj in enumerate(counts(R))
    ]
    return mu, np.array(sigma), weights(R)


def poisson_answer(x, Q):
    R, rate = np.exp(Q), []
    for j, Nj in enumerate(counts(R)):
        total = math.fsum(R[i, j] * x[i] for i in range(len(x)))
        rate.append(total / Nj if Nj > 0 else 0.0)
    return np.array(rate), weights(R)


def diagonal_density(X, mu, s):
    P = np.zeros((len(X), len(mu)))
    for i, x in enumerate(X):
        for j, (m, widths) in enumerate(zip(mu, s, strict=True)):
            P[i, j] = math.fsum(
                -math.log(2 * math.pi) / 2 - math.log(w) - ((a - b) / w) ** 2 / 2
                for a, b, w in zip(x, m, widths, strict=True)
            )
    return P


def poisson_density(x, rate):
    P = np.zeros((len(x), len(rate)))
    for i, count in enumerate(x):
        factorial = math.fsum(math.log(n) for n in range(2, count + 1))
        for j, lam in enumerate(rate):
            # With the rate 0 all counts are 0: 0 · ln 0 counts as 0.
            power = count * math.log(lam) if lam > 0 else -math.inf
            P[i, j] = (power if count > 0 else 0.0) - lam - factorial
    return P
