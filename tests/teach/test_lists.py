"""A zip from Canvas is graded with a roster and deadlines, and its points go back."""

import csv
import io
import json
import zipfile
from datetime import datetime, timezone

import pytest
from answers import SOURCES
from made_up_class import NAME, P_HALVED, notebook_with, write_canvas

from mixtures_lab.teach.batch import grade_folder
from mixtures_lab.teach.course import Course

ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section
"Lovelace, Ada",101,S1,ada,A
"Noether, Emmy",102,S2,emmy,A
"Gauß, Carl",104,S4,carl,B
"""
DEADLINES = "set,learner,deadline\n3,,2027-03-01 17:00 UTC\n3,Emmy Noether,2027-03-03 17:00 UTC\n"
BEFORE, AFTER = (datetime(2027, 3, day, tzinfo=timezone.utc) for day in (2, 4))


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


class Canvas:
    def __init__(self, folder, released):
        self.folder, self.said = folder / "course", []
        self.folder.mkdir()
        (self.folder / "roster.csv").write_text(ROSTER, encoding="utf-8-sig")
        (self.folder / "deadlines.csv").write_text(DEADLINES, encoding="utf-8")
        notebook = json.loads(released[NAME].read_text(encoding="utf-8"))
        write_canvas(folder / "loose", json.dumps(notebook_with(notebook, P=P_HALVED)))
        self.zip = folder / "submissions.zip"
        with zipfile.ZipFile(self.zip, "w") as archive:
            for path in sorted((folder / "loose").iterdir()):
                archive.write(path, path.name)
        self.grade(BEFORE)
        self.brief = self.page("ada")
        self.grade(AFTER)

    def grade(self, now):
        self.said.clear()
        grade_folder(self.zip, SOURCES, self.folder, say=self.said.append, now=now)

    def page(self, learner):
        return (self.folder / "feedback" / learner / NAME / f"{NAME}.html").read_text("utf-8")

    def scores(self):
        head, *rows = rows_of(self.folder / f"scores-{NAME}.csv")
        return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


@pytest.fixture(scope="module")
def canvas(graded_here, tmp_path_factory, released):
    return Canvas(tmp_path_factory.mktemp("canvas"), released)


def test_learners_are_called_as_the_roster_has_them_and_who_is_missing_is_said(canvas):
    scores = canvas.scores()
    assert set(scores) == {"ada", "emmy", "carl", "noetheremmy_103"}
    assert (scores["carl"]["score"], scores["carl"]["reason"]) == ("", "did not hand in")
    assert scores["noetheremmy_103"]["notes"] == "noetheremmy_103 is not on the roster"
    assert "1 of 3 on the roster did not hand in." in canvas.said
    assert scores["emmy"]["late"] == "late, says Canvas" and scores["ada"]["late"] == ""


def test_before_the_last_deadline_no_right_number_is_told(canvas):
    assert "First difference" not in canvas.brief and "<table" not in canvas.brief
    assert "after 2027-03-03 17:00:00 UTC" in canvas.brief
    assert "5 of 15 points" in canvas.brief
    assert "First difference" in canvas.page("ada")


def test_canvas_takes_its_points_back(canvas):
    head, possible, *rows = rows_of(canvas.folder / f"canvas-{NAME}.csv")
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert (possible[0].strip(), possible[5]) == ("Points Possible", "15")
    assert ["Lovelace, Ada", "101", "S1", "ada", "A", "5"] in rows
    assert not (canvas.folder / f"canvas-{NAME}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_who_was_renamed_keeps_what_a_person_gave_and_is_exported_once(canvas):
    with Course(canvas.folder).gradebook() as book:
        grade = book.find_grade("answer-outlier", NAME, NAME, "noetheremmy_103")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.db.commit()
    path = canvas.folder / "roster.csv"
    path.write_text("id,aliases\nada,lovelaceada_101\nemmy,noetheremmy_102\n"
                    "e2,noetheremmy_103\n")  # fmt: skip
    canvas.grade(AFTER)
    scores = canvas.scores()
    assert set(scores) == {"ada", "emmy", "e2"}
    assert (scores["e2"]["answer-outlier"], scores["e2"]["score"]) == ("1.5", "6.5")
    with Course(canvas.folder).gradebook() as book:
        assert {student.id for student in book.students} == {"ada", "emmy", "e2"}
