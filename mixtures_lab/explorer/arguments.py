"""Check what a caller passes in, or what comes with an action, and say what is wrong.

Of actions as src/arguments.js.
"""

import numpy as np

from .. import _inputs
from ..mixture import Mixture, checked_mixture
from .sentences import say
from .words import WORDS

SHOW = ("D", "P", "Q", "em", "kmeans", "bound")

GUESSES = WORDS["GUESSES"]


def plane_points(X):
    """`X` as a read-only (N, 2) array; a ValueError with the remedy otherwise."""
    X = _inputs.points(X)
    if X.shape[1] != 2:
        remedy = (
            "put a second column beside it"
            if X.shape[1] == 1
            else "choose two of its columns, as in X[:, :2]"
        )
        raise ValueError(f"X has shape {X.shape} but the explorer draws a plane, (N, 2): {remedy}")
    return frozen_array(X)


def checked_show(show):
    """`show` as a tuple without repeats, in the order of the derivation."""
    if isinstance(show, str):
        show = (show,)
    unknown = [name for name in show if name not in SHOW]
    if unknown:
        raise ValueError(f"show holds {unknown[0]!r} but takes only {', '.join(map(repr, SHOW))}")
    if "bound" in show and "em" not in show:
        raise ValueError("show holds 'bound' without 'em', whose shares it is for: add 'em'")
    return tuple(name for name in SHOW if name in show)


def checked_algorithm(algorithm, algorithms, show):
    """One of `algorithms`, those that `show` has; the first of them if none was asked for."""
    algorithm = algorithms[0] if algorithm is None else algorithm
    if algorithm not in algorithms:
        raise ValueError(f"algorithm is {algorithm!r} but show={show!r} has {algorithms}")
    return algorithm


def checked_mixture_for(X, mixture):
    """A mixture in the plane, with no more components than points, and arrays of its own."""
    mixture = frozen(checked_mixture(mixture, 2))
    _inputs.number_of_components(len(mixture.mu), len(X))
    return mixture


def checked_guess(first_guess, K, X, given):
    """The first guess, and its K; `given` is the mixture that was passed in, or None."""
    if given is not None:
        if K is not None and K != len(given.mu):
            raise ValueError(
                f"K is {K} but the mixture has {len(given.mu)} components: leave K out"
            )
        return "given", len(given.mu)
    if first_guess not in GUESSES or first_guess == "given":
        raise ValueError(
            f"first_guess is {first_guess!r} but must be one of "
            f"{[guess for guess in GUESSES if guess != 'given']}, or give a mixture"
        )
    return first_guess, _inputs.number_of_components(min(3, len(X)) if K is None else K, len(X))


def checked_predict(predict, algorithm):
    """Whether to predict; there must be a step whose outcome can be predicted."""
    if predict and algorithm == "none":
        raise ValueError("predict needs a step to predict: put 'em' or 'kmeans' into show")
    return bool(predict)


def checked_columns(columns):
    """Two axis labels."""
    columns = tuple(map(str, columns))
    if len(columns) != 2:
        raise ValueError(f"columns has {len(columns)} labels but the plane has 2 axes")
    return columns


def frozen_array(A):
    """A read-only copy, so that the history cannot change behind its own back."""
    A = np.array(A, dtype=float)
    A.setflags(write=False)
    return A


def frozen(mixture):
    """The mixture with read-only arrays of its own."""
    return Mixture(*map(frozen_array, mixture))


class Refused(ValueError):
    """An action that cannot be done; the message is the sentence for the reader."""


def index(value, length, what):
    """An index of something that is there."""
    if not isinstance(value, int) or not 0 <= value < length:
        value = value + 1 if isinstance(value, int) else value
        raise Refused(say("not_there", what=f"{what} {value}"))
    return value


def one_of(choices, id, what):
    if id not in choices:
        raise Refused(say("not_there", what=f"{what} {id}"))


def number(value, what):
    """A finite float."""
    if not isinstance(value, int | float) or not np.isfinite(value):
        raise Refused(say("not_a_number", what=what))
    return float(value)
