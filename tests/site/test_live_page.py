"""What a page does around Python, with a worker that plays Python's part: no wasm is fetched."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from answers import cells_of
from serving import served

SET = "book/assignments/release/01-distances-and-kmeans.html"
CHAPTER = "book/03-distance-matrix.html"

#: Answers as PROTOCOL.md says; a cell's text decides what comes of it.
WORKER = """
const post = (message) => postMessage(message);
onmessage = ({data}) => {
  if (data.type === "start") {
    if (SAYS_FAILED) return post({type: "failed", why: "memory", sentence: "No room for Python."});
    post({type: "ready", versions: {python: "3", numpy: "2"}});
  } else if (data.type === "needs") {
    post({type: "needs", ask: data.ask, ids: []});
  } else if (data.type === "run") {
    for (const {id, code} of data.cells) {
      post({type: "cell", run: data.run, id, state: "running"});
      if (code.includes("for ever")) return;
      const output = {kind: "text", stream: "stdout", text: code + "\\n"};
      for (let k = 0; k < 3; k++) post({type: "output", run: data.run, id, output});
      post({type: "cell", run: data.run, id, state: "done"});
    }
    post({type: "end", run: data.run});
  }
};
"""


@pytest.fixture(scope="module")
def address(site):
    with served(site.folder) as address:
        yield address


@pytest.fixture
def opened(browser, address):
    """`opened(path, worker, script, **options)` is a page with a worker in the place of ours."""
    contexts = []

    def open_page(path=SET, worker=WORKER, script="", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        context.add_init_script(script)
        worker = f"const SAYS_FAILED = {str('failed' in script).lower()};{worker}"
        script = {"content_type": "text/javascript", "body": worker}
        context.route(re.compile("live-worker"), lambda route: route.fulfill(**script))
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        tab.complaints = []
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.goto(path if "://" in path else f"{address}/{path}")
        return tab

    yield open_page
    for context in contexts:
        context.close()


def press(tab, id, button):
    tab.locator(f"#cell-{id}").hover()
    tab.locator(f"#cell-{id} button[data-action={button}]").click()


def shown(tab, id):
    place = tab.locator(f"#cell-{id}:is([data-live=done], [data-live=error], [data-live=stopped])")
    return place.locator(".live-output").inner_text()


def edit(tab, id, text):
    press(tab, id, "edit")
    tab.locator(f"#cell-{id} textarea").fill(text)


def test_before_anything_is_pressed_nothing_is_fetched_and_nothing_moves(opened, address):
    tab = opened()
    found = tab.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [url.split("?")[0].split("/")[-1] for url in found if "live" in url] == ["live.js"]
    before = tab.evaluate("document.querySelector('article').scrollHeight")
    tab.locator("#cell-4").hover()
    assert tab.locator("#cell-4 .live-row").is_visible()
    assert tab.evaluate("document.querySelector('article').scrollHeight") == before


def test_texts_that_follow_one_another_are_one_and_reset_brings_the_books_back(opened):
    tab = opened()
    built = tab.locator("#cell-2 .cell_output").inner_text()
    press(tab, "2", "run")
    assert shown(tab, "2").count("import numpy as np") == 3
    assert tab.locator("#cell-2 .live-output pre").count() == 1
    press(tab, "2", "reset")
    assert tab.locator("#cell-2 .cell_output:visible").inner_text() == built
    assert tab.complaints == []


def test_what_a_cell_prints_is_no_markup(opened):
    tab = opened()
    edit(tab, "4", "<img src=x onerror=alert(1)>")
    tab.keyboard.press("Shift+Enter")
    assert "<img src=x" in shown(tab, "4")
    assert tab.locator("#cell-4 .live-output img").count() == 0


def test_an_edit_and_an_answer_outlive_the_page_until_they_are_reset(opened):
    tab = opened()
    edit(tab, "4", "x = 1")
    edit(tab, "15", "Because $x$.")
    tab.reload()
    assert tab.locator("#cell-4 textarea").input_value() == "x = 1"
    assert tab.locator("#cell-15 textarea").input_value() == "Because $x$."
    for id in ("4", "15"):
        press(tab, id, "reset")
        assert tab.locator(f"#cell-{id} textarea").count() == 0
    tab.reload()
    assert tab.locator("article textarea").count() == 0
    assert tab.evaluate("Object.keys(localStorage).filter((key) => /live/.test(key))") == []


def test_an_edit_in_another_tab_is_seen_in_this_one(opened, address):
    tab = opened()
    other = tab.context.new_page()
    other.goto(f"{address}/{SET}")
    edit(other, "4", "x = 2")
    press(tab, "4", "edit")
    tab.locator("#cell-4 textarea").wait_for()  # from here on it hears of other tabs
    edit(other, "8", "y = 3")
    tab.get_by_text("open in another tab").first.wait_for()
    assert tab.locator("#cell-4 textarea").input_value() == "x = 2"
    assert tab.locator("#cell-8 textarea").input_value() == "y = 3"


def downloaded(tab):
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download my notebook").click()
    return json.loads(Path(download.value.path()).read_text(encoding="utf-8"))


def test_a_cell_of_ones_own_is_run_kept_and_downloaded_in_its_place(opened):
    tab = opened(accept_downloads=True)
    for above, text in (("5", "first = 1"), ("own-5-1", "second = 2")):
        press(tab, above, "add")
        tab.locator("textarea:focus").wait_for()
        tab.keyboard.type(text)
    tab.keyboard.press("Shift+Enter")
    assert "second = 2" in shown(tab, "own-5-2")
    tab.reload()
    own = tab.locator("#cell-5 ~ [id^=cell-own-5-] textarea")
    assert [field.input_value() for field in own.all()] == ["first = 1", "second = 2"]
    notebook = downloaded(tab)
    cells = notebook["cells"]
    at = [cell["id"] for cell in cells].index("5")
    assert [cell["source"] for cell in cells[at + 1 : at + 3]] == [["first = 1"], ["second = 2"]]
    nbformat.validate(nbformat.from_dict(notebook))
    press(tab, "own-5-1", "remove")
    tab.reload()
    assert tab.locator("[id^=cell-own]").count() == 1
    assert tab.complaints == []


def test_below_an_exercise_there_is_room_for_what_it_asks(opened, site):
    tab = opened(path=CHAPTER, accept_downloads=True)
    exercise = tab.locator(".exercise").first
    exercise.hover()
    exercise.get_by_role("button", name="Try it here").click()
    tab.locator("textarea:focus").wait_for()
    tab.keyboard.type("x = 1")
    label = f":label: {exercise.get_attribute('id')}\n"
    cells = downloaded(tab)["cells"]
    [at] = [k for k, cell in enumerate(cells) if label in "".join(cell["source"])]
    assert cells[at + 1]["source"] == ["x = 1"]
    source = site.folder / "_sources" / CHAPTER.replace("html", "ipynb")
    assert [cell for k, cell in enumerate(cells) if k != at + 1] == cells_of(source)


NO_STORAGE = """
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, {get() { throw new DOMException("", "SecurityError"); }});
"""


def test_where_nothing_can_be_stored_it_says_so_and_works(opened):
    tab = opened(script=NO_STORAGE)
    edit(tab, "4", "x = 1")
    tab.get_by_text("This browser keeps nothing for this page").first.wait_for()
    tab.keyboard.press("Control+Enter")
    assert "x = 1" in shown(tab, "4")


@pytest.mark.parametrize(
    "script, sentence",
    [
        ("delete window.Worker;", "Python did not start"),
        ("window.Worker = class { constructor() { throw new Error(); } };", "Python did not start"),
        ("/* failed */", "No room for Python."),
    ],
    ids=["no worker", "a refused worker", "no memory"],
)
def test_where_python_does_not_start_one_sentence_says_why(opened, script, sentence):
    tab = opened(script=script)
    press(tab, "2", "run")
    assert sentence in shown(tab, "2")
    assert tab.locator("#cell-2 button[data-action=run]").is_visible()
    assert tab.complaints == []
    press(tab, "2", "reset")
    assert "(272, 2)" in tab.locator("#cell-2 .cell_output:visible").inner_text()


def test_a_worker_that_does_not_load_is_a_python_that_does_not_start(opened):
    tab = opened(worker="throw new Error('half a file')")
    press(tab, "2", "run")
    assert "Python did not start" in shown(tab, "2")


def test_opened_as_a_file_one_sentence_names_the_server(opened, site):
    tab = opened(path=(site.folder / SET).as_uri())
    press(tab, "2", "run")
    assert "python -m http.server" in shown(tab, "2")
    edit(tab, "4", "x = 1")  # which needs none


def test_a_lost_connection_before_the_editor_is_said_where_the_button_is(opened):
    tab = opened()
    tab.context.route(re.compile("live-more"), lambda route: route.abort())
    press(tab, "4", "edit")
    tab.locator("#cell-4 .live-said", has_text="could not be loaded").wait_for()
    tab.context.unroute(re.compile("live-more"))
    press(tab, "4", "edit")
    tab.locator("#cell-4 textarea").wait_for()


def test_what_does_not_stop_is_ended_and_the_next_run_starts_anew(opened):
    tab = opened()
    edit(tab, "4", "# for ever")
    press(tab, "4", "run")
    press(tab, "8", "run")  # waits for its turn, and loses it
    press(tab, "4", "stop")
    assert "its names are gone" in shown(tab, "4")
    assert tab.locator("#cell-8 button[data-action=run]").is_visible()
    press(tab, "2", "run")
    assert "import numpy" in shown(tab, "2")


def test_who_comes_by_keyboard_stays_where_they_were(opened):
    tab = opened()
    tab.locator("#cell-2 button[data-action=run]").focus()
    tab.keyboard.press("Enter")
    shown(tab, "2")
    assert tab.evaluate("document.activeElement.dataset.action") == "run"
    edit(tab, "4", "x = 1")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.ariaLabel") == "Run cell 2"


@pytest.mark.parametrize("theme, width", [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_in_a_page_that_was_worked_on(opened, theme, width):
    from axe_playwright_python.sync_playwright import Axe

    tab = opened(color_scheme=theme, viewport={"width": width, "height": 800})
    edit(tab, "15", "Because.")
    edit(tab, "4", "def f(x):\n    return 'text', 1.0  # and so on")
    press(tab, "4", "run")
    press(tab, "5", "run")
    shown(tab, "5")
    tab.keyboard.press("Escape")
    ours = [".live-page", ".live-row", ".live-editor", ".live-output", ".live-answer", ".live-bar"]
    found = Axe().run(tab, context={"include": [[part] for part in ours]}).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
