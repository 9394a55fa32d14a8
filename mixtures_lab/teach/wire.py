"""How arguments and answers travel between the grader and a learner's process: as JSON.

Arrays travel as their type, shape and bytes. Nothing is ever unpickled. What comes from
a learner's process is data of a fixed form, and is measured before it is believed: numbers, the key
of a sentence that the grader has itself, or an exception's name and words, which are said to be
the learner's wherever they are shown.
"""

import base64
import math
import re

import numpy as np

from ..checks.outcomes import Raised, Seen
from ..checks.reading import TOO_MANY, WHY, Reading, Unusable

#: Types of array that may travel.
TYPES = frozenset({"float64", "int64", "bool"})

#: Characters of a text that are kept, and of what an answer was.
KEPT, WHAT = 2000, 60

#: How coarse numbers may be: as the types of floating point are.
EPS = frozenset(float(np.finfo(kind).eps) for kind in ("float16", "float32", "float64"))

#: What an answer that cannot be read was: a type, a shape.
ORDINARY = re.compile(r"[\w .,()\[\]|<>]*")

#: What an exception may be called.
WORD = re.compile(r"\S{1,40}")

#: How deep lists may stand in lists, where values travel to a right function and back.
DEEP = 8

# Looked up before a learner's code can put others in their place.
_array, _encoded = np.asarray, base64.b64encode


class Garbled(ValueError):
    """What came from a learner's process is no answer."""


def packed(array):
    """An array as JSON can hold it."""
    array = _array(array)
    if array.dtype.name not in TYPES:
        array = array.astype(np.float64)
    return [array.dtype.name, array.shape, _encoded(array.tobytes()).decode()]


def unpacked(item):
    """The array again."""
    try:
        kind, shape, text = item
        if kind not in TYPES or math.prod(shape) > TOO_MANY:
            raise Garbled("no array of numbers")
        return np.frombuffer(base64.b64decode(text), dtype=kind).reshape(shape).copy()
    except (TypeError, ValueError) as error:
        raise Garbled(f"no array: {error}") from None


# values: what functions are called with, and what right functions return


def packed_value(value, deep=DEEP):
    """A number, a text, an array, a mixture, or lists of such; else a TypeError in words."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return {"plain": value}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {"mixture": [packed(part) for part in value]}
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "biuf":
        return {"array": packed(value)}
    if isinstance(value, (list, tuple)) and deep:
        return {"row": [packed_value(part, deep - 1) for part in value]}
    raise TypeError(f"a {type(value).__name__} cannot be handed over")


def unpacked_value(item, mixture, deep=DEEP):
    """The value again; `mixture` makes a mixture of its three arrays."""
    if not isinstance(item, dict) or len(item) != 1:
        raise Garbled("no value")
    ((form, value),) = item.items()
    if form == "plain" and (value is None or isinstance(value, (bool, int, float, str))):
        return value
    if form == "array":
        return unpacked(value)
    if form == "mixture" and isinstance(value, list) and len(value) == 3:
        return mixture(*map(unpacked, value))
    if form == "row" and isinstance(value, list) and deep:
        return [unpacked_value(part, mixture, deep - 1) for part in value]
    raise Garbled("no value")


# what a call did


def packed_seen(seen):
    """A `Seen` of `checks.outcomes`."""
    did = seen.did
    if isinstance(did, Reading):
        item = {"parts": [packed(part) for part in did.parts], "eps": did.eps}
        item = {"read": {**item, "matrix": did.matrix, "whole": did.whole}}
    elif isinstance(did, Unusable):
        item = {"unusable": [did.why, did.what[:WHAT]]}
    else:
        item = {"raised": [did.kind[:KEPT], did.words[:KEPT], did.line[:KEPT]]}
    return {**item, "arguments": [_left(value) for value in seen.arguments]}


def _left(value):
    """An argument as a call left it; what cannot travel any more was changed."""
    try:
        return packed_value(value)
    except (TypeError, ValueError):
        return packed_value(None)


def unpacked_seen(item, parts, mixture):
    """It again, of a call whose answer has so many `parts`; else Garbled."""
    try:
        arguments = tuple(unpacked_value(value, mixture) for value in item["arguments"])
        if "read" in item:
            return Seen(_reading(item["read"], parts), arguments)
        if "unusable" in item:
            why, what = item["unusable"]
            return Seen(Unusable(*_unusable(why, what)), arguments)
        return Seen(Raised(*_raised(*item["raised"])), arguments)
    except (KeyError, TypeError, ValueError) as error:
        raise Garbled(f"not what a call does: {error}") from None


def _reading(item, parts):
    arrays = tuple(unpacked(part).astype(float) for part in item["parts"])
    if len(arrays) != parts or item["eps"] not in EPS:
        raise Garbled("another number of arrays, or another type")
    return Reading(arrays, item["eps"], bool(item["matrix"]), bool(item["whole"]))


def _unusable(why, what):
    if why not in WHY or not isinstance(what, str):
        raise Garbled("no reason")
    return why, what if len(what) <= WHAT and ORDINARY.fullmatch(what) else "something else"


def _raised(kind, words, line):
    if not all(isinstance(text, str) for text in (kind, words, line)):
        raise Garbled("no exception")
    return class_name(kind), words[:KEPT], line[:KEPT]


def class_name(kind):
    """The name of an exception's class, if it is one word: a sentence would pass for ours."""
    return kind if WORD.fullmatch(kind) else "an exception"
