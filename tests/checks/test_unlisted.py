"""Mistakes that no table lists: none passes, and most are pinned down all the same."""

import pytest
from diagnosed import run_here
from unlisted import WRONG

from mixtures_lab import checks
from mixtures_lab.checks.diagnosis import examine


@pytest.mark.parametrize("task", checks.TASKS)
def test_none_passes_and_nine_in_ten_are_named(task):
    said = [
        # Every other one on fresh numbers: what is said does not hang on them.
        (why, examine(task, function, 4711 * (k % 2), run_here).diagnosis)
        for k, (why, function) in enumerate(WRONG[task])
    ]
    assert len(said) >= 15
    assert [why for why, diagnosis in said if diagnosis.passed] == []
    unnamed = [why for why, diagnosis in said if diagnosis.mistake is None]
    assert len(unnamed) <= 0.1 * len(said), unnamed
