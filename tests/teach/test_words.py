"""Answers in words are found in whatever cell they stand."""

import json

import pytest
from made_up_class import NAME, ids, notebook_with, without_metadata

from mixtures_lab.teach.grading import released_cells
from mixtures_lab.teach.submission import read_submission
from mixtures_lab.teach.words import ELSEWHERE, is_words, replies_of

FIRST, SECOND = "answer-outlier", "answer-derivation"


@pytest.fixture
def replies(sets, released, tmp_path):
    def of(change, words=None):
        notebook = json.loads(released[NAME].read_text(encoding="utf-8"))
        book = notebook_with(notebook, words=words, change=change)
        path = tmp_path / "x.ipynb"
        path.write_text(json.dumps(book), encoding="utf-8")
        cells = released_cells(released[NAME])
        return {r.id: r for r in replies_of(read_submission(path), cells, sets[NAME].answers)}

    return of


def cell(source, kind="markdown", **more):
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def beside(id, new, before=False):
    """Put a cell after (or before) the one with this grade_id."""

    def change(book):
        k = book["cells"].index(ids(book)[id])
        book["cells"].insert(k if before else k + 1, new)

    return change


def below_without_metadata(book):
    beside(FIRST, cell("Mine."))(book)
    without_metadata(book)


def in_the_question(book):
    k = book["cells"].index(ids(book)[FIRST])
    question = book["cells"][k - 1]
    question["source"] = "".join(question["source"]) + "\n\nMine."


def split(book):
    ids(book)[FIRST]["source"] = "One."
    beside(FIRST, cell("Two."))(book)


def copied(book):
    ids(book)[FIRST]["source"] = "One."
    beside(FIRST, {**ids(book)[FIRST], "source": "Two."})(book)


@pytest.mark.parametrize(
    "change",
    [
        beside(FIRST, cell("Mine.")),
        beside(FIRST, cell("Mine."), before=True),
        beside(FIRST, cell("Mine.", "raw")),
        beside(FIRST, cell("# Mine.", "code", outputs=[])),
        beside(FIRST, cell("'''Mine.'''", "code", outputs=[])),
        beside(FIRST, cell("Because Mine. is, so", "code", outputs=[])),
        below_without_metadata,
        in_the_question,
    ],
)
def test_words_beside_their_cell_are_that_answer(replies, change):
    found = replies(change)
    assert "Mine." in found[FIRST].text and not found[FIRST].blank
    assert found[SECOND].blank


@pytest.mark.parametrize("change", [split, copied])
def test_a_cell_that_was_split_or_copied_is_one_answer(replies, change):
    assert replies(change)[FIRST].text == "One.\n\nTwo."


def test_words_elsewhere_are_shown_with_every_answer_that_is_missing(replies):
    def change(book):
        book["cells"].insert(1, cell("Mine."))
        ids(book)[SECOND]["source"] = "In place."

    found = replies(change)
    assert found[FIRST].text == f"{ELSEWHERE}\n\nMine." and not found[FIRST].blank
    assert found[SECOND].text == "In place."


def test_a_photo_alone_is_an_answer(replies):
    photo = cell("", attachments={"p.png": {"image/png": "AAAA"}, "x.svg": {"image/svg+xml": "x"}})
    found = replies(beside(FIRST, photo))[FIRST]
    assert (found.blank, found.images) == (False, (("p.png", "image/png", "AAAA"),))


@pytest.mark.parametrize("words", [None, "", " \n "])
def test_nothing_is_blank(replies, words):
    assert all(reply.blank for reply in replies(None, words).values())


def test_code_that_follows_an_answer_is_no_answer(replies):
    found = replies(beside(FIRST, cell("x = 1  # scratch", "code", outputs=[])))
    assert found[FIRST].blank


@pytest.mark.parametrize(
    ("code", "words"),
    [("# so", True), ("'so'", True), ("So it is, I think", True), ("x = 1", False), ("1", False),
     ("def f(:", False), ("%%time\nx = (", False), ("f(x)", False)],
)  # fmt: skip
def test_code_is_told_from_words(code, words):
    assert is_words(code) is words
