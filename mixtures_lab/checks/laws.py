"""The laws that a right function keeps, for tasks whose answer nobody here holds.

A density is never negative and adds up to 1. An M-step ends at a minimum of the
expected cost −Σ r_ij (ln p(x_i | j) + ln π_j): no neighbour of its answer costs less.
So a function can be checked as one checks a result that nobody knows.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from ..matrices import log_gaussians, log_sum_exp, squared_distances
from . import problems
from .compare import AS_GOOD_AS_MINUS_INF, COARSEST
from .problems import (
    FAR,
    SAFE_COUNT,
    SMALL,
    _generator,
    _log_posteriors,
    _spread,
    guards,
    ordinary_words,
    world,
)

#: The tasks that are checked by laws alone, each with the arguments of a function.
LAWS = {
    "shared_m_step": ("X", "Q"),
    "diagonal_log_gaussians": ("X", "mu", "s"),
    "diagonal_m_step": ("X", "Q"),
    "log_poissons": ("x", "rate"),
    "poisson_m_step": ("x", "Q"),
    "map_m_step": ("X", "Q", "alpha", "beta"),
}

#: The names of the arrays that are returned, where there are several.
ANSWERS = {
    "shared_m_step": ("mu", "sigma", "pi"),
    "diagonal_m_step": ("mu", "s", "pi"),
    "poisson_m_step": ("rate", "pi"),
    "map_m_step": ("mu", "sigma", "pi"),
}


class Broken(NamedTuple):
    """A law that an answer breaks."""

    name: str
    sentence: str


class Problem(NamedTuple):
    """Arguments, and the laws that a right answer keeps."""

    words: str  # what is special about it
    kind: str  # "ordinary" or "extreme"
    args: tuple
    size: tuple  # (N, K, d)
    shapes: tuple  # one per part of the answer
    laws: tuple  # each of an Answer, which it finds Broken or not


class Answer(NamedTuple):
    """What a function returned, for a law to look at."""

    names: tuple
    parts: tuple
    eps: float  # of its number type
    problem: Problem


def broken_law(names, problem, reading):
    """The first law of the problem that a reading breaks, or None; `names` are of its parts."""
    parts = tuple(
        part.reshape(shape) if reading.matrix and part.size == np.prod(shape) else part
        for part, shape in zip(reading.parts, problem.shapes, strict=True)
    )
    answer = Answer(names, parts, min(reading.eps, COARSEST), problem)
    with np.errstate(all="ignore"):
        for law in (shapes_fit, *problem.laws):
            broken = law(answer)
            if broken:
                return broken
    return None


def _entry(name, at):
    """An entry as it is written in code."""
    return f"{name}[{', '.join(str(int(i)) for i in at)}]" if len(at) else name


def _first(mask):
    return tuple(np.argwhere(mask)[0])


# for every answer


def shapes_fit(answer):
    for name, part, shape in zip(answer.names, answer.parts, answer.problem.shapes, strict=True):
        if part.shape != shape:
            turned = ": is it the transpose?" if part.shape == shape[::-1] else "."
            return Broken(
                f"the shape of {name}", f"{name} has shape {part.shape} instead of {shape}{turned}"
            )
    return None


def all_finite(answer):
    for name, part in zip(answer.names, answer.parts, strict=True):
        if not np.isfinite(part).all():
            at = _first(~np.isfinite(part))
            return Broken(
                f"{name} is not finite",
                f"{_entry(name, at)} is {part[at]}, and it should be a finite number.",
            )
    return None


# of an M-step


def weights_add_up(answer):
    pi = answer.parts[-1]
    if (pi < 0).any():
        at = _first(pi < 0)
        return Broken("a weight is negative", f"{_entry('pi', at)} is {pi[at]:.5g}.")
    if abs(pi.sum() - 1) > 1e-6:
        return Broken(
            "the weights do not sum to 1", f"pi sums to {pi.sum():.6g}, and weights sum to 1."
        )
    return None


def nothing_below_0(answer):
    """No spread and no rate is negative, and none is 0 but a rate of no counts."""
    name, part = answer.names[-2], answer.parts[-2]
    held = _counts(answer) > 0
    if name == "rate":
        x, Q = answer.problem.args
        held = x @ np.exp(Q) > 0
    for what, mask in (("negative", part < 0), ("0", (part == 0) & held.reshape(-1, *_ones(part)))):
        if mask.any():
            at = _first(mask)
            return Broken(
                f"{name} is {what}",
                f"{_entry(name, at)} is {part[at]:.5g}, and it has to be positive.",
            )
    return None


def _ones(part):
    return (1,) * (part.ndim - 1)


def _counts(answer):
    """How many points every component holds."""
    return np.exp(answer.problem.args[1]).sum(axis=0)


def spread_is_shared(answer):
    sigma = answer.parts[1]
    if np.ptp(sigma) > 1e-6 * np.abs(sigma).max():
        return Broken(
            "sigma is not shared",
            f"sigma is {np.array2string(sigma, precision=5)}: its entries should be one number, "
            "as often as there are components.",
        )
    return None


def _floor(X):
    """Up to where a safeguard may lift a spread that would be 0."""
    nothing = np.zeros(1)
    return guards(X, np.ones(1), nothing, nothing)[1][1][0]


def one_point_has_no_spread(answer):
    """The means lie on the only point, and the spread is 0 but for a floor."""
    X, (mu, spread, _) = answer.problem.args[0], answer.parts
    x = X[0]
    if np.abs(mu - x).max() > 1e-6 * np.abs(x).max():
        return Broken(
            "a mean is not at the only point",
            f"There is one point, {x}, and mu is not there in every row.",
        )
    if spread.max() > _floor(X):
        return Broken(
            "one point with a spread",
            f"{answer.names[1]} is {spread.max():.5g}: one point has no spread, so 0 is wanted, "
            "or a small floor.",
        )
    return None


#: How far the neighbours are: relative to a parameter or, for a mean, to the data's spread.
STEPS = {"3%": 0.03, "0.1%": 1e-3, "0.001%": 1e-5}


def no_neighbour_costs_less(*costs):
    """The law that an answer is at a minimum of the expected cost.

    One of `costs` per part of the answer: it takes the arguments and all the parts, and
    gives an array of its part's shape, what the expected cost owes to every entry of it.
    """

    def law(answer):
        args, parts = answer.problem.args, answer.parts
        good = []
        for k, (name, cost) in enumerate(zip(answer.names, costs, strict=True)):
            here = cost(args, parts)
            if not np.isfinite(here).all():
                at = _first(~np.isfinite(here))
                return Broken(
                    f"the expected cost is infinite at {name}",
                    f"The expected cost is {here[at]} where {_entry(name, at)} is "
                    f"{parts[k][at]:.5g}.",
                )
            found = []
            for words, base, moved, about in _neighbours(answer, k):
                at_base, at_moved = (
                    cost(args, (*parts[:k], part, *parts[k + 1 :])) for part in (base, moved)
                )
                saved = np.where(about, at_base - at_moved, -np.inf)
                at = np.unravel_index(np.argmax(saved), saved.shape)
                if saved[at] > 1e-13 * (1 + abs(here[at])):
                    found.append((saved[at], words, at))
            if not found:
                good.append(name)
                continue
            saved, words, at = max(found)
            # A σ that is shared is one parameter, however many entries it has.
            entry = name if cost is _shared_cost else _entry(name, at)
            fine = f" No neighbour of {' or '.join(good)} does." if good else ""
            return Broken(
                f"{name} is not at the minimum of the expected cost",
                f"A neighbour of your answer costs less: with {entry} {words}, the expected cost "
                f"falls by {saved:.3g}.{fine}",
            )
        return None

    return law


def _neighbours(answer, k):
    """(in words, a part, the same moved, which of its entries this is about), both ways."""
    part, name = answer.parts[k], answer.names[k]
    move = {"mu": _moved_means, "pi": _moved_weights}.get(name, _scaled)
    for percent, step in STEPS.items():
        for sign in (1, -1):
            base, free = part, True
            if move is _scaled and sign < 0:
                # What a safeguard has added is no reason to call an answer too large.
                base, free = _without_a_safeguard(answer, k)
            for words, moved, about in move(base, answer, sign, step, percent):
                yield words, base, moved, about & free


#: What a safeguard adds to a variance, where the data are of the size 1: scikit-learn's number.
ADDED = 1.01e-6

#: A safeguard keeps a rate, in counts, this far from 0: its logarithm is wanted.
LEAST_RATE = 1e-3


def _without_a_safeguard(answer, k):
    """The part without what a usual safeguard may have added, and where that is not all of it."""
    X, part = answer.problem.args[0], answer.parts[k]
    if answer.names[k] == "rate":
        return part, part > LEAST_RATE
    bare = part * np.sqrt(np.maximum(1 - ADDED * max(1, X.var()) / part / part, 0))
    more = part > _floor(X)
    return np.where(more, bare, part), more


def _moved_means(mu, answer, sign, step, percent):
    X = answer.problem.args[0]
    spread, largest = _spread(X), np.abs(X).max()
    # Rounding moves a mean, and so does a small number that is added to its count.
    least = 64 * answer.eps + 2 * SAFE_COUNT / np.maximum(_counts(answer), 1e-8)[:, None]
    step = np.maximum(step, least * largest / spread)
    words = f"{_more(sign)} by {percent} of the spread of the data"
    yield words, mu + sign * step * spread, True


def _moved_weights(pi, answer, sign, step, percent):
    step = max(step, 64 * answer.eps)
    for j in range(len(pi)):
        one = np.arange(len(pi)) == j
        moved = np.where(one, pi * (1 + sign * step), pi)
        words = f"{_more(sign)} by {percent} (and all scaled to sum to 1)"
        yield words, moved / moved.sum(), one & (pi > SAFE_COUNT)


def _scaled(part, answer, sign, step, percent):
    # A variance may be a difference of two sums, which cancels far from the origin.
    size = np.abs(answer.problem.args[0]).max() / np.where(part > 0, part, np.inf)
    step = np.minimum(np.maximum(step, 64 * answer.eps * (1 + size**2)), 0.5)
    yield f"{_more(sign)} by {percent}", part * (1 + sign * step), True


def _more(sign):
    return "larger" if sign > 0 else "smaller"


# what the expected cost owes to each part


def _weights_cost(args, parts):
    """−Σ r_ij ln π_j, the same at every weight: their sum is 1, so they move together."""
    Nk, pi = np.exp(args[1]).sum(axis=0), parts[-1] / parts[-1].sum()
    return np.full(len(pi), -np.where(Nk > 0, Nk * np.log(pi), 0).sum())


def _coordinates_cost(args, parts):
    """−Σ_i r_ij ln p(x_ic), of every component and coordinate: (K, d)."""
    X, Q = args[:2]
    mu, spread = parts[:2]
    R = np.exp(Q)
    s = np.where(R.sum(axis=0) > 0, spread.T, 1).T.reshape(len(mu), -1) + np.zeros(mu.shape)
    apart = np.minimum((X[:, None] - mu) ** 2, 1e300).reshape(len(X), mu.size)
    P = log_gaussians(apart, s.ravel(), 1).reshape(len(X), *mu.shape)
    return -np.einsum("ij,ijc->jc", R, P)


def _components_cost(args, parts):
    return _coordinates_cost(args, parts).sum(axis=1)


def _shared_cost(args, parts):
    """The whole cost at every entry: a shared σ is one parameter."""
    return np.full(len(parts[1]), _coordinates_cost(args, parts).sum())


def _prior_cost(args, parts):
    """−ln of the inverse gamma density at every σ_j², but for a constant, is added."""
    (alpha, beta), variance = args[2:], parts[1] ** 2
    return _components_cost(args, parts) + (alpha + 1) * np.log(variance) + beta / variance


def _rate_cost(args, parts):
    (x, Q), rate = args, parts[0]
    R = np.exp(Q)
    P = _from_the_ratios(x, np.where(R.sum(axis=0) > 0, rate, 1))
    return -np.where(R > 0, R * P, 0).sum(axis=0)


def _from_the_ratios(x, rate):
    """ln p(x), from p(x)/p(x − 1) = rate/x and Σ p = 1 alone, summed up to a far count."""
    steps = np.log(rate) - np.log(np.arange(1, 2 * int(x.max()) + 100))[:, None]
    logs = np.concatenate([np.zeros((1, len(rate))), np.cumsum(steps, axis=0)])
    return (logs - log_sum_exp(logs, axis=0))[x]


# of a matrix of log-densities


def _tolerance(answer, size):
    """What an entry may be off by, if numbers of that size went into it."""
    return 1e-9 * (1 + size) + 64 * answer.eps * size


def adds_up_to_1(centres, widths):
    """A density on a grid of `widths` around each centre: its sum, its mean, its deviation.

    The rows of X are the grid around the first centre, then that around the second, ….
    """

    def law(answer):
        P, (X, mu, s) = answer.parts[0], answer.problem.args
        grids = X.reshape(len(mu), -1, X.shape[1])
        for j, (grid, cell) in enumerate(zip(grids, widths, strict=True)):
            p = np.exp(P[:, j].reshape(len(mu), -1)[j]) * cell
            if not abs(p.sum() - 1) < 1e-3:
                return Broken(
                    "the density does not integrate to 1",
                    f"Over a fine grid around mu[{j}], where s[{j}] is {_numbers(s[j])}, e^P of "
                    f"column {j} integrates to {p.sum():.5g} instead of 1.",
                )
            mean = p @ grid
            if np.abs((mean - mu[j]) / s[j]).max() > 1e-3:
                return Broken(
                    "the density has another mean",
                    f"The mean of density {j} is {_numbers(mean)}, and mu[{j}] is "
                    f"{_numbers(mu[j])}.",
                )
            deviation = np.sqrt(p @ (grid - mean) ** 2)
            if np.abs(deviation / s[j] - 1).max() > 1e-3:
                return Broken(
                    "the density has another standard deviation",
                    f"Along its coordinates the standard deviations of density {j} are "
                    f"{_numbers(deviation)}, and s[{j}] is {_numbers(s[j])}.",
                )
        return None

    return law


def _numbers(values):
    return "[" + ", ".join(f"{v:.4g}" for v in values) + "]"


def is_the_books_when_round(answer):
    """Where the scales of a component are equal, its column of P is that of chapter 5."""
    P, (X, mu, s) = answer.parts[0], answer.problem.args
    D, d = squared_distances(X, mu), X.shape[1]
    size = D / s[:, 0] ** 2 + np.abs(d * np.log(s[:, 0])) + d
    allowed = _tolerance(answer, size) + _lost(answer)
    off = (np.abs(P - log_gaussians(D, s[:, 0], d)) > allowed) & (np.ptp(s, axis=1) == 0)
    if off.any():
        at = _first(off)
        return Broken(
            "not the spherical density where the scales are equal",
            f"The entries of s[{at[1]}] are equal, so column {at[1]} of P should be that of the "
            f"book's log_gaussians with this number as σ; {_entry('P', at)} is not.",
        )
    return None


def _lost(answer):
    """The rounding of squares that are expanded far from the origin."""
    X, _, s = answer.problem.args
    return 64 * X.shape[1] * answer.eps * np.abs(X).max() ** 2 / s.min() ** 2


def stretching_thins(answer):
    """At the same number of standard deviations, density times volume is the same.

    The rows of X are the same steps of s[j] away from mu[j], for one j after the other.
    """
    P, (_, mu, s) = answer.parts[0], answer.problem.args
    K = len(mu)
    own = P.reshape(K, -1, K)[np.arange(K), :, np.arange(K)]  # (K, steps)
    logs = np.log(s)
    lifted = own + logs.sum(axis=1, keepdims=True)
    size = np.abs(own) + np.abs(logs).sum(axis=1, keepdims=True)
    off = np.abs(lifted - lifted[0]) > _tolerance(answer, size + size[0]) + _lost(answer)
    if off.any():
        j, z = _first(off)
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
        i, j = _first(off)
        return Broken(
            "the density does not factorise over the coordinates",
            "Two points exchange some of their coordinates. The covariance is diagonal, so the "
            f"product of their densities must stay; for component {j} its logarithm goes from "
            f"{(a + b)[i, j]:.5g} to {(ab + ba)[i, j]:.5g}.",
        )
    return None


def counts_add_up_to_1(answer):
    P, (x, rate) = answer.parts[0], answer.problem.args
    total = np.exp(P).sum(axis=0)
    off = np.abs(total - 1) > 1e-6
    if off.any():
        (j,) = _first(off)
        return Broken(
            "the probabilities do not sum to 1",
            f"Over the counts 0, 1, …, {x.max()} the probabilities with rate[{j}] = {rate[j]:.4g} "
            f"sum to {total[j]:.5g}.",
        )
    return None


A_RATE_OF_0 = "a rate of 0"


def a_rate_of_0_has_counts_of_0_alone(answer):
    """Where the rate is 0, P is 0 at the count 0 and −inf at all others; elsewhere it is finite."""
    P, (x, rate) = answer.parts[0], answer.problem.args
    switched = np.broadcast_to(rate == 0, P.shape)
    nothing = switched & (x[:, None] == 0)
    off = np.where(nothing, ~(np.abs(P) <= 1e-9), ~np.isfinite(P))
    off = np.where(switched & ~nothing, ~(P <= AS_GOOD_AS_MINUS_INF), off)
    if not off.any():
        return None
    i, j = _first(off)
    if not switched[i, j]:
        return all_finite(answer)
    name = "0 times ln 0" if np.isnan(P[i, j]) else "a rate of 0"
    why = " NumPy makes 0 · ln 0 nan; here it counts as 0." if np.isnan(P[i, j]) else ""
    wanted = "ln p(0) = ln 1 = 0" if nothing[i, j] else f"ln p({x[i]}) = ln 0 = −inf"
    return Broken(
        name,
        f"{_entry('P', (i, j))} is {P[i, j]:.5g}, where the count is {x[i]} and rate[{j}] is 0. "
        f"A component with the rate 0 counts 0 always, so {wanted} there.{why}",
    )


def ratios_are_right(answer):
    """p(x + 1)/p(x) = rate/(x + 1), from any count to the next larger one that is there."""
    x, rate = answer.problem.args
    order = np.argsort(x, kind="stable")
    x, P = x[order], answer.parts[0][order]
    products = np.concatenate([[0], np.cumsum(np.log(np.arange(1, x.max() + 1)))])
    rate = np.where(rate > 0, rate, np.nan)  # of a rate of 0 another law speaks
    wanted = np.diff(x)[:, None] * np.log(rate) - np.diff(products[x])[:, None]
    got = np.diff(P, axis=0)
    size = np.abs(P[1:]) + np.abs(P[:-1]) + np.abs(wanted) + x[1:, None]
    off = np.abs(got - wanted) > _tolerance(answer, size)
    if off.any():
        i, j = _first(off)
        rule = f"rate/{x[i + 1]} = " if x[i + 1] == x[i] + 1 else ""
        return Broken(
            "the ratio of two counts",
            f"With rate[{j}] = {rate[j]:.4g}, p({x[i + 1]})/p({x[i]}) should be "
            f"{rule}{np.exp(wanted[i, j]):.4g}, and yours is {np.exp(got[i, j]):.4g}.",
        )
    return None


# the problems of the M-steps


def _m_problem(words, kind, args, size, shapes, laws):
    return Problem(words, kind, args, size, shapes, (all_finite, weights_add_up, *laws))


def _of_the_m_step(draw, spread_cost, spread_shape, laws=()):
    """The problems of the book's M-step, for other laws."""
    made = []
    for p in problems.problems_of("m_step", draw):
        N, K, d = p.size
        if N == 1:
            mine = (one_point_has_no_spread,)
        else:
            minimum = no_neighbour_costs_less(_coordinates_cost, spread_cost, _weights_cost)
            mine = (nothing_below_0, *laws, minimum)
        shapes = ((K, d), spread_shape(K, d), (K,))
        made.append(_m_problem(p.words, p.kind, p.args, p.size, shapes, mine))
    return made


