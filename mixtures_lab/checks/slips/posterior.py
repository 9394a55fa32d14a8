"""Slips with Q = P + ln π − logsumexp(P + ln π) (Q-5), first of all with P + ln π.

P + ln π and its slips are known to `log_posterior`, `negative_log_likelihood`, and the E-step of
`em_step`.
"""

import numpy as np

from . import log_sum_exp
from .row import NATURAL, lse, made_of, plain, posterior, rows

ROWS = "Every row of e^Q sums to 1: subtract the log-sum-exp of P + ln π along each row (Q-5)."
SAFE = "Stay in the logarithm (Q-5): far away all densities underflow, and 0/0 is NaN."
BAYES = "Bayes multiplies by the weight, and the logarithm of a product is a sum: P + ln π (Q-2)."
SAME = "The same P + ln π stands in both places (Q-5)."


def ln(pi):
    return np.log(np.maximum(pi, 1e-300))


#: What may stand in place of ln π.
LOG_PI = {
    "": np.log,
    "ln π forgotten": ("Each component counts with its weight.", lambda pi: 0 * pi),
    "π added instead of ln π": lambda pi: pi,
    "π applied twice": ("ln π is added once.", lambda pi: 2 * np.log(pi)),
    "half of ln π in place of ln π": lambda pi: np.log(pi) / 2,
    "log10 π in place of ln π": lambda pi: np.log10(pi),
    "log2 π in place of ln π": lambda pi: np.log2(pi),
    "ln(1 + π) in place of ln π": np.log1p,
    "ln(1 − π) in place of ln π": lambda pi: np.log1p(-np.minimum(pi, 1 - 1e-12)),
    "√π in place of ln π": np.sqrt,
    "π² in place of ln π": np.square,
    "e^π in place of ln π": np.exp,
    "1/π in place of ln π": lambda pi: 1 / np.maximum(pi, 1e-300),
    "π ln π in place of ln π": lambda pi: pi * ln(pi),
    "π in the order from last to first": ("Column j needs π_j.", lambda pi: np.log(pi[::-1])),
    "π sorted": ("Column j needs π_j.", lambda pi: np.sort(np.log(pi))),
}

#: More of them, which are constants, or differ from one above by a constant: a posterior does not
#: show it.
OFF_BY_A_CONSTANT = {
    "equal weights 1/K instead of π": (
        "Column j has its own π_j.",
        lambda pi: np.full(len(pi), -np.log(len(pi))),
    ),
    "the sum of all ln π in place of ln π": lambda pi: np.full(len(pi), ln(pi).sum()),
    "the softmax of π in place of ln π": lambda pi: pi - np.logaddexp.reduce(pi),
}

#: How P and ln π, or what stands in its place, may be put together.
JOINT = {
    "": lambda P, w, pi: P + w,
    "ln π subtracted": lambda P, w, pi: P - w,
    "ln π multiplied with the exponent": lambda P, w, pi: P * w,
    "P multiplied by π": lambda P, w, pi: P * pi,
    "P divided by π": lambda P, w, pi: P / np.maximum(pi, 1e-300),
    "π (P + ln π) in place of P + ln π": lambda P, w, pi: pi * (P + w),
    "P left out": lambda P, w, pi: w + 0 * P,
    "P subtracted": lambda P, w, pi: w - P,
    "minus (P + ln π) in place of P + ln π": lambda P, w, pi: -P - w,
    "e^P in place of P": lambda P, w, pi: np.exp(np.minimum(P, 700)) + w,
}

#: More of them, which are another P, with all the rest right.
ANOTHER_P = {"P twice": lambda P, w, pi: 2 * P + w, "P halved": lambda P, w, pi: P / 2 + w}


def joints(weights, pairs=False):
    """(name, what may stand in place of P + ln π): one slip, or two in `pairs`."""
    for w, weight in plain(weights).items():
        for how, join in plain(JOINT | ANOTHER_P).items():
            # Some do not look at ln π any more.
            if bool(w) + bool(how) == 1 + pairs and not (pairs and "by π" in how):
                name = " and ".join(filter(None, (w, how)))
                yield name, lambda P, pi, f=weight, g=join: g(P, f(pi), pi)


def of_weights(slip):
    return lambda P, pi: P + slip(pi)


def of_joints(slip):
    return lambda P, pi: slip(P, np.log(pi), pi)


#: Slips in P + ln π that a posterior shows.
LINES = [*rows(BAYES, LOG_PI, of_weights), *rows(BAYES, JOINT, of_joints)]


def normalised(A):
    return A - lse(A, keepdims=True)


def in_both_places(row):
    return row._replace(function=lambda P, pi: normalised(row.function(P, pi)))


def joint(P, pi):
    return P + np.log(pi)


of_the_joint = made_of(joint)


def outside_the_normaliser(slip):
    return lambda P, pi: slip(P, pi) - lse(joint(P, pi), keepdims=True)


def with_normaliser(slip):
    """A slip of P and π in place of the log-sum-exp."""
    return lambda P, pi: joint(P, pi) - slip(P, pi)


def in_the_normaliser(line):
    return {f"{name}, in the normaliser": slip for name, slip in line.items() if name}


def shifted_by_P(P, pi):
    """The log-sum-exp of P + ln π, right on paper, whose shift does not look at π."""
    m = P.max(axis=1, keepdims=True)
    return m + np.log((np.exp(P - m) * pi).sum(axis=1, keepdims=True))


