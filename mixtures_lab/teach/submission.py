"""Read what a learner handed in, whatever it is: as cells, or as a reason why not."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from .sources import functions_in, nbgrader_of

#: Bytes of a file that is read at all; a notebook with its outputs cleared has some 30,000.
TOO_LARGE = 2**28

#: Characters of a cell that are shown to a person.
SHOWN = 20_000

#: What a file begins with that is something else.
KINDS = {b"%PDF": "a PDF", b"PK\x03\x04": "a zip archive", b"\x89PNG": "a picture",
         b"\xff\xd8\xff": "a picture", b"<": "a web page", b"\x1f\x8b": "an archive"}  # fmt: skip


class Cell(NamedTuple):
    """One cell, as far as it can be read."""

    kind: str  # "code" or "markdown"
    source: str
    id: str | None  # its grade_id


class Submission(NamedTuple):
    """The cells of a notebook, or the reason why there are none."""

    cells: tuple = ()
    reason: str | None = None

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
        found = (c for c in reversed(self.cells) if c.kind == "code")
        return next((c for c in found if function in functions_in(c.source)), None)


def read_submission(path):
    """A submission; never an exception for what is in it."""
    try:
        return Submission(_cells(_json(Path(path))))
    except _Unreadable as reason:
        return Submission(reason=str(reason))


class _Unreadable(Exception):
    pass


def _json(path):
    if path.is_symlink():
        raise _Unreadable("a link to another file, which is not followed")
    if not path.is_file():
        raise _Unreadable("no notebook was handed in")
    try:
        size = path.stat().st_size
        if size > TOO_LARGE:
            raise _Unreadable(f"larger than {TOO_LARGE // 2**20} MB: clear its outputs")
        data = path.read_bytes()
    except OSError as error:
        raise _Unreadable(f"the file cannot be read: {error.strerror}") from None
    if not data.strip():
        raise _Unreadable("an empty file")
    kind = next((words for start, words in KINDS.items() if data.startswith(start)), None)
    if kind:
        raise _Unreadable(f"not a notebook but {kind}")
    try:
        return json.loads(data.decode("utf-8-sig", errors="replace"))
    except ValueError as error:
        if b'"cells"' in data:
            raise _Unreadable(f"a damaged notebook: it is no JSON ({error})") from None
        raise _Unreadable("not a notebook: it is no JSON") from None
    except (RecursionError, MemoryError):
        raise _Unreadable("not a notebook: it is nested without end") from None


def _cells(notebook):
    """The cells of any version of a notebook."""
    if not isinstance(notebook, dict):
        raise _Unreadable("not a notebook: it has no cells")
    raw = notebook.get("cells")
    if raw is None and isinstance(notebook.get("worksheets"), list):  # nbformat 3
        sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        raw = [cell for sheet in sheets for cell in sheet.get("cells") or []]
    if not isinstance(raw, list):
        raise _Unreadable("not a notebook: it has no cells")
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
        kind = "code" if cell.get("cell_type") == "code" else "markdown"
        cells.append(Cell(kind, source, id if isinstance(id, str) else None))
    if not any(cell.source.strip() for cell in cells):
        raise _Unreadable("a notebook without any text")
    return tuple(cells)


def departures(submission, released):
    """What was done to the cells that are not the learner's, in sentences."""
    deleted, edited = [], []
    theirs = {normal(cell.source) for cell in submission.cells}
    for cell in released:
        about = nbgrader_of(cell)
        if not (about.get("grade") and about.get("locked")):
            continue
        id = about["grade_id"]
        if submission.by_id(id) is not None:
            if normal(submission.by_id(id).source) != normal(cell.source):
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


def learners_cells(path, problem_set, released):
    """{grade_id: source} of the learner's cells, and under None those that they added."""
    submission = read_submission(path)
    cells, used = {}, set()
    for function, id in problem_set.ids.items():
        cell = submission.defining(function) or submission.by_id(id)
        if cell is not None:
            cells[id] = cell.source[:SHOWN]
            used.add(cell.source)
    ours = {normal(cell.source) for cell in released}
    cells[None] = [
        cell.source[:SHOWN]
        for cell in submission.cells
        if cell.kind == "code" and cell.source not in used and normal(cell.source) not in ours
    ]
    return cells


def normal(source):
    """A cell's text without what an editor may have changed."""
    return re.sub(r"\s+", " ", source).strip()
