"""Wrong functions for the task m_step."""

import numpy as np

from mixtures_lab import Mixture

from .formulas import m_step, parts_of
from .keep import wrong


@wrong("m_step", "sigma is a variance not divided by d")
def m_variance_no_d(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, var * X.shape[1], Nk / len(X))


@wrong("m_step", "sigma divided by d outside the root")
def m_root_outside(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var * X.shape[1]) / X.shape[1], Nk / len(X))


@wrong("m_step", "divides by 2 in place of d")
def m_two(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var * X.shape[1] / 2), Nk / len(X))


@wrong("m_step", "Bessel's correction N_j - 1")
def m_bessel(X, Q):
    R = np.exp(Q)
    mu, var, Nk = m_step(X, R)
    return Mixture(mu, np.sqrt(var * Nk / np.maximum(Nk - 1, 1e-9)), Nk / len(X))


@wrong("m_step", "log-posteriors used as weights")
def m_logs(X, Q):
    Nk = Q.sum(axis=0)
    mu = Q.T @ X / Nk[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return Mixture(mu, np.sqrt((Q * D).sum(axis=0) / (X.shape[1] * Nk)), Nk / len(X))


@wrong("m_step", "hard assignment")
def m_hard(X, Q):
    R = (Q == Q.max(axis=1, keepdims=True)).astype(float)
    mu, var, Nk = m_step(X, R)
    return Mixture(mu, np.sqrt(var), Nk / len(X))


@wrong("m_step", "pi over K in place of N")
def m_pi_k(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var), Nk / Q.shape[1])


@wrong("m_step", "pi uniform")
def m_pi_uniform(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var), np.full(len(Nk), 1 / len(Nk)))


