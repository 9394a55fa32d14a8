"""What a function is tried on, each case with the laws that a right answer keeps there."""

from functools import partial

import numpy as np

from ..problems import problems_of as problems_of_the_book
from ..problems.posed import FAR, SHAPES, SMALL, generator, ordinary_words, world
from ..problems.steps import EMPTIED, log_posteriors
from . import costs, densities, m_steps
from .answer import Case, all_finite

NO_LESSON = ""


# of the M-steps


def _of_the_book(draw, spread_cost, spread_shape, laws=()):
    """The problems of the book's M-step, for other laws."""
    book = problems_of_the_book("m_step", draw)
    return [_gaussian(p, spread_cost, spread_shape, laws) for p in book]


def _gaussian(p, spread_cost, spread_shape, laws=()):
    N, K, d = p.size
    if N == 1 and spread_cost is not costs.prior_cost:
        mine = (m_steps.one_point_has_no_spread,)
    else:
        owed = (costs.coordinates_cost, spread_cost, costs.weights_cost)
        mine = (m_steps.nothing_below_0, *laws, m_steps.no_neighbour_costs_less(*owed))
    shapes = ((K, d), spread_shape(K, d), (K,))
    return _m_step(p.words, p.kind, p.lesson, p.args, p.size, shapes, mine)


def _m_step(words, kind, lesson, args, size, shapes, laws):
    laws = (all_finite, m_steps.weights_add_up, *laws)
    return Case(words, kind, lesson, args, size, shapes, laws)


def _one_each(K, d):
    return (K,)


def _map_m_step(draw):
    rng, book = generator(draw, 31), problems_of_the_book("m_step", draw)
    made = []
    for p in book:
        alpha, beta = rng.uniform([0.5, 0.5], [4.0, 3.0]).round(2).tolist()
        words = p.words
        if p.kind == "ordinary":
            words += f", alpha = {alpha:.3g}, beta = {beta:.3g}"
        beta *= 1e-8 if words == SMALL[0] else 1.0
        made.append(_with_a_prior(p._replace(words=words), alpha, beta))
    first = book[0]._replace(kind="extreme")
    X, Q = first.args
    hard = _hard([0, 1, 1, 2, 2, 2, 1])
    alone = ("a component that holds one point alone", "without a prior its spread would be 0")
    strong = ("a strong prior, alpha = 1e5, beta = 3e5", "the data hardly count")
    weak = ("a weak prior, alpha = 1e-6, beta = 1e-9", "the data alone count")
    for (words, lesson), shares, alpha, beta in [
        (alone, hard, 1.5, 0.7),
        (strong, Q, 1e5, 3e5),
        (weak, Q, 1e-6, 1e-9),
    ]:
        p = first._replace(words=words, lesson=lesson, args=(X, shares))
        made.append(_with_a_prior(p, alpha, beta))
    return made


def _with_a_prior(p, alpha, beta):
    return _gaussian(p._replace(args=(*p.args, alpha, beta)), costs.prior_cost, _one_each)


def _hard(labels):
    """Q, where every point is one component's alone."""
    Q = np.full((len(labels), 3), -np.inf)
    Q[np.arange(len(labels)), labels] = 0.0
    return Q


def _poisson_m_step(draw):
    rng, made = generator(draw, 37), []
    for N, K in [(7, 3), (9, 4), (12, 5), (5, 1), (1, 3), (3, 4)]:
        x = _counts_of(rng.uniform(1, 12, K), N, rng)
        made.append(_rates(x, log_posteriors(N, K, 21, draw), f"N = {N}, K = {K}"))
    return made + [_rates(*case, "extreme") for case in _extreme_counts(rng, draw)]


def _rates(x, Q, words, lesson=NO_LESSON, kind="ordinary"):
    N, K = Q.shape
    minimum = m_steps.no_neighbour_costs_less(costs.rate_cost, costs.weights_cost)
    laws = (m_steps.nothing_below_0, minimum)
    return _m_step(words, kind, lesson, (x, Q), (N, K, 1), ((K,), (K,)), laws)


def _extreme_counts(rng, draw):
    """(x, Q, words, lesson) of each."""

    def some(N, seed):
        return log_posteriors(N, 3, seed, draw)

    emptied = some(8, 22)
    emptied = np.column_stack([emptied[:, :1], np.full(8, -np.inf), emptied[:, 1:]])
    yield _counts_of(np.array([2.0, 5.0, 9.0, 4.0]), 8, rng), emptied, *EMPTIED
    near_1000 = 1000 + rng.poisson(50.0, 7)
    yield near_1000, some(7, 23), "counts near 1000", "their factorials overflow"
    few = np.array([0, 0, 1, 0, 0, 0, 2, 0])
    yield few, some(8, 24), "counts of 0 nearly everywhere", "ln 0 is −inf"
    hard = _hard([0, 1, 2, 2, 1, 0, 1])
    x = _counts_of(np.array([3.0, 6.0, 9.0]), 7, rng)
    yield x, hard, "posteriors of 0 and 1 only", "Q holds −inf there"
    dead = np.where(hard[:, 0] == 0, 0, x)
    yield dead, hard, "a component that holds counts of 0 alone", "its rate is 0"
    yield 0 * few, some(8, 25), "no count but 0", "every rate is 0"
    share = "a small share of it is large beside the other counts"
    yield np.append(x, 5_000), some(8, 26), "one huge count", share


