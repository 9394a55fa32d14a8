"""One colour per component, which every picture takes from one place."""

import pytest
from matplotlib import colors

from mixtures_lab.palette import COLOURS, ink_on


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [*COLOURS, "#000000", "#ffffff", "#777777"])
def test_a_number_on_a_colour_can_be_read(colour):
    ground, ink = (luminance(colors.to_rgb(c)) for c in (colour, ink_on(colour)))
    assert (max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) >= 4.5
    assert ink_on(colors.to_rgb(colour)) == ink_on(colour)
