"""What one call did, in words."""

import numpy as np
import pytest

from mixtures_lab import Mixture
from mixtures_lab.checks.outcomes import Outcome, Raised, Seen, outcome_of, shapes_of
from mixtures_lab.checks.reading import Unusable, read

X, MU = np.ones((3, 2)), np.zeros((2, 2))
NAMES = ("X", "mu")


def outcome(did, left=(X, MU), before=(X, MU), names=NAMES):
    return outcome_of(Seen(did, left), before, names, ())


def test_a_reading_is_handed_on():
    reading = read(X)
    assert outcome(reading) == Outcome(reading)


@pytest.mark.parametrize(
    "raised, mistake, words",
    [
        (
            Raised("KeyError", "'a'", "x['a']"),
            "raises KeyError",
            "KeyError: 'a', in the line `x['a'",
        ),
        (Raised("ValueError", "", ""), "raises ValueError", "Your function raised ValueError. It"),
        (Raised("SystemExit", "", ""), "stops the interpreter", "use return instead"),
        (Raised("KeyboardInterrupt", "", ""), "raises KeyboardInterrupt", "was interrupted"),
    ],
)
def test_an_exception_is_quoted_with_the_shapes_of_the_arguments(raised, mistake, words):
    made = outcome(raised)
    assert (made.reading, made.mistake) == (None, mistake)
    assert words in made.sentence
    assert "It was called with X of shape (3, 2), mu of shape (2, 2)." in made.sentence


def test_an_argument_that_was_changed_is_named_and_what_was_read_is_kept():
    for changed in (MU + 1, MU[:1], MU * np.nan):
        made = outcome(read(X), left=(X, changed))
        assert made.mistake == "mu is changed"
        assert "mu = mu.copy()" in made.sentence
        np.testing.assert_array_equal(made.reading.parts[0], X)


def test_nan_that_was_there_before_is_no_change():
    nan = np.array([np.nan])
    assert outcome(read(X), (nan,), (nan.copy(),), ("A",)).mistake is None


def test_a_changed_part_of_a_mixture_is_named_with_the_mixture():
    before = Mixture(MU, np.ones(2), np.full(2, 0.5))
    after = before._replace(sigma=np.full(2, 3.0))
    made = outcome(read(X), (X, after), (X, before), ("X", "mixture"))
    assert made.mistake == "sigma of mixture is changed"
    assert "sigma = mixture.sigma.copy()" in made.sentence


def test_what_cannot_be_read_is_said():
    assert outcome(Unusable("text")).mistake == "returns text"


def test_the_arguments_are_told_by_shape_or_value():
    mixture = Mixture(MU, np.ones(2), np.ones(2))
    assert shapes_of((X, 3, mixture), ("X", "K", "old")) == (
        "X of shape (3, 2), K = 3, old with mu (2, 2), sigma (2,), pi (2,)"
    )
