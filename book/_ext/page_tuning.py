"""What a page says about itself in its head.

What it loads is in site_assets.py, how it is laid out in `book/_site`.
"""

import re
from html import escape

from docutils import nodes

from katex_math import plain_text

DESCRIPTION_LENGTH = 160  # characters; about what a search engine shows


def title_without_markup(app, pagename, templatename, context, doctree):
    """A browser's tab shows text, so a formula in a title must become text."""
    if pagename in app.env.titles:
        context["title"] = escape(plain_text(app, app.env.titles[pagename]))


def description(app, pagename, templatename, context, doctree):
    """The first paragraph of a page describes it; a page without one has its name."""
    paragraph = doctree.next_node(nodes.paragraph) if doctree else None
    text = plain_text(app, paragraph) if paragraph else f"{pagename}: {app.config.html_title}"
    text = " ".join(text.split())
    if len(text) > DESCRIPTION_LENGTH:
        text = text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"
    tag = f'<meta name="description" content="{escape(text)}">'
    # Without docutils' own viewport: the theme says it already.
    others = re.sub('<meta name="viewport"[^>]*>\n?', "", context.get("metatags", ""))
    context["metatags"] = others + tag


def setup(app):
    app.connect("html-page-context", title_without_markup)
    app.connect("html-page-context", description)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
