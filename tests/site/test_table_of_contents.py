"""The site holds what its table of contents names, wherever the book lies, and no solution."""

import shutil
from pathlib import Path

import pytest
import yaml
from answers import answers_on
from jupyter_book.sphinx import build_sphinx
from site_pages import parsed_pages
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[2]
A_SET = "book/assignments/release/01-distances-and-kmeans"


@pytest.fixture
def a_book(tmp_path):
    """A book of two pages with all that this one is built with, in a folder that is a pattern."""
    folder = tmp_path / "Kurs [2026] ü ?*"
    for name in ("_config.yml", "LICENSE", f"{A_SET}.ipynb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name in ("_ext", "_site", "_vendor"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name)
    for path in (ROOT / "book" / "assignments").glob("*.*"):
        shutil.copy(path, folder / "book" / "assignments")
    (folder / "book" / "intro.md").write_text("# Kurs\n", encoding="utf-8")
    (folder / "README.md").write_text("# Read me\n", encoding="utf-8")
    contents = {"format": "jb-book", "root": "book/intro", "chapters": [{"file": A_SET}]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    return folder


def test_in_a_folder_that_is_a_pattern_no_answer_gets_onto_the_site(a_book, monkeypatch, capfd):
    monkeypatch.syspath_prepend(a_book / "book" / "_ext")  # what the build adds to the path goes
    out = a_book / "_build" / "html"
    options = {"external_toc_path": "_toc.yml", "latex_individualpages": False}
    options["source_suffix"] = {}  # else Sphinx notes the kinds of files for all later builds
    code = build_sphinx(
        a_book,
        out,
        path_config=a_book / "_config.yml",
        noconfig=True,
        confoverrides={**options, "nb_execution_mode": "off"},
        warningiserror=True,
        keep_going=True,
    )
    pages = parsed_pages(out)
    assert answers_on(out, pages) == []
    assert code == 0, capfd.readouterr()
    written = {"404.html", "index.html", "search.html", "book/intro.html", f"{A_SET}.html"}
    assert set(pages) == written


@pytest.fixture
def build_with_contents(build_small_site, tmp_path):
    """Build pages, with a table of contents of its own."""

    def build(sources, **contents):
        path = tmp_path / "_toc.yml"
        contents = {"format": "jb-book", "root": "index", **contents}
        path.write_text(yaml.safe_dump(contents), encoding="utf-8")
        return build_small_site(
            sources,
            ["sphinx_external_toc", "table_of_contents"],
            external_toc_path=str(path),
            html_math_renderer="mathjax",
        )

    return build


@pytest.mark.filterwarnings("ignore:Possible nested set")  # Sphinx's own, of its pattern
def test_a_name_with_the_letters_of_a_pattern_is_that_page_and_no_other(build_with_contents):
    sources = {"index": "# I", "a [b]*": "# A", "a b": "# Another", "part/c": "# C"}
    with pytest.raises(FileNotFoundError, match=r"a b\.html"):
        build_with_contents(sources, chapters=[{"file": "a [b]*"}, {"glob": "part/*"}])


@pytest.mark.parametrize("chapter", [{"file": "gone"}, {"glob": "gone/*"}])
def test_a_build_whose_contents_find_no_chapter_stops_and_says_so(build_with_contents, chapter):
    with pytest.raises(ExtensionError, match=r"_toc\.yml names .*"):
        build_with_contents({"index": "# I", "other": "# O"}, chapters=[chapter])


@pytest.mark.parametrize(
    "use, name",
    [
        ("[this]({})", "beyond.py"),
        ("{{download}}`{}`", "graded/answers.py"),
        ("```{{include}} {}\n```", "beyond.py"),
    ],
)
def test_a_page_that_uses_a_sets_source_stops_the_build(build_with_contents, tmp_path, use, name):
    file = f"book/assignments/{name}"
    (tmp_path / "source" / file).parent.mkdir(parents=True)
    (tmp_path / "source" / file).write_text("solution = 1\n", encoding="utf-8")
    with pytest.raises(ExtensionError, match=f"page .*{file}.*solutions would be on the site"):
        build_with_contents(
            {"index": "# I", "page": f"# P\n\n{use.format(file)}"}, chapters=[{"file": "page"}]
        )
