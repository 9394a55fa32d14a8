"""The explanations, in their order."""

from types import SimpleNamespace

import numpy as np
import pytest
from diagnosed import trial_of

from mixtures_lab import log_gaussians, m_step, negative_log_likelihood, squared_distances
from mixtures_lab.checks import explain, tasks
from mixtures_lab.checks.explain import explained

D = squared_distances


def said(function, task="squared_distances"):
    with np.errstate(all="ignore"):
        return explained(trial_of(task, function))


def test_the_first_explanation_that_answers_counts(monkeypatch):
    answers = [lambda case: None, lambda case: "", lambda case: "one", lambda case: "two"]
    monkeypatch.setattr(explain, "ONE_ARRAY", answers)
    assert said(D) == "one"
    monkeypatch.setattr(explain, "ONE_ARRAY", [])
    assert said(D) is None


@pytest.mark.parametrize("kind, task", [("LABELS", "kmeans_assign"), ("SEVERAL", "m_step")])
def test_labels_and_several_arrays_have_lists_of_their_own(monkeypatch, kind, task):
    monkeypatch.setattr(explain, kind, [lambda case: "mine"])
    right = {"kmeans_assign": lambda X, mu: D(X, mu).argmin(axis=1), "m_step": m_step}
    assert said(right[task], task) == "mine"


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda X, mu: 3.0, "your output is the number 3, whatever the input"),
        (lambda X, mu: np.log(D(X, mu)), "your output is another form of the right one: its log"),
        (lambda X, mu: D(X, 3 * mu), "μ multiplied by 3; all the rest is right"),
        (lambda X, mu: np.vstack([D(X, mu)[:1], 0 * D(X, mu)[1:]]), "only the first row is right"),
        (lambda X, mu: D(X, mu) * len(X) / len(mu), "your output is N / K times the right one"),
        (lambda X, mu: X @ mu.T / 5, "the term X² · 1 is missing"),
        (
            lambda X, mu: np.log(abs(X[:, None] - mu).sum(axis=2)),
            "your output is what you get with: absolute differences instead of squares; and then "
            "it is another form of that: its logarithm",
        ),
        (lambda X, mu: np.ones((2, 2)), "your output is the number 1"),
        (lambda X, mu: D(X, mu) + np.sin(X[:, :1]), "the terms −2 X μᵀ and μ² are right"),
        (lambda X, mu: D(X, mu) * (1 + 1e-3 * np.sin(X @ mu.T)), "your output is right to about "),
    ],
)
def test_the_most_telling_explanation_is_given(function, words):
    assert said(function).startswith(words)


def test_what_is_nearly_right_is_not_called_so_where_d_100_is_far_off():
    def but_for_100(X, mu):
        return D(X, mu) * (1 + (1e-3 if X.shape[1] < 100 else 0.5) * np.sin(X @ mu.T))

    assert "%, but not for d = 100: most likely" in said(but_for_100)
    far = lambda X, mu: D(X, mu) * (1 + 0.5 * np.sin(X @ mu.T))  # noqa: E731
    assert said(far) is None


def test_l_may_have_something_added_to_it():
    def function(P, pi):
        return negative_log_likelihood(P, pi) + 2 * P.shape[1]

    assert said(function, "negative_log_likelihood") == "your output is the right one plus 2 K"


def test_numbers_that_are_none_are_said_last():
    def function(D, sigma, d):
        return np.where(D > np.median(D), np.nan, np.sin(log_gaussians(D, sigma, d)))

    assert said(function, "log_gaussians") == "your output holds NaN"


def test_of_several_arrays_the_right_and_the_wrong_ones_are_named():
    case = SimpleNamespace(known=tasks.Known(), task=SimpleNamespace(answers=("a", "b", "c")))
    wrong, right = np.array([True]), np.array([False])
    case.masks = [(right, wrong, right), (right, right, None)]
    assert explain.which_parts_are_right(case) == "a is right; b and c are wrong"
    case.masks = [(wrong, wrong, wrong)]
    assert not explain.which_parts_are_right(case)
