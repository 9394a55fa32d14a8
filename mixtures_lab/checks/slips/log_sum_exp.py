"""Slips with the log-sum-exp of each row, m + ln Σ e^(a − m).

Known to `log_sum_exp`, and as the normaliser to `negative_log_likelihood`, `log_posterior` and the
E-step of `em_step`.
"""

import numpy as np

from .row import NATURAL, lse, rows

SHIFT = "Take each row's own maximum out of the exponents and put it back in front (log-sum-exp)."
ALONG = "Sum along the last axis: one number for each row."
INSIDE = "The log-sum-exp is ln Σ e^a."


def top(A):
    return A.max(axis=1, keepdims=True)


def total(A):
    """The sum of each row, which keeps its axis."""
    return A.sum(axis=1, keepdims=True)


def shifted(A):
    """Σ e^(a − m)"""
    return total(np.exp(A - top(A)))


def whole(A):
    return lse(A, 1, keepdims=True)


def logs(A):
    return np.log(np.maximum(A, 1e-300))


MEAN = "the mean of the exponentials instead of their sum, ln K less"

#: What may stand in place of the log-sum-exp; all keep the axis.
REDUCTION = {
    "": whole,
    "the maximum subtracted and not added back": (SHIFT, lambda A: whole(A) - top(A)),
    "the maximum subtracted twice, not added back": (
        f"The sign in front is plus. {SHIFT}",
        lambda A: whole(A) - 2 * top(A),
    ),
    "the maximum added without being subtracted": (SHIFT, lambda A: whole(A) + top(A)),
    "the maximum minus the logarithm": lambda A: 2 * top(A) - whole(A),
    "the maximum times the logarithm": lambda A: top(A) * (whole(A) - top(A)),
    "the maximum alone": ("The other entries count, too.", top),
    "the maximum plus ln K": lambda A: top(A) + np.log(A.shape[1]),
    "the minimum alone": lambda A: A.min(axis=1, keepdims=True),
    MEAN: ("Use sum: a mean is smaller by ln K.", lambda A: whole(A) - np.log(A.shape[1])),
    "the mean of the exponentials, and the maximum not added back": lambda A: (
        whole(A) - top(A) - np.log(A.shape[1])
    ),
    "a sum down the columns, axis 0": (ALONG, lambda A: lse(A, 0, keepdims=True)),
    "a mean down the columns, axis 0": (ALONG, lambda A: lse(A, 0, keepdims=True) - np.log(len(A))),
    "a sum over everything": (ALONG, lambda A: lse(A.reshape(1, -1), 1, keepdims=True)),
    "the sum of the exponentials, no logarithm": ("ln comes last.", lambda A: np.exp(whole(A))),
    "the plain sum: the logarithm taken of each exponential": (
        "The logarithm is of the sum, not of its terms.",
        total,
    ),
    "the mean of the entries": ("The exponentials are missing.", lambda A: total(A) / A.shape[1]),
    "the product of the entries": lambda A: A.prod(axis=1, keepdims=True),
    "the logarithm to base 2": (NATURAL, lambda A: whole(A) / np.log(2)),
    "the logarithm to base 10": (NATURAL, lambda A: whole(A) / np.log(10)),
    "the logarithm to base 2, the maximum added back": (
        NATURAL,
        lambda A: top(A) + np.log2(shifted(A)),
    ),
    "the logarithm to base 10, the maximum added back": (
        NATURAL,
        lambda A: top(A) + np.log10(shifted(A)),
    ),
    "the logarithm to base 2, the maximum not added back": lambda A: np.log2(shifted(A)),
    "the logarithm to base 10, the maximum not added back": lambda A: np.log10(shifted(A)),
    "ln(1 + the sum)": (
        "np.log1p(x) is ln(1 + x): use it only for the sum without its largest term.",
        lambda A: top(A) + np.log1p(shifted(A)),
    ),
    "ln(1 + the sum), the maximum not added back": lambda A: np.log1p(shifted(A)),
    "ln(1 + the sum), without a shift": (
        f"np.log1p(x) is ln(1 + x). {SHIFT}",
        lambda A: np.log1p(np.exp(whole(A))),
    ),
    "ln(1 + e^a) added up": lambda A: total(np.logaddexp(A, 0)),
    "a square root in place of the logarithm": lambda A: top(A) + np.sqrt(shifted(A)),
    "the root of the shifted sum alone": lambda A: np.sqrt(shifted(A)),
    "the shifted sum without its logarithm": lambda A: top(A) + shifted(A),
    "the logarithm squared": lambda A: top(A) + (whole(A) - top(A)) ** 2,
    "the log-sum-exp of −a": lambda A: whole(-A),
    "expm1 in place of exp": lambda A: logs(total(np.expm1(A))),
    "the largest and the smallest entry alone": lambda A: np.logaddexp(
        top(A), A.min(axis=1, keepdims=True)
    ),
    "the first and the last column only": lambda A: np.logaddexp(A[:, :1], A[:, -1:]),
    "the first two columns only": (
        "Right for K ≤ 2: sum over all the columns.",
        lambda A: whole(A[:, :2]),
    ),
    "the first column only": lambda A: A[:, :1],
    "the last column only": lambda A: A[:, -1:],
    "the first column left out": lambda A: whole(A[:, 1:]) if A.shape[1] > 1 else 0 * A,
    "the last column left out": lambda A: whole(A[:, :-1]) if A.shape[1] > 1 else 0 * A,
    "the shifted sum down the first column": lambda A: (
        top(A) + np.log(np.exp(A - top(A))[:, 0].sum())
    ),
    "the shifted sum down the last column": lambda A: (
        top(A) + np.log(np.exp(A - top(A))[:, -1].sum())
    ),
    "the shifted sum over everything": lambda A: top(A) + np.log(shifted(A).sum()),
}

