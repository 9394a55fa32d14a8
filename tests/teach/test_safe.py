"""What learners wrote is shown as it is meant, and does nothing."""

import asyncio
from functools import cache
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from nbconvert.filters import markdown2html_mistune

from mixtures_lab.teach import safe
from mixtures_lab.teach.safe import as_html, formula, inert

HARMFUL = [
    '<img src=x onerror="alert(1)">',
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='x'></iframe>",
    "<sub onclick=alert(1)>x</sub>",
    "<style>*{display:none}</style>",
    "<!-- --!><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](java&#115;cript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](https://elsewhere.example/x.png)<br onclick=alert(1)>",
    "<javascript:alert(1)>",
    "`<b>`<img src=x onerror=alert(1)>",
    "$a$<img src=x onerror=alert(1)>$b$",
    "\\\\<img src=x onerror=alert(1)>",
]
ALLOWED = set("p em strong code pre sub sup br ul ol li blockquote a span img h1 div".split())


@pytest.mark.parametrize("words", HARMFUL)
@pytest.mark.parametrize("page", ["nbgrader's", "ours"])
def test_nothing_that_is_written_is_done(words, page):
    made = markdown2html_mistune(inert(words)) if page == "nbgrader's" else as_html(words)
    soup = BeautifulSoup(made, "html.parser")
    for tag in soup.find_all(True):
        if tag.find_parent("math") or tag.name == "math":
            continue
        assert tag.name in ALLOWED, made
        assert not [name for name in tag.attrs if name.startswith("on")], made
        assert "script:" not in tag.get("href", "").lower(), made
        assert "http" not in tag.get("src", ""), made


def test_mathematics_and_a_line_break_stay_what_they_are():
    words = "$a<b$ and $x \\in [0,1]$<br>H<sub>2</sub>, [here](https://x.example), a < b"
    made = inert(words)
    assert made == words.replace("a<b", "a< b")


def test_commands_of_tex_that_reach_the_page_are_put_out_of_action():
    assert inert(r"$\href{javascript:a}{x} \hrefs$") == r"$\ href{javascript:a}{x} \hrefs$"


def test_markdown_and_mathematics_are_rendered():
    made = as_html("**So** $a<b$:\n\n$$\\frac12$$\n\n- one\n\n|a|b|\n|-|-|\n|1|2|")
    assert "<strong>So</strong>" in made and "<li>one</li>" in made and "<td>1</td>" in made
    assert made.count("<math") == 2 and "<mfrac>" in made and "<mo>&lt;</mo>" in made


@pytest.mark.parametrize("tex", ["\\frac", "\\nope{", "{" * 3000, "x" * 6000])
def test_a_formula_that_cannot_be_read_is_shown_as_it_was_written(tex):
    assert formula(tex).startswith("<code>")


def test_a_picture_is_shown_once_whether_the_words_name_it_or_not():
    images = [("a.png", "image/png", "AAAA"), ("b.png", "image/png", "BBBB")]
    made = as_html("See ![it](attachment:a.png)", images)
    assert made.count("AAAA") == made.count("BBBB") == 1


def test_a_formula_is_rendered_also_where_an_event_loop_runs(monkeypatch):
    monkeypatch.setattr(safe, "_katex", cache(safe._katex.__wrapped__))  # the first of a process
    found = []

    async def rendered():
        found.append(formula("x^2"))

    # Beside the test, which else would wait for ever with it.
    waiting = Thread(target=lambda: asyncio.run(rendered()), daemon=True)
    waiting.start()
    waiting.join(20)
    assert "<math" in "".join(found)
