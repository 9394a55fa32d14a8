"""Whose submission it is and for which set: three lay-outs, and what cannot be placed."""

import json
import os
from pathlib import Path

import pytest
from made_up_class import NAME, notebook_with

from mixtures_lab.teach.find import find_work
from mixtures_lab.teach.sources import SetError
from mixtures_lab.teach.submission import read_submission

OTHER = "04-em-from-parts"


@pytest.fixture
def submitted(tmp_path):
    return tmp_path / "submitted"


@pytest.fixture
def done(released):
    book = notebook_with(json.loads(released[NAME].read_text(encoding="utf-8")))
    return json.dumps(book)


def put(folder, path, text="{}"):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def found(folder, sets, only=None):
    work, homeless = find_work(folder, list(sets.values()), only)
    paths = {(w.learner, w.name): w.path.relative_to(folder).as_posix() for w in work}
    return paths, homeless


@pytest.mark.parametrize(
    "path",
    [f"ada/{NAME}/{NAME}.ipynb", f"ada/{NAME}.ipynb", f"ada/{NAME} (2).ipynb", "ada/x/mine.ipynb"],
)
def test_a_folder_per_learner(submitted, sets, done, path):
    put(submitted, path, done)
    assert found(submitted, sets) == ({("ada", NAME): path}, [])


def test_a_file_per_learner_is_told_by_its_functions(submitted, sets, done):
    put(submitted, "ada.ipynb", done)
    put(submitted, "bo.ipynb", done)
    assert found(submitted, sets)[0] == {("ada", NAME): "ada.ipynb", ("bo", NAME): "bo.ipynb"}


def test_a_learner_may_hand_in_several_sets(submitted, sets):
    put(submitted, f"ada/{NAME}/{NAME}.ipynb")
    put(submitted, f"ada/{OTHER}/{OTHER}.ipynb")
    assert set(found(submitted, sets)[0]) == {("ada", NAME), ("ada", OTHER)}


def test_only_one_set_may_be_asked_for(submitted, sets):
    put(submitted, f"ada/{NAME}/{NAME}.ipynb")
    put(submitted, f"ada/{OTHER}/{OTHER}.ipynb")
    for only in ("4", "04", OTHER):
        assert set(found(submitted, sets, only)[0]) == {("ada", OTHER)}


def test_what_is_no_notebook_belongs_to_the_set_of_the_others(submitted, sets, done):
    put(submitted, "ada.ipynb", done)
    put(submitted, "bo.pdf", "%PDF-1.7")
    (submitted / "cy").mkdir()
    assert set(found(submitted, sets)[0]) == {("ada", NAME), ("bo", NAME), ("cy", NAME)}


def test_what_cannot_be_placed_is_said(submitted, sets):
    put(submitted, "bo.pdf", "%PDF-1.7")
    work, homeless = found(submitted, sets)
    assert work == {}
    assert homeless == [
        f"{submitted / 'bo.pdf'}: it could not be told which set this is for; say SET=…"
    ]


def test_the_notebook_of_the_sets_name_is_graded_and_the_rest_is_named(submitted, sets, done):
    put(submitted, f"ada/{NAME}/{NAME}.ipynb", done)
    put(submitted, f"ada/{NAME}/copy.ipynb", done)
    put(submitted, f"ada/{NAME}/notes.txt", "x")
    put(submitted, f"ada/{NAME}/timestamp.txt", "2026-11-22 12:00:00 UTC")
    (item,), _ = find_work(submitted, list(sets.values()))
    assert item.path.name == f"{NAME}.ipynb"
    assert [path.name for path in item.more] == ["copy.ipynb", "notes.txt"]


def test_a_notebook_of_any_name_goes_before_other_files(submitted, sets, done):
    put(submitted, f"ada/{NAME}/{NAME}.pdf", "%PDF-1.7")
    put(submitted, f"ada/{NAME}/mine.ipynb", done)
    (item,), _ = find_work(submitted, list(sets.values()))
    assert item.path.name == "mine.ipynb"


def test_hidden_files_and_what_came_with_the_set_are_not_handed_in(submitted, sets, done):
    put(submitted, f"ada/{NAME}/{NAME}.ipynb", done)
    put(submitted, f"ada/{NAME}/.ipynb_checkpoints/{NAME}-checkpoint.ipynb", done)
    put(submitted, f"ada/{NAME}/requirements.txt")
    put(submitted, f"ada/{NAME}/data/old-faithful.csv")
    put(submitted, ".DS_Store")
    (item,), _ = find_work(submitted, list(sets.values()))
    assert item.more == ()


