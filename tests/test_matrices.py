"""D, P, Q and L: against exact arithmetic, scipy and mpmath; their laws; their extremes."""

import itertools
import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from problems import (
    OLD_FAITHFUL,
    SHAPES,
    a_mixture,
    exact_squared_distance,
    log_densities,
    log_densities_of,
    no_warnings,
    nothing_else_changes,
    seeds,
    table,
    weights,
)
from scipy import integrate, special, stats
from scipy.spatial.distance import cdist

from mixtures_lab import (
    log_gaussians,
    log_posterior,
    log_sum_exp,
    negative_log_likelihood,
    squared_distances,
)

pytestmark = no_warnings

INF = np.inf


# squared_distances: oracle


def generic(rng, N, K, d):
    return table(rng, N, d), table(rng, K, d)


def far_from_the_origin(rng, N, K, d):
    return table(rng, N, d, offset=1e8), table(rng, K, d, offset=1e8)


def far_in_one_coordinate(rng, N, K, d):
    X, mu = generic(rng, N, K, d)
    X[:, 0] += 1e8
    mu[:, 0] += 1e8
    return X, mu


def every_mean_on_a_point(rng, N, K, d):
    X = table(rng, N, d, offset=3.0)
    return X, X[np.arange(K) % N]


def every_mean_almost_on_a_point(rng, N, K, d):
    X, mu = every_mean_on_a_point(rng, N, K, d)
    return X, mu + 1e-9 * rng.standard_normal(mu.shape)


def a_far_mean(rng, N, K, d):
    """One mean drags the centre away, so that every other entry cancels."""
    X, mu = every_mean_almost_on_a_point(rng, N, K, d)
    mu[0] = 1e8
    return X, mu


def a_far_point(rng, N, K, d):
    X, mu = generic(rng, N, K, d)
    X[-1] = -1e8
    return X, mu


def all_far_and_one_pair_close(rng, N, K, d):
    X, mu = table(rng, N, d, scale=1e8), table(rng, K, d, scale=1e8)
    mu[-1] = X[0] + 1e-3
    return X, mu


def minute(rng, N, K, d):
    return table(rng, N, d, scale=1e-100), table(rng, K, d, scale=1e-100)


def enormous(rng, N, K, d):
    return table(rng, N, d, scale=1e150), table(rng, K, d, scale=1e150)


PLACES = [
    generic,
    far_from_the_origin,
    far_in_one_coordinate,
    every_mean_on_a_point,
    every_mean_almost_on_a_point,
    a_far_mean,
    a_far_point,
    all_far_and_one_pair_close,
    minute,
    enormous,
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_every_entry_of_d_is_right_to_1e_9_relative(place, shape, rng):
    X, mu = place(rng, *shape)
    D = squared_distances(X, mu)
    exact = [[float(exact_squared_distance(x, m)) for m in mu] for x in X]
    # A true distance of 0 has to come out as 0: there is no absolute tolerance.
    np.testing.assert_allclose(D, exact, rtol=1e-9, atol=0)


@pytest.mark.parametrize("gap", 10.0 ** -np.arange(1, 12))
def test_every_entry_of_d_is_right_however_much_of_it_cancels(gap, rng):
    # All means but one lie about a gap from the points: from no cancellation to all,
    # with enough entries for the unluckiest rounding to show.
    N, K, d = 500, 40, 3
    X = 1 + gap * table(rng, N, d)
    mu = np.vstack([1 + gap * table(rng, K - 1, d), np.full((1, d), -float(K - 1))])
    np.testing.assert_allclose(squared_distances(X, mu), cdist(X, mu, "sqeuclidean"), rtol=1e-9)


def test_d_of_old_faithful_agrees_with_scipy():
    mu = OLD_FAITHFUL[[3, 100, 200]] + 0.5
    np.testing.assert_allclose(
        squared_distances(OLD_FAITHFUL, mu), cdist(OLD_FAITHFUL, mu, "sqeuclidean"), rtol=1e-12
    )


def test_a_three_four_five_triangle():
    np.testing.assert_array_equal(
        squared_distances([[0, 0], [3, 4], [0, 4]], [[0, 0], [3, 4]]), [[0, 25], [25, 0], [16, 9]]
    )


# squared_distances: law


@st.composite
def whole_tables(draw):
    """X and mu of whole numbers, in a small range so that some of them coincide."""
    N, K, d = draw(st.sampled_from(SHAPES))
    rng = np.random.default_rng(draw(seeds))
    reach = draw(st.sampled_from([1, 5, 1000]))
    return [rng.integers(-reach, reach + 1, (rows, d)).astype(float) for rows in (N, K)]


@given(whole_tables(), st.integers(-(10**8), 10**8))
def test_shifting_points_and_means_together_leaves_d_unchanged(tables, shift):
    X, mu = tables  # whole numbers, so that the shift itself does not round
    np.testing.assert_allclose(
        squared_distances(X + shift, mu + shift), squared_distances(X, mu), rtol=1e-9
    )


@given(whole_tables())
def test_d_is_transposed_when_points_and_means_change_places(tables):
    X, mu = tables
    np.testing.assert_allclose(squared_distances(mu, X), squared_distances(X, mu).T, rtol=1e-9)


@given(whole_tables())
def test_d_is_never_negative_and_0_exactly_where_point_and_mean_coincide(tables):
    X, mu = tables
    D = squared_distances(X, mu)
    assert (D >= 0).all()
    np.testing.assert_array_equal(D == 0, (X[:, None] == mu).all(axis=2))


@given(whole_tables(), seeds)
def test_permuting_points_and_means_permutes_rows_and_columns_of_d(tables, seed):
    X, mu = tables
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(X)), rng.permutation(len(mu))
    np.testing.assert_allclose(
        squared_distances(X[rows], mu[columns]),
        squared_distances(X, mu)[np.ix_(rows, columns)],
        rtol=1e-9,
    )


