"""The bound of −L that the shares on screen give, and what lies between. As src/bound.js."""

import numpy as np

from .sentences import say, spoken
from .words import WORDS

#: A gap below this, relative to L, is rounding: the bound touches.
TOUCHES = WORDS["TOUCHES"]

#: A share below it has no digits left: it counts as 0, and 0 ln 0 is 0.
TINY = np.finfo(float).tiny


def bound_of(history, steps):
    """−L, the bound (em-1) and the gap between them, in nats; None where there are no shares.

    −L is the package's, also where a learner's E-step has told another one.
    """
    here, shown, algorithm = history.entry, history.shown, history.run.settings["algorithm"]
    if algorithm != "em" or shown is None or np.isnan(shown.Q).any():
        return None
    try:
        Q = steps.posterior(here.X, here.mixture)
    except ValueError:  # a point with density 0 under every component
        return None
    gap = divergence(shown.Q, Q)
    return np.array([-here.nll, -here.nll - gap, gap])


def divergence(ln_shares, Q):
    """Σ r (ln r − q), the Kullback–Leibler divergence from the shares to the posterior."""
    shares = np.exp(ln_shares)
    claimed = shares >= TINY
    gap = (shares[claimed] * (ln_shares[claimed] - Q[claimed])).sum()
    return max(float(gap), 0.0)


def bound_sentence(found, nll):
    """What the status line says of it; nothing where there are no shares.

    Nor where the L that it says is a learner's other one: the two would not go together.
    """
    if found is None or not np.isclose(nll, -found[0], rtol=1e-9, atol=1e-9):
        return []
    minus_L, bound, gap = found
    if gap <= TOUCHES * max(1, abs(minus_L)):
        return [say("touches", bound=spoken(minus_L))]
    return [say("below", bound=spoken(bound), gap=spoken(gap))]
