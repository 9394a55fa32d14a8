"""The fast K-means against the readable one: the same labels and means, over whole fits."""

import itertools
import math

import numpy as np
import pytest
from problems import OLD_FAITHFUL, a_mixture, a_sample, no_warnings, table
from scipy.spatial.distance import cdist

from mixtures_lab import fit_kmeans, kmeans_plus_plus, kmeans_steps, lloyd
from mixtures_lab._frame import corners
from mixtures_lab.rows import rows_of

pytestmark = no_warnings


@pytest.fixture(params=["every point anew", "bounds"])
def way(request, monkeypatch):
    """Both ways to look for the nearest mean, whatever the size of the problem."""
    monkeypatch.setattr(lloyd, "ENTRIES", 2**30 if request.param == "every point anew" else 0)


def by_the_steps(X, mu, max_iter=300):
    """What `fit_kmeans` is to find: mu, labels, trace, converged, repaired."""
    trace, repaired, before = [], set(), None
    for step in kmeans_steps(X, mu):
        trace.append(step.inertia)
        repaired.update(step.repaired)
        settled = before is not None and np.array_equal(step.labels, before)
        if settled or step.t == max_iter:
            return step.mu, step.labels, trace, settled, tuple(sorted(repaired))
        before = step.labels


def assert_the_steps_find_the_same(X, mu, max_iter=300, trace_error=1e-10):
    mu_of_steps, labels, trace, settled, repaired = by_the_steps(X, mu, max_iter)
    fit = fit_kmeans(X, len(mu), init=mu, max_iter=max_iter)
    np.testing.assert_array_equal(fit.labels, labels)
    np.testing.assert_allclose(fit.mu, mu_of_steps, rtol=1e-12, atol=0)
    np.testing.assert_allclose(fit.trace, trace, rtol=trace_error, atol=0)
    assert (fit.converged, fit.repaired) == (settled, repaired)
    assert all(b <= a for a, b in itertools.pairwise(fit.trace))


def scattered(rng, N, K, d):
    X = a_sample(rng, N, a_mixture(rng, 4, d))
    return X, X[rng.choice(N, K, replace=False)]


def on_a_grid(rng, N, K, d):
    return rng.integers(0, 5, (N, d)) * 0.1, rng.integers(0, 5, (K, d)) * 0.1


