"""The tasks: what a function is called with, on which problems, and its known mistakes."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from . import laws, leftover, nested, parameters, places, terms
from .about import NAMES
from .mistakes import mistakes_of
from .problems import problems_of
from .slips import em_step, m_step, row

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


def _nothing(problems):
    return {}


class Step(NamedTuple):
    """What an M-step follows from."""

    R: Callable  # of the arguments: the right R
    others: tuple  # rows whose functions give another R
    follows: str  # what is said of one of them
    old: Callable | None = None  # of the arguments: the old mixture, where there is one


class Known(NamedTuple):
    """What is known of a task beside its right answers and its mistakes."""

    formula: tuple | None = None  # the right function, and a symbol for each argument
    terms: Callable | None = None  # the terms of one problem's answer, if it is a sum of some
    axes: tuple = ("point", "component")
    factors: Callable = _nothing
    addends: Callable = _nothing
    own: tuple = ()
    places: tuple = ()
    step: Step | None = None  # for a function that returns mu, sigma and pi


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
    known: Known = Known()


def _clusters(problems):
    counts = [np.bincount(p.args[1], minlength=p.args[2])[:, None] * 1.0 for p in problems]
    return {
        "N_j": counts,
        "(N_j + 1)": [c + 1 for c in counts],
        "max(N_j − 1, 1)": [np.maximum(c - 1, 1) for c in counts],
    }


def _nll(problems):
    return {
        "Σ_j ln π_j": [np.log(p.args[1]).sum() for p in problems],
        "ln N": [np.log(p.size[0]) for p in problems],
        "K ln N": [p.size[1] * np.log(p.size[0]) for p in problems],
    }


_KNOW = {
    "squared_distances": Known(
        (row.distances, ("X", "μ")), terms.of_distances, places=(leftover.of_distances,)
    ),
    "log_gaussians": Known(
        (row.densities, ("D", "σ", "d")),
        terms.of_density,
        own=(parameters.another_sigma,),
        places=(leftover.of_density,),
    ),
    "log_sum_exp": Known((lambda A: row.lse(A, -1), ("A",)), terms.of_rows),
    "negative_log_likelihood": Known(
        (lambda P, pi: -row.lse(P + np.log(pi)).sum(), ("P", "π")),
        addends=_nll,
        own=(nested.explain,),
    ),
    "log_posterior": Known(
        (row.posterior, ("P", "π")), terms.of_posterior, places=(leftover.of_posterior,)
    ),
    "m_step": Known(
        step=Step(
            lambda X, Q: np.exp(Q),
            tuple(m_step.R_STEPS),
            "all follows from another R: you get this with {}",
        )
    ),
    "em_step": Known(
        step=Step(
            lambda X, mixture: np.exp(em_step.Q_of(X, mixture)),
            tuple(em_step.E_STEPS),
            "the E-step gives what you get with: {}",
            lambda X, mixture: mixture,
        )
    ),
    "kmeans_update": Known(
        axes=("cluster", "coordinate"), factors=_clusters, places=(places.which_clusters,)
    ),
}
_ANSWERS = {"m_step": NAMES, "em_step": NAMES}

_KNOWN = {
    name: Task(
        name,
        arguments,
        partial(problems_of, name),
        partial(mistakes_of, name),
        _ANSWERS.get(name, ()),
        known=_KNOW.get(name, Known()),
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