def _shared_m_step(draw):
    return _of_the_m_step(draw, _shared_cost, lambda K, d: (K,), (spread_is_shared,))


def _diagonal_m_step(draw):
    return _of_the_m_step(draw, _coordinates_cost, lambda K, d: (K, d))


def _map_m_step(draw):
    rng = _generator(draw, 31)
    minimum = no_neighbour_costs_less(_coordinates_cost, _prior_cost, _weights_cost)
    laws = (nothing_below_0, minimum)
    made = []

    def add(p, alpha, beta, words=None, kind="extreme"):
        _, K, d = p.size
        shapes = ((K, d), (K,), (K,))
        prior = f", alpha = {alpha:.3g}, beta = {beta:.3g}" if kind == "ordinary" else ""
        words = words or p.words + prior
        made.append(_m_problem(words, kind, (*p.args, alpha, beta), p.size, shapes, laws))

    book = problems.problems_of("m_step", draw)
    for p in book:
        alpha, beta = rng.uniform([0.5, 0.5], [4.0, 3.0]).round(2).tolist()
        add(p, alpha, beta * (1e-8 if p.words == SMALL[0] else 1.0), kind=p.kind)
    first = book[0]
    N, K, _ = first.size
    hard = np.full((N, K), -np.inf)
    hard[np.arange(N), [0, 1, 1, 2, 2, 2, 1]] = 0.0
    alone = first._replace(args=(first.args[0], hard))
    add(alone, 1.5, 0.7, "a component that holds one point alone")
    add(first, 1e5, 3e5, "a strong prior, alpha = 1e5, beta = 3e5")
    add(first, 1e-6, 1e-9, "a weak prior, alpha = 1e-6, beta = 1e-9")
    return made


