"""scikit-learn's interface: held to its estimators, its own checks and its tools."""

import functools
import pickle
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
import sklearn.cluster
import sklearn.mixture
from problems import FITS, OLD_FAITHFUL, a_mixture, a_sample, no_warnings, nothing_else_changes
from sklearn import config_context
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import estimator_checks

import mixtures_lab
from mixtures_lab import aic, bic, fit_em, fit_kmeans, log_density, predict
from mixtures_lab.estimators import GaussianMixture, KMeans

pytestmark = no_warnings

BOTH = [KMeans(3, random_state=0), GaussianMixture(3, random_state=0)]
both = pytest.mark.parametrize("estimator", BOTH, ids=["KMeans", "GaussianMixture"])


def the_same(a, b, rtol=1e-6):
    np.testing.assert_allclose(a, b, rtol=rtol, atol=rtol)


# scikit-learn's checks of an estimator

#: Those that are not run, and why.
NOT_HERE = {
    "check_dtype_object": "an entry that is no number is a ValueError here, as all that is wrong "
    "with an array is; scikit-learn asks for a TypeError there, in the same words",
    "check_array_api_input": "it skips itself, unless a variable of the environment is set",
}

#: Those that scikit-learn runs for its own estimators alone, and that hold here too.
FOR_BOTH = ["check_dataframe_column_names_consistency", "check_non_transformer_estimators_n_iter"]
FOR_KMEANS = [
    "check_transformer_get_feature_names_out",
    "check_transformer_get_feature_names_out_pandas",
    "check_get_feature_names_out_error",
    "check_set_output_transform",
    "check_set_output_transform_pandas",
    "check_global_output_transform_pandas",
    "check_clusterer_compute_labels_predict",
    "check_clustering",
]


def checks():
    """Every check of scikit-learn's, with the estimator that it is for."""
    for estimator in (KMeans(), GaussianMixture(), GaussianMixture(n_components=2)):
        more = FOR_BOTH + FOR_KMEANS * isinstance(estimator, KMeans)
        if hasattr(estimator_checks, "estimator_checks_generator"):
            found = estimator_checks.estimator_checks_generator(estimator)
        else:  # before scikit-learn 1.6; there some checks work for its own estimators only
            found = estimator_checks.check_estimator(estimator, generate_only=True)
            more = FOR_BOTH
        kind = type(estimator).__name__
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".* does not inherit from")
            found = list(found)
        yield from found
        for name in more:
            yield estimator, functools.partial(getattr(estimator_checks, name), kind)


@pytest.mark.parametrize(
    "estimator, check",
    [
        pytest.param(estimator, check, id=f"{estimator!r}-{check.func.__name__}")
        for estimator, check in checks()
        if check.func.__name__ not in NOT_HERE
    ],
)
def test_scikit_learns_checks_hold(estimator, check):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they fit what does not converge
        check(estimator)


@both
def test_what_is_no_number_is_refused_in_the_words_that_the_check_asks_for(estimator):
    X = np.array([[1, {"foo": "bar"}], [2, 3]], dtype=object)
    with pytest.raises(ValueError, match=r"argument must be .* string.* number"):
        clone(estimator).fit(X)


# oracle: scikit-learn's estimators, from the same start


def their_mixture(start, max_iter, tol):
    return sklearn.mixture.GaussianMixture(
        len(start.mu),
        covariance_type="spherical",
        reg_covar=0,
        tol=tol,
        max_iter=max_iter,
        weights_init=start.pi / start.pi.sum(),
        means_init=start.mu,
        precisions_init=start.sigma**-2,
    )


def our_mixture(start, max_iter, tol):
    return GaussianMixture(
        len(start.mu),
        tol=tol,
        max_iter=max_iter,
        weights_init=start.pi,
        means_init=start.mu,
        precisions_init=start.sigma**-2,
    )


def agree_on(X, ours, theirs):
    for name in ("weights_", "means_", "covariances_", "precisions_", "precisions_cholesky_"):
        the_same(getattr(ours, name), getattr(theirs, name))
    the_same(ours.score_samples(X), theirs.score_samples(X))
    the_same(ours.predict_proba(X), theirs.predict_proba(X))
    for name in ("score", "bic", "aic"):
        the_same(getattr(ours, name)(X), getattr(theirs, name)(X))
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
    assert ours.n_features_in_ == theirs.n_features_in_


