"""Pin a wrong negative log-likelihood down: L = −Σ over points of logsumexp(P + ln π)."""

import numpy as np

from .remarks import ratio
from .terms import _joints, _reductions

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


def explain(problems, got):
    """Which of the steps of nll-6 is another one, or None."""
    use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
    if any(got[i].shape for i in use):
        return None
    values = [got[i] for i in use]
    names = {
        "N": [np.array(float(problems[i].size[0])) for i in use],
        "K": [np.array(float(problems[i].size[1])) for i in use],
    }
    columns = {}
    for i in use:
        for joint, A in _joints(*problems[i].args).items():
            for inner, value in _reductions(A).items():
                for outer, function in OUTER.items():
                    with np.errstate(all="ignore"):
                        number = np.array(function(value if inner not in DOWN else value[:1]))
                    columns.setdefault((bool(joint) + bool(inner) + bool(outer), joint, inner, outer), []).append(number)
    for (changes, joint, inner, outer), base in sorted(columns.items(), key=lambda item: item[0][0]):
        for what, one in (("", values), ("its logarithm", None)):
            if what:
                with np.errstate(all="ignore"):
                    one = [np.log(np.abs(v)) for v in values]
            # A cheap look at a single pair of quotients before the fit.
            factor = ratio(one, base, names if changes < 2 else {})
            quotients = [float(a / b) for a, b in zip(one, base, strict=True) if b]
            same = quotients and np.ptp(quotients) < 1e-7 * abs(quotients[0])
            if not factor and not same:
                continue
            said = []
            if joint:
                said.append(f"the exponent P + ln π is another one ({joint})")
            if inner:
                said.append(f"in place of the log-sum-exp stands {inner}")
            if outer:
                said.append(f"in place of the sum over the points stands {outer}")
            if what:
                said.append("and the exponential is taken of it all")
            if factor and factor != "−1":
                said.append(f"the factor is {factor} instead of −1")
            elif not factor:
                said.append("the sign is plus instead of minus")
            return "; ".join(said)
    return None


#: Reductions down the columns: they leave one row.
DOWN = {"the sum down the columns, axis 0", "a mean down the columns"}
