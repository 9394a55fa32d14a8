"""Where the wrong functions are kept."""

import re

from words import Row, several

#: task -> its rows
WRONG = {}

#: The rows of which something false was said once; all of them are named rightly.
SAID = []


def wrong(task, why, says, never):
    """Keep a function under its task, with what is wrong with it and the patterns of a name."""

    def keep(function):
        rows = WRONG.setdefault(task, [])
        rows.append(Row(task, why, function, several(says), several(never)))
        return function

    return keep


def said(task, why, says, never=()):
    """Keep a function with the very words of its name, and those that are no part of it."""

    def keep(function):
        words = ([re.escape(word) for word in given] for given in (says, never))
        SAID.append(Row(task, why, function, *map(tuple, words)))
        return function

    return keep
