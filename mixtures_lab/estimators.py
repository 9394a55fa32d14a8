"""K-means and EM with scikit-learn's interface: construct, fit, predict.

    from mixtures_lab.estimators import GaussianMixture, KMeans

    model = GaussianMixture(n_components=2, random_state=0).fit(X)
    model.means_, model.predict(X), model.bic(X)

Parameters, methods and attributes have scikit-learn's names, so that its `clone`,
pipelines and grid search take these classes as they take its own. The arithmetic is
`fit_em`'s and `fit_kmeans`'s; nothing is computed here that the package does not compute.

This module is imported by its own name, as `plot` is. It does not import scikit-learn:
where an object of scikit-learn's is asked for, the one asking has already loaded it.
"""

import inspect
import sys
import warnings

import numpy as np

from . import _inputs, density
from ._frame import comfortable_unit, in_unit
from .em import fit_em, guess_around
from .kmeans import fit_kmeans, kmeans_assign
from .matrices import squared_distances
from .mixture import Mixture

__all__ = ["GaussianMixture", "KMeans"]


class _NotFittedError(ValueError, AttributeError):
    """What is raised where scikit-learn's error of this name is not loaded."""


class _ConvergenceWarning(UserWarning):
    """What is warned with where scikit-learn's warning of this name is not loaded."""


def _scikit_learns(name, otherwise):
    """scikit-learn's exception of that name where it is loaded: only then can one catch it."""
    return getattr(sys.modules.get("sklearn.exceptions"), name, otherwise)


