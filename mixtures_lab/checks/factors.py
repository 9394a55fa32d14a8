"""By what an answer is off: a factor, or something that was added, in words.

A factor is c · N^a · K^b · d^e · … with the quantities in `names`, which maps a name to one
value per problem: a number, or an array that broadcasts to the answer.
"""

import itertools

import numpy as np

from .numbers import COARSER, number

POWERS = {1.0: "", 2.0: "²", 3.0: "³", 4.0: "⁴"}


def ratio(got, base, names):
    """By which factor an answer is another one, or None."""
    quotients = _quotients(got, base, _are_numbers(names))
    if quotients is None:
        return None
    signs = {sign for _, _, quotient in quotients for sign in np.sign(quotient)}
    if len(quotients) < 4 or len(signs) > 1:
        return None
    y = np.concatenate([np.log(np.abs(quotient)) for *_, quotient in quotients])
    A = np.concatenate([_logarithms(names, i, base[i].shape, use) for i, use, _ in quotients])
    usable = np.isfinite(A).all(axis=1)
    found = _powers(A[usable], y[usable])
    if found is None:
        return None
    chosen, (constant, *powers) = found
    return _factor(np.exp(constant) * signs.pop(), [list(names)[k - 1] for k in chosen], powers)


def _quotients(got, base, numbers):
    """(index, which entries tell, their quotients) of each problem; None where there is no factor.

    Where the quantities are `numbers`, the quotients of a problem are all the same.
    """
    found = []
    for i, (a, b) in enumerate(zip(got, base, strict=True)):
        if a.shape != b.shape:
            return None
        largest = np.abs(b[np.isfinite(b)]).max(initial=0.0)
        use = np.isfinite(a) & np.isfinite(b) & (np.abs(b) > 1e-9 * largest) & (b != 0)
        if not use.any() or (np.isfinite(a) & ~use & (np.abs(a) > 1e-6 * largest)).any():
            continue
        quotient = a[use] / b[use]
        apart = np.ptp(quotient) > 1e-5 * COARSER.get() * np.abs(quotient).max()
        if (quotient == 0).any() or (numbers and apart):
            return None
        found.append((i, use, quotient))
    return found


def _logarithms(names, i, shape, use):
    """A column of ones, and the logarithm of each quantity, at some entries of problem `i`."""
    values = [np.broadcast_to(v[i], shape)[use] for v in names.values()]
    with np.errstate(all="ignore"):
        return np.log(np.column_stack([np.full(use.sum(), np.e), *values]))


def _powers(A, y):
    """(the fewest columns that explain y, their factors: whole or half ones), or None."""
    # What all the quantities together do not explain, a few of them do not.
    if len(y) < 4 or _solved(A, y) is None:
        return None
    for n in (0, 1, 2):
        for chosen in itertools.combinations(range(1, A.shape[1]), n):
            powers = _solved(A[:, [0, *chosen]], y)
            if powers is None:
                continue
            whole = np.round(powers[1:] * 2) / 2
            if np.abs(powers[1:] - whole).max(initial=0.0) <= 1e-4:
                return chosen, (powers[0], *whole)
    return None


def _solved(A, y):
    powers, *_ = np.linalg.lstsq(A, y, rcond=None)
    return None if np.abs(A @ powers - y).max() > 1e-6 * COARSER.get() else powers


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
            return _multiple(c, name)
    return None


def _multiple(c, name):
    if name == "1":
        return number(c)
    near = 1e-8  # of 1 or −1, which nobody writes in front of a name
    lead = "−" if abs(c + 1) < near else "" if abs(c - 1) < near else number(c) + " "
    return lead + name
