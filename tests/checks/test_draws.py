"""What a check says does not hang on its numbers: every draw of the problems says the same."""

import numpy as np
import pytest
from diagnosed import diagnosed
from right_functions import RIGHT

from mixtures_lab import checks
from mixtures_lab.checks.mistakes import mistakes_of
from mixtures_lab.checks.problems import problems_of

DRAWS = [1, 987654321]


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("task", checks.TASKS)
def test_a_right_function_passes_on_fresh_numbers(task, draw):
    wrong = [f for f in RIGHT[task] if not diagnosed(task, f, draw).passed]
    assert wrong == []


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("task", checks.TASKS)
def test_a_known_mistake_is_named_on_fresh_numbers(task, draw):
    for row in mistakes_of(task):
        assert diagnosed(task, row.function, draw).mistake == row.name


@pytest.mark.parametrize("task", checks.TASKS)
def test_every_draw_has_numbers_of_its_own(task):
    first = [np.asarray(p.args[0]) for p in problems_of(task, 1)]
    other = [np.asarray(p.args[0]) for p in problems_of(task, 2)]
    ordinary = [p.kind == "ordinary" for p in problems_of(task, 1)]
    assert [p.words for p in problems_of(task, 1)] == [p.words for p in problems_of(task, 2)]
    same = [np.array_equal(a, b) for a, b, o in zip(first, other, ordinary, strict=True) if o]
    assert same.count(True) <= 1  # at most the one point of an N = 1 problem that is written out
