"""The page's JavaScript engine against the package, from the same states."""

from itertools import islice

import numpy as np
import pytest
from explorer_problems import MAKERS, problems
from v8 import V8, matrix, table

from mixtures_lab import (
    em_steps,
    kmeans_steps,
    kmeans_update,
    log_density,
    log_gaussians,
    log_posterior,
    log_sum_exp,
    negative_log_likelihood,
    squared_distances,
)
from mixtures_lab.em import data_scale, guess_around
from mixtures_lab.explorer.datasets import DATA_SETS
from mixtures_lab.explorer.guess import guessed_mixture

EPS = np.finfo(float).eps
RELATIVE = 1e-9


@pytest.fixture(scope="module")
def v8():
    with V8("engine.js", "guess.js", "datasets.js") as v8:
        yield v8


@pytest.fixture(params=MAKERS)
def kind(request):
    """One kind of problem; a test goes through all of that kind."""
    return request.param


def assert_same(actual, expected, scale=0.0):
    """Equal to 1e-9 relative; `scale` is the size of what cancelled on the way."""
    allowed = RELATIVE * np.abs(expected) + 64 * EPS * np.asarray(scale)
    actual, expected = np.asarray(actual), np.asarray(expected)
    assert actual.shape == expected.shape
    infinite = ~np.isfinite(expected)
    np.testing.assert_array_equal(actual[infinite], expected[infinite])
    off = np.abs(actual[~infinite] - expected[~infinite])
    assert (off <= np.broadcast_to(allowed, expected.shape)[~infinite]).all(), off.max()


def chain(X, mixture):
    """D and P, by the package."""
    D = squared_distances(X, mixture.mu)
    return D, log_gaussians(D, mixture.sigma, X.shape[1])


def terms_of_p(D, sigma, d):
    """The size of the two terms of P, which can cancel."""
    return np.abs(d * np.log(sigma * np.sqrt(2 * np.pi))) + D / sigma / sigma / 2


def as_js(mixture):
    return {"mu": matrix(mixture.mu), "sigma": mixture.sigma, "pi": mixture.pi}


def test_d_is_the_packages(v8, kind):
    for problem in problems(kind):
        D = table(v8.call("engine.squaredDistances", matrix(problem.X), matrix(problem.mixture.mu)))
        assert_same(D, squared_distances(problem.X, problem.mixture.mu))


def test_the_three_terms_of_d_add_up_to_it(v8, kind):
    for problem in problems(kind):
        X, mu = problem.X, problem.mixture.mu
        terms = v8.call("engine.expansion", matrix(X), matrix(mu))
        D1, D2, D3 = (table(terms[name]) for name in ("D1", "D2", "D3"))
        assert D1.shape == (len(X), 1) and D3.shape == (1, len(mu))
        assert_same(D1 + D2 + D3, squared_distances(X, mu), scale=D1 + np.abs(D2) + D3)


def test_p_is_the_packages(v8, kind):
    for problem in problems(kind):
        D, P = chain(*problem[1:])
        sigma = problem.mixture.sigma
        actual = table(v8.call("engine.logGaussians", matrix(D), sigma, 2))
        assert_same(actual, P, scale=terms_of_p(D, sigma, 2))


def test_the_log_sum_exp_and_l_are_the_packages(v8, kind):
    for problem in problems(kind):
        _, P = chain(*problem[1:])
        pi = problem.mixture.pi
        with np.errstate(divide="ignore"):
            joint = P + np.log(pi)
        lse = table(v8.call("engine.logSumExp", matrix(joint)))
        assert_same(lse[:, 0], log_sum_exp(joint, axis=1), scale=1)
        L = v8.call("engine.negativeLogLikelihood", matrix(P), pi)
        assert_same(L, negative_log_likelihood(P, pi), scale=np.abs(lse).sum())


def test_q_is_the_packages(v8, kind):
    for problem in problems(kind):
        _, P = chain(*problem[1:])
        Q = table(v8.call("engine.logPosterior", matrix(P), problem.mixture.pi))
        assert_same(Q, log_posterior(P, problem.mixture.pi), scale=1)
        assert_same(np.exp(Q).sum(axis=1), np.ones(len(Q)))


