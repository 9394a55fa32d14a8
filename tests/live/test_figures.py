"""A cell's figures are shown at its end, or where it says so, once each, light and dark."""

import matplotlib
import matplotlib.pyplot as plt
import pytest

from mixtures_lab import _page
from mixtures_lab.live.session import Session


@pytest.fixture
def shown(monkeypatch):
    """Run a cell and get its outputs, with the page's backend and one figure's names."""
    outputs = []
    session = Session(outputs.append)
    monkeypatch.setattr(_page, "display", session.display)
    before = matplotlib.get_backend()
    plt.switch_backend("module://mixtures_lab.live.figures")

    def run(code):
        outputs.clear()
        session.run("a", "import matplotlib.pyplot as plt\n" + code)
        return [*outputs]

    with matplotlib.rc_context({"svg.hashsalt": "a"}):
        yield run
    plt.close("all")
    plt.switch_backend(before)


def kinds(outputs):
    return [output["kind"] for output in outputs]


def test_a_figure_is_shown_at_the_end_of_its_cell_and_not_again(shown):
    assert kinds(shown("fig, ax = plt.subplots()\nprint('a')")) == ["text", "svg"]
    assert shown("x = 1") == []


def test_figures_come_in_the_order_in_which_they_were_made(shown):
    first, second = shown("plt.figure(figsize=(1, 1))\nplt.figure(figsize=(2, 1))\nNone")
    widths = [float(svg["svg"].split('width="')[1].split("pt")[0]) for svg in (first, second)]
    assert widths[0] < widths[1]


def test_show_shows_there_and_then(shown):
    assert kinds(shown("plt.figure()\nplt.show()\nprint('a')")) == ["svg", "text"]


def test_a_figure_that_is_the_last_value_is_shown_once(shown):
    assert kinds(shown("fig = plt.figure()\nfig")) == ["svg"]


def test_a_figure_without_pyplot_is_shown_as_a_value(shown):
    assert kinds(shown("from matplotlib.figure import Figure\nFigure()")) == ["svg"]


def test_what_was_drawn_before_an_error_is_shown_after_it(shown):
    assert kinds(shown("plt.figure()\n1 / 0")) == ["error", "svg"]


def test_what_cannot_be_drawn_is_an_error_of_the_cell(shown):
    [error] = shown("plt.figure().text(0, 0, r'$\\nothing$')\nNone")
    assert error["kind"] == "error" and "nothing" in error["message"]
    assert shown("x = 1") == []


def test_the_same_figure_is_the_same_text_and_says_no_date(shown):
    code = "plt.plot([1, 2, 4])\nNone"
    [one], [two] = shown(code), shown(code)
    assert one == two and "dc:date" not in one["svg"]


def test_a_figure_has_a_twin_for_the_dark(shown):
    [output] = shown("plt.plot([1, 2])\nNone")
    assert "#ffffff" in output["svg"] and "#ffffff" not in output["svgDark"]
