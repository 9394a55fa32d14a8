"""The stages of a diagnosis, in their order."""

import numpy as np
import pytest
from diagnosed import diagnosed, run_here

from mixtures_lab import checks, log_posterior, squared_distances
from mixtures_lab.checks import diagnosis
from mixtures_lab.checks.diagnosis import examine
from mixtures_lab.checks.running import Ran


def test_the_first_stage_that_comes_to_anything_ends_the_search(monkeypatch):
    asked = []

    def stage(name, findings):
        return lambda trial: asked.append(name) or findings

    found = diagnosis.trouble("found", "It is found.")
    stages = [stage("one", None), stage("two", found), stage("three", found)]
    monkeypatch.setattr(diagnosis, "STAGES", stages)
    assert diagnosed("squared_distances", squared_distances).mistake == "found"
    assert asked == ["one", "two"]


def test_a_check_never_crashes(monkeypatch):
    monkeypatch.setattr(diagnosis, "STAGES", [lambda trial: 1 / 0])
    said = diagnosed("squared_distances", squared_distances)
    assert (said.passed, said.mistake) == (False, None)
    assert "could not put into words (it met a ZeroDivisionError: division by zero)" in said.message


def test_a_right_function_passes_and_a_wrong_one_is_named():
    assert checks.diagnose("squared_distances", squared_distances)[:2] == (True, None)
    said = checks.diagnose("squared_distances", lambda X, mu: X @ mu.T)
    assert said[:2] == (False, "the product X μᵀ instead of distances")


@pytest.mark.parametrize(
    "cut_short, mistake, words",
    [
        ("time", "does not return", "all 10 problems together may take 6 seconds"),
        ("exit", "stops the interpreter", "ended the whole Python process"),
    ],
)
def test_a_run_that_was_cut_short_is_said_with_the_call(cut_short, mistake, words):
    findings = examine(
        "squared_distances", squared_distances, run=lambda *_: Ran([], "", cut_short)
    )
    assert findings.diagnosis.mistake == mistake
    assert words in findings.diagnosis.message
    assert "It was called with X of shape (7, 2), mu of shape (3, 2)." in findings.diagnosis.message
    assert not findings.ordinary


@pytest.mark.parametrize(
    "when, words",
    [
        (lambda X: True, "Your function raised ValueError"),
        (lambda X: len(X) == 1, "With N = 1, K = 3, d = 2 (it is right elsewhere): Your function"),
        (lambda X: X.max() > 1e5, "Right on ordinary numbers. With data at 1e6, far from the orig"),
    ],
)
def test_where_a_function_stops_is_said(when, words):
    def function(X, mu):
        if when(X):
            raise ValueError("no")
        return squared_distances(X, mu)

    said = diagnosed("squared_distances", function)
    assert said.mistake == "raises ValueError"
    assert said.message.startswith(words)


def test_an_axis_too_many_is_told_apart_from_wrong_numbers():
    findings = examine(
        "log_sum_exp", lambda A: np.logaddexp.reduce(A, axis=-1, keepdims=True), run=run_here
    )
    assert findings.diagnosis.mistake == "an axis too many: shape (N, 1) instead of (N,)"
    assert (findings.ordinary, findings.shape) == (True, False)


def test_what_is_right_on_ordinary_numbers_is_known_beside_a_wrong_extreme():
    def plain(P, pi):
        R = np.exp(P) * pi
        return np.log(R / R.sum(axis=1, keepdims=True))

    findings = examine("log_posterior", plain, run=run_here)
    assert findings.diagnosis.message.startswith("Right on ordinary numbers, wrong on extreme ones")
    assert (findings.ordinary, findings.shape) == (True, True)
    wrong = examine("log_posterior", lambda P, pi: P, run=run_here)
    assert (wrong.ordinary, wrong.shape) == (False, False)


def test_what_is_wrong_on_extremes_alone_and_has_no_name_is_said_with_what_goes_wrong_there():
    def function(X, mu):
        return squared_distances(X, mu) * (1 if X.max() < 1e5 else np.cos(X[:, :1]))

    said = diagnosed("squared_distances", function)
    assert said.mistake.startswith("right on ordinary numbers, wrong on: data at 1e6")
    assert "There digits cancel where large squares are subtracted." in said.message


def test_a_broken_law_is_said_with_where_and_what_holds_elsewhere():
    def function(x, rate):
        return np.zeros((len(x), len(rate)))

    said = diagnosed("log_poissons", function)
    assert said.mistake == "the probabilities do not sum to 1"
    assert "That is with N = 80, K = 3" in said.message


def test_a_mistake_that_no_table_has_is_explained_and_its_sizes_said():
    def function(P, pi):
        Q = log_posterior(P, pi)
        return Q if P.shape[1] != 4 else Q + P

    assert diagnosed("log_posterior", function).mistake == "wrong for K = 4 only"


def test_a_difference_without_a_name_is_shown_all_the_same():
    findings = examine("squared_distances", lambda X, mu: np.sin(X) @ np.cos(mu).T, run=run_here)
    assert findings.diagnosis.mistake is None
    assert findings.diagnosis.message.startswith("Your output differs from the right one.\nFor N =")
    assert findings.shown.at == (0, 0)


def test_what_is_no_function_is_said_before_anything_runs():
    said = examine("squared_distances", 3).diagnosis
    assert said.mistake == "is not a function"
    assert 'check("squared_distances", my_function)' in said.message
