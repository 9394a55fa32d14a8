"""EM: against plain loops, scikit-learn and mclust; L never rises; floors; emptied components."""

import itertools
import math
import warnings
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import (
    FITS,
    OLD_FAITHFUL,
    a_log_posterior,
    a_mixture,
    a_sample,
    exact_squared_distance,
    fitting_problems,
    log_densities_of,
    no_warnings,
    nothing_else_changes,
    seeds,
    table,
)
from scipy import special, stats
from scipy.spatial.distance import cdist
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from mixtures_lab import Mixture, em_steps, fit_em, kmeans_plus_plus, m_step

pytestmark = no_warnings

INF = np.inf


def l_of(X, mixture):
    """L by scipy."""
    joint = stats.norm.logpdf(X[:, None], mixture.mu, mixture.sigma[:, None]).sum(axis=2)
    return -special.logsumexp(joint, b=mixture.pi, axis=1).sum()


def scale_of(X):
    """Root mean square distance from the mean, per coordinate."""
    return np.sqrt(np.mean((X - X.mean(axis=0)) ** 2))


def assert_same(mixture, expected, **tolerance):
    for part, other in zip(mixture, expected, strict=True):
        np.testing.assert_allclose(part, other, **tolerance)


def a_start(rng, X, K):
    """Rows of X as means: a start from which no component collapses at once."""
    return Mixture(
        X[rng.choice(len(X), K, replace=False)],
        np.full(K, scale_of(X)),
        rng.dirichlet(np.full(K, 5.0)),
    )


# m_step: oracle


@pytest.mark.parametrize("offset", [0.0, 1e8])
@pytest.mark.parametrize("shape", FITS, ids=str)
def test_the_m_step_is_the_one_that_loops_make(shape, offset, rng):
    N, K, d = shape
    X, Q = table(rng, N, d, offset=offset), a_log_posterior(rng, N, K, sharpness=2)
    R = np.exp(Q)
    mu, sigma, pi = m_step(X, Q)
    for j in range(K):
        # Rational numbers: a sum of squares 1e8 from the origin would lose its digits.
        r = [Fraction(float(a)) for a in R[:, j]]
        mean = [
            sum(a * Fraction(float(x)) for a, x in zip(r, column, strict=True)) / sum(r)
            for column in X.T
        ]
        square = sum(
            a * (Fraction(float(c)) - m) ** 2
            for a, x in zip(r, X, strict=True)
            for c, m in zip(x, mean, strict=True)
        )
        np.testing.assert_allclose(mu[j], [float(m) for m in mean], rtol=1e-12)
        # a stored mean is off by half a last digit, which lengthens σ at 1e8 by no more
        assert sigma[j] == pytest.approx(float(square / sum(r) / d) ** 0.5, rel=1e-10)
        assert pi[j] == pytest.approx(float(sum(r)) / N, rel=1e-12)


def test_whole_responsibilities_give_the_mean_and_spread_of_each_group():
    X = np.array([[0.0, 0.0], [2.0, 0.0], [10.0, 10.0], [10.0, 16.0], [16.0, 10.0]])
    Q = np.array([[0.0, -INF], [0.0, -INF], [-INF, 0.0], [-INF, 0.0], [-INF, 0.0]])
    mixture = m_step(X, Q)
    assert_same(mixture, ([[1, 0], [12, 12]], [np.sqrt(2 / 4), np.sqrt(48 / 6)], [0.4, 0.6]))


# m_step: law


def expected_complete(X, R, mixture):
    """Σ r (P + ln π): what the M-step is to make as large as it can be."""
    return (R * (log_densities_of(X, mixture) + np.log(mixture.pi))).sum()


@given(seeds, st.sampled_from(FITS))
def test_no_other_mixture_has_a_higher_expected_complete_log_likelihood(seed, shape):
    N, K, d = shape
    rng = np.random.default_rng(seed)
    X, Q = table(rng, N, d), a_log_posterior(rng, N, K)
    best = m_step(X, Q)
    highest = expected_complete(X, np.exp(Q), best)
    for size in (0.01, -0.01):
        pi = best.pi * np.exp(size * rng.standard_normal(K))
        for other in (
            best._replace(mu=best.mu + size * rng.standard_normal((K, d))),
            best._replace(sigma=best.sigma * np.exp(size * rng.uniform(0.5, 1, K))),
            best._replace(pi=pi / pi.sum()) if K > 1 else best._replace(mu=best.mu + size),
        ):
            assert expected_complete(X, np.exp(Q), other) < highest


@given(seeds, st.sampled_from(FITS))
def test_the_m_step_keeps_the_mean_and_the_variance_of_the_data(seed, shape):
    N, K, d = shape
    rng = np.random.default_rng(seed)
    X, Q = table(rng, N, d, offset=5.0), a_log_posterior(rng, N, K, sharpness=3)
    mu, sigma, pi = m_step(X, Q)
    centre = X.mean(axis=0)
    assert pi.sum() == pytest.approx(1)
    np.testing.assert_allclose(pi @ mu, centre)
    # all the variance is within components or between their means
    assert pi @ (d * sigma**2 + ((mu - centre) ** 2).sum(axis=1)) == pytest.approx(
        d * X.var(axis=0).mean()
    )


@given(seeds, st.sampled_from(FITS), st.sampled_from([2.0**-30, 8.0, 2.0**40]))
def test_the_m_step_has_the_units_of_the_data(seed, shape, unit):
    N, K, d = shape
    rng = np.random.default_rng(seed)
    X, Q = table(rng, N, d), a_log_posterior(rng, N, K)
    mu, sigma, pi = m_step(X, Q)
    assert_same(m_step(unit * X, Q), (unit * mu, unit * sigma, pi), rtol=1e-12)


