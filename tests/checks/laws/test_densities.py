"""The laws of a matrix of log-densities: scipy's keeps each, and a wrong one breaks it."""

import numpy as np
import pytest
from scipy import stats

from mixtures_lab.checks import laws
from mixtures_lab.checks.laws import densities
from mixtures_lab.checks.laws.answer import Answer

BELLS, COUNTS = (laws.problems_of(f"{name}") for name in ("diagonal_log_gaussians", "log_poissons"))


def bells(X, mu, s):
    return stats.norm.logpdf(X[:, None], mu, s).sum(axis=2)


def counts(x, rate):
    return stats.poisson.logpmf(x[:, None], rate)


def broken(law, cases, made):
    """What the law says of an answer to the cases that it belongs to."""
    names = [
        law(Answer(("P",), (made(*case.args),), np.finfo(float).eps, case))
        for case in cases
        if any(mine.__qualname__ == law.__qualname__ for mine in case.laws)
    ]
    assert names, "no case has this law"
    return [said.name for said in names if said]


@pytest.mark.parametrize(
    "law, wrong, name",
    [
        (
            densities.is_the_books_when_round,
            lambda X, mu, s: bells(X, mu, 1.01 * s),
            "not the spherical density where the scales are equal",
        ),
        (
            densities.stretching_thins,
            lambda X, mu, s: bells(X, mu, s) + np.log(s[:, 0]),
            "a stretched density is not thinner by the volume",
        ),
        (
            densities.factorises,
            lambda X, mu, s: bells(X, mu, s) + X.prod(axis=1)[:, None],
            "the density does not factorise over the coordinates",
        ),
    ],
)
def test_a_bell_that_is_another_one_breaks_a_law(law, wrong, name):
    assert broken(law, BELLS, bells) == []
    assert set(broken(law, BELLS, wrong)) == {name}


@pytest.mark.parametrize(
    "wrong, name",
    [
        (lambda X, mu, s: bells(X, mu, s) + 0.01, "the density does not integrate to 1"),
        (lambda X, mu, s: bells(X, mu + 0.01 * s, s), "the density has another mean"),
        (
            lambda X, mu, s: bells(X, mu, 0.99 * s),
            "the density has another standard deviation",
        ),
    ],
)
def test_a_density_is_integrated_and_its_moments_compared(wrong, name):
    for case in (case for case in BELLS if "grid" in case.words):
        law = case.laws[-1]
        (right, other) = (
            law(Answer(("P",), (f(*case.args),), 1e-16, case)) for f in (bells, wrong)
        )
        assert right is None
        assert other.name == name


@pytest.mark.parametrize(
    "law, wrong, name",
    [
        (
            densities.counts_add_up_to_1,
            lambda x, rate: counts(x, rate) + 1e-5,
            "the probabilities do not sum to 1",
        ),
        (
            densities.ratios_are_right,
            lambda x, rate: counts(x, rate * (1 + 1e-6)),
            "the ratio of two counts",
        ),
        (
            densities.a_rate_of_0_has_counts_of_0_alone,
            lambda x, rate: counts(x, rate) * np.where(rate == 0, np.nan, 1),
            "0 times ln 0",
        ),
        (
            densities.a_rate_of_0_has_counts_of_0_alone,
            lambda x, rate: np.maximum(counts(x, rate), -30),
            "a rate of 0",
        ),
    ],
)
def test_counts_that_are_others_break_a_law(law, wrong, name):
    assert broken(law, COUNTS, counts) == []
    assert name in broken(law, COUNTS, wrong)