#: The name of that mistake, and why it is one.
SHIFT_OF_P = (
    "a shift that ignores π: the maximum of P, not of P + ln π",
    "The component with the largest density may have the weight 0, or next to nothing: then all "
    "that counts underflows beside it. Take the maximum of P + ln π along each row.",
)
ONE_SHIFT = "A point far below the common maximum underflows. Each row needs its own maximum."


def by_densities(P, pi):
    R = np.exp(P) * pi
    return np.log(R / R.sum(axis=1, keepdims=True))


#: R from P + ln π by another way than the softmax of each row, for `em_step` as well.
NORMALISED = {
    "the maximum of each column as the shift, axis 0": (
        "What is subtracted from a column changes the shares along a row. Each row needs its own "
        "maximum, axis 1.",
        lambda A: normalised(A - A.max(axis=0)),
    ),
    "not normalised": lambda A: A,
}

#: What may stand outside the normaliser, which is right: functions of P and π.
OUTSIDE = {
    "ln π in the normaliser only": lambda P, pi: P,
    "π added instead of ln π, outside the normaliser": lambda P, pi: P + pi,
    "equal weights 1/K instead of π, outside the normaliser": lambda P, pi: P - np.log(len(pi)),
}

#: What may stand in place of the normaliser, right on paper: functions of P and π.
ON_PAPER = {
    "one shift for all the points": (ONE_SHIFT, of_the_joint(log_sum_exp.shifted_by(np.max))),
    SHIFT_OF_P[0]: (SHIFT_OF_P[1], shifted_by_P),
    "a small number added to the density": (
        "ln(s + 1e-10) stops at −23: stay in the logarithm, with the log-sum-exp of P + ln π.",
        lambda P, pi: np.log(np.exp(P) @ pi + 1e-10)[:, None],
    ),
}

#: What may be made of A = P + ln π in place of Q …
OF_THE_JOINT = {
    "the exponential of P without normalising": (ROWS, np.exp),
    "the normaliser added instead of subtracted": (ROWS, lambda A: A + lse(A, keepdims=True)),
    "the normaliser alone": (
        "Q = P + ln π − normaliser, a matrix.",
        lambda A: lse(A, keepdims=True) + 0 * A,
    ),
    "divided by the normaliser instead of subtracting it": (
        "The logarithm of a quotient is a difference.",
        lambda A: A / lse(A, keepdims=True),
    ),
    "divided by the sum of the row": (ROWS, lambda A: A / log_sum_exp.total(A)),
    "the likeliest component only": ("Q keeps all K columns.", lambda A: A.argmax(axis=1)),
    "1 for the likeliest component and 0 for the others": (
        "That is K-means: Q is soft.",
        lambda A: (A == log_sum_exp.top(A)) * 1.0,
    ),
}

#: … and of Q itself.
OF_Q = {
    "the posterior e^Q, not its logarithm": ("Q holds logarithms.", np.exp),
    "minus the answer": ("ln of a probability is 0 or less.", np.negative),
    "the logarithm to base 2": (NATURAL, lambda Q: Q / np.log(2)),
    "the logarithm to base 10": (NATURAL, lambda Q: Q / np.log(10)),
    "K × N instead of N × K": ("Rows are points: transpose.", np.transpose),
    "a small number added to the posterior": (
        f"ln(r + 1e-10) stops at −23. {SAFE}",
        lambda Q: np.log(np.exp(Q) + 1e-10),
    ),
    "the logarithm of the posterior e^Q": (
        "A posterior below 1e-308 underflows to 0, and ln 0 is −inf. Stay in the logarithm.",
        lambda Q: np.log(np.exp(Q)),
    ),
    "values cut off at −700": (
        "No clipping: a logarithm may be far below.",
        lambda Q: np.maximum(Q, -700),
    ),
}

#: Slips of the whole.
WHOLE = {
    "ln π forgotten in the normaliser": (
        SAME,
        with_normaliser(lambda P, pi: lse(P, keepdims=True)),
    ),
    "a posterior taken through the densities": (SAFE, by_densities),
    "the logarithm of a sum of densities as normaliser": (
        SAFE,
        with_normaliser(lambda P, pi: np.log(np.exp(P) @ pi)[:, None]),
    ),
    "a small number added to π before its logarithm": (
        "ln(π + 1e-10) is not −inf where π is 0: let np.log give −inf there.",
        lambda P, pi: normalised(P + np.log(pi + 1e-10)),
    ),
}

#: What some of them are called where they normalise.
CALLED = {
    "a sum down the columns, axis 0, in the normaliser": "normalised over the points, axis 0",
    "a sum over everything, in the normaliser": "normalised over everything at once",
    "the maximum alone, in the normaliser": "the row's maximum as the normaliser",
}


def of_the_posterior(line):
    return {CALLED.get(name, name): slip for name, slip in in_the_normaliser(line).items()}


NORMALISERS = [
    *rows(ROWS, NORMALISED, of_the_joint),
    *rows(
        ROWS, of_the_posterior(log_sum_exp.REDUCTION), lambda f: with_normaliser(of_the_joint(f))
    ),
]

TABLE = [
    *map(in_both_places, LINES),
    *NORMALISERS,
    *rows(SAME, OUTSIDE, outside_the_normaliser),
    *rows("", ON_PAPER, with_normaliser),
    *rows("", OF_THE_JOINT, of_the_joint),
    *rows("", OF_Q, made_of(posterior)),
    *rows("", WHOLE),
]
