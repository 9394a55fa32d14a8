"""Marks what a reader can run or write on a page, and ships what that takes.

A cell becomes `<div class="cell live" id="cell-…">`, with the id that it has in its notebook. It is
`live-locked` where the notebook forbids to edit it, and `live-elsewhere` where only Jupyter runs
it. An answer in words of a problem set becomes `<div class="live-answer" id="cell-…">`. The page's
script, live.js, makes the rest of that, so a page without cells has nothing of all this.
"""

import json
import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

import live_parts

STATIC = live_parts.PACKAGE / "live" / "static"
SCRIPT, MORE, STYLE = "live.js", "live-more.js", "live.css"
PARTS = "live"  # the folder of the parts, in the site's _static

#: What no page can run: ipywidgets has its other half in JupyterLab.
ELSEWHERE = re.compile(r"^\s*(?:import|from)\s+ipywidgets\b", re.MULTILINE)

#: It stands below the title, and is hidden where no script runs.
BAR = """\
<div class="live-page" data-source="{source}" data-parts="{parts}">
<p>{words}</p>
<p class="live-page-buttons"></p>
</div>
"""
CHAPTER = (
    "Every cell of this page runs here, in your browser: <b>Run</b> it, or <b>Edit</b> it first."
)
SET = (
    "You can do this set here, in your browser: write, <b>Run</b> the checks, and download your "
    "notebook, which is what you hand in. What you write is kept on this computer alone."
)


def wrap_answers(app, docname, content):
    """Put a box with the cell's id around each answer in words, which MyST makes no node of."""
    if app.env.doc2path(docname).endswith(".ipynb"):
        notebook = json.loads(content[0])
        for cell in filter(_is_answer, notebook["cells"]):
            text = "".join(cell["source"])
            cell["source"] = (
                f"`````{{container}} live-answer\n:name: cell-{cell['id']}\n\n{text}\n`````"
            )
        content[0] = json.dumps(notebook)


def _is_answer(cell):
    return cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution")


class LiveCells(SphinxPostTransform):
    default_priority = 5  # while a cell still is one
    formats = ("html",)

    def run(self, **kwargs):
        path = Path(self.env.doc2path(self.env.docname))
        if path.suffix != ".ipynb":
            return
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for box in self.document.findall(nodes.container):
            if box.get("nb_element") == "cell_code":
                _mark(box, cells[box["cell_index"]])


def _mark(box, cell):
    box["ids"].append(f"cell-{cell['id']}")
    box["classes"].append("live")
    if cell["metadata"].get("editable") is False:
        box["classes"].append("live-locked")
    if ELSEWHERE.search("".join(cell["source"])):
        box["classes"].append("live-elsewhere")


def bar_and_scripts(app, pagename, templatename, context, doctree):
    """A page with live cells has a bar below its title, and the script."""
    body = context.get("body", "")
    if '<div class="cell live' not in body:
        return
    app.add_js_file(SCRIPT, loading_method="defer")
    up = context["pathto"]
    bar = BAR.format(
        source=escape(up(f"_sources/{context['sourcename']}", True)),
        parts=escape(up(f"_static/{PARTS}/", True)),
        words=SET if "live-locked" in body else CHAPTER,
    )
    context["body"] = body.replace("</h1>", f"</h1>\n{bar}", 1)


def ship(app, exception):
    if exception is None and app.builder.format == "html":
        live_parts.ship(Path(app.outdir) / "_static" / PARTS)


def _ship_scripts(app, config):
    config.html_static_path += [str(STATIC / name) for name in (SCRIPT, MORE, STYLE)]


def setup(app):
    app.connect("config-inited", _ship_scripts)
    app.connect("source-read", wrap_answers)
    app.connect("html-page-context", bar_and_scripts)
    app.connect("build-finished", ship)
    app.add_post_transform(LiveCells)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
