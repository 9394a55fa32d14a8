"""Let numpy take whole numbers of 64 bits on a page as it does elsewhere.

wasm has indices of 32 bits, and numpy refuses to count or repeat by what its own generators draw
there. A cell that runs in Jupyter shall run on the page: the numbers are narrowed, and what does
not fit is an error as before.
"""

import functools

import numpy as np


def take_wide_integers():
    """Replace numpy's functions that refuse them."""
    np.bincount = _narrowing(np.bincount, 0, "x")
    np.repeat = _narrowing(np.repeat, 1, "repeats")


def _narrowing(function, place, name):
    """The function, with its argument at that place, or of that name, as an index is."""

    @functools.wraps(function)
    def call(*arguments, **options):
        if len(arguments) > place:
            arguments = [*arguments]
            arguments[place] = _narrowed(arguments[place])
        elif name in options:
            options[name] = _narrowed(options[name])
        return function(*arguments, **options)

    return call


def _narrowed(numbers):
    if getattr(numbers, "dtype", None) != np.int64:
        return numbers
    narrow = numbers.astype(np.intp)
    return narrow if np.array_equal(narrow, numbers) else numbers