def _counts_of(rates, N, rng):
    x = rng.poisson(rng.choice(rates, size=N))
    x[: len(rates)] = np.ceil(rates[:N])  # never 0 alone
    return x


EMPTIED = problems.EMPTIED[0]


def _poisson_m_step(draw):
    rng = _generator(draw, 37)
    laws = (nothing_below_0, no_neighbour_costs_less(_rate_cost, _weights_cost))
    made = []

    def add(x, Q, extreme=None):
        N, K = Q.shape
        words = extreme or f"N = {N}, K = {K}"
        kind = "extreme" if extreme else "ordinary"
        made.append(_m_problem(words, kind, (x, Q), (N, K, 1), ((K,), (K,)), laws))

    for N, K in [(7, 3), (9, 4), (12, 5), (5, 1), (1, 3), (3, 4)]:
        x = _counts_of(rng.uniform(1, 12, K), N, rng)
        add(x, _log_posteriors(N, K, 21, draw))
    emptied = _log_posteriors(8, 3, 22, draw)
    emptied = np.column_stack([emptied[:, :1], np.full(8, -np.inf), emptied[:, 1:]])
    add(_counts_of(np.array([2.0, 5.0, 9.0, 4.0]), 8, rng), emptied, EMPTIED)
    add(1000 + rng.poisson(50.0, 7), _log_posteriors(7, 3, 23, draw), "counts near 1000")
    few = np.array([0, 0, 1, 0, 0, 0, 2, 0])
    add(few, _log_posteriors(8, 3, 24, draw), "counts of 0 nearly everywhere")
    hard = np.full((7, 3), -np.inf)
    hard[np.arange(7), [0, 1, 2, 2, 1, 0, 1]] = 0.0
    x = _counts_of(np.array([3.0, 6.0, 9.0]), 7, rng)
    add(x, hard, "posteriors of 0 and 1 only")
    add(np.where(hard[:, 0] == 0, 0, x), hard, "a component that holds counts of 0 alone")
    add(0 * few, _log_posteriors(8, 3, 25, draw), "no count but 0")
    huge = np.append(x, 5_000)
    add(huge, _log_posteriors(8, 3, 26, draw), "one huge count")
    return made