@pytest.fixture(params=FITS, ids=str)
def problem(request, rng):
    """Points, and a start close to what made them, so that no component loses its points."""
    N, K, d = request.param
    made = a_mixture(rng, K, d)
    made = made._replace(pi=np.full(K, 1 / K))
    return a_sample(rng, 3 * N, made), made._replace(sigma=1.2 * made.sigma)


@pytest.mark.parametrize("iterations", [1, 3])
def test_as_many_iterations_give_scikit_learns_mixture(iterations, problem):
    X, start = problem
    start = start._replace(sigma=4 * start.sigma)  # far enough off not to converge
    ours, theirs = (make(start, iterations, tol=0) for make in (our_mixture, their_mixture))
    for model in (ours, theirs):
        with pytest.warns(ConvergenceWarning):
            model.fit(X)
    assert (ours.n_iter_, ours.converged_) == (iterations, False)
    agree_on(X, ours, theirs)


def test_where_both_converge_they_agree(problem):
    X, start = problem
    ours = our_mixture(start, 20_000, tol=1e-13).fit(X)
    theirs = their_mixture(start, 20_000, tol=1e-13).fit(X)
    assert ours.converged_ and theirs.converged_
    agree_on(X, ours, theirs)
    the_same(ours.lower_bound_, theirs.lower_bound_)


def test_the_default_start_finds_scikit_learns_mixture_of_old_faithful():
    ours = GaussianMixture(2, tol=1e-10, random_state=0).fit(OLD_FAITHFUL)
    theirs = sklearn.mixture.GaussianMixture(
        2, covariance_type="spherical", reg_covar=0, tol=1e-10, max_iter=1000, random_state=0
    ).fit(OLD_FAITHFUL)
    order, their_order = ours.means_[:, 0].argsort(), theirs.means_[:, 0].argsort()
    the_same(ours.means_[order], theirs.means_[their_order])
    the_same(ours.bic(OLD_FAITHFUL), theirs.bic(OLD_FAITHFUL))


def test_tol_is_in_nats_per_point_as_theirs():
    # Theirs goes one iteration on from where it sees that the rise is below tol.
    start = mixtures_lab.Mixture(
        mu=np.array([[2.0, 60.0], [4.0, 70.0]]), sigma=np.full(2, 9.0), pi=np.full(2, 0.5)
    )
    for tol in (1e-1, 1e-3, 1e-6):
        ours = our_mixture(start, 1000, tol).fit(OLD_FAITHFUL)
        theirs = their_mixture(start, 1000, tol).fit(OLD_FAITHFUL)
        assert ours.n_iter_ == theirs.n_iter_ - 1


@pytest.mark.parametrize("max_iter", [1, 2, 300])
def test_k_means_from_the_same_means_is_scikit_learns(max_iter, problem):
    X, start = problem
    K = len(start.mu)
    settings = {"init": start.mu, "n_init": 1, "max_iter": max_iter, "tol": 0}
    ours = KMeans(K, **settings).fit(X)
    theirs = sklearn.cluster.KMeans(K, **settings).fit(X)
    the_same(ours.cluster_centers_, theirs.cluster_centers_)
    the_same(ours.inertia_, theirs.inertia_)
    assert ours.n_iter_ == theirs.n_iter_
    for labels, their_labels in (
        (ours.labels_, theirs.labels_),
        (ours.predict(X + 0.1), theirs.predict(X + 0.1)),
    ):
        np.testing.assert_array_equal(labels, their_labels)
    the_same(ours.transform(X), theirs.transform(X))
    the_same(ours.score(X), theirs.score(X))
    np.testing.assert_array_equal(ours.get_feature_names_out(), theirs.get_feature_names_out())


