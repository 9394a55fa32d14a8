"""Slips with one whole step of EM: those of D, P, Q in the E-step, those of the M-step, its own."""

import itertools

import numpy as np

from . import density, distances, m_step, posterior
from .row import Mistake, densities, lifted, plain, rows, without
from .row import distances as right_distances

E_STEP = "The E-step is Q = P + ln π − logsumexp along each row (Q-5)."
P_IS = "P = −d ln(σ √2π) − D/(2σ²) (P-7)."


def joint(X, mixture):
    return P_of(X, mixture) + np.log(mixture.pi)


def P_of(X, mixture):
    return densities(right_distances(X, mixture.mu), mixture.sigma, X.shape[1])


def Q_of(X, mixture):
    return posterior.normalised(joint(X, mixture))


# The E-step from a slip in one of its lines: each gives R.


def with_D(slip):
    def function(X, mixture):
        P = densities(slip(X, mixture.mu), mixture.sigma, X.shape[1])
        return np.exp(posterior.normalised(P + np.log(mixture.pi)))

    return function


def with_P(slip):
    def function(X, mixture):
        P = slip(right_distances(X, mixture.mu), mixture.sigma, X.shape[1])
        return np.exp(posterior.normalised(P + np.log(mixture.pi)))

    return function


def with_joint(slip):
    def function(X, mixture):
        return np.exp(posterior.normalised(slip(P_of(X, mixture), mixture.pi)))

    return function


def with_Q(slip):
    return lambda X, mixture: np.exp(slip(P_of(X, mixture), mixture.pi))


def with_R(slip):
    return lambda X, mixture: slip(Q_of(X, mixture))


def by_densities(X, mixture):
    R = np.exp(joint(X, mixture))
    return R / R.sum(axis=1, keepdims=True)


def inherited(table, lift):
    """The rows of another task's line, in the E-step."""
    return [
        Mistake(f"{name}, in the E-step", hint, lift(function)) for name, hint, function in table
    ]


#: The E-steps with one slip: each function returns R.
E_STEPS = [
    *rows(
        "",
        {
            "a posterior taken through densities that underflow": (
                "In the E-step, stay in the logarithm (Q-5): far away all densities are 0, and "
                "0/0 is NaN.",
                by_densities,
            ),
            f"{posterior.SHIFT_OF_P[0]}, in the E-step": (
                posterior.SHIFT_OF_P[1],
                with_Q(lambda P, pi: P + np.log(pi) - posterior.shifted_by_P(P, pi)),
            ),
        },
    ),
    *inherited(posterior.LINES, with_joint),
    *inherited(posterior.NORMALISERS, with_Q),
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
        with_P,
    ),
    *inherited(distances.LINES, with_D),
    *inherited(rows(m_step.R_IS, m_step.RESPONSIBILITIES), with_R),
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


TABLE = [
    *map(before_the_right_m_step, E_STEPS),
    *rows(
        "",
        {
            "the mixture unchanged": (
                "Return the new mixture, not the one that came in.",
                lambda X, mixture: mixture,
            ),
            "two steps instead of one": ("One E-step, one M-step.", two_steps),
            "σ around the old means": (
                "In em-3 D is taken at the new means.",
                sigma_at_the_old_means,
            ),
            "responsibilities recomputed half-way": (
                "All three parts use the same R, from the old mixture.",
                recomputed,
            ),
        },
    ),
    *map(after_the_right_e_step, m_step.FORMULAS),
]