# the problems of the densities


def _density(words, kind, X, mu, s, *laws):
    shapes = ((len(X), len(mu)),)
    return Problem(words, kind, (X, mu, s), (len(X), *mu.shape), shapes, (all_finite, *laws))


def _grid(mu, s):
    """Points around every mean, 0.8 of s apart, and the volume of their cells."""
    steps = np.arange(-8, 8.1, 0.8)
    mesh = np.stack(np.meshgrid(*[steps] * mu.shape[1], indexing="ij"), axis=-1)
    X = mu[:, None] + s[:, None] * mesh.reshape(-1, mu.shape[1])
    return X.reshape(-1, mu.shape[1]), (0.8 * s).prod(axis=1)


def _stretched(rng, K, d, unit=1.0, offset=0.0, away=None):
    """Components of unequal scales, the first one round, and points equally far from all means.

    Equally many standard deviations, that is, and in the same directions.
    """
    mu = offset + unit * rng.normal(0, 2, (K, d))
    s = unit * rng.uniform(0.5, 2.0, (K, d))
    s[0] = s[0, 0]
    z = rng.normal(0, 1, (4, d)) if away is None else away
    return (mu[:, None] + s[:, None] * z).reshape(-1, d), mu, s


def _diagonal_log_gaussians(draw):
    rng = _generator(draw, 41)
    made = []
    for K, d in [(3, 1), (2, 2)]:
        _, mu, s = _stretched(rng, K, d)
        X, cells = _grid(mu, s)
        words = f"a fine grid, K = {K}, d = {d}"
        made.append(_density(words, "ordinary", X, mu, s, adds_up_to_1(mu, cells)))
    for N, K, d in problems.SHAPES:
        w = world(N, K, d, seed=3, draw=draw)
        s = np.repeat(w.sigma[:, None], d, axis=1)
        words = f"equal scales, {ordinary_words(N, K, d)}"
        made.append(_density(words, "ordinary", w.X, w.mu, s, is_the_books_when_round))
    both = (is_the_books_when_round, stretching_thins)
    for K, d in [(3, 2), (2, 3), (5, 7)]:
        words = f"unequal scales, K = {K}, d = {d}"
        made.append(_density(words, "ordinary", *_stretched(rng, K, d), *both))
        a, b = rng.normal(0, 2, (2, 3, d))
        swap = np.arange(d) < 1 + d // 3
        X = np.concatenate([a, b, np.where(swap, a, b), np.where(swap, b, a)])
        _, mu, s = _stretched(rng, K, d)
        made.append(_density(words, "ordinary", X, mu, s, factorises))
    for words, K, d, options in [
        ("a far outlier", 3, 2, {"away": np.array([[900.0, -400.0], [0.5, 0.1]])}),
        ("d = 100 and s near 1e-4", 3, 100, {"unit": 1e-4}),
        ("d = 100 and s near 1e4", 3, 100, {"unit": 1e4}),
        (FAR[0], 4, 3, {"offset": 1e6}),
        (SMALL[0], 3, 2, {"unit": 1e-4}),
    ]:
        made.append(_density(words, "extreme", *_stretched(rng, K, d, **options), *both))
    return made


