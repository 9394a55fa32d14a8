"""Call a learner's function, and turn whatever goes wrong into a sentence."""

import traceback

import numpy as np

from .. import _inputs, _page
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
    result = _something("m_step", function, X.copy(), Q.copy())
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


def call_assign(function, X, mu):
    """The labels that a learner's assign gives the points."""
    result = _something("assign", function, X.copy(), mu.copy())
    try:
        return np.array(_inputs.labels(result, len(X), len(mu)))
    except (TypeError, ValueError) as error:
        raise LearnerError(f"your assign returned something else than labels: {error}") from None


def call_update(function, X, labels, K):
    """The means that a learner's update makes of the labels."""
    result = _something("update", function, X.copy(), labels.copy(), K)
    try:
        return _checked_mu(result, labels, (K, X.shape[1]))
    except ValueError as error:
        raise LearnerError(f"your update returned something else than means: {error}") from None


def _something(name, function, *args):
    """The function's result, which must not be None."""
    result = _call(name, function, *args)
    if result is None:
        raise LearnerError(f"your {name} returned nothing: end it with a return")
    return result


def _call(name, function, *args):
    """The function's result; a warning is no error, but an exit or an interrupt is."""
    try:
        return function(*args)
    except BaseException as error:  # also SystemExit and an interrupted endless loop
        place = _line_of(error, function)
        if isinstance(error, _page.Stopped):
            raise LearnerError(f"your {name} came to no end, and was stopped{place}") from None
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


def _checked_mu(mu, labels, shape):
    """mu as a float64 array, (K, d), finite also where a cluster is empty."""
    mu = _inputs.numbers_of(mu, "mu")
    if mu.shape != shape:
        raise ValueError(f"its shape is {mu.shape}, but mu has shape {shape}")
    for j in np.setdiff1d(np.arange(len(mu)), labels):
        if not np.isfinite(mu[j]).all():
            raise ValueError(
                f"mu[{j}] holds {mu[j][~np.isfinite(mu[j])][0]}, because cluster {j + 1} has no "
                "points: give an empty cluster a mean too, such as one of the points"
            )
    return _inputs.points(mu, "mu", rows="mean")