@given(whole_tables(), st.floats(1e-6, 1e6))
def test_d_grows_with_the_square_of_the_unit(tables, unit):
    X, mu = tables
    np.testing.assert_allclose(
        squared_distances(unit * X, unit * mu), unit**2 * squared_distances(X, mu), rtol=1e-9
    )


# squared_distances: extreme


def test_one_far_mean_that_makes_every_other_entry_cancel_spoils_none(rng):
    N, K, d = 701, 101, 2
    X = table(rng, N, d)
    mu = np.vstack([table(rng, K - 1, d, scale=1e-3), [[1e8, 1e8]]])
    np.testing.assert_allclose(
        squared_distances(X, mu), cdist(X, mu, "sqeuclidean"), rtol=1e-12, atol=0
    )


def test_distances_whose_squares_just_fit_are_not_refused():
    assert squared_distances([[1e154, 0.0]], [[0.0, 0.0]]) == pytest.approx(1e308)


def test_means_too_large_to_add_up_still_have_distances():
    np.testing.assert_array_equal(
        squared_distances([[1.5e308]], [[1.5e308], [1.5e308]]), [[0.0, 0.0]]
    )


@pytest.mark.parametrize("dtype", [int, np.int8, np.float32, bool, object])
def test_every_real_type_of_number_gives_float64_distances(dtype):
    X = np.array([[100, 1], [0, 1], [100, 0]]).astype(dtype)
    D = squared_distances(X, X[:1])
    assert D.dtype == np.float64
    reach = 1 if dtype is bool else 100  # int8 would overflow at 100²
    np.testing.assert_array_equal(D, [[0], [reach**2], [1]])


# squared_distances: bad input

NAN_ROW = [[0.0, 1.0], [2.0, np.nan], [3.0, 4.0]]


