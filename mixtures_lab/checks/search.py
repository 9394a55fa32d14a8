"""Pin a wrong sum down to the terms that are wrong: one slip, then two, and a factor for each term.

The factor of each term is fitted to a learner's numbers on all ordinary problems at once; an
exact fit with a factor of −1 where −2 belongs says which slip it is, and two slips as easily as
one. Where the answer is no sum, `nested.py` looks for a slip in each step.
"""

import itertools
from functools import cache

import numpy as np

from .numbers import COARSER, number
from .parameters import times
from .slips.density import LN_2PI
from .terms import SWAPPED

#: What may have been done to the sum as a whole, and what undoes it.
UNDONE = [
    ("", lambda a: a),
    ("Your output is the exponential of a sum. In that sum, ", np.log),
    ("Your output is the logarithm of a sum. In that sum, ", np.exp),
    ("Your output is the square root of a sum. In that sum, ", np.square),
    ("Your output is the square of a sum. In that sum, ", np.sqrt),
    ("Your output is transposed. In it, ", np.transpose),
]


def explain(case):
    """Which terms are wrong, in words, or None."""
    return _fit(case.task, case.trial.draw).explain(case.got) if case.known.terms else None


@cache
def _fit(task, draw):
    return Fit(task.known.terms, [p for p in task.problems(draw) if p.kind == "ordinary"])


class Fit:
    """The ordinary problems of a task, stacked, ready to fit."""

    def __init__(self, terms, problems):
        # A single point or component makes terms coincide: those problems say nothing here.
        self.use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
        with np.errstate(all="ignore"):
            per_problem = [terms(*problems[i].args) for i in self.use]
        self.shapes = [problems[i].right[0].shape for i in self.use]
        self.terms = [
            same[0]._replace(
                variants=_stacked([t.variants for t in same]),
                pairs=_stacked([t.pairs for t in same]),
            )
            for same in zip(*per_problem, strict=True)
        ]
        # Every problem counts alike, whatever the size of its numbers.
        scale = np.sum([np.abs(t.factor * t.variants[""]) for t in self.terms], axis=0)
        self.weight = 1 / (1 + scale)

    def explain(self, got):
        for start, undo in UNDONE:
            y = self.column(got, undo)
            if y is None:
                continue
            # One number for each column comes again and again, and is not cut off.
            whole = all(got[i].shape == s for i, s in zip(self.use, self.shapes, strict=True))
            use = _kept(y) if whole else np.ones(len(y), bool)
            cut = "" if use.all() else "Your output is cut off. Where it is not, "
            for changed in (0, 1, 2) if not start else (0, 1):
                words = self._search(y, use, changed)
                if words:
                    return start + cut + words
                if words == "":  # all the terms are right
                    return (start + cut + "it is right") if cut and not start else None
        return None

    def column(self, got, undo):
        """The learner's numbers in one column, or None."""
        parts = []
        for i, shape in zip(self.use, self.shapes, strict=True):
            try:  # an answer that lacks an axis may still be a sum of the terms
                with np.errstate(all="ignore"):
                    parts.append(np.broadcast_to(undo(got[i]), shape).ravel())
            except ValueError:
                return None
        y = np.concatenate(parts)
        return y if np.isfinite(y).all() else None

    def _search(self, y, use, changed):
        """The combinations with so many terms changed, at most two slips in all."""
        y, at = y * self.weight, np.flatnonzero(use)
        largest = np.abs(y[at]).max() or 1.0
        for which in itertools.combinations(range(len(self.terms) - 1), changed):
            columns, options = [], []
            for k, term in enumerate(self.terms):
                held = {**term.variants, **term.pairs} if changed == 1 else term.variants
                columns.append(held)
                # Where a term is changed, it is not the right one.
                options.append([name for name in held if name] if k in which else [""])
            for chosen in self._promising(options, columns, y, at, largest):
                words = self._fitted(chosen, columns, y, at, largest)
                if words is not None:
                    return words
        return None

    def _promising(self, options, columns, y, at, largest):
        """The combinations that fit a few of the numbers, all tried at once."""
        combinations = list(itertools.product(*options))
        if len(combinations) < 10:
            return combinations
        few = at[np.linspace(0, len(at) - 1, 24).astype(int)]
        held = [
            {name: column[name][few] * self.weight[few] for name in names}
            for names, column in zip(options, columns, strict=True)
        ]
        kept = []
        for start in range(0, len(combinations), 1000):
            block = combinations[start : start + 1000]
            A = np.array(
                [[h[name] for h, name in zip(held, names, strict=True)] for names in block]
            )
            A = np.moveaxis(A, 1, 2)
            finite = np.isfinite(A).all(axis=(1, 2))
            A[~finite] = 0
            A /= np.maximum(np.abs(A).max(axis=1, keepdims=True), 1e-300)
            q, _ = np.linalg.qr(A)
            rest = y[few] - (q @ (np.swapaxes(q, 1, 2) @ y[few])[..., None])[..., 0]
            # Generous: what passes is fitted again to all the numbers.
            fits = finite & (np.abs(rest).max(axis=1) < 1e-5 * COARSER.get() * largest)
            kept += [block[i] for i in np.flatnonzero(fits)]
        return kept

    def _fitted(self, chosen, columns, y, at, largest):
        """What is wrong where these variants, each with some factor, give all the numbers."""
        A = np.column_stack([c[name][at] for c, name in zip(columns, chosen, strict=True)])
        A *= self.weight[at][:, None]
        if not np.isfinite(A).all():
            return None
        size = np.abs(A).max(axis=0)
        size[size == 0] = 1
        factors, _, rank, _ = np.linalg.lstsq(A / size, y[at], rcond=1e-10)
        if rank < A.shape[1] and any(chosen):
            return None
        near = 1e-7 * COARSER.get() * largest
        if np.abs(A / size @ factors - y[at]).max() >= near:
            return None
        return _described(self.terms, factors / size, chosen, 3 * near / size)


