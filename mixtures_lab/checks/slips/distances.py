"""Slips with D: by differences, D = Σ (x − μ)², and multiplied out, D = X² − 2 X μᵀ + μ² (dist-6).

Known to `squared_distances`, to `kmeans_assign`, and to the E-step of `em_step`.
"""

import numpy as np

from .row import distances, made_of, rows

SQUARE = "Square each difference, then add up along the coordinates, axis 2 of (N, K, d)."
TERMS = "Multiply (x − μ)² out: three terms, and the cross term is −2 X μᵀ (dist-6)."
AXIS = "Of the axes (N, K, d) the last one holds the coordinates: sum along axis 2."
ALL = "All the coordinates count: sum over all the columns."


def safe(A):
    """A without its zeros, to divide by."""
    return np.where(A == 0, 1, A)


#: What may be made of the differences (N, K, d), in place of the sum of their squares.
SUM_OF_SQUARES = {
    "": lambda E: (E**2).sum(axis=2),
    "the distance itself, not its square": (
        "Leave the square root out (np.linalg.norm takes it).",
        lambda E: np.sqrt((E**2).sum(axis=2)),
    ),
    "absolute differences instead of squares": lambda E: abs(E).sum(axis=2),
    "absolute differences added up, then squared": lambda E: abs(E).sum(axis=2) ** 2,
    "the differences added up before squaring": lambda E: E.sum(axis=2) ** 2,
    "differences without a square": lambda E: E.sum(axis=2),
    "the differences doubled, not squared": lambda E: 2 * E.sum(axis=2),
    "the largest coordinate only": lambda E: (E**2).max(axis=2),
    "the smallest coordinate only": lambda E: (E**2).min(axis=2),
    "the median over the coordinates": lambda E: np.median(E**2, axis=2),
    "the variance over the coordinates": lambda E: E.var(axis=2),
    "the product over the coordinates": lambda E: (E**2).prod(axis=2),
    "the distance to the power 4": ("D is a square.", lambda E: (E**2).sum(axis=2) ** 2),
    "the distance to the power 3": ("D is a square.", lambda E: (E**2).sum(axis=2) ** 1.5),
    "fourth powers of the differences": lambda E: (E**4).sum(axis=2),
    "cubes of the differences": lambda E: (abs(E) ** 3).sum(axis=2),
    "cubes of the differences, with their signs": lambda E: (E**3).sum(axis=2),
    "the differences to the power 1.5": lambda E: (abs(E) ** 1.5).sum(axis=2),
    "the roots of the differences": lambda E: np.sqrt(abs(E)).sum(axis=2),
    "the differences to the power 0, a constant": lambda E: (E != 2e-99).sum(axis=2),
    "the differences to the power −1": lambda E: (1 / safe(E)).sum(axis=2),
    "the differences to the power −2": lambda E: (1 / safe(E) ** 2).sum(axis=2),
    "exponentials of the differences": lambda E: np.exp(np.minimum(E, 300)).sum(axis=2),
    "2 to the power of the differences": lambda E: (2.0 ** np.clip(E, -300, 300)).sum(axis=2),
    "the first coordinate only": (ALL, lambda E: E[..., 0] ** 2),
    "the last coordinate only": (ALL, lambda E: E[..., -1] ** 2),
    "the first two coordinates only": (
        "Right for d = 1 and 2: " + ALL,
        lambda E: (E[..., :2] ** 2).sum(axis=2),
    ),
    "the last coordinate left out": (
        ALL + " range(d) already stops before d.",
        lambda E: (E[..., :-1] ** 2).sum(axis=2),
    ),
    "the first coordinate left out": (
        "Coordinates count from 0.",
        lambda E: (E[..., 1:] ** 2).sum(axis=2),
    ),
}


def to_length_1(A):
    return A / safe(np.sqrt((A**2).sum(axis=1, keepdims=True)))


def spread(X, how):
    return np.where(how(X, axis=0) > 0, how(X, axis=0), 1)


