"""What a mixture says of the points, and the two halves of an iteration. As src/steps.js.

Every number comes from the package, or from the functions that a learner passed in.
"""

from dataclasses import replace

import numpy as np

from ..em import default_floor, m_step_with_distances
from ..kmeans import kmeans_assign, kmeans_update
from ..matrices import (
    log_gaussians,
    log_posterior,
    negative_log_likelihood,
    squared_distances,
)
from .arguments import frozen, frozen_array
from .history import Entry, Result
from .learner import LearnerError, call_assign, call_e_step, call_m_step, call_update
from .words import WORDS

MADE = WORDS["MADE"]


class Steps:
    """The steps of the algorithms that `show` has; `own` are a learner's functions by name."""

    def __init__(self, show, **own):
        self.show, self.own = show, own
        self.algorithms = algorithms_of(show)
        self._distances = Newest(squared_distances)
        self._log_gaussians = Newest(log_gaussians)
        self._log_posterior = Newest(log_posterior)
        self.floor = Newest(default_floor)

    def showing(self, show):
        """The same steps with other matrices shown."""
        return Steps(show, **self.own)

    def uses_P(self, algorithm):
        return algorithm == "em" or (algorithm == "none" and bool({"P", "Q"} & set(self.show)))

    def is_live(self, algorithm):
        """Whether Q follows by itself, because there is no E-step to press for it."""
        return algorithm == "none" and "Q" in self.show

    def matrices(self, X, mixture, algorithm):
        """D, and P where it is wanted, else None."""
        D = self._distances(X, mixture.mu)
        return D, self._log_gaussians(D, mixture.sigma, 2) if self.uses_P(algorithm) else None

    def measure(self, X, mixture, algorithm):
        """L of the mixture; in K-means the inertia."""
        D, P = self.matrices(X, mixture, algorithm)
        if P is None:
            return float(D.min(axis=1).sum())
        return negative_log_likelihood(P, mixture.pi)

    def cost(self, X, mixture, labels):
        """K-means' J(labels, μ) = Σ d_{i,label_i}; a new point, without label, is nearest."""
        D = self._distances(X, mixture.mu)
        each = D[np.arange(len(D)), labels]
        return float(np.where(labels < 0, D.min(axis=1), each).sum())

    def posterior(self, X, mixture):
        """The package's Q of a mixture in EM."""
        _, P = self.matrices(X, mixture, "em")
        return self._log_posterior(P, mixture.pi)

    def first_half(self, X, mixture, algorithm):
        """The E-step or the assignment."""
        if not self.uses_P(algorithm):
            assign = self.own.get("assign")
            if assign is None:
                labels = kmeans_assign(X, mixture.mu)
            else:
                labels = call_assign(assign, X, mixture.mu)
            return Result(labels=labels, J=self.cost(X, mixture, labels))
        e_step = self.own.get("e_step")
        if e_step is None:
            _, P = self.matrices(X, mixture, algorithm)
            return Result(Q=self._log_posterior(P, mixture.pi))
        Q, nll = call_e_step(e_step, X, mixture)
        return Result(Q=Q, nll=nll)

    def second_half(self, here, algorithm):
        """The M-step or the update: the entry after `here`, whose result is on screen."""
        half = self._m_step if algorithm == "em" else self._update
        mixture, repaired = half(here)
        kept = {"faded": here.result, "repaired": repaired, "shared": here.shared}
        return self.entry(algorithm, MADE[algorithm], "", here.X, mixture, **kept)

    def _m_step(self, here):
        X, Q, own = here.X, here.result.Q, self.own.get("m_step")
        if own is not None:
            return held(frozen(call_m_step(own, X, Q)), here.shared), ()
        mixture, D = m_step_with_distances(X, Q, here.mixture.sigma)
        self._distances.keep(D, X, mixture.mu)
        return held(mixture, here.shared), ()

    def _update(self, here):
        """The next means, and the clusters that were begun again."""
        X, mixture, labels, own = here.X, here.mixture, here.result.labels, self.own.get("update")
        K = len(mixture.mu)
        if own is not None:
            return mixture._replace(mu=frozen_array(call_update(own, X, labels, K))), ()
        emptied = np.setdiff1d(np.arange(K), labels)
        return mixture._replace(mu=kmeans_update(X, labels, K)), tuple(emptied)

    def entry(self, algorithm, made, what, X, mixture, **rest):
        """A mixture for the history, with its L, and with Q where that follows by itself."""
        for part in mixture:  # nobody writes to what the history holds
            part.setflags(write=False)
        entry = Entry(made, what, X, mixture, self.measure(X, mixture, algorithm), **rest)
        if algorithm == "kmeans" and entry.faded is not None:
            entry = replace(entry, J=self.cost(X, mixture, entry.faded.labels))
        if not self.is_live(algorithm):
            return entry
        try:
            return replace(entry, result=self.first_half(X, mixture, algorithm))
        except LearnerError as error:
            return replace(entry, trouble=str(error))


def held(mixture, shared):
    """The mixture, with the σ that all components share, where they do."""
    if shared is None:
        return mixture
    return mixture._replace(sigma=frozen_array(np.full(len(mixture.mu), shared)))


class Newest:
    """A function of arrays that nobody writes to, with its newest result kept."""

    def __init__(self, function):
        self._function, self._arguments, self._result = function, (), None

    def __call__(self, *arguments):
        known = len(arguments) == len(self._arguments)
        if not known or any(a is not b for a, b in zip(arguments, self._arguments, strict=True)):
            self.keep(self._function(*arguments), *arguments)
        return self._result

    def keep(self, result, *arguments):
        """What the function would give, found elsewhere."""
        self._result, self._arguments = result, arguments


def algorithms_of(show):
    """What the reader may step through."""
    if "em" in show:
        return ("em", "kmeans")
    return ("kmeans",) if "kmeans" in show else ("none",)
