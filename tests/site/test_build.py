"""The built site: whole, by itself, and readable by people and by machines."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from answers import answers_on
from site_pages import parsed, parsed_pages

ROOT = Path(__file__).parent.parent.parent

# Where a browser fetches something by itself. An <a href> is for the reader to follow.
FETCHED = {
    "script": ["src"],
    "img": ["src", "srcset"],
    "source": ["src", "srcset"],
    "iframe": ["src"],
    "embed": ["src"],
    "object": ["data"],
    "video": ["src", "poster"],
    "audio": ["src"],
    "link": ["href"],
    "image": ["href", "xlink:href"],
    "use": ["href", "xlink:href"],
}
RAW_TEX = re.compile(r"\\[a-zA-Z]+|\\[(\[]|\$[^$\n]*\$")
CSS_FETCHES = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")


@pytest.fixture(scope="module")
def pages(site):
    return parsed_pages(site.folder)


def fetched(page):
    """Every address that a browser fetches to show `page`."""
    for tag, attributes in FETCHED.items():
        for element in page.find_all(tag):
            for attribute in attributes:
                if value := element.get(attribute):
                    parts = value.split(",") if attribute == "srcset" else [value]
                    yield from (part.split()[0] for part in parts)
    for style in page.find_all("style"):
        yield from CSS_FETCHES.findall(style.get_text())
    for element in page.select("[style]"):
        yield from CSS_FETCHES.findall(element["style"])


def is_elsewhere(address):
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def test_the_book_builds_without_a_warning(site):
    assert site.exit_code == 0, site.log[-6000:]
    assert "WARNING" not in re.sub(r"\[IPKernelApp\] WARNING", "", site.log)


def test_every_page_of_the_table_of_contents_is_there(pages):
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    names = [contents["root"]]
    names += [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    assert [name for name in names if f"{name}.html" not in pages] == []


def test_no_answer_of_a_problem_set_is_anywhere_on_the_site(site, pages):
    """Not on a page, nor in its source, a download, or the index of the search."""
    assert answers_on(site.folder, pages) == []


def test_no_page_asks_another_site_for_anything(pages):
    found = [(name, address) for name, page in pages.items() for address in fetched(page)]
    assert found
    assert [pair for pair in found if is_elsewhere(pair[1])] == []


def test_no_stylesheet_or_picture_asks_another_site_for_anything(site):
    found = []
    for path in site.folder.rglob("*"):
        if path.suffix == ".css":
            found += CSS_FETCHES.findall(path.read_text(encoding="utf-8"))
        elif path.suffix == ".svg":
            picture = path.read_text(encoding="utf-8")
            found += re.findall(r'href="([^"]*)"', picture) + CSS_FETCHES.findall(picture)
    assert found
    assert [address for address in found if is_elsewhere(address)] == []


def test_katex_itself_stays_at_home(site):
    scripts = [path.name for path in site.folder.rglob("*.js")]
    assert [name for name in scripts if re.search("katex|mathjax", name, re.I)] == []


def test_no_page_carries_the_state_of_widgets_which_no_kernel_will_ask_for(pages):
    states = "script[type='application/vnd.jupyter.widget-state+json']"
    assert [name for name, page in pages.items() if page.select(states)] == []


def test_everything_a_page_fetches_or_links_to_exists(site, pages):
    ids = {name: {e["id"] for e in page.select("[id]")} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        addresses = [*fetched(page), *(a["href"] for a in page.select("a[href]"))]
        for address in addresses:
            if is_elsewhere(address):
                continue
            parts = urlsplit(address)
            target = site.folder / name
            if name == "404.html":  # it starts from the root of the host
                assert address.startswith(("/", "#")), address
                target = site.folder / (unquote(parts.path).lstrip("/") or name)
            elif parts.path:
                target = target.parent / unquote(parts.path)
            if not target.is_file():
                broken.append((name, address))
                continue
            target = target.resolve().relative_to(site.folder.resolve()).as_posix()
            anchor = unquote(parts.fragment).partition("?")[0]  # then a start: explorer_links
            if anchor and target in ids and anchor not in ids[target]:
                broken.append((name, address))
    assert broken == []


def test_all_mathematics_is_rendered(pages):
    """No TeX is left where a reader looks, except in code."""
    left_over = []
    for name, page in pages.items():
        formulas = page.find_all(class_=["math", "math-block"])
        assert all(formula.find(class_="katex") for formula in formulas), name
        for text in (page.find("article") or page).find_all(string=RAW_TEX):
            if not text.find_parent(["pre", "code", "annotation", "script", "style"]):
                left_over += [(name, tex) for tex in RAW_TEX.findall(text)]
    assert left_over == []


def test_every_figure_says_in_words_what_it_shows(pages):
    silent = []
    for name, page in pages.items():
        for image in page.select("article img"):
            alt = image.get("alt", "").strip()
            if len(alt.split()) < 3 or re.search(r"[/\\]|\.(svg|png)$", alt):
                silent.append((name, image["src"], alt))
    assert silent == []


def test_every_figure_that_matplotlib_drew_has_a_twin_for_the_dark_and_keeps_its_place(site, pages):
    drawn = [
        (name, image)
        for name, page in pages.items()
        for image in page.select("article img[src$='.svg']:not(.only-dark)")
        if b"Matplotlib" in (site.folder / name).parent.joinpath(image["src"]).read_bytes()[:2000]
    ]
    assert len(drawn) > 30
    for name, light in drawn:
        night = light.find_next("img")
        assert "only-light" in light["class"] and "only-dark" in night["class"], name
        assert night["alt"] == light["alt"]
        assert (site.folder / name).parent.joinpath(night["src"]).exists()
        for image in (light, night):  # the one that is not shown is not fetched, and nothing jumps
            assert image["loading"] == "lazy" and int(image["width"]) and int(image["height"])


def test_every_page_has_one_heading_of_the_first_level(pages):
    assert {name: len(page.select("h1")) for name, page in pages.items()} == dict.fromkeys(pages, 1)


def test_every_page_has_a_language_a_title_and_a_description_of_its_own(pages):
    for name, page in pages.items():
        assert page.html["lang"] == "en", name
        assert "\\" not in page.title.get_text(), name
        assert page.select_one("meta[name=description]")["content"].strip(), name
    titles = Counter(page.title.get_text() for name, page in pages.items() if name != "index.html")
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_page_says_once_how_wide_it_is_what_a_card_shows_and_whose_license_holds(site, pages):
    for name, page in pages.items():
        assert len(page.select("meta[name=viewport]")) == 1, name
        card = {tag["property"]: tag["content"] for tag in page.select("meta[property^='og:']")}
        assert page.title.get_text().startswith(card["og:title"]), name
        assert card["og:description"] == page.select_one("meta[name=description]")["content"]
        assert len(page.select("link[rel=license]")) == 1, name
    assert (site.folder / "license.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_no_page_covers_its_explorer_with_a_way_back_to_the_top(pages):
    assert [name for name, page in pages.items() if page.select("[id*='back-to-top']")] == []


def test_no_page_has_two_elements_of_one_id(pages):
    for name, page in pages.items():
        ids = Counter(element["id"] for element in page.select("[id]"))
        assert [one for one, times in ids.items() if times > 1] == [], name


def test_the_first_page_leads_to_the_book(site, pages):
    link = pages["index.html"].select_one("main a, body a")["href"]
    assert (site.folder / link).is_file()
    assert link in pages["index.html"].select_one("meta[http-equiv=refresh]")["content"]


EXPLORER_CHAPTERS = ["03", "04", "05", "06", "07", "08"]


@pytest.mark.parametrize("number", EXPLORER_CHAPTERS)
def test_a_chapter_from_the_distances_on_holds_an_explorer_and_its_script_once(site, number):
    (page,) = (site.folder / "book").glob(f"{number}-*.html")
    soup = parsed(page)
    assert soup.select("[data-explorer] script[data-explorer-json]")
    assert soup.select("[data-explorer] svg[aria-label]"), "no picture for readers without scripts"
    scripts = [s["src"] for s in soup.select("script[src]") if "explorer-page" in s["src"]]
    assert len(scripts) == 1
    assert (page.parent / scripts[0].split("?")[0]).exists()


def test_a_page_without_an_explorer_does_not_load_its_script(site):
    assert "explorer-page.js" not in (site.folder / "book" / "intro.html").read_text("utf-8")
