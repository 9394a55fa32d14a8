"""What is vendored is what was published, byte for byte, and the lock names all of it."""

import hashlib
import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "book" / "_vendor" / "pyodide"
SUMS = dict(
    reversed(line.split("  "))
    for line in (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
)
LOCK = json.loads((FOLDER / "pyodide-lock.json").read_text(encoding="utf-8"))


def test_every_file_has_the_sum_that_stands_beside_it():
    for name, expected in SUMS.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == expected, name


def test_no_file_is_there_without_a_sum():
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert there == set(SUMS) | {"README.md", "SHA256SUMS"}


def test_every_wheel_is_the_one_that_the_lock_names():
    locked = {package["file_name"]: package["sha256"] for package in LOCK["packages"].values()}
    assert locked == {name: SUMS[name] for name in SUMS if name.endswith(".whl")}


def test_whatever_a_wheel_depends_on_is_in_the_lock():
    for package in LOCK["packages"].values():
        assert set(package["depends"]) <= set(LOCK["packages"])


def test_the_lock_is_that_of_the_pyodide_beside_it():
    script = (FOLDER / "pyodide.mjs").read_text(encoding="utf-8")
    assert f'"{LOCK["info"]["version"]}"' in script


def test_every_part_has_its_licence():
    assert {path.name for path in (FOLDER / "licences").iterdir()} == {
        "pyodide-MPL-2.0.txt",
        "python-PSF.txt",
    }
