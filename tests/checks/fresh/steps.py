"""Fresh mistakes in the M-step and in a whole iteration of EM."""

import numpy as np
from words import GONE, HALF, INSTEAD, MU, PI, SIGMA, TWICE, UNCHANGED

from . import fresh

E_STEP = r"ln π (?:left|forgotten)|ln σ|2π|E-step|normalised"

# ------------------------------------------------------------------ m_step(X, Q)


def _moments(X, R):
    Nk = R.sum(axis=0)
    mu = (R.T @ X) / Nk[:, None]
    spread = np.array([(R[:, k] * ((X - mu[k]) ** 2).sum(1)).sum() for k in range(len(Nk))])
    return Nk, mu, spread


@fresh("m_step", (r"σ|sigma|variance", r"\bd\b|dimension|coordinate"), rf"{MU}|{PI}")
def variance_of_all_coordinates_together(X, Q):
    R = np.exp(Q)
    Nk, mu, spread = _moments(X, R)
    return mu, np.sqrt(spread / Nk), Nk / len(X)


@fresh("m_step", r"variance|σ²|[Rr]oot|sigma\*\*2", rf"{MU}|{PI}|\bd\b")
def variance_is_returned(X, Q):
    R = np.exp(Q)
    N, d = X.shape
    Nk, mu, spread = _moments(X, R)
    var = spread / (d * Nk)
    return mu, var, Nk / N


@fresh("m_step", (r"π|pi\b|weights?", r"\bN\b|sum to 1|counts?|N_?j|N_?k|Nⱼ"), rf"{MU}|{SIGMA}")
def weights_are_counts(X, Q):
    resp = np.exp(Q)
    Nk, mu, spread = _moments(X, resp)
    return mu, np.sqrt(spread / (X.shape[1] * Nk)), resp.sum(axis=0)


@fresh("m_step", (r"π|pi\b|weights?", r"\bK\b"), rf"{MU}|{SIGMA}")
def weights_divided_by_k(X, Q):
    R = np.exp(Q)
    Nk, mu, spread = _moments(X, R)
    return mu, np.sqrt(spread / (X.shape[1] * Nk)), Nk / Q.shape[1]


@fresh("m_step", (r"\b(?:mu|μ|means?)\b", r"\bN\b|number of points|len"), PI)
def means_divided_by_all_points(X, Q):
    R = np.exp(Q)
    N, d = X.shape
    Nk = R.sum(axis=0)
    mu = R.T @ X / N
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    sigma = np.sqrt((R * D).sum(axis=0) / (d * Nk))
    return mu, sigma, Nk / N


@fresh(
    "m_step",
    r"Q[\s\S]*(?:itself|instead|as it is|exp|logarithm)|e\^Q|exp",
    r"(?:mu|sigma|pi) is right",
)
def logarithms_used_as_shares(X, Q):
    Nk, mu, spread = _moments(X, Q)
    return mu, np.sqrt(np.abs(spread / (X.shape[1] * Nk))), Nk / len(X)


@fresh("m_step", (r"σ|sigma|variance", r"\bN\b|number of points|all points"), rf"{MU}|{PI}|\bd\b")
def spread_divided_by_all_points(X, Q):
    R = np.exp(Q)
    N, d = X.shape
    Nk, mu, spread = _moments(X, R)
    return mu, np.sqrt(spread / (d * N)), Nk / N


@fresh(
    "m_step",
    (
        r"σ|sigma|variance|distance",
        r"(?:mean|centre) of (?:all|the|X|every)|overall|global|X̄|all points|common",
    ),
    rf"{PI}|\bd\b",
)
def spread_around_the_overall_mean(X, Q):
    R = np.exp(Q)
    d = X.shape[1]
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    centred = X - X.mean(axis=0)
    sigma = np.sqrt(R.T @ (centred**2).sum(axis=1) / (d * Nk))
    return mu, sigma, Nk / Nk.sum()


@fresh(
    "m_step",
    (
        r"σ|sigma|variance|deviation",
        r"shares|weight|responsib|unweighted|all points|e\^Q|same for|R\b",
    ),
    rf"{PI}|{MU}",
)
def spread_without_the_shares(X, Q):
    R = np.exp(Q)
    N, d = X.shape
    Nk = R.sum(axis=0)
    mu = np.einsum("nk,nd->kd", R, X) / Nk[:, None]
    sigma = np.sqrt(((X[:, None, :] - mu) ** 2).sum(axis=(0, 2)) / (N * d))
    return mu, sigma, Nk / N


