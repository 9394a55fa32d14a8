"""What an error means, in plain words, for the kinds that a learner meets.

An error's own words stay on the page; a sentence here says what they do not: where such an
error comes from, and what to look at. Where its own words do that, there is no sentence.
"""

import re

SHAPE = r"\(([\d, ]*)\)"


def sentence_for(error):
    """A sentence on what the error means, or "" where its own words are plain enough."""
    try:
        words = str(error)
    except BaseException:  # an exception of the learner's that cannot even be printed
        return ""
    for kind, explained in KINDS:
        if isinstance(error, kind):
            return explained(error, words) if callable(explained) else explained
    return ""


def _matched(table):
    """What explains an error by its words: the first pattern of the table that is in them."""

    def explained(error, words):
        for pattern, sentence in table.items():
            if found := re.search(pattern, words):
                return sentence.format(*found.groups())
        return ""

    return explained


def _syntax(error, words):
    line = (error.text or "").strip()
    return JUPYTERS if line.startswith(("%", "!")) or line.endswith("?") else SYNTAX


def _name(error, words):
    name = error.name or "this name"
    if isinstance(error, UnboundLocalError):
        return (
            f"The function uses {name} before it has given it a value: because a line of the "
            f"function assigns to {name}, it is the function's own, not the one outside."
        )
    return f"Nothing is called {name} yet: it is misspelt here, or made in a cell that has not run."


def _module(error, words):
    top = (error.name or "").split(".")[0]
    if top == "mixtures_lab":
        return "This part of mixtures_lab is not on the page, but in the package as you install it."
    return (
        f"{top or 'This module'} is not on the page: here are NumPy, Matplotlib, mixtures_lab and "
        "Python's own library. In JupyterLab you can install what you like."
    )


def _attribute(error, words):
    if getattr(error, "obj", error) is None:
        return NONE
    if isinstance(error.obj, type(re)):
        return f"The module {error.obj.__name__} has nothing of that name: it may be misspelt."
    return ""


def _index(error, words):
    if found := re.search(r"out of bounds for axis \d+ with size (\d+)", words):
        size = int(found[1])
        if size == 0:
            return "There is nothing along this axis: it has length 0."
        return f"Indices count from 0, so the last along this axis is {size - 1}."
    if "too many indices" in words:
        return "There are more indices in the brackets than the array has axes: look at its shape."
    if "only integers" in words:
        return WHOLE
    if "out of range" in words:
        return "Indices count from 0, so the last one is the length less 1."
    return ""


MEMORY = (
    "So much memory is not there: a page's Python has 4 GB at most, and one array half of it. "
    "Make the arrays smaller."
)
NONE = (
    "A value here is None, which is what a function gives back that has no return, "
    "or whose return is never reached."
)

WHOLE = "An index must be a whole number: a division gives none, but // does, and int() makes one."

TYPES = {
    r"'NoneType'": NONE,
    r"missing \d+ required positional argument": (
        "The call has fewer arguments than the function's def asks for."
    ),
    r"takes (?:from )?\d+ .*positional arguments? but \d+": (
        "The call has more arguments than the function's def takes."
    ),
    r"unexpected keyword argument '(\w+)'": "The function's def has no argument called {0}.",
    r"'(?:numpy\.)?(?:ndarray|float64|int64)' object is not callable": (
        "Round brackets call a function, and this is an array or a number: "
        "square brackets take an entry, and * multiplies."
    ),
    r"'\w+' object is not callable": (
        "Round brackets call a function, and this is none: perhaps the name of a function was "
        "given another value."
    ),
    r"only integer scalar arrays|indices must be integers": WHOLE,
    r"unhashable type: 'numpy.ndarray'|unhashable type": (
        "Keys of a dict and members of a set cannot be arrays, lists or dicts: a tuple can."
    ),
}

VALUES = {
    rf"could not be broadcast together with shapes {SHAPE} {SHAPE}": (
        "The shapes ({0}) and ({1}) do not fit. From the last axis on, two lengths must be "
        "equal or one of them 1; x[:, None] gives an array one axis more."
    ),
    rf"shapes {SHAPE} and {SHAPE} not aligned|mismatch in its core dimension": (
        "In a matrix product the first matrix must have as many columns as the second has rows: "
        "perhaps one of them wants .T, or they stand in the wrong order."
    ),
    r"truth value of an array": (
        "An array with several entries is neither true nor false as a whole: "
        "ask for .any() or .all() of it, or compare with np.where."
    ),
    r"setting an array element with a sequence|inhomogeneous shape": (
        "One entry of an array is one number, and here it would be several: look at the shapes."
    ),
    rf"cannot reshape array of size (\d+) into shape {SHAPE}": (
        "{0} entries do not fill the shape ({1}) exactly."
    ),
    r"array is too big|Maximum allowed (?:dimension|size) exceeded": MEMORY,
    r"not enough values to unpack|too many values to unpack": (
        "There are not as many names on the left of the = as values on its right."
    ),
    r"math domain error|expected a (?:non-negative|positive) input": (
        "This function of math is not defined there, as log is not for 0 or less."
    ),
}

SYSTEM = {
    r"I/O error": "A page's Python cannot ask for anything: write the value into the cell.",
    r"does not support processes": "A page's Python cannot start other programs.",
    r"urlopen": "A page's Python asks no other site for anything.",
}

RUNTIME = {
    r"start new thread": "A page's Python has no threads: one thing at a time.",
    r"stack switch|event loop": "A page's Python cannot wait: asyncio has nothing to run in here.",
}

LARGE = {
    r"index-sized": MEMORY,
    r"": (
        "The result is too large for a number of 64 bits, which ends at 1.8e308: "
        "a logarithm would not be."
    ),
}

JUPYTERS = (
    "A line that begins with % or ! or ends in ? is Jupyter's and not Python's: on the page leave "
    "it out; help(x) says what x? does."
)
SYNTAX = (
    "Python cannot read the cell, so none of it has run. What is wrong may also stand just "
    "before the place: a bracket, a quote or a colon that is missing."
)
INDENTATION = (
    "Python sees by the spaces at the beginning which lines belong together, and these do not "
    "agree: none of the cell has run."
)

#: By kind of error, the narrower ones first: a sentence, or what makes one of its words.
KINDS = [
    (IndentationError, INDENTATION),
    (SyntaxError, _syntax),
    (NameError, _name),
    (ModuleNotFoundError, _module),
    (ImportError, "The module is there, but nothing in it has that name: it may be misspelt."),
    (AttributeError, _attribute),
    (IndexError, _index),
    (KeyError, "There is nothing under this key."),
    (
        NotImplementedError,
        "This is still to be written: put your own lines in the place of the line that raises it.",
    ),
    (
        RecursionError,
        "A function calls itself again and again and comes to no end: "
        "there must be a case in which it does not call itself.",
    ),
    (TypeError, _matched(TYPES)),
    (UnicodeError, ""),
    (ValueError, _matched(VALUES)),
    (AssertionError, "What stands behind assert is not true."),
    (
        ZeroDivisionError,
        "Something is divided by 0. Python's own numbers refuse that; NumPy's give inf or nan.",
    ),
    (OverflowError, _matched(LARGE)),
    (MemoryError, MEMORY),
    (
        FileNotFoundError,
        "A page's Python cannot see the files of your computer; the book's data come from "
        "mixtures_lab.datasets.",
    ),
    (OSError, _matched(SYSTEM)),
    (RuntimeError, _matched(RUNTIME)),
    (SystemExit, "There is nothing here to leave: the cells below can still be run."),
]
