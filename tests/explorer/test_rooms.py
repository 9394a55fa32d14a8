"""The explorer's rooms: the same on both sides, each small enough to be read at once."""

import ast
import re
from pathlib import Path

import pytest

EXPLORER = Path(__file__).parents[2] / "mixtures_lab" / "explorer"
SCRIPTS = sorted((EXPLORER / "src").rglob("*.js"))

#: What Python and JavaScript both have, by one name.
ALIKE = "actions arguments datasets frame guess history sentences session standing steps"

#: Lines of a session, which holds actions only; and of a class or a function, whatever it is.
SESSION = {".py": 330, ".js": 260}
MOST = 250


@pytest.mark.parametrize("room", ALIKE.split())
def test_a_room_is_on_both_sides_and_names_the_other(room):
    python, script = EXPLORER / f"{room}.py", EXPLORER / "src" / f"{room}.js"
    assert f"src/{room}.js" in ast.get_docstring(ast.parse(python.read_text("utf-8")))
    assert f"{room}.py" in script.read_text("utf-8").split("*/")[0]


def test_a_session_holds_actions_only():
    for path in (EXPLORER / "session.py", EXPLORER / "src" / "session.js"):
        assert len(path.read_text("utf-8").splitlines()) <= SESSION[path.suffix], path.name


@pytest.mark.parametrize("path", sorted(EXPLORER.glob("*.py")), ids=lambda path: path.name)
def test_no_class_or_function_is_long(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            assert node.end_lineno - node.lineno < MOST, node.name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_class_or_closure_is_long(path):
    pieces = re.split(r"^(?=\S)", path.read_text("utf-8"), flags=re.MULTILINE)
    assert max(piece.count("\n") for piece in pieces) < MOST
