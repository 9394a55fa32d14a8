"""Slips with the M-step (em-2, em-3): with R, N_j, mu, sigma and pi.

Known to `m_step`, and after a right E-step to `em_step`.
"""

import numpy as np

from .row import distances, rows

SIGMA = "σ_j² = Σ_i r_ij d_ij / (d N_j), with D at the new means (em-3)."
TAKE_THE_ROOT = "sigma is a standard deviation: take the square root."
MU = "μ_j = Σ_i r_ij x_i / N_j (em-2)."
PI = "π_j = N_j / N (em-2)."
R_IS = "R = e^Q, and its rows sum to 1."


def parts(X, R, mu=None, sigma=None, pi=None):
    """(mu, sigma, pi) by em-2 and em-3, with some of them replaced.

    Empty components are guarded, so that a row shows its own mistake and no other.
    """
    N, d = X.shape
    Nk = R.sum(axis=0)
    Nk = np.where(Nk > 0, Nk, 1)
    its_mu = R.T @ X / Nk[:, None] if mu is None else mu(X, R, Nk)
    S = (R * distances(X, its_mu)).sum(axis=0)
    its_sigma = np.sqrt(S / (d * Nk)) if sigma is None else sigma(X, R, Nk, its_mu, S)
    return its_mu, its_sigma, R.sum(axis=0) / N if pi is None else pi(X, R, Nk)


def unguarded(X, R):
    """em-2 and em-3 as they stand: 0/0 where a component is empty, and any R goes."""
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    return mu, spread(X, R, Nk, mu), Nk / len(X)


def to_sum_1(A):
    """Its rows divided by their sums."""
    return A / A.sum(axis=1, keepdims=True)


#: What may stand in place of R = e^Q.
RESPONSIBILITIES = {
    "": np.exp,
    "Q used in place of e^Q": lambda Q: np.where(np.isfinite(Q), Q, -700.0),
    "−Q in place of e^Q": lambda Q: np.where(np.isfinite(Q), -Q, 700.0),
    "Q² in place of e^Q": lambda Q: np.where(np.isfinite(Q), Q**2, 490000.0),
    "√e^Q in place of e^Q": lambda Q: np.exp(Q / 2),
    "e^−Q in place of e^Q": lambda Q: np.exp(np.minimum(-Q, 700)),
    "e^Q squared": lambda Q: np.exp(2 * Q),
    "R², each row normalised again, in place of R": lambda Q: to_sum_1(np.exp(2 * Q)),
    "2^Q instead of e^Q": ("Q is in nats: np.exp.", np.exp2),
    "10^Q instead of e^Q": ("Q is in nats: np.exp.", lambda Q: 10.0**Q),
    "e^Q − 1 in place of e^Q, np.expm1": np.expm1,
    "e^Q + 1 in place of e^Q": lambda Q: np.exp(Q) + 1,
    "1 − e^Q in place of e^Q": lambda Q: 1 - np.exp(Q),
    "responsibilities normalised over the points": (
        "Normalising columns makes every π equal.",
        lambda Q: np.exp(Q) / np.maximum(np.exp(Q).sum(axis=0), 1e-300),
    ),
    "responsibilities normalised over everything": lambda Q: np.exp(Q) / np.exp(Q).sum(),
    "the softmax of e^Q": lambda Q: to_sum_1(np.exp(np.exp(Q))),
    "only the likeliest component counted for each point": (
        "That is K-means: EM is soft.",
        lambda Q: (Q == Q.max(axis=1, keepdims=True)) * 1.0,
    ),
    "responsibilities 1/K everywhere": lambda Q: 0 * np.exp(Q) + 1 / Q.shape[1],
    "responsibilities 1 everywhere": lambda Q: 0 * np.exp(Q) + 1,
    "R in the opposite order of the components": lambda Q: np.exp(Q)[:, ::-1],
}


def each_coordinate(X, R, Nk, mu, S):
    return np.sqrt(np.einsum("ij,ijc->jc", R, (X[:, None] - mu) ** 2) / Nk[:, None])


def spread(X, R, Nk, centre):
    """em-3 around another centre, or with another R."""
    return np.sqrt((R * distances(X, centre)).sum(axis=0) / (X.shape[1] * Nk))


def nearness(X, mu):
    """Another posterior at the new means."""
    A = -distances(X, mu) / 2
    return to_sum_1(np.exp(A - A.max(axis=1, keepdims=True)))


def recomputed(X, R, Nk, mu, S):
    W = nearness(X, mu)
    return spread(X, W, W.sum(axis=0), mu)


