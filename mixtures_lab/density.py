"""What a mixture says: how dense it is, which component is likeliest, how it would draw, its cost.

What you can do here, once there is a mixture::

    log_density(X, mixture)         # ln P(x) of every point, in nats
    predict(X, mixture)             # the likeliest component of every point
    sample(mixture, N, rng)         # new points, and the component of each
    bic(X, fit), aic(X, fit)        # to compare fits with different K

Wherever a mixture is asked for, a `Fit` or a `Step` stands for the mixture in it.
"""

import numpy as np

from . import _inputs
from ._frame import comfortable_unit, in_unit, sigma_in_unit
from .matrices import distances_of, log_gaussians_of, log_posterior_of, log_sum_exp
from .mixture import checked_mixture

__all__ = ["aic", "bic", "log_density", "predict", "sample"]


def log_density(X, mixture):
    """The log-density of every point under a mixture.

        ln P(x_i) = ln Σ_j π_j N(x_i; μ_j, σ_j² I)                        (nll-6)

    Its negative sum is L.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    mixture : Mixture
        Or a fit or a step, whose mixture is taken.

    Returns
    -------
    array of shape (N,)
        In nats per point; −inf where the number is too small for a float64.

    Raises
    ------
    ValueError
        If `X` or the mixture hold NaN or inf, their columns differ, a σ is not
        above 0, or the weights do not sum to 1.

    References
    ----------
    Lines nll-1 to nll-6 of chapter 2.

    Examples
    --------
    >>> from mixtures_lab import Mixture
    >>> mixture = Mixture(mu=[[0.0], [3.0]], sigma=[1.0, 1.0], pi=[0.5, 0.5])
    >>> log_density([[0.0], [50.0]], mixture).round(2)
    array([   -1.6 , -1106.11])
    """
    P, pi, shift = _log_densities(X, mixture)
    with np.errstate(all="ignore"):
        return log_sum_exp(P + np.log(pi), axis=1) - shift


def predict(X, mixture):
    """The likeliest component of every point: where its posterior is largest.

        argmax_j q_ij = argmax_j (p_ij + ln π_j)                            (Q-5)

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    mixture : Mixture
        Or a fit or a step, whose mixture is taken.

    Returns
    -------
    components : int array of shape (N,)
        From 0 to K − 1; the first of equally likely ones.

    Raises
    ------
    ValueError
        As `log_density`, and if a point lies so far from every component that
        no log-density of it is a float64.

    References
    ----------
    Lines Q-1 to Q-5 of chapter 6.

    Examples
    --------
    >>> from mixtures_lab import Mixture
    >>> mixture = Mixture(mu=[[0.0], [3.0]], sigma=[1.0, 1.0], pi=[0.5, 0.5])
    >>> predict([[0.0], [1.4], [1.6], [100.0]], mixture)
    array([0, 0, 1, 1])
    """
    return log_posteriors_of(X, mixture).argmax(axis=1)


def log_posteriors_of(X, mixture):
    """Q of every point under a mixture."""
    P, pi, _ = _log_densities(X, mixture)
    nowhere = np.isneginf(P[:, pi > 0]).all(axis=1)
    if nowhere.any():
        raise ValueError(
            f"point {int(nowhere.argmax())} of X lies so many sigma from every component that "
            "its log-density is no float64: leave it out"
        )
    return log_posterior_of(P, pi)


def _log_densities(X, mixture):
    """P and π in a comfortable unit, and what the unit adds to every log-density."""
    X = _inputs.points(X)
    mu, sigma, pi = checked_mixture(mixture, X.shape[1])
    unit = comfortable_unit(X, mu)
    D = distances_of(in_unit(unit, X), in_unit(unit, mu))
    P = log_gaussians_of(D, sigma_in_unit(unit, sigma, "mixture.sigma"), X.shape[1])
    return P, pi, X.shape[1] * float(np.log(unit))


