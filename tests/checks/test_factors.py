"""By what an answer is off: a factor, or something added."""

import numpy as np
import pytest

from mixtures_lab.checks.factors import difference, ratio

SIZES = [(7, 3, 2), (6, 4, 1), (8, 5, 3), (9, 4, 100), (12, 5, 7)]
BASE = [np.random.default_rng(k).normal(0, 2, s[:2]) for k, s in enumerate(SIZES)]
NAMES = {name: [np.array(float(s[k])) for s in SIZES] for k, name in enumerate("NKd")}


def times(c):
    return [b * c(*s) for b, s in zip(BASE, SIZES, strict=True)]


def plus(c):
    return [b + c(*s) for b, s in zip(BASE, SIZES, strict=True)]


@pytest.mark.parametrize(
    "factor, words",
    [
        (lambda N, K, d: 2, "2"),
        (lambda N, K, d: -1, "−1"),
        (lambda N, K, d: -N, "− N"),
        (lambda N, K, d: 1 / d, "1 / d"),
        (lambda N, K, d: -N / 2, "−1/2 N"),
        (lambda N, K, d: np.sqrt(d), "√d"),
        (lambda N, K, d: N**2 / d, "N² / d"),
        (lambda N, K, d: 1 / (N * K), "1 / (N K)"),
    ],
)
def test_a_factor_is_found_with_its_powers(factor, words):
    assert ratio(times(factor), BASE, NAMES) == words


def test_no_factor_is_none():
    assert ratio(BASE, BASE, NAMES) is None
    assert ratio(plus(lambda N, K, d: 1), BASE, NAMES) is None
    assert ratio(times(lambda N, K, d: N + K * d), BASE, NAMES) is None
    assert ratio([b.T for b in BASE], BASE, NAMES) is None


def test_a_factor_may_differ_from_column_to_column():
    weights = [np.arange(1.0, s[1] + 1) for s in SIZES]
    got = [b / w for b, w in zip(BASE, weights, strict=True)]
    assert ratio(got, BASE, {**NAMES, "N_j": weights}) == "1 / N_j"


@pytest.mark.parametrize(
    "added, words",
    [
        (lambda N, K, d: 0.5, "1/2"),
        (lambda N, K, d: -3, "−3"),
        (lambda N, K, d: d, "d"),
        (lambda N, K, d: -K, "−K"),
        (lambda N, K, d: 2 * N, "2 N"),
    ],
)
def test_what_is_added_is_found(added, words):
    assert difference(plus(added), BASE, NAMES) == words


def test_nothing_added_is_none():
    assert difference(BASE, BASE, NAMES) is None
    assert difference(times(lambda N, K, d: 2), BASE, NAMES) is None
    assert difference(plus(lambda N, K, d: N * K), BASE, NAMES) is None
    assert difference([b * np.nan for b in BASE], BASE, NAMES) is None
