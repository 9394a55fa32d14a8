"""The problems of D, P, the log-sum-exp, L and Q."""

import numpy as np

from ...matrices import log_gaussians, log_posterior, log_sum_exp, squared_distances
from .posed import EPS, FAR, OUTLIER, SMALL, ZERO, generator, posed, world, worlds

# D


def _distances(X, mu, extreme=None):
    D = squared_distances(X, mu)
    squares = (X**2).sum(axis=1)[:, None] + (mu**2).sum(axis=1)
    rounding = 16 * (X.shape[1] + 3) * EPS * squares
    size = (len(X), len(mu), X.shape[1])
    return posed(size, (X, mu), (D,), (D,), (rounding,), extreme=extreme)


def of_distances(draw):
    far = world(14, 9, 3, offset=1e6, draw=draw)
    # Of many points beside a mean, some get a negative entry from the expanded formula.
    near = world(41, 30, 3, offset=1e6, draw=draw)
    met = near.X.copy()
    met[:30] = near.mu + 1e-4 * (np.arange(30) % 2)[:, None]
    small = world(7, 3, 2, seed=1, unit=1e-4, draw=draw)
    small.X[0] = small.mu[1]  # there D is 0, and a floor of any size shows
    return [
        *(_distances(w.X, w.mu) for w in worlds(draw)),
        _distances(far.X, far.mu, FAR),
        _distances(met, near.mu, ("points that lie on a mean, at 1e6", FAR[1])),
        _distances(small.X, small.mu, SMALL),
    ]


# P


def _log_gaussian(D, sigma, d, extreme=None):
    P = log_gaussians(D, sigma, d)
    terms = d * np.abs(np.log(sigma * np.sqrt(2 * np.pi))) + D / (2 * sigma**2)
    size = (*D.shape, d)
    return posed(size, (D, sigma, d), (P,), (terms,), (8 * EPS * terms,), extreme=extreme)


def of_densities(draw):
    w = world(7, 3, 2, seed=2, draw=draw)
    outlier = w.D
    outlier[2] = [3e9, 5e9, 1e10]
    many = world(6, 4, 100, seed=3, unit=1e-4, draw=draw)
    wide = world(6, 4, 100, seed=5, unit=1e4, draw=draw)
    small = world(7, 3, 2, seed=4, unit=1e-3, draw=draw)
    D_many = many.D
    # where the density of a near point overflows, that of a far one is an ordinary number
    D_many[1] = 1800 * many.sigma**2
    far = ("a far outlier", "the density underflows to 0, and its logarithm is −inf")
    over = ("d = 100 and σ near 1e-4", "the density overflows, or σ to the power d underflows")
    under = ("d = 100 and σ near 1e4", "σ to the power d overflows")
    near_0 = ("σ near 1e-3", "a small number added to σ is not small here")
    return [
        *(_log_gaussian(v.D, v.sigma, v.X.shape[1]) for v in worlds(draw)),
        _log_gaussian(outlier, w.sigma, 2, far),
        _log_gaussian(D_many, many.sigma, 100, over),
        _log_gaussian(wide.D, wide.sigma, 100, under),
        _log_gaussian(small.D, small.sigma, 2, near_0),
    ]


# log-sum-exp


def _log_sum_exp_problem(A, d, extreme=None, kind=None):
    ell = log_sum_exp(A)
    m = np.max(A, axis=-1)
    scale = 1 + np.abs(np.where(np.isfinite(m), m, 0))
    size = (len(A), A.shape[-1], d)
    return posed(size, (A,), (ell,), (scale,), (8 * EPS * scale,), extreme=extreme, kind=kind)


