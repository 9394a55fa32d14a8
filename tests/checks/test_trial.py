"""What a function did on the problems, beside the right answers and the known mistakes."""

import numpy as np
import pytest
from diagnosed import case_of, trial_of

from mixtures_lab import squared_distances
from mixtures_lab.checks.compare import RIGHT, WRONG
from mixtures_lab.checks.mistakes import mistakes_of


def doubled(X, mu):
    return 2 * squared_distances(X, mu)


def of_two_coordinates(X, mu):
    return squared_distances(X[:, :2], mu[:, :2])


def test_every_problem_has_a_grade_and_failing_says_which_are_wrong():
    trial = trial_of("squared_distances", of_two_coordinates)
    for kind in ("ordinary", "extreme"):
        wrong = {i for i in trial.of_kind(kind) if trial.problems[i].size[2] > 2}
        assert set(trial.failing(kind)) == wrong
    assert {trial.grades[i] for i in trial.ordinary} == {RIGHT, WRONG}


def test_an_exception_is_wrong():
    def raising(X, mu):
        raise ValueError

    assert set(trial_of("squared_distances", raising).grades) == {WRONG}


def test_numbers_are_graded_without_axes_of_length_1_where_that_is_asked():
    trial = trial_of("log_sum_exp", lambda A: np.logaddexp.reduce(A, axis=-1)[..., None])
    assert trial.failing("ordinary")
    assert not trial.failing("ordinary", trial.grades_without_other_axes)


@pytest.mark.parametrize("name", ["half the squared distance", "minus the squared distance"])
def test_the_known_mistake_that_gives_the_same_is_found(name):
    (row,) = [row for row in mistakes_of("squared_distances") if row.name == name]
    trial = trial_of("squared_distances", row.function)
    assert trial.known_mistake(trial.ordinary) is row
    assert trial.unlike(row) == []


def test_no_known_mistake_gives_what_is_right_or_doubled():
    for function in (squared_distances, doubled):
        trial = trial_of("squared_distances", function)
        assert trial.known_mistake(trial.ordinary) is None


def test_where_a_mistake_differs_on_an_extreme_that_is_said():
    def half(X, mu):
        D = squared_distances(X, mu) / 2
        return D if X.max() < 1e5 else 3 * D

    trial = trial_of("squared_distances", half)
    row = trial.known_mistake(trial.ordinary)
    assert row.name == "half the squared distance"
    assert {p.words for p in trial.unlike(row)} == {
        p.words for p in trial.problems if p.args[0].max() > 1e5
    }


def test_what_the_mistakes_give_comes_with_one_array_for_each_ordinary_problem():
    trial = trial_of("squared_distances", doubled)
    given = {row.name: answers for row, answers in trial.given_by_mistakes()}
    for i, half in zip(trial.ordinary, given["half the squared distance"], strict=True):
        np.testing.assert_allclose(half, trial.problems[i].right[0] / 2)


def test_a_case_holds_the_answers_their_masks_and_the_sizes():
    case = case_of("squared_distances", doubled)
    for p, g, right, (mask,) in zip(case.problems, case.got, case.right, case.masks, strict=True):
        np.testing.assert_array_equal(g, 2 * right)
        np.testing.assert_array_equal(mask, right > 1e-9)
        assert p.kind == "ordinary"
    assert [float(n) for n in case.sizes["N"]] == [p.size[0] for p in case.problems]
    assert case.shape is None and case.alike is None


def test_the_large_problems_have_several_points_and_components_and_finite_answers():
    case = case_of("squared_distances", doubled)
    assert len(case.large) > 3
    assert all(min(g.shape) > 2 for _, g in case.large)
    assert case_of("squared_distances", lambda X, mu: doubled(X, mu) * np.inf).large == []


def test_a_case_says_what_is_wrong_with_the_shape_and_what_is_alike():
    turned = case_of("squared_distances", lambda X, mu: squared_distances(X, mu).T)
    assert turned.shape.startswith("the shape is (3, 7) instead of (7, 3)")
    same = case_of("squared_distances", lambda X, mu: 0 * X[:, :1] + (mu**2).sum(axis=1))
    assert same.alike.startswith("all the rows are the same, whatever the point")
