"""Slips with P = −d ln σ − (d/2) ln 2π − D/(2σ²) (P-7).

Known to `log_gaussians`, and to the E-step of `em_step`.
"""

import numpy as np

from .row import NATURAL, densities, lifted, rows

NORMALISER = "The normaliser is −d ln(σ √2π) (P-5)."
DISTANCE = "The distance term is −D/(2σ²), column j with its own σ_j (P-7)."
LOGARITHMS = "Never leave the logarithm: P-5 needs no exponential."
OWN = "Column j needs its own σ_j."

ROOT = np.sqrt(2 * np.pi)
LN_2PI = np.log(2 * np.pi)

#: What may stand in place of ln σ: functions of σ, D and d.
LOG_SIGMA = {
    "": lambda s, D, d: np.log(s),
    "σ in place of ln σ": lambda s, D, d: s,
    "σ² in place of ln σ": lambda s, D, d: s**2,
    "√σ in place of ln σ": lambda s, D, d: np.sqrt(s),
    "1/σ in place of ln σ": lambda s, D, d: 1 / s,
    "ln(1 + σ) in place of ln σ": lambda s, D, d: np.log1p(s),
    "ln(1 + σ²) in place of ln σ": lambda s, D, d: np.log1p(s**2),
    "ln σ, squared": lambda s, D, d: np.log(s) ** 2,
    "ln D in place of ln σ": lambda s, D, d: np.log(np.maximum(D, 1e-300)),
    "ln(σ + √2π) in place of ln σ √2π": lambda s, D, d: np.log(s + ROOT),
    "ln(σ² + 2π) in place of ln σ √2π": lambda s, D, d: np.log(s**2 + 2 * np.pi),
    "ln(σ + 2π) in place of ln σ √2π": lambda s, D, d: np.log(s + 2 * np.pi),
    "ln dσ in place of ln σ": lambda s, D, d: np.log(d * s),
    "d + ln σ in place of d ln σ": lambda s, D, d: (d + np.log(s)) / d,
    "ln σ to the power d": lambda s, D, d: np.log(s) ** d / d if d < 50 else 0 * s,
}

#: What may stand in place of σ_j: each column needs its own.
OTHER_SIGMA = {
    "ln σ summed over all the components": lambda s: 0 * s + np.log(s).sum(),
    "ln σ averaged over all the components": lambda s: 0 * s + np.log(s).mean(),
    "the logarithm of the sum of all σ": lambda s: 0 * s + np.log(s.sum()),
    "the logarithm of the mean σ": lambda s: 0 * s + np.log(s.mean()),
}

#: What may stand in place of d: functions of d, N and K.
DIMENSION = {
    "": lambda d, N, K: d,
    "the factor d forgotten in": (
        "Each of the d coordinates brings one factor.",
        lambda d, N, K: 1,
    ),
    "d = 2 written into": ("It is right for d = 2 only.", lambda d, N, K: 2),
    "d = 3 written into": ("It is right for d = 3 only.", lambda d, N, K: 3),
    "N instead of d in": lambda d, N, K: N,
    "K instead of d in": lambda d, N, K: K,
    "d² instead of d in": lambda d, N, K: d**2,
    "√d instead of d in": lambda d, N, K: np.sqrt(d),
    "d − 1 instead of d in": lambda d, N, K: d - 1,
    "d + 1 instead of d in": lambda d, N, K: d + 1,
    "1/d instead of d in": lambda d, N, K: 1 / d,
}


def with_dimension(slip):
    return lambda s, d, N, K: -slip(d, N, K) * np.log(s * ROOT)


#: What may stand in place of σ² under the distance: functions of σ and d.
SIGMA_SQUARED = {
    "": lambda s, d: s**2,
    "σ instead of σ² under the distance": lambda s, d: s,
    "σ instead of 2σ² under the distance": lambda s, d: s / 2,
    "2 · σ instead of σ² under the distance": lambda s, d: 2 * s,
    "no σ in the distance term": lambda s, d: 0 * s + 1,
    "D / 2 · σ² for want of brackets": (
        "In D / 2 * σ² the σ² multiplies: write D / (2 * σ²).",
        lambda s, d: 1 / s**2,
    ),
    "1/σ instead of σ² under the distance": lambda s, d: 1 / s,
    "σ to the power 4 under the distance": lambda s, d: s**4,
    "σ to the power 3 under the distance": lambda s, d: s**3,
    "√σ under the distance": lambda s, d: np.sqrt(s),
    "σ to the power d under the distance": lambda s, d: s**d if d < 50 else 0 * s + 1,
    "σ to the power 2d under the distance": lambda s, d: s ** (2 * d) if d < 50 else 0 * s + 1,
    "the mean of σ² under the distance": lambda s, d: 0 * s + (s**2).mean(),
    "the mean of σ, squared, under the distance": lambda s, d: 0 * s + s.mean() ** 2,
    "the sum of σ² under the distance": lambda s, d: 0 * s + (s**2).sum(),
    "1 + σ² under the distance": lambda s, d: 1 + s**2,
    "2 + σ² under the distance": lambda s, d: 2 + s**2,
    "2 − σ² under the distance": lambda s, d: np.where(s**2 == 2, 1, 2 - s**2),
    "1 + 2σ² under the distance": lambda s, d: 1 + 2 * s**2,
    "2 to the power of σ² under the distance": lambda s, d: 2 ** (s**2),
}

