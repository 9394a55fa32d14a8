"""Slips with L."""

import numpy as np
import pytest
from scipy import special

from mixtures_lab.checks.slips import likelihood, posterior
from mixtures_lab.checks.slips.row import plain

P = np.array([[-1.0, -2.5, -0.3], [-4.0, -1.1, -2.0], [-0.5, -0.9, -3.0], [-2.0, -1.5, -1.0]])
PI = np.array([0.2, 0.5, 0.3])
POINTS = special.logsumexp(P, b=PI, axis=1)
L = -POINTS.sum()
TABLE = {row.name: row.function for row in likelihood.TABLE}


def test_the_right_one_of_the_line_gives_l():
    assert likelihood.of_points(plain(likelihood.OUTER)[""])(P, PI) == pytest.approx(L)


@pytest.mark.parametrize(
    "name, made",
    [
        (likelihood.MEAN, L / 4),
        ("a maximum over the points", -POINTS.max()),
        ("the last point left out", L + POINTS[-1]),
        ("the sign: the log-likelihood, not its negative", -L),
        ("one number per point, not added up", -POINTS),
        ("twice the answer", 2 * L),
        ("half the answer", L / 2),
        ("ln π forgotten", -special.logsumexp(P, axis=1).sum()),
        ("equal weights 1/K instead of π", -special.logsumexp(P, axis=1).sum() + 4 * np.log(3)),
        ("the maximum alone, in the normaliser", -(P + np.log(PI)).max(axis=1).sum()),
        ("the product over the points itself", np.exp(-L)),
        ("the logarithm inside the sum over components", -(P * PI).sum()),
    ],
)
def test_a_slip_is_what_its_name_says(name, made):
    np.testing.assert_allclose(TABLE[name](P, PI), made)


def test_the_expected_log_likelihood_is_l_and_the_entropy_of_the_posterior():
    Q = special.log_softmax(P + np.log(PI), axis=1)
    entropy = -(np.exp(Q) * Q).sum()
    assert likelihood.expected(P, PI) == pytest.approx(L + entropy)


@pytest.mark.parametrize(
    "name", [name for name in {**likelihood.ON_PAPER, **posterior.ON_PAPER} if "small" not in name]
)
def test_what_is_right_on_paper_is_right_on_ordinary_numbers_and_wrong_on_extreme_ones(name):
    assert TABLE[name](P, PI) == pytest.approx(L)
    far, pi = np.vstack([P, [-4000.0, -2000.0, -9000.0]]), np.array([0.4, 0.0, 0.6])
    with np.errstate(all="ignore"):
        assert not np.allclose(TABLE[name](far, pi), -special.logsumexp(far, b=pi, axis=1).sum())
