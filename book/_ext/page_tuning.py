"""What a page says about itself in its head.

What it loads is in site_assets.py, how it is laid out in `book/_site`.
"""

import re
import shutil
from html import escape, unescape
from pathlib import Path

from docutils import nodes

from katex_math import plain_text

LICENSE = Path(__file__).parents[2] / "LICENSE"
LICENSE_PAGE = "license.txt"  # a browser shows a .txt, and saves a file without an ending

DESCRIPTION_LENGTH = 160  # characters; about what a search engine shows


def title_without_markup(app, pagename, templatename, context, doctree):
    """A browser's tab shows text, so a formula in a title must become text."""
    if pagename in app.env.titles:
        context["title"] = escape(plain_text(app, app.env.titles[pagename]))


def description(app, pagename, templatename, context, doctree):
    """The first paragraph of a page describes it; a page without one has its name."""
    paragraph = doctree.next_node(nodes.paragraph) if doctree else None
    title = context.get("title") or pagename.capitalize()  # the search has none in its context
    title = unescape(re.sub("<[^>]*>", "", title))
    text = plain_text(app, paragraph) if paragraph else f"{title}: {app.config.html_title}"
    text = " ".join(text.split())
    if len(text) > DESCRIPTION_LENGTH:
        text = text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"
    # Without docutils' own viewport: the theme says it already.
    others = re.sub('<meta name="viewport"[^>]*>\n?', "", context.get("metatags", ""))
    context["metatags"] = others + _tags(app, context, title, text)


def _tags(app, context, title, text):
    """For a search engine, for who shares a link to the page, and for who may use it."""
    card = {
        "type": "article",
        "site_name": app.config.html_title,
        "title": title,
        "description": text,
        "url": context.get("pageurl"),  # only where html_baseurl says where the book lies
    }
    tags = [f'<meta name="description" content="{escape(text)}">']
    tags += [
        f'<meta property="og:{name}" content="{escape(value)}">'
        for name, value in card.items()
        if value
    ]
    tags.append(f'<link rel="license" href="{context["pathto"](LICENSE_PAGE, 1)}">')
    return "\n    ".join(tags)


def license_beside_the_pages(app, exception):
    if exception is None and app.builder.format == "html":
        shutil.copyfile(LICENSE, app.outdir / LICENSE_PAGE)


def setup(app):
    app.connect("html-page-context", title_without_markup)
    app.connect("html-page-context", description)
    app.connect("build-finished", license_beside_the_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
