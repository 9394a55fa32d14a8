"""A second run beside the one on screen, with as many steps as that since its last start or edit.

It is the same start by the other algorithm, or another start by the same one. Where it stands
follows from the history, so whatever moves that moves both. As src/beside.js.
"""

from dataclasses import replace
from itertools import takewhile

import numpy as np

from ..em import guess_around
from ..matrices import log_gaussians, negative_log_likelihood, squared_distances
from .arguments import Refused, frozen, one_of
from .history import trail_of
from .learner import LearnerError
from .sentences import capital, say, spoken
from .sharing import SAME_MEANS
from .standing import has_settled
from .steps import Newest, held
from .trials import random_rows
from .words import WORDS

#: What may stand there; an algorithm is the same start by that one.
KINDS, ALGORITHMS = WORDS["BESIDE"], WORDS["ALGORITHMS"]

MADE_BY_STEPS = tuple(WORDS["MADE"].values())


def compare(s, run=None):
    """Put a run beside the one on screen, or with None take it away."""
    if run is not None:
        one_of(choices(s), run, "run")
    s.beside = run and beside_of(s, run)


def beside_of(s, kind):
    """A run of this kind, for what is on screen."""
    return Beside(kind, earlier(s) if kind == "before" else None, s.settings["data"])


def swap(s):
    """The other start comes on screen as a new run, and the one that was there stands beside."""
    if s.beside is None or s.beside.kind in ALGORITHMS:
        raise Refused(say("not_there", what="other start"))
    first, start = s.beside.entries[0], s.history.run.entries[beginning(s.history)]
    s.restart(say("other_start"), first.mixture, s.X, first.shared)
    s.beside = Beside("before", start.mixture, s.settings["data"])


class Beside:
    """The run that stands beside.

    Attributes
    ----------
    kind : str
        Of `KINDS`.
    entries : list of Entry
        As far as it has been stepped; without what their first halves found, which is large.
    result : Result or None
        What is shown of the first half of entry `k`, or of the one before it.
    J : float or None
        Of K-means, with the labels of that.
    ended : bool
        Whether it changes no more, or failed with `trouble`.
    """

    def __init__(self, kind, mixture, data):
        self.kind, self.mixture, self.data = kind, mixture, data
        self.entries, self.k, self.result, self.J = [], 0, None, None
        self.ended, self.trouble = False, ""
        self._made_of, self._values = (), {"here": [], "there": []}

    def follow(self, s):
        """Go where the run on screen is."""
        start, run, K = beginning(s.history), s.history.run, s.K
        first, algorithm = run.entries[start], run.settings["algorithm"]
        if self.kind == algorithm:
            (self.kind,) = set(ALGORITHMS) - {algorithm}
        if self.kind in ALGORITHMS:
            source, self.algorithm = first.mixture, self.kind
        else:
            if self.mixture is None or (len(self.mixture.mu), self.data) != (K, _data(run)):
                self.kind, self.data = "random", _data(run)
                self.mixture = frozen(guess_around(random_rows(first.X, K, s.lots), first.X))
            source, self.algorithm = self.mixture, algorithm
        made_of = first.X, source, first.shared, self.algorithm, s.steps
        if not _same(made_of, self._made_of):
            self._made_of = made_of
            self._begin(s.steps, first, source)
        self._step(run.t - start, run.done)

    def _begin(self, steps, first, mixture):
        self._steps = steps.showing(steps.show)
        self._first_half = Newest(self._steps.first_half)
        shared = first.shared if self.algorithm == "em" else None
        if self.algorithm == "em" and self.kind == "em":  # the widths of K-means mean nothing
            mixture = guess_around(mixture.mu, first.X)
        mixture = held(mixture, shared)
        made = self._steps.entry(self.algorithm, "start", "", first.X, mixture, shared=shared)
        self.entries, self.ended, self.trouble = [made], False, ""

    def _step(self, count, done):
        """On to step `count`, and its first half if it is done; or as far as it goes."""
        try:
            while len(self.entries) <= count and not self.ended:
                last = self.entries[-1]
                before = replace(last, result=self._half(last))
                after = self._steps.second_half(before, self.algorithm)
                self.ended = has_settled(last, after)
                self.entries.append(replace(after, faded=None))
            self.k = min(count, len(self.entries) - 1)
            shown = self.k if done else self.k - 1
            self.result = self._half(self.entries[shown]) if shown >= 0 else None
            self.J = self.result.J if done else self.entries[self.k].J
        except (LearnerError, ValueError) as error:
            self.ended, self.trouble = True, str(error)
            self.k, self.result, self.J = min(count, len(self.entries) - 1), None, None

    def _half(self, entry):
        return self._first_half(entry.X, entry.mixture, self.algorithm)

    def traces(self, s):
        """L of both at each step, or of two runs of K-means J; None for clusters without width."""
        run, start = s.history.run, beginning(s.history)
        steps = takewhile(lambda e: e.made in MADE_BY_STEPS, run.entries[start + 1 :])
        runs = {"here": [run.entries[start], *steps], "there": self.entries}
        algorithms = {"here": run.settings["algorithm"], "there": self.algorithm}
        shared = run.entries[start].shared
        as_mixtures = "em" in algorithms.values()
        for side, entries in runs.items():
            known = self._values[side]
            clusters = as_mixtures and algorithms[side] != "em"
            for k, entry in enumerate(entries):
                of = entry.X, entry.mixture, shared, clusters
                if k < len(known) and _same(known[k][0], of):
                    continue
                value = L_of_clusters(entry, s.steps, shared) if clusters else entry.nll
                known[k:] = [(of, value)]
            del known[len(entries) :]
        return [[value for _, value in self._values[side]] for side in runs]


