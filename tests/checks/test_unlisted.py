"""Mistakes that no table lists: none passes, and most are pinned down all the same."""

import pytest
from diagnosed import diagnosed, run_here
from unlisted import SAID, WRONG
from words import RIGHTLY, verdict

from mixtures_lab import checks
from mixtures_lab.checks.diagnosis import examine


@pytest.mark.parametrize("task", checks.TASKS)
def test_none_passes_and_nine_in_ten_are_named(task):
    said = [
        # Every other one on fresh numbers: what is said does not hang on them.
        (row.why, examine(task, row.function, 4711 * (k % 2), run_here).diagnosis)
        for k, row in enumerate(WRONG[task])
    ]
    assert [why for why, diagnosis in said if diagnosis.passed] == []
    unnamed = [why for why, diagnosis in said if diagnosis.mistake is None]
    assert len(unnamed) <= 0.1 * len(said), unnamed


@pytest.mark.parametrize("row", SAID, ids=lambda row: f"{row.task}-{row.why}")
def test_what_is_so_is_said_and_nothing_that_is_not(row):
    said = diagnosed(row.task, row.function).mistake
    assert verdict(row, said) == RIGHTLY, said
