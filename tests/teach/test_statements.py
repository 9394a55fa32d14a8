"""Statements of a cell: a long one, with pasted numbers, is cut as a short one is."""

import ast
import builtins

import pytest

from mixtures_lab.teach import statements
from mixtures_lab.teach.statements import RUN, statements_of, tree_of
from mixtures_lab.teach.words import is_words

NUMBERS = "[" + ", ".join(f"{k}.5" for k in range(200)) + "]"
ROWS = "[\n" + "".join(f"    [{k}.25, -{k}e-3],\n" for k in range(100)) + "]"
PAIRS = "(\n" + "".join(f"    ({k}, {k}.),\n" for k in range(100)) + ")"
TUPLE = "(" + ", ".join(f"{k}." for k in range(200)) + ")"
ODD = "[" + ", ".join(f"({k}), .{k}, +{k}, [{k}, (1, 2)], 0x1f" for k in range(60)) + "]"
CODE = {
    "one list": "x = {data}\n",
    "code around it": "a = 1\nx = {data}\ndef f():\n    return len(x)\n\nb = f() + a\n",
    "a value at the end": "x = {data}\nlen(x)",
    "a value of numbers alone": "{data}",
    "two on a line": "x = {data}; y = 2\nz = y + 1",
    "a decorator": "import functools\n@functools.cache\ndef f():\n    return {data}\nx = f()[3]",
    "comments and blank lines": "# first\n\nx = {data}  # here\n\n  # there\ny = x[-1]\n",
    "in a string": 's = """\n{data}\n"""\nx = eval(s)\n',
    "in a call over lines": "x = max(\n    {data},\n    key=str,\n)\n",
    "Windows' lines": "x = {data}\r\ny = 2\r\n",
    "a form feed in a string": "x = {data}\ns = '\x0c\u2028'\ny = len(s)\n",
    "code that a comment swallows": "x = {data}\n# (" + "1, " * 60 + "\n7, 8,\ny = 3\n",
    "code that the last comment swallows": "x = {data}\n# (" + "1, " * 60 + "\n7, 8,",
    "a mark of their own": "x = {data}\ny = [*{0}, 3]\n",
    "made anew": "f = lambda: {data}\nx = f()\ny = f() is x and type(x) is list, type(x[-2])\n",
    "rows made anew": "def f():\n    return {data}\nx, y = f()[3], f()[3]\nz = x is y\n",
    "names of Python's own in use": "list = map = tuple = 3\nx = {data}\n",
    "numbers in parentheses": "x = {data}\ny = [" + "(1), " * 60 + "2]\n",
    "rows of two kinds": "x = {data}\ny = [" + "(1, 2), [3, 4], " * 30 + "5]\n",
    "rows of one number": "x = {data}\ny = [" + "[1], [], " * 30 + "5]\n",
    "in a pattern": "x = {data}\nmatch x:\n    case [" + "1, " * 60 + "2]:\n        y = 3\n",
    "in a subscript": "x = {data}\ny = {(1,) * 61: 2}[(" + "1, " * 60 + "1)]\n",
    "a run in a comment": "x = [  # (" + "1, " * 60 + "\n7, {data}]\n",
}


@pytest.fixture(autouse=True)
def long(monkeypatch):
    """A cell of two hundred numbers is long here: what is as long as they come takes seconds."""
    monkeypatch.setattr(statements, "LONG", 100)
    monkeypatch.setattr(builtins, statements.PASTED, statements.pasted, raising=False)


def run(made):
    names, values = {}, []
    for statement in made:
        code = compile(statement.code, "<cell>", statement.how)
        values.append((statement.line, eval(code, names)))
    del names["__builtins__"]
    return {name: value for name, value in names.items() if not callable(value)}, values


def run_from_the_tree(text):
    names, values = {}, []
    body = ast.parse(text).body
    for node in body:
        if node is body[-1] and isinstance(node, ast.Expr):
            code = compile(ast.Expression(node.value), "<cell>", "eval")
        else:
            code = compile(ast.Module([node], []), "<cell>", "exec")
        values.append((node.lineno, eval(code, names)))
    del names["__builtins__"]
    return {name: value for name, value in names.items() if not callable(value)}, values


@pytest.mark.parametrize(
    "data", [NUMBERS, ROWS, PAIRS, TUPLE, ODD], ids="flat rows pairs tuple odd".split()
)
@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
def test_a_long_cell_runs_as_its_whole_tree_would(code, data):
    text = code.replace("{data}", data)
    names, values = run(statements_of(text))
    names_of_tree, values_of_tree = run_from_the_tree(text)
    names.pop("functools", None), names_of_tree.pop("functools", None)
    assert names == names_of_tree
    assert values == values_of_tree


def test_what_raises_in_a_long_cell_names_its_line():
    *_, last = statements_of(f"\nx = {ROWS}\n\ny = [\n    1 / 0,\n]\n")
    with pytest.raises(ZeroDivisionError) as told:
        exec(compile(last.code, "<cell>", last.how))
    assert told.traceback[-1].lineno + 1 == 2 + ROWS.count("\n") + 3


@pytest.mark.parametrize("data", [NUMBERS, ROWS, PAIRS, TUPLE])
def test_a_long_tree_is_small(data):
    assert sum(1 for _ in ast.walk(tree_of(f"x = {data}\n"))) < 40


@pytest.mark.parametrize("text", ["x = {data}\ny = = 2\n", "x = {data}\n  y = 2\n", "x = {data}]"])
def test_what_is_no_python_is_refused_at_its_line(text):
    text = text.replace("{data}", ROWS)
    with pytest.raises(SyntaxError) as told:
        statements_of(text)
    with pytest.raises(SyntaxError) as known:
        ast.parse(text)
    assert told.value.lineno == known.value.lineno


def test_a_number_that_is_none_is_refused():
    with pytest.raises(SyntaxError, match="decimal"):
        statements_of(f"x = {NUMBERS[:-1]}, 1e, 2, " + "3, " * 60 + "]")


def test_long_words_in_a_code_cell_are_words():
    assert is_words("It falls, because " * 5000)
    assert is_words('"""' + "It falls, because " * 5000 + '"""')
    assert is_words("# It falls (1, 2)\n" * 5000)
    assert not is_words(f"x = {NUMBERS}")
    assert not is_words(f"# The data\n{ROWS}")


@pytest.mark.parametrize(
    "text",
    ["1" * 10**6, "[" * 10**6, "[1," * 300_000, "(e" * 400_000, "[" + " " * 10**6],
    ids=["one number", "brackets", "nested", "letters", "blank"],
)
def test_no_text_takes_long_to_be_looked_at(text):
    assert RUN.search(text) is None