def test_the_names_are_scikit_learns():
    for ours, theirs in (
        (KMeans, sklearn.cluster.KMeans),
        (GaussianMixture, sklearn.mixture.GaussianMixture),
    ):
        settings = {"n_init": 1, "random_state": 0}
        if ours is GaussianMixture:
            settings["covariance_type"] = "spherical"
        ours, theirs = ours(2, **settings), theirs(2, **settings)
        assert set(theirs.get_params()) <= set(ours.get_params())
        attributes = set(vars(theirs.fit(OLD_FAITHFUL))) | {
            name for name in dir(theirs) if not name.startswith("_")
        }
        routing = {"get_metadata_routing", "set_fit_request", "set_score_request"}  # of weights
        public = {name for name in attributes if not name.startswith("_")} - routing
        assert public <= set(dir(ours.fit(OLD_FAITHFUL)))


# law


def test_an_estimator_finds_what_the_function_finds():
    X = OLD_FAITHFUL
    model = GaussianMixture(3, n_init=3, tol=1e-6, max_iter=500, random_state=7).fit(X)
    fit = fit_em(X, 3, n_init=3, tol=1e-6, max_iter=500, rng=7)
    np.testing.assert_array_equal(model.means_, fit.mixture.mu)
    np.testing.assert_array_equal(model.weights_, fit.mixture.pi)
    the_same(model.mixture.sigma, fit.mixture.sigma, rtol=1e-14)
    np.testing.assert_array_equal(model.at_floor_, fit.at_floor)
    assert model.sigma_min_ == fit.sigma_min
    assert model.lower_bound_ == pytest.approx(-fit.nll / len(X))

    model = KMeans(3, n_init=3, random_state=7).fit(X)
    fit = fit_kmeans(X, 3, n_init=3, rng=7)
    np.testing.assert_array_equal(model.cluster_centers_, fit.mu)
    np.testing.assert_array_equal(model.labels_, fit.labels)
    assert model.inertia_ == fit.inertia


def test_an_estimators_mixture_stands_wherever_a_mixture_is_asked_for():
    model = GaussianMixture(2, random_state=0).fit(OLD_FAITHFUL)
    for given in (model, model.mixture):
        the_same(log_density(OLD_FAITHFUL, given), model.score_samples(OLD_FAITHFUL))
        np.testing.assert_array_equal(predict(OLD_FAITHFUL, given), model.predict(OLD_FAITHFUL))
        assert bic(OLD_FAITHFUL, given) == model.bic(OLD_FAITHFUL)
        assert aic(OLD_FAITHFUL, given) == model.aic(OLD_FAITHFUL)


def test_the_lower_bounds_never_fall_and_end_at_the_score():
    model = GaussianMixture(4, tol=0, max_iter=400, random_state=1).fit(OLD_FAITHFUL)
    assert len(model.lower_bounds_) == model.n_iter_ > 2
    assert (np.diff(model.lower_bounds_) >= 0).all()
    assert model.lower_bounds_[-1] == model.lower_bound_
    assert model.lower_bound_ == pytest.approx(model.score(OLD_FAITHFUL), rel=1e-12)


