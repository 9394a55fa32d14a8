"""The class's points in the columns that Canvas, Moodle and Gradescope take back."""

import csv
import io
from datetime import datetime, timezone

from .deadline import in_utc


def exports(problem_set, rows, roster):
    """{name of a file: its text}: for each platform that a submission came from, or is known of.

    A row is (item, score, due by hand, comment, when, late); who handed nothing in has no points.
    """
    people = roster.people
    come_from = {row[0].origin.lms for row in rows if row[0].origin}
    name, texts = problem_set.name, {}
    known = {column for person in people.values() for column, value in person.more if value}
    if "canvas" in come_from or "canvas" in known:
        texts[f"canvas-{name}.csv"] = canvas(problem_set, rows, people)
    if "moodle" in come_from or "moodle" in known:
        texts[f"moodle-{name}.csv"] = moodle(problem_set, rows, people)
    if "gradescope" in come_from:
        texts[f"gradescope-{name}.csv"] = gradescope(problem_set, rows, people)
    return texts


def _written(lines):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def _about(item, people):
    """What a platform calls a learner: (id there, name, e-mail, row of the roster or None)."""
    person, origin = people.get(item.learner), item.origin
    return (
        origin.id if origin else "",
        (person.name if person else "") or (origin.name if origin else "") or item.learner,
        (person.email if person else "") or (origin.email if origin else ""),
        person,
    )


def canvas(problem_set, rows, people):
    """Canvas' gradebook: Grades → Import reads it, and asks which assignment this is."""
    lines = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", problem_set.title],
        ["    Points Possible", "", "", "", "", f"{problem_set.points:g}"],
    ]
    for item, score, *_ in rows:
        id, name, _, person = _about(item, people)
        more = dict(person.more) if person else {}
        id = more.get("canvas") or id
        lines.append(
            [name, id, more.get("sis", ""), more.get("login", ""), more.get("section", ""), score]
        )
    return _written(lines)


def moodle(problem_set, rows, people):
    """Moodle's grading worksheet: Upload grading worksheet reads it."""
    titles = "Identifier,Full name,Email address,Status,Grade,Maximum Grade,"
    titles += "Grade can be changed,Last modified (grade),Feedback comments"
    now = datetime.now(timezone.utc).strftime("%A, %d %B %Y, %I:%M %p")
    lines = [titles.split(",")]
    for item, score, _, comment, *_ in rows:
        id, name, email, person = _about(item, people)
        listed = person.get("moodle") if person else ""
        id = f"Participant {id}" if id else listed
        lines.append([id, name, email, "Submitted for grading", score,
                      f"{problem_set.points:g}", "Yes", now, comment])  # fmt: skip
    return _written(lines)


def gradescope(problem_set, rows, people):
    """Gradescope's table of scores, in its columns."""
    titles = "First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status,"
    titles += "Submission ID,Submission Time,Lateness (H:M:S)"
    lines = [titles.split(",")]
    for item, score, due, _, when, late in rows:
        id, name, email, person = _about(item, people)
        first, _, last = name.rpartition(" ")
        sections = person.get("section") if person else ""
        status = "Ungraded" if due else "Graded"
        lines.append([first, last, item.learner, email, sections, score,
                      f"{problem_set.points:g}", status, id, in_utc(when), late])  # fmt: skip
    return _written(lines)
