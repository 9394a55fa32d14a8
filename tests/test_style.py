"""The code keeps one style; where it does not, the command that mends it is named."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / "mixtures_lab" / "checks"
EXPLORER = ROOT / "mixtures_lab" / "explorer"


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


def test_no_file_of_the_checks_is_longer_than_300_lines_and_no_function_longer_than_40():
    long = []
    for path in sorted(CHECKS.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > 300:
            long.append(path.name)
        long += [
            f"{node.name} of {path.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
        ]
    assert long == [], "make rooms of them"


@pytest.mark.parametrize(
    "script, tool, remedy",
    [
        ("lint", "biome", "mend what is listed; `npx biome lint --write` does some of it"),
        ("types", "tsc", "mend what is listed: the code, or the types in its comments"),
    ],
    ids=["lint", "types"],
)
def test_biome_and_the_type_check_have_nothing_to_say(script, tool, remedy):
    npm = shutil.which("npm")
    if not npm or not (EXPLORER / "node_modules" / ".bin" / tool).exists():
        pytest.skip(
            "to lint and type-check the JavaScript, install Node and run `npm install` "
            "in mixtures_lab/explorer"
        )
    said_of([npm, "run", "--silent", script], EXPLORER, remedy)


def said_of(command, folder, remedy):
    """Fails with what a tool says of the files of a folder, if it says anything."""
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    if done.returncode:
        pytest.fail(f"{remedy}:\n{done.stdout}{done.stderr}", pytrace=False)