#: What may stand in place of D.
SQUARED = {
    "": lambda D, d: D,
    "the square root of D in the distance term": (
        "D is already what belongs there.",
        lambda D, d: np.sqrt(D),
    ),
    "D squared once more": ("D is a square already.", lambda D, d: D**2),
    "D to the power 1.5": lambda D, d: D**1.5,
    "D to the power 3": lambda D, d: D**3,
    "1/D in place of D": lambda D, d: 1 / np.maximum(D, 1e-300),
    "1/√D in place of D": lambda D, d: 1 / np.sqrt(np.maximum(D, 1e-300)),
    "ln D in place of D": lambda D, d: np.log(np.maximum(D, 1e-300)),
    "D − d in place of D": lambda D, d: D - d,
    "D − 2 in place of D": lambda D, d: D - 2,
}

#: Factors of the distance term: functions of d, N and K.
FACTOR = {
    "the half forgotten in the distance term": lambda d, N, K: 2,
    "the distance halved twice": ("(2σ)² is 4σ².", lambda d, N, K: 1 / 2),
    "σ halved under the distance": lambda d, N, K: 4,
    "σ doubled under the distance": lambda d, N, K: 1 / 4,
    "a third in place of the half": lambda d, N, K: 2 / 3,
    "the plus sign in front of the distance": ("Far points are less likely.", lambda d, N, K: -1),
    "no distance term": lambda d, N, K: 0,
    "d in the distance term, too": lambda d, N, K: d,
    "the distance divided by d": lambda d, N, K: 1 / d,
    "N in the distance term, too": lambda d, N, K: N,
    "the distance divided by N": lambda d, N, K: 1 / N,
    "the distance divided by K": lambda d, N, K: 1 / K,
}

#: What may stand in place of D/σ² as a whole.
RATIO = {
    "D − σ² in place of D/σ²": lambda D, s: D - s**2,
    "D/2 − σ² in place of D/(2σ²)": lambda D, s: D - 2 * s**2,
    "σ²/D in place of D/σ²": lambda D, s: s**2 / np.maximum(D, 1e-300),
    "D²/σ⁴ in place of D/σ²": lambda D, s: D**2 / s**4,
    "√D/σ in place of D/σ²": lambda D, s: np.sqrt(D) / s,
    "(√D/σ)³ in place of D/σ²": lambda D, s: D**1.5 / s**3,
    "(√D + 1/σ)² in place of D/σ²": lambda D, s: (np.sqrt(D) + 1 / s) ** 2,
    "(√D − σ)² in place of D/σ²": lambda D, s: (np.sqrt(D) - s) ** 2,
    "e^−D/(2σ²) in place of −D/(2σ²)": lambda D, s: -2 * np.exp(-D / (2 * s**2)),
}

#: What may stand in place of D/σ²: functions of D, σ and d.
DISTANCES = {
    **lifted(SIGMA_SQUARED, lambda slip: lambda D, s, d: D / slip(s, d)),
    **lifted(SQUARED, lambda slip: lambda D, s, d: slip(D, d) / s**2),
    **lifted(FACTOR, lambda slip: lambda D, s, d: slip(d, *D.shape) * D / s**2),
    **lifted(RATIO, lambda slip: lambda D, s, d: slip(D, s)),
    "": lambda D, s, d: D / s**2,
}

