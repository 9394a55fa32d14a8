"""When a set was due, for whom, and how late it came: points are never touched.

`deadlines.csv` in the course folder has the columns `set`, `learner` and `deadline`. Without
a learner a row is for all; with one it is an extension. Times have a zone:
`2027-03-01 18:00 +01:00`, `2027-03-01 17:00 UTC` or `2027-03-01 18:00 Europe/Berlin`.
"""

import csv
import io
import re
from datetime import datetime, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from . import door
from .sources import SetError

FILE = "deadlines.csv"

#: A day, a time, and the zone that makes it one: UTC, an offset, or the name of a place.
TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?"
    r"(Z|UTC|GMT|[+-]\d\d:?\d\d|[A-Za-z_]+/[\w/+-]+)"
)


class Deadlines:
    """The deadlines of a course, by set and learner."""

    def __init__(self, dates=None):
        self._dates = dates or {}  # {(set, learner or ""): datetime}

    def of(self, name, learner=""):
        """When a learner had to hand a set in; None if nobody says."""
        return self._dates.get((name, learner), self._dates.get((name, "")))

    def last(self, name):
        """When the last one of all has to hand it in."""
        return max((date for (of, _), date in self._dates.items() if of == name), default=None)


def read_deadlines(folder, names, id_of=lambda learner: learner):
    """The deadlines of a course folder; none if there is no file."""
    path = folder / FILE
    if not path.exists():
        return Deadlines()
    try:
        text = door.read(path, 2**22).decode("utf-8-sig")
    except (door.Unreadable, UnicodeDecodeError) as error:
        raise SetError(f"{path} cannot be read: {error}") from None
    head = text.split("\n", 1)[0]
    dates = {}
    for k, row in enumerate(
        csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    ):
        said = {(key or "").strip().casefold(): (value or "").strip() for key, value in row.items()
                if not isinstance(value, list)}  # fmt: skip
        if not any(said.values()):
            continue
        where = f"{path}, line {k + 2}"
        wanted = said.get("set", "")
        of = [n for n in names if n == wanted] or [
            n
            for n in names
            if wanted and n.startswith(wanted.zfill(2) if wanted.isdigit() else wanted)
        ]
        if len(of) != 1:
            raise SetError(f"{where}: there is no set {wanted!r}: there are {', '.join(names)}")
        learner = said.get("learner", "")
        dates[of[0], id_of(learner) if learner else ""] = time_of(said.get("deadline", ""), where)
    return Deadlines(dates)


def time_of(text, where="time"):
    """A time with its zone, in UTC."""
    found = TIME.fullmatch(text.strip())
    if found:
        day, clock, zone = found.groups()
        try:
            if zone[0] in "+-":
                zone = f"{zone[:3]}:{zone[-2:]}"
                return datetime.fromisoformat(f"{day} {clock}{zone}").astimezone(timezone.utc)
            known = timezone.utc if zone in ("Z", "UTC", "GMT") else ZoneInfo(zone)
            when = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=known)
            return when.astimezone(timezone.utc)
        except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
            pass
    raise SetError(
        f"{where}: {text!r} is no time with a zone, such as 2027-03-01 18:00 UTC, "
        "2027-03-01 18:00 +01:00 or 2027-03-01 18:00 Europe/Berlin"
    )


def in_utc(when):
    return f"{when:%Y-%m-%d %H:%M:%S} UTC" if when else ""


def handed_in_at(noted, origin):
    """When it was handed in: as nbgrader noted it, else as Gradescope says; None if nobody does."""
    for text in (noted, origin.submitted if origin else ""):
        text = (text or "").strip()
        for form in (text, f"{text} UTC"):  # what nbgrader writes without a zone is UTC
            try:
                return time_of(form)
            except SetError:
                continue
    return None


def lateness(when, due, origin=None):
    """How late it came, as hours, minutes and seconds; empty if it did not, or nobody can say."""
    if when and due:
        seconds = int((when - due).total_seconds())
        hours, seconds = divmod(seconds, 3600)
        return f"{hours}:{seconds // 60:02}:{seconds % 60:02}" if hours >= 0 and when > due else ""
    return f"late, says {origin.lms.capitalize()}" if origin and origin.late else ""
