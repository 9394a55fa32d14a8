"""The code keeps one style; where it does not, the command that mends it is named."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WITH_JAVASCRIPT = [ROOT / "mixtures_lab" / name for name in ("explorer", "live")]


@pytest.mark.parametrize(
    "command, remedy",
    [
        (["check"], "mend what is listed; `.venv/bin/ruff check --fix` does some of it"),
        (["format", "--check"], "run `.venv/bin/ruff format`"),
    ],
    ids=["lint", "format"],
)
def test_ruff_has_nothing_to_say(command, remedy):
    said_of([sys.executable, "-m", "ruff", *command, "--quiet", "."], ROOT, remedy)


@pytest.mark.parametrize("folder", WITH_JAVASCRIPT, ids=lambda folder: folder.name)
@pytest.mark.parametrize(
    "script, tool, remedy",
    [
        ("lint", "biome", "mend what is listed; `npx biome lint --write` does some of it"),
        ("types", "tsc", "mend what is listed: the code, or the types in its comments"),
    ],
    ids=["lint", "types"],
)
def test_biome_and_the_type_check_have_nothing_to_say(folder, script, tool, remedy):
    npm = shutil.which("npm")
    if not npm or not (folder / "node_modules" / ".bin" / tool).exists():
        pytest.skip(
            "to lint and type-check the JavaScript, install Node and run `npm install` "
            f"in mixtures_lab/{folder.name}"
        )
    said_of([npm, "run", "--silent", script], folder, remedy)


def said_of(command, folder, remedy):
    """Fails with what a tool says of the files of a folder, if it says anything."""
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    if done.returncode:
        pytest.fail(f"{remedy}:\n{done.stdout}{done.stderr}", pytrace=False)


# small rooms: ruff says of every function what is too entangled (C901)

#: What is longer than the limits below, and may be: a file may shrink, and leave the list.
LONG_FILES = {
    "a module of the derivation, half of it docstrings": {
        *("blocked.py", "datasets.py", "em.py", "estimators.py", "kmeans.py", "matrices.py"),
    },
    "the grader's, one thing each from its beginning to its end": {
        *("teach/apart.py", "teach/batch.py", "teach/course.py"),
    },
}
LONG_FUNCTIONS = {
    "a page, or a command, told from top to bottom": {
        *("explorer/frame.py frame_of", "teach/__main__.py main", "teach/batch.py _grade"),
        *("teach/batch.py report", "teach/course.py record", "teach/feedback.py feedback_page"),
    },
    "one loop over what may come, and the answer to each": {
        *("teach/apart.py run", "teach/child.py main", "teach/lock.py _hook"),
    },
    "the arguments of a fit, one after the other": {"em.py fit_em"},
}
PACKAGE = ROOT / "mixtures_lab"
ROOMS = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "book" / "assignments").rglob("*.py")])


def test_no_file_is_longer_than_300_lines_but_those_that_say_why():
    long = {path for path in ROOMS if len(path.read_text("utf-8").splitlines()) > 300}
    allowed = {PACKAGE / name for names in LONG_FILES.values() for name in names}
    assert long <= allowed, "make two rooms of it, with one idea each"


def test_no_function_has_more_than_40_lines_and_no_class_250_but_those_that_say_why():
    long = set()
    for path in ROOMS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                most = 40 if isinstance(node, ast.FunctionDef) else 250
                lines = node.end_lineno - node.lineno + 1 - docstring_lines(node)
                long |= {(path, node.name)} if lines > most else set()
    allowed = {
        (PACKAGE / file, function)
        for names in LONG_FUNCTIONS.values()
        for file, function in map(str.split, names)
    }
    assert long <= allowed, "a part of it has a name of its own"


def docstring_lines(node):
    """How long the docstring of a function is: half the core is docstrings, and meant to be."""
    if ast.get_docstring(node) is None:
        return 0
    return node.body[0].end_lineno - node.body[0].lineno + 1
