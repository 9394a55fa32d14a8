"""Data to learn on: the Old Faithful geyser, and sets made to show one thing each.

Every function returns an array (N, d) with one point per row. The made sets take
`rng`, a numpy Generator or a seed, and give the same points for the same seed. They know
the component that each point was drawn from, and `return_components=True` asks for it.
"""

from importlib.resources import files

import numpy as np

from . import _inputs
from .density import sample
from .mixture import Mixture

__all__ = [
    "blobs",
    "far_from_origin",
    "old_faithful",
    "one_far_outlier",
    "overlapping",
    "rings",
    "unequal_sizes",
    "well_separated",
]


def old_faithful():
    """272 eruptions of the Old Faithful geyser, Yellowstone.

    Returns
    -------
    X : array of shape (272, 2)
        Columns: eruption_minutes, the length of an eruption, and
        waiting_minutes, the time to the next one; both in minutes.

    References
    ----------
    W. Härdle, *Smoothing Techniques with Implementation in S*, Springer 1991.
    A. Azzalini and A. W. Bowman, "A look at some data on the Old Faithful geyser",
    *Applied Statistics* 39 (1990) 357–365.

    Examples
    --------
    >>> old_faithful().mean(axis=0).round(5)
    array([ 3.48778, 70.89706])
    """
    with (files(__package__) / "data" / "old_faithful.csv").open(encoding="utf-8") as file:
        return np.loadtxt(file, delimiter=",", skiprows=1)


def blobs(
    N=300,
    *,
    mu=((0.0, 0.0), (4.0, 0.0), (2.0, 3.5)),
    sigma=1.0,
    pi=None,
    rng=0,
    return_components=False,
):
    """Points drawn from a mixture of spherical Gaussians.

    Parameters
    ----------
    N : int
        Number of points.
    mu : array of shape (K, d)
        One mean per row.
    sigma : float or array of shape (K,)
        Standard deviations, in the units of `mu`.
    pi : array of shape (K,), optional
        Mixing weights; equal by default.
    rng : Generator or seed
        Where the random draws come from.
    return_components : bool
        Whether to return the true component of every point as well.

    Returns
    -------
    X : array of shape (N, d)
        In the units of `mu`.
    components : int array of shape (N,)
        Only with `return_components`: in the order of the means.

    Raises
    ------
    ValueError
        If `N` is not a whole number, 1 or more, the parameters are not those
        of a mixture, or `rng` is no seed.

    Examples
    --------
    >>> blobs(5, mu=[[0.0, 0.0, 0.0]], rng=1).shape
    (5, 3)
    """
    mu = _inputs.means(mu)
    K = len(mu)
    sigma = _inputs.numbers_of(sigma, "sigma")
    sigma = _inputs.standard_deviations(np.full(K, sigma) if sigma.ndim == 0 else sigma, K)
    pi = _inputs.mixing_weights(np.full(K, 1 / K) if pi is None else pi, K)
    return _asked_for(*sample(Mixture(mu, sigma, pi), N, rng), return_components)


def _asked_for(X, components, return_components):
    return (X, components) if return_components else X


def well_separated(N=300, *, rng=0, return_components=False):
    """Three round groups with empty space between them: any sensible start succeeds.

    Parameters
    ----------
    N : int
        Number of points.
    rng : Generator or seed
        Where the random draws come from.
    return_components : bool
        Whether to return the true component of every point as well.

    Returns
    -------
    X : array of shape (N, 2)
    components : int array of shape (N,)
        Only with `return_components`.

    Raises
    ------
    ValueError
        If `N` is not a whole number, 1 or more, or `rng` is no seed.

    Examples
    --------
    >>> well_separated().shape
    (300, 2)
    """
    mu = [[-6, -3], [0, 5], [6, -3]]
    return blobs(N, mu=mu, rng=rng, return_components=return_components)


