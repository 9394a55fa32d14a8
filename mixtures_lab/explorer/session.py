"""The session of a notebook: Python answers the view's actions with frames.

PROTOCOL.md says what actions and frames are; src/session.js gives the same answers on
a page without a kernel. Every number comes from the package, or from the functions that
a learner passed in.
"""

from contextlib import suppress
from dataclasses import replace
from itertools import islice

import numpy as np

from .. import _inputs
from ..em import data_scale, default_floor, em_steps, m_step
from ..kmeans import kmeans_assign, kmeans_update
from ..matrices import (
    log_gaussians,
    log_posterior,
    log_sum_exp,
    negative_log_likelihood,
    squared_distances,
)
from ..mixture import checked_mixture
from . import sentences as say
from .arguments import (
    algorithms_of,
    checked_columns,
    checked_show,
    frozen,
    frozen_array,
    plane_points,
)
from .choices import (
    DATA_SETS,
    DRAWN,
    GUESSES,
    DataSet,
    guessed_mixture,
    known_data_set,
    mixture_around,
    same_to_rounding,
)
from .history import Entry, History, Result, with_new_row, without_row
from .learner import LearnerError, call_assign, call_e_step, call_m_step, call_update

MOST_COMPONENTS = 8

#: L has settled when it moves less than this, in nats per point, or in its last digits.
SETTLED_PER_POINT = 1e-9
SETTLED_RELATIVE = 1e-12

#: Beyond this many data scales from the origin the terms of dist-6 cancel to noise.
FAR = 1e4

OWN = "own"
HALVES = {"em": ("e_step", "m_step"), "kmeans": ("assign", "update"), "none": (None, None)}
DONE = {"em": "e", "kmeans": "assign"}


class Refused(ValueError):
    """An action that cannot be done; the message is the sentence for the reader."""


