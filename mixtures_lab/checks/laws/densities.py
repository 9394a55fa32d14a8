"""The laws of a matrix of log-densities: what it adds up to, and what it is beside another."""

import numpy as np

from ...matrices import log_gaussians, squared_distances
from ..compare import AS_GOOD_AS_MINUS_INF
from .answer import Broken, all_finite, entry, first


def _tolerance(answer, size):
    """What an entry may be off by, if numbers of that size went into it."""
    return 1e-9 * (1 + size) + 64 * answer.eps * size


def adds_up_to_1(widths):
    """A density on a grid of `widths` around each centre: its sum, its mean, its deviation.

    The rows of X are the grid around the first centre, then that around the second, ….
    """

    def law(answer):
        P, (X, mu, s) = answer.parts[0], answer.case.args
        K, d = mu.shape
        own = P.reshape(K, -1, K)
        for j, (grid, cell) in enumerate(zip(X.reshape(K, -1, d), widths, strict=True)):
            broken = _moments(j, np.exp(own[j, :, j]) * cell, grid, mu[j], s[j])
            if broken:
                return broken
        return None

    return law


def _moments(j, p, grid, mu, s):
    """What is wrong with the probabilities `p` of the cells around one mean."""
    if not abs(p.sum() - 1) < 1e-3:
        return Broken(
            "the density does not integrate to 1",
            f"Over a fine grid around mu[{j}], where s[{j}] is {_numbers(s)}, e^P of column {j} "
            f"integrates to {p.sum():.5g} instead of 1.",
        )
    mean = p @ grid
    if np.abs((mean - mu) / s).max() > 1e-3:
        return Broken(
            "the density has another mean",
            f"The mean of density {j} is {_numbers(mean)}, and mu[{j}] is {_numbers(mu)}.",
        )
    deviation = np.sqrt(p @ (grid - mean) ** 2)
    if np.abs(deviation / s - 1).max() > 1e-3:
        return Broken(
            "the density has another standard deviation",
            f"Along its coordinates the standard deviations of density {j} are "
            f"{_numbers(deviation)}, and s[{j}] is {_numbers(s)}.",
        )
    return None


def _numbers(values):
    return "[" + ", ".join(f"{v:.4g}" for v in values) + "]"


def is_the_books_when_round(answer):
    """Where the scales of a component are equal, its column of P is that of chapter 5."""
    P, (X, mu, s) = answer.parts[0], answer.case.args
    D, d = squared_distances(X, mu), X.shape[1]
    size = D / s[:, 0] ** 2 + np.abs(d * np.log(s[:, 0])) + d
    allowed = _tolerance(answer, size) + _lost(answer)
    off = (np.abs(P - log_gaussians(D, s[:, 0], d)) > allowed) & (np.ptp(s, axis=1) == 0)
    if off.any():
        at = first(off)
        return Broken(
            "not the spherical density where the scales are equal",
            f"The entries of s[{at[1]}] are equal, so column {at[1]} of P should be that of the "
            f"book's log_gaussians with this number as σ; {entry('P', at)} is not.",
        )
    return None


def _lost(answer):
    """The rounding of squares that are expanded far from the origin."""
    X, _, s = answer.case.args
    return 64 * X.shape[1] * answer.eps * np.abs(X).max() ** 2 / s.min() ** 2


def stretching_thins(answer):
    """At the same number of standard deviations, density times volume is the same.

    The rows of X are the same steps of s[j] away from mu[j], for one j after the other.
    """
    P, (_, mu, s) = answer.parts[0], answer.case.args
    K = len(mu)
    own = P.reshape(K, -1, K)[np.arange(K), :, np.arange(K)]  # (K, steps)
    logs = np.log(s)
    lifted = own + logs.sum(axis=1, keepdims=True)
    size = np.abs(own) + np.abs(logs).sum(axis=1, keepdims=True)
    off = np.abs(lifted - lifted[0]) > _tolerance(answer, size + size[0]) + _lost(answer)
    if off.any():
        j, z = first(off)
        return Broken(
            "a stretched density is not thinner by the volume",
            f"Components 0 and {j} are the same bell, stretched by s[0] and s[{j}]. At points that "
            f"are as many standard deviations away, density × volume should be equal: the "
            f"difference of P, {own[0, z] - own[j, z]:.5g}, should be the logarithm of the ratio "
            f"of their volumes, {(logs[j] - logs[0]).sum():.5g}.",
        )
    return None


