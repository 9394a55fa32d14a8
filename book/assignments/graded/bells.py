"""Mistakes in the log-density of a Gaussian with a scale for each coordinate."""

import numpy as np

from mixtures_lab.checks.mistakes import Mistake


def bell(exponent=None, normaliser=None):
    """−½ Σ z² − Σ ln s − ½ d ln 2π, the first or the others replaced."""

    def function(X, mu, s):
        E = X[:, None] - mu
        z = ((E / s) ** 2).sum(axis=2) / 2 if exponent is None else exponent(E, s)
        log_volume = np.log(s).sum(axis=1) + s.shape[1] * np.log(2 * np.pi) / 2
        with np.errstate(all="ignore"):
            return -z - (log_volume if normaliser is None else normaliser(s, s.shape[1]))

    return function


def half_log_2pi(d):
    return d * np.log(2 * np.pi) / 2


def density(X, mu, s):
    with np.errstate(all="ignore"):
        return (np.exp(-(((X[:, None] - mu) / s) ** 2) / 2) / (s * np.sqrt(2 * np.pi))).prod(axis=2)


def log_of_the_density(X, mu, s):
    with np.errstate(all="ignore"):
        return np.log(density(X, mu, s))


S_IS = "s holds standard deviations, one per component and coordinate."
VOLUME = "The normaliser is a product over the coordinates, and its logarithm is a sum."

DENSITY = [
    Mistake("s not squared in the exponent", S_IS, bell(lambda E, s: (E**2 / s).sum(axis=2) / 2)),
    Mistake("s taken for a variance", S_IS, lambda X, mu, s: bell()(X, mu, np.sqrt(s))),
    Mistake(
        "the factor ½ of the exponent forgotten",
        "The exponent of a Gaussian has the factor ½.",
        bell(lambda E, s: ((E / s) ** 2).sum(axis=2)),
    ),
    Mistake(
        "the exponent with a plus sign",
        "Far points are less likely.",
        bell(lambda E, s: -((E / s) ** 2).sum(axis=2) / 2),
    ),
    Mistake(
        "the differences divided by s after they are summed",
        "Each coordinate is divided by its own scale before the sum.",
        bell(lambda E, s: (E**2).sum(axis=2) / (s**2).mean(axis=1) / 2),
    ),
    Mistake(
        "the scale of the first coordinate for all",
        S_IS,
        lambda X, mu, s: bell()(X, mu, s[:, :1] + 0 * s),
    ),
    Mistake("no normaliser", VOLUME, bell(normaliser=lambda s, d: 0.0)),
    Mistake(
        "the scales left out of the normaliser",
        VOLUME,
        bell(normaliser=lambda s, d: half_log_2pi(d)),
    ),
    Mistake(
        "2π left out of the normaliser", VOLUME, bell(normaliser=lambda s, d: np.log(s).sum(axis=1))
    ),
    Mistake(
        "2π counted once, not once per coordinate",
        VOLUME,
        bell(normaliser=lambda s, d: np.log(s).sum(axis=1) + half_log_2pi(1)),
    ),
    Mistake(
        "d = 2 written into the normaliser",
        "It is right for d = 2 only.",
        bell(normaliser=lambda s, d: np.log(s).sum(axis=1) + half_log_2pi(2)),
    ),
    Mistake(
        "the normaliser with a plus sign",
        "A wide bell is a low one.",
        bell(normaliser=lambda s, d: -np.log(s).sum(axis=1) - half_log_2pi(d)),
    ),
    Mistake(
        "the normaliser halved",
        VOLUME,
        bell(normaliser=lambda s, d: np.log(s).sum(axis=1) / 2 + half_log_2pi(d)),
    ),
    Mistake(
        "the logarithm of a sum of scales",
        VOLUME,
        bell(normaliser=lambda s, d: np.log(s.sum(axis=1)) + half_log_2pi(d)),
    ),
    Mistake(
        "d times the logarithm of the mean scale",
        VOLUME,
        bell(normaliser=lambda s, d: d * np.log(s.mean(axis=1)) + half_log_2pi(d)),
    ),
    Mistake("the density, not its logarithm", "P holds logarithms.", density),
    Mistake("K × N instead of N × K", "One point per row.", lambda X, mu, s: bell()(X, mu, s).T),
    Mistake(
        "the density computed first, and then its logarithm",
        "It underflows far away, and overflows where scales are small. Stay in logarithms.",
        log_of_the_density,
    ),
    Mistake(
        "the product of the scales computed first, and then its logarithm",
        "A product of 100 scales underflows or overflows. Sum their logarithms.",
        bell(normaliser=lambda s, d: np.log(s.prod(axis=1)) + half_log_2pi(d)),
    ),
    Mistake(
        "a small number added to s",
        "s + 1e-6 is wrong where the data are small.",
        lambda X, mu, s: bell()(X, mu, s + 1e-6),
    ),
]
