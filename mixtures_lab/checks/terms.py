"""Pin a wrong matrix down to the term that is wrong.

D, P, Q and the log-sum-exp are sums of a few terms. The factor of each term is
fitted to a learner's numbers on all ordinary problems at once; an exact fit with
a factor of −1 where −2 belongs says which slip it is, and two slips as easily as
one. Each term has variants, other things that are put in its place.
"""

import itertools
from typing import NamedTuple

import numpy as np

from .mistakes.row import lse
from .parameters import times
from .remarks import COARSER, number

LN_2PI = np.log(2 * np.pi)


class Term(NamedTuple):
    """A term of a sum: its name, its factor, what may stand in its place (the first is right)."""

    name: str
    factor: float
    variants: dict
    of: str = ""  # what a logarithm is taken of: a factor of the term is one of this as well


# Each function gives the terms of one problem; a variant's array has the answer's shape.


def _distances(X, mu):
    N, K = len(X), len(mu)
    rows, columns = np.ones((N, 1)), np.ones((1, K))
    x2, m2 = (X**2).sum(axis=1)[:, None], (mu**2).sum(axis=1)
    x, m = X.sum(axis=1)[:, None], mu.sum(axis=1)
    left = {
        "": x2,
        "X summed before it is squared": x**2,
        "X without the square": x,
        "the length of x without its square": np.sqrt(x2),
        "absolute values": abs(X).sum(axis=1)[:, None],
        "a mean over the coordinates": x2 / X.shape[1],
        "the sum over all the points": x2.sum(),
        "the squared length squared again": x2**2,
        "its largest coordinate alone": (X**2).max(axis=1)[:, None],
        "cubes": (X**3).sum(axis=1)[:, None],
        "fourth powers": (X**4).sum(axis=1)[:, None],
        "the first coordinate alone": X[:, :1] ** 2,
        "the last coordinate alone": X[:, -1:] ** 2,
        "2 to the power X": np.exp2(np.minimum(X, 300)).sum(axis=1)[:, None],
        "d, the number of coordinates": np.array([[X.shape[1]]]),
        "the product of X² and μ²": x2 * m2,
        "2 over X": (1 / np.where(X == 0, 1, X)).sum(axis=1)[:, None],
        "mu in place of X": m2,
    }
    right = {
        "": m2,
        "mu summed before it is squared": m**2,
        "mu without the square": m,
        "the length of μ without its square": np.sqrt(m2),
        "absolute values": abs(mu).sum(axis=1),
        "a mean over the coordinates": m2 / X.shape[1],
        "the sum over all the means": m2.sum(),
        "the squared length squared again": m2**2,
        "its largest coordinate alone": (mu**2).max(axis=1),
        "cubes": (mu**3).sum(axis=1),
        "fourth powers": (mu**4).sum(axis=1),
        "the first coordinate alone": mu[:, 0] ** 2,
        "the last coordinate alone": mu[:, -1] ** 2,
        "2 to the power mu": np.exp2(np.minimum(mu, 300)).sum(axis=1),
        "d, the number of coordinates": np.array([X.shape[1]]),
        "the product of X² and μ²": x2 * m2,
        "2 over mu": (1 / np.where(mu == 0, 1, mu)).sum(axis=1),
        "X in place of mu": x2,
    }
    cross = {
        "": X @ mu.T,
        "1/X in place of X": 1 / np.where(X == 0, 1, X) @ mu.T,
        "1/μ in place of μ": X @ (1 / np.where(mu == 0, 1, mu)).T,
        "2 + X in place of X": (2 + X) @ mu.T,
        "2 − X in place of X": (2 - X) @ mu.T,
        "sums multiplied": x * m,
        "lengths multiplied": np.sqrt(x2 * m2),
        "absolute values": abs(X) @ abs(mu).T,
        "its absolute value": abs(X @ mu.T),
        "its square": (X @ mu.T) ** 2,
        "squares": X**2 @ (mu**2).T,
        "X squared": X**2 @ mu.T,
        "mu squared": X @ (mu**2).T,
        "a mean over the coordinates": X @ mu.T / X.shape[1],
        "mu in the opposite order": X @ mu[::-1].T,
        "the first coordinate alone": X[:, :1] @ mu[:, :1].T,
        "the last coordinate alone": X[:, -1:] @ mu[:, -1:].T,
        "X alone": x,
        "mu alone": m,
        "x + μ in place of x · μ": x + m,
    }
    return [
        Term("X² · 1", 1, {k: v * rows * columns for k, v in left.items()}),
        Term("X μᵀ", -2, {k: v * rows * columns for k, v in cross.items()}),
        Term("1 · (μᵀ)²", 1, {k: v * rows * columns for k, v in right.items()}),
        Term("a constant", 0, {"": rows * columns}),
    ]