#: Slips of the whole normaliser −d ln(σ √2π) that differ from column to column …
OF_SIGMA = {
    **{
        f"{name} the normaliser": slip
        for name, slip in lifted(DIMENSION, with_dimension).items()
        if name
    },
    "σ² instead of σ in the normaliser": lambda s, d, N, K: -d * np.log(s**2 * ROOT),
    "the normaliser halved": (
        "The half is in the root already.",
        lambda s, d, N, K: -d / 2 * np.log(s * ROOT),
    ),
    "the plus sign in front of the normaliser": lambda s, d, N, K: d * np.log(s * ROOT),
    "no normaliser": ("σ_j differs from column to column, so it counts.", lambda s, d, N, K: 0 * s),
    "the normaliser without its logarithm": lambda s, d, N, K: 1 / (s * ROOT) ** d,
    "ln(1 + …) in the normaliser": (
        "np.log1p(x) is ln(1 + x).",
        lambda s, d, N, K: -d * np.log1p(s * ROOT),
    ),
    "the logarithm to base 10": (NATURAL, lambda s, d, N, K: -d * np.log10(s * ROOT)),
    "the logarithm to base 2": (NATURAL, lambda s, d, N, K: -d * np.log2(s * ROOT)),
}

OTHER_PI = {"3.14": 3.14, "3.1416": 3.1416, "3.14159": 3.14159, "22/7": 22 / 7}


def with_pi(pi):
    return lambda s, d, N, K: -d * np.log(s * np.sqrt(2 * pi))


#: … and those that cancel in a posterior, or are one of the others there.
OF_TWO_PI = {
    "the root taken of σ, too, in the normaliser": lambda s, d, N, K: (
        -d * np.log(np.sqrt(s * 2 * np.pi))
    ),
    "2π without its root in the normaliser": lambda s, d, N, K: -d * np.log(s * 2 * np.pi),
    "the normaliser without σ": lambda s, d, N, K: -d * np.log(ROOT) + 0 * s,
    "the normaliser without 2π": lambda s, d, N, K: -d * np.log(s),
    "ln σ with a plus sign": lambda s, d, N, K: d * np.log(s) - d * LN_2PI / 2,
    "ln 2π with a plus sign": lambda s, d, N, K: -d * np.log(s) + d * LN_2PI / 2,
    "d at ln σ but not at ln 2π": lambda s, d, N, K: -d * np.log(s) - LN_2PI / 2,
    "d at ln 2π but not at ln σ": lambda s, d, N, K: -np.log(s) - d * LN_2PI / 2,
    "π instead of 2π in the normaliser": lambda s, d, N, K: -d * np.log(s * np.sqrt(np.pi)),
    "the mean of σ in the normaliser": (OWN, lambda s, d, N, K: -d * np.log(s.mean() * ROOT)),
    "the normalisers of all components added up": (
        OWN,
        lambda s, d, N, K: -d * np.log(s * ROOT).sum(),
    ),
    "σ to the power d inside the logarithm": (
        "σ^d leaves the range of a float at d = 100: d ln σ does not.",
        lambda s, d, N, K: -np.log((s * ROOT) ** d),
    ),
    **{f"{words} for π": ("Use np.pi.", with_pi(pi)) for words, pi in OTHER_PI.items()},
}


def with_sizes(slip):
    return lambda D, s, d: slip(s, d, *D.shape)


def right_normaliser(D, s, d):
    return -d * np.log(s * ROOT)


def with_normaliser(slip):
    return lambda D, s, d: slip(s, d, *D.shape) - D / (2 * s**2)


def with_log_sigma(slip):
    return lambda D, s, d: -d * (slip(s, D, d) + LN_2PI / 2) - D / (2 * s**2)


def with_distance(slip):
    """P whose distance term is minus half of slip(D, s, d)."""
    return lambda D, s, d: right_normaliser(D, s, d) - slip(D, s, d) / 2


#: What may stand in place of σ, and what may be made of P: functions of D, σ and d.
WHOLE = {
    "σ as if it were the variance": (
        "sigma is a standard deviation: the variance is sigma**2.",
        lambda D, s, d: densities(D, np.sqrt(s), d),
    ),
    "σ² as if it were the standard deviation": (
        "sigma is a standard deviation already: do not square it first.",
        lambda D, s, d: densities(D, s**2, d),
    ),
    "the density, not its logarithm": (
        f"P holds logarithms. {LOGARITHMS}",
        lambda D, s, d: np.exp(densities(D, s, d)),
    ),
    "the first σ for every column": (OWN, lambda D, s, d: densities(D, s[0] + 0 * s, d)),
    "the mean of σ for every column": (OWN, lambda D, s, d: densities(D, s.mean() + 0 * s, d)),
    "σ in the order from last to first": (OWN, lambda D, s, d: densities(D, s[::-1], d)),
}

#: Slips that every task knows that computes P.
LINES = [
    *rows(NORMALISER, OF_SIGMA, with_normaliser),
    *rows(NORMALISER, LOG_SIGMA, with_log_sigma),
    *rows(DISTANCE, DISTANCES, with_distance),
    *rows("", WHOLE),
]
