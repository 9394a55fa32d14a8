"""The dark twin of each figure of a page, beside it.

What a twin is, mixtures_lab.live.dark says. An image that is not shown is not fetched, because it
loads lazily; and both say how large they are, so that nothing jumps when one arrives.
"""

import re

from mixtures_lab.live.dark import dark_figure

DRAWN = "<dc:title>Matplotlib"  # so a file of another hand is left alone
SIZE = re.compile(r'<svg[^>]*?\swidth="([\d.]+)pt" height="([\d.]+)pt"')
IMAGE = re.compile(r'<img [^>]*?src="[^"]*?_images/([^"/]+)\.svg"[^>]*?>')


def twins(app, pagename, templatename, context, doctree):
    """Put the dark twin of each figure of a page beside it."""

    def both(match):
        tag, stem = match.group(), match.group(1)
        svg = originals.get(f"{stem}.svg")
        text = svg.read_text("utf-8") if svg else ""
        if DRAWN not in text:
            return tag
        images.mkdir(exist_ok=True)
        (images / f"{stem}-dark.svg").write_text(dark_figure(text), encoding="utf-8")
        width, height = (round(float(points) * 4 / 3) for points in SIZE.search(text).groups())
        wide = " wide" if 'class="wide"' in tag else ""
        size = f'width="{width}" height="{height}" loading="lazy"'
        tag = tag.replace(' class="wide"', "")
        light = tag.replace("<img ", f'<img class="only-light{wide}" {size} ', 1)
        return light + light.replace("only-light", "only-dark").replace(stem, f"{stem}-dark")

    images = app.outdir / app.builder.imagedir
    originals = {name: app.srcdir / uri for uri, name in app.builder.images.items()}
    if "body" in context:
        context["body"] = IMAGE.sub(both, context["body"])


def setup(app):
    app.connect("html-page-context", twins)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
