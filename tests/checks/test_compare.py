"""Right, nearly right and wrong, entry by entry."""

import numpy as np
import pytest

from mixtures_lab.checks import compare
from mixtures_lab.checks.compare import NEARLY, RIGHT, WRONG
from mixtures_lab.checks.problems.posed import posed
from mixtures_lab.checks.reading import read

A = np.array([[1.0, -2.0], [3.0, 400.0], [-5.0, 6.0]])


def problem(right=A, scale=1.0, rounding=0.0, **others):
    return posed((3, 2, 4), (), (np.asarray(right),), (scale,), (rounding,), **others)


@pytest.mark.parametrize(
    "error, grade",
    [(0, RIGHT), (5e-10, RIGHT), (1e-7, NEARLY), (4e-6, NEARLY), (1e-4, WRONG), (np.nan, WRONG)],
)
def test_an_answer_is_as_right_as_its_worst_entry(error, grade):
    answer = A.copy()
    answer[1, 1] += error
    assert compare.verdict(problem(), read(answer)) == grade


def test_rounding_that_the_plain_formula_has_is_forgiven():
    assert compare.verdict(problem(rounding=1e-3), read(A + 9e-4)) == RIGHT


def test_the_rounding_of_float32_is_that_much_coarser():
    coarse = np.finfo(np.float32).eps / np.finfo(float).eps
    assert compare.verdict(problem(rounding=1e-3 / coarse), read(np.float32(A + 9e-4))) == RIGHT
    assert compare.verdict(problem(rounding=1e-3 / coarse), read(A + 9e-4)) == WRONG


def test_float32_is_right_to_its_own_digits_and_float16_is_not():
    assert compare.verdict(problem(A / 3, abs(A)), read(np.float32(A / 3))) == RIGHT
    assert compare.verdict(problem(A / 3, abs(A)), read(np.float16(A / 3))) == WRONG


def test_the_masks_say_which_entries_are_wrong_and_none_where_the_shape_is():
    answer = A.copy()
    answer[2, 0] += 1
    (mask,) = compare.wrong_entries(problem(), read(answer))
    assert np.argwhere(mask).tolist() == [[2, 0]]
    assert compare.wrong_entries(problem(), read(A.T)) == [None]


def test_a_logarithm_of_nothing_to_speak_of_is_as_good_as_minus_infinity():
    right = problem([0.0, -np.inf])
    assert compare.verdict(right, read([0.0, -300.0])) == RIGHT
    assert compare.verdict(right, read([0.0, -100.0])) == WRONG
    assert compare.verdict(problem([0.0, -300.0]), read([0.0, -np.inf])) == WRONG


def test_what_is_free_may_be_any_finite_number():
    free = problem(free=(A == 400,))
    assert compare.verdict(free, read(np.where(A == 400, 7, A))) == RIGHT
    assert compare.verdict(free, read(np.where(A == 400, np.nan, A))) == WRONG
    assert compare.verdict(free, read(np.where(A == 6, 7, A))) == WRONG


def test_what_a_safeguard_does_passes_and_can_be_asked_for():
    guarded = problem(guarded=((A, A + 0.1),))
    lifted, far = read(A + 0.05), read(A + 0.2)
    assert compare.verdict(guarded, lifted) == RIGHT
    assert compare.verdict(guarded, far) == WRONG
    assert compare.wrong_entries(guarded, lifted, guarded=False)[0].all()
    assert not compare.cancels(guarded, lifted)
    assert compare.cancels(guarded, far)


def test_of_equally_near_means_either_label_is_right():
    near = np.array([[True, True], [False, True], [True, False]])
    labels = problem(np.zeros(3), labels=near)
    assert compare.verdict(labels, read([1, 1, 0])) == RIGHT
    assert [compare.verdict(labels, read([1, k, 0])) for k in (0, 2, -1, 0.5, np.nan)] == [
        WRONG
    ] * 5


def test_one_number_in_an_array_and_a_matrix_are_a_matter_of_style():
    assert compare.verdict(problem(3.0), read([[3.0]])) == RIGHT
    assert compare.verdict(problem([1.0, 2.0]), read(np.matrix([1.0, 2.0]))) == RIGHT
    assert compare.verdict(problem([1.0, 2.0]), read([[1.0, 2.0]])) == WRONG


def test_axes_of_length_1_can_be_left_aside_and_others_not():
    column, turned = read(A[:, :1]), read(A.T)
    assert compare.without_other_axes(problem(A[:, 0]), column).parts[0].shape == (3,)
    assert compare.without_other_axes(problem(), turned).parts[0].shape == (2, 3)


def test_digits_are_lost_where_more_are_off_than_an_entry_allows():
    assert compare.cancels(problem(rounding=1), read(A + 1e-3))
    assert not compare.cancels(problem(rounding=1), read(A + 1e-8))


def test_two_answers_are_the_same_right_or_wrong():
    other = read(A + 1)
    assert compare.same(problem(), other, read(A + 1 + 1e-9))
    assert not compare.same(problem(), other, read(A + 1 + 1e-3))
    assert not compare.same(problem(), other, read(A[:2] + 1))
    nan, inf = (read(np.where(A == 6, x, A)) for x in (np.nan, np.inf))
    assert not compare.same(problem(), nan, inf)
    assert compare.same(problem(), nan, inf, strict=False)


def test_a_part_is_wrong_if_it_is_on_any_problem():
    right, wrong = np.zeros(2, bool), np.array([False, True])
    assert compare.wrong_parts([(right, right, right), (right, wrong, None)]) == [1, 2]
