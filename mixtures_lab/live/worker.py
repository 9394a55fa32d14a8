"""What the worker calls: the session, with its outputs as JSON."""

import contextlib
import json
import os
import platform
import shutil
import signal
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from .. import _page
from . import widgets
from .needs import needs_matplotlib
from .session import Session
from .wide import take_wide_integers

FONTS = Path(__file__).parent / "fontlist.json"


class Worker:
    """Python's side of the worker.

    Parameters
    ----------
    tell : callable
        Called with each output of a cell, as a JSON text.
    post : callable
        Called with what a widget sends: its name, the content as a JSON text, and buffers.
    """

    def __init__(self, tell, post):
        self._session = Session(lambda output: tell(json.dumps(output)))
        self.run, self.clear = self._session.run, self._session.clear
        self.needs_matplotlib = needs_matplotlib
        _page.display = self._session.display
        if np.intp().itemsize < 8:
            take_wide_integers()
        os.environ["MPLBACKEND"] = f"module://{__package__}.figures"
        widgets.stand_in(lambda model, content, buffers: post(model, json.dumps(content), buffers))
        signal.signal(signal.SIGINT, self._session.stop)
        sys.unraisablehook = _unless_stopped

    def got_matplotlib(self):
        """Give it the list of its fonts, which it else makes while the reader waits."""
        [folder] = find_spec("matplotlib").submodule_search_locations
        shutil.copy(FONTS, Path(folder) / "fontlist.json")

    def receive(self, model, content):
        """Hand on what the page says to a widget. A learner's function may be stopped in it."""
        with contextlib.suppress(KeyboardInterrupt):
            self._session.stoppable(lambda: widgets.receive(model, json.loads(content)))

    def needed(self, cells):
        """What must run before the last of `cells`, a JSON text of [id, code] each; likewise."""
        return json.dumps(self._session.needed(json.loads(cells)))

    def versions(self):
        """What runs here, as JSON."""
        found = {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "mixtures_lab": version("mixtures-lab"),
        }
        return json.dumps(found)


def _unless_stopped(unraisable):
    """A Stop that came where Python drops errors, such as a weak reference's end, comes again."""
    if not issubclass(unraisable.exc_type, _page.Stopped):
        sys.__unraisablehook__(unraisable)
