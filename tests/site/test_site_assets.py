"""One sheet and one script for all pages, and in the sheet what some page uses."""

import re

import pytest

from lean_figures import lean
from used_styles import names_in, used_rules

PAGE = '<p class="lead big" id="top" data-x=">"><b title=\'a\' style="color: var(--mine)">x</b></p>'
SCRIPT = (
    'node.className = "open"; other.className = `mark-${kind}`; root.style.setProperty("--put", 1)'
)


@pytest.fixture(scope="module")
def used():
    return names_in([PAGE], [SCRIPT])


@pytest.mark.parametrize(
    "selector",
    [
        "p", ".lead", "p.lead.big > b", "#top::after", "html:hover", "*", ".open", ".mark-red",
        ":root", "[data-state=on]", "p:not(.absent)", ":is(.absent, .lead) b", "p:has(b)",
        'p[title="a, .b"]', "p:nth-child(2n + 1)", "p:first-child:focus-visible",
    ],
)  # fmt: skip
def test_a_rule_that_may_apply_stays(used, selector):
    assert used_rules(f"{selector}{{color:red}}", used).strip() == f"{selector}{{color:red}}"


@pytest.mark.parametrize(
    "selector",
    [
        "table", ".absent", ".lead .absent", "#bottom", "b.lead ~ .absent:hover", ":is(.absent, i)",
        "p:has(.absent)", ".markred", "p:where(#bottom)",
    ],
)  # fmt: skip
def test_a_rule_that_no_page_and_no_script_can_use_goes(used, selector):
    assert used_rules(f"{selector}{{color:red}}", used).strip() == ""


def test_of_several_selectors_those_stay_that_may_match(used):
    assert used_rules("p,table,.lead b{color:red}", used).strip() == "p,.lead b{color:red}"


def test_rules_inside_of_rules_are_asked_too_and_an_empty_one_goes(used):
    css = "@media print{.absent{a:b}p{a:b}} @supports (a:b){table{a:b}} @media x{@media y{i{a:b}}}"
    assert used_rules(css, used).split() == ["@media", "print{", "p{a:b}", "}"]


def test_a_property_stays_while_one_that_stays_reads_it(used):
    css = """:root{--a:1;--b:var(--a);--c:2;--mine:3;--put:4;--d:var(--e);--e:5}
             p{top:var(--b)} .absent{top:var(--c)}"""
    kept = used_rules(css, used)
    assert set(re.findall(r"(--\w+):", kept)) == {"--a", "--b", "--mine", "--put"}


def test_fonts_and_animations_stay_while_a_rule_that_stays_asks_for_them(used):
    css = """@font-face{font-family:Seen;src:url(a)} @font-face{font-family:"Un Seen";src:url(b)}
             @keyframes turn{to{rotate:1turn}} @keyframes idle{to{rotate:0turn}}
             p{font:1em Seen;animation:turn 1s} .absent{font-family:"Un Seen";animation:idle 1s}"""
    kept = used_rules(css, used)
    assert "url(a)" in kept and "turn{" in kept
    assert "url(b)" not in kept and "idle" not in kept


def test_signs_in_strings_addresses_and_comments_are_left_alone(used):
    css = 'p{content:"}; .x{";background:url(data:a;b)}/* .absent{} */b{content:"a  b"}'
    assert (
        used_rules(css, used) == 'p{content:"}; .x{";background:url(data:a;b)}\nb{content:"a  b"}\n'
    )


def test_what_is_nested_in_a_rule_stays_with_it(used):
    assert "&:hover {color:red}" in used_rules("p{top:0;&:hover {color:red}}", used)


def test_a_line_of_a_figure_has_two_decimals_and_all_else_is_left_alone():
    svg = '<path d="M 1.234567 -0.001 L 20.5 3z"/><use x="1.2345" transform="scale(0.015625)"/>'
    assert lean(svg) == svg.replace("1.234567", "1.23").replace("-0.001", "-0.00")