def sample(mixture, N, rng=None):
    """Points drawn from a mixture, and the component that each was drawn from.

    First a component is drawn for each point, with the probabilities π; then
    the point, from that component's Gaussian.

    Parameters
    ----------
    mixture : Mixture
        Or a fit or a step, whose mixture is taken.
    N : int
        Number of points, 1 or more.
    rng : Generator or seed, optional
        Where the random draws come from.

    Returns
    -------
    X : array of shape (N, d)
        In the units of the means.
    components : int array of shape (N,)
        From 0 to K − 1.

    Raises
    ------
    ValueError
        If `mixture` is none, `N` is not a whole number, 1 or more, `rng` is no
        seed, or a point lies beyond the largest float64.

    Examples
    --------
    >>> from mixtures_lab import Mixture
    >>> X, components = sample(Mixture([[0.0], [90.0]], [1.0, 1.0], [0.5, 0.5]), 4, rng=1)
    >>> X.shape, components, (X[:, 0] > 45).astype(int)
    ((4, 1), array([1, 1, 0, 1]), array([1, 1, 0, 1]))
    """
    mu, sigma, pi = checked_mixture(mixture)
    N = _inputs.whole_number(N, "N", 1)
    rng = _inputs.generator(rng)
    with np.errstate(all="ignore"):
        components = rng.choice(len(pi), size=N, p=pi / pi.sum())
        X = mu[components] + sigma[components, None] * rng.standard_normal((N, mu.shape[1]))
    if not np.isfinite(X).all():
        raise ValueError(
            "mu and sigma are so large that a point lies beyond the largest float64: "
            "divide them by a common scale"
        )
    return X, components


def bic(X, mixture):
    """The Bayesian information criterion of a mixture, where less is better.

        BIC = 2 L + p ln N,   p = K d + K + (K − 1)

    p counts the numbers that were fitted: the means, the σ, and the weights,
    which sum to 1. This is Schwarz's criterion times −2, the sign that
    scikit-learn has. mclust in R prints 2 ln P − p ln N, the negative of this,
    where more is better.

    Parameters
    ----------
    X : array of shape (N, d)
        The points that the mixture was fitted to.
    mixture : Mixture
        Or a fit, whose mixture is taken.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    ValueError
        As `log_density`.

    References
    ----------
    G. Schwarz, "Estimating the dimension of a model", *Ann. Statist.* 6 (1978) 461–464.

    Examples
    --------
    >>> from mixtures_lab import datasets, fit_em
    >>> X = datasets.old_faithful()
    >>> round(bic(X, fit_em(X, K=2, rng=0)), 3)
    3458.299
    """
    X = _inputs.points(X)
    return _twice_nll(X, mixture) + _fitted(X, mixture) * float(np.log(len(X)))


def aic(X, mixture):
    """Akaike's information criterion of a mixture, where less is better.

        AIC = 2 L + 2 p,   p = K d + K + (K − 1)

    p counts the numbers that were fitted, as in `bic`, and the sign is again
    the one that scikit-learn has; who reports 2 ln P − 2 p, where more is
    better, reports the negative of this.

    Parameters
    ----------
    X : array of shape (N, d)
        The points that the mixture was fitted to.
    mixture : Mixture
        Or a fit, whose mixture is taken.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    ValueError
        As `log_density`.

    References
    ----------
    H. Akaike, "A new look at the statistical model identification", *IEEE Trans. Autom.
    Control* 19 (1974) 716–723.

    Examples
    --------
    >>> from mixtures_lab import datasets, fit_em
    >>> X = datasets.old_faithful()
    >>> round(aic(X, fit_em(X, K=2, rng=0)), 3)
    3433.059
    """
    X = _inputs.points(X)
    return _twice_nll(X, mixture) + 2.0 * _fitted(X, mixture)


def _twice_nll(X, mixture):
    with np.errstate(all="ignore"):  # an L beyond float64 is infinite
        return -2 * float(log_density(X, mixture).sum())


def _fitted(X, mixture):
    """How many numbers of a mixture are fitted."""
    K, d = checked_mixture(mixture, X.shape[1]).mu.shape
    return K * d + K + (K - 1)
