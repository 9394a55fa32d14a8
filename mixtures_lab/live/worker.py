"""What the worker calls: the session, with its outputs as JSON."""

import json
import platform
from importlib.metadata import version

import numpy as np

from .session import Session


class Worker:
    """Python's side of the worker.

    Parameters
    ----------
    tell : callable
        Called with each output of a cell, as a JSON text.
    """

    def __init__(self, tell):
        self._session = Session(lambda output: tell(json.dumps(output)))
        self.run, self.clear = self._session.run, self._session.clear

    def needed(self, cells):
        """What must run before the last of `cells`, a JSON text of [id, code] each; likewise."""
        return json.dumps(self._session.needed(json.loads(cells)))

    def versions(self):
        """What runs here."""
        return {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "mixtures_lab": version("mixtures-lab"),
        }
