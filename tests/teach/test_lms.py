"""Canvas, Moodle and Gradescope say in names of their own whose file it is."""

import json
from pathlib import Path

import pytest
from made_up_class import (
    GRADESCOPE,
    NAME,
    notebook_with,
    write_canvas,
    write_gradescope,
    write_moodle,
)

from mixtures_lab.teach import lms
from mixtures_lab.teach.find import find_work
from mixtures_lab.teach.roster import Person, Roster


@pytest.fixture
def done(released):
    return json.dumps(notebook_with(json.loads(released[NAME].read_text(encoding="utf-8"))))


def work_in(folder, sets, people=()):
    work, said = find_work(folder, list(sets.values()), roster=Roster(people))
    return {w.learner: w for w in work}, said


def test_canvas_names_the_learner_the_attempt_and_that_it_is_late(sets, done, tmp_path):
    write_canvas(tmp_path, done)
    work, said = work_in(tmp_path, sets)
    assert set(work) == {"lovelaceada_101", "noetheremmy_102", "noetheremmy_103"}
    ada, emmy = work["lovelaceada_101"], work["noetheremmy_102"]
    assert (ada.path.name, ada.origin.attempt) == (f"lovelaceada_101_9003_{NAME}-2.ipynb", 2)
    assert (ada.origin.late, emmy.origin.late) == (False, True)
    assert said == ["not submissions, and left alone: gaussc_104_text.html"]


def test_moodle_names_the_participant_and_a_typed_text_is_no_submission(sets, done, tmp_path):
    write_moodle(tmp_path, done)
    work, said = work_in(tmp_path, sets)
    assert set(work) == {"Ada Lovelace", "Emmy Noether_202", "Emmy Noether_203", "Bo_B Müller"}
    assert work["Ada Lovelace"].origin.id == "201"
    assert len(said) == 1 and "onlinetext" in said[0]


@pytest.mark.parametrize("inside", ["", "assignment_7_export"])
def test_gradescope_says_in_its_list_who_and_when(sets, done, tmp_path, inside):
    write_gradescope(tmp_path / inside, done)
    work, said = work_in(tmp_path, sets)
    assert set(work) == {"301", "302", "303"}
    assert work["301"].path == work["302"].path, "a group hands in once"
    assert work["303"].origin.submitted == "2027-03-01 18:30:00 UTC"
    assert said == []


def test_the_roster_joins_what_different_places_call_a_learner(sets, done, tmp_path):
    people = [Person("k1", "Ada Lovelace"), Person("k2", "Emmy Noether", more=(("canvas", "103"),))]
    write_canvas(tmp_path, done)
    work, _ = work_in(tmp_path, sets, people)
    # Two are called Emmy Noether, and Canvas' number tells which is meant.
    assert set(work) == {"k1", "noetheremmy_102", "k2"}
    assert work["k2"].origin.id == "103"


def test_two_whom_only_a_name_joins_stay_two(sets, done, tmp_path):
    write_canvas(tmp_path, done)
    work, _ = work_in(tmp_path, sets, [Person("k2", "Emmy Noether")])
    assert {"noetheremmy_102", "noetheremmy_103"} <= set(work)


@pytest.mark.parametrize(
    "text", ["", "x: [", "[1]", "a: {:submitters: 3}", "!!python/name:os.system"]
)
def test_a_list_that_cannot_be_read_names_nobody(tmp_path, text):
    (tmp_path / lms.METADATA).write_text(text)
    assert not any(lms.gradescope(tmp_path).values())


def test_an_ordinary_name_is_a_learner(tmp_path):
    for name in ("ada.ipynb", "ada_lovelace.ipynb", "k_1_2.ipynb"):
        assert lms.origin_of(Path(tmp_path / name)).learner in ("ada", "ada_lovelace", "k_1_2")


def test_what_ruby_calls_its_own_is_left_out():
    assert "!ruby" in GRADESCOPE
