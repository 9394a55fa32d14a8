"""Read what a learner's function returned: as numbers, or as a sentence of why not.

Any style will do: arrays, lists, tuples, matrices, whatever numpy can turn into
numbers without guessing.
"""

import contextlib
import inspect
from typing import NamedTuple

import numpy as np

#: The rounding of float64, as of any number that is none of numpy's floats.
DOUBLE = float(np.finfo(float).eps)

#: More numbers than any answer has; their shape alone is kept.
TOO_MANY = 100_000


class Reading(NamedTuple):
    """The numbers of an answer."""

    parts: tuple  # float64 arrays; one, or the members of a returned tuple
    eps: float  # of the coarsest number type among them
    matrix: bool  # whether it came as np.matrix, which is 2-D always
    whole: bool  # whether the numbers came as integers


#: Why an answer cannot be read: a mistake in a few words, and a sentence. `what` is a type or
#: a shape, and the rest is of the arrays that it should have been.
WHY = {
    "nothing": ("returns nothing", "Your function returns None: is the return missing?"),
    "nothing within": ("returns nothing", "A part of what your function returns is None."),
    "other parts": (
        "returns a {what}",
        "Your function returns a {what}; it should return {count} arrays, {wanted}: "
        "return {names}.",
    ),
    "text": ("returns text", "Your function returns text instead of numbers."),
    "no array": ("returns a {what}", "Your function returns a {what} instead of an array."),
    "not computed": (
        "returns a {what}",
        "Your function returns a {what}, which has not computed anything yet: "
        "return an array of its values.",
    ),
    "a function": ("returns a function", "Your function returns a function, not numbers."),
    "several": ("returns a {what}", "Your function returns a {what}; it should return one array."),
    "ragged": (
        "returns rows of unequal length",
        "Your function returns a ragged list: its rows have unequal lengths, so it is no matrix.",
    ),
    "objects": (
        "returns an object array",
        "Your function returns {what}, not of numbers: are its rows of unequal length, or is one "
        "of them None?",
    ),
    "complex": (
        "returns complex numbers",
        "Your function returns complex numbers; all here are real.",
    ),
    "no numbers": ("returns {what}", "Your function returns {what}, not numbers."),
    "too many": ("returns far too many numbers", "Your function returns an array of shape {what}."),
}


class Unusable(NamedTuple):
    """Why an answer cannot be read: a key of `WHY`, and what it was."""

    why: str
    what: str = ""

    def in_words(self, answers=()):
        """The mistake and the sentence; `answers` names the arrays of an answer of several."""
        *most, last = answers or ("",)
        mistake, sentence = WHY[self.why]
        words = {
            "what": self.what,
            "count": {2: "two", 3: "three", 4: "four"}.get(len(answers), str(len(answers))),
            "wanted": f"{', '.join(most)} and {last}",
            "names": ", ".join(answers),
        }
        return mistake.format(**words), sentence.format(**words)


def read(value, answers=()):
    """A Reading of `value`, or an Unusable; `answers` names its arrays if there are several."""
    if value is None:
        return Unusable("nothing")
    if not answers:
        return _together([value])
    if all(hasattr(value, name) for name in answers):
        return _together([getattr(value, name) for name in answers])
    if isinstance(value, (tuple, list)) and len(value) == len(answers):
        return _together(value)
    what = type(value).__name__
    if isinstance(value, (tuple, list)):
        what = f"{what} of {len(value)}"
    return Unusable("other parts", what)


def _together(values):
    parts = [_numbers(value) for value in values]
    for part in parts:
        if isinstance(part, Unusable):
            return part
    eps = max(part[1] for part in parts)
    return Reading(
        tuple(part[0] for part in parts),
        eps,
        any(isinstance(value, np.matrix) for value in values),
        all(part[2] for part in parts),
    )


def _numbers(value):
    """(float64 array, eps of its type, whether integers), or an Unusable."""
    why = _no_array(value)
    if why:
        return why
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        if isinstance(value, tuple):
            return Unusable("several", f"tuple of {len(value)}")
        return Unusable("ragged")
    if array.dtype == object:
        return _objects(value, array)
    if array.dtype.kind == "c":
        return Unusable("complex")
    if array.dtype.kind not in "biuf":
        return Unusable("no numbers", array.dtype.name)
    if array.size > TOO_MANY:
        return Unusable("too many", str(array.shape))
    whole = array.dtype.kind in "biu"
    eps = max(DOUBLE, 0.0 if whole else float(np.finfo(array.dtype).eps))
    return np.array(array, dtype=float), eps, whole


def _no_array(value):
    """Why a value is nothing to make an array of, or None."""
    what = type(value).__name__
    if value is None:
        return Unusable("nothing within")
    if isinstance(value, (str, bytes)):
        return Unusable("text")
    if isinstance(value, (dict, set, frozenset)):
        return Unusable("no array", what)
    if inspect.isgenerator(value) or inspect.iscoroutine(value) or isinstance(value, (map, zip)):
        return Unusable("not computed", what)
    if callable(value) and not hasattr(value, "__array__"):
        return Unusable("a function")
    return None


def _objects(value, array):
    """The numbers in an array of Python objects, such as exact fractions, or an Unusable."""
    if isinstance(value, (list, tuple)) or array.ndim == 0:
        with contextlib.suppress(TypeError, ValueError):
            return np.array(value, dtype=float), DOUBLE, False
    what = "an array of Python objects" if array.ndim else f"a {type(value).__name__}"
    return Unusable("objects", what)
