"""Wrong functions of which something false was said once: each with the words that must occur."""

from itertools import combinations

import numpy as np

from mixtures_lab import (
    kmeans_update,
    log_gaussians,
    log_posterior,
    log_sum_exp,
    m_step,
    squared_distances,
)

from .formulas import joint, parts_of, responsibilities
from .keep import said

NAMES = ("mu", "sigma", "pi")

# what is handed back from the old mixture, with a right E-step and with a wrong one


def updating(new, R, sigma=1.0):
    """A step that updates some parts only."""

    def function(X, mixture):
        made = dict(zip(NAMES, parts_of(X, R(X, mixture)), strict=True))
        made["sigma"] = sigma * made["sigma"]
        return tuple(made[k] if k in new else getattr(mixture, k) for k in NAMES)

    return function


def right_R(X, mixture):
    return responsibilities(joint(X, mixture))


def R_without_pi(X, mixture):
    return responsibilities(joint(X, mixture) - np.log(mixture.pi))


def listed(names):
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"


for number in (1, 2):
    for new in combinations(NAMES, number):
        unchanged = f"{listed([k for k in NAMES if k not in new])} handed back unchanged"
        said(
            "em_step",
            f"updates only {' and '.join(new)}",
            (unchanged, f"{listed(new)} right"),
            ("wrong", "E-step"),
        )(updating(new, right_R))
said(
    "em_step", "updates only mu, without ln π", ("sigma and pi are handed back", "ln π forgotten")
)(updating(("mu",), R_without_pi))
said(
    "em_step",
    "updates only sigma, and doubles it",
    ("mu and pi are handed back unchanged", "sigma is wrong: it is doubled"),
    ("E-step",),
)(updating(("sigma",), right_R, 2.0))


@said(
    "m_step",
    "doubled means, and the sigma that follows",
    ("pi is right", "mu is wrong: it is doubled", "sigma follows from your mu"),
    ("sigma is wrong",),
)
def doubled_means(X, Q):
    mu, _, pi = parts_of(X, np.exp(Q))
    D = ((X[:, None] - 2 * mu) ** 2).sum(axis=2)
    R = np.exp(Q)
    return (
        2 * mu,
        np.sqrt((R * D).sum(axis=0) / (X.shape[1] * np.maximum(R.sum(axis=0), 1e-12))),
        pi,
    )


# a shift of another kind


def shifted(A, shift):
    m = shift(A)
    return m + np.log(np.exp(A - m).sum(axis=1, keepdims=True))


ALL = "the maximum of everything as the shift, np.max without an axis"
COLUMN = "the maximum of each column as the shift"


@said("log_sum_exp", ALL, ("one maximum for all rows",), ("column",))
def lse_shifted_by_all(A):
    return shifted(A, np.max)[:, 0]


@said("log_sum_exp", "the first row's maximum", ("right on ordinary",), ("no maximum",))
def lse_shifted_by_the_first_row(A):
    return shifted(A, lambda A: A[0].max())[:, 0]


@said("log_posterior", ALL, ("one shift for all the points",))
def Q_shifted_by_all(P, pi):
    return P + np.log(pi) - shifted(P + np.log(pi), np.max)


@said("log_posterior", COLUMN, ("the maximum of each column", "axis 0"))
def Q_shifted_by_columns(P, pi):
    return P + np.log(pi) - shifted(P + np.log(pi), lambda A: A.max(axis=0))


@said("log_posterior", "the first column as the shift", ("right on ordinary", "a far outlier"))
def Q_shifted_by_the_first(P, pi):
    return P + np.log(pi) - shifted(P + np.log(pi), lambda A: A[:, :1])


@said("negative_log_likelihood", "the first column as the shift", ("a far outlier",))
def L_shifted_by_the_first(P, pi):
    return -shifted(P + np.log(pi), lambda A: A[:, :1]).sum()


@said("negative_log_likelihood", ALL, ("one shift for all the points",))
def L_shifted_by_all(P, pi):
    return -shifted(P + np.log(pi), np.max).sum()


@said("negative_log_likelihood", "shifted by P alone", ("ignores π",), ("−inf times 0",))
def L_shifted_by_P(P, pi):
    m = P.max(axis=1)
    return -(m + np.log(np.exp(P - m[:, None]) @ pi)).sum()


