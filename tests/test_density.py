"""What a mixture says of points: held to scipy, scikit-learn, loops, and to its own parameters."""

import math

import numpy as np
import pytest
from hypothesis import given
from problems import (
    OLD_FAITHFUL,
    a_mixture,
    a_sample,
    fitting_problems,
    log_densities_of,
    no_warnings,
    nothing_else_changes,
    seeds,
    table,
)
from scipy import special, stats
from sklearn.mixture import GaussianMixture

from mixtures_lab import (
    Mixture,
    aic,
    bic,
    em_steps,
    fit_em,
    log_density,
    negative_log_likelihood,
    predict,
    sample,
)

pytestmark = no_warnings


def scikit_learns(mixture):
    theirs = GaussianMixture(len(mixture.pi), covariance_type="spherical")
    theirs.weights_, theirs.means_ = mixture.pi, mixture.mu
    theirs.covariances_ = mixture.sigma**2
    theirs.precisions_cholesky_ = 1 / mixture.sigma
    return theirs


# log_density and predict: oracle


@given(fitting_problems())
def test_densities_and_likeliest_components_are_scikit_learns(problem):
    X, mixture = problem
    theirs = scikit_learns(mixture)
    np.testing.assert_allclose(log_density(X, mixture), theirs.score_samples(X), rtol=1e-9)
    np.testing.assert_array_equal(predict(X, mixture), theirs.predict(X))


def test_the_density_is_a_sum_over_components_of_weighted_densities(rng):
    mixture = a_mixture(rng, 3, 2)
    X = a_sample(rng, 7, mixture)
    joint = log_densities_of(X, mixture) + np.log(mixture.pi)
    np.testing.assert_allclose(log_density(X, mixture), special.logsumexp(joint, axis=1))
    np.testing.assert_array_equal(predict(X, mixture), joint.argmax(axis=1))


# log_density and predict: law


@given(fitting_problems())
def test_l_is_the_negative_sum_of_the_log_densities(problem):
    X, mixture = problem
    L = negative_log_likelihood(log_densities_of(X, mixture), mixture.pi)
    assert -log_density(X, mixture).sum() == pytest.approx(L)


def test_a_fit_and_a_step_stand_for_their_mixture():
    fit = fit_em(OLD_FAITHFUL, 2, rng=0)
    step = next(em_steps(OLD_FAITHFUL, fit))
    for function in (log_density, predict, bic, aic):
        here = function(OLD_FAITHFUL, fit.mixture)
        np.testing.assert_array_equal(function(OLD_FAITHFUL, fit), here)
        np.testing.assert_array_equal(function(OLD_FAITHFUL, step), here)
    assert -log_density(OLD_FAITHFUL, fit).sum() == pytest.approx(fit.nll, rel=1e-12)


def test_of_equally_likely_components_the_first_is_predicted():
    same = Mixture([[1.0], [1.0], [5.0]], [1.0, 1.0, 1.0], [0.4, 0.4, 0.2])
    np.testing.assert_array_equal(predict([[0.0], [1.0], [9.0]], same), [0, 0, 2])


# log_density and predict: extreme


@pytest.mark.parametrize("unit", [1e-300, 1e-160, 1e160, 1e300])
def test_a_density_is_per_volume_in_any_unit(unit, rng):
    mixture = a_mixture(rng, 3, 2)
    X = a_sample(rng, 9, mixture)
    there = Mixture(unit * mixture.mu, unit * mixture.sigma, mixture.pi)
    np.testing.assert_allclose(
        log_density(unit * X, there), log_density(X, mixture) - 2 * math.log(unit), rtol=1e-12
    )
    np.testing.assert_array_equal(predict(unit * X, there), predict(X, mixture))


def test_a_component_of_weight_0_is_never_predicted():
    mixture = Mixture([[0.0], [9.0]], [1.0, 1.0], [1.0, 0.0])
    np.testing.assert_array_equal(predict([[0.0], [9.0], [1e9]], mixture), [0, 0, 0])


def test_a_point_beyond_every_logarithm_has_density_0_and_no_likeliest_component():
    narrow = Mixture([[0.0], [0.0]], [1e-100, 1e100], [1.0, 0.0])  # the wide one has no weight
    np.testing.assert_array_equal(log_density([[1e100]], narrow), [-np.inf])
    with pytest.raises(ValueError, match="point 1 of X lies so many sigma from every component"):
        predict([[0.0], [1e100]], narrow)


# sample: oracle


@pytest.mark.parametrize("K, d", [(3, 2), (2, 5), (1, 1)])
def test_drawn_points_have_the_distribution_of_their_component(K, d, rng):
    mixture = a_mixture(rng, K, d)
    X, components = sample(mixture, 4000, rng)
    assert X.shape == (4000, d)
    counts = np.bincount(components, minlength=K)
    assert K == 1 or stats.chisquare(counts, 4000 * mixture.pi).pvalue > 1e-3
    z = (X - mixture.mu[components]) / mixture.sigma[components, None]
    assert stats.kstest(z.ravel(), "norm").pvalue > 1e-3


