"""K-means: assign every point to its nearest mean, move every mean to its points.

Neither step raises the inertia, Σ_i min_j d_ij. The first means come from greedy
k-means++, and a cluster that loses all its points is given a new mean.
"""

from typing import NamedTuple

import numpy as np

from . import _inputs
from .matrices import squared_distances

__all__ = [
    "KMeansFit",
    "KMeansStep",
    "fit_kmeans",
    "kmeans_assign",
    "kmeans_plus_plus",
    "kmeans_steps",
    "kmeans_update",
]


class KMeansStep(NamedTuple):
    """One iteration of K-means: the means, and the assignment to them.

    Parameters
    ----------
    t : int
        The iteration; 0 is the first guess.
    mu : array of shape (K, d)
        The means at iteration `t`: the first guess, or the update from the
        labels of the step before.
    labels : array of shape (N,)
        The assignment: for each point the nearest of `mu`.
    inertia : float
        Σ_i min_j d_ij, in the units of the data squared.
    repaired : tuple of int
        Clusters that had no points when `mu` was updated, and whose mean was
        put on a point far from every other mean.

    Examples
    --------
    >>> step = next(kmeans_steps([[0.0], [2.0], [9.0]], [[0.0], [8.0]]))
    >>> step.labels, step.inertia, step.repaired
    (array([0, 0, 1]), 5.0, ())
    """

    t: int
    mu: np.ndarray
    labels: np.ndarray
    inertia: float
    repaired: tuple


class KMeansFit(NamedTuple):
    """What `fit_kmeans` found.

    Parameters
    ----------
    mu : array of shape (K, d)
        One mean per row.
    labels : array of shape (N,)
        For each point the nearest mean.
    inertia : float
        Σ_i min_j d_ij, in the units of the data squared.
    trace : array of shape (T,)
        The inertia at each iteration; it never rises.
    converged : bool
        Whether the assignment stopped changing before `max_iter` was reached.
    repaired : tuple of int
        Clusters that lost all their points on the way and were given new means.

    Examples
    --------
    >>> fit = fit_kmeans([[0.0], [2.0], [9.0]], 2, init=[[0.0], [8.0]])
    >>> fit.trace, fit.converged
    (array([5., 2.]), True)
    """

    mu: np.ndarray
    labels: np.ndarray
    inertia: float
    trace: np.ndarray
    converged: bool
    repaired: tuple


def kmeans_assign(X, mu):
    """The assignment step: the nearest mean of every point.

        label_i = argmin_j d_ij

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    mu : array of shape (K, d)
        One mean per row, in the same units.

    Returns
    -------
    labels : int array of shape (N,)
        From 0 to K − 1; the first of equally near means.

    Raises
    ------
    ValueError
        As `squared_distances`.

    References
    ----------
    Chapter 4. S. P. Lloyd, "Least squares quantization in PCM", *IEEE Trans. Inf.
    Theory* 28 (1982) 129–137.

    Examples
    --------
    >>> kmeans_assign([[0.0], [1.0], [9.0]], [[0.0], [10.0]])
    array([0, 0, 1])
    """
    return squared_distances(X, mu).argmin(axis=1)


def kmeans_update(X, labels, K):
    """The update step: every mean moves to the average of its points.

        μ_j = (1 / N_j) Σ_{i: label_i = j} x_i

    A cluster without points is repaired: its mean goes to the point that is
    farthest from the means of the others. `kmeans_steps` says when that happens.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    labels : int array of shape (N,)
        The cluster of each point, from 0 to K − 1.
    K : int
        Number of clusters.

    Returns
    -------
    mu : array of shape (K, d)
        One mean per row, in the units of `X`; never NaN.

    Raises
    ------
    ValueError
        If `X` holds NaN or inf, if `labels` is not one whole number from 0 to
        K − 1 per point, or if `K` is not between 1 and N.

    References
    ----------
    Chapter 4. S. P. Lloyd, "Least squares quantization in PCM", *IEEE Trans. Inf.
    Theory* 28 (1982) 129–137.

    Examples
    --------
    >>> kmeans_update([[0.0], [2.0], [9.0]], [0, 0, 1], K=2)
    array([[1.],
           [9.]])
    """
    return _update_and_repair(X, labels, K)[0]


def _update_and_repair(X, labels, K):
    """The updated means, and the tuple of clusters that had to be repaired."""
    X = _inputs.points(X)
    K = _inputs.number_of_components(K, len(X))
    labels = _inputs.labels(labels, len(X), K)

    member = (labels[:, None] == np.arange(K)).astype(float)  # (N, K), one 1 in each row
    Nk = member.sum(axis=0)
    centre = X.mean(axis=0)  # centred, far data keep their digits
    mu = centre + member.T @ (X - centre) / np.maximum(Nk, 1)[:, None]

    filled = Nk > 0
    repaired = tuple(int(j) for j in np.flatnonzero(~filled))
    for j in repaired:
        nearest = squared_distances(X, mu[filled]).min(axis=1)
        mu[j] = X[nearest.argmax()]
        filled[j] = True
    return mu, repaired


