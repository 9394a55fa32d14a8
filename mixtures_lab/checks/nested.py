"""Pin a wrong L = −Σ_i logsumexp(P + ln π) down to its steps: the exponent, the row, the sum."""

from functools import cache

import numpy as np

from .numbers import COARSER, number
from .slips import likelihood, log_sum_exp, posterior
from .slips.row import plain


@cache
def _candidates(task, draw):
    """(joint, reduction, outer) of every L with one slip or two, fewest first, and its values."""
    problems = [p for p in task.problems(draw) if p.kind == "ordinary"]
    reductions, outers = plain(log_sum_exp.REDUCTION), plain(likelihood.OUTER)
    weights = posterior.LOG_PI | posterior.OFF_BY_A_CONSTANT
    joints = {"": posterior.joint, **dict(posterior.joints(weights))}
    pairs = dict(posterior.joints(posterior.LOG_PI, pairs=True))
    few = {name: outers[name] for name in ("", likelihood.MEAN)}
    values = {}
    with np.errstate(all="ignore"):
        for p in problems:
            if min(p.size[:2]) == 1:
                continue
            for joint, make in (joints | pairs).items():
                A = make(*p.args)
                for inner, reduce in ({"": lse_of} if joint in pairs else reductions).items():
                    points = np.ravel(reduce(A))
                    for outer, add in (few if joint and inner else outers).items():
                        values.setdefault((joint, inner, outer), []).append(float(add(points)))
    keys = sorted(values, key=lambda key: sum(map(bool, key)))
    return keys, np.array([values[key] for key in keys])


def lse_of(A):
    return log_sum_exp.REDUCTION[""](A)


def explain(case):
    """Which of the steps of nll-6 is another one, or None."""
    use = [i for i, p in enumerate(case.problems) if min(p.size[:2]) > 1]
    if any(case.got[i].shape for i in use):
        return None
    y = np.array([float(case.got[i]) for i in use])
    if not np.isfinite(y).all():
        return None
    keys, base = _candidates(case.task, case.trial.draw)
    N, K = np.array([case.problems[i].size[:2] for i in use], dtype=float).T
    laws = {"": N**0, " / N": 1 / N, " N": N, " / K": 1 / K, " K": K}
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


#: What is said of a slip in each of the steps.
STEPS = (
    "the exponent P + ln π is another one ({})",
    "in place of the log-sum-exp stands {}",
    "in place of the sum over the points stands {}",
)


def _in_words(key, factor, law, end):
    said = [words.format(slip) for words, slip in zip(STEPS, key, strict=True) if slip]
    if end:
        said.append(end)
    if law or abs(factor + 1) > 1e-7 * COARSER.get():
        said.append(f"the factor in front is {number(factor)}{law} instead of −1")
    return "; ".join(said)
