"""A cell's statements, also those of a cell into which a megabyte of numbers was pasted.

Python's tree of such a cell costs more than all the rest of a grading, because every number in
it becomes an object. So of a long cell a tree is made with its runs of numbers cut short and every
line in its place: it says where each statement begins and ends, and whether there is code at all.
"""

import ast
import re
from typing import NamedTuple

#: Characters from which on a cell is long.
LONG = 50_000

#: Numbers, or rows of numbers, after the bracket that opens a list of them. Each repetition ends
#: with a comma and each try begins with a bracket, so the time grows as the text does.
RUN = re.compile(r"([\[(]\s*)((?:[-+\d.eE]+\s*,\s*|[\[(][-+\d.eE,\s]*[\])]\s*,\s*){50,})")


class Statement(NamedTuple):
    """One statement of a cell, ready to be compiled."""

    line: int
    code: ast.AST | str
    how: str  # "eval" if it is an expression whose value is wanted, else "exec"


def tree_of(text, flags=0, name="<cell>"):
    """The tree of a cell's text; in that of a long one, long runs of numbers are cut short."""
    if len(text) >= LONG:
        text = RUN.sub(lambda run: f"{run[1]}0,{_lines(run[2])}", text)
    return compile(text, name, "exec", ast.PyCF_ONLY_AST | flags, dont_inherit=True)


def _lines(text):
    return "\n" * text.count("\n")


def statements_of(text, flags=0, name="<cell>"):
    """The statements of a cell's text, in order; the last one's value is wanted."""
    body = tree_of(text, flags, name).body
    if len(text) < LONG:
        return [_of_node(node, node is body[-1]) for node in body]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")  # as Python counts them
    spans = [(node.lineno, node.end_lineno) for node in body]
    if not _apart(spans, lines):
        whole = compile(text, name, "exec", ast.PyCF_ONLY_AST | flags, dont_inherit=True).body
        return [_of_node(node, node is whole[-1]) for node in whole]
    return [
        Statement(
            node.lineno,
            "\n" * (first - 1) + "\n".join(lines[first - 1 : last]),
            "eval" if node is body[-1] and isinstance(node, ast.Expr) else "exec",
        )
        for node, (first, last) in zip(body, spans, strict=True)
    ]


def _of_node(node, last):
    if last and isinstance(node, ast.Expr):
        return Statement(node.lineno, ast.Expression(node.value), "eval")
    return Statement(node.lineno, ast.Module([node], []), "exec")


def _apart(spans, lines):
    """Whether each line belongs to one statement at most, and those between them hold no code.

    Else, as with `;`, a decorator, or numbers that a comment has swallowed, the whole tree is made.
    """
    after = 0
    for first, last in [*spans, (len(lines) + 1, None)]:
        between = lines[after : first - 1]
        if first <= after or any(line.split("#")[0].strip() for line in between):
            return False
        after = last
    return True
