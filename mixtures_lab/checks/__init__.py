"""Says what is wrong with a learner's function, by name.

What you can do here::

    from mixtures_lab import checks

    checks.check("squared_distances", my_function)      # in a notebook cell
    checks.diagnose("squared_distances", my_function)   # the same, as a record

The tasks are the steps of the derivation: `checks.TASKS` lists them with the
arguments that a function is called with. A function may be written in any style.
`checks.LAWS` lists six more, which lead on from there: no answer to them is held,
and a function is checked by the laws that it has to keep.
"""

from .diagnosis import Diagnosis, diagnose
from .laws import LAWS
from .show import check
from .tasks import TASKS

__all__ = ["LAWS", "TASKS", "Diagnosis", "check", "diagnose"]