def _densities(D, s, d):
    N, K = D.shape
    ones = np.ones(D.shape)
    log_s = np.log(s)
    sigma = {
        "": d * log_s,
        "d forgotten": log_s,
        "2 in place of d": 2 * log_s,
        "N in place of d": N * log_s,
        "K in place of d": K * log_s,
        "d² in place of d": d**2 * log_s,
        "σ without the logarithm": d * s,
        "σ² without the logarithm": d * s**2,
        "1/σ without the logarithm": d / s,
        "σ without d and the logarithm": s,
        "σ² without d and the logarithm": s**2,
        "ln(1 + σ)": d * np.log1p(s),
        "ln(1 + σ²)": d * np.log1p(s**2),
        "the sum over all components": d * log_s.sum(),
        "the mean over all components": d * log_s.mean(),
        "the logarithm of the sum of σ": d * np.log(s.sum()),
        "the logarithm of the mean σ": d * np.log(s.mean()),
        "d + ln σ": d + log_s,
        "ln σ to the power d": log_s**d if d < 50 else np.zeros(K),
        "ln σ, squared": d * log_s**2,
        "D in place of σ": d * np.log(np.maximum(D, 1e-300)),
        "ln(σ + √2π)": d * np.log(s + np.sqrt(2 * np.pi)),
        "ln(σ² + 2π)": d * np.log(s**2 + 2 * np.pi),
        "ln(σ + 2π)": d * np.log(s + 2 * np.pi),
        "ln d σ": d * np.log(d * s),
        "(d − 1) in place of d": (d - 1) * log_s,
        "(d + 1) in place of d": (d + 1) * log_s,
    }
    two_pi = {
        "": d * LN_2PI / 2,
        "N in place of d": N * LN_2PI / 2,
        "K in place of d": K * LN_2PI / 2,
        "d² in place of d": d**2 * LN_2PI / 2,
        "√d in place of d": np.sqrt(d) * LN_2PI / 2,
        "ln d": np.log(d),
    }
    distance = {
        "": D / (2 * s**2),
        "σ in place of σ²": D / s,
        "no σ": D,
        "σ² above the line": D * s**2,
        "σ above the line": D * s,
        "σ to the power 4": D / s**4,
        "σ to the power 3": D / s**3,
        "√σ in place of σ²": D / np.sqrt(s),
        "√D in place of D": np.sqrt(D) / s**2,
        "√D/σ in place of D/σ²": np.sqrt(D) / s,
        "√D and no σ": np.sqrt(D),
        "D² in place of D": D**2 / s**2,
        "D²/σ⁴": D**2 / s**4,
        "d as a factor": d * D / s**2,
        "d below the line": D / (d * s**2),
        "σ to the power d": D / s**d if d < 50 else D,
        "σ to the power 2d": D / s ** (2 * d) if d < 50 else D,
        "N as a factor": N * D / s**2,
        "N below the line": D / (N * s**2),
        "K below the line": D / (K * s**2),
        "the mean of σ²": D / (s**2).mean(),
        "the mean of σ, squared": D / s.mean() ** 2,
        "the sum of σ²": D / (s**2).sum(),
        "D^1.5/σ³": D**1.5 / s**3,
        "D³ in place of D": D**3 / s**2,
        "D² in place of D, no σ": D**2,
        "σ²/D in place of D/σ²": s**2 / np.maximum(D, 1e-300),
        "1/D in place of D": 1 / (np.maximum(D, 1e-300) * s**2),
        "σ/√D in place of D/σ²": s / np.sqrt(np.maximum(D, 1e-300)),
        "(√D + 1/σ)² in place of D/σ²": (np.sqrt(D) + 1 / s) ** 2,
        "(√D − σ)² in place of D/σ²": (np.sqrt(D) - s) ** 2,
        "√D²/σ, the square of σ forgotten": D / s,
        "ln D in place of D": np.log(np.maximum(D, 1e-300)) / s**2,
        "its exponential": np.exp(-D / (2 * s**2)),
        "D − σ² in place of D/σ²": D - s**2,
        "2 + σ² below the line": D / (2 + s**2),
        "2 − σ² below the line": D / np.where(s**2 == 2, 1, 2 - s**2),
        "2 to the power of σ²": D / 2 ** (s**2),
        "σ^2/2 below the line": 2 * D / s**2,
        "1 + σ² below the line": D / (1 + s**2),
        "D/(1 + 2σ²)": D / (1 + 2 * s**2),
        "D − d in place of D": (D - d) / s**2,
    }
    return [
        Term("ln σ", -1, {k: v * ones for k, v in sigma.items()}),
        Term("(d/2) ln 2π", -1, {k: v * ones for k, v in two_pi.items()}, "σ √2π"),
        Term("D/(2σ²)", -1, {k: v * ones for k, v in distance.items()}),
        Term("a constant", 0, {"": ones}),
    ]


