"""A zip of submissions is unpacked within its folder, and within limits."""

import stat
import zipfile

import pytest

from mixtures_lab.teach import unpack
from mixtures_lab.teach.sources import SetError


def unpacked(entries, folder):
    path = folder / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    with unpack.opened(path) as inside:
        files = {p.relative_to(inside).as_posix(): p.read_bytes() for p in inside.rglob("*")
                 if p.is_file()}  # fmt: skip
    assert not inside.exists()
    return files


def test_files_are_where_the_zip_has_them(tmp_path):
    assert unpacked([("ada/x.ipynb", b"1"), ("Zoë.ipynb", b"2"), ("b/", b"")], tmp_path) == {
        "ada/x.ipynb": b"1",
        "Zoë.ipynb": b"2",
    }


def test_nothing_leaves_its_folder_and_no_link_is_made(tmp_path):
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    names = ["../out", "/abs", "a/../../out", "..\\out", "C:\\x", "__MACOSX/x"]
    assert unpacked([(name, b"x") for name in names] + [(link, "/etc/passwd")], tmp_path) == {}
    assert not (tmp_path.parent / "out").exists() and not (tmp_path / "out").exists()


def test_a_name_that_is_too_long_or_stands_twice_costs_that_file_alone(tmp_path):
    entries = [("x" * 300, b"1"), ("a", b"2"), ("a/b", b"3"), ("ok", b"4")]
    assert unpacked(entries, tmp_path) == {"a": b"2", "ok": b"4"}


def test_a_bomb_stops_at_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "ALTOGETHER", 2**20)
    with pytest.raises(SetError, match="holds more than"):
        unpacked([(f"{k}", b"\0" * 2**19) for k in range(3)], tmp_path)


def test_what_is_no_zip_is_said(tmp_path):
    (tmp_path / "x").write_text("hello")
    with pytest.raises(SetError, match="neither a folder nor a zip"), unpack.opened(tmp_path / "x"):
        pass
