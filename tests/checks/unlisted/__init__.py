"""Wrong functions as learners write them, each with what is wrong with it, the words
that a right name has, and those that it has not.

None of them is in a table: they were written without looking at one. There is a module
for each task.
"""

from importlib import import_module

from mixtures_lab import checks

from .keep import SAID, WRONG

for name in (*checks.TASKS, "said"):
    import_module(f".{name}", __name__)

__all__ = ["SAID", "WRONG"]
