"""What a function is tried on where it is checked by laws alone."""

import numpy as np
import pytest

from mixtures_lab.checks import LAWS, laws
from mixtures_lab.checks.laws import cases


@pytest.mark.parametrize("task", LAWS)
def test_a_case_is_of_the_size_that_its_arguments_have(task):
    for case in laws.problems_of(task):
        N, K, d = case.size
        X = np.asarray(case.args[0])
        assert X.shape == ((N,) if X.ndim == 1 else (N, d))
        assert case.shapes[0] in {(K, d), (K,), (N, K)}
        assert case.laws and case.words


@pytest.mark.parametrize("task", [task for task in LAWS if task.endswith("m_step")])
def test_the_rows_of_every_r_sum_to_1(task):
    for case in laws.problems_of(task):
        np.testing.assert_allclose(np.exp(case.args[1]).sum(axis=1), 1, rtol=1e-12)


def test_a_grid_holds_nearly_all_of_a_bell():
    mu, s = np.array([[0.0, 5.0], [3.0, -1.0]]), np.array([[1.0, 2.0], [0.5, 0.1]])
    X, cells = cases._grid(mu, s)
    bell = np.exp(-(((X[: len(X) // 2] - mu[0]) / s[0]) ** 2).sum(axis=1) / 2) / (2 * np.pi * 2)
    assert bell.sum() * cells[0] == pytest.approx(1, abs=1e-3)


def test_the_points_of_stretched_bells_are_equally_many_deviations_from_all_means(rng):
    X, mu, s = cases._stretched(rng, 3, 2)
    z = (X.reshape(3, -1, 2) - mu[:, None]) / s[:, None]
    np.testing.assert_allclose(z, np.broadcast_to(z[0], z.shape))
    assert np.ptp(s[0]) == 0 and np.ptp(s[1]) > 0


def test_q_of_hard_labels_is_one_component_each():
    R = np.exp(cases._hard([2, 0, 1]))
    assert R.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]


def test_every_component_has_a_count_above_0(rng):
    for _ in range(5):
        assert (cases._counts_of(np.array([0.1, 0.2, 0.3]), 7, rng)[:3] > 0).all()


def test_the_prior_is_weak_and_strong_and_small_where_the_data_are():
    beta = {case.words: case.args[3] for case in laws.problems_of("map_m_step")}
    assert beta["data of the size 1e-4"] < 1e-7
    assert any(b == 3e5 for b in beta.values()) and any(b == 1e-9 for b in beta.values())
