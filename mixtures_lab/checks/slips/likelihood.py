"""Slips with L = −Σ_i logsumexp(P + ln π) (nll-6)."""

import numpy as np

from . import log_sum_exp, posterior
from .row import lse, rows, without

INSIDE = "Inside: the log-sum-exp of P + ln π along each row. Outside: minus the sum (nll-6)."
SAFE = "Stay in the logarithm: use the log-sum-exp of P + ln π, with its shift (nll-6)."

MEAN = "the mean instead of the sum"

#: What may stand in place of the sum over the points.
OUTER = {
    "": np.sum,
    MEAN: ("L is the sum over all points: it grows with N.", np.mean),
    "a maximum over the points": np.max,
    "a minimum over the points": np.min,
    "a median over the points": np.median,
    "a product of the points' logarithms": ("ln of a product is a sum of logarithms.", np.prod),
    "the first point alone": lambda a: a[0],
    "the last point alone": lambda a: a[-1],
    "the first point left out": ("Points count from 0.", lambda a: a[1:].sum()),
    "the last point left out": ("Sum over all points.", lambda a: a[:-1].sum()),
    "absolute values added up": lambda a: np.abs(a).sum(),
    "the likelihood of each point added up, no logarithm": lambda a: np.exp(
        np.minimum(a, 700)
    ).sum(),
    "the logarithm of the sum": lambda a: np.log(np.maximum(a.sum(), 1e-300)),
    "the log-sum-exp over everything at once, a sum over the points before the logarithm": (
        "The logarithm is of each point's own sum.",
        np.logaddexp.reduce,
    ),
}


def per_point(P, pi):
    return lse(posterior.joint(P, pi))


def of_points(slip):
    return lambda P, pi: -slip(per_point(P, pi))


def of_a_normaliser(slip):
    return lambda P, pi: -slip(P, pi).sum()


def of_rows(slip):
    return of_a_normaliser(posterior.of_the_joint(slip))


def of_a_joint(row):
    return row._replace(function=lambda P, pi: -lse(row.function(P, pi)).sum())


#: What else may be made of the log-sum-exps of the points.
OF_POINTS = {
    "the sign: the log-likelihood, not its negative": ("L = −ln P(X).", lambda a: -a.sum()),
    "one number per point, not added up": ("L is one number: add up.", lambda a: a),
    "twice the answer": ("−2 ln P(X) is the deviance; L has no factor 2.", lambda a: 2 * a.sum()),
    "half the answer": ("L has no factor ½.", lambda a: a.sum() / 2),
}


def expected(P, pi):
    """Minus the expected logarithm of the likelihood, under the posterior."""
    A = posterior.joint(P, pi)
    return -np.nansum(np.exp(posterior.normalised(A)) * A)


#: Slips of the whole.
WHOLE = {
    "the product over the points itself": (
        "Take the logarithm: a sum over the points.",
        lambda P, pi: np.prod(np.exp(P) @ pi),
    ),
    "the logarithm inside the sum over components": (
        f"Σ_j π_j P_ij is not ln Σ_j π_j e^{{P_ij}}. {INSIDE}",
        lambda P, pi: -(P * pi).sum(),
    ),
    "P added up, without π and the log-sum-exp": (INSIDE, lambda P, pi: -P.sum()),
    "the expected log-likelihood under the posterior": (
        "Σ r (P + ln π) is EM's bound without the entropy; L is a log-sum-exp.",
        expected,
    ),
}

ON_PAPER = {
    "no maximum subtracted": (
        "e to the P underflows or overflows.",
        of_rows(lambda A: np.log(np.exp(A).sum(axis=1))),
    ),
    "the logarithm of a product over the points": (
        "The product underflows to 0 (nll-2).",
        lambda P, pi: -np.log(np.prod(np.exp(P) @ pi)),
    ),
    "the exponents cut off at ±700": (
        "Cutting off changes the answer.",
        lambda P, pi: -np.log(np.exp(np.clip(P, -700, 700)) @ pi).sum(),
    ),
    "ln π where π is 0: −inf times 0": (
        "0 · ln 0 is NaN: leave the product out.",
        lambda P, pi: -per_point(P, pi).sum() + 0 * (pi * np.log(pi)).sum(),
    ),
}

TABLE = [
    # Without P, L is 0.
    *map(of_a_joint, without(posterior.LINES, "P left out")),
    *map(of_a_joint, rows(posterior.BAYES, posterior.OFF_BY_A_CONSTANT, posterior.of_weights)),
    *without(
        rows(INSIDE, posterior.in_the_normaliser(log_sum_exp.REDUCTION), of_rows),
        "the log-sum-exp of −a, in the normaliser",
        "a sum over everything, in the normaliser",
    ),
    *rows(INSIDE, OUTER, of_points),
    *rows("", OF_POINTS, of_points),
    *rows("", WHOLE),
    *rows("", posterior.ON_PAPER, of_a_normaliser),
    *rows(SAFE, ON_PAPER),
]