class _Estimator:
    """What scikit-learn's tools expect of any estimator."""

    #: Parameters that scikit-learn has and that mean something here for one value only:
    #: that value, and why no other.
    _ONLY = ()

    def get_params(self, deep=True):
        """The constructor's parameters, by name; `deep` changes nothing, as none is nested."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params):
        """Change parameters by name; the next `fit` goes by them."""
        own = self.get_params()
        unknown = [name for name in params if name not in own]
        if unknown:
            raise ValueError(
                f"Invalid parameter {unknown[0]!r} for {type(self).__name__}: "
                f"its parameters are {', '.join(own)}"
            )
        for name, value in params.items():
            setattr(self, name, value)
        return self

    def __repr__(self):
        defaults = inspect.signature(type(self)).parameters
        changed = (
            f"{name}={value!r}"
            for name, value in self.get_params().items()
            if repr(value) != repr(defaults[name].default)
        )
        return f"{type(self).__name__}({', '.join(changed)})"

    def __sklearn_tags__(self):
        """What kind of estimator this is: asked by scikit-learn 1.6 and newer."""
        tags = sys.modules["sklearn.utils"]
        return tags.Tags(
            estimator_type=self._estimator_type,
            target_tags=tags.TargetTags(required=False),
            transformer_tags=tags.TransformerTags() if hasattr(self, "transform") else None,
        )

    def _points_to_fit(self, X, others):
        """`X` as a float64 table, once it is known that all that is asked for can be done."""
        if others:
            name = next(iter(others))
            why = "every point counts once: leave it out, or repeat rows of X that count more"
            raise TypeError(
                f"{type(self).__name__}.fit got {name}, but "
                f"{why if name == 'sample_weight' else 'knows no such argument: leave it out'}"
            )
        for name, only, why in self._ONLY:
            value = getattr(self, name)
            if np.ndim(value) or value != only:
                raise ValueError(f"{name} is {value!r}, but {why}: leave it at {only!r}")
        return _points(X)

    def _remember_columns(self, X, d):
        self.n_features_in_ = d
        names = _column_names(X)
        if names is not None:
            self.feature_names_in_ = names
        elif hasattr(self, "feature_names_in_"):  # of an earlier fit
            del self.feature_names_in_

    def _points_as_fitted(self, X):
        """`X` as a float64 table with the columns that were fitted."""
        self._check_is_fitted()
        self._check_names(_column_names(X))
        points = _points(X)
        if points.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {points.shape[1]} features, but {type(self).__name__} is expecting "
                f"{self.n_features_in_} features as input: give the columns it was fitted to"
            )
        return points

    def _check_is_fitted(self):
        if not hasattr(self, "n_features_in_"):
            raise _scikit_learns("NotFittedError", _NotFittedError)(
                f"This {type(self).__name__} instance is not fitted yet: call fit(X) first"
            )

    def _check_names(self, names):
        """The names of columns are those that were fitted; scikit-learn's words where not."""
        fitted, kind = getattr(self, "feature_names_in_", None), type(self).__name__
        if names is None and fitted is not None:
            _warn(f"X does not have valid feature names, but {kind} was fitted with feature names")
        elif names is not None and fitted is None:
            _warn(f"X has feature names, but {kind} was fitted without feature names")
        elif names is not None and not np.array_equal(names, fitted):
            unseen, missing = sorted({*names} - {*fitted}), sorted({*fitted} - {*names})
            message = "The feature names should match those that were passed during fit.\n"
            if unseen:
                message += "Feature names unseen at fit time:\n" + _listed(unseen)
            if missing:
                message += "Feature names seen at fit time, yet now missing:\n" + _listed(missing)
            if not unseen and not missing:
                message += "Feature names must be in the same order as they were in fit.\n"
            raise ValueError(message)

    def _how_many(self, name, N):
        """The number of clusters or components, between 1 and the number of points."""
        K = _inputs.whole_number(getattr(self, name), name, 1)
        if K > N:
            raise ValueError(
                f"n_samples={N} should be >= {name}={K}: ask for at most one per point"
            )
        return K

    def _given_means(self, name, number, K, d):
        """The means to begin at, as the caller gave them."""
        means = _inputs.means(getattr(self, name), name, d)
        if len(means) != K:
            raise ValueError(f"{number} is {K} but {name} has {len(means)} rows: give {K} means")
        if self.n_init not in (1, "auto"):
            raise ValueError(
                f"n_init is {self.n_init!r} but {name} fixes the start: leave n_init at 1"
            )
        return means

    def _generator(self):
        """Where random draws come from: as scikit-learn, a RandomState will do as well."""
        state = self.random_state
        if isinstance(state, np.random.RandomState):  # it moves on, so a second fit differs
            state = state.randint(2**32, size=4, dtype=np.uint32)
        return _inputs.generator(state, "random_state")


def _points(X):
    """`X` as a float64 table. An error also has scikit-learn's words, which many know."""
    try:
        return _inputs.points(X)
    except ValueError as error:
        words = _in_scikit_learns_words(X)
        raise ValueError(f"{error}{words and f' ({words})'}") from None


def _in_scikit_learns_words(X):
    if hasattr(X, "toarray"):  # sparse, which some versions of numpy would go through by rows
        return ""
    try:
        array = np.asarray(X)
    except ValueError:  # rows of unequal length
        return ""
    if array.dtype.kind == "c":
        return "Complex data not supported"
    if array.ndim == 1:
        return "Reshape your data"
    if array.shape[1:] == (0,):
        return f"0 feature(s) (shape={array.shape}) while a minimum of 1 is required."
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        return "Input X contains NaN or infinity"
    return ""


def _column_names(X):
    """The names of the columns of a data frame, where all of them are text."""
    names = getattr(X, "columns", None)
    if names is None or len(names) == 0 or not all(isinstance(name, str) for name in names):
        return None
    return np.asarray(names, dtype=object)


def _listed(names):
    """At most five names, one a line, as scikit-learn lists them."""
    more = ["- ...\n"] if len(names) > 5 else []
    return "".join([f"- {name}\n" for name in names[:5]] + more)


def _warn(message):
    warnings.warn(message, UserWarning, stacklevel=5)  # at the caller of a public method


