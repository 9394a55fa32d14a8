"""Cells run as in Jupyter, and tell in order what they show."""

import re
import sys
import textwrap

import pytest

from mixtures_lab import _page
from mixtures_lab.live.session import Session


class Told:
    """A session, and what it has told."""

    def __init__(self):
        self.outputs = []
        self.session = Session(self.outputs.append)

    def run(self, code, id="a"):
        """How a cell ended, and what it showed."""
        self.outputs.clear()
        return self.session.run(id, textwrap.dedent(code)), [*self.outputs]

    def text(self, code):
        state, outputs = self.run(code)
        assert state == "done", outputs
        return "".join(output["text"] for output in outputs)

    def error(self, code):
        state, outputs = self.run(code)
        assert state == "error"
        return outputs[-1]


@pytest.fixture
def told():
    return Told()


# names and last lines


def test_a_name_of_one_cell_is_there_in_the_next(told):
    told.run("x = 2")
    assert told.text("x + 1") == "3"


@pytest.mark.parametrize(
    "code, shown",
    [
        ("1\n2", "2"),
        ("x = 1", ""),
        ("None", ""),
        ("3;", ""),
        ("3;  # quiet", ""),
        ("'a;'", "'a;'"),
        ("'# no comment;'", "'# no comment;'"),
        ("if True:\n    5", ""),
        ("", ""),
        ("# nothing", ""),
        ("x = 4\nx  # the value", "4"),
        ("def f():\n    return 7\nf()", "7"),
        ("[\n 1,\n 2,\n]", "[1, 2]"),
    ],
)
def test_the_value_of_the_last_line_is_shown_as_in_jupyter(told, code, shown):
    assert told.text(code) == shown


def test_the_last_value_is_called_underscore(told):
    told.run("6 * 7")
    assert told.text("_ + 1") == "43"


def test_forgetting_forgets_every_name_but_those_that_are_given(told):
    told.run("x = 1")
    told.session.clear()
    assert told.error("x")["name"] == "NameError"
    assert told.text("display(2)") == "2"


def test_an_import_from_the_future_holds_for_later_cells(told):
    told.run("from __future__ import annotations")
    assert told.text("def f(x: unknown): return 1\nf(0)") == "1"


def test_a_class_of_a_cell_is_of_the_main_module(told):
    code = "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\nA(1)"
    assert told.text(code) == "A(x=1)"


def test_the_source_of_a_learners_function_can_be_looked_up(told):
    """As checks do, and the explorer."""
    told.run("import inspect\ndef f(x):\n    return x  # mine\n")
    assert told.text("print(inspect.getsource(f))") == "def f(x):\n    return x  # mine\n\n"


# prints


def test_prints_values_and_displays_come_in_their_order(told):
    _, outputs = told.run("print('a')\ndisplay(1, 2)\nprint('b')\n3")
    assert [output["text"] for output in outputs] == ["a\n", "1", "2", "b\n", "3"]


def test_what_goes_to_stderr_is_told_apart_and_stays_in_order(told):
    _, outputs = told.run("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')")
    assert [(output["stream"], output["text"]) for output in outputs] == [
        ("stdout", "a\n"),
        ("stderr", "b\n"),
        ("stdout", "c\n"),
    ]


def test_lines_without_number_are_cut_and_counted(told):
    text = told.text("for i in range(200_000):\n    print('123456789')")
    assert len(text) < 110_000
    shown = text.count("123456789")
    more = int(re.search(r"and ([\d,]+) more lines", text)[1].replace(",", ""))
    assert shown + more == 200_000


def test_one_line_without_an_end_is_cut_and_said_to_be(told):
    text = told.text("print('x' * 10_000_000, end='')")
    assert len(text) < 110_000 and "not shown" in text


def test_the_streams_are_given_back(told):
    out, err = sys.stdout, sys.stderr
    told.run("1 / 0")
    assert (sys.stdout, sys.stderr) == (out, err)


def test_what_is_printed_before_an_error_is_shown_before_it(told):
    _, outputs = told.run("print('before')\n1 / 0")
    assert [output["kind"] for output in outputs] == ["text", "error"]


def test_only_text_can_be_printed_to_a_stream(told):
    assert told.error("import sys\nsys.stdout.write(3)")["name"] == "TypeError"


# objects


