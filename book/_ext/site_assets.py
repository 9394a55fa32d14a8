"""One sheet of style and one script for all pages, with nothing in them that no page uses.

The sheet is made of those of the theme and of the extensions, and of book/_site/static/book.css,
when all pages are built (used_styles.py): a page then waits for one file instead of thirteen, a
third as large. The script is made of book/_site/scripts, and stands for those of the theme and of
Bootstrap, which need inline scripts and do more than the book asks. What neither needs is not
shipped.
"""

import hashlib
import re
import shutil
from pathlib import Path

from light_print import light_rules
from used_styles import names_in, used_rules

SCRIPTS = Path(__file__).parents[1] / "_site" / "scripts"
SHEET, SCRIPT = "site.css", "site.js"

#: The sheets in the order in which they hold; others stand between, by their names.
FIRST = ("basic.css", "bootstrap.css", "pydata-sphinx-theme.css", "sphinx-book-theme.css")
LAST = ("book.css",)

#: Sphinx's own, which the page of the search alone has a use for; and the theme's.
SEARCH = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")
UNUSED = ("sphinx-book-theme.js",)

#: What the theme puts into _static, and nothing asks for any more.
LEFT_OVER = ("styles", "scripts", "vendor", "locales", "*webpack-macros.html")

#: The theme draws some of its signs with the font of Font Awesome, which is not here.
OF_THE_FONT = re.compile(
    r"""(?:content|font):\s*(?:var\(--(?:fa-|pst-icon)|["']\\f[0-9a-f]{3}["'])[^;}]*;?"""
)

LINK = re.compile(r'_static/(head\.js|site\.js|site\.css)(?:\?v=\w*)?"')


def one_of_each(app, pagename, templatename, context, doctree):
    """Leave a page the sheet and the scripts that it needs, and no script among its lines.

    Such a one is the state of widgets, which has no kernel here that it could go to. Scripts run
    after the page is laid out; but those of the search need one another at once.
    """
    context["css_files"] = []  # layout.html asks for the one
    search = pagename == "search"
    left = UNUSED if search else UNUSED + SEARCH
    scripts = [script for script in context["script_files"] if script.filename]
    scripts = [script for script in scripts if not str(script.filename).endswith(left)]
    context["script_files"] = scripts if search else [_deferred(script) for script in scripts]


def _deferred(script):
    # A new object: Sphinx hands the same ones to every page.
    attributes = {**script.attributes, "defer": "defer"}
    return type(script)(script.filename, priority=script.priority, **attributes)


def put_together(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    static = app.outdir / "_static"
    if not (static / FIRST[0]).exists():
        return  # Sphinx found nothing to write, so what was put together stands
    paths = [path for path in app.outdir.rglob("*.html") if static not in path.parents]
    pages = {path: path.read_text(encoding="utf-8") for path in paths}
    (static / SCRIPT).write_text(_one_script(), encoding="utf-8")
    sheets = sorted((path for path in static.rglob("*.css") if path.name != SHEET), key=_place)
    scripts = [*static.glob("*.js"), *static.glob("*.mjs")]
    used = names_in(pages.values(), (path.read_text(encoding="utf-8") for path in scripts))
    (static / SHEET).write_text(one_sheet(sheets, static, used), encoding="utf-8")
    _remove(static, sheets)
    versions = {name: _version(static / name) for name in ("head.js", SCRIPT, SHEET)}
    for path, page in pages.items():
        page = LINK.sub(lambda link: f'_static/{link[1]}?v={versions[link[1]]}"', page)
        path.write_text(page, encoding="utf-8")


def _place(path):
    places = {**{name: at - len(FIRST) for at, name in enumerate(FIRST)}, **dict.fromkeys(LAST, 1)}
    return places.get(path.name, 0), path.name


def one_sheet(sheets, static, used):
    css = "\n".join(_at_home(path, static) for path in sheets)
    css = used_rules(OF_THE_FONT.sub("", css), used)
    return f"{css}@media print {{\n" + "\n".join(light_rules(css)) + "\n}\n"


def _at_home(path, static):
    """A sheet whose addresses lead on from _static, where the one sheet lies."""
    folder = path.parent.relative_to(static).as_posix()
    css = path.read_text(encoding="utf-8")
    return re.sub(r"""url\((["']?)(?!["']?(?:data:|#|/))""", rf"url(\g<1>{folder}/", css)


def _one_script():
    """Each of the scripts in a scope of its own."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*.js"))]
    return "".join(f"{{\n{text}}}\n" for text in texts)


def _remove(static, sheets):
    for path in sheets:
        path.unlink()
    for path in (path for pattern in LEFT_OVER for path in static.glob(pattern)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _version(path):
    """Changes with the file, so that a browser never keeps an older one."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def setup(app):
    app.add_js_file(SCRIPT, loading_method="defer")
    app.connect("html-page-context", one_of_each, priority=950)  # when all are listed
    app.connect("build-finished", put_together, priority=950)  # when all are there
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
