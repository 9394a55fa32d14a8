"""Structural remarks: how an answer is related to another, whatever the problem.

Each function takes two lists with one array per problem, `got` and `base`, and
says in words what turns the second into the first, or returns None.
"""

import itertools
from contextvars import ContextVar

import numpy as np

#: How much coarser than float64 the numbers are that are looked at: more than 1 for float32.
COARSER = ContextVar("coarser", default=1.0)

#: Numbers that a factor may be, in words.
NAMED = {
    1 / np.log(2): "1/ln 2 (a logarithm to base 2?)",
    1 / np.log(10): "1/ln 10 (a logarithm to base 10?)",
    np.log(2): "ln 2",
    np.log(10): "ln 10",
    np.pi: "π",
    2 * np.pi: "2π",
    np.sqrt(2 * np.pi): "√2π",
    1 / np.sqrt(2 * np.pi): "1/√2π",
    np.sqrt(2): "√2",
    1 / np.sqrt(2): "1/√2",
    np.log(2 * np.pi): "ln 2π",
    np.log(2 * np.pi) / 2: "½ ln 2π",
    np.e: "e",
}


def number(c):
    """A factor as a reader would write it."""
    sign, size = ("−" if c < 0 else ""), abs(c)
    if size == 0 or not np.isfinite(size):
        return f"{c:g}"
    for value, words in NAMED.items():
        if abs(size - value) < 1e-7 * COARSER.get() * value:
            return sign + words
    for q in (1, 2, 3, 4, 5, 6, 8, 9, 16):
        p = size * q
        if abs(p - round(p)) < 1e-7 * COARSER.get() * max(1, p) and 0 < round(p) < 1000:
            return sign + (f"{round(p)}" if q == 1 else f"{round(p)}/{q}")
    short = f"{size:.4g}"
    # A number that is nearly whole must not look as if it were.
    return sign + (short if "." in short else f"{size:.8g}")


def close(a, b):
    """Whether two arrays are equal but for rounding; NaN and inf count as equal."""
    if np.shape(a) != np.shape(b):
        return False
    a, b = np.atleast_1d(a), np.atleast_1d(b)
    finite = np.isfinite(b)
    if not np.array_equal(finite, np.isfinite(a)):
        return False
    a, b = a[finite], b[finite]
    largest = np.abs(b).max(initial=0.0)
    coarser = COARSER.get()
    return bool((np.abs(a - b) <= 1e-7 * coarser * np.abs(b) + 1e-10 * coarser**2 * largest).all())


def all_close(got, base):
    return all(close(a, b) for a, b in zip(got, base, strict=True))


#: What may have been done to a whole answer.
TRANSFORMS = [
    ("minus it", np.negative),
    ("its exponential", np.exp),
    ("its logarithm", np.log),
    ("its square", np.square),
    ("its square root", np.sqrt),
    ("its absolute value", np.abs),
    ("1 over it", np.reciprocal),
    ("cut off below at 0", lambda a: np.maximum(a, 0)),
    ("cut off above at 0", lambda a: np.minimum(a, 0)),
    ("rounded to whole numbers", np.round),
    ("rounded down to whole numbers", np.floor),
    ("cut to whole numbers", np.trunc),
    ("rounded to 1 digit", lambda a: np.round(a, 1)),
    ("rounded to 2 digits", lambda a: np.round(a, 2)),
    ("rounded to 3 digits", lambda a: np.round(a, 3)),
    ("rounded to 4 digits", lambda a: np.round(a, 4)),
    ("minus its exponential", lambda a: -np.exp(a)),
    (
        "its softmax along the rows",
        lambda a: np.exp(a - np.logaddexp.reduce(a, axis=-1, keepdims=True)),
    ),
    ("its rows divided by their sums", lambda a: a / a.sum(axis=-1, keepdims=True)),
    ("its columns divided by their sums", lambda a: a / a.sum(axis=0, keepdims=True)),
    ("its rows shifted to a maximum of 0", lambda a: a - a.max(axis=-1, keepdims=True)),
    ("its rows shifted to a mean of 0", lambda a: a - a.mean(axis=-1, keepdims=True)),
    ("its columns shifted to a mean of 0", lambda a: a - a.mean(axis=0, keepdims=True)),
    ("its columns in reverse order", lambda a: a[..., ::-1]),
    ("its rows in reverse order", lambda a: a[::-1]),
    ("its transpose", np.transpose),
    ("its rows one after the other, flat", np.ravel),
    ("its shape reversed in memory (reshape is no transpose)", lambda a: a.reshape(a.shape[::-1])),
    ("its sum", np.sum),
    ("its mean", np.mean),
    ("its sums along the rows", lambda a: a.sum(axis=-1)),
    ("its sums down the columns", lambda a: a.sum(axis=0)),
    ("its means along the rows", lambda a: a.mean(axis=-1)),
    ("its means down the columns", lambda a: a.mean(axis=0)),
    ("its minima along the rows", lambda a: a.min(axis=-1)),
    ("its maxima along the rows", lambda a: a.max(axis=-1)),
    ("with one more axis at the end", lambda a: a[..., None]),
    ("with one more axis in front", lambda a: a[None]),
    ("its diagonal", lambda a: np.diagonal(a)),
    ("its first row", lambda a: a[0]),
    ("its first column", lambda a: a[:, 0]),
    ("its last row", lambda a: a[-1]),
    ("without its last row", lambda a: a[:-1]),
    ("without its last column", lambda a: a[..., :-1]),
]


