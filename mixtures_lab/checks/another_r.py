"""Whether the parts of a step follow from another R, with a right or a wrong M-step after it."""

import numpy as np

from .about import NAMES, RIGHT_FOR_MU, Part, about, are
from .numbers import close
from .problems.posed import EPS
from .slips import em_step, m_step
from .slips.row import distances


def explain(parts):
    """Which R the parts follow from, in words, or None.

    Nothing follows for those that are kept from the old mixture.
    """
    best = None
    for row in parts.step.others:
        R = _of_row(row, parts)
        if R is None:
            continue
        words, whole = _with(row, parts, R)
        if whole:
            return words
        best = best or words
    # Each of mu and pi pins R down: where one is right, so is the E-step.
    two = parts.step.old and 0 not in parts.right and 2 not in parts.right
    return (two and _two_slips(parts)) or best


def _of_row(row, parts):
    """The R of the problems by another formula, or None where nothing would follow from it."""
    with np.errstate(all="ignore"):
        found = []
        for p, right in zip(parts.problems, parts.R, strict=True):
            R = row.function(*p.args)
            if R.shape != right.shape or not np.isfinite(R).all():
                return None
            if not (np.abs(R.sum(axis=0)) > EPS**2).all():
                return None
            found.append(R)
    same = all(close(a, b) for a, b in zip(found, parts.R, strict=True))
    return None if same else found


def _with(row, parts, R):
    """What is said where some parts follow from this R, and whether it explains them all."""
    with np.errstate(all="ignore"):
        bases = [m_step.unguarded(p.args[0], r) for p, r in zip(parts.problems, R, strict=True)]
    matched = _matched(parts, bases)
    # One part that happens to fit a wrong E-step proves nothing while another is right.
    if not matched or (parts.right and len(matched) < 2):
        return None, False
    start = parts.step.follows.format(row.name)
    if parts.right:
        whose = " and ".join(NAMES[k] for k in parts.asked)
        start = f"{are(parts.right, 'right')}; {whose} follow from another R: {row.name}"
    others = [k for k in parts.asked if k not in matched]
    said = {k: about(Part(k, parts.problems, parts.got, bases, R)) for k in others}
    # What a known mistake in the M-step gives may not hang on R at all.
    if all(words and not words.startswith(NOT_OF_R) for words in said.values()):
        for k, words in said.items():
            start += f"; {NAMES[k]}, computed from that{_it(words)}"
        return start, True
    wrong = f"{start}; and in the M-step {are(others, 'wrong')}"
    return (None if parts.right else wrong), False


#: What is said about a part whatever R is.
NOT_OF_R = (": it is what you get with", ": its shape", ": it holds")


def _it(words):
    return f": it {words}" if words == RIGHT_FOR_MU else words


def _matched(parts, bases):
    return [
        k
        for k in parts.asked
        if all(close(g[k], b[k]) for g, b in zip(parts.got, bases, strict=True))
    ]


def _two_slips(parts):
    """An E-step with slips in two of its lines: one whose weights or means are the learner's."""
    ready = []
    for p in parts.problems:
        X, mixture = p.args
        ready.append((X, distances(X, mixture.mu), mixture))
    X, D, mixture = ready[0]
    for name, make in em_step.with_two_slips():
        with np.errstate(all="ignore"):
            first = m_step.unguarded(X, make(D, mixture, X.shape[1]))
            # The first problem decides most cases.
            if not any(close(parts.got[0][k], first[k]) for k in (0, 2) if k in parts.asked):
                continue
            bases = [m_step.unguarded(X, make(D, old, X.shape[1])) for X, D, old in ready]
        matched = _matched(parts, bases)
        if matched:
            others = [k for k in parts.asked if k not in matched]
            wrong = f"; and in the M-step {are(others, 'wrong as well')}" if others else ""
            return f"in the E-step stands {name}{wrong}"
    return None
