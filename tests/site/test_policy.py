"""Every page as a host serves it: under the policy that the README gives, and compressed."""

import re

import pytest
from serving import Gzipped, served
from site_policy import HEADER, POLICY

#: The first explorer comes alive, as it does when it is scrolled to.
ALIVE = """async () => {
  const node = document.querySelector("[data-explorer]");
  node?.scrollIntoView();
  while (node && !node.dataset.state) await new Promise(requestAnimationFrame);
}"""

#: A page that breaks the policy three times.
BROKEN = """<link rel="icon" href="favicon.svg"><script>1</script><style>p { top: 0 }</style>
<p onclick="1">x</p>"""

#: What stands between the lines of a page: a script or a style, or what an event does.
INLINE = re.compile(
    r"""<script(?![^>]*\ssrc=)(?![^>]*application/json)|<style|<[a-z][^>]*\s(?:on[a-z]+=|href=["']?javascript:)"""
)


@pytest.fixture(scope="module")
def walked(site, browser):
    """What a browser says of each page, and what each asks it to fetch, in KiB; and of one that
    breaks the policy.
    """
    said, weights, loaded = {}, {}, {}
    broken = site.folder / "_static" / "broken.html"
    context = browser.new_context()
    tab = context.new_page()
    tab.on("console", lambda message: said[name].append(message.text))
    tab.on("pageerror", lambda error: said[name].append(str(error)))
    tab.on("response", lambda answer: weights[name].append(_kib(answer)))
    broken.write_text(BROKEN, encoding="utf-8")
    with served(site.folder, HEADER, Gzipped) as address:
        try:
            for path in sorted(site.folder.rglob("*.html")):
                name = path.relative_to(site.folder).as_posix()
                said[name], weights[name] = [], []
                tab.goto(f"{address}/{name}")
                loaded[name] = sum(weights[name])
                if name == "index.html":
                    tab.wait_for_url("**/book/intro.html")  # where it leads by itself
                tab.evaluate(ALIVE)
        finally:
            broken.unlink()
    context.close()
    return said, loaded


def _kib(answer):
    return int(answer.headers.get("content-length", 0)) / 1024


def test_under_the_policy_no_page_is_refused_anything_nor_says_anything(walked):
    seen = dict(walked[0])
    assert len(seen.pop("_static/broken.html")) == 3  # script, attribute, style: it is enforced
    assert len(seen) > 30
    assert {name: said for name, said in seen.items() if said} == {}


def test_a_page_is_light(walked):
    """What comes gzipped over the line before one scrolls."""
    weights = walked[1]
    assert weights["book/intro.html"] <= 140
    chapters = {name[5:7]: kib for name, kib in weights.items() if re.match(r"book/\d", name)}
    assert len(chapters) > 7
    assert chapters.pop("05") <= 270  # begins with three maps in height lines, 64 KiB of it
    assert chapters.pop("08") <= 260  # seven living pictures, each with its still one
    assert {name: kib for name, kib in chapters.items() if kib > 250} == {}


def test_the_policy_forbids_what_stands_between_the_lines_of_a_page():
    assert POLICY["default-src"] == "'self'"
    assert POLICY["script-src"] == "'self' 'wasm-unsafe-eval'"  # Python on the page
    assert POLICY["style-src"] == "'self'"
    assert POLICY["style-src-attr"] == "'unsafe-inline'"  # KaTeX
    assert POLICY["worker-src"] == POLICY["connect-src"] == "'self' blob:"
    assert [what for what in POLICY.values() if "*" in what or "http" in what] == []


def test_no_page_has_script_or_style_between_its_lines(site):
    """Also what a browser would come upon only later, such as what a click does."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.folder.rglob("*.html")}
    found = {path.name: INLINE.findall(page) for path, page in pages.items()}
    assert {name: parts for name, parts in found.items() if parts} == {}
    assert len(INLINE.findall(BROKEN)) == 3  # so it is a question that could fail
