"""The box in the notebook, and the plain text where there is none."""

import concurrent.futures
import inspect
import io
import re
import sys
from pathlib import Path

import numpy as np
import pytest
import sklearn.metrics

from mixtures_lab import checks, squared_distances
from mixtures_lab.checks import plain, show
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


def half_an_emoji(D, sigma, d):
    print("\ud83d Ω")
    return -d * np.log(sigma) - D / sigma**2


class Bare:
    """An output that says nothing of its encoding, and can write ASCII alone."""

    def __init__(self):
        self.written = ""

    def write(self, text):
        self.written += text.encode("ascii").decode()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437", "utf-8"])
def test_what_an_output_cannot_show_is_said_in_words(monkeypatch, encoding):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    checks.check("squared_distances", squared_distances)
    checks.check("log_gaussians", half_an_emoji)
    diagnosis = checks.diagnose("log_gaussians", half_an_emoji)
    print(diagnosis, diagnosis.message)
    out.flush()
    text = out.buffer.getvalue().decode(encoding)
    assert "squared_distances: right\n" in text
    assert "log_gaussians: not yet" in text
    if encoding != "utf-8":
        assert "ln 2pi" in text or "ln 2π" in text
        assert "✓" not in text
        assert text.startswith("squared_distances: right")


def test_an_output_that_does_not_say_how_it_encodes_gets_plain_words(monkeypatch):
    out = Bare()
    monkeypatch.setattr(sys, "stdout", out)
    checks.check("log_gaussians", half_an_emoji)
    assert out.written.startswith("log_gaussians: not yet")


def test_every_sign_in_the_checks_has_a_word():
    folder = Path(inspect.getfile(checks)).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    signs = {c for c in text if not c.isascii()}
    assert signs - plain.WORDS.keys() == set("✓✗")
    assert all(word.isascii() for word in plain.WORDS.values())


def by_scikit_learn(X, mu):
    return sklearn.metrics.pairwise_distances(X, mu) ** 2


def by_a_helper(X, mu):
    return by_scikit_learn(X, mu)


def by_an_import_inside(X, mu):
    from sklearn.metrics import pairwise_distances as distances

    return distances(X, mu) ** 2


@pytest.mark.parametrize("function", [by_scikit_learn, by_a_helper, by_an_import_inside])
def test_what_would_not_be_there_when_it_is_graded_is_remarked(function):
    diagnosis = checks.diagnose("squared_distances", function)
    assert diagnosis.passed
    assert "One remark: it uses sklearn." in diagnosis.message
    assert "only NumPy, SciPy and Python's standard library may be imported" in diagnosis.message


def by_what_is_there(X, mu):
    import math

    from scipy.spatial.distance import cdist

    return math.fabs(1) * cdist(X, mu, "sqeuclidean")


def test_what_is_there_is_not_remarked():
    assert "One remark: it uses" not in checks.diagnose("squared_distances", by_what_is_there)[2]


def in_a_thread(X, mu):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return pool.submit(by_what_is_there, X, mu).result()


def by_threads_of_ones_own(X, mu):
    import threading

    found = []
    thread = threading.Thread(target=lambda: found.append(by_what_is_there(X, mu)))
    thread.start()
    thread.join()
    return found[0]


def by_waiting(X, mu):
    from asyncio import new_event_loop, sleep

    loop = new_event_loop()
    D = loop.run_until_complete(sleep(0, by_what_is_there(X, mu)))
    loop.close()
    return D


@pytest.mark.parametrize(
    ("function", "module"),
    [(in_a_thread, "concurrent"), (by_threads_of_ones_own, "threading"), (by_waiting, "asyncio")],
)
def test_what_begins_a_thread_or_waits_is_remarked_though_it_is_of_the_standard_library(
    function, module
):
    diagnosis = checks.diagnose("squared_distances", function)
    assert diagnosis.passed
    assert f"One remark: it uses {module}." in diagnosis.message
    assert "without what begins a thread or a process" in diagnosis.message