def transform(got, base):
    """One of TRANSFORMS, in words."""
    if all_close(got, base):
        return None
    for words, function in [*TRANSFORMS, *_cut_offs(got)]:
        try:
            with np.errstate(all="ignore"):
                # The first problem decides most cases.
                if close(got[0], function(base[0])) and all_close(got, [function(b) for b in base]):
                    return words
        except (ValueError, IndexError):  # a transform for arrays of other shapes
            continue
    return None


def _cut_offs(got):
    """Cut off at the least or the largest number, where that occurs again and again."""
    everything = np.concatenate([np.ravel(g) for g in got])
    if not np.isfinite(everything).all():
        return
    for words, limit, cut in (
        ("below", everything.min(), np.maximum),
        ("above", everything.max(), np.minimum),
    ):
        if limit and 2 < (everything == limit).sum() < len(everything):
            yield f"cut off {words} at {number(limit)}", lambda a, c=cut, x=limit: c(a, x)


def ratio(got, base, names):
    """A factor c · N^a · K^b · d^e · … with the quantities in `names`.

    `names` maps a name to one value per problem: a number, or an array that
    broadcasts to the answer.
    """
    logs, rows, signs, seen = [], [], set(), 0
    numbers = _are_numbers(names)
    for i, (a, b) in enumerate(zip(got, base, strict=True)):
        if a.shape != b.shape:
            return None
        largest = np.abs(b[np.isfinite(b)]).max(initial=0.0)
        use = np.isfinite(a) & np.isfinite(b) & (np.abs(b) > 1e-9 * largest) & (b != 0)
        if not use.any() or (np.isfinite(a) & ~use & (np.abs(a) > 1e-6 * largest)).any():
            continue
        quotient = a[use] / b[use]
        if (quotient == 0).any():
            return None
        if numbers and np.ptp(quotient) > 1e-5 * COARSER.get() * np.abs(quotient).max():
            return None  # N, K and d are the same for all the entries of a problem
        signs.update(np.sign(quotient))
        logs.append(np.log(np.abs(quotient)))
        values = [np.broadcast_to(v[i], b.shape)[use] for v in names.values()]
        with np.errstate(all="ignore"):
            rows.append(np.log(np.column_stack([np.full(use.sum(), np.e), *values])))
        seen += 1
    if seen < 4 or len(signs) > 1:
        return None
    y, A = np.concatenate(logs), np.concatenate(rows)
    usable = np.isfinite(A).all(axis=1)
    y, A = y[usable], A[usable]
    if len(y) < 4:
        return None
    # What all the quantities together do not explain, a few of them do not.
    powers, *_ = np.linalg.lstsq(A, y, rcond=None)
    if np.abs(A @ powers - y).max() > 1e-6 * COARSER.get():
        return None
    # The fewest quantities that explain it.
    for n in (0, 1, 2):
        for chosen in itertools.combinations(range(1, A.shape[1]), n):
            columns = A[:, [0, *chosen]]
            powers, *_ = np.linalg.lstsq(columns, y, rcond=None)
            if np.abs(columns @ powers - y).max() > 1e-6 * COARSER.get():
                continue
            whole = np.round(powers[1:] * 2) / 2
            if np.abs(powers[1:] - whole).max(initial=0.0) > 1e-4:
                continue
            constant = float(np.exp(powers[0])) * signs.pop()
            return _factor(constant, [list(names)[k - 1] for k in chosen], whole)
    return None


POWERS = {1.0: "", 2.0: "²", 3.0: "³", 4.0: "⁴"}


def _are_numbers(names):
    """Whether the quantities are one number per problem, not arrays."""
    return all(np.ndim(v) == 0 for values in names.values() for v in values)


