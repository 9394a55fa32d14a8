"""EM: the E-step is the matrix Q, the M-step turns Q into a better mixture.

    X, mixture ──▶ D ──▶ P ──▶ Q, L ──▶ m_step ──▶ mixture ──▶ …

No step raises L, whatever the start. Three things make that hold in floating
point: the data are taken near 0 once and for all, every σ has a floor, and a component
that no point belongs to any more keeps finite parameters and the weight 0.
"""

import numpy as np

from . import _inputs, blocked
from ._frame import corners, data_scale, frame_of, robust_scale, root_mean_square, sigma_in_unit
from ._progress import Progress
from .blocked import LEAST_WEIGHT
from .matrices import (
    distances_of,
    log_gaussians_of,
    log_posterior_of,
    nll_of,
    squared_distances,
)
from .mixture import Fit, Mixture, Step, checked_mixture
from .rows import rows_of
from .seeding import seeds
from .sources import source_of

__all__ = ["FitStopped", "em_steps", "fit_em", "m_step"]

#: The default floor under σ, relative to the data's scale, `robust_scale`.
RELATIVE_SIGMA_MIN = 1e-6


def m_step(X, Q):
    """The M-step: the mixture that the posteriors ask for.

        R = e^Q,  N_j = Σ_i r_ij,  π_j = N_j / N,  μ = diag(N_j)⁻¹ Rᵀ X     (em-2)
        σ_j² = 1/(d N_j) Σ_i r_ij d_ij,  with D taken at the new μ          (em-3)

    σ has a floor of 1e-6 of the data's scale, because L has no lower bound without
    one (em-8). The scale is the root mean square distance from the mean, per
    coordinate, but at most twice the median distance from the median, so that a
    few far points do not carry the floor with them. A component that no point
    belongs to gets the weight 0, the mean of all points and their root mean
    square distance from it.

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
        If `X` holds NaN or inf, or too large a range of distances for float64
        to hold their squares, if `Q` has not one row per point, or if a row of
        e^Q does not sum to 1.

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
    return m_step_with_distances(X, _inputs.log_posteriors(Q, len(X)))[0]


def m_step_with_distances(X, Q, sigma=np.inf):
    """`m_step` on checked arrays, and D at the new means, which the next P begins with.

    `sigma`, of the mixture before, lowers the floor, as in `em_steps`.
    """
    frame = frame_of(X)
    with np.errstate(all="ignore"):
        X = frame.into(X)
        floor = np.minimum(_floor_in(frame, root_mean_square(X)), sigma)
        mixture, D = _m_step(X, Q, floor / frame.unit)
        return _out_of(frame, mixture), D * frame.unit * frame.unit


def _m_step(X, Q, sigma_min):
    """The M-step on checked arrays near 0, and D at its means.

    `sigma_min` is one floor, or one per component.
    """
    N, d = X.shape
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    emptied = Nk < LEAST_WEIGHT * N  # below it a quotient has no digits left
    # The shares of a component's points in it: they sum to 1, however few the points.
    W = R / np.where(emptied, 1, Nk)

    mu = W.T @ X  # em-2
    for j in range(len(mu)):  # … about the component's own centre, to keep every digit
        mu[j] += W[:, j] @ (X - mu[j])
    if emptied.any():
        mu[emptied] = X.mean(axis=0)
    D = distances_of(X, mu)
    sigma = np.sqrt((W * D).sum(axis=0) / d)  # em-3
    if emptied.any():
        sigma[emptied] = data_scale(X)
    pi = np.where(emptied, 0, Nk / N)  # em-2
    return Mixture(mu, np.maximum(sigma, sigma_min), pi), D


def default_floor(X):
    """The floor under σ, in the units of the data."""
    frame = frame_of(X)
    with np.errstate(all="ignore"):
        return _floor_in(frame, root_mean_square(frame.into(X)))


def _floor_in(frame, rms):
    """The floor under σ, in the units of the data, whose root mean square in `frame` is `rms`."""
    scale = robust_scale(rms, frame.apart) * frame.unit or 1.0  # if all points coincide
    floor = RELATIVE_SIGMA_MIN * scale
    if floor < np.finfo(float).tiny:
        raise ValueError(
            f"the floor under sigma, {RELATIVE_SIGMA_MIN:g} of the scale of X, is {floor:.1g}, "
            "which float64 cannot hold: multiply X by a common scale"
        )
    return floor


def _into(frame, mixture, name):
    sigma = sigma_in_unit(frame.unit, mixture.sigma, f"{name}.sigma")
    return Mixture(frame.into(mixture.mu), sigma, mixture.pi)


def _out_of(frame, mixture):
    """A mixture in the units of the data, with arrays of its own."""
    mu, sigma, pi = mixture
    return Mixture(frame.out_of(mu), sigma * frame.unit, pi.copy())


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
        above 0, the weights do not sum to 1, there are more components than
        points, or a point lies so far from every component that its log-density
        is no float64. Bad input is refused at the call, before the first step.

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
    _inputs.at_most_one_per_point(len(mixture.mu), len(X), "mixture", "components")
    frame = frame_of(X, mixture.mu)
    with np.errstate(all="ignore"):
        X, start = frame.into(X), _into(frame, mixture, "mixture")
        floor = _floor_in(frame, root_mean_square(X)) / frame.unit
    # A floor above a component's own σ would push it off a better place: L would rise.
    steps = _em_steps(X, start, np.minimum(floor, start.sigma))
    return (_step_out_of(frame, step, mixture) for step in steps)


def _step_out_of(frame, step, start):
    """A step in the units of the data, with arrays of its own; its first mixture is `start`."""
    N, d = len(step.Q), start.mu.shape[1]
    mixture = _out_of(frame, step.mixture) if step.t else start
    # A density is per unit of volume: in a unit u times as large it is u^d times as large.
    nll = step.nll + N * d * float(np.log(frame.unit))
    return Step(step.t, mixture, step.Q.copy(), nll)


def _em_steps(X, mixture, sigma_min):
    """`em_steps` on checked points in their frame, with the floor given."""
    t = 0
    while True:
        with np.errstate(all="ignore"):
            Q, nll = _e_step(X, mixture)
        yield Step(t, mixture, Q, nll)
        with np.errstate(all="ignore"):
            mixture, _ = _m_step(X, Q, sigma_min)
        t += 1


def _e_step(X, mixture):
    """Q and L of `mixture`: the chain D → P → Q, L."""
    D = distances_of(X, mixture.mu)
    P = log_gaussians_of(D, mixture.sigma, X.shape[1])
    nowhere = np.isneginf(P[:, mixture.pi > 0]).all(axis=1)
    if nowhere.any():
        raise ValueError(
            f"point {int(nowhere.argmax())} of X lies so many sigma from every component that "
            "its log-density is no float64: leave it out, or start with a wider component"
        )
    return log_posterior_of(P, mixture.pi), nll_of(P, mixture.pi)


def fit_em(X, K=None, *, init=None, n_init=1, max_iter=1000, tol=1e-9, sigma_min=None, rng=None):
    """EM until L no longer falls; the best of `n_init` starts.

    Parameters
    ----------
    X : array of shape (N, d), numpy.memmap, dask array, or iterable of arrays
        One point per row. What is too large for memory is read in blocks of
        rows: a `numpy.memmap` as ``numpy.load(path, mmap_mode="r")`` gives it,
        or anything that can be iterated over again and again and gives arrays
        of shape (n, d). What is too much for one computer is a dask array
        (``pip install "mixtures-lab[scale]"``): its chunks become blocks in the
        memory of the workers of the current `distributed.Client`, or here
        without one. A worker that dies has its blocks made again by another.
        In both cases the first means, the frame and the floor come from about
        16,384 points drawn at random. 50,000 float32 points and more are worked
        out in float32, and their sums in float64.
    K : int, optional
        Number of components, from 1 to N. May be left out when `init` is given.
    init : Mixture, optional
        The first guess. Without it, the means come from greedy k-means++, all
        weights are 1/K, and all σ are the root mean square distance of a point
        from its nearest mean, per coordinate.
    n_init : int
        Number of starts. The fit with the lowest L is returned; one with a
        component on the floor only if every start ends that way, because its
        L says more about the floor than about the data (em-8). So with the
        default floor a start is given up as soon as it collapses, once another
        one has not.
    max_iter : int
        The most EM iterations in one start.
    tol : float
        Stop when an iteration lowers L by no more than this, in nats per point.
    sigma_min : float, optional
        The floor under every σ, in the units of the data. By default 1e-6 of
        the data's scale: the root mean square distance from the mean, per
        coordinate, but at most twice the median distance from the median
        (coordinate by coordinate; of the points that do not lie on it), so that
        a few far points do not carry the floor with them. A first guess below
        the floor is lifted onto it.
    rng : Generator or seed, optional
        Where the random draws come from.

    Returns
    -------
    Fit
        When interrupted (Ctrl-C), the best so far.

    Raises
    ------
    FitStopped
        If a later reading of the blocks of `X` fails, or its cluster is lost.
        It is a ValueError, and has the best fit so far.
    ConnectionError
        If the cluster of a dask array is lost before anything is found.
    ValueError
        If `X` or `init` hold NaN or inf, their columns differ, `K` is not
        between 1 and N, neither or conflicting `K` and `init` are given,
        `n_init` is above 1 with a given `init`, `tol` or `sigma_min` are out of
        range, or float64 cannot hold the squares of all distances, or the
        log-density of a point.

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

    On a cluster, chunks of about 100 MB are large enough to keep its workers busy:

    >>> import dask.array, distributed  # doctest: +SKIP
    >>> client = distributed.Client("tcp://scheduler:8786")  # doctest: +SKIP
    >>> X = dask.array.from_zarr("points.zarr")  # doctest: +SKIP
    >>> fit_em(X, K=10, n_init=5, rng=0)  # doctest: +SKIP
    """
    n_init = _inputs.whole_number(n_init, "n_init", 1)
    max_iter = _inputs.whole_number(max_iter, "max_iter", 1)
    tol = _inputs.at_least_0(tol, "tol")
    if sigma_min is not None:
        sigma_min = _inputs.positive(sigma_min, "sigma_min")
    rng = _inputs.generator(rng)
    source = source_of(X, rng)
    if init is not None:
        init = _given_guess(source, K, init)
        if n_init != 1:
            raise ValueError(f"n_init is {n_init} but init fixes the start: leave n_init at 1")
    elif K is None:
        raise ValueError("give K, the number of components, or init, a first guess")
    else:
        K = _inputs.number_of_components(K, source.N)
    stuck = sigma_min is None  # a larger floor might be left again
    frame = source.frame(*([] if init is None else [init.mu]))
    with np.errstate(all="ignore"):
        points = source.inside(frame, K if init is None else len(init.mu))
        if sigma_min is None:
            sigma_min = _floor_in(frame, points.rms)

    def in_the_units_of_x(fit):
        return fit._replace(
            mixture=_out_of(frame, fit.mixture),
            trace=fit.trace + source.N * source.d * np.log(frame.unit),
            sigma_min=sigma_min,
        )

    with np.errstate(all="ignore"):
        floor = sigma_in_unit(frame.unit, sigma_min, "sigma_min")
        if init is None:
            sample = points.sample()
            rows = rows_of(sample, corners(sample))
            starts = (_first_guess(rows, K, rng) for _ in range(n_init))
        else:
            starts = [_into(frame, init, "init")]
        try:
            return in_the_units_of_x(
                _best_fit(points.add_up, starts, max_iter, tol * source.N, floor, stuck)
            )
        except FitStopped as stopped:
            stopped.fit = in_the_units_of_x(stopped.fit)
            raise


class FitStopped(ValueError):
    """A fit that could not go on: its points could not be read, or a computer was lost.

    Parameters
    ----------
    reason : str
        What happened, and what to do.
    fit : Fit
        The best so far. Begin again from it: ``fit_em(X, init=error.fit)``.

    Examples
    --------
    >>> from mixtures_lab import Fit, Mixture
    >>> fit = Fit(Mixture([[0.0]], [1.0], [1.0]), np.array([3.0]), False, 1e-6, np.array([False]))
    >>> FitStopped("the file is gone", fit).fit.nll
    3.0
    """

    def __init__(self, reason, fit):
        super().__init__(
            f"{reason}; EM stopped after {len(fit.trace) - 1} iterations, and the best fit so far "
            "is in this error's `fit`, from which fit_em(X, init=error.fit) goes on"
        )
        self.fit = fit


def _first_guess(rows, K, rng):
    """Means from greedy k-means++, and the rest around them."""
    chosen, nearest = seeds(rows, K, rng)
    return _guess(rows.X[chosen], nearest, rows.X)


def guess_around(mu, X):
    """A first guess with the means `mu`, and the rest around them."""
    return _guess(mu, squared_distances(X, mu).min(axis=1), X)


def _guess(mu, nearest, X):
    """A first guess: one shared σ, and equal weights.

    One σ for all, because a cluster of one point would start, and stay, on the floor.
    """
    K, d = mu.shape
    sigma = np.sqrt(nearest.mean() / d) or data_scale(X)
    return Mixture(mu, np.full(K, sigma), np.full(K, 1 / K))


def _given_guess(source, K, init):
    """The caller's first guess, checked against the data and `K`."""
    init = checked_mixture(init, source.d, "init")
    if K is not None and _inputs.whole_number(K, "K", 1) != len(init.mu):
        raise ValueError(
            f"K is {K} but init has {len(init.mu)} components: leave K out, or make them agree"
        )
    _inputs.at_most_one_per_point(len(init.mu), source.N, "init", "components")
    return init


