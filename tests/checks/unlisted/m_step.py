"""Wrong functions for the task m_step."""

import numpy as np
from words import MU, PI, SIGMA

from mixtures_lab import Mixture

from .formulas import m_step, parts_of
from .keep import wrong


@wrong("m_step", "sigma is a variance not divided by d", (r"σ²|variance|root", r"\bd\b"), (MU, PI))
def m_variance_no_d(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, var * X.shape[1], Nk / len(X))


@wrong("m_step", "sigma divided by d outside the root", (r"\bd\b", r"root|√"), (MU, PI))
def m_root_outside(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var * X.shape[1]) / X.shape[1], Nk / len(X))


@wrong("m_step", "divides by 2 in place of d", r"d = 2|2 .*instead of d|by 2", (MU, PI))
def m_two(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var * X.shape[1] / 2), Nk / len(X))


@wrong("m_step", "Bessel's correction N_j - 1", r"− ?1|Bessel|unbiased", (MU, PI))
def m_bessel(X, Q):
    R = np.exp(Q)
    mu, var, Nk = m_step(X, R)
    return Mixture(mu, np.sqrt(var * Nk / np.maximum(Nk - 1, 1e-9)), Nk / len(X))


@wrong("m_step", "log-posteriors used as weights", r"R = Q|e\^Q|logarithm", r"pi is right")
def m_logs(X, Q):
    Nk = Q.sum(axis=0)
    mu = Q.T @ X / Nk[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return Mixture(mu, np.sqrt((Q * D).sum(axis=0) / (X.shape[1] * Nk)), Nk / len(X))


@wrong("m_step", "hard assignment", r"likeliest|hard|largest", r"(?:mu|sigma|pi) is right")
def m_hard(X, Q):
    R = (Q == Q.max(axis=1, keepdims=True)).astype(float)
    mu, var, Nk = m_step(X, R)
    return Mixture(mu, np.sqrt(var), Nk / len(X))


@wrong("m_step", "pi over K in place of N", (r"π|pi", r"\bK\b"), (MU, SIGMA))
def m_pi_k(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var), Nk / Q.shape[1])


@wrong("m_step", "pi uniform", (r"π|pi", r"1/K|equal|uniform"), (MU, SIGMA))
def m_pi_uniform(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var), np.full(len(Nk), 1 / len(Nk)))


