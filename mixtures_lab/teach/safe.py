"""What learners wrote, as a browser may have it: shown, and never done.

`inert` leaves Markdown as it is, without what a page of nbgrader's, which takes any HTML
and any link, would do as the person who opens it. `as_html` is for our own pages: Markdown
and mathematics rendered, cleaned by nh3, and asking no other site for anything.
"""

import html
import json
import re
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

KATEX = Path(__file__).parents[2] / "book" / "_vendor" / "katex" / "katex.min.js"

#: Where HTML would begin a tag; the few that can be allowed have no attribute.
TAG = re.compile(r"<(?=[A-Za-z/!?])(?!/?(?:sub|sup)>|br ?/?>)")

#: Where Markdown would make a link, but to where a browser can only go.
LINK = re.compile(
    r"\](?=\((?!<?(?:https?://|mailto:|attachment:))|:(?!\s*(?:https?://|mailto:|attachment:)))"
)

#: Where it would fetch a picture from another site.
IMAGE = re.compile(r"!(?=\[(?![^\]]*\]\(attachment:))")

#: TeX that does something to the page.
COMMAND = re.compile(
    r"\\(?=(?:href|class|cssId|style|require|data|html\w+|include\w+)(?![A-Za-z]))"
)

#: Stand for what is put in after cleaning: characters that nobody types.
MARK = re.compile("\ue000(\\d+)\ue001")

#: Characters of a formula that is rendered, and seconds that rendering may take.
FORMULA, SECONDS = 5000, 2


def inert(markdown):
    """The same words, as Markdown that holds no HTML and no link that does something.

    A space is put where they would begin, which is true in any reader of Markdown,
    and shows in no formula.
    """
    for where, instead in ((TAG, "< "), (IMAGE, "! "), (LINK, "] "), (COMMAND, r"\\ ")):
        markdown = where.sub(instead, markdown)
    return markdown


def as_html(markdown, images=()):
    """Markdown with mathematics as HTML; `images` are the pictures that it may show."""
    kept, shown = [], {name: (kind, data) for name, kind, data in images}

    def keep(text):
        kept.append(text)
        return f"\ue000{len(kept) - 1}\ue001"

    def picture(self, tokens, k, options, env):
        name, words = tokens[k].attrs["src"].removeprefix("attachment:"), tokens[k].content
        if name in shown:
            return keep(_picture(*shown.pop(name), words or name))
        return html.escape(f"[{words}: {name}]")

    reader = (
        MarkdownIt("commonmark", {"html": False})
        .enable(["table", "strikethrough"])
        .use(dollarmath_plugin, allow_labels=False, double_inline=True)
        .use(amsmath_plugin)
    )
    reader.add_render_rule("image", picture)
    for kind in ("math_inline", "math_inline_double", "math_block", "amsmath"):
        reader.add_render_rule(
            kind,
            lambda _, tokens, k, options, env: keep(
                formula(tokens[k].content, tokens[k].type != "math_inline")
            ),
        )
    text = nh3.clean(reader.render(re.sub("[\ue000\ue001]", "", markdown)))
    text = MARK.sub(lambda found: kept[int(found[1])], text)
    return text + "".join(_picture(*shown[name], name) for name in shown)


def _picture(kind, data, words):
    return f'<img src="data:{kind};base64,{data}" alt="{html.escape(words)}">'


def formula(tex, display=False):
    """A formula as MathML, which browsers draw by themselves; as TeX where it cannot be read."""
    # In a thread of its own, from the engine's birth on: where an event loop runs, as in Jupyter,
    # V8 would wait for that loop, which waits for V8.
    with ThreadPoolExecutor(1) as apart:
        mathml = apart.submit(_mathml, tex, display).result() if len(tex) <= FORMULA else None
    return mathml or f"<code>{html.escape(tex)}</code>"


def _mathml(tex, display):
    """A formula as KaTeX writes it; None where there is no KaTeX, or it cannot read the formula."""
    engine = _katex()
    if engine is None:
        return None
    options = {"displayMode": display, "output": "mathml", "strict": "ignore"}
    call = f"katex.renderToString({json.dumps(tex)}, {json.dumps(options)})"
    try:
        return engine.eval(call, timeout_sec=SECONDS)
    except _errors():
        return None


@cache
def _katex():
    """KaTeX, as the book has it, in V8; None where that is not installed."""
    try:
        from py_mini_racer import MiniRacer
    except ImportError:
        return None
    engine = MiniRacer()
    # Before Python ends: from 3.13 on, an engine that is still open then waits for ever.
    weakref.finalize(_katex, engine.close)
    engine.eval(KATEX.read_text(encoding="utf-8"))
    return engine


def _errors():
    from py_mini_racer import JSEvalException

    return JSEvalException
