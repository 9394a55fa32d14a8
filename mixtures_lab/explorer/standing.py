"""Where the reader stands: what was done last, what comes next, what may be done.

As src/standing.js.
"""

from typing import NamedTuple

from .guess import DRAWN
from .history import MADE_BY_STEPS
from .predictions import is_pending
from .words import WORDS

MOST_COMPONENTS, HALVES, DONE = WORDS["MOST_COMPONENTS"], WORDS["HALVES"], WORDS["DONE"]

#: L has settled when it moves less than this, in nats per point, or in its last digits.
SETTLED_PER_POINT = WORDS["SETTLED_PER_POINT"]
SETTLED_RELATIVE = WORDS["SETTLED_RELATIVE"]


class Standing(NamedTuple):
    """What the history says of the moment."""

    t: int  # the entry on screen
    iteration: int  # how many steps led to it
    phase: str  # what was done last
    next: str | None  # what a step would do
    legal: list  # the names of the actions that would be accepted now
    settled: bool  # whether the last step changed nothing to speak of


def standing_of(history, steps, predictions, trials):
    """Where the reader stands in the history, with these steps to take."""
    following = next_half(history)
    return Standing(
        history.run.t,
        history.iteration,
        phase(history),
        following,
        legal(history, steps, following, predictions, trials),
        settled(history),
    )


def phase(history):
    done, algorithm = history.run.done, history.run.settings["algorithm"]
    return DONE[algorithm] if done and algorithm in DONE else history.entry.made


def next_half(history):
    return HALVES[history.run.settings["algorithm"]][int(history.run.done)]


def untouched(history):
    """Whether nothing has been done since the first guess."""
    return len(history.run.entries) == 1 and not halves_done(history)


def halves_done(history):
    """Whether the E-step or the assignment on screen is one that can be taken back."""
    return history.run.done and history.run.settings["algorithm"] in DONE


def most_components(entry):
    """K at most; a mixture that was given may have more than there are colours."""
    return max(min(MOST_COMPONENTS, len(entry.X)), entry.K)


def legal(history, steps, following, predictions, trials):
    run, here = history.run, history.entry
    possible = {
        following: following is not None,
        "step": following is not None,
        "back": run.t > 0 or halves_done(history) or len(history.runs) > 1,
        "goto": len(run.entries) > 1,
        "reset": not untouched(history) or run.settings["guess"] in DRAWN,
        "set_k": True,
        "set_algorithm": len(steps.algorithms) > 1,
        "set_data": True,
        "set_first_guess": True,
        "move_mean": True,
        "set_sigma": steps.uses_P(run.settings["algorithm"]),
        "share_sigma": run.settings["algorithm"] == "em",
        "add_point": True,
        "remove_point": len(here.X) > here.K,
        "select": True,
        "load": True,
        "compare": following is not None,
        "swap": following is not None,
        "try_starts": following is not None,
        "go_on": trials is not None and trials.running,
        "stop_starts": trials is not None and trials.running,
        "load_start": trials is not None and bool(trials.traces),
        "predict": following is not None,
        "move_prediction": predictions.on and is_pending(history),
    }
    return [name for name, yes in possible.items() if yes]


def settled(history):
    here, before = history.entry, history.previous
    return before is not None and here.made in MADE_BY_STEPS and has_settled(before, here)


def has_settled(before, here):
    """Whether a step from one entry to the next changed nothing to speak of."""
    per_point = SETTLED_PER_POINT * len(here.X) if here.made == "m" else 0
    return abs(before.nll - here.nll) <= max(per_point, SETTLED_RELATIVE * abs(here.nll))