@given(seeds, st.sampled_from(FITS))
def test_permuting_the_columns_of_q_permutes_the_components(seed, shape):
    N, K, d = shape
    rng = np.random.default_rng(seed)
    X, Q, order = table(rng, N, d), a_log_posterior(rng, N, K), rng.permutation(K)
    assert_same(m_step(X, Q[:, order]), [part[order] for part in m_step(X, Q)], rtol=1e-10)


# m_step: extreme


def test_a_tight_group_far_from_the_centre_keeps_the_digits_of_its_sigma(rng):
    X = np.vstack([5 + 1e-5 * rng.standard_normal((20, 2)), -5 + rng.standard_normal((11, 2))])
    labels = np.repeat([0, 1], [20, 11])
    Q = np.where(np.arange(2) == labels[:, None], 0.0, -INF)
    mixture = m_step(X, Q)
    for j in (0, 1):
        group = X[labels == j]
        squares = [exact_squared_distance(x, mixture.mu[j]) for x in group]
        exact = math.sqrt(sum(squares) / (2 * len(group)))
        assert mixture.sigma[j] == pytest.approx(exact, rel=1e-9)


def test_a_component_without_points_gets_weight_0_and_the_data_as_a_whole(rng):
    X = table(rng, 7, 2, scale=3.0, offset=4.0)
    Q = np.column_stack([np.log(np.tile([0.25, 0.75], (7, 1))), np.full(7, -INF)])
    mu, sigma, pi = m_step(X, Q)
    np.testing.assert_allclose(pi, [0.25, 0.75, 0], rtol=1e-12)
    np.testing.assert_allclose(mu[2], X.mean(axis=0))
    assert sigma[2] == pytest.approx(scale_of(X))


@pytest.mark.parametrize("tiny", [-690.0, -740.0, -800.0, -1e300])
def test_a_component_with_almost_no_points_stays_finite(tiny, rng):
    X = table(rng, 6, 3)
    Q = np.column_stack([np.zeros(6), np.full(6, tiny)])
    mu, sigma, pi = m_step(X, Q)
    assert np.isfinite(mu).all()
    assert (sigma > 0).all() and np.isfinite(sigma).all()
    # equal responsibilities, however small, are the mean and the scale of the data
    np.testing.assert_allclose(mu, np.tile(X.mean(axis=0), (2, 1)), rtol=1e-12)
    np.testing.assert_allclose(sigma, scale_of(X), rtol=1e-12)
    np.testing.assert_allclose(pi, [1, math.exp(tiny) if tiny > -700 else 0], rtol=1e-9)


@pytest.mark.parametrize("unit", [1e-100, 1.0, 1e8])
def test_sigma_does_not_fall_below_a_millionth_of_the_scale_of_the_data(unit):
    X = unit * np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 4.0]])
    Q = np.array([[0.0, -INF], [0.0, -INF], [-INF, 0.0]])
    np.testing.assert_allclose(m_step(X, Q).sigma, 1e-6 * scale_of(X / unit) * unit, rtol=1e-12)


@pytest.mark.parametrize("place", [0.0, 0.1, 1e8 + 0.1])
def test_points_that_all_coincide_have_the_scale_1(place):
    # the rounded mean of 7 × (1e8 + 0.1) is not that number: the spread must not become it
    Q = np.log(np.full((7, 2), 0.5))
    np.testing.assert_allclose(m_step(np.full((7, 3), place), Q).sigma, 1e-6)


