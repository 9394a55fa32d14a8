"""Grade one submission: its functions in a process apart, its hidden tests in this one."""

import ast
import os
import re
import sys
from typing import NamedTuple

import nbformat

from ..checks import show
from .apart import Apart, LearnerFailed
from .door import one_line, printable
from .marks import Mark, fresh_numbers
from .sources import SetError, nbgrader_of
from .submission import as_submission, departures, learners_cells, read_submission
from .words import Reply, replies_of

UNWRITTEN = "not written"

#: What a learner's process refused: a lecturer wants to read that in a table. These words alone,
#: because a learner may raise the same exception with words of their own.
REFUSED = re.compile(
    r"raised PermissionError: (mixtures_lab\.\w+ was called|[\w.]+ is not allowed while grading|"
    r"[\w.]+ is not there while grading|"
    r"files outside its own folder are out of reach while grading)"
)

#: The one mistake that costs no points: it comes from an earlier function.
GIVEN = "right, given right parts"


class Verdict(NamedTuple):
    """Points for one function, and why."""

    id: str
    function: str
    points: float
    score: float
    mistake: str | None  # in a few words; None if it is right, or wrong without a name
    message: str
    box: str  # the same as HTML, with both answers side by side

    @property
    def right(self):
        return self.score == self.points and self.mistake is None


class Graded(NamedTuple):
    """A submission with its points."""

    reason: str  # why it has the points it has, in a line
    notes: tuple  # what else is to be said of it
    verdicts: tuple
    replies: tuple
    cells: dict  # what they wrote, by the function's grade_id
    added: tuple  # … and the code cells that they added

    @property
    def score(self):
        return sum(verdict.score for verdict in self.verdicts)


def released_cells(path):
    """The cells of a set as students get it."""
    return nbformat.read(path, as_version=4).cells


def grade(problem_set, released, path, draw):
    """Grade the file at `path`; `released` are the cells that students got."""
    return _graded(problem_set, released, read_submission(path), draw)


def _graded(problem_set, released, submission, draw):
    if submission.reason:
        reason = one_line(submission.reason)
        verdicts = [_nothing(test, "no notebook", reason) for test in problem_set.tests]
        replies = [Reply(a.id, a.points, "", True) for a in problem_set.answers]
        return Graded(reason, (), tuple(verdicts), tuple(replies), {}, ())
    notes = departures(submission, released)
    if not any(submission.defining(name) for name in problem_set.solutions):
        notes.insert(0, "none of this set's functions is in it: is it another set's notebook?")
    # The imports and data that students were given come first: a cell may have been deleted.
    given = [cell.source for cell in released if cell.cell_type == "code" and is_given(cell)]
    with Apart(submission.code, given=problem_set.solutions, before=given) as apart:
        with fresh_numbers(draw):
            verdicts = tuple(_verdict(problem_set, test, apart) for test in problem_set.tests)
    notes += [f"{t}; the notebook was begun again without that line" for t in apart.hung]
    ours = sys.version_info[:2]
    if submission.python > ours and any(t.kind == "SyntaxError" for t in apart.troubles):
        theirs, ours = (".".join(map(str, version)) for version in (submission.python, ours))
        notes.append(
            f"written with Python {theirs}, graded with {ours}, which cannot read what is newer"
        )
    replies = replies_of(submission, released, problem_set.answers)
    cells, added = learners_cells(submission, problem_set, released)
    notes = tuple(map(one_line, notes))
    return Graded(_reason(verdicts), notes, verdicts, replies, cells, tuple(added))


def is_given(cell):
    """Whether a code cell is neither a test nor the learner's."""
    about = nbgrader_of(cell)
    return not about.get("grade") and not about.get("solution")


def failed(problem_set, reason):
    """No points, and a reason that asks for a person."""
    reason = one_line(reason)
    verdicts = tuple(_nothing(test, "not graded", reason) for test in problem_set.tests)
    replies = tuple(Reply(answer.id, answer.points, "", False) for answer in problem_set.answers)
    return Graded(f"please look at it yourself: {reason}", (), verdicts, replies, None, {}, ())


