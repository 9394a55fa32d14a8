"""End a function that runs for too long where there is neither a second process nor a thread.

Python tells a watcher of every jump and every call, which a loop without end cannot do without,
and the watcher raises when the time is up. A call of C that does not return is not seen.
"""

import sys
import time

#: Of the six tools that may watch at once, one that debuggers and profilers leave free.
TOOL = 4


def watched(function, seconds, up):
    """The function, in which `up` is raised from that many seconds from now on.

    It is raised again and again, because a bare `except:` in a loop swallows the first ones; but
    only inside the function: what tidies up after it is left in peace. Before Python 3.12 nothing
    can watch, and the function is given back as it is.
    """
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is None or monitoring.get_tool(TOOL) is not None:
        return function
    end = time.monotonic() + seconds

    def look(*_):
        if time.monotonic() > end:
            raise up

    def call(*arguments):
        events = monitoring.events.JUMP, monitoring.events.PY_START
        monitoring.use_tool_id(TOOL, "checks")
        for event in events:
            monitoring.register_callback(TOOL, event, look)
        monitoring.set_events(TOOL, events[0] | events[1])
        try:
            return function(*arguments)
        finally:
            monitoring.set_events(TOOL, 0)
            monitoring.free_tool_id(TOOL)

    return call
