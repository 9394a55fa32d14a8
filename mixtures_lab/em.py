"""EM: the E-step is the matrix Q, the M-step turns Q into a better mixture.

    X, mixture ──▶ D ──▶ P ──▶ Q, L ──▶ m_step ──▶ mixture ──▶ …

No step raises L, whatever the start. Three things make that hold in floating
point: the data are centred once, every σ has a floor, and a component that no
point belongs to any more keeps finite parameters and the weight 0.
"""

import numpy as np

from . import _inputs
from .kmeans import kmeans_plus_plus
from .matrices import log_gaussians, log_posterior, negative_log_likelihood, squared_distances
from .mixture import Fit, Mixture, Step, checked_mixture

__all__ = ["em_steps", "fit_em", "m_step"]

#: The default floor under σ, relative to the data's scale: the root mean square
#: distance from the mean, per coordinate.
RELATIVE_SIGMA_MIN = 1e-6


def m_step(X, Q):
    """The M-step: the mixture that the posteriors ask for.

        R = e^Q,  N_j = Σ_i r_ij,  π_j = N_j / N,  μ = diag(N_j)⁻¹ Rᵀ X     (em-2)
        σ_j² = 1/(d N_j) Σ_i r_ij d_ij,  with D taken at the new μ          (em-3)

    σ has a floor of 1e-6 of the data's scale (the root mean square distance
    from the mean, per coordinate), because L has no lower bound without one
    (em-8). A component that no point belongs to gets the weight 0, the mean
    of all points and the scale of the data.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    Q : array of shape (N, K)
        Log-posterior, as `log_posterior` returns it; rows of e^Q sum to 1.

    Returns
    -------
    mixture : Mixture
        `mu` and `sigma` in the units of `X`, finite whatever `Q` is.

    Raises
    ------
    ValueError
        If `X` holds NaN or inf, if `Q` has not one row per point, or if a row
        of e^Q does not sum to 1.

    References
    ----------
    Chapter 7. A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from
    incomplete data via the EM algorithm", *J. R. Stat. Soc. B* 39 (1977) 1–38.

    Examples
    --------
    >>> X = [[0.0], [2.0], [10.0]]
    >>> Q = np.log([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]])
    >>> m_step(X, Q).mu
    array([[4.],
           [4.]])
    """
    X = _inputs.points(X)
    Q = _inputs.log_posteriors(Q, len(X))
    return _m_step(X, Q, RELATIVE_SIGMA_MIN * data_scale(X))


def _m_step(X, Q, sigma_min):
    """`m_step` on checked arrays; `sigma_min` is one floor, or one per component."""
    N, d = X.shape
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    emptied = Nk < np.finfo(float).tiny  # below it a quotient has no digits left
    Nk_or_1 = np.where(emptied, 1, Nk)

    centre = X.mean(axis=0)
    mu = centre + R.T @ (X - centre) / Nk_or_1[:, None]  # em-2, centred to keep the digits
    D = squared_distances(X, mu)
    sigma = np.sqrt((R * D).sum(axis=0) / (d * Nk_or_1))  # em-3

    sigma[emptied] = data_scale(X)  # its mu is the centre already
    pi = np.where(emptied, 0, Nk / N)  # em-2
    return Mixture(mu, np.maximum(sigma, sigma_min), pi)


def data_scale(X):
    """Root mean square distance from the mean, per coordinate; 1 if all points coincide."""
    if (X == X[0]).all():  # their mean, rounded, need not coincide with them
        return 1.0
    Xc = X - X.mean(axis=0)
    largest = np.abs(Xc).max()  # divided by it, no square overflows and they do not all underflow
    return float(largest * np.sqrt(np.mean((Xc / largest) ** 2)))


def em_steps(X, mixture):
    """The iterations of EM from `mixture`, for ever; the caller stops.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    mixture : Mixture
        The first guess, with at most N components.

    Yields
    ------
    Step
        t = 0, 1, 2, …: the mixture, its log-posterior Q and its L. The L of a
        step is never above that of the step before (em-5), to rounding. The
        floor under σ is that of `m_step`, or the first guess's own σ where
        that is lower.

    Raises
    ------
    ValueError
        If `X` or the mixture hold NaN or inf, their columns differ, a σ is not
        above 0, the weights do not sum to 1, or there are more components than
        points. Bad input is refused at the call, before the first step.

    References
    ----------
    Chapter 7. A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from
    incomplete data via the EM algorithm", *J. R. Stat. Soc. B* 39 (1977) 1–38.

    Examples
    --------
    >>> guess = Mixture(mu=[[0.0], [3.0]], sigma=[1.0, 1.0], pi=[0.5, 0.5])
    >>> steps = em_steps([[0.0], [2.0], [10.0]], guess)
    >>> [round(step.nll, 2) for step, _ in zip(steps, range(3))]
    [29.62, 7.8, 7.59]
    """
    X = _inputs.points(X)
    mixture = checked_mixture(mixture, X.shape[1])
    _inputs.number_of_components(len(mixture.mu), len(X))
    # A floor above a component's own σ would push it off a better place: L would rise.
    sigma_min = np.minimum(RELATIVE_SIGMA_MIN * data_scale(X), mixture.sigma)
    return _em_steps(X, mixture, sigma_min)


