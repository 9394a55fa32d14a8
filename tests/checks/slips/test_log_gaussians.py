"""Slips that show in P alone."""

import numpy as np
import pytest

from mixtures_lab import log_gaussians as right
from mixtures_lab.checks.slips import density, log_gaussians

D, S = np.array([[0.5, 2.0], [3.0, 0.1], [1.0, 7.0]]), np.array([0.7, 1.9])
TABLE = {row.name: row.function for row in log_gaussians.TABLE}


@pytest.mark.parametrize(
    "name, made",
    [
        ("minus the answer", -right(D, S, 3)),
        ("K × N instead of N × K", right(D, S, 3).T),
        ("a small number added to σ", right(D, S + 1e-6, 3)),
        ("a small number added inside the logarithm", np.log(np.exp(right(D, S, 3)) + 1e-10)),
        ("d and σ from one coordinate: a Gaussian in one dimension", right(D, S, 1) - np.log(S)),
        (
            "rows that were normalised",
            right(D, S, 3) - np.log(np.exp(right(D, S, 3)).sum(axis=1, keepdims=True)),
        ),
    ],
)
def test_a_slip_is_what_its_name_says(name, made):
    np.testing.assert_allclose(TABLE[name](D, S, 3), made)


@pytest.mark.parametrize(
    "name",
    [
        "the logarithm of an exponential",
        "the logarithm of the density",
        "the exponential in a logarithm, the normaliser apart",
        "values cut off at −700",
    ],
)
def test_what_is_right_on_paper_is_right_on_ordinary_numbers_and_wrong_far_away(name):
    np.testing.assert_allclose(TABLE[name](D, S, 3), right(D, S, 3))
    with np.errstate(divide="ignore"):
        assert not np.allclose(TABLE[name](1e5 * D, S, 3), right(1e5 * D, S, 3))


def test_the_lines_of_the_density_are_inherited_but_for_another_d():
    left_out = {row.name for row in density.LINES} - TABLE.keys()
    assert left_out == {*log_gaussians.ANOTHER_D}
