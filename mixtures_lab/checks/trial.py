"""What a function did on the problems of its task, and the records that a check ends in."""

import itertools
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from . import places
from .compare import RIGHT, WRONG, fitted, same, verdict, without_other_axes, wrong_entries
from .running import call_all
from .shapes import wrong_shape


class Diagnosis(NamedTuple):
    """What a check found.

    Parameters
    ----------
    passed : bool
        Whether the function is right.
    mistake : str or None
        The mistake in a few words: a known one, or the term that is wrong. None
        if the function is right, or differs in a way that has no name.
    message : str
        The whole of it in sentences.

    Examples
    --------
    >>> from mixtures_lab import checks
    >>> diagnosis = checks.diagnose("log_sum_exp", lambda A: A.max(axis=-1))
    >>> diagnosis.passed, diagnosis.mistake
    (False, 'the maximum alone')
    """

    passed: bool
    mistake: str | None
    message: str


class Shown(NamedTuple):
    """Both answers to one problem, for the eye."""

    where: str
    got: np.ndarray
    right: np.ndarray
    at: tuple | None


class Findings(NamedTuple):
    """A diagnosis, what to show beside it, and what is right on ordinary numbers all the same."""

    diagnosis: Diagnosis
    shown: Shown | None
    ordinary: bool = False  # the numbers, whatever axes of length 1 stand around them
    shape: bool = True  # those axes, too


class Trial:
    """A function's outcomes on the problems, beside the right answers."""

    def __init__(self, task, draw, ran):
        self.task, self.draw, self.ran = task, draw, ran
        self.problems, self.outcomes = task.problems(draw), ran.outcomes
        self.grades = [  # fewer than the problems if the run was cut short
            WRONG if outcome.mistake else self._verdict(problem, outcome.reading)
            for problem, outcome in zip(self.problems, self.outcomes, strict=False)
        ]
        self.ordinary = self.of_kind("ordinary")

    def _verdict(self, problem, reading):
        if self.task.broken_law:
            return WRONG if self.task.broken_law(problem, reading) else RIGHT
        return verdict(problem, reading)

    def of_kind(self, kind):
        return [i for i, problem in enumerate(self.problems) if problem.kind == kind]

    def failing(self, kind, grades=None):
        grades = self.grades if grades is None else grades
        return [i for i in self.of_kind(kind) if grades[i] == WRONG]

    @cached_property
    def grades_without_other_axes(self):
        """The grades of the numbers alone, if axes of length 1 did not count."""
        if self.task.broken_law:
            return self.grades
        return [
            verdict(problem, without_other_axes(problem, outcome.reading))
            if grade == WRONG
            and not outcome.mistake
            and len(outcome.reading.parts) == len(problem.right)
            else grade
            for problem, outcome, grade in zip(
                self.problems, self.outcomes, self.grades, strict=True
            )
        ]

    # beside the known mistakes

    def known_mistake(self, indices):
        """The known mistake that gives the same on all these problems, and is wrong on some."""
        made = _made(self.task, self.draw)
        for strict, row in itertools.product((True, False), self.task.mistakes()):
            pairs = [(self.problems[i], self.outcomes[i], made[row.name][i]) for i in indices]
            if not all(_alike(*pair, strict) for pair in pairs):
                continue
            # That both raise on every problem is no evidence; one answer in common is.
            if not any(mine.reading for _, mine, _ in pairs):
                continue
            if any(
                theirs.mistake or verdict(problem, theirs.reading) != RIGHT
                for problem, _, theirs in pairs
            ):
                return row
        return None

    def unlike(self, row):
        """The extreme problems on which the function is wrong in another way than the mistake."""
        made = _made(self.task, self.draw)[row.name]
        return [
            self.problems[i]
            for i in self.of_kind("extreme")
            if not _alike(self.problems[i], self.outcomes[i], made[i], strict=False)
        ]

    def given_by_mistakes(self):
        """(a known mistake, its answers), of those that give one array on each ordinary problem."""
        made = _made(self.task, self.draw)
        for row in self.task.mistakes():
            outcomes = [made[row.name][i] for i in self.ordinary]
            if all(outcome.reading is not None for outcome in outcomes):
                yield row, [outcome.reading.parts[0] for outcome in outcomes]


class Case:
    """A function's answers to the ordinary problems of its task, one array or several each."""

    def __init__(self, trial):
        self.trial, self.task, self.known = trial, trial.task, trial.task.known
        self.problems = [trial.problems[i] for i in trial.ordinary]
        self.readings = [trial.outcomes[i].reading for i in trial.ordinary]

    @cached_property
    def got(self):
        return [fitted(p, r)[0] for p, r in zip(self.problems, self.readings, strict=True)]

    @cached_property
    def right(self):
        return [p.right[0] for p in self.problems]

    @cached_property
    def masks(self):
        """Of each problem and part, which entries are wrong; None where the shape is."""
        return [wrong_entries(p, r) for p, r in zip(self.problems, self.readings, strict=True)]

    @cached_property
    def sizes(self):
        """What an answer may be off by a power of, one value for each problem."""
        named = {
            n: [np.array(float(p.size[k])) for p in self.problems] for k, n in enumerate("NKd")
        }
        return named | self.known.factors(self.problems)

    @cached_property
    def addends(self):
        """What else may have been added to an answer."""
        return self.sizes | self.known.addends(self.problems)

    @cached_property
    def large(self):
        """The arguments and answers of the problems that tell most."""
        big = [
            (p.args, g)
            for p, g in zip(self.problems, self.got, strict=True)
            if min(p.size[:2]) > 2 and g.shape == p.right[0].shape
        ]
        return big if len(big) > 3 and all(np.isfinite(g).all() for _, g in big) else []

    @cached_property
    def alike(self):
        return places.sameness(self.problems, self.got, self.right, *self.known.axes)

    @cached_property
    def shape(self):
        """What is wrong with the shape, or None."""
        return wrong_shape(self.problems, self.got, self.known.axes)


@cache
def _made(task, draw):
    """What every known mistake makes of the problems."""
    calls = [problem.args for problem in task.problems(draw)]
    made = {}
    for row in task.mistakes():
        made[row.name] = outcomes = []
        call_all(
            row.function, calls, task.arguments, task.answers, outcomes.append, lambda text: None
        )
    return made


def _alike(problem, one, other, strict=True):
    if one.mistake or other.mistake:
        return one.mistake == other.mistake
    return same(problem, one.reading, other.reading, strict)
