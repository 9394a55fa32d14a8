"""Fresh mistakes, to measure the checks with.

**Nobody tunes a check on these.** They were written before any table of mistakes was read, the
way a learner would write them. If one is named badly, that is a figure in the table which
`make bench` prints, and not a reason to add a row or a special case for it. Look for the kind in
what you know from elsewhere, write a row of `tests/checks/unlisted` for that, and mend it there.

Each says which words a right diagnosis has, and which parts of the function are right, so that
no diagnosis may call them wrong. Both are regular expressions, searched with the case as it is
(d is not D, and σ is not Σ). The words are lenient about how a thing is said and strict about
what is said: more ways of saying the same thing may be added.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import NamedTuple


class Fresh(NamedTuple):
    """A mistake, and how a diagnosis of it reads when it is right."""

    task: str
    function: Callable
    says: str  # must be found in a right diagnosis
    never: str  # must not: what would call a right part wrong


GONE = r"(?:left out|left off|forgotten|missing|without|lack|dropped|omitted|not there|\b[Nn]o\b)"
HALF = r"(?:\b[Hh]alf|halved|halves|½|1/2|0\.5)"
TWICE = r"(?:twice|doubled|factor 2\b|2 times|times 2\b)"
UNCHANGED = r"(?:unchanged|handed back|as (?:it|they) (?:was|were)|not updated|stays?\b|the old)"
INSTEAD = r"(?:instead of|in place of|not|for)"

FRESH: list[Fresh] = []


def all_of(*patterns):
    """A pattern for a text in which every one of `patterns` is found."""
    return "".join(rf"(?=[\s\S]*?(?:{pattern}))" for pattern in patterns)


def fresh(task, says, never=r"(?!)"):
    """Put the function below into the set; without `never` there is nothing to forbid."""

    def put(function):
        FRESH.append(Fresh(task, function, says, never))
        return function

    return put


for _part in ("matrices", "sums", "steps", "clusters"):
    importlib.import_module(f"{__name__}.{_part}")