def of_rows(draw):
    rng = generator(draw, 11)
    problems = []
    for N, K in [(7, 3), (6, 4), (8, 5), (9, 2), (5, 1), (1, 3)]:
        A = rng.standard_normal((N, K)) * 1.5 + rng.uniform(-3, 2)
        problems.append(_log_sum_exp_problem(A, 2))
    A = rng.standard_normal((7, 3)) * 2
    low, high, spread, zero, both = (A.copy() for _ in range(5))
    low[:3] -= 2000
    high[2:5] += 2000
    spread[0] = [-1500, 2.0, 1.0]
    spread[3] = [0.5, -3000, -2998]
    both[1] += 900
    both[4] -= 900
    zero[1, 0] = zero[4, 2] = -np.inf
    zero[5, 1:] = -np.inf
    nothing = A.copy()
    nothing[3] = -np.inf
    under = "every exponential underflows to 0, and the logarithm of 0 is −inf"
    over = "the exponentials overflow to inf"
    shifted = "the shift is not the maximum of each row"
    minus = "−inf stands for ln 0, and e to the −inf is 0: it must not become NaN"
    alone = ("a row of −inf alone, whose sum is ln 0 = −inf", minus)
    three = A[:6].reshape(2, 3, 3) + np.arange(3)
    return [
        *problems,
        _log_sum_exp_problem(low, 2, ("entries near −2000", under)),
        _log_sum_exp_problem(high, 2, ("entries near +2000", over)),
        _log_sum_exp_problem(both, 2, ("rows near +900 and near −900", shifted)),
        _log_sum_exp_problem(spread, 2, ("a row that spans thousands", shifted)),
        _log_sum_exp_problem(zero, 2, ("some entries −inf", minus)),
        _log_sum_exp_problem(nothing, 2, alone, "courtesy"),
        _log_sum_exp_problem(A[0], 2, ("a single row, an A with one axis", ""), "courtesy"),
        _log_sum_exp_problem(three, 2, ("an A with three axes", ""), "courtesy"),
    ]


# L and Q

OVER = ("densities that overflow: P near +2000", "e to the P overflows to inf")


def nll_problem(P, pi, d, extreme=None):
    with np.errstate(divide="ignore"):
        rows = log_sum_exp(P + np.log(pi), axis=1)
    scale = np.abs(rows).sum() + 1
    return posed(
        (*P.shape, d),
        (P, pi),
        (np.array(-rows.sum()),),
        (scale,),
        (16 * EPS * scale,),
        None,
        extreme,
    )


def posterior_problem(P, pi, d, extreme=None):
    Q = log_posterior(P, pi)
    with np.errstate(divide="ignore"):
        rows = np.abs(log_sum_exp(P + np.log(pi), axis=1))[:, None]
        terms = np.abs(P) + np.where(pi > 0, np.abs(np.log(pi)), 0)
    scale = 1 + np.where(np.isfinite(Q), np.abs(Q), 0) + terms + rows
    return posed((*P.shape, d), (P, pi), (Q,), (scale,), (16 * EPS * scale,), None, extreme)


def of_P_and_pi(problem, draw):
    """Ordinary ones, then the extremes, as `problem` makes them."""
    w = world(7, 3, 2, seed=6, draw=draw)
    P = w.P
    outlier, over, mixed = P.copy(), P + 2000, P.copy()
    outlier[2] = [-4e6, -3e6, -5e6]  # neither the first nor the last is the largest
    mixed[1] += 800
    mixed[4] -= 900
    some = world(6, 4, 1, seed=7, draw=draw)
    pi = some.pi.copy()
    pi[1] = 0
    many = world(400, 3, 2, seed=8, draw=draw)
    both = some.P
    both[3, 1] = 5.0  # nearest to the component that is switched off
    both[4] = [-3000.0, -2.0, -3002.0, -3001.0]  # and an outlier that lies on it
    shifts = ("rows of P near +800 and near −900", "one shift for all rows is not enough")
    return [
        *(problem(v.P, v.pi, v.X.shape[1]) for v in worlds(draw)),
        problem(outlier, w.pi, 2, OUTLIER),
        problem(over, w.pi, 2, OVER),
        problem(mixed, w.pi, 2, shifts),
        problem(both, pi / pi.sum(), 1, ZERO),
        problem(many.P, many.pi, 2, ("400 points", "a product of 400 densities underflows to 0")),
    ]
