"""Fresh mistakes that are stranger: two slips at once, loops gone astray, right in special cases.

Written a little later than the others: after the rows of `unlisted` had been read, and before
any of these was run.
"""

import numpy as np
from words import GONE, HALF, MU, PI, TWICE

from . import fresh

# ------------------------------------------------------------------ D


@fresh("squared_distances", r"[Tt]ranspos|K × N", r"cross|factor")
def rows_of_means_with_squared_norms(X, mu):
    D = np.zeros((mu.shape[0], X.shape[0]))
    for k, m in enumerate(mu):
        D[k] = np.linalg.norm(X - m, axis=1)
    return D**2


@fresh("squared_distances", (r"cross|X μᵀ", rf"only|alone|{GONE}"), r"sign")
def cross_term_alone(X, mu):
    return -2 * np.dot(X, mu.T)


@fresh(
    "squared_distances",
    (r"[Mm]ean|1 ?/ ?√?d\b|divided by d", r"\b[Rr]oot|√|not its square"),
    r"\bthe term\b",
)
def root_mean_square(X, mu):
    return np.sqrt(np.mean((X[:, None] - mu[None]) ** 2, axis=-1))


@fresh(
    "squared_distances",
    r"last (?:point|row|\w+ column)|last column|only the last|overwritten",
    r"\bthe term\b",
)
def overwrites_every_row(X, mu):
    D = np.zeros((len(X), len(mu)))
    for i in range(len(X)):
        for j in range(len(mu)):
            D[-1, j] = np.sum((X[i] - mu[j]) ** 2)
    return D


@fresh(
    "squared_distances", r"first coordinate|coordinates?[\s\S]*(?:left out|one too late)", r"X μ"
)
def starts_at_the_second_coordinate(X, mu):
    D = np.zeros((len(X), len(mu)))
    for c in range(1, X.shape[1]):
        D += (X[:, [c]] - mu[:, c]) ** 2
    return D


# ------------------------------------------------------------------ P


@fresh("log_gaussians", (r"2π", GONE, rf"{HALF}|−2 instead"), r"ln σ (?:has|left|is)")
def no_two_pi_and_no_half(D, sigma, d):
    return -d * np.log(sigma) - D / sigma**2


@fresh("log_gaussians", (r"\bd\b", r"σ instead of σ²|not squared|√|σ in place of σ²"), r"2π has")
def no_d_and_sigma_not_squared(D, sigma, d):
    return -0.5 * np.log(2 * np.pi * sigma**2) - D / (2 * sigma)


@fresh("log_gaussians", (r"normalis|ln σ|2π", r"sign|\+|plus|added|1 instead of −1"), r"distance")
def normaliser_with_a_plus(D, sigma, d):
    Z = d * np.log(sigma) + d / 2 * np.log(2 * np.pi)
    return -D / (2 * sigma**2) + Z


@fresh(
    "log_gaussians",
    (r"2π|2 ?π", r"inside|π\^|power|d/2|brackets|missing|factor|\bd\b"),
    r"distance",
)
def two_pi_outside_of_the_power(D, sigma, d):
    return -0.5 * (np.log(2 * np.pi) + d * np.log(sigma**2) + D / sigma**2)


@fresh("log_gaussians", (r"ln σ|σ", rf"{HALF}|√|[Rr]oot"), r"distance|2π (?:has|left|is)")
def half_of_ln_sigma(D, sigma, d):
    return -d / 2 * np.log(2 * np.pi) - d / 2 * np.log(sigma) - D / (2 * sigma**2)


@fresh("log_gaussians", r"minus|sign|negative|−1 times", r"2π|\bd\b")
def energy(D, sigma, d):
    return D / (2 * sigma**2) + d * np.log(sigma) + 0.5 * d * np.log(2 * np.pi)


# ------------------------------------------------------------------ log-sum-exp and L


@fresh("log_sum_exp", (r"axis 0|columns?\b", r"maximum|shift"), r"sign|mean")
def shift_by_columns(A):
    m = A.max(axis=0)
    return np.log(np.exp(A - m).sum(axis=1)) + m.max()


@fresh("log_sum_exp", (r"absolute|\|",), r"axis|sign|mean")
def of_absolute_values(A):
    B = np.abs(A)
    m = B.max(axis=1)
    return m + np.log(np.exp(B - m[:, None]).sum(axis=1))


@fresh("negative_log_likelihood", (r"π|weights", GONE, r"sign|−1|1 instead|minus"), r"maximum")
def no_weights_and_wrong_sign(P, pi):
    return np.logaddexp.reduce(P, axis=1).sum()


