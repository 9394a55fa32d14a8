"""The problems of the M-step, and of one step of EM."""

import numpy as np
import pytest

from mixtures_lab import em_steps, m_step
from mixtures_lab.checks.problems import problems_of, steps


def ordinary(task):
    return [p for p in problems_of(task) if p.kind == "ordinary" and p.size[0] > 1]


def the_same(parts, right):
    for part, expected in zip(parts, right, strict=True):
        np.testing.assert_allclose(part, expected, rtol=1e-9, atol=1e-12)


def test_the_right_m_step_is_that_of_the_package():
    for p in ordinary("m_step"):
        the_same(m_step(*p.args), p.right)


def test_the_right_step_of_em_is_that_of_the_package():
    for p in ordinary("em_step"):
        made = em_steps(*p.args)
        next(made)
        the_same(next(made).mixture, p.right)


def test_the_rows_of_r_sum_to_1():
    for p in problems_of("m_step"):
        np.testing.assert_allclose(np.exp(p.args[1]).sum(axis=1), 1, rtol=1e-12)


def test_an_emptied_component_is_free_but_for_its_weight():
    (emptied,) = [p for p in problems_of("m_step") if p.words == steps.EMPTIED[0]]
    mu, sigma, pi = emptied.free
    assert mu[1].all() and sigma[1] and not pi.any()
    assert not mu[[0, 2, 3]].any() and not sigma[[0, 2, 3]].any()
    assert emptied.right[2][1] == 0


def test_a_component_with_few_points_is_not_free():
    (thin,) = [p for p in problems_of("m_step") if "N_j near 1e-4" in p.words]
    Nk = np.exp(thin.args[1]).sum(axis=0)
    assert 1e-5 < Nk.min() < 1e-3
    assert not thin.free[0].any()


def test_a_switched_off_component_gets_no_weight_though_a_point_lies_near_it():
    (off,) = [p for p in problems_of("em_step") if "weight of 0" in p.words]
    X, mixture = off.args
    j = int(np.flatnonzero(mixture.pi == 0)[0])
    assert off.right[2][j] == 0
    assert np.abs(X - mixture.mu[j]).sum(axis=1).min() < 5


@pytest.mark.parametrize("task", ["m_step", "em_step"])
def test_a_spread_may_be_lifted_where_it_would_be_0_and_the_weights_may_not(task):
    (one,) = [p for p in problems_of(task) if p.size[0] == 1]
    least, most = one.guarded[1]
    assert (least == 0).all() and (most > 0).all()
    assert one.guarded[2] is None
