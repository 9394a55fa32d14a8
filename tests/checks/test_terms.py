"""D, P, Q and the log-sum-exp as sums of terms."""

import numpy as np
import pytest

from mixtures_lab import checks
from mixtures_lab.checks import terms
from mixtures_lab.checks.tasks import task_of

SUMS = [name for name in checks.TASKS if task_of(name).known.terms]


def some(name):
    """The terms of one of a task's problems, and its right answer."""
    task = task_of(name)
    problem = max(task.problems(0), key=lambda p: (p.kind == "ordinary") * np.prod(p.size[:2]))
    with np.errstate(all="ignore"):
        return task.known.terms(*problem.args), problem.right[0]


@pytest.mark.parametrize("name", SUMS)
def test_the_right_terms_add_up_to_the_right_answer(name):
    made, right = some(name)
    np.testing.assert_allclose(sum(t.factor * t.variants[""] for t in made), right, rtol=1e-9)


@pytest.mark.parametrize("name", SUMS)
def test_whatever_may_stand_in_a_term_has_the_shape_of_the_answer_and_is_another(name):
    made, right = some(name)
    for term in made:
        for slip, array in {**term.variants, **term.pairs}.items():
            assert np.shape(array) == right.shape, slip
            same = np.array_equal(array, term.variants[""])
            # That is what the second term of the log-sum-exp is.
            right_one = name == "log_sum_exp" and "subtracted and not added back" in slip
            assert same == (not slip or right_one), slip


@pytest.mark.parametrize("name", SUMS)
def test_the_last_term_is_a_constant_which_a_right_answer_has_not(name):
    *others, last = some(name)[0]
    assert (last.name, last.factor) == (terms.A_CONSTANT, 0)
    assert np.ptp(last.variants[""]) == 0
    assert all(term.factor for term in others)


def test_two_slips_are_put_together_by_both_names_and_no_right_one():
    first = {"": int, "a": ("why", float), "b": str}
    made = terms.two(first, {"": abs, "c": round}, lambda f, g: (f, g))
    assert made == {"a, and c": (float, round), "b, and c": (str, round)}


def test_terms_that_have_changed_places_are_the_same_sum():
    made, right = some("squared_distances")
    for swapped in terms.SWAPPED:
        terms_of = zip(made, swapped, strict=True)
        np.testing.assert_allclose(sum(t.factor * t.variants[n] for t, n in terms_of), right)
