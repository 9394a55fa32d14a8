"""K-means: against plain loops, enumeration and scikit-learn; seeding, repairs, monotone fall."""

import itertools
import math
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import (
    FITS,
    OLD_FAITHFUL,
    SHAPES,
    a_mixture,
    a_sample,
    no_warnings,
    nothing_else_changes,
    seeds,
    table,
)
from scipy import stats
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from mixtures_lab import (
    fit_kmeans,
    kmeans_assign,
    kmeans_plus_plus,
    kmeans_steps,
    kmeans_update,
)

pytestmark = no_warnings


def inertia_of(X, mu):
    return cdist(X, mu, "sqeuclidean").min(axis=1).sum()


def sum_to_own_mean(X, mu, labels):
    return sum(math.dist(x, mu[j]) ** 2 for x, j in zip(X, labels, strict=True))


def averages(X, labels, K):
    return np.array([[math.fsum(c) / len(c) for c in X[labels == j].T] for j in range(K)])


@st.composite
def clusterings(draw):
    """Points, first means and labels: from a grid with ties, or scattered."""
    N, K, d = draw(st.sampled_from(FITS))
    rng = np.random.default_rng(draw(seeds))
    if draw(st.booleans()):
        X, mu = (rng.integers(0, 4, (rows, d)).astype(float) for rows in (N, K))
    else:
        X, mu = table(rng, N, d), table(rng, K, d)
    return X, mu, np.append(np.arange(K), rng.integers(0, K, N - K))


# kmeans_assign: oracle


@pytest.mark.parametrize("offset", [0.0, 1e8])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_point_is_assigned_to_the_mean_that_a_loop_finds_nearest(shape, offset, rng):
    N, K, d = shape
    X, mu = table(rng, N, d, offset=offset), table(rng, K, d, offset=offset)
    expected = [min(range(K), key=lambda j: math.dist(x, mu[j])) for x in X]
    np.testing.assert_array_equal(kmeans_assign(X, mu), expected)


# kmeans_assign: law


@given(clusterings())
def test_no_other_labels_have_a_lower_inertia(problem):
    X, mu, labels = problem
    assert sum_to_own_mean(X, mu, kmeans_assign(X, mu)) <= sum_to_own_mean(X, mu, labels) + 1e-9


@given(clusterings(), seeds)
def test_permuting_means_renames_the_labels(problem, seed):
    X, mu, _ = problem
    X = X + 0.1 * np.random.default_rng(seed).random(X.shape)  # no ties
    order = np.random.default_rng(seed).permutation(len(mu))
    np.testing.assert_array_equal(mu[order][kmeans_assign(X, mu[order])], mu[kmeans_assign(X, mu)])


# kmeans_assign: extreme


def test_the_first_of_equally_near_means_is_taken():
    np.testing.assert_array_equal(
        kmeans_assign([[1.0], [5.0], [3.0]], [[4.0], [2.0], [2.0], [4.0]]), [1, 0, 0]
    )
    # … whatever other means there are: D is worked out about their centre, which is rounded
    np.testing.assert_array_equal(kmeans_assign([[4.0]], [[5.0], [3.0], [0.0]]), [0])


def test_labels_are_whole_numbers_that_can_index():
    labels = kmeans_assign([[0], [9], [1]], [[0.0], [8.0]])
    assert np.issubdtype(labels.dtype, np.integer)
    np.testing.assert_array_equal(labels, [0, 1, 0])


def test_labels_are_right_where_only_the_last_digits_differ():
    X = 1e8 + np.array([[0.0], [1.0], [2.0], [3.0]]) * 1e-6
    np.testing.assert_array_equal(kmeans_assign(X, [[1e8], [1e8 + 3e-6]]), [0, 0, 1, 1])


@pytest.mark.parametrize("unit", [1e-300, 1e-170, 1.0, 1e170, 1e300])
def test_labels_are_right_in_any_unit(unit, rng):
    X, mu = table(rng, 20, 2), table(rng, 4, 2)
    np.testing.assert_array_equal(kmeans_assign(unit * X, unit * mu), kmeans_assign(X, mu))


def test_a_square_that_underflows_hides_no_nearer_mean():
    X, mu = np.array([[1e-170], [9e-170], [5.0]]), np.array([[0.0], [1e-169], [5.0]])
    np.testing.assert_array_equal(kmeans_assign(X, mu[:2]), [0, 1, 0])
    np.testing.assert_array_equal(kmeans_assign(X, mu), [0, 1, 2])
    np.testing.assert_array_equal(kmeans_assign(X, mu[[0, 2, 1]]), [0, 2, 1])


