"""Mistakes with the matrix Q."""

import numpy as np

from .row import SHIFT_OF_P, Mistake, lse, lse_shifted_by_P


def joint(P, pi):
    return P + np.log(pi)


def normalised(A, axis=1):
    return A - lse(A, axis, keepdims=True)


def by_densities(P, pi):
    R = np.exp(P) * pi
    return np.log(R / R.sum(axis=1, keepdims=True))


ROWS = "Every row of e^Q sums to 1: subtract the log-sum-exp of P + ln π along each row (Q-5)."
SAFE = "Stay in the logarithm (Q-5): far away all densities underflow, and 0/0 is NaN."

TABLE = [
    Mistake("a posterior taken through the densities", SAFE, by_densities),
    Mistake(
        "the logarithm of a sum of densities as normaliser",
        SAFE,
        lambda P, pi: joint(P, pi) - np.log(np.exp(P) @ pi)[:, None],
    ),
    Mistake("normalised over the points, axis 0", ROWS, lambda P, pi: normalised(joint(P, pi), 0)),
    Mistake(
        "normalised over everything at once",
        ROWS,
        lambda P, pi: joint(P, pi) - lse(joint(P, pi).reshape(1, -1), 1)[0],
    ),
    Mistake("not normalised", ROWS, joint),
    Mistake(
        "ln π forgotten", "Bayes: P + ln π, then the normaliser (Q-2).", lambda P, pi: normalised(P)
    ),
    Mistake(
        "ln π forgotten in the normaliser",
        "The same P + ln π stands in both places (Q-5).",
        lambda P, pi: joint(P, pi) - lse(P, keepdims=True),
    ),
    Mistake(
        "ln π in the normaliser only",
        "The same P + ln π stands in both places (Q-5).",
        lambda P, pi: P - lse(joint(P, pi), keepdims=True),
    ),
    Mistake(
        "π added instead of ln π",
        "The logarithm of a product is a sum of logarithms.",
        lambda P, pi: normalised(P + pi),
    ),
    Mistake(
        "π added instead of ln π, outside the normaliser",
        "The logarithm of a product is a sum of logarithms.",
        lambda P, pi: P + pi - lse(joint(P, pi), keepdims=True),
    ),
    Mistake(
        "ln π subtracted",
        "Bayes multiplies by the weight: + ln π.",
        lambda P, pi: normalised(P - np.log(pi)),
    ),
    Mistake(
        "P multiplied by π",
        "The logarithm of a product is a sum: P + ln π.",
        lambda P, pi: normalised(P * pi),
    ),
    Mistake("π applied twice", "ln π is added once.", lambda P, pi: normalised(P + 2 * np.log(pi))),
    Mistake(
        "the posterior e^Q, not its logarithm",
        "Q holds logarithms.",
        lambda P, pi: np.exp(normalised(joint(P, pi))),
    ),
    Mistake("the exponential of P without normalising", ROWS, lambda P, pi: np.exp(joint(P, pi))),
    Mistake(
        "the normaliser added instead of subtracted",
        ROWS,
        lambda P, pi: joint(P, pi) + lse(joint(P, pi), keepdims=True),
    ),
    Mistake(
        "the normaliser alone",
        "Q = P + ln π − normaliser, a matrix.",
        lambda P, pi: lse(joint(P, pi), keepdims=True) + 0 * P,
    ),
    Mistake(
        "the row's maximum as the normaliser",
        ROWS,
        lambda P, pi: joint(P, pi) - joint(P, pi).max(axis=1, keepdims=True),
    ),
    Mistake(
        "the maximum subtracted and not added back, in the normaliser",
        ROWS,
        lambda P, pi: (
            joint(P, pi)
            - lse(joint(P, pi), keepdims=True)
            + joint(P, pi).max(axis=1, keepdims=True)
        ),
    ),
    Mistake(
        "divided by the normaliser instead of subtracting it",
        "The logarithm of a quotient is a difference.",
        lambda P, pi: joint(P, pi) / lse(joint(P, pi), keepdims=True),
    ),
    Mistake(
        "divided by the sum of the row",
        ROWS,
        lambda P, pi: joint(P, pi) / joint(P, pi).sum(axis=1, keepdims=True),
    ),
    Mistake(
        "the row sum of the logarithms as the normaliser",
        ROWS,
        lambda P, pi: joint(P, pi) - joint(P, pi).sum(axis=1, keepdims=True),
    ),
    Mistake(
        "the mean instead of the sum in the normaliser",
        ROWS,
        lambda P, pi: normalised(joint(P, pi)) + np.log(len(pi)),
    ),
    Mistake(
        "the sum of exponentials without its logarithm",
        ROWS,
        lambda P, pi: joint(P, pi) - np.exp(joint(P, pi)).sum(axis=1, keepdims=True),
    ),
    Mistake(
        "minus the answer",
        "ln of a probability is 0 or less.",
        lambda P, pi: -normalised(joint(P, pi)),
    ),
    Mistake(
        "the logarithm to base 2",
        "Here ln is natural.",
        lambda P, pi: normalised(joint(P, pi)) / np.log(2),
    ),
    Mistake(
        "the logarithm to base 10",
        "Here ln is natural.",
        lambda P, pi: normalised(joint(P, pi)) / np.log(10),
    ),
    Mistake(
        "K × N instead of N × K",
        "Rows are points: transpose.",
        lambda P, pi: normalised(joint(P, pi)).T,
    ),
    Mistake(
        "the likeliest component only",
        "Q keeps all K columns.",
        lambda P, pi: joint(P, pi).argmax(axis=1),
    ),
    Mistake(
        "1 for the likeliest component and 0 for the others",
        "That is K-means: Q is soft.",
        lambda P, pi: (joint(P, pi) == joint(P, pi).max(axis=1, keepdims=True)) * 1.0,
    ),
    Mistake(
        "equal weights 1/K instead of π, outside the normaliser",
        "Column j has its own π_j.",
        lambda P, pi: P - np.log(len(pi)) - lse(joint(P, pi), keepdims=True),
    ),
    Mistake(
        "π in the order from last to first",
        "Column j needs π_j.",
        lambda P, pi: normalised(P + np.log(pi[::-1])),
    ),
    Mistake(
        "one shift for all the points",
        "A point far below the common maximum underflows. Each row needs its own maximum.",
        lambda P, pi: (
            joint(P, pi)
            - joint(P, pi).max()
            - np.log(np.exp(joint(P, pi) - joint(P, pi).max()).sum(axis=1, keepdims=True))
        ),
    ),
    Mistake(
        "the maximum of each column as the shift, axis 0",
        "What is subtracted from a column changes the shares along a row. Each row needs its own "
        "maximum, axis 1.",
        lambda P, pi: normalised(joint(P, pi) - joint(P, pi).max(axis=0)),
    ),
    Mistake(*SHIFT_OF_P, lambda P, pi: joint(P, pi) - lse_shifted_by_P(P, pi)),
    Mistake(
        "a small number added to π before its logarithm",
        "ln(π + 1e-10) is not −inf where π is 0: let np.log give −inf there.",
        lambda P, pi: normalised(P + np.log(pi + 1e-10)),
    ),
    Mistake(
        "a small number added to the density",
        SAFE,
        lambda P, pi: joint(P, pi) - np.log(np.exp(P) @ pi + 1e-10)[:, None],
    ),
    Mistake(
        "a small number added to the posterior",
        "ln(r + 1e-10) stops at −23. " + SAFE,
        lambda P, pi: np.log(np.exp(normalised(joint(P, pi))) + 1e-10),
    ),
    Mistake(
        "the logarithm of the posterior e^Q",
        "A posterior below 1e-308 underflows to 0, and ln 0 is −inf. Stay in the logarithm.",
        lambda P, pi: np.log(np.exp(normalised(joint(P, pi)))),
    ),
    Mistake(
        "values cut off at −700",
        "No clipping: a logarithm may be far below.",
        lambda P, pi: np.maximum(normalised(joint(P, pi)), -700),
    ),
]
