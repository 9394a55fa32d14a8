"""What Python on a page is made of: parts that are the lock's, and a wheel that is the package."""

import hashlib
import json
import zipfile

import pytest

import live_parts
import mixtures_lab


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return live_parts.build_wheel(tmp_path_factory.mktemp("wheel"))


def test_the_same_package_gives_the_same_wheel(wheel, tmp_path):
    again = live_parts.build_wheel(tmp_path)
    assert (again.name, again.read_bytes()) == (wheel.name, wheel.read_bytes())


def test_another_package_gives_a_wheel_of_another_name(wheel, tmp_path, monkeypatch):
    """Else a browser takes the one that it has kept for the one that the lock means."""
    files = live_parts._files()
    del files["em.py"]
    monkeypatch.setattr(live_parts, "_files", lambda: files)
    assert live_parts.build_wheel(tmp_path).name != wheel.name


def test_the_wheel_has_the_package_and_its_data_but_not_the_grading(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "mixtures_lab/em.py",
        "mixtures_lab/data/old_faithful.csv",
        "mixtures_lab/explorer/src/words.json",
        "mixtures_lab/live/fontlist.json",
    } <= names
    assert not [name for name in names if "teach/" in name or "node_modules" in name]
    assert wheel.stat().st_size < 300_000


def test_the_record_of_the_wheel_names_each_file_with_its_sum(wheel):
    archive = zipfile.ZipFile(wheel)
    [record] = [name for name in archive.namelist() if name.endswith("RECORD")]
    lines = [line.split(",") for line in archive.read(record).decode().splitlines()]
    assert {name for name, *_ in lines} == set(archive.namelist())
    assert all(int(size) == len(archive.read(name)) for name, _, size in lines if size)


def test_every_wheel_that_is_shipped_has_the_sum_of_the_lock_and_the_package_is_one(parts):
    lock = json.loads((parts / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    for package in lock.values():
        wheel = (parts / package["file_name"]).read_bytes()
        assert hashlib.sha256(wheel).hexdigest() == package["sha256"]
    assert lock["mixtures-lab"]["version"] == mixtures_lab.__version__
    assert len(lock) == len(list(parts.glob("*.whl")))


def test_the_sizes_that_the_bar_counts_with_are_those_of_the_parts(parts):
    sizes = json.loads((parts / "parts.json").read_text(encoding="utf-8"))
    assert {name: (parts / name).stat().st_size for name in sizes} == sizes
    assert {"pyodide.asm.wasm", "pyodide.asm.mjs", "python_stdlib.zip"} <= set(sizes)


def test_the_licences_are_shipped(parts):
    assert (parts / "licences" / "pyodide-MPL-2.0.txt").exists()


def test_no_part_ends_as_a_server_may_take_for_plain_text(parts):
    assert not list(parts.glob("*.js"))
