"""Make what students get: one zip per problem set, and its page for the book."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import metadata, version
from pathlib import Path

import nbformat

from .. import datasets
from .course import Course, write
from .grading import prove, released_cells
from .sources import SetError, sets_in

ROOT = Path(__file__).parents[2]

#: What a set needs beside the package, at the versions that it was proved with.
NEEDED = ["numpy", "scipy", "matplotlib", "ipywidgets", "anywidget", "jupyterlab"]

READ_ME = """\
{title}

In this folder, with Python {python} or newer, in a terminal:

    python3 -m venv .venv
    .venv/bin/pip install -r requirements.txt
    .venv/bin/jupyter lab {name}.ipynb

(On Windows: .venv\\Scripts\\pip and .venv\\Scripts\\jupyter.)

Write the functions, run their checks as often as you like, and answer the questions. Then hand in
{name}.ipynb alone.
"""


def make_assignments(sources, to, pages=None):
    """Zip every problem set for students, and write a manifest beside the zips.

    Each solution is graded by its own hidden tests first.

    Parameters
    ----------
    sources : Path
        The problem sets, with their solutions.
    to : Path
        The folder that is made anew.
    pages : Path, optional
        Where the book's pages of the sets go; by default `sources`/release.

    Returns
    -------
    paths : list of Path
        The zips and the manifest.

    Raises
    ------
    SetError
        If a solution fails its own tests, or the package cannot be built.
    """
    sources, to = Path(sources), Path(to)
    pages = sources / "release" if pages is None else Path(pages)
    sets = sets_in(sources)
    with tempfile.TemporaryDirectory() as scratch:
        course = Course(Path(scratch) / "course")
        released = {}
        for problem_set in sets:
            print(f"{problem_set.name}: its solutions, graded by its own tests")
            released[problem_set.name] = course.release(problem_set)
            prove(problem_set, released_cells(released[problem_set.name]))
        wheel = built_wheel(Path(scratch))
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True)
        manifest = {"python": minimal_python(), "versions": pinned(), "sets": {}}
        for problem_set in sets:
            page = as_page(released[problem_set.name])
            write(pages / f"{problem_set.name}.ipynb", page)
            files = files_of(problem_set, page, wheel)
            path = to / f"{problem_set.name}.zip"
            zip_files(path, problem_set.name, files)
            manifest["sets"][problem_set.name] = {
                "title": problem_set.title,
                "points": problem_set.points,
                "zip": path.name,
                "sha256": sha256(path.read_bytes()),
                "files": {name: sha256(data) for name, data in files.items()},
            }
    write(to / "manifest.json", json.dumps(manifest, indent=1) + "\n")
    return [*sorted(to.glob("*.zip")), to / "manifest.json"]


def as_page(released):
    """The students' notebook as it is committed: what nbgrader made, in the house's order."""
    notebook = nbformat.read(released, as_version=4)
    for k, cell in enumerate(notebook.cells):
        cell.id = str(k)
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def files_of(problem_set, page, wheel):
    """What is in a zip: {name: bytes}."""
    rows = "\n".join(f"{x:.10g},{y:.10g}" for x, y in datasets.old_faithful())
    needed = [f"./{wheel.name}", *(f"{name}=={number}" for name, number in pinned().items())]
    read_me = READ_ME.format(
        title=problem_set.title, name=problem_set.name, python=minimal_python()
    )
    return {
        f"{problem_set.name}.ipynb": page.encode(),
        "data/old-faithful.csv": f"eruption_minutes,waiting_minutes\n{rows}\n".encode(),
        "requirements.txt": ("\n".join(needed) + "\n").encode(),
        "README.txt": read_me.encode(),
        wheel.name: wheel.read_bytes(),
    }


def pinned():
    """The versions that the solutions were proved with."""
    return {name: version(name) for name in NEEDED}


def minimal_python():
    """The oldest Python that all pinned versions take."""
    wanted = [metadata(name)["Requires-Python"] or "" for name in ("mixtures-lab", *NEEDED)]
    minors = [int(m[1]) for m in (re.search(r">=\s*3\.(\d+)", words) for words in wanted) if m]
    return f"3.{max(minors)}"


def built_wheel(folder):
    """The package as students install it: without the grader; problem sets are never part of it."""
    copy = folder / "package"
    for name in ("mixtures_lab", "pyproject.toml", "README.md", "LICENSE"):
        path = ROOT / name
        # Built from a copy: a build leaves files behind, which would be in the next wheel.
        if path.is_dir():
            shutil.copytree(
                path, copy / name, ignore=shutil.ignore_patterns("__pycache__", "teach")
            )
        else:
            copy.mkdir(exist_ok=True)
            shutil.copy(path, copy / name)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    made = subprocess.run(
        [*command, "--no-deps", "--wheel-dir", folder, copy], capture_output=True, text=True
    )
    wheels = list(folder.glob("mixtures_lab-*.whl"))
    if made.returncode or not wheels:
        raise SetError(f"the package could not be built for students:\n{made.stderr.strip()}")
    return wheels[0]


def zip_files(path, folder, files):
    """A zip whose bytes hang on nothing but what is in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)


def sha256(data):
    return hashlib.sha256(data).hexdigest()