def _best_fit(add_up, starts, max_iter, least_fall, sigma_min, stuck):
    """EM from one start after another, in their frame, and the best of what they find.

    `stuck`: a component on the floor never leaves it, so a start that has one is given up as
    soon as another start has ended without.
    """
    best = None
    with Progress("EM") as progress:
        for start in starts:
            run = _Run(start, sigma_min)
            give_up = stuck and best is not None and not best.at_floor.any()
            try:
                for nll in run.steps(add_up, max_iter, least_fall, give_up):
                    progress.step(L=nll)
            except KeyboardInterrupt:
                if run.begun or best is not None:
                    return _better(best, run)
                raise
            except Exception as error:
                if run.begun or best is not None:
                    raise FitStopped(str(error), _better(best, run)) from error
                raise
            best = _better(best, run)
    return best


def _better(best, run):
    """The better of the best fit so far, None at first, and what a run has found, if anything.

    A fit on the floor comes after every other: its L says more of the floor (em-8).
    """
    fits = [fit for fit in (best, run.fit() if run.begun else None) if fit is not None]
    return min(fits, key=lambda fit: (fit.at_floor.any(), fit.nll))


class _Run:
    """EM from one start, and what it has found so far."""

    def __init__(self, start, sigma_min):
        self.mixture = start._replace(sigma=np.maximum(start.sigma, sigma_min))
        self.trace, self.converged, self.sigma_min = [], False, sigma_min

    @property
    def begun(self):
        return bool(self.trace)

    def steps(self, add_up, max_iter, least_fall, give_up):
        """Run to the end; yields L after every iteration."""
        steps = blocked.steps(add_up, self.mixture, self.sigma_min)
        for t, (mixture, nll) in enumerate(steps):
            fall = self.trace[-1] - nll if t else np.inf
            if fall > 0:  # at the minimum rounding may lift L by its last digit: keep the lower
                self.mixture = mixture
                self.trace.append(nll)
            yield nll
            self.converged = not fall > least_fall
            collapsed = give_up and (mixture.sigma <= self.sigma_min).any()
            if self.converged or collapsed or t == max_iter:
                return

    def fit(self):
        at_floor = self.mixture.sigma <= self.sigma_min
        return Fit(self.mixture, np.array(self.trace), self.converged, self.sigma_min, at_floor)
