"""What `make` gives to the commands that it runs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT = ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")


def given(**surroundings):
    """{name: folder} of what make sets beside its own surroundings."""
    if not shutil.which("make"):
        pytest.skip("there is no make here")
    env = {name: value for name, value in os.environ.items() if name not in KEPT}
    command = ["make", "--print-data-base", "--dry-run", "help"]
    made = subprocess.run(
        command, cwd=ROOT, env={**env, **surroundings}, capture_output=True, encoding="utf-8"
    )
    return dict(re.findall(rf"^({'|'.join(KEPT)}) \??= (.*)$", made.stdout, re.MULTILINE))


@pytest.mark.parametrize("home", ["", os.devnull, "/does/not/exist"])
def test_without_a_home_to_write_to_matplotlib_ipython_and_jupyter_have_a_folder(home):
    assert set(given(HOME=home)) == set(KEPT)


def test_a_home_that_can_be_written_to_is_left_to_its_owner(tmp_path):
    assert given(HOME=str(tmp_path)) == {}


def test_a_folder_that_someone_has_named_is_used():
    assert given(HOME=os.devnull, MPLCONFIGDIR="/mine")["MPLCONFIGDIR"] == "/mine"
