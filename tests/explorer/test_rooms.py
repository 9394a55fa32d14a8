"""The explorer's rooms: the same on both sides, small enough to be read, and their words once."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from v8 import V8

from mixtures_lab.explorer.sentences import SENTENCES, say, say_of
from mixtures_lab.explorer.words import WORDS

EXPLORER = Path(__file__).parents[2] / "mixtures_lab" / "explorer"
SCRIPTS = sorted((EXPLORER / "src").rglob("*.js"))

#: What Python and JavaScript both have, by one name.
ALIKE = (
    "actions arguments beside bound datasets frame guess history predictions sentences session "
    "sharing standing starts steps trials"
)

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


# Words, which Python and JavaScript have from one file


@pytest.fixture(scope="module")
def v8():
    with V8("sentences.js", "later.js") as v8:
        yield v8


def templates(name):
    """The sentence for one thing and that for several, where these differ."""
    template = SENTENCES[name]
    return template if isinstance(template, list) else [template]


@pytest.mark.parametrize("name", SENTENCES)
def test_a_template_is_filled_alike_on_both_sides(v8, name):
    for count, template in enumerate(templates(name), start=1):
        values = {field: f"<{field}>" for _, field, _, _ in Formatter().parse(template) if field}
        expected = re.sub(r"\{(\w+)\}", r"<\1>", template)
        assert say(name, count=count, **values) == expected
        assert v8.call("sentences.say", name, values, count) == expected


@pytest.mark.parametrize(
    "indices, words",
    [([0], "Component 1 has"), ([4, 1], "Components 5 and 2 have"),
     ([0, 1, 2], "Components 1, 2 and 3 have")],
)  # fmt: skip
def test_components_are_listed_alike_on_both_sides(v8, indices, words):
    assert say_of("emptied", indices).startswith(words)
    assert v8.call("sentences.sayOf", "emptied", indices) == say_of("emptied", indices)


@pytest.mark.parametrize("sources", [sorted(EXPLORER.glob("*.py")), SCRIPTS], ids=["py", "js"])
def test_every_sentence_is_said_and_none_is_written_out_again(sources):
    everything = "".join(path.read_text("utf-8") for path in sources)
    assert [name for name in SENTENCES if f'"{name}"' not in everything] == []
    for name in SENTENCES:
        for words in re.split(r"\{\w+\}", "".join(templates(name))):
            assert len(words) <= 12 or words.strip() not in everything


def test_every_choice_has_its_words():
    halves = {half for pair in WORDS["HALVES"].values() for half in pair if half}
    assert halves == set(WORDS["STEPS"])
    assert set(WORDS["HALVES"]) == {*WORDS["ALGORITHMS"], "none"}
    assert {*WORDS["DONE"].values(), *WORDS["MADE"].values()} < set(WORDS["PHASES"])
    assert set(WORDS["DRAWN"]) < set(WORDS["GUESSES"])
