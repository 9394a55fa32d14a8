"""Where the reader says that the means will go, and how far off that was. As src/predictions.js."""

from math import hypot
from typing import NamedTuple

from .history import MADE_BY_STEPS
from .sentences import say, spoken


class Prediction(NamedTuple):
    """A mean that was predicted, and where the step put it; in the data's units."""

    t: int  # the iteration that the step led to
    component: int  # counted from 0
    predicted: tuple
    actual: tuple
    miss: float  # the distance between the two
    moved: float  # how far the mean went: the miss of who says that it stays


class Predictions:
    """The places that were put down for the next step, and what became of those before.

    Attributes
    ----------
    on : bool
        Whether the reader predicts.
    places : dict
        A place for each component that has one, until the step.
    record : list of Prediction
        What was predicted before it was seen.
    """

    def __init__(self, on=False):
        self.on, self.places, self.record = on, {}, []
        self._seen = set()  # the steps whose end is known, by the means before and after

    def switch(self, on):
        self.on, self.places = on, {}

    def put(self, j, place):
        self.places = {**self.places, j: place}

    def clear(self):
        self.places = {}

    def settle(self, t, before, after, seen):
        """What a step made of the places: (component, x, y) of each.

        A step that was `seen` earns nothing, nor does the same one after a start over.
        """
        told = tuple((j, *self.places[j]) for j in sorted(self.places) if j < len(after))
        step = before.tobytes(), after.tobytes()
        if not seen and step not in self._seen:
            self.record += [_compared(t, place, before, after) for place in told]
        self._seen.add(step)
        self.clear()
        return told


def _compared(t, place, before, after):
    j, x, y = place
    actual = tuple(after[j].tolist())
    moved = hypot(*(after[j] - before[j]))
    return Prediction(t, j, (x, y), actual, hypot(x - actual[0], y - actual[1]), moved)


def is_pending(history):
    """Whether the step is still to come that says where the means go."""
    return history.run.done or history.entry.made not in MADE_BY_STEPS


def shown(predictions, history):
    """What a frame says of the predictions; None while nobody predicts."""
    if not predictions.on:
        return None
    here, record = history.entry, predictions.record
    pending = is_pending(history)
    told = [(j, *place) for j, place in predictions.places.items()] if pending else here.foretold
    places = [None] * here.K
    for j, x, y in told:
        if j < here.K:
            places[j] = [x, y]
    misses = [miss(place, mu) for place, mu in zip(places, here.mixture.mu, strict=True)]
    return {
        "pending": pending,
        "places": places,
        "misses": None if pending else misses,
        "count": len(record),
        "mean_miss": _mean([p.miss for p in record]),
        "mean_moved": _mean([p.moved for p in record]),
    }


def miss(place, mu):
    """How far a mean is from its predicted place; None where there is none."""
    return None if place is None else hypot(place[0] - mu[0], place[1] - mu[1])


def _mean(values):
    return sum(values) / len(values) if values else None


def unit_of(columns, unit):
    """The unit of a distance in the plane, which both axes may name; "" if they differ."""
    first, second = (column.partition(",")[2].strip() for column in columns)
    return unit or (first if first == second else "")


def remark(frame, unit):
    """What the status line says of the predictions: what is asked for, or what came out."""
    if frame is None:
        return ""
    if frame["pending"]:
        return "" if any(frame["places"]) else say("predict")
    misses = [(j, m) for j, m in enumerate(frame["misses"]) if m is not None]
    unit = f" {unit}" if unit else ""
    each = ", ".join(say("missed", j=j + 1, by=spoken(m)) for j, m in misses)
    return say("foretold", each=each, unit=unit) if misses else ""
