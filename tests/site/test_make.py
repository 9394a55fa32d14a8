"""What `make` gives to the commands that it runs: folders, and names as they were written."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT = ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")


@pytest.fixture(autouse=True)
def make():
    if not shutil.which("make"):
        pytest.skip("there is no make here")


def given(**surroundings):
    """{name: folder} of what make sets beside its own surroundings."""
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


def made_with(script, tmp_path, *words, **surroundings):
    """How `make` ends and what it says, where a shell script stands for the Python of .venv."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir(exist_ok=True)
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    # `true` stands for the Python that would set up .venv.
    command = ["make", "-f", ROOT / "Makefile", "--silent", "PYTHON=true", "BIN=bin"]
    return subprocess.run(
        [*command, *words],
        cwd=tmp_path,
        env={**os.environ, **surroundings},
        capture_output=True,
        encoding="utf-8",
    )


def graded_with(script, tmp_path, *words, **surroundings):
    made = made_with(script, tmp_path, "grade", *words, **surroundings)
    assert made.returncode == 0, made.stderr
    return made.stdout


def test_any_name_of_a_folder_reaches_the_grader(tmp_path):
    name = """a [1] 'b' "c" $d `e` \\f #g ?* ü"""
    words = f"SUBMISSIONS={name}", f"COURSE={name}", "SET=3"
    printed = graded_with("""shift 2; printf "<%s>" "$@" """, tmp_path, *words)
    assert printed == f"<grade><{name}><--course><{name}><--set><3>"


@pytest.mark.parametrize("given, kept", [("", ""), ("ascii", "ascii"), ("cp1252:strict", "cp1252")])
def test_no_letter_is_too_much_for_a_terminal(tmp_path, given, kept):
    printed = graded_with(
        'echo "$PYTHONUTF8 $PYTHONIOENCODING"', tmp_path, "SUBMISSIONS=x", PYTHONIOENCODING=given
    )
    assert printed == f"1 {kept}:backslashreplace\n"


def test_the_built_site_is_served_to_this_computer_alone_and_the_address_is_said(tmp_path):
    site = tmp_path / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").touch()
    made = made_with('[ "$1" = -c ] || echo "$@"', tmp_path, "serve", "PORT=8123")
    said, command = made.stdout.splitlines()
    assert "http://127.0.0.1:8123/" in said
    assert command == "-m http.server 8123 --bind 127.0.0.1 --directory _build/html"


def test_without_a_site_or_a_free_port_a_sentence_says_what_to_do(tmp_path):
    made = made_with("exit 1", tmp_path, "serve")
    assert made.stderr.splitlines()[0] == "there is no site yet: make book"
    site = tmp_path / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").touch()
    made = made_with("exit 1", tmp_path, "serve", "PORT=8123")
    assert made.stderr.splitlines()[0] == "port 8123 is not free: make serve PORT=8124"