def test_posteriors_of_a_point_sum_to_1_and_the_largest_is_the_prediction():
    model = GaussianMixture(3, random_state=0).fit(OLD_FAITHFUL)
    R = model.predict_proba(OLD_FAITHFUL)
    the_same(R.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_array_equal(R.argmax(axis=1), model.fit_predict(OLD_FAITHFUL))


def test_what_is_drawn_is_drawn_from_the_mixture():
    model = GaussianMixture(2, random_state=0).fit(OLD_FAITHFUL)
    X, components = model.sample(20_000)
    assert X.shape == (20_000, 2)
    for j in (0, 1):
        own = X[components == j]
        assert len(own) / len(X) == pytest.approx(model.weights_[j], abs=0.02)
        assert own.mean(axis=0) == pytest.approx(model.means_[j], abs=0.3)
        assert own.var(axis=0) == pytest.approx(model.covariances_[j], rel=0.05)
    np.testing.assert_array_equal(X, model.sample(20_000)[0])  # a seed says the same twice
    X, components = model.sample()
    assert (X.shape, components.shape) == ((1, 2), (1,))


@both
def test_a_seed_says_the_same_twice_and_a_generator_moves_on(estimator):
    def found(state):
        fitted = clone(estimator).set_params(random_state=state, max_iter=1, **quiet).fit(X)
        return getattr(fitted, "means_", getattr(fitted, "cluster_centers_", None))

    X, quiet = OLD_FAITHFUL, {"tol": 1e9} if estimator is BOTH[1] else {}
    for state in (np.random.RandomState, np.random.default_rng):
        np.testing.assert_array_equal(found(state(3)), found(state(3)))
        again = state(3)
        assert not np.array_equal(found(again), found(again))
    np.testing.assert_array_equal(found(3), found(3))
    np.testing.assert_array_equal(found(np.int64(3)), found(3))
    with nothing_else_changes(X):
        assert not np.array_equal(found(None), found(None))


def test_a_warm_start_goes_on_where_the_last_fit_ended():
    model = GaussianMixture(3, max_iter=2, tol=0, random_state=0, warm_start=True)
    with pytest.warns(ConvergenceWarning):
        first = model.fit(OLD_FAITHFUL).lower_bounds_
    with pytest.warns(ConvergenceWarning):
        then = model.set_params(n_init=3).fit(OLD_FAITHFUL).lower_bounds_
    with pytest.warns(ConvergenceWarning):
        at_once = clone(model).set_params(n_init=1, max_iter=4).fit(OLD_FAITHFUL).lower_bounds_
    the_same([*first, *then], at_once, rtol=1e-12)


def test_means_alone_are_a_start():
    means = [[2.0, 50.0], [4.0, 80.0]]
    model = GaussianMixture(2, means_init=means, max_iter=1, tol=9).fit(OLD_FAITHFUL)
    apart = OLD_FAITHFUL[:, None] - means
    nearest = (apart**2).sum(axis=2).min(axis=1)
    sigma = np.sqrt(nearest.mean() / 2)
    start = mixtures_lab.Mixture(np.array(means), np.full(2, sigma), np.full(2, 0.5))
    expected = fit_em(OLD_FAITHFUL, init=start, max_iter=1)
    the_same(model.means_, expected.mixture.mu, rtol=1e-12)
    the_same(model.covariances_, expected.mixture.sigma**2, rtol=1e-12)


@both
def test_y_is_not_looked_at_and_nothing_that_is_passed_changes(estimator):
    X, y = OLD_FAITHFUL.copy(), np.full(len(OLD_FAITHFUL), np.nan)
    with nothing_else_changes(X, y):
        fitted = clone(estimator).fit(X, y)
        assert fitted.score(X, y) == clone(estimator).fit(X).score(X)


# with scikit-learn's tools


@both
def test_a_clone_has_the_parameters_and_not_the_fit(estimator):
    fitted = clone(estimator).set_params(max_iter=77).fit(OLD_FAITHFUL)
    copied = clone(fitted)
    assert copied.get_params() == fitted.get_params()
    assert not hasattr(copied, "n_iter_")


@both
def test_a_fit_outlives_pickling(estimator):
    fitted = clone(estimator).fit(OLD_FAITHFUL)
    np.testing.assert_array_equal(
        pickle.loads(pickle.dumps(fitted)).predict(OLD_FAITHFUL), fitted.predict(OLD_FAITHFUL)
    )


def test_a_grid_search_finds_the_number_of_components():
    X = mixtures_lab.datasets.blobs()
    search = GridSearchCV(
        make_pipeline(StandardScaler(), GaussianMixture(random_state=0, n_init=3)),
        {"gaussianmixture__n_components": [1, 2, 3], "gaussianmixture__tol": [1e-6]},
        error_score="raise",
    ).fit(X)
    assert search.best_params_["gaussianmixture__n_components"] == 3
    assert search.best_estimator_.predict(X).shape == (len(X),)


@both
def test_cross_validation_is_of_the_mean_score(estimator):
    scores = cross_val_score(estimator, OLD_FAITHFUL, cv=3, error_score="raise")
    third = np.array_split(np.arange(len(OLD_FAITHFUL)), 3)[0]
    rest = np.delete(OLD_FAITHFUL, third, axis=0)
    assert scores[0] == pytest.approx(clone(estimator).fit(rest).score(OLD_FAITHFUL[third]))


def test_in_a_pipeline_k_means_gives_the_table_that_is_asked_for():
    table = pd.DataFrame(OLD_FAITHFUL, columns=["eruption", "waiting"]).iloc[::-1]
    pipeline = make_pipeline(StandardScaler(), KMeans(2, random_state=0))
    plain = pipeline.fit_transform(table)
    assert isinstance(plain, np.ndarray)
    asked = pipeline.set_output(transform="pandas").fit_transform(table)
    assert list(asked.columns) == ["kmeans0", "kmeans1"]
    assert list(asked.index) == list(table.index)
    np.testing.assert_array_equal(asked, plain)
    kmeans = pipeline[-1].set_output(transform=None)  # which leaves it as it is
    assert isinstance(kmeans.transform(pipeline[0].transform(table)), pd.DataFrame)
    with config_context(transform_output="pandas"):
        assert isinstance(KMeans(2).fit_transform(table), pd.DataFrame)
        assert isinstance(
            KMeans(2).set_output(transform="default").fit_transform(table), np.ndarray
        )


@both
def test_names_of_columns_are_remembered_and_compared(estimator):
    table = pd.DataFrame(OLD_FAITHFUL, columns=["eruption", "waiting"])
    fitted = clone(estimator).fit(table)
    np.testing.assert_array_equal(fitted.feature_names_in_, ["eruption", "waiting"])
    with pytest.raises(ValueError, match="must be in the same order"):
        fitted.predict(table[["waiting", "eruption"]])
    with pytest.warns(UserWarning, match="X does not have valid feature names"):
        fitted.predict(OLD_FAITHFUL)
    fitted.fit(OLD_FAITHFUL)  # and forgotten
    assert not hasattr(fitted, "feature_names_in_")
    with pytest.warns(UserWarning, match="was fitted without feature names"):
        fitted.predict(table)


def test_a_repr_shows_what_is_not_the_default():
    assert repr(KMeans()) == "KMeans()"
    assert repr(KMeans(8, random_state=3)) == "KMeans(random_state=3)"
    shown = repr(GaussianMixture(2, means_init=np.eye(2)))
    assert shown.startswith("GaussianMixture(n_components=2, means_init=array([[1., 0.]")


# without scikit-learn


@pytest.fixture
def no_scikit_learn(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)


def test_without_scikit_learn_all_is_as_with_it(no_scikit_learn):
    model = KMeans(2, random_state=0)
    with pytest.raises(ValueError, match="KMeans instance is not fitted yet: call fit") as caught:
        model.predict(OLD_FAITHFUL)
    assert isinstance(caught.value, AttributeError)
    assert not isinstance(caught.value, NotFittedError)
    assert model.fit_transform(OLD_FAITHFUL).shape == (272, 2)
    assert isinstance(model.set_output(transform="pandas").transform(OLD_FAITHFUL), pd.DataFrame)
    with pytest.warns(
        UserWarning, match="EM stopped after 1 iterations, before it converged, with max"
    ):
        GaussianMixture(3, max_iter=1, random_state=0).fit(OLD_FAITHFUL)
    assert not any(name.partition(".")[0] == "sklearn" for name in sys.modules)


# extreme


def test_a_single_point_is_a_component_on_the_floor():
    model = GaussianMixture(sigma_min=0.5).fit([[3.0, 4.0]])
    np.testing.assert_array_equal(model.means_, [[3, 4]])
    assert model.covariances_ == [0.25]
    assert model.at_floor_ == [True]
    assert KMeans(1).fit([[3.0, 4.0]]).inertia_ == 0


@pytest.mark.parametrize("scale, offset", [(1e-150, 0), (1e120, 0), (1.0, 1e8)])
def test_far_from_0_and_in_any_unit_the_answers_are_the_same(scale, offset):
    X = np.round(OLD_FAITHFUL)
    moved = scale * X + offset
    for model in (KMeans(2, random_state=0), GaussianMixture(2, random_state=0)):
        here, there = clone(model).fit(X), clone(model).fit(moved)
        np.testing.assert_array_equal(here.predict(X), there.predict(moved))
        assert here.n_iter_ == there.n_iter_
    the_same(here.predict_proba(X), there.predict_proba(moved))
    the_same(here.score(X) - 2 * np.log(scale), there.score(moved))


def test_a_unit_in_which_a_variance_is_no_float64_still_predicts():
    X = 1e-165 * OLD_FAITHFUL
    model = GaussianMixture(2, random_state=0).fit(X)
    assert (model.covariances_ == 0).all()
    here = GaussianMixture(2, random_state=0).fit(OLD_FAITHFUL)
    np.testing.assert_array_equal(model.predict(X), here.predict(OLD_FAITHFUL))


def test_distances_are_not_lost_where_their_squares_are_no_float64s():
    X = np.array([[0.0], [1e-165]])
    model = KMeans(2, init=X).fit(X)
    the_same(model.transform(X) * 1e165, [[0, 1], [1, 0]])
    np.testing.assert_array_equal(model.predict(X), [0, 1])


def test_float32_and_files_on_disk_are_fitted_as_fit_em_fits_them(tmp_path):
    X = mixtures_lab.datasets.blobs(60_000).astype(np.float32)
    np.save(tmp_path / "X.npy", X)
    for given in (X, np.load(tmp_path / "X.npy", mmap_mode="r")):
        model = GaussianMixture(3, random_state=5).fit(given)
        fit = fit_em(given, 3, tol=1e-3, max_iter=100, rng=5)
        np.testing.assert_array_equal(model.means_, fit.mixture.mu)


def test_one_column_many_columns_and_other_kinds_of_table(rng):
    for X in (
        rng.standard_normal((30, 1)),
        rng.standard_normal((30, 100)),
        rng.standard_normal((30, 4)).astype(np.float32),
        np.asfortranarray(rng.standard_normal((30, 4))),
        rng.integers(9, size=(30, 2)),
        rng.standard_normal((30, 2)).tolist(),
    ):
        for model in BOTH:
            labels = clone(model).fit(X).predict(X)
            assert labels.shape == (30,)
            assert set(labels) <= {0, 1, 2}


# bad input


@pytest.mark.parametrize(
    "model, words",
    [
        (GaussianMixture(covariance_type="full"), "'full', but this package derives spherical"),
        (GaussianMixture(reg_covar=1e-6), "reg_covar is 1e-06, but .* sigma_min is a floor"),
        (GaussianMixture(init_params="kmeans"), "init_params is 'kmeans', but .* means_init=KMea"),
        (
            GaussianMixture(verbose=1),
            "verbose is 1, but a fit that takes long shows a bar, and noth",
        ),
        (GaussianMixture(verbose_interval=5), "verbose_interval is 5, but .* leave it at 10"),
        (GaussianMixture(0), "n_components is 0 but must be a whole number, 1 or more"),
        (GaussianMixture(2.0), "n_components is 2.0 but must be a whole number"),
        (GaussianMixture(300), "n_samples=272 should be >= n_components=300: ask for at most"),
        (GaussianMixture(tol=-1), "tol is -1 but must be one finite number, 0 or more"),
        (GaussianMixture(max_iter=0), "max_iter is 0 but must be a whole number, 1 or more"),
        (GaussianMixture(n_init=0), "n_init is 0 but must be a whole number, 1 or more"),
        (GaussianMixture(sigma_min=0), "sigma_min is 0 but must be one finite number greater"),
        (GaussianMixture(random_state="a"), "random_state must be a numpy Generator or a seed"),
        (GaussianMixture(weights_init=[1.0]), "weights_init is given without means_init"),
        (GaussianMixture(precisions_init=[1.0]), "precisions_init is given without means_init"),
        (GaussianMixture(2, means_init=[[1, 2]]), "n_components is 2 but means_init has 1 rows"),
        (GaussianMixture(1, means_init=[[1]]), "X has 2 columns but means_init has 1"),
        (GaussianMixture(1, means_init=[[1, 2]], n_init=3), "n_init is 3 but means_init fixes"),
        (GaussianMixture(1, means_init=[[1, 2]], weights_init=[2]), "weights_init sums to 2 but"),
        (GaussianMixture(1, means_init=[[1, 2]], precisions_init=[-1]), "precisions_init. holds n"),
        (KMeans(algorithm="elkan"), "algorithm is 'elkan', but others find the same clusters"),
        (KMeans(tol=1e-4), "tol is 0.0001, but K-means here ends when the inertia no longer fal"),
        (KMeans(verbose=True), "verbose is True, but nothing is printed here: leave it at 0"),
        (KMeans(init="random"), "init is 'random', but the first means come from k-means.. or ar"),
        (KMeans(init=np.ones), "init is <function ones .*pass an array with one mean per row"),
        (KMeans(3, init=[[1, 2]]), "n_clusters is 3 but init has 1 rows: give 3 means"),
        (KMeans(1, init=[[1, 2]], n_init=10), "n_init is 10 but init fixes the start"),
        (KMeans(n_init="many"), "n_init is 'many' but must be a whole number, 1 or more"),
        (KMeans(273), "n_samples=272 should be >= n_clusters=273"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_is_not_honoured_is_refused_in_words(model, words):
    with pytest.raises(ValueError, match=words):
        model.fit(OLD_FAITHFUL)
    assert not hasattr(model, "n_features_in_")


@both
def test_weights_of_points_are_refused_in_words(estimator):
    for fit in (estimator.fit, estimator.fit_predict):
        with pytest.raises(TypeError, match="fit got sample_weight, but every point counts once"):
            fit(OLD_FAITHFUL, sample_weight=np.ones(272))
    with pytest.raises(TypeError, match="fit got weight, but knows no such argument"):
        estimator.fit(OLD_FAITHFUL, weight=1)


@both
@pytest.mark.parametrize(
    "X, words",
    [
        ([1.0, 2.0], r"X.reshape\(1, -1\), and .*\(Reshape your data\)"),
        ([[1.0, np.nan]], "X holds nan in row 0, column 1: .*NaN"),
        ([[np.inf, 1.0]], "X holds inf in row 0, column 0"),
        ([[1.0], [2.0, 3.0]], "X must be an array of numbers"),
        ([["a", "b"]], "it holds text, such as 'a'"),
        (np.empty((0, 2)), "X is empty"),
        ([np.zeros((4, 2)), np.ones((4, 2))], "X has 3 dimensions but needs 2"),
        (np.ma.masked_equal([[1.0, 2.0]], 2), "its mask would be lost"),
    ],
    ids=["1-D", "NaN", "inf", "ragged", "text", "empty", "blocks", "masked"],
)
def test_a_bad_table_is_refused_by_every_method(estimator, X, words):
    estimator = clone(estimator)
    with pytest.raises(ValueError, match=words):
        estimator.fit(X)
    estimator.fit(OLD_FAITHFUL)
    for name in ("predict", "score", "transform", "predict_proba", "score_samples", "bic", "aic"):
        if hasattr(estimator, name):
            with pytest.raises(ValueError, match=words):
                getattr(estimator, name)(X)


@both
def test_another_number_of_columns_is_refused(estimator):
    fitted = clone(estimator).fit(OLD_FAITHFUL)
    with pytest.raises(ValueError, match=r"X has 3 features, but \w+ is expecting 2 features"):
        fitted.predict(np.ones((4, 3)))


@both
def test_before_fit_a_method_says_so(estimator):
    estimator = clone(estimator)
    with pytest.raises(NotFittedError, match="not fitted yet: call fit"):
        estimator.predict(OLD_FAITHFUL)
    assert not hasattr(estimator, "mixture")
    if isinstance(estimator, GaussianMixture):
        with pytest.raises(NotFittedError):
            estimator.sample()
    else:
        with pytest.raises(NotFittedError):
            estimator.get_feature_names_out()


def test_a_number_of_samples_is_a_whole_number():
    model = GaussianMixture().fit(OLD_FAITHFUL)
    with pytest.raises(ValueError, match="n_samples is 0 but must be a whole number"):
        model.sample(0)


def test_a_warm_start_from_another_shape_is_refused():
    model = GaussianMixture(2, warm_start=True, random_state=0).fit(OLD_FAITHFUL)
    with pytest.raises(ValueError, match="the last fit, of 2 components in 2 columns, but now"):
        model.set_params(n_components=3).fit(OLD_FAITHFUL)


def test_an_unknown_parameter_is_refused_and_the_others_stay_as_they_were():
    model = KMeans(3)
    with pytest.raises(ValueError, match="Invalid parameter 'K' for KMeans: its parameters are n"):
        model.set_params(n_clusters=4, K=4)
    assert model.n_clusters == 3


def test_another_kind_of_table_than_is_known_is_refused():
    with pytest.raises(ValueError, match="transform is 'polars', but KMeans gives arrays"):
        KMeans().set_output(transform="polars")