def test_an_em_iteration_ends_where_the_packages_ends(v8, kind):
    for problem in problems(kind):
        X, mixture = problem.X, problem.mixture
        before, after = islice(em_steps(X, mixture), 2)
        floor = v8.call("engine.sigmaFloor", matrix(X), mixture.sigma)
        new = v8.call("engine.mStep", matrix(X), matrix(before.Q), np.array(floor, dtype=float))
        size = np.abs(X).max()
        assert_same(table(new["mu"]), after.mixture.mu, scale=size)
        assert_same(new["pi"], after.mixture.pi, scale=1)
        # A mean far from the origin is stored to a few digits, and σ is taken about it.
        assert_same(new["sigma"], after.mixture.sigma, scale=size)


ITERATE = """
modules.test = {
  trace(X, mixture, steps) {
    const trace = [];
    for (let t = 0; t <= steps; t++) {
      const D = modules.engine.squaredDistances(X, mixture.mu);
      const P = modules.engine.logGaussians(D, mixture.sigma, 2);
      trace.push(modules.engine.negativeLogLikelihood(P, mixture.pi));
      const floor = modules.engine.sigmaFloor(X, mixture.sigma);
      mixture = modules.engine.mStep(X, modules.engine.logPosterior(P, mixture.pi), floor);
    }
    return trace;
  },
};
"""


def test_l_over_eight_em_iterations_is_the_packages(v8, kind):
    """Rounding may grow where components are about to part: 1e-6 here, not 1e-9."""
    v8.run(ITERATE)
    for problem in problems(kind):
        X, mixture = problem.X, problem.mixture
        actual = np.array(v8.call("test.trace", matrix(X), as_js(mixture), 8))
        steps = list(islice(em_steps(X, mixture), 9))
        expected = np.array([step.nll for step in steps])
        sizes = [terms_of_p(chain(X, s.mixture)[0], s.mixture.sigma, 2).sum() for s in steps]
        assert (np.abs(actual - expected) <= 1e-6 * np.array(sizes)).all()
        assert (np.diff(actual) <= 1e-12 * np.array(sizes[1:])).all()  # em-5


def test_a_kmeans_iteration_ends_where_the_packages_ends(v8, kind):
    for problem in problems(kind):
        X, mu = problem.X, problem.mixture.mu
        before, after = islice(kmeans_steps(X, mu), 2)
        D = squared_distances(X, mu)
        labels = np.array(v8.call("engine.kmeansAssign", matrix(D)))
        rows = np.arange(len(X))  # of equally near means, but for the rounding of D, either will do
        np.testing.assert_allclose(D[rows, labels], D[rows, before.labels], rtol=1e-10)
        assert_same(v8.call("engine.inertia", matrix(D)), before.inertia)
        update = v8.call("engine.kmeansUpdate", matrix(X), before.labels, len(mu))
        new = table(update["mu"])
        filled = [j for j in range(len(mu)) if j not in after.repaired]
        assert_same(new[filled], after.mu[filled], scale=np.abs(X).max())
        assert update["repaired"] == list(after.repaired)
        for j in after.repaired:  # of equally far points either will do
            nearest = squared_distances(X, new[filled]).min(axis=1)
            begun = squared_distances(new[[j]], new[filled]).min()
            assert (X == new[j]).all(axis=1).any()
            assert begun == pytest.approx(nearest.max(), rel=RELATIVE)
            filled.append(j)


def test_clusters_without_points_are_begun_again_as_in_the_package(v8):
    X = np.array([[0.0, 0], [1, 0], [0, 1], [9, 9], [-7, 4]])
    labels = np.array([1, 1, 1, 1, 1])
    update = v8.call("engine.kmeansUpdate", matrix(X), labels, 3)
    assert_same(table(update["mu"]), kmeans_update(X, labels, 3))
    assert update["repaired"] == [0, 2]


def test_the_scale_of_the_data_is_the_packages(v8, kind):
    for problem in problems(kind):
        assert_same(v8.call("engine.dataScale", matrix(problem.X)), data_scale(problem.X))


