"""A course folder, as nbgrader lays it out: sources, releases, the gradebook, feedback.

Everything that nbgrader itself does is left to it: students' versions, the SQLite gradebook,
the exchange of a hub, marking by hand, export. Only its autograding is not used, because
that runs a learner's code beside the tests and the answers; `grading.py` stands in its place
and writes its points into the same gradebook.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import stat
import sys
import warnings
from pathlib import Path

import nbformat
from nbgrader import dbutil
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log, parse_utc
from traitlets import TraitError
from traitlets.config import Config

from . import door
from .grading import Graded
from .safe import inert
from .sources import SetError, nbgrader_of
from .submission import normal

CODE_STUB = 'raise NotImplementedError("to be written by you")'
TEXT_STUB = "Write your answer here."

#: What nbgrader's exchange writes beside what is handed in, and looks for beside its feedback.
NOTES = ("timestamp.txt", "submission_secret.txt")

#: Bytes of such a note: nbgrader's have fewer than a hundred.
NOTE = 1000

#: Before a comment on what has changed since it was made.
EARLIER = "On an earlier version: "

#: As seen from the course folder, whose path may hold what means something in an address: ? %
GRADEBOOK = "sqlite:///gradebook.db"

#: Where students' versions are made to grade by; release/ is for what is handed out.
MADE = ".made"

CONFIG = '''"""nbgrader's settings for this course; `nbgrader --help-all` lists more."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = {id!r}
c.CourseDirectory.db_url = {gradebook!r}
c.ClearSolutions.code_stub = {{"python": {code!r}}}
c.ClearSolutions.text_stub = {text!r}