class KMeans(_Estimator):
    """K-means, `fit_kmeans`, as an estimator.

    Parameters
    ----------
    n_clusters : int
        Number of clusters, K.
    init : 'k-means++' or array of shape (K, d)
        How the first means are found, or the means themselves.
    n_init : int or 'auto'
        Number of starts; the one with the lowest inertia is kept. 'auto' is 1.
    max_iter : int
        The most iterations in one start.
    tol : float
        Only 0: the iterations end when the inertia no longer falls.
    verbose : int
        Only 0: nothing is printed.
    random_state : int, RandomState, Generator or None
        Where the random draws come from; None draws anew at every fit, and
        does not look at NumPy's global state.
    copy_x : bool
        `X` is never changed, so both mean the same.
    algorithm : str
        Only 'lloyd': others find the same clusters.

    Attributes
    ----------
    cluster_centers_ : array of shape (K, d)
        One mean per row.
    labels_ : int array of shape (N,)
        For each point the nearest mean.
    inertia_ : float
        Σ_i min_j d_ij, in the units of the data squared.
    n_iter_ : int
        Iterations of the start that was kept, counted as scikit-learn does: an
        assignment, and the means that follow from it.
    n_features_in_ : int
        Number of columns, d.
    feature_names_in_ : array of shape (d,)
        Their names, where `X` was a data frame whose columns have names.

    Examples
    --------
    >>> model = KMeans(n_clusters=2, random_state=0).fit([[0.0], [2.0], [9.0]])
    >>> model.inertia_, sorted(model.cluster_centers_.ravel().tolist())
    (2.0, [1.0, 9.0])
    >>> model.predict([[8.0]]) == model.labels_[2]
    array([ True])
    """

    _estimator_type = "clusterer"
    _ONLY = (
        ("tol", 0.0, "K-means here ends when the inertia no longer falls; max_iter bounds it"),
        ("verbose", 0, "nothing is printed here"),
        ("algorithm", "lloyd", "others find the same clusters"),
    )

    def __init__(
        self,
        n_clusters=8,
        *,
        init="k-means++",
        n_init="auto",
        max_iter=300,
        tol=0.0,
        verbose=0,
        random_state=None,
        copy_x=True,
        algorithm="lloyd",
    ):
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.verbose = verbose
        self.random_state = random_state
        self.copy_x = copy_x
        self.algorithm = algorithm

    def fit(self, X, y=None, **others):
        """Find the means of `X`, of shape (N, d); `y` is not looked at. Returns the estimator."""
        points = self._points_to_fit(X, others)
        N, d = points.shape
        K = self._how_many("n_clusters", N)
        n_init = 1 if isinstance(self.n_init, str) and self.n_init == "auto" else self.n_init
        fit = fit_kmeans(
            points,
            K,
            init=self._init(K, d),
            n_init=n_init,
            max_iter=self.max_iter,
            rng=self._generator(),
        )
        self._remember_columns(X, d)
        self.cluster_centers_, self.labels_, self.inertia_ = fit.mu, fit.labels, fit.inertia
        # The trace has one more: the labels of the last means.
        self.n_iter_ = min(len(fit.trace), self.max_iter)
        return self

    def _init(self, K, d):
        if isinstance(self.init, str) and self.init == "k-means++":
            return None
        if isinstance(self.init, str) or callable(self.init):
            raise ValueError(
                f"init is {self.init!r}, but the first means come from k-means++ or are given: "
                "leave it at 'k-means++', or pass an array with one mean per row"
            )
        return self._given_means("init", "n_clusters", K, d)

    def fit_predict(self, X, y=None, **others):
        """`fit(X)`, then `labels_`."""
        return self.fit(X, y, **others).labels_

    def predict(self, X):
        """The nearest mean of every point, of shape (N,): from 0 to K − 1."""
        return kmeans_assign(self._points_as_fitted(X), self.cluster_centers_)

    def transform(self, X):
        """The distances from every point to every mean, of shape (N, K): √D."""
        points, mu = self._points_as_fitted(X), self.cluster_centers_
        unit = comfortable_unit(points, mu)  # in which no square underflows to 0
        D = squared_distances(in_unit(unit, points), in_unit(unit, mu))
        with np.errstate(all="ignore"):
            return self._as_asked(np.sqrt(D) * unit, X)

    def fit_transform(self, X, y=None, **others):
        """`fit(X)`, then `transform(X)`."""
        return self.fit(X, y, **others).transform(X)

    def score(self, X, y=None):
        """Minus the inertia of `X` about the means: more is better."""
        D = squared_distances(self._points_as_fitted(X), self.cluster_centers_)
        return -float(D.min(axis=1).sum())

    def get_feature_names_out(self, input_features=None):
        """Names for the columns of `transform`: kmeans0, kmeans1, …"""
        self._check_is_fitted()
        if input_features is not None:
            names = getattr(self, "feature_names_in_", None)
            if names is not None and not np.array_equal(names, input_features):
                raise ValueError("input_features is not equal to feature_names_in_")
            if len(input_features) != self.n_features_in_:
                raise ValueError(
                    "input_features should have length equal to number of features "
                    f"({self.n_features_in_}), got {len(input_features)}"
                )
        names = [f"kmeans{j}" for j in range(len(self.cluster_centers_))]
        return np.array(names, dtype=object)

    def set_output(self, *, transform=None):
        """Let `transform` give an array ('default') or a data frame ('pandas')."""
        if transform is not None:
            _refuse_other_outputs(transform)
            self._sklearn_output_config = {"transform": transform}  # `clone` knows this name
        return self

    def _as_asked(self, table, X):
        """A table as `set_output` asks for it, or else scikit-learn's configuration."""
        sklearn = sys.modules.get("sklearn")
        everywhere = sklearn.get_config()["transform_output"] if sklearn else "default"
        asked = getattr(self, "_sklearn_output_config", {}).get("transform", everywhere)
        _refuse_other_outputs(asked)
        if asked == "default":
            return table
        import pandas

        index = X.index if isinstance(X, pandas.DataFrame) else None
        return pandas.DataFrame(table, index=index, columns=self.get_feature_names_out())