def test_data_near_the_ends_of_float64_have_an_m_step():
    X = np.array([[-1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [0.0, 0.0]])
    Q = np.zeros((5, 1))
    for unit in (1e-150, 1e150):
        assert m_step(unit * X, Q).sigma / unit == pytest.approx(math.sqrt(4 / 10))


def test_points_too_large_to_add_up_have_an_m_step():
    X, Q = [[1e308], [1.1e308], [1.2e308]], np.zeros((3, 1))
    mu, sigma, _ = m_step(X, Q)
    assert mu.item() == pytest.approx(1.1e308)
    assert sigma.item() == pytest.approx(1e307 * math.sqrt(2 / 3), rel=1e-9)
    assert m_step([[1.7e308], [-1.7e308]], np.zeros((2, 1))).sigma == pytest.approx(1.7e308)


@pytest.mark.parametrize("huge", [1e17, 1e100, 1e140])
def test_a_huge_point_costs_the_other_components_no_digit(huge, rng):
    X = np.vstack([[[huge, -huge]], 3 + table(rng, 20, 2)])
    labels = np.append(2, np.arange(20) % 2)
    Q = np.where(np.arange(3) == labels[:, None], 0.0, -INF)
    mixture = m_step(X, Q)
    for j in (0, 1):
        group = X[labels == j]
        np.testing.assert_allclose(mixture.mu[j], group.mean(axis=0), rtol=1e-14)
        exact = math.sqrt(((group - group.mean(axis=0)) ** 2).mean())
        assert mixture.sigma[j] == pytest.approx(exact, rel=1e-9)
    np.testing.assert_array_equal(mixture.mu[2], X[0])


def test_a_mean_of_many_points_far_away_has_every_digit(rng):
    near, far = rng.normal(size=2000), 1e8 + rng.normal(0.0, 0.01, 60_000)
    with np.errstate(divide="ignore"):
        Q = np.log(np.repeat(np.eye(2), [2000, 60_000], axis=0))
    mu, sigma, _ = m_step(np.append(near, far)[:, None], Q)
    mean = math.fsum(far) / 60_000
    np.testing.assert_allclose(mu[1], mean, rtol=3e-16)
    np.testing.assert_allclose(sigma[1], (math.fsum((far - mean) ** 2) / 60_000) ** 0.5, rtol=1e-12)


def test_of_two_places_far_apart_neither_costs_the_other_its_digits(rng):
    # more than half of the points far away, so that their place is the median
    near, far = table(rng, 9, 2), 1e17 + 64 * np.round(table(rng, 12, 2))
    X, labels = np.vstack([near, far]), np.repeat([0, 1], [9, 12])
    mixture = m_step(X, np.where(np.arange(2) == labels[:, None], 0.0, -INF))
    np.testing.assert_allclose(mixture.mu[0], near.mean(axis=0), rtol=1e-12, atol=1e-14)
    assert mixture.sigma[0] == pytest.approx(math.sqrt(near.var(axis=0).mean()), rel=1e-9)


# m_step: bad input


@pytest.mark.parametrize(
    "X, Q, words",
    [
        ([[0.0], [np.nan]], np.zeros((2, 1)), "X holds nan in row 1, column 0"),
        ([0.0, 1.0], np.zeros((2, 1)), r"X has 1 dimension .* X\.reshape\(-1, 1\)"),
        ([[0.0], [1.0]], np.zeros((3, 1)), "X has 2 rows but Q has 3: both need one row per"),
        ([[0.0], [1.0]], [0.0, 0.0], "Q has 1 dimension but needs 2, one row per point"),
        ([[0.0], [1.0]], [[0.0], [np.nan]], "Q holds nan in row 1, column 0"),
        ([[0.0], [1.0]], [[0.0], [INF]], "Q holds inf in row 1, column 0"),
        ([[0.0], [1.0]], np.log([[0.5, 0.5], [0.5, 0.4]]), r"row 1 of exp\(Q\) sums to 0.9 but"),
        ([[0.0], [1.0]], [[0.5, 0.5], [1.0, 0.0]], r"row 0 of exp\(Q\) .* not posteriors and"),
        ([[0.0], [1.0]], [[-1.0], [0.0]], r"row 0 of exp\(Q\) sums to 0.367879 but must sum to 1"),
        ([[0.0], [1.0]], [[0.0], [800.0]], r"row 1 of exp\(Q\) sums to inf"),
        ([[0.0], [1.0]], [[0.0], [-INF]], r"row 1 of exp\(Q\) sums to 0 but must sum to 1"),
    ],
)
def test_m_step_refuses(X, Q, words):
    with pytest.raises(ValueError, match=words):
        m_step(X, Q)


# em_steps: oracle


def scikit_learns(X, start, iterations):
    model = GaussianMixture(
        len(start.pi),
        covariance_type="spherical",
        reg_covar=0,
        tol=0,
        max_iter=iterations,
        weights_init=start.pi,
        means_init=start.mu,
        precisions_init=start.sigma**-2.0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(X)
    assert model.n_iter_ == iterations
    return Mixture(model.means_, np.sqrt(model.covariances_), model.weights_), -model.score(
        X
    ) * len(X)


def heavy_tails(rng, N, d):
    return rng.standard_t(2, (N, d))


def groups(rng, N, d):
    return a_sample(rng, N, a_mixture(rng, 3, d, scale=2.0))


def away(rng, N, d):
    return groups(rng, N, d) + 100


@pytest.mark.parametrize("shape", [(200, 2, 1), (150, 4, 2), (300, 5, 3), (120, 3, 8)], ids=str)
@pytest.mark.parametrize("kind", [groups, heavy_tails, away], ids=lambda kind: kind.__name__)
def test_25_iterations_are_scikit_learns_from_the_same_start(kind, shape, rng):
    N, K, d = shape
    X = kind(rng, N, d)
    start = a_start(rng, X, K)
    step = next(islice(em_steps(X, start), 25, None))
    expected, nll = scikit_learns(X, start, 25)
    assert_same(step.mixture, expected, rtol=1e-7, atol=1e-7)
    assert step.nll == pytest.approx(nll, rel=1e-9)


@pytest.mark.parametrize("K", [1, 2, 3, 4, 6])
def test_25_iterations_on_old_faithful_are_scikit_learns(K, rng):
    start = a_start(rng, OLD_FAITHFUL, K)
    step = next(islice(em_steps(OLD_FAITHFUL, start), 25, None))
    assert_same(step.mixture, scikit_learns(OLD_FAITHFUL, start, 25)[0], rtol=1e-7, atol=0)


# em_steps: law


def bad_start(rng, X, K):
    """A start that nobody would choose: far off, tiny, huge, coinciding, weights next to 0."""
    N, d = X.shape
    scale = scale_of(X) or 1.0
    mu = [
        lambda: X[rng.choice(N, K)],
        lambda: X.mean(axis=0) + 1e3 * scale * rng.standard_normal((K, d)),
        lambda: np.tile(X.mean(axis=0), (K, 1)),
        lambda: X[rng.choice(N, K)] + 1e-9 * scale,
    ][rng.integers(4)]()
    sigma = scale * 10 ** rng.uniform(-8, 4, K)
    pi = rng.dirichlet(np.full(K, 10.0 ** rng.integers(-2, 2)))
    return Mixture(mu, sigma, pi / pi.sum())


def gaussian(rng, N, d):
    return table(rng, N, d)


def cauchy(rng, N, d):
    return rng.standard_cauchy((N, d))


def duplicates(rng, N, d):
    return np.repeat(table(rng, N // 5, d), 5, axis=0)


def integer_grid(rng, N, d):
    return rng.integers(-3, 4, (N, d)).astype(float)


def one_outlier(rng, N, d):
    X = table(rng, N, d)
    X[0] = 1e6
    return X


def far_off(rng, N, d):
    return table(rng, N, d, offset=1e8)


def a_line(rng, N, d):
    return np.outer(np.arange(N), np.ones(d))


def all_one_point(rng, N, d):
    return np.full((N, d), 2.5)


@pytest.mark.parametrize(
    "kind",
    [gaussian, cauchy, duplicates, integer_grid, one_outlier, far_off, a_line, all_one_point],
    ids=lambda kind: kind.__name__,
)
def test_the_nll_never_rises(kind, rng):
    for _ in range(40):
        N, K, d = FITS[rng.integers(len(FITS))]
        X = kind(rng, N, d)
        steps = list(islice(em_steps(X, bad_start(rng, X, K)), 25))
        nll = np.array([step.nll for step in steps])
        assert np.isfinite(nll).all()
        # rounding: 1e-12 of L, and where L passes 0, of the N terms it is the sum of
        assert (np.diff(nll) <= 1e-12 * (np.abs(nll[:-1]) + N)).all()
        for step in steps:
            assert all(np.isfinite(part).all() for part in step.mixture)
            assert step.mixture.pi.sum() == pytest.approx(1)


@given(fitting_problems())
def test_each_mixture_is_the_m_step_of_the_posterior_before_it(problem):
    X, mixture = problem
    first, second, third = islice(em_steps(X, mixture), 3)
    assert_same(first.mixture, mixture)
    assert_same(second.mixture, m_step(X, first.Q), rtol=1e-9, atol=1e-9)
    assert_same(third.mixture, m_step(X, second.Q), rtol=1e-9, atol=1e-9)
    assert second.nll < first.nll


@pytest.mark.parametrize("shift", [1e8, -1e8])
def test_shifting_data_and_start_by_1e8_shifts_the_answer(shift, rng):
    X = np.round(100 * groups(rng, 80, 2))  # whole numbers shift without rounding
    start = a_start(rng, X, 3)
    near = next(islice(em_steps(X, start), 25, None))
    far = next(islice(em_steps(X + shift, start._replace(mu=start.mu + shift)), 25, None))
    np.testing.assert_allclose(far.mixture.mu - shift, near.mixture.mu, atol=3e-8)
    assert_same(far.mixture[1:], near.mixture[1:], rtol=1e-9)
    np.testing.assert_allclose(far.Q, near.Q, atol=1e-7)
    assert far.nll == pytest.approx(near.nll, rel=1e-12)


@given(fitting_problems(), st.sampled_from([1e-6, 3.0, 1e6]))
def test_the_iterations_have_the_units_of_the_data(problem, unit):
    X, (mu, sigma, pi) = problem
    N, d = X.shape
    here = next(islice(em_steps(X, Mixture(mu, sigma, pi)), 4, None))
    there = next(islice(em_steps(unit * X, Mixture(unit * mu, unit * sigma, pi)), 4, None))
    mu, sigma, pi = here.mixture
    assert_same(there.mixture, (unit * mu, unit * sigma, pi), rtol=1e-6, atol=1e-9 * unit)
    assert there.nll == pytest.approx(here.nll + N * d * math.log(unit), rel=1e-9, abs=1e-6)


@given(fitting_problems(), seeds)
def test_the_order_of_points_and_components_does_not_matter_to_em(problem, seed):
    X, mixture = problem
    rng = np.random.default_rng(seed)
    rows, order = rng.permutation(len(X)), rng.permutation(len(mixture.pi))
    here = next(islice(em_steps(X, mixture), 3, None))
    there = next(islice(em_steps(X[rows], Mixture(*(part[order] for part in mixture))), 3, None))
    assert_same(there.mixture, [part[order] for part in here.mixture], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(np.exp(there.Q), np.exp(here.Q)[np.ix_(rows, order)], atol=1e-7)


@given(fitting_problems())
def test_a_component_of_weight_0_takes_no_part(problem):
    X, mixture = problem
    mu, sigma, pi = mixture
    with_0 = Mixture(np.vstack([mu, mu[:1]]), np.append(sigma, 1.0), np.append(pi, 0.0))
    for here, there in zip(
        islice(em_steps(X, mixture), 4), islice(em_steps(X, with_0), 4), strict=True
    ):
        assert there.nll == pytest.approx(here.nll, rel=1e-12)
        assert there.mixture.pi[-1] == 0
        assert np.isneginf(there.Q[:, -1]).all()
        assert_same([part[:-1] for part in there.mixture], here.mixture, rtol=1e-9, atol=1e-9)


def test_small_equal_sigmas_make_an_em_step_a_k_means_step(rng):
    X, K = groups(rng, 60, 2), 4
    mu = X[:K]
    labels = cdist(X, mu).argmin(axis=1)
    _, step = islice(em_steps(X, Mixture(mu, np.full(K, 1e-3), np.full(K, 1 / K))), 2)
    np.testing.assert_allclose(step.mixture.mu, [X[labels == j].mean(axis=0) for j in range(K)])
    np.testing.assert_allclose(step.mixture.pi, np.bincount(labels) / len(X))


# em_steps: extreme


def test_a_component_that_loses_all_points_keeps_finite_parameters(rng):
    X = table(rng, 12, 2)
    start = Mixture([[0.0, 0.0], [1e6, 1e6]], [1.0, 1.0], [0.5, 0.5])
    for step in islice(em_steps(X, start), 1, 5):
        assert step.mixture.pi[1] == 0
        np.testing.assert_allclose(step.mixture.mu[1], X.mean(axis=0))
        assert step.mixture.sigma[1] == pytest.approx(scale_of(X))
        np.testing.assert_allclose(step.mixture.mu[0], X.mean(axis=0))


def test_a_start_narrower_than_the_floor_is_not_widened():
    # the first component sits on three equal points with a σ below the floor: lifting it raises L
    X = np.array([[0.0, 0.0]] * 3 + [[5.0, 5.0], [6.0, 7.0], [9.0, 4.0]])
    start = Mixture([[0.0, 0.0], [6.0, 5.0]], [1e-12, 2.0], [0.5, 0.5])
    steps = list(islice(em_steps(X, start), 6))
    assert all(step.mixture.sigma[0] == 1e-12 for step in steps)
    assert (np.diff([step.nll for step in steps]) <= 1e-9).all()
    # … while a component with a wider start stops at the default floor
    wide = start._replace(sigma=[0.1, 2.0])
    sigma = next(islice(em_steps(X, wide), 6, None)).mixture.sigma[0]
    assert sigma == pytest.approx(1e-6 * scale_of(X))


def test_the_first_step_has_the_first_guess_to_the_last_digit(rng):
    X, guess = rng.normal(0.1, 1.0, (30, 2)), a_mixture(rng, 3, 2)
    for found, expected in zip(next(em_steps(X, guess)).mixture, guess, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_one_point_and_one_component():
    first, second = islice(em_steps([[3.0, 4.0]], Mixture([[0.0, 0.0]], [1.0], [1.0])), 2)
    assert first.nll == pytest.approx(math.log(2 * math.pi) + 12.5)
    assert_same(second.mixture, ([[3.0, 4.0]], [1e-6], [1.0]))


# em_steps: bad input of its own (test_mixture.py has that of the mixture)


@pytest.mark.parametrize(
    "X, words",
    [
        ([[0.0], [np.nan]], "X holds nan in row 1"),
        ([0.0, 1.0], "X has 1 dimension"),
        (np.ones((0, 1)), "X is empty"),
        ([[0.0]], "mixture has 2 components but there are only 1 points"),
    ],
)
def test_em_steps_refuses_at_the_call(X, words):
    with pytest.raises(ValueError, match=words):
        em_steps(X, Mixture([[0.0], [1.0]], [1.0, 1.0], [0.5, 0.5]))


def test_what_was_checked_at_the_call_is_not_checked_again_in_a_step(monkeypatch):
    steps = em_steps(OLD_FAITHFUL, Mixture([[2.0, 50.0], [4.5, 80.0]], [5.0, 5.0], [0.5, 0.5]))
    monkeypatch.setattr("mixtures_lab._inputs.numbers_of", None)
    assert [step.t for step in islice(steps, 3)] == [0, 1, 2]


# fit_em: oracle

#: K, log-likelihood, BIC that mclust prints for its model VII
PUBLISHED = [
    (1, -2003.952037, -4024.721),
    (2, -1709.529282, -3458.305),
    (3, -1637.434418, -3336.598),
]


@pytest.mark.parametrize("K, loglik, bic", PUBLISHED)
def test_60_restarts_on_old_faithful_reach_the_published_likelihood(K, loglik, bic):
    fit = fit_em(OLD_FAITHFUL, K, n_init=60, rng=0)
    assert -fit.nll == pytest.approx(loglik, abs=2e-6)
    N, d = OLD_FAITHFUL.shape
    free = (K - 1) + K * d + K
    assert 2 * -fit.nll - free * math.log(N) >= bic - 5e-4
    assert fit.converged
    assert not fit.at_floor.any()


def test_two_components_of_old_faithful_are_the_published_ones():
    fit = fit_em(OLD_FAITHFUL, 2, tol=0, rng=1)
    order = np.argsort(fit.mixture.mu[:, 0])
    mu, sigma, pi = (part[order] for part in fit.mixture)
    np.testing.assert_allclose(pi, [0.36705, 0.63295], atol=6e-6)
    np.testing.assert_allclose(mu, [[2.09768, 54.74289], [4.29391, 80.26494]], atol=6e-6)
    np.testing.assert_allclose(sigma**2, [17.35174, 15.99883], atol=6e-6)


@pytest.mark.parametrize("shape", FITS, ids=str)
def test_a_fit_is_scikit_learns_from_the_same_start(shape, rng):
    _, K, d = shape
    X = groups(rng, 150, d)
    start = a_start(rng, X, K)
    fit = fit_em(X, init=start, max_iter=30, tol=0)
    expected, nll = scikit_learns(X, start, len(fit.trace) - 1)
    assert_same(fit.mixture, expected, rtol=1e-7, atol=1e-7)
    assert fit.nll == pytest.approx(nll, rel=1e-10)


@pytest.mark.parametrize("seed", range(4))
def test_the_first_guess_is_seeded_means_one_sigma_and_equal_weights(seed):
    K = 3
    mu = kmeans_plus_plus(OLD_FAITHFUL, K, rng=seed)
    sigma = np.sqrt(cdist(OLD_FAITHFUL, mu, "sqeuclidean").min(axis=1).mean() / 2)
    guess = Mixture(mu, np.full(K, sigma), np.full(K, 1 / K))
    fit = fit_em(OLD_FAITHFUL, K, max_iter=1, rng=seed)
    assert fit.trace[0] == pytest.approx(l_of(OLD_FAITHFUL, guess), rel=1e-10)


# fit_em: law


@given(fitting_problems())
def test_the_trace_of_a_fit_falls_to_the_l_of_its_mixture(problem):
    X, start = problem
    fit = fit_em(X, init=start, max_iter=40)
    assert (np.diff(fit.trace) < 0).all()
    assert fit.trace[0] == pytest.approx(l_of(X, start), rel=1e-9)
    assert fit.nll == pytest.approx(l_of(X, fit.mixture), rel=1e-9, abs=1e-9)


@settings(max_examples=15)
@given(fitting_problems(), st.sampled_from([0.5, 1e-2, 1e-3]))
def test_a_fit_stops_at_the_first_fall_that_is_below_tol_per_point(problem, tol):
    X, start = problem
    nll = [step.nll for step in islice(em_steps(X, start), 200)]
    small = [a - b <= tol * len(X) for a, b in itertools.pairwise(nll)]
    last = small.index(True) + 1
    fit = fit_em(X, init=start, tol=tol)
    # An iteration that gains nothing is left out; a gain within the rounding may be none.
    gain = (nll[last - 1] - nll[last]) / abs(nll[last])
    assert len(fit.trace) - last in ({0, 1} if abs(gain) < 1e-12 else {int(gain > 0)})
    np.testing.assert_allclose(fit.trace, nll[: len(fit.trace)], rtol=1e-9)
    assert fit.converged
    if last > 1:
        stopped = fit_em(X, init=start, tol=tol, max_iter=last - 1)
        assert not stopped.converged
        assert len(stopped.trace) == last
    # the fall that is small enough is seen in the very last iteration allowed
    assert fit_em(X, init=start, tol=tol, max_iter=last).converged


def test_l_has_no_slope_where_a_fit_ends(rng):
    X = groups(rng, 60, 2)
    fit = fit_em(X, 3, tol=0, max_iter=5000, rng=0)
    h = 1e-4
    for part in ("mu", "sigma"):
        best = getattr(fit.mixture, part)
        for index in np.ndindex(best.shape):
            bump = np.zeros_like(best)
            bump[index] = h
            up, down = (
                l_of(X, fit.mixture._replace(**{part: best + side * bump})) for side in (1, -1)
            )
            assert abs(up - down) / (2 * h) < 1e-4
            assert up + down > 2 * fit.nll - 1e-6


def starts_one_by_one(X, K, seed, *, max_iter):
    """The fits that `n_init=4` chooses from: they share one generator."""
    one_generator = np.random.default_rng(seed)
    return [fit_em(X, K, max_iter=max_iter, rng=one_generator) for _ in range(4)]


@pytest.mark.parametrize("K", [2, 3, 4])
def test_the_best_of_several_starts_is_returned(K):
    together = fit_em(OLD_FAITHFUL, K, n_init=4, max_iter=5, rng=5)
    alone = starts_one_by_one(OLD_FAITHFUL, K, 5, max_iter=5)
    assert not any(fit.at_floor.any() for fit in alone)
    assert together.nll == min(fit.nll for fit in alone)


def test_a_start_that_collapsed_loses_against_one_that_did_not_even_with_a_lower_l(rng):
    undercut = all_collapsed = 0
    for seed in range(8):
        X = np.round(1.2 * table(rng, 30, 2))  # duplicates for components to fall on
        together = fit_em(X, 5, n_init=4, max_iter=40, rng=seed)
        alone = starts_one_by_one(X, 5, seed, max_iter=40)
        off_the_floor = [fit.nll for fit in alone if not fit.at_floor.any()]
        lowest = min(fit.nll for fit in alone)
        assert together.nll == min(off_the_floor, default=lowest)
        undercut += bool(off_the_floor) and lowest < min(off_the_floor)
        all_collapsed += not off_the_floor
    assert undercut and all_collapsed  # both cases did arise


# fit_em: extreme

#: Three equal points, and a start that collapses on them.
TRIPLE = np.array([[0.0, 0.0]] * 3 + [[5.0, 5.0], [6.0, 7.0], [9.0, 4.0], [7.0, 6.0]])
ON_THE_TRIPLE = Mixture([[0.0, 0.0], [6.0, 5.0]], [0.1, 2.0], [0.5, 0.5])


def test_a_fit_says_which_components_sit_on_the_floor():
    fit = fit_em(TRIPLE, init=ON_THE_TRIPLE)
    assert fit.sigma_min == pytest.approx(1e-6 * scale_of(TRIPLE))
    np.testing.assert_array_equal(fit.at_floor, [True, False])
    assert fit.mixture.sigma[0] == fit.sigma_min
    assert fit.mixture.sigma[1] > 1000 * fit.sigma_min
    assert np.isfinite(fit.nll)


@pytest.mark.parametrize("sigma_min", [1e-3, 0.5, 100.0])
def test_sigma_min_is_the_floor(sigma_min):
    fit = fit_em(TRIPLE, init=ON_THE_TRIPLE, sigma_min=sigma_min)
    assert fit.sigma_min == sigma_min
    assert fit.mixture.sigma.min() == sigma_min
    np.testing.assert_array_equal(fit.at_floor, fit.mixture.sigma == sigma_min)
    assert fit.at_floor.all() == (sigma_min == 100)
    # a guess below the floor is lifted onto it before anything is worked out
    lifted = ON_THE_TRIPLE._replace(sigma=np.maximum(ON_THE_TRIPLE.sigma, sigma_min))
    assert fit.trace[0] == pytest.approx(l_of(TRIPLE, lifted), rel=1e-9)


def test_a_floor_below_the_default_is_respected_too():
    fit = fit_em(TRIPLE, init=ON_THE_TRIPLE, sigma_min=1e-9)
    np.testing.assert_array_equal(fit.mixture.sigma == 1e-9, [True, False])


def test_one_component_is_the_mean_and_the_scale_of_the_data():
    fit = fit_em(OLD_FAITHFUL, 1, rng=0)
    assert_same(fit.mixture, ([OLD_FAITHFUL.mean(axis=0)], [scale_of(OLD_FAITHFUL)], [1.0]))
    assert fit.converged


def test_a_fit_with_no_tolerance_stops_when_nothing_is_gained(rng):
    # one component is at its minimum after one step, and the next gains exactly nothing
    X = table(rng, 30, 2)
    fit = fit_em(X, init=Mixture([[0.0, 0.0]], [1.0], [1.0]), tol=0)
    assert fit.converged
    assert len(fit.trace) == 2


def test_as_many_components_as_points_fit(rng):
    fit = fit_em(table(rng, 6, 2), 6, rng=0)
    assert all(np.isfinite(part).all() for part in fit.mixture)
    assert np.isfinite(fit.trace).all()


@pytest.mark.parametrize("place", [0.0, 1e8 + 0.1])
def test_points_that_all_coincide_end_on_the_floor(place):
    fit = fit_em(np.full((7, 2), place), 3, rng=0)
    assert fit.at_floor.all()
    assert fit.sigma_min == 1e-6
    # the first guess has the scale 1, so that L starts at that of unit Gaussians
    assert fit.trace[0] == pytest.approx(7 * math.log(2 * math.pi))
    np.testing.assert_allclose(fit.mixture.mu, place)


@pytest.mark.parametrize("unit", [1e-140, 1e140])
def test_a_fit_does_not_depend_on_the_unit_even_near_the_ends_of_float64(unit, rng):
    X = groups(rng, 40, 2)
    here, there = fit_em(X, 3, rng=0, max_iter=20), fit_em(unit * X, 3, rng=0, max_iter=20)
    np.testing.assert_allclose(there.mixture.sigma / unit, here.mixture.sigma, rtol=1e-6)
    assert there.nll == pytest.approx(here.nll + X.size * math.log(unit), rel=1e-9)


@pytest.mark.parametrize("unit", [1e-290, 1e-165, 1e-160, 1e-150, 1e150, 1e200, 1e300])
def test_a_fit_is_the_same_up_to_scale_in_any_unit(unit, rng):
    X = groups(rng, 40, 2)
    here, there = fit_em(X, 3, rng=0), fit_em(unit * X, 3, rng=0)
    assert len(here.trace) == len(there.trace) and not there.at_floor.any()
    scaled = Mixture(there.mixture.mu / unit, there.mixture.sigma / unit, there.mixture.pi)
    assert_same(scaled, here.mixture, rtol=1e-9)
    assert there.sigma_min / unit == pytest.approx(here.sigma_min)
    start = Mixture(unit * X[:3], np.full(3, unit), np.full(3, 1 / 3))
    step = next(islice(em_steps(unit * X, start), 3, None))
    plain = next(islice(em_steps(X, Mixture(X[:3], np.ones(3), start.pi)), 3, None))
    assert step.nll - X.size * math.log(unit) == pytest.approx(plain.nll, rel=1e-9)
    np.testing.assert_allclose(step.mixture.sigma / unit, plain.mixture.sigma, rtol=1e-9)


@pytest.mark.parametrize("far", [[1e8, 1e8], [1e17, 0.0], [-1e100, 1e100]])
def test_the_floor_does_not_follow_a_far_point(far):
    clean = fit_em(OLD_FAITHFUL, 2, rng=0)
    fit = fit_em(np.vstack([OLD_FAITHFUL, [far]]), 3, rng=0)
    assert clean.sigma_min == pytest.approx(1e-6 * scale_of(OLD_FAITHFUL))
    assert clean.sigma_min <= fit.sigma_min < 1.5 * clean.sigma_min
    order = [j for j in np.argsort(fit.mixture.mu[:, 0]) if not fit.at_floor[j]]
    # the two groups are found as if the point were not there
    np.testing.assert_allclose(fit.mixture.mu[order], clean.mixture.mu, rtol=1e-4)
    np.testing.assert_allclose(fit.mixture.sigma[order], clean.mixture.sigma, rtol=1e-4)
    assert fit.at_floor.sum() == 1
    two = fit_em(np.vstack([OLD_FAITHFUL, [far]]), 2, rng=0)
    assert two.at_floor.tolist().count(True) == 1


def test_the_floor_is_twice_the_median_distance_where_that_is_less():
    X = np.array([[0.0, 0.0]] * 3 + [[3.0, 4.0], [0.0, 10.0], [1e9, 0.0]])
    # of the points that do not lie on the median, 0, the distances are 5, 10 and 1e9
    assert fit_em(X, 1).sigma_min == pytest.approx(1e-6 * 2 * 10 / math.sqrt(2))


@pytest.mark.parametrize("elsewhere", [0.001, 1e8])
def test_a_fit_1e13_from_the_origin_is_the_fit_near_it(elsewhere, rng):
    # whole 256ths, so that the shift itself rounds nothing; there float64 has steps of 1/512
    near = np.round(256 * rng.normal([[0.0], [4.0]], size=(2, 20)).reshape(-1, 1)) / 256
    # the other coordinate may be one place, or two so far apart that neither is near the other
    near = np.column_stack([near, np.repeat([0.001, elsewhere], [10, 30])])
    start = Mixture(near[[0, 20]], np.ones(2), np.full(2, 0.5))
    shift = np.array([2.0**43, 0.0])
    here = fit_em(near, init=start)
    there = fit_em(near + shift, init=start._replace(mu=start.mu + shift))
    np.testing.assert_allclose(there.mixture.sigma, here.mixture.sigma, rtol=1e-12)
    np.testing.assert_allclose(there.trace, here.trace, rtol=1e-12)


def test_max_iter_is_the_most_iterations_and_the_fit_says_that_it_did_not_converge():
    fit = fit_em(OLD_FAITHFUL, 3, max_iter=2, rng=0)
    assert len(fit.trace) == 3
    assert fit.converged is False


@pytest.mark.parametrize(
    "X, words",
    [
        ([[0.0], [1e-160], [3e-160], [1e140]], "most points of X .* leave out the far points"),
        (
            [[-1.7e308], [0.0], [1.0], [2.0], [4.0], [1.7e308]],
            "about 2 .* mean inf: .* far points or means",
        ),
        ([[0.0], [1e-310], [3e-310]], "the floor under sigma, .* multiply X by a common scale"),
        ([[1e300, 0.0], [1e300, 1e-300], [1e300, 3e-300]], "leave out the columns that are the s"),
    ],
)
def test_what_float64_cannot_hold_is_refused_in_words(X, words):
    with pytest.raises(ValueError, match=words):
        fit_em(X, 1)


@pytest.mark.parametrize("scale, sigma", [(1e-300, 1e120), (1e300, 1e-200)])
def test_a_sigma_that_float64_cannot_hold_beside_the_data_is_refused_in_words(scale, sigma):
    X, start = scale * np.eye(2), Mixture(scale * np.eye(2), [scale, sigma], [0.5, 0.5])
    for name, fit in [
        ("mixture.sigma", lambda: em_steps(X, start)),
        ("init.sigma", lambda: fit_em(X, init=start)),
        ("sigma_min", lambda: fit_em(X, 1, sigma_min=sigma)),
    ]:
        with pytest.raises(ValueError, match=rf"^{name} holds 1e.\d+, .* nearer to the distances"):
            fit()


def test_a_mean_too_far_for_the_squares_of_the_data_is_named_so():
    with pytest.raises(ValueError, match=r"point or mean 1e\+300: .* far points or means"):
        em_steps([[1.0], [2.0], [4.0]], Mixture([[1e300], [2.0]], [1e300, 1.0], [0.5, 0.5]))


def test_a_point_beyond_every_component_is_named():
    # a component of weight 0 does not reach it either
    X, sigma = [[0.0], [1.0], [1e130]], [1e-30, 1e-30, 1e130]
    start = Mixture([[0.0], [1.0], [2.0]], sigma, [0.5, 0.5, 0.0])
    with pytest.raises(ValueError, match="point 2 of X lies so many sigma from every component"):
        next(em_steps(X, start))


# fit_em: bad input of its own (test_mixture.py has that of `init`)


@pytest.mark.parametrize(
    "more, words",
    [
        ({}, "give K, the number of components, or init, a first guess"),
        ({"K": 4}, "K is 4 but there are only 3 points: ask for at most one per point"),
        ({"K": 0}, "K is 0 but must be a whole number, 1 or more"),
        ({"K": 1.0}, "K is 1.0 but must be a whole number"),
        ({"K": True}, "K is True but must be a whole number"),
        ({"K": 1, "X": [[0.0], [INF]]}, "X holds inf in row 1, column 0"),
        ({"K": 1, "X": [0.0, 1.0]}, r"X has 1 dimension .* X\.reshape\(-1, 1\)"),
        ({"K": 1, "n_init": 0}, "n_init is 0 but must be a whole number, 1 or more"),
        ({"K": 1, "max_iter": 0}, "max_iter is 0 but must be a whole number, 1 or more"),
        ({"K": 1, "tol": -1e-9}, "tol is -1e-09 but must be one finite number, 0 or more"),
        ({"K": 1, "tol": np.nan}, "tol is nan but must be one finite number, 0 or more"),
        ({"K": 1, "tol": [1e-3]}, "tol is .* but must be one finite number, 0 or more"),
        ({"K": 1, "tol": None}, "tol is None but must be one finite number"),
        ({"K": 1, "sigma_min": 0}, "sigma_min is 0 but must be one finite number greater than 0"),
        ({"K": 1, "sigma_min": -1.0}, "sigma_min is -1.0 but must be one finite number"),
        ({"K": 1, "sigma_min": INF}, "sigma_min is inf but must be one finite number"),
        ({"K": 1, "sigma_min": [1.0, 2.0]}, r"sigma_min is \[1.0, 2.0\] but must be one finite"),
        ({"K": 1, "sigma_min": "a"}, "sigma_min must be an array of numbers|sigma_min is 'a'"),
        ({"K": 1, "rng": -1}, "rng must be a numpy Generator or a seed"),
        ({"K": 1, "init": True}, "K is 1 but init has 2 components: leave K out, or make them"),
        ({"K": 2.0, "init": True}, "K is 2.0 but must be a whole number"),
        ({"init": True, "n_init": 2}, "n_init is 2 but init fixes the start: leave n_init at 1"),
    ],
)
def test_fit_em_refuses(more, words):
    more = {"X": [[0.0], [1.0], [5.0]], **more}
    if "init" in more:
        more["init"] = Mixture([[0.0], [1.0]], [1.0, 1.0], [0.5, 0.5])
    with pytest.raises(ValueError, match=words):
        fit_em(**more)


def test_k_may_be_given_beside_an_init_that_it_agrees_with():
    both, alone = fit_em(TRIPLE, 2, init=ON_THE_TRIPLE), fit_em(TRIPLE, init=ON_THE_TRIPLE)
    assert_same(both.mixture, alone.mixture, rtol=0)


# all of them


def run(name, X, mixture, Q, rng):
    return {
        "m_step": lambda: m_step(X, Q),
        "em_steps": lambda: list(islice(em_steps(X, mixture), 4))[-1].mixture,
        "fit_em": lambda: fit_em(X, 2, max_iter=5, rng=rng).mixture,
        "fit_em from init": lambda: fit_em(X, init=mixture, max_iter=5, sigma_min=3.0).mixture,
    }[name]()


FUNCTIONS = ["m_step", "em_steps", "fit_em", "fit_em from init"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_em_edits_no_argument_and_leaves_the_global_generator_alone(name, rng):
    X, mixture = table(rng, 9, 3), Mixture(np.zeros((2, 3)), np.array([1.0, 2]), np.array([0.0, 1]))
    Q = np.log(np.tile([0.3, 0.7], (9, 1)))
    Q[0] = [-INF, 0]
    arguments = X, Q, *mixture
    with nothing_else_changes(*arguments):
        result = run(name, X, mixture, Q, rng)
    assert not any(np.shares_memory(a, b) for a in result for b in arguments)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_em_takes_lists_whole_numbers_and_float32(name):
    X = [[0, 0, 1], [2, 3, 1], [9, 8, 8], [7, 7, 7], [2, 2, 1]]
    mixture = [[1, 1, 1], [8, 8, 8]], [1, 2], [0.25, 0.75]
    Q = [[0, -INF], [0, -INF], [-INF, 0], [-INF, 0], [0, -INF]]
    expected = run(name, np.array(X, float), Mixture(*map(np.array, mixture)), np.array(Q), 3)
    for kind in (list, np.array, np.float32):
        found = run(name, kind(X), Mixture(*map(kind, mixture)), kind(Q), 3)
        assert_same(found, expected, rtol=1e-12)


def test_a_seed_gives_the_same_fit_every_time_and_another_seed_another():
    fits = [fit_em(OLD_FAITHFUL, 4, max_iter=3, rng=r) for r in (7, 7, np.random.default_rng(7), 8)]
    np.testing.assert_array_equal(fits[0].trace, fits[1].trace)
    np.testing.assert_array_equal(fits[0].trace, fits[2].trace)
    assert fits[0].nll != fits[3].nll