@pytest.mark.parametrize(
    "X, mu, words",
    [
        (np.ones((5, 3)), np.ones((4, 2)), "X has 3 columns but mu has 2: both need one column"),
        (NAN_ROW, [[0, 0]], "X holds nan in row 1, column 1: .* drop or mend that point"),
        ([[0, 0]], NAN_ROW, "mu holds nan in row 1, column 1: .* drop or mend that mean"),
        ([[0, 0], [-INF, 0]], [[0, 0]], "X holds -inf in row 1, column 0"),
        (
            [1.0, 2.0],
            [[0, 0]],
            r"X has 1 dimension but .*point is X\.reshape\(1, -1\), .*\(-1, 1\)$",
        ),
        ([[1.0]], [1.0, 2.0], r"mu has 1 dimension but needs 2, one row per mean.*mu\.reshape"),
        (np.ones((3, 2, 1)), [[0.0]], "X has 3 dimensions but needs 2, one row per point$"),
        (5.0, [[0.0]], "X has 0 dimensions but needs 2, one row per point$"),
        (np.ones((0, 2)), [[0, 0]], r"X is empty, its shape is \(0, 2\): give at least one point"),
        ([[0, 0]], np.ones((2, 0)), r"mu is empty, its shape is \(2, 0\): give at least one mean"),
        ([["a"]], [[0]], "X must be an array of numbers: .*'a'"),
        ([[1, 2], [3]], [[0, 0]], "X must be an array of numbers"),
        ([[None]], [[0]], r"X (must be an array of numbers|holds nan in row 0)"),
        ([[1j]], [[0]], "X holds complex numbers: the derivation is for real ones"),
        ([[0, 0], [1e200, 0]], [[1, 1]], "point 1 of X and mean 0 of mu .*overflows: divide X"),
        ([[0.0]], [[0.0], [0.0], [1e200]], "point 0 of X and mean 2 of mu .* common scale"),
        ([[0.0], [1e-170]], [[0.0]], "point 1 of X and mean 0 of mu .* underflows: multiply X"),
        ([[0.0], [10**400]], [[0.0]], "X must be an array of numbers: .*too large"),
    ],
)
def test_squared_distances_refuses(X, mu, words):
    with pytest.raises(ValueError, match=words):
        squared_distances(X, mu)


# log_gaussians: oracle


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_p_agrees_with_scipy(shape, rng):
    N, K, d = shape
    X, mixture = table(rng, N, d), a_mixture(rng, K, d)
    P = log_gaussians(cdist(X, mixture.mu, "sqeuclidean"), mixture.sigma, d)
    expected = [
        stats.multivariate_normal(m, s**2 * np.eye(d)).logpdf(X).reshape(N)
        for m, s in zip(mixture.mu, mixture.sigma, strict=True)
    ]
    np.testing.assert_allclose(P, np.transpose(expected), rtol=1e-10)


@pytest.mark.parametrize("sigma", [1e-6, 1e-200, 0.7, 1e6, 1e200])
@pytest.mark.parametrize("D", [0.0, 1e-300, 2.5, 1e16])
def test_p_agrees_with_mpmath_for_any_size_of_sigma(sigma, D):
    d = 100
    with mpmath.workdps(50):
        s = mpmath.mpf(sigma)
        exact = -d * mpmath.log(s * mpmath.sqrt(2 * mpmath.pi)) - mpmath.mpf(D) / (2 * s**2)
    # mpmath knows no overflow: beyond the largest float64 the logarithm of the density is −inf
    expected = float(exact) if exact > -1e308 else -INF
    np.testing.assert_allclose(log_gaussians([[D]], [sigma], d), [[expected]], rtol=1e-10)


# log_gaussians: law


@pytest.mark.parametrize("sigma", [0.02, 1.0, 30.0])
def test_a_density_integrates_to_1(sigma):
    density = lambda x: np.exp(log_gaussians([[x**2]], [sigma], 1)).item()  # noqa: E731
    total, _ = integrate.quad(density, -12 * sigma, 12 * sigma, points=[0])
    assert total == pytest.approx(1, abs=1e-9)


@given(seeds, st.integers(1, 60), st.integers(1, 60))
def test_log_densities_of_separate_coordinates_add_up(seed, d, e):
    rng = np.random.default_rng(seed)
    Dd, De, sigma = rng.exponential(size=(7, 3)), rng.exponential(size=(7, 3)), rng.uniform(1, 3, 3)
    np.testing.assert_allclose(
        log_gaussians(Dd + De, sigma, d + e),
        log_gaussians(Dd, sigma, d) + log_gaussians(De, sigma, e),
        rtol=1e-12,
        atol=1e-12,
    )


