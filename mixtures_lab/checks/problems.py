"""Seeded problems with their right answers.

N, K and d are all different, so that no two axes can be confused; σ and π are
unequal; and beside ordinary numbers there are the extremes that separate a
formula from a function: underflow, overflow, cancellation, a weight of 0, an
empty component.
"""

from functools import cache, partial
from typing import NamedTuple

import numpy as np

from ..kmeans import kmeans_update
from ..matrices import log_gaussians, log_posterior, log_sum_exp, squared_distances
from ..mixture import Mixture

EPS = np.finfo(float).eps

#: (N, K, d) of the ordinary problems.
SHAPES = [(7, 3, 2), (6, 4, 1), (8, 5, 3), (9, 4, 100), (12, 5, 7), (5, 1, 2), (1, 3, 2)]


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
    free: tuple  # per part: entries that may be any finite number, or None
    labels: np.ndarray | None = None  # (N, K), for labels: which of them are right
    guarded: tuple = ()  # per part: the least and the most that a usual safeguard makes of it


def ordinary_words(N, K, d):
    return f"N = {N}, K = {K}, d = {d}"


def posed(
    size, args, right, scale, rounding, free=None, extreme=None, kind=None, labels=None, guarded=()
):
    words, lesson = extreme or (ordinary_words(*size), "")
    kind = kind or ("extreme" if extreme else "ordinary")
    shape = [np.shape(r) for r in right]
    scale = tuple(np.broadcast_to(s, n) for s, n in zip(scale, shape, strict=True))
    rounding = tuple(np.broadcast_to(r, n) for r, n in zip(rounding, shape, strict=True))
    free = free or (None,) * len(right)
    return Problem(words, kind, lesson, args, size, right, scale, rounding, free, labels, guarded)


class World(NamedTuple):
    """Points and a mixture that they might come from."""

    X: np.ndarray
    mu: np.ndarray
    sigma: np.ndarray
    pi: np.ndarray


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


# D

FAR = ("data at 1e6, far from the origin", "digits cancel where large squares are subtracted")
FAR_MEANS = (FAR[0], "a small number added to a count moves the mean by far")
FAR_PARTS = (FAR[0], f"{FAR[1]}, and {FAR_MEANS[1]}")
SMALL = ("data of the size 1e-4", "a small number added for safety is not small here")


def _distances(X, mu, extreme=None):
    D = squared_distances(X, mu)
    squares = (X**2).sum(axis=1)[:, None] + (mu**2).sum(axis=1)
    rounding = 16 * (X.shape[1] + 3) * EPS * squares
    size = (len(X), len(mu), X.shape[1])
    return posed(size, (X, mu), (D,), (D,), (rounding,), extreme=extreme)


