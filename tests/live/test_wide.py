"""Whole numbers of 64 bits count and repeat on a page as they do elsewhere."""

import numpy as np
import pytest

from mixtures_lab.live import wide


@pytest.fixture(autouse=True)
def numpy_of_a_page(monkeypatch):
    """numpy with indices of 32 bits, as far as these two functions know of it."""

    def refusing(function, place):
        def call(*arguments, **options):
            numbers = [*arguments, *options.values()][place]
            if getattr(numbers, "dtype", None) == np.int64:
                raise TypeError("Cannot cast array data from dtype('int64') to dtype('int32')")
            return function(*arguments, **options)

        return call

    monkeypatch.setattr(np, "intp", np.int32)
    monkeypatch.setattr(np, "bincount", refusing(np.bincount, 0))
    monkeypatch.setattr(np, "repeat", refusing(np.repeat, 1))
    wide.take_wide_integers()


@pytest.mark.parametrize("labels", [[0, 2, 2], np.array([0, 2, 2]), np.array([0, 2, 2], np.int32)])
def test_labels_are_counted(labels):
    assert np.bincount(labels, minlength=4).tolist() == [1, 0, 2, 0]
    assert np.bincount(labels, [1.0, 2.0, 3.0]).tolist() == [1, 0, 5]


@pytest.mark.parametrize("counts", [2, [1, 3], np.array([1, 3])])
def test_things_are_repeated(counts):
    assert len(np.repeat([5, 6], counts)) == 4
    assert len(np.repeat([5, 6], repeats=counts)) == 4


def test_what_does_not_fit_is_an_error_as_before():
    with pytest.raises(TypeError, match="Cannot cast"):
        np.bincount(np.array([2**40]))
