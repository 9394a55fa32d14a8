"""What students get holds no answer, opens, and is what the book shows."""

import ast
import difflib
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from answers import SOURCES, cells_of, secrets_of, text_of

from mixtures_lab.teach.release import make_assignments
from mixtures_lab.teach.sources import nbgrader_of

NAMES = sorted(path.stem for path in SOURCES.glob("*.ipynb"))

STUB = "raise NotImplementedError('to be written by you')"

every_set = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """dist/assignments, as `make assignments` writes it."""
    folder = tmp_path_factory.mktemp("dist")
    make_assignments(SOURCES, folder / "assignments", folder / "pages")
    return folder


@every_set
def test_there_is_something_to_leak(name):
    assert len(set(secrets_of(name))) >= 6


@every_set
def test_no_answer_is_in_a_zip(name, dist):
    secrets = {line for other in NAMES for line in secrets_of(other)}
    text = text_of((dist / "assignments" / f"{name}.zip").read_bytes())
    assert [line for line in secrets if line in text] == []


@every_set
def test_no_hint_of_a_hidden_test_is_in_a_notebook(name, dist):
    text = (dist / "pages" / f"{name}.ipynb").read_text(encoding="utf-8")
    for word in ("HIDDEN", "SOLUTION", "mixtures_lab.teach", "mark(", "MARK SCHEME"):
        assert word not in text


def test_the_instructors_files_are_in_no_zip(dist):
    for path in (dist / "assignments").glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".whl"):
                    with zipfile.ZipFile(io.BytesIO(archive.read(name))) as wheel:
                        assert not [n for n in wheel.namelist() if "assignments" in n]
                assert Path(name).name not in {p.name for p in SOURCES.glob("*.py")}


@every_set
def test_a_solution_line_put_into_a_zip_is_found(name, dist):
    """The search itself works: it finds what it looks for."""
    secret = next(iter(secrets_of(name)))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("module.py", f"x = 1\n    {secret}\n")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("some.whl", inner.getvalue())
    assert secret in text_of(outer.getvalue())


@every_set
def test_every_function_of_a_released_set_is_still_to_be_written(name, dist):
    for cell in cells_of(dist / "pages" / f"{name}.ipynb"):
        about = nbgrader_of(cell)
        if cell["cell_type"] == "code" and about.get("solution"):
            functions = [n for n in ast.parse("".join(cell["source"])).body if hasattr(n, "body")]
            for function in functions:
                _, *rest = function.body  # after the docstring
                assert [ast.unparse(line) for line in rest] == [STUB]


@every_set
def test_the_books_page_is_what_students_get(name, dist):
    committed = (SOURCES / "release" / f"{name}.ipynb").read_text(encoding="utf-8")
    made = (dist / "pages" / f"{name}.ipynb").read_text(encoding="utf-8")
    lines = list(difflib.unified_diff(committed.splitlines(), made.splitlines(), lineterm="", n=0))
    assert not lines, "run `make assignments` and commit book/assignments/release\n" + "\n".join(
        lines[:20]
    )


@every_set
def test_a_zip_holds_all_that_is_needed(name, dist):
    with zipfile.ZipFile(dist / "assignments" / f"{name}.zip") as archive:
        names = {Path(n).relative_to(name).as_posix() for n in archive.namelist()}
        needed = archive.read(f"{name}/requirements.txt").decode().splitlines()
    assert {f"{name}.ipynb", "README.txt", "requirements.txt", "data/old-faithful.csv"} < names
    wheel = needed[0].removeprefix("./")
    assert wheel in names
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", line) for line in needed[1:])


def test_the_wheel_in_a_zip_has_what_the_package_reads(dist):
    with zipfile.ZipFile(next((dist / "assignments").glob("*.zip"))) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".whl"))
        with zipfile.ZipFile(io.BytesIO(archive.read(name))) as wheel:
            files = set(wheel.namelist())
    for file in (
        "data/old_faithful.csv",
        "data/palette.json",
        "explorer/src/words.json",
        "explorer/static/explorer-page.js",
        "explorer/static/explorer-more.js",
        "explorer/static/explorer-widget.js",
    ):
        assert f"mixtures_lab/{file}" in files


def test_the_manifest_says_what_is_in_the_zips(dist):
    folder = dist / "assignments"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["sets"]) == NAMES
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json",
        *(entry["zip"] for entry in manifest["sets"].values()),
    }
    for name, entry in manifest["sets"].items():
        data = (folder / entry["zip"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            digests = {
                n.removeprefix(f"{name}/"): hashlib.sha256(archive.read(n)).hexdigest()
                for n in archive.namelist()
            }
        assert digests == entry["files"]
