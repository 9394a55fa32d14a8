"""What a reader's browser does to a page: it paints it, stores nothing, searches it, prints it."""

import pytest

PAGE = "book/03-distance-matrix.html"

#: How a browser refuses to store: not at all, as in another site's frame; or because it is full.
REFUSALS = {
    "blocked": """
        for (const name of ["localStorage", "sessionStorage"])
          Object.defineProperty(window, name, {
            get() { throw new DOMException("denied", "SecurityError"); },
          });
    """,
    "full": """
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
    """,
}


#: The relative luminance of every ink in the article, and of what it stands on.
INKS = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => (part / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    return colour.endsWith(", 0)") && node.parentElement ? ground(node.parentElement) : colour;
  };
  const written = (node) => [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll("article *")]
    .filter((node) => written(node) && node.checkVisibility() && !node.closest("[data-explorer]"))
    .map((node) => [node.className, light(getComputedStyle(node).color), light(ground(node))]);
}"""


#: Each formula in a line whose next sign, such as a full stop, stands on another line.
FORSAKEN = """() => [...document.querySelectorAll("article .math .katex-html")]
  .filter((formula) => {
    const block = formula.closest("p, li, dt, dd, td, th, figcaption");
    if (!block || !formula.checkVisibility()) return false;
    const range = document.createRange();
    range.setStartAfter(formula);
    range.setEndAfter(block);
    if (!/^\\S/.test(range.toString())) return false;
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    texts.currentNode = formula;
    let next = texts.nextNode();
    while (formula.contains(next)) next = texts.nextNode();
    range.setStart(next, 0);
    range.setEnd(next, 1);
    return range.getBoundingClientRect().top > formula.lastChild.getBoundingClientRect().bottom;
  })
  .map((formula) => formula.closest(".math").parentElement.textContent)"""


THEME_OF_THE_PICTURE = """() => {
  const picture = document.querySelector("[data-explorer]");
  return (picture.closest("[data-theme]:not(html)") ?? picture.querySelector("[data-theme]"))
    .dataset.theme;
}"""


@pytest.fixture
def opened(site, browser):
    """`opened(script, **options)` is a page of the book, and what its scripts complained of."""
    contexts = []

    def open_page(script="", **options):
        contexts.append(browser.new_context(**options))
        tab = contexts[-1].new_page()
        tab.complaints = []
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.on("console", lambda said: said.type == "error" and tab.complaints.append(said.text))
        tab.add_init_script(script)
        tab.goto((site.folder / PAGE).as_uri())
        return tab

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("refusal", REFUSALS)
def test_where_nothing_can_be_stored_menu_and_theme_work_on_a_phone(opened, refusal):
    tab = opened(REFUSALS[refusal], viewport={"width": 390, "height": 800}, color_scheme="light")
    modes = []
    for _ in range(3):
        tab.locator("button.theme-switch-button:visible").click()
        modes.append(tab.evaluate("document.documentElement.dataset.mode"))
    assert sorted(modes) == ["auto", "dark", "light"]
    menu = tab.locator(".bd-sidebar-primary")
    assert menu.bounding_box()["x"] < 0
    tab.locator("button.primary-toggle").click()
    tab.wait_for_function("document.querySelector('.bd-sidebar-primary').offsetLeft === 0")
    assert tab.complaints == []


#: How a page looks. It is asked first when the page is read, before its deferred scripts run.
LOOK = """(() => ({
  theme: document.documentElement.dataset.theme,
  size: getComputedStyle(document.querySelector("article section > p")).fontSize,
}))()"""
FIRST_LOOK = f"addEventListener('readystatechange', () => {{ window.looks ??= {LOOK}; }}, true);"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["auto", "light", "dark"])
def test_a_page_is_painted_first_as_it_stays(opened, scheme, mode):
    store = f"localStorage.setItem('mode', '{mode}');" if mode != "auto" else ""
    tab = opened(store + FIRST_LOOK, color_scheme=scheme)
    tab.wait_for_load_state("load")
    first, last = tab.evaluate("looks"), tab.evaluate(LOOK)
    assert first == last == {"theme": scheme if mode == "auto" else mode, "size": "17px"}


def test_a_mark_after_a_formula_never_begins_a_line(opened):
    tab = opened(viewport={"width": 360, "height": 800})
    tab.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    forsaken = {}
    for width in range(340, 440, 10):
        tab.set_viewport_size({"width": width, "height": 800})
        forsaken[width] = tab.evaluate(FORSAKEN)
    assert not {width: places for width, places in forsaken.items() if places}
    tab.add_style_tag(content=".unbroken { white-space: normal }")
    assert tab.evaluate(FORSAKEN)  # so the question above was one that could fail


@pytest.mark.parametrize("width", [360, 768, 991, 992, 1280])
def test_there_is_a_way_to_search_at_every_width(opened, width):
    tab = opened(viewport={"width": width, "height": 800})
    # On a narrow page above the article, and in the drawer; on a wide one in the sidebar.
    if width < 992:
        tab.get_by_role("button", name="Search", exact=True).first.click()
        field = tab.get_by_role("searchbox")
        assert field.is_visible()
        tab.keyboard.press("Escape")
        field.wait_for(state="hidden")
        tab.locator("button.primary-toggle").click()
        tab.wait_for_function("document.querySelector('.bd-sidebar-primary').offsetLeft === 0")
    tab.locator(".bd-sidebar-primary").get_by_role("button", name="Search").click()
    tab.get_by_role("searchbox").fill("precision")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search.html?q=precision")
    tab.locator("#search-results li a").first.wait_for()
    assert tab.complaints == []


def test_a_page_read_in_the_dark_is_printed_in_the_light(opened):
    tab = opened(color_scheme="dark")
    picture = tab.locator("[data-explorer]").first
    picture.scroll_into_view_if_needed()
    picture.locator("button").first.wait_for()
    themes = []
    for event in ("beforeprint", "afterprint"):
        themes.append(tab.evaluate(THEME_OF_THE_PICTURE))
        tab.evaluate(f"dispatchEvent(new Event('{event}'))")
    assert [*themes, tab.evaluate(THEME_OF_THE_PICTURE)] == ["dark", "light", "dark"]

    on_screen = tab.evaluate(INKS)
    tab.emulate_media(media="print")
    on_paper = tab.evaluate(INKS)
    assert len(on_paper) > 400
    assert tab.locator("article h1").is_visible()
    assert [ink for ink in on_screen if ink[2] > 0.1] == []
    assert [ink for ink in on_paper if ink[1] > 0.3 or ink[2] < 0.75] == []


#: Of every explorer of a page: its place and size before it lives and after, and whether it
#: has more to show than the room that was kept.
ALIVE = """async () => {
  const boxes = () => [...document.querySelectorAll("[data-explorer]")].map((node) => {
    const { left, width, height } = node.getBoundingClientRect();
    return [left, width, height].map(Math.round);
  });
  const before = boxes();
  for (const node of document.querySelectorAll("[data-explorer]")) {
    node.scrollIntoView();
    while (!node.dataset.state) await new Promise(requestAnimationFrame);
  }
  // What is open from the beginning comes with the second script.
  const late = '[data-show~="bound"]:not(:has(.mlx-curves))';
  while (document.querySelector(late)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const out = document.documentElement.scrollWidth - innerWidth;
  return { before, after: boxes(), out };
}"""


@pytest.mark.parametrize(
    "width, broad",
    [(360, None), (680, None), (768, None), (1280, 928), (1920, 1248), (3840, 1248)],
)
def test_an_explorer_has_its_room_before_it_lives_and_leaves_the_column_of_the_text(
    site, browser, width, broad
):
    tab = browser.new_page(viewport={"width": width, "height": 800})
    chapters = "0[378]*.html" if width == 360 else "0[37]*.html"  # the eighth has many to wake
    for page in sorted((site.folder / "book").glob(chapters)):
        tab.goto(page.as_uri())
        found = tab.evaluate(ALIVE)
        assert found["out"] <= 0
        for before, after in zip(found["before"], found["after"], strict=True):
            assert after == pytest.approx(before, abs=2), page.name
            assert broad is None or after[1] == broad
    tab.close()


def test_a_link_below_an_explorer_ends_where_it_points(site, browser):
    (page,) = (site.folder / "book").glob("07-*.html")
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(page.as_uri() + "#check-yourself")
    heading = tab.get_by_role("heading", name="Check yourself")
    tab.locator("[data-state]").first.wait_for(state="attached")
    # The way there is smooth, and takes its time.
    arrived = "node => node.getBoundingClientRect().top < 200 && scrollY === node.at"
    tab.wait_for_function(
        f"""async (node) => {{
          node.at = scrollY;
          for (let k = 0; k < 12; k++) await new Promise(requestAnimationFrame);
          return ({arrived})(node);
        }}""",
        arg=heading.element_handle(),
        timeout=10_000,
    )
    assert heading.bounding_box()["y"] >= 0
    tab.close()


#: Where the parts of a picture are, all of them at one time.
BOXES = """(picture, names) => Object.fromEntries(names.map((name) => {
  const { x, y, width, height } = picture.querySelector(`.mlx-${name}`).getBoundingClientRect();
  return [name, { x, y, width, height }];
}))"""


@pytest.mark.parametrize("width", [1280, 1920])
def test_plane_steps_and_l_are_in_one_window_beside_matrices_and_arithmetic(site, browser, width):
    (page,) = (site.folder / "book").glob("07-*.html")
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto(page.as_uri())
    picture = tab.locator("[data-explorer]").first
    picture.scroll_into_view_if_needed()
    picture.get_by_role("button", name="E-step").wait_for()
    picture.locator(".mlx-formula").wait_for()
    box = picture.evaluate(BOXES, ["plane", "doing", "trace", "matrices", "formula"])
    bottom = box["trace"]["y"] + box["trace"]["height"]
    assert bottom - box["plane"]["y"] <= 800
    assert box["plane"]["y"] < box["doing"]["y"] < box["trace"]["y"]
    assert box["matrices"]["y"] < box["formula"]["y"]
    right = box["plane"]["x"] + box["plane"]["width"]
    assert min(box["matrices"]["x"], box["formula"]["x"]) >= right
    assert box["trace"]["x"] + box["trace"]["width"] <= right + 1
    tab.close()


def test_a_name_in_a_table_is_never_broken_within(site, browser):
    tab = browser.new_page(viewport={"width": 360, "height": 800})
    tab.goto((site.folder / "book/reference/api.html").as_uri())
    words = "[...document.querySelectorAll('td code .pre')]"
    lines = tab.evaluate(f"{words}.map((word) => word.getClientRects().length)")
    assert len(lines) > 20 and set(lines) == {1}
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.close()
