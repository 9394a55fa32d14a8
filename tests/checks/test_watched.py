"""A function is ended by a watcher where no other thread can end it: tests/checks/test_running.py
shows what a learner hears of it, and this what is left behind."""

import sys
import time

import pytest

from mixtures_lab.checks.watched import TOOL, watched


class Up(BaseException):
    pass


can_watch = pytest.mark.skipif(
    not hasattr(sys, "monitoring"), reason="before Python 3.12 nothing can watch"
)


def endless():
    while True:
        try:
            len("")
        except BaseException:
            pass


@can_watch
def test_what_runs_for_too_long_is_ended_though_it_catches_everything():
    with pytest.raises(Up):
        watched(endless, 0.05, Up)()


@can_watch
def test_all_calls_together_have_the_time():
    function = watched(lambda: sum(1 for _ in range(10)), 0.02, Up)
    assert function() == 10
    time.sleep(0.03)
    with pytest.raises(Up):
        function()


@can_watch
@pytest.mark.parametrize("function", [endless, lambda: 1 / 0, lambda: 3])
def test_nothing_watches_any_more_when_it_has_ended(function):
    try:
        watched(function, 0.02, Up)()
    except (Up, ZeroDivisionError):
        pass
    assert sys.monitoring.get_tool(TOOL) is None
    sum(1 for _ in range(1000))


@can_watch
def test_a_watcher_of_another_is_left_alone():
    sys.monitoring.use_tool_id(TOOL, "another")
    try:
        assert watched(endless, 0.02, Up) is endless
    finally:
        sys.monitoring.free_tool_id(TOOL)


def test_a_function_that_ends_in_time_gives_what_it_gives():
    assert watched(lambda x, y: x - y, 10, Up)(5, 3) == 2


def test_where_nothing_can_watch_the_function_is_as_it_was(monkeypatch):
    monkeypatch.setattr(sys, "monitoring", None, raising=False)
    assert watched(endless, 1, Up) is endless