def _refuse_other_outputs(asked):
    if asked not in ("default", "pandas"):
        raise ValueError(
            f"transform is {asked!r}, but KMeans gives arrays, 'default', or 'pandas': "
            "make what else you need of the array"
        )


class GaussianMixture(_Estimator):
    """A mixture of spherical Gaussians fitted by EM, `fit_em`, as an estimator.

    Parameters
    ----------
    n_components : int
        Number of components, K.
    covariance_type : str
        Only 'spherical': one σ per component.
    tol : float
        Stop when an iteration raises the log-likelihood by no more than this,
        in nats per point.
    reg_covar : float
        Only 0: nothing is added to a variance; see `sigma_min`.
    max_iter : int
        The most EM iterations in one start.
    n_init : int
        Number of starts; the one with the highest likelihood is kept, and one
        with a component on the floor only if every other has one too.
    init_params : str
        Only 'k-means++': the means are points far from one another, all
        components have the same σ and the same weight.
    weights_init : array of shape (K,), optional
        The first weights, for `means_init`; without them they are equal.
    means_init : array of shape (K, d), optional
        The first means.
    precisions_init : array of shape (K,), optional
        The first 1/σ², for `means_init`; without them all are the same, and
        follow from the distances of the points from their nearest mean.
    random_state : int, RandomState, Generator or None
        Where the random draws come from; None draws anew every time, and does
        not look at NumPy's global state.
    warm_start : bool
        Whether a further `fit` begins at what the last one found.
    verbose, verbose_interval : int
        Only 0, and 10: a progress bar is shown if a fit takes long, and nothing else.
    sigma_min : float, optional
        The floor under every σ, in the units of the data; by default that of
        `fit_em`.

    Attributes
    ----------
    weights_ : array of shape (K,)
        π.
    means_ : array of shape (K, d)
        μ.
    covariances_, precisions_, precisions_cholesky_ : array of shape (K,)
        σ², 1/σ² and 1/σ.
    converged_ : bool
        Whether the likelihood stopped rising before `max_iter` was reached;
        where not, `fit` warns.
    n_iter_ : int
        EM iterations that led to the result; 1 where the first guess was it.
    lower_bound_ : float
        The log-likelihood of the result, in nats per point: `score` of the
        points that were fitted.
    lower_bounds_ : array of shape (T,)
        The same after each of the T = `n_iter_` iterations; it never falls.
    sigma_min_ : float
        The floor under every σ.
    at_floor_ : bool array of shape (K,)
        True for each component that has collapsed onto the floor (em-8).
    n_features_in_ : int
        Number of columns, d.
    feature_names_in_ : array of shape (d,)
        Their names, where `X` was a data frame whose columns have names.

    Examples
    --------
    >>> from mixtures_lab import datasets
    >>> X = datasets.old_faithful()
    >>> model = GaussianMixture(n_components=2, tol=1e-9, random_state=0).fit(X)
    >>> model.means_.round(1)[model.weights_.argsort()]
    array([[ 2.1, 54.7],
           [ 4.3, 80.3]])
    >>> round(model.score(X) * len(X), 4), model.converged_
    (-1709.5293, True)
    """

    _estimator_type = "density_estimator"
    _ONLY = (
        (
            "covariance_type",
            "spherical",
            "this package derives spherical mixtures; scikit-learn has the other types",
        ),
        (
            "reg_covar",
            0.0,
            "nothing is added to a variance here, because then EM would not lower L; sigma_min "
            "is a floor under sigma instead",
        ),
        (
            "init_params",
            "k-means++",
            "a first guess is k-means++ or your own; for K-means' means, "
            "give means_init=KMeans(K).fit(X).cluster_centers_",
        ),
        (
            "verbose",
            0,
            "a fit that takes long shows a bar, and nothing else; lower_bounds_ has its course",
        ),
        ("verbose_interval", 10, "nothing is printed here"),
    )

    def __init__(
        self,
        n_components=1,
        *,
        covariance_type="spherical",
        tol=1e-3,
        reg_covar=0.0,
        max_iter=100,
        n_init=1,
        init_params="k-means++",
        weights_init=None,
        means_init=None,
        precisions_init=None,
        random_state=None,
        warm_start=False,
        verbose=0,
        verbose_interval=10,
        sigma_min=None,
    ):
        self.n_components = n_components
        self.covariance_type = covariance_type
        self.tol = tol
        self.reg_covar = reg_covar
        self.max_iter = max_iter
        self.n_init = n_init
        self.init_params = init_params
        self.weights_init = weights_init
        self.means_init = means_init
        self.precisions_init = precisions_init
        self.random_state = random_state
        self.warm_start = warm_start
        self.verbose = verbose
        self.verbose_interval = verbose_interval
        self.sigma_min = sigma_min

    def fit(self, X, y=None, **others):
        """Fit the mixture to `X`, of shape (N, d); `y` is not looked at. Returns the estimator."""
        points = self._points_to_fit(X, others)
        N, d = points.shape
        K = self._how_many("n_components", N)
        again = self.warm_start and hasattr(self, "means_")
        fit = fit_em(
            X,  # as it came: `fit_em` has ways of its own for float32 and for a file on disk
            K,
            init=self._last_fit(K, d) if again else self._first_guess(points, K),
            n_init=1 if again else self.n_init,
            max_iter=self.max_iter,
            tol=self.tol,
            sigma_min=self.sigma_min,
            rng=self._generator(),
        )
        self._remember_columns(X, d)
        self._remember(fit, N)
        if not self.converged_:
            warnings.warn(
                f"EM stopped after {self.n_iter_} iterations, before it converged, with "
                f"max_iter={self.max_iter}: raise it, or tol, or look at how lower_bounds_ rises",
                _scikit_learns("ConvergenceWarning", _ConvergenceWarning),
                stacklevel=2,
            )
        return self

    def _last_fit(self, K, d):
        if self.means_.shape != (K, d):
            raise ValueError(
                f"warm_start begins at the last fit, of {len(self.means_)} components in "
                f"{self.means_.shape[1]} columns, but now there are {K} in {d}: "
                "set warm_start=False, or keep to that fit's numbers"
            )
        return self.mixture

    def _first_guess(self, points, K):
        """The caller's first guess; `fit_em` makes one where there is none."""
        if self.means_init is None:
            for name in ("weights_init", "precisions_init"):
                if getattr(self, name) is not None:
                    raise ValueError(
                        f"{name} is given without means_init, but which component an entry is "
                        "for depends on the means: give means_init as well"
                    )
            return None
        mu = self._given_means("means_init", "n_components", K, points.shape[1])
        guess = guess_around(mu, points)
        if self.weights_init is not None:
            guess = guess._replace(pi=_inputs.mixing_weights(self.weights_init, K, "weights_init"))
        if self.precisions_init is not None:
            precisions = _inputs.numbers_of(self.precisions_init, "precisions_init")
            with np.errstate(all="ignore"):  # what has no such root is seen next
                sigma = 1 / np.sqrt(precisions)
            sigma = _inputs.standard_deviations(sigma, K, "1 / sqrt(precisions_init)")
            guess = guess._replace(sigma=sigma)
        return guess

    def _remember(self, fit, N):
        mu, sigma, pi = fit.mixture
        self.weights_, self.means_ = pi, mu
        with np.errstate(all="ignore"):  # σ may be such that its square is no float64
            self.covariances_, self.precisions_ = sigma**2, 1 / sigma**2
            self.precisions_cholesky_ = 1 / sigma
        self.converged_ = bool(fit.converged)
        self.n_iter_ = max(1, len(fit.trace) - 1)
        self.lower_bounds_ = -fit.trace[-self.n_iter_ :] / N
        self.lower_bound_ = float(self.lower_bounds_[-1])
        self.sigma_min_, self.at_floor_ = fit.sigma_min, fit.at_floor

    @property
    def mixture(self):
        """The fitted `Mixture`; where the package asks for one, the estimator itself will do."""
        self._check_is_fitted()
        return Mixture(self.means_, 1 / self.precisions_cholesky_, self.weights_)

    def fit_predict(self, X, y=None, **others):
        """`fit(X)`, then `predict(X)`."""
        return self.fit(X, y, **others).predict(X)

    def predict(self, X):
        """The likeliest component of every point, of shape (N,): from 0 to K − 1."""
        return density.predict(self._points_as_fitted(X), self.mixture)

    def predict_proba(self, X):
        """The posteriors e^Q, of shape (N, K): each row sums to 1."""
        Q = density.log_posteriors_of(self._points_as_fitted(X), self.mixture)
        with np.errstate(all="ignore"):
            return np.exp(Q)

    def score_samples(self, X):
        """The log-density of every point, of shape (N,), in nats."""
        return density.log_density(self._points_as_fitted(X), self.mixture)

    def score(self, X, y=None):
        """The mean log-density of the points, in nats: −L / N."""
        return float(self.score_samples(X).mean())

    def sample(self, n_samples=1):
        """Points drawn from the mixture, (n, d), and the component of each, (n,)."""
        mixture = self.mixture
        n_samples = _inputs.whole_number(n_samples, "n_samples", 1)
        return density.sample(mixture, n_samples, self._generator())

    def bic(self, X):
        """The Bayesian information criterion on `X`, where less is better."""
        return density.bic(self._points_as_fitted(X), self.mixture)

    def aic(self, X):
        """Akaike's information criterion on `X`, where less is better."""
        return density.aic(self._points_as_fitted(X), self.mixture)
