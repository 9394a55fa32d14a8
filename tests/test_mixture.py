"""The records Mixture, Step and Fit, and the checks on a mixture that a caller passes."""

import numpy as np
import pytest
from problems import a_mixture, a_sample, log_densities_of, no_warnings, nothing_else_changes
from scipy import special

from mixtures_lab import Fit, Mixture, Step, em_steps, fit_em

pytestmark = no_warnings

ONE = ([[0.0, 0.0]], [1.0], [1.0])
TWO = ([[0.0, 0.0], [1.0, 1.0]], [1.0, 2.0], [0.5, 0.5])


# oracle: the numbers in a record are those of the formula


def test_a_step_holds_the_posterior_and_l_of_its_own_mixture(rng):
    start = a_mixture(rng, 3, 2)
    X = a_sample(rng, 20, start)
    for step, t in zip(em_steps(X, start), range(4), strict=False):
        joint = log_densities_of(X, step.mixture) + np.log(step.mixture.pi)
        assert step.t == t
        assert step.nll == pytest.approx(-special.logsumexp(joint, axis=1).sum(), rel=1e-10)
        np.testing.assert_allclose(step.Q, special.log_softmax(joint, axis=1), atol=1e-10)


def test_the_l_of_a_fit_is_the_last_of_its_trace():
    mixture = Mixture(*map(np.array, TWO))
    fit = Fit(mixture, np.array([7.0, 5.0, 4.5]), True, 1e-6, np.array([False, True]))
    assert fit.nll == 4.5
    assert type(fit.nll) is float


# law: a record is a tuple of its fields, in the order of the derivation


@pytest.mark.parametrize(
    "record, fields",
    [
        (Mixture, ("mu", "sigma", "pi")),
        (Step, ("t", "mixture", "Q", "nll")),
        (Fit, ("mixture", "trace", "converged", "sigma_min", "at_floor")),
    ],
)
def test_a_record_unpacks_in_this_order(record, fields):
    assert record._fields == fields
    assert tuple(record(*fields)) == fields
    assert tuple(record(**{field: field for field in fields})) == fields


def test_a_record_cannot_be_rebound():
    with pytest.raises(AttributeError):
        Mixture(*TWO).pi = [1.0, 0.0]


def test_a_plain_tuple_of_lists_and_whole_numbers_is_a_mixture_too():
    X = [[0, 0], [1, 2], [5, 5]]
    plain = next(em_steps(X, ([[0, 0], [4, 5]], [1, 2], [0.5, 0.5])))
    proper = next(em_steps(X, Mixture([[0.0, 0.0], [4.0, 5.0]], [1.0, 2.0], [0.5, 0.5])))
    assert plain.nll == proper.nll
    assert isinstance(plain.mixture, Mixture)
    assert all(part.dtype == np.float64 for part in plain.mixture)


# extreme: parameters at the edge of what a mixture may be


@pytest.mark.parametrize(
    "mixture",
    [
        Mixture([[0.0, 0.0], [1e8, 1e8]], [1e-6, 1e6], [0.5, 0.5]),
        Mixture([[0.0, 0.0], [0.0, 0.0]], [1.0, 1.0], [1.0, 0.0]),
        Mixture([[-1e100, 1e100], [0.0, 3.0]], [1e-30, 1e90], [1e-300, 1.0]),
    ],
)
def test_an_extreme_mixture_is_not_refused(mixture):
    X = [[0.0, 0.0], [1.0, 3.0], [4.0, 4.0]]
    for step, _ in zip(em_steps(X, mixture), range(3), strict=False):
        assert np.isfinite(step.nll)
        assert all(np.isfinite(part).all() for part in step.mixture)


# bad input: em_steps and fit_em take a mixture, and refuse the same ones in the same words


def first_step(X, mixture):
    return em_steps(X, mixture)  # refused at the call, before the first step is asked for


def fit_from(X, mixture):
    return fit_em(X, init=mixture)


@pytest.mark.parametrize("function", [first_step, fit_from])
@pytest.mark.parametrize(
    "mixture, words",
    [
        (
            5,
            r"(mixture|init): a mixture has three parts, .* but got int: build it with",
        ),
        ("ab", "a mixture has three parts, .* but got str"),
        (ONE[:2], "a mixture has three parts, .* but got tuple"),
        ((*ONE, 1), "a mixture has three parts, .* but got tuple"),
        (
            Mixture([[0.0]], [1.0], [1.0]),
            r"X has 2 columns but (mixture|init)\.mu has 1: both need",
        ),
        (
            Mixture([0.0, 0.0], [1.0], [1.0]),
            r"(mixture|init)\.mu has 1 dimension but needs 2, one row",
        ),
        (Mixture([[0.0, np.nan]], [1.0], [1.0]), "mu holds nan in row 0, column 1: .* that mean"),
        (Mixture(np.ones((0, 2)), [], []), "mu is empty"),
        (Mixture(TWO[0], [1.0, 0.0], [0.5, 0.5]), "sigma holds 0.0 for component 1: a standard"),
        (
            Mixture(TWO[0], [-1.0, 1.0], [0.5, 0.5]),
            r"(mixture|init)\.sigma holds -1.0 for component 0",
        ),
        (Mixture(TWO[0], [1.0, np.inf], [0.5, 0.5]), "sigma holds inf for component 1"),
        (Mixture(TWO[0], [1.0], [0.5, 0.5]), "sigma has 1 entries but there are 2 components"),
        (Mixture(TWO[0], 1.0, [0.5, 0.5]), r"sigma has shape \(\) but needs one entry per"),
        (Mixture(TWO[0], [1.0, 1.0], [1.0]), "pi has 1 entries but there are 2 components"),
        (Mixture(TWO[0], [1.0, 1.0], [1.5, -0.5]), "pi holds -0.5 for component 1: a mixing"),
        (Mixture(TWO[0], [1.0, 1.0], [0.5, 0.6]), r"(mixture|init)\.pi sums to 1.1 but must sum"),
        (
            Mixture(np.eye(4)[:, :2], np.ones(4), np.full(4, 0.25)),
            "(mixture|init) has 4 .* only 3 points",
        ),
    ],
)
def test_a_mixture_that_is_none_is_refused(function, mixture, words):
    with pytest.raises(ValueError, match=words):
        function([[0.0, 0.0], [1.0, 1.0], [2.0, 5.0]], mixture)


def test_a_record_is_not_edited_by_the_steps_after_it(rng):
    start = a_mixture(rng, 3, 2)
    X = a_sample(rng, 15, start)
    steps = em_steps(X, start)
    first, second = next(steps), next(steps)
    with nothing_else_changes(first.Q, *first.mixture, second.Q, *second.mixture):
        for _ in range(3):
            next(steps)
