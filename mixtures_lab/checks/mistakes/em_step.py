"""Mistakes with one whole step of EM."""

import numpy as np

from .m_step import TABLE as M_STEP
from .m_step import one_hot, parts
from .row import SHIFT_OF_P, Mistake, densities, distances, lse, lse_shifted_by_P


def joint(X, mixture):
    return densities(distances(X, mixture.mu), mixture.sigma, X.shape[1]) + np.log(mixture.pi)


def posterior(X, mixture):
    A = joint(X, mixture)
    return A - lse(A, keepdims=True)


def from_joint(A):
    """R from another matrix than P + ln π."""

    def function(X, mixture):
        B = A(X, mixture, distances(X, mixture.mu))
        return np.exp(B - lse(B, keepdims=True))

    return function


def from_R(make):
    return lambda X, mixture: make(joint(X, mixture))


def by_densities(X, mixture):
    R = np.exp(joint(X, mixture))
    return R / R.sum(axis=1, keepdims=True)


def by_shift_of_P(X, mixture):
    P = densities(distances(X, mixture.mu), mixture.sigma, X.shape[1])
    return np.exp(joint(X, mixture) - lse_shifted_by_P(P, mixture.pi))


def two_steps(X, mixture):
    once = type(mixture)(*parts(X, np.exp(posterior(X, mixture))))
    once = once._replace(sigma=np.maximum(once.sigma, 1e-300))
    return parts(X, np.exp(posterior(X, once)))


def sigma_at_the_old_means(X, mixture):
    R = np.exp(posterior(X, mixture))
    mu, _, pi = parts(X, R)
    Nk = np.where(pi > 0, pi * len(X), 1)
    return mu, np.sqrt((R * distances(X, mixture.mu)).sum(axis=0) / (X.shape[1] * Nk)), pi


def recomputed(X, mixture):
    """R computed again with the new means, before sigma and pi."""
    mu, _, _ = parts(X, np.exp(posterior(X, mixture)))
    again = np.exp(posterior(X, mixture._replace(mu=mu)))
    _, sigma, pi = parts(X, again, mu=lambda *a: mu)
    return mu, sigma, pi


E_STEP = "The E-step is Q = P + ln π − logsumexp along each row (Q-5)."
P_IS = "P = −d ln(σ √2π) − D/(2σ²) (P-7)."

