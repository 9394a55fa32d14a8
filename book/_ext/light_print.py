"""On paper a page is light, also one that is read in the dark.

The theme's rules of style hang on `<html data-theme="…">`. Those for the light theme stand once
more in the sheet (site_assets.py), for print alone, where they hold for every theme.
"""

import re

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
