"""The laws of an M-step: its parts may be what they are, and no neighbour costs less."""

import numpy as np

from ..problems.posed import SAFE_COUNT, guards, spread_of
from .answer import Broken, entry, first
from .costs import shared_cost


def weights_add_up(answer):
    pi = answer.parts[-1]
    if (pi < 0).any():
        at = first(pi < 0)
        return Broken("a weight is negative", f"{entry('pi', at)} is {pi[at]:.5g}.")
    if abs(pi.sum() - 1) > 1e-6:
        return Broken(
            "the weights do not sum to 1", f"pi sums to {pi.sum():.6g}, and weights sum to 1."
        )
    return None


def nothing_below_0(answer):
    """No spread and no rate is negative, and none is 0 but a rate of no counts."""
    name, part = answer.names[-2], answer.parts[-2]
    held = counts_held(answer) > 0
    if name == "rate":
        x, Q = answer.case.args
        held = x @ np.exp(Q) > 0
    for what, mask in (("negative", part < 0), ("0", (part == 0) & held.reshape(-1, *_ones(part)))):
        if mask.any():
            at = first(mask)
            return Broken(
                f"{name} is {what}",
                f"{entry(name, at)} is {part[at]:.5g}, and it has to be positive.",
            )
    return None


def _ones(part):
    return (1,) * (part.ndim - 1)


def counts_held(answer):
    """How many points every component holds."""
    return np.exp(answer.case.args[1]).sum(axis=0)


def spread_is_shared(answer):
    sigma = answer.parts[1]
    if np.ptp(sigma) > 1e-6 * np.abs(sigma).max():
        return Broken(
            "sigma is not shared",
            f"sigma is {np.array2string(sigma, precision=5)}: its entries should be one number, "
            "as often as there are components.",
        )
    return None


def floor_of(X):
    """Up to where a safeguard may lift a spread that would be 0."""
    nothing = np.zeros(1)
    return guards(X, np.ones(1), nothing, nothing)[1][1][0]


def one_point_has_no_spread(answer):
    """The means lie on the only point, and the spread is 0 but for a floor."""
    X, (mu, spread, _) = answer.case.args[0], answer.parts
    x = X[0]
    if np.abs(mu - x).max() > 1e-6 * np.abs(x).max():
        return Broken(
            "a mean is not at the only point",
            f"There is one point, {x}, and mu is not there in every row.",
        )
    if spread.max() > floor_of(X):
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
        good = []
        for k, (name, cost) in enumerate(zip(answer.names, costs, strict=True)):
            here = cost(answer.case.args, answer.parts)
            if not np.isfinite(here).all():
                return _infinite(answer, k, here)
            found = _cheapest_neighbour(answer, k, cost, here)
            if found:
                return _too_dear(name, cost, *found, good)
            good.append(name)
        return None

    return law


def _infinite(answer, k, here):
    name, at = answer.names[k], first(~np.isfinite(here))
    return Broken(
        f"the expected cost is infinite at {name}",
        f"The expected cost is {here[at]} where {entry(name, at)} is {answer.parts[k][at]:.5g}.",
    )


def _cheapest_neighbour(answer, k, cost, here):
    """(what it saves, in words, at which entry), or None where no neighbour saves anything."""
    args, parts, found = answer.case.args, answer.parts, []
    for words, base, moved, about in _neighbours(answer, k):
        at_base, at_moved = (
            cost(args, (*parts[:k], part, *parts[k + 1 :])) for part in (base, moved)
        )
        saved = np.where(about, at_base - at_moved, -np.inf)
        at = np.unravel_index(np.argmax(saved), saved.shape)
        if saved[at] > 1e-13 * (1 + abs(here[at])):
            found.append((saved[at], words, at))
    return max(found, default=None)


def _too_dear(name, cost, saved, words, at, good):
    # A σ that is shared is one parameter, however many entries it has.
    where = name if cost is shared_cost else entry(name, at)
    fine = f" No neighbour of {' or '.join(good)} does." if good else ""
    return Broken(
        f"{name} is not at the minimum of the expected cost",
        f"A neighbour of your answer costs less: with {where} {words}, the expected cost "
        f"falls by {saved:.3g}.{fine}",
    )


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
    X, part = answer.case.args[0], answer.parts[k]
    if answer.names[k] == "rate":
        return part, part > LEAST_RATE
    bare = part * np.sqrt(np.maximum(1 - ADDED * max(1, X.var()) / part / part, 0))
    more = part > floor_of(X)
    return np.where(more, bare, part), more


def _moved_means(mu, answer, sign, step, percent):
    X = answer.case.args[0]
    spread, largest = spread_of(X), np.abs(X).max()
    # Rounding moves a mean, and so does a small number that is added to its count.
    least = 64 * answer.eps + 2 * SAFE_COUNT / np.maximum(counts_held(answer), 1e-8)[:, None]
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
    size = np.abs(answer.case.args[0]).max() / np.where(part > 0, part, np.inf)
    step = np.minimum(np.maximum(step, 64 * answer.eps * (1 + size**2)), 0.5)
    yield f"{_more(sign)} by {percent}", part * (1 + sign * step), True


def _more(sign):
    return "larger" if sign > 0 else "smaller"
