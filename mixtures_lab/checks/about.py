"""What can be said about one part of an M-step: an ordered list, and the first answer counts."""

from functools import cached_property

import numpy as np

from .factors import difference, ratio
from .numbers import all_close, close
from .remarks import transform
from .slips import m_step

NAMES = ("mu", "sigma", "pi")

#: What is said of a sigma that a wrong mu alone makes wrong.
RIGHT_FOR_MU = "follows from your mu, and is right for it"


def are(which, what, names=NAMES):
    """Some of the parts, and what they are: "mu and pi are right"."""
    if not which:
        return ""
    *names, last = [names[k] for k in which]
    listed = f"{', '.join(names)} and {last}" if names else last
    return f"{listed} {'are' if names else 'is'} {what}"


class Part:
    """One part of the answers to some problems, and what is right for some R."""

    def __init__(self, k, problems, got, rights, R):
        self.k, self.problems, self.R = k, problems, R
        self.rights = rights
        self.mine, self.right = [g[k] for g in got], [r[k] for r in rights]
        self.follows = _sigma_at(problems, got, rights, R) if k == 1 else None

    @cached_property
    def quantities(self):
        """What a part may be off by a power of."""
        sizes = np.array([p.size for p in self.problems], dtype=float)
        counts = [r.sum(axis=0)[:, None] if self.k == 0 else r.sum(axis=0) for r in self.R]
        found = {n: [np.array(v) for v in sizes[:, i]] for i, n in enumerate("NKd")}
        for n, i, off in (("d − 1", 2, -1), ("d + 1", 2, 1), ("N − 1", 0, -1), ("N + 1", 0, 1)):
            found[f"({n})"] = [np.array(abs(v + off)) for v in sizes[:, i]]
        return found | {
            "N_j": counts,
            "σ_j": [r[1][:, None] if self.k == 0 else r[1] for r in self.rights],
            "(N_j − 1)": [np.abs(c - 1) for c in counts],
            "(N_j + 1)": [c + 1 for c in counts],
            "max(N_j − 1, 1)": [np.maximum(c - 1, 1) for c in counts],
            "max(N_j, 1)": [np.maximum(c, 1) for c in counts],
            "(d + N_j)": [c + d for c, d in zip(counts, sizes[:, 2], strict=True)],
        }


def _sigma_at(problems, got, rights, R):
    """em-3 at the learner's own means, where they are others of the right shape."""
    found = []
    for p, mine, right, r in zip(problems, got, rights, R, strict=True):
        if mine[0].shape != right[0].shape or close(mine[0], right[0]):
            return None
        found.append(m_step.spread(p.args[0], r, r.sum(axis=0), mine[0]))
    return found


def about(part):
    """What can be said about a part: ": …", or nothing."""
    return next(filter(None, (explanation(part) for explanation in ABOUT)), "")


def right_for_mu(part):
    return RIGHT_FOR_MU if part.follows and all_close(part.mine, part.follows) else None


def another_form(part):
    """What turns the right part, or the one that follows from the learner's mu, into it."""
    for base, what in ((part.right, ""), (part.follows, " of what follows from your mu")):
        if base is None:
            continue
        factor = ratio(part.mine, base, part.quantities)
        if factor:
            short = {"1/2": "halved, ", "2": "doubled, "}.get(factor, "")
            return f": it is {short}{factor} times the right one{what}"
        done = transform(part.mine, base)
        if done:
            return f": your output holds {done}, of the right one{what}"
        added = difference(part.mine, base, part.quantities)
        if added:
            return f": {added} is added to the right one{what}"
    return None


def a_known_formula(part):
    """The part as a known mistake in the M-step makes it from the same R."""
    for row in m_step.TABLE:
        if all(
            _same(part.k, mine, _made(row, p.args[0], r))
            for mine, p, r in zip(part.mine, part.problems, part.R, strict=True)
        ):
            return f": it is what you get with: {row.name}"
    return None


def _made(row, X, R):
    with np.errstate(all="ignore"):
        try:
            made = [np.asarray(part, dtype=float) for part in row.function(X, np.log(R))]
        except (ValueError, IndexError, TypeError):
            return None
    return made if len(made) == 3 else None


def _same(k, part, made):
    if made is None:
        return False
    theirs, empty = made[k], made[2] == 0
    if k < 2 and part.shape == theirs.shape and empty.shape == part.shape[:1]:
        # What an emptied component is given is a matter of taste.
        part, theirs = part[~empty], theirs[~empty]
    return close(part, theirs)


def another_shape(part):
    for mine, right in zip(part.mine, part.right, strict=True):
        if mine.shape != right.shape:
            return f": its shape is {mine.shape} instead of {right.shape}"
    return None


def no_numbers(part):
    return None if all(np.isfinite(m).all() for m in part.mine) else ": it holds NaN or inf"


def added_to_the_square(part):
    if part.k != 1:
        return None
    added = difference([m**2 for m in part.mine], [r**2 for r in part.right], {})
    return added and f": {added} is added to its square"


#: The most telling first.
ABOUT = [
    right_for_mu,
    another_form,
    a_known_formula,
    another_shape,
    no_numbers,
    added_to_the_square,
]
