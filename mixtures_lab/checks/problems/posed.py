"""What a problem is, what its numbers are drawn from, and what safeguards may make of an answer."""

from typing import NamedTuple

import numpy as np

from ...matrices import log_gaussians, squared_distances

EPS = np.finfo(float).eps

#: (N, K, d) of the ordinary problems.
SHAPES = [(7, 3, 2), (6, 4, 1), (8, 5, 3), (9, 4, 100), (12, 5, 7), (5, 1, 2), (1, 3, 2)]


#: A single point, away from the origin.
ONE = np.array([[1.5, -2.0]])


class Problem(NamedTuple):
    """Arguments and the right answer, with how far from it a right function may come."""

    words: str  # what is special about it
    kind: str  # "ordinary", "extreme", or "courtesy": going wrong on it is remarked, and passes
    lesson: str  # for an extreme: what goes wrong there
    args: tuple
    size: tuple  # (N, K, d)
    right: tuple  # one array per part
    scale: tuple  # per part: what an error is relative to
    rounding: tuple  # per part: the rounding error of the plain formula, absolute
    free: tuple  # per part: a mask of the entries that may be any finite number
    labels: np.ndarray | None = None  # (N, K), for labels: which of them are right
    guarded: tuple = ()  # per part: the least and the most that a usual safeguard makes of it


def ordinary_words(N, K, d):
    return f"N = {N}, K = {K}, d = {d}"


def posed(
    size, args, right, scale, rounding, free=None, extreme=None, kind=None, labels=None, guarded=()
):
    """A problem; its scale and rounding may be one number per part, and nothing is free as a rule.

    `extreme` is what is special about it, and what goes wrong there.
    """
    words, lesson = extreme or (ordinary_words(*size), "")
    kind = kind or ("extreme" if extreme else "ordinary")
    scale, rounding, free = (
        tuple(np.broadcast_to(a, np.shape(r)) for a, r in zip(of_parts, right, strict=True))
        for of_parts in (scale, rounding, free or (False,) * len(right))
    )
    return Problem(words, kind, lesson, args, size, right, scale, rounding, free, labels, guarded)


class World(NamedTuple):
    """Points and a mixture that they might come from."""

    X: np.ndarray
    mu: np.ndarray
    sigma: np.ndarray
    pi: np.ndarray

    @property
    def D(self):
        return squared_distances(self.X, self.mu)

    @property
    def P(self):
        return log_gaussians(self.D, self.sigma, self.X.shape[1])


def generator(draw, *numbers):
    """A generator of one problem's numbers; every draw has others."""
    return np.random.default_rng([*numbers, draw] if draw else numbers)


def world(N, K, d, seed=0, unit=1.0, offset=0.0, draw=0):
    """Unequal in everything, and with posteriors between 0 and 1 for every d."""
    rng = generator(draw, 2024, N, K, d, seed)
    near = 1 / np.sqrt(max(1, d / 4))  # in many dimensions distances add up
    mu = (1.5 + 2 * near * rng.standard_normal((K, d))) * unit
    sigma = (1.2 + near * rng.uniform(-0.6, 0.9, K)) * unit
    pi = rng.dirichlet(np.full(K, 3.0))
    j = rng.choice(K, size=N)
    X = mu[j] + sigma[j, None] * rng.standard_normal((N, d))
    return World(X + offset, mu + offset, sigma, pi)


def worlds(draw):
    """One of each of the ordinary sizes."""
    return [world(*size, draw=draw) for size in SHAPES]


FAR = ("data at 1e6, far from the origin", "digits cancel where large squares are subtracted")
FAR_MEANS = (FAR[0], "a small number added to a count moves the mean by far")
OUTLIER = ("a far outlier", "its densities underflow to 0, and the logarithm of 0 is −inf")
ZERO = ("one weight of 0", "ln 0 is −inf: that component takes no part")
SMALL = ("data of the size 1e-4", "a small number added for safety is not small here")


def spread_of(X):
    return float(np.abs(X - X.mean(axis=0)).max()) or float(np.abs(X).max())


#: Below this count a component is as good as empty: any finite mean and spread will do.
AS_GOOD_AS_EMPTY = 1e-8

#: What a safeguard against σ = 0 may be: a hundredth of the data's spread, which is between 2
#: and 10 on ordinary numbers. That leaves room for the floors and added variances in use (1e-6
#: in σ², 1e-3 of the standard deviation), and none for one that shows beside an ordinary σ.
SAFE = 1e-2

#: What is added to a count so that nobody divides by 0; 1e-10 is the largest in wide use.
SAFE_COUNT = 1.01e-10


#: Where the data are smaller than this, a number that was chosen for ordinary data shows.
SMALL_DATA = 1e-3


def guards(X, Nk, mu, sigma):
    """What usual safeguards make of a mean and of a spread: the least and the most of each.

    A spread may be lifted to `SAFE` of the data's own, and no further: an ordinary one has to
    be right. Where the data are small, that much in their own units is remarked, and passes:
    the number is right where it was chosen.
    """
    # μ = Σ r x / (N_j + ε) is short of the mean by ε/N_j of it.
    moved = SAFE_COUNT / np.maximum(Nk, AS_GOOD_AS_EMPTY) * np.abs(X).max()
    moved = moved.reshape(-1, *(1,) * (np.ndim(mu) - 1))
    if spread_of(X) < SMALL_DATA:
        most = sigma + SAFE
    else:
        # The median, because one outlier must not make a large floor look small.
        usual = float(np.median(np.abs(X - np.median(X, axis=0)).max(axis=1))) or spread_of(X)
        most = np.maximum(sigma, SAFE * usual)
    return (mu - moved, mu + moved), (sigma * (1 - 1e-6), most)
