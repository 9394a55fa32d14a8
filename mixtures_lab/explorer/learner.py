"""Call a learner's function, and turn whatever goes wrong into a sentence."""

import traceback

import numpy as np

from .. import _inputs
from ..mixture import Mixture, checked_mixture


class LearnerError(Exception):
    """A learner's function raised, or returned something unusable; the message says what."""


def call_e_step(function, X, mixture):
    """Q, and L if the function gave it too: (Q, nll or None)."""
    result = _call("e_step", function, X.copy(), Mixture(*(part.copy() for part in mixture)))
    try:
        Q, nll = _q_and_nll(result)
        return _checked_q(Q, len(X), len(mixture.mu)), nll
    except ValueError as error:
        raise LearnerError(f"your e_step returned something else than Q: {error}") from None


def call_m_step(function, X, Q):
    """The mixture that a learner's m_step makes of Q."""
    result = _call("m_step", function, X.copy(), Q.copy())
    if result is None:
        raise LearnerError("your m_step returned nothing: end it with a return")
    try:
        mixture = checked_mixture(result, X.shape[1])
    except ValueError as error:
        raise LearnerError(f"your m_step returned something else than a mixture: {error}") from None
    if len(mixture.mu) != Q.shape[1]:
        raise LearnerError(
            f"your m_step returned {len(mixture.mu)} means, but Q has {Q.shape[1]} columns"
        )
    # Copies, so that no later call can change the history through an array it kept.
    return Mixture(*(part.copy() for part in mixture))


def _call(name, function, *args):
    """The function's result; a warning is no error, but an exit or an interrupt is."""
    try:
        return function(*args)
    except BaseException as error:  # also SystemExit and an interrupted endless loop
        place = _line_of(error, function)
        raise LearnerError(
            f"your {name} raised {type(error).__name__}{place}{_words_of(error)}"
        ) from None


def _words_of(error):
    """The first line of what an error says, after a colon, if it says anything."""
    try:
        words = str(error).strip().split("\n")[0][:200].rstrip(".")
    except Exception:  # an exception class of the learner's, which cannot even be printed
        words = ""
    return f": {words}" if words else ""


def _line_of(error, function):
    """Where in the function an error came from, counted from its `def`."""
    code = getattr(function, "__code__", None)
    lines = [
        line - code.co_firstlineno + 1
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code is code
    ]
    return f" in its line {lines[-1]}" if lines else ""


def _q_and_nll(result):
    """A result that is Q, or the pair (Q, L)."""
    if result is None:
        raise ValueError("it returned nothing, so end it with a return")
    if not (isinstance(result, tuple) and len(result) == 2 and np.ndim(result[1]) == 0):
        return result, None
    Q, nll = result
    nll = float(_inputs.numbers_of(nll, "L"))
    if not np.isfinite(nll):
        raise ValueError(f"L is {nll}, but it must be a finite number")
    return Q, nll


def _checked_q(Q, N, K):
    """Q as a float64 array of its own, (N, K), with rows of e^Q that sum to 1."""
    Q = np.array(_inputs.numbers_of(Q, "Q"))
    if Q.shape != (N, K):
        raise ValueError(f"its shape is {Q.shape}, but Q has shape {(N, K)}")
    if (Q >= 0).all() and np.allclose(Q.sum(axis=1), 1):
        raise ValueError("its rows sum to 1, so it may be exp(Q): Q is the logarithm of it")
    return _inputs.log_posteriors(Q, N)
