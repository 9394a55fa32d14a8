"""The four matrices, one pure function for each step of the derivation.

What you can do here::

    D = squared_distances(X, mu)            # (N, K), section B of the derivation
    P = log_gaussians(D, sigma, d)          # (N, K), section C
    L = negative_log_likelihood(P, pi)      # a number, section A
    Q = log_posterior(P, pi)                # (N, K), section D

Each function takes the matrix before it. Rows are points, columns are
components, logarithms are natural (the unit is the nat).
"""

import numbers

import numpy as np

from . import _inputs

__all__ = [
    "squared_distances",
    "log_gaussians",
    "log_sum_exp",
    "negative_log_likelihood",
    "log_posterior",
]

#: Relative rounding error that the expanded form of D may have before an entry
#: is worked out again by differences.
EXPANSION_ERROR = 1e-11

#: A square below this has lost digits; where even the largest entry of D lies below it,
#: no two distances can be told apart.
SMALLEST_SQUARE = 1e-304


def squared_distances(X, mu):
    """Squared Euclidean distances, the matrix D.

        D = X² · 1 − 2 X μᵀ + 1 · (μᵀ)²                                   (dist-6)

    The expanded form cancels where a point and a mean nearly coincide, so both
    are centred first, and the entries that still cancel are worked out by
    differences, line (dist-3). Every entry is right to 1e-9 relative, unless it
    is below 1e-304 and others are not: there float64 has no digits.

    Parameters
    ----------
    X : array of shape (N, d)
        One point per row.
    mu : array of shape (K, d)
        One mean per row, in the same units as `X`.

    Returns
    -------
    D : array of shape (N, K)
        In the units of `X` squared; never negative.

    Raises
    ------
    ValueError
        If `X` and `mu` differ in their number of columns, hold NaN or inf, or
        lie too far apart, or all too close together, for the square of the
        distance to be a float64.

    References
    ----------
    Lines dist-1 to dist-6 of chapter 3. N. J. Higham, *Accuracy and Stability of
    Numerical Algorithms*, 2nd ed., SIAM 2002, section 3.1, for the error bound.

    Examples
    --------
    >>> squared_distances([[0, 0], [3, 4]], [[0, 0]])
    array([[ 0.],
           [25.]])
    """
    return distances_of(*_inputs.points_and_means(X, mu))


def distances_of(X, mu):
    """`squared_distances` of points and means that were checked."""
    with np.errstate(all="ignore"):  # what does not fit is reported below
        centre = mu.mean(axis=0)  # D is unchanged when X and mu move together
        Xc, muc = X - centre, mu - centre
        X2, mu2 = np.einsum("ic,ic->i", Xc, Xc), (muc**2).sum(axis=1)
        D = Xc @ (-2 * muc.T)  # dist-6, term by term in the same memory
        D += X2[:, None]
        D += mu2

        # The rounding error of an entry is at most about (d + 3) eps (|x| + |mu|)²,
        # and (|x| + |mu|)² is at most 2 (|x|² + |mu|²).
        bound = 2 * (X.shape[1] + 3) * np.finfo(float).eps / EXPANSION_ERROR
        # "not greater" rather than "less or equal", so that NaN counts as cancelled
        most = bound * (X2.max() + mu2.max())
        if not D.min() > most:
            i, j = (~(D > most)).nonzero()  # mostly few
            cancelled = ~(D[i, j] > bound * (X2[i] + mu2[j]))
            i, j = i[cancelled], j[cancelled]
            for first in range(0, len(i), len(X)):  # their coordinates are then no more than X's
                here = i[first : first + len(X)], j[first : first + len(X)]
                D[here] = ((X[here[0]] - mu[here[1]]) ** 2).sum(axis=1)  # dist-3

    largest = D.max()
    if not largest < np.inf:
        i, j = np.argwhere(~np.isfinite(D))[0]
        raise ValueError(
            f"point {i} of X and mean {j} of mu lie so far apart that their squared distance "
            "overflows: divide X and mu by a common scale"
        )
    if largest < SMALLEST_SQUARE:
        apart = (X[:, None] != mu).any(axis=2)
        if apart.any():
            i, j = np.argwhere(apart)[0]
            raise ValueError(
                f"point {i} of X and mean {j} of mu differ by so little that, as everywhere in D, "
                "their squared distance underflows: multiply X and mu by a common scale"
            )
    return D