def _data(run):
    return run.settings["data"]


def _same(these, those):
    """Whether arrays and mixtures are the very same, and whatever else equal."""
    return len(these) == len(those) and all(
        a is b or (isinstance(a, str | float | bool) and a == b)
        for a, b in zip(these, those, strict=True)
    )


def beginning(history):
    """The entry that the steps on screen began from: the last start or edit."""
    t = history.run.t
    while history.run.entries[t].made in MADE_BY_STEPS:
        t -= 1
    return t


def choices(s):
    """What may be put beside."""
    algorithms = s.steps.algorithms
    other = [a for a in algorithms if len(algorithms) > 1 and a != s.settings["algorithm"]]
    before = s.beside and s.beside.kind == "before"
    return [*other, "random", *(["before"] if before or earlier(s) else [])]


def earlier(s):
    """The newest other start of as many components for these data; None if there is none."""
    for run in reversed(s.history.runs[:-1]):
        mixture = run.entries[0].mixture
        new = mixture is not s.history.run.entries[0].mixture
        if new and len(mixture.mu) == s.K and _data(run) == s.settings["data"]:
            return mixture
    return None


def L_of_clusters(entry, steps, shared):
    """L of the mixture that the clusters about these means make: their widths and their shares.

    Where EM's components share a σ, so do they. None where a cluster has no width to speak of:
    its L would be as low as one likes.
    """
    D = squared_distances(entry.X, entry.mixture.mu)
    N, K = D.shape
    labels, nearest = D.argmin(axis=1), D.min(axis=1)
    Nk = np.bincount(labels, minlength=K)
    sigma = np.sqrt(np.bincount(labels, weights=nearest, minlength=K) / (2 * np.maximum(Nk, 1)))
    if shared is not None:
        sigma[:] = shared
    elif (sigma[Nk > 0] <= steps.floor(entry.X)).any():
        return None
    else:
        sigma[Nk == 0] = 1.0  # of weight 0
    return negative_log_likelihood(log_gaussians(D, sigma, 2), Nk / N)


def apart(mu, others):
    """The farthest that a mean of either side has to go to one of the other."""
    return float(np.sqrt(max(squared_distances(a, b).min(axis=1).max()
                             for a, b in ((mu, others), (others, mu)))))  # fmt: skip


def shown(s, standing, unit):
    """What a frame says of it, and its arrays by their path; None where there is nothing beside."""
    if s.beside is None:
        return None, {}
    b, algorithm, run = s.beside, s.settings["algorithm"], s.history.run
    here, there = s.mixture, b.entries[b.k].mixture
    traces = b.traces(s)
    at = [run.t - beginning(s.history), b.k]
    ended = [standing.settled, b.ended and b.k == len(b.entries) - 1]
    quantity = say("nll" if "em" in (algorithm, b.algorithm) else "inertia")
    distance = apart(here.mu, there.mu)
    same = bool(distance <= SAME_MEANS * np.ptp(s.X, axis=0).max())
    frame = {
        "kind": b.kind,
        "choices": [{"id": id, "label": KINDS[id]} for id in choices(s)],
        "algorithm": b.algorithm,
        "names": names(b, algorithm),
        "quantity": quantity,
        "nll": b.entries[b.k].nll,
        "J": b.J,
        "traces": traces,
        "at": at,
        "ended": ended,
        "apart": distance,
        "sentence": "",
        "R": None,
        "labels": None,
    }
    frame["sentence"] = sentence(frame, same, b.trouble, unit, algorithm)
    arrays = {f"beside.{name}": part for name, part in there._asdict().items()}
    arrays["beside.trail"] = trail_of(b.entries[: b.k + 1])
    if b.result is not None:
        R, labels = b.result.seen(len(there.mu))
        arrays["beside.R"] = R
        arrays["beside.labels"] = labels.astype(np.int32)
    return frame, arrays


def names(b, algorithm):
    """What the two runs are called."""
    if b.kind in ALGORITHMS:
        return [ALGORITHMS[algorithm], ALGORITHMS[b.algorithm]]
    return [say("this_start"), say("other_start")]


def sentence(frame, same, trouble, unit, algorithm):
    """What differs between the two."""
    (n, _), names, ended = frame["at"], frame["names"], frame["ended"]
    values = [trace[at] for trace, at in zip(frame["traces"], frame["at"], strict=True)]
    if None in values:
        said = [say("no_width")]
    else:
        L = frame["quantity"] == say("nll")
        algorithms = algorithm, frame["algorithm"]
        one, other = (
            say("of_clusters") if L and a != "em" else name
            for a, name in zip(algorithms, names, strict=True)
        )
        when = say("after_steps", n, n=n) if n else say("at_the_start")
        compared = say("compared", when=when, one=one, quantity=frame["quantity"],
                       here=spoken(values[0]), other=other, there=spoken(values[1]),
                       change=change(*values))  # fmt: skip
        said = [capital(compared)]
    unit = f" {unit}" if unit else ""
    said.append(say("same_means") if same else say("apart", by=spoken(frame["apart"]), unit=unit))
    if trouble:
        said.append(say("beside_trouble", why=trouble))
    elif all(ended):
        said.append(say("both_ended"))
    elif any(ended):
        said.append(capital(say("one_ended", one=names[ended.index(True)])))
    return " ".join(said)


def change(here, there):
    if spoken(here) == spoken(there):
        return say("as_high")
    return say("higher" if there > here else "lower", by=spoken(abs(there - here)))
