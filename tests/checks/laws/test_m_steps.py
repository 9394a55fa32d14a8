"""The laws of an M-step, for one answer at a time."""

import numpy as np
import pytest

from mixtures_lab import m_step
from mixtures_lab.checks.laws import costs, m_steps
from mixtures_lab.checks.laws.answer import Answer, Case

X = np.array([[0.0, 1.0], [2.0, -1.0], [4.0, 3.0], [5.0, 5.0], [1.0, 0.5]])
Q = np.log(np.array([[7, 2, 1], [1, 6, 3], [2, 3, 5], [1, 1, 8], [5, 3, 2]]) / 10)
RIGHT = m_step(X, Q)
MINIMUM = m_steps.no_neighbour_costs_less(
    costs.coordinates_cost, costs.components_cost, costs.weights_cost
)


def answer(args=(X, Q), names=("mu", "sigma", "pi"), **changed):
    parts = RIGHT._replace(**changed)
    return Answer(names, tuple(parts), np.finfo(float).eps, Case("", "", "", args, (), (), ()))


def test_a_right_m_step_keeps_every_law():
    for law in (m_steps.weights_add_up, m_steps.nothing_below_0, MINIMUM):
        assert law(answer()) is None


@pytest.mark.parametrize(
    "pi, name",
    [([-0.1, 0.6, 0.5], "a weight is negative"), ([0.3, 0.3, 0.3], "the weights do not sum to 1")],
)
def test_weights_are_probabilities(pi, name):
    assert m_steps.weights_add_up(answer(pi=np.array(pi))).name == name


@pytest.mark.parametrize("spread, name", [(-1.0, "sigma is negative"), (0.0, "sigma is 0")])
def test_a_spread_is_above_0(spread, name):
    broken = m_steps.nothing_below_0(answer(sigma=np.array([1.0, spread, 2.0])))
    assert (broken.name, broken.sentence[:8]) == (name, "sigma[1]")


def test_the_spread_of_a_component_without_points_may_be_0():
    with np.errstate(divide="ignore"):
        empty = np.log(np.exp(Q) * [1, 0, 1])
    zero = answer(args=(X, empty), sigma=np.array([1.0, 0.0, 2.0]))
    assert m_steps.nothing_below_0(zero) is None


def test_a_shared_spread_is_one_number():
    assert m_steps.spread_is_shared(answer(sigma=np.full(3, 2.0))) is None
    assert m_steps.spread_is_shared(answer()).name == "sigma is not shared"


@pytest.mark.parametrize(
    "part, way, words",
    [
        ("mu", 1.0, "with mu[1, 0] smaller by 3% of the spread of the data"),
        ("sigma", 0.1, "with sigma[1] smaller by"),
        ("sigma", -0.1, "with sigma[1] larger by"),
    ],
)
def test_a_neighbour_that_costs_less_is_named_with_the_way_to_it(part, way, words):
    wrong = getattr(RIGHT, part).copy()
    wrong[1] += way if part == "sigma" else [way, 0]
    broken = MINIMUM(answer(**{part: wrong}))
    assert broken.name == f"{part} is not at the minimum of the expected cost"
    assert words in broken.sentence


def test_the_parts_before_a_wrong_one_are_said_to_be_at_their_minimum():
    pi = RIGHT.pi[[1, 2, 0]]
    assert MINIMUM(answer(pi=pi)).sentence.endswith("No neighbour of mu or sigma does.")


def test_what_a_safeguard_adds_is_no_reason_to_call_a_spread_too_large():
    assert MINIMUM(answer(sigma=np.sqrt(RIGHT.sigma**2 + 1e-6))) is None
    assert MINIMUM(answer(sigma=np.sqrt(RIGHT.sigma**2 + 1e-3))) is not None


def test_one_point_has_no_spread_and_its_means_lie_on_it():
    one = (np.array([[1.5, -2.0]]), np.log([[0.2, 0.3, 0.5]]))
    mu, nothing = np.tile(one[0], (3, 1)), np.full(3, 1e-6)
    law = m_steps.one_point_has_no_spread
    assert law(answer(one, mu=mu, sigma=nothing)) is None
    assert law(answer(one, mu=mu, sigma=np.ones(3))).name == "one point with a spread"
    assert law(answer(one, mu=2 * mu, sigma=nothing)).name == "a mean is not at the only point"
