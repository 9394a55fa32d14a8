"""A course folder, as nbgrader lays it out: sources, releases, the gradebook, feedback.

Everything that nbgrader itself does is left to it: students' versions, the SQLite gradebook,
the exchange of a hub, marking by hand, export. Only its autograding is not used, because
that runs a learner's code beside the tests and the answers; `grading.py` stands in its place
and writes its points into the same gradebook.
"""

import contextlib
import os
import secrets
import shutil
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

from .grading import Graded
from .sources import SetError, nbgrader_of

CODE_STUB = 'raise NotImplementedError("to be written by you")'
TEXT_STUB = "Write your answer here."

#: What nbgrader's exchange writes beside what is handed in, and looks for beside its feedback.
NOTES = ("timestamp.txt", "submission_secret.txt")

#: As seen from the course folder, whose path may hold what means something in an address: ? %
GRADEBOOK = "sqlite:///gradebook.db"

CONFIG = '''"""nbgrader's settings for this course; `nbgrader --help-all` lists more."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = {id!r}
c.CourseDirectory.db_url = {gradebook!r}
c.ClearSolutions.code_stub = {{"python": {code!r}}}
c.ClearSolutions.text_stub = {text!r}
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
        self.folder.mkdir(parents=True, exist_ok=True)
        # Text, which a name is not where the system's locale reads its bytes in another way.
        self.id = os.fsencode(self.folder.name).decode("utf-8", errors="replace")
        config = self.folder / "nbgrader_config.py"
        if not config.exists():
            words = {"id": self.id, "gradebook": GRADEBOOK, "code": CODE_STUB, "text": TEXT_STUB}
            write(config, CONFIG.format(**words))
        self.database = self.folder / "gradebook.db"

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
        released = self.folder / "release" / name / f"{name}.ipynb"
        digest = self.folder / "release" / name / ".source"
        made = released.exists() and digest.exists() and self.database.exists()
        if made and digest.read_text() == problem_set.digest:
            return released
        source = self.folder / "source" / name
        source.mkdir(parents=True, exist_ok=True)
        shutil.copy(problem_set.path, source / f"{name}.ipynb")
        config = Config()
        config.CourseDirectory.root = str(self.folder)
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
        write(digest, problem_set.digest)
        return released

    def autograded(self, learner, name):
        """Where nbgrader's own pages look for a graded notebook."""
        return self.folder / "autograded" / learner / name / f"{name}.ipynb"

    def feedback(self, learner, name):
        """Where `nbgrader release_feedback` looks for feedback."""
        return self.folder / "feedback" / learner / name / f"{name}.html"

    def result(self, learner, name):
        """What grading found, so that it need not be done twice."""
        return self.folder / "results" / name / f"{learner}.json"

    @contextlib.contextmanager
    def gradebook(self):
        """nbgrader's gradebook, open."""
        with _as_nbgrader_expects(self.folder):
            book = Gradebook(GRADEBOOK, self.id)
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
    made = path.with_name(f".{path.name}.{os.getpid()}")
    made.write_text(text, encoding="utf-8")
    os.replace(made, path)


def notes_beside(path):
    """{name: text} of what nbgrader's exchange wrote beside a notebook that was handed in."""
    folder = path if path.is_dir() else path.parent
    notes = (folder / name for name in NOTES)
    return {
        note.name: note.read_text(encoding="utf-8", errors="replace")
        for note in notes
        if note.is_file() and not note.is_symlink()
    }


def record(book, learner, problem_set, graded: Graded, timestamp=None):
    """Write a submission's points into the gradebook; points given by hand stay."""
    name, when = problem_set.name, {}
    if timestamp:
        with contextlib.suppress(ValueError, OverflowError):  # someone wrote it by hand
            when["timestamp"] = parse_utc(timestamp.strip())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, on the way nbgrader makes a submission
        book.update_or_create_student(learner)
        book.update_or_create_submission(name, learner, **when)
    for verdict in graded.verdicts:
        grade = book.find_grade(verdict.id, name, name, learner)
        grade.auto_score = verdict.score
        grade.needs_manual_grade = grade.manual_score is not None
    for reply in graded.replies:
        grade = book.find_grade(reply.id, name, name, learner)
        comment = book.find_comment(reply.id, name, name, learner)
        grade.auto_score = 0.0 if reply.blank else None
        grade.needs_manual_grade = not reply.blank or grade.manual_score is not None
        comment.auto_comment = "No response." if reply.blank else None
    book.db.commit()


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


def write_autograded(path, released, submission_cells, graded):
    """The graded notebook, for nbgrader's pages: ours, with the learner's cells put in.

    Whatever was handed in, it has every cell that the gradebook knows. The boxes of the
    checks are its outputs; nothing in it is run.
    """
    notebook = nbformat.read(released, as_version=4)
    boxes = {verdict.id: verdict for verdict in graded.verdicts}
    texts = {reply.id: reply.text for reply in graded.replies}
    for cell in notebook.cells:
        about = nbgrader_of(cell)
        id = about.get("grade_id")
        if id in boxes:
            output = {"text/plain": boxes[id].message, "text/html": boxes[id].box}
            cell.outputs = [nbformat.v4.new_output("display_data", output)]
        elif id in texts and texts[id].strip():
            cell.source = texts[id]
        elif about.get("solution") and id in submission_cells:
            cell.source = submission_cells[id]
    more = submission_cells.get(None, [])
    if more:
        notebook.cells.append(nbformat.v4.new_markdown_cell("## Cells that the learner added"))
        notebook.cells += [nbformat.v4.new_code_cell(source) for source in more]
    write(path, nbformat.writes(notebook) + "\n")