def _log_poissons(draw):
    rng = _generator(draw, 43)
    made = []

    def add(x, rate, laws, extreme=None):
        shape = (len(x), len(rate))
        words = extreme or f"N = {len(x)}, K = {len(rate)}"
        kind = "extreme" if extreme else "ordinary"
        made.append(Problem(words, kind, (x, rate), (*shape, 1), (shape,), laws))

    both = (all_finite, counts_add_up_to_1, ratios_are_right)
    ratios = (all_finite, ratios_are_right)
    for N, K in [(80, 3), (90, 2), (85, 5), (70, 1)]:
        add(np.arange(N), rng.uniform(0.4, 15, K), both)
    for N, K in [(7, 3), (6, 4), (1, 2)]:
        add(rng.poisson(6.0, N), rng.uniform(0.5, 12, K), ratios)
    add(np.arange(2200), np.array([900.0, 1000.0]), both, "counts up to 2200, where x! overflows")
    add(np.array([0, 1, 2]), np.array([1e-12, 1e-200]), both, "tiny rates, 1e-12 and 1e-200")
    add(np.zeros(3, int), rng.uniform(1e-9, 1e-8, 2), ratios, "counts of 0 alone")
    add(np.array([0, 3, 5_000]), np.array([4.0, 4_900.0]), ratios, "one huge count")
    zero = (a_rate_of_0_has_counts_of_0_alone, ratios_are_right)
    add(np.array([4, 0, 1, 0]), np.array([0.0, 2.5]), zero, A_RATE_OF_0)
    add(np.zeros(2, int), np.zeros(3), zero, f"{A_RATE_OF_0}, and no other")
    return made


MAKERS = {
    "shared_m_step": _shared_m_step,
    "diagonal_log_gaussians": _diagonal_log_gaussians,
    "diagonal_m_step": _diagonal_m_step,
    "log_poissons": _log_poissons,
    "poisson_m_step": _poisson_m_step,
    "map_m_step": _map_m_step,
}


@cache
def problems_of(name, draw=0):
    """The problems of a task, the ordinary ones first; every draw has its own numbers."""
    return tuple(MAKERS[name](draw))
