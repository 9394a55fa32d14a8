"""What was done so far: runs of entries, and where the reader stands.

An entry never changes, but for `result`, what its first half (E-step, assignment) found.
As src/history.js.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, takewhile

import numpy as np

from ..mixture import Mixture
from .words import WORDS

#: Results of old iterations are forgotten beyond this; their E-step can be made again.
BYTES_KEPT = WORDS["BYTES_KEPT"]

#: Runs that "Step back" can return to.
RUNS_KEPT = WORDS["RUNS_KEPT"]

#: Entries of the run that the trails go through.
TRAIL_KEPT = WORDS["TRAIL_KEPT"]

#: What an iteration of an algorithm ends with; an edit is none.
MADE_BY_STEPS = tuple(WORDS["MADE"].values())


@dataclass(frozen=True)
class Result:
    """What the first half found: Q, or in K-means the labels."""

    Q: np.ndarray | None = None
    labels: np.ndarray | None = None
    nll: float | None = None  # where a learner's function gave L with its Q
    J: float | None = None  # of the labels and the means that they were found for

    def with_new_row(self):
        """With a row for a point that no step has seen yet: NaN, or label −1."""

        def longer(A):
            row = np.full((1, *A.shape[1:]), np.nan if A.ndim == 2 else -1, dtype=A.dtype)
            return np.concatenate([A, row])

        return self._each(longer)

    def without_row(self, i):
        return self._each(partial(np.delete, obj=i, axis=0))

    def _each(self, change):
        Q, labels = (None if A is None else change(A) for A in (self.Q, self.labels))
        return replace(self, Q=Q, labels=labels)

    def seen(self, K):
        """R, and the likeliest component of each point; NaN and −1 where no step has seen it."""
        if self.Q is None:
            new, labels = self.labels[:, None] < 0, self.labels
            return np.where(new, np.nan, labels[:, None] == np.arange(K)), labels
        labels = np.where(np.isnan(self.Q[:, 0]), -1, self.Q.argmax(axis=1))
        return np.exp(self.Q), labels


@dataclass(frozen=True)
class Entry:
    """A mixture of the history, with the points it is for."""

    made: str  # "start", "m", "update" or "edit"
    what: str  # a start or an edit in words
    X: np.ndarray
    mixture: Mixture
    nll: float  # of the mixture, by the package; in K-means the inertia
    result: Result | None = None
    faded: Result | None = None  # the result before, shown until there is one
    J: float | None = None  # in K-means, of these means with the labels in `faded`
    repaired: tuple = ()
    gesture: tuple | None = None
    trouble: str = ""  # why there is no result, where nobody pressed for one
    foretold: tuple = ()  # (component, x, y) of every mean that was predicted
    shared: float | None = None  # the σ of all components, where the M-step keeps it

    @property
    def K(self):
        return len(self.mixture.mu)


def trail_of(entries):
    """Where the means of the last of these entries came from: (x, y, σ) of each."""
    newest_first = entries[::-1][:TRAIL_KEPT]
    # Code may have put other components on screen: the trail begins there.
    same = takewhile(lambda entry: entry.K == entries[-1].K, newest_first)
    return np.stack([np.column_stack(entry.mixture[:2]) for entry in same])[::-1]


@dataclass
class Run:
    """Iterations from one first guess; entry `t` is on screen."""

    settings: Mapping
    entries: list[Entry]
    t: int = 0
    done: bool = False  # whether the first half of entry t is shown


class History:
    """Runs, the last of which is on screen; it begins with one entry."""

    def __init__(self, settings, entry):
        self.runs = []
        self.begin(settings, entry)

    @property
    def run(self):
        return self.runs[-1]

    @property
    def entry(self):
        return self.run.entries[self.run.t]

    @property
    def previous(self):
        """The entry one iteration earlier in this run, or None."""
        return self.run.entries[self.run.t - 1] if self.run.t else None

    @property
    def iteration(self):
        """How many steps of the algorithm led to the entry on screen; edits do not count."""
        return self.iterations[self.run.t]

    def entry_of(self, iteration):
        """The newest entry of an iteration, or of the last one there is; none has one below 0."""
        return bisect_right(self.iterations, iteration) - 1

    @property
    def iterations(self):
        """How many steps led to each entry of this run."""
        return list(accumulate(int(entry.made in MADE_BY_STEPS) for entry in self.run.entries))

    @property
    def trail(self):
        """Where the means came from: (x, y, σ) of each, in the entries up to the one on screen."""
        return trail_of(self.run.entries[: self.run.t + 1])

    @property
    def shown(self):
        """The result on screen: of this mixture, or of the one before."""
        return self.entry.result if self.run.done else self.entry.faded

    def nll(self, t):
        """What stands on screen at iteration `t` of this run: a learner's L with their result."""
        own = self._own_nll(t)
        return self.run.entries[t].nll if own is None else own

    @property
    def nll_before(self):
        """L one iteration earlier, by the same hand as the one on screen; else None."""
        before = self.previous
        if before is None or before.X is not self.entry.X:
            return None
        return before.nll if self._own_nll(self.run.t) is None else self._own_nll(self.run.t - 1)

    def J(self, t):
        """K-means' J(labels, μ) as it stands at iteration `t` of this run; None without labels."""
        entry = self.run.entries[t]
        return entry.result.J if self._shows_result(t) else entry.J

    @property
    def J_before(self):
        """J half a step earlier, of the same points; else None."""
        if self._shows_result(self.run.t):
            return self.entry.J
        before = self.previous
        return None if before is None or before.X is not self.entry.X else self.J(self.run.t - 1)

    def _shows_result(self, t):
        return self.run.done if t == self.run.t else self.run.entries[t].result is not None

    def _own_nll(self, t):
        """L that a learner's function gave with a result that is shown at iteration `t`."""
        result = self.run.entries[t].result
        return result.nll if self._shows_result(t) else None

    def begin(self, settings, entry):
        """A new run."""
        self.runs.append(Run(settings, [entry], done=entry.result is not None))
        del self.runs[:-RUNS_KEPT]
        self._forget()

    def append(self, entry):
        """A new entry after the one on screen; whatever followed is dropped."""
        self.run.t += 1
        self.replace(entry)

    def replace(self, entry):
        """A new entry in place of the one on screen; whatever followed is dropped."""
        self.run.entries[self.run.t :] = [entry]
        self.run.done = entry.result is not None
        self._forget()

    def amend(self, **changes):
        """Something more of the entry on screen, which changes no number."""
        self.run.entries[self.run.t] = replace(self.entry, **changes)

    def finish(self, result):
        """The first half of the entry on screen."""
        self.amend(result=result)
        self.run.done = True
        self._forget()

    def go_to(self, t):
        self.run.t = t
        self.run.done = self.entry.result is not None

    def replay(self):
        """On to the successor, if an M-step or update made it; whether there was one."""
        following = self.run.entries[self.run.t + 1 : self.run.t + 2]
        if not following or following[0].made not in MADE_BY_STEPS:
            return False
        self.run.t += 1
        self.run.done = False
        return True

    def back(self, halves):
        """Undo one half, one edit, or one start."""
        if self.run.done and halves:
            self.run.done = False
        elif self.run.t:
            self.go_to(self.run.t - 1)
        else:
            self.runs.pop()
            self.run.done = self.run.done and self.entry.result is not None  # else forgotten

    def _forget(self):
        """Drop the oldest Q beyond BYTES_KEPT, never the one on screen; labels are small."""
        shown, kept = self.entry, 0
        for run in reversed(self.runs):
            for t in reversed(range(len(run.entries))):
                entry = run.entries[t]
                if entry.result is None or entry.result.Q is None:
                    continue
                kept += entry.result.Q.nbytes
                if kept > BYTES_KEPT and entry is not shown:
                    run.entries[t] = replace(entry, result=None, faded=None)
