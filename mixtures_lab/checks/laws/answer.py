"""A case, an answer to it, and the laws of every answer: its shape, and finite numbers."""

from typing import NamedTuple

import numpy as np


class Broken(NamedTuple):
    """A law that an answer breaks."""

    name: str
    sentence: str


class Case(NamedTuple):
    """Arguments, and the laws that a right answer keeps; a grader adds the answer."""

    words: str  # what is special about it
    kind: str  # "ordinary" or "extreme"
    lesson: str  # for an extreme: what goes wrong there
    args: tuple
    size: tuple  # (N, K, d)
    shapes: tuple  # one per part of the answer
    laws: tuple  # each of an Answer, which it finds Broken or not


class Answer(NamedTuple):
    """What a function returned, for a law to look at."""

    names: tuple
    parts: tuple
    eps: float  # of its number type
    case: Case


def entry(name, at):
    """An entry as it is written in code."""
    return f"{name}[{', '.join(str(int(i)) for i in at)}]" if len(at) else name


def first(mask):
    return tuple(np.argwhere(mask)[0])


def shapes_fit(answer):
    for name, part, shape in zip(answer.names, answer.parts, answer.case.shapes, strict=True):
        if part.shape != shape:
            turned = ": is it the transpose?" if part.shape == shape[::-1] else "."
            return Broken(
                f"the shape of {name}", f"{name} has shape {part.shape} instead of {shape}{turned}"
            )
    return None


def all_finite(answer):
    for name, part in zip(answer.names, answer.parts, strict=True):
        if not np.isfinite(part).all():
            at = first(~np.isfinite(part))
            return Broken(
                f"{name} is not finite",
                f"{entry(name, at)} is {part[at]}, and it should be a finite number.",
            )
    return None
