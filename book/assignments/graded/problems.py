"""The problems: those of the laws, with right answers, and more for the densities.

What a density is tried on by its laws is made for a law each, such as a fine grid around every
mean; here it is what an answer can be compared on.
"""

import math
from functools import cache

import numpy as np

from mixtures_lab.checks import laws
from mixtures_lab.checks.problems.posed import (
    AS_GOOD_AS_EMPTY,
    EPS,
    FAR,
    SHAPES,
    SMALL,
    generator,
    guards,
    posed,
    spread_of,
    world,
)

from .answers import diagonal_density, poisson_density

# of the M-steps


@cache
def of_gaussians(name, answer, draw):
    return tuple(_gaussians(case, *answer(*case.args)) for case in laws.problems_of(name, draw))


def _gaussians(case, mu, spread, pi):
    X, Q = case.args[:2]
    largest, width = float(np.abs(X).max()), spread_of(X)
    held = np.exp(Q).sum(axis=0)
    thin = np.maximum(spread, 1e-3 * width)
    rounding = (64 * EPS * largest, 64 * X.shape[1] * EPS * largest**2 / thin, 64 * EPS)
    free_mu = np.repeat(held[:, None] < AS_GOOD_AS_EMPTY, X.shape[1], axis=1)
    # A σ that is shared, or has a prior, is a number whatever a component holds.
    free = (free_mu, free_mu if spread.ndim == 2 else False, False)
    guarded = (*guards(X, held, mu, spread), None)
    return _with_answer(case, (mu, spread, pi), (width, width, 1.0), rounding, free, guarded)


@cache
def of_rates(name, answer, draw):
    return tuple(_rates(case, *answer(*case.args)) for case in laws.problems_of(name, draw))


def _rates(case, rate, pi):
    x, Q = case.args
    scale, rounding = (1 + x.max(), 1.0), (64 * EPS * x.max(), 64 * EPS)
    free = (np.exp(Q).sum(axis=0) == 0, False)
    guarded = ((rate, np.maximum(rate, laws.LEAST_RATE)), None)
    return _with_answer(case, (rate, pi), scale, rounding, free, guarded)


def _with_answer(case, right, scale, rounding, free, guarded):
    extreme = (case.words, case.lesson)
    return posed(
        case.size, case.args, right, scale, rounding, free, extreme, case.kind, guarded=guarded
    )


# of the densities


@cache
def of_diagonal_densities(draw):
    rng = generator(draw, 55, 3)

    def unequal(N, K, d, unit=1.0, offset=0.0):
        w = world(N, K, d, seed=51, unit=unit, offset=offset, draw=draw)
        return w.X, w.mu, w.sigma[:, None] * rng.uniform(0.6, 1.8, (K, d))

    made = [_bells(*unequal(*size)) for size in SHAPES]
    X, mu, s = unequal(7, 3, 2)
    X[2] = [3e4, -1e4]
    outlier = ("a far outlier", "its density underflows to 0, and the logarithm of 0 is −inf")
    made.append(_bells(X, mu, s, outlier))
    for unit in (1e-4, 1e4):
        volume = (f"d = 100 and s near {unit:g}", "a product of 100 scales underflows or overflows")
        made.append(_bells(*unequal(6, 4, 100, unit=unit), volume))
    made.append(_bells(*unequal(11, 4, 3, offset=1e6), FAR))
    made.append(_bells(*unequal(7, 3, 2, unit=1e-4), SMALL))
    return tuple(made)


def _bells(X, mu, s, extreme=None):
    d, size = X.shape[1], (len(X), *mu.shape)
    squares = (((X[:, None] - mu) / s) ** 2).sum(axis=2)
    terms = squares + np.abs(np.log(s)).sum(axis=1) + 2 * d
    rounding = 64 * d * EPS * (terms + np.abs(X).max() ** 2 / s.min() ** 2)
    right = diagonal_density(X, mu, s)
    return posed(size, (X, mu, s), (right,), (terms,), (rounding,), None, extreme)


@cache
def of_poissons(draw):
    rng = generator(draw, 55, 4)
    made = [
        _poissons(rng.integers(1, 17, N), rng.uniform(0.4, 9, K))
        for N, K in [(7, 3), (6, 4), (8, 5), (9, 2), (1, 3)]
    ]
    made.append(_poissons(np.array([4, 0, 2, 1, 0, 7]), rng.uniform(0.4, 9, 4)))
    return (*made, *(_poissons(np.array(x), np.array(r), (w, why)) for x, r, w, why in _odd(rng)))


def _odd(rng):
    """(counts, rates, words, lesson) of each extreme."""
    many = rng.integers(900, 1100, 6)
    overflow = "x! and e to the −rate overflow"
    yield many, [900.0, 1000.0, 1.5], "counts near 1000", overflow
    fact = "x! is too large for an integer"
    yield [30, 45, 60, 25], [30.0, 50.0], "counts from 25 to 60", fact
    added = "a small number added for safety is not small"
    yield [0, 1, 2], [1e-12, 1e-200], "tiny rates", added
    huge = np.append(rng.integers(1, 17, 4), 20_000)
    one = "its factorial overflows, and not that of the others"
    yield huge, [4.0, 19_000.0], "one huge count", one
    zero = "0 · ln 0 counts as 0, and NumPy makes it nan"
    yield [3, 0, 1, 0], np.append(0.0, rng.uniform(0.4, 9, 2)), "a rate of 0", zero
    nothing = "the probability of the count 0 is 1"
    yield [0, 0, 0], [0.0, 0.0], "a rate of 0, and no other", nothing


def _poissons(x, rate, extreme=None):
    terms = 1 + np.abs(x_ln(x, rate, 0.0)) + rate + log_factorials(x)[:, None]
    words = extreme or (f"N = {len(x)}, K = {len(rate)}", "")
    kind = "extreme" if extreme else "ordinary"
    size, right = (len(x), len(rate), 1), poisson_density(x, rate)
    return posed(size, (x, rate), (right,), (terms,), (16 * EPS * terms,), None, words, kind)


def x_ln(x, rate, of_0=-np.inf):
    """x ln λ, which is 0 for the count 0; ln 0 is `of_0`."""
    logs = np.log(rate, where=rate > 0, out=np.full(len(rate), of_0))
    counts = x[:, None]
    return np.where(counts > 0, np.where(counts > 0, counts, 1) * logs, 0)


def log_factorials(x, shift=1):
    return np.array([math.lgamma(n + shift) for n in x])
