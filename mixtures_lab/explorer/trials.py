"""Many starts at once: each runs until it settles, in slices, so that nothing waits for all.

As src/trials.js.
"""

from dataclasses import replace

import numpy as np

from ..em import guess_around
from .arguments import Refused, frozen
from .sentences import say
from .standing import has_settled
from .words import WORDS

#: How many starts may be asked for, and the iterations that one gets.
MOST_STARTS, MOST_ITERATIONS = WORDS["MOST_STARTS"], WORDS["MOST_ITERATIONS"]

#: Entries of D that a slice works out, or one iteration if that has more.
SLICE = WORDS["SLICE"]


class Trials:
    """Runs of one algorithm on the same points, each from other points as its first means.

    Attributes
    ----------
    mixtures, traces : list
        The first guess of each start, and its L (or inertia) at each iteration so far.
    running : bool
        Whether some are still to come; what there is stays when they are stopped.
    """

    def __init__(self, count, X, K, algorithm, random):
        self.count, self.X, self.K, self.algorithm = count, X, K, algorithm
        self.mixtures, self.traces = [], []
        self.running, self.version = True, 0
        self._random, self._here = random, None

    def fits(self, X, K, algorithm):
        return X is self.X and (K, algorithm) == (self.K, self.algorithm)

    def go_on(self, steps):
        """One slice of the work."""
        self.version += 1
        work = 0
        try:
            while self.running and work < SLICE:
                self._one(steps)
                work += len(self.X) * self.K
        except Exception:  # a learner's function: what there is stays
            self.stop()
            raise

    def stop(self):
        """No more starts; the one under way is left out."""
        self.running = False
        if self._here is not None:
            self.mixtures.pop()
            self.traces.pop()
        self._here = None
        self.version += 1

    def _one(self, steps):
        """One more iteration, or the next start."""
        if self._here is None:
            mixture = guess_around(random_rows(self.X, self.K, self._random), self.X)
            self._here = steps.entry(self.algorithm, "start", "", self.X, frozen(mixture))
            self.mixtures.append(self._here.mixture)
            self.traces.append([self._here.nll])
            return
        before = self._here
        result = steps.first_half(self.X, before.mixture, self.algorithm)
        here = steps.second_half(replace(before, result=result), self.algorithm)
        self._here, trace = here, self.traces[-1]
        trace.append(here.nll)
        if has_settled(before, here) or len(trace) > MOST_ITERATIONS:
            self._here = None
            self.running = len(self.traces) < self.count


def random_rows(X, K, random):
    """K different rows of `X`, by K uniform numbers."""
    order = list(range(len(X)))
    for k in range(K):
        other = k + int(random() * (len(order) - k))
        order[k], order[other] = order[other], order[k]
    return X[order[:K]]


def checked_count(count):
    if not isinstance(count, int) or not 1 <= count <= MOST_STARTS:
        raise Refused(say("how_many_starts", most=MOST_STARTS))
    return count


def generator():
    """Uniform numbers, the same in every session and on every page."""
    return np.random.Generator(np.random.PCG64(0)).random


def shown(trials):
    """What a frame says of the starts; None where there are none of what is on screen."""
    if trials is None:
        return None
    return {
        "version": trials.version,
        "count": trials.count,
        "running": trials.running,
        "traces": [list(trace) for trace in trials.traces],
    }