@pytest.mark.parametrize(
    "methods, kind, shown",
    [
        ("def _repr_html_(self): return '<b>1</b>'", "html", "<b>1</b>"),
        ("def _repr_svg_(self): return '<svg/>'", "svg", "<svg/>"),
        ("def _repr_mimebundle_(self, **_): return {'text/html': '<i/>'}", "html", "<i/>"),
        ("def _repr_mimebundle_(self, **_): return {'text/plain': 'p'}, {}", "text", "p"),
        ("def __repr__(self): return 'mine'", "text", "mine"),
        ("def _repr_html_(self): raise ValueError\n    __repr__ = lambda s: 'r'", "text", "r"),
        ("def _repr_html_(self): return None\n    __repr__ = lambda s: 'r'", "text", "r"),
    ],
)
def test_an_object_shows_the_richest_of_its_forms(told, methods, kind, shown):
    _, [output] = told.run(f"class A:\n    {methods}\nA()")
    assert (output["kind"], output.get("html") or output.get("svg") or output["text"]) == (
        kind,
        shown,
    )


def test_a_class_itself_is_written_and_not_asked(told):
    told.run("class A:\n    def _repr_html_(self): return 'no'")
    assert told.text("A") == "<class '__main__.A'>"


def test_a_long_dict_takes_a_line_for_each_entry_in_its_own_order(told):
    assert told.text("{k * 30: 1 for k in 'zab'}").startswith("{'zzz")
    assert told.text("{k * 30: 1 for k in 'zab'}").count("\n") == 2


def test_an_object_that_cannot_be_written_is_an_error_and_no_end(told):
    error = told.error("class A:\n    def __repr__(self): return 1 / 0\nA()")
    assert error["name"] == "ZeroDivisionError"


# errors


def test_an_error_shows_the_lines_of_the_learner_and_no_others(told):
    told.run("import numpy as np\ndef f(x):\n    return np.hsplit(x, 5)", id="first")
    error = told.error("y = 1\nf(np.zeros((2, 2)))")
    assert (error["name"], "equal division" in error["message"]) == ("ValueError", True)
    assert error["lines"] == [
        {"cell": "a", "line": 2, "text": "f(np.zeros((2, 2)))"},
        {"cell": "first", "line": 3, "text": "    return np.hsplit(x, 5)"},
    ]


def test_a_line_of_a_cell_that_has_changed_since_is_shown_as_it_ran(told):
    told.run("def f():\n    return 1 / 0", id="first")
    told.run("def g():\n    return 2", id="first")
    assert told.error("f()")["lines"][-1]["text"] == "    return 1 / 0"


def test_what_cannot_be_read_names_its_line(told):
    error = told.error("x = 1\ny = (2\n")
    assert error["name"] == "SyntaxError" and "never closed" in error["message"]
    assert error["lines"] == [{"cell": "a", "line": 2, "text": "y = (2"}]


def test_a_function_that_calls_itself_without_end_shows_a_few_lines(told):
    error = told.error("def f(): f()\nf()")
    assert error["name"] == "RecursionError"
    assert len(error["lines"]) <= 8
    assert told.text("1") == "1"


@pytest.mark.parametrize("leave", ["exit()", "raise SystemExit", "import sys; sys.exit(3)"])
def test_leaving_leaves_nothing(told, leave):
    assert "nothing here to leave" in told.error(leave)["sentence"]


def test_an_error_that_cannot_be_printed_is_told_all_the_same(told):
    code = "class E(Exception):\n    def __str__(self): raise E\nraise E"
    assert told.error(code)["message"] == ""


def test_nul_bytes_are_an_error_and_no_end(told):
    assert told.error("x = '\0'")["name"] in ("SyntaxError", "ValueError")


def test_stop_keeps_every_name(told):
    state, outputs = told.run("x = 5\nraise KeyboardInterrupt")
    assert (state, outputs) == ("stopped", [])
    assert told.text("x") == "5"


# the seam for boxes


def test_a_check_shows_its_box(told, monkeypatch):
    monkeypatch.setattr(_page, "display", told.session.display)
    code = """
        from mixtures_lab import checks, squared_distances
        checks.check("squared_distances", lambda X, mu: -squared_distances(X, mu))
    """
    state, [output] = told.run(code)
    assert (state, output["kind"]) == ("done", "html")
    assert "squared_distances: not yet" in output["html"]


def test_what_a_learners_function_holds_is_escaped_in_the_box(told, monkeypatch):
    monkeypatch.setattr(_page, "display", told.session.display)
    code = """
        from mixtures_lab import checks
        def bad(X, mu):
            raise ValueError("<img src=x onerror=alert(1)>")
        checks.check("squared_distances", bad)
    """
    _, [output] = told.run(code)
    assert "<img" not in output["html"] and "&lt;img" in output["html"]
