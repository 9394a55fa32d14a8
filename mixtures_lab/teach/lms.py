"""Whose file it is, where it comes from Canvas, Moodle or Gradescope.

Each of them says so in names of its own, which the table `FROM_NAMES` and Gradescope's list
`submission_metadata.yml` hold.
"""

import re
from datetime import datetime, timezone
from typing import NamedTuple

import yaml

from . import door

#: Gradescope's list, and bytes of it that are read.
METADATA, MOST = "submission_metadata.yml", 2**26


class Origin(NamedTuple):
    """What is known of who handed something in."""

    learner: str  # what they are called where there is no roster
    lms: str = ""  # "canvas", "moodle", "gradescope", or nothing
    id: str = ""  # theirs, there
    name: str = ""
    email: str = ""
    file: str = ""  # the name that the file had, if it stands alone
    attempt: int = 0
    late: bool = False  # it says so itself
    submitted: str = ""  # when, in UTC


#: lovelaceada_LATE_12345_67890_the-set-1.ipynb: 12345 is the learner, and -1 a second attempt.
CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<id>\d+)_\d+_(?P<file>.+)")
#: A text that was typed into Canvas.
CANVAS_TEXT = re.compile(r"[^_]+(?:_LATE)?_\d+_text\.html")
#: Ada Lovelace_12345_assignsubmission_file, a folder, or a file if what follows is its name.
MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_file_?(?P<file>.*)")
#: … and a text that was typed into Moodle.
MOODLE_TEXT = re.compile(r".+_\d+_assignsubmission_onlinetext.*")
ATTEMPT = re.compile(r"-(\d{1,3})(?=\.\w+$)")


def typed_in(name):
    """Whether this is a text that was typed into a form, and no file of a learner's."""
    return bool(CANVAS_TEXT.fullmatch(name) or MOODLE_TEXT.fullmatch(name))


def origin_of(entry):
    """What the name of a file or folder says."""
    name = door.name_of(entry.name)
    if found := MOODLE.fullmatch(name):
        return Origin(found["name"], "moodle", found["id"], name=found["name"], file=found["file"])
    if found := CANVAS.fullmatch(name):
        attempt = ATTEMPT.search(found["file"])
        return Origin(
            f"{found['name']}_{found['id']}",
            "canvas",
            found["id"],
            name=found["name"],
            file=found["file"],
            attempt=int(attempt[1]) if attempt else 0,
            late=bool(found["late"]),
        )
    stem = name if entry.is_dir() and not entry.is_symlink() else re.sub(r"(?<=.)\.\w+$", "", name)
    return Origin(stem, file=name)


class Loader(yaml.SafeLoader):
    """Reads what a Ruby program wrote: of its own kinds of things, nothing."""


Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def gradescope(folder):
    """{name of a folder: the origins of who handed it in}, from Gradescope's list."""
    try:
        data = yaml.load(door.read(folder / METADATA, MOST), Loader)  # a SafeLoader
    except (door.Unreadable, yaml.YAMLError, ValueError, RecursionError):
        return {}
    found = {}
    for name, about in data.items() if isinstance(data, dict) else ():
        people = about.get(":submitters") if isinstance(about, dict) else None
        people = [p for p in people if isinstance(p, dict)] if isinstance(people, list) else []
        found[str(name)] = [
            Origin(
                _said(p, ":sid") or _said(p, ":email") or _said(p, ":name") or str(name),
                "gradescope",
                str(name).removeprefix("submission_"),
                name=_said(p, ":name"),
                email=_said(p, ":email"),
                submitted=_utc(about.get(":created_at")),
            )
            for p in people
        ]
    return found


def _said(person, key):
    return door.one_line(person.get(key) or "")


def _utc(when):
    if not isinstance(when, datetime):
        return ""
    when = when if when.tzinfo else when.replace(tzinfo=timezone.utc)
    return f"{when.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S} UTC"
