"""The box in the notebook, and the plain text where there is none."""

import re

import numpy as np
import pytest

from mixtures_lab import checks, squared_distances
from mixtures_lab.checks import show
from mixtures_lab.checks.diagnosis import examine


def wrong(X, mu):
    return squared_distances(X, mu) + np.arange(len(mu)) * 1.5


def html_of(function, task="squared_distances"):
    return show.as_html(task, examine(task, function))


def test_plain_text_says_right(capsys):
    assert checks.check("squared_distances", squared_distances) is None
    out = capsys.readouterr().out
    assert out.startswith("✓ squared_distances: right\nRight on ")


def test_plain_text_marks_the_first_difference(capsys):
    checks.check("squared_distances", wrong)
    out = capsys.readouterr().out
    assert out.startswith("✗ squared_distances: not yet")
    first = examine("squared_distances", wrong).shown
    assert first.at == (0, 1)
    assert f">{first.got[0, 1]:.5g}<" in out
    assert f">{first.right[0, 1]:.5g}<" in out
    assert "<div" not in out


def test_the_box_is_green_or_amber_and_the_colour_is_not_all():
    assert show.GREEN in html_of(squared_distances)
    assert "✓" in html_of(squared_distances)
    page = html_of(wrong)
    assert show.AMBER in page
    assert "✗" in page
    assert page.count("→ ") == 2  # the marked entry in both matrices
    assert page.count("<table") == 2


def test_the_box_takes_its_text_colour_from_the_page():
    page = html_of(wrong)
    assert set(re.findall(r"(?<![-\w])color:([^;\"]+)", page)) == {"inherit"}
    assert set(re.findall(r"background:([^;\"]+)", page)) == {"transparent"}


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "<b>&amp;"])
def test_what_a_function_says_is_escaped(words):
    def raising(X, mu):
        raise ValueError(words)

    def printing(X, mu):
        print(words)
        return squared_distances(X, mu)

    for function in (raising, printing):
        assert words not in html_of(function)
        assert "&lt;" in html_of(function)


def test_tags_are_closed():
    page = html_of(wrong)
    for tag in ("div", "table", "tr", "td", "p", "caption"):
        assert len(re.findall(f"<{tag}[ >]", page)) == page.count(f"</{tag}>")


@pytest.mark.parametrize("task", checks.TASKS)
@pytest.mark.parametrize(
    "value",
    [
        0.0,
        np.zeros(3),
        np.zeros((9, 9)),
        np.zeros((2, 2, 2)),
        np.zeros((0, 2)),
        (1, 2, 3),
        None,
        "<i>",
    ],
    ids=str,
)
def test_anything_can_be_shown(task, value):
    findings = examine(task, lambda *args: value)
    assert show.as_text(task, findings)
    assert "<i>" not in show.as_html(task, findings)


def test_a_notebook_gets_html_and_text(monkeypatch):
    IPython = pytest.importorskip("IPython")
    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append((data, raw)))
    assert checks.check("squared_distances", wrong) is None
    ((data, raw),) = shown
    assert raw
    assert set(data) == {"text/plain", "text/html"}


def test_a_difference_far_out_is_in_the_window():
    def late(X, mu):
        D = squared_distances(X, mu)
        D[-1, -1] += 1
        return D

    shown = examine("squared_distances", late).shown
    assert sum(marked for row in show.cells(shown.got, shown.at) for _, marked in row) == 1