def _stacked(per_problem):
    """What the problems have under each name, in one column."""
    return {
        name: np.concatenate([held[name].ravel() for held in per_problem])
        for name in per_problem[0]
    }


def _kept(y):
    """Which entries say something: an answer that was cut off says nothing where it was."""
    for limit in (y.min(), y.max()):
        cut = y == limit
        if 2 < cut.sum() < 0.7 * len(y) and np.ptp(y[~cut]) > 1e-6 * np.abs(y).max():
            return ~cut
    return np.ones(len(y), bool)


def _described(terms, factors, chosen, nothing):
    """The terms whose factor, or whose content, is not the right one.

    A constant below `nothing` is rounding. None where the fit is a coincidence: another
    content, and beside it a factor that nobody writes.
    """
    missing = np.abs(factors) < 1e-5 * COARSER.get() * max(1.0, np.abs(factors).max())
    said, odd = [], False
    for term, factor, what, gone, small in zip(
        terms, factors, chosen, missing, nothing, strict=True
    ):
        if term.factor == 0:
            said.append(f"the constant {number(factor)} is added" if abs(factor) > small else "")
        elif gone:
            said.append(f"the term {term.name} is missing")
        else:
            words, factor = _term(term, factor / term.factor, what)
            said.append(words)
            odd |= "." in number(factor)
    if any(chosen) and (odd or chosen in SWAPPED):
        return None
    return "; ".join(filter(None, said))


def _term(term, factor, what):
    """What is wrong with a term that is there, or "", and the factor that is behind it."""
    right = abs(factor - 1) <= 1e-6 * COARSER.get()
    if what:
        also = "" if right else f", times {number(factor)}"
        return f"the term {term.name} holds something else ({what}{also})", factor
    if term.of and "." in number(factor):
        # f · ½ ln 2π + ln σ is ln of c · σ √2π: a slip inside the logarithm.
        c = float(np.exp((factor - 1) * LN_2PI / 2))
        words = f"inside ln({term.of}) stands the factor {number(c)}"
        return words if "." in number(c) else f"{words}: σ {times(c)}", c
    if right:
        return "", factor
    asked = number(factor * term.factor), number(term.factor)
    return f"the term {term.name} has the factor {asked[0]} instead of {asked[1]}", factor
