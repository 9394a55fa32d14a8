"""Figures without digits that nobody can see.

Matplotlib writes the lines of a figure to a millionth of a point. A hundredth is finer than any
screen shows, and of a map with height lines the rest is half of the file.
"""

import re

DRAWN = "<dc:title>Matplotlib"  # so a file of another hand is left alone
LINES = re.compile(r'(?<=\sd=")[^"]+')
UNSEEN = re.compile(r"(\.\d\d)\d+")


def lean(svg):
    """A figure whose lines are written to a hundredth of a point."""
    return LINES.sub(lambda line: UNSEEN.sub(r"\1", line[0]), svg)


def _make_lean(app, exception):
    if exception is None and app.builder.format == "html":
        for path in (app.outdir / app.builder.imagedir).glob("*.svg"):
            svg = path.read_text(encoding="utf-8")
            if DRAWN in svg:
                path.write_text(lean(svg), encoding="utf-8")


def setup(app):
    app.connect("build-finished", _make_lean)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
