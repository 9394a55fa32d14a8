"""Grade a folder of submissions: two at a time, and so that it can be killed and begun again."""

import hashlib
import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from queue import SimpleQueue

from tqdm import tqdm

from . import summary
from .course import Course, handed_in, marks_of, notes_beside, record, write, write_autograded
from .feedback import feedback_page
from .find import find_work
from .grading import Graded, Reply, Verdict, failed, grade_or_say_why, prove, released_cells
from .lock import die_with_the_parent
from .sources import SetError, sets_in
from .submission import learners_cells

#: Submissions that are graded at the same time.
AT_A_TIME = 2

#: Part of what says whether a result is still good: raise it when grading changes.
VERSION = 2


def grade_folder(folder, sources, course, only=None, say=print):
    """Grade all submissions of a folder into a course.

    Parameters
    ----------
    folder : Path
        The submissions, laid out as `find_work` describes.
    sources : Path
        The problem sets, with their solutions.
    course : Path
        The course folder, which is made if need be.
    only : str, optional
        The set, by name or number; else each submission's own.
    say : callable
        Called with a sentence on what could not be graded, or need not be.

    Returns
    -------
    paths : list of Path
        The tables and pictures that were written.

    Raises
    ------
    SetError
        If there is nothing to grade, or a set's own solution fails its tests.
    """
    course = Course(course)
    sets = {s.name: s for s in sets_in(sources)}
    work, homeless = find_work(folder, list(sets.values()), only)
    for sentence in homeless:
        say(sentence)
    if not work:
        raise SetError(f"{folder} holds no submission")
    names = sorted({item.name for item in work})
    released = {name: course.release(sets[name]) for name in names}
    for name in names:
        say(f"{name}: its own solutions first, graded by its own tests")
        prove(sets[name], released_cells(released[name]))

    marks = {item: fingerprint(item.path, sets[item.name], course.draw) for item in work}
    with course.gradebook() as book:
        known = {(learner, name) for name in names for learner in handed_in(book, name)}
        results = {
            item: kept_result(course, item, marks[item])
            for item in work
            if (item.learner, item.name) in known
        }
        todo = [item for item in work if results.get(item) is None]
        if len(todo) < len(work):
            say(f"{len(work) - len(todo)} of {len(work)} submissions were graded before.")
        for item, graded in graded_one_by_one(todo, sets, released, course.draw):
            if item.more:
                others = ", ".join(path.name for path in item.more)
                graded = graded._replace(
                    notes=(*graded.notes, f"handed in beside it, and not graded: {others}")
                )
            keep(course, book, item, sets[item.name], released[item.name], graded, marks[item])
            results[item] = graded
        if any(graded.locked is False for graded in results.values()):
            say(
                "This system's kernel has no Landlock, so the interpreter's lock alone was between "
                'the submissions and your files: see "How safe it is" on the instructors\' page.'
            )
        return [
            path
            for name in names
            for path in report(course, book, sets[name], released[name], results, say)
        ]


def fingerprint(path, problem_set, draw):
    """What a result hangs on."""
    digest = hashlib.sha256(f"{VERSION} {problem_set.digest} {draw}".encode())
    digest.update(json.dumps(notes_beside(path)).encode())  # handed in anew, though the same
    try:
        digest.update(path.read_bytes())
    except OSError:
        digest.update(b"unreadable")
    return digest.hexdigest()


def graded_one_by_one(todo, sets, released, draw):
    """(item, Graded) of each, as they come."""
    graders = SimpleQueue()
    for _ in range(AT_A_TIME):
        graders.put(Grader())

    def work(item):
        grader = graders.get()
        try:
            return grader.grade(sets[item.name], released[item.name], item.path, draw)
        finally:
            graders.put(grader)

    with (
        tqdm(total=len(todo), unit="submission", disable=not todo) as bar,
        ThreadPoolExecutor(AT_A_TIME) as threads,
    ):
        futures = {threads.submit(work, item): item for item in todo}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
                bar.update()
        finally:
            threads.shutdown(cancel_futures=True)
            while not graders.empty():
                graders.get().end()


class Grader:
    """A process of the grader's own: should it die, it costs one submission, with a reason."""

    def __init__(self):
        self._pool = None

    def grade(self, problem_set, *arguments):
        if self._pool is None:
            # Spawned: a copy of this process would share its open gradebook.
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), die_with_the_parent)
        try:
            return self._pool.submit(grade_or_say_why, problem_set, *arguments).result()
        except BrokenProcessPool:
            self.end()
            return failed(problem_set, "the grader's own process ended")

    def end(self):
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def keep(course, book, item, problem_set, released, graded, mark):
    """Put a result where it cannot be lost."""
    notes = notes_beside(item.path)
    record(book, item.learner, problem_set, graded, notes.get("timestamp.txt"))
    cells = learners_cells(item.path, problem_set, released_cells(released))
    write_autograded(course.autograded(item.learner, item.name), released, cells, graded)
    write_notes(course.autograded(item.learner, item.name).parent, notes)
    # Written last: what has a result is in the gradebook.
    result = json.dumps({"fingerprint": mark, "graded": _as_json(graded)}, indent=1)
    write(course.result(item.learner, item.name), result)


def write_notes(folder, notes):
    """Put the exchange's notes where nbgrader looks for them when it gives feedback back."""
    for name, text in notes.items():
        write(folder / name, text)


def kept_result(course, item, mark):
    """The result of an earlier run, if it is of the same file and the same set."""
    try:
        data = json.loads(course.result(item.learner, item.name).read_text(encoding="utf-8"))
        return _from_json(data["graded"]) if data["fingerprint"] == mark else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _as_json(graded):
    return {
        **graded._asdict(),
        "verdicts": [v._asdict() for v in graded.verdicts],
        "replies": [r._asdict() for r in graded.replies],
    }


def _from_json(data):
    return Graded(
        data["reason"],
        tuple(data["notes"]),
        tuple(Verdict(**v) for v in data["verdicts"]),
        tuple(Reply(**r) for r in data["replies"]),
        data["locked"],
    )


def report(course, book, problem_set, released, results, say):
    """Feedback, scores and the summary of one set; points given by hand are in them."""
    name, rows = problem_set.name, []
    cells = released_cells(released)
    for item, graded in sorted(results.items()):
        if item.name != name:
            continue
        marks = marks_of(book, item.learner, problem_set)
        theirs = learners_cells(item.path, problem_set, cells)
        codes = {function: theirs.get(id, "") for function, id in problem_set.ids.items()}
        page = feedback_page(item.learner, problem_set, graded, marks, codes)
        write(course.feedback(item.learner, name), page)
        write_notes(course.feedback(item.learner, name).parent, notes_beside(item.path))
        rows.append((item.learner, graded, marks))
    say(summary.in_words(problem_set, rows))
    counts = summary.mistakes_in(problem_set, [row[1] for row in rows])
    scores = course.folder / f"scores-{name}.csv"
    mistakes = course.folder / f"mistakes-{name}.csv"
    picture = course.folder / f"summary-{name}.svg"
    write(scores, summary.scores_table(problem_set, rows))
    write(mistakes, summary.mistakes_table(counts))
    summary.draw_summary(problem_set, counts, [row[1].score for row in rows], picture)
    return [scores, mistakes, picture]
