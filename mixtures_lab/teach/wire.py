"""How arguments and answers travel between the grader and a learner's process: as JSON.

Arrays travel as their type, shape and bytes. Nothing is ever unpickled, and whatever
comes from a learner's process is measured before it is believed.
"""

import base64
import math

import numpy as np

from ..checks.reading import TOO_MANY

#: Types of array that may travel.
TYPES = {"float64", "int64", "bool"}

#: Characters of a sentence that are kept.
KEPT = 2000


class Garbled(ValueError):
    """What came from a learner's process is no answer."""


def packed(array):
    """An array as JSON can hold it."""
    array = np.asarray(array)
    if array.dtype.name not in TYPES:
        array = array.astype(np.float64)
    return [array.dtype.name, array.shape, base64.b64encode(array.tobytes()).decode()]


def unpacked(item):
    """The array again."""
    try:
        kind, shape, text = item
        if kind not in TYPES or math.prod(shape) > TOO_MANY:
            raise Garbled("no array of numbers")
        return np.frombuffer(base64.b64decode(text), dtype=kind).reshape(shape).copy()
    except (TypeError, ValueError) as error:
        raise Garbled(f"no array: {error}") from None


def packed_arguments(arguments):
    """A call's arguments: arrays, whole numbers, and mixtures."""
    return [
        {"mixture": [packed(part) for part in value]}
        if isinstance(value, tuple)
        else {"number": value}
        if isinstance(value, (int, float))
        else {"array": packed(value)}
        for value in arguments
    ]


def arguments(items, mixture):
    """The arguments again; `mixture` makes a mixture of its three arrays."""
    return tuple(
        mixture(*(unpacked(part) for part in item["mixture"]))
        if "mixture" in item
        else item["number"]
        if "number" in item
        else unpacked(item["array"])
        for item in items
    )


def packed_outcome(outcome):
    """An `Outcome` of `checks.running`."""
    reading = outcome.reading
    return {
        "mistake": outcome.mistake,
        "sentence": outcome.sentence[:KEPT],
        "reading": reading
        and {
            "parts": [packed(part) for part in reading.parts],
            "eps": reading.eps,
            "matrix": reading.matrix,
            "whole": reading.whole,
        },
    }


def unpacked_outcome(item, parts, Outcome, Reading):
    """The outcome again, of an answer that has so many `parts`; else Garbled."""
    try:
        mistake, sentence, reading = item["mistake"], item["sentence"], item["reading"]
        if not isinstance(sentence, str) or not isinstance(mistake, str | None):
            raise Garbled("no sentence")
        if (mistake is None) == (reading is None) and mistake is None:
            raise Garbled("neither an answer nor a reason")
        if reading is not None:
            arrays = tuple(unpacked(part).astype(float) for part in reading["parts"])
            eps = float(reading["eps"])
            if len(arrays) != parts or not 0 < eps < 1:
                raise Garbled("another number of arrays")
            reading = Reading(arrays, eps, bool(reading["matrix"]), bool(reading["whole"]))
    except (KeyError, TypeError) as error:
        raise Garbled(f"no outcome: {error}") from None
    return Outcome(reading, mistake and mistake[:KEPT], sentence[:KEPT])
