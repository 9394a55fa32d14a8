"""What stands around the text: drawers, menus, buttons; by keys, and in a system's own colours."""

import pytest

CHAPTER = "book/03-distance-matrix.html"

#: How many stops of the Tab key lie before the text, not counting what skips them.
STOPS = """() => {
  const article = document.querySelector("article");
  const before = (node) => node.compareDocumentPosition(article) & 4;
  return [...document.querySelectorAll("a[href], button, input, summary")]
    .filter((node) => before(node) && node.checkVisibility({ visibilityProperty: true })).length;
}"""

#: Every side of a border that is there and cannot be seen: colours of a system make a bar of it.
UNSEEN = """() => {
  const found = new Set();
  for (const node of document.querySelectorAll("body, body *:not([data-explorer] *)"))
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(node, part);
      if (part && ["none", "normal"].includes(style.content)) continue;
      for (const side of ["Top", "Right", "Bottom", "Left"])
        if (parseFloat(style[`border${side}Width`]) && style[`border${side}Style`] !== "none")
          if (style[`border${side}Color`].endsWith(", 0)"))
            found.add(`${node.localName}.${[...node.classList].join(".")}${part ?? ""}`);
    }
  return [...found];
}"""

#: The colour of one side of what was found, as it is painted, and of the ground of the page.
PAINTED = """(names) => names.map((name) => {
  const [selector, part] = name.split("::");
  const style = getComputedStyle(document.querySelector(selector), part && `::${part}`);
  return style.borderLeftColor === getComputedStyle(document.body).backgroundColor;
})"""


@pytest.fixture(scope="module")
def tab(site, browser):
    """One chapter, open for all tests of this file; each says how wide it is."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((site.folder / CHAPTER).as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("which", ["primary", "secondary"])
def test_a_drawer_opens_takes_the_focus_and_closes_on_escape_wherever_the_focus_is(tab, which):
    tab.set_viewport_size({"width": 390, "height": 800})
    button, drawer = tab.locator(f".{which}-toggle"), tab.locator(f".bd-sidebar-{which}")
    link = drawer.locator("a, button").first
    for elsewhere in (False, True):
        button.click()
        link.wait_for(state="visible")
        assert button.get_attribute("aria-expanded") == "true"
        tab.wait_for_function(
            "node => node.contains(document.activeElement)", arg=drawer.element_handle()
        )
        if elsewhere:
            tab.evaluate("document.activeElement.blur()")
        tab.keyboard.press("Escape")
        link.wait_for(state="hidden")
        assert button.get_attribute("aria-expanded") == "false"
        assert button.evaluate("node => node === document.activeElement")


def test_what_a_closed_drawer_holds_is_no_stop_of_the_tab_key(tab):
    tab.set_viewport_size({"width": 390, "height": 800})
    # What skips to the text, the menu, downloads, light or dark, the search, the page's contents.
    assert tab.evaluate(STOPS) == 6


def test_the_first_stop_skips_all_others(tab):
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.evaluate("document.activeElement.blur()")
    tab.reload()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main-content"
    assert tab.evaluate("document.querySelectorAll('#main-content .bd-header-article').length") == 1


def test_the_menu_of_downloads_holds_the_notebook_prints_and_closes_on_escape(tab):
    tab.set_viewport_size({"width": 1280, "height": 800})
    menu = tab.locator("details.menu")
    menu.locator("summary").click()
    link = menu.locator("a")
    assert link.get_attribute("href").endswith("03-distance-matrix.ipynb")
    assert link.get_attribute("download") is not None
    tab.evaluate("window.print = () => { window.printed = true; }")
    menu.get_by_role("button", name="Print").click()
    assert tab.evaluate("printed") is True
    assert menu.get_attribute("open") is None
    menu.locator("summary").click()
    tab.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


def test_code_is_copied_as_it_stands(tab):
    tab.set_viewport_size({"width": 1280, "height": 800})
    box = tab.locator(".cell_input .highlight:visible").first
    box.hover()
    box.get_by_role("button", name="Copy").click()
    box.get_by_role("button", name="Copied").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == box.locator("pre").text_content().rstrip()
    assert copied.count("\n") > 1


def test_the_contents_of_a_page_say_where_one_is(tab):
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.evaluate("document.querySelector('#check-yourself').scrollIntoView({behavior: 'instant'})")
    here = tab.locator(".bd-toc-nav a[aria-current]")
    tab.locator(".bd-toc-nav a.active[href='#check-yourself']").wait_for()
    assert here.count() == 1


def test_no_border_that_cannot_be_seen_becomes_a_bar_in_a_systems_own_colours(tab):
    tab.set_viewport_size({"width": 1280, "height": 800})
    unseen = tab.evaluate(UNSEEN)
    tab.emulate_media(forced_colors="active")
    painted = tab.evaluate(PAINTED, unseen)
    strokes = tab.locator(".icon path").evaluate_all(
        "paths => paths.map((path) => [getComputedStyle(path).stroke, path.checkVisibility()])"
    )
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.emulate_media(forced_colors="none")
    assert dict(zip(unseen, painted, strict=True)) == dict.fromkeys(unseen, True)
    assert [stroke for stroke, shown in strokes if shown and stroke in (ground, "none")] == []


def test_a_page_says_its_viewport_once(site):
    for path in site.folder.rglob("*.html"):
        assert path.read_text("utf-8").count('name="viewport"') == 1, path