def _factor(constant, names, powers):
    above, below = [], []
    for name, power in zip(names, powers, strict=True):
        if power == 0:
            continue
        p = abs(power)
        words = f"√{name}" if p == 0.5 else name + POWERS.get(p, f"^{p:g}")
        (above if power > 0 else below).append(words)
    lead = number(constant)
    if abs(constant - 1) < 1e-7:
        lead = ""
    elif abs(constant + 1) < 1e-7:
        lead = "−1" if not above else "−"
    words = (lead + " " + " ".join(above)).strip() or "1"
    if below:
        words += " / " + (below[0] if len(below) == 1 else f"({' '.join(below)})")
    return None if words == "1" else words


def difference(got, base, names):
    """A constant, or a multiple of one of the quantities in `names`, that was added."""
    parts = [a - b for a, b in zip(got, base, strict=True) if a.shape == b.shape]
    if len(parts) < len(got) or not all(np.isfinite(part).all() for part in parts):
        return None
    if _are_numbers(names):
        for part, b in zip(parts, base, strict=True):
            if np.ptp(part) > 1e-6 * COARSER.get() * (np.abs(part).max() + np.abs(b).max()):
                return None
    y = np.concatenate([part.ravel() for part in parts])
    size = max(np.abs(b).max() for b in base)
    for name, values in {"1": [np.array(1.0)] * len(base), **names}.items():
        x = np.concatenate(
            [np.broadcast_to(v, b.shape).ravel() for v, b in zip(values, base, strict=True)]
        )
        if not np.isfinite(x).all() or not x.any():
            continue
        c = x @ y / (x @ x)
        rounding = 1e-8 * COARSER.get() * (size + np.abs(y).max())
        if np.abs(y).max() > rounding and np.abs(y - c * x).max() <= rounding:
            if name == "1":
                return number(c)
            return (
                f"−{name}"
                if abs(c + 1) < 1e-8
                else f"{'' if abs(c - 1) < 1e-8 else number(c) + ' '}{name}"
            )
    return None


def pattern(got, base, row="point", column="component"):
    """Whether matrices differ by an amount, or a factor, that belongs to rows or columns alone.

    `row` and `column` say what those stand for.
    """
    big = [
        (a, b)
        for a, b in zip(got, base, strict=True)
        if a.shape == b.shape and a.ndim == 2 and min(a.shape) > 1
    ]
    if len(big) < 3 or not all(np.isfinite(a).all() and np.isfinite(b).all() for a, b in big):
        return None

    def flat(make, axis):
        with np.errstate(all="ignore"):
            return all(
                np.ptp(make(a, b), axis=axis).max() <= 1e-7 * (1e-3 + np.abs(make(a, b)).max())
                for a, b in big
            )

    def minus(a, b):
        return a - b

    def over(a, b):
        return a / b

    for how, make in (("off by an amount", minus), ("off by a factor", over)):
        columns, rows = flat(make, 0), flat(make, 1)
        if columns and rows:
            return f"{how} that is the same in the whole matrix, but not for every problem"
        if columns:
            return (
                f"{how} that is the same all down each column: only what depends on the {column} "
                "alone is wrong"
            )
        if rows:
            return (
                f"{how} that is the same all along each row: only what depends on the {row} "
                "alone is wrong"
            )
    return None


def inside_a_logarithm(got, base):
    """A number that was added before the logarithm was taken, or None."""
    with np.errstate(all="ignore"):
        got, base = [np.exp(g) for g in got], [np.exp(b) for b in base]
    if not all(np.isfinite(a).all() for a in (*got, *base)):
        return None
    added = [np.ravel(a - b) for a, b in zip(got, base, strict=True) if a.shape == b.shape]
    if len(added) < len(got):
        return None
    # Where e^answer is large, what was added is lost in its rounding.
    some = np.concatenate(added)
    size = np.concatenate([np.ravel(b) for b in base])
    few = size <= np.quantile(size, 0.3)
    c = float(np.median(some[few]))
    if c > 1e-300 and (np.abs(some - c) <= 1e-6 * c + 1e-12 * size).all() and (c > size[few]).any():
        return number(c)
    return None


def nearly(got, base):
    """How far an answer is from another at most, relative to its size; inf if not comparable."""
    far = 0.0
    for a, b in zip(got, base, strict=True):
        if a.shape != b.shape or not np.isfinite(a).all() or not np.isfinite(b).all():
            return np.inf
        size = np.abs(b) + 1e-2 * np.abs(b).max(initial=0.0) + 1e-300
        far = max(far, float((np.abs(a - b) / size).max(initial=0.0)))
    return far
