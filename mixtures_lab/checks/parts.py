"""Pin a wrong M-step, or a wrong step of EM, down to its parts.

The parts are mu, sigma and pi. Each is compared with the right one, with what the
known mistakes give, and with what follows from the learner's own mu: a wrong mean
does not make the sigma that was computed from it wrong, too. `another_r.py` asks whether
they all follow from a wrong R.
"""

from functools import cached_property

import numpy as np

from . import another_r
from .about import NAMES, RIGHT_FOR_MU, Part, about, are
from .compare import fitted, wrong_parts
from .numbers import close, number
from .places import which_components


class Parts:
    """The answers to the problems with several points and components, and what is wrong there."""

    def __init__(self, case):
        use = [i for i, p in enumerate(case.problems) if min(p.size[:2]) > 1]
        self.step = case.known.step
        self.problems = [case.problems[i] for i in use]
        self.got = [fitted(case.problems[i], case.readings[i]) for i in use]
        self.masks = [case.masks[i] for i in use]
        wrong = wrong_parts(self.masks)
        self.right = [k for k in range(3) if k not in wrong]
        self.kept = [k for k in wrong if self._handed_back(k)]
        self.asked = [k for k in wrong if k not in self.kept]

    def _handed_back(self, k):
        """Whether a part is that of the old mixture."""
        if not self.step.old:
            return False
        olds = [self.step.old(*p.args) for p in self.problems]
        return all(close(g[k], old[k]) for g, old in zip(self.got, olds, strict=True))

    @cached_property
    def R(self):
        """The right R of each problem."""
        return [self.step.R(*p.args) for p in self.problems]

    def unchanged(self):
        return are(self.kept, "handed back unchanged, as in the old mixture")


def explain(case):
    """Which parts are right and what is wrong with the others; None if nothing can be said."""
    parts = Parts(case)
    if len(parts.right) == 3:
        return "right but with a single point or a single component"
    return next(filter(None, (explanation(parts) for explanation in EXPLANATIONS)), None)


def part_of_the_way(parts):
    """Whether the answer lies on the line from the old mixture to the right new one."""
    if not parts.step.old:
        return None
    shares = []
    for p, mine in zip(parts.problems, parts.got, strict=True):
        for old, new, part in zip(parts.step.old(*p.args), p.right, mine, strict=True):
            if part.shape != new.shape:
                return None
            whole, done = np.ravel(new - old), np.ravel(part - old)
            share = done @ whole / (whole @ whole)
            if not np.allclose(done, share * whole, rtol=1e-7, atol=1e-9 * np.abs(new).max()):
                return None
            shares.append(share)
    if np.ptp(shares) > 1e-7 or min(abs(shares[0]), abs(shares[0] - 1)) < 1e-7:
        return None
    return f"your output is {number(shares[0])} of the way from the old mixture to the new one"


def from_another_R(parts):
    words = another_r.explain(parts)
    return words and "; ".join(filter(None, [parts.unchanged(), words]))


def some_components(parts):
    return None if parts.kept else which_components(parts.problems, parts.masks)


def each_part(parts):
    rights = [p.right for p in parts.problems]
    found = {k: about(Part(k, parts.problems, parts.got, rights, parts.R)) for k in parts.asked}
    said = _together(found)
    if not parts.right and not parts.kept:
        laws = _laws(parts)
        if laws:
            said = [laws, *(w for w in said if ":" in w or w.endswith(RIGHT_FOR_MU))]
        return "; ".join(said) if laws or any(found.values()) else None
    words = "; ".join(filter(None, [parts.unchanged(), are(parts.right, "right"), *said]))
    if parts.step.old and 2 in parts.right and parts.asked:
        words += ". The weights are right, so the E-step is: look at the M-step"
    return words


def _together(found):
    """What is wrong with each part, those with the same said of them in one breath."""
    said = []
    for words in dict.fromkeys(found.values()):
        which = [k for k in found if found[k] == words]
        if words == RIGHT_FOR_MU:
            said.append(f"sigma {words}")
            continue
        if len(which) > 1:
            for one, many in ((": it is what", ": they are what"), (": it", ": each")):
                words = words.replace(one, many, 1)
        said.append(are(which, f"wrong{words}"))
    return said


def _laws(parts):
    """What holds of a right M-step whatever R is, as long as the rows of R sum to 1.

    The weights sum to 1, Σ π_j μ_j is the mean of the data, and Σ π_j (d σ_j² + |μ_j|²) the
    mean of |x|².
    """
    holds = [True] * 3
    for p, got in zip(parts.problems, parts.got, strict=True):
        if any(part.shape != right.shape for part, right in zip(got, p.right, strict=True)):
            return None
        X, (mu, sigma, pi) = p.args[0], got
        lengths = p.size[2] * sigma**2 + (mu**2).sum(axis=1)
        holds[0] &= close(pi.sum(), 1.0)
        holds[1] &= close(pi @ mu, X.mean(axis=0))
        holds[2] &= close(pi @ lengths, (X**2).sum(axis=1).mean())
    if all(holds):
        return (
            f"{', '.join(NAMES[:2])} and {NAMES[2]} fit one another: the M-step is right, "
            "and it is R = e^Q that is wrong"
        )
    if holds[0] and holds[1]:
        return (
            "mu and pi fit one another, and come from a wrong R; sigma does not fit them: "
            "its formula is wrong as well"
        )
    return None


#: The most telling first.
EXPLANATIONS = [part_of_the_way, from_another_R, some_components, each_part]
