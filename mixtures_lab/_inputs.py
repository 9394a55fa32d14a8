"""Check what a caller passes in, and say what is wrong and how to mend it.

Each function takes one argument of the derivation, gives it back as a float64
array, and raises a ValueError that names the culprit and the remedy.
"""

import datetime
import numbers

import numpy as np

#: How far the mixing weights may be from summing to 1. Weights kept in float32
#: pass, weights that were never normalised do not.
WEIGHTS_TOLERANCE = 1e-6


#: The largest number of anything: whole numbers up to here are float64s, too.
MOST = 2**53

#: What numpy would turn into a float although it is no number, or none without a unit.
TEXT = (str, bytes)
TIMES = (datetime.date, datetime.timedelta, np.datetime64, np.timedelta64)


def numbers_of(A, name):
    """`A` as a float64 array of any shape."""
    _refuse_what_would_lose_something(A, name)
    array = _array(A, name)
    _refuse_what_is_no_number(array, name)
    try:
        with np.errstate(all="ignore"):  # a longer float may overflow: it is inf, and seen later
            return array.astype(float, copy=False)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from None


def _array(A, name):
    """`A` as numpy reads it: it fails itself on rows of unequal length, and on what says no."""
    try:
        return np.asarray(A)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from None


def _refuse_what_would_lose_something(A, name):
    """A mask would be dropped, and a sparse matrix would become a single object."""
    if _is_masked(A):
        raise ValueError(
            f"{name} is a masked array, and its mask would be lost: leave out the rows with a "
            "masked entry, or fill them, and pass a plain array"
        )
    if hasattr(type(A), "toarray"):  # of the type: a data frame's columns are attributes too
        raise ValueError(f"{name} is a sparse matrix: pass {name}.toarray()")


def _is_masked(A, depth=2):
    """Whether `A`, one of its rows or one of its entries is masked."""
    if depth and isinstance(A, list | tuple):
        return any(_is_masked(part, depth - 1) for part in A)
    return np.ma.isMaskedArray(A)


def _refuse_what_is_no_number(array, name):
    """Text, dates and complex numbers, some of which numpy would make floats of."""
    if array.dtype.kind == "c":
        raise ValueError(f"{name} holds complex numbers: the derivation is for real ones")
    if array.dtype.kind not in "OUSTMm":
        return
    some = next((a for a in array.flat if isinstance(a, TEXT + TIMES)), None)
    if isinstance(some, TEXT):
        raise ValueError(
            f"{name} must be an array of numbers: it holds text, such as '{some!s}'; "
            "what means a number becomes one with float()"
        )
    if some is not None:
        raise ValueError(
            f"{name} must be an array of numbers: it holds dates or times, such as {some!s}; "
            "divide the time since a first one by a unit: (t - t[0]) / np.timedelta64(1, 's')"
        )


def _table(A, name, rows, remedy=""):
    """`A` as a float64 table with at least one row and one column."""
    A = numbers_of(A, name)
    if A.ndim != 2:
        raise ValueError(
            f"{name} has {A.ndim} dimension{'' if A.ndim == 1 else 's'} but needs 2, "
            f"one row per {rows}{remedy if A.ndim == 1 else ''}"
        )
    if 0 in A.shape:
        raise ValueError(f"{name} is empty, its shape is {A.shape}: give at least one {rows}")
    return A


def _refuse_any_in_table(wrong, A, name, words):
    """Names the first wrong entry of a table, if there is one; `words` may look at its value."""
    if wrong.any():
        i, j = np.argwhere(wrong)[0]
        words = words(A[i, j]) if callable(words) else words
        raise ValueError(f"{name} holds {A[i, j]} in row {i}, column {j}: {words}")


def points(X, name="X", rows="point"):
    """A finite table (N, d): the data `X`, or the means `mu`."""
    remedy = (
        f": a single {rows} is {name}.reshape(1, -1), "
        f"and {rows}s with a single coordinate are {name}.reshape(-1, 1)"
    )
    X = _table(X, name, rows, remedy)
    words = f"every coordinate must be a finite number; drop or mend that {rows}"
    _refuse_any_in_table(~np.isfinite(X), X, name, words)
    return X


def means(mu, name="mu", d=None):
    """`mu` (K, d): finite, and with as many columns as the points have, where there are any."""
    mu = points(mu, name, rows="mean")
    if d is not None and mu.shape[1] != d:
        raise ValueError(
            f"X has {d} columns but {name} has {mu.shape[1]}: both need one column per coordinate"
        )
    return mu


def points_and_means(X, mu):
    """`X` (N, d) and `mu` (K, d), with one column per coordinate in both."""
    X = points(X)
    return X, means(mu, d=X.shape[1])


