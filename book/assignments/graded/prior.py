"""Mistakes in the M-step with a prior on σ²."""

import numpy as np

from mixtures_lab.checks.mistakes import Mistake

from .steps import ROOT, own, rows_of_a_step, step


def above(S, n, d, alpha, beta):
    return beta + S / 2


def below(S, n, d, alpha, beta):
    return alpha + 1 + d * n / 2


def mode(above=above, below=below):
    """√(above/below), both functions of S_j, N_j, d, α and β."""

    def spread(a, alpha, beta):
        values = (a.S.sum(axis=1), a.R.sum(axis=0), a.d, alpha, beta)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.sqrt(above(*values) / below(*values))

    return spread


def with_prior_on_the_weights(R, alpha, beta):
    return (R.sum(axis=0) + alpha) / (len(R) + alpha * R.shape[1])


def row(name, hint, **wrong):
    return Mistake(name, hint, step(mode(**wrong)))


MODE = "Write the cost with the prior's two terms, and set its slope in σ_j² to zero."

MAP = [
    Mistake("the prior left out", MODE, step(lambda a, *_: own(a))),
    row(
        "the posterior's mean in place of its mode",
        MODE + " α counts with + 1 there, not with − 1.",
        below=lambda S, n, d, a, b: a - 1 + d * n / 2,
    ),
    row("α in place of α + 1", MODE, below=lambda S, n, d, a, b: a + d * n / 2),
    row(
        "the mode of the density of σ, not of σ²",
        "The prior is a density of σ²: its mode in σ is another.",
        below=lambda S, n, d, a, b: a + 0.5 + d * n / 2,
    ),
    row(
        "the squared distances not halved",
        MODE + " D comes with the factor ½ of the Gaussian.",
        above=lambda S, n, d, a, b: b + S,
    ),
    row("β doubled", MODE, above=lambda S, n, d, a, b: 2 * b + S / 2),
    row("N_j not halved", MODE, below=lambda S, n, d, a, b: a + 1 + d * n),
    row(
        "d left out",
        MODE + " A point brings d coordinates.",
        below=lambda S, n, d, a, b: a + 1 + n / 2,
    ),
    row(
        "d = 2 written into σ", "It is right for d = 2 only.", below=lambda S, n, d, a, b: a + 1 + n
    ),
    row("β left out", MODE, above=lambda S, n, d, a, b: S / 2),
    row("α left out", MODE, below=lambda S, n, d, a, b: d * n / 2),
    row(
        "α and β exchanged",
        "alpha is the shape, beta the scale.",
        above=lambda S, n, d, a, b: a + S / 2,
        below=lambda S, n, d, a, b: b + 1 + d * n / 2,
    ),
    row(
        "N in place of N_j",
        "A component's spread counts with its own points.",
        below=lambda S, n, d, a, b: a + 1 + d * n.sum() / 2,
    ),
    Mistake("σ² returned for σ", ROOT, step(lambda a, *prior: mode()(a, *prior) ** 2)),
    Mistake(
        "β added to σ² afterwards", MODE, step(lambda a, alpha, beta: np.sqrt(own(a) ** 2 + beta))
    ),
    Mistake(
        "the prior's mode as a floor under σ",
        "The prior and the data both pull, always.",
        step(lambda a, alpha, beta: np.maximum(own(a), np.sqrt(beta / (alpha + 1)))),
    ),
    Mistake(
        "the prior added to the weights",
        "The prior is on σ alone: the weights are those without it.",
        step(mode(), weights=with_prior_on_the_weights),
    ),
    *rows_of_a_step(mode()),
]
