"""Statements of a cell: a long one, with pasted numbers, is cut as a short one is."""

import ast

import pytest

from mixtures_lab.teach.statements import LONG, RUN, statements_of, tree_of
from mixtures_lab.teach.words import is_words

NUMBERS = "[" + ", ".join(f"{k}.5" for k in range(9000)) + "]"
ROWS = "[\n" + "".join(f"    [{k}.25, -{k}e-3],\n" for k in range(4000)) + "]"
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
    "a run in a comment": "x = [  # (" + "1, " * 60 + "\n7, {data}]\n",
}


def run(statements):
    names, values = {}, []
    for statement in statements:
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
    "data", [NUMBERS, ROWS, f"({NUMBERS[1:-1]})"], ids=["flat", "rows", "tuple"]
)
@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
def test_a_long_cell_runs_as_its_whole_tree_would(code, data):
    text = code.replace("{data}", data)
    assert len(text) > LONG
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


def test_a_long_tree_is_small():
    assert sum(1 for _ in ast.walk(tree_of(f"x = {NUMBERS}\ny = {ROWS}\n"))) < 40


@pytest.mark.parametrize("text", ["x = {data}\ny = = 2\n", "x = {data}\n  y = 2\n", "x = {data}]"])
def test_what_is_no_python_is_refused_at_its_line(text):
    text = text.replace("{data}", ROWS)
    with pytest.raises(SyntaxError) as told:
        statements_of(text)
    with pytest.raises(SyntaxError) as known:
        ast.parse(text)
    assert told.value.lineno == known.value.lineno


def test_a_number_that_is_none_is_refused_when_its_statement_is_compiled():
    text = f"x = {NUMBERS[:-1]}, 1e, 2, " + "3, " * 60 + "]"
    (statement,) = statements_of(text)
    with pytest.raises(SyntaxError, match="decimal"):
        compile(statement.code, "<cell>", statement.how)


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