def log_gaussians(D, sigma, d):
    """Log-densities of spherical Gaussians, the matrix P.

        P = −d ln(σ √2π) − 1/(2σ²) ⊗ D                                      (P-7)

    ⊗ multiplies column j of D by 1/(2σ_j²).

    Parameters
    ----------
    D : array of shape (N, K)
        Squared distances, as `squared_distances` returns them.
    sigma : array of shape (K,)
        One standard deviation per component, in the units of the data.
    d : int
        Number of coordinates of a point.

    Returns
    -------
    P : array of shape (N, K)
        ln N(x_i; μ_j, σ_j² I), in nats.

    Raises
    ------
    ValueError
        If `D` holds NaN, inf or a negative number, if `sigma` has not one entry
        greater than 0 per column of `D`, or if `d` is not a whole number, 1 or more.

    References
    ----------
    Lines P-1 to P-7 of chapter 5. C. M. Bishop, *Pattern Recognition and Machine
    Learning*, Springer 2006, equation 2.43.

    Examples
    --------
    >>> log_gaussians([[0.0], [1.0]], [1.0], d=2).round(4)
    array([[-1.8379],
           [-2.3379]])
    """
    D = _inputs.distance_matrix(D)
    sigma = _inputs.standard_deviations(sigma, D.shape[1])
    d = _inputs.whole_number(d, "d", 1, why=": the number of coordinates of a point")
    return log_gaussians_of(D, sigma, d)


def log_gaussians_of(D, sigma, d):
    """`log_gaussians` of arrays that were checked."""
    with np.errstate(all="ignore"):  # a density too small for its logarithm is ln 0 = −inf
        # Two logarithms and two quotients: σ √2π could overflow, and σ² underflow to 0.
        return -d * (np.log(sigma) + np.log(2 * np.pi) / 2) - D / sigma / sigma / 2


def log_sum_exp(A, axis=-1):
    """The logarithm of a sum of exponentials, without overflow or underflow.

        ln Σ_k e^{a_k} = m + ln Σ_k e^{a_k − m},   m = max_k a_k          (log-sum-exp)

    The largest term is e⁰ = 1. It is left out of the sum and put back with
    ``log1p``, which keeps the digits of the small terms beside it.

    Parameters
    ----------
    A : array
        Logarithms, in nats; −inf stands for ln 0.
    axis : int
        The axis to sum along; it is gone from the result.

    Returns
    -------
    array
        −inf where every entry along `axis` is −inf.

    Raises
    ------
    ValueError
        If `A` holds NaN, or has no entry along `axis`.

    References
    ----------
    Chapter 2. P. Blanchard, D. J. Higham and N. J. Higham, "Accurately computing
    the log-sum-exp and softmax functions", *IMA J. Numer. Anal.* 41 (2021) 2311–2330.

    Examples
    --------
    >>> float(log_sum_exp([-1000.0, -1000.0]))
    -999.3068528194401
    """
    A = _inputs.numbers_of(A, "A")
    if np.isnan(A).any():
        raise ValueError("A holds NaN: log_sum_exp takes numbers, and -inf for ln 0")
    one = isinstance(axis, numbers.Integral) and not isinstance(axis, bool)
    if not one or axis not in range(-A.ndim, A.ndim) or A.shape[axis] == 0:
        raise ValueError(f"A has shape {A.shape}: there is nothing to sum along axis {axis}")
    return _log_sum_exp(A, axis)


def _log_sum_exp(A, axis):
    """`log_sum_exp` of an array that was checked."""
    largest = A.argmax(axis=axis, keepdims=True)
    m = np.take_along_axis(A, largest, axis=axis)
    shift = np.where(np.isfinite(m), m, 0)  # an infinite maximum would give inf − inf
    with np.errstate(all="ignore"):  # e^inf is inf, and e^−800 is 0, as they should be
        terms = np.exp(A - shift)
        np.put_along_axis(terms, largest, 0, axis=axis)
        return (m + np.log1p(terms.sum(axis=axis, keepdims=True))).squeeze(axis=axis)


