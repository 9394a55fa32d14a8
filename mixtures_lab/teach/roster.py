"""The roster: who is in the class, and by which names what they hand in may come.

`roster.csv` in the course folder has a row per learner. The column `id` is what a learner is
called in all tables; `name`, `email` and `aliases` (with ; between them) are other names
of theirs. The lists that Canvas, Moodle and Gradescope export may be taken as they are.
"""

import csv
import io
import re
from typing import NamedTuple

from . import door
from .sources import SetError

#: What a column is called, here and there.
COLUMNS = {
    "id": ("id", "student_id", "sid", "id number", "sis login id", "username"),
    "name": ("name", "full name", "student", "student name"),
    "first": ("first name",),
    "last": ("last name", "surname"),
    "email": ("email", "e-mail", "email address"),
    "aliases": ("aliases", "alias"),
    "canvas": ("canvas", "canvas id"),
    "sis": ("sis user id",),
    "login": ("sis login id",),
    "section": ("section", "sections"),
    "moodle": ("identifier",),
}


class Person(NamedTuple):
    """A row of the roster."""

    id: str
    name: str = ""
    email: str = ""
    aliases: tuple = ()
    more: tuple = ()  # (column, value) of what only a system wants to have back

    def get(self, column):
        return dict(self.more).get(column, "")


class Roster:
    """The learners of a class, to be found by any of their names."""

    def __init__(self, people=()):
        self.people = {person.id: person for person in people}
        self._by_name = {}
        for person in people:
            for name in names_of(person):
                self._by_name.setdefault(name, set()).add(person.id)

    def id_of(self, origin):
        """The id of who handed something in; None if the roster does not say whose it is."""
        for name in (origin.learner, origin.id and f"{origin.lms} {origin.id}", origin.email,
                     origin.name):  # fmt: skip
            found = self._by_name.get(key(name), ()) if name else ()
            if len(found) == 1:
                (id,) = found
                theirs = self.people[id].get(origin.lms).removeprefix("Participant ")
                if not (theirs and origin.id and theirs != origin.id):  # else a namesake
                    return id
        return None


def key(name):
    return re.sub(r"[\W_]+", "", name.casefold())


def names_of(person):
    """All that a person may be called, without case and punctuation."""
    names = [person.id, person.email, *person.aliases]
    if person.get("canvas"):
        names.append(f"canvas {person.get('canvas')}")
    if person.get("moodle"):
        names.append(f"moodle {person.get('moodle').removeprefix('Participant ')}")
    for name in (person.name, *person.aliases):
        last, comma, first = name.partition(",")
        parts = [*first.split(), *last.split()] if comma else name.split()
        # Ada Lovelace is lovelaceada in Canvas.
        names += [" ".join(parts[k:] + parts[:k]) for k in range(len(parts))]
    return {key(name) for name in names if name}


def read_roster(path):
    """The roster of a course; an empty one if there is no file."""
    if not path.exists():
        return Roster()
    try:
        text = door.read(path, 2**26).decode("utf-8-sig")
    except (door.Unreadable, UnicodeDecodeError) as error:
        raise SetError(f"{path} cannot be read: {error}; save it as CSV in UTF-8") from None
    head = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    titles = [title.strip().casefold() for title in next(rows, [])]
    at = {
        column: [titles.index(word) for word in words if word in titles]
        for column, words in COLUMNS.items()
    }
    canvas = "sis user id" in titles and "id" in titles  # there, ID is Canvas' own
    if canvas:
        at["canvas"], at["id"] = [titles.index("id")], [*at["login"], titles.index("id")]
    people = []
    for row in rows:
        found = {c: next((row[k].strip() for k in ks if k < len(row) and row[k].strip()), "")
                 for c, ks in at.items()}  # fmt: skip
        name = found["name"] or f"{found['first']} {found['last']}".strip()
        id = found["id"] or found["email"] or name
        if id and name.casefold() not in ("points possible", "student, test"):
            aliases = tuple(a.strip() for a in found["aliases"].split(";") if a.strip())
            more = tuple((c, found[c]) for c in ("canvas", "sis", "login", "section", "moodle"))
            people.append(Person(door.one_line(id), name, found["email"], aliases, more))
    if not people:
        raise SetError(f"{path} names nobody: it needs a column id, name or email")
    twice = {p.id for p in people if [q.id for q in people].count(p.id) > 1}
    if twice:
        raise SetError(f"{path} has two rows with the id {sorted(twice)[0]}")
    return Roster(people)