@said("log_posterior", "shifted by P alone", ("ignores π",))
def Q_shifted_by_P(P, pi):
    m = P.max(axis=1, keepdims=True)
    return P + np.log(pi) - m - np.log(np.exp(P - m) @ pi)[:, None]


@said("em_step", "shifted by P alone", ("ignores π", "in the E-step"))
def em_shifted_by_P(X, mixture):
    D = squared_distances(X, mixture.mu)
    P = log_gaussians(D, mixture.sigma, X.shape[1])
    R = np.exp(P - P.max(axis=1, keepdims=True)) * mixture.pi
    return parts_of(X, R / R.sum(axis=1, keepdims=True))


# a factor of a parameter


def nll(P, pi):
    return -np.logaddexp.reduce(P + np.log(pi), axis=1).sum()


REST = "all the rest is right"
for task, says, function in [
    ("log_gaussians", "σ halved", lambda D, s, d: log_gaussians(D, s / 2, d)),
    ("log_gaussians", "σ doubled", lambda D, s, d: log_gaussians(D, 2 * s, d)),
    ("log_gaussians", "σ multiplied by 0.3", lambda D, s, d: log_gaussians(D, 0.3 * s, d)),
    ("log_gaussians", "σ with 0.1 added", lambda D, s, d: log_gaussians(D, s + 0.1, d)),
    ("log_gaussians", "d + 1 in place of d", lambda D, s, d: log_gaussians(D, s, d + 1)),
    ("log_gaussians", "D multiplied by 3", lambda D, s, d: log_gaussians(3 * D, s, d)),
    ("squared_distances", "X halved", lambda X, mu: squared_distances(X / 2, mu)),
    ("squared_distances", "μ doubled", lambda X, mu: squared_distances(X, 2 * mu)),
    ("log_sum_exp", "A doubled", lambda A: log_sum_exp(2 * A)),
    ("log_posterior", "P halved", lambda P, pi: log_posterior(P / 2, pi)),
    ("negative_log_likelihood", "π doubled", lambda P, pi: nll(P, 2 * pi)),
    ("negative_log_likelihood", "π multiplied by 0.3", lambda P, pi: nll(P, 0.3 * pi)),
]:
    said(task, says, (says, REST), ("ln 2π",))(function)


@said("log_gaussians", "σ halved in the normaliser", ("inside ln(σ √2π)", "σ halved"), ("0.2457",))
def P_with_half_sigma(D, s, d):
    return -d * np.log(s / 2 * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@said(
    "log_gaussians", "one number for each column", ("one number for each component",), ("cut off",)
)
def P_without_D(D, s, d):
    return -d * np.log(s)


@said("kmeans_assign", "X over 10", ("entries of D, with X multiplied by",))
def labels_of_a_tenth(X, mu):
    return squared_distances(X / 10, mu).argmin(axis=1)


@said("m_step", "sigma halved", ("sigma is wrong: it is halved",), ("mu is wrong", "pi is wrong"))
def half_sigma(X, Q):
    made = m_step(X, Q)
    return made._replace(sigma=made.sigma / 2)


@said("em_step", "σ halved in the E-step", ("σ halved", "in the E-step"))
def half_sigma_in_P(X, mixture):
    return parts_of(X, right_R(X, mixture._replace(sigma=mixture.sigma / 2)))


# an axis of length 1 too many, or lost


@said("kmeans_assign", "labels in a column", ("an axis too many: shape (N, 1) instead of (N,)",))
def labels_in_a_column(X, mu):
    return squared_distances(X, mu).argmin(axis=1)[:, None]


@said("m_step", "sigma and pi in rows", ("sigma and pi with an axis too many: shape (1, K)",))
def rows_of_parts(X, Q):
    mu, sigma, pi = m_step(X, Q)
    return mu, sigma[None], pi[None]


@said("kmeans_update", "means in three axes", ("shape (K, 1, d) instead of (K, d)",))
def means_in_three_axes(X, labels, K):
    return kmeans_update(X, labels, K)[:, None]


@said("squared_distances", "squeezed", ("an axis that is lost where it has length 1",))
def squeezed(X, mu):
    return squared_distances(X, mu).squeeze()
