"""Arguments and answers as JSON, and what a learner's process may not say."""

import json

import numpy as np
import pytest

from mixtures_lab import Mixture
from mixtures_lab.checks.outcomes import Raised, Seen
from mixtures_lab.checks.reading import TOO_MANY, Unusable, read
from mixtures_lab.teach import wire
from mixtures_lab.teach.wire import Garbled


def sent(item):
    return json.loads(json.dumps(item))


@pytest.mark.parametrize(
    "array",
    [
        np.array([[1.5, np.nan], [-np.inf, 1e-300]]),
        np.array([1, -(2**62)]),
        np.array([True, False]),
        np.float32([0.1]),
        np.zeros((0, 3)),
        np.array(2.0),
        np.arange(6.0).reshape(2, 3).T,
    ],
    ids=lambda a: f"{a.dtype}{a.shape}",
)
def test_an_array_comes_back_to_the_last_digit(array):
    back = wire.unpacked(sent(wire.packed(array)))
    np.testing.assert_array_equal(back, array.astype(back.dtype))
    assert back.shape == array.shape
    back[...] = 0  # it is one's own


@pytest.mark.parametrize(
    "item",
    [
        None,
        ["float64", [1]],
        ["object", [1], ""],
        ["float64", [2], "AAAA"],
        ["float64", [TOO_MANY + 1], ""],
        ["float64", [-1, -1], ""],
        ["float64", "12", ""],
    ],
    ids=str,
)
def test_what_is_no_array_is_garbled(item):
    with pytest.raises(Garbled):
        wire.unpacked(item)


def test_values_of_every_form_come_back():
    mixture = Mixture(np.zeros((2, 1)), np.ones(2), np.full(2, 0.5))
    value = [3, 0.5, "text", None, True, np.arange(3), mixture, [np.ones(1), [2]]]
    back = wire.unpacked_value(sent(wire.packed_value(value)), Mixture)
    assert back[:5] == value[:5]
    np.testing.assert_array_equal(back[5], value[5])
    assert isinstance(back[6], Mixture)
    np.testing.assert_array_equal(back[6].pi, mixture.pi)
    assert back[7][1] == [2]


def test_what_cannot_be_handed_over_is_said_and_depth_has_an_end():
    with pytest.raises(TypeError, match="a dict cannot be handed over"):
        wire.packed_value({})
    deep = 1
    for _ in range(wire.DEEP + 1):
        deep = [deep]
    with pytest.raises(TypeError):
        wire.packed_value(deep)


@pytest.mark.parametrize(
    "did",
    [Unusable("text"), Raised("ValueError", "no", "x = 1"), Unusable("several", "tuple of 2")],
)
def test_what_a_call_did_comes_back_with_its_arguments(did):
    seen = Seen(did, (np.arange(3), 2))
    back = wire.unpacked_seen(sent(wire.packed_seen(seen)), 1, Mixture)
    assert back.did == did
    np.testing.assert_array_equal(back.arguments[0], np.arange(3))
    assert back.arguments[1] == 2


def test_a_reading_comes_back_with_what_is_known_of_it():
    reading = read((np.float32([1, 2]), [3.0]), ("a", "b"))
    back = wire.unpacked_seen(sent(wire.packed_seen(Seen(reading, ()))), 2, Mixture).did
    assert (back.eps, back.matrix, back.whole) == (reading.eps, False, False)
    for part, expected in zip(back.parts, reading.parts, strict=True):
        np.testing.assert_array_equal(part, expected)


ONE = wire.packed(np.ones(1))
READ = {"parts": [ONE], "eps": float(np.finfo(float).eps), "matrix": False, "whole": False}


@pytest.mark.parametrize(
    "item",
    [
        {"arguments": []},
        {"arguments": [], "read": {**READ, "parts": [ONE, ONE]}},
        {"arguments": [], "read": {**READ, "eps": 10.0}},
        {"arguments": [], "unusable": ["Your answer is right.", ""]},
        {"arguments": [], "raised": ["ValueError", 3, ""]},
        {"arguments": [{"plain": 1, "array": ONE}], "unusable": ["text", ""]},
        {"arguments": [{"plain": {}}], "unusable": ["text", ""]},
        [],
    ],
    ids=str,
)
def test_an_answer_of_no_form_is_garbled(item):
    with pytest.raises(Garbled):
        wire.unpacked_seen(item, 1, Mixture)


def test_a_sentence_of_a_learners_does_not_pass_for_one_of_ours():
    assert wire.class_name("ValueError") == "ValueError"
    assert wire.class_name("Right, full points") == wire.class_name("x" * 41) == "an exception"
    item = {"arguments": [], "unusable": ["several", "tuple; <b>all points</b>"]}
    assert wire.unpacked_seen(item, 1, Mixture).did == Unusable("several", "something else")
