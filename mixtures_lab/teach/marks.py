"""Give points for a function: what a hidden test ends in."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from ..checks.diagnosis import examine
from ..checks.running import run
from ..checks.tasks import task_of

#: The share of the points for a function that is right on ordinary numbers alone.
ORDINARY = 0.5

_draw = None


@contextmanager
def fresh_numbers(draw: int) -> Iterator[None]:
    """Within it, every mark is given on this draw of the problems: the same for a whole class."""
    global _draw
    before, _draw = _draw, draw
    try:
        yield
    finally:
        _draw = before


class Mark(float):
    """Points, and why: a float, as nbgrader wants a test cell to end in.

    Attributes
    ----------
    points : float
        The most there was to get.
    task : str
        What the function had to do.
    findings : Findings
        What the check found, with what to show beside it.
    note : str
        How the points came about, where that is not plain.
    """

    def __new__(cls, value, points, task, findings, note=""):
        mark = super().__new__(cls, value)
        mark.points, mark.task, mark.findings, mark.note = points, task, findings, note
        return mark


def mark(task, function, *, points, given=()):
    """Points for a learner's function, on numbers that nobody has seen.

    All of them if the function is right, half if it is wrong on extreme numbers only, or if
    nothing but an axis of length 1 is too many or lost, else none. A function that calls earlier
    ones, named in `given`, is tried again with right ones in their place: an early slip costs
    its own points, and no others.

    Parameters
    ----------
    task : str or Task
        What the function has to do, as for `checks.check`.
    function : callable
        The learner's; a grader passes one that runs in another process.
    points : float
        The most there is to get.
    given : sequence of str
        Functions of the same notebook that this one may call.

    Returns
    -------
    mark : Mark
        The points, with what was found.

    Raises
    ------
    ValueError
        If there is no such task.

    Examples
    --------
    >>> from mixtures_lab import log_sum_exp
    >>> mark("log_sum_exp", log_sum_exp, points=4)
    4.0
    >>> mark("log_sum_exp", lambda A: A.max(axis=-1), points=4).findings.diagnosis.mistake
    'the maximum alone'
    """
    draw = 1 + secrets.randbelow(2**31) if _draw is None else _draw
    apart = getattr(function, "run_apart", None)  # a grader's: it runs in another process

    def run_it(function, *call, given=()):
        return apart(*call, given=given) if apart else run(function, *call)

    name = task_of(task).name
    findings = examine(task, function, draw, run_it)
    if not findings.diagnosis.passed and given and apart:
        again = examine(task, function, draw, partial(run_it, given=given))
        if _share(again) > _share(findings):
            how = "All" if again.diagnosis.passed else "Half"
            note = (
                f"{how} of the points: with right {_and(given)} in the place of yours it is right"
                f"{'' if again.diagnosis.passed else ' on ordinary numbers'}."
                " What else is said here comes from there."
            )
            return Mark(_share(again) * points, points, name, findings, note)
    note = ""
    if _share(findings) == ORDINARY:
        note = "Half of the points: it is right on ordinary numbers."
        if not findings.shape:
            note = "Half of the points: the numbers are right, the shape is not."
    return Mark(_share(findings) * points, points, name, findings, note)


def _share(findings):
    if findings.diagnosis.passed:
        return 1.0
    return ORDINARY if findings.ordinary else 0.0


def _and(names):
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
