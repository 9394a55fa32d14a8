"""What a right diagnosis of a wrong function says, and whether one does."""

import re
from collections.abc import Callable
from typing import NamedTuple

RIGHTLY, WRONGLY, NOT = "rightly", "wrongly", "not"


class Row(NamedTuple):
    """A wrong function, and the words of its diagnosis: patterns, searched with the case as it is.

    All of `says` must be found, each being a few ways of saying one thing. Where one of `never`
    is found, a part is called wrong that is right.
    """

    task: str
    why: str
    function: Callable
    says: tuple[str, ...]
    never: tuple[str, ...]


def several(patterns):
    """One pattern, or several, as a tuple."""
    return (patterns,) if isinstance(patterns, str) else tuple(patterns)


#: Ways of saying a thing.
GONE = r"(?:left out|left off|forgotten|missing|without|lack|dropped|omitted|not there|\b[Nn]o\b)"
HALF = r"(?:\b[Hh]alf|halved|halves|½|1/2|0\.5)"
TWICE = r"(?:twice|doubled|factor 2\b|2 times|times 2\b)"
UNCHANGED = r"(?:unchanged|handed back|as (?:it|they) (?:was|were)|not updated|stays?\b|the old)"
INSTEAD = r"(?:instead of|in place of|not|for)"

#: What calls a part of the M-step, or a stage of EM, wrong.
MU, SIGMA, PI = (
    rf"\b(?:{part})\b(?:, \w+)*(?: and \w+)? (?:is|are) (?:wrong|handed)"
    rf"|\b(?:{part}) (?:divided|left|around|shared|returned)"
    for part in ("mu|μ|means", "sigma|σ", "pi|π|weights")
)
E_STEP = r"in the E-step|E-step gives|E-step stands|R = e\^Q that is wrong"
M_STEP = r"in the M-step|M-step \w+ (?:is|are) wrong|look at the M-step|a right E-step"

#: A diagnosis that says where, and not what: no name, whatever words are in it.
BARE = re.compile(
    r"(?:[\w ,]+ handed back unchanged, [\w ]+; )?"
    r"(?:[\w ,]+ (?:is|are) right; )?"
    r"[\w ,]+ (?:is|are) wrong(?:: each holds NaN or inf|\. The weights are right, so .*)?"
    r"|your output holds (?:NaN|inf)"
    r"|clusters of .* are right, larger ones are not|each number is that of one of .*"
    r"|some rows lie outside .*|off by (?:a|an) .*"
    r"|mu, sigma and pi fit one another: the M-step is right, and it is R = e\^Q that is wrong"
    r"|the rows of e\^Q sum to 1, so it is what is normalised, P \+ ln π, that is wrong"
    r"|P \+ ln π is right; the normaliser, .*, is wrong"
    r"|the terms? .* (?:is|are) (?:right|wrong); the (?:term .* is wrong|rows of e\^Q .*)"
    r"|the distance term .* is right; the normaliser, .*, is wrong"
    r"|the normaliser, .*, is right; the distance term .* is wrong"
)

#: A diagnosis that says where, too, but the place may be all there is to say.
PLACE = re.compile(
    r"right on ordinary numbers, wrong on: .*"
    r"|right (?:but with|for) .*|wrong for [^:]* only"
    r"|only the (?:first|last) [\w ]+ is (?:right|wrong).*"
    r"|your output is right to about .*"
    r"|there is one number for each .*|the shape is .*"
)

#: What no diagnosis may say of anything.
NONSENSE = r"\b(?:is|has|the factor|times) [−-]?(?:inf|nan)\b"


def verdict(row, mistake):
    """How a row is named by the `mistake` of its diagnosis.

    What says neither what is so nor a bare place says something else, so it is wrong.
    """
    if mistake is None:
        return NOT
    if calls_wrong_what_is_right(row, mistake):
        return WRONGLY
    if BARE.fullmatch(mistake):
        return NOT
    if all(re.search(pattern, mistake) for pattern in row.says):
        return RIGHTLY
    return NOT if PLACE.fullmatch(mistake) else WRONGLY


def calls_wrong_what_is_right(row, mistake):
    return any(re.search(pattern, mistake or "") for pattern in (NONSENSE, *row.never))