def negative_log_likelihood(P, pi):
    """The negative log-likelihood L of the whole data set.

        L = − Σ_cols logsumexp_rows(P + ln π)                             (nll-6)

    Parameters
    ----------
    P : array of shape (N, K)
        Log-densities, as `log_gaussians` returns them, in nats.
    pi : array of shape (K,)
        Mixing weights: 0 or more, summing to 1.

    Returns
    -------
    L : float
        The sum over all points, in nats; not the mean.

    Raises
    ------
    ValueError
        If `P` holds NaN or +inf, if `pi` is not one weight per column of `P`,
        each 0 or more and together 1, or if the sum overflows.

    References
    ----------
    Lines nll-1 to nll-6 of chapter 2. K. P. Murphy, *Probabilistic Machine
    Learning: An Introduction*, MIT Press 2022, section 3.5.

    Examples
    --------
    >>> negative_log_likelihood([[-1.0, -1.0], [-2.0, -2.0]], [0.5, 0.5])
    3.0
    """
    return nll_of(*_checked(P, pi))


def nll_of(P, pi):
    """`negative_log_likelihood` of arrays that were checked."""
    per_point = _log_sum_exp(P + _log(pi), axis=1)
    with np.errstate(all="ignore"):
        L = float(-per_point.sum())
    if np.isinf(L) and np.isfinite(per_point).all():
        i = int(np.abs(per_point).argmax())
        raise ValueError(f"L overflows: row {i} of P alone gives {per_point[i]:.3g}")
    return L


def log_posterior(P, pi):
    """Log-posterior probabilities of the components, the matrix Q.

        Q = P + ln π − logsumexp_rows(P + ln π)                             (Q-5)

    Parameters
    ----------
    P : array of shape (N, K)
        Log-densities, as `log_gaussians` returns them, in nats.
    pi : array of shape (K,)
        Mixing weights: 0 or more, summing to 1.

    Returns
    -------
    Q : array of shape (N, K)
        ln P(j | x_i), in nats. Every row of e^Q sums to 1. A weight of 0 gives
        a column of −inf.

    Raises
    ------
    ValueError
        As `negative_log_likelihood`, and if a point has density 0 under every
        component with a weight above 0, so that its posterior would be 0/0.

    References
    ----------
    Lines Q-1 to Q-5 of chapter 6. C. M. Bishop, *Pattern Recognition and Machine
    Learning*, Springer 2006, equation 9.13.

    Examples
    --------
    >>> np.exp(log_posterior([[-1000.0, -1000.0]], [0.25, 0.75])).round(4)
    array([[0.25, 0.75]])
    """
    return log_posterior_of(*_checked(P, pi))


def log_posterior_of(P, pi):
    """`log_posterior` of arrays that were checked."""
    possible = pi > 0
    largest = P[:, possible].max(axis=1, keepdims=True)
    if np.isneginf(largest).any():
        i = int(np.argmax(np.isneginf(largest)))
        raise ValueError(
            f"row {i} of P is -inf for every component with a weight above 0: "
            "its posterior would be 0/0; work out P in logarithms, as log_gaussians does"
        )
    # A constant taken from a row leaves Q unchanged. Near −1e10, where a far
    # point's P lies, ln π would lose most of its digits.
    with np.errstate(all="ignore"):  # a posterior too small for its logarithm is ln 0 = −inf
        joint = np.where(possible, P - largest + _log(pi), -np.inf)
        return joint - _log_sum_exp(joint, axis=1)[:, None]


def _checked(P, pi):
    """`P` and `pi`, with one weight per column of `P`."""
    P = _inputs.log_matrix(P, "P")
    return P, _inputs.mixing_weights(pi, P.shape[1])


def _log(pi):
    """ln π, with ln 0 = −inf."""
    with np.errstate(all="ignore"):
        return np.log(pi)
