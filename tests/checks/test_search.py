"""A wrong sum, pinned down to the terms that are wrong."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab.checks import search


def distances(a=1, b=-2, c=1, plus=0.0, X2=np.square):
    def function(X, mu):
        x2, m2 = X2(X).sum(axis=1)[:, None], (mu**2).sum(axis=1)
        return a * x2 + b * X @ mu.T + c * m2 + plus

    return function


def said(function, task="squared_distances"):
    return search.explain(case_of(task, function))


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"b": -1}, "the term X μᵀ has the factor −1 instead of −2"),
        ({"a": 3}, "the term X² · 1 has the factor 3 instead of 1"),
        ({"c": 0}, "the term 1 · (μᵀ)² is missing"),
        ({"plus": 0.5}, "the constant 1/2 is added"),
        (
            {"a": 2, "c": -1},
            "the term X² · 1 has the factor 2 instead of 1; "
            "the term 1 · (μᵀ)² has the factor −1 instead of 1",
        ),
        (
            {"X2": np.abs},
            "the term X² · 1 holds something else (absolute values of X, not squares)",
        ),
        (
            {"X2": np.abs, "b": -1},
            "the term X² · 1 holds something else (absolute values of X, not squares); "
            "the term X μᵀ has the factor −1 instead of −2",
        ),
    ],
)
def test_a_factor_or_the_content_of_a_term_is_named(wrong, words):
    assert said(distances(**wrong)).startswith(words)


def density(D, sigma, d):
    """Without the half in front of the distance."""
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D / sigma**2


@pytest.mark.parametrize(
    "done, words",
    [
        (np.exp, "Your output is the exponential of a sum. In that sum, "),
        (np.transpose, "Your output is transposed. In it, "),
    ],
)
def test_what_was_done_to_the_sum_as_a_whole_is_said_first(done, words):
    found = said(lambda D, sigma, d: done(density(D, sigma, d)), "log_gaussians")
    assert found == words + "the term D/(2σ²) has the factor −2 instead of −1"


def test_where_an_output_was_cut_off_the_rest_is_looked_at():
    def cut(X, mu):
        return np.maximum(distances(b=-1)(X, mu), 30)

    assert said(cut) == (
        "Your output is cut off. Where it is not, the term X μᵀ has the factor −1 instead of −2"
    )


def test_a_factor_inside_the_logarithm_is_told_from_one_in_front():
    def inside(D, sigma, d):
        return -d * np.log(3 * sigma * np.sqrt(2 * np.pi)) - D / (2 * sigma**2)

    assert said(inside, "log_gaussians") == (
        "inside ln(σ √2π) stands the factor 3: σ multiplied by 3"
    )


def test_a_right_sum_and_no_sum_at_all_are_nothing_to_speak_of():
    assert said(distances()) is None
    assert said(lambda X, mu: np.sin(X @ mu.T)) is None
    assert said(lambda X, mu: distances()(X, mu) * np.nan) is None
    assert said(lambda X, mu: np.zeros((2, 2))) is None
    assert said(lambda P, pi: 0.0, "negative_log_likelihood") is None
