"""Slips with one whole step of EM: those of D, P, Q in the E-step, those of the M-step, its own."""

import itertools

import numpy as np

from . import density, distances, m_step, posterior
from .row import Mistake, densities, lifted, made_of, plain, rows, without
from .row import distances as right_distances
from .row import posterior as right_posterior


def Q_of(X, mixture, D=right_distances, P=densities, Q=right_posterior):
    """The E-step, with another line in place of one of its own."""
    return Q(P(D(X, mixture.mu), mixture.sigma, X.shape[1]), mixture.pi)


def with_line(name):
    """What makes R of a slip in that line, D, P or Q."""
    return lambda slip: lambda X, mixture: np.exp(Q_of(X, mixture, **{name: slip}))


def inherited(table, lift):
    """The rows of another task's line, in the E-step."""
    return [
        Mistake(f"{name}, in the E-step", hint, lift(function)) for name, hint, function in table
    ]


#: Two that underflow; R by any other slip in one of the lines is inherited.
UNDERFLOWING = {
    "a posterior taken through densities that underflow": (
        "In the E-step, stay in the logarithm (Q-5): far away all densities are 0, and 0/0 is NaN.",
        posterior.by_densities,
    ),
    f"{posterior.SHIFT_OF_P[0]}, in the E-step": (
        posterior.SHIFT_OF_P[1],
        posterior.with_normaliser(posterior.shifted_by_P),
    ),
}

#: The E-steps with one slip: each function returns R.
E_STEPS = [
    *rows("", UNDERFLOWING, with_line("Q")),
    *inherited(map(posterior.in_both_places, posterior.LINES), with_line("Q")),
    *inherited(posterior.NORMALISERS, with_line("Q")),
    # A constant cancels in a posterior, and powers of D are slips of the distances.
    *inherited(
        without(
            density.LINES,
            "ln dσ in place of ln σ",
            "d + ln σ in place of d ln σ",
            "the square root of D in the distance term",
            "D squared once more",
            "D to the power 1.5",
        ),
        with_line("P"),
    ),
    *inherited(distances.LINES, with_line("D")),
    *inherited(rows(m_step.R_IS, m_step.RESPONSIBILITIES), made_of(Q_of)),
]


#: The lines of ln π, the normaliser and D/σ², of which two may be other ones.
LINES = [
    plain(posterior.LOG_PI),
    plain(lifted(density.OF_SIGMA, density.with_sizes) | {"": density.right_normaliser}),
    plain(density.DISTANCES),
]


def with_two_slips():
    """(both names, R of D, a mixture and d) of every E-step with slips in two of its lines."""
    for which in itertools.combinations(range(3), 2):
        lines = [line if k in which else {"": line[""]} for k, line in enumerate(LINES)]
        for (a, weight), (b, normaliser), (c, distance) in itertools.product(
            *(line.items() for line in lines)
        ):
            if bool(a) + bool(b) + bool(c) == 2:

                def R(D, mixture, d, f=weight, g=normaliser, h=distance):
                    _, sigma, pi = mixture
                    A = f(pi) + g(D, sigma, d) - h(D, sigma, d) / 2
                    return np.exp(posterior.normalised(A))

                yield " and ".join(filter(None, (a, b, c))), R


def before_the_right_m_step(row):
    return row._replace(function=lambda X, mixture: m_step.parts(X, row.function(X, mixture)))


def after_the_right_e_step(row):
    return row._replace(
        name=f"a right E-step, then {row.name}",
        function=lambda X, mixture: row.function(X, Q_of(X, mixture)),
    )


def two_steps(X, mixture):
    once = type(mixture)(*m_step.parts(X, np.exp(Q_of(X, mixture))))
    once = once._replace(sigma=np.maximum(once.sigma, 1e-300))
    return m_step.parts(X, np.exp(Q_of(X, once)))


def sigma_at_the_old_means(X, mixture):
    def around_the_old(X, R, Nk, mu, S):
        return m_step.spread(X, R, Nk, mixture.mu)

    return m_step.parts(X, np.exp(Q_of(X, mixture)), sigma=around_the_old)


def recomputed(X, mixture):
    """R computed again with the new means, before sigma and pi."""
    mu, _, _ = m_step.parts(X, np.exp(Q_of(X, mixture)))
    again = np.exp(Q_of(X, mixture._replace(mu=mu)))
    return m_step.parts(X, again, mu=lambda *a: mu)


#: Slips of the whole step.
WHOLE = {
    "the mixture unchanged": (
        "Return the new mixture, not the one that came in.",
        lambda X, mixture: mixture,
    ),
    "two steps instead of one": ("One E-step, one M-step.", two_steps),
    "σ around the old means": ("In em-3 D is taken at the new means.", sigma_at_the_old_means),
    "responsibilities recomputed half-way": (
        "All three parts use the same R, from the old mixture.",
        recomputed,
    ),
}

TABLE = [
    *map(before_the_right_m_step, E_STEPS),
    *rows("", WHOLE),
    *map(after_the_right_e_step, m_step.FORMULAS),
]