def overlapping(N=300, *, rng=0, return_components=False):
    """Three round groups that share points: responsibilities between 0 and 1 matter.

    Parameters
    ----------
    N : int
        Number of points.
    rng : Generator or seed
        Where the random draws come from.
    return_components : bool
        Whether to return the true component of every point as well.

    Returns
    -------
    X : array of shape (N, 2)
    components : int array of shape (N,)
        Only with `return_components`.

    Raises
    ------
    ValueError
        If `N` is not a whole number, 1 or more, or `rng` is no seed.

    Examples
    --------
    >>> overlapping().shape
    (300, 2)
    """
    mu = [[-1.5, -0.5], [0, 1.8], [1.5, -0.5]]
    return blobs(N, mu=mu, rng=rng, return_components=return_components)


def unequal_sizes(N=300, *, rng=0, return_components=False):
    """A wide, heavy group and a narrow, light one: K-means cuts the wide one.

    Parameters
    ----------
    N : int
        Number of points.
    rng : Generator or seed
        Where the random draws come from.
    return_components : bool
        Whether to return the true component of every point as well.

    Returns
    -------
    X : array of shape (N, 2)
    components : int array of shape (N,)
        Only with `return_components`.

    Raises
    ------
    ValueError
        If `N` is not a whole number, 1 or more, or `rng` is no seed.

    Examples
    --------
    >>> unequal_sizes().shape
    (300, 2)
    """
    X, components = sample(Mixture([[0, 0], [6, 0]], [2.5, 0.4], [0.85, 0.15]), N, rng)
    return _asked_for(X, components, return_components)


def one_far_outlier(N=300, *, rng=0, return_components=False):
    """Two round groups and, as the last row, one point far from both.

    The density of the last point is too small for a float64: it underflows.

    Parameters
    ----------
    N : int
        Number of points, the outlier among them.
    rng : Generator or seed
        Where the random draws come from.
    return_components : bool
        Whether to return the true component of every point as well.

    Returns
    -------
    X : array of shape (N, 2)
    components : int array of shape (N,)
        Only with `return_components`: 0 and 1 for the groups, 2 for the outlier.

    Raises
    ------
    ValueError
        If `N` is not a whole number, 2 or more, or `rng` is no seed.

    Examples
    --------
    >>> one_far_outlier()[-1]
    array([60., 60.])
    """
    N = _inputs.whole_number(N, "N", 2)
    X, components = blobs(N - 1, mu=[[-3, 0], [3, 0]], rng=rng, return_components=True)
    return _asked_for(np.vstack([X, [[60.0, 60.0]]]), np.append(components, 2), return_components)


def rings(N=300, *, rng=0, return_components=False):
    """A ring around a disc: groups that no spherical component can follow.

    Parameters
    ----------
    N : int
        Number of points.
    rng : Generator or seed
        Where the random draws come from.
    return_components : bool
        Whether to return the true component of every point as well.

    Returns
    -------
    X : array of shape (N, 2)
        The disc has radius about 1, the ring about 5.
    components : int array of shape (N,)
        Only with `return_components`: 0 for the disc, 1 for the ring.

    Raises
    ------
    ValueError
        If `N` is not a whole number, 1 or more, or `rng` is no seed.

    Examples
    --------
    >>> rings().shape
    (300, 2)
    """
    N = _inputs.whole_number(N, "N", 1)
    rng = _inputs.generator(rng)
    angle = rng.uniform(0, 2 * np.pi, N)
    components = (rng.random(N) >= 1 / 3).astype(int)
    radius = np.array([0.5, 5.0])[components] + 0.3 * rng.standard_normal(N)
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return _asked_for(X, components, return_components)


def far_from_origin(N=300, *, offset=1e8, rng=0, return_components=False):
    """The well separated groups, moved by `offset` in every coordinate.

    Nothing about them changes but the numbers: code that does not centre them fails.

    Parameters
    ----------
    N : int
        Number of points.
    offset : float
        How far to move them.
    rng : Generator or seed
        Where the random draws come from.
    return_components : bool
        Whether to return the true component of every point as well.

    Returns
    -------
    X : array of shape (N, 2)
    components : int array of shape (N,)
        Only with `return_components`.

    Raises
    ------
    ValueError
        If `N` is not a whole number, 1 or more, `offset` is not a
        finite number, or `rng` is no seed.

    Examples
    --------
    >>> bool(far_from_origin().min() > 9e7)
    True
    """
    X, components = well_separated(N, rng=rng, return_components=True)
    return _asked_for(X + _inputs.finite_number(offset, "offset"), components, return_components)
