"""One colour per component, for every picture: figures, the explorer, the class's summary.

Okabe and Ito's colours, which readers with any colour vision can tell apart, and grey. The
page's JavaScript takes them from the same file.
"""

import json
from pathlib import Path

__all__ = ["COLOURS", "ink_on", "luminance"]

COLOURS = tuple(json.loads((Path(__file__).parent / "data" / "palette.json").read_text("utf-8")))


def luminance(colour):
    """Relative luminance, from 0 (black) to 1 (white), as WCAG 2.2 defines it.

    A colour is written as "#0072b2", or is a triple of numbers from 0 to 1.
    """
    if isinstance(colour, str):
        colour = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(c * w for c, w in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def ink_on(colour):
    """Black or white text, whichever has more contrast on it: 4.5 or more (WCAG 2.2)."""
    return "black" if luminance(colour) > 0.179 else "white"  # (0.179 + 0.05)² = 1.05 · 0.05
