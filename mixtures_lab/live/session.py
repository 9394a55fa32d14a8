"""Runs the cells of one page and tells what they show."""

import itertools
import sys

from .. import _page
from .above import needed
from .errors import error_output
from .namespace import Namespace
from .outputs import output_of, text
from .printed import Printed


class Session:
    """One page's Python.

    Parameters
    ----------
    tell : callable
        Called with every output, a dict that JSON can hold.
    """

    def __init__(self, tell):
        self._tell = tell
        self._printed = self._prints()
        self._namespace = Namespace({"display": self.display})
        self._count = itertools.count(1)
        self._may_stop = False
        self._files = {}  # a cell's id, by the name that Python knows its text by
        self._history = []  # (id, code, whether it ended well) of what ran

    @property
    def names(self):
        return self._namespace.names

    def clear(self):
        """Forget every name that a cell has made."""
        self._namespace.clear()
        self._history.clear()

    def needed(self, cells):
        """The ids of those of `cells`, (id, code) each, that must run before the last one."""
        return needed(cells, self._history)

    def run(self, id, code):
        """Run a cell; how it ended: "done", "error" or "stopped"."""
        file = f"<cell {next(self._count)}>"
        self._files[file] = id
        self._printed = self._prints()
        with self._printed.caught():
            state = self._ended(lambda: self._run(code, file))
            # Also after an error: what was drawn until then may show where it comes from.
            figures = self._ended(self.display_figures)
        state = figures if state == "done" else state
        self._history.append((id, code, state == "done"))
        return state

    def display(self, *things):
        """Show objects as the last line of a cell is shown."""
        self._printed.flush()
        for thing in things:
            self._tell(output_of(thing))

    def display_figures(self):
        """Show the figures that are open."""
        # What matplotlib asked for if it has drawn anything: see Worker.
        figures = sys.modules.get(f"{__package__}.figures")
        if figures is not None:
            self.display(*figures.take())

    def stop(self, *_):
        """End what runs; the handler of SIGINT, which the page's Stop sends, again and again."""
        if self._may_stop:
            raise _page.Stopped

    def stoppable(self, work):
        """What `work`, in which a learner's code runs, gives: only it is ended by `stop`."""
        try:
            self._may_stop = True
            return work()
        finally:
            self._may_stop = False

    def _run(self, code, file):
        value = self._namespace.run(code, file)
        if value is not None:
            self.display(value)

    def _ended(self, work):
        """How some work ended; an error is told."""
        try:
            self.stoppable(work)
        except KeyboardInterrupt:
            return "stopped"
        except BaseException as error:
            self._printed.flush()
            self._tell(error_output(error, self._files))
            return "error"
        return "done"

    def _prints(self):
        return Printed(lambda words, stream: self._tell(text(words, stream)))