@wrong(
    "m_step",
    "the spread about the overall mean",
    (r"σ|sigma", r"mean of all|overall|all points"),
    (MU, PI),
)
def m_overall_mean(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    D = ((X - X.mean(axis=0)) ** 2).sum(axis=1)
    s = np.sqrt((R * D[:, None]).sum(axis=0) / (X.shape[1] * np.maximum(Nk, 1e-12)))
    return Mixture(mu, s, Nk / len(X))


@wrong("m_step", "one shared sigma", (r"σ|sigma", r"one|shared|same"), (MU, PI))
def m_shared(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.full(len(Nk), np.sqrt((Nk * var).sum() / len(X))), Nk / len(X))


@wrong("m_step", "means divided by N, sigma around the right ones", (r"means|mu|μ", r"\bN\b"), PI)
def m_mean_axis(X, Q):
    R = np.exp(Q)
    _mu, var, Nk = m_step(X, R)
    return Mixture((R[:, :, None] * X[:, None]).mean(axis=0), np.sqrt(var), Nk / len(X))


@wrong(
    "m_step",
    "the mean absolute deviation",
    r"not squared|absolute|distance itself|mean distance|root|√",
    (MU, PI),
)
def m_mad(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    dist = np.sqrt(((X[:, None] - mu) ** 2).sum(axis=2))
    return Mixture(mu, (R * dist).sum(axis=0) / np.maximum(Nk, 1e-12), Nk / len(X))


@wrong(
    "m_step",
    "1e-3 added to the variance, as scikit-learn's reg_covar",
    r"0\.001|1e-0?3|small",
    (MU, PI),
)
def m_reg(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var + 1e-3), Nk / len(X))


@wrong(
    "m_step",
    "one sigma per coordinate, as diagonal covariances",
    r"per coordinate|each coordinate|diagonal|shape",
    (MU, PI),
)
def m_diagonal(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    v = np.einsum("ij,ijc->jc", R, (X[:, None] - mu) ** 2) / np.maximum(Nk, 1e-12)[:, None]
    return Mixture(mu, np.sqrt(v), Nk / len(X))


@wrong("m_step", "full covariances", r"covarianc|matrix|shape", (MU, PI))
def m_full(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    E = X[:, None] - mu
    S = np.einsum("ij,ijc,ije->jce", R, E, E) / np.maximum(Nk, 1e-12)[:, None, None]
    return Mixture(mu, S, Nk / len(X))


@wrong(
    "m_step",
    "responsibilities normalised per component again",
    r"over the points|columns|axis 0|π|pi",
    (MU, SIGMA),
)
def m_normalised(X, Q):
    R = np.exp(Q)
    R = R / np.maximum(R.sum(axis=0), 1e-12)
    mu, var, Nk = m_step(X, R)
    return Mixture(mu, np.sqrt(var), Nk / len(X))


@wrong("m_step", "order of the answers: pi before sigma", r"swapped|order", r"mu")
def m_order(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return mu, Nk / len(X), np.sqrt(var)


@wrong(
    "m_step",
    "K from the wrong shape: only d components are updated",
    (r"\bd\b", r"\bK\b|components"),
    r"σ²|divided",
)
def m_wrong_k(X, Q):
    R = np.exp(Q)
    K = min(X.shape[1], R.shape[1])
    mu, s, pi = (np.zeros((R.shape[1], X.shape[1])), np.ones(R.shape[1]), np.zeros(R.shape[1]))
    m, var, Nk = m_step(X, R)
    mu[:K], s[:K], pi[:K] = m[:K], np.sqrt(var[:K]), Nk[:K] / len(X)
    return Mixture(mu, s, pi)


@wrong(
    "m_step",
    "the loop returns after the first component",
    r"first component|too early",
    r"σ²|divided",
)
def m_first(X, Q):
    R = np.exp(Q)
    m, var, Nk = m_step(X, R)
    mu, s, pi = np.zeros_like(m), np.zeros(len(m)), np.zeros(len(m))
    for j in range(len(m)):
        mu[j], s[j], pi[j] = m[j], np.sqrt(var[j]), Nk[j] / len(X)
        return mu, s, pi


@wrong(
    "m_step",
    "variance for sigma, and pi not divided",
    (r"sigma|σ", r"variance|σ²|σ_j times|root", r"pi|π", r"N times|not divided|N_j|counts"),
    MU,
)
def m_two_slips(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return mu, var, Nk


@wrong(
    "m_step",
    "sigma divided by N and pi by K: two slips",
    (r"sigma|σ", r"√N|\bN\b", r"pi|π", r"\bK\b"),
    MU,
)
def m_two_others(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return mu, np.sqrt(var * Nk / len(X)), Nk / Q.shape[1]


@wrong(
    "m_step", "the posteriors squared in the spread", (r"squared", r"σ|sigma|responsib"), (MU, PI)
)
def m_squared(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    dist = ((X[:, None] - mu) ** 2).sum(axis=2)
    s = np.sqrt((R**2 * dist).sum(axis=0) / (X.shape[1] * np.maximum(Nk, 1e-12)))
    return mu, s, Nk / len(X)


@wrong("m_step", "the plain formulas: an emptied component is NaN", r"empt|NaN", r"σ²|divided")
def m_nan(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return mu, np.sqrt((R * D).sum(axis=0) / Nk / X.shape[1]), Nk / len(X)


@wrong(
    "m_step",
    "an emptied component guarded by max(N_j, 1), which changes small ones",
    r"max\(N_j, 1\)|at least 1|guard",
    PI,
)
def m_guard(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    safe = np.maximum(Nk, 1)
    mu = R.T @ X / safe[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return mu, np.sqrt((R * D).sum(axis=0) / safe / X.shape[1]), Nk / len(X)


@wrong(
    "m_step",
    "the spread of all the data as every sigma",
    r"all (the )?(points|data)|X\.std|overall|whole|same for",
    (MU, PI),
)
def m_1(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, np.full(len(s), X.std()), pi


@wrong("m_step", "the median of all the points as every mean", r"median", (SIGMA, PI))
def m_2(X, q):
    _mu, s, pi = parts_of(X, np.exp(q))
    return np.tile(np.median(X, 0), (len(s), 1)), s, pi


@wrong(
    "m_step",
    "pi softmaxed, sigma not rooted",
    (r"sigma|σ", r"variance|σ²|σ_j times|root", r"pi|π", r"softmax|exp"),
    MU,
)
def m_3(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, s**2, np.exp(pi) / np.exp(pi).sum()


@wrong(
    "m_step",
    "means doubled, and sigma follows",
    (r"mu|means", r"doubled|2 times|twice"),
    (PI, r"sigma is wrong"),
)
def m_4(X, q):
    R = np.exp(q)
    mu, _s, pi = parts_of(X, R)
    mu = 2 * mu
    D = ((X[:, None] - mu) ** 2).sum(2)
    return mu, np.sqrt((R * D).sum(0) / (X.shape[1] * np.maximum(R.sum(0), 1e-12))), pi


@wrong("m_step", "σ² as E[x²] − mu², not divided by d", (r"σ|sigma", r"\bd\b"), (MU, PI))
def m_5(X, q):
    R = np.exp(q)
    mu, _s, pi = parts_of(X, R)
    Nk = np.maximum(R.sum(0), 1e-12)
    return mu, np.sqrt(np.maximum((R.T @ (X**2) / Nk[:, None] - mu**2).sum(1), 0)), pi


@wrong("m_step", "sigma of the first coordinate only", r"first coordinate|one coordinate", (MU, PI))
def m_6(X, q):
    R = np.exp(q)
    mu, _s, pi = parts_of(X, R)
    Nk = np.maximum(R.sum(0), 1e-12)
    return mu, np.sqrt((R * (X[:, [0]] - mu[:, 0]) ** 2).sum(0) / Nk), pi


@wrong("m_step", "+1 smoothing of pi", (r"pi|π", r"\+ ?1|added|smooth|prior"), (MU, SIGMA))
def m_7(X, q):
    R = np.exp(q)
    mu, s, _pi = parts_of(X, R)
    return mu, s, (R.sum(0) + 1) / (len(X) + R.shape[1])


@wrong("m_step", "sigma at least 0.8", r"at least|floor|cut off|0\.8|limit", (MU, PI))
def m_8(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, np.maximum(s, 0.8), pi


@wrong("m_step", "pi divided by d", (r"pi|π", r"\bd\b"), (MU, SIGMA))
def m_9(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, s, pi * len(X) / X.shape[1]


@wrong("m_step", "dict", r"dict", r"wrong")
def m_10(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return {"mu": mu, "sigma": s, "pi": pi}


@wrong("m_step", "pi as the mean of Q, not of e^Q", (r"π|pi", r"Q"), (MU, SIGMA))
def m_11(X, q):
    mu, s, _pi = parts_of(X, np.exp(q))
    return mu, s, np.where(np.isfinite(q), q, 0).sum(0) / len(X)


@wrong(
    "m_step",
    "sigma without responsibilities",
    (r"σ|sigma", r"without the resp|plain mean|unweighted|shares"),
    (MU, PI),
)
def m_12(X, q):
    R = np.exp(q)
    mu, _s, pi = parts_of(X, R)
    D = ((X[:, None] - mu) ** 2).sum(2)
    return mu, np.sqrt(D.mean(0) / X.shape[1]), pi


@wrong("m_step", "the last weight left at 0", r"last component|last weight", (MU, SIGMA))
def m_13(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    pi = pi.copy()
    pi[-1] = 0
    return mu, s, pi


@wrong("m_step", "int mu", (r"mu|means", r"whole numbers|integer"), (SIGMA, PI))
def m_14(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu.astype(int), s, pi


@wrong("m_step", "the root of sigma taken twice", (r"sigma|σ", r"root|1 / √σ|√√|fourth"), (MU, PI))
def m_15(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, np.sqrt(s), pi


@wrong("m_step", "sigma / N and mu / N", (r"mu|means|μ", r"sigma|σ", r"\bN\b"), PI)
def m_16(X, q):
    R = np.exp(q)
    _mu, s, pi = parts_of(X, R)
    return R.T @ X / len(X), s * pi, pi
