"""Fresh mistakes, to measure the checks with.

**Nobody tunes a check on these.** They were written the way a learner would write them, before
any table of mistakes was read (those in `stranger` a little later, before any was run). If one is
named badly, that is a figure in the table which `make bench` prints, and not a reason to add a row
or a special case for it. Look for the kind in what you know from elsewhere, write a row of
`tests/checks/unlisted` for that, and mend it there.

Each says which words a right diagnosis has, and which parts of the function are right, so that
no diagnosis may call them wrong. Both are regular expressions, searched with the case as it is
(d is not D, and σ is not Σ). The words are lenient about how a thing is said and strict about
what is said: more ways of saying the same thing may be added.
"""

import importlib

from words import Row, several

FRESH: list[Row] = []


def fresh(task, says, never):
    """Put the function below into the set."""

    def put(function):
        why = function.__name__.replace("_", " ")
        FRESH.append(Row(task, why, function, several(says), several(never)))
        return function

    return put


for _part in ("matrices", "sums", "steps", "clusters", "stranger"):
    importlib.import_module(f"{__name__}.{_part}")
