"""Whose submission it is and for which set: three lay-outs, and what cannot be placed."""

import json

import pytest
from made_up_class import NAME, notebook_with

from mixtures_lab.teach.find import find_work
from mixtures_lab.teach.sources import SetError

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
