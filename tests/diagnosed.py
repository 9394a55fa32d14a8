"""Diagnose a function in this process: quick, for functions that are known to behave."""

from mixtures_lab.checks.diagnosis import examine
from mixtures_lab.checks.running import Ran, call_all


def run_here(function, calls, names, answers):
    outcomes = []
    call_all(function, calls, names, answers, outcomes.append, lambda text: None)
    return Ran(outcomes, "", None)


def diagnosed(task, function, draw=0):
    return examine(task, function, draw, run_here).diagnosis
