"""What nbgrader's own pages and programs find in a course folder, and what comes back from them."""

import csv
import errno
import json
import os
import shutil
from configparser import ConfigParser
from pathlib import Path

import pytest
from nbgrader import dbutil
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.plugins.export import CsvExportPlugin
from nbgrader.utils import notebook_hash
from traitlets.config import Config

from mixtures_lab.teach import apart, batch, lock
from mixtures_lab.teach.batch import grade_folder
from mixtures_lab.teach.course import Course, _as_nbgrader_expects, write
from mixtures_lab.teach.feedback import link_to
from mixtures_lab.teach.sources import read_set

BOOK = Path(__file__).parents[2] / "book"
NAME = "01-distances-and-kmeans"
STUB = 'raise NotImplementedError("to be written by you")'
RIGHT = {
    "squared_distances": "return np.square(X[:, None] - mu).sum(axis=2)",
    "kmeans_assign": "return squared_distances(X, mu).argmin(axis=1)",
}
NORM = RIGHT | {"squared_distances": "return np.sqrt(np.square(X[:, None] - mu).sum(axis=2))"}
WHEN = "2026-11-22 18:30:00.000000 UTC"
SECRET = "a secret of ada's"


class Class:
    """A course folder with its submissions, as `nbgrader collect` leaves them."""

    def __init__(self, folder):
        self.folder = folder
        self.submitted = folder / "submitted"
        self.hand_in(
            "ada", NORM, "Units.", {"timestamp.txt": WHEN, "submission_secret.txt": SECRET}
        )
        self.hand_in("ben", RIGHT, "", {"timestamp.txt": "yesterday"})
        self.said = []
        self.grade()

    def hand_in(self, learner, functions, words, notes):
        notebook = json.loads((BOOK / "assignments/release" / f"{NAME}.ipynb").read_text("utf-8"))
        for cell in notebook["cells"]:
            id = cell["metadata"]["nbgrader"]["grade_id"]
            if id in functions:
                cell["source"] = "".join(cell["source"]).replace(STUB, functions[id])
            elif id == "answer-units" and words:
                cell["source"] = words
        place = self.submitted / learner / NAME
        place.mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        for name, text in notes.items():
            (place / name).write_text(text)

    def grade(self):
        self.said.clear()
        grade_folder(self.submitted, BOOK / "assignments", self.folder, say=self.said.append)

    @property
    def book(self):
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}", self.folder.name)

    def api(self, **exchange):
        config = Config()
        config.CourseDirectory.root = str(self.folder)
        config.CourseDirectory.course_id = self.folder.name
        config.CourseDirectory.db_url = f"sqlite:///{self.folder / 'gradebook.db'}"
        config.Exchange.update(exchange)
        return NbGraderAPI(config=config)

    def row(self, learner):
        with open(self.folder / f"scores-{NAME}.csv", encoding="utf-8-sig") as file:
            return next(row for row in csv.DictReader(file) if row["learner"] == learner)

    def page(self, learner):
        return (self.folder / "feedback" / learner / NAME / f"{NAME}.html").read_text("utf-8")


@pytest.fixture(scope="module")
def course(graded_here, tmp_path_factory):
    return Class(tmp_path_factory.mktemp("hub") / "mixtures101")


def test_a_learner_reads_the_mistake_the_hint_and_where_to_read_on(course):
    page = course.page("ada")
    assert "the distance itself, not its square" in page
    assert "chapter 3, Compute every squared distance with one matrix product" in page
    assert "In words: units" in page and "to be marked" in page


def test_formgrader_lists_every_submission_and_what_waits_for_a_person(course):
    listed = {s["student"]: s for s in course.api().get_notebook_submissions(NAME, NAME)}
    assert listed.keys() == {"ada", "ben"}
    assert (listed["ada"]["score"], listed["ada"]["needs_manual_grade"]) == (3, True)
    assert (listed["ben"]["score"], listed["ben"]["needs_manual_grade"]) == (7, False)


def test_the_exchanges_notes_are_no_work_that_was_left_ungraded(course):
    assert course.row("ada")["notes"] == ""


