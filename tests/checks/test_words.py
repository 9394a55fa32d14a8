"""Whether a diagnosis is the right one can be told of every wrong function that is kept."""

import json
from collections import Counter
from pathlib import Path

import mutants
import oracle
import pytest
import words
from diagnosed import diagnosed
from fresh import FRESH
from unlisted import SAID, WRONG

from mixtures_lab import checks
from mixtures_lab.checks.mistakes import mistakes_of

FIGURES = Path(__file__).parents[1] / "benchmarks" / "diagnosis.json"
KEPT = {"unlisted": [*(row for rows in WRONG.values() for row in rows), *SAID], "fresh": FRESH}
ROWS = [row for rows in KEPT.values() for row in rows]


def row(says, never=()):
    return words.Row("m_step", "", None, words.several(says), words.several(never))


def test_every_row_has_words_that_compile_and_that_are_more_than_nothing():
    # A pattern that does not compile raises here.
    assert [r.why for r in ROWS if words.verdict(r, "") == words.RIGHTLY] == []
    assert [r.why for r in ROWS if not r.says or "" in (*r.says, *r.never)] == []
    assert [r.why for rows in (FRESH, *WRONG.values()) for r in rows if not r.never] == []


@pytest.mark.parametrize(
    "mistake, verdict",
    [
        (None, words.NOT),
        ("σ² returned for σ", words.RIGHTLY),
        ("σ² returned for σ; and pi is wrong", words.WRONGLY),
        ("σ² returned for σ; the factor in front is inf instead of −1", words.WRONGLY),
        ("mu and pi are right; sigma is wrong", words.NOT),
        ("mu and pi are right; sigma is wrong: it is the variance", words.RIGHTLY),
        ("right on ordinary numbers, wrong on: a far outlier", words.NOT),
        ("σ divided by d outside the root", words.WRONGLY),
    ],
)
def test_a_name_is_right_by_its_words_and_wrong_by_any_other(mistake, verdict):
    assert words.verdict(row(r"σ²|variance", words.PI), mistake) == verdict


@pytest.mark.parametrize("part", ["mu", "sigma", "pi"])
def test_a_part_of_the_m_step_that_is_called_right_is_not_called_wrong(part):
    pattern = {"mu": words.MU, "sigma": words.SIGMA, "pi": words.PI}[part]
    others = " and ".join(name for name in ("mu", "sigma", "pi") if name != part)
    asked = row("halved", pattern)
    assert words.verdict(asked, f"{part} is right; {others} are wrong: halved") == words.RIGHTLY
    assert words.verdict(asked, f"{others} are right; {part} is wrong: halved") == words.WRONGLY
    assert words.verdict(asked, "mu, sigma and pi are wrong: halved") == words.WRONGLY


def test_the_fresh_mistakes_are_many_and_every_one_is_wrong():
    assert len(FRESH) >= 60
    assert min(Counter(r.task for r in FRESH)[task] for task in checks.TASKS) >= 6
    assert [r.why for r in FRESH if oracle.agrees(r.task, r.function)] == []


@pytest.mark.parametrize("task", checks.TASKS)
def test_a_fresh_mistake_does_not_pass(task):
    (some,) = mutants.sample((r for r in FRESH if r.task == task), 1)
    assert not diagnosed(task, some.function).passed, some.why


def test_the_figures_that_are_kept_count_every_row():
    kept = json.loads(FIGURES.read_text())
    for task in checks.TASKS:
        rows = {name: sum(r.task == task for r in them) for name, them in KEPT.items()}
        rows["table"] = len(mistakes_of(task))
        assert rows == {name: sum(kept[name][task].values()) for name in rows}, task


def test_no_mistake_is_explained_by_a_factor_that_is_no_number():
    # Draw 4711 has a problem in which a candidate's sum is 0, and anything divided by it is inf.
    for r in FRESH:
        if r.task == "negative_log_likelihood":
            diagnosis = diagnosed(r.task, r.function, 4711)
            assert not set(str(diagnosis.mistake).split()) & {"inf", "nan"}, r.why
