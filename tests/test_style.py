"""The code keeps one style; where it does not, the command that mends it is named."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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


def said_of(command, folder, remedy):
    """Fails with what a tool says of the files of a folder, if it says anything."""
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    if done.returncode:
        pytest.fail(f"{remedy}:\n{done.stdout}{done.stderr}", pytrace=False)