def factorises(answer):
    """P(a) + P(b) = P(ab) + P(ba): the rows of X are a, b, and both with coordinates exchanged."""
    P = answer.parts[0]
    a, b, ab, ba = P.reshape(4, -1, P.shape[1])
    off = np.abs(a + b - ab - ba) > _tolerance(answer, sum(map(np.abs, (a, b, ab, ba))))
    if off.any():
        i, j = first(off)
        return Broken(
            "the density does not factorise over the coordinates",
            "Two points exchange some of their coordinates. The covariance is diagonal, so the "
            f"product of their densities must stay; for component {j} its logarithm goes from "
            f"{(a + b)[i, j]:.5g} to {(ab + ba)[i, j]:.5g}.",
        )
    return None


def counts_add_up_to_1(answer):
    P, (x, rate) = answer.parts[0], answer.case.args
    total = np.exp(P).sum(axis=0)
    off = np.abs(total - 1) > 1e-6
    if off.any():
        (j,) = first(off)
        return Broken(
            "the probabilities do not sum to 1",
            f"Over the counts 0, 1, …, {x.max()} the probabilities with rate[{j}] = {rate[j]:.4g} "
            f"sum to {total[j]:.5g}.",
        )
    return None


A_RATE_OF_0 = "a rate of 0"


def a_rate_of_0_has_counts_of_0_alone(answer):
    """Where the rate is 0, P is 0 at the count 0 and −inf at all others; elsewhere it is finite."""
    P, (x, rate) = answer.parts[0], answer.case.args
    switched = np.broadcast_to(rate == 0, P.shape)
    nothing = switched & (x[:, None] == 0)
    off = np.where(nothing, ~(np.abs(P) <= 1e-9), ~np.isfinite(P))
    off = np.where(switched & ~nothing, ~(P <= AS_GOOD_AS_MINUS_INF), off)
    if not off.any():
        return None
    i, j = first(off)
    if not switched[i, j]:
        return all_finite(answer)
    name = "0 times ln 0" if np.isnan(P[i, j]) else "a rate of 0"
    why = " NumPy makes 0 · ln 0 nan; here it counts as 0." if np.isnan(P[i, j]) else ""
    wanted = "ln p(0) = ln 1 = 0" if nothing[i, j] else f"ln p({x[i]}) = ln 0 = −inf"
    return Broken(
        name,
        f"{entry('P', (i, j))} is {P[i, j]:.5g}, where the count is {x[i]} and rate[{j}] is 0. "
        f"A component with the rate 0 counts 0 always, so {wanted} there.{why}",
    )


def ratios_are_right(answer):
    """p(x + 1)/p(x) = rate/(x + 1), from any count to the next larger one that is there."""
    x, rate = answer.case.args
    order = np.argsort(x, kind="stable")
    x, P = x[order], answer.parts[0][order]
    products = np.concatenate([[0], np.cumsum(np.log(np.arange(1, x.max() + 1)))])
    rate = np.where(rate > 0, rate, np.nan)  # of a rate of 0 another law speaks
    wanted = np.diff(x)[:, None] * np.log(rate) - np.diff(products[x])[:, None]
    got = np.diff(P, axis=0)
    size = np.abs(P[1:]) + np.abs(P[:-1]) + np.abs(wanted) + x[1:, None]
    off = np.abs(got - wanted) > _tolerance(answer, size)
    if off.any():
        i, j = first(off)
        rule = f"rate/{x[i + 1]} = " if x[i + 1] == x[i] + 1 else ""
        return Broken(
            "the ratio of two counts",
            f"With rate[{j}] = {rate[j]:.4g}, p({x[i + 1]})/p({x[i]}) should be "
            f"{rule}{np.exp(wanted[i, j]):.4g}, and yours is {np.exp(got[i, j]):.4g}.",
        )
    return None
