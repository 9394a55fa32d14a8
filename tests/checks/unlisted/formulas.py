"""Right formulas, for wrong functions that go wrong elsewhere."""

import numpy as np
from scipy.special import logsumexp

from mixtures_lab import Mixture


def lse(A, axis=1):
    m = A.max(axis=axis, keepdims=True)
    return (m + np.log(np.exp(A - m).sum(axis=axis, keepdims=True))).squeeze(axis)


def m_step(X, R):
    Nk = R.sum(axis=0)
    safe = np.where(Nk > 0, Nk, 1.0)
    c = X.mean(axis=0)
    mu = R.T @ (X - c) / safe[:, None] + c
    dist = ((X[:, None] - mu) ** 2).sum(axis=2)
    var = (R * dist).sum(axis=0) / (X.shape[1] * safe)
    return mu, var, Nk


def parts_of(X, R):
    """The right M-step, from R."""
    mu, var, Nk = m_step(X, R)
    return mu, np.sqrt(var), Nk / len(X)


def log_joint(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    P = -X.shape[1] * np.log(m.sigma * np.sqrt(2 * np.pi)) - D / (2 * m.sigma**2)
    with np.errstate(divide="ignore"):
        A = P + np.log(m.pi)
    return A


def normalised(A):
    return np.exp(A - lse(A)[:, None])


def step(X, R, old=None):
    mu, var, Nk = m_step(X, R)
    return Mixture(mu, np.sqrt(var), Nk / len(X))


def joint(X, m):
    """P + ln π, but for a constant."""
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    with np.errstate(divide="ignore"):
        return -X.shape[1] * np.log(m.sigma) - D / (2 * m.sigma**2) + np.log(m.pi)


def responsibilities(A):
    return np.exp(A - logsumexp(A, axis=1, keepdims=True))


def distances(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=2)


def means(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for j in range(K):
        if (labels == j).any():
            mu[j] = X[labels == j].mean(axis=0)
    return mu
