"""The tasks: what a function is called with, on which problems, and its known mistakes."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from . import laws
from .mistakes import mistakes_of
from .parts import NAMES
from .problems import problems_of

#: The tasks, each with the arguments that a function is called with.
TASKS = {
    "squared_distances": ("X", "mu"),
    "log_gaussians": ("D", "sigma", "d"),
    "log_sum_exp": ("A",),
    "negative_log_likelihood": ("P", "pi"),
    "log_posterior": ("P", "pi"),
    "m_step": ("X", "Q"),
    "em_step": ("X", "mixture"),
    "kmeans_assign": ("X", "mu"),
    "kmeans_update": ("X", "labels", "K"),
}


class Task(NamedTuple):
    """What a function has to do, so that it can be checked.

    A problem set may bring tasks of its own, which stand in no table of this package.
    """

    name: str
    arguments: tuple  # their names
    problems: Callable  # of a draw: the problems, ordinary ones first; the same for the same draw
    mistakes: Callable  # the table of known mistakes
    answers: tuple = ()  # the names of the arrays that are returned, if there are several
    broken_law: Callable | None = None  # in place of right answers: of a problem and a reading


_ANSWERS = {"m_step": NAMES, "em_step": NAMES}

_KNOWN = {
    name: Task(
        name,
        arguments,
        partial(problems_of, name),
        partial(mistakes_of, name),
        _ANSWERS.get(name, ()),
    )
    for name, arguments in TASKS.items()
} | {
    name: Task(
        name,
        arguments,
        partial(laws.problems_of, name),
        tuple,  # laws name what is wrong: there is no table
        laws.ANSWERS.get(name, ()),
        partial(laws.broken_law, laws.ANSWERS.get(name, ("P",))),
    )
    for name, arguments in laws.LAWS.items()
}


def task_of(task):
    """The task itself, or the one of that name."""
    if isinstance(task, Task):
        return task
    if not isinstance(task, str) or task not in _KNOWN:
        raise ValueError(f"there is no task {task!r}; the tasks are {', '.join(_KNOWN)}")
    return _KNOWN[task]
