"""Grade a folder of submissions: two at a time, and so that it can be killed and begun again."""

import hashlib
import json
from concurrent.futures import (
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    TimeoutError,  # Python 3.10's own name for it
    as_completed,
)
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue

from tqdm import tqdm

from . import door, summary
from .apart import locks_here
from .beside import digest_of, readable, with_files
from .course import (
    Course,
    handed_in,
    marks_of,
    notes_beside,
    record,
    shown_to_a_person,
    write,
    write_autograded,
)
from .deadline import in_utc
from .export import exports
from .feedback import feedback_page
from .find import find_work
from .grading import Graded, Verdict, failed, grade_or_say_why, prove, released_cells
from .guard import Guard
from .lists import Lists, merge_renamed
from .lock import CALLS, FILES, die_with_the_parent
from .sources import SetError, sets_in
from .submission import TOO_LARGE
from .unpack import opened
from .words import Reply

#: Submissions that are graded at the same time.
AT_A_TIME = 2

#: Part of what says whether a result is still good: raise it when grading changes.
VERSION = 5

#: Seconds after which the grader itself is given up at a submission, whatever holds it.
PATIENCE = 180


def grade_folder(folder, sources, course, only=None, say=print, now=None, book="", unlocked=False):
    """Grade all submissions of a folder into a course.

    Parameters
    ----------
    folder : Path
        The submissions, laid out as `find_work` describes, or a zip of them.
    sources : Path
        The problem sets, with their solutions.
    course : Path
        The course folder, which is made if need be.
    only : str, optional
        The set, by name or number; else each submission's own.
    say : callable
        Called with a sentence on what could not be graded, or need not be.
    now : datetime, optional
        What time it is, with its zone: before a deadline, feedback is brief.
    book : str
        The address of the book's site, for links to its chapters.
    unlocked : bool
        Whether to grade also where the kernel has no lock for the submissions' code.

    Returns
    -------
    paths : list of Path
        The tables and pictures that were written.

    Raises
    ------
    SetError
        If there is nothing to grade, a set's own solution fails its tests, or nothing but
        the interpreter stands between the submissions and this account.
    """
    with opened(Path(folder)) as unpacked, Course(course).open_within() as course:
        return _grade(unpacked, folder, sources, course, only, say, now, book, unlocked)


def look_at_the_locks(unlocked, say):
    """Say which of the kernel's locks are missing; without any, refuse, unless that is wanted."""
    here = locks_here()
    missing = [lock for lock in (FILES, CALLS) if lock not in here]
    if len(missing) == 2 and not unlocked:
        raise SetError(
            "this system's kernel has neither Landlock nor seccomp, so a submission could read and "
            "write what your account can. Grade on Linux, in a virtual machine say, or under an "
            'account that holds nothing else and with --unlocked: "How safe it is", on the '
            "instructors' page, says what is promised then"
        )
    if missing:
        say(
            f"This system's kernel has no {' and no '.join(missing)}: what is promised without "
            'stands under "How safe it is", on the instructors\' page.'
        )


def _grade(folder, given, sources, course, only, say, now, address, unlocked):
    """Grade what lies in a folder, which was given as it is or as a zip."""
    sets = {s.name: s for s in sets_in(sources)}
    lists = Lists.of(course.folder, list(sets), now, address)
    work, homeless = find_work(folder, list(sets.values()), only, lists.roster)
    for sentence in homeless:
        say(sentence)
    if not work:
        raise SetError(f"{given} holds no submission")
    names = sorted({item.name for item in work})
    released = {name: course.release(sets[name]) for name in names}
    for name in names:
        say(f"{name}: its own solutions first, graded by its own tests")
        prove(sets[name], released_cells(released[name]))
    look_at_the_locks(unlocked, say)

    guard, marks = Guard(say), {}
    for item in work:
        with guard(item, "looking at the file"):
            marks[item] = fingerprint(item, sets[item.name], course.draw)
    with course.gradebook() as book:
        for sentence in merge_renamed(course, book, lists.roster, names):
            say(sentence)
        known = {(learner, name) for name in names for learner in handed_in(book, name)}
        results = {
            item: kept_result(course, item, marks[item])
            for item in work
            if item in marks and (item.learner, item.name) in known
        }
        todo = [item for item in work if results.get(item) is None]
        if len(todo) < len(work):
            say(f"{len(work) - len(todo)} of {len(work)} submissions were graded before.")
        for item, graded in graded_one_by_one(todo, sets, released, course.draw):
            if item.more:
                others = ", ".join(door.one_line(door.name_of(path.name)) for path in item.more)
                graded = graded._replace(
                    notes=(*graded.notes, f"handed in beside it, and not graded: {others}")
                )
            with guard(item, "looking at what lies beside it"):
                graded = with_files(graded, readable(item))
            results[item] = graded
            with guard(item, "keeping its result", book):
                results[item] = keep(
                    course, book, item, sets[item.name], released[item.name], graded, marks
                )
        return [
            path
            for name in names
            for path in report(course, book, sets[name], results, guard, say, lists)
        ]


