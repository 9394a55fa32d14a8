"""Wrong functions as learners write them, each with the words of what is wrong with it.

None of them is in a table: they were written without looking at one. There is a module
for each task.
"""

from importlib import import_module

from mixtures_lab import checks

from .keep import WRONG

for task in checks.TASKS:
    import_module(f".{task}", __name__)

__all__ = ["WRONG"]
