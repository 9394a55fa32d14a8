"""Whatever a learner's function does, the notebook lives and a sentence says what happened."""

import itertools
import os
import signal
import sys
import threading
import time

import numpy as np
import pytest

from mixtures_lab import checks, log_gaussians, log_posterior, m_step, squared_distances
from mixtures_lab.checks import running

#: Seconds in which every check has to end.
LIMIT = 10


class Threadless(threading.Thread):
    """As in a Python in the browser."""

    def start(self):
        raise RuntimeError("can't start new thread")


@pytest.fixture
def way(request, monkeypatch):
    """A check in a forked copy of the process, in a thread, or with a watcher."""
    way = getattr(request, "param", "copy")
    if way == "watcher":
        if not hasattr(sys, "monitoring"):
            pytest.skip("before Python 3.12 nothing can watch")
        monkeypatch.setattr(running.sys, "platform", "elsewhere")
        monkeypatch.setattr(running.threading, "Thread", Threadless)
    elif way == "thread":
        monkeypatch.setattr(running.sys, "platform", "elsewhere")
    elif sys.platform != "linux":
        pytest.skip("a fork is not safe here")
    monkeypatch.setattr(running, "LIMIT", 1.5)
    return way


def anyhow(function):
    return pytest.mark.parametrize("way", ["copy", "thread", "watcher"], indirect=True)(function)


def beside_others(function):
    return pytest.mark.parametrize("way", ["copy", "thread"], indirect=True)(function)


def in_a_copy(function):
    return pytest.mark.parametrize("way", ["copy"], indirect=True)(function)


def diagnosed(function, task="squared_distances"):
    start = time.monotonic()
    diagnosis = checks.diagnose(task, function)
    assert time.monotonic() - start < LIMIT
    assert not diagnosis.passed
    assert "Traceback" not in diagnosis.message
    return diagnosis


def right(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=2)


def raising(error):
    def function(X, mu):
        raise error

    return function


class Silent(Exception):
    def __str__(self):
        raise RuntimeError("no words")