class Session:
    """The data, the mixture and the history behind one explorer.

    Parameters
    ----------
    X, mixture, show, **options
        As `Explorer` takes them.

    Attributes
    ----------
    frame : dict
        What is on screen, without its arrays.
    arrays : dict
        The arrays of the frame, by their path in it.
    """

    def __init__(
        self,
        X,
        mixture=None,
        show=("D", "P", "Q", "em"),
        *,
        e_step=None,
        m_step=None,
        assign=None,
        update=None,
        K=None,
        first_guess="kmeans++",
        algorithm=None,
        columns=None,
        unit=None,
        label=None,
        rng=0,
    ):
        X = plane_points(X)
        self.show = checked_show(show)
        self.e_step, self.m_step = e_step, m_step
        self.assign, self.update = assign, update
        self._rng = _inputs.generator(rng)
        self._algorithms = algorithms_of(self.show)
        algorithm = self._algorithms[0] if algorithm is None else algorithm
        if algorithm not in self._algorithms:
            raise ValueError(
                f"algorithm is {algorithm!r} but show={self.show!r} has {self._algorithms}"
            )

        known = known_data_set(X)
        first = known or DataSet(OWN, "your data", lambda: X)
        first = first._replace(
            label=first.label if label is None else str(label),
            columns=first.columns if columns is None else checked_columns(columns),
            unit=first.unit if unit is None else unit,
        )
        self._first_data = first.id
        self._points = {first.id: X}
        self._data_sets = {first.id: first} | {s.id: s for s in DATA_SETS if s.id != first.id}
        self._page_has_points = known is not None and same_to_rounding(X, known)

        if mixture is not None:
            first_guess = "given"
            mixture = frozen(checked_mixture(mixture, 2))
            if K is not None and K != len(mixture.mu):
                raise ValueError(
                    f"K is {K} but the mixture has {len(mixture.mu)} components: leave K out"
                )
            _inputs.number_of_components(len(mixture.mu), len(X))
        elif first_guess not in GUESSES or first_guess == "given":
            raise ValueError(
                f"first_guess is {first_guess!r} but must be one of "
                f"{[guess for guess in GUESSES if guess != 'given']}, or give a mixture"
            )
        else:
            K = min(3, len(X)) if K is None else K
            K = _inputs.number_of_components(K, len(X))
        self._given = mixture
        settings = {"algorithm": algorithm, "data": self._first_data, "guess": first_guess}
        self._history = History()
        self._history.begin(settings, self._first_entry(settings, X, K))
        self._opening = settings, self._history.entry

        self.selected = {"point": None, "component": None}
        self._version = self._X_version = 0
        self._X_shown = None
        self._draw()

    # What a mixture says of the points ----------------------------------------------

    def _uses_P(self, algorithm):
        return algorithm == "em" or (algorithm == "none" and bool({"P", "Q"} & set(self.show)))

    def _matrices(self, X, mixture, algorithm):
        """D, and P where it is wanted, else None."""
        D = squared_distances(X, mixture.mu)
        return D, log_gaussians(D, mixture.sigma, 2) if self._uses_P(algorithm) else None

    def _measure(self, X, mixture, algorithm):
        """L of the mixture; in K-means the inertia."""
        D, P = self._matrices(X, mixture, algorithm)
        if P is None:
            return float(D.min(axis=1).sum())
        return negative_log_likelihood(P, mixture.pi)

    def _first_half(self, X, mixture, algorithm):
        """The E-step or the assignment."""
        if not self._uses_P(algorithm):
            if self.assign is not None:
                return Result(labels=call_assign(self.assign, X, mixture.mu))
            return Result(labels=kmeans_assign(X, mixture.mu))
        if self.e_step is not None:
            Q, nll = call_e_step(self.e_step, X, mixture)
            return Result(Q=Q, nll=nll)
        _, P = self._matrices(X, mixture, algorithm)
        return Result(Q=log_posterior(P, mixture.pi))

    def _second_half(self, entry, algorithm):
        """The M-step or the update: the next mixture, and the clusters begun again."""
        X, mixture = entry.X, entry.mixture
        if algorithm == "kmeans":
            labels, K = entry.result.labels, len(mixture.mu)
            if self.update is not None:
                return mixture._replace(mu=call_update(self.update, X, labels, K)), ()
            emptied = np.setdiff1d(np.arange(K), labels)
            return mixture._replace(mu=kmeans_update(X, labels, K)), tuple(emptied)
        if self.m_step is not None:
            return call_m_step(self.m_step, X, entry.result.Q), ()
        if self.e_step is not None:
            return m_step(X, entry.result.Q), ()
        # Both halves are the package's: em_steps keeps a σ that begins under the floor.
        return second(em_steps(X, mixture)).mixture, ()

    def _entry(self, algorithm, made, what, X, mixture, **rest):
        entry = Entry(made, what, X, frozen(mixture), self._measure(X, mixture, algorithm), **rest)
        if algorithm == "none" and "Q" in self.show:  # nothing to press: Q is always there
            try:
                return replace(entry, result=self._first_half(X, entry.mixture, algorithm))
            except LearnerError as error:
                return replace(entry, trouble=str(error))
        return entry

    def _first_entry(self, settings, X, K):
        guess = settings["guess"]
        given = guess == "given"
        mixture = self._given if given else guessed_mixture(guess, X, K, self._rng)
        what = say.first_guess(GUESSES[guess])
        return self._entry(settings["algorithm"], "start", what, X, mixture)

    # Where we stand -----------------------------------------------------------------

    @property
    def settings(self):
        return self._history.run.settings

    @property
    def X(self):
        """The points on screen."""
        return self._history.entry.X

    @property
    def mixture(self):
        """The mixture on screen."""
        return self._history.entry.mixture

    @property
    def nll(self):
        """L of the mixture on screen; in K-means the inertia."""
        return self._history.nll(self.t)

    @property
    def t(self):
        """The iteration on screen."""
        return self._history.run.t

    @property
    def K(self):
        return len(self.mixture.mu)

    @property
    def _most(self):
        return max(min(MOST_COMPONENTS, len(self.X)), self.K)

    @property
    def _next(self):
        return HALVES[self.settings["algorithm"]][int(self._history.run.done)]

    @property
    def _phase(self):
        done, algorithm = self._history.run.done, self.settings["algorithm"]
        return DONE[algorithm] if done and algorithm != "none" else self._history.entry.made

    @property
    def _untouched(self):
        run = self._history.run
        return len(run.entries) == 1 and (self.settings["algorithm"] == "none" or not run.done)

    @property
    def _guesses(self):
        return {
            guess: label
            for guess, label in GUESSES.items()
            if guess != "given"
            or (self._given is not None and self.settings["data"] == self._first_data)
        }

    @property
    def legal(self):
        """The names of the actions that would be accepted now."""
        run, algorithm = self._history.run, self.settings["algorithm"]
        halves = run.done and algorithm != "none"
        possible = {
            self._next: self._next is not None,
            "step": self._next is not None,
            "back": run.t > 0 or halves or len(self._history.runs) > 1,
            "goto": len(run.entries) > 1,
            "reset": not self._untouched or self.settings["guess"] in DRAWN,
            "set_k": True,
            "set_algorithm": len(self._algorithms) > 1,
            "set_data": len(self._data_sets) > 1,
            "set_first_guess": True,
            "move_mean": True,
            "set_sigma": self._uses_P(algorithm),
            "add_point": True,
            "remove_point": len(self.X) > self.K,
            "select": True,
        }
        return [name for name, yes in possible.items() if yes]

    # Actions ------------------------------------------------------------------------

    def act(self, action):
        """Do one action of the protocol; a bad one leaves a sentence and changes nothing."""
        problem = None
        try:
            self._answer(dict(action))
        except Refused as refusal:
            problem = str(refusal)
        except LearnerError as error:
            problem = say.failed(f"at iteration {self.t} {error}")
        except (ValueError, TypeError) as error:  # TypeError: wrong arguments for an action
            problem = say.failed(str(error))
        self._draw(problem)

    def _answer(self, action):
        name = action.pop("name", None)
        if name not in self.legal:
            if name == "remove_point":
                raise Refused(say.too_few_points(len(self.X), self.K))
            raise Refused(say.not_now(name, self._next))
        getattr(self, f"_act_{name}")(**action)

    def _act_step(self):
        getattr(self, f"_act_{self._next}")()

    def _act_e_step(self):
        entry, algorithm = self._history.entry, self.settings["algorithm"]
        self._history.finish(self._first_half(entry.X, entry.mixture, algorithm))

    def _act_m_step(self):
        if self._history.replay():
            return
        entry, algorithm = self._history.entry, self.settings["algorithm"]
        mixture, repaired = self._second_half(entry, algorithm)
        made = "m" if algorithm == "em" else "update"
        kept = {"faded": entry.result, "repaired": repaired}
        self._history.append(self._entry(algorithm, made, "", entry.X, mixture, **kept))

    _act_assign = _act_e_step
    _act_update = _act_m_step

    def _act_back(self):
        self._history.back(halves=self.settings["algorithm"] != "none")
        self._remember()

    def _act_goto(self, t):
        self._history.go_to(self._index(t, len(self._history.run.entries), "iteration"))
        self._remember()

    def _remember(self):
        """Q again where it was forgotten, and there is no E-step to press for it."""
        here = self._history.entry
        live = self.settings["algorithm"] == "none" and "Q" in self.show
        if live and here.result is None and not here.trouble:
            with suppress(LearnerError):
                self._history.finish(self._first_half(here.X, here.mixture, "none"))

    def _act_reset(self):
        first = self._history.run.entries[0]
        if self._untouched:
            return self._begin({}, first.X, self.K)
        algorithm = self.settings["algorithm"]
        entry = self._entry(algorithm, "start", first.what, first.X, first.mixture)
        self._history.begin(self.settings, entry)

    def _act_set_k(self, K):
        if not isinstance(K, int) or not 1 <= K <= self._most:
            raise Refused(say.too_many_components(K, self._most))
        if K != self.K:
            self._begin({}, self.X, K)

    def _act_set_algorithm(self, algorithm):
        if algorithm not in self._algorithms:
            raise Refused(say.not_there(f"algorithm {algorithm}"))
        if algorithm == self.settings["algorithm"]:
            return
        mixture = self.mixture
        if algorithm == "em":  # the widths that K-means leaves alone say nothing of its means
            mixture = mixture_around(self.X, mixture.mu)
        what = say.begins_here(algorithm)
        entry = self._entry(algorithm, "start", what, self.X, mixture)
        self._history.begin({**self.settings, "algorithm": algorithm}, entry)

    def _act_set_data(self, data):
        if data not in self._data_sets:
            raise Refused(say.not_there(f"data set {data}"))
        if data not in self._points:
            self._points[data] = frozen_array(self._data_sets[data].points())
        X = self._points[data]
        self._begin({"data": data}, X, min(self.K, len(X)))
        self.selected["point"] = None

    def _act_set_first_guess(self, guess):
        if guess not in self._guesses:
            raise Refused(say.not_there(f"first guess {guess}"))
        K = len(self._given.mu) if guess == "given" else self.K
        self._begin({"guess": guess}, self.X, _inputs.number_of_components(K, len(self.X)))

    def _act_move_mean(self, j, x, y, gesture=None):
        j, x, y = self._index(j, self.K, "component"), number(x, "x"), number(y, "y")
        mu = self.mixture.mu.copy()
        mu[j] = x, y
        self._edit(
            say.moved_mean(j, x, y), self.X, self.mixture._replace(mu=mu), ("mean", j, gesture)
        )

    def _act_set_sigma(self, j, sigma, gesture=None):
        j = self._index(j, self.K, "component")
        floor = default_floor(self.X)
        value = max(number(sigma, "σ"), floor)
        changed = self.mixture.sigma.copy()
        changed[j] = value
        mixture = self.mixture._replace(sigma=changed)
        self._edit(say.set_sigma(j, value), self.X, mixture, ("sigma", j, gesture))

    def _act_add_point(self, x, y):
        x, y = number(x, "x"), number(y, "y")
        N = len(self.X)
        X = frozen_array(np.vstack([self.X, [[x, y]]]))
        faded = with_new_row(self._history.shown)
        self._edit(say.added_point(N, x, y), X, self.mixture, faded=faded)
        self.selected["point"] = N

    def _act_remove_point(self, i):
        i = self._index(i, len(self.X), "point")
        X = frozen_array(np.delete(self.X, i, axis=0))
        self._edit(say.removed_point(i), X, self.mixture, faded=without_row(self._history.shown, i))
        point = self.selected["point"]
        self.selected["point"] = None if point in (None, i) else point - (point > i)

    def _act_select(self, point=None, component=None):
        self.selected = {
            "point": None if point is None else self._index(point, len(self.X), "point"),
            "component": None if component is None else self._index(component, self.K, "component"),
        }

    def select(self, **changes):
        """Pin another point or component; the rest of the frame stays as it is."""
        self._act_select(**{**self.selected, **changes})
        self.frame["selected"] = dict(self.selected)

    def check_mixture(self, mixture):
        """`mixture` with float64 arrays, if the points on screen can have it; else a ValueError."""
        mixture = frozen(checked_mixture(mixture, 2))
        _inputs.number_of_components(len(mixture.mu), len(self.X))
        return mixture

    def set_mixture(self, mixture):
        """An edit that puts a whole mixture on screen."""
        self._edit("mixture set by code", self.X, self.check_mixture(mixture), faded=None)
        self._draw()

    def set_show(self, show):
        """Show other matrices; a new run if what was stepped through is no longer there."""
        self.show = checked_show(show)
        self._algorithms = algorithms_of(self.show)
        if self.settings["algorithm"] not in self._algorithms or "none" in self._algorithms:
            algorithm = self._algorithms[0]
            what = self._history.run.entries[0].what
            entry = self._entry(algorithm, "start", what, self.X, self.mixture)
            self._history.begin({**self.settings, "algorithm": algorithm}, entry)
        self._draw()

    def move_to(self, t):
        """Iteration `t`: back to it, or on to it step by step."""
        known = min(t, len(self._history.run.entries) - 1)
        if known != self.t:
            self.act({"name": "goto", "t": known})
        while self.t < t and self._next is not None and not self.frame["problem"]:
            self.act({"name": "step"})

    def _begin(self, changes, X, K):
        """A new run with a new first guess."""
        chosen = {**self.settings, **changes}
        if chosen["guess"] == "given" and (
            chosen["data"] != self._first_data or len(self._given.mu) != K
        ):
            chosen["guess"] = "kmeans++"
        self._history.begin(chosen, self._first_entry(chosen, X, K))

    def _edit(self, what, X, mixture, gesture=None, **faded):
        """A new entry made by hand, in place of the last one within a gesture."""
        here, run = self._history.entry, self._history.run
        if gesture is not None and gesture[-1] is None:
            gesture = None
        # Means that are placed by hand are still the first guess.
        placing = self.settings["guess"] == "hand" and self._untouched and X is here.X
        entry = self._entry(
            self.settings["algorithm"],
            "start" if placing else "edit",
            what,
            X,
            mixture,
            faded=faded.get("faded", self._history.shown),
            gesture=gesture,
        )
        last = run.t == len(run.entries) - 1
        going_on = gesture is not None and gesture == here.gesture and self._phase == "edit"
        if placing:
            self._history.replace(replace(entry, faded=None))
        elif going_on and last:
            self._history.replace(replace(entry, faded=here.faded))
        else:
            self._history.append(entry)

    def _index(self, index, length, what):
        if not isinstance(index, int) or not 0 <= index < length:
            raise Refused(say.not_there(f"{what} {index + 1 if isinstance(index, int) else index}"))
        return index

    # What is on screen --------------------------------------------------------------

    @property
    def _settled(self):
        here, before = self._history.entry, self._history.previous
        if before is None or here.made not in ("m", "update"):
            return False
        per_point = SETTLED_PER_POINT * len(here.X) if self.settings["algorithm"] == "em" else 0
        return abs(before.nll - here.nll) <= max(per_point, SETTLED_RELATIVE * abs(here.nll))

    def _sentence(self):
        opening = say.progress(
            self.t,
            self._phase,
            self._history.entry.what,
            "L" if self._uses_P(self.settings["algorithm"]) else "Σ min d",
            self.nll,
            self._history.nll_before,
        )
        return " ".join([opening, *self._notes()])

    def _notes(self):
        here, algorithm = self._history.entry, self.settings["algorithm"]
        if here.repaired:
            yield say.repaired(here.repaired)
        uses_P = self._uses_P(algorithm)
        if uses_P:
            empty = np.flatnonzero(here.mixture.pi == 0)
            if len(empty):
                yield say.emptied(empty)
            floor = default_floor(here.X)
            low = np.flatnonzero(here.mixture.sigma <= floor)
            if len(low):
                yield say.on_the_floor(low, floor)
        twins = coincident(here.mixture, with_sigma=uses_P)
        if len(twins):
            yield say.coincident(twins)
        if self._settled:
            yield say.settled(algorithm)

    def _pictures(self):
        """The matrices that `show` asks for, the labels, and whether D's terms were centred."""
        X, mixture = self.X, self.mixture
        D, P = self._matrices(X, mixture, self.settings["algorithm"])
        found, centred = {}, False
        if "D" in self.show:
            centre = X.mean(axis=0)
            centred = bool((np.abs(centre) > FAR * data_scale(X)).any())
            Xc, muc = (X - centre, mixture.mu - centre) if centred else (X, mixture.mu)
            found["D"] = D
            found["D1"] = (Xc**2).sum(axis=1, keepdims=True)  # dist-6, term by term
            found["D2"] = -2 * Xc @ muc.T
            found["D3"] = (muc**2).sum(axis=1)[None]
        if P is not None:
            with np.errstate(divide="ignore"):
                ln_pi = np.log(mixture.pi)[None]
            if "P" in self.show:
                found |= {"P": P, "lnPi": ln_pi, "PlnPi": P + ln_pi}
            if "Q" in self.show:
                found["lse"] = log_sum_exp(P + ln_pi, axis=1)[:, None]
        labels = None
        shown = self._history.shown
        if shown is not None and shown.Q is not None:
            if "Q" in self.show:
                found["Q"] = shown.Q
            found["R"] = np.exp(shown.Q)
            # A row of NaN is a point that no E-step has seen yet.
            labels = np.where(np.isnan(shown.Q[:, 0]), -1, shown.Q.argmax(axis=1))
        elif shown is not None:
            labels = shown.labels
            found["R"] = np.where(labels[:, None] < 0, np.nan, labels[:, None] == np.arange(self.K))
        return found, labels, centred

    def _draw(self, problem=None):
        """Make the frame and its arrays anew."""
        if problem is None and self._history.entry.trouble:
            problem = say.failed(self._history.entry.trouble)
        matrices, labels, centred = self._pictures()
        self.selected = {
            name: None if index is None or index >= limit else index
            for (name, index), limit in zip(
                self.selected.items(), (len(self.X), self.K), strict=True
            )
        }
        run, mixture = self._history.run, self.mixture
        algorithm = self.settings["algorithm"]
        data_set = self._data_sets[self.settings["data"]]
        uses_P = self._uses_P(algorithm)
        self._version += 1
        if self.X is not self._X_shown:
            self._X_version, self._X_shown = self._X_version + 1, self.X
        self.arrays = {
            "X": self.X,
            "mu": mixture.mu,
            "sigma": mixture.sigma,
            "pi": mixture.pi,
            "trace": np.array([self._history.nll(t) for t in range(len(run.entries))]),
            **{f"matrices.{name}": np.asarray(A, dtype=float) for name, A in matrices.items()},
        }
        if labels is not None:
            self.arrays["labels"] = labels.astype(np.int32)  # 4 bytes each: last, for alignment
        self.frame = {
            "version": self._version,
            "t": self.t,
            "last": len(run.entries) - 1,
            "phase": self._phase,
            "algorithm": algorithm,
            "algorithms": [name for name in self._algorithms if name != "none"],
            "show": list(self.show),
            "N": len(self.X),
            "K": self.K,
            "K_max": self._most,
            "X_version": self._X_version,
            "handles": {"mean": True, "sigma": uses_P},
            "centred": centred,
            "labels": None,
            "stale": not run.done and self._history.entry.faded is not None,
            "nll": self.nll,
            "nll_label": "L, nats"
            if uses_P
            else f"Σ min d{f', {data_set.unit}²' if data_set.unit else ''}",
            "trace_phases": [entry.made for entry in run.entries],
            "settled": self._settled,
            "legal": self.legal,
            "next": self._next,
            "status": self._sentence() if problem is None else problem,
            "problem": problem is not None,
            "selected": dict(self.selected),
            "data": data_set.id,
            "datasets": [{"id": s.id, "label": s.label} for s in self._data_sets.values()],
            "guess": self.settings["guess"],
            "guesses": [{"id": id, "label": label} for id, label in self._guesses.items()],
            "columns": list(data_set.columns),
            "unit": data_set.unit,
        }

    def opening(self):
        """The state that a page without a kernel begins from, as JSON can hold it."""
        settings, first = self._opening
        data_set = self._data_sets[settings["data"]]
        return {
            "X": None if self._page_has_points else first.X.tolist(),
            "mixture": {name: part.tolist() for name, part in first.mixture._asdict().items()},
            "show": list(self.show),
            "data": data_set.id,
            "label": data_set.label,
            "columns": list(data_set.columns),
            "unit": data_set.unit,
            "guess": settings["guess"],
            "algorithm": settings["algorithm"],
            "seed": 0,
        }


def number(value, what):
    """A finite float."""
    if not isinstance(value, int | float) or not np.isfinite(value):
        raise Refused(say.not_a_number(what))
    return float(value)


def second(iterator):
    """The second item."""
    return next(islice(iterator, 1, None))


def coincident(mixture, with_sigma):
    """Components that nothing tells apart: the same mean and, in a mixture, the same σ."""
    rows = np.column_stack([mixture.mu, mixture.sigma * with_sigma])
    same = (rows[:, None] == rows[None]).all(axis=2)
    return np.flatnonzero(same.sum(axis=1) > 1)
