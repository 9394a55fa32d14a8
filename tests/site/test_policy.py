"""The Content-Security-Policy that the README gives a host, on every page."""

import re
from pathlib import Path

import pytest
from site_server import served

ROOT = Path(__file__).parents[2]
NAME = "Content-Security-Policy"

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


def policy():
    """{directive: sources} as the README gives them."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = re.search(rf"^{NAME}: (.*)$", readme, re.MULTILINE).group(1)
    return dict(part.strip().partition(" ")[::2] for part in line.split(";"))


@pytest.fixture(scope="module")
def walked(site, browser):
    """What a browser has said of each page under that policy, and of one that breaks it."""
    said = {}
    broken = site.folder / "_static" / "broken.html"
    line = "; ".join(" ".join(part) for part in policy().items())
    context = browser.new_context()
    tab = context.new_page()
    tab.on("console", lambda message: said[name].append(message.text))
    tab.on("pageerror", lambda error: said[name].append(str(error)))
    broken.write_text(BROKEN, encoding="utf-8")
    with served(site.folder, {NAME: line}) as address:
        try:
            for path in sorted(site.folder.rglob("*.html")):
                name = path.relative_to(site.folder).as_posix()
                said[name] = []
                tab.goto(f"{address}/{name}")
                if name == "index.html":
                    tab.wait_for_url("**/book/intro.html")  # where it leads by itself
                tab.evaluate(ALIVE)
        finally:
            broken.unlink()
    context.close()
    return said


def test_under_the_policy_no_page_is_refused_anything_nor_says_anything(walked):
    seen = dict(walked)
    assert len(seen.pop("_static/broken.html")) == 3  # script, attribute, style: it is enforced
    assert len(seen) > 30
    assert {name: said for name, said in seen.items() if said} == {}


def test_the_policy_forbids_what_stands_between_the_lines_of_a_page():
    allowed = policy()
    assert allowed["default-src"] == "'self'"
    assert allowed["script-src"] == "'self' 'wasm-unsafe-eval'"  # Python on the page
    assert allowed["style-src"] == "'self'"
    assert allowed["style-src-attr"] == "'unsafe-inline'"  # KaTeX
    assert allowed["worker-src"] == allowed["connect-src"] == "'self' blob:"
    assert [what for what in allowed.values() if "*" in what or "http" in what] == []


def test_no_page_has_script_or_style_between_its_lines(site):
    """Also what a browser would come upon only later, such as what a click does."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.folder.rglob("*.html")}
    found = {path.name: INLINE.findall(page) for path, page in pages.items()}
    assert {name: parts for name, parts in found.items() if parts} == {}
    assert len(INLINE.findall(BROKEN)) == 3  # so it is a question that could fail