@given(seeds, st.floats(1e-5, 1e5), st.integers(1, 100))
def test_a_larger_unit_lowers_p_by_d_times_its_logarithm(seed, unit, d):
    rng = np.random.default_rng(seed)
    D, sigma = rng.exponential(size=(5, 4)), rng.uniform(0.5, 3, 4)
    np.testing.assert_allclose(
        log_gaussians(unit**2 * D, unit * sigma, d),
        log_gaussians(D, sigma, d) - d * math.log(unit),
        rtol=1e-9,
        atol=1e-9,
    )


@given(seeds)
def test_permuting_components_permutes_columns_of_p(seed):
    rng = np.random.default_rng(seed)
    D, sigma, order = rng.exponential(size=(5, 4)), rng.uniform(0.5, 3, 4), rng.permutation(4)
    np.testing.assert_array_equal(
        log_gaussians(D[:, order], sigma[order], 3), log_gaussians(D, sigma, 3)[:, order]
    )


# log_gaussians: extreme


def test_a_density_too_small_for_its_logarithm_is_ln_0():
    np.testing.assert_array_equal(log_gaussians([[1e300], [1e299]], [1e-200], 3), [[-INF], [-INF]])


def test_sigma_may_be_as_large_as_float64_goes():
    P = log_gaussians([[0.0]], [1e308], 1)
    assert P.item() == pytest.approx(
        float(-mpmath.log(mpmath.mpf(1e308) * mpmath.sqrt(2 * mpmath.pi)))
    )


# log_gaussians: bad input


@pytest.mark.parametrize(
    "D, sigma, d, words",
    [
        ([[1.0, np.nan]], [1, 1], 2, "D holds nan in row 0, column 1: .* must be finite"),
        ([[1.0], [INF]], [1], 2, "D holds inf in row 1, column 0"),
        ([1.0], [1], 2, "D has 1 dimension but needs 2, one row per point$"),
        ([[1.0, -5.0]], [1, 1], 2, r"D holds -5.0 in row 0, column 1: .*np\.maximum\(D, 0\)"),
        ([[1.0, 2.0]], [1.0, 0.0], 3, "sigma holds 0.0 for component 1: .* greater than 0"),
        ([[1.0, 2.0]], [-1.0, 1.0], 3, "sigma holds -1.0 for component 0"),
        ([[1.0, 2.0]], [1.0, np.nan], 3, "sigma holds nan for component 1"),
        ([[1.0, 2.0]], [INF, 1.0], 3, "sigma holds inf for component 0: .* finite"),
        ([[1.0, 2.0]], [1.0], 3, "sigma has 1 entries but there are 2 components"),
        ([[1.0, 2.0]], 1.0, 3, r"sigma has shape \(\) but needs one entry per component, \(2,\)"),
        ([[1.0, 2.0]], [[1.0, 1.0]], 3, r"sigma has shape \(1, 2\) but needs one entry per"),
        ([[1.0]], ["a"], 3, "sigma must be an array of numbers"),
        ([[1.0]], [1.0], 0, "d is 0 but must be a whole number, 1 or more: the number of coord"),
        ([[1.0]], [1.0], 2.0, "d is 2.0 but must be a whole number"),
        ([[1.0]], [1.0], True, "d is True but must be a whole number"),
        ([[1.0]], [1.0], 10**400, "d is larger than 9007199254740992"),
    ],
)
def test_log_gaussians_refuses(D, sigma, d, words):
    with pytest.raises(ValueError, match=words):
        log_gaussians(D, sigma, d)


# log_sum_exp: oracle

logarithms = st.floats(-1e4, 1e4) | st.sampled_from([-INF, -1e300, 0.0])
blocks = arrays(float, array_shapes(min_dims=1, max_dims=3, max_side=5), elements=logarithms)


@given(blocks, st.data())
def test_log_sum_exp_agrees_with_scipy_along_any_axis(A, data):
    axis = data.draw(st.integers(-A.ndim, A.ndim - 1))
    np.testing.assert_allclose(
        log_sum_exp(A, axis=axis), special.logsumexp(A, axis=axis), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize(
    "row",
    [
        [0.0, -40.0],
        [0.0, -700.0],
        [-40.0, 0.0, -60.0],
        [1000.0, 1000.0, 999.0],
        [-1e10, -1e10 - 5],
        [-745.0, -746.0],
        [1e-20, -50.0],
    ],
)
def test_log_sum_exp_keeps_the_digits_of_the_small_terms(row):
    with mpmath.workdps(400):
        expected = float(mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(a)) for a in row)))
    assert float(log_sum_exp(row)) == pytest.approx(expected, rel=1e-14, abs=0)


