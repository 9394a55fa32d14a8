"""Whether an answer is right: entry by entry, as exact as its number type allows."""

import numpy as np

#: Relative error of a function in float64, and of one that computes in float32 or passes through.
EXACT, ROUGH = 1e-9, 5e-6

#: Rounding that is allowed for: float32's. A float16 holds three digits, and is wrong.
COARSEST = float(np.finfo(np.float32).eps)

#: The logarithm of nothing to speak of: as good as −inf.
AS_GOOD_AS_MINUS_INF = -200.0

RIGHT, NEARLY, WRONG = "right", "nearly", "wrong"


def fitted(problem, reading):
    """The parts of a reading in the shapes of the answer, where that is a matter of style."""
    parts = []
    for part, right in zip(reading.parts, problem.right, strict=True):
        # np.matrix keeps two axes whatever it holds, and L may come as an array of one number.
        loose = reading.matrix or right.ndim == 0
        parts.append(part.reshape(right.shape) if loose and part.size == right.size else part)
    return parts


def without_other_axes(problem, reading):
    """The reading with the answer's own shapes, where only axes of length 1 are too many or few."""

    def lengths(array):
        return [n for n in array.shape if n != 1]

    parts = tuple(
        part.reshape(right.shape) if lengths(part) == lengths(right) else part
        for part, right in zip(reading.parts, problem.right, strict=True)
    )
    return reading._replace(parts=parts)


def wrong_entries(problem, reading, relative=EXACT, guarded=True):
    """For each part a mask of the wrong entries, or None where its shape is wrong.

    Not `guarded`, what a usual safeguard changes is wrong as well.
    """
    eps = min(reading.eps, COARSEST)
    relative = max(relative, ROUGH) if eps > 1e-10 else relative
    masks = []
    for p, part in enumerate(fitted(problem, reading)):
        right = problem.right[p]
        if part.shape != right.shape:
            masks.append(None)
            continue
        if problem.labels is not None:
            masks.append(~_is_label(problem.labels, part))
            continue
        rounding = problem.rounding[p] * max(1, eps / np.finfo(float).eps)
        with np.errstate(invalid="ignore"):
            close = np.abs(part - right) <= relative * problem.scale[p] + rounding
        close |= part == right
        close |= np.isneginf(right) & (part <= AS_GOOD_AS_MINUS_INF)
        close = np.where(problem.free[p], np.isfinite(part), close)
        masks.append(~(close | (guarded & _by_a_safeguard(problem, p, part))))
    return masks


def wrong_parts(masks):
    """Which parts are wrong on some problem, by their masks on each."""
    return [k for k, part in enumerate(zip(*masks, strict=True)) if any(map(_wrong, part))]


def _wrong(mask):
    return mask is None or mask.any()


def _by_a_safeguard(problem, p, part):
    """Where an entry is one that a usual safeguard makes of the right one."""
    if not problem.guarded or problem.guarded[p] is None:
        return np.zeros(part.shape, bool)
    least, most = problem.guarded[p]
    return (least <= part) & (part <= most)


def _is_label(allowed, labels):
    N, K = allowed.shape
    with np.errstate(invalid="ignore"):
        j = np.where(np.isfinite(labels), labels, -1)
        inside = (j >= 0) & (j < K) & (j == np.floor(j))
    return inside & allowed[np.arange(N), np.where(inside, j, 0).astype(int)]


def verdict(problem, reading):
    """RIGHT, NEARLY (as float32 would have it) or WRONG."""
    if len(reading.parts) != len(problem.right):
        return WRONG
    for grade, relative in ((RIGHT, EXACT), (NEARLY, ROUGH)):
        if not any(map(_wrong, wrong_entries(problem, reading, relative))):
            return grade
    return WRONG


def cancels(problem, reading):
    """Whether a right answer has lost digits beyond what its entries allow."""
    if problem.labels is not None:
        return False  # a label has no digits to lose
    with np.errstate(invalid="ignore"):
        for p, part in enumerate(fitted(problem, reading)):
            off = np.abs(part - problem.right[p]) > 1e-6 * problem.scale[p]
            # What a safeguard does is said apart.
            off &= ~problem.free[p] & ~_by_a_safeguard(problem, p, part)
            if off.any() and np.isfinite(problem.right[p]).all():
                return True
    return False


def same(problem, one, other, strict=True):
    """Whether two readings are the same answer, right or wrong.

    Not `strict`, NaN and inf are alike: which of them comes out is often a matter of style.
    """
    if len(one.parts) != len(other.parts):
        return False
    relative = max(1e-7, 100 * max(one.eps, other.eps))
    return all(
        same_part(problem, p, a, b, strict, relative)
        for p, (a, b) in enumerate(zip(one.parts, other.parts, strict=True))
    )


def same_part(problem, p, a, b, strict=True, relative=1e-7):
    if a.shape != b.shape:
        return False
    rounding = 0.0
    if p < len(problem.right) and a.shape == problem.right[p].shape:
        rounding = 10 * problem.rounding[p]
        # of an empty component only whether there is a number counts
        keep = ~problem.free[p]
        if not np.array_equal(np.isfinite(a[~keep]), np.isfinite(b[~keep])):
            return False
        a, b, rounding = a[keep], b[keep], rounding[keep]
    finite = np.isfinite(a)
    if not np.array_equal(finite, np.isfinite(b)):
        return False
    if strict and not np.array_equal(a[~finite], b[~finite], equal_nan=True):
        return False
    size = np.abs(b)
    with np.errstate(invalid="ignore", over="ignore"):
        largest = float(np.max(size[finite], initial=0.0))
        near = np.abs(a - b) <= relative * size + 1e-10 * largest + rounding
    return bool(near[finite].all()) if near.shape else bool(near) or not finite
