"""Mistakes in the M-steps of Gaussians: one σ for all, one per coordinate, and with a prior."""

from typing import NamedTuple

import numpy as np

from mixtures_lab.checks.mistakes import Mistake


class Sums(NamedTuple):
    """What a spread is made of."""

    X: np.ndarray
    R: np.ndarray
    Nk: np.ndarray  # 1 where a component is empty
    mu: np.ndarray
    S: np.ndarray  # Σ_i r_ij (x_ic − μ_jc)²

    @property
    def d(self):
        return self.X.shape[1]

    def around(self, centre, R=None):
        """The squares around another centre, or with other shares."""
        return np.einsum("ij,ijc->jc", self.R if R is None else R, (self.X[:, None] - centre) ** 2)


def at_least_1(Nk):
    """The counts as a divisor: 1 where a component is empty."""
    return np.where(Nk > 0, Nk, 1)


def own_means(X, R, Nk):
    return R.T @ X / Nk[:, None]


def own_weights(R, *prior):
    return R.mean(axis=0)


def step(spread, means=own_means, weights=own_weights, shares=np.exp):
    """An M-step that is right but for what is passed."""

    def m_step(X, Q, *prior):
        R = shares(Q)
        Nk = at_least_1(R.sum(axis=0))
        mu = means(X, R, Nk)
        sums = Sums(X, R, Nk, mu, np.einsum("ij,ijc->jc", R, (X[:, None] - mu) ** 2))
        return mu, spread(sums, *prior), weights(R, *prior)

    return m_step


def unguarded(spread):
    """The right step, as it is where 0/0 is NaN."""

    def m_step(X, Q, *prior):
        mu, s, pi = step(spread)(X, Q, *prior)
        empty = np.exp(Q).sum(axis=0) == 0
        mu[empty], s[empty] = np.nan, np.nan
        return mu, s, pi

    return m_step


def likeliest(Q):
    return (Q == Q.max(axis=1, keepdims=True)) * 1.0


#: What M-steps with any density get wrong alike: names and hints, some with the words for R.
EMPTY = (
    "an emptied component that gives NaN",
    "N_j is 0 when no point belongs to a component, and 0/0 is NaN. Any finite mean will do there.",
)
SUM = ("π not divided by N", "Weights sum to 1.")
EQUAL = (
    "π = 1/K for every component",
    "A weight is the share of the points that its component holds.",
)
R_IS = "The shares are R = e^Q."
HARD = (
    "only the likeliest component counted for each point",
    R_IS + " That is K-means: EM is soft.",
)
POWER_OF_2 = "2^Q instead of e^Q"


def rows_of_a_step(right):
    """Mistakes in the means and the weights, whatever the spread is."""
    return [
        Mistake(*EMPTY, unguarded(right)),
        Mistake(
            "means divided by N",
            "A mean is divided by its own count N_j.",
            step(right, means=lambda X, R, Nk: R.T @ X / len(X)),
        ),
        Mistake(
            "means without the responsibilities",
            "Every component has its own mean.",
            step(right, means=lambda X, R, Nk: X.mean(axis=0) + 0 * Nk[:, None]),
        ),
        Mistake(*SUM, step(right, weights=lambda R, *_: R.sum(axis=0))),
        Mistake(*EQUAL, step(right, weights=lambda R, *_: 0 * R[0] + 1 / R.shape[1])),
        Mistake(*HARD, step(right, shares=likeliest)),
        Mistake(POWER_OF_2, R_IS + " Q is in nats.", step(right, shares=np.exp2)),
    ]


def own(a):
    """A σ for each component."""
    return np.sqrt(a.S.sum(axis=1) / (a.Nk * a.d))


# one σ for all


def one(spread):
    """A step whose σ is one number, once for each component."""
    return step(lambda a: spread(a) + 0 * a.Nk)


def shared(a):
    return np.sqrt(a.S.sum() / a.X.size) + 0 * a.Nk


ONE = "There is one σ: set the slope of the whole expected cost in that one parameter to zero."
ROOT = "sigma is a standard deviation: take the square root."
MINIMUM = "The minimum is asked for, not an unbiased estimate."

