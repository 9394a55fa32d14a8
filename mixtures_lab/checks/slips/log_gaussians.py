"""The table of `log_gaussians`: the slips of `density.py`, and those that show in P alone."""

import numpy as np

from . import density
from .row import densities, lse, made_of, rows, without

#: What may be made of P itself.
OF_P = {
    "the logarithm of an exponential": (
        f"e to the P underflows to 0 far away, and ln 0 is −inf. {density.LOGARITHMS}",
        lambda P: np.log(np.exp(P)),
    ),
    "a small number added inside the logarithm": (
        f"ln(density + 1e-10) stops at −23. {density.LOGARITHMS}",
        lambda P: np.log(np.exp(P) + 1e-10),
    ),
    "values cut off at −700": (
        "A far point's logarithm is an ordinary number: no clipping.",
        lambda P: np.maximum(P, -700),
    ),
    "minus the answer": ("ln of the density, not minus it.", np.negative),
    "K × N instead of N × K": (
        "Rows are points and columns are components: transpose.",
        np.transpose,
    ),
    "rows that were normalised": (
        "That is the next step, Q: P is not normalised.",
        lambda P: P - lse(P, keepdims=True),
    ),
}

#: Slips of the whole.
WHOLE = {
    "the logarithm of the density": (
        "The density underflows to 0 far away, and (σ√2π)^d leaves the range of a float. "
        + density.LOGARITHMS,
        lambda D, s, d: np.log(np.exp(-D / (2 * s**2)) / (s * density.ROOT) ** d),
    ),
    "the exponential in a logarithm, the normaliser apart": (
        f"e to the −D/(2σ²) underflows to 0 far away. {density.LOGARITHMS}",
        lambda D, s, d: density.right_normaliser(D, s, d) + np.log(np.exp(-D / (2 * s**2))),
    ),
    "d and σ from one coordinate: a Gaussian in one dimension": (
        f"scipy's norm.logpdf is for d = 1. {density.NORMALISER}",
        lambda D, s, d: densities(D, s, 1) - (d > 1) * np.log(s),
    ),
    "a small number added to σ": (
        "σ + 1e-6 is wrong where σ itself is small, and σ is never 0 here.",
        lambda D, s, d: densities(D, s + 1e-6, d),
    ),
    "a small number added to σ²": (
        "σ² + 1e-6 is wrong where σ itself is small, and σ is never 0 here.",
        density.with_distance(lambda D, s, d: D / (s**2 + 1e-6)),
    ),
    "σ as a column instead of a row": (
        "σ_j belongs to column j: sigma of shape (K,) or (1, K), not (K, 1).",
        lambda D, s, d: densities(D, s[:, None], d),
    ),
}

#: Another d, where d stands nowhere else, is another argument: that is said of it.
ANOTHER_D = ("d − 1 instead of d in the normaliser", "d + 1 instead of d in the normaliser")

TABLE = [
    *without(density.LINES, *ANOTHER_D),
    *rows(density.NORMALISER, density.OF_TWO_PI, density.with_normaliser),
    *rows("", OF_P, made_of(densities)),
    *rows("", WHOLE),
]
