"""The table of `log_gaussians`: the slips of `density.py`, and those that show in P alone."""

import numpy as np

from .density import LINES, LOGARITHMS, NORMALISER, OF_TWO_PI, ROOT, with_normaliser
from .row import densities, rows, without


def a_small_number_to_sigma_squared(D, s, d):
    return densities(D, s, d) + D / (2 * s**2) - D / (2 * (s**2 + 1e-6))


#: Slips that show in P alone.
WHOLE = rows(
    LOGARITHMS,
    {
        "the logarithm of an exponential": (
            "e to the P underflows to 0 far away, and ln 0 is −inf.",
            lambda D, s, d: np.log(np.exp(densities(D, s, d))),
        ),
        "the logarithm of the density": (
            "The density underflows to 0 far away, and (σ√2π)^d leaves the range of a float.",
            lambda D, s, d: np.log(np.exp(-D / (2 * s**2)) / (s * ROOT) ** d),
        ),
        "the exponential in a logarithm, the normaliser apart": (
            "e to the −D/(2σ²) underflows to 0 far away.",
            lambda D, s, d: -d * np.log(s * ROOT) + np.log(np.exp(-D / (2 * s**2))),
        ),
        "a small number added inside the logarithm": (
            "ln(density + 1e-10) stops at −23.",
            lambda D, s, d: np.log(np.exp(densities(D, s, d)) + 1e-10),
        ),
    },
) + rows(
    "",
    {
        "d and σ from one coordinate: a Gaussian in one dimension": (
            f"scipy's norm.logpdf is for d = 1. {NORMALISER}",
            lambda D, s, d: densities(D, s, 1) - (d > 1) * np.log(s),
        ),
        "a small number added to σ": (
            "σ + 1e-6 is wrong where σ itself is small, and σ is never 0 here.",
            lambda D, s, d: densities(D, s + 1e-6, d),
        ),
        "a small number added to σ²": (
            "σ² + 1e-6 is wrong where σ itself is small, and σ is never 0 here.",
            a_small_number_to_sigma_squared,
        ),
        "values cut off at −700": (
            "A far point's logarithm is an ordinary number: no clipping.",
            lambda D, s, d: np.maximum(densities(D, s, d), -700),
        ),
        "minus the answer": (
            "ln of the density, not minus it.",
            lambda D, s, d: -densities(D, s, d),
        ),
        "K × N instead of N × K": (
            "Rows are points and columns are components: transpose.",
            lambda D, s, d: densities(D, s, d).T,
        ),
        "σ as a column instead of a row": (
            "σ_j belongs to column j: sigma of shape (K,) or (1, K), not (K, 1).",
            lambda D, s, d: densities(D, s[:, None], d),
        ),
        "rows that were normalised": (
            "That is the next step, Q: P is not normalised.",
            lambda D, s, d: (
                densities(D, s, d) - np.logaddexp.reduce(densities(D, s, d), axis=1, keepdims=True)
            ),
        ),
    },
)

#: Another d, where d stands nowhere else, is another argument: that is said of it.
ANOTHER_D = ("d − 1 instead of d in the normaliser", "d + 1 instead of d in the normaliser")

TABLE = [*without(LINES, *ANOTHER_D), *rows(NORMALISER, OF_TWO_PI, with_normaliser), *WHOLE]