#: What may stand in place of the differences x − μ, (N, K, d) each.
DIFFERENCES = {
    "": lambda X, mu: X[:, None] - mu,
    "+2 instead of −2 in the cross term": (
        "(x + μ)² has a plus there, (x − μ)² has none.",
        lambda X, mu: X[:, None] + mu,
    ),
    "the products x μ": lambda X, mu: X[:, None] * mu,
    "the quotients x / μ": lambda X, mu: X[:, None] / mu,
    "x alone, without μ": lambda X, mu: X[:, None] + 0 * mu,
    "μ alone, without x": lambda X, mu: 0 * X[:, None] + mu,
    "x less the mean of X, and μ": lambda X, mu: X[:, None] - mu - X.mean(axis=0),
    "x, and μ less the mean of μ": lambda X, mu: X[:, None] - mu + mu.mean(axis=0),
    "differences over the standard deviation of each coordinate": lambda X, mu: (
        (X[:, None] - mu) / spread(X, np.std)
    ),
    "differences over the range of each coordinate": lambda X, mu: (
        (X[:, None] - mu) / spread(X, np.ptp)
    ),
    "x and μ cut to whole numbers": (
        "Something turns the coordinates into integers, such as astype(int) or //.",
        lambda X, mu: np.trunc(X)[:, None] - np.trunc(mu),
    ),
    "x cut to whole numbers": lambda X, mu: np.trunc(X)[:, None] - mu,
    "μ cut to whole numbers": lambda X, mu: X[:, None] - np.trunc(mu),
    "x and μ scaled to length 1": lambda X, mu: to_length_1(X)[:, None] - to_length_1(mu),
    "μ reshaped from its transpose": lambda X, mu: X[:, None] - mu.T.ravel().reshape(mu.shape),
    "the means in the opposite order": lambda X, mu: X[:, None] - mu[::-1],
    "the mean before the one meant": lambda X, mu: X[:, None] - np.roll(mu, 1, 0),
    "the mean after the one meant": lambda X, mu: X[:, None] - np.roll(mu, -1, 0),
    "the point before the one meant": lambda X, mu: np.roll(X, 1, 0)[:, None] - mu,
    "the point after the one meant": lambda X, mu: np.roll(X, -1, 0)[:, None] - mu,
    "the first mean for every column": lambda X, mu: X[:, None] - mu[:1] + 0 * mu,
}

#: What may stand in place of the squares of X or μ, one number for each row.
SQUARES = {
    "": lambda A: (A**2).sum(axis=1),
    "{} summed before it is squared": lambda A: A.sum(axis=1) ** 2,
    "{} without the square": lambda A: A.sum(axis=1),
    "the length of {}, not its square": lambda A: np.sqrt((A**2).sum(axis=1)),
    "absolute values of {}, not squares": lambda A: abs(A).sum(axis=1),
    "a mean over the coordinates of {}²": lambda A: (A**2).mean(axis=1),
    "the squared length of {} squared again": lambda A: (A**2).sum(axis=1) ** 2,
    "the largest coordinate of {}² alone": lambda A: (A**2).max(axis=1),
    "the coordinates of {}² multiplied": lambda A: (A**2).prod(axis=1),
    "cubes of {}": lambda A: (A**3).sum(axis=1),
    "fourth powers of {}": lambda A: (A**4).sum(axis=1),
    "the first coordinate of {}² alone": lambda A: A[:, 0] ** 2,
    "the last coordinate of {}² alone": lambda A: A[:, -1] ** 2,
    "2 to the power {}": lambda A: np.exp2(np.minimum(A, 300)).sum(axis=1),
    "2 over {}": lambda A: (1 / safe(A)).sum(axis=1),
    "d in place of {}²": lambda A: np.full(len(A), A.shape[1]),
    "{}² summed over all the rows": lambda A: np.full(len(A), (A**2).sum()),
}

#: What may stand in place of X μᵀ.
CROSS = {
    "": lambda X, mu: X @ mu.T,
    "1/X in place of X": lambda X, mu: (1 / safe(X)) @ mu.T,
    "1/μ in place of μ": lambda X, mu: X @ (1 / safe(mu)).T,
    "2 + X in place of X": lambda X, mu: (2 + X) @ mu.T,
    "2 − X in place of X": lambda X, mu: (2 - X) @ mu.T,
    "sums multiplied": lambda X, mu: X.sum(axis=1)[:, None] * mu.sum(axis=1),
    "lengths multiplied instead of the product X μᵀ": lambda X, mu: np.sqrt(
        (X**2).sum(axis=1)[:, None] * (mu**2).sum(axis=1)
    ),
    "absolute values multiplied": lambda X, mu: abs(X) @ abs(mu).T,
    "the absolute value of the product": lambda X, mu: abs(X @ mu.T),
    "the product squared": lambda X, mu: (X @ mu.T) ** 2,
    "squares multiplied": lambda X, mu: X**2 @ (mu**2).T,
    "X squared": lambda X, mu: X**2 @ mu.T,
    "mu squared": lambda X, mu: X @ (mu**2).T,
    "a mean over the coordinates": lambda X, mu: X @ mu.T / X.shape[1],
    "mu in the opposite order": lambda X, mu: X @ mu[::-1].T,
    "the first coordinate alone": lambda X, mu: X[:, :1] @ mu[:, :1].T,
    "the last coordinate alone": lambda X, mu: X[:, -1:] @ mu[:, -1:].T,
    "X alone": lambda X, mu: X.sum(axis=1)[:, None] + 0 * mu[:, 0],
    "mu alone": lambda X, mu: 0 * X[:, :1] + mu.sum(axis=1),
    "x + μ in place of x · μ": lambda X, mu: X.sum(axis=1)[:, None] + mu.sum(axis=1),
}