def test_points_too_far_apart_are_refused_in_words(v8):
    with pytest.raises(Exception, match="point 1 and mean 1 lie so far apart"):
        v8.call("engine.squaredDistances", matrix([[1e200, 0]]), matrix([[-1e200, 0]]))


def test_a_point_with_density_0_everywhere_is_refused_in_words(v8):
    with pytest.raises(Exception, match="point 2 has density 0 under every component"):
        v8.call("engine.logPosterior", matrix([[0, 0], [-np.inf, -np.inf]]), np.array([0.5, 0.5]))


# First guesses ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["kmeansPlusPlus", "randomPoints"])
def test_drawn_means_are_different_rows_of_x(v8, method, kind):
    for problem in problems(kind):
        X, K = problem.X, len(problem.mixture.mu)
        mu = table(v8.eval(f"(() => {{ {_drawing(method, X, K)} return means; }})()"))
        assert mu.shape == (K, 2)
        for row in mu:
            assert (mu == row).all(axis=1).sum() <= (X == row).all(axis=1).sum()


def test_kmeans_plus_plus_leaves_less_inertia_than_random_points(v8):
    X = DATA_SETS[3].points()
    left = {}
    for method in ("kmeansPlusPlus", "randomPoints"):
        v8.run(
            f"globalThis.draws = []; for (let seed = 0; seed < 40; seed++) {{"
            f"{_drawing(method, X, 3, 'seed')} draws.push(means); }}"
        )
        draws = [table(means) for means in v8.eval("draws")]
        left[method] = np.median([squared_distances(X, mu).min(axis=1).sum() for mu in draws])
    assert left["kmeansPlusPlus"] < 0.6 * left["randomPoints"]


def test_the_first_mixture_around_means_is_the_packages(v8, kind):
    for problem in problems(kind):
        X, mu = problem.X, problem.mixture.mu
        around = v8.call("guess.mixtureAround", matrix(X), matrix(mu))
        expected = guess_around(mu, X)
        assert_same(around["sigma"], expected.sigma)
        assert_same(around["pi"], expected.pi)


def test_means_placed_by_hand_begin_where_the_packages_begin(v8, kind):
    for problem in problems(kind):
        X, K = problem.X, len(problem.mixture.mu)
        expected = guessed_mixture("hand", X, K, rng=None).mu
        assert_same(table(v8.call("guess.meansInARow", matrix(X), K)), expected)


def test_uniform_numbers_are_uniform(v8):
    drawn = np.array(v8.eval("(r => Array.from({length: 20000}, r))(modules.guess.generator(7))"))
    counts, _ = np.histogram(drawn, bins=20, range=(0, 1))
    assert ((counts - 1000) ** 2 / 1000).sum() < 44  # χ² with 19 degrees of freedom, p = 0.001


def _drawing(method, X, K, seed="3"):
    rows = X.tolist()
    return (
        f"const means = modules.guess.{method}"
        f"(modules.engine.matrixOf({rows}), {K}, modules.guess.generator({seed}));"
    )


# Data sets ------------------------------------------------------------------------------------


def test_the_density_of_a_mixture_is_the_packages(v8, kind):
    for problem in islice(problems(kind), 3):
        X, mixture = problem.X[:3], problem.mixture
        flat = {"mu": mixture.mu.ravel(), "sigma": mixture.sigma, "pi": mixture.pi}
        found = [v8.call("engine.logDensity", flat, *map(float, x)) for x in X]
        D = squared_distances(X, mixture.mu)
        scale = terms_of_p(D, mixture.sigma, 2).max(axis=1)
        assert_same(found, log_density(X, mixture), scale=scale)


def test_the_pages_data_sets_are_the_packages(v8):
    """If this fails, run mixtures_lab/explorer/src/make_datasets.py."""
    for known in DATA_SETS:
        points = table(v8.call("datasets.pointsOf", known.id))
        np.testing.assert_allclose(points, known.points(), rtol=4 * EPS, atol=1e-15)