def grade_or_say_why(problem_set, released, path, draw):
    """Whatever goes wrong in the grader itself becomes a score with a reason, too.

    It stands here, and not in `batch`, so that a grader's process need not load nbgrader.
    """
    try:
        return grade(problem_set, released_cells(released), path, draw)
    except Exception as error:
        return failed(problem_set, f"the grader itself failed ({type(error).__name__}: {error})")


def prove(problem_set, released):
    """A set's own solutions must get all of its points, and what is unwritten none.

    Else nobody's work is graded by it.
    """
    if os.name != "posix":  # its processes are started and ended as Linux and macOS do it
        raise SetError("grading needs Linux or macOS: on Windows, use WSL 2")
    graded = grade(problem_set, released, problem_set.path, draw=1)
    for verdict in graded.verdicts:
        if not verdict.right:
            raise SetError(
                f"{problem_set.name}: its own solution of {verdict.function} gets "
                f"{verdict.score:g} of {verdict.points:g} points: {verdict.message}"
            )
    unwritten = as_submission({"cells": released})
    for verdict in _graded(problem_set, released, unwritten, draw=1).verdicts:
        if verdict.score:
            raise SetError(
                f"{problem_set.name}: {verdict.function} gets {verdict.score:g} of "
                f"{verdict.points:g} points before it is written: its hidden test lets pass what "
                "is wrong"
            )


def _reason(verdicts):
    wrong = [v for v in verdicts if not v.right]
    if not wrong:
        return "all functions are right"
    return "; ".join(f"{v.function}: {v.mistake or 'differs from the right answer'}" for v in wrong)


def _nothing(test, mistake, message):
    message = printable(message)
    box = show.box(f"✗ {test.function}", message, passed=False)
    return Verdict(test.id, test.function, test.points, 0.0, mistake, message, box)


def _verdict(problem_set, test, apart):
    """Run a hidden test here, with the learner's functions there."""
    names = {name: apart.function(name) for name in problem_set.solutions}
    try:
        value = evaluate(test.code, names, problem_set.path.parent)
    except LearnerFailed as failure:
        return _nothing(test, "gives no answer", str(failure))
    except AssertionError as failure:
        words = str(failure) or "What it returns is not what it should be."
        return _nothing(test, None, words)
    except Exception as error:
        words = f"The test could not use what it returned ({type(error).__name__}: {error})."
        return _nothing(test, "returns something unusable", words)
    if not isinstance(value, Mark):
        score = test.points if value is None else min(max(float(value), 0.0), test.points)
        passed = score == test.points
        message = "Right." if passed else f"{score:g} of {test.points:g} points."
        box = show.box(f"{'✓' if passed else '✗'} {test.function}", message, passed=passed)
        return Verdict(test.id, test.function, test.points, score, None, message, box)
    diagnosis = value.findings.diagnosis
    mistake = diagnosis.mistake
    if mistake == "raises NotImplementedError":
        return _nothing(test, UNWRITTEN, "This function has not been written yet.")
    if mistake == "raises PermissionError" and (refused := REFUSED.search(diagnosis.message)):
        mistake = refused[1]
    mistake = mistake and one_line(mistake)
    message = printable("\n".join(filter(None, [value.note, diagnosis.message])))
    findings = value.findings._replace(diagnosis=diagnosis._replace(message=message))
    box = printable(show.as_html(value.task, findings))
    if value == test.points and not diagnosis.passed:
        mistake = GIVEN
        # No tick, and no green: the message says what went wrong with their own parts.
        box = show.box(f"{test.function}: {GIVEN}", message, passed=False)
    return Verdict(test.id, test.function, test.points, float(value), mistake, message, box)


def evaluate(code, names, folder):
    """Run a hidden test; what its last expression says, or None."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    if str(folder) not in sys.path:
        sys.path.append(str(folder))  # a set may keep its own tasks beside it
    # Assertions hold whatever PYTHONOPTIMIZE says.
    exec(compile(tree, "<hidden test>", "exec", optimize=0), names)
    if last is None:
        return None
    last = ast.Expression(last.value)
    return eval(compile(last, "<hidden test>", "eval", optimize=0), names)