#: Factors of the three terms.
FACTORS = {
    "the factor −2 forgotten in the cross term": (1, 1, 1),
    "−1 instead of −2 in the cross term": (1, -1, 1),
    "the cross term left out": (1, 0, 1),
    "the term X² left out": (0, -2, 1),
    "the term μ² left out": (1, -2, 0),
    "only the cross term": (0, -2, 0),
    "the product X μᵀ instead of distances": (0, 1, 0),
    "the term μ² subtracted": (1, -2, -1),
    "the term X² subtracted": (-1, -2, 1),
}


def by_terms(X, mu, x2="", cross="", m2="", factors=(1, -2, 1)):
    """D from its terms, one of them another; factors that are 0 leave the shape."""
    a, b, c = factors
    return a * SQUARES[x2](X)[:, None] + b * CROSS[cross](X, mu) + c * SQUARES[m2](mu)


def with_terms(**others):
    return lambda X, mu: by_terms(X, mu, **others)


by_differences = made_of(DIFFERENCES[""])


def of_differences(slip):
    return lambda X, mu: (slip(X, mu) ** 2).sum(axis=2)


of_D = made_of(distances)


#: Slips of one line that show in the nearest mean …
NOT_OF_X = [
    *rows(SQUARE, SUM_OF_SQUARES, by_differences),
    *rows("D is made of the differences x − μ.", DIFFERENCES, of_differences),
    *rows(TERMS, {name: with_terms(factors=factors) for name, factors in FACTORS.items()}),
    *rows(TERMS, {name.format("mu"): with_terms(m2=name) for name in SQUARES if name}),
    *rows(TERMS, {f"{name}, in the cross term": with_terms(cross=name) for name in CROSS if name}),
]

#: … and those that do not: every task that computes D inherits them.
LINES = [
    *NOT_OF_X,
    *rows(TERMS, {name.format("X"): with_terms(x2=name) for name in SQUARES if name}),
]

#: What `squared_distances` alone knows, of the differences (N, K, d), …
ALONG = {
    "a sum over the means instead of the coordinates": (AXIS, lambda E: (E**2).sum(axis=1)),
    "a sum over the points instead of the coordinates": (AXIS, lambda E: (E**2).sum(axis=0)),
    "one distance per coordinate, not added up": (
        "The answer has shape (N, K): sum along the coordinates.",
        np.square,
    ),
    "the mean over the coordinates instead of the sum": (
        "A squared distance is a sum: it grows with d.",
        lambda E: (E**2).mean(axis=2),
    ),
}

#: … of D itself, …
OF_D = {
    "K × N instead of N × K": (
        "Rows are points and columns are components: swap X and mu, or transpose.",
        np.transpose,
    ),
    "half the squared distance": ("The half belongs to P, not to D.", lambda D: D / 2),
    "minus the squared distance": ("The sign: D is never negative.", np.negative),
    "each row divided by its largest entry": (
        "D is in the units of the data squared: no normalising.",
        lambda D: D / D.max(axis=1, keepdims=True),
    ),
    "whole numbers": (
        "Something turns the entries into integers: an array made with dtype=int, or //.",
        np.floor,
    ),
    "numbers rounded to a few digits": (
        "Do not round: the next matrices need all digits.",
        lambda D: D.round(3),
    ),
    "only the nearest mean's distance": (
        "D keeps the distances to all K means: no minimum yet.",
        lambda D: D.min(axis=1),
    ),
    "the sum over the means": ("D keeps the distances to all K means.", lambda D: D.sum(axis=1)),
}

#: … and of the whole.
WHOLE = {
    "X − mu without a new axis": (
        "The shapes (N, d) and (K, d) do not broadcast to all pairs: use X[:, None] − mu, "
        "of shape (N, K, d).",
        lambda X, mu: ((X - mu) ** 2).sum(axis=1),
    ),
    "the difference of the two lengths": (
        f"|x|² − |μ|² forgets the direction. {TERMS}",
        lambda X, mu: abs(SQUARES[""](X)[:, None] - SQUARES[""](mu)),
    ),
    "the row sums of X² without a new axis": (
        "They have shape (N,) and line up with the columns: keepdims=True, or [:, None].",
        lambda X, mu: SQUARES[""](X) - 2 * X @ mu.T + SQUARES[""](mu),
    ),
    "the square root of the expanded form": (
        "Far from the origin the expansion comes out below 0, and its root is NaN: "
        "subtract first, or clip at 0 before the root.",
        lambda X, mu: np.sqrt(by_terms(X, mu)) ** 2,
    ),
}

TABLE = [*LINES, *rows("", OF_D, of_D), *rows("", ALONG, by_differences), *rows("", WHOLE)]