def _squared_distances(draw):
    problems = [_distances(w.X, w.mu) for w in (world(*size, draw=draw) for size in SHAPES)]
    far = world(14, 9, 3, offset=1e6, draw=draw)
    # Of many points beside a mean, some get a negative entry from the expanded formula.
    near = world(41, 30, 3, offset=1e6, draw=draw)
    met = near.X.copy()
    met[:30] = near.mu + 1e-4 * (np.arange(30) % 2)[:, None]
    small = world(7, 3, 2, seed=1, unit=1e-4, draw=draw)
    small.X[0] = small.mu[1]  # there D is 0, and a floor of any size shows
    return [
        *problems,
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


def _log_gaussians(draw):
    problems = []
    for size in SHAPES:
        w = world(*size, draw=draw)
        problems.append(_log_gaussian(squared_distances(w.X, w.mu), w.sigma, size[2]))
    w = world(7, 3, 2, seed=2, draw=draw)
    D = squared_distances(w.X, w.mu)
    outlier = D.copy()
    outlier[2] = [3e9, 5e9, 1e10]
    many = world(6, 4, 100, seed=3, unit=1e-4, draw=draw)
    small = world(7, 3, 2, seed=4, unit=1e-3, draw=draw)
    wide = world(6, 4, 100, seed=5, unit=1e4, draw=draw)
    D_many, D_small, D_wide = (squared_distances(v.X, v.mu) for v in (many, small, wide))
    # where the density of a near point overflows, that of a far one is an ordinary number
    D_many[1] = 1800 * many.sigma**2
    return [
        *problems,
        _log_gaussian(
            outlier,
            w.sigma,
            2,
            ("a far outlier", "the density underflows to 0, and its logarithm is −inf"),
        ),
        _log_gaussian(
            D_many,
            many.sigma,
            100,
            ("d = 100 and σ near 1e-4", "the density overflows, or σ to the power d underflows"),
        ),
        _log_gaussian(
            D_wide,
            wide.sigma,
            100,
            ("d = 100 and σ near 1e4", "σ to the power d overflows"),
        ),
        _log_gaussian(
            D_small, small.sigma, 2, ("σ near 1e-3", "a small number added to σ is not small here")
        ),
    ]


# log-sum-exp


def _log_sum_exp_problem(A, d, extreme=None, kind=None):
    ell = log_sum_exp(A)
    m = np.max(A, axis=-1)
    scale = 1 + np.abs(np.where(np.isfinite(m), m, 0))
    size = (len(A), A.shape[-1], d)
    return posed(size, (A,), (ell,), (scale,), (8 * EPS * scale,), extreme=extreme, kind=kind)


def _log_sum_exp(draw):
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
    return [
        *problems,
        _log_sum_exp_problem(low, 2, ("entries near −2000", under)),
        _log_sum_exp_problem(high, 2, ("entries near +2000", over)),
        _log_sum_exp_problem(both, 2, ("rows near +900 and near −900", shifted)),
        _log_sum_exp_problem(spread, 2, ("a row that spans thousands", shifted)),
        _log_sum_exp_problem(zero, 2, ("some entries −inf", minus)),
        _log_sum_exp_problem(
            nothing, 2, ("a row of −inf alone, whose sum is ln 0 = −inf", minus), "courtesy"
        ),
        _log_sum_exp_problem(A[0], 2, ("a single row, an A with one axis", ""), "courtesy"),
        _log_sum_exp_problem(
            A[:6].reshape(2, 3, 3) + np.arange(3), 2, ("an A with three axes", ""), "courtesy"
        ),
    ]


# L and Q

OUTLIER = ("a far outlier", "its densities underflow to 0, and the logarithm of 0 is −inf")
ZERO = ("one weight of 0", "ln 0 is −inf: that component takes no part")
OVER = ("densities that overflow: P near +2000", "e to the P overflows to inf")


def _nll_problem(P, pi, d, extreme=None):
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


def _posterior_problem(P, pi, d, extreme=None):
    Q = log_posterior(P, pi)
    with np.errstate(divide="ignore"):
        rows = np.abs(log_sum_exp(P + np.log(pi), axis=1))[:, None]
        terms = np.abs(P) + np.where(pi > 0, np.abs(np.log(pi)), 0)
    scale = 1 + np.where(np.isfinite(Q), np.abs(Q), 0) + terms + rows
    return posed((*P.shape, d), (P, pi), (Q,), (scale,), (16 * EPS * scale,), None, extreme)


def _P_and_pi(problem, draw):
    """Ordinary ones, then the extremes, as `problem` makes them."""
    problems = []
    for size in SHAPES:
        w = world(*size, draw=draw)
        P = log_gaussians(squared_distances(w.X, w.mu), w.sigma, size[2])
        problems.append(problem(P, w.pi, size[2]))
    w = world(7, 3, 2, seed=6, draw=draw)
    P = log_gaussians(squared_distances(w.X, w.mu), w.sigma, 2)
    outlier, over, mixed = P.copy(), P + 2000, P.copy()
    outlier[2] = [-4e6, -3e6, -5e6]  # neither the first nor the last is the largest
    mixed[1] += 800
    mixed[4] -= 900
    some = world(6, 4, 1, seed=7, draw=draw)
    P_some = log_gaussians(squared_distances(some.X, some.mu), some.sigma, 1)
    pi = some.pi.copy()
    pi[1] = 0
    many = world(400, 3, 2, seed=8, draw=draw)
    P_many = log_gaussians(squared_distances(many.X, many.mu), many.sigma, 2)
    both = P_some.copy()
    both[3, 1] = 5.0  # nearest to the component that is switched off
    both[4] = [-3000.0, -2.0, -3002.0, -3001.0]  # and an outlier that lies on it
    return [
        *problems,
        problem(outlier, w.pi, 2, OUTLIER),
        problem(over, w.pi, 2, OVER),
        problem(
            mixed,
            w.pi,
            2,
            ("rows of P near +800 and near −900", "one shift for all rows is not enough"),
        ),
        problem(both, pi / pi.sum(), 1, ZERO),
        problem(P_many, many.pi, 2, ("400 points", "a product of 400 densities underflows to 0")),
    ]


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
    free = (np.repeat(empty[:, None], X.shape[1], axis=1), empty, None)
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


def _m_step(draw):
    problems = []
    for N, K, d in SHAPES[:-1]:
        problems.append(_m_step_problem(world(N, K, d, draw=draw).X, log_posteriors(N, K, d, draw)))
    one = np.array([[1.5, -2.0]])
    problems.append(_m_step_problem(one, log_posteriors(1, 3, 2, draw)))
    X = world(8, 4, 2, seed=9, draw=draw).X
    emptied = log_posteriors(8, 3, 9, draw)
    emptied = np.column_stack([emptied[:, :1], np.full(8, -np.inf), emptied[:, 1:]])
    thin = log_posteriors(8, 4, 10, draw)
    thin[:, 2] = -9 - 0.3 * np.arange(8)
    thin[:, [0, 1, 3]] += (np.log1p(-np.exp(thin[:, 2])) - log_sum_exp(thin[:, [0, 1, 3]]))[:, None]
    far = world(11, 4, 3, seed=10, offset=1e6, draw=draw)
    small = world(7, 3, 2, seed=11, unit=1e-4, draw=draw)
    hard = np.log(
        np.eye(3)[[0, 1, 2, 2, 1, 0, 1]] + 0.0,
        where=np.eye(3)[[0, 1, 2, 2, 1, 0, 1]] > 0,
        out=np.full((7, 3), -np.inf),
    )
    return [
        *problems,
        _m_step_problem(X, emptied, EMPTIED),
        _m_step_problem(
            X, thin, ("a component with N_j near 1e-4", "N_j is small there, but it counts")
        ),
        _m_step_problem(far.X, log_posteriors(11, 4, 12, draw), FAR_PARTS),
        _m_step_problem(small.X, log_posteriors(7, 3, 13, draw), SMALL),
        _m_step_problem(
            world(7, 3, 2, seed=12, draw=draw).X,
            hard,
            ("posteriors of 0 and 1 only", "Q holds −inf there"),
        ),
    ]


# one step of EM


def _em_problem(w, extreme=None, more=0.0):
    D = squared_distances(w.X, w.mu)
    P = log_gaussians(D, w.sigma, w.X.shape[1])
    R = np.exp(log_posterior(P, w.pi))
    return _m_problem((w.X, Mixture(w.mu, w.sigma, w.pi)), w.X, R, extreme, more)


def _em_step(draw):
    problems = [_em_problem(world(*size, draw=draw)) for size in SHAPES[:-1]]
    one = world(1, 3, 2, draw=draw)
    problems.append(_em_problem(one._replace(X=np.array([[1.5, -2.0]]))))
    w = world(7, 3, 2, seed=13, draw=draw)
    outlier = w.X.copy()
    outlier[2] = [800.0, -300.0]
    off = world(8, 4, 2, seed=14, draw=draw)
    pi = off.pi.copy()
    pi[1] = 0
    off.X[5], off.mu[1] = 400.0, 401.0  # an outlier on the component that is switched off
    return [
        *problems,
        _em_problem(w._replace(X=outlier), OUTLIER, more=1e-9),
        _em_problem(
            off._replace(pi=pi / pi.sum()),
            (ZERO[0], "ln 0 is −inf, N_j is 0, and 0/0 is NaN, which spreads in the next step"),
            more=1e-9,
        ),
        # The plain D is off by about 1e-3 here; what that makes of mu and sigma is remarked.
        _em_problem(world(11, 4, 3, seed=15, offset=1e6, draw=draw), FAR_PARTS, more=1e-2),
        _em_problem(
            world(7, 3, 2, seed=16, unit=1e-4, draw=draw),
            SMALL,
        ),
        _em_problem(
            world(13, 4, 100, seed=17, unit=1e-4, draw=draw),
            ("d = 100 and σ near 1e-4", "the densities overflow"),
            more=1e-9,
        ),
    ]


# K-means


def _assign_problem(X, mu, extreme=None):
    D = squared_distances(X, mu)
    squares = (X**2).sum(axis=1)[:, None] + (mu**2).sum(axis=1)
    allowed = 1e-9 * D + 16 * (X.shape[1] + 3) * EPS * squares
    near = D <= D.min(axis=1, keepdims=True) + allowed  # of equally near means, any
    labels = D.argmin(axis=1).astype(float)
    size = (len(X), len(mu), X.shape[1])
    return posed(size, (X, mu), (labels,), (1.0,), (0.0,), extreme=extreme, labels=near)


def _kmeans_assign(draw):
    problems = []
    for N, K, d in [
        (17, 3, 2),
        (16, 4, 1),
        (18, 5, 3),
        (19, 4, 100),
        (24, 5, 7),
        (5, 1, 2),
        (1, 3, 2),
    ]:
        # Means in a crowd, and points between them: another distance has another nearest.
        w = world(N, K, d, seed=1, draw=draw)
        X = w.mu.mean(axis=0) + 1.3 * (w.X - w.mu.mean(axis=0))
        problems.append(_assign_problem(X, w.mu))
    more = world(23, 6, 2, seed=18, draw=draw)
    far = world(14, 5, 3, seed=19, offset=1e6, draw=draw)
    small = world(7, 3, 2, seed=20, unit=1e-4, draw=draw)
    middle = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 0.0], [1.0, 3.0], [2.0, 5.0], [0.5, 0.0]])
    means = np.array([[0.0, 0.0], [2.0, 0.0], [9.0, 9.0]])
    lost = np.vstack([more.mu, [[90.0, 90.0]]])
    return [
        *problems,
        _assign_problem(more.X, more.mu),
        _assign_problem(
            middle, means, ("points midway between two means", "either label is right")
        ),
        _assign_problem(
            more.X,
            np.roll(lost, 1, axis=0),
            ("a mean that no point is nearest to", "it gets no label"),
        ),
        _assign_problem(far.X, far.mu, FAR),
        _assign_problem(small.X, small.mu, SMALL),
    ]


