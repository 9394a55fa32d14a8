"""Mistakes with the negative log-likelihood L."""

import numpy as np

from .row import SHIFT_OF_P, Mistake, lse, lse_shifted_by_P


def joint(P, pi):
    return P + np.log(pi)


INSIDE = "Inside: the log-sum-exp of P + ln π along each row. Outside: minus the sum (nll-6)."
SAFE = "Stay in the logarithm: use the log-sum-exp of P + ln π, with its shift (nll-6)."

TABLE = [
    Mistake(
        "no maximum subtracted",
        "e to the P underflows or overflows. " + SAFE,
        lambda P, pi: -np.log(np.exp(joint(P, pi)).sum(axis=1)).sum(),
    ),
    Mistake(
        "the logarithm of a product over the points",
        "The product underflows to 0 (nll-2). " + SAFE,
        lambda P, pi: -np.log(np.prod(np.exp(P) @ pi)),
    ),
    Mistake(
        "the product over the points itself",
        "Take the logarithm: a sum over the points.",
        lambda P, pi: np.prod(np.exp(P) @ pi),
    ),
    Mistake(
        "the mean instead of the sum",
        "L is the sum over all points: it grows with N.",
        lambda P, pi: -lse(joint(P, pi)).mean(),
    ),
    Mistake(
        "the sign: the log-likelihood, not its negative",
        "L = −ln P(X).",
        lambda P, pi: lse(joint(P, pi)).sum(),
    ),
    Mistake(
        "the maximum subtracted and not added back",
        SAFE,
        lambda P, pi: -(lse(joint(P, pi)) - joint(P, pi).max(axis=1)).sum(),
    ),
    Mistake(
        "only the largest term of each row", INSIDE, lambda P, pi: -joint(P, pi).max(axis=1).sum()
    ),
    Mistake(
        "the log-sum-exp down the columns, axis 0",
        INSIDE,
        lambda P, pi: -lse(joint(P, pi), 0).sum(),
    ),
    Mistake(
        "the log-sum-exp over everything at once",
        INSIDE,
        lambda P, pi: -lse(joint(P, pi).reshape(1, -1), 1)[0],
    ),
    Mistake(
        "the logarithm inside the sum over components",
        "Σ_j π_j P_ij is not ln Σ_j π_j e^{P_ij}. " + INSIDE,
        lambda P, pi: -(P * pi).sum(),
    ),
    Mistake(
        "P + ln π added up, without the log-sum-exp", INSIDE, lambda P, pi: -joint(P, pi).sum()
    ),
    Mistake("P added up, without π and the log-sum-exp", INSIDE, lambda P, pi: -P.sum()),
    Mistake(
        "ln π forgotten",
        "Each component counts with its weight. " + INSIDE,
        lambda P, pi: -lse(P).sum(),
    ),
    Mistake("π added instead of ln π", INSIDE, lambda P, pi: -lse(P + pi).sum()),
    Mistake("ln π subtracted", INSIDE, lambda P, pi: -lse(P - np.log(pi)).sum()),
    Mistake(
        "π multiplied with the exponent",
        "The exponent is ln of a product, P + ln π, not P · π (nll-4).",
        lambda P, pi: -lse(P * pi).sum(),
    ),
    Mistake("ln π multiplied with the exponent", INSIDE, lambda P, pi: -lse(P * np.log(pi)).sum()),
    Mistake(
        "equal weights 1/K instead of π", INSIDE, lambda P, pi: -lse(P - np.log(len(pi))).sum()
    ),
    Mistake("π applied twice", INSIDE, lambda P, pi: -lse(P + 2 * np.log(pi)).sum()),
    Mistake(
        "the mean over the components instead of the sum",
        INSIDE,
        lambda P, pi: -(lse(joint(P, pi)) - np.log(len(pi))).sum(),
    ),
    Mistake(
        "one number per point, not added up",
        "L is one number: add up.",
        lambda P, pi: -lse(joint(P, pi)),
    ),
    Mistake(
        "the sum over the points before the logarithm",
        "The logarithm is of each point's own sum.",
        lambda P, pi: -np.log((np.exp(P) @ pi).sum()),
    ),
    Mistake(
        "twice the answer",
        "−2 ln P(X) is the deviance; L has no factor 2.",
        lambda P, pi: -2 * lse(joint(P, pi)).sum(),
    ),
    Mistake("half the answer", "L has no factor ½.", lambda P, pi: -lse(joint(P, pi)).sum() / 2),
    Mistake(
        "the logarithm to base 2",
        "Here ln is natural: L is in nats.",
        lambda P, pi: -lse(joint(P, pi)).sum() / np.log(2),
    ),
    Mistake(
        "the logarithm to base 10",
        "Here ln is natural: L is in nats.",
        lambda P, pi: -lse(joint(P, pi)).sum() / np.log(10),
    ),
    Mistake(
        "the likelihood of each point added up, no logarithm",
        INSIDE,
        lambda P, pi: -(np.exp(P) @ pi).sum(),
    ),
    Mistake(
        "the expected log-likelihood under the posterior",
        "Σ r (P + ln π) is EM's bound without the entropy; L is a log-sum-exp.",
        lambda P, pi: (
            -np.nansum(np.exp(joint(P, pi) - lse(joint(P, pi), keepdims=True)) * joint(P, pi))
        ),
    ),
    Mistake(
        "one shift for all the points",
        "A point far below the common maximum underflows. Each row needs its own maximum.",
        lambda P, pi: (
            -(
                joint(P, pi).max() + np.log(np.exp(joint(P, pi) - joint(P, pi).max()).sum(axis=1))
            ).sum()
        ),
    ),
    Mistake(*SHIFT_OF_P, lambda P, pi: -lse_shifted_by_P(P, pi).sum()),
    Mistake(
        "a small number added to the density",
        "ln(s + 1e-10) stops at −23. " + SAFE,
        lambda P, pi: -np.log(np.exp(P) @ pi + 1e-10).sum(),
    ),
    Mistake(
        "the exponents cut off at ±700",
        "Cutting off changes the answer. " + SAFE,
        lambda P, pi: -np.log(np.exp(np.clip(P, -700, 700)) @ pi).sum(),
    ),
    Mistake(
        "ln π where π is 0: −inf times 0",
        "0 · ln 0 is NaN: leave the product out and use the log-sum-exp.",
        lambda P, pi: -lse(joint(P, pi)).sum() + 0 * (pi * np.log(pi)).sum(),
    ),
    Mistake(
        "the last point left out",
        "Sum over all points.",
        lambda P, pi: -lse(joint(P, pi))[:-1].sum(),
    ),
    Mistake(
        "the first point left out",
        "Points count from 0.",
        lambda P, pi: -lse(joint(P, pi))[1:].sum(),
    ),
    Mistake(
        "a product of the points' logarithms",
        "ln of a product is a sum of logarithms.",
        lambda P, pi: -np.prod(lse(joint(P, pi))),
    ),
]