def test_the_gradebook_knows_when_it_was_handed_in_where_that_is_a_date(course):
    with course.book as book:
        assert f"{book.find_submission(NAME, 'ada').timestamp}" == "2026-11-22 18:30:00"
        assert book.find_submission(NAME, "ben").timestamp is None


def test_feedback_is_released_through_the_exchange(course, tmp_path):
    # Ben handed in by mail: nbgrader has no secret of his, and would stop at him.
    shutil.rmtree(course.folder / "feedback" / "ben")
    made = course.api(root=str(tmp_path)).release_feedback(NAME)
    assert made["success"], made["log"]
    released = tmp_path / course.folder.name / "feedback"
    checksum = notebook_hash(secret=SECRET, notebook_id=NAME)
    assert (released / f"{checksum}.html").read_text(encoding="utf-8") == course.page("ada")


def test_what_a_person_gave_reaches_the_feedback_the_scores_and_the_export(course, tmp_path):
    with course.book as book:  # as formgrader writes it
        answer = book.find_grade("answer-units", NAME, NAME, "ada")
        answer.manual_score, answer.needs_manual_grade = 1.5, False
        book.find_grade("test-squared_distances", NAME, NAME, "ada").manual_score = 1.0
        for id, words in (("answer-units", "Which unit?"), ("squared_distances", "So near <3")):
            book.find_comment(id, NAME, NAME, "ada").manual_comment = words
        book.db.commit()
    course.grade()
    assert "2 of 2 submissions were graded before." in course.said
    row, page = course.row("ada"), course.page("ada")
    assert (row["score"], row["squared_distances"], row["answer-units"]) == ("5.5", "1", "1.5")
    assert row["to mark by hand"] == "0"
    assert "5.5 of 15 points" in page
    assert page.index("So near &lt;3") < page.index("Which unit?")
    exporter = CsvExportPlugin()
    exporter.to = str(tmp_path / "grades.csv")
    with course.book as book:
        exporter.export(book)
    with open(exporter.to, encoding="utf-8") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported == {"ada": 5.5, "ben": 7.0}


def test_a_full_disk_costs_nobody_their_score_and_nothing_is_lost(course, monkeypatch):
    (course.submitted / "ben" / NAME / "timestamp.txt").write_text("today")
    whole = batch.write

    def full(path, text):
        if "ben" in str(path) or "summary" in str(path):
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(path, text)

    monkeypatch.setattr(batch, "write", full)
    course.grade()
    assert course.row("ben")["score"] == "7"
    assert "ben: keeping its result failed" in course.row("ben")["notes"]
    assert any(s.startswith(f"ben, {NAME}: keeping its result failed") for s in course.said)
    assert any(s.startswith(f"summary-{NAME}.svg was not written") for s in course.said)
    monkeypatch.undo()
    course.grade()
    assert "1 of 2 submissions were graded before." in course.said
    assert course.row("ben")["notes"] == ""


def test_a_changed_answer_is_never_paid_with_old_points(course):
    path = course.submitted / "ada" / NAME / f"{NAME}.ipynb"
    before = path.read_text("utf-8")
    assert course.row("ada")["answer-units"] == "1.5"
    path.write_text(before.replace("Units.", "Units, of course."), encoding="utf-8")
    course.grade()
    row = course.row("ada")
    assert (row["answer-units"], row["score"]) == ("", "4")
    assert "answer-units has changed since it was marked" in row["notes"]
    assert "1.5" in row["notes"]
    assert row["squared_distances"] == "1", "what has not changed keeps what a person gave"
    with open(course.folder / f"waiting-{NAME}.csv", encoding="utf-8-sig") as file:
        waits = {(r["learner"], r["what"]): r for r in csv.DictReader(file)}
    assert waits["ada", "answer-units"]["why"] == "changed since it was marked"
    assert waits["ada", "answer-units"]["points given before"] == "1.5"
    listed = {s["student"]: s for s in course.api().get_notebook_submissions(NAME, NAME)}
    assert listed["ada"]["needs_manual_grade"]
    assert "On an earlier version: Which unit?" in course.page("ada")
    course.grade()  # nothing new: it still waits, and is still said to have changed
    assert course.row("ada")["answer-units"] == ""
    # A function that a person overruled is not paid for another one, either.
    path.write_text(before.replace("np.sqrt(np.square", "(np.square"), encoding="utf-8")
    course.grade()
    assert course.row("ada")["squared_distances"] == ""
    with course.book as book:
        assert book.find_grade("test-squared_distances", NAME, NAME, "ada").manual_score is None