def _weights(pi):
    """What may stand in place of ln π, and its factor."""
    K = len(pi)
    safe = np.log(np.maximum(pi, 1e-300))
    return {
        "": safe,
        "π without the logarithm": pi,
        "e^π": np.exp(pi),
        "ln(1 + π)": np.log1p(pi),
        "1/K": np.full(K, -np.log(K)),
        "π in the opposite order": safe[::-1],
        "the sum over all components": np.full(K, safe.sum()),
        "√π": np.sqrt(pi),
        "π²": pi**2,
        "1 − π": np.log1p(-np.minimum(pi, 1 - 1e-12)),
        "1/π": 1 / np.maximum(pi, 1e-300),
        "π ln π": pi * safe,
    }


def joints(P, pi):
    """P + ln π, and what may stand in its place inside a log-sum-exp."""
    log_pi = np.log(np.maximum(pi, 1e-300))
    return {
        "": P + log_pi,
        "ln π forgotten": P,
        "π in place of ln π": P + pi,
        "ln π subtracted": P - log_pi,
        "π subtracted": P - pi,
        "ln π twice": P + 2 * log_pi,
        "P times π": P * pi,
        "P times ln π": P * log_pi,
        "P over π": P / np.maximum(pi, 1e-300),
        "P subtracted": log_pi - P,
        "P + ln π subtracted": -P - log_pi,
        "P twice": 2 * P + log_pi,
        "P halved": P / 2 + log_pi,
        "P left out": log_pi + 0 * P,
        "π in the opposite order": P + log_pi[::-1],
        "1/K in place of π": P - np.log(len(pi)),
        "ln(1 + π)": P + np.log1p(pi),
        **_other_weights(P, pi),
        "π sorted": P + np.sort(log_pi),
        "the softmax of π": P + pi - np.logaddexp.reduce(pi),
        "½ ln π": P + log_pi / 2,
        "π (P + ln π), multiplied": pi * (P + log_pi),
        "log10 π": P + log_pi / np.log(10),
        "log2 π": P + log_pi / np.log(2),
        "e^P": np.exp(np.minimum(P, 700)) + log_pi,
        "e^π": P + np.exp(pi),
    }


def _other_weights(P, pi):
    """P with another function of π, added, subtracted or multiplied."""
    weights = {
        "√π": np.sqrt(pi),
        "π²": pi**2,
        "log10 π": np.log10(np.maximum(pi, 1e-300)),
        "log2 π": np.log2(np.maximum(pi, 1e-300)),
        "ln(1 + π)": np.log1p(pi),
        "e^π": np.exp(pi),
        "ln 2π": np.log(2 * np.maximum(pi, 1e-300)),
    }
    made = {}
    for name, w in weights.items():
        made[f"P + {name}"] = P + w
        made[f"P − {name}"] = P - w
        made[f"P times {name}"] = P * w
        made[f"{name} alone"] = w + 0 * P
    return made


