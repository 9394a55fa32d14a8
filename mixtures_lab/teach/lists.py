"""What a lecturer says of a class beside its submissions: the roster and the deadlines."""

import contextlib
from datetime import datetime, timezone
from typing import NamedTuple

from nbgrader.api import MissingEntry

from .deadline import Deadlines, handed_in_at, in_utc, lateness, read_deadlines
from .lms import Origin
from .roster import Roster, read_roster


class Lists(NamedTuple):
    """The roster and the deadlines of a course, at a time."""

    roster: Roster
    deadlines: Deadlines
    now: datetime
    book: str = ""  # the address of its site

    @classmethod
    def of(cls, folder, names, now=None, book=""):
        """Those of a course folder: `roster.csv` and `deadlines.csv`, if they are there."""
        roster = read_roster(folder / "roster.csv")

        def id_of(learner):
            return roster.id_of(Origin(learner, name=learner)) or learner

        deadlines = read_deadlines(folder, names, id_of)
        return cls(roster, deadlines, now or datetime.now(timezone.utc), book)

    def held_back(self, name):
        """Until when full feedback of a set is held back; None if it is not."""
        last = self.deadlines.last(name)
        return last if last and self.now < last else None

    def times(self, item, noted):
        """(handed in, late) as a table has them, and the same as a platform wants them."""
        when = handed_in_at(noted, item.origin)
        late = lateness(when, self.deadlines.of(item.name, item.learner), item.origin)
        return in_utc(when), late, when, late

    def notes(self, item):
        """What is to be said of who handed in."""
        if self.roster.people and item.learner not in self.roster.people:
            return (f"{item.learner} is not on the roster",)
        return ()

    def absent(self, name, learners):
        """The learners of the roster who handed nothing in."""
        return [id for id in self.roster.people if id not in set(learners)]

    def in_words(self, absent, rows):
        """Who is missing, and who is not known."""
        unknown = [row.learner for row in rows if self.roster.people
                   and row.learner not in self.roster.people]  # fmt: skip
        if absent:
            yield f"{len(absent)} of {len(self.roster.people)} on the roster did not hand in."
        if unknown:
            yield f"not on the roster: {', '.join(unknown[:5])}{' …' if unknown[5:] else ''}"


def merge_renamed(course, book, roster, names):
    """Give a learner what was kept under their other names; a sentence for each.

    What a person gave goes along, unless there is something of theirs already.
    """
    for person in roster.people.values():
        for alias in person.aliases:
            if alias == person.id or alias in roster.people:
                continue
            try:
                book.find_student(alias)
            except MissingEntry:
                continue
            for name in names:
                with contextlib.suppress(MissingEntry):
                    _move(book, name, alias, person.id)
                    _move_shown(course, name, alias, person.id)
            others = {s.assignment.name for s in book.student_submissions(alias)} - set(names)
            if not others:
                book.remove_student(alias)
                yield f"{alias} is {person.id} now, and has kept what a person gave."


def _move(book, name, before, now):
    old = book.find_submission_notebook(name, name, before)
    book.update_or_create_student(now)
    book.update_or_create_submission(name, now)
    for grade in old.grades:
        own = book.find_grade(grade.name, name, name, now)
        if own.manual_score is None:
            own.manual_score, own.needs_manual_grade = grade.manual_score, grade.needs_manual_grade
    for comment in old.comments:
        own = book.find_comment(comment.name, name, name, now)
        own.manual_comment = own.manual_comment or comment.manual_comment
    book.db.commit()
    book.remove_submission(name, before)


def _move_shown(course, name, before, now):
    """What a person has seen goes along, because it says what they have marked."""
    old, new = course.autograded(before, name), course.autograded(now, name)
    if old.exists() and not new.exists():
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