@fresh("m_step", (r"σ|sigma|variance|N", r"1\b|Bessel|unbiased|ddof"), rf"{MU}|{PI}")
def bessels_correction(X, Q):
    R = np.exp(Q)
    N, d = X.shape
    Nk, mu, spread = _moments(X, R)
    return mu, np.sqrt(spread / (d * (Nk - 1))), Nk / N


@fresh(
    "m_step",
    (r"σ|sigma|distance", r"not squared|itself|root|√|absolute|mean distance|square"),
    rf"{MU}|{PI}",
)
def mean_distance(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    dist = np.linalg.norm(X[:, None] - mu, axis=-1)
    return mu, (R * dist).sum(axis=0) / Nk, Nk / len(X)


@fresh(
    "m_step",
    r"[Hh]ard|argmax|largest|0 and 1|one-hot|K-means|nearest|winner|whole points?|likeliest",
    r"(?:mu|sigma|pi) is right",
)
def hard_shares(X, Q):
    K = Q.shape[1]
    R = np.eye(K)[Q.argmax(axis=1)]
    Nk = np.maximum(R.sum(axis=0), 1e-12)
    mu = R.T @ X / Nk[:, None]
    spread = np.array([(R[:, k] @ ((X - mu[k]) ** 2)).sum() for k in range(K)])
    return mu, np.sqrt(spread / (X.shape[1] * Nk)), Nk / len(X)


@fresh("m_step", (r"π|pi\b|weights?", r"equal|1/K|uniform|same|alike"), rf"{MU}|{SIGMA}")
def weights_stay_equal(X, Q):
    R = np.exp(Q)
    K = Q.shape[1]
    Nk, mu, spread = _moments(X, R)
    return mu, np.sqrt(spread / (X.shape[1] * Nk)), np.ones(K) / K


@fresh("m_step", r"order|shape|first|pi, mu|π, μ|swapped|exchanged", r"is wrong")
def weights_come_first(X, Q):
    R = np.exp(Q)
    Nk, mu, spread = _moments(X, R)
    return Nk / len(X), mu, np.sqrt(spread / (X.shape[1] * Nk))


@fresh("m_step", (r"\b(?:mu|μ|means?)\b", r"[Tt]ranspos|shape|\(d, K\)|d × K"), rf"{PI}|{SIGMA}")
def means_as_columns(X, Q):
    R = np.exp(Q)
    Nk, _, spread = _moments(X, R)
    return X.T @ R / Nk, np.sqrt(spread / (X.shape[1] * Nk)), Nk / len(X)


@fresh(
    "m_step",
    (r"σ|sigma|variance", r"\bd\b|dimension", r"[Rr]oot|√|outside|after|not √d|d²"),
    rf"{MU}|{PI}",
)
def d_outside_of_the_root(X, Q):
    R = np.exp(Q)
    Nk, mu, spread = _moments(X, R)
    return mu, np.sqrt(spread / Nk) / X.shape[1], Nk / len(X)


@fresh("m_step", (r"variance|σ²|[Rr]oot|√", r"\bd\b|dimension"), rf"{MU}|{PI}")
def variance_without_d(X, Q):
    R = np.exp(Q)
    Nk, mu, spread = _moments(X, R)
    return mu, spread / Nk, Nk / len(X)


@fresh(
    "m_step", r"cancel|digits|far from|nan|NaN|negative|extreme|E\[x²\]|origin", rf"{PI}|\bd\b left"
)
def mean_of_squares_minus_square_of_mean(X, Q):
    R = np.exp(Q)
    d = X.shape[1]
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    second = (R.T @ X**2).sum(axis=1) / Nk
    return mu, np.sqrt((second - (mu**2).sum(axis=1)) / d), Nk / len(X)


# ------------------------------------------------------------------ em_step(X, mixture)


def _distances(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=2)


def _softmax(A, axis=1):
    A = A - A.max(axis=axis, keepdims=True)
    E = np.exp(A)
    return E / E.sum(axis=axis, keepdims=True)


def _shares(X, mu, sigma, pi):
    d = X.shape[1]
    return _softmax(-_distances(X, mu) / (2 * sigma**2) - d * np.log(sigma) + np.log(pi))


def _updated(X, R):
    Nk, mu, spread = _moments(X, R)
    return mu, np.sqrt(spread / (X.shape[1] * Nk)), Nk / len(X)


@fresh("em_step", (r"sigma|σ", r"\bpi\b|π", UNCHANGED), rf"ln σ|distance left|{MU}")
def only_the_means_move(X, mixture):
    mu, sigma, pi = mixture
    R = _shares(X, mu, sigma, pi)
    new_mu = R.T @ X / R.sum(axis=0)[:, None]
    return new_mu, sigma, pi


@fresh(
    "em_step",
    (
        r"sigma|σ|distances",
        r"old (?:mu|μ|means?)|before|previous|(?:mu|μ|means?) of the (?:old|given)",
    ),
    rf"{E_STEP}|{PI}",
)
def spread_around_the_old_means(X, mixture):
    mu, sigma, pi = mixture
    N, d = X.shape
    D = _distances(X, mu)
    R = _softmax(-0.5 * D / sigma**2 - d * np.log(sigma) + np.log(pi))
    Nk = R.sum(axis=0)
    return (R.T @ X) / Nk[:, None], np.sqrt(np.sum(R * D, axis=0) / (d * Nk)), Nk / N


@fresh(
    "em_step",
    rf"(?:ln π|π|\bpi\b|weights?|prior)[\s\S]*{GONE}|{GONE}[\s\S]*(?:π|\bpi\b|weight|prior)",
    rf"ln σ|distance|M-step|{MU}|{SIGMA}",
)
def e_step_without_weights(X, mixture):
    mu, sigma, _ = mixture
    d = X.shape[1]
    return _updated(X, _softmax(-_distances(X, mu) / (2 * sigma**2) - d * np.log(sigma)))


@fresh(
    "em_step",
    rf"{HALF}|(?:distance|exponent|D)[\s\S]*(?:{TWICE}|factor 2)",
    r"ln σ|ln π|sign|M-step",
)
def e_step_without_the_half(X, mixture):
    mu, sigma, pi = mixture
    d = X.shape[1]
    logits = np.log(pi) - d * np.log(sigma) - _distances(X, mu) / sigma**2
    return _updated(X, _softmax(logits))


@fresh("em_step", (r"\bpi\b|π|weights?", UNCHANGED), rf"E-step|ln π|{MU}|{SIGMA}")
def weights_are_kept(X, mixture):
    mu, sigma, pi = mixture
    new_mu, new_sigma, _ = _updated(X, _shares(X, mu, sigma, pi))
    return new_mu, new_sigma, pi.copy()


@fresh("em_step", r"axis|over (?:the )?points|columns?\b|points instead", r"ln π|ln σ|distance")
def shares_normalised_over_points(X, mixture):
    mu, sigma, pi = mixture
    d = X.shape[1]
    P = -_distances(X, mu) / (2 * sigma**2) - d * np.log(sigma) - d / 2 * np.log(2 * np.pi)
    return _updated(X, _softmax(P + np.log(pi), axis=0))


@fresh("em_step", r"variance|σ²|[Rr]oot", rf"E-step stands|ln σ|\bd\b|{MU}|{PI}")
def hands_on_the_variance(X, mixture):
    mu, sigma, pi = mixture
    mu, sigma, pi = _updated(X, _shares(X, mu, sigma, pi))
    return mu, sigma**2, pi


@fresh(
    "em_step", (r"σ|sigma|M-step|variance", r"\bd\b|dimension"), rf"E-step stands|ln σ|{MU}|{PI}"
)
def m_step_without_d(X, mixture):
    R = _shares(X, *mixture)
    Nk, mu, spread = _moments(X, R)
    return mu, np.sqrt(spread / Nk), Nk / R.sum()


@fresh(
    "em_step",
    (r"ln σ|log σ|σ|normalis", r"\bd\b|dimension|factor"),
    r"M-step|ln π|distance|2π left",
)
def e_step_as_in_one_dimension(X, mixture):
    mu, sigma, pi = mixture
    pdf = -_distances(X, mu) / (2 * sigma**2) - 0.5 * np.log(2 * np.pi * sigma**2)
    return _updated(X, _softmax(pdf + np.log(pi)))


@fresh(
    "em_step",
    r"[Hh]ard|argmax|largest|0 and 1|one-hot|K-means|nearest|winner|whole points?|likeliest",
    r"ln [πσ]",
)
def hard_e_step(X, mixture):
    mu, sigma, pi = mixture
    R = _shares(X, mu, sigma, pi)
    R = (R == R.max(axis=1, keepdims=True)).astype(float)
    Nk, new_mu, spread = _moments(X, R + 1e-15)
    return new_mu, np.sqrt(spread / (X.shape[1] * Nk)), Nk / len(X)


@fresh(
    "em_step",
    r"[Tt]wo (?:iterations|steps)|twice|second|2 (?:iterations|steps)|more than one|again",
    r"ln [πσ]|half",
)
def two_iterations(X, mixture):
    for _ in range(2):
        mixture = _updated(X, _shares(X, *mixture))
    return mixture


@fresh(
    "em_step", rf"{UNCHANGED}|nothing|same mixture|M-step[\s\S]*{GONE}|given", r"ln σ|ln π|distance"
)
def forgets_to_assign(X, mixture):
    mu, sigma, pi = mixture
    _updated(X, _shares(X, mu, sigma, pi))
    return mu, sigma, pi


@fresh(
    "em_step",
    r"anew|again|recomputed|half-?way|second time|new (?:mu|μ|means?)|between",
    r"ln σ|ln π|distance left",
)
def shares_taken_anew(X, mixture):
    mu, sigma, pi = mixture
    d = X.shape[1]
    R = _shares(X, mu, sigma, pi)
    mu = R.T @ X / R.sum(axis=0)[:, None]
    R = _shares(X, mu, sigma, pi)
    Nk = R.sum(axis=0)
    sigma = np.sqrt((R * _distances(X, mu)).sum(axis=0) / (d * Nk))
    return mu, sigma, Nk / len(X)


@fresh(
    "em_step",
    (r"ln π|π|\bpi\b|weights?|prior", GONE, r"σ|sigma|variance", r"\bd\b|dimension"),
    rf"ln σ|distance left|{MU}",
)
def no_weights_and_no_d(X, mixture):
    mu, sigma, _ = mixture
    d = X.shape[1]
    R = _softmax(-_distances(X, mu) / (2 * sigma**2) - d * np.log(sigma))
    Nk, new_mu, spread = _moments(X, R)
    return new_mu, np.sqrt(spread / Nk), Nk / len(X)


@fresh(
    "em_step",
    r"variance|σ {0} σ²|σ where σ²|σ not squared|√σ|not squared".replace("{0}", INSTEAD),
    r"M-step|ln π",
)
def sigma_read_as_variance(X, mixture):
    mu, var, pi = mixture
    d = X.shape[1]
    R = _softmax(np.log(pi) - d / 2 * np.log(var) - _distances(X, mu) / (2 * var))
    return _updated(X, R)


@fresh("em_step", r"sign|\+|plus|minus|positive", r"ln σ|ln π|M-step")
def exponent_with_a_plus(X, mixture):
    mu, sigma, pi = mixture
    d = X.shape[1]
    R = _softmax(_distances(X, mu) / (2 * sigma**2) - d * np.log(sigma) + np.log(pi))
    return _updated(X, R)


@fresh(
    "em_step",
    r"underflow|nan|NaN|inf|extreme|0/0|outlier|far|overflow",
    r"ln σ|ln π (?:left|forgotten)|M-step (?:is|and)",
)
def densities_without_logarithms(X, mixture):
    mu, sigma, pi = mixture
    d = X.shape[1]
    dens = np.exp(-_distances(X, mu) / (2 * sigma**2)) / (2 * np.pi * sigma**2) ** (d / 2)
    R = dens * pi
    return _updated(X, R / R.sum(axis=1, keepdims=True))


@fresh("em_step", (r"ln σ|normalis|height|log σ|factor", GONE), r"ln π|distance|M-step")
def kernel_without_its_height(X, mixture):
    mu, sigma, pi = mixture
    weights = pi * np.exp(-_distances(X, mu) / (2 * sigma**2))
    return _updated(X, weights / weights.sum(axis=1, keepdims=True))


@fresh(
    "em_step",
    (r"σ|sigma", r"old (?:mu|μ|means?)|before|previous", r"\bpi\b|π|weights?", UNCHANGED),
    r"ln σ|ln π|distance left",
)
def old_means_and_old_weights(X, mixture):
    mu, sigma, pi = mixture
    R = _shares(X, mu, sigma, pi)
    Nk = R.sum(axis=0)
    new_sigma = np.sqrt((R * _distances(X, mu)).sum(axis=0) / (X.shape[1] * Nk))
    return R.T @ X / Nk[:, None], new_sigma, pi
