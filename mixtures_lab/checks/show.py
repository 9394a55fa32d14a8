"""Show a diagnosis in a notebook cell: a box, and both answers side by side."""

import html
import itertools
import sys
from typing import NamedTuple

import numpy as np

from .. import _page
from .diagnosis import examine
from .plain import for_output, say

#: Rows and columns of an answer that are shown.
ROWS, COLUMNS = 5, 5


def check(task, function):
    """Show in a notebook cell whether a function is right, and if not, what is wrong.

    On a page of the book it is the same; elsewhere the same is printed as plain text.

    Parameters
    ----------
    task : str
        One of `TASKS` or `LAWS`, such as ``"squared_distances"``.
    function : callable
        Called with the task's arguments, in their order.

    Raises
    ------
    ValueError
        If there is no such task.

    Examples
    --------
    >>> from mixtures_lab import checks, squared_distances
    >>> checks.check("squared_distances", squared_distances)
    ✓ squared_distances: right
    Right on 10 problems: ...
    """
    findings = examine(task, function)
    plain = as_text(task, findings)
    shell = sys.modules.get("IPython")
    if _page.display is not None:
        _page.display(Box(as_html(task, findings)))
    elif shell is not None and shell.get_ipython() is not None:
        from IPython.display import display

        display({"text/plain": for_output(plain), "text/html": as_html(task, findings)}, raw=True)
    else:
        say(plain)


class Box(NamedTuple):
    """HTML that a page shows as it is."""

    html: str

    def _repr_html_(self):
        return self.html


def title(task, findings):
    if findings.diagnosis.passed:
        return f"✓ {task}: right"
    return f"✗ {task}: not yet"


def as_text(task, findings):
    """The title, the message, and both answers with the first difference in >brackets<."""
    lines = [title(task, findings), findings.diagnosis.message]
    if findings.shown:
        shown = findings.shown
        lines += ["", f"First difference ({shown.where}), marked with > <:"]
        yours, right = (grid(name, rows) for name, rows in beside(shown))
        width = max(map(len, yours))
        pairs = itertools.zip_longest(yours, right, fillvalue="")
        lines += [f"{mine.ljust(width)}   {other}".rstrip() for mine, other in pairs]
    return "\n".join(lines)


def beside(shown):
    """Both answers: what they are called, and their cells."""
    return [("yours", cells(shown.got, shown.at)), ("right", cells(shown.right, shown.at))]


def grid(name, rows):
    """Cells as lines of text, in columns."""
    width = max((len(cell) for row in rows for cell, _ in row), default=0) + 2
    return [
        name,
        *(
            "".join(
                (f">{cell}<" if marked else f"{cell} ").rjust(width + 1) for cell, marked in row
            )
            for row in rows
        ),
    ]


def cells(array, at):
    """The first entries as text, each with whether it is the first that differs."""
    array = np.asarray(array)
    table = array.reshape(1, -1) if array.ndim < 2 else array
    while table.ndim > 2:
        table = table[0]
    here = None if at is None else (0, 0, *at)[-2:]
    # A window that begins at 0, or holds the first difference where that lies further out.
    top = max(0, (here[0] if here else 0) - ROWS + 1)
    left = max(0, (here[1] if here else 0) - COLUMNS + 1)
    rows = []
    for i in range(top, min(len(table), top + ROWS)):
        row = [
            (f"{table[i, j]:.5g}", (i, j) == here)
            for j in range(left, min(table.shape[1], left + COLUMNS))
        ]
        if left + COLUMNS < table.shape[1]:
            row.append(("…", False))
        rows.append(row)
    if top + ROWS < len(table):
        rows.append([("…", False)])
    return rows


#: Colours that read on white and on black: the text keeps the page's own colour.
GREEN, AMBER = "#2e8b57", "#c77700"


def as_html(task, findings):
    """The title, the message, and both answers with the first difference in a frame."""
    both = ""
    if findings.shown:
        both = (
            f'<p style="margin:.4em 0">First difference ({html.escape(findings.shown.where)}), '
            "in a frame with an arrow:</p>"
            '<div style="display:flex;flex-wrap:wrap;gap:1.5em;align-items:flex-start">'
            f"{''.join(table(name, rows) for name, rows in beside(findings.shown))}</div>"
        )
    diagnosis = findings.diagnosis
    return box(title(task, findings), diagnosis.message, diagnosis.passed, both)


def box(heading, message, passed, more=""):
    """A green or amber box; everything that a learner's function can put into it is escaped."""
    colour = GREEN if passed else AMBER
    paragraphs = "".join(
        f'<p style="margin:.4em 0;white-space:pre-wrap">{html.escape(paragraph)}</p>'
        for paragraph in message.split("\n")
    )
    return (
        f'<div role="status" style="border:1px solid {colour};border-left:6px solid {colour};'
        "border-radius:4px;padding:.5em .9em;margin:.3em 0;color:inherit;background:transparent;"
        f'overflow-x:auto"><strong>{html.escape(heading)}</strong>{paragraphs}{more}</div>'
    )


def table(name, rows):
    lines = [
        '<table style="border-collapse:collapse;color:inherit;background:transparent;margin:0">',
        f'<caption style="text-align:left;color:inherit">{name}</caption>',
    ]
    for row in rows:
        lines.append('<tr style="background:transparent">')
        for cell, marked in row:
            border = "outline:2px solid currentColor;font-weight:bold" if marked else ""
            text = ("→ " if marked else "") + html.escape(cell)
            lines.append(
                f'<td style="text-align:right;padding:.1em .5em;color:inherit;'
                f'font-family:monospace;{border}">{text}</td>'
            )
        lines.append("</tr>")
    lines.append("</table>")
    return "".join(lines)
