"""Whatever is handed in is read as cells, or as a reason why not."""

import json
import os

import pytest
from made_up_class import NAME, hands_in, ids, notebook_with, without_metadata, without_tests

from mixtures_lab.teach.grading import grade, released_cells
from mixtures_lab.teach.submission import TOO_LARGE, departures, read_submission


@pytest.fixture
def notebook(released):
    return json.loads(released[NAME].read_text(encoding="utf-8"))


def submission_of(book, folder):
    path = folder / "submission.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    return read_submission(path)


def test_a_notebook_is_its_cells(notebook, tmp_path):
    read = submission_of(notebook, tmp_path)
    assert read.reason is None
    assert [cell.source for cell in read.cells] == ["".join(c["source"]) for c in notebook["cells"]]
    assert read.code[0][0] == 1 and "import numpy" in read.code[0][1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "an empty file"),
        (b"  \n", "an empty file"),
        (b"%PDF-1.4", "not a notebook but a PDF"),
        (b"PK\x03\x04...", "not a notebook but a zip archive"),
        (b"<html>", "not a notebook but a web page"),
        (b"def f(): pass", "not a notebook: it is no JSON"),
        (b'{"cells": [', "a damaged notebook: it is no JSON"),
        (b"[1, 2]", "not a notebook: it has no cells"),
        (b'{"cells": 3}', "not a notebook: it has no cells"),
        (b'{"cells": []}', "a notebook without any text"),
        (b'{"cells": [{"source": ""}]}', "a notebook without any text"),
        (b"[" * 200_000, "not a notebook: it is nested without end"),
    ],
)
def test_the_reason_is_said(tmp_path, data, reason):
    path = tmp_path / "x.ipynb"
    path.write_bytes(data)
    assert read_submission(path).reason.startswith(reason)


def test_what_is_strange_in_a_cell_is_left_out(tmp_path):
    cells = [3, {"source": 5}, {"cell_type": "code", "source": ["a = 1\n", 7, "b = 2"]}]
    cells += [{"cell_type": "code", "source": "c = 3", "metadata": {"nbgrader": {"grade_id": []}}}]
    read = submission_of({"cells": cells}, tmp_path)
    assert [cell.source for cell in read.cells] == ["a = 1\nb = 2", "c = 3"]


def test_bytes_that_are_no_text_and_a_byte_order_mark_do_no_harm(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_bytes(b'\xef\xbb\xbf{"cells": [{"cell_type": "code", "source": "a = \'\xff\'"}]}')
    assert read_submission(path).cells[0].source.startswith("a = ")


def test_a_link_is_not_followed(tmp_path):
    os.symlink("/etc/passwd", tmp_path / "x.ipynb")
    assert read_submission(tmp_path / "x.ipynb").reason.startswith("a link to another file")


def test_a_file_too_large_is_not_read(tmp_path):
    path = tmp_path / "x.ipynb"
    with open(path, "wb") as file:
        file.truncate(TOO_LARGE + 1)  # takes no room on the disk
    assert read_submission(path).reason.startswith("larger than 256 MB")


def test_the_last_definition_counts(tmp_path):
    cells = [{"cell_type": "code", "source": f"def f(): return {k}"} for k in (1, 2)]
    assert submission_of({"cells": cells}, tmp_path).defining("f").source == "def f(): return 2"


def test_untouched_cells_are_not_reported(notebook, released, tmp_path):
    read = submission_of(notebook_with(notebook), tmp_path)
    assert departures(read, released_cells(released[NAME])) == []


def test_deleted_tests_and_lost_metadata_are_reported(notebook, released, tmp_path):
    cells = released_cells(released[NAME])
    read = submission_of(notebook_with(notebook, change=without_tests), tmp_path)
    assert departures(read, cells) == [
        "2 test cells were deleted: the original was used (test-log_gaussians, test-log_posterior)"
    ]
    read = submission_of(notebook_with(notebook, change=without_metadata), tmp_path)
    assert departures(read, cells) == [
        "the cells' metadata were gone: they were found by what is in them"
    ]


@pytest.mark.parametrize("change", [None, without_metadata])
def test_every_answer_in_words_is_found_as_what_it_answers(
    sets, released, tmp_path, notebook, change
):
    def answered(book):
        for id, cell in ids(book).items():
            if id.startswith("answer"):
                cell["source"] = f"My {id}."
        if change:
            change(book)

    hands_in(change=answered)(notebook, tmp_path)
    cells = released_cells(released[NAME])
    found = grade(sets[NAME], cells, tmp_path / NAME / f"{NAME}.ipynb", draw=3)
    assert [(reply.text, reply.blank) for reply in found.replies] == [
        ("My answer-outlier.", False),
        ("My answer-derivation.", False),
    ]


@pytest.mark.parametrize("words", [None, "", "  Write your\nanswer here. "])
def test_an_answer_left_as_it_was_is_blank(sets, released, tmp_path, notebook, words):
    book = notebook_with(notebook, words=None)
    if words is not None:
        for cell in book["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id", "").startswith("answer"):
                cell["source"] = words
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    found = grade(sets[NAME], released_cells(released[NAME]), path, draw=3)
    assert [reply.blank for reply in found.replies] == [True, True]


def test_another_sets_notebook_gets_no_points_and_says_why(sets, released, tmp_path):
    second = "02-likelihoods-without-underflow"
    cells = released_cells(released[second])
    found = grade(sets[second], cells, released["04-em-from-parts"], draw=3)
    assert found.score == 0
    assert found.notes[0].startswith("none of this set's functions is in it")


@pytest.mark.parametrize(("points", "score"), [("99", 5), ("-3", 0), ("2.5", 2.5)])
def test_a_hidden_test_cannot_give_more_than_there_is(sets, released, tmp_path, points, score):
    path = tmp_path / "x.ipynb"
    path.write_text(released[NAME].read_text(encoding="utf-8"), encoding="utf-8")
    one = sets[NAME].tests[0]._replace(code=f"log_gaussians\n{points}")
    problem_set = sets[NAME]._replace(tests=(one,))
    found = grade(problem_set, released_cells(released[NAME]), path, draw=3)
    assert found.score == score
