"""A figure's twin for the dark page, from what matplotlib writes."""

import io
import re

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from mixtures_lab import plot
from mixtures_lab.live.dark import dark, dark_figure


def _luminance(colour):
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def _contrast(colour, ground="#121212"):
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def drawn():
    """Draw with the book's style, and return what is written and its twin."""

    def draw(paint):
        with matplotlib.rc_context():
            plot.use_style()
            figure = Figure(figsize=(3, 2))
            paint(figure.add_subplot())
            written = io.StringIO()
            figure.savefig(written, format="svg")
        return written.getvalue(), dark_figure(written.getvalue())

    return draw


def _group(svg, name):
    """The lines of one named group, up to where the next of its kind begins."""
    start = svg.index(f'id="{name}"')
    return svg[start : svg.find("</g>", svg.index("<use", start))]


@pytest.mark.parametrize("colour", [*plot.COLOURS, "#000000", "#1b1f23", "#b04a00", "#00008b"])
@pytest.mark.parametrize("least", [3.0, 4.5])
def test_what_reads_on_white_reads_on_the_dark_page(colour, least):
    on_white = _contrast(colour, "#ffffff")
    assert (
        _contrast(dark(colour, least))
        >= (least if on_white > least else min(on_white, least)) - 0.05
    )


def test_white_becomes_the_pages_ground_and_black_its_ink():
    assert dark("#ffffff", 3.0) == "#121212"
    assert dark("#000000", 3.0) == "#e6e6e6"


@pytest.mark.parametrize("colour", ["#e69f00", "#56b4e9", "#f0e442"])
def test_a_colour_that_stands_out_stays_itself(colour):
    assert dark(colour, 4.5) == colour


def test_lines_letters_and_ground_of_a_figure_are_repainted(drawn):
    light, night = drawn(lambda ax: ax.plot([0, 1], [0, 1], color="black") and ax.set_title("L"))
    assert "#ffffff" in light and "#ffffff" not in night
    assert "#1b1f23" in light and "#1b1f23" not in night
    # Black letters have no colour in the file: they take the whole figure's.
    assert re.search(r"<svg [^>]*fill=\"#e6e6e6\"", night)


def test_letters_stand_out_more_than_lines_as_they_must(drawn):
    _, night = drawn(lambda ax: ax.text(0.5, 0.5, "hill A", color="#0072b2"))
    blues = set(re.findall(r"fill: (#\w{6})", night)) & {dark("#0072b2", c) for c in (3.0, 4.5)}
    assert blues == {dark("#0072b2", 4.5)} and dark("#0072b2", 3.0) not in blues


def test_a_heat_map_stays_with_its_numbers_and_its_axes_do_not(drawn):
    light, night = drawn(lambda ax: plot.matrix(ax, [[0.0, 10.0], [10.0, 0.0]], "D"))
    assert re.search(r"base64,\s*\S+", light).group().split() == (
        re.search(r"base64,\s*\S+", night).group().split()
    )
    # Black on the two light cells, white on the two dark ones, and nothing else is white.
    assert len(re.findall(r'<g id="text_\d+" fill="#000000">', night)) == 4
    assert night.count("fill: #ffffff") == 2 < light.count("fill: #ffffff")
    assert "#1b1f23" in light and "#1b1f23" not in night


def test_a_picture_without_axes_keeps_what_is_written_on_it_and_not_its_title(drawn):
    def paint(ax):
        ax.imshow([[0.0, 1.0], [1.0, 2.0]])
        ax.text(0, 0, "on it", color="#ffffff")
        ax.set_title("above it")
        ax.set_axis_off()

    light, night = drawn(paint)
    assert "fill: #ffffff" in _group(night, "text_1")
    assert "fill: #1b1f23" in _group(light, "text_2") and "#1b1f23" not in night


def test_bands_of_equal_height_stay_and_what_is_drawn_on_them(drawn):
    def paint(ax):
        ax.contourf([[0.0, 1.0], [1.0, 2.0]], cmap="cividis")
        ax.plot([0, 1], [0, 1], color="#ffffff")

    light, night = drawn(paint)
    bands = re.findall(r"fill: (#\w{6})", light[light.index("QuadContourSet") :])
    assert len(set(bands)) > 4 and set(bands) - {"#1b1f23"} <= set(
        re.findall(r"fill: (#\w{6})", night)
    )
    assert "stroke: #ffffff" in night


def test_the_number_of_a_mean_stays_as_its_disc_does(drawn):
    light, night = drawn(lambda ax: plot.means(ax, [[0.0, 0.0], [1.0, 1.0]]))
    assert "fill: #ffffff" in _group(light, "number_1")  # white on blue
    assert "fill: #ffffff" in _group(night, "number_1")
    assert 'id="number_2" fill="#000000"' in night  # black on orange
