"""Numbers in words, and when two of them are the same."""

import numpy as np
import pytest

from mixtures_lab.checks import numbers
from mixtures_lab.checks.numbers import all_close, close, number


@pytest.fixture
def coarse():
    token = numbers.COARSER.set(50.0)
    yield
    numbers.COARSER.reset(token)


@pytest.mark.parametrize(
    "c, words",
    [
        (3.0, "3"),
        (-0.5, "−1/2"),
        (2 / 3, "2/3"),
        (1 / np.log(2), "1/ln 2 (a logarithm to base 2?)"),
        (-np.sqrt(2 * np.pi), "−√2π"),
        (np.log(2 * np.pi) / 2, "½ ln 2π"),
        (0.1234567, "0.1235"),
        (2.00001, "2.00001"),
        (0.0, "0"),
        (np.inf, "inf"),
    ],
)
def test_a_factor_is_written_as_a_reader_would(c, words):
    assert number(c) == words


def test_float32_is_written_as_the_number_that_it_stands_for(coarse):
    assert number(0.3333334) == "1/3"
    assert close([1.000002], [1.0])


def test_what_float64_tells_apart_is_apart():
    assert number(0.3333334) == "0.3333"
    assert not close([1.000002], [1.0])


@pytest.mark.parametrize(
    "one, other, same",
    [
        ([1.0, 2.0], [1.0, 2.0 + 1e-7], True),
        ([1.0, 2.0], [1.0, 2.0 + 1e-6], False),
        ([np.nan, np.inf], [np.inf, np.nan], True),
        ([np.nan, 1.0], [1.0, np.nan], False),
        ([1e-12, 1.0], [2e-12, 1.0], True),
        ([1e-6, 1.0], [2e-6, 1.0], False),
        ([1.0], [[1.0]], False),
        (3.0, 3.0, True),
    ],
)
def test_arrays_are_close_but_for_rounding(one, other, same):
    assert close(np.array(one), np.array(other)) is same


def test_answers_are_close_if_all_their_problems_are():
    assert all_close([np.ones(2), np.zeros(3)], [np.ones(2), np.zeros(3)])
    assert not all_close([np.ones(2), np.zeros(3)], [np.ones(2), np.ones(3)])
    with pytest.raises(ValueError):
        all_close([np.ones(2)], [])
