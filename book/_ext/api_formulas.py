"""The formulas of docstrings, which are letters and signs in a notebook, typeset on the page.

A docstring is read with ``help`` and in an editor, so its formulas are written as one would write
them by hand: ``σ_j² = Σ_i r_ij d_ij``. What stands there as a block of its own is a formula, one
a line; at its end may stand the line of the derivation that it is, such as ``(em-3)``, and that
becomes a link. A sign that KaTeX does not know fails the build.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

LINE = r"\((?P<line>(?:dist|nll|P|Q|em)-\d+|log-sum-exp)\)"

TOKEN = re.compile(
    r"""(?P<gap>\s{2,}) | (?P<power>[²⁰¹⁻ᵀ]+) | √(?P<root>\w+) | _(?P<index>[a-z]+)
    | (?P<gaussian>\bN(?=\()) | (?P<ones>(?<=·\s)1\b|\b1(?=\s·)) | (?P<word>[A-Za-z]{2,})
    | (?P<sign>[^\x00-\x7f|]|\|)""",
    re.VERBOSE,
)
POWERS = str.maketrans("²⁰¹⁻ᵀ", "201-T")
SIGNS = {
    "μ": r"\mu ", "π": r"\pi ", "σ": r"\sigma ", "Σ": r"\sum ", "⊗": r"\otimes ",
    "·": r"\cdot ", "−": "-", "|": r"\mid ",
}  # fmt: skip
FUNCTIONS = {name: rf"\{name} " for name in ("exp", "ln", "max", "min")}
FUNCTIONS |= {name: rf"\operatorname*{{{name}}}" for name in ("argmax", "argmin", "logsumexp")}
FUNCTIONS |= {"diag": r"\operatorname{diag}"}
NAMES = ("AIC", "BIC", "label")

#: In a sentence: densities, whatever has an index or an exponent, Greek letters, and the matrices
#: by their names, where these are no initials.
SYMBOL = r"(?:(?:min|[A-Za-zσμπΣ])(?:_[a-z]{1,2}|\^[A-Z])+²?|[Σσμπ]²?)"
INLINE = re.compile(
    rf"""{LINE} | (?<![\w."'-])(?P<formula>
      ln\ [NP]\([^()]*\) | 1/\(\d?{SYMBOL}\) | (?:1/|\d|ln\ )?{SYMBOL}(?:\ {SYMBOL})*
      | (?<!ln\ )[DLPQ](?!\.)
    )(?![\w’”"'(-])""",
    re.VERBOSE,
)


def tex(formula):
    """The TeX of a formula as a docstring has it."""
    return TOKEN.sub(_token, formula).replace(r" } \text{ ", " ")  # one space between two words


def _token(found):
    kind, text = found.lastgroup, found[found.lastgroup]
    if kind == "power":
        return f"^{{{text.translate(POWERS)}}}"
    if kind == "root":
        return rf"\sqrt{{{tex(text)}}}"
    if kind == "index":
        return f"_{{{text}}}" if len(text) < 3 else rf"_{{\text{{{text}}}}}"
    if kind == "word":
        text = (
            rf"\mathrm{{{text}}}" if text in NAMES else FUNCTIONS.get(text, rf"\text{{ {text} }}")
        )
        return text
    if kind == "sign":
        return SIGNS.get(text, text)
    return {"gap": r"\qquad ", "gaussian": r"\mathcal N", "ones": r"\mathbf 1"}[kind]


class TypesetDocstrings(SphinxTransform):
    default_priority = 400  # while a page is read, so that its references are still resolved

    def apply(self, **kwargs):
        for described in list(self.document.findall(addnodes.desc_content)):
            for block in list(described.findall(nodes.block_quote)):
                lines = block.astext().strip().splitlines()
                block.replace_self([_display(line.strip()) for line in lines])
            for text in list(described.findall(nodes.Text)):
                # Of a sentence: neither a name, nor code. Parameters have theirs in an inline.
                if type(text.parent) in (nodes.paragraph, nodes.inline):
                    text.parent.replace(text, list(self._inline(text.astext())))

    def _inline(self, text):
        end = 0
        for found in INLINE.finditer(text):
            yield nodes.Text(text[end : found.start()])
            end = found.end()
            if found["line"]:
                yield self._reference(found["line"])
            else:
                formula = tex(found["formula"])
                yield nodes.math(formula, formula)
        yield nodes.Text(text[end:])

    def _reference(self, line):
        name = addnodes.pending_xref(
            refdomain="math", reftype="eq", reftarget=line, refdoc=self.env.docname, refwarn=True
        )
        name += nodes.literal(line, line)
        return name


def _display(line):
    named = re.search(rf"\s+{LINE}$", line)
    formula = tex(line[: named.start()] if named else line)
    return nodes.math_block(formula, formula, nowrap=False, line=named and named["line"])


def setup(app):
    app.add_transform(TypesetDocstrings)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