# sample: law


@given(seeds)
def test_a_seed_draws_the_same_points_and_a_generator_moves_on(seed):
    mixture = a_mixture(np.random.default_rng(seed), 2, 3)
    with nothing_else_changes(*mixture):
        X, components = sample(mixture, 5, seed)
    again = sample(mixture, 5, rng=np.random.default_rng(seed))
    np.testing.assert_array_equal(X, again[0])
    np.testing.assert_array_equal(components, again[1])
    generator = np.random.default_rng(seed)
    assert (sample(mixture, 5, generator)[0] != sample(mixture, 5, generator)[0]).all()


def test_a_component_of_weight_0_draws_no_point():
    _, components = sample(Mixture([[0.0], [9.0]], [1.0, 1.0], [0.0, 1.0]), 50, 0)
    assert set(components) == {1}


# bic and aic: oracle


@pytest.mark.parametrize("K", [1, 2, 3])
def test_the_criteria_are_scikit_learns_and_the_negative_of_mclusts(K):
    fit = fit_em(OLD_FAITHFUL, K, n_init=4, rng=0)
    theirs = scikit_learns(fit.mixture)
    assert bic(OLD_FAITHFUL, fit) == pytest.approx(theirs.bic(OLD_FAITHFUL))
    assert aic(OLD_FAITHFUL, fit) == pytest.approx(theirs.aic(OLD_FAITHFUL))
    # what mclust prints for its model VII, where its own EM stops
    published = {1: -4024.721, 2: -3458.305, 3: -3336.598}[K]
    assert -bic(OLD_FAITHFUL, fit) == pytest.approx(published, abs=0.1)


def test_each_fitted_number_costs_2_in_aic_and_ln_n_in_bic(rng):
    X = table(rng, 11, 4)
    mixture = a_mixture(rng, 3, 4)
    twice_L = -2 * log_density(X, mixture).sum()
    fitted = 3 * 4 + 3 + 2
    assert aic(X, mixture) == pytest.approx(twice_L + 2 * fitted)
    assert bic(X, mixture) == pytest.approx(twice_L + fitted * math.log(11))
    assert type(bic(X, mixture)) is type(aic(X, mixture)) is float


@pytest.mark.parametrize("tiny", [5e-324, 1e-310, 1e-200])
def test_a_point_may_lie_as_near_a_mean_as_float64_goes(tiny):
    density = log_density([[tiny]], Mixture([[0.0]], [1.0], [1.0]))
    np.testing.assert_allclose(density, -np.log(2 * np.pi) / 2)


def test_an_l_beyond_float64_costs_infinitely_much():
    X, mixture = np.full((9, 1), 1e150), Mixture([[0.0]], [1e-4], [1.0])
    assert bic(X, mixture) == aic(X, mixture) == np.inf


# bad input

ONE = Mixture([[0.0, 0.0]], [1.0], [1.0])


@pytest.mark.parametrize("function", [log_density, predict, bic, aic])
@pytest.mark.parametrize(
    "X, mixture, words",
    [
        ([[0.0, np.nan]], ONE, "X holds nan in row 0, column 1"),
        ([[0.0]], ONE, r"X has 1 columns but mixture\.mu has 2"),
        (ONE, [[0.0, 0.0]], "X must be an array of numbers|X has"),  # the wrong way round
        ([[0.0, 0.0]], ONE._replace(sigma=[0.0]), r"mixture\.sigma holds 0.0 for component 0"),
        (
            [[0.0, 1e300]],
            ONE._replace(sigma=[1e-200]),
            r"mixture\.sigma holds 1e-200, which .* near",
        ),
        ([[0.0, 0.0]], ONE._replace(pi=[0.9]), r"mixture\.pi sums to 0.9"),
        ([[0.0, 0.0]], "no mixture", "a mixture has three parts"),
    ],
)
def test_what_a_mixture_is_asked_of_is_checked(function, X, mixture, words):
    with pytest.raises(ValueError, match=words):
        function(X, mixture)


@pytest.mark.parametrize(
    "mixture, N, rng, words",
    [
        (ONE._replace(mu=[[np.inf, 0.0]]), 3, 0, r"mixture\.mu holds inf in row 0, column 0"),
        (ONE, 0, 0, "N is 0 but must be a whole number, 1 or more"),
        (ONE, 2.0, 0, "N is 2.0 but must be a whole number"),
        (ONE, 3, -1, "rng must be a numpy Generator or a seed"),
        (ONE._replace(sigma=[1e308]), 50, 0, "a point lies beyond the largest float64"),
    ],
)
def test_sample_refuses(mixture, N, rng, words):
    with pytest.raises(ValueError, match=words):
        sample(mixture, N, rng)
