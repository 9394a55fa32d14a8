"""The known mistakes of each task: a table of the slips in the lines that it goes through."""

from .slips import (
    distances,
    em_step,
    kmeans,
    likelihood,
    log_gaussians,
    log_sum_exp,
    m_step,
    posterior,
)
from .slips.row import Mistake

__all__ = ["Mistake", "mistakes_of"]

TABLES = {
    "squared_distances": distances.TABLE,
    "log_gaussians": log_gaussians.TABLE,
    "log_sum_exp": log_sum_exp.TABLE,
    "negative_log_likelihood": likelihood.TABLE,
    "log_posterior": posterior.TABLE,
    "m_step": m_step.TABLE,
    "em_step": em_step.TABLE,
    "kmeans_assign": kmeans.ASSIGN,
    "kmeans_update": kmeans.UPDATE,
}


def mistakes_of(task):
    """The known mistakes of a task, by its name."""
    return TABLES[task]