@fresh("negative_log_likelihood", (r"axis 0|columns", r"[Mm]ean|1 / K"), r"π (?:left|forgotten)")
def mean_over_columns(P, pi):
    with np.errstate(divide="ignore"):
        return -np.logaddexp.reduce(P + np.log(pi), axis=0).mean()


@fresh("negative_log_likelihood", (r"π", rf"{TWICE}|²|2 ln|square"), r"P left out|maximum")
def weights_twice(P, pi):
    with np.errstate(divide="ignore"):
        joint = P + np.log(pi)
        return -np.logaddexp.reduce(joint + np.log(pi), axis=1).sum()


@fresh(
    "negative_log_likelihood",
    r"entropy|posterior|normalised|always|log-sum-exp of Q|number 0|0",
    r"P left",
)
def of_the_posterior(P, pi):
    with np.errstate(divide="ignore"):
        J = P + np.log(pi)
    Q = J - np.logaddexp.reduce(J, axis=1)[:, None]
    return -np.logaddexp.reduce(Q, axis=1).sum()


# ------------------------------------------------------------------ Q


@fresh(
    "log_posterior",
    (r"π added|instead of ln π|π[\s\S]*logarithm", r"normalise|logsumexp[\s\S]*missing"),
    r"axis",
)
def pi_added_and_not_normalised(P, pi):
    return P + pi


