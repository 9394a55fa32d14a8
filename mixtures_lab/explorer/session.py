"""The session of a notebook: Python answers the view's actions with frames.

PROTOCOL.md says what actions and frames are; src/session.js gives the same answers on
a page without a kernel.

    act ──▶ standing   is it legal, what comes next?
            actions    what each one does
            steps      the package's halves of an iteration, or a learner's
            history    the entry that they make
            frame      what is on screen now
"""

from contextlib import suppress
from dataclasses import replace

from .. import _inputs
from . import sentences
from .actions import ACTIONS
from .arguments import (
    Refused,
    checked_algorithm,
    checked_guess,
    checked_mixture_for,
    checked_predict,
    checked_show,
    plane_points,
)
from .datasets import DataSets
from .frame import frame_of
from .guess import GUESSES, guessed_mixture
from .history import History
from .learner import LearnerError
from .predictions import Predictions
from .sentences import say
from .standing import legal, next_half, phase, untouched
from .steps import Steps
from .trials import generator


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
        predict=False,
        rng=0,
    ):
        X = plane_points(X)
        self.steps = Steps(
            checked_show(show), e_step=e_step, m_step=m_step, assign=assign, update=update
        )
        algorithm = checked_algorithm(algorithm, self.steps.algorithms, self.steps.show)
        self.predictions = Predictions(checked_predict(predict, algorithm))
        self.trials, self.lots = None, generator()
        self.beside = None
        self._rng = _inputs.generator(rng)
        self.data_sets = DataSets(X, label, columns, unit)
        self.given = None if mixture is None else checked_mixture_for(X, mixture)
        guess, K = checked_guess(first_guess, K, X, self.given)
        settings = {"algorithm": algorithm, "data": self.data_sets.first, "guess": guess}
        self.history = History(settings, self._first_entry(settings, X, K))
        self.opening = settings, self.history.entry
        self.predicts_first = self.predictions.on
        self.selected = {"point": None, "component": None}
        self.frame, self.arrays = {}, {}
        self._draw()

    @property
    def settings(self):
        return self.history.run.settings

    @property
    def X(self):
        """The points on screen."""
        return self.history.entry.X

    @property
    def mixture(self):
        """The mixture on screen."""
        return self.history.entry.mixture

    @property
    def K(self):
        return self.history.entry.K

    @property
    def nll(self):
        """L of the mixture on screen; in K-means the inertia."""
        return self.history.nll(self.t)

    @property
    def t(self):
        """The entry on screen, edits among them."""
        return self.history.run.t

    @property
    def iteration(self):
        """The iteration on screen."""
        return self.history.iteration

    @property
    def legal(self):
        """The names of the actions that would be accepted now."""
        following = next_half(self.history)
        return legal(self.history, self.steps, following, self.predictions, self.tried)

    @property
    def tried(self):
        """The starts that were tried, where they are of what is on screen; else None."""
        fits = self.trials and self.trials.fits(self.X, self.K, self.settings["algorithm"])
        return self.trials if fits else None

    @property
    def guesses(self):
        """The first guesses that can be chosen now: the mixture that was given is for its data."""
        given = self.given is not None and self.settings["data"] == self.data_sets.first
        return {id: label for id, label in GUESSES.items() if id != "given" or given}

    # Actions ------------------------------------------------------------------------

    def act(self, action):
        """Do one action of the protocol; a bad one leaves a sentence and changes nothing."""
        problem = None
        try:
            self._answer(dict(action))
        except Refused as refusal:
            problem = str(refusal)
        except LearnerError as error:
            problem = sentences.failed(f"at iteration {self.iteration} {error}")
        except (ValueError, TypeError) as error:  # TypeError: wrong arguments for an action
            problem = sentences.failed(str(error))
        self._draw(problem)

    def _answer(self, action):
        name = action.pop("name", None)
        if name not in self.legal:
            if name == "remove_point":
                N = len(self.X)
                raise Refused(say("too_few_points", count=N, N=N, K=self.K))
            raise Refused(sentences.not_now(name, next_half(self.history)))
        ACTIONS[name](self, **action)

    def _draw(self, problem=None):
        """Make the frame and its arrays anew."""
        if self.beside:
            self.beside.follow(self)
        self.frame, self.arrays = frame_of(self, problem)
        self.selected = self.frame["selected"]

    def first_half(self):
        """The E-step or the assignment of the mixture on screen."""
        algorithm = self.settings["algorithm"]
        self.history.finish(self.steps.first_half(self.X, self.mixture, algorithm))

    def second_half(self):
        """The M-step or the update, or on to where it led before."""
        here, algorithm = self.history.entry, self.settings["algorithm"]
        seen = self.history.replay()
        if not seen:
            self.history.append(self.steps.second_half(here, algorithm))
        ways = here.mixture.mu, self.mixture.mu
        told = self.predictions.settle(self.iteration, *ways, seen)
        if told or not seen:
            self.history.amend(foretold=told)

    def remember(self):
        """Q again where it was forgotten, and there is no E-step to press for it."""
        here = self.history.entry
        live = self.steps.is_live(self.settings["algorithm"])
        if live and here.result is None and not here.trouble:
            with suppress(LearnerError):
                self.first_half()

    # What code may ask for, beside the view -------------------------------------------

    def select(self, **changes):
        """Pin another point or component; the rest of the frame stays as it is."""
        ACTIONS["select"](self, **{**self.selected, **changes})
        self.frame["selected"] = self.selected

    def set_mixture(self, mixture):
        """An edit that puts a whole mixture on screen."""
        mixture = checked_mixture_for(self.X, mixture)
        self.edit("mixture set by code", self.X, mixture, faded=None)
        self._draw()

    def set_show(self, show):
        """Show other matrices; a new run if what was stepped through is no longer there."""
        self.steps = self.steps.showing(checked_show(show))
        algorithms = self.steps.algorithms
        if "none" in algorithms:
            self.predictions.switch(False)
        if len(algorithms) < 2:
            self.beside = None
        if self.settings["algorithm"] not in algorithms or "none" in algorithms:
            what = self.history.run.entries[0].what
            self.restart(what, self.mixture, self.X, algorithm=algorithms[0])
        self._draw()

    def move_to(self, iteration):
        """Back to this iteration, or on to it step by step."""
        known = self.history.entry_of(iteration)
        if known != self.t:
            self.act({"name": "goto", "t": known})
        while self.iteration < iteration and next_half(self.history) and not self.frame["problem"]:
            self.act({"name": "step"})

    # Entries ----------------------------------------------------------------------------

    def _first_entry(self, settings, X, K):
        guess = settings["guess"]
        mixture = self.given if guess == "given" else guessed_mixture(guess, X, K, self._rng)
        what = say("first_guess", label=GUESSES[guess])
        return self.steps.entry(settings["algorithm"], "start", what, X, mixture)

    def begin(self, changes, X, K):
        """A new run with a new first guess."""
        chosen = {**self.settings, **changes}
        elsewhere = chosen["data"] != self.data_sets.first
        if chosen["guess"] == "given" and (elsewhere or len(self.given.mu) != K):
            chosen["guess"] = "kmeans++"
        self.history.begin(chosen, self._first_entry(chosen, X, K))
        self.predictions.clear()

    def restart(self, what, mixture, X, shared=None, **changes):
        """A new run from a mixture that there is."""
        settings = {**self.settings, **changes}
        entry = self.steps.entry(settings["algorithm"], "start", what, X, mixture, shared=shared)
        self.history.begin(settings, entry)
        self.predictions.clear()

    def edit(self, what, X, mixture, gesture=None, **changes):
        """A new entry made by hand, in place of the last one within a gesture.

        `changes` are of what it else has from the entry on screen; with a `result`, its first
        half is made.
        """
        history, here = self.history, self.history.entry
        # Means that are placed by hand are still the first guess.
        by_hand = self.settings["guess"] == "hand" and "shared" not in changes
        placing = by_hand and untouched(history) and X is here.X
        made = "start" if placing else "edit"
        kept = {"faded": history.shown, "shared": here.shared, "gesture": gesture, **changes}
        entry = self.steps.entry(self.settings["algorithm"], made, what, X, mixture, **kept)
        last = history.run.t == len(history.run.entries) - 1
        fresh = phase(history) == "edit" or "result" in changes
        if placing:
            history.replace(replace(entry, faded=None))
        elif last and gesture and gesture == here.gesture and fresh:
            history.replace(replace(entry, faded=here.faded))
        else:
            history.append(entry)