# kmeans_assign: bad input


@pytest.mark.parametrize(
    "X, mu, words",
    [
        ([[0.0, 1.0]], [[0.0]], "X has 2 columns but mu has 1"),
        ([[0.0], [np.inf]], [[0.0]], "X holds inf in row 1, column 0"),
        ([[0.0]], [[0.0], [np.nan]], "mu holds nan in row 1, column 0"),
    ],
)
@pytest.mark.parametrize("function", [kmeans_assign, kmeans_steps])
def test_assigning_refuses(function, X, mu, words):
    with pytest.raises(ValueError, match=words):
        function(X, mu)


# kmeans_update: oracle


@pytest.mark.parametrize("offset", [0.0, 1e8])
@pytest.mark.parametrize("shape", FITS, ids=str)
def test_every_mean_moves_to_the_average_of_its_points(shape, offset, rng):
    N, K, d = shape
    X = table(rng, N, d, offset=offset)
    labels = rng.permutation(np.append(np.arange(K), rng.integers(0, K, N - K)))
    np.testing.assert_allclose(
        kmeans_update(X, labels, K), averages(X, labels, K), rtol=1e-14, atol=1e-14
    )


def far_from_the_rest(X, mu):
    """The point that a plain loop finds farthest from its nearest mean."""
    return max(X, key=lambda x: min(math.dist(x, m) for m in mu))


@pytest.mark.parametrize("empty", [[0], [2], [0, 3], [1, 2, 3]])
def test_an_empty_cluster_goes_to_the_point_farthest_from_the_means_so_far(empty, rng):
    N, K, d = 12, 4, 3
    X = table(rng, N, d)
    left = [j for j in range(K) if j not in empty]
    labels = np.array([left[i % len(left)] for i in range(N)])
    means = [X[labels == j].mean(axis=0) for j in left]
    mu = kmeans_update(X, labels, K)
    np.testing.assert_allclose(mu[left], means)
    for j in empty:  # one after another: a mean just placed keeps the next one away
        expected = far_from_the_rest(X, means)
        np.testing.assert_array_equal(mu[j], expected)
        means.append(expected)


# kmeans_update: law


@given(clusterings(), seeds)
def test_no_other_means_have_a_lower_inertia(problem, seed):
    X, mu, labels = problem
    best = kmeans_update(X, labels, len(mu))
    nudged = best + 0.1 * np.random.default_rng(seed).standard_normal(mu.shape)
    assert sum_to_own_mean(X, best, labels) < sum_to_own_mean(X, nudged, labels)


@given(clusterings())
def test_means_weighted_by_their_points_add_up_to_the_sum_of_all_points(problem):
    X, mu, labels = problem
    counts = np.bincount(labels, minlength=len(mu))
    np.testing.assert_allclose(
        counts @ kmeans_update(X, labels, len(mu)), X.sum(axis=0), rtol=1e-9, atol=1e-9
    )


# kmeans_update: extreme


def test_an_empty_cluster_among_coinciding_points_still_has_a_mean():
    np.testing.assert_array_equal(
        kmeans_update(np.full((5, 2), 7.5), [1, 1, 1, 1, 1], 3), np.full((3, 2), 7.5)
    )


@pytest.mark.parametrize("dtype", [np.uint8, np.int64])
def test_one_cluster_for_each_point_leaves_every_mean_on_its_point(dtype):
    X = np.array([[1e8, 0.0], [3.0, 4.0], [-5.0, 1e-8]])
    labels = np.array([2, 0, 1], dtype=dtype)
    np.testing.assert_allclose(kmeans_update(X, labels, 3)[labels], X, rtol=1e-9, atol=1e-7)


@given(seeds, st.integers(1, 40), st.integers(1, 3))
def test_the_mean_of_equal_points_is_that_point_to_the_last_digit(seed, N, d):
    rng = np.random.default_rng(seed)
    places = table(rng, 3, d, scale=10.0 ** rng.integers(-8, 9))
    labels = np.append(np.arange(3), rng.integers(0, 3, N))
    np.testing.assert_array_equal(kmeans_update(places[labels], labels, 3), places)


@pytest.mark.parametrize("huge", [1e17, 1e150, 1e160])
def test_a_huge_point_costs_the_other_clusters_no_digit(huge, rng):
    X = np.vstack([table(rng, 9, 2), [[huge, -huge]]])
    labels = np.array([0, 1] * 4 + [0, 2])
    mu = kmeans_update(X, labels, 3)
    np.testing.assert_allclose(mu, averages(X, labels, 3), rtol=1e-14)
    # … and the points that share its cluster still count
    mixed = kmeans_update([[0.0]] * 997 + [[1.0], [2.5], [1e8]], [0] * 1000, 1)
    assert mixed.item() == pytest.approx((1e8 + 3.5) / 1000, rel=1e-13)


