"""What is said around a name, and where an output first differs."""

import numpy as np
import pytest
from diagnosed import diagnosed, trial_of

from mixtures_lab import log_gaussians, squared_distances
from mixtures_lab.checks import message
from mixtures_lab.checks.trial import Diagnosis, Findings


@pytest.mark.parametrize(
    "one, other, words",
    [
        (1.0, 2.0, ("1", "2")),
        (1.0, 1 + 1e-7, ("1", "1.0000001")),
        (1.0, 1 + 2.0**-40, ("1", "1.0000000000009095")),
        (0.5, 0.5, ("0.5", "0.5")),
    ],
)
def test_two_numbers_are_written_with_as_many_digits_as_tell_them_apart(one, other, words):
    assert message.told_apart(one, other) == words


def told(function, task="squared_distances", i=0):
    return message.told(trial_of(task, function), i, "a name", "Words.")


def test_the_first_entry_that_differs_is_told_with_both_values():
    def wrong(X, mu):
        D = squared_distances(X, mu)
        D[1:, 2] += 1
        return D

    findings, right = told(wrong), trial_of("squared_distances", wrong).problems[0].right[0]
    assert findings.diagnosis[:2] == (False, "a name")
    assert findings.diagnosis.message == (
        f"Words.\nFor N = 7, K = 3, d = 2, your output[1, 2] is {right[1, 2] + 1:.6g} "
        f"and should be {right[1, 2]:.6g}."
    )
    assert findings.shown.at == (1, 2)


def test_another_shape_is_told_as_one():
    findings = told(lambda X, mu: squared_distances(X, mu).T)
    assert findings.diagnosis.message.endswith("your output has shape (3, 7) instead of (7, 3).")
    assert findings.shown.at is None


def test_a_wrong_label_is_told_with_both_distances():
    said = told(lambda X, mu: squared_distances(X, mu).argmax(axis=1), "kmeans_assign")
    assert "(squared distance " in said.diagnosis.message
    assert "; the least is " in said.diagnosis.message
    outside = told(lambda X, mu: np.full(len(X), 99), "kmeans_assign")
    assert "squared distance" not in outside.diagnosis.message


def test_what_cannot_be_compared_is_told_in_its_own_sentence():
    assert told(lambda X, mu: None).diagnosis.message == (
        "Words.\nYour function returns None: is the return missing?"
    )
    assert told(lambda X, mu: None).shown is None


def test_a_number_that_gives_away_what_was_done_is_explained():
    def hidden(D, sigma, d):
        with np.errstate(all="ignore"):
            return np.nan_to_num(np.log(np.exp(log_gaussians(D, sigma, d))))

    def safe(D, sigma, d):
        return np.log(np.exp(log_gaussians(D, sigma, d)) + 1e-300)

    assert "what np.nan_to_num puts in place of inf" in diagnosed("log_gaussians", hidden).message
    assert "is ln 1e-300: a small number stands inside" in diagnosed("log_gaussians", safe).message


def test_a_right_function_is_told_what_it_was_tried_on_and_what_to_remark():
    trial = trial_of("squared_distances", squared_distances)
    words = message.passed(trial).diagnosis.message
    right = sum(p.kind != "courtesy" for p in trial.problems)
    assert words.startswith(f"Right on {right} problems: d = 1, 2, 3, 7, 100; ")
    assert all(p.words in words for p in trial.problems if p.kind == "extreme")
    assert "One remark" not in words


@pytest.mark.parametrize(
    "task, function, words",
    [
        ("squared_distances", lambda X, mu: 1.0000001 * squared_distances(X, mu), "six digits"),
        (
            "kmeans_assign",
            lambda X, mu: squared_distances(X, mu).argmin(axis=1) * 1.0,
            "the labels are floats",
        ),
        ("log_sum_exp", lambda A: np.logaddexp.reduce(A, axis=1), "The chapters do not need that"),
    ],
)
def test_what_is_right_with_a_reservation_is_remarked(task, function, words):
    diagnosis = diagnosed(task, function)
    assert diagnosis.passed
    assert words in diagnosis.message


FINDINGS = Findings(Diagnosis(False, "a name", "Words."), None)


def test_the_first_lines_of_what_was_printed_are_repeated():
    printed = "\n".join("abcde") + "\n"
    words = message.rounded_off(FINDINGS, len, printed).diagnosis.message
    assert words == "Words.\nIt printed:\na\nb\nc\n…"
    assert message.rounded_off(FINDINGS, len, " \n").diagnosis.message == "Words."


def test_half_an_emoji_becomes_characters_that_can_be_written():
    findings = message.trouble("\ud83d", "it said \ud83d")
    rounded = message.rounded_off(findings, len, "").diagnosis
    assert rounded == (False, "\\ud83d", "it said \\ud83d")


def test_small_densities_are_explained_where_densities_are_computed():
    trial = trial_of("log_posterior", lambda P, pi: P)
    said = message.small_densities(trial, "wrong for d = 100 only")
    assert "densities are as small as e^-" in said
    assert message.small_densities(trial, "wrong for d = 7 only") == ""
    other = trial_of("squared_distances", squared_distances)
    assert message.small_densities(other, "wrong for d = 100 only") == ""
