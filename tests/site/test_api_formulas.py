"""The formulas of docstrings, on the page that shows them."""

import sys
from types import ModuleType

import pytest

#: In two parts: what is cited whole must stand in a chapter.
NONE = "em-" + "9"

EXTENSIONS = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "equation_ids", "katex_math"]


@pytest.fixture
def described(build_small_site, monkeypatch):
    """`described(docstring)` is the page of a function that has it, and the build's warnings."""

    def page(docstring):
        module = ModuleType("described")
        module.it = lambda: None
        module.it.__doc__, module.it.__module__ = docstring, "described"
        monkeypatch.setitem(sys.modules, "described", module)
        text = "# Page\n\n```{eval-rst}\n.. autofunction:: described.it\n```\n"
        text += "\n$$\nx\n$$ (em-3)\n"
        site = build_small_site({"index": text}, [*EXTENSIONS, "api_formulas"])
        return site.pages["index"], site.warnings

    return page


def formulas(page, kind):
    found = page.select(f"dd {kind} annotation[encoding='application/x-tex']")
    return [" ".join(formula.get_text().split()) for formula in found]


TYPESET = {
    "σ_j² = 1/(d N_j) Σ_i r_ij d_ij": r"\sigma _{j}^{2} = 1/(d N_{j}) \sum _{i} r_{ij} d_{ij}",
    "μ = diag(N_j)⁻¹ Rᵀ X": r"\mu = \operatorname{diag}(N_{j})^{-1} R^{T} X",
    "1 · (μᵀ)²": r"\mathbf 1 \cdot (\mu ^{T})^{2}",
    "ln(σ √2π) ⊗ D": r"\ln (\sigma \sqrt{2\pi }) \otimes D",
    "ln Σ_k e^{a_k − m},  m": r"\ln \sum _{k} e^{a_{k} - m},\qquad m",
    "Σ_cols argmax_j(P)": r"\sum _{\text{cols}} \operatorname*{argmax}_{j}(P)",
    "N(x_i; μ_j)  taken at": r"\mathcal N(x_{i}; \mu _{j})\qquad \text{ taken at }",
}


def test_every_line_of_a_block_of_a_docstring_is_a_formula(described):
    page, warnings = described(
        "So:\n\n" + "\n".join(f"    {line}" for line in TYPESET) + "\n\nIt is."
    )
    assert formulas(page, ".math-block") == list(TYPESET.values())
    assert warnings == ""


def test_the_line_of_the_derivation_is_a_link_beside_the_formula_and_in_a_sentence(described):
    page, warnings = described("A thing.\n\n    x = y       (em-3)\n\nSo it is (em-3).")
    beside, within = page.select("dd a[href$='#equation-em-3']")
    assert beside.get_text() == within.get_text() == "(em-3)"
    assert warnings == ""


def test_a_line_that_the_derivation_has_not_fails_the_build(described):
    _, warnings = described(f"A thing.\n\n    x = y   ({NONE})\n\nSo it is (em-8).")
    assert f"no equation is called {NONE}" in warnings
    assert "equation not found: em-8" in warnings


def test_a_sign_that_katex_does_not_know_fails_the_build(described):
    assert "KaTeX parse error" in described("A thing.\n\n    x = ☃\n\nSo it is.")[1]


def test_symbols_in_a_sentence_are_formulas_and_words_stay_words(described):
    text = "K-means by S. P. Lloyd: a σ of `σ_j`, 1/(2σ_j²), the rows of e^Q, Σ_i min_j d_ij; of L."
    page, warnings = described(
        text + "\n\nD is an array, as ln P(j | x_i). C. M. Bishop, 'D'."
        "\n\nReturns\n-------\narray\n    Rows of e^Q."
    )
    assert formulas(page, "p") == [
        r"\sigma", r"1/(2\sigma _{j}^{2})", "e^Q", r"\sum _{i} \min _{j} d_{ij}",
        "D", r"\ln P(j \mid x_{i})", "e^Q",
    ]  # fmt: skip
    assert warnings == ""
