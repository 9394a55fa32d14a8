"""A function that does not return is ended by a watcher, where Python has one."""

import sys
from types import SimpleNamespace

import pytest

from mixtures_lab.checks import watched as module
from mixtures_lab.checks.watched import TOOL, watched


class TimeIsUp(Exception):
    pass


class Monitoring:
    """What `sys.monitoring` is from Python 3.12 on, with events that are fired by hand."""

    events = SimpleNamespace(JUMP=1, PY_START=2)

    def __init__(self, taken=None):
        self.tool, self.callbacks, self.heard = taken, {}, 0

    def get_tool(self, tool):
        assert tool == TOOL
        return self.tool

    def use_tool_id(self, tool, name):
        self.tool = name

    def free_tool_id(self, tool):
        self.tool = None

    def register_callback(self, tool, event, function):
        self.callbacks[event] = function

    def set_events(self, tool, events):
        self.heard = events

    def fire(self, event):
        if self.heard & event:
            self.callbacks[event]("code", 0)


@pytest.fixture
def monitoring(monkeypatch):
    here = Monitoring()
    monkeypatch.setattr(sys, "monitoring", here, raising=False)
    return here


@pytest.fixture
def clock(monkeypatch):
    now = SimpleNamespace(time=100.0)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now.time))
    return now


@pytest.mark.parametrize("event", [Monitoring.events.JUMP, Monitoring.events.PY_START])
def test_a_loop_is_ended_when_the_time_is_up_and_not_before(monitoring, clock, event):
    turns = []

    def loops(limit):
        while len(turns) < limit:
            turns.append(clock.time)
            clock.time += 1
            monitoring.fire(event)

    with pytest.raises(TimeIsUp):
        watched(loops, 6, TimeIsUp)(1000)
    assert turns == [100, 101, 102, 103, 104, 105, 106]


def test_who_catches_everything_is_ended_all_the_same(monitoring, clock):
    caught = []

    def swallows():
        for _ in range(20):
            clock.time += 1
            try:
                monitoring.fire(1)
            except BaseException as error:
                if len(caught) == 3:
                    raise
                caught.append(error)

    with pytest.raises(TimeIsUp):
        watched(swallows, 6, TimeIsUp)()
    assert len(caught) == 3


def test_what_comes_after_the_function_is_left_in_peace(monitoring, clock):
    assert watched(lambda x: x + 1, 6, TimeIsUp)(1) == 2
    clock.time += 10
    monitoring.fire(1)
    assert monitoring.tool is None

    with pytest.raises(ZeroDivisionError):
        watched(lambda: 1 / 0, 6, TimeIsUp)()
    monitoring.fire(2)
    assert monitoring.tool is None


def test_where_another_watches_or_nobody_can_the_function_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(sys, "monitoring", Monitoring(taken="a debugger"), raising=False)
    assert watched(len, 6, TimeIsUp) is len
    monkeypatch.delattr(sys, "monitoring")
    assert watched(len, 6, TimeIsUp) is len


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python has a watcher from 3.12 on")
def test_pythons_own_watcher_ends_an_endless_loop():
    def endless():
        while True:
            pass

    with pytest.raises(TimeIsUp):
        watched(endless, 0.05, TimeIsUp)()
