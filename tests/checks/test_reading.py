"""What a function returned, as numbers or as a reason why not."""

from fractions import Fraction

import numpy as np
import pytest

from mixtures_lab import Mixture
from mixtures_lab.checks.reading import WHY, Reading, Unusable, read

PARTS = ("mu", "sigma", "pi")


@pytest.mark.parametrize(
    "value",
    [
        [[1, 2], [3, 4]],
        ((1.0, 2.0), (3.0, 4.0)),
        np.float32([[1, 2], [3, 4]]),
        np.matrix("1 2; 3 4"),
        [[Fraction(1), Fraction(2)], [Fraction(3), Fraction(4)]],
        [np.array([1, 2]), np.array([3, 4])],
    ],
    ids=lambda value: type(value).__name__,
)
def test_numbers_in_any_style_are_float64(value):
    (part,) = read(value).parts
    assert part.dtype == np.float64
    np.testing.assert_array_equal(part, [[1, 2], [3, 4]])


def test_a_reading_remembers_the_coarsest_type_a_matrix_and_whole_numbers():
    assert read(np.float32([1])).eps == np.finfo(np.float32).eps
    assert read([1.0]).eps == read([1]).eps == np.finfo(float).eps
    assert read((np.float32([1]), [1.0], [2]), PARTS).eps == np.finfo(np.float32).eps
    assert read(np.matrix("1")).matrix and not read([1]).matrix
    assert read([True, False]).whole and not read([1.0]).whole


def test_a_later_change_of_what_was_returned_does_not_reach_the_reading():
    value = np.zeros(2)
    reading = read(value)
    value += 1
    assert reading.parts[0].tolist() == [0, 0]


def test_several_arrays_come_as_a_tuple_a_list_or_by_their_names():
    parts = (np.ones((2, 1)), np.ones(2), np.ones(2))
    for value in (parts, list(parts), Mixture(*parts)):
        assert [part.shape for part in read(value, PARTS).parts] == [(2, 1), (2,), (2,)]


@pytest.mark.parametrize(
    "value, why, what",
    [
        (None, "nothing", ""),
        ("text", "text", ""),
        (b"text", "text", ""),
        ({"a": 1}, "no array", "dict"),
        ((x for x in [1]), "not computed", "generator"),
        (map(abs, [1]), "not computed", "map"),
        (np.sum, "a function", ""),
        ([[1, 2], [3]], "ragged", ""),
        (([1, 2], [3]), "several", "tuple of 2"),
        ([1j], "complex", ""),
        (np.array(["2020-01-01"], "M8[D]"), "no numbers", "datetime64[D]"),
        (np.zeros(100_001), "too many", "(100001,)"),
        (np.array([[1], None], object), "objects", "an array of Python objects"),
    ],
    ids=lambda part: part if isinstance(part, str) else type(part).__name__,
)
def test_what_cannot_be_read_says_why(value, why, what):
    assert read(value) == Unusable(why, what)


@pytest.mark.parametrize(
    "value, why, what",
    [
        (np.ones(3), "other parts", "ndarray"),
        ((1, 2), "other parts", "tuple of 2"),
        ((1, None, 2), "nothing within", ""),
    ],
)
def test_other_parts_than_those_asked_for_are_not_read(value, why, what):
    assert read(value, PARTS) == Unusable(why, what)


def test_every_reason_is_a_sentence_without_a_gap():
    for why in WHY:
        mistake, sentence = Unusable(why, "thing").in_words(PARTS)
        assert "{" not in mistake + sentence
        assert sentence.endswith((".", "?", "thing"))
    _, sentence = Unusable("other parts", "list of 2").in_words(PARTS)
    assert "should return three arrays, mu, sigma and pi: return mu, sigma, pi." in sentence
    assert isinstance(read([1.0]), Reading)