def kmeans_steps(X, mu):
    """The iterations of K-means from the means `mu`, for ever; the caller stops.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    mu : array of shape (K, d)
        The first means, K at most N.

    Yields
    ------
    KMeansStep
        t = 0, 1, 2, …: the means, and the assignment to them. The inertia of a
        step is never above that of the step before.

    Raises
    ------
    ValueError
        As `squared_distances`, and if there are more means than points. Bad
        input is refused at the call, before the first step is asked for.

    Examples
    --------
    >>> steps = kmeans_steps([[0.0], [2.0], [9.0]], [[0.0], [2.0]])
    >>> [step.inertia for step, _ in zip(steps, range(3))]
    [49.0, 16.25, 2.0]
    """
    X, mu = _inputs.points_and_means(X, mu)
    K = _inputs.number_of_components(len(mu), len(X))

    def steps(t=0, mu=mu, repaired=()):
        while True:
            D = squared_distances(X, mu)
            labels = D.argmin(axis=1)
            yield KMeansStep(t, mu, labels, float(D.min(axis=1).sum()), repaired)
            t += 1
            mu, repaired = _update_and_repair(X, labels, K)

    return steps()


def kmeans_plus_plus(X, K, *, rng=None):
    """First means, far from one another: greedy k-means++.

    The first mean is a point drawn at random. Each further one is the best, by
    the inertia it leaves, of 2 + ⌊ln K⌋ points drawn with probability
    proportional to their squared distance from the nearest mean so far.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    K : int
        Number of means, from 1 to N.
    rng : Generator or seed, optional
        Where the random draws come from.

    Returns
    -------
    mu : array of shape (K, d)
        K rows of `X`, no row taken twice.

    Raises
    ------
    ValueError
        If `X` holds NaN or inf, or `K` is not between 1 and N.

    References
    ----------
    Chapter 4. D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful
    seeding", *Proc. SODA* 2007, 1027–1035; the greedy choice is described there.

    Examples
    --------
    >>> kmeans_plus_plus([[0.0], [0.1], [50.0]], 2, rng=0).shape
    (2, 1)
    """
    X = _inputs.points(X)
    K = _inputs.number_of_components(K, len(X))
    rng = _inputs.generator(rng)
    n_candidates = 2 + int(np.log(K))

    chosen = [int(rng.integers(len(X)))]
    nearest = squared_distances(X, X[chosen])[:, 0]
    while len(chosen) < K:
        if nearest.any():
            # Scaled by the maximum first: the sum of huge squares could overflow.
            weight = nearest / nearest.max()
            candidates = rng.choice(len(X), size=n_candidates, p=weight / weight.sum())
        else:  # every point coincides with a mean: any row not yet taken will do
            candidates = np.setdiff1d(np.arange(len(X)), chosen)[:1]
        left = np.minimum(nearest[:, None], squared_distances(X, X[candidates]))
        best = left.sum(axis=0).argmin()
        chosen.append(int(candidates[best]))
        nearest = left[:, best]
    return X[chosen]


def fit_kmeans(X, K, *, init=None, n_init=1, max_iter=300, rng=None):
    """K-means until the assignment no longer changes; the best of `n_init` starts.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    K : int
        Number of clusters, from 1 to N.
    init : array of shape (K, d), optional
        The first means; without it, greedy k-means++ draws them.
    n_init : int
        Number of starts; the one with the lowest inertia is returned.
    max_iter : int
        The most updates in one start.
    rng : Generator or seed, optional
        Where the random draws come from.

    Returns
    -------
    KMeansFit

    Raises
    ------
    ValueError
        If `X` or `init` hold NaN or inf, their columns differ, `K` is not
        between 1 and N or not the number of rows of `init`, or `n_init` is
        above 1 with a given `init`.

    References
    ----------
    Chapter 4. S. P. Lloyd, "Least squares quantization in PCM", *IEEE Trans. Inf.
    Theory* 28 (1982) 129–137.

    Examples
    --------
    >>> fit = fit_kmeans([[0.0], [2.0], [9.0]], 2, rng=0)
    >>> fit.inertia, sorted(fit.mu.ravel().tolist())
    (2.0, [1.0, 9.0])
    """
    X = _inputs.points(X)
    K = _inputs.number_of_components(K, len(X))
    n_init = _inputs.whole_number(n_init, "n_init", 1)
    max_iter = _inputs.whole_number(max_iter, "max_iter", 1)
    rng = _inputs.generator(rng)
    if init is None:
        starts = (kmeans_plus_plus(X, K, rng=rng) for _ in range(n_init))
    else:
        X, init = _inputs.points_and_means(X, init)
        if len(init) != K:
            raise ValueError(f"K is {K} but init has {len(init)} rows: give one mean per cluster")
        if n_init != 1:
            raise ValueError(f"n_init is {n_init} but init fixes the start: leave n_init at 1")
        starts = [init]
    return min((_one_fit(X, mu, max_iter) for mu in starts), key=lambda fit: fit.inertia)


def _one_fit(X, mu, max_iter):
    """K-means from one start."""
    trace, repaired, before = [], set(), None
    for step in kmeans_steps(X, mu):
        trace.append(step.inertia)
        repaired.update(step.repaired)
        settled = before is not None and np.array_equal(step.labels, before)
        if settled or step.t == max_iter:
            break
        before = step.labels
    return KMeansFit(
        step.mu, step.labels, step.inertia, np.array(trace), settled, tuple(sorted(repaired))
    )