def distance_matrix(D):
    """A table (N, K) of squared distances: finite, 0 or more."""
    D = _table(D, "D", rows="point")
    words = "squared distances must be finite, 0 or more"
    remedy = "; what rounding has made negative is 0: np.maximum(D, 0)"
    wrong = ~(np.isfinite(D) & (D >= 0))
    _refuse_any_in_table(wrong, D, "D", lambda entry: words + (remedy if entry < 0 else ""))
    return D


def log_matrix(A, name):
    """A table (N, K) of logarithms: −inf is the logarithm of 0, NaN and +inf are mistakes."""
    A = _table(A, name, rows="point")
    words = "a logarithm of a density or probability is a finite number or -inf"
    _refuse_any_in_table(np.isnan(A) | (A == np.inf), A, name, words)
    return A


def log_posteriors(Q, N):
    """A log-posterior matrix for `N` points: every row of e^Q sums to 1."""
    Q = log_matrix(Q, "Q")
    if len(Q) != N:
        raise ValueError(f"X has {N} rows but Q has {len(Q)}: both need one row per point")
    with np.errstate(all="ignore"):
        sums = np.exp(Q).sum(axis=1)
    wrong = ~(np.abs(sums - 1) <= WEIGHTS_TOLERANCE)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(
            f"row {i} of exp(Q) sums to {_not_1(sums[i])} but must sum to 1: "
            "Q holds log-posteriors, as log_posterior returns them, not posteriors and not P"
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


def _refuse_any(wrong, a, name, words):
    """Names the first component whose entry is wrong, if there is one."""
    if wrong.any():
        j = int(np.argmax(wrong))
        raise ValueError(f"{name} holds {a[j]} for component {j}: {words}")


def standard_deviations(sigma, K, name="sigma"):
    """`sigma` (K,): finite and greater than 0."""
    sigma = _per_component(sigma, name, K)
    wrong = ~(np.isfinite(sigma) & (sigma > 0))
    _refuse_any(wrong, sigma, name, "a standard deviation must be finite and greater than 0")
    return sigma


def mixing_weights(pi, K, name="pi"):
    """`pi` (K,): not negative, summing to 1."""
    pi = _per_component(pi, name, K)
    wrong = ~(np.isfinite(pi) & (pi >= 0))
    _refuse_any(wrong, pi, name, "a mixing weight is a probability, 0 or more")
    with np.errstate(all="ignore"):
        total = pi.sum()
    if not abs(total - 1) <= WEIGHTS_TOLERANCE:
        raise ValueError(
            f"{name} sums to {_not_1(total)} but must sum to 1: divide the weights by their sum"
        )
    return pi


def _not_1(total):
    """A sum in six digits, or in as many as the tolerance looks at where six read as 1."""
    return f"{total:.6g}" if f"{total:.6g}" != "1" else f"{total:.9g}"


def whole_number(value, name, least, why=""):
    """An int, `least` or more."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise ValueError(f"{name} is {value!r} but must be a whole number, {least} or more{why}")
    if value > MOST:
        raise ValueError(f"{name} is larger than {MOST}, more than a computer can count through")
    return int(value)


def at_most_one_per_point(count, N, name, of):
    """As many components or means as there are points, or fewer."""
    if count > N:
        raise ValueError(
            f"{name} has {count} {of} but there are only {N} points: give at most one per point"
        )


def number_of_components(K, N):
    """`K`, between 1 and the number of points."""
    K = whole_number(K, "K", 1)
    if K > N:
        raise ValueError(f"K is {K} but there are only {N} points: ask for at most one per point")
    return K


def labels(labels, N, K):
    """One component index, 0 to K − 1, per point."""
    _refuse_what_would_lose_something(labels, "labels")
    labels = _array(labels, "labels")
    if labels.shape != (N,):
        raise ValueError(f"labels has shape {labels.shape} but needs one entry per point, ({N},)")
    if labels.dtype.kind not in "iu":  # numpy counts durations among the integers
        raise ValueError(f"labels holds {labels.dtype} but needs whole numbers, 0 to {K - 1}")
    wrong = (labels < 0) | (labels >= K)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(f"labels holds {labels[i]} for point {i} but must be 0 to {K - 1}")
    return labels.astype(np.intp, copy=False)


def finite_number(value, name, least=-np.inf, words=""):
    """A finite float, `least` or more."""
    number = numbers_of(value, name)
    if number.ndim or not np.isfinite(number) or number < least:
        raise ValueError(f"{name} is {value!r} but must be one finite number{words}")
    return float(number)


def positive(value, name):
    """A finite float greater than 0."""
    return finite_number(value, name, np.nextafter(0, 1), " greater than 0")


def at_least_0(value, name):
    """A finite float, 0 or more."""
    return finite_number(value, name, 0, ", 0 or more")


def generator(rng, name="rng"):
    """A numpy Generator from a Generator, a seed, or None for a fresh one."""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be a numpy Generator or a seed: {error}") from None
