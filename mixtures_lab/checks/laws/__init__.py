"""The laws that a right function keeps, for tasks whose answer nobody here holds.

A density is never negative and adds up to 1. An M-step ends at a minimum of the
expected cost −Σ r_ij (ln p(x_i | j) + ln π_j): no neighbour of its answer costs less.
So a function can be checked as one checks a result that nobody knows.
"""

from functools import cache

import numpy as np

from ..compare import COARSEST
from .answer import Answer, Broken, Case, shapes_fit
from .cases import MAKERS
from .m_steps import LEAST_RATE

__all__ = ["ANSWERS", "LAWS", "LEAST_RATE", "Broken", "Case", "broken_law", "problems_of"]

#: The tasks that are checked by laws alone, each with the arguments of a function.
LAWS = {
    "shared_m_step": ("X", "Q"),
    "diagonal_log_gaussians": ("X", "mu", "s"),
    "diagonal_m_step": ("X", "Q"),
    "log_poissons": ("x", "rate"),
    "poisson_m_step": ("x", "Q"),
    "map_m_step": ("X", "Q", "alpha", "beta"),
}

#: The names of the arrays that are returned, where there are several.
ANSWERS = {
    "shared_m_step": ("mu", "sigma", "pi"),
    "diagonal_m_step": ("mu", "s", "pi"),
    "poisson_m_step": ("rate", "pi"),
    "map_m_step": ("mu", "sigma", "pi"),
}


def broken_law(names, case, reading):
    """The first law of a case that a reading breaks, or None; `names` are of its parts."""
    parts = tuple(
        part.reshape(shape) if reading.matrix and part.size == np.prod(shape) else part
        for part, shape in zip(reading.parts, case.shapes, strict=True)
    )
    answer = Answer(names, parts, min(reading.eps, COARSEST), case)
    with np.errstate(all="ignore"):
        for law in (shapes_fit, *case.laws):
            broken = law(answer)
            if broken:
                return broken
    return None


@cache
def problems_of(name, draw=0):
    """The problems of a task, the ordinary ones first; every draw has its own numbers."""
    return tuple(MAKERS[name](draw))
