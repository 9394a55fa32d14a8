"""The problems of the M-step, and of one step of EM."""

import numpy as np

from ...matrices import log_posterior, log_sum_exp, squared_distances
from ...mixture import Mixture
from .posed import (
    AS_GOOD_AS_EMPTY,
    EPS,
    FAR,
    FAR_MEANS,
    ONE,
    OUTLIER,
    SHAPES,
    SMALL,
    ZERO,
    generator,
    guards,
    posed,
    spread_of,
    world,
    worlds,
)

FAR_PARTS = (FAR[0], f"{FAR[1]}, and {FAR_MEANS[1]}")

# the M-step


def _m_parts(X, R):
    """mu, sigma, pi by the equations em-2 and em-3, without any floor."""
    Nk = R.sum(axis=0)
    Nk_or_1 = np.where(Nk > 0, Nk, 1)
    centre = X.mean(axis=0)
    mu = centre + R.T @ (X - centre) / Nk_or_1[:, None]
    D = squared_distances(X, mu)
    sigma = np.sqrt((R * D).sum(axis=0) / (X.shape[1] * Nk_or_1))
    return mu, sigma, Nk / len(X)


def _m_problem(args, X, R, extreme=None, more=0.0):
    mu, sigma, pi = _m_parts(X, R)
    spread, largest = spread_of(X), float(np.abs(X).max())
    empty = R.sum(axis=0) < AS_GOOD_AS_EMPTY
    # σ² as a difference of two sums (em-4) cancels far from the origin, and that is remarked.
    thin = np.maximum(sigma, 1e-3 * spread)
    rounding = (
        64 * EPS * largest + more * spread,
        64 * X.shape[1] * EPS * largest**2 / thin
        + 2e-6 * spread * (sigma < 1e-3 * spread)
        + more * spread,
        64 * EPS + more,
    )
    free = (np.repeat(empty[:, None], X.shape[1], axis=1), empty, False)
    size = (len(X), len(mu), X.shape[1])
    right, scale = (mu, sigma, pi), (spread, spread, 1.0)
    guarded = (*guards(X, R.sum(axis=0), mu, sigma), None)
    return posed(size, args, right, scale, rounding, free, extreme, guarded=guarded)


def _m_step_problem(X, Q, extreme=None):
    return _m_problem((X, Q), X, np.exp(Q), extreme)


def log_posteriors(N, K, seed, draw, sharpness=1.5):
    rng = generator(draw, 7, N, K, seed)
    A = sharpness * rng.standard_normal((N, K))
    return A - log_sum_exp(A)[:, None]


EMPTIED = (
    "a component that no point belongs to any more",
    "N_j is 0 there, and 0/0 is NaN, which spreads to everything in the next step",
)


def of_m_step(draw):
    sizes = [(world(*size, draw=draw).X, *size) for size in SHAPES[:-1]] + [(ONE, 1, 3, 2)]
    X = world(8, 4, 2, seed=9, draw=draw).X
    emptied = log_posteriors(8, 3, 9, draw)
    emptied = np.column_stack([emptied[:, :1], np.full(8, -np.inf), emptied[:, 1:]])
    thin = log_posteriors(8, 4, 10, draw)
    thin[:, 2] = -9 - 0.3 * np.arange(8)
    thin[:, [0, 1, 3]] += (np.log1p(-np.exp(thin[:, 2])) - log_sum_exp(thin[:, [0, 1, 3]]))[:, None]
    far = world(11, 4, 3, seed=10, offset=1e6, draw=draw)
    small = world(7, 3, 2, seed=11, unit=1e-4, draw=draw)
    with np.errstate(divide="ignore"):
        hard = np.log(np.eye(3)[[0, 1, 2, 2, 1, 0, 1]])
    certain = world(7, 3, 2, seed=12, draw=draw)
    few = ("a component with N_j near 1e-4", "N_j is small there, but it counts")
    return [
        *(_m_step_problem(x, log_posteriors(N, K, d, draw)) for x, N, K, d in sizes),
        _m_step_problem(X, emptied, EMPTIED),
        _m_step_problem(X, thin, few),
        _m_step_problem(far.X, log_posteriors(11, 4, 12, draw), FAR_PARTS),
        _m_step_problem(small.X, log_posteriors(7, 3, 13, draw), SMALL),
        _m_step_problem(certain.X, hard, ("posteriors of 0 and 1 only", "Q holds −inf there")),
    ]


# one step of EM


def _em_problem(w, extreme=None, more=0.0):
    R = np.exp(log_posterior(w.P, w.pi))
    return _m_problem((w.X, Mixture(w.mu, w.sigma, w.pi)), w.X, R, extreme, more)


def of_em_step(draw):
    w = world(7, 3, 2, seed=13, draw=draw)
    outlier = w.X.copy()
    outlier[2] = [800.0, -300.0]
    off = world(8, 4, 2, seed=14, draw=draw)
    pi = off.pi.copy()
    pi[1] = 0
    off.X[5], off.mu[1] = 400.0, 401.0  # an outlier on the component that is switched off
    far = world(11, 4, 3, seed=15, offset=1e6, draw=draw)
    small = world(7, 3, 2, seed=16, unit=1e-4, draw=draw)
    many = world(13, 4, 100, seed=17, unit=1e-4, draw=draw)
    zero = "ln 0 is −inf, N_j is 0, and 0/0 is NaN, which spreads in the next step"
    return [
        *map(_em_problem, worlds(draw)[:-1]),
        _em_problem(world(1, 3, 2, draw=draw)._replace(X=ONE)),
        _em_problem(w._replace(X=outlier), OUTLIER, more=1e-9),
        _em_problem(off._replace(pi=pi / pi.sum()), (ZERO[0], zero), more=1e-9),
        # The plain D is off by about 1e-3 here; what that makes of mu and sigma is remarked.
        _em_problem(far, FAR_PARTS, more=1e-2),
        _em_problem(small, SMALL),
        _em_problem(many, ("d = 100 and σ near 1e-4", "the densities overflow"), more=1e-9),
    ]
