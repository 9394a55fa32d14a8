"""D, P, Q and the log-sum-exp of a row as sums of terms, with what may stand in place of each.

The slips are those of `slips/`, and pairs of them. `search.py` fits the factors.
"""

import itertools
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from .slips import density, distances, log_sum_exp, posterior
from .slips.row import plain


class Term(NamedTuple):
    """A term of a sum for one problem: its name, its factor, what may stand in its place."""

    name: str
    factor: float
    variants: dict  # by the name of one slip, an array of the answer's shape; "" is right
    pairs: Mapping = MappingProxyType({})  # by the names of two slips
    of: str = ""  # what a logarithm is taken of: a factor of the term is one of this as well


A_CONSTANT = "a constant"


def constant(ones):
    return Term(A_CONSTANT, 0, {"": ones})


def two(first, second, make):
    """By both names, what is made of every two slips of two lines."""
    pairs = itertools.product(plain(first).items(), plain(second).items())
    return {f"{a}, and {b}": make(f, g) for (a, f), (b, g) in pairs if a and b}


def of_distances(X, mu):
    ones = np.ones((len(X), len(mu)))
    squares, cross = plain(distances.SQUARES), plain(distances.CROSS)
    x2, m2 = squares[""](X)[:, None] * ones, squares[""](mu) * ones
    left = {name.format("X"): slip(X)[:, None] * ones for name, slip in squares.items()}
    right = {name.format("mu"): slip(mu) * ones for name, slip in squares.items()}
    product = {"the product of X² and μ²": x2 * m2}
    return [
        Term("X² · 1", 1, {**left, **product, "mu in place of X": m2}),
        Term("X μᵀ", -2, {name: slip(X, mu) for name, slip in cross.items()}),
        Term("1 · (μᵀ)²", 1, {**right, **product, "X in place of mu": x2}),
        constant(ones),
    ]


#: Terms that have changed places are the same sum.
SWAPPED = {("mu in place of X", "", "X in place of mu", "")}


def of_density(D, s, d):
    ones, (N, K) = np.ones(D.shape), D.shape
    log_sigma, dimension = plain(density.LOG_SIGMA), plain(density.DIMENSION)
    dimension = {name and f"{name} it": slip for name, slip in dimension.items()}
    half = density.LN_2PI / 2
    others = {name: d * slip(s) * ones for name, slip in density.OTHER_SIGMA.items()}
    of_d = {name: slip(d, N, K) for name, slip in dimension.items()}
    return [
        Term(
            "ln σ",
            -1,
            {name: n * np.log(s) * ones for name, n in of_d.items()}
            | {name: d * slip(s, D, d) * ones for name, slip in log_sigma.items()}
            | others,
            two(log_sigma, dimension, lambda f, g: g(d, N, K) * f(s, D, d) * ones),
        ),
        Term(
            "(d/2) ln 2π",
            -1,
            {name: n * half * ones for name, n in of_d.items()} | {"ln d": np.log(d) * ones},
            of="σ √2π",
        ),
        Term(
            "D/(2σ²)",
            -1,
            {name: slip(D, s, d) / 2 * ones for name, slip in plain(density.DISTANCES).items()},
            two(density.SQUARED, density.SIGMA_SQUARED, lambda f, g: f(D, d) / g(s, d) / 2 * ones),
        ),
        constant(ones),
    ]


def of_posterior(P, pi):
    ones, A = np.ones(P.shape), posterior.joint(P, pi)
    weights = plain(posterior.LOG_PI | posterior.OFF_BY_A_CONSTANT)
    reductions = plain(log_sum_exp.REDUCTION)
    joint = {name: make(P, pi) for name, make in posterior.joints(weights)}
    both = {name: make(P, pi) for name, make in posterior.joints(posterior.LOG_PI, pairs=True)}
    whole = reductions[""]
    simple = {
        f"{how} of P + ln π with {what}": reductions[how](B) * ones
        for how in log_sum_exp.SIMPLE
        for what, B in joint.items()
    }
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
        Term("ln π", 1, {name: slip(pi) * ones for name, slip in weights.items()}),
        Term(
            "logsumexp(P + ln π)",
            -1,
            {name: slip(A) * ones for name, slip in reductions.items()}
            | {f"P + ln π with {what}": whole(B) * ones for what, B in joint.items()},
            simple | {f"P + ln π with {what}": whole(B) * ones for what, B in both.items()},
        ),
        constant(ones),
    ]


#: A term has no maximum in it: the maximum is the other term.
END = ", the maximum not added back"


def of_rows(A):
    """The log-sum-exp as the maximum and the logarithm of the shifted sum."""
    m, s, (N, K) = A.max(axis=1), log_sum_exp.shifted(A)[:, 0], A.shape
    rest, made = np.log(s), {}
    for name, slip in plain(log_sum_exp.REDUCTION).items():
        value = slip(A)
        if name and value.shape[1] == 1 and name.removesuffix(END) not in made:
            made[name.removesuffix(END)] = np.broadcast_to(value[:, 0], N)
    maximum = {
        "": m,
        "the minimum": A.min(axis=1),
        "the mean": A.mean(axis=1),
        "the first entry": A[:, 0],
        "the last entry": A[:, -1],
        "the largest absolute value": abs(A).max(axis=1),
        "the plain sum": A.sum(axis=1),
        "its exponential": np.exp(m),
    }
    logarithm = {
        "": rest,
        "no logarithm": s,
        "the mean in place of the sum": rest - np.log(K),
        "ln(1 + the sum)": np.log1p(s),
        "the product in place of the sum": (A - m[:, None]).sum(axis=1),
        "the logarithm squared": rest**2,
        "a square root in place of the logarithm": np.sqrt(s),
    }
    return [
        Term("the maximum", 1, maximum),
        Term("the logarithm of the shifted sum", 1, made | logarithm),
        constant(np.ones(N)),
    ]
