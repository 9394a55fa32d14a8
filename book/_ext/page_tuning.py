"""What a page says about itself in its head, and when its scripts run.

What it loads and how it is laid out is in `book/_site`.
"""

from html import escape

from docutils import nodes

from katex_math import plain_text

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"

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
    context["metatags"] = context.get("metatags", "") + tag


def no_state_of_widgets(app, pagename, templatename, context, doctree):
    """A page has no kernel that a widget's state could go to, and its bundle is 70 kB of it."""
    scripts = context["script_files"]
    context["script_files"] = [s for s in scripts if s.attributes.get("type") != WIDGET_STATE]


def scripts_that_wait(app, pagename, templatename, context, doctree):
    """Scripts run after the page is laid out.

    Not the options, which inline scripts need at once, and not on the search
    page, whose own scripts need the others at once.
    """
    if pagename == "search":
        return
    context["script_files"] = [
        script if "documentation_options" in str(script.filename) else _deferred(script)
        for script in context["script_files"]
    ]


def _deferred(script):
    if not script.filename:  # an inline script cannot wait
        return script
    # A new object: Sphinx hands the same ones to every page.
    attributes = {**script.attributes, "defer": "defer"}
    return type(script)(script.filename, priority=script.priority, **attributes)


def setup(app):
    app.connect("html-page-context", title_without_markup)
    app.connect("html-page-context", description)
    app.connect("html-page-context", no_state_of_widgets, priority=900)
    app.connect("html-page-context", scripts_that_wait, priority=900)  # when all are listed
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
