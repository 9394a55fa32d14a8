"""Slips with P."""

import numpy as np
import pytest
from scipy import stats

from mixtures_lab.checks.slips import density
from mixtures_lab.checks.slips.row import plain

D, S, d = np.array([[0.5, 2.0], [3.0, 0.1], [1.0, 7.0]]), np.array([0.7, 1.9]), 3
RIGHT = stats.norm.logpdf(np.sqrt(D), 0, S) + (d - 1) * stats.norm.logpdf(0, 0, S)
ROWS = {row.name: row.function for row in density.LINES}
NORMALISER = -d * np.log(S * np.sqrt(2 * np.pi))


def test_the_right_one_of_every_line_gives_p():
    assert np.allclose(density.with_log_sigma(plain(density.LOG_SIGMA)[""])(D, S, d), RIGHT)
    assert np.allclose(density.with_distance(density.DISTANCES[""])(D, S, d), RIGHT)
    of_d = density.with_dimension(plain(density.DIMENSION)[""])
    assert np.allclose(density.with_normaliser(of_d)(D, S, d), RIGHT)


@pytest.mark.parametrize(
    "name, right",
    [
        ("the half forgotten in the distance term", NORMALISER - D / S**2),
        ("σ instead of σ² under the distance", NORMALISER - D / (2 * S)),
        ("D squared once more", NORMALISER - D**2 / (2 * S**2)),
        ("the plus sign in front of the distance", NORMALISER + D / (2 * S**2)),
        ("√D/σ in place of D/σ²", NORMALISER - np.sqrt(D) / S / 2),
        ("no normaliser", -D / (2 * S**2)),
        ("the factor d forgotten in the normaliser", NORMALISER / d - D / (2 * S**2)),
        ("the normaliser halved", NORMALISER / 2 - D / (2 * S**2)),
        ("σ² in place of ln σ", -d * (S**2 + np.log(2 * np.pi) / 2) - D / (2 * S**2)),
        ("the density, not its logarithm", np.exp(RIGHT)),
    ],
)
def test_a_slip_is_what_its_name_says(name, right):
    np.testing.assert_allclose(ROWS[name](D, S, d), right)


def test_sigma_as_the_variance_and_the_variance_as_sigma_are_two_slips():
    np.testing.assert_allclose(ROWS["σ as if it were the variance"](D, S**2, d), RIGHT)
    np.testing.assert_allclose(
        ROWS["σ² as if it were the standard deviation"](D, np.sqrt(S), d), RIGHT
    )


ON_PAPER = "σ to the power d inside the logarithm"


def test_the_logarithm_of_a_power_is_right_on_paper_and_leaves_the_range_of_a_float():
    slip = density.with_normaliser(plain(density.OF_TWO_PI)[ON_PAPER])
    np.testing.assert_allclose(slip(D, S, d), RIGHT)
    with np.errstate(divide="ignore"):
        assert np.isinf(slip(1e-8 * D, 1e-4 * S, 100)).all()


@pytest.mark.parametrize("name", [name for name in density.OF_TWO_PI if name != ON_PAPER])
def test_a_slip_with_2_pi_is_the_same_for_every_point(name):
    slip = plain(density.OF_TWO_PI)[name]
    off = density.with_normaliser(slip)(D, S, d) - RIGHT
    np.testing.assert_allclose(off, off[:1] + 0 * off, atol=1e-12)
    assert abs(off).max() > 1e-6