@pytest.mark.parametrize(("before", "after"), [(0o755, 0o700), (0o2775, 0o2770), (0o700, 0o700)])
def test_a_course_folder_is_not_for_others_to_read(tmp_path, before, after):
    folder = tmp_path / "course"
    folder.mkdir()
    folder.chmod(before)
    Course(folder)
    assert folder.stat().st_mode & 0o7777 == after
    assert Course(tmp_path / "new").folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("folder", "file"), [(0o700, 0o644), (0o2770, 0o664)])
def test_what_is_written_may_be_handed_out_and_written_by_who_shares_the_folder(
    tmp_path, folder, file
):
    """Whatever mode the account gives to its files; the exchange copies it with the page."""
    course = Course(tmp_path / "course")
    course.folder.chmod(folder)
    course, mask = Course(course.folder), os.umask(0o077)
    try:
        with course.open_within():
            page = course.feedback("ada", NAME)
            write(page, "")
            with course.gradebook():
                pass
        assert os.umask(0o077) == 0o077  # as it was
    finally:
        os.umask(mask)
    assert page.stat().st_mode & 0o777 == file
    assert page.parent.stat().st_mode & 0o777 == file | 0o111
    assert course.database.stat().st_mode & 0o020 == file & 0o020


def test_read_on_is_a_link_where_the_book_has_an_address():
    problem_set = read_set(BOOK / "assignments" / f"{NAME}.ipynb")
    words = "chapter 3, Compute every squared distance with one matrix product"
    link = link_to(words, problem_set, "https://x.example/book/")
    (chapter,) = BOOK.glob("03-*.ipynb")
    assert link == f"https://x.example/book/book/{chapter.stem}.html"
    assert link_to(words, problem_set, "") == link_to(words, problem_set, "javascript:x") == ""


def test_what_was_put_into_release_by_hand_stays(course, tmp_path):
    own = tmp_path / "course" / "release" / NAME / "data.csv"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    problem_set = read_set(BOOK / "assignments" / f"{NAME}.ipynb")
    made = Course(tmp_path / "course").release(problem_set)
    assert made.is_file() and own.read_text() == "mine"
    assert (course.folder / "release" / NAME / f"{NAME}.ipynb").is_file()


def test_handed_in_anew_it_is_graded_anew_even_if_nothing_else_changed(course):
    (course.submitted / "ben" / NAME / "timestamp.txt").write_text(WHEN)
    course.grade()
    assert "1 of 2 submissions were graded before." in course.said
    with course.book as book:
        assert book.find_submission(NAME, "ben").timestamp is not None


def test_without_its_gradebook_a_course_is_graded_again(course):
    (course.folder / "gradebook.db").unlink()
    shutil.rmtree(course.submitted / "ada")  # one is enough, and faster
    course.grade()
    assert not any("graded before" in sentence for sentence in course.said)
    assert course.row("ben")["score"] == "7"


def test_alembic_is_found_in_a_folder_with_a_percent_sign(tmp_path, monkeypatch):
    monkeypatch.setattr(dbutil, "ALEMBIC_DIR", "/50%41/alembic")
    with _as_nbgrader_expects(tmp_path), dbutil._temp_alembic_ini("sqlite://") as ini:
        config = ConfigParser()
        config.read(ini, encoding="utf-8")
    assert config["alembic"]["script_location"] == "/50%41/alembic"


def test_the_instructors_page_has_the_limits_that_are_kept():
    page = (BOOK / "reference" / "instructors.md").read_text(encoding="utf-8")
    for limit in (
        f"{apart.LOADING:g} seconds for all cells",
        f"did not end within {apart.LOADING:g} seconds",
        f"{apart.ALTOGETHER:g} seconds for a whole submission",
        f"{apart.LIMIT:g} seconds for all calls of a function",
        f"{lock.MEMORY // 2**20} MB of memory",
        f"{lock.FILE // 2**20} MB for a file",
    ):
        assert limit in page, limit
