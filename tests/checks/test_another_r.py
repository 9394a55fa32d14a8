"""Whether the parts of a step follow from another R."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab import m_step
from mixtures_lab.checks import another_r
from mixtures_lab.checks.parts import Parts
from mixtures_lab.checks.slips import m_step as slips


def said(task, function):
    return another_r.explain(Parts(case_of(task, function)))


def from_R(make, sigma=lambda s: s):
    def step(X, Q):
        mu, s, pi = slips.unguarded(X, make(Q))
        return mu, sigma(s), pi

    return step


def test_all_the_parts_from_one_other_r_are_one_mistake():
    assert said("m_step", from_R(lambda Q: np.exp(2 * Q))) == (
        "all follows from another R: you get this with e^Q squared"
    )


def test_a_second_slip_in_the_m_step_is_said_after_the_first():
    function = from_R(lambda Q: np.exp(2 * Q), sigma=lambda s: 3 * s)
    assert said("m_step", function) == (
        "all follows from another R: you get this with e^Q squared; "
        "sigma, computed from that: it is 3 times the right one"
    )


def test_two_slips_in_the_e_step_are_said_together():
    def function(X, mixture):
        mu, sigma, pi = mixture
        D = ((X[:, None] - mu) ** 2).sum(axis=2)
        A = pi - X.shape[1] * np.log(sigma) - D / sigma**2
        R = np.exp(A - np.logaddexp.reduce(A, axis=1, keepdims=True))
        return slips.unguarded(X, R)

    assert said("em_step", function) == (
        "in the E-step stands π added instead of ln π and the half forgotten in the distance term"
    )


def test_one_part_that_fits_another_r_proves_nothing_while_another_part_is_right():
    def step(X, Q):
        return m_step(X, Q)._replace(pi=np.exp(2 * Q).mean(axis=0))

    assert said("m_step", step) is None


@pytest.mark.parametrize(
    "function",
    [m_step, lambda X, Q: m_step(X, Q)._replace(pi=np.sin(np.exp(Q).sum(axis=0)))],
)
def test_where_no_other_r_explains_a_part_nothing_is_said(function):
    assert said("m_step", function) is None
