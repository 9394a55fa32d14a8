"""The two steps of K-means on checked points, to the last digit.

`kmeans_assign`, `kmeans_update` and `kmeans_steps` are these with their arguments checked,
and `lloyd`, which is fast, turns to them wherever its own rounding could decide something.
"""

from typing import NamedTuple

import numpy as np

from ._frame import comfortable_unit, in_unit
from .matrices import EXPANSION_ERROR, SMALLEST_SQUARE, distances_of

__all__ = ["KMeansStep", "averages", "inertia_of", "nearest", "one_step", "steps", "update"]


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
        Σ_i min_j d_ij, in the units of the data squared; never above that of
        the step before.
    repaired : tuple of int
        Clusters that had no points when `mu` was updated, and whose mean was
        put on a point far from every other mean.

    Examples
    --------
    >>> from mixtures_lab import kmeans_steps
    >>> step = next(kmeans_steps([[0.0], [2.0], [9.0]], [[0.0], [8.0]]))
    >>> step.labels, step.inertia, step.repaired
    (array([0, 0, 1]), 5.0, ())
    """

    t: int
    mu: np.ndarray
    labels: np.ndarray
    inertia: float
    repaired: tuple


#: From so many coordinates on, points are gathered by clusters, not added up by coordinates.
WIDE = 16


def nearest(X, mu):
    """For each point the nearest mean, the first of equally near ones, and its squared distance."""
    unit = comfortable_unit(X, mu)
    inside, means = in_unit(unit, X), in_unit(unit, mu)
    D = distances_of(inside, means)
    labels, least = D.argmin(axis=1), D.min(axis=1)
    # D is right to EXPANSION_ERROR. What is nearer to a tie is decided by differences.
    tie = least * (1 + 4 * EXPANSION_ERROR)
    tied = np.flatnonzero(np.count_nonzero(D <= tie[:, None], axis=1) > 1)
    # A square may underflow to 0 where point and mean differ, and another mean be nearer.
    # `hypot` takes no square.
    close = np.flatnonzero(least < SMALLEST_SQUARE)
    with np.errstate(all="ignore"):
        if len(tied):
            columns = [((inside[tied] - mean) ** 2).sum(axis=1) for mean in means]  # dist-3
            labels[tied] = np.argmin(columns, axis=0)
        close = close[(X[close] != mu[labels[close]]).any(axis=1)]
        if len(close):
            columns = [np.hypot.reduce(inside[close] - mean, axis=1) for mean in means]
            labels[close] = np.argmin(columns, axis=0)
        if unit != 1:  # the nearest mean may be as near as ever, however far another one lies
            least = ((X - mu[labels]) ** 2).sum(axis=1)
    return labels, least


def update(X, labels, K):
    """The updated means, and the tuple of clusters that had to be repaired."""
    unit = comfortable_unit(X)
    X = in_unit(unit, X)
    mu, Nk = averages(X, labels, K)
    repaired = tuple(int(j) for j in np.flatnonzero(Nk == 0))
    if repaired:
        least = distances_of(X, mu[Nk > 0]).min(axis=1)
    for j in repaired:
        mu[j] = X[least.argmax()]
        least = np.minimum(least, distances_of(X, mu[[j]])[:, 0])
    return mu * unit, repaired


def averages(X, labels, K):
    """The average of each cluster's points, any point for a cluster without, and N_j.

    The points are in a comfortable unit.
    """
    Nk = np.bincount(labels, minlength=K)
    mu = X[_one_of_each(labels, K)]
    # Each mean is worked out about its own cluster, twice: about one of its points, then about
    # the mean so found. So neither a far origin nor a far point of another cluster costs
    # digits, and the mean of equal points is that point.
    if X.shape[1] < WIDE:
        for _ in range(2):
            rest = X - mu.take(labels, axis=0)
            sums = [np.bincount(labels, weights=column, minlength=K) for column in rest.T]
            mu = mu + np.transpose(sums) / np.maximum(Nk, 1)[:, None]
        return mu, Nk
    for j, members in enumerate(_members(labels, Nk)):
        if len(members):
            own = X[members]
            for _ in range(2):
                mu[j] += (own - mu[j]).mean(axis=0)
    return mu, Nk


def _members(labels, Nk):
    """The rows of each cluster's points."""
    short = labels.astype(np.min_scalar_type(len(Nk)))  # numbers of 16 bits are sorted much faster
    return np.split(short.argsort(kind="stable"), Nk.cumsum()[:-1])


def _one_of_each(labels, K):
    """The row of one point of each cluster; any row for a cluster without points."""
    rows = np.zeros(K, dtype=int)
    rows[labels] = np.arange(len(labels))
    return rows


def steps(X, mu):
    """The iterations of K-means from the means `mu`, for ever."""
    labels, least = nearest(X, mu)
    step = KMeansStep(0, mu, labels, inertia_of(X, mu, labels, least), ())
    while True:
        yield step
        mu, labels, least, repaired, fall = one_step(X, step.mu, step.labels)
        if fall > 0:
            inertia = min(inertia_of(X, mu, labels, least), step.inertia)
            step = KMeansStep(step.t + 1, mu, labels, inertia, repaired)
        else:
            step = step._replace(t=step.t + 1, repaired=())


def inertia_of(X, mu, labels, squares):
    """The sum of the squared distances of the points from their means, which must fit."""
    with np.errstate(all="ignore"):
        inertia = float(squares.sum())
        if not inertia < np.inf or (inertia < np.finfo(float).tiny and (X != mu[labels]).any()):
            reach = np.abs(X - mu[labels]).max()
            raise ValueError(
                f"the inertia, of points up to {reach:.2g} from their means, is no float64: "
                f"{'multiply' if inertia < 1 else 'divide'} X by a common scale"
            )
    return inertia


def one_step(X, mu, labels):
    """The means after `mu`, the assignment to them, its squared distances, the repaired
    clusters, and by how much the inertia falls."""
    with np.errstate(all="ignore"):
        after, repaired = update(X, labels, len(mu))
        new, least = nearest(X, after)
        return after, new, least, repaired, _fall(X, mu[labels], after[new])


def _fall(X, a, b):
    """Σ_i |x_i − a_i|² − |x_i − b_i|², where the difference of two inertias would not show it.

    Multiplied out, each term is (b − a)·((x − a) + (x − b)): nothing for a mean that stays,
    be its points ever so far, and right to many digits for one that hardly moves.
    """
    return float(((b - a) * ((X - a) + (X - b))).sum())