def _counts_of(rates, N, rng):
    x = rng.poisson(rng.choice(rates, size=N))
    x[: len(rates)] = np.ceil(rates[:N])  # never 0 alone
    return x


# of the densities, whose cases are made for a law each


def _density(words, kind, X, mu, s, *laws):
    shapes, laws = ((len(X), len(mu)),), (all_finite, *laws)
    return Case(words, kind, NO_LESSON, (X, mu, s), (len(X), *mu.shape), shapes, laws)


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
    rng = generator(draw, 41)
    made = []
    for K, d in [(3, 1), (2, 2)]:
        _, mu, s = _stretched(rng, K, d)
        X, cells = _grid(mu, s)
        words = f"a fine grid, K = {K}, d = {d}"
        made.append(_density(words, "ordinary", X, mu, s, densities.adds_up_to_1(cells)))
    for N, K, d in SHAPES:
        w = world(N, K, d, seed=3, draw=draw)
        s = np.repeat(w.sigma[:, None], d, axis=1)
        words = f"equal scales, {ordinary_words(N, K, d)}"
        made.append(_density(words, "ordinary", w.X, w.mu, s, densities.is_the_books_when_round))
    both = (densities.is_the_books_when_round, densities.stretching_thins)
    for K, d in [(3, 2), (2, 3), (5, 7)]:
        words = f"unequal scales, K = {K}, d = {d}"
        made.append(_density(words, "ordinary", *_stretched(rng, K, d), *both))
        a, b = rng.normal(0, 2, (2, 3, d))
        swap = np.arange(d) < 1 + d // 3
        X = np.concatenate([a, b, np.where(swap, a, b), np.where(swap, b, a)])
        _, mu, s = _stretched(rng, K, d)
        made.append(_density(words, "ordinary", X, mu, s, densities.factorises))
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
    rng = generator(draw, 43)
    both = (all_finite, densities.counts_add_up_to_1, densities.ratios_are_right)
    ratios = (all_finite, densities.ratios_are_right)
    made = []
    for N, K in [(80, 3), (90, 2), (85, 5), (70, 1)]:
        made.append(_probabilities(np.arange(N), rng.uniform(0.4, 15, K), both))
    for N, K in [(7, 3), (6, 4), (1, 2)]:
        made.append(_probabilities(rng.poisson(6.0, N), rng.uniform(0.5, 12, K), ratios))
    zero = (densities.a_rate_of_0_has_counts_of_0_alone, densities.ratios_are_right)
    tiny, some = [1e-12, 1e-200], rng.uniform(1e-9, 1e-8, 2)
    for words, x, rate, laws in [
        ("counts up to 2200, where x! overflows", np.arange(2200), [900.0, 1000.0], both),
        ("tiny rates, 1e-12 and 1e-200", np.arange(3), tiny, both),
        ("counts of 0 alone", np.zeros(3, int), some, ratios),
        ("one huge count", np.array([0, 3, 5_000]), [4.0, 4_900.0], ratios),
        (densities.A_RATE_OF_0, np.array([4, 0, 1, 0]), [0.0, 2.5], zero),
        (f"{densities.A_RATE_OF_0}, and no other", np.zeros(2, int), np.zeros(3), zero),
    ]:
        made.append(_probabilities(x, np.asarray(rate), laws, words))
    return made


def _probabilities(x, rate, laws, extreme=None):
    size, words = (len(x), len(rate)), extreme or f"N = {len(x)}, K = {len(rate)}"
    kind = "extreme" if extreme else "ordinary"
    return Case(words, kind, NO_LESSON, (x, rate), (*size, 1), (size,), laws)


_shared_m_step = partial(
    _of_the_book,
    spread_cost=costs.shared_cost,
    spread_shape=_one_each,
    laws=(m_steps.spread_is_shared,),
)
_diagonal_m_step = partial(
    _of_the_book, spread_cost=costs.coordinates_cost, spread_shape=lambda K, d: (K, d)
)

MAKERS = {
    "shared_m_step": _shared_m_step,
    "diagonal_log_gaussians": _diagonal_log_gaussians,
    "diagonal_m_step": _diagonal_m_step,
    "log_poissons": _log_poissons,
    "poisson_m_step": _poisson_m_step,
    "map_m_step": _map_m_step,
}
