"""A set of one's own is made of what the instructors' page shows, as it stands there."""

import json

import pytest
from instructors_page import Page

from mixtures_lab.teach.course import Course
from mixtures_lab.teach.grading import grade, prove, released_cells
from mixtures_lab.teach.sources import read_set

PAGE = Page("Write a set of your own")
SUREST = '''\
def surest(Q):
    """The row whose largest posterior is largest."""
    ### BEGIN SOLUTION
    return int(Q.max(axis=1).argmax())
    ### END SOLUTION
'''


def cell(kind, source, id, points=None, solution=False):
    about = {"grade_id": id, "grade": points is not None, "solution": solution}
    about |= {"locked": not solution, "schema_version": 3, "task": False}
    about |= {"points": points} if points is not None else {}
    made = {"cell_type": kind, "id": id, "metadata": {"nbgrader": about}, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets")
    cells = [
        cell("markdown", "# Problem set 6: how sure", "title"),
        cell("code", "import numpy as np", "setup"),
        cell("code", PAGE.block("def entropies"), "entropies", solution=True),
        cell("code", PAGE.block("mark(how_sure"), "test-entropies", points=4),
        cell("code", SUREST, "surest", solution=True),
        cell("code", PAGE.block("surest(np.log"), "test-surest", points=2),
        cell("markdown", "When may one be sure?", "answer-sure", points=3, solution=True),
    ]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "06-how-sure.ipynb").write_text(json.dumps(book), encoding="utf-8")
    (folder / "how_sure.py").write_text(PAGE.block("ENTROPIES = Task"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(sources, tmp_path_factory):
    """The set, and its cells as students get them."""
    own = read_set(sources / "06-how-sure.ipynb")
    return own, released_cells(Course(tmp_path_factory.mktemp("course")).release(own))


def test_it_is_proved_by_its_own_solutions_and_students_get_none(own):
    prove(*own)
    said = "\n".join(cell.source for cell in own[1])
    assert said.count('raise NotImplementedError("to be written by you")') == 2
    assert "HIDDEN" not in said and "isfinite" not in said and "argmax" not in said


@pytest.mark.parametrize(
    ("entropies", "score", "says"),
    [
        ("(np.exp(Q) * Q).sum(axis=1)", 0, "entropies: the sign forgotten"),
        ("-(np.exp(Q) * Q).sum(axis=1)", 2, "entropies:"),
        ("-(np.exp(Q) * np.where(Q < 0, Q, 0)).sum(axis=1) / np.log(2)", 0, "bits instead"),
    ],
)
def test_its_mistakes_have_the_names_that_its_author_gave_them(
    own, tmp_path, entropies, score, says
):
    graded = handed_in(own, tmp_path, {"entropies": f"def entropies(Q):\n    return {entropies}"})
    assert graded.verdicts[0].score == score
    assert says in graded.reason


def test_a_plain_assertion_is_the_feedback(own, tmp_path):
    graded = handed_in(own, tmp_path, {"surest": "def surest(Q):\n    return 1"})
    assert graded.verdicts[1].message == "The surest row comes first here."
    assert [verdict.score for verdict in graded.verdicts] == [0, 0]


def handed_in(own, folder, written):
    problem_set, released = own
    cells = [dict(cell, source=written.get(cell.id, cell.source)) for cell in released]
    path = folder / "06-how-sure.ipynb"
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(book), encoding="utf-8")
    return grade(problem_set, released, path, draw=1)
