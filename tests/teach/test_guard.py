"""A stage that fails for one learner is said with their name, and the batch goes on."""

from collections import namedtuple

import pytest

from mixtures_lab.teach.guard import Guard

Item = namedtuple("Item", "learner name")


def test_a_failure_is_said_once_with_the_learner_and_the_stage():
    said = []
    guard = Guard(said.append)
    with guard(Item("ada", "03"), "keeping"):
        raise OSError(28, "No space left\x07 on device")
    (sentence,) = said
    assert sentence.startswith("ada, 03: keeping failed (OSError: [Errno 28] No space left\\x07")
    assert guard.notes(Item("ada", "03"))[0].startswith("ada: keeping failed")
    assert guard.notes(Item("ben", "03")) == ()


def test_an_interruption_is_no_failure_of_a_learner():
    guard = Guard(print)
    with pytest.raises(KeyboardInterrupt), guard(Item("ada", "03"), "keeping"):
        raise KeyboardInterrupt
