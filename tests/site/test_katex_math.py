"""Mathematics on a page: rendered while building, called by id, and never wrong in silence."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

MATH = ["equation_ids", "katex_math"]


def one_page(build_small_site, text, **settings):
    site = build_small_site({"index": f"# A page\n\n{text}\n"}, MATH, **settings)
    assert site.warnings == ""
    return site.pages["index"]


def test_inline_mathematics_is_html_for_the_eye_and_mathml_for_a_screen_reader(build_small_site):
    page = one_page(build_small_site, r"The variance $\sigma_j^2$ of a component.")
    formula = page.select_one("p .katex")
    assert formula.select_one(".katex-html")["aria-hidden"] == "true"
    assert formula.select_one("math msubsup").get_text() == "σj2"


@pytest.mark.parametrize(
    "text, kept",
    [
        ("Take $x$, and more.", ["x,"]),
        ("All of it is $x$.", ["x."]),
        ("A point ($x$) and its “$y$”.", ["(x)", "“y”."]),
        ("The $K$-means of $N$/$K$ points.", ["K-means", "N/"]),
        ("**Of $x$.**", ["x."]),
        ("By *a*. $x$ and $y$, $z$, $w$. $v$.", ["y,", "z,", "w.", "v."]),
        ("- one $x$;\n- two", ["x;"]),
        ("Only $x$ and $y$ here", []),
        ("$x$", []),
    ],
)
def test_what_touches_a_formula_stays_on_its_line(build_small_site, text, kept):
    page = one_page(build_small_site, text)
    for unseen in page.select(".katex-mathml"):
        unseen.decompose()
    assert [span.get_text() for span in page.select(".unbroken")] == kept
    words = re.sub(r"[$*]|^- ", "", text, flags=re.MULTILINE).split()
    assert page.select_one(".body").get_text().split()[-len(words) :] == words


def test_a_labelled_equation_is_called_by_its_id(build_small_site):
    page = one_page(build_small_site, "$$\nD = X^2\n$$ (dist-6)\n\nSee {eq}`dist-6`.")
    block = page.select_one("#equation-dist-6")
    assert block.select_one("a.eqno").get_text() == "(dist-6)"
    assert block.select_one(".katex-display")
    reference = page.select_one("p a.reference")
    assert (reference.get_text(), reference["href"]) == ("(dist-6)", "#equation-dist-6")


def test_an_id_keeps_its_capitals(build_small_site):
    page = one_page(build_small_site, "$$\nP = 1\n$$ (P-7)\n\nSee {eq}`P-7`.")
    assert page.select_one("a.eqno").get_text() == page.select_one("p a").get_text() == "(P-7)"
    assert page.select_one(page.select_one("p a")["href"])


def test_a_reference_finds_its_equation_on_another_page(build_small_site):
    site = build_small_site(
        {
            "index": "# One\n\n{eq}`em-1`\n\n```{toctree}\nother\n```\n",
            "other": "# Two\n\n$$\na\n$$ (em-1)\n",
        },
        MATH,
    )
    assert site.warnings == ""
    assert site.pages["index"].select_one("p a")["href"] == "other.html#equation-em-1"


def test_an_equation_without_a_label_has_no_number(build_small_site):
    page = one_page(build_small_site, "$$\na = b\n$$")
    assert page.select_one(".math-block .katex-display")
    assert not page.select(".eqno, .tag")


def test_two_equations_with_one_id_are_a_warning(build_small_site):
    site = build_small_site({"index": "# A page\n\n$$\na\n$$ (x)\n\n$$\nb\n$$ (x)\n"}, MATH)
    assert "duplicate label of equation x" in site.warnings
    assert site.exit_code == 1


@pytest.mark.parametrize(
    "environment", ["align", "align*", "aligned", "split", "gather", "gathered"]
)
def test_lines_of_one_block_share_its_one_number(build_small_site, environment):
    tex = rf"\begin{{{environment}}} a = b \\ c = d \end{{{environment}}}"
    page = one_page(build_small_site, f"$$\n{tex}\n$$ (x)")
    assert len(page.select(".katex-html .mord.mathnormal")) >= 4
    assert [tag.get_text() for tag in page.select(".eqno, .tag, .eqn-num")] == ["(x)"]


@pytest.mark.parametrize(
    "tex, mathml",
    [
        (r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}", "mtable"),
        (r"\underbrace{a + b}_{\text{a row}}", "munder"),
        (r"\boldsymbol{\pi}", "mi[mathvariant=bold-italic]"),
        (r"\operatorname*{logsumexp}_{\text{rows}}(P + \ln \pi)", "munder"),
        (r"\begin{bmatrix} d_{11} & d_{12} \\ d_{21} & d_{22} \end{bmatrix}", "mtable"),
        (r"\mathcal N(x_i; \mu_j, \sigma_j^2 I)", "msubsup"),
        (r"\frac{1}{(2\pi)^{d/2} \lvert\Sigma_j\rvert^{1/2}}", "mfrac"),
    ],
)
def test_what_the_derivation_writes_is_read(build_small_site, tex, mathml):
    assert one_page(build_small_site, f"$$\n{tex}\n$$").select(f"math {mathml}")


def test_a_macro_of_the_configuration_is_read(build_small_site):
    page = one_page(build_small_site, r"$\lse(P)$", katex_macros={r"\lse": r"\operatorname{lse}"})
    assert "lse" in page.select_one("math").get_text()


def test_a_wrong_macro_fails_the_build_and_names_the_document_the_line_and_the_macro(
    build_small_site,
):
    site = build_small_site({"chapter": "# A page\n\nText.\n\n$$\n\\sgima^2\n$$ (x)\n"}, MATH)
    assert re.search(r"chapter\.md:5: WARNING: KaTeX parse error: .*\\sgima", site.warnings)
    assert site.exit_code == 1
    assert site.pages["chapter"].select_one(".math-block code").get_text().strip() == r"\sgima^2"


@pytest.mark.parametrize("tex", [r"\frac{1}", "a_b_c", r"\begin{cases} 1", "é"])
def test_what_latex_would_not_read_fails_the_build(build_small_site, tex):
    site = build_small_site({"index": f"# A page\n\nText ${tex}$.\n"}, MATH)
    assert "index.md:3: WARNING: KaTeX parse error" in site.warnings
    assert site.exit_code == 1


def test_no_other_program_is_run(build_small_site, monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError(f"started {arguments}")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setenv("PATH", "")
    assert one_page(build_small_site, "$x$").select(".katex")


def test_a_build_ends_when_its_formulas_are_rendered():
    """From Python 3.13 on an engine that is still open at the end is waited for, for ever."""
    code = "import katex_math; print(len(katex_math._renderer(())('x')))"
    folder = Path(__file__).parents[2] / "book" / "_ext"
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert int(made.stdout) > 100, made.stderr


def test_a_formula_in_a_title_is_symbols_in_the_browsers_tab(build_small_site):
    site = build_small_site(
        {"index": "# The matrix $D$ and $\\sigma_j < 1$\n\nA line.\n"}, [*MATH, "page_tuning"]
    )
    page = site.pages["index"]
    assert page.title.get_text().startswith("The matrix D and σj<1")
    assert page.select("h1 .katex")


def test_script_stylesheet_and_fonts_of_katex_are_one_version(build_small_site, monkeypatch):
    page = one_page(build_small_site, "$x$")  # puts the extension on the path
    import katex_math

    script = (katex_math.KATEX / "katex.min.js").read_text(encoding="utf-8")
    static = katex_math.KATEX / "static" / "katex"
    style = (static / "katex.min.css").read_text(encoding="utf-8")
    assert 'version:"0.16.22"' in script
    assert 'content:"0.16.22"' in style
    assert page.select_one('link[href*="katex/katex.min.css"]')
    named = set(re.findall(r"url\(fonts/([^)]+)\)", style))
    assert named == {font.name for font in (static / "fonts").iterdir()}
    assert all(name.endswith(".woff2") for name in named)
