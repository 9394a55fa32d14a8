"""Numbers as a reader would write them, and when two of them are the same."""

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