def reductions(A):
    """What may stand in place of a log-sum-exp along the rows; the axis is kept."""
    m = A.max(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return {
            "": lse(A, 1, keepdims=True),
            "the sum down the columns, axis 0": lse(A, 0, keepdims=True) + 0 * A,
            "the sum over everything": lse(A.reshape(1, -1), 1, keepdims=True) + 0 * m,
            "the mean in place of the sum": lse(A, 1, keepdims=True) - np.log(A.shape[1]),
            "a mean down the columns": lse(A, 0, keepdims=True) - np.log(len(A)) + 0 * A,
            "the maximum": m,
            "the minimum": A.min(axis=1, keepdims=True),
            "the plain sum, without exponentials": A.sum(axis=1, keepdims=True),
            "the plain mean, without exponentials": A.mean(axis=1, keepdims=True),
            "the exponentials without the logarithm": np.exp(np.minimum(A, 700)).sum(
                axis=1, keepdims=True
            ),
            "the maximum not added back": lse(A, 1, keepdims=True) - m,
            "the maximum not subtracted": lse(A, 1, keepdims=True) + m,
            "the maximum subtracted again": lse(A, 1, keepdims=True) - 2 * m,
            "ln(1 + the sum)": np.log1p(np.exp(np.minimum(A, 700)).sum(axis=1, keepdims=True)),
            "ln(1 + the shifted sum)": m + np.log1p(np.exp(A - m).sum(axis=1, keepdims=True)),
            "ln(1 + the shifted sum), the maximum not added back": np.log1p(
                np.exp(A - m).sum(axis=1, keepdims=True)
            ),
            **_shifted(m, np.exp(A - m).sum(axis=1, keepdims=True)),
            **_unlike_exponentials(m, A - m),
            "the maximum times the logarithm": m * (lse(A, 1, keepdims=True) - m),
            "the largest exponential in place of the sum": np.log(
                np.exp(A - m).max(axis=1, keepdims=True)
            )
            + m,
            "the log-sum-exp of minus it": lse(-A, 1, keepdims=True),
            "exponentials multiplied": A.prod(axis=1, keepdims=True),
            "the mean in place of the sum, the maximum not added back": lse(A, 1, keepdims=True)
            - m
            - np.log(A.shape[1]),
            "ln(1 + e^a) added up": np.logaddexp(A, 0).sum(axis=1, keepdims=True),
            "the maximum plus ln K": m + np.log(A.shape[1]),
            "the largest and the smallest term alone": np.logaddexp(
                m, A.min(axis=1, keepdims=True)
            ),
            "the first and the last column alone": np.logaddexp(A[:, :1], A[:, -1:]),
            "the first two columns alone": np.logaddexp.reduce(A[:, :2], axis=1, keepdims=True),
            "the first column alone": A[:, :1],
            "the last column alone": A[:, -1:],
            "all but the first column": lse(A[:, 1:], 1, keepdims=True)
            if A.shape[1] > 1
            else m * 0,
            "all but the last column": lse(A[:, :-1], 1, keepdims=True)
            if A.shape[1] > 1
            else m * 0,
            "expm1 in place of exp": np.log(
                np.maximum(np.expm1(np.minimum(A, 700)).sum(axis=1, keepdims=True), 1e-300)
            ),
        }


def _unlike_exponentials(m, B):
    """A shift, and then something else than the exponential."""
    made = {
        "2 to the power in place of e": np.exp2(B),
        "10 to the power in place of e": 10.0**B,
        "squares in place of exponentials": B**2,
        "exponentials of minus it": np.exp(np.minimum(-B, 700)),
        "exponentials less 1": np.expm1(B),
        "exponentials squared": np.exp(2 * B),
    }
    sums = {k: np.log(np.maximum(v.sum(axis=1, keepdims=True), 1e-300)) for k, v in made.items()}
    one = np.log(np.exp(B).sum(axis=0))
    return {
        **{f"{k}, the maximum added back": m + v for k, v in sums.items()},
        **{f"{k}, the maximum not added back": v for k, v in sums.items()},
        "the shifted sum down the first column": m + one[0],
        "the shifted sum down the last column": m + one[-1],
        "the shifted sum over everything": m + np.log(np.exp(B).sum()),
    }


def _shifted(m, s):
    """The maximum and the shifted sum, put together in other ways."""
    rest = np.log(s)
    return {
        "the maximum minus the logarithm": m - rest,
        "log10 of the shifted sum": m + rest / np.log(10),
        "log2 of the shifted sum": m + rest / np.log(2),
        "log10 of it all": (m + rest) / np.log(10),
        "log2 of it all": (m + rest) / np.log(2),
        "a square root in place of the logarithm": m + np.sqrt(s),
        "the shifted sum without its logarithm": m + s,
        "the logarithm of the shifted sum, squared": m + rest**2,
        "the root of the shifted sum": np.sqrt(s),
        "log10 of the shifted sum alone": rest / np.log(10),
        "log2 of the shifted sum alone": rest / np.log(2),
    }


def _normalisers(P, pi):
    """The last term of Q: a reduction of a joint, each with its variants."""
    found, rare = {}, set(_other_weights(P, pi))
    for what, A in joints(P, pi).items():
        for how, value in reductions(A).items():
            if not what or not how or (how in SIMPLE and what not in rare):
                found[" of ".join(filter(None, [how, f"P + ln π with {what}" if what else ""]))] = (
                    value
                )
    return found


#: Reductions that are tried with every joint; the others with the right one.
SIMPLE = {
    "",
    "the sum down the columns, axis 0",
    "the sum over everything",
    "the maximum",
    "the mean in place of the sum",
    "the plain sum, without exponentials",
    "the maximum not added back",
}


def _posterior(P, pi):
    ones = np.ones(P.shape)
    return [
        Term(
            "P",
            1,
            {
                "": P,
                "e^P": np.exp(np.minimum(P, 700)),
                "P times π": P * pi,
                "P times ln π": P * np.log(pi),
                "P²": P**2,
                "|P|": abs(P),
            },
        ),
        Term("ln π", 1, {k: v * ones for k, v in _weights(pi).items()}),
        Term("logsumexp(P + ln π)", -1, {k: v * ones for k, v in _normalisers(P, pi).items()}),
        Term("a constant", 0, {"": ones}),
    ]


def _rows(A):
    m = A.max(axis=-1)
    sums = np.exp(A - m[..., None])
    A = A.reshape(-1, A.shape[-1])
    others = {k: v[:, 0] for k, v in reductions(A).items() if v.shape == (len(A), 1)}
    rest = np.log(sums.sum(axis=-1))
    return [
        Term(
            "the maximum",
            1,
            {
                "": m,
                "the minimum": A.min(axis=1),
                "the mean": A.mean(axis=1),
                "the first entry": A[:, 0],
                "the last entry": A[:, -1],
                "the largest absolute value": abs(A).max(axis=1),
                "the plain sum": A.sum(axis=1),
                "its exponential": np.exp(m),
            },
        ),
        Term(
            "the logarithm of the shifted sum",
            1,
            {
                "": rest,
                "no logarithm": sums.sum(axis=-1),
                "the mean in place of the sum": rest - np.log(A.shape[1]),
                "ln(1 + the sum)": np.log1p(sums.sum(axis=-1)),
                "the product in place of the sum": np.log(sums).sum(axis=-1),
                "the logarithm squared": rest**2,
                "a square root in place of the logarithm": np.sqrt(sums.sum(axis=-1)),
                "the sum down the columns": np.log(sums.sum(axis=0))
                if sums.shape[0] == sums.shape[1]
                else rest * 0,
                **{k: v for k, v in others.items() if k},
            },
        ),
        Term("a constant", 0, {"": np.ones(len(A))}),
    ]


TERMS = {
    "squared_distances": _distances,
    "log_gaussians": _densities,
    "log_posterior": _posterior,
    "log_sum_exp": _rows,
}

#: What may have been done to the sum as a whole, and how it is undone.
UNDONE = [
    ("", lambda a: a),
    ("Your output is the exponential of a sum. In that sum, ", np.log),
    ("Your output is the logarithm of a sum. In that sum, ", np.exp),
    ("Your output is the square root of a sum. In that sum, ", np.square),
    ("Your output is the square of a sum. In that sum, ", np.sqrt),
    ("Your output is transposed. In it, ", None),
]


class Fit:
    """The ordinary problems of a task, stacked, ready to fit."""

    def __init__(self, task, problems):
        # A single point or component makes terms coincide: those problems say nothing here.
        self.use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
        per_problem = [TERMS[task](*problems[i].args) for i in self.use]
        self.shapes = [problems[i].right[0].shape for i in self.use]
        self.terms = [
            terms[0]._replace(
                variants={
                    k: np.concatenate([t.variants[k].ravel() for t in terms])
                    for k in terms[0].variants
                }
            )
            for terms in zip(*per_problem, strict=True)
        ]
        # Every problem counts alike, whatever the size of its numbers.
        scale = np.sum([np.abs(t.factor * t.variants[""]) for t in self.terms], axis=0)
        self.weight = 1 / (1 + scale)

    def stacked(self, got, undo):
        """The learner's numbers in one column, or None."""
        parts = []
        for i, shape in zip(self.use, self.shapes, strict=True):
            part = got[i].T if undo is None else got[i]
            try:  # an answer that lacks an axis may still be a sum of the terms
                part = np.broadcast_to(part, shape)
            except ValueError:
                return None
            with np.errstate(all="ignore"):
                parts.append((part if undo is None else undo(part)).ravel())
        y = np.concatenate(parts)
        return y if np.isfinite(y).all() else None

    def kept(self, y):
        """Which entries say something: an answer that was cut off says nothing where it was."""
        for limit in (y.min(), y.max()):
            cut = y == limit
            if 2 < cut.sum() < 0.7 * len(y) and np.ptp(y[~cut]) > 1e-6 * np.abs(y).max():
                return ~cut
        return np.ones(len(y), bool)

    def explain(self, got):
        """What is wrong with which term, in words, or None."""
        for start, undo in UNDONE:
            y = self.stacked(got, undo)
            if y is None:
                continue
            # One number for each column comes again and again, and is not cut off.
            whole = all(got[i].shape == s for i, s in zip(self.use, self.shapes, strict=True))
            use = self.kept(y) if whole else np.ones(len(y), bool)
            cut = "" if use.all() else "Your output is cut off. Where it is not, "
            for changed in (0, 1, 2) if not start else (0, 1):
                words = self._search(y, use, changed)
                if words:
                    return start + cut + words
                if words == "":  # all the terms are right
                    return (start + cut + "it is right") if cut and not start else None
        return None

    def _search(self, y, use, changed):
        """The combinations with so many terms changed."""
        weight = self.weight[use]
        y = y[use] * weight
        largest = np.abs(y).max() or 1.0
        coarser = COARSER.get()
        for which in itertools.combinations(range(len(self.terms) - 1), changed):
            options = [
                [k for k in t.variants if k] if i in which else [""]
                for i, t in enumerate(self.terms)
            ]
            for chosen in self._promising(list(itertools.product(*options)), y, use, largest):
                A = (
                    np.column_stack(
                        [t.variants[k][use] for t, k in zip(self.terms, chosen, strict=True)]
                    )
                    * weight[:, None]
                )
                if not np.isfinite(A).all():
                    continue
                size = np.abs(A).max(axis=0)
                size[size == 0] = 1
                factors, _, rank, _ = np.linalg.lstsq(A / size, y, rcond=1e-10)
                if rank < A.shape[1] and changed:
                    continue
                if np.abs(A / size @ factors - y).max() < 1e-7 * coarser * largest:
                    words = self._describe(factors / size, chosen, 3e-7 * coarser * largest / size)
                    if words is not None:
                        return words
        return None

    def _promising(self, combinations, y, use, largest):
        """The combinations that fit a few of the numbers, all tried at once."""
        if len(combinations) < 10:
            return combinations
        few = np.linspace(0, len(y) - 1, 24).astype(int)
        weight = self.weight[use][few]
        columns = {
            (i, k): t.variants[k][use][few] * weight
            for i, t in enumerate(self.terms)
            for k in t.variants
        }
        kept = []
        for start in range(0, len(combinations), 1000):
            block = combinations[start : start + 1000]
            A = np.array([[columns[i, k] for i, k in enumerate(chosen)] for chosen in block])
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

    def _describe(self, factors, chosen, nothing):
        """The terms whose factor, or whose content, is not the right one.

        A constant below `nothing` is rounding. None where the fit is a coincidence: another
        content, and beside it a factor that nobody writes.
        """
        coarser = COARSER.get()
        largest = max(1.0, np.abs(factors).max())
        said, odd = [], False
        for term, factor, what, small in zip(self.terms, factors, chosen, nothing, strict=True):
            missing = abs(factor) < 1e-5 * coarser * largest
            if term.factor == 0:
                if abs(factor) > small:
                    said.append(f"the constant {number(factor)} is added")
                continue
            factor = factor / term.factor
            if missing:
                said.append(f"the term {term.name} is missing")
            elif what:
                also = "" if abs(factor - 1) < 1e-6 * coarser else f", times {number(factor)}"
                said.append(f"the term {term.name} holds something else ({what}{also})")
            elif term.of and "." in number(factor):
                # f · ½ ln 2π + ln σ is ln of c · σ √2π: a slip inside the logarithm.
                factor = float(np.exp((factor - 1) * LN_2PI / 2))
                words = f"inside ln({term.of}) stands the factor {number(factor)}"
                said.append(words if "." in number(factor) else f"{words}: σ {times(factor)}")
            elif abs(factor - 1) > 1e-6 * coarser:
                said.append(
                    f"the term {term.name} has the factor {number(factor * term.factor)} "
                    f"instead of {number(term.factor)}"
                )
            odd |= not missing and "." in number(factor)
        if any(chosen) and (odd or chosen in SWAPPED):
            return None
        return "; ".join(said)


#: Terms that have changed places are the same sum.
SWAPPED = {("mu in place of X", "", "X in place of mu", "")}


def powers(E):
    """What may be made of the differences (N, K, d) in place of the sum of their squares."""
    safe = np.where(E == 0, 1, E)
    return {
        **{f"to the power {p:g}": (abs(E) ** p).sum(axis=2) for p in (0, 0.5, 1, 1.5, 3, 4)},
        "to the power −1": (1 / safe).sum(axis=2),
        "to the power −2": (1 / safe**2).sum(axis=2),
        "without a square": E.sum(axis=2),
        "to the power 3, signs kept": (E**3).sum(axis=2),
        "to the power 1.5, then the sum's": (E**2).sum(axis=2) ** 1.5,
        "in exponentials": np.exp(np.minimum(E, 300)).sum(axis=2),
        "as roots": np.sqrt(abs(E)).sum(axis=2),
        "multiplied with one another": (E**2).prod(axis=2),
        "as the largest one": (E**2).max(axis=2),
        "as the smallest one": (E**2).min(axis=2),
        "added up, then squared": E.sum(axis=2) ** 2,
        "as absolute values added up, then squared": abs(E).sum(axis=2) ** 2,
        "squared, then the norm's third power": (E**2).sum(axis=2) ** 1.5,
        "squared, summed and squared again": (E**2).sum(axis=2) ** 2,
        "doubled instead of squared": 2 * E.sum(axis=2),
        "multiplied with a power of 2": (2.0 ** np.clip(E, -300, 300)).sum(axis=2),
        "as their median": np.median(E**2, axis=2),
        "as their variance over the coordinates": E.var(axis=2),
        "without the first one": (E[..., 1:] ** 2).sum(axis=2),
        "without the last one": (E[..., :-1] ** 2).sum(axis=2),
        "squared, the first one alone": E[..., 0] ** 2,
        "squared, the last one alone": E[..., -1] ** 2,
    }


def differences(X, mu):
    """What may stand in place of the differences x − μ, by name; (N, K, d) each."""
    K, d = mu.shape
    spread, span = X.std(axis=0), np.ptp(X, axis=0)
    E = X[:, None] - mu
    lengths = [np.sqrt((a**2).sum(axis=1, keepdims=True)) for a in (X, mu)]
    x, m = (a / np.where(size > 0, size, 1) for a, size in zip((X, mu), lengths, strict=True))
    return {
        "the differences x − μ": E,
        "the sums x + μ": X[:, None] + mu,
        "the products x μ": X[:, None] * mu,
        "the quotients x / μ": X[:, None] / mu,
        "the coordinates of x alone": X[:, None] + 0 * mu,
        "the coordinates of μ alone": 0 * X[:, None] + mu,
        "the differences of x less the mean of X, and μ": E - X.mean(axis=0),
        "the differences of x, and μ less the mean of μ": E + mu.mean(axis=0),
        "the differences over the standard deviation of each coordinate": E
        / np.where(spread > 0, spread, 1),
        "the differences over the range of each coordinate": E / np.where(span > 0, span, 1),
        "the differences of x and μ cut to whole numbers": np.trunc(X)[:, None] - np.trunc(mu),
        "the differences of x cut to whole numbers, and μ": np.trunc(X)[:, None] - mu,
        "the differences of x, and μ cut to whole numbers": X[:, None] - np.trunc(mu),
        "the differences of x and μ scaled to length 1": x[:, None] - m,
        "the differences of x and μ reshaped from its transpose": X[:, None]
        - mu.T.ravel().reshape(K, d),
        "the differences of x and the means in the opposite order": E[:, ::-1],
        "the differences of x and the mean before the one meant": X[:, None] - np.roll(mu, 1, 0),
        "the differences of x and the mean after the one meant": X[:, None] - np.roll(mu, -1, 0),
        "the differences of the point before the one meant and μ": np.roll(X, 1, 0)[:, None] - mu,
        "the differences of the next point and μ": np.roll(X, -1, 0)[:, None] - mu,
    }


def wholes(task, problems):
    """Other matrices of the same shape, one list for each: (words, one array per problem)."""
    if task != "squared_distances":
        return
    made = {}
    for p in problems:
        for words, E in differences(*p.args).items():
            for how, value in {"squared": (E**2).sum(axis=2), **powers(E)}.items():
                made.setdefault(f"{words}, {how}", []).append(value)
    yield from made.items()


# What can be said when a term holds something that is in no list.


def _two_way(a):
    """Whether a matrix is a part that depends on the row plus one that depends on the column."""
    rest = a - a.mean(axis=0) - a.mean(axis=1, keepdims=True) + a.mean()
    return np.abs(rest).max() <= 1e-8 * (1e-3 + np.abs(a).max())


def _by_column(a):
    return np.ptp(a, axis=0).max() <= 1e-8 * (1e-3 + np.abs(a).max())


def _by_row(a):
    return np.ptp(a, axis=1).max() <= 1e-8 * (1e-3 + np.abs(a).max())


def _affine(P, D, sigma, d):
    """Slope and intercept of each column of P as a line in D, or None."""
    line = [np.polyfit(D[:, j], P[:, j], 1) for j in range(D.shape[1])]
    fit = np.column_stack([np.polyval(c, D[:, j]) for j, c in enumerate(line)])
    if np.abs(fit - P).max() > 1e-8 * (1 + np.abs(P).max()):
        return None
    return np.array(line)


def another_sigma(problems, got):
    """Whether each column is that of a Gaussian with another σ, and with which."""
    big = _large(problems, got)
    if len(big) < 4:
        return None
    owns, example = [], None
    for (D, s, d), P in big:
        line = _affine(P, D, s, d)
        if line is None or (line[:, 0] >= 0).any():
            return None
        slope, intercept = line.T
        own = np.sqrt(-1 / (2 * slope))
        if not np.allclose(intercept, -d * np.log(own * np.sqrt(2 * np.pi)), rtol=1e-6, atol=1e-6):
            return None
        owns.append(own)
        for mine, right in zip(own, s, strict=True):
            if example is None and abs(mine - right) > 1e-6 * right:
                example = f"{mine:.4g} where σ is {right:.4g}"
    if example is None:
        return None
    right = np.concatenate([args[1] for args, _ in big])
    own = np.concatenate(owns)
    for words, made in (("multiplied by {}", own / right), ("with {} added", own - right)):
        if np.ptp(made) < 1e-6 * np.abs(made).max():
            return f"σ {words.format(number(np.median(made)))}; all the rest is right"
    return f"the formula is right, but it is computed with another σ than the one given: {example}"


def _large(problems, got):
    """The arguments and answers of the problems that tell most."""
    big = [
        (p.args, g)
        for p, g in zip(problems, got, strict=True)
        if min(p.size[:2]) > 2 and g.shape == p.right[0].shape
    ]
    return big if all(np.isfinite(g).all() for _, g in big) else []


def _weights_of_coordinates(big):
    """Whether the squared differences are added up with weights, and which."""
    example = None
    seen = 0
    for (X, mu), g in big:
        squares = ((X[:, None] - mu) ** 2).reshape(-1, X.shape[1])
        if len(squares) < X.shape[1] + 3:
            continue
        weights = np.linalg.lstsq(squares, g.ravel(), rcond=None)[0]
        if np.abs(squares @ weights - g.ravel()).max() > 1e-7 * np.abs(g).max():
            return None
        seen += 1
        if X.shape[1] > 1 and example is None and np.ptp(weights) > 1e-6 * abs(weights).max():
            example = ", ".join(map(number, weights))
    if seen < 3 or example is None:
        return None
    return (
        f"the squared differences are right, but they are added up with weights, such as {example}"
    )


def leftover(task, problems, got):
    """Which term is wrong, where what stands in its place cannot be named."""
    big = _large(problems, got)
    if len(big) < 4:
        return None

    def every(test):
        with np.errstate(all="ignore"):
            return all(test(g, *args) for args, g in big)

    if task == "squared_distances":
        weights = _weights_of_coordinates(big)
        if weights:
            return weights
        if every(lambda g, X, mu: _by_row(g - (mu**2).sum(axis=1) + 2 * X @ mu.T)):
            return "the terms −2 X μᵀ and μ² are right; the term X² is wrong"
        if every(lambda g, X, mu: _by_column(g - (X**2).sum(axis=1)[:, None] + 2 * X @ mu.T)):
            return "the terms X² and −2 X μᵀ are right; the term μ² is wrong"
        if every(lambda g, X, mu: _two_way(g + 2 * X @ mu.T)):
            return "the term −2 X μᵀ is right; both squares, X² and μ², are wrong"
        return None
    if task == "log_gaussians":
        if every(lambda g, D, s, d: _by_column(g + D / (2 * s**2))):
            return "the distance term −D/(2σ²) is right; the normaliser, −d ln(σ √2π), is wrong"
        if every(lambda g, D, s, d: _affine(g, D, s, d) is not None):
            right = every(
                lambda g, D, s, d: np.allclose(
                    _affine(g, D, s, d)[:, 1], -d * np.log(s * np.sqrt(2 * np.pi))
                )
            )
            if right:
                return "the normaliser is right; the factor −1/(2σ²) of the distance is wrong"
            return (
                "each column is a straight line in D, but its factor, −1/(2σ²), and what is added, "
                "−d ln(σ √2π), are both wrong"
            )
        return None
    if task == "log_posterior":
        if every(lambda g, P, pi: _by_row(g - P - np.log(pi))):
            return "P + ln π is right; the normaliser, the log-sum-exp along the row, is wrong"
        if every(lambda g, P, pi: _by_column(g - P - np.log(pi))):
            return "P is right; what is subtracted depends on the column, not on the row"
        sums = every(lambda g, P, pi: np.allclose(np.exp(g).sum(axis=1), 1))
        if every(lambda g, P, pi: _two_way(g - P)):
            return "the term ln π is wrong" + (
                "; the rows of e^Q do sum to 1, so the normaliser fits it"
                if sums
                else ", and the rows of e^Q do not sum to 1"
            )
        if every(lambda g, P, pi: np.allclose(np.exp(g).sum(axis=0), 1)):
            return "the columns of e^Q sum to 1, not the rows: the normaliser runs the wrong way"
        if sums:
            return "the rows of e^Q sum to 1, so it is what is normalised, P + ln π, that is wrong"
        if every(lambda g, P, pi: np.allclose(g.sum(axis=1), 1)):
            return "the rows sum to 1 themselves: your output holds probabilities, not logarithms"
    return None
