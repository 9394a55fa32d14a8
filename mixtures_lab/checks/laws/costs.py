"""What the expected cost −Σ r_ij (ln p(x_i | j) + ln π_j) owes to each part of an M-step."""

import numpy as np

from ...matrices import log_gaussians, log_sum_exp


def weights_cost(args, parts):
    """−Σ r_ij ln π_j, the same at every weight: their sum is 1, so they move together."""
    Nk, pi = np.exp(args[1]).sum(axis=0), parts[-1] / parts[-1].sum()
    return np.full(len(pi), -np.where(Nk > 0, Nk * np.log(pi), 0).sum())


def coordinates_cost(args, parts):
    """−Σ_i r_ij ln p(x_ic), of every component and coordinate: (K, d)."""
    X, Q = args[:2]
    mu, spread = parts[:2]
    R = np.exp(Q)
    s = np.where(R.sum(axis=0) > 0, spread.T, 1).T.reshape(len(mu), -1) + np.zeros(mu.shape)
    apart = np.minimum((X[:, None] - mu) ** 2, 1e300).reshape(len(X), mu.size)
    P = log_gaussians(apart, s.ravel(), 1).reshape(len(X), *mu.shape)
    return -np.einsum("ij,ijc->jc", R, P)


def components_cost(args, parts):
    return coordinates_cost(args, parts).sum(axis=1)


def shared_cost(args, parts):
    """The whole cost at every entry: a shared σ is one parameter."""
    return np.full(len(parts[1]), coordinates_cost(args, parts).sum())


def prior_cost(args, parts):
    """−ln of the inverse gamma density at every σ_j², but for a constant, is added."""
    (alpha, beta), variance = args[2:], parts[1] ** 2
    return components_cost(args, parts) + (alpha + 1) * np.log(variance) + beta / variance


def rate_cost(args, parts):
    (x, Q), rate = args, parts[0]
    R = np.exp(Q)
    P = from_the_ratios(x, np.where(R.sum(axis=0) > 0, rate, 1))
    return -np.where(R > 0, R * P, 0).sum(axis=0)


def from_the_ratios(x, rate):
    """ln p(x), from p(x)/p(x − 1) = rate/x and Σ p = 1 alone, summed up to a far count."""
    steps = np.log(rate) - np.log(np.arange(1, 2 * int(x.max()) + 100))[:, None]
    logs = np.concatenate([np.zeros((1, len(rate))), np.cumsum(steps, axis=0)])
    return (logs - log_sum_exp(logs, axis=0))[x]
