"""What an object looks like on the page: a figure, HTML or text."""

import pprint
import sys

from .widgets import AnyWidget


def output_of(thing):
    """The richest of an object's own forms that a page can show, as Jupyter chooses it."""
    if isinstance(thing, AnyWidget):
        return thing.output()
    if "matplotlib.figure" in sys.modules:
        from . import figures

        if figures.is_figure(thing):
            return figures.output_of_figure(thing)
    bundle = _asked(thing, "_repr_mimebundle_") or {}
    if isinstance(bundle, tuple):
        bundle = bundle[0]
    svg = bundle.get("image/svg+xml") or _asked(thing, "_repr_svg_")
    if svg:
        return {"kind": "svg", "svg": svg, "svgDark": svg}
    html = bundle.get("text/html") or _asked(thing, "_repr_html_")
    if html:
        return {"kind": "html", "html": html}
    return text(bundle.get("text/plain") or written(thing))


def text(words, stream="stdout"):
    return {"kind": "text", "text": words, "stream": stream}


def _asked(thing, method):
    """What a method of the object's class gives, or None if there is none or it fails."""
    if isinstance(thing, type) or not callable(getattr(type(thing), method, None)):
        return None
    try:
        return getattr(thing, method)()
    except Exception:  # as in Jupyter, the next form is tried
        return None


def written(thing):
    """An object as Jupyter writes it: a long list or dict over several lines."""
    if type(thing) in (list, dict, set, tuple):
        return pprint.pformat(thing, width=79, compact=True, sort_dicts=False)
    return repr(thing)
