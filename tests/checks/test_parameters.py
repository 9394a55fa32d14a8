"""Whether an answer is right for another value of one of the arguments."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab import log_gaussians, negative_log_likelihood, squared_distances
from mixtures_lab.checks import parameters


@pytest.mark.parametrize(
    "c, words",
    [(0.5, "halved"), (2, "doubled"), (3, "multiplied by 3"), (0.1, "multiplied by 0.1")],
)
def test_a_factor_is_written_as_one_would_say_it(c, words):
    assert parameters.times(c) == words


@pytest.mark.parametrize(
    "task, function, words",
    [
        ("squared_distances", lambda X, mu: squared_distances(X, 3 * mu), "μ multiplied by 3"),
        ("squared_distances", lambda X, mu: squared_distances(X**2, mu), "X squared"),
        ("squared_distances", lambda X, mu: squared_distances(-X, mu), "minus X in place of X"),
        ("log_gaussians", lambda D, s, d: log_gaussians(D, 1 / s, d), "1/σ in place of σ"),
        ("log_gaussians", lambda D, s, d: log_gaussians(D, s, d + 1), "d + 1 in place of d"),
        (
            "log_gaussians",
            lambda D, s, d: log_gaussians(9 * D, s, d),
            "D multiplied by 9, or σ multiplied by 1/3 under it",
        ),
        (
            "negative_log_likelihood",
            lambda P, pi: negative_log_likelihood(P, pi) - len(P) * np.log(0.7),
            "π multiplied by 0.7",
        ),
    ],
)
def test_the_argument_that_was_changed_is_named(task, function, words):
    said = parameters.explain(case_of(task, function))
    assert words in said
    assert said.endswith("; all the rest is right")


def test_a_right_answer_and_another_formula_are_no_changed_argument():
    assert parameters.explain(case_of("squared_distances", squared_distances)) is None
    assert parameters.explain(case_of("squared_distances", lambda X, mu: X @ mu.T)) is None
    turned = case_of("squared_distances", lambda X, mu: squared_distances(X, 3 * mu).T)
    assert parameters.explain(turned) is None


@pytest.mark.parametrize(
    "other, words",
    [
        (lambda s: 7 * s, "σ multiplied by 7; all the rest is right"),
        (lambda s: s + 0.25, "σ with 1/4 added; all the rest is right"),
        (lambda s: s[::-1], "it is computed with another σ than the one given: "),
    ],
)
def test_a_density_with_another_sigma_is_recognised_by_its_columns(other, words):
    case = case_of("log_gaussians", lambda D, s, d: log_gaussians(D, other(s), d))
    assert words in parameters.another_sigma(case)


def test_the_right_sigma_and_no_density_are_no_other_sigma():
    for function in (log_gaussians, lambda D, s, d: -D, lambda D, s, d: np.sqrt(D)):
        assert parameters.another_sigma(case_of("log_gaussians", function)) is None


def test_each_column_that_is_a_line_has_its_slope_and_intercept(rng):
    D = rng.uniform(0, 9, (6, 2))
    np.testing.assert_allclose(parameters.affine(3 - D * [1, 2], D), [[-1, 3], [-2, 3]])
    assert parameters.affine(D**2, D) is None