@anyhow
@pytest.mark.parametrize(
    "error, words",
    [
        (ValueError("my <words>"), "raised ValueError: my <words>"),
        (ZeroDivisionError(), "raised ZeroDivisionError"),
        (RecursionError("too deep"), "RecursionError"),
        (MemoryError(), "MemoryError"),
        (Silent(), "raised Silent"),
        (SystemExit(3), "asks Python itself to stop"),
        (KeyboardInterrupt(), "was interrupted"),
        (GeneratorExit(), "GeneratorExit"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_exception_becomes_a_sentence_with_the_shapes(way, error, words):
    message = diagnosed(raising(error)).message
    assert words in message
    assert "X of shape (7, 2), mu of shape (3, 2)" in message


def test_the_line_that_raised_is_quoted():
    def function(X, mu):
        return X - mu[:, :, 7]

    assert "`return X - mu[:, :, 7]`" in diagnosed(function).message


def test_a_wrong_number_of_arguments_is_a_sentence():
    assert "positional argument" in diagnosed(lambda X: X).message


@pytest.mark.parametrize(
    "value, mistake",
    [
        (None, "returns nothing"),
        ("text", "returns text"),
        (b"bytes", "returns text"),
        ([[1.0, 2.0], [3.0]], "returns rows of unequal length"),
        (np.array([[1.0], None], dtype=object), "returns an object array"),
        (np.ones((7, 3)) * 1j, "returns complex numbers"),
        (np.array(["a", "b"]), "returns str"),
        ({"D": 1}, "returns a dict"),
        ({1.0, 2.0}, "returns a set"),
        (np.datetime64("2024-01-01"), "returns datetime64"),
        (np.sqrt, "returns a function"),
        (object(), "returns an object array"),
        (np.zeros(200_000), "returns far too many numbers"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("task", ["squared_distances", "log_posterior"])
def test_what_is_no_matrix_becomes_a_sentence(task, value, mistake):
    assert diagnosed(lambda *args: value, task).mistake.startswith(mistake)


def test_a_generator_becomes_a_sentence():
    def function(X, mu):
        yield from X

    assert "has not computed anything yet" in diagnosed(function).message


@pytest.mark.parametrize(
    "value", [np.nan, np.inf, np.zeros(0), np.zeros((0, 3)), np.full((7, 3), np.nan), True]
)
@pytest.mark.parametrize("task", checks.TASKS)
def test_numbers_that_make_no_sense_fail_in_words(task, value):
    assert diagnosed(lambda *args: value, task).message


@pytest.mark.parametrize(
    "parts",
    [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ([], [], []), (None, 1, 1), ("mu", "sigma", "pi")],
)
@pytest.mark.parametrize("task", ["m_step", "em_step"])
def test_what_is_no_mixture_becomes_a_sentence(task, parts):
    assert diagnosed(lambda *args: parts, task).message


def test_a_changed_argument_is_named():
    def function(X, mu):
        D = right(X, mu)
        mu -= 1
        return D

    assert diagnosed(function).mistake == "mu is changed"


def test_a_changed_part_of_a_mixture_is_named():
    def function(X, mixture):
        mixture.pi[:] = 1
        return mixture

    assert diagnosed(function, "em_step").mistake == "pi of mixture is changed"


def endless(X, mu):
    while True:
        pass


def endless_and_deaf(X, mu):
    while True:
        try:
            time.sleep(0.001)
        except:  # noqa: E722
            pass


def endless_and_deaf_inside(X, mu):
    while True:
        try:
            while True:
                len(X)
        except BaseException:
            continue


@anyhow
@pytest.mark.parametrize("function", [endless, endless_and_deaf, endless_and_deaf_inside])
def test_an_endless_loop_ends(way, function):
    assert diagnosed(function).mistake == "does not return"
    assert checks.diagnose("squared_distances", right).passed


@beside_others
def test_a_sleeper_is_not_waited_for(way):
    assert diagnosed(lambda X, mu: time.sleep(30)).mistake == "does not return"


@in_a_copy
def test_a_loop_in_c_ends(way):
    assert diagnosed(lambda X, mu: sum(itertools.repeat(0))).mistake == "does not return"


@in_a_copy
@pytest.mark.parametrize(
    "leave",
    [lambda: os._exit(0), lambda: os.kill(os.getpid(), signal.SIGKILL)],
    ids=["os._exit", "SIGKILL"],
)
def test_what_ends_the_process_leaves_the_notebook(way, leave):
    assert diagnosed(lambda X, mu: leave()).mistake == "stops the interpreter"


@in_a_copy
def test_memory_without_end_is_an_exception(way):
    def function(X, mu):
        hoard = []
        while True:
            hoard.append(np.empty(2**24))

    assert "MemoryError" in diagnosed(function).message


@anyhow
def test_prints_are_cut_short(way, capfd):
    def function(X, mu):
        for i in range(10_000):
            print("line", i)
        return right(X, mu)

    diagnosis = checks.diagnose("squared_distances", function)
    assert diagnosis.passed
    assert "line 0\nline 1\nline 2\n…" in diagnosis.message
    assert len(diagnosis.message) < 1000
    assert capfd.readouterr() == ("", "")


@anyhow
def test_warnings_and_numpy_settings_are_left_alone(way, recwarn):
    def function(X, mu):
        np.log(0 * X)
        return right(X, mu)

    before, out = np.geterr(), sys.stdout
    with np.errstate(all="raise"):
        assert checks.diagnose("squared_distances", function).passed
    assert np.geterr() == before
    assert sys.stdout is out
    assert not recwarn.list


def test_a_check_judges_alike_whatever_numpy_has_been_told_to_raise():
    def em_step(X, mixture):
        P = log_gaussians(squared_distances(X, mixture[0]), mixture[1], X.shape[1])
        return m_step(X, log_posterior(P, mixture[2]))

    with np.errstate(all="raise"):
        assert checks.diagnose("em_step", em_step).passed
        assert checks.diagnose("em_step", lambda X, mixture: mixture).mistake


def test_a_check_works_in_another_thread(monkeypatch):
    monkeypatch.setattr(running, "LIMIT", 1.5)
    found = []
    thread = threading.Thread(
        target=lambda: found.extend(
            [checks.diagnose("squared_distances", f) for f in (right, endless)]
        )
    )
    thread.start()
    thread.join(LIMIT)
    assert [diagnosis.passed for diagnosis in found] == [True, False]


def test_an_unknown_task_lists_the_tasks():
    with pytest.raises(
        ValueError, match=r"no task 'distances'; the tasks are squared_distances, .*kmeans_update"
    ):
        checks.diagnose("distances", right)


@pytest.mark.parametrize("thing", [None, 3, "right", np.ones(3)])
def test_what_is_no_function_becomes_a_sentence(thing):
    assert diagnosed(thing).mistake == "is not a function"