#: What may stand in place of sigma: functions of X, R, N_j, mu and S = Σ r d.
SPREAD = {
    "σ² divided by N_j but not by d": (
        "Each of the d coordinates has the variance σ².",
        lambda X, R, Nk, mu, S: np.sqrt(S / Nk),
    ),
    "σ² returned for σ": (TAKE_THE_ROOT, lambda X, R, Nk, mu, S: S / (X.shape[1] * Nk)),
    "σ² returned for σ, and not divided by d": (TAKE_THE_ROOT, lambda X, R, Nk, mu, S: S / Nk),
    "d = 2 written into σ": (
        "It is right for d = 2 only.",
        lambda X, R, Nk, mu, S: np.sqrt(S / (2 * Nk)),
    ),
    "σ² divided by N instead of N_j": lambda X, R, Nk, mu, S: np.sqrt(S / X.size),
    "σ² not divided by N_j": lambda X, R, Nk, mu, S: np.sqrt(S / X.shape[1]),
    "σ² not divided at all": lambda X, R, Nk, mu, S: np.sqrt(S),
    "σ divided by N_j outside the root": lambda X, R, Nk, mu, S: np.sqrt(S / X.shape[1]) / Nk,
    "σ divided by d N_j outside the root": lambda X, R, Nk, mu, S: np.sqrt(S) / (X.shape[1] * Nk),
    "σ divided by d outside the root": lambda X, R, Nk, mu, S: np.sqrt(S / Nk) / X.shape[1],
    "σ² divided by N_j − 1": (
        "Maximum likelihood divides by N_j.",
        lambda X, R, Nk, mu, S: np.sqrt(S / (X.shape[1] * (Nk - 1))),
    ),
    "σ from the distance, not its square": lambda X, R, Nk, mu, S: (
        (R * np.sqrt(distances(X, mu))).sum(axis=0) / (X.shape[1] * Nk)
    ),
    "σ around the mean of all points": lambda X, R, Nk, mu, S: spread(
        X, R, Nk, X.mean(axis=0)[None]
    ),
    "σ around the origin": lambda X, R, Nk, mu, S: spread(X, R, Nk, 0 * X[:1]),
    "σ around plain means, without the responsibilities": lambda X, R, Nk, mu, S: np.sqrt(
        distances(X, mu).mean(axis=0) / X.shape[1]
    ),
    "responsibilities squared in σ": lambda X, R, Nk, mu, S: spread(X, R**2, Nk, mu),
    "one σ shared by all components": (
        "Each component has its own.",
        lambda X, R, Nk, mu, S: np.sqrt(S.sum() / X.size) + 0 * Nk,
    ),
    "one σ per coordinate": ("sigma has shape (K,): one spread per component.", each_coordinate),
    "σ per coordinate, averaged after the root": (
        "Average the variances, then take the root.",
        lambda *a: each_coordinate(*a).mean(axis=1),
    ),
    "1/σ² returned for σ": (
        "sigma is a standard deviation, not a precision.",
        lambda X, R, Nk, mu, S: X.shape[1] * Nk / S,
    ),
    "ln σ returned for σ": (
        "sigma itself is asked for.",
        lambda X, R, Nk, mu, S: np.log(S / (X.shape[1] * Nk)) / 2,
    ),
    "responsibilities recomputed half-way": (
        "The same R as in em-2 stays until all three parts are done.",
        recomputed,
    ),
}

#: What may stand in place of pi: functions of X, R and N_j.
WEIGHTS = {
    "π not divided by N": lambda X, R, Nk: R.sum(axis=0),
    "π divided by K instead of N": lambda X, R, Nk: R.sum(axis=0) / R.shape[1],
    "π = 1/K for every component": lambda X, R, Nk: 0 * Nk + 1 / len(Nk),
    "ln π returned for π": lambda X, R, Nk: np.log(R.sum(axis=0) / len(R)),
    "π from a mean over the components, axis 1": (
        "Mean down each column, axis 0.",
        lambda X, R, Nk: R.mean(axis=1),
    ),
    "π as the mean of Q, not of e^Q": lambda X, R, Nk: np.log(R).mean(axis=0),
}

#: What may stand in place of mu, and sigma follows from it: functions of X, R and N_j.
MEANS = {
    "means divided by N": lambda X, R, Nk: R.T @ X / len(X),
    "means not divided by N_j": lambda X, R, Nk: R.T @ X,
    "means without the responsibilities": lambda X, R, Nk: X.mean(axis=0) + 0 * Nk[:, None],
}


def of_R(make):
    return lambda X, Q: parts(X, make(Q))


def means_by_N(X, Q):
    """With sigma around the right means."""
    R = np.exp(Q)
    return R.T @ X / len(X), *parts(X, R)[1:]


def counts_along_the_rows(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=1)
    mu = R.T @ X / Nk[:, None]
    return mu, spread(X, R, Nk, mu), R.mean(axis=0)


def of_parts(slip):
    return lambda X, Q: slip(*parts(X, np.exp(Q)))


def with_part(name):
    return lambda slip: lambda X, Q: parts(X, np.exp(Q), **{name: slip})


ORDER = "Return mu, sigma, pi, in this order."

#: What may be made of the right parts.
OF_PARTS = {
    "means as d × K instead of K × d": (
        f"One mean per row: transpose, Rᵀ X. {MU}",
        lambda mu, sigma, pi: (mu.T, sigma, pi),
    ),
    "another order than mu, sigma, pi": (ORDER, lambda mu, sigma, pi: (pi, mu, sigma)),
    "sigma and pi swapped": (ORDER, lambda mu, sigma, pi: (mu, pi, sigma)),
}

#: Slips of the whole.
WHOLE = {
    "an emptied component that gives NaN": (
        "All the rest is right, and so are the formulas. Only N_j is 0 when no point "
        "belongs to a component, and 0/0 is NaN, which the next E-step would spread to all "
        "the others. Divide by np.where(Nk > 0, Nk, 1), say: any finite mean and spread "
        "will do for a component of weight 0.",
        lambda X, Q: unguarded(X, np.exp(Q)),
    ),
    "means divided by N, with σ around the right ones": (MU, means_by_N),
    "the count N_j from a sum along the rows, axis 1": (
        "N_j adds up a column of R: axis 0.",
        counts_along_the_rows,
    ),
}

#: Slips in the formulas of the three parts, for whatever R.
FORMULAS = [
    *rows(SIGMA, SPREAD, with_part("sigma")),
    *rows(PI, WEIGHTS, with_part("pi")),
    *rows(MU, MEANS, with_part("mu")),
    *rows("", OF_PARTS, of_parts),
    *rows("", WHOLE),
]

#: Other R, each a function of X and Q.
R_STEPS = rows(R_IS, RESPONSIBILITIES, lambda slip: lambda X, Q: slip(Q))

TABLE = [*FORMULAS, *rows(R_IS, RESPONSIBILITIES, of_R)]
