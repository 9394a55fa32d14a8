"""Known mistakes, one table per task.

A row is a name, a hint and a wrong function. The name completes the sentence
"your output is what you get with: …". A test runs every row: it must fail the
check and be named as itself, so no two rows of a table may give the same output.
"""

from importlib import import_module

from .row import Mistake

__all__ = ["Mistake", "mistakes_of"]


def mistakes_of(task):
    """The table of a task."""
    return import_module(f"{__name__}.{task}").TABLE