@wrong("m_step", "the spread about the overall mean")
def m_overall_mean(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    D = ((X - X.mean(axis=0)) ** 2).sum(axis=1)
    s = np.sqrt((R * D[:, None]).sum(axis=0) / (X.shape[1] * np.maximum(Nk, 1e-12)))
    return Mixture(mu, s, Nk / len(X))


@wrong("m_step", "one shared sigma")
def m_shared(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.full(len(Nk), np.sqrt((Nk * var).sum() / len(X))), Nk / len(X))


@wrong("m_step", "mean over the points, not weighted by N_j")
def m_mean_axis(X, Q):
    R = np.exp(Q)
    _mu, var, Nk = m_step(X, R)
    return Mixture((R[:, :, None] * X[:, None]).mean(axis=0), np.sqrt(var), Nk / len(X))


@wrong("m_step", "the mean absolute deviation")
def m_mad(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    dist = np.sqrt(((X[:, None] - mu) ** 2).sum(axis=2))
    return Mixture(mu, (R * dist).sum(axis=0) / np.maximum(Nk, 1e-12), Nk / len(X))


@wrong("m_step", "1e-3 added to the variance, as scikit-learn's reg_covar")
def m_reg(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return Mixture(mu, np.sqrt(var + 1e-3), Nk / len(X))


@wrong("m_step", "one sigma per coordinate, as diagonal covariances")
def m_diagonal(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    v = np.einsum("ij,ijc->jc", R, (X[:, None] - mu) ** 2) / np.maximum(Nk, 1e-12)[:, None]
    return Mixture(mu, np.sqrt(v), Nk / len(X))


@wrong("m_step", "full covariances")
def m_full(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    E = X[:, None] - mu
    S = np.einsum("ij,ijc,ije->jce", R, E, E) / np.maximum(Nk, 1e-12)[:, None, None]
    return Mixture(mu, S, Nk / len(X))


@wrong("m_step", "responsibilities normalised per component again")
def m_normalised(X, Q):
    R = np.exp(Q)
    R = R / np.maximum(R.sum(axis=0), 1e-12)
    mu, var, Nk = m_step(X, R)
    return Mixture(mu, np.sqrt(var), Nk / len(X))


@wrong("m_step", "order of the answers: pi before sigma")
def m_order(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return mu, Nk / len(X), np.sqrt(var)


@wrong("m_step", "K from the wrong shape: only d components are updated")
def m_wrong_k(X, Q):
    R = np.exp(Q)
    K = min(X.shape[1], R.shape[1])
    mu, s, pi = (np.zeros((R.shape[1], X.shape[1])), np.ones(R.shape[1]), np.zeros(R.shape[1]))
    m, var, Nk = m_step(X, R)
    mu[:K], s[:K], pi[:K] = m[:K], np.sqrt(var[:K]), Nk[:K] / len(X)
    return Mixture(mu, s, pi)


@wrong("m_step", "the loop returns after the first component")
def m_first(X, Q):
    R = np.exp(Q)
    m, var, Nk = m_step(X, R)
    mu, s, pi = np.zeros_like(m), np.zeros(len(m)), np.zeros(len(m))
    for j in range(len(m)):
        mu[j], s[j], pi[j] = m[j], np.sqrt(var[j]), Nk[j] / len(X)
        return mu, s, pi


@wrong("m_step", "variance for sigma, and pi not divided")
def m_two_slips(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return mu, var, Nk


@wrong("m_step", "sigma divided by N and pi by K: two slips")
def m_two_others(X, Q):
    mu, var, Nk = m_step(X, np.exp(Q))
    return mu, np.sqrt(var * Nk / len(X)), Nk / Q.shape[1]


@wrong("m_step", "the posteriors squared in the spread")
def m_squared(X, Q):
    R = np.exp(Q)
    mu, _var, Nk = m_step(X, R)
    dist = ((X[:, None] - mu) ** 2).sum(axis=2)
    s = np.sqrt((R**2 * dist).sum(axis=0) / (X.shape[1] * np.maximum(Nk, 1e-12)))
    return mu, s, Nk / len(X)


@wrong("m_step", "the plain formulas: an emptied component is NaN")
def m_nan(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return mu, np.sqrt((R * D).sum(axis=0) / Nk / X.shape[1]), Nk / len(X)


@wrong("m_step", "an emptied component guarded by max(N_j, 1), which changes small ones")
def m_guard(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    safe = np.maximum(Nk, 1)
    mu = R.T @ X / safe[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return mu, np.sqrt((R * D).sum(axis=0) / safe / X.shape[1]), Nk / len(X)


@wrong("m_step", "sigma of all data")
def m_1(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, np.full(len(s), X.std()), pi


@wrong("m_step", "mu median")
def m_2(X, q):
    _mu, s, pi = parts_of(X, np.exp(q))
    return np.tile(np.median(X, 0), (len(s), 1)), s, pi


@wrong("m_step", "pi softmaxed, sigma not rooted")
def m_3(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, s**2, np.exp(pi) / np.exp(pi).sum()


@wrong("m_step", "mu·2, sigma follows")
def m_4(X, q):
    R = np.exp(q)
    mu, _s, pi = parts_of(X, R)
    mu = 2 * mu
    D = ((X[:, None] - mu) ** 2).sum(2)
    return mu, np.sqrt((R * D).sum(0) / (X.shape[1] * np.maximum(R.sum(0), 1e-12))), pi


@wrong("m_step", "sigma from E[x²]-mu² sum without abs, missing d")
def m_5(X, q):
    R = np.exp(q)
    mu, _s, pi = parts_of(X, R)
    Nk = np.maximum(R.sum(0), 1e-12)
    return mu, np.sqrt(np.maximum((R.T @ (X**2) / Nk[:, None] - mu**2).sum(1), 0)), pi


@wrong("m_step", "sigma of first coordinate only")
def m_6(X, q):
    R = np.exp(q)
    mu, _s, pi = parts_of(X, R)
    Nk = np.maximum(R.sum(0), 1e-12)
    return mu, np.sqrt((R * (X[:, [0]] - mu[:, 0]) ** 2).sum(0) / Nk), pi


@wrong("m_step", "+1 smoothing of pi")
def m_7(X, q):
    R = np.exp(q)
    mu, s, _pi = parts_of(X, R)
    return mu, s, (R.sum(0) + 1) / (len(X) + R.shape[1])


@wrong("m_step", "sigma floor 0.5")
def m_8(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, np.maximum(s, 0.8), pi


@wrong("m_step", "pi divided by d")
def m_9(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, s, pi * len(X) / X.shape[1]


@wrong("m_step", "dict")
def m_10(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return {"mu": mu, "sigma": s, "pi": pi}


@wrong("m_step", "R not exponentiated for pi only")
def m_11(X, q):
    mu, s, _pi = parts_of(X, np.exp(q))
    return mu, s, np.where(np.isfinite(q), q, 0).sum(0) / len(X)


@wrong("m_step", "sigma without responsibilities")
def m_12(X, q):
    R = np.exp(q)
    mu, _s, pi = parts_of(X, R)
    D = ((X[:, None] - mu) ** 2).sum(2)
    return mu, np.sqrt(D.mean(0) / X.shape[1]), pi


@wrong("m_step", "the last weight left at 0")
def m_13(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    pi = pi.copy()
    pi[-1] = 0
    return mu, s, pi


@wrong("m_step", "int mu")
def m_14(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu.astype(int), s, pi


@wrong("m_step", "sqrt twice")
def m_15(X, q):
    mu, s, pi = parts_of(X, np.exp(q))
    return mu, np.sqrt(s), pi


@wrong("m_step", "sigma / N and mu / N")
def m_16(X, q):
    R = np.exp(q)
    _mu, s, pi = parts_of(X, R)
    return R.T @ X / len(X), s * pi, pi
