"""Seeded problems with their right answers.

N, K and d are all different, so that no two axes can be confused; σ and π are
unequal; and beside ordinary numbers there are the extremes that separate a
formula from a function: underflow, overflow, cancellation, a weight of 0, an
empty component.
"""

from functools import cache, partial

from . import clusters, matrices, steps
from .matrices import nll_problem, posterior_problem
from .posed import EPS, posed

#: The first two are for a set of one's own: the instructors' page shows how.
__all__ = ["EPS", "posed", "problems_of"]

MAKERS = {
    "squared_distances": matrices.of_distances,
    "log_gaussians": matrices.of_densities,
    "log_sum_exp": matrices.of_rows,
    "negative_log_likelihood": partial(matrices.of_P_and_pi, nll_problem),
    "log_posterior": partial(matrices.of_P_and_pi, posterior_problem),
    "m_step": steps.of_m_step,
    "em_step": steps.of_em_step,
    "kmeans_assign": clusters.of_assign,
    "kmeans_update": clusters.of_update,
}


@cache
def problems_of(task, draw=0):
    """The problems of a task, the ordinary ones first.

    Every draw has its own numbers, and the same kinds of problems; 0 is what `check` uses.
    """
    return tuple(MAKERS[task](draw))
