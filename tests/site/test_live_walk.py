"""A reader runs a chapter, and a learner does a set, on the site's own pages and nowhere else.

Python starts twice here, once for each page, which takes seconds: what needs none is tried before.
"""

import json
import re

import pytest
from answers import SOURCES
from serving import served

from mixtures_lab.teach.grading import grade, released_cells
from mixtures_lab.teach.sources import sets_in

CHAPTER = "book/03-distance-matrix.html"
SET = "01-distances-and-kmeans"
SET_PAGE = f"book/assignments/release/{SET}.html"

#: As strict as the theme's own scripts let a site be.
POLICY = (
    "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'; "
    "connect-src 'self' blob:; img-src 'self' blob: data:; font-src 'self' data:"
)

ENDED = "[data-live=done], [data-live=error], [data-live=stopped]"


@pytest.fixture(scope="module")
def address(site):
    with served(site.folder, {"Content-Security-Policy": POLICY}) as address:
        yield address


class Page:
    """A page of the book, and what a reader does there."""

    def __init__(self, context, address, path):
        self.context, self.address = context, address
        self.tab = context.new_page()
        self.tab.set_default_timeout(60_000)
        self.asked, self.complaints = [], []
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.goto(f"{address}/{path}")

    def cell(self, id):
        return self.tab.locator(f"#cell-{id}")

    def press(self, id, button):
        cell = self.cell(id)
        fold = cell.locator("details.above-input:not([open]) > summary")
        if fold.count():
            fold.click()
        cell.hover()
        cell.locator(f"button[data-action={button}]").click()

    def edit(self, id, text):
        if not self.cell(id).locator("textarea").count():
            self.press(id, "edit")
        self.cell(id).locator("textarea").fill(text)

    def run(self, id):
        """Run a cell to its end, and what it then shows."""
        self.press(id, "run")
        return self.shown(id)

    def shown(self, id):
        self.tab.wait_for_selector(f"#cell-{id}:is({ENDED})", state="attached")
        return self.cell(id).locator(".live-output").inner_text()

    def state(self, id):
        return self.cell(id).get_attribute("data-live")

    def elsewhere(self):
        """What was asked of another site."""
        own = (self.address, f"blob:{self.address}", "data:")
        return [url for url in self.asked if not url.startswith(own)]


@pytest.fixture
def opened(browser, address):
    """`opened(path, **options)` is a Page of its own."""
    contexts = []

    def open_page(path, script="", **options):
        contexts.append(browser.new_context(accept_downloads=True, **options))
        contexts[-1].add_init_script(script)
        return Page(contexts[-1], address, path)

    yield open_page
    for context in contexts:
        context.close()


def code_cells(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_a_chapter_is_run_edited_broken_stopped_and_put_back(opened):
    page = opened(CHAPTER, color_scheme="light")
    assert not [url for url in page.asked if "/live/" in url or "live-more" in url]

    # all of it, from the top
    page.tab.get_by_role("button", name="Run all").click()
    cells = code_cells(SOURCES.parent / "03-distance-matrix.ipynb")
    page.shown(cells[-1]["id"])
    states = {cell["id"]: page.state(cell["id"]) for cell in cells}
    assert set(states.values()) == {"done"}, states
    # what a cell prints is what the page was built with
    for cell in cells:
        box = page.cell(cell["id"])
        built, live = box.locator(".cell_output:not(.live-output) pre"), box.locator("pre")
        if built.count() == 1:
            assert live.last.text_content().strip() == built.text_content().strip()
    assert page.elsewhere() == []
    assert page.complaints == []
