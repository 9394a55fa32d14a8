"""Wrong functions by the hundred: right ones with one operator, name, number or axis changed."""

import ast
import copy
import inspect
import itertools
import random
import textwrap
from collections.abc import Callable
from typing import NamedTuple

from right_functions import RIGHT

OPERATORS = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.Sub],
    ast.Pow: [ast.Mult],
}

CALLS = {
    "sum": ["mean", "max", "prod"],
    "mean": ["sum"],
    "max": ["min"],
    "maximum": ["minimum"],
    "argmin": ["argmax"],
    "log": ["log1p", "log10", "log2", "sqrt"],
    "log1p": ["log"],
    "exp": ["expm1", "square", "exp2"],
    "sqrt": ["square", "abs"],
    "square": ["abs"],
    "zeros": ["ones"],
    "ones": ["zeros"],
}


#: What is said of an edit, whatever stands around it. Of the others nothing is known: what a
#: number does, for one, depends on what it counts.
_OUT = r"missing|left out|forgotten|without|\b[Nn]o\b|\bnot\b|alone|only"
_RAISED = r"[Ss]quare|²|√|[Rr]oot|power|variance|[Aa]bsolute|σ_j"
_ALONG = r"axis|column|\brow|over (?:the |all )?(?:points|components)|everything|K = 1|N = 1|shape"
WORDS = {
    "sum → mean": r"[Mm]ean|average|1 ?/ ?√?[NKd]|divided|ln [NKd]",
    "sum → max": r"[Mm]aximum|largest|likeliest",
    "sum → prod": r"[Pp]roduct|multiplied|logarithm",
    "max → min": r"[Mm]inimum|smallest|shift|entries near|outlier|\+2000",
    "argmin → argmax": r"farthest|largest",
    "log → log10": r"base 10|log10|1/ln 10",
    "log → log2": r"base 2|log2|1/ln 2",
    "log → sqrt": r"√|root|logarithm",
    "log → log1p": r"1 \+|\+ 1|1 is added|1 added",
    "exp → expm1": r"− 1|expm1|−1 is added",
    "exp → square": r"[Ss]quare|²",
    "exp → exp2": r"2 to the power|2\^|base 2|exp2|ln 2",
    "sqrt → square": _RAISED,
    "sqrt → abs": _RAISED,
    "square → abs": _RAISED,
    "minus dropped": r"sign|[Mm]inus|negative|plus|−1|added|1 instead",
    "Add → Sub": r"subtract|sign|minus|negative|−1 instead|[(]1 instead of −1|again",
    "Sub → Add": r"added|sign|plus|\+2|1 instead of −1|not subtracted|origin",
    "Add → Mult": r"times|product|multiplied",
    "Mult → Add": r"\+|added|plus",
    "Mult → Div": r"divided|below the line|1 ?/|plus sign|stands the factor|missing",
    "Div → Mult": r"times|multiplied|above the line|brackets|²",
    "Div → Sub": r"− |subtract|in place of",
    "left of Add alone": rf"{_OUT}|stands the maximum|maximum as",
    "right of Add alone": _OUT,
    "left of Sub alone": rf"{_OUT}|origin|same, whatever",
    "left of Mult alone": rf"{_OUT}|instead of|factor|times",
    "right of Mult alone": rf"{_OUT}|instead of|factor|times",
    "left of Div alone": rf"{_OUT}|N_j times|times",
    "left of Pow alone": _RAISED,
    "Pow → Mult": rf"{_RAISED}|doubled|2 times|σ in place",
    "power → 0": rf"{_OUT}|same number|is the number|constant",
    "power → 1": _RAISED,
    "power → 3": r"3|cube",
    "power → -1": r"−1|1/|logarithm|below",
    "axis → 0": _ALONG,
    "axis → 1": _ALONG,
    "axis → 2": _ALONG,
    "axis → -1": _ALONG,
    "d → N": r"\bN\b|\bd\b",
    "d → K": r"\bK\b|\bd\b",
    "N → d": r"\bN\b|\bd\b",
    "N → K": r"\bN\b|\bK\b",
    "K → N": r"\bN\b|\bK\b",
    "K → d": r"\bK\b|\bd\b",
}


class Mutant(NamedTuple):
    """A function with one thing changed."""

    text: str
    edit: str
    function: Callable


def edits(node):
    """(what, the node that replaces it)"""

    def changed(**fields):
        new = copy.copy(node)
        for name, value in fields.items():
            setattr(new, name, value)
        return new

    if isinstance(node, ast.BinOp):
        for old, news in OPERATORS.items():
            if isinstance(node.op, old):
                for new in news:
                    yield f"{old.__name__} → {new.__name__}", changed(op=new())
        if not isinstance(node.op, ast.MatMult):
            yield f"left of {type(node.op).__name__} alone", node.left
            if isinstance(node.op, (ast.Add, ast.Mult)):
                yield f"right of {type(node.op).__name__} alone", node.right
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "minus dropped", node.operand
    elif isinstance(node, ast.Attribute) and node.attr in CALLS:
        for new in CALLS[node.attr]:
            yield f"{node.attr} → {new}", changed(attr=new)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose dropped", node.value
    elif isinstance(node, ast.Attribute) and node.attr in ("mu", "sigma", "pi"):
        pass
    elif (
        isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
    ):
        for new in (0, 1, 2, 3, -1):
            if new != node.value:
                yield f"{node.value} → {new}", ast.Constant(new)
    elif (
        isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in ("N", "d", "K")
    ):
        for new in [name for name in ("N", "d", "K") if name != node.id]:
            yield f"{node.id} → {new}", ast.Name(new, ast.Load())


def functions_of(function):
    """A mutant for every edit of a plain function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    nodes = [n for n in ast.walk(tree.body[0]) if n is not tree.body[0]]
    for k, node in enumerate(nodes):
        for what, new in edits(node):
            twin = copy.deepcopy(tree)
            target = [n for n in ast.walk(twin.body[0]) if n is not twin.body[0]][k]
            _replace(twin, target, copy.deepcopy(new))
            ast.fix_missing_locations(twin)
            space = dict(function.__globals__)
            code = compile(twin, f"<{function.__name__}: {what}>", "exec")
            exec(code, space)
            text = f"{function.__name__}, line {node.lineno}, {what}: {ast.unparse(twin.body[0])}"
            yield Mutant(text, _kind(tree, node, what), space[function.__name__])


def _kind(tree, node, what):
    """What was changed, with the place of a number: an axis or a power."""
    to = what.rpartition("→")[2]
    for parent in ast.walk(tree):
        if isinstance(node, ast.Constant) and node in ast.iter_child_nodes(parent):
            if isinstance(parent, ast.keyword) and parent.arg == "axis":
                return f"axis →{to}"
            if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow):
                return f"power →{to}"
    return what


def _replace(tree, old, new):
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                for i, item in enumerate(value):
                    if item is old:
                        value[i] = new


def plain_functions(task):
    return [
        f
        for f in RIGHT[task]
        if inspect.isfunction(f) and f.__module__ == "right_functions" and f.__name__ != "<lambda>"
    ]


def sample(things, n):
    """The same few of many, every time."""
    things = list(things)
    return random.Random(5).sample(things, min(n, len(things)))


def some_of(task, n):
    """The same few mutants of a task's right functions, every time."""
    return sample(itertools.chain.from_iterable(map(functions_of, plain_functions(task))), n)