# log_sum_exp: law

rows = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=8)


@given(rows)
def test_log_sum_exp_lies_between_the_maximum_and_the_maximum_plus_ln_n(row):
    total = float(log_sum_exp(row))
    assert max(row) <= total <= max(row) + math.log(len(row)) + 1e-12


@given(rows, st.floats(-1e4, 1e4))
def test_a_constant_moves_through_log_sum_exp(row, m):
    np.testing.assert_allclose(
        log_sum_exp(np.add(row, m)), log_sum_exp(row) + m, rtol=1e-12, atol=1e-11
    )


@given(rows, rows)
def test_a_sum_of_sums_is_the_sum_of_all(row, other):
    together = log_sum_exp([float(log_sum_exp(row)), float(log_sum_exp(other))])
    np.testing.assert_allclose(log_sum_exp(row + other), together, rtol=1e-12, atol=1e-12)


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=6))
def test_the_responsibilities_are_the_slope_of_log_sum_exp(row):
    h = 1e-5
    a = np.array(row)
    bumps = h * np.eye(len(a))
    slope = (log_sum_exp(a + bumps) - log_sum_exp(a - bumps)) / (2 * h)
    np.testing.assert_allclose(slope, special.softmax(a), atol=1e-8)


# log_sum_exp: extreme


@pytest.mark.parametrize(
    "row, expected",
    [
        ([-INF, -INF], -INF),
        ([-INF], -INF),
        ([-INF, 3.0, -INF], 3.0),
        ([INF, 0.0], INF),
        ([0.0, INF, INF, -INF], INF),
        ([1e308, 1e308], 1e308),
        ([-1e308, 1e308], 1e308),
    ],
)
def test_log_sum_exp_of_infinite_and_enormous_entries(row, expected):
    assert float(log_sum_exp(row)) == expected


def test_an_all_minus_inf_row_beside_others_stays_its_own():
    A = [[-INF, -INF, -INF], [0.0, -INF, 0.0]]
    np.testing.assert_allclose(log_sum_exp(A), [-INF, math.log(2)], rtol=1e-15)
    np.testing.assert_allclose(log_sum_exp(A, axis=0), [0.0, -INF, 0.0])


def test_log_sum_exp_sums_along_the_last_axis_unless_told(rng):
    A = table(rng, 5, 3)
    np.testing.assert_array_equal(log_sum_exp(A), log_sum_exp(A, axis=1))
    assert log_sum_exp(A).shape == (5,)
    assert log_sum_exp(A, axis=0).shape == (3,)


# log_sum_exp: bad input


@pytest.mark.parametrize(
    "A, axis, words",
    [
        ([0.0, np.nan], -1, "A holds NaN: log_sum_exp takes numbers, and -inf for ln 0"),
        ([], -1, r"A has shape \(0,\): there is nothing to sum along axis -1"),
        (np.ones((0, 3)), 0, r"A has shape \(0, 3\): there is nothing to sum along axis 0"),
        (2.0, -1, r"A has shape \(\): there is nothing to sum along axis -1"),
        ([1j], -1, "A holds complex numbers"),
        (["a"], -1, "A must be an array of numbers"),
        ([1.0, 2.0], 1, r"A has shape \(2,\): there is nothing to sum along axis 1"),
        ([[1.0, 2.0]], -3, "nothing to sum along axis -3"),
        ([[1.0, 2.0]], None, "nothing to sum along axis None"),
        ([[1.0, 2.0]], 0.0, "nothing to sum along axis 0.0"),
        ([[1.0, 2.0]], np.arange(2), r"nothing to sum along axis \[0 1\]"),
    ],
)
def test_log_sum_exp_refuses(A, axis, words):
    with pytest.raises(ValueError, match=words):
        log_sum_exp(A, axis=axis)