#: What may stand in place of the exponential of a − m.
EXPONENTIAL = {
    "2 to the power in place of e": np.exp2,
    "10 to the power in place of e": lambda B: 10.0**B,
    "squares in place of exponentials": np.square,
    "exponentials of m − a": lambda B: np.exp(np.minimum(-B, 700)),
    "exponentials less 1": np.expm1,
    "exponentials squared": lambda B: np.exp(2 * B),
}

for name, power in EXPONENTIAL.items():
    REDUCTION[f"{name}, the maximum not added back"] = lambda A, f=power: logs(total(f(A - top(A))))
    REDUCTION[name] = lambda A, f=power: top(A) + logs(total(f(A - top(A))))

#: Reductions that are tried with every other slip; the others with right ones.
SIMPLE = {
    "the maximum subtracted and not added back",
    "the maximum alone",
    MEAN,
    "a sum down the columns, axis 0",
    "a sum over everything",
    "the plain sum: the logarithm taken of each exponential",
}


def shifted_by(shift):
    """The log-sum-exp with another shift, right on paper."""

    def function(A):
        m = np.broadcast_to(shift(A), (len(A), 1))
        return m + np.log(total(np.exp(A - m)))

    return function


#: Right on paper, and wrong where numbers are large or small.
ON_PAPER = {
    "no maximum subtracted": (
        "e to the 2000 overflows and e to the −2000 underflows to 0.",
        lambda A: np.log(total(np.exp(A))),
    ),
    "one maximum for all rows": (
        "A row far below the common maximum underflows.",
        shifted_by(np.max),
    ),
    "the minimum instead of the maximum": (
        "e to the a − min overflows in a row that spans thousands.",
        shifted_by(lambda A: A.min(axis=1, keepdims=True)),
    ),
    "the mean as the shift, instead of the maximum": (
        "e to the a − mean overflows in a row that spans thousands.",
        shifted_by(lambda A: A.mean(axis=1, keepdims=True)),
    ),
    "the largest absolute value as the shift": (
        "Near −2000 the shift goes the wrong way.",
        shifted_by(lambda A: np.abs(np.where(np.isfinite(A), A, 0)).max(axis=1, keepdims=True)),
    ),
    "the first entry of each row as the shift": (
        "The first entry need not be the largest.",
        shifted_by(lambda A: A[:, :1]),
    ),
    "the exponents cut off at ±700": (
        "Cutting off changes the answer.",
        lambda A: np.log(total(np.exp(np.clip(A, -700, 700)))),
    ),
    "a small number added to the sum": (
        "ln(s + 1e-10) stops at −23.",
        lambda A: np.log(total(np.exp(A)) + 1e-10),
    ),
    "the maximum subtracted outside, not inside, the exponential": lambda A: (
        top(A) + np.log(total(np.exp(A) - np.exp(top(A))))
    ),
}


def without_the_axis(slip):
    """One number for each row, for each column, or one in all."""

    def function(A):
        made = slip(A)
        return made[:, 0] if len(made) == len(A) else made[0] if made.size > 1 else made[0, 0]

    return function


#: Slips of the whole.
WHOLE = {
    "minus the answer": ("There is no minus sign in a log-sum-exp.", lambda A: -lse(A)),
    "one number for all rows: the answers added up": (ALONG, lambda A: lse(A).sum()),
    "a sum over everything, in every row": (ALONG, lambda A: lse(A.reshape(1, -1)) + 0 * A[:, 0]),
    "the logarithm of the plain sum": (
        "The exponentials are missing.",
        lambda A: np.log(A.sum(axis=1)),
    ),
    "the exponential of the sum": ("ln comes last, e first.", lambda A: np.exp(A.sum(axis=1))),
    "the largest term left out of the sum": (
        "Without its largest term the sum needs log1p.",
        lambda A: np.log(np.maximum(np.exp(A).sum(axis=1) - np.exp(A.max(axis=1)), 0)),
    ),
    "the softmax instead of the log-sum-exp": (
        "The softmax e^a/Σe^a is the slope of the log-sum-exp.",
        lambda A: np.exp(A - whole(A)),
    ),
    "the log-softmax instead of the log-sum-exp": (
        "One step too far: that is Q.",
        lambda A: A - whole(A),
    ),
}

TABLE = [
    *rows(INSIDE, REDUCTION, without_the_axis),
    *rows(SHIFT, ON_PAPER, without_the_axis),
    *rows("", WHOLE),
]
