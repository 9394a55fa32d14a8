"""Read what a learner handed in, whatever it is: as cells, or as a reason why not."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .door import Unreadable, one_line, printable, read, whole
from .sources import functions_in, nbgrader_of

#: Bytes of a file that is read at all; a notebook with its outputs cleared has some 30,000.
TOO_LARGE = 2**28

#: Brackets and strings of a file that is read at all: each costs memory, many bytes for one.
TOO_MANY = 1_000_000, 4_000_000

#: Characters of a cell that are shown to a person.
SHOWN = 20_000

#: What a file begins with that is something else.
KINDS = {b"%PDF": "a PDF", b"PK\x03\x04": "a zip archive", b"\x89PNG": "a picture",
         b"\xff\xd8\xff": "a picture", b"<": "a web page", b"\x1f\x8b": "an archive"}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One cell, as far as it can be read."""

    kind: str  # "code" or "markdown"
    source: str
    id: str | None = None  # its grade_id
    images: tuple = ()  # what was dropped into it, as (name, type, base64)

    @cached_property
    def functions(self):
        """The functions that it defines; found once, because a cell may hold a megabyte."""
        return functions_in(self.source) if self.kind == "code" and "def" in self.source else []

    @cached_property
    def text(self):
        """Its text without what an editor may have changed."""
        return normal(self.source)


#: Pictures that a cell may hold, and characters of one; what else there is may do something.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
PICTURE = 2**23
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


class Submission(NamedTuple):
    """The cells of a notebook, or the reason why there are none."""

    cells: tuple = ()
    reason: str | None = None
    python: tuple = ()  # the version that it was written with, as far as it says

    @property
    def code(self):
        """The code cells, each with its number as the learner counts them."""
        sources = [cell.source for cell in self.cells if cell.kind == "code"]
        return list(enumerate(sources, start=1))

    def by_id(self, id):
        """The last cell with a grade_id, or None."""
        return next((cell for cell in reversed(self.cells) if cell.id == id), None)

    def defining(self, function):
        """The last code cell that defines a function, or None."""
        return next((c for c in reversed(self.cells) if function in c.functions), None)


def read_submission(path):
    """A submission; never an exception for what is in it."""
    try:
        return as_submission(_json(read(path, TOO_LARGE)))
    except Unreadable as reason:
        return Submission(reason=str(reason))


def as_submission(notebook):
    """A notebook as if it was handed in."""
    return Submission(_cells(notebook), python=_python(notebook))


def _python(notebook):
    """The version of Python that a notebook was last run with, as two numbers, or ()."""
    about = notebook.get("metadata")
    about = about.get("language_info") if isinstance(about, dict) else None
    version = about.get("version") if isinstance(about, dict) else None
    found = re.match(r"(\d{1,2})\.(\d{1,3})\b", version) if isinstance(version, str) else None
    return tuple(map(int, found.groups())) if found else ()


def _json(data):
    if not data.strip():
        raise Unreadable("an empty file")
    kind = next((words for start, words in KINDS.items() if data.startswith(start)), None)
    if kind:
        raise Unreadable(f"not a notebook but {kind}")
    brackets, strings = data.count(b"[") + data.count(b"{"), data.count(b'"') // 2
    if brackets > TOO_MANY[0] or strings > TOO_MANY[1]:
        raise Unreadable("made of more parts than a notebook has: clear its outputs")
    try:
        # No number is of interest: their lengths stand for them, which take no room.
        return json.loads(
            data.decode("utf-8-sig", errors="replace"), parse_int=len, parse_float=len
        )
    except ValueError as error:
        if b'"cells"' in data:
            raise Unreadable(f"a damaged notebook: it is no JSON ({error})") from None
        raise Unreadable("not a notebook: it is no JSON") from None
    except (RecursionError, MemoryError):
        raise Unreadable("not a notebook: it is nested without end") from None


def _cells(notebook):
    """The cells of any version of a notebook."""
    if not isinstance(notebook, dict):
        raise Unreadable("not a notebook: it has no cells")
    raw = notebook.get("cells")
    if raw is None and isinstance(notebook.get("worksheets"), list):  # nbformat 3
        sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        raw = [cell for sheet in sheets for cell in sheet.get("cells") or []]
    if not isinstance(raw, list):
        raise Unreadable("not a notebook: it has no cells")
    cells = []
    for cell in raw:
        if not isinstance(cell, dict):
            continue
        source = cell.get("source", cell.get("input", ""))
        if isinstance(source, list):
            source = "".join(line for line in source if isinstance(line, str))
        if not isinstance(source, str):
            continue
        id = nbgrader_of(cell).get("grade_id")
        id = one_line(id) if isinstance(id, str) else None
        if cell.get("cell_type") == "code":
            cells.append(Cell("code", whole(source), id, _pictures(cell)))
        else:
            cells.append(Cell("markdown", printable(source), id, _pictures(cell)))
    if not any(cell.source.strip() or cell.images for cell in cells):
        raise Unreadable("a notebook without any text")
    return tuple(cells)


def _pictures(cell):
    """The pictures that were dropped into a cell, or that it shows, as (name, type, base64)."""
    found = []
    attached = cell.get("attachments")
    for name, data in attached.items() if isinstance(attached, dict) else ():
        found += [(one_line(name), *picture) for picture in _picture(data)]
    outputs = cell.get("outputs") if cell.get("cell_type") == "code" else None
    for k, output in enumerate(outputs if isinstance(outputs, list) else ()):
        if isinstance(output, dict):
            found += [(f"output-{k}", *picture) for picture in _picture(output.get("data"))]
    return tuple(found)


def _picture(data):
    for kind in PICTURES:
        text = data.get(kind) if isinstance(data, dict) else None
        text = "".join(text) if _is_lines(text) else text
        if isinstance(text, str) and len(text) < PICTURE and BASE64.fullmatch(text):
            yield kind, re.sub(r"\s", "", text)


def _is_lines(text):
    return isinstance(text, list) and all(isinstance(line, str) for line in text)


def departures(submission, released):
    """What was done to the cells that are not the learner's, in sentences."""
    deleted, edited = [], []
    theirs = {cell.text for cell in submission.cells}
    for cell in released:
        about = nbgrader_of(cell)
        if not (about.get("grade") and about.get("locked")):
            continue
        id = about["grade_id"]
        if submission.by_id(id) is not None:
            if submission.by_id(id).text != normal(cell.source):
                edited.append(id)
        elif normal(cell.source) not in theirs:
            deleted.append(id)
    said = []
    if not any(cell.id for cell in submission.cells):
        said.append("the cells' metadata were gone: they were found by what is in them")
    for ids, what in ((deleted, "deleted"), (edited, "edited")):
        if ids:
            were = "test cell was" if len(ids) == 1 else "test cells were"
            said.append(f"{len(ids)} {were} {what}: the original was used ({', '.join(ids)})")
    return said


def learners_cells(submission, problem_set, released):
    """{grade_id: source} of the learner's functions, and the code cells that they added."""
    cells, used = {}, set()
    for function, id in problem_set.ids.items():
        cell = submission.defining(function) or submission.by_id(id)
        if cell is not None:
            cells[id] = printable(cell.source[:SHOWN])
            used.add(cell.source)
    ours = {normal(cell.source) for cell in released}
    added = [
        printable(cell.source[:SHOWN])
        for cell in submission.cells
        if cell.kind == "code" and cell.source not in used and cell.text not in ours
    ]
    return cells, added


def normal(source):
    """A cell's text without what an editor may have changed."""
    return " ".join(source.split())