@pytest.mark.parametrize("last", [1.0, 1e17])
def test_a_mean_has_every_digit_however_far_one_of_its_points_lies(last, rng):
    X = np.append(rng.normal(1e6, 1.0, 4000), last)[:, None]
    mean = math.fsum(X[:, 0]) / len(X)
    mu = kmeans_update(X, np.zeros(len(X), int), 1)
    np.testing.assert_allclose(mu, [[mean]], rtol=1e-15)


def test_means_of_points_too_large_to_add_up_are_finite():
    mu = kmeans_update([[1e308], [1.1e308], [1.2e308], [-1.7e308]], [0, 0, 1, 2], 3)
    np.testing.assert_allclose(mu, [[1.05e308], [1.2e308], [-1.7e308]], rtol=1e-14)
    mu = kmeans_update([[1.7e308], [-1.7e308]], [0, 0], 1)
    np.testing.assert_array_equal(mu, [[0.0]])


# kmeans_update: bad input


@pytest.mark.parametrize(
    "X, labels, K, words",
    [
        ([[0.0], [np.nan]], [0, 0], 1, "X holds nan in row 1"),
        ([[0.0], [1.0]], [0, 2], 2, "labels holds 2 for point 1 but must be 0 to 1"),
        ([[0.0], [1.0]], [-1, 0], 2, "labels holds -1 for point 0 but must be 0 to 1"),
        ([[0.0], [1.0]], [0.0, 1.0], 2, "labels holds float64 but needs whole numbers, 0 to 1"),
        ([[0.0], [1.0]], [0], 2, r"labels has shape \(1,\) but needs one entry per point, \(2,\)"),
        ([[0.0], [1.0]], [[0], [1]], 2, r"labels has shape \(2, 1\)"),
        ([[0.0], [1.0]], [0, 0], 3, "K is 3 but there are only 2 points: ask for at most one"),
        ([[0.0], [1.0]], [0, 0], 0, "K is 0 but must be a whole number, 1 or more"),
    ],
)
def test_kmeans_update_refuses(X, labels, K, words):
    with pytest.raises(ValueError, match=words):
        kmeans_update(X, labels, K)


# kmeans_steps: oracle


