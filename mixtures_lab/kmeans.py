"""K-means: assign every point to its nearest mean, move every mean to its points.

Neither step raises the inertia, Σ_i min_j d_ij. The first means come from greedy
k-means++, and a cluster that loses all its points is given a new mean.

K-means ends, whatever the data: of equally near means the first one takes the point,
the mean of equal points is that point to the last digit, and the means stay where they
are as soon as moving them would not lower the inertia.
"""

from typing import NamedTuple

import numpy as np

from . import _inputs, lloyd
from ._frame import comfortable_unit, corners, in_unit
from .clusters import KMeansStep, nearest, steps, update
from .rows import rows_of
from .seeding import seeds

__all__ = [
    "KMeansFit",
    "KMeansStep",
    "fit_kmeans",
    "kmeans_assign",
    "kmeans_plus_plus",
    "kmeans_steps",
    "kmeans_update",
]


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
        If `X` and `mu` differ in their number of columns, hold NaN or inf, or
        lie too far apart for the square of the distance to be a float64.

    References
    ----------
    Chapter 4. S. P. Lloyd, "Least squares quantization in PCM", *IEEE Trans. Inf.
    Theory* 28 (1982) 129–137.

    Examples
    --------
    >>> kmeans_assign([[0.0], [1.0], [9.0]], [[0.0], [10.0]])
    array([0, 0, 1])
    """
    return nearest(*_inputs.points_and_means(X, mu))[0]


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
    X = _inputs.points(X)
    K = _inputs.number_of_components(K, len(X))
    labels = _inputs.labels(labels, len(X), K)
    with np.errstate(all="ignore"):
        return update(X, labels, K)[0]


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
        As `kmeans_assign`, if there are more means than points, or if the
        inertia is too large or too small for a float64. Bad input is refused at
        the call, before the first step is asked for.

    Examples
    --------
    >>> steps = kmeans_steps([[0.0], [2.0], [9.0]], [[0.0], [2.0]])
    >>> [step.inertia for step, _ in zip(steps, range(3))]
    [49.0, 16.25, 2.0]
    """
    X, mu = _inputs.points_and_means(X, mu)
    _inputs.at_most_one_per_point(len(mu), len(X), "mu", "rows")
    # Every step has arrays of its own.
    return (
        step._replace(mu=step.mu.copy(), labels=step.labels.copy())
        for step in steps(X.copy(), mu.copy())
    )


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
    rows, _ = _made_ready(X)
    return X[seeds(rows, K, rng)[0]]


def fit_kmeans(X, K, *, init=None, n_init=1, max_iter=300, rng=None):
    """K-means until the inertia no longer falls; the best of `n_init` starts.

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
        above 1 with a given `init`; if the inertia is too large or too small
        for a float64.

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
    rows, far = _made_ready(X)
    if init is None:
        starts = (X[seeds(rows, K, rng)[0]] for _ in range(n_init))
    else:
        starts = [_inputs.means(init, "init", X.shape[1]).copy()]
        if len(starts[0]) != K:
            raise ValueError(
                f"K is {K} but init has {len(starts[0])} rows: give one mean per cluster"
            )
        if n_init != 1:
            raise ValueError(f"n_init is {n_init} but init fixes the start: leave n_init at 1")
    # The fast way is for distances whose squares fit: of extreme ones, each step finds its unit.
    if comfortable_unit(far, *([] if init is None else starts)) == 1:
        fits = (_fast_fit(rows, mu, max_iter) for mu in starts)
    else:
        fits = (_readable_fit(X, mu, max_iter) for mu in starts)
    return min(fits, key=lambda fit: fit.inertia)


def _made_ready(X):
    """The points in a comfortable unit, and how far they reach in their own."""
    far = corners(X)
    unit = comfortable_unit(far)
    return rows_of(in_unit(unit, X), in_unit(unit, far)), far


def _fast_fit(rows, mu, max_iter):
    mu, labels, trace, settled, repaired = lloyd.fit(rows, mu, max_iter)
    return KMeansFit(mu, labels, float(trace[-1]), trace, settled, repaired)


def _readable_fit(X, mu, max_iter):
    """The same by the steps of `kmeans_steps`."""
    trace, repaired, before = [], set(), None
    for step in steps(X, mu):
        trace.append(step.inertia)
        repaired.update(step.repaired)
        settled = before is not None and np.array_equal(step.labels, before)
        if settled or step.t == max_iter:
            break
        before = step.labels
    trace, repaired = np.array(trace), tuple(sorted(repaired))
    return KMeansFit(step.mu, step.labels, step.inertia, trace, settled, repaired)
