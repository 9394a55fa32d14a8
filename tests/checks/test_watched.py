"""A function that runs for too long is ended where there is no process and no thread."""

import sys
import time

import pytest

from mixtures_lab.checks import watched as module
from mixtures_lab.checks.watched import watched

pytestmark = pytest.mark.skipif(
    not hasattr(sys, "monitoring"), reason="before Python 3.12 nothing can watch"
)


class Up(BaseException):
    pass


@pytest.fixture(autouse=True)
def nobody_else_watches(monkeypatch):
    # Coverage and debuggers may hold a tool of their own.
    monkeypatch.setattr(module, "TOOL", 5 if sys.monitoring.get_tool(5) is None else 4)


def test_a_loop_without_end_is_left_when_the_time_is_up_though_it_swallows_the_first():
    caught = []

    def endless():
        while True:
            try:
                while True:
                    pass
            except Up:
                caught.append(1)
                if len(caught) == 3:
                    raise

    begun = time.monotonic()
    with pytest.raises(Up):
        watched(endless, 0.05, Up)()
    assert len(caught) == 3
    assert 0.05 <= time.monotonic() - begun < 5


def test_a_function_that_returns_in_time_gives_what_it_gives():
    assert watched(lambda a, b: a + sum([b] * 3), 60, Up)(1, 2) == 7


def test_nothing_watches_any_more_once_it_has_returned_or_raised():
    def raising():
        raise ValueError("no")

    with pytest.raises(ValueError):
        watched(raising, 60, Up)()
    assert sys.monitoring.get_tool(module.TOOL) is None
    watched(lambda: None, 0, Up)
    time.sleep(0.01)
    assert sum(range(3)) == 3  # the time is up, and nobody is asked


def test_a_tool_that_someone_else_holds_is_left_to_them():
    sys.monitoring.use_tool_id(module.TOOL, "someone else")
    try:
        function = len
        assert watched(function, 0, Up) is function
    finally:
        sys.monitoring.free_tool_id(module.TOOL)
