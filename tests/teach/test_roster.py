"""The roster is read as Canvas, Moodle, Gradescope or a lecturer write it."""

import pytest

from mixtures_lab.teach.lms import Origin
from mixtures_lab.teach.roster import read_roster
from mixtures_lab.teach.sources import SetError


def roster_of(text, folder):
    (folder / "roster.csv").write_text(text, encoding="utf-8-sig")
    return read_roster(folder / "roster.csv")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("id,name,email,aliases\nk1,Ada Lovelace,ada@x.example,al2;Ada King\n", "k1"),
        ("id;name;email;aliases\nk1;Lovelace, Ada;ada@x.example;al2,;\n", "k1"),
        (
            "Student,ID,SIS User ID,SIS Login ID,Section,HW (1)\n    Points Possible,,,,,10\n"
            '"Lovelace, Ada",101,S1,al,A,\n',
            "al",
        ),
        ("Identifier,Full name,Email address\nParticipant 201,Ada Lovelace,ada@x.example\n",
         "ada@x.example"),
        ("First Name,Last Name,SID,Email\nAda,Lovelace,k1,ada@x.example\n", "k1"),
    ],
)  # fmt: skip
def test_a_learner_is_found_by_any_name(tmp_path, text, id):
    roster = roster_of(text, tmp_path)
    assert list(roster.people) == [id]
    for origin in (
        Origin("lovelaceada_101", "canvas", "101", "lovelaceada"),
        Origin("ada-lovelace"),
    ):
        assert roster.id_of(origin) == id
    assert roster.id_of(Origin("somebody")) is None


def test_an_alias_is_another_name(tmp_path):
    roster = roster_of("id,aliases\nk1,old name; new-name\nk2,\n", tmp_path)
    assert {roster.id_of(Origin(n)) for n in ("k1", "old name", "new-name")} == {"k1"}


def test_a_name_that_two_have_tells_nobody(tmp_path):
    roster = roster_of("id,name\nk1,Emmy Noether\nk2,Emmy Noether\n", tmp_path)
    assert roster.id_of(Origin("Emmy Noether")) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names nobody"),
        ("a,b\n1,2\n", "names nobody"),
        ("id\nx\nx\n", "two rows with the id x"),
    ],
)
def test_what_is_wrong_with_a_roster_is_said(tmp_path, text, words):
    with pytest.raises(SetError, match=words):
        roster_of(text, tmp_path)


def test_without_a_file_there_is_nobody(tmp_path):
    assert read_roster(tmp_path / "roster.csv").people == {}