# On a JupyterHub also where the exchange is, which every user can write to:
# c.Exchange.root = "/srv/nbgrader/exchange"
# The formgrader reads ~/.jupyter/nbgrader_config.py there, and needs in it:
# c.CourseDirectory.root = {folder!r}
'''


class Course:
    """A course folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there yet.
    """

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Grades are not for others on this computer; a group that may write was let in on purpose.
        mode = stat.S_IMODE(self.folder.stat().st_mode)
        self.shared = bool(mode & stat.S_IWGRP)
        private = mode & (0o7770 if self.shared else 0o7700)
        if mode != private:
            self.folder.chmod(private)
        # Text, which a name is not where the system's locale reads its bytes in another way.
        self.id = os.fsencode(self.folder.name).decode("utf-8", errors="replace")
        config = self.folder / "nbgrader_config.py"
        if not config.exists():
            words = {"id": self.id, "gradebook": GRADEBOOK, "code": CODE_STUB, "text": TEXT_STUB}
            where = os.fsencode(self.folder).decode("utf-8", errors="replace")
            write(config, CONFIG.format(**words, folder=where))
        self.database = self.folder / "gradebook.db"

    @contextlib.contextmanager
    def open_within(self):
        """What is written meanwhile is closed by the folder alone, and not by its own mode.

        The exchange hands out feedback with the mode that it has here, so that a student could
        not read it, and another lecturer has to write what this one wrote.
        """
        before = os.umask(0o002 if self.shared else 0o022)
        try:
            yield self
        finally:
            os.umask(before)

    @property
    def draw(self):
        """Which numbers this course is marked on: drawn once, and kept."""
        path = self.folder / "draw.txt"
        if not path.exists():
            write(path, f"{1 + secrets.randbelow(2**31)}\n")
        return int(path.read_text())

    def release(self, problem_set):
        """Make the students' version, unless it is there; the path of its notebook."""
        name = problem_set.name
        made = self.folder / MADE / name
        released, digest = made / f"{name}.ipynb", made / ".source"
        there = released.exists() and digest.exists() and self.database.exists()
        if not there or digest.read_text() != problem_set.digest:
            before = released.read_bytes() if released.exists() else None
            self._make(problem_set)
            write(digest, problem_set.digest)
            # What was put into release/ by hand, as from a zip, is left as it is.
            out = self.folder / "release" / name / f"{name}.ipynb"
            if not out.parent.exists():
                shutil.copytree(made, out.parent, ignore=shutil.ignore_patterns(".source"))
            elif out.exists() and out.read_bytes() == before:
                shutil.copy(released, out)
        return released

    def _make(self, problem_set):
        """Make the students' version, as nbgrader does it."""
        name = problem_set.name
        source = self.folder / "source" / name
        source.mkdir(parents=True, exist_ok=True)
        shutil.copy(problem_set.path, source / f"{name}.ipynb")
        config = Config()
        config.CourseDirectory.root = str(self.folder)
        config.CourseDirectory.release_directory = MADE
        config.CourseDirectory.course_id = self.id
        config.CourseDirectory.db_url = GRADEBOOK
        config.CourseDirectory.assignment_id = name
        config.ClearSolutions.code_stub = {"python": CODE_STUB}
        config.ClearSolutions.text_stub = TEXT_STUB
        config.GenerateAssignment.log_level = "ERROR"
        with _as_nbgrader_expects(self.folder):
            try:
                maker = StudentsVersion(CourseDirectory(config=config), config=config)
            except TraitError as error:  # a + in the name, which nbgrader does not take
                raise SetError(f"{name}: {error}") from None
            maker.force = True
            made = capture_log(maker)
        if not made["success"]:
            raise SetError(
                f"nbgrader could not make the students' version of {name}:\n{made['log']}"
            )

    def autograded(self, learner, name):
        """Where nbgrader's own pages look for a graded notebook."""
        return self.folder / "autograded" / learner / name / f"{name}.ipynb"

    def feedback(self, learner, name):
        """Where `nbgrader release_feedback` looks for feedback."""
        return self.folder / "feedback" / learner / name / f"{name}.html"

    def result(self, learner, name):
        """What grading found, so that it need not be done twice."""
        return self.folder / "results" / name / f"{door.fitting(learner, 240)}.json"

    @contextlib.contextmanager
    def gradebook(self):
        """nbgrader's gradebook, open."""
        with _as_nbgrader_expects(self.folder):
            book = Gradebook(GRADEBOOK, self.id)
        if self.shared:  # SQLite makes it for its owner alone, and only who owns it may change that
            with contextlib.suppress(PermissionError):
                self.database.chmod(0o660)
        with book:
            yield book


class StudentsVersion(GenerateAssignment):
    """nbgrader's, of one notebook by its path, where nbgrader takes the path for a pattern."""

    def init_notebooks(self):
        name, self.notebooks = self.coursedir.assignment_id, []
        folder = self._format_source(name, self.coursedir.student_id)
        self.assignments = {folder: [os.path.join(folder, f"{name}.ipynb")]}


@contextlib.contextmanager
def _as_nbgrader_expects(folder):
    """nbgrader looks for sources from the working folder, and for `alembic` on the PATH.

    To alembic it hands a path in an ini file, where a % stands for itself if it is doubled.
    """
    folder_before, path_before = os.getcwd(), os.environ.get("PATH", "")
    alembic_before = dbutil.ALEMBIC_DIR
    dbutil.ALEMBIC_DIR = alembic_before.replace("%", "%%")
    os.chdir(folder)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path_before])
    try:
        yield
    finally:
        os.chdir(folder_before)
        os.environ["PATH"] = path_before
        dbutil.ALEMBIC_DIR = alembic_before


def write(path, text):
    """Write a file so that it is there whole or not at all, even if this is killed."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{os.getpid()}.part")  # short: the name itself may fill its room
    try:
        made.write_text(text, encoding="utf-8")
        os.replace(made, path)
    except BaseException:
        with contextlib.suppress(OSError):
            made.unlink(missing_ok=True)
        raise


def notes_beside(path):
    """{name: text} of what nbgrader's exchange wrote beside a notebook that was handed in."""
    folder, notes = path if path.is_dir() else path.parent, {}
    for name in NOTES:
        with contextlib.suppress(door.Unreadable):
            notes[name] = door.printable(door.read(folder / name, NOTE).decode(errors="replace"))
    return notes


def record(book, learner, problem_set, graded: Graded, timestamp=None, seen=None):
    """Write a submission's points into the gradebook, and say what they are then.

    Points given by hand stay, unless they were given to something else: `seen` is what
    a person has seen, as `shown_to_a_person` tells it. What has changed since waits again.

    Returns
    -------
    graded : Graded
        With the points that an earlier answer was given.
    """
    name, when, seen = problem_set.name, {}, seen or {}
    if timestamp:
        with contextlib.suppress(ValueError, OverflowError):  # someone wrote it by hand
            when["timestamp"] = parse_utc(timestamp.strip())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, on the way nbgrader makes a submission
        book.update_or_create_student(learner)
        book.update_or_create_submission(name, learner, **when)
    digests, notes, replies = digests_of(problem_set, graded), list(graded.notes), []

    def given_before(grade, comment):
        """The points that something else was given by hand; they are taken back."""
        points = grade.manual_score
        if points is None or seen.get(grade.name, digests[grade.name]) == digests[grade.name]:
            return None
        grade.manual_score = None
        if comment.manual_comment and not comment.manual_comment.startswith(EARLIER):
            comment.manual_comment = f"{EARLIER}{comment.manual_comment}"
        notes.append(
            f"{grade.name} has changed since it was marked, and waits again: "
            f"an earlier version was given {points:g}"
        )
        return points

    for verdict in graded.verdicts:
        grade = book.find_grade(verdict.id, name, name, learner)
        function = problem_set.ids[verdict.function]
        before = given_before(grade, book.find_comment(function, name, name, learner))
        grade.auto_score = verdict.score
        grade.needs_manual_grade = before is not None or grade.manual_score is not None
    for reply in graded.replies:
        grade = book.find_grade(reply.id, name, name, learner)
        comment = book.find_comment(reply.id, name, name, learner)
        before = given_before(grade, comment)
        grade.auto_score = 0.0 if reply.blank else None
        grade.needs_manual_grade = not reply.blank or grade.manual_score is not None
        comment.auto_comment = "No response." if reply.blank else None
        replies.append(reply._replace(before=before))
    book.db.commit()
    return graded._replace(notes=tuple(notes), replies=tuple(replies))


def digests_of(problem_set, graded):
    """{id of a test or an answer: what it was given for, in a few letters}."""
    found = {
        verdict.id: graded.cells.get(problem_set.ids[verdict.function], "")
        for verdict in graded.verdicts
    }
    found |= {reply.id: f"{reply.text} {reply.images}" for reply in graded.replies}
    return {
        id: hashlib.sha256(normal(text).encode()).hexdigest()[:16] for id, text in found.items()
    }


def shown_to_a_person(path):
    """{id: digest} of what the graded notebook shows, which is what a person has marked."""
    try:
        about = json.loads(door.read(path, 2**28))["metadata"]["mixtures_lab"]
        return {id: text for id, text in about.items() if isinstance(text, str)}
    except (door.Unreadable, ValueError, KeyError, TypeError, AttributeError):
        return {}


def handed_in(book, name):
    """The learners whose submission of a set the gradebook knows."""
    return {submission.student.id for submission in book.assignment_submissions(name)}


def marks_of(book, learner, problem_set):
    """{id of a test or an answer: (points, comment)}: the gradebook's, with a person's changes.

    The points are None while a person has still to give them.
    """
    name = problem_set.name
    notebook = book.find_submission_notebook(name, name, learner)
    # On nbgrader's pages a person comments on the function, and not on its test.
    commented = {test.id: problem_set.ids[test.function] for test in problem_set.tests}
    comments = {comment.name: comment.manual_comment or "" for comment in notebook.comments}
    return {
        grade.name: (
            None if grade.needs_manual_grade and grade.manual_score is None else grade.score,
            comments.get(commented.get(grade.name, grade.name), ""),
        )
        for grade in notebook.grades
    }


def write_autograded(path, released, problem_set, graded):
    """The graded notebook, for nbgrader's pages: ours, with the learner's cells put in.

    Whatever was handed in, it has every cell that the gradebook knows. The boxes of the
    checks are its outputs; nothing in it is run, and no word in it does anything.
    """
    notebook = nbformat.read(released, as_version=4)
    boxes = {verdict.id: verdict for verdict in graded.verdicts}
    replies = {reply.id: reply for reply in graded.replies if not reply.blank}
    for cell in notebook.cells:
        about = nbgrader_of(cell)
        id = about.get("grade_id")
        if id in boxes:
            output = {"text/plain": boxes[id].message, "text/html": boxes[id].box}
            cell.outputs = [nbformat.v4.new_output("display_data", output)]
        elif id in replies:
            _put_in(cell, replies[id])
        elif about.get("solution") and id in graded.cells:
            cell.source = graded.cells[id]
    if graded.added:
        notebook.cells.append(nbformat.v4.new_markdown_cell("## Cells that the learner added"))
        notebook.cells += [nbformat.v4.new_code_cell(source) for source in graded.added]
    notebook.metadata["mixtures_lab"] = digests_of(problem_set, graded)
    write(path, nbformat.writes(notebook) + "\n")


def _put_in(cell, reply):
    """An answer with its pictures, each of which is shown, whether its words name it or not."""
    words = [inert(reply.text)]
    if reply.before is not None:
        words.insert(0, f"**Changed since it was marked: {reply.before:g} points were given.**")
    for k, (name, kind, data) in enumerate(reply.images):
        own = f"picture-{k}"
        cell.setdefault("attachments", {})[own] = {kind: data}
        words.append(f"![{inert(name)}](attachment:{own})")
    cell.source = "\n\n".join(words)