@fresh(
    "log_posterior",
    (r"e\^Q|posterior itself|not its logarithm|exponential", r"ln π|π|weights"),
    r"axis",
)
def shares_without_weights(P, pi):
    E = np.exp(P - P.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@fresh("log_posterior", (r"K|mean", r"normaliser"), r"ln π (?:left|forgotten)")
def normaliser_divided_by_k(P, pi):
    with np.errstate(divide="ignore"):
        J = P + np.log(pi)
    return J - np.logaddexp.reduce(J, axis=1, keepdims=True) / len(pi)


# ------------------------------------------------------------------ M-step


def _moments(X, R):
    Nk = np.maximum(R.sum(axis=0), 1e-300)
    mu = R.T @ X / Nk[:, None]
    S = (R * ((X[:, None] - mu) ** 2).sum(axis=2)).sum(axis=0)
    return Nk, mu, S


@fresh("m_step", (r"σ|sigma", r"\bN\b", r"\bd\b"), rf"{MU}|{PI}")
def spread_over_n_and_not_d(X, Q):
    Nk, mu, S = _moments(X, np.exp(Q))
    return mu, np.sqrt(S / len(X)), Nk / len(X)


@fresh("m_step", (r"σ|sigma", r"not divided|N_j|sum", r"\bN_j\b|count"), rf"{MU}|{PI}")
def spread_is_a_sum(X, Q):
    Nk, mu, S = _moments(X, np.exp(Q))
    return mu, np.sqrt(S / X.shape[1]), Nk / len(X)


# μ_j π_j is the sum over N.
@fresh("m_step", (r"mu|μ|means", r"π|pi|\bN\b"), r"sigma is wrong|σ² returned")
def means_weighted_by_pi(X, Q):
    Nk, mu, S = _moments(X, np.exp(Q))
    pi = Nk / len(X)
    return mu * pi[:, None], np.sqrt(S / (X.shape[1] * Nk)), pi


@fresh("m_step", (r"σ|sigma", r"1/2|[Hh]alf|√2|root of 2|2 below"), rf"{MU}|{PI}")
def a_half_too_many_in_the_spread(X, Q):
    Nk, mu, S = _moments(X, np.exp(Q))
    return mu, np.sqrt(S / (2 * X.shape[1] * Nk)), Nk / len(X)


@fresh("m_step", (r"π|pi", r"\bN\b|\bN_j\b|sum to 1", r"σ|sigma", r"σ²|variance|root|σ_j"), MU)
def counts_and_variances(X, Q):
    Nk, mu, S = _moments(X, np.exp(Q))
    return mu, S / (X.shape[1] * Nk), Nk


@fresh("m_step", (r"σ|sigma", r"old|previous|first point|X\[0\]|first"), rf"{MU}|{PI}")
def spread_around_the_first_point(X, Q):
    R = np.exp(Q)
    Nk, mu, _ = _moments(X, R)
    r2 = ((X - X[0]) ** 2).sum(axis=1)
    return mu, np.sqrt(R.T @ r2 / (X.shape[1] * Nk)), Nk / len(X)


# ------------------------------------------------------------------ EM


def _posterior(X, mu, sigma, pi, half=0.5, d=None):
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    with np.errstate(divide="ignore"):
        A = np.log(pi) - (d or X.shape[1]) * np.log(sigma) - half * D / sigma**2
    A = A - A.max(axis=1, keepdims=True)
    return np.exp(A) / np.exp(A).sum(axis=1, keepdims=True)


@fresh("em_step", (r"\bd\b", r"half"), r"ln π|M-step is")
def no_d_and_no_half_in_the_e_step(X, mixture):
    Nk, mu, S = _moments(X, _posterior(X, *mixture, half=1.0, d=1))
    return mu, np.sqrt(S / (X.shape[1] * Nk)), Nk / len(X)


@fresh("em_step", (r"means|mu|μ", r"\bN\b"), rf"ln [πσ]|{PI}")
def means_over_n(X, mixture):
    R = _posterior(X, *mixture)
    mu = R.T @ X / len(X)
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    Nk = np.maximum(R.sum(axis=0), 1e-300)
    return mu, np.sqrt((R * D).sum(axis=0) / (X.shape[1] * Nk)), Nk / len(X)


@fresh("em_step", (r"old (?:means|mu)|before", r"\bd\b"), rf"ln [πσ]|half|{PI}")
def old_means_and_no_d(X, mixture):
    R = _posterior(X, *mixture)
    Nk, mu, _ = _moments(X, R)
    D = ((X[:, None] - mixture.mu) ** 2).sum(axis=2)
    return mu, np.sqrt((R * D).sum(axis=0) / Nk), Nk / len(X)


@fresh("em_step", (r"sigma|σ", r"unchanged|old", r"ln π|weights", GONE), r"ln σ|half")
def old_sigma_and_no_weights(X, mixture):
    equal = np.ones(len(mixture.pi)) / len(mixture.pi)
    Nk, mu, _ = _moments(X, _posterior(X, mixture.mu, mixture.sigma, equal))
    return mu, mixture.sigma, Nk / len(X)


@fresh("em_step", r"one σ|same σ|shared|mean (?:of )?σ|average", rf"ln π|half|{MU}|{PI}")
def spread_averaged_over_components(X, mixture):
    Nk, mu, S = _moments(X, _posterior(X, *mixture))
    sigma = np.sqrt(S / (X.shape[1] * Nk))
    return mu, np.full(len(sigma), sigma.mean()), Nk / len(X)


@fresh("em_step", r"σ = 1|without σ|no σ|σ left out|equal σ|same σ|K-means", r"ln π|M-step is")
def e_step_with_unit_sigma(X, mixture):
    ones = np.ones_like(mixture.sigma)
    Nk, mu, S = _moments(X, _posterior(X, mixture.mu, ones, mixture.pi))
    return mu, np.sqrt(S / (X.shape[1] * Nk)), Nk / len(X)


# ------------------------------------------------------------------ K-means


@fresh("kmeans_assign", r"last|largest (?:label|index)|second|all but", r"axis 0")
def nearest_so_far_is_never_updated(X, mu):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        near = np.linalg.norm(x - mu[0])
        for j in range(len(mu)):
            if np.linalg.norm(x - mu[j]) <= near:
                labels[i] = j
    return labels


@fresh("kmeans_assign", r"product|\+ ?2|sign|plus", r"first coordinate")
def cross_term_added(X, mu):
    return np.argmin((X**2).sum(1)[:, None] + 2 * X @ mu.T + (mu**2).sum(1), axis=1)


@fresh("kmeans_update", (r"\bN_j|count|√", r"√|[Rr]oot|²|square"), r"median|empty")
def divided_by_the_root_of_the_count(X, labels, K):
    onehot = np.eye(K)[labels]
    return onehot.T @ X / np.sqrt(np.maximum(onehot.sum(axis=0), 1))[:, None]


@fresh("kmeans_update", r"middle|smallest and|range|midpoint|half-way|largest", r"median|empty")
def middle_of_the_range(X, labels, K):
    mu = np.zeros((K, X.shape[1]))
    for k in range(K):
        own = X[labels == k]
        if len(own):
            mu[k] = (own.min(axis=0) + own.max(axis=0)) / 2
    return mu


@fresh(
    "kmeans_update",
    r"largest (?:label|cluster)|labels\.max|last cluster|empty|\bK\b|shape",
    r"median",
)
def as_many_as_the_largest_label(X, labels, K):
    return np.array(
        [X[labels == k].mean(axis=0) for k in range(labels.max() + 1) if (labels == k).any()]
    )
