"""A figure's twin for the dark: the same lines in inks that read on a dark page.

matplotlib writes its colours into the file, and a page cannot reach into an image. So each SVG
that it drew has a twin, and the theme shows one of the two.

Greys are turned over: white becomes the page's ground and black its ink. A colour stays itself,
and is made lighter where it would not stand out from the ground. A heat map stays as it is, with
all that is drawn on it, and so does a mean's number on its disc.
"""

import colorsys
import re
from functools import cache
from xml.etree import ElementTree

from ..palette import luminance

SVG = "{http://www.w3.org/2000/svg}"
ElementTree.register_namespace("", SVG[1:-1])
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")

COLOUR = re.compile(r"#[0-9a-f]{6}\b")
PLACE = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")

GROUND, INK = 0x12 / 255, 0xE6 / 255  # the dark page's, as greys
GREY = 0.12  # between a colour's largest and least part: below it is a grey
# WCAG 2.2, 1.4.11 and 1.4.3: how much lighter than its ground a line and a letter must be.
LINE, LETTER = 3.0, 4.5


@cache
def dark(colour, contrast):
    """The colour `#rrggbb` as it reads on the dark ground."""
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    if max(rgb) - min(rgb) < GREY:
        rgb = [GROUND + (INK - GROUND) * (1 - sum(rgb) / 3)] * 3
    else:
        hue, lightness, saturation = colorsys.rgb_to_hls(*rgb)
        enough = contrast * (luminance([GROUND] * 3) + 0.05) - 0.05
        while luminance(rgb) < enough:
            lightness += 0.01
            rgb = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(255 * c):02x}" for c in rgb)


def _named(element, name):
    return element.get("id", "").startswith(name)


def _is_map(element):
    """Whether its colours are numbers: an image, or bands between lines of one height."""
    if element.tag == f"{SVG}image" or element.find(f".//{SVG}image") is not None:
        return True
    return _named(element, ("QuadContourSet", "QuadMesh")) and any(
        "fill: #" in path.get("style", "") for path in element.iter(f"{SVG}path")
    )


def _lies_on(text, axes, boxes):
    """Whether a text begins within the rectangle of its axes, which is what the map is cut to."""
    places = (PLACE.search(part.get("transform", "")) for part in text.iter(f"{SVG}g"))
    x, y = map(float, next(filter(None, places)).groups())
    cut = (part.get("clip-path") for part in axes.iter())
    left, top, width, height = boxes[next(filter(None, cut))]
    return left <= x <= left + width and top <= y <= top + height


def _stays(part, parent, boxes):
    """Whether a part is drawn on colours that stay, so that its own must stay, too."""
    if _named(part, "number_"):
        return True
    if not (_named(parent, "axes_") and any(map(_is_map, parent))):
        return False
    if _named(part, "text_"):
        return _lies_on(part, parent, boxes)
    return not _named(part, ("patch_", "matplotlib.axis"))


def _repaint(element, boxes, contrast=LINE):
    if _named(element, "text_"):
        contrast = LETTER
    if "style" in element.attrib:
        element.set("style", COLOUR.sub(lambda c: dark(c.group(), contrast), element.get("style")))
    for part in element:
        if _stays(part, element, boxes):
            part.set("fill", "#000000")  # black is what matplotlib leaves unsaid
        else:
            _repaint(part, boxes, contrast)


def dark_figure(svg):
    """The text of an SVG that matplotlib drew, for a dark page."""
    root = ElementTree.fromstring(svg)
    boxes = {
        f"url(#{clip.get('id')})": [float(clip[0].get(k)) for k in ("x", "y", "width", "height")]
        for clip in root.iter(f"{SVG}clipPath")
        if clip[0].tag == f"{SVG}rect"
    }
    _repaint(root, boxes)
    root.set("fill", dark("#000000", LETTER))  # unsaid, as above
    return ElementTree.tostring(root, encoding="unicode")
