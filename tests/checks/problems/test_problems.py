"""The problems of every task."""

import numpy as np
import oracle
import pytest

from mixtures_lab import checks
from mixtures_lab.checks.problems import problems_of

EXTREMES = {
    "squared_distances": ("at 1e6", "on a mean", "1e-4"),
    "log_gaussians": ("outlier", "σ near 1e-4", "σ near 1e4", "σ near 1e-3"),
    "log_sum_exp": ("−2000", "+2000", "−inf", "spans thousands"),
    "negative_log_likelihood": ("outlier", "overflow", "weight of 0", "400 points"),
    "log_posterior": ("outlier", "overflow", "weight of 0", "+800"),
    "m_step": ("no point belongs", "N_j near 1e-4", "at 1e6", "0 and 1 only"),
    "em_step": ("outlier", "weight of 0", "at 1e6", "d = 100"),
    "kmeans_assign": ("midway", "no point is nearest", "at 1e6"),
    "kmeans_update": ("an empty cluster", "the last one", "at 1e6"),
}


@pytest.mark.parametrize("task", checks.TASKS)
def test_the_ordinary_ones_come_first_and_are_asked_for_once(task):
    kinds = [p.kind for p in problems_of(task)]
    order = ["ordinary", "extreme", "courtesy"]
    assert kinds == sorted(kinds, key=order.index)
    assert problems_of(task) is problems_of(task)


@pytest.mark.parametrize("task", checks.TASKS)
def test_every_extreme_that_separates_a_formula_from_a_function_is_there(task):
    words = [p.words for p in problems_of(task) if p.kind == "extreme"]
    for extreme in EXTREMES[task]:
        assert any(extreme in said for said in words), extreme
    assert all(p.lesson for p in problems_of(task) if p.kind == "extreme")


@pytest.mark.parametrize("task", ["squared_distances", "log_gaussians", "log_sum_exp"])
def test_the_right_answers_are_those_of_plain_loops(task):
    function = getattr(oracle, task)
    for p in problems_of(task):
        if p.kind != "ordinary":
            continue
        np.testing.assert_allclose(function(*p.args), p.right[0], rtol=1e-9, atol=1e-12)
