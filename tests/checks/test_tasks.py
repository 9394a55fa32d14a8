"""The tasks: their arguments, and what is known of each."""

import numpy as np
import pytest

from mixtures_lab import checks
from mixtures_lab.checks.tasks import task_of

ALL = [*checks.TASKS, *checks.LAWS]


def ordinary(task):
    return [p for p in task.problems(0) if p.kind == "ordinary"]


@pytest.mark.parametrize("name", ALL)
def test_a_task_is_known_by_its_name_and_is_itself(name):
    task = task_of(name)
    assert task.name == name
    assert task_of(task) is task


@pytest.mark.parametrize("name", ["no such task", None, 3, ["m_step"]])
def test_an_unknown_task_lists_those_that_there_are(name):
    with pytest.raises(ValueError, match=r"the tasks are squared_distances, .*map_m_step"):
        task_of(name)


@pytest.mark.parametrize("name", ALL)
def test_a_problem_has_an_argument_for_every_name(name):
    task = task_of(name)
    assert {len(p.args) for p in task.problems(0)} == {len(task.arguments)}


@pytest.mark.parametrize("name", ALL)
def test_a_task_has_right_answers_or_laws(name):
    task = task_of(name)
    assert bool(task.mistakes()) == (name in checks.TASKS) == (task.broken_law is None)


@pytest.mark.parametrize("name", [n for n in checks.TASKS if task_of(n).known.formula])
def test_the_formula_that_is_known_gives_the_right_answers(name):
    task = task_of(name)
    function, symbols = task.known.formula
    assert len(symbols) == len(task.arguments)
    for p in ordinary(task):
        np.testing.assert_allclose(function(*p.args), p.right[0], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["m_step", "em_step"])
def test_the_r_of_a_step_gives_its_means_and_weights(name):
    task = task_of(name)
    for p in ordinary(task):
        R, X = task.known.step.R(*p.args), p.args[0]
        np.testing.assert_allclose(R.sum(axis=1), 1)
        np.testing.assert_allclose(R.mean(axis=0), p.right[2])
        np.testing.assert_allclose(R.T @ X / R.sum(axis=0)[:, None], p.right[0])


def test_the_old_mixture_is_known_where_there_is_one():
    step = task_of("em_step").known.step
    (X, mixture), *_ = [p.args for p in ordinary(task_of("em_step"))]
    assert step.old(X, mixture) is mixture
    assert task_of("m_step").known.step.old is None


def test_the_counts_of_clusters_and_what_is_added_to_l_have_a_value_for_each_problem():
    for name, what in (("kmeans_update", "factors"), ("negative_log_likelihood", "addends")):
        task = task_of(name)
        made = getattr(task.known, what)(ordinary(task))
        assert made and {len(values) for values in made.values()} == {len(ordinary(task))}
    _, labels, K = ordinary(task_of("kmeans_update"))[0].args
    counts = task_of("kmeans_update").known.factors(ordinary(task_of("kmeans_update")))["N_j"][0]
    assert counts.ravel().tolist() == [sum(labels == j) for j in range(K)]
