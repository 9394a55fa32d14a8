"""Mistakes with the M-step."""

import numpy as np

from .row import Mistake, distances


def parts(X, R, count=None, mu=None, sigma=None, pi=None):
    """(mu, sigma, pi) by em-2 and em-3, with some of them replaced.

    Empty components are guarded, so that a row shows its own mistake and no other.
    """
    N, d = X.shape
    Nk = R.sum(axis=0)
    Nk = np.where(Nk > 0, Nk, 1) if count is None else count(R, Nk)
    right_mu = R.T @ X / Nk[:, None] if mu is None else mu(X, R, Nk)
    S = (R * distances(X, right_mu)).sum(axis=0) if np.shape(right_mu) == (len(Nk), d) else 0 * Nk
    right_sigma = np.sqrt(S / (d * Nk)) if sigma is None else sigma(X, R, Nk, right_mu, S)
    right_pi = R.sum(axis=0) / N if pi is None else pi(X, R, Nk)
    return right_mu, right_sigma, right_pi


def with_R(make=np.exp, **replaced):
    """The M-step from other responsibilities, or with other parts."""
    return lambda X, Q: parts(X, make(Q), **replaced)


def unguarded(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    return mu, np.sqrt((R * distances(X, mu)).sum(axis=0) / (X.shape[1] * Nk)), Nk / len(X)


def one_hot(Q):
    return (Q == Q.max(axis=1, keepdims=True)) * 1.0


def each_coordinate(X, R, Nk, mu, S):
    return np.sqrt(np.einsum("ij,ijc->jc", R, (X[:, None] - mu) ** 2) / Nk[:, None])


SIGMA = "σ_j² = Σ_i r_ij d_ij / (d N_j), with D at the new means (em-3)."
MU = "μ_j = Σ_i r_ij x_i / N_j (em-2)."
PI = "π_j = N_j / N (em-2)."
R_IS = "R = e^Q, and its rows sum to 1."


def sigma_is(function):
    return with_R(sigma=function)


def mu_is(function):
    """Wrong means, and the sigma that follows from them."""
    return with_R(mu=function)


def pi_is(function):
    return with_R(pi=function)


#: What may stand in place of R = e^Q: each function returns R from X and Q.
R_STEPS = [
    Mistake("R = Q, not e^Q", R_IS, lambda X, Q: Q),
    Mistake("R = −Q, not e^Q", R_IS, lambda X, Q: -Q),
    Mistake("R = Q², not e^Q", R_IS, lambda X, Q: Q**2),
    Mistake("R = |Q|, not e^Q", R_IS, lambda X, Q: abs(Q)),
    Mistake("R = √e^Q", R_IS, lambda X, Q: np.exp(Q / 2)),
    Mistake("R = e^−Q", R_IS, lambda X, Q: np.exp(-Q)),
    Mistake("R = e^2Q", R_IS, lambda X, Q: np.exp(2 * Q)),
    Mistake("R = 2^Q", R_IS, lambda X, Q: np.exp2(Q)),
    Mistake("R = 10^Q", R_IS, lambda X, Q: 10.0**Q),
    Mistake("R = e^Q − 1, np.expm1", R_IS, lambda X, Q: np.expm1(Q)),
    Mistake("R = e^Q + 1", R_IS, lambda X, Q: np.exp(Q) + 1),
    Mistake("R = 1 − e^Q", R_IS, lambda X, Q: 1 - np.exp(Q)),
    Mistake("R normalised down the columns", R_IS, lambda X, Q: np.exp(Q) / np.exp(Q).sum(axis=0)),
    Mistake("R normalised over everything", R_IS, lambda X, Q: np.exp(Q) / np.exp(Q).sum()),
    Mistake(
        "R = the softmax of e^Q",
        R_IS,
        lambda X, Q: np.exp(np.exp(Q)) / np.exp(np.exp(Q)).sum(axis=1, keepdims=True),
    ),
    Mistake("R = 1 for the likeliest component, 0 for the others", R_IS, lambda X, Q: one_hot(Q)),
    Mistake("R = 1/K everywhere", R_IS, lambda X, Q: 0 * np.exp(Q) + 1 / Q.shape[1]),
    Mistake("R = 1 everywhere", R_IS, lambda X, Q: 0 * np.exp(Q) + 1),
    Mistake("R in the opposite order of the components", R_IS, lambda X, Q: np.exp(Q)[:, ::-1]),
]

TABLE = [
    Mistake(
        "an emptied component that gives NaN",
        "All the rest is right, and so are the formulas. Only N_j is 0 when no point belongs to a "
        "component, and 0/0 is NaN, which the next E-step would spread to all the others. Divide "
        "by np.where(Nk > 0, Nk, 1), say: any finite mean and spread will do for a component of "
        "weight 0.",
        unguarded,
    ),
    Mistake(
        "σ² divided by N_j but not by d",
        SIGMA + " Each of the d coordinates has the variance σ².",
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S / Nk)),
    ),
    Mistake(
        "σ² returned for σ",
        "sigma is a standard deviation: take the square root.",
        sigma_is(lambda X, R, Nk, mu, S: S / (X.shape[1] * Nk)),
    ),
    Mistake(
        "σ² returned for σ, and not divided by d",
        SIGMA + " Then take the square root.",
        sigma_is(lambda X, R, Nk, mu, S: S / Nk),
    ),
    Mistake(
        "d = 2 written into σ",
        SIGMA + " It is right for d = 2 only.",
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S / (2 * Nk))),
    ),
    Mistake(
        "σ² divided by N instead of N_j",
        SIGMA,
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S / (X.size))),
    ),
    Mistake(
        "σ² not divided by N_j", SIGMA, sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S / X.shape[1]))
    ),
    Mistake("σ² not divided at all", SIGMA, sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S))),
    Mistake(
        "σ divided by N_j outside the root",
        SIGMA,
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S / X.shape[1]) / Nk),
    ),
    Mistake(
        "σ divided by d N_j outside the root",
        SIGMA,
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S) / (X.shape[1] * Nk)),
    ),
    Mistake(
        "σ divided by d outside the root",
        SIGMA,
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S / Nk) / X.shape[1]),
    ),
    Mistake(
        "σ² divided by N_j − 1",
        SIGMA + " Maximum likelihood divides by N_j.",
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S / (X.shape[1] * (Nk - 1)))),
    ),
    Mistake(
        "σ from the distance, not its square",
        SIGMA,
        sigma_is(
            lambda X, R, Nk, mu, S: (R * np.sqrt(distances(X, mu))).sum(axis=0) / (X.shape[1] * Nk)
        ),
    ),
    Mistake(
        "σ around the mean of all points",
        SIGMA,
        sigma_is(
            lambda X, R, Nk, mu, S: np.sqrt(
                (R * distances(X, X.mean(axis=0)[None])).sum(axis=0) / (X.shape[1] * Nk)
            )
        ),
    ),
    Mistake(
        "σ around the origin",
        SIGMA,
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(R.T @ (X**2).sum(axis=1) / (X.shape[1] * Nk))),
    ),
    Mistake(
        "σ around plain means, without the responsibilities",
        SIGMA,
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(distances(X, mu).mean(axis=0) / X.shape[1])),
    ),
    Mistake(
        "responsibilities squared in σ",
        SIGMA,
        sigma_is(
            lambda X, R, Nk, mu, S: np.sqrt(
                (R**2 * distances(X, mu)).sum(axis=0) / (X.shape[1] * Nk)
            )
        ),
    ),
    Mistake(
        "one σ shared by all components",
        SIGMA + " Each component has its own.",
        sigma_is(lambda X, R, Nk, mu, S: np.sqrt(S.sum() / X.size) + 0 * Nk),
    ),
    Mistake(
        "one σ per coordinate",
        "sigma has shape (K,): one spread per component.",
        sigma_is(each_coordinate),
    ),
    Mistake(
        "σ per coordinate, averaged after the root",
        SIGMA + " Average the variances, then take the root.",
        sigma_is(lambda *a: each_coordinate(*a).mean(axis=1)),
    ),
    Mistake(
        "1/σ² returned for σ",
        "sigma is a standard deviation, not a precision.",
        sigma_is(lambda X, R, Nk, mu, S: X.shape[1] * Nk / S),
    ),
    Mistake(
        "ln σ returned for σ",
        "sigma itself is asked for.",
        sigma_is(lambda X, R, Nk, mu, S: np.log(S / (X.shape[1] * Nk)) / 2),
    ),
    Mistake(
        "responsibilities recomputed half-way",
        "em-3 uses the same R as em-2: the posterior that came in, until all three parts are done.",
        sigma_is(
            lambda X, R, Nk, mu, S: (
                lambda W: np.sqrt((W * distances(X, mu)).sum(axis=0) / (X.shape[1] * W.sum(axis=0)))
            )(
                (lambda E: E / E.sum(axis=1, keepdims=True))(
                    np.exp(-distances(X, mu) / 2 + distances(X, mu).min(axis=1, keepdims=True) / 2)
                )
            )
        ),
    ),
    Mistake("π not divided by N", PI, pi_is(lambda X, R, Nk: R.sum(axis=0))),
    Mistake("π divided by K instead of N", PI, pi_is(lambda X, R, Nk: R.sum(axis=0) / R.shape[1])),
    Mistake("π = 1/K for every component", PI, pi_is(lambda X, R, Nk: 0 * Nk + 1 / len(Nk))),
    Mistake("ln π returned for π", PI, pi_is(lambda X, R, Nk: np.log(R.sum(axis=0) / len(R)))),
    Mistake(
        "π from a mean over the components, axis 1",
        PI + " Mean down each column, axis 0.",
        pi_is(lambda X, R, Nk: R.mean(axis=1)),
    ),
    Mistake(
        "π as the mean of Q, not of e^Q",
        PI,
        lambda X, Q: parts(X, np.exp(Q), pi=lambda *a: Q.mean(axis=0)),
    ),
    Mistake("means divided by N", MU, mu_is(lambda X, R, Nk: R.T @ X / len(X))),
    Mistake("means not divided by N_j", MU, mu_is(lambda X, R, Nk: R.T @ X)),
    Mistake(
        "means divided by N, with σ around the right ones",
        MU,
        with_R(
            mu=lambda X, R, Nk: R.T @ X / len(X),
            sigma=lambda X, R, Nk, mu, S: np.sqrt(
                (R * distances(X, R.T @ X / Nk[:, None])).sum(axis=0) / (X.shape[1] * Nk)
            ),
        ),
    ),
    Mistake(
        "means without the responsibilities",
        MU,
        mu_is(lambda X, R, Nk: X.mean(axis=0) + 0 * Nk[:, None]),
    ),
    Mistake(
        "means as d × K instead of K × d",
        MU + " One mean per row: transpose, Rᵀ X.",
        lambda X, Q: (lambda m, s, p: (m.T, s, p))(*parts(X, np.exp(Q))),
    ),
    Mistake("Q used in place of e^Q", R_IS, with_R(lambda Q: np.where(np.isfinite(Q), Q, -700.0))),
    Mistake(
        "only the likeliest component counted for each point",
        R_IS + " That is K-means: EM is soft.",
        with_R(one_hot),
    ),
    Mistake(
        "responsibilities normalised over the points",
        R_IS + " Normalising columns makes every π equal.",
        with_R(lambda Q: np.exp(Q) / np.maximum(np.exp(Q).sum(axis=0), 1e-300)),
    ),
    Mistake("e^Q squared", R_IS, with_R(lambda Q: np.exp(2 * Q))),
    Mistake("2^Q instead of e^Q", R_IS + " Q is in nats: np.exp.", with_R(np.exp2)),
    Mistake("1 − e^Q in place of e^Q", R_IS, with_R(lambda Q: 1 - np.exp(Q))),
    Mistake(
        "the count N_j from a sum along the rows, axis 1",
        "N_j adds up a column of R: axis 0.",
        lambda X, Q: parts(X, np.exp(Q), count=lambda R, Nk: R.sum(axis=1)),
    ),
    Mistake(
        "another order than mu, sigma, pi",
        "Return mu, sigma, pi, in this order.",
        lambda X, Q: (lambda m, s, p: (p, m, s))(*parts(X, np.exp(Q))),
    ),
    Mistake(
        "sigma and pi swapped",
        "Return mu, sigma, pi, in this order.",
        lambda X, Q: (lambda m, s, p: (m, p, s))(*parts(X, np.exp(Q))),
    ),
]