@pytest.mark.parametrize("shape", FITS, ids=str)
def test_every_iteration_is_the_one_that_loops_make(shape, rng):
    N, K, d = shape
    X = a_sample(rng, N, a_mixture(rng, K, d))
    mu = X[:K]
    for t, step in enumerate(islice(kmeans_steps(X, mu), 6)):
        labels = np.array([min(range(K), key=lambda j: math.dist(x, mu[j])) for x in X])
        assert step.t == t
        assert step.repaired == ()
        np.testing.assert_allclose(step.mu, mu, rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(step.labels, labels)
        assert step.inertia == pytest.approx(sum_to_own_mean(X, mu, labels), rel=1e-9)
        assert type(step.inertia) is float
        mu = averages(X, labels, K)


# kmeans_steps: law


@given(clusterings())
def test_the_inertia_never_rises(problem):
    X, mu, _ = problem  # means on a grid lose clusters: repairs must not raise it either
    inertias = [step.inertia for step in islice(kmeans_steps(X, mu), 12)]
    assert all(b <= a for a, b in itertools.pairwise(inertias))  # by not even a rounding


@given(clusterings())
def test_settled_means_stay_where_they_are(problem):
    X, mu, _ = problem
    *_, last, after = islice(kmeans_steps(X, fit_kmeans(X, len(mu), init=mu).mu), 3)
    np.testing.assert_allclose(after.mu, last.mu, atol=1e-12)
    np.testing.assert_array_equal(after.labels, last.labels)


@given(clusterings(), st.integers(-(10**8), 10**8))
def test_the_iterations_move_with_the_data(problem, shift):
    X, mu, _ = problem
    X, mu = np.round(8 * X), np.round(8 * mu)  # whole numbers shift without rounding
    for here, there in zip(
        islice(kmeans_steps(X, mu), 3), islice(kmeans_steps(X + shift, mu + shift), 3), strict=True
    ):
        if here.repaired != there.repaired or (here.labels != there.labels).any():
            return  # a tie, decided by the last digit of a mean
        np.testing.assert_allclose(there.mu - shift, here.mu, atol=1e-6)
        np.testing.assert_allclose(there.inertia, here.inertia, rtol=1e-6)


# kmeans_steps: extreme


def test_a_repaired_cluster_is_named():
    X = np.array([[0.0, 0.0], [1.0, 0.0], [10.0, 0.0], [11.0, 0.0]])
    first, second = islice(kmeans_steps(X, [[5.0, 0.0], [500.0, 0.0], [600.0, 0.0]]), 2)
    assert first.repaired == ()
    assert second.repaired == (1, 2)
    # after the mean 5.5 the farthest points are both ends, the first of them first
    np.testing.assert_array_equal(second.mu, [[5.5, 0.0], [0.0, 0.0], [11.0, 0.0]])


def test_means_that_coincide_come_apart(rng):
    X = table(rng, 20, 3)
    start = np.tile(X[:1], (4, 1))
    steps = list(islice(kmeans_steps(X, start), 10))
    assert steps[1].repaired == (1, 2, 3)
    assert set(steps[-1].labels) == {0, 1, 2, 3}
    assert all(np.isfinite(step.mu).all() for step in steps)


def test_more_means_than_points_are_refused_before_the_first_step():
    with pytest.raises(ValueError, match="mu has 3 rows but there are only 2 points"):
        kmeans_steps([[0.0], [1.0]], [[0.0], [1.0], [2.0]])


# kmeans_plus_plus: oracle


def seeding_probabilities(X, K):
    """The probability of every ordered choice of K rows, by enumeration of all draws."""
    N, candidates = len(X), 2 + int(math.log(K))

    def go_on(chosen, probability):
        if len(chosen) == K:
            found[chosen] = found.get(chosen, 0) + probability
            return
        nearest = [min(math.dist(x, X[c]) ** 2 for c in chosen) for x in X]
        for draws in itertools.product(range(N), repeat=candidates):
            p = math.prod(nearest[i] / sum(nearest) for i in draws)
            if p:
                best = min(draws, key=lambda i: inertia_of(X, X[[*chosen, i]]))
                go_on((*chosen, best), probability * p)

    found = {}
    for i in range(N):
        go_on((i,), 1 / N)
    return found


@pytest.mark.parametrize("N, K, d", [(5, 2, 1), (4, 3, 2)])
def test_greedy_seeding_draws_each_start_as_often_as_enumeration_says(N, K, d, rng):
    # Multiples of 6, whose means are whole numbers: equally good candidates tie exactly,
    # here and in the package, and the first one drawn is taken.
    X = 6.0 * rng.permutation(20)[: N * d].reshape(N, d)
    probability = seeding_probabilities(X, K)
    assert sum(probability.values()) == pytest.approx(1)

    row = {tuple(x): i for i, x in enumerate(X)}
    seen = dict.fromkeys(probability, 0)
    draws = 2000
    for _ in range(draws):
        seen[tuple(row[tuple(m)] for m in kmeans_plus_plus(X, K, rng=rng))] += 1

    often = [start for start, p in probability.items() if p * draws >= 5]
    observed = [seen[start] for start in often]
    expected = [probability[start] * draws for start in often]
    # all rare starts together are one more class
    observed, expected = [*observed, draws - sum(observed)], [*expected, draws - sum(expected)]
    if expected[-1] < 1e-6:
        observed, expected = observed[:-1], expected[:-1]
    assert stats.chisquare(observed, expected).pvalue > 1e-3


# kmeans_plus_plus: law


@given(seeds, st.sampled_from(FITS))
def test_the_first_means_are_rows_of_x_that_all_differ(seed, shape):
    _, K, d = shape
    rng = np.random.default_rng(seed)
    X = np.repeat(table(rng, K + 1, d), 4, axis=0)  # every row four times
    mu = kmeans_plus_plus(X, K, rng=rng)
    assert mu.shape == (K, d)
    assert len({tuple(m) for m in mu} & {tuple(x) for x in X}) == K


@settings(max_examples=15)
@given(seeds, st.sampled_from(FITS))
def test_the_greedy_choice_leaves_less_inertia_on_average_than_one_draw_each(seed, shape):
    N, K, d = shape
    rng = np.random.default_rng(seed)
    X = a_sample(rng, N, a_mixture(rng, K, d, scale=0.2))
    greedy = [inertia_of(X, kmeans_plus_plus(X, K, rng=rng)) for _ in range(20)]
    uniform = [inertia_of(X, X[rng.choice(N, K, replace=False)]) for _ in range(20)]
    assert np.mean(greedy) < np.mean(uniform)


@given(seeds)
def test_seeding_does_not_depend_on_the_unit(seed):
    X = table(np.random.default_rng(seed), 20, 3)
    np.testing.assert_array_equal(
        kmeans_plus_plus(1024 * X, 4, rng=seed), 1024 * kmeans_plus_plus(X, 4, rng=seed)
    )


# kmeans_plus_plus: extreme


def test_no_row_is_taken_twice_even_where_rows_coincide():
    X = np.array([[0.0], [0.0], [0.0], [5.0], [0.0]])
    for seed in range(20):
        assert sorted(kmeans_plus_plus(X, 5, rng=seed).ravel()) == [0, 0, 0, 0, 5]


@pytest.mark.parametrize("scale", [1e-150, 1e150])
def test_squares_near_the_ends_of_float64_do_not_disturb_the_seeding(scale, rng):
    X = scale * np.array([[0.0, 0.0], [0.1, 0.0], [1.0, 0.0], [1.1, 0.0], [0.0, 0.9], [0.1, 0.9]])
    nearest = kmeans_plus_plus(X, 3, rng=0)
    assert len({tuple(np.round(m / scale / 0.9)) for m in nearest}) == 3


def test_one_mean_is_any_row():
    X = np.arange(4.0)[:, None]
    assert {kmeans_plus_plus(X, 1, rng=seed).item() for seed in range(40)} == {0, 1, 2, 3}


# fit_kmeans: oracle


@pytest.mark.parametrize("shape", FITS, ids=str)
def test_a_fit_is_scikit_learns_from_the_same_start(shape, rng):
    N, K, d = shape
    X = a_sample(rng, N, a_mixture(rng, K, d))
    start = X[:K]
    fit = fit_kmeans(X, K, init=start)
    theirs = KMeans(K, init=start, n_init=1, tol=0, algorithm="lloyd").fit(X)
    assert fit.converged
    np.testing.assert_array_equal(fit.labels, theirs.labels_)
    np.testing.assert_allclose(fit.mu, theirs.cluster_centers_, rtol=1e-9, atol=1e-12)
    assert fit.inertia == pytest.approx(theirs.inertia_, rel=1e-9)


def test_restarts_find_the_best_of_all_partitions(rng):
    N, K, d = 8, 3, 2
    X = table(rng, N, d)
    everything = np.eye(K)[list(itertools.product(range(K), repeat=N))]  # (K^N, N, K)
    everything = everything[everything.any(axis=1).all(axis=1)]
    sums = np.einsum("pnk,nd->pkd", everything, X)
    within = (X**2).sum() - ((sums**2).sum(axis=2) / everything.sum(axis=1)).sum(axis=1)
    assert fit_kmeans(X, K, n_init=30, rng=0).inertia == pytest.approx(within.min(), rel=1e-9)


def test_restarts_on_old_faithful_reach_scikit_learns_best():
    for K in (1, 3):
        theirs = KMeans(K, n_init=10, random_state=0).fit(OLD_FAITHFUL).inertia_
        assert fit_kmeans(OLD_FAITHFUL, K, n_init=10, rng=0).inertia <= theirs * (1 + 1e-9)


# fit_kmeans: law


@given(clusterings())
def test_a_fit_agrees_with_itself(problem):
    X, mu, _ = problem
    fit = fit_kmeans(X, len(mu), init=mu)
    assert fit.converged
    assert (np.diff(fit.trace) <= 0).all()
    assert fit.trace[0] == pytest.approx(inertia_of(X, mu), rel=1e-9)
    assert fit.trace[-1] == fit.inertia == pytest.approx(inertia_of(X, fit.mu), rel=1e-9, abs=1e-9)
    assert sum_to_own_mean(X, fit.mu, fit.labels) == pytest.approx(fit.inertia, rel=1e-9, abs=1e-9)
    # converged: the means are the averages of the very points assigned to them
    for j in set(fit.labels):
        np.testing.assert_allclose(fit.mu[j], X[fit.labels == j].mean(axis=0), atol=1e-12)


@given(seeds, st.sampled_from(FITS))
def test_the_best_of_several_starts_is_returned(seed, shape):
    N, K, d = shape
    X = table(np.random.default_rng(seed), N, d)
    together = fit_kmeans(X, K, n_init=4, rng=seed)
    one_generator = np.random.default_rng(seed)
    alone = [fit_kmeans(X, K, rng=one_generator) for _ in range(4)]
    assert together.inertia == min(fit.inertia for fit in alone)


# fit_kmeans: extreme


def test_one_cluster_has_the_mean_of_all_points():
    fit = fit_kmeans(OLD_FAITHFUL, 1, rng=0)
    np.testing.assert_allclose(fit.mu, [OLD_FAITHFUL.mean(axis=0)])
    assert fit.inertia == pytest.approx(OLD_FAITHFUL.var(axis=0).sum() * len(OLD_FAITHFUL))


def test_as_many_clusters_as_points_have_no_inertia(rng):
    X = table(rng, 6, 2)
    fit = fit_kmeans(X, 6, rng=0)
    assert fit.inertia < 1e-30
    assert sorted(fit.labels) == [0, 1, 2, 3, 4, 5]


def test_clusters_1e8_from_the_origin_are_found_as_near_it(rng):
    X = np.round(1024 * table(rng, 30, 2))
    near, far = (fit_kmeans(X + shift, 4, init=X[:4] + shift) for shift in (0, 10**8))
    np.testing.assert_array_equal(far.labels, near.labels)
    np.testing.assert_allclose(far.mu - 1e8, near.mu, atol=1e-7)
    assert far.inertia == pytest.approx(near.inertia, rel=1e-9)


def test_points_that_all_coincide_have_one_mean_and_no_inertia():
    fit = fit_kmeans(np.full((7, 2), 0.1), 3, rng=0)
    np.testing.assert_array_equal(fit.mu, np.full((3, 2), 0.1))
    assert fit.inertia == 0
    assert fit.converged


def test_a_fit_says_which_clusters_it_had_to_repair(rng):
    X = table(rng, 20, 2)
    assert fit_kmeans(X, 3, init=[X[0], [900.0, 0.0], X[1]]).repaired == (1,)
    assert fit_kmeans(X, 3, init=X[:3]).repaired == ()
    start = X[:9].copy()
    start[[8, 1]] = 900.0
    repaired = fit_kmeans(X, 9, init=start).repaired
    assert repaired == (1, 8)  # in order, and as plain numbers that read well
    assert [type(j) for j in repaired] == [int, int]


def test_a_fit_stops_after_max_iter_updates_and_says_that_it_did_not_settle():
    line = np.arange(64.0)[:, None]
    fit = fit_kmeans(line, 2, init=[[0.0], [1.0]], max_iter=3)
    assert not fit.converged
    assert len(fit.trace) == 4
    settled = fit_kmeans(line, 2, init=[[0.0], [1.0]])
    assert settled.converged
    assert settled.inertia < fit.inertia
    # the last update changed no label: one fewer is one too few
    steps = len(settled.trace) - 1
    assert fit_kmeans(line, 2, init=[[0.0], [1.0]], max_iter=steps).converged
    assert not fit_kmeans(line, 2, init=[[0.0], [1.0]], max_iter=steps - 1).converged


@pytest.mark.parametrize(
    "X, init, mu, trace",
    [
        ([0.0, 0.2, 0.0, 0.0], [0.2, 0.0, 0.0], [0.2, 0.0, 0.0], [0.0, 0.0]),
        ([0.1, 0.3, 0.7], [0.1, 0.3, 0.7], [0.1, 0.3, 0.7], [0.0, 0.0]),
        ([1.0, 3.0, 7.0, 9.0, 1e17], [1.0, 9.0, 1e17], [2.0, 8.0, 1e17], [8.0, 4.0]),
        ([5.0, 5.0], [5.0, 5.0], [5.0, 5.0], [0.0, 0.0]),
    ],
)
def test_duplicates_and_huge_values_settle_at_once(X, init, mu, trace):
    column = lambda values: np.array(values)[:, None]  # noqa: E731
    fit = fit_kmeans(column(X), len(init), init=column(init))
    assert fit.converged
    np.testing.assert_array_equal(fit.mu, column(mu))
    np.testing.assert_array_equal(fit.trace, trace)


@given(seeds, st.integers(1, 9), st.integers(1, 6), st.integers(1, 3))
def test_k_means_ends_for_any_number_of_distinct_points(seed, distinct, copies, d):
    rng = np.random.default_rng(seed)
    X = np.repeat(0.1 * np.round(9 * table(rng, distinct, d)), copies, axis=0)
    for K in {1, distinct, min(distinct + 1, len(X)), len(X)}:
        fit = fit_kmeans(X, K, rng=rng)
        assert fit.converged
        assert len(fit.trace) <= len(X) + 2
        assert (np.diff(fit.trace) <= 0).all()
        if len(np.unique(X, axis=0)) <= K:
            assert fit.inertia == 0


def test_a_small_fall_counts_beside_a_huge_distance():
    # the pair far away has an inertia of 5e19, beside which a fall of 1 cannot be seen
    near = np.array([[0.0], [1.0], [2.0], [6.0], [7.0], [8.0]])
    X = np.vstack([near, [[1e17], [1e17 + 1e10]]])
    fit = fit_kmeans(X, 3, init=[[0.0], [1.0], [1e17]])
    assert fit.converged
    np.testing.assert_array_equal(fit.mu[:2], [[1.0], [7.0]])


def test_the_trace_does_not_rise_where_the_rounded_sum_would():
    # one pair has an inertia of 5e19; what is added before it and after it rounds up in turn
    rng = np.random.default_rng(7)
    X = np.vstack([rng.integers(-99, 99, (9, 1)), [[1e17], [1e17 + 1e10]]])
    X = rng.permutation(X)
    near, far = np.flatnonzero(X[:, 0] < 100), np.flatnonzero(X[:, 0] > 100)
    steps = kmeans_steps(X, X[[near[0], near[1], far[0]]])
    assert (np.diff([step.inertia for step in islice(steps, 8)]) <= 0).all()


def test_what_was_repaired_is_named_once():
    steps = kmeans_steps([[-3.0], [3.0], [0.0]], [[0.0], [99.0], [98.0]])
    assert [step.repaired for step in islice(steps, 4)] == [(), (1, 2), (), ()]
    steps = kmeans_steps([[0.0], [0.0], [1.0], [1.0]], [[0.2], [0.7], [0.7]])
    assert [step.repaired for step in islice(steps, 4)] == [(), (2,), (), ()]


def test_settled_means_repair_nothing_and_are_nobody_elses():
    X, mu = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([[0.0], [0.0], [1.0]])
    steps = kmeans_steps(X, mu)
    for step in islice(steps, 3):
        np.testing.assert_array_equal(step.mu, [[0.0], [0.0], [1.0]])
        assert step.repaired == ()
        mu[:] = step.mu[:] = 7.0
    mu[:] = X[:3]
    assert not np.shares_memory(fit_kmeans(X, 3, init=mu).mu, mu)


@pytest.mark.parametrize("huge", [1e17, 1e150, 1e200, -1e300, 1e307])
def test_the_inertia_keeps_its_digits_beside_a_huge_point_and_a_far_first_mean(huge):
    near, first = np.array([[1.1], [3.3], [7.7], [9.8]]), np.array([[1.1], [9.8], [huge]])
    fit = fit_kmeans(np.vstack([near, [[huge]]]), 3, init=first)
    np.testing.assert_allclose(fit.mu, [[2.2], [8.75], [huge]], rtol=1e-15)
    np.testing.assert_allclose(fit.trace[:2], [2.2**2 + 2.1**2, 2 * 1.1**2 + 2 * 1.05**2])
    alone = fit_kmeans(near, 3, init=first)  # no point there: the third mean is put on one
    np.testing.assert_allclose(alone.trace[0], 2.2**2 + 2.1**2)
    np.testing.assert_allclose(alone.inertia, 2 * 1.05**2)


def test_two_points_whose_squared_distance_underflows_are_not_taken_for_one():
    with pytest.raises(ValueError, match="no float64: multiply X by a common scale"):
        fit_kmeans([[0.0], [1e-170], [1.0]], 2, init=[[0.0], [1.0]])
    assert fit_kmeans([[0.0], [1e-170], [1.0]], 3, rng=0).inertia == 0


@pytest.mark.parametrize("unit", [1e-150, 1e150])
def test_a_fit_does_not_depend_on_the_unit(unit, rng):
    X = a_sample(rng, 40, a_mixture(rng, 3, 2))
    here, there = fit_kmeans(X, 3, rng=1), fit_kmeans(unit * X, 3, rng=1)
    np.testing.assert_array_equal(here.labels, there.labels)
    np.testing.assert_allclose(there.mu, unit * here.mu, rtol=1e-12)
    np.testing.assert_allclose(there.trace / unit / unit, here.trace, rtol=1e-9)


@pytest.mark.parametrize("unit, remedy", [(1e-170, "multiply X"), (1e170, "divide X")])
@pytest.mark.parametrize("how", ["fit", "steps"])
def test_an_inertia_that_is_no_float64_is_refused(how, unit, remedy, rng):
    X = unit * table(rng, 9, 2)
    with pytest.raises(ValueError, match=f"the inertia, .* is no float64: {remedy} by a common"):
        fit_kmeans(X, 2, rng=0) if how == "fit" else next(kmeans_steps(X, X[:2]))


# kmeans_plus_plus and fit_kmeans: bad input


@pytest.mark.parametrize("function", [kmeans_plus_plus, fit_kmeans])
@pytest.mark.parametrize(
    "X, K, more, words",
    [
        ([[0.0], [np.nan]], 1, {}, "X holds nan in row 1, column 0: .* drop or mend that point"),
        ([0.0, 1.0], 1, {}, r"X has 1 dimension but needs 2, .* X\.reshape\(-1, 1\)"),
        ([[0.0], [1.0]], 3, {}, "K is 3 but there are only 2 points: ask for at most one per"),
        ([[0.0], [1.0]], 0, {}, "K is 0 but must be a whole number, 1 or more"),
        ([[0.0], [1.0]], 1.0, {}, "K is 1.0 but must be a whole number"),
        ([[0.0], [1.0]], None, {}, "K is None but must be a whole number"),
        ([[0.0], [1.0]], 1, {"rng": -1}, "rng must be a numpy Generator or a seed: .*negative"),
        ([[0.0], [1.0]], 1, {"rng": "seed"}, "rng must be a numpy Generator or a seed"),
    ],
)
def test_seeding_and_fitting_refuse(function, X, K, more, words):
    with pytest.raises(ValueError, match=words):
        function(X, K, **more)


@pytest.mark.parametrize("K", [0, 2.0, True, 4])
def test_fit_kmeans_refuses_a_k_that_is_none_also_beside_an_init(K):
    with pytest.raises(ValueError, match=f"K is {K} but (must be a whole|there are only 3 points)"):
        fit_kmeans([[0.0], [1.0], [2.0]], K, init=np.zeros((int(K), 1)))


@pytest.mark.parametrize(
    "more, words",
    [
        ({"init": [[0.0], [1.0]]}, "X has 2 columns but init has 1"),
        ({"init": [[0.0, 1.0]]}, "K is 2 but init has 1 rows: give one mean per cluster"),
        ({"init": [[0.0, np.nan], [1, 1]]}, "init holds nan in row 0, column 1"),
        ({"init": np.eye(2), "n_init": 2}, "n_init is 2 but init fixes the start: leave n_init"),
        ({"n_init": 0}, "n_init is 0 but must be a whole number, 1 or more"),
        ({"max_iter": 0}, "max_iter is 0 but must be a whole number, 1 or more"),
        ({"max_iter": 2.5}, "max_iter is 2.5 but must be a whole number"),
    ],
)
def test_fit_kmeans_refuses(more, words):
    with pytest.raises(ValueError, match=words):
        fit_kmeans([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]], 2, **more)


