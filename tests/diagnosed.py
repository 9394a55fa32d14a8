"""Diagnose a function in this process: quick, for functions that are known to behave."""

from mixtures_lab.checks.diagnosis import examine
from mixtures_lab.checks.running import Ran, call_all
from mixtures_lab.checks.tasks import task_of
from mixtures_lab.checks.trial import Case, Trial


def run_here(function, calls, names, answers):
    outcomes = []
    call_all(function, calls, names, answers, outcomes.append, lambda text: None)
    return Ran(outcomes, "", None)


def diagnosed(task, function, draw=0):
    return examine(task, function, draw, run_here).diagnosis


def trial_of(task, function, draw=0):
    """What a function did, for one stage of the diagnosis to look at."""
    task = task_of(task)
    calls = [problem.args for problem in task.problems(draw)]
    return Trial(task, draw, run_here(function, calls, task.arguments, task.answers))


def case_of(task, function):
    """Its answers to the ordinary problems, for one explanation to look at."""
    return Case(trial_of(task, function))
