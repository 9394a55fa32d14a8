"""A reader runs a chapter, and a learner does a set, on the site's own pages and nowhere else.

Python starts twice here, once for each page, which takes seconds: what needs none is tried before.
"""

import re

import pytest
from answers import SOLUTION, SOURCES, cells_of
from serving import served
from site_policy import HEADER

from mixtures_lab.teach.grading import grade, released_cells
from mixtures_lab.teach.sources import nbgrader_of, sets_in

CHAPTER = "book/03-distance-matrix.html"
SET = "01-distances-and-kmeans"
SET_PAGE = f"book/assignments/release/{SET}.html"

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}

ENDED = "[data-live=done], [data-live=error], [data-live=stopped]"


@pytest.fixture(scope="module")
def address(site):
    with served(site.folder, HEADER) as address:
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

    def __contains__(self, id):
        return self.cell(id).count() == 1

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


def theirs(id):
    """The right function of a cell of the set."""
    [cell] = [c for c in cells_of(SOURCES / f"{SET}.ipynb") if nbgrader_of(c).get("grade_id") == id]
    before, solution, _ = re.split(
        rf" *{SOLUTION.pattern}", "".join(cell["source"]), flags=re.DOTALL
    )
    return (before + solution).strip()


#: What a learner who forgets the square writes.
ROOTED = """\
def squared_distances(X, mu):
    return ((X[:, None] - mu) ** 2).sum(axis=2) ** 0.5
"""


def words_of(text):
    """Without its numbers, whose last digits are of the machine."""
    return re.sub(r"[-+\d.e]*\d", "", text).split()


def test_a_chapter_is_run_edited_broken_stopped_and_put_back(opened):
    page = opened(CHAPTER, color_scheme="light")
    assert not [url for url in page.asked if "/live/" in url or "live-more" in url]

    # all of it, from the top
    page.tab.get_by_role("button", name="Run all").click()
    cells = [c for c in cells_of(SOURCES.parent / "03-distance-matrix.ipynb") if c["id"] in page]
    page.shown(cells[-1]["id"])
    states = {cell["id"]: page.state(cell["id"]) for cell in cells}
    assert set(states.values()) == {"done"}, states
    for cell in cells:  # what a cell prints is what the page was built with
        box = page.cell(cell["id"])
        built, live = box.locator(".cell_output:not(.live-output) pre"), box.locator("pre").last
        if built.count() == 1:
            assert words_of(live.text_content()) == words_of(built.text_content())

    # a figure is as the theme is, and keeps the book's words
    figure = page.cell("fig-nearest").locator(".live-output")
    assert figure.locator("img:visible").get_attribute("class") == "only-light"
    assert len(figure.locator("img:visible").get_attribute("alt")) > 40
    page.tab.emulate_media(color_scheme="dark")
    figure.locator("img.only-dark").wait_for()
    assert figure.locator("img:visible").count() == 1

    # an edit above, and what follows from it
    code = page.tab.locator("#cell-7 .cell_input pre").text_content()
    page.edit("7", code.replace("** 2  # (dist-3)", "** 3  # (dist-3)"))
    assert page.run("9").startswith("Not run, because it needs cell 6, which failed")
    error = page.cell("7").locator(".live-error")
    assert "line 10" in error.inner_text() and "AssertionError" in error.inner_text()
    page.press("7", "reset")
    assert page.cell("7").locator(".live-error").count() == 0
    assert page.cell("7").locator(".cell_output:visible").inner_text().startswith("eruption 35")
    assert page.run("9").startswith("One cell above ran first")

    # what does not end is stopped, and the names stay
    page.edit("9", "from time import sleep\nprint('begun')\nwhile True:\n    sleep(0.01)")
    page.press("9", "run")
    page.cell("9").locator(".live-output pre", has_text="begun").wait_for()
    page.press("9", "stop")
    assert "Stopped." in page.shown("9") and page.state("9") == "stopped"
    page.edit("9", "print(line_3.shape)")
    assert "(272, 3)" in page.run("9")

    assert page.elsewhere() == [] and page.complaints == []


def test_a_set_is_done_on_its_page_from_the_first_check_to_the_grade(opened, tmp_path):
    page = opened(SET_PAGE, **PHONE)
    right = theirs("squared_distances")
    page.edit("4", ROOTED)
    said = page.run("5")
    assert "squared_distances: not yet" in said and "root" in said
    page.edit("4", right)
    assert "squared_distances: right" in page.run("5")
    page.edit("8", theirs("kmeans_assign"))
    page.edit("11", theirs("kmeans_update"))
    page.edit("15", "The labels differ, because **seconds** weigh 3600 times as much.")

    # the reward: the living picture on the learner's own functions
    page.press("19", "run")
    page.shown("19")
    picture = page.cell("19").locator(".live-output [data-explorer]")
    picture.get_by_role("button", name="Assign").click()
    picture.get_by_text("after the assignment").wait_for()

    # another day
    page.tab.reload()
    assert page.cell("4").locator("textarea").input_value() == right
    with page.tab.expect_download() as download:
        page.tab.get_by_role("button", name="Download my notebook").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)

    sets = {each.name: each for each in sets_in(SOURCES)}
    given = SOURCES / "release" / f"{SET}.ipynb"
    graded = grade(sets[path.stem], released_cells(given), path, draw=1)
    assert [(v.score, v.mistake) for v in graded.verdicts] == [
        (v.points, None) for v in graded.verdicts
    ]
    assert graded.notes == graded.added == () and len(graded.verdicts) == 3
    assert "seconds" in str(graded.replies)
    assert page.elsewhere() == [] and page.complaints == []