SHARED = [
    Mistake("a σ of its own for each component", ONE, step(own)),
    Mistake(
        "the plain mean of the components' σ_j",
        ONE + " Components that hold more points count more.",
        one(lambda a: own(a).mean()),
    ),
    Mistake(
        "the root of the plain mean of the components' σ_j²",
        ONE + " Components that hold more points count more.",
        one(lambda a: np.sqrt((own(a) ** 2).mean())),
    ),
    Mistake(
        "the weighted mean of the σ_j, taken after the root",
        ONE + " Variances are averaged, not their roots.",
        one(lambda a: a.R.mean(axis=0) @ own(a)),
    ),
    Mistake(
        "σ² not divided by d",
        "Each of the d coordinates has the variance σ².",
        one(lambda a: np.sqrt(a.S.sum() / len(a.X))),
    ),
    Mistake(
        "σ² divided by K as well",
        "The shares of a point sum to 1 over the components already.",
        one(lambda a: np.sqrt(a.S.sum() / a.X.size / len(a.Nk))),
    ),
    Mistake("σ² not divided at all", ONE, one(lambda a: np.sqrt(a.S.sum()))),
    Mistake("σ² returned for σ", ROOT, step(lambda a: shared(a) ** 2)),
    Mistake(
        "d = 2 written into σ",
        "It is right for d = 2 only.",
        one(lambda a: np.sqrt(a.S.sum() / (2 * len(a.X)))),
    ),
    Mistake(
        "σ around the mean of all points",
        "A distance is to the mean of each component, with its share.",
        one(lambda a: np.sqrt(a.X.var(axis=0).mean())),
    ),
    Mistake(
        "σ without the responsibilities",
        "Each squared distance counts with its share r_ij.",
        one(lambda a: np.sqrt(a.around(a.mu, 0 * a.R + 1).mean() / len(a.X))),
    ),
    Mistake(
        "σ² divided by N − K",
        MINIMUM,
        one(lambda a: np.sqrt(a.S.sum() / a.d / (len(a.X) - len(a.Nk)))),
    ),
    Mistake(
        "one number for σ, not one entry per component",
        "Return the shared σ once per component: an array of shape (K,).",
        step(lambda a: shared(a)[0]),
    ),
    *rows_of_a_step(shared),
]


# one for each component and coordinate


def diagonal(a):
    return np.sqrt(a.S / a.Nk[:, None])


EACH = "Every component and coordinate has its own s: set the slope in s_jc alone to zero."
ITS_OWN = "A spread is around the mean of its own component."

DIAGONAL = [
    Mistake(
        "one spread per component, the same for all coordinates",
        EACH,
        step(lambda a: own(a)[:, None] + 0 * a.mu),
    ),
    Mistake(
        "one spread per coordinate, the same for all components",
        EACH,
        step(lambda a: np.sqrt(a.S.sum(axis=0) / len(a.X)) + 0 * a.mu),
    ),
    Mistake(
        "s² returned for s",
        "s holds standard deviations: take the square root.",
        step(lambda a: diagonal(a) ** 2),
    ),
    Mistake(
        "s² divided by d as well",
        EACH + " A coordinate is one number per point, not d.",
        step(lambda a: diagonal(a) / np.sqrt(a.d)),
    ),
    Mistake("s² divided by N instead of N_j", EACH, step(lambda a: np.sqrt(a.S / len(a.X)))),
    Mistake("s² not divided by N_j", EACH, step(lambda a: np.sqrt(a.S))),
    Mistake("s² divided by N_j − 1", MINIMUM, step(lambda a: np.sqrt(a.S / (a.Nk[:, None] - 1)))),
    Mistake(
        "s divided by N_j outside the root", EACH, step(lambda a: np.sqrt(a.S) / a.Nk[:, None])
    ),
    Mistake(
        "s around the mean of all points",
        ITS_OWN,
        step(lambda a: np.sqrt(a.around(a.X.mean(axis=0)) / a.Nk[:, None])),
    ),
    Mistake("s around the origin", ITS_OWN, step(lambda a: np.sqrt(a.around(0.0) / a.Nk[:, None]))),
    Mistake(
        "s without the responsibilities",
        "Each squared difference counts with its share r_ij.",
        step(lambda a: np.sqrt(a.around(a.mu, 0 * a.R + 1) / len(a.X))),
    ),
    Mistake(
        "s from the differences, not their squares",
        EACH,
        step(lambda a: np.einsum("ij,ijc->jc", a.R, abs(a.X[:, None] - a.mu)) / a.Nk[:, None]),
    ),
    Mistake(
        "s as d × K instead of K × d",
        "One component per row: transpose.",
        step(lambda a: diagonal(a).T),
    ),
    Mistake(
        "0.01 added to s²",
        "That shows. A safeguard belongs where s would be 0, and has to be too small to be seen "
        "elsewhere.",
        step(lambda a: np.sqrt(diagonal(a) ** 2 + 1e-2)),
    ),
    *rows_of_a_step(diagonal),
]