def test_an_unknown_set_is_said_with_those_there_are(submitted, sets):
    put(submitted, f"ada/{NAME}/{NAME}.ipynb")
    with pytest.raises(SetError, match="there is no set '9': there are 01-distances"):
        find_work(submitted, list(sets.values()), "9")


def test_a_folder_per_set_holds_learners_and_is_none(submitted, sets, done):
    for learner in ("ada", "bo"):
        put(submitted, f"{NAME}/{learner}.ipynb", done)
    put(submitted, f"{OTHER}/cy/x.ipynb", done)
    assert set(found(submitted, sets)[0]) == {("ada", NAME), ("bo", NAME), ("cy", OTHER)}


def test_what_nobody_handed_in_is_named_once_and_gets_no_score(submitted, sets, done):
    put(submitted, "ada.ipynb", done)
    for name in ("Thumbs.db", "desktop.ini", "Grades.csv", "README.txt", "bo.ipynb.txt"):
        put(submitted, name)
    put(submitted, "Cy Li_12_assignsubmission_onlinetext/onlinetext.html")
    paths, said = found(submitted, sets)
    assert set(paths) == {("ada", NAME)}
    (sentence,) = said
    assert (
        sentence.startswith("not submissions, and left alone: Cy Li_12_") and "1 more" in sentence
    )


def test_an_exact_name_wins_and_the_longer_one_before_the_shorter(submitted, sets, done):
    one = sets[NAME]._replace(name="06-x")
    both = {"06-x": one, "06-x_2027": one._replace(name="06-x_2027")}
    put(submitted, "ada/06-x_2027.ipynb", done)
    put(submitted, "bo/06-x.ipynb", done)
    assert set(found(submitted, both)[0]) == {("ada", "06-x_2027"), ("bo", "06-x")}
    assert set(found(submitted, both, "06-x")[0]) == {("bo", "06-x")}


def test_a_notebook_is_graded_as_what_it_is_whatever_is_asked_for(submitted, sets, done):
    put(submitted, "ada.ipynb", done)
    put(submitted, f"bo/{OTHER}.ipynb", "{}")
    paths, said = found(submitted, sets, 4)
    assert set(paths) == {("bo", OTHER)}
    assert said == ["of other sets, and left alone: ada.ipynb"]


@pytest.mark.parametrize("copy", [f"{NAME}-Copy1.ipynb", "Untitled.ipynb"])
def test_of_two_notebooks_the_one_that_was_worked_in_is_graded(
    submitted, sets, released, done, copy
):
    put(submitted, f"ada/{NAME}.ipynb", released[NAME].read_text(encoding="utf-8"))
    put(submitted, f"ada/{copy}", done)
    (item,), _ = find_work(submitted, list(sets.values()))
    assert (item.path.name, [p.name for p in item.more]) == (copy, [f"{NAME}.ipynb"])


def test_a_folder_nested_for_ever_ends(submitted, sets):
    # Not deeper: to remove it again takes Python a call per folder.
    submitted.joinpath("ada", NAME, *["d"] * 400).mkdir(parents=True)
    assert found(submitted, sets)[0] == {("ada", NAME): f"ada/{NAME}"}


@pytest.mark.parametrize("below", ["", NAME])
@pytest.mark.parametrize("rights", [0o000, 0o444, 0o111])
def test_a_folder_that_cannot_be_read_is_a_submission_with_a_reason(
    submitted, sets, done, monkeypatch, below, rights
):
    """As someone else's, without any rights; the administrator, who reads all, becomes nobody."""
    put(submitted, f"ada/{NAME}/{NAME}.ipynb", done)
    put(submitted, f"bo/{NAME}/{NAME}.ipynb", done)
    monkeypatch.chdir(submitted)
    submitted.chmod(0o755)
    administrator = os.geteuid() == 0
    (submitted / "bo" / below).chmod(rights)
    if administrator:
        os.seteuid(65534)
    try:
        work, said = find_work(Path(), list(sets.values()))
        reasons = {item.learner: read_submission(item.path).reason for item in work}
    finally:
        if administrator:
            os.seteuid(0)
        (submitted / "bo" / below).chmod(0o700)
    assert reasons.pop("ada") is None and said == []
    assert "cannot be read" in reasons.pop("bo") and not reasons
