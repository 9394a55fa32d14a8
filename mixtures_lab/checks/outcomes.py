"""What one call of a learner's function did, as data, and what is said of it."""

from typing import NamedTuple

import numpy as np
from numpy import array_equal

from .reading import Reading, Unusable


class Raised(NamedTuple):
    """An exception: its class, its words, and the learner's line, where its text can be had."""

    kind: str
    words: str
    line: str


class Seen(NamedTuple):
    """What one call did, as data; `outcome_of` puts it into words."""

    did: Reading | Unusable | Raised
    arguments: tuple  # as the call left them


class Outcome(NamedTuple):
    """What one call gave: a reading, or a short name and a sentence of what happened instead."""

    reading: Reading | None = None
    mistake: str | None = None
    sentence: str = ""


def outcome_of(seen, arguments, names, answers):
    """What a call did, in words; `arguments` are those that it was called with.

    What is compared here are arrays, by functions that were looked up before a learner could
    put others in their place.
    """
    did = seen.did
    if isinstance(did, Raised):
        return _raised(did, arguments, names)
    for name, now, before in zip(names, seen.arguments, arguments, strict=True):
        for part, its_copy, one, other in _arrays(name, now, before):
            if not _unchanged(one, other):
                return Outcome(
                    did if isinstance(did, Reading) else None,
                    f"{part} is changed",
                    f"Your function changes its argument {part}. The caller still needs it: "
                    f"work on a copy, {its_copy}, or avoid +=, -= and "
                    "assignments into it.",
                )
    if isinstance(did, Unusable):
        return Outcome(None, *did.in_words(answers))
    return Outcome(did)


def _arrays(name, now, before):
    """The arrays in one argument, with their names and how to copy them."""
    if isinstance(before, tuple):
        for part in before._fields:
            its_copy = f"{part} = {name}.{part}.copy()"
            yield f"{part} of {name}", its_copy, getattr(now, part, None), getattr(before, part)
    else:
        yield name, f"{name} = {name}.copy()", now, before


def _unchanged(now, before):
    return np.shape(now) == np.shape(before) and array_equal(now, before, equal_nan=True)


def shapes_of(arguments, names):
    """The arguments in words, for a message."""
    words = []
    for name, value in zip(names, arguments, strict=True):
        if isinstance(value, tuple):
            inner = ", ".join(
                f"{f} {np.shape(v)}" for f, v in zip(value._fields, value, strict=True)
            )
            words.append(f"{name} with {inner}")
        elif np.ndim(value):
            words.append(f"{name} of shape {np.shape(value)}")
        else:
            words.append(f"{name} = {value}")
    return ", ".join(words)


#: Exceptions that are no mistake in a formula.
STOPS = {
    "SystemExit": (
        "stops the interpreter",
        "Your function asks Python itself to stop (exit, quit or sys.exit), which would end "
        "the notebook: use return instead.",
    ),
    "KeyboardInterrupt": ("raises KeyboardInterrupt", "Your function was interrupted."),
}


def _raised(raised, arguments, names):
    """The exception's words, where it was raised, and what the arguments were."""
    words = f": {raised.words}" if raised.words else ""
    where = f", in the line `{raised.line}`" if raised.line else ""
    usual = f"raises {raised.kind}", f"Your function raised {raised.kind}{words}{where}."
    mistake, sentence = STOPS.get(raised.kind, usual)
    called = f"It was called with {shapes_of(arguments, names)}."
    return Outcome(None, mistake, f"{sentence} {called}")
