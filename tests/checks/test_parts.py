"""Which parts of an M-step are right, and what is wrong with the others."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab import m_step
from mixtures_lab.checks import parts
from mixtures_lab.checks.slips import em_step as slips


def said(task, function):
    return parts.explain(case_of(task, function))


def em_step(X, mixture):
    return type(mixture)(*m_step(X, slips.Q_of(X, mixture)))


def of_m_step(**changes):
    def step(X, Q):
        right = m_step(X, Q)
        return right._replace(**{name: f(getattr(right, name)) for name, f in changes.items()})

    return step


@pytest.mark.parametrize(
    "changes, words",
    [
        (
            {"sigma": lambda s: s / 2},
            "mu and pi are right; sigma is wrong: it is halved, 1/2 times",
        ),
        ({"pi": lambda p: p * 3}, "mu and sigma are right; pi is wrong: it is 3 times"),
        (
            {"mu": lambda m: 3 * m, "pi": lambda p: 3 * p},
            "sigma is right; mu and pi are wrong: each is 3 times the right one",
        ),
        ({"sigma": lambda s: np.sin(s) + 2}, "mu and pi are right; sigma is wrong"),
    ],
)
def test_the_parts_that_are_right_are_said_beside_the_wrong_ones(changes, words):
    assert said("m_step", of_m_step(**changes)).startswith(words)


def test_what_is_kept_of_the_old_mixture_is_said():
    function = lambda X, mixture: em_step(X, mixture)._replace(pi=mixture.pi)  # noqa: E731
    assert said("em_step", function).startswith(
        "pi is handed back unchanged, as in the old mixture; mu and sigma are right"
    )


def test_part_of_the_way_to_the_new_mixture_is_said_with_the_share():
    def half(X, mixture):
        new = em_step(X, mixture)
        return tuple(a + (b - a) / 4 for a, b in zip(mixture, new, strict=True))

    assert said("em_step", half) == (
        "your output is 1/4 of the way from the old mixture to the new one"
    )


def test_the_components_that_are_wrong_are_named_where_the_parts_are_right_elsewhere():
    def step(X, Q):
        made = m_step(X, Q)
        for part in made:
            part[-1] = np.sin(part[-1]) + 5
        return made

    assert said("m_step", step).startswith("only the last component is wrong")


def test_parts_that_fit_one_another_come_from_a_wrong_r():
    def step(X, Q):
        R = np.exp(Q) * (1.3 + np.sin(np.arange(Q.size).reshape(Q.shape)))
        return m_step(X, np.log(R / R.sum(axis=1, keepdims=True)))

    assert said("m_step", step) == (
        "mu, sigma and pi fit one another: the M-step is right, and it is R = e^Q that is wrong"
    )


def test_right_but_with_a_single_component_is_said():
    def step(X, Q):
        made = m_step(X, Q)
        return made if Q.shape[1] > 1 else made._replace(sigma=made.sigma + 1)

    assert said("m_step", step) == "right but with a single point or a single component"
