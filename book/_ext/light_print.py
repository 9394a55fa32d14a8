"""On paper a page is light, also one that is read in the dark.

The theme's rules of style hang on `<html data-theme="…">`. Those for the light theme are
collected into one more stylesheet, for print alone, where they hold for every theme.
"""

import re

STYLE = "light-print.css"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMA = re.compile(r",(?![^(]*\))")  # not one inside of :not(a, b)
LIGHT = re.compile(r"""\[data-theme=(["']?)light\1\]""")


def light_rules(css):
    """The rules of a stylesheet for the light theme, made to hold for every theme."""
    css = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", css, flags=re.DOTALL)
    for selectors, body in RULE.findall(css):
        # As specific as the dark theme's, and later.
        light = [
            LIGHT.sub("[data-theme]", s.strip()) for s in COMMA.split(selectors) if LIGHT.search(s)
        ]
        if light:
            yield f"{','.join(light)}{{{body.strip()}}}"


def _collect(app, exception):
    if exception is None and app.builder.format == "html":
        static = app.outdir / "_static"
        sheets = [path for path in static.rglob("*.css") if path.name != STYLE]
        sheets.sort(key=lambda path: (path.parent.name != "styles", path.name))  # the theme's first
        rules = [rule for path in sheets for rule in light_rules(path.read_text("utf-8"))]
        (static / STYLE).write_text("\n".join(rules) + "\n", encoding="utf-8")


def setup(app):
    app.add_css_file(STYLE, media="print", priority=900)
    app.connect("build-finished", _collect, priority=900)  # the theme writes colours of code there
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