#: The E-step's own mistakes: each function returns R.
E_STEPS = [
    Mistake(
        "a posterior taken through densities that underflow",
        "In the E-step, stay in the logarithm (Q-5): far away all densities are 0, and 0/0 is NaN.",
        by_densities,
    ),
    Mistake(f"{SHIFT_OF_P[0]}, in the E-step", SHIFT_OF_P[1], by_shift_of_P),
    Mistake(
        "ln π forgotten in the E-step",
        E_STEP,
        from_joint(lambda X, m, D: densities(D, m.sigma, X.shape[1])),
    ),
    Mistake(
        "π added instead of ln π in the E-step",
        E_STEP,
        from_joint(lambda X, m, D: densities(D, m.sigma, X.shape[1]) + m.pi),
    ),
    Mistake(
        "π applied twice in the E-step",
        E_STEP,
        from_joint(lambda X, m, D: densities(D, m.sigma, X.shape[1]) + 2 * np.log(m.pi)),
    ),
    Mistake(
        "ln π subtracted in the E-step",
        E_STEP,
        from_joint(lambda X, m, D: densities(D, m.sigma, X.shape[1]) - np.log(m.pi)),
    ),
    Mistake(
        "posteriors normalised over the points, axis 0, in the E-step",
        E_STEP,
        from_R(lambda A: np.exp(A - lse(A, 0, keepdims=True))),
    ),
    Mistake(
        "the maximum of each column as the shift, axis 0, in the E-step",
        "What is subtracted from a column changes the shares along a row: axis 1.",
        from_R(lambda A: (lambda B: np.exp(B - lse(B, keepdims=True)))(A - A.max(axis=0))),
    ),
    Mistake("posteriors not normalised in the E-step", E_STEP, from_R(np.exp)),
    Mistake(
        "only the likeliest component counted for each point, in the E-step",
        "That is K-means: EM weights each point by e^Q.",
        from_R(one_hot),
    ),
    Mistake(
        "the factor d forgotten in P's normaliser, in the E-step",
        P_IS,
        from_joint(lambda X, m, D: densities(D, m.sigma, 1) + np.log(m.pi)),
    ),
    Mistake(
        "no normaliser in P, in the E-step",
        P_IS + " σ_j differs from column to column, so it does not cancel.",
        from_joint(lambda X, m, D: -D / (2 * m.sigma**2) + np.log(m.pi)),
    ),
    Mistake(
        "d = 2 written into P, in the E-step",
        P_IS,
        from_joint(lambda X, m, D: densities(D, m.sigma, 2) + np.log(m.pi)),
    ),
    Mistake(
        "the plus sign in front of P's normaliser, in the E-step",
        P_IS,
        from_joint(
            lambda X, m, D: X.shape[1] * np.log(m.sigma) - D / (2 * m.sigma**2) + np.log(m.pi)
        ),
    ),
    Mistake(
        "σ instead of σ² under the distance, in the E-step",
        P_IS,
        from_joint(
            lambda X, m, D: -X.shape[1] * np.log(m.sigma) - D / (2 * m.sigma) + np.log(m.pi)
        ),
    ),
    Mistake(
        "σ as if it were the variance, in the E-step",
        P_IS + " sigma is a standard deviation.",
        from_joint(
            lambda X, m, D: -X.shape[1] / 2 * np.log(m.sigma) - D / (2 * m.sigma) + np.log(m.pi)
        ),
    ),
    Mistake(
        "the half forgotten in P, in the E-step",
        P_IS,
        from_joint(lambda X, m, D: -X.shape[1] * np.log(m.sigma) - D / m.sigma**2 + np.log(m.pi)),
    ),
    Mistake(
        "the distance halved twice in P, in the E-step",
        P_IS,
        from_joint(
            lambda X, m, D: -X.shape[1] * np.log(m.sigma) - D / (4 * m.sigma**2) + np.log(m.pi)
        ),
    ),
    Mistake(
        "no σ under the distance, in the E-step",
        P_IS,
        from_joint(lambda X, m, D: -X.shape[1] * np.log(m.sigma) - D / 2 + np.log(m.pi)),
    ),
    Mistake(
        "D / 2 · σ² for want of brackets, in the E-step",
        P_IS,
        from_joint(
            lambda X, m, D: -X.shape[1] * np.log(m.sigma) - D / 2 * m.sigma**2 + np.log(m.pi)
        ),
    ),
    Mistake(
        "the plus sign in front of the distance, in the E-step",
        P_IS,
        from_joint(
            lambda X, m, D: -X.shape[1] * np.log(m.sigma) + D / (2 * m.sigma**2) + np.log(m.pi)
        ),
    ),
    Mistake(
        "σ² instead of σ in P's normaliser, in the E-step",
        P_IS,
        from_joint(
            lambda X, m, D: -2 * X.shape[1] * np.log(m.sigma) - D / (2 * m.sigma**2) + np.log(m.pi)
        ),
    ),
    Mistake(
        "the normaliser halved, in the E-step",
        P_IS,
        from_joint(
            lambda X, m, D: -X.shape[1] / 2 * np.log(m.sigma) - D / (2 * m.sigma**2) + np.log(m.pi)
        ),
    ),
    Mistake(
        "the distance instead of its square, in the E-step",
        P_IS,
        from_joint(
            lambda X, m, D: (
                -X.shape[1] * np.log(m.sigma) - np.sqrt(D) / (2 * m.sigma**2) + np.log(m.pi)
            )
        ),
    ),
    Mistake(
        "equal posteriors 1/K, as if the E-step did nothing",
        E_STEP,
        from_R(lambda A: 0 * np.exp(A) + 1 / A.shape[1]),
    ),
]


def before_the_right_m_step(row):
    return row._replace(function=lambda X, mixture: parts(X, row.function(X, mixture)))


def after_the_right_e_step(row):
    def function(X, mixture):
        return row.function(X, posterior(X, mixture))

    name = f"a right E-step, then {row.name}"
    return Mistake(name, row.hint, function)


TABLE = [
    *map(before_the_right_m_step, E_STEPS),
    Mistake(
        "the mixture unchanged",
        "Return the new mixture, not the one that came in.",
        lambda X, mixture: mixture,
    ),
    Mistake("two steps instead of one", "One E-step, one M-step.", two_steps),
    Mistake(
        "σ around the old means", "In em-3 D is taken at the new means.", sigma_at_the_old_means
    ),
    Mistake(
        "responsibilities recomputed half-way",
        "All three parts use the same R, from the old mixture.",
        recomputed,
    ),
    # A wrong R is a mistake of the E-step here.
    *(after_the_right_e_step(row) for row in M_STEP if "likeliest" not in row.name),
]