# negative_log_likelihood: oracle


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_l_is_the_logarithm_of_the_product_over_points_of_the_sums_over_components(shape, rng):
    N, K, d = shape
    X, mixture = table(rng, N, d), a_mixture(rng, K, d)
    P = log_densities_of(X, mixture)
    with mpmath.workdps(60):  # line nll-2 as written, which float64 cannot hold
        product = mpmath.mpf(1)
        for row in P:
            product *= sum(
                mpmath.exp(mpmath.mpf(p)) * mpmath.mpf(w)
                for p, w in zip(row, mixture.pi, strict=True)
            )
        expected = float(-mpmath.log(product))
    assert negative_log_likelihood(P, mixture.pi) == pytest.approx(expected, rel=1e-10)


@given(log_densities())
def test_l_agrees_with_scipy(problem):
    P, pi = problem
    assert negative_log_likelihood(P, pi) == pytest.approx(
        -special.logsumexp(P, b=pi, axis=1).sum(), rel=1e-10, abs=1e-10
    )


def test_l_sums_over_every_way_to_assign_the_points(rng):
    # P(X) = Σ over all K^N assignments of Π_i π_{z_i} N(x_i | z_i), by enumeration
    N, K = 4, 3
    P, pi = table(rng, N, K), weights(rng, K)
    total = math.fsum(
        math.prod(pi[j] * math.exp(P[i, j]) for i, j in enumerate(z))
        for z in itertools.product(range(K), repeat=N)
    )
    assert negative_log_likelihood(P, pi) == pytest.approx(-math.log(total), rel=1e-12)


def test_l_is_a_python_float_of_the_whole_data_set():
    L = negative_log_likelihood([[-1, -1], [-2, -2], [-4, -4]], [0.5, 0.5])
    assert type(L) is float
    assert L == pytest.approx(7.0)


# negative_log_likelihood: law


@given(log_densities(), st.floats(-100, 100))
def test_raising_every_log_density_by_c_lowers_l_by_n_c(problem, c):
    P, pi = problem
    assert negative_log_likelihood(P + c, pi) == pytest.approx(
        negative_log_likelihood(P, pi) - c * len(P), rel=1e-9, abs=1e-9
    )


@given(log_densities(), seeds)
def test_the_order_of_points_and_components_does_not_matter_to_l(problem, seed):
    P, pi = problem
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(P)), rng.permutation(len(pi))
    assert negative_log_likelihood(P[np.ix_(rows, columns)], pi[columns]) == pytest.approx(
        negative_log_likelihood(P, pi), rel=1e-12
    )


@given(log_densities(), st.floats(0, 1))
def test_a_component_cut_in_two_leaves_l_unchanged(problem, share):
    P, pi = problem
    twice = np.column_stack([P, P[:, 0]])
    cut = np.append(pi, pi[0] * (1 - share))
    cut[0] *= share
    assert negative_log_likelihood(twice, cut) == pytest.approx(
        negative_log_likelihood(P, pi), rel=1e-9, abs=1e-9
    )


# negative_log_likelihood: extreme


def test_l_of_points_whose_densities_all_underflow_is_finite():
    P = np.array([[-1e6, -1e6 - 1], [-800.0, -900.0], [-5e9, -4e9]])
    assert not np.exp(P).any()
    expected = -special.logsumexp(P, b=[0.25, 0.75], axis=1).sum()
    assert negative_log_likelihood(P, [0.25, 0.75]) == pytest.approx(expected, rel=1e-10)


def test_a_weight_of_0_takes_the_component_out_of_l():
    P = np.array([[-1.0, 5.0, -2.0], [-3.0, -INF, -1.0]])
    assert negative_log_likelihood(P, [0.4, 0, 0.6]) == pytest.approx(
        -special.logsumexp(P[:, [0, 2]], b=[0.4, 0.6], axis=1).sum(), rel=1e-12
    )


def test_a_point_of_density_0_has_an_infinite_l():
    assert negative_log_likelihood([[-INF, 2.0], [1.0, 1.0]], [1.0, 0.0]) == INF


# log_posterior: oracle


