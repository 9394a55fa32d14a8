"""The explorer's script and its rules of style, on the pages that hold one and on no other.

An explorer is a block of HTML in a cell's output, which knows nothing of the page
it ends up on: how deep it lies, or whether another explorer already asked for the script.
"""

from importlib.resources import files

STATIC = files("mixtures_lab") / "explorer" / "static"
SCRIPT, STYLE = "explorer-page.js", "explorer-page.css"
#: What few use: the script fetches it from beside itself, so no page asks for it.
MORE = "explorer-more.js"
MARK = "data-explorer-json"


def _ship_them(app, config):
    config.html_static_path += [str(STATIC / name) for name in (SCRIPT, MORE, STYLE)]


def _ask_for_them(app, pagename, templatename, context, doctree):
    if MARK in context.get("body", ""):
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file(STYLE)


def setup(app):
    app.connect("config-inited", _ship_them)
    app.connect("html-page-context", _ask_for_them)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
