"""Every cell of a chapter or a set is on its page, under its own id, for the page's script."""

import gzip
import json
from pathlib import Path

import pytest
import yaml
from site_pages import parsed

ROOT = Path(__file__).parents[2]
LIVE = ROOT / "mixtures_lab" / "live" / "static"
NOTEBOOKS = [
    chapter["file"]
    for part in yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    for chapter in part["chapters"]
    if (ROOT / f"{chapter['file']}.ipynb").exists()
]


def cells_of(name):
    return json.loads((ROOT / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]


@pytest.fixture(params=NOTEBOOKS)
def name(request):
    return request.param


@pytest.fixture
def page(site, name):
    return parsed(site.folder / f"{name}.html")


def test_every_code_cell_is_on_its_page_with_its_id_and_its_text(page, name):
    expected = [
        (f"cell-{cell['id']}", "".join(cell["source"]).strip("\n"))
        for cell in cells_of(name)
        if cell["cell_type"] == "code"
    ]
    shown = [
        (box["id"], box.select_one(".cell_input pre").get_text().strip("\n"))
        for box in page.select(".cell.live")
    ]
    assert shown == expected


def test_what_the_notebook_locks_the_page_locks_and_what_needs_jupyter_is_marked(page, name):
    cells = [cell for cell in cells_of(name) if cell["cell_type"] == "code"]
    for cell, box in zip(cells, page.select(".cell.live"), strict=True):
        assert ("live-locked" in box["class"]) == (cell["metadata"].get("editable") is False)
        assert ("live-elsewhere" in box["class"]) == (
            "import ipywidgets" in "".join(cell["source"])
        )


def test_every_answer_in_words_has_a_box_of_its_own(page, name):
    expected = [
        f"cell-{cell['id']}"
        for cell in cells_of(name)
        if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution")
    ]
    boxes = page.select(".live-answer")
    assert [box["id"] for box in boxes] == expected
    assert {box.get_text().strip() for box in boxes} <= {"Write your answer here."}


def test_the_bar_below_the_title_names_what_is_there(site, page, name):
    bar = page.select_one("h1 + .live-page")
    folder = (site.folder / f"{name}.html").parent
    source, parts = folder / bar["data-source"], folder / bar["data-parts"]
    assert json.loads(source.read_text(encoding="utf-8"))["cells"] == cells_of(name)
    assert {"parts.json", "live-worker.mjs", "explorer-widget.mjs"} <= {
        path.name for path in parts.iterdir()
    }


def test_a_page_without_cells_has_no_script_for_them(site):
    page = parsed(site.folder / "book" / "reference" / "symbols.html")
    assert not page.select("script[src*='live'], .live-page")


def test_a_page_that_nobody_runs_python_on_pays_less_than_10_kilobytes(page):
    """The script, the style, and what of the page's own text would not be there without them."""
    whole = len(gzip.compress(str(page).encode()))
    page.select_one(".live-page").extract()
    for box in page.select(".cell.live"):
        del box["id"]
    static = [(LIVE / name).read_bytes() for name in ("live.js", "live.css")]
    files = sum(len(gzip.compress(data)) for data in static)
    assert files + whole - len(gzip.compress(str(page).encode())) < 10 * 1024
