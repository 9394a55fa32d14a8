"""What stands for pictures while grading: it takes anything and does nothing."""

import pytest

from mixtures_lab.teach.nothing import Nothing

PLT = Nothing("matplotlib.pyplot")


def test_whatever_is_asked_of_it_is_nothing_again():
    ax = PLT.figure().add_subplot(111)
    for thing in (ax.plot([1], [2], "o")[0], ax + 1, 2 * ax, -ax, abs(ax), ax["x"].y(z=3)):
        assert isinstance(thing, Nothing)
    ax["x"] = 1
    with ax as inside:
        assert isinstance(inside, Nothing)
    assert list(ax) == [] and len(ax) == 0 and float(ax) == 0.0 and f"{ax:.2f}" == ""
    assert not ax < 1 and not ax > 1 and 1 not in ax and ax


def test_it_can_be_taken_apart_into_as_many_as_are_asked_for():
    n, bins, bars = PLT.hist([1, 2])
    (line,) = PLT.plot([1])
    first, *rest, last = PLT.anything()
    for thing in (n, bins, bars, line, first, last):
        assert isinstance(thing, Nothing)
    assert rest == []


@pytest.mark.parametrize("asked, shape", [((2,), (2,)), ((1, 3), (3,)), ((2, 3), (2, 3))])
def test_subplots_come_in_the_shape_that_was_asked_for(asked, shape):
    figure, axes = PLT.subplots(*asked)
    assert isinstance(figure, Nothing)
    assert axes.shape == Nothing("figure").subplots(*asked).shape == shape


def test_a_single_subplot_is_no_array_but_where_that_is_asked():
    assert isinstance(PLT.subplots()[1], Nothing)
    assert PLT.subplots(1, 1, squeeze=False)[1].shape == (1, 1)


def test_a_class_may_be_made_of_it_and_what_python_asks_of_a_module_is_not_there():
    class Picture(PLT.Figure):
        pass

    assert Picture()
    with pytest.raises(AttributeError):
        _ = PLT.__wrapped__
