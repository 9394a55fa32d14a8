"""What problem set 5 is graded with: a task for each of its functions.

It stands beside the set's source and is never handed out.
"""

from functools import partial

from graded import answers, bells, poissons, prior, problems, steps
from mixtures_lab.checks import laws
from mixtures_lab.checks.tasks import Task


def task(name, posed, mistakes):
    """The task that laws check in a notebook, here with right answers."""
    names = laws.ANSWERS.get(name, ())
    return Task(name, laws.LAWS[name], posed, lambda: mistakes, names)


def m_step(name, posed, answer, mistakes):
    return task(name, partial(posed, name, answer), mistakes)


SHARED_M_STEP = m_step(
    "shared_m_step",
    problems.of_gaussians,
    answers.shared_answer,
    steps.SHARED,
)
DIAGONAL_LOG_GAUSSIANS = task(
    "diagonal_log_gaussians", problems.of_diagonal_densities, bells.DENSITY
)
DIAGONAL_M_STEP = m_step(
    "diagonal_m_step",
    problems.of_gaussians,
    answers.diagonal_answer,
    steps.DIAGONAL,
)
LOG_POISSONS = task("log_poissons", problems.of_poissons, poissons.DENSITY)
POISSON_M_STEP = m_step(
    "poisson_m_step",
    problems.of_rates,
    answers.poisson_answer,
    poissons.M_STEP,
)
MAP_M_STEP = m_step(
    "map_m_step", problems.of_gaussians, answers.map_answer, prior.MAP
)
