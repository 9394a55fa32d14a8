"""Every file and every text from outside comes in by one door, or there is a reason why not."""

import os

import pytest

from mixtures_lab.teach import door
from mixtures_lab.teach.door import Unreadable


def reason(path, most=100):
    with pytest.raises(Unreadable) as refused:
        door.read(path, most)
    return str(refused.value)


def test_an_ordinary_file_is_read_up_to_its_limit(tmp_path):
    (tmp_path / "x").write_bytes(b"a" * 100)
    assert door.read(tmp_path / "x", 100) == b"a" * 100
    assert reason(tmp_path / "x", 99) == "larger than 99 bytes: clear its outputs"


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    os.symlink("/dev/zero", tmp_path / "link")
    assert reason(tmp_path / "pipe") == reason("/dev/zero") == "not an ordinary file"
    assert reason(tmp_path / "link") == "a link to another file, which is not followed"
    assert reason(tmp_path / "none") == reason(tmp_path) == "no notebook was handed in"


@pytest.mark.parametrize("path", ["x" * 300, "a\0b", "/".join(["deep"] * 2000)])
def test_a_path_that_the_system_refuses_is_a_reason(path):
    assert reason(path).startswith("the file cannot be read: ")


def test_what_cannot_be_printed_is_spelled_out():
    text = door.printable("a\ud83d\x07\x1b[2J\ufffe é\n\tσ")
    assert text == "a\\xd83d\\x07\\x1b[2J\\xfffe é\n\tσ"
    text.encode()
    assert door.one_line(" a\nb\r\x85") == "a b\\x0d\\x85"


def test_code_loses_only_halves_of_characters():
    assert door.whole("x = '\ud83d'\f\n") == "x = '\ufffd'\f\n"


def test_a_name_stays_as_it_is_where_it_can():
    for name in ("ada", "=1+1", "n" * 248, "Zoë Ünal", "a b_c.d"):
        assert door.name_of(name) == name
    assert door.name_of(os.fsdecode(b"bad-\xff")) == "bad-\\xff"
    assert door.name_of("two\nlines") == "two\\nlines"


def test_a_name_that_grows_too_long_stays_a_name_and_its_own():
    one, two = (door.name_of(os.fsdecode(b"\xff" * 200 + end)) for end in (b"\xfe", b"\xfd"))
    assert one != two
    assert max(len(one), len(two)) <= 255
