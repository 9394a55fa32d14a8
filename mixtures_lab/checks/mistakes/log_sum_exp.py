"""Mistakes with the log-sum-exp."""

import numpy as np

from .row import Mistake, lse


def shifted_by(shift):
    """The log-sum-exp with another shift, right on paper."""

    def function(A):
        m = np.broadcast_to(shift(A), (*A.shape[:-1], 1))
        return (m + np.log(np.exp(A - m).sum(axis=-1, keepdims=True)))[..., 0]

    return function


SHIFT = "Take each row's own maximum out of the exponents and put it back in front (log-sum-exp)."
ALONG = "Sum along the last axis: one number for each row."

TABLE = [
    Mistake(
        "no maximum subtracted",
        "e to the 2000 overflows and e to the −2000 underflows to 0. " + SHIFT,
        lambda A: np.log(np.exp(A).sum(axis=-1)),
    ),
    Mistake(
        "the maximum subtracted and not added back",
        SHIFT,
        lambda A: lse(A, -1) - A.max(axis=-1),
    ),
    Mistake(
        "the maximum subtracted twice, not added back",
        SHIFT + " The sign in front is plus.",
        lambda A: lse(A, -1) - 2 * A.max(axis=-1),
    ),
    Mistake(
        "the maximum added without being subtracted", SHIFT, lambda A: lse(A, -1) + A.max(axis=-1)
    ),
    Mistake("the maximum alone", "The other entries count, too.", lambda A: A.max(axis=-1)),
    Mistake(
        "the mean of the exponentials instead of their sum",
        "Use sum: a mean is smaller by ln K.",
        lambda A: lse(A, -1) - np.log(A.shape[-1]),
    ),
    Mistake("minus the answer", "There is no minus sign in a log-sum-exp.", lambda A: -lse(A, -1)),
    Mistake("a sum down the columns, axis 0", ALONG, lambda A: lse(A, 0)),
    Mistake("a sum over everything", ALONG, lambda A: lse(A.reshape(1, -1), 1)[0]),
    Mistake("one number for all rows: the answers added up", ALONG, lambda A: lse(A, -1).sum()),
    Mistake(
        "the sum of the exponentials, no logarithm", "ln comes last.", lambda A: np.exp(lse(A, -1))
    ),
    Mistake(
        "the plain sum: the logarithm taken of each exponential",
        "The logarithm is of the sum, not of its terms.",
        lambda A: A.sum(axis=-1),
    ),
    Mistake(
        "the logarithm of the plain sum",
        "The exponentials are missing.",
        lambda A: np.log(A.sum(axis=-1)),
    ),
    Mistake(
        "the exponential of the sum", "ln comes last, e first.", lambda A: np.exp(A.sum(axis=-1))
    ),
    Mistake("the mean of the entries", "The exponentials are missing.", lambda A: A.mean(axis=-1)),
    Mistake(
        "the logarithm to base 2", "Here ln is natural: np.log.", lambda A: lse(A, -1) / np.log(2)
    ),
    Mistake(
        "the logarithm to base 10", "Here ln is natural: np.log.", lambda A: lse(A, -1) / np.log(10)
    ),
    Mistake(
        "the logarithm to base 2, the maximum added back",
        "Here ln is natural: np.log.",
        lambda A: A.max(axis=-1) + (lse(A, -1) - A.max(axis=-1)) / np.log(2),
    ),
    Mistake(
        "the logarithm to base 10, the maximum added back",
        "Here ln is natural: np.log.",
        lambda A: A.max(axis=-1) + (lse(A, -1) - A.max(axis=-1)) / np.log(10),
    ),
    Mistake(
        "ln(1 + the sum)",
        "np.log1p(x) is ln(1 + x): use it only for the sum without its largest term.",
        lambda A: A.max(axis=-1) + np.log1p(np.exp(A - A.max(axis=-1, keepdims=True)).sum(axis=-1)),
    ),
    Mistake(
        "ln(1 + the sum), without a shift",
        "np.log1p(x) is ln(1 + x). " + SHIFT,
        lambda A: np.log1p(np.exp(A).sum(axis=-1)),
    ),
    Mistake(
        "the maximum subtracted outside, not inside, the exponential",
        SHIFT,
        lambda A: (
            A.max(axis=-1)
            + np.log((np.exp(A) - np.exp(A.max(axis=-1, keepdims=True))).sum(axis=-1))
        ),
    ),
    Mistake(
        "the largest term left out of the sum",
        "Without its largest term the sum needs log1p.",
        lambda A: np.log(np.maximum(np.exp(A).sum(axis=-1) - np.exp(A.max(axis=-1)), 0)),
    ),
    Mistake(
        "one maximum for all rows",
        "A row far below the common maximum underflows. " + SHIFT,
        shifted_by(lambda A: A.max()),
    ),
    Mistake(
        "the minimum instead of the maximum",
        "e to the a − min overflows in a row that spans thousands. " + SHIFT,
        shifted_by(lambda A: A.min(axis=-1, keepdims=True)),
    ),
    Mistake(
        "the mean as the shift, instead of the maximum",
        "e to the a − mean overflows in a row that spans thousands. " + SHIFT,
        shifted_by(lambda A: A.mean(axis=-1, keepdims=True)),
    ),
    Mistake(
        "the largest absolute value as the shift",
        "Near −2000 the shift goes the wrong way. " + SHIFT,
        shifted_by(lambda A: np.abs(np.where(np.isfinite(A), A, 0)).max(axis=-1, keepdims=True)),
    ),
    Mistake(
        "the first entry of each row as the shift",
        "The first entry need not be the largest. " + SHIFT,
        shifted_by(lambda A: A[..., :1]),
    ),
    Mistake(
        "the exponents cut off at ±700",
        "Cutting off changes the answer. " + SHIFT,
        lambda A: np.log(np.exp(np.clip(A, -700, 700)).sum(axis=-1)),
    ),
    Mistake(
        "a small number added to the sum",
        "ln(s + 1e-10) stops at −23. " + SHIFT,
        lambda A: np.log(np.exp(A).sum(axis=-1) + 1e-10),
    ),
    Mistake(
        "the softmax instead of the log-sum-exp",
        "The softmax e^a/Σe^a is the slope of the log-sum-exp.",
        lambda A: np.exp(A - lse(A, -1, keepdims=True)),
    ),
    Mistake(
        "the log-softmax instead of the log-sum-exp",
        "One step too far: that is Q.",
        lambda A: A - lse(A, -1, keepdims=True),
    ),
    Mistake(
        "the first two columns only",
        "Right for K ≤ 2: sum over all the columns.",
        lambda A: lse(A[..., :2], -1),
    ),
]