def _update_problem(X, labels, K, extreme=None):
    mu = kmeans_update(X, labels, K)
    empty = np.bincount(labels, minlength=K) == 0
    free = (np.repeat(empty[:, None], X.shape[1], axis=1),)
    size = (len(X), K, X.shape[1])
    rounding = 16 * len(X) * EPS * np.abs(X).max()
    within, _ = guards(X, np.bincount(labels, minlength=K), mu, 0.0)
    return posed(
        size, (X, labels, K), (mu,), (spread_of(X),), (rounding,), free, extreme, guarded=(within,)
    )


def _some_labels(N, K, seed, draw):
    """Every label at least once, if there are points enough, and unequal counts."""
    rng = generator(draw, 5, N, K, seed)
    return rng.permutation(np.concatenate([np.arange(K), rng.integers(0, K, N)])[:N])


def _kmeans_update(draw):
    problems = []
    for N, K, d in SHAPES[:-1]:
        problems.append(
            _update_problem(world(N, K, d, draw=draw).X, _some_labels(N, K, d, draw), K)
        )
    problems.append(_update_problem(np.array([[1.5, -2.0]]), np.array([0]), 1))
    w, far, small = (
        world(9, 4, 2, draw=draw),
        world(11, 4, 3, offset=1e6, draw=draw),
        world(7, 3, 2, unit=1e-4, draw=draw),
    )
    hole, last = np.array([0, 2, 3, 0, 2, 3, 3, 0, 3]), np.array([0, 2, 1, 0, 2, 1, 1, 0, 1])
    nan = "it has no points: 0/0 is NaN, and NaN is nearest to nothing in the next step"
    return [
        *problems,
        _update_problem(w.X, hole, 4, ("an empty cluster", nan)),
        _update_problem(w.X, last, 4, ("an empty cluster, the last one", nan)),
        _update_problem(w.X[:2], np.array([1, 1]), 2, ("two points, and an empty cluster", nan)),
        _update_problem(far.X, _some_labels(11, 4, 1, draw), 4, FAR_MEANS),
        _update_problem(small.X, _some_labels(7, 3, 1, draw), 3, SMALL),
    ]


MAKERS = {
    "squared_distances": _squared_distances,
    "log_gaussians": _log_gaussians,
    "log_sum_exp": _log_sum_exp,
    "negative_log_likelihood": partial(_P_and_pi, _nll_problem),
    "log_posterior": partial(_P_and_pi, _posterior_problem),
    "m_step": _m_step,
    "em_step": _em_step,
    "kmeans_assign": _kmeans_assign,
    "kmeans_update": _kmeans_update,
}


@cache
def problems_of(task, draw=0):
    """The problems of a task, the ordinary ones first.

    Every draw has its own numbers, and the same kinds of problems; 0 is what `check` uses.
    """
    return tuple(MAKERS[task](draw))
