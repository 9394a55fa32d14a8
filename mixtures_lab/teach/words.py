"""A learner's answers in words, in whatever cell they stand: none of them is lost.

An answer belongs into its cell. It is also read from new cells between the question and what
follows the answer, from a cell that was split or copied, and from the question itself, if
someone wrote into it. Words that stand elsewhere are shown with every answer that is missing.
"""

import ast
from typing import NamedTuple

from .door import printable
from .sources import nbgrader_of
from .statements import tree_of
from .submission import normal

#: Above words that were not found where they belong.
ELSEWHERE = "(Not in its own place; these words stand elsewhere in the notebook.)"


class Reply(NamedTuple):
    """An answer in words, to be marked by a person."""

    id: str
    points: float
    text: str
    blank: bool
    images: tuple = ()  # (name, type, base64) each
    before: float | None = None  # the points that an earlier answer was given, if it has changed


def replies_of(submission, released, answers):
    """The learner's replies to the answers that are asked for."""
    ours = {normal(cell.source): cell for cell in released}
    by_id = {nbgrader_of(cell).get("grade_id"): cell for cell in released}
    asked = {answer.id for answer in answers}
    found, elsewhere, at = {id: [] for id in asked}, [], None
    for cell in submission.cells:
        mine = by_id.get(cell.id) or ours.get(cell.text)
        id = nbgrader_of(mine).get("grade_id") if mine is not None else None
        if id in asked and cell.id == id:
            at = id
        elif cell.text in ours and id not in asked:
            at = _asked_by(ours[cell.text], released, asked)
            continue
        if mine is not None and cell.text in ours:
            continue  # the stub, as it was handed out
        if mine is not None and id not in asked:
            if cell.kind == "code":
                at = None
                continue
            at = _asked_by(mine, released, asked)  # someone wrote into the text of the set
        if (cell.kind == "markdown" or is_words(cell.source)) and (cell.text or cell.images):
            (found[at] if at else elsewhere).append(cell)
    return tuple(_reply(answer, found[answer.id], elsewhere) for answer in answers)


def _asked_by(cell, released, asked):
    """The answer that follows a cell of the set, if it is what comes next."""
    k = next(k for k, other in enumerate(released) if other is cell)
    after = nbgrader_of(released[k + 1]).get("grade_id") if k + 1 < len(released) else None
    return after if after in asked else None


def _reply(answer, cells, elsewhere):
    head = [] if cells or not elsewhere else [ELSEWHERE]
    cells = cells or elsewhere
    text = "\n\n".join([*head, *(printable(cell.source) for cell in cells if cell.text)])
    images = tuple(image for cell in cells for image in cell.images)
    return Reply(answer.id, answer.points, text, not cells, images)


def is_words(code):
    """Whether a code cell holds no code: comments, a string, or what Python cannot read."""
    try:
        body = tree_of(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        lines = [line.strip() for line in code.splitlines() if line.strip()]
        return not any(line.startswith(("%", "!", "def ", "import ", "from ")) for line in lines)
    return all(
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for node in body
    )
