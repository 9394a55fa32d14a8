"""Mistakes with the matrix P."""

import numpy as np

from .row import Mistake, densities

TWO_PI = 2 * np.pi


def made(normaliser=None, distance=None):
    """P with another normaliser, or another distance term."""

    def function(D, sigma, d):
        first = (
            -d * np.log(sigma * np.sqrt(TWO_PI)) if normaliser is None else normaliser(D, sigma, d)
        )
        second = -D / (2 * sigma**2) if distance is None else distance(D, sigma, d)
        return first + second

    return function


def by_density(D, sigma, d):
    return np.log(np.exp(-D / (2 * sigma**2)) / (sigma * np.sqrt(TWO_PI)) ** d)


NORMALISER = "The normaliser is −d ln(σ √2π) (P-5)."
DISTANCE = "The distance term is −D/(2σ²), column j with its own σ_j (P-7)."
LOGARITHMS = "Never leave the logarithm: P-5 needs no exponential."

TABLE = [
    Mistake(
        "the factor d forgotten in the normaliser",
        NORMALISER + " Each of the d coordinates brings one factor.",
        made(lambda D, s, d: -np.log(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "d = 2 written into the normaliser",
        NORMALISER + " It is right for d = 2 only.",
        made(lambda D, s, d: -2 * np.log(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "N instead of d in the normaliser",
        NORMALISER,
        made(lambda D, s, d: -len(D) * np.log(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "K instead of d in the normaliser",
        NORMALISER,
        made(lambda D, s, d: -len(s) * np.log(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "d² instead of d in the normaliser",
        NORMALISER,
        made(lambda D, s, d: -(d**2) * np.log(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "σ² instead of σ in the normaliser",
        NORMALISER,
        made(lambda D, s, d: -d * np.log(s**2 * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "the root taken of σ, too, in the normaliser",
        NORMALISER,
        made(lambda D, s, d: -d * np.log(np.sqrt(s * TWO_PI))),
    ),
    Mistake(
        "2π without its root in the normaliser",
        NORMALISER,
        made(lambda D, s, d: -d * np.log(s * TWO_PI)),
    ),
    Mistake(
        "the normaliser halved",
        NORMALISER + " The half is in the root already.",
        made(lambda D, s, d: -d / 2 * np.log(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "the plus sign in front of the normaliser",
        NORMALISER,
        made(lambda D, s, d: d * np.log(s * np.sqrt(TWO_PI))),
    ),
    Mistake("no normaliser", NORMALISER, made(lambda D, s, d: 0 * s)),
    Mistake(
        "the normaliser without σ", NORMALISER, made(lambda D, s, d: -d * np.log(np.sqrt(TWO_PI)))
    ),
    Mistake("the normaliser without 2π", NORMALISER, made(lambda D, s, d: -d * np.log(s))),
    Mistake(
        "ln σ with a plus sign",
        NORMALISER,
        made(lambda D, s, d: d * np.log(s) - d / 2 * np.log(TWO_PI)),
    ),
    Mistake(
        "ln 2π with a plus sign",
        NORMALISER,
        made(lambda D, s, d: -d * np.log(s) + d / 2 * np.log(TWO_PI)),
    ),
    Mistake(
        "d at ln σ but not at ln 2π",
        NORMALISER,
        made(lambda D, s, d: -d * np.log(s) - np.log(TWO_PI) / 2),
    ),
    Mistake(
        "d at ln 2π but not at ln σ",
        NORMALISER,
        made(lambda D, s, d: -np.log(s) - d / 2 * np.log(TWO_PI)),
    ),
    Mistake(
        "π instead of 2π in the normaliser",
        NORMALISER,
        made(lambda D, s, d: -d * np.log(s * np.sqrt(np.pi))),
    ),
    Mistake(
        "the normaliser without its logarithm",
        NORMALISER,
        made(lambda D, s, d: 1 / (s * np.sqrt(TWO_PI)) ** d),
    ),
    Mistake(
        "ln(1 + …) in the normaliser",
        NORMALISER + " np.log1p(x) is ln(1 + x).",
        made(lambda D, s, d: -d * np.log1p(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "the mean of σ in the normaliser",
        NORMALISER + " Each column has its own σ_j.",
        made(lambda D, s, d: -d * np.log(s.mean() * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "the normalisers of all components added up",
        NORMALISER + " Each column has its own.",
        made(lambda D, s, d: -d * np.log(s * np.sqrt(TWO_PI)).sum()),
    ),
    Mistake("3.14 for π", "Use np.pi.", made(lambda D, s, d: -d * np.log(s * np.sqrt(2 * 3.14)))),
    Mistake(
        "3.1416 for π", "Use np.pi.", made(lambda D, s, d: -d * np.log(s * np.sqrt(2 * 3.1416)))
    ),
    Mistake(
        "3.14159 for π", "Use np.pi.", made(lambda D, s, d: -d * np.log(s * np.sqrt(2 * 3.14159)))
    ),
    Mistake("22/7 for π", "Use np.pi.", made(lambda D, s, d: -d * np.log(s * np.sqrt(44 / 7)))),
    Mistake(
        "σ instead of σ² under the distance", DISTANCE, made(None, lambda D, s, d: -D / (2 * s))
    ),
    Mistake(
        "the distance halved twice",
        DISTANCE + " (2σ)² is 4σ².",
        made(None, lambda D, s, d: -D / (4 * s**2)),
    ),
    Mistake(
        "the half forgotten in the distance term", DISTANCE, made(None, lambda D, s, d: -D / s**2)
    ),
    Mistake(
        "D / 2 · σ² for want of brackets",
        DISTANCE + " In D / 2 * σ² the σ² multiplies: write D / (2 * σ²).",
        made(None, lambda D, s, d: -D / 2 * s**2),
    ),
    Mistake("no σ in the distance term", DISTANCE, made(None, lambda D, s, d: -D / 2)),
    Mistake(
        "σ to the power 4 under the distance", DISTANCE, made(None, lambda D, s, d: -D / (2 * s**4))
    ),
    Mistake("√σ under the distance", DISTANCE, made(None, lambda D, s, d: -D / (2 * np.sqrt(s)))),
    Mistake(
        "the plus sign in front of the distance",
        DISTANCE + " Far points are less likely.",
        made(None, lambda D, s, d: D / (2 * s**2)),
    ),
    Mistake("no distance term", DISTANCE, made(None, lambda D, s, d: 0 * D)),
    Mistake(
        "the square root of D in the distance term",
        DISTANCE + " D is already what belongs there.",
        made(None, lambda D, s, d: -np.sqrt(D) / (2 * s**2)),
    ),
    Mistake(
        "D squared once more",
        DISTANCE + " D is a square already.",
        made(None, lambda D, s, d: -(D**2) / (2 * s**2)),
    ),
    Mistake(
        "d in the distance term, too", DISTANCE, made(None, lambda D, s, d: -d * D / (2 * s**2))
    ),
    Mistake("the distance divided by d", DISTANCE, made(None, lambda D, s, d: -D / (2 * d * s**2))),
    Mistake(
        "the mean of σ² under the distance",
        DISTANCE,
        made(None, lambda D, s, d: -D / (2 * (s**2).mean())),
    ),
    Mistake(
        "σ as if it were the variance",
        "sigma is a standard deviation: the variance is sigma**2.",
        lambda D, s, d: -d / 2 * np.log(TWO_PI * s) - D / (2 * s),
    ),
    Mistake(
        "σ² as if it were the standard deviation",
        "sigma is a standard deviation already: do not square it first.",
        lambda D, s, d: densities(D, s**2, d),
    ),
    Mistake(
        "d and σ from one coordinate: a Gaussian in one dimension",
        "scipy's norm.logpdf is for d = 1. " + NORMALISER,
        lambda D, s, d: densities(D, s, 1) / 1.0 + 0 * D - (d > 1) * np.log(s),
    ),
    Mistake(
        "the density, not its logarithm",
        "P holds logarithms. " + LOGARITHMS,
        lambda D, s, d: np.exp(densities(D, s, d)),
    ),
    Mistake(
        "the logarithm of an exponential",
        "e to the P underflows to 0 far away, and ln 0 is −inf. " + LOGARITHMS,
        lambda D, s, d: np.log(np.exp(densities(D, s, d))),
    ),
    Mistake(
        "the logarithm of the density",
        "The density underflows to 0 far away, and (σ√2π)^d leaves the range of a float. "
        + LOGARITHMS,
        by_density,
    ),
    Mistake(
        "the exponential in a logarithm, the normaliser apart",
        "e to the −D/(2σ²) underflows to 0 far away. " + LOGARITHMS,
        made(None, lambda D, s, d: np.log(np.exp(-D / (2 * s**2)))),
    ),
    Mistake(
        "σ to the power d inside the logarithm",
        "σ^d leaves the range of a float at d = 100: d ln σ does not.",
        made(lambda D, s, d: -np.log((s * np.sqrt(TWO_PI)) ** d)),
    ),
    Mistake(
        "a small number added inside the logarithm",
        "ln(density + 1e-10) stops at −23. " + LOGARITHMS,
        lambda D, s, d: np.log(np.exp(densities(D, s, d)) + 1e-10),
    ),
    Mistake(
        "a small number added to σ",
        "σ + 1e-6 is wrong where σ itself is small, and σ is never 0 here.",
        lambda D, s, d: densities(D, s + 1e-6, d),
    ),
    Mistake(
        "a small number added to σ²",
        "σ² + 1e-6 is wrong where σ itself is small, and σ is never 0 here.",
        made(None, lambda D, s, d: -D / (2 * (s**2 + 1e-6))),
    ),
    Mistake(
        "values cut off at −700",
        "A far point's logarithm is an ordinary number: no clipping.",
        lambda D, s, d: np.maximum(densities(D, s, d), -700),
    ),
    Mistake(
        "minus the answer", "ln of the density, not minus it.", lambda D, s, d: -densities(D, s, d)
    ),
    Mistake(
        "the logarithm to base 10",
        "Here ln is natural: np.log, not np.log10.",
        made(lambda D, s, d: -d * np.log10(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "the logarithm to base 2",
        "Here ln is natural: np.log, not np.log2.",
        made(lambda D, s, d: -d * np.log2(s * np.sqrt(TWO_PI))),
    ),
    Mistake(
        "K × N instead of N × K",
        "Rows are points and columns are components: transpose.",
        lambda D, s, d: densities(D, s, d).T,
    ),
    Mistake(
        "σ as a column instead of a row",
        "σ_j belongs to column j: sigma of shape (K,) or (1, K), not (K, 1).",
        lambda D, s, d: densities(D, s[:, None], d),
    ),
    Mistake(
        "the first σ for every column",
        "Column j needs its own σ_j.",
        lambda D, s, d: densities(D, s[0] + 0 * s, d),
    ),
    Mistake(
        "the mean of σ for every column",
        "Column j needs its own σ_j.",
        lambda D, s, d: densities(D, s.mean() + 0 * s, d),
    ),
    Mistake(
        "σ in the order from last to first",
        "Column j needs σ_j.",
        lambda D, s, d: densities(D, s[::-1], d),
    ),
    Mistake(
        "rows that were normalised",
        "That is the next step, Q: P is not normalised.",
        lambda D, s, d: (lambda P: P - np.logaddexp.reduce(P, axis=1, keepdims=True))(
            densities(D, s, d)
        ),
    ),
]