@given(log_densities())
def test_q_agrees_with_scipys_log_softmax(problem):
    P, pi = problem
    np.testing.assert_allclose(
        log_posterior(P, pi), special.log_softmax(P + np.log(pi), axis=1), rtol=1e-10, atol=1e-10
    )


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_q_is_bayes_theorem_worked_out_with_400_digits(shape, rng):
    N, K, d = shape
    X, mixture = table(rng, N, d, scale=30.0), a_mixture(rng, K, d)
    P, pi = log_densities_of(X, mixture), mixture.pi
    with mpmath.workdps(400):
        joint = [
            [mpmath.exp(mpmath.mpf(p)) * mpmath.mpf(w) for p, w in zip(row, pi, strict=True)]
            for row in P
        ]
        expected = [[float(mpmath.log(a / sum(row))) for a in row] for row in joint]
    np.testing.assert_allclose(log_posterior(P, pi), expected, rtol=1e-10, atol=1e-12)


# log_posterior: law


@given(log_densities())
def test_rows_of_exp_q_sum_to_1(problem):
    np.testing.assert_allclose(np.exp(log_posterior(*problem)).sum(axis=1), 1, rtol=1e-12)


@given(log_densities())
def test_two_posteriors_differ_by_what_the_joint_densities_differ_by(problem):
    P, pi = problem
    Q = log_posterior(P, pi)
    joint = P + np.log(pi)
    np.testing.assert_allclose(
        Q - Q[:, :1], joint - joint[:, :1], rtol=1e-10, atol=1e-10 * (1 + np.abs(joint).max())
    )


@given(log_densities(), seeds)
def test_permuting_components_permutes_columns_of_q(problem, seed):
    P, pi = problem
    order = np.random.default_rng(seed).permutation(len(pi))
    np.testing.assert_allclose(
        log_posterior(P[:, order], pi[order]), log_posterior(P, pi)[:, order], atol=1e-11
    )


@given(log_densities(), st.floats(-500, 500))
def test_what_all_components_share_does_not_change_q(problem, c):
    P, pi = problem
    np.testing.assert_allclose(log_posterior(P + c, pi), log_posterior(P, pi), rtol=1e-9, atol=1e-9)


@given(st.integers(1, 9), st.integers(0, 6), seeds)
def test_without_evidence_the_posterior_is_the_weight(N, more, seed):
    pi = weights(np.random.default_rng(seed), N + more + 1)
    Q = log_posterior(np.full((N, len(pi)), -3.0), pi)
    np.testing.assert_allclose(np.exp(Q), np.tile(pi, (N, 1)), rtol=1e-12)


# log_posterior: extreme


@pytest.mark.parametrize("far", [1e3, 1e6, 1e8])
def test_a_point_far_from_every_component_still_has_a_posterior(far, rng):
    mixture = a_mixture(rng, 3, 2)
    P = log_densities_of(np.full((5, 2), far), mixture)
    assert not np.exp(P).any()
    np.testing.assert_allclose(np.exp(log_posterior(P, mixture.pi)).sum(axis=1), 1, rtol=1e-12)


@pytest.mark.parametrize("far", [-(2.0**33), -(2.0**49), 2.0**33])
def test_q_keeps_its_digits_where_p_is_enormous(far):
    near, pi = np.array([0.0, -1.0, -3.0]), [0.2, 0.3, 0.5]
    Q = log_posterior([far + near], pi)  # the sum does not round
    np.testing.assert_allclose(Q[0], special.log_softmax(near + np.log(pi)), rtol=1e-13)


def test_a_weight_of_0_gives_a_column_of_minus_inf():
    Q = log_posterior([[-1.0, -2.0, -3.0], [-900.0, 4.0, -900.0]], [0.5, 0.0, 0.5])
    np.testing.assert_array_equal(Q[:, 1], [-INF, -INF])
    np.testing.assert_allclose(np.exp(Q).sum(axis=1), 1)
    np.testing.assert_allclose(np.exp(Q[1]), [0.5, 0, 0.5])


def test_a_log_density_of_minus_inf_is_a_posterior_of_0():
    np.testing.assert_array_equal(
        log_posterior([[-INF, 2.0], [-1.0, -INF]], [0.5, 0.5]), [[-INF, 0.0], [0.0, -INF]]
    )


