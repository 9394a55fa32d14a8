"""Check what a caller passes in, and say what is wrong and how to mend it.

Each function takes one argument of the derivation, gives it back as a float64
array, and raises a ValueError that names the culprit and the remedy.
"""

import numbers

import numpy as np

#: How far the mixing weights may be from summing to 1. Weights kept in float32
#: pass, weights that were never normalised do not.
WEIGHTS_TOLERANCE = 1e-6


def numbers_of(A, name):
    """`A` as a float64 array of any shape."""
    try:
        if not np.iscomplexobj(A):  # fails itself on rows of unequal length
            return np.asarray(A, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from None
    raise ValueError(f"{name} holds complex numbers: the derivation is for real ones")


def _table(A, name, rows):
    """`A` as a float64 table with at least one row and one column."""
    A = numbers_of(A, name)
    if A.ndim != 2:
        remedy = f"; for a single coordinate use {name}.reshape(-1, 1)" if A.ndim == 1 else ""
        raise ValueError(
            f"{name} has {A.ndim} dimension{'' if A.ndim == 1 else 's'} but needs 2, "
            f"one row per {rows}{remedy}"
        )
    if 0 in A.shape:
        raise ValueError(f"{name} is empty, its shape is {A.shape}: give at least one {rows}")
    return A


def points(X, name="X", rows="point"):
    """A finite table (N, d): the data `X`, or the means `mu`."""
    X = _table(X, name, rows)
    wrong = ~np.isfinite(X)
    if wrong.any():
        i, c = np.argwhere(wrong)[0]
        raise ValueError(
            f"{name} holds {X[i, c]} in row {i}, column {c}: "
            f"every coordinate must be a finite number; drop or mend that {rows}"
        )
    return X


def points_and_means(X, mu):
    """`X` (N, d) and `mu` (K, d), with one column per coordinate in both."""
    X, mu = points(X), points(mu, "mu", rows="mean")
    if X.shape[1] != mu.shape[1]:
        raise ValueError(
            f"X has {X.shape[1]} columns but mu has {mu.shape[1]}: "
            "both need one column per coordinate"
        )
    return X, mu


def squared_distances(D):
    """A finite table (N, K) of squared distances."""
    D = _table(D, "D", rows="point")
    wrong = ~np.isfinite(D)
    if wrong.any():
        i, j = np.argwhere(wrong)[0]
        raise ValueError(
            f"D holds {D[i, j]} in row {i}, column {j}: squared distances must be finite numbers"
        )
    return D


def log_matrix(A, name):
    """A table (N, K) of logarithms: −inf is the logarithm of 0, NaN and +inf are mistakes."""
    A = _table(A, name, rows="point")
    wrong = np.isnan(A) | (A == np.inf)
    if wrong.any():
        i, j = np.argwhere(wrong)[0]
        raise ValueError(
            f"{name} holds {A[i, j]} in row {i}, column {j}: "
            "a logarithm of a density or probability is a finite number or -inf"
        )
    return A


def log_posteriors(Q, N):
    """A log-posterior matrix for `N` points: every row of e^Q sums to 1."""
    Q = log_matrix(Q, "Q")
    if len(Q) != N:
        raise ValueError(f"X has {N} rows but Q has {len(Q)}: both need one row per point")
    with np.errstate(over="ignore"):
        sums = np.exp(Q).sum(axis=1)
    wrong = np.abs(sums - 1) > WEIGHTS_TOLERANCE
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(
            f"row {i} of exp(Q) sums to {sums[i]:.6g} but must sum to 1: Q holds log-posteriors, "
            "as log_posterior returns them, not posteriors and not P"
        )
    return Q


def _per_component(a, name, K):
    """`a` as a float64 vector with one entry per component."""
    a = numbers_of(a, name)
    if a.ndim != 1:
        raise ValueError(f"{name} has shape {a.shape} but needs one entry per component, ({K},)")
    if len(a) != K:
        raise ValueError(f"{name} has {len(a)} entries but there are {K} components")
    return a


def standard_deviations(sigma, K):
    """`sigma` (K,): finite and greater than 0."""
    sigma = _per_component(sigma, "sigma", K)
    wrong = ~(np.isfinite(sigma) & (sigma > 0))
    if wrong.any():
        j = int(np.argmax(wrong))
        raise ValueError(
            f"sigma holds {sigma[j]} for component {j}: "
            "a standard deviation must be finite and greater than 0"
        )
    return sigma


def mixing_weights(pi, K):
    """`pi` (K,): not negative, summing to 1."""
    pi = _per_component(pi, "pi", K)
    wrong = ~(np.isfinite(pi) & (pi >= 0))
    if wrong.any():
        j = int(np.argmax(wrong))
        raise ValueError(
            f"pi holds {pi[j]} for component {j}: a mixing weight is a probability, 0 or more"
        )
    if abs(pi.sum() - 1) > WEIGHTS_TOLERANCE:
        raise ValueError(
            f"pi sums to {pi.sum():.6g} but must sum to 1: divide the weights by their sum"
        )
    return pi


def whole_number(value, name, least, why=""):
    """An int, `least` or more."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise ValueError(f"{name} is {value!r} but must be a whole number, {least} or more{why}")
    return int(value)


def number_of_components(K, N):
    """`K`, between 1 and the number of points."""
    K = whole_number(K, "K", 1)
    if K > N:
        raise ValueError(f"K is {K} but there are only {N} points: ask for at most one per point")
    return K


def labels(labels, N, K):
    """One component index, 0 to K − 1, per point."""
    labels = np.asarray(labels)
    if labels.shape != (N,):
        raise ValueError(f"labels has shape {labels.shape} but needs one entry per point, ({N},)")
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"labels holds {labels.dtype} but needs whole numbers, 0 to {K - 1}")
    wrong = (labels < 0) | (labels >= K)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(f"labels holds {labels[i]} for point {i} but must be 0 to {K - 1}")
    return labels


def finite_number(value, name):
    """A finite float."""
    number = numbers_of(value, name)
    if number.ndim or not np.isfinite(number):
        raise ValueError(f"{name} is {value!r} but must be one finite number")
    return float(number)


def positive(value, name):
    """A finite float greater than 0."""
    number = numbers_of(value, name)
    if number.ndim or not np.isfinite(number) or number <= 0:
        raise ValueError(f"{name} is {value!r} but must be one finite number greater than 0")
    return float(number)


def at_least_0(value, name):
    """A finite float, 0 or more."""
    number = numbers_of(value, name)
    if number.ndim or not np.isfinite(number) or number < 0:
        raise ValueError(f"{name} is {value!r} but must be one finite number, 0 or more")
    return float(number)


def generator(rng):
    """A numpy Generator from a Generator, a seed, or None for a fresh one."""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        raise ValueError(f"rng must be a numpy Generator or a seed: {error}") from None
