"""Pin a wrong log-sum-exp down, and a wrong L = −Σ over points of logsumexp(P + ln π)."""

from functools import cache

import numpy as np

from .problems import problems_of
from .remarks import COARSER, all_close, number
from .terms import joints, reductions

OUTER = {
    "": np.sum,
    "a mean over the points": np.mean,
    "a maximum over the points": np.max,
    "a minimum over the points": np.min,
    "a product over the points": np.prod,
    "a median over the points": np.median,
    "the first point alone": lambda a: a.ravel()[0],
    "the last point alone": lambda a: a.ravel()[-1],
    "the first point left out": lambda a: a[1:].sum(),
    "the last point left out": lambda a: a[:-1].sum(),
    "absolute values added up": lambda a: np.abs(a).sum(),
    "the exponentials added up": lambda a: np.exp(np.minimum(a, 700)).sum(),
    "the logarithm of the sum": lambda a: np.log(np.maximum(a.sum(), 1e-300)),
    "the log-sum-exp over the points": lambda a: np.logaddexp.reduce(a.ravel()),
}

PLAIN = [("", np.sum), ("a mean over the points", np.mean)]

#: Reductions down the columns: they leave one row.
DOWN = {"the sum down the columns, axis 0", "a mean down the columns"}


@cache
def _candidates(draw):
    """The (joint, inner, outer) of every candidate, fewest changes first, and its values."""
    problems = [p for p in problems_of("negative_log_likelihood", draw) if p.kind == "ordinary"]
    values = {}
    with np.errstate(all="ignore"):
        for p in problems:
            if min(p.size[:2]) == 1:
                continue
            for joint, A in joints(*p.args).items():
                for inner, rows in reductions(A).items():
                    rows = rows[:1] if inner in DOWN else rows
                    # Three changes at once are too many to look for.
                    for outer, function in OUTER.items() if not (joint and inner) else PLAIN:
                        values.setdefault((joint, inner, outer), []).append(float(function(rows)))
    keys = sorted(values, key=lambda key: sum(map(bool, key)))
    return keys, np.array([values[key] for key in keys])


def explain_rows(problems, got):
    """What stands in place of the log-sum-exp of each row, or None."""
    use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
    if any(got[i].shape != problems[i].right[0].shape for i in use):
        return None
    mine = [got[i] for i in use]
    with np.errstate(all="ignore"):
        made = [reductions(problems[i].args[0]) for i in use]
    for how in made[0]:
        rows = [m[how][:, 0] for m in made]
        for sign, words in ((1, ""), (-1, ", with a minus sign in front")):
            if how and all_close(mine, [sign * r for r in rows]):
                return f"in place of the log-sum-exp stands {how}{words}"
    return None


def explain(problems, got, draw):
    """Which of the steps of nll-6 is another one, or None."""
    use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
    if any(got[i].shape for i in use):
        return None
    y = np.array([float(got[i]) for i in use])
    if not np.isfinite(y).all():
        return None
    keys, base = _candidates(draw)
    sizes = np.array([problems[i].size for i in use], dtype=float)
    laws = {
        "": np.ones(len(use)),
        " / N": 1 / sizes[:, 0],
        " N": sizes[:, 0],
        " / K": 1 / sizes[:, 1],
        " K": sizes[:, 1],
    }
    for made, end in ((y, ""), (np.log(np.abs(y)), "and the exponential is taken of it all")):
        for law, values in laws.items():
            with np.errstate(all="ignore"):
                factor = made / values / base
                exact = np.ptp(factor, axis=1) <= 1e-7 * COARSER.get() * np.abs(factor[:, 0])
            for row in np.flatnonzero(exact & np.isfinite(factor).all(axis=1)):
                words = _in_words(keys[row], factor[row, 0], law, end)
                if words:
                    return words
    return None


def _in_words(key, factor, law, end):
    joint, inner, outer = key
    said = []
    if joint:
        said.append(f"the exponent P + ln π is another one ({joint})")
    if inner:
        said.append(f"in place of the log-sum-exp stands {inner}")
    if outer:
        said.append(f"in place of the sum over the points stands {outer}")
    if end:
        said.append(end)
    if law or abs(factor + 1) > 1e-7 * COARSER.get():
        said.append(f"the factor in front is {number(factor)}{law} instead of −1")
    return "; ".join(said)