def test_the_posterior_of_the_only_component_is_1(rng):
    Q = log_posterior(table(rng, 4, 1, scale=1e5), [1.0])
    np.testing.assert_array_equal(Q, np.zeros((4, 1)))


def test_weights_kept_in_float32_pass():
    pi = np.full(3, 1 / 3, dtype=np.float32)
    np.testing.assert_allclose(np.exp(log_posterior(np.zeros((2, 3)), pi)), 1 / 3, rtol=1e-6)


def test_a_weight_of_0_hides_even_the_largest_density():
    np.testing.assert_array_equal(log_posterior([[1e308, -1e308]], [0.0, 1.0]), [[-INF, 0.0]])
    np.testing.assert_array_equal(log_posterior([[1e308, -1e308]], [0.5, 0.5]), [[0.0, -INF]])


def test_an_l_beyond_float64_is_refused_and_a_density_of_0_is_not():
    with pytest.raises(ValueError, match=r"L overflows: row 0 of P alone gives -1e\+308"):
        negative_log_likelihood([[-1e308], [-1e308]], [1.0])
    assert negative_log_likelihood([[-1e308], [-INF]], [1.0]) == INF


# negative_log_likelihood and log_posterior: bad input, the same for both


@pytest.mark.parametrize("function", [negative_log_likelihood, log_posterior])
@pytest.mark.parametrize(
    "P, pi, words",
    [
        ([[0.0, np.nan]], [0.5, 0.5], "P holds nan in row 0, column 1: a logarithm of a density"),
        ([[0.0], [INF]], [1.0], "P holds inf in row 1, column 0: .* finite number or -inf"),
        ([0.0, 0.0], [0.5, 0.5], "P has 1 dimension but needs 2, one row per point$"),
        (np.ones((0, 2)), [0.5, 0.5], "P is empty"),
        ([[0.0, 0.0]], [1.0], "pi has 1 entries but there are 2 components"),
        ([[0.0, 0.0]], [[0.5, 0.5]], r"pi has shape \(1, 2\) but needs one entry per component"),
        ([[0.0, 0.0]], [1.5, -0.5], "pi holds -0.5 for component 1: a mixing weight is a prob"),
        ([[0.0, 0.0]], [np.nan, 1.0], "pi holds nan for component 0"),
        ([[0.0, 0.0]], [1.0, INF], "pi holds inf for component 1"),
        ([[0.0, 0.0]], [0.5, 0.4], "pi sums to 0.9 but must sum to 1: divide the weights"),
        ([[0.0, 0.0]], [0.5, 0.500002], "pi sums to 1.000002 but must sum to 1"),
        ([[0.0, 0.0]], [2.0, 3.0], "pi sums to 5 but must sum to 1"),
    ],
)
def test_l_and_q_refuse(function, P, pi, words):
    with pytest.raises(ValueError, match=words):
        function(P, pi)


@pytest.mark.parametrize(
    "P, pi", [([[0.0, 0.0], [-INF, -INF]], [0.5, 0.5]), ([[0.0, 0.0], [-INF, 5.0]], [1.0, 0.0])]
)
def test_log_posterior_refuses_0_divided_by_0(P, pi):
    with pytest.raises(ValueError, match=r"row 1 of P is -inf for every component .* 0/0"):
        log_posterior(P, pi)


# all of them


@pytest.mark.parametrize(
    "function, arguments",
    [
        (squared_distances, ([[1.0, 2.0], [1.0, 2.0]], [[1.0, 2.0]])),
        (log_gaussians, ([[1.0, 2.0]], [1.0, 3.0])),
        (log_sum_exp, ([[1.0, -INF], [3.0, 1.0]],)),
        (negative_log_likelihood, ([[1.0, -2.0]], [0.0, 1.0])),
        (log_posterior, ([[1.0, -2.0]], [0.0, 1.0])),
    ],
)
def test_the_matrices_do_not_edit_their_arguments(function, arguments):
    arguments = [np.array(a) for a in arguments]
    more = (2,) if function is log_gaussians else ()
    with nothing_else_changes(*arguments):
        result = function(*arguments, *more)
    assert not any(np.shares_memory(result, a) for a in arguments)
