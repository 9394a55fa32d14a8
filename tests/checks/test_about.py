"""What can be said of one part of an M-step."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab import m_step
from mixtures_lab.checks.about import RIGHT_FOR_MU, Part, about, are
from mixtures_lab.checks.parts import Parts


def part(k, change):
    """Part `k` of a right M-step, changed."""

    def step(X, Q):
        parts = list(m_step(X, Q))
        parts[k] = change(parts[k], X, np.exp(Q))
        return tuple(parts)

    made = Parts(case_of("m_step", step))
    return Part(k, made.problems, made.got, [p.right for p in made.problems], made.R)


@pytest.mark.parametrize(
    "which, words",
    [([], ""), ([1], "sigma is wrong"), ([0, 1, 2], "mu, sigma and pi are wrong")],
)
def test_parts_are_listed_as_one_speaks(which, words):
    assert are(which, "wrong") == words
    assert are([1], "wrong", ("a", "b")) == "b is wrong"


@pytest.mark.parametrize(
    "k, change, words",
    [
        (1, lambda s, X, R: s * 2, ": it is doubled, 2 times the right one"),
        (1, lambda s, X, R: s / np.sqrt(X.shape[1]), ": it is 1 / √d times the right one"),
        (0, lambda m, X, R: m * R.sum(axis=0)[:, None], ": it is N_j times the right one"),
        (
            0,
            lambda m, X, R: m * (R.sum(axis=0)[:, None] + 1),
            ": it is (N_j + 1) times the right one",
        ),
        (2, lambda p, X, R: np.exp(p), ": your output holds its exponential, of the right one"),
        (1, lambda s, X, R: s + 0.5, ": 1/2 is added to the right one"),
        (1, lambda s, X, R: np.sqrt(s**2 + 0.5), ": 1/2 is added to its square"),
        (2, lambda p, X, R: p * np.nan, ": it holds NaN or inf"),
        (
            2,
            lambda p, X, R: np.log(R).mean(axis=0),
            ": it is what you get with: π as the mean of Q, not of e^Q",
        ),
        (1, lambda s, X, R: np.stack([np.sin(s)] * 2), ": its shape is (2, 3) instead of (3,)"),
        (1, lambda s, X, R: np.sin(s) + 3, ""),
    ],
)
def test_what_is_said_of_a_wrong_part(k, change, words):
    assert about(part(k, change)) == words


def test_a_sigma_that_follows_from_a_wrong_mu_is_right_for_it():
    def step(X, Q):
        R, mu = np.exp(Q), m_step(X, Q).mu + 1
        D = ((X[:, None] - mu) ** 2).sum(axis=2)
        return mu, np.sqrt((R * D).sum(axis=0) / R.sum(axis=0) / X.shape[1]), R.mean(axis=0)

    made = Parts(case_of("m_step", step))
    rights = [p.right for p in made.problems]
    assert about(Part(1, made.problems, made.got, rights, made.R)) == RIGHT_FOR_MU