def _em_steps(X, mixture, sigma_min):
    """`em_steps` on checked input, with the floor given."""
    # Far from the origin a mean can only be stored to a few digits. The iteration
    # goes on in centred coordinates, and only what is handed out is moved back.
    centre = X.mean(axis=0)
    X = X - centre
    here = mixture._replace(mu=mixture.mu - centre)
    t = 0
    while True:
        Q, nll = _e_step(X, here)
        yield Step(t, mixture, Q, nll)
        here = _m_step(X, Q, sigma_min)
        mixture = here._replace(mu=here.mu + centre)
        t += 1


def _e_step(X, mixture):
    """Q and L of `mixture`: the chain D → P → Q, L."""
    D = squared_distances(X, mixture.mu)
    P = log_gaussians(D, mixture.sigma, X.shape[1])
    return log_posterior(P, mixture.pi), negative_log_likelihood(P, mixture.pi)


def fit_em(X, K=None, *, init=None, n_init=1, max_iter=1000, tol=1e-9, sigma_min=None, rng=None):
    """EM until L no longer falls; the best of `n_init` starts.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    K : int, optional
        Number of components, from 1 to N. May be left out when `init` is given.
    init : Mixture, optional
        The first guess. Without it, the means come from greedy k-means++, all
        weights are 1/K, and all σ are the root mean square distance of a point
        from its nearest mean, per coordinate.
    n_init : int
        Number of starts. The fit with the lowest L is returned; one with a
        component on the floor only if every start ends that way, because its
        L says more about the floor than about the data (em-8).
    max_iter : int
        The most EM iterations in one start.
    tol : float
        Stop when an iteration lowers L by no more than this, in nats per point.
    sigma_min : float, optional
        The floor under every σ, in the units of the data. By default 1e-6 of
        the data's scale: the root mean square distance from the mean, per
        coordinate. A first guess below the floor is lifted onto it.
    rng : Generator or seed, optional
        Where the random draws come from.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        If `X` or `init` hold NaN or inf, their columns differ, `K` is not
        between 1 and N, neither or conflicting `K` and `init` are given,
        `n_init` is above 1 with a given `init`, or `tol` or `sigma_min` are
        out of range.

    References
    ----------
    Chapter 7. A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from
    incomplete data via the EM algorithm", *J. R. Stat. Soc. B* 39 (1977) 1–38.

    Examples
    --------
    >>> from mixtures_lab import datasets
    >>> fit = fit_em(datasets.old_faithful(), K=2, rng=0)
    >>> round(fit.nll, 4), fit.converged
    (1709.5293, True)
    """
    X = _inputs.points(X)
    n_init = _inputs.whole_number(n_init, "n_init", 1)
    max_iter = _inputs.whole_number(max_iter, "max_iter", 1)
    tol = _inputs.at_least_0(tol, "tol")
    if sigma_min is None:
        sigma_min = RELATIVE_SIGMA_MIN * data_scale(X)
    sigma_min = _inputs.positive(sigma_min, "sigma_min")
    rng = _inputs.generator(rng)

    if init is None:
        if K is None:
            raise ValueError("give K, the number of components, or init, a first guess")
        K = _inputs.number_of_components(K, len(X))
        starts = (_first_guess(X, K, rng) for _ in range(n_init))
    else:
        starts = [_given_guess(X, K, init)]
        if n_init != 1:
            raise ValueError(f"n_init is {n_init} but init fixes the start: leave n_init at 1")
    fits = (_one_fit(X, start, max_iter, tol, sigma_min) for start in starts)
    return min(fits, key=lambda fit: (fit.at_floor.any(), fit.nll))


def _first_guess(X, K, rng):
    """Means from greedy k-means++, one shared σ, equal weights.

    One σ for all, because a cluster of one point would start, and stay, on the floor.
    """
    mu = kmeans_plus_plus(X, K, rng=rng)
    nearest = squared_distances(X, mu).min(axis=1)
    sigma = np.sqrt(nearest.mean() / X.shape[1]) or data_scale(X)
    return Mixture(mu, np.full(K, sigma), np.full(K, 1 / K))


def _given_guess(X, K, init):
    """The caller's first guess, checked against the data and `K`."""
    init = checked_mixture(init, X.shape[1])
    if K is not None and _inputs.whole_number(K, "K", 1) != len(init.mu):
        raise ValueError(
            f"K is {K} but init has {len(init.mu)} components: leave K out, or make them agree"
        )
    _inputs.number_of_components(len(init.mu), len(X))
    return init


def _one_fit(X, start, max_iter, tol, sigma_min):
    """EM from one start."""
    start = start._replace(sigma=np.maximum(start.sigma, sigma_min))
    steps = _em_steps(X, start, sigma_min)
    best = next(steps)
    trace, converged = [best.nll], False
    for step in steps:
        fall = trace[-1] - step.nll
        if fall > 0:  # at the minimum rounding may lift L by its last digit: keep the lower
            best = step
            trace.append(step.nll)
        converged = not fall > tol * len(X)
        if converged or step.t == max_iter:
            break
    mixture = best.mixture
    return Fit(mixture, np.array(trace), converged, sigma_min, mixture.sigma <= sigma_min)