def many_times_each(rng, N, K, d):
    X = table(rng, 1 + N // 8, d)[rng.integers(0, 1 + N // 8, N)]
    return X, X[rng.choice(N, K, replace=False)]


def far_means(rng, N, K, d):
    X, mu = scattered(rng, N, K, d)
    return X, mu + 30 * table(rng, K, d)


def one_huge(rng, N, K, d):
    X, _ = scattered(rng, N, K, d)
    X[0] = 10.0 ** rng.integers(3, 60)
    return X, X[rng.choice(N, K, replace=False)]


def two_scales(rng, N, K, d):
    X, _ = scattered(rng, N, K, d)
    X[::2] *= 1e-6
    return X, X[rng.choice(N, K, replace=False)]


def single_precision(rng, N, K, d):
    X, mu = scattered(rng, N, K, d)
    return X.astype(np.float32), mu.astype(np.float32)


KINDS = [
    scattered,
    on_a_grid,
    many_times_each,
    far_means,
    one_huge,
    two_scales,
    single_precision,
]
SIZES = [(5, 3, 1), (40, 6, 2), (100, 1, 3), (100, 9, 7), (700, 12, 2)]


# whole fits: oracle


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_fit_is_what_the_steps_find(kind, way, rng):
    for size in SIZES * 6:
        X, mu = kind(rng, *size)
        # the inertia of the tiny half is smaller than the rounding of a mean near 1
        assert_the_steps_find_the_same(X, mu, trace_error=1e-6 if kind is two_scales else 1e-10)


@pytest.mark.parametrize("unit", [1e-150, 1e150])
def test_so_it_is_in_any_unit(unit, way, rng):
    for size in SIZES:
        X, mu = scattered(rng, *size)
        assert_the_steps_find_the_same(unit * X, unit * mu)


@pytest.mark.parametrize("offset", [1e3, 1e8, 1e10])
def test_so_it_is_far_from_the_origin(offset, way, rng):
    # A mean there is rounded to `offset` eps, and an inertia by the square of that and more.
    for size in [*SIZES, *[(700, 6, 7)] * 20]:
        X, mu = scattered(rng, *size)
        assert_the_steps_find_the_same(X + offset, mu + offset, trace_error=1e-2)


def test_so_it_is_where_the_spread_is_a_few_roundings(way, rng):
    for N, K, d in SIZES * 4:
        X = 1e8 + 2.0**-25 * rng.integers(0, 6, (N, d))
        mu = X[rng.choice(N, K, replace=False)]
        assert_the_steps_find_the_same(X, mu)


@pytest.mark.parametrize("max_iter", [1, 2, 5])
def test_a_fit_that_is_cut_short_stands_where_the_steps_stand(max_iter, way, rng):
    for size in SIZES:
        assert_the_steps_find_the_same(*scattered(rng, *size), max_iter=max_iter)


def test_a_long_fit_is_what_the_steps_find(way):
    line = np.arange(300.0)[:, None] ** 1.5
    assert_the_steps_find_the_same(line, line[:9])


def test_blocks_of_rows_change_nothing(monkeypatch, rng):
    X, mu = scattered(rng, 700, 12, 2)
    monkeypatch.setattr(lloyd, "ENTRIES", 0)
    expected = fit_kmeans(X, 12, init=mu)
    monkeypatch.setattr(lloyd, "rows_per_block", lambda K, d: 37)
    for a, b in zip(fit_kmeans(X, 12, init=mu), expected, strict=True):
        np.testing.assert_array_equal(a, b)


# the trace: oracle


def test_the_trace_is_right_to_its_last_digits(way, rng):
    for shift in (0.0, 50.0):
        X, mu = scattered(rng, 300, 8, 3)
        X, mu = X + shift * (np.arange(300) % 3 == 0)[:, None], mu + shift
        inertia = [
            math.fsum(((X - step.mu[step.labels]) ** 2).ravel())
            for step, _ in zip(kmeans_steps(X, mu), fit_kmeans(X, 8, init=mu).trace, strict=False)
        ]
        np.testing.assert_allclose(fit_kmeans(X, 8, init=mu).trace, inertia, rtol=1e-12)


# bounds: law


def test_most_points_need_no_distance_once_few_of_them_move(monkeypatch, rng):
    monkeypatch.setattr(lloyd, "ENTRIES", 0)
    looked_at = []
    stale = lloyd._Walk._stale

    def counted(walk):
        found = stale(walk)
        looked_at.append(len(found[0]))
        return found

    monkeypatch.setattr(lloyd._Walk, "_stale", counted)
    X = table(rng, 1000, 2)
    fit = fit_kmeans(X, 8, init=X[:8])
    assert 10 < len(looked_at) < len(fit.trace)  # not while many points still move
    assert looked_at[0] == len(X)
    assert np.mean(looked_at[1:]) < len(X) / 3
    assert looked_at[-1] < len(X) / 20


def far_away(rng, N, K, d):
    X, mu = scattered(rng, N, K, d)
    return X + 1e10, mu + 1e10


@pytest.mark.parametrize("kind", [*KINDS, far_away], ids=lambda kind: kind.__name__)
def test_no_point_is_promised_a_margin_that_it_does_not_have(kind, monkeypatch, rng):
    monkeypatch.setattr(lloyd, "ENTRIES", 0)
    for size in [*SIZES, (700, 6, 7)] * 6:
        X, mu = (table.astype(float) for table in kind(rng, *size))
        walk, settled = lloyd._Walk(rows_of(X, corners(X)), mu), False
        while not settled:
            _, settled, _ = walk.step()
            D = cdist(X, walk.mu + walk.rows.centre)
            own = D[np.arange(len(X)), walk.labels]
            D[np.arange(len(X)), walk.labels] = np.inf
            promised = walk.mark - walk.drift[walk.labels]
            assert (promised <= D.min(axis=1) - own + 4 * walk.rounding).all()


def test_a_point_in_doubt_is_promised_nothing_whoever_takes_it(monkeypatch):
    # Its margin would count from the drift of a cluster that it may not be given to.
    monkeypatch.setattr(lloyd, "ENTRIES", 0)
    walk = lloyd._Walk(rows_of(OLD_FAITHFUL, corners(OLD_FAITHFUL)), OLD_FAITHFUL[:3])
    walk.rounding = 1.0
    looked_at, _, doubtful = walk._stale()
    assert 0 < len(doubtful) < len(OLD_FAITHFUL)
    assert np.isneginf(walk.mark[looked_at[doubtful]]).all()


# the readable steps: extreme


def test_means_that_are_almost_the_averages_still_become_them(way, rng):
    # The inertia falls by N times 1e-9 squared, which its last digit does not show.
    for _ in range(20):
        X = table(rng, 100, 2)
        start = X.mean(axis=0, keepdims=True) + 1e-9
        for mu in (by_the_steps(X, start)[0], fit_kmeans(X, 1, init=start).mu):
            np.testing.assert_allclose(mu[0], X.mean(axis=0), rtol=0, atol=1e-15)


# seeding: oracle


def seeds_by_loops(X, K, rng):
    """Greedy k-means++ as its docstring has it, with numpy's own weighted draw."""
    chosen = [int(rng.integers(len(X)))]
    while len(chosen) < K:
        least = ((X[:, None] - X[chosen]) ** 2).sum(axis=2).min(axis=1)
        draws = rng.choice(len(X), size=2 + int(np.log(K)), p=least / least.sum())
        left = [np.minimum(least, ((X - X[i]) ** 2).sum(axis=1)).sum() for i in draws]
        chosen.append(int(draws[np.argmin(left)]))
    return X[chosen]


@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_a_seed_draws_what_numpys_weighted_choice_draws(offset, rng):
    for seed, (N, K, d) in enumerate([(100, 3, 2), (300, 20, 1), (300, 9, 7), (40_000, 4, 2)]):
        X = table(rng, N, d, offset=offset)
        np.testing.assert_array_equal(
            kmeans_plus_plus(X, K, rng=seed), seeds_by_loops(X, K, np.random.default_rng(seed))
        )


def test_of_two_tight_groups_far_apart_the_seeds_still_differ(rng):
    # 1e8 apart, multiplied-out distances of 1e-2 are rounding alone
    X = 1e-2 * table(rng, 60, 2) + 1e8 * (np.arange(60) % 2)[:, None]
    for seed in range(5):
        np.testing.assert_array_equal(
            kmeans_plus_plus(X, 8, rng=seed), seeds_by_loops(X, 8, np.random.default_rng(seed))
        )