def fingerprint(item, problem_set, draw):
    """What a result hangs on."""
    path = item.path
    digest = hashlib.sha256(f"{VERSION} {problem_set.digest} {draw}".encode())
    digest.update(json.dumps(notes_beside(path)).encode())  # handed in anew, though the same
    digest.update(digest_of(readable(item)).encode())
    try:
        digest.update(door.read(path, TOO_LARGE))
    except door.Unreadable as reason:
        digest.update(str(reason).encode())
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
                item = futures[future]
                try:
                    graded = future.result()
                except Exception as error:
                    graded = failed(sets[item.name], f"grading {item.learner} failed: {error!r}")
                yield item, graded
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
            return self._pool.submit(grade_or_say_why, problem_set, *arguments).result(PATIENCE)
        except BrokenProcessPool:
            self.end()
            return failed(problem_set, "the grader's own process ended")
        except TimeoutError:
            # Before 3.14 a pool has no word for this.
            for process in list(self._pool._processes.values()):
                process.kill()
            self.end()
            return failed(problem_set, f"the grader was not done after {PATIENCE} seconds")

    def end(self):
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def keep(course, book, item, problem_set, released, graded, marks):
    """Put a result where it cannot be lost; the result, as the gradebook has it."""
    notes = notes_beside(item.path)
    autograded = course.autograded(item.learner, item.name)
    seen = shown_to_a_person(autograded)
    graded = record(book, item.learner, problem_set, graded, notes.get("timestamp.txt"), seen)
    write_autograded(autograded, released, problem_set, graded)
    write_notes(autograded.parent, notes)
    # Written last: what has a result is in the gradebook.
    result = json.dumps({"fingerprint": marks.get(item), "graded": _as_json(graded)}, indent=1)
    write(course.result(item.learner, item.name), result)
    return graded


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
        tuple(Reply(**{**r, "images": tuple(map(tuple, r["images"]))}) for r in data["replies"]),
        data["cells"],
        tuple(data["added"]),
    )


def report(course, book, problem_set, results, guard, say, lists):
    """Feedback, scores and the summary of one set; points given by hand are in them."""
    name, rows, items = problem_set.name, [], []
    brief = lists.held_back(name)
    if brief:
        say(f"{name}: until {in_utc(brief)}, pages of feedback have no right numbers.")
    for item, graded in sorted(results.items(), key=lambda pair: pair[0][:2]):
        if item.name != name:
            continue
        marks = marks_without_a_person(graded)
        with guard(item, "reading the gradebook", book):
            marks = marks_of(book, item.learner, problem_set)
        with guard(item, "writing the page of feedback"):
            page = feedback_page(
                item.learner, problem_set, graded, marks, in_utc(brief), lists.book
            )
            write(course.feedback(item.learner, name), page)
            write_notes(course.feedback(item.learner, name).parent, notes_beside(item.path))
        noted = notes_beside(item.path).get("timestamp.txt")
        notes = (*graded.notes, *lists.notes(item), *guard.notes(item))
        times = lists.times(item, noted)
        rows.append(
            summary.Row(item.learner, graded._replace(notes=notes), marks, times[0], times[1])
        )
        items.append((item, marks, graded, *times[2:]))
    absent = lists.absent(name, [item[0].learner for item in items])
    say(summary.in_words(problem_set, rows))
    for sentence in lists.in_words(absent, rows):
        say(sentence)
    counts = summary.mistakes_in(problem_set, [row[1] for row in rows])
    return written(
        {
            course.folder / f"scores-{name}.csv": lambda: summary.scores_table(
                problem_set, rows, absent
            ),
            course.folder / f"waiting-{name}.csv": lambda: summary.waiting_table(problem_set, rows),
            course.folder / f"mistakes-{name}.csv": lambda: summary.mistakes_table(counts),
            course.folder / f"summary-{name}.svg": lambda: summary.summary_picture(
                problem_set, counts, [row[1].score for row in rows]
            ),
            **{
                course.folder / file: lambda text=text: text
                for file, text in platforms(problem_set, items, lists).items()
            },
        },
        say,
    )


def platforms(problem_set, items, lists):
    """{name of a file: text} of what the platforms take back."""
    rows = []
    for item, marks, graded, when, late in items:
        points = [given for given, _ in marks.values()]
        score = f"{sum(given or 0 for given in points):g}"
        rows.append((item, score, None in points, graded.reason, when, late))
    return exports(problem_set, rows, lists.roster)


def written(texts, say):
    """Write each file; one that cannot be made or written does not stop the others."""
    paths = []
    for path, text in texts.items():
        try:
            write(path, text())
            paths.append(path)
        except Exception as error:
            say(door.one_line(f"{path.name} was not written ({type(error).__name__}: {error})"))
    return paths


def marks_without_a_person(graded):
    """{id of a test or an answer: (points, comment)}, as the gradebook would have them."""
    marks = {verdict.id: (verdict.score, "") for verdict in graded.verdicts}
    return marks | {reply.id: (0.0 if reply.blank else None, "") for reply in graded.replies}
