"""A cell's statements, also those of a cell into which a megabyte of numbers was pasted.

Python takes longer to read such a cell than all the rest of a grading takes, because every number
in it becomes an object of its own first. So long runs of numbers are read apart, as JSON, and what
stands in the tree of the cell asks for them. What JSON cannot read as Python does, or what stands
in a string or a comment, is left to Python.
"""

import ast
import json
import re
from typing import NamedTuple

#: Characters from which on a cell is long.
LONG = 50_000

#: Numbers, or rows of numbers, after the bracket that opens a list of them. Each repetition ends
#: with a comma and each try begins with a bracket, so the time grows as the text does.
RUN = re.compile(r"([\[(]\s*)((?:[-+\d.eE]+\s*,\s*|[\[(][-+\d.eE,\s]*[\])]\s*,\s*){50,})")

#: A point that nothing follows, as NumPy prints it: JSON wants a digit there.
BARE_POINT = re.compile(r"\.(?=[\s,\])])")

#: What a tree calls with the number of a run; and what it then gets, by that number.
PASTED, _pasted = "__pasted__", []


class Statement(NamedTuple):
    """One statement of a cell, ready to be compiled."""

    line: int
    code: ast.AST
    how: str  # "eval" if it is the cell's last and an expression, else "exec"


def statements_of(text, flags=0, name="<cell>"):
    """The statements of a cell's text, in order."""
    body = tree_of(text, flags, name).body
    return [_statement(node, node is body[-1]) for node in body]


def _statement(node, last):
    if last and isinstance(node, ast.Expr):
        return Statement(node.lineno, ast.Expression(node.value), "eval")
    return Statement(node.lineno, ast.Module([node], []), "exec")


def tree_of(text, flags=0, name="<cell>"):
    """The tree of a cell's text, as Python's own compiler makes it."""
    if len(text) >= LONG:
        try:
            return _tree_of_pasted(text, flags, name)
        except (SyntaxError, ValueError):
            pass  # Python says what is wrong, if anything is
    return _tree(text, flags, name)


def _tree(text, flags, name):
    return compile(text, name, "exec", ast.PyCF_ONLY_AST | flags, dont_inherit=True)


def _tree_of_pasted(text, flags, name):
    """The same with `*__pasted__(k)` for each run of numbers, each line in its place."""
    runs = []

    def marked(run):
        runs.append(run[2])
        lines = "\n" * run[2].count("\n")
        return f"{run[1]}*{{{len(runs) - 1}}},{lines}"

    tree = _tree(RUN.sub(marked, text), flags, name)
    if runs:
        marks = _Marks(runs)
        tree = ast.fix_missing_locations(marks.visit(tree))
        if marks.seen != list(range(len(runs))):
            raise ValueError("a run of numbers is not where a list of them would be")
    return tree


class _Marks(ast.NodeTransformer):
    """Puts in the place of each mark what asks for its numbers."""

    def __init__(self, runs):
        self._runs, self.seen = runs, []

    def visit_Starred(self, node):
        match node.value:
            case ast.Set([ast.Constant(int(k))]):
                self.seen.append(k)
                _pasted.append(_numbers(self._runs[k]))
                asked = ast.Call(ast.Name(PASTED, ast.Load()), [ast.Constant(len(_pasted) - 1)], [])
                return ast.copy_location(ast.Starred(asked, node.ctx), node)
        return self.generic_visit(node)


def _numbers(run):
    """The numbers of a run, or its rows; and whether a row is a list, to be made anew each time."""
    brackets = [bracket for bracket in "[(" if bracket in run]
    text = BARE_POINT.sub(".0", run).rstrip().removesuffix(",").replace("(", "[").replace(")", "]")
    values = json.loads(f"[{text}]")
    if len(brackets) == 2 or ("(" in brackets and min(map(len, values)) < 2):
        raise ValueError("not rows of one kind; (1) is a number, and no row")
    if "(" in brackets:
        values = list(map(tuple, values))
    return values, brackets == ["["]


def pasted(k):
    """The numbers of a run, for the statement that holds it."""
    values, lists = _pasted[k]
    return map(list, values) if lists else values
