"""Runs the cells of one page and tells what they show."""

import itertools

from .errors import error_output
from .namespace import Namespace
from .needs import needed
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
        self._printed = Printed(lambda words, stream: tell(text(words, stream)))
        self._namespace = Namespace({"display": self.display})
        self._count = itertools.count(1)
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
        state = self._run(id, code)
        self._history.append((id, code, state == "done"))
        return state

    def _run(self, id, code):
        file = f"<cell {next(self._count)}>"
        self._files[file] = id
        self._printed = Printed(lambda words, stream: self._tell(text(words, stream)))
        with self._printed.caught():
            try:
                value = self._namespace.run(code, file)
                if value is not None:
                    self.display(value)
            except KeyboardInterrupt:
                return "stopped"
            except BaseException as error:
                self._printed.flush()
                self._tell(error_output(error, self._files))
                return "error"
        return "done"

    def display(self, *things):
        """Show objects as the last line of a cell is shown."""
        self._printed.flush()
        for thing in things:
            self._tell(output_of(thing))