# all of them


def run(name, X, mu, labels, rng):
    K = len(mu)
    return {
        "kmeans_assign": lambda: (kmeans_assign(X, mu),),
        "kmeans_update": lambda: (kmeans_update(X, labels, K),),
        "kmeans_plus_plus": lambda: (kmeans_plus_plus(X, K, rng=rng),),
        "kmeans_steps": lambda: list(islice(kmeans_steps(X, mu), 4))[-1],
        "fit_kmeans": lambda: fit_kmeans(X, K, rng=rng),
        "fit_kmeans from init": lambda: fit_kmeans(X, K, init=mu),
    }[name]()


FUNCTIONS = [
    "kmeans_assign",
    "kmeans_update",
    "kmeans_plus_plus",
    "kmeans_steps",
    "fit_kmeans",
    "fit_kmeans from init",
]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_kmeans_edits_no_argument_and_leaves_the_global_generator_alone(name, rng):
    arguments = table(rng, 9, 2), table(rng, 4, 2) + 50, np.arange(9) % 3  # repairs happen
    with nothing_else_changes(*arguments):
        run(name, *arguments, rng)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_kmeans_takes_lists_whole_numbers_and_float32(name):
    X, mu = [[0, 0], [1, 3], [9, 8], [7, 7], [2, 2]], [[1, 1], [8, 8], [0, 3]]
    labels = [0, 1, 2, 1, 0]
    expected = run(name, np.array(X, float), np.array(mu, float), np.array(labels), 3)
    for kind in (list, np.array, np.float32):
        found = run(name, kind(X), kind(mu), labels, 3)
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("function", [kmeans_plus_plus, fit_kmeans])
def test_a_seed_and_a_generator_of_that_seed_draw_the_same(function, rng):
    X = table(rng, 50, 3)
    results = [function(X, 4, rng=r) for r in (5, 5, np.random.default_rng(5))]
    means = [getattr(result, "mu", result) for result in results]
    np.testing.assert_array_equal(means[0], means[1])
    np.testing.assert_array_equal(means[0], means[2])
    assert any((kmeans_plus_plus(X, 4, rng=seed) != means[0]).any() for seed in range(6, 9))


def test_a_generator_that_is_passed_moves_on(rng):
    X = table(rng, 50, 3)
    r = np.random.default_rng(5)
    assert (kmeans_plus_plus(X, 4, rng=r) != kmeans_plus_plus(X, 4, rng=r)).any()
