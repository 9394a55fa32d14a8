"""Mathematics becomes HTML and MathML while the book is built, with KaTeX.

KaTeX is JavaScript; it runs inside V8, which comes as a Python wheel
(mini-racer). A reader's browser gets finished markup, a stylesheet and fonts,
and no script; a builder needs no Node.

A formula that KaTeX cannot read is a Sphinx warning that names the document and
the line, which ``-W`` turns into a failed build. The page then shows the TeX.
"""

import html
import json
import re
import weakref
from functools import cache
from pathlib import Path

from docutils import nodes
from py_mini_racer import JSEvalException, MiniRacer
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

KATEX = Path(__file__).parent.parent / "_vendor" / "katex"

logger = logging.getLogger(__name__)


class Renderer:
    """``renderer(tex, display)`` is the HTML of one formula."""

    def __init__(self, macros):
        self._macros = dict(macros)
        self._engine = MiniRacer()
        # Before Python ends: from 3.13 on, an engine that is still open then waits for ever.
        weakref.finalize(self, self._engine.close)
        self._engine.eval((KATEX / "katex.min.js").read_text(encoding="utf-8"))

    def __call__(self, tex, display=False):
        options = {
            "displayMode": display,
            "macros": self._macros,
            "throwOnError": True,
            "strict": "error",  # what LaTeX and MathJax would not read either
            "output": "htmlAndMathml",  # MathML is what a screen reader reads
        }
        # JSON is JavaScript, and its \uXXXX escapes are safe in any source.
        arguments = f"{json.dumps(tex)}, {json.dumps(options)}"
        try:
            return self._engine.eval(f"katex.renderToString({arguments})")
        except JSEvalException as error:
            raise ValueError(_first_sentence(error)) from None


@cache
def _renderer(macros):
    return Renderer(macros)


def _first_sentence(error):
    message = re.search(r"KaTeX parse error: .*", str(error))
    return message.group() if message else str(error).strip().splitlines()[0]


def one_numbered_block(tex):
    """`tex` with environments that number their lines made into ones that do not.

    A labelled equation has one number, its id, however many lines it has.
    """
    tex = re.sub(r"\\(begin|end)\{equation\*?\}", "", tex)
    tex = re.sub(r"\\(begin|end)\{(?:align|split)\*?\}", r"\\\1{aligned}", tex)
    return re.sub(r"\\(begin|end)\{gather\*?\}", r"\\\1{gathered}", tex)


def _render(config, node, display=False):
    """The HTML of a math node; of one that KaTeX cannot read, its TeX and a warning."""
    renderer = _renderer(tuple(sorted(config.katex_macros.items())))
    try:
        return renderer(one_numbered_block(node.astext()), display)
    except ValueError as error:
        logger.warning("%s", error, location=node, type="katex")
        return f"<code>{html.escape(node.astext())}</code>"


def plain_text(app, node):
    """The text of `node` where no markup can go: each formula as its bare symbols."""
    if isinstance(node, nodes.math):
        mathml = re.search("<math.*?(?=<annotation|</math>|$)", _render(app.config, node))
        return html.unescape(re.sub("<[^>]*>", "", mathml.group())) if mathml else node.astext()
    if isinstance(node, nodes.Text):
        return node.astext()
    return "".join(plain_text(app, child) for child in node.children)


class KeepMarksBesideFormulas(SphinxPostTransform):
    """What touches a formula, such as a full stop or a bracket, stays on the formula's line.

    A browser may break a line on either side of a rendered formula, because its
    parts are boxes and not letters. So formula and marks stand in one span that
    the stylesheet does not break; inside, the formula still may.
    """

    default_priority = 900  # after everything that still makes or moves text
    formats = ("html",)

    def run(self, **kwargs):
        for formula in list(self.document.findall(nodes.math)):
            parent, at = formula.parent, formula.parent.index(formula)
            before, after = parent[:at][-1:], parent[at + 1 :][:1]
            opening = _touching(r"\S+\Z", before)
            closing = _touching(r"\A\S+", after)
            if not opening and not closing:
                continue
            whole = nodes.inline("", "", classes=["unbroken"])
            parent[at] = whole  # by place: two texts of one parent may be equal
            whole += [*map(nodes.Text, opening), formula, *map(nodes.Text, closing)]
            if opening:
                parent[at - 1] = nodes.Text(before[0][: -len(opening[0])])
            if closing:
                parent[at + 1] = nodes.Text(after[0][len(closing[0]) :])


def _touching(pattern, neighbours):
    """The end or the beginning of a neighbouring text, in a list that may be empty."""
    return [
        found.group()
        for text in neighbours
        if isinstance(text, nodes.Text) and (found := re.search(pattern, text))
    ]


def visit_inline(self, node):
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate"))
    self.body.append(_render(self.config, node) + "</span>")
    raise nodes.SkipNode


def visit_block(self, node):
    formula = _render(self.config, node, display=True)
    self.body.append(self.starttag(node, "div", "", CLASS="math-block notranslate"))
    self.body.append(f'<div class="math-scroll">{formula}</div>')
    if node.get("label"):
        number, link = get_node_equation_number(self, node), node["ids"][0]
        self.body.append(f'<a class="eqno" href="#{link}">({html.escape(number)})</a>')
    elif node.get("line"):  # of the derivation, which stands on another page: api_formulas.py
        self.body.append(_link_to_line(self, node))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _link_to_line(translator, node):
    builder, line = translator.builder, node["line"]
    page = builder.env.domains["math"].equations.get(line, [None])[0]
    if page is None:
        logger.warning("no equation is called %s", line, location=node, type="katex")
        return ""
    address = builder.get_relative_uri(builder.current_docname, page)
    anchor = nodes.make_id(f"equation-{line}")
    return f'<a class="eqno" href="{address}#{anchor}">({html.escape(line)})</a>'


def _add_stylesheet_and_fonts(app):
    app.config.html_static_path.append(str(KATEX / "static"))
    app.add_css_file("katex/katex.min.css")


def setup(app):
    app.add_config_value("katex_macros", {}, "html", types=(dict,))
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.add_post_transform(KeepMarksBesideFormulas)
    app.connect("builder-inited", _add_stylesheet_and_fonts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
