"""A photo or a PDF beside a notebook is shown to a person where an answer is missing."""

import base64
import json

import pytest
from made_up_class import NAME, PIXEL, hands_in

from mixtures_lab.teach.beside import FILES, digest_of, readable, with_files
from mixtures_lab.teach.find import find_work
from mixtures_lab.teach.grading import Graded
from mixtures_lab.teach.words import Reply

PNG = base64.b64decode(PIXEL)
ASKED = (Reply("answer-one", 2, "", True), Reply("answer-two", 3, "Mine.", False))
GRADED = Graded("all functions are right", (), (), ASKED, {}, ())


def test_a_missing_answer_waits_where_a_photo_lies_beside_it_and_no_other_changes(tmp_path):
    photo = tmp_path / "page 1.png"
    photo.write_bytes(PNG)
    one, two = with_files(GRADED, [photo]).replies
    assert not one.blank and one.text.startswith(FILES) and "`page 1.png`" in one.text
    assert one.images == (("page 1.png", "image/png", PIXEL),)
    assert two == ASKED[1]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"", b"<svg onload=alert(1)>", b"\x89PNG" + b"0" * 2**23]
)
def test_what_a_page_cannot_show_is_named_alone(tmp_path, data):
    scan = tmp_path / "`scan`.png"
    scan.write_bytes(data)
    (one, _) = with_files(GRADED, [scan]).replies
    assert (one.blank, one.images) == (False, ()) and "- `scan.png`" in one.text


@pytest.mark.parametrize("make", [lambda p: p.mkdir(), lambda p: p.symlink_to("/dev/zero")])
def test_what_is_no_file_does_no_harm(tmp_path, make):
    make(tmp_path / "x.pdf")
    assert not with_files(GRADED, [tmp_path / "x.pdf"]).replies[0].blank


def test_without_files_a_missing_answer_is_missing():
    assert with_files(GRADED, []) is GRADED


def test_another_photo_is_another_answer(tmp_path):
    photo = tmp_path / "p.heic"
    photo.write_bytes(b"one")
    before, answer = digest_of([photo]), with_files(GRADED, [photo]).replies[0].text
    photo.write_bytes(b"two")
    assert digest_of([photo]) != before
    assert with_files(GRADED, [photo]).replies[0].text != answer


@pytest.mark.parametrize("place", ["ada/photo.jpg", f"ada/{NAME}/photo.jpg", "ada.jpg"])
@pytest.mark.parametrize("another", [False, True])
def test_it_is_found_wherever_it_lies(sets, released, tmp_path, place, another):
    """Also where others handed in another set, so only its learner says which set it is."""
    hands_in()(json.loads(released[NAME].read_text("utf-8")), tmp_path / "ada")
    (tmp_path / place).write_bytes(b"\xff\xd8\xff")
    if another:
        (tmp_path / "bo").mkdir()
        (tmp_path / "bo" / "04-em-from-parts.ipynb").write_text("{}")
    work, said = find_work(tmp_path, list(sets.values()))
    (item,) = [item for item in work if item.learner == "ada"]
    assert item.path.suffix == ".ipynb" and said == []
    assert [path.name for path in readable(item)] == [place.split("/")[-1]]


def test_who_hands_in_a_photo_alone_is_read_too(sets, tmp_path):
    (tmp_path / "ada.jpg").write_bytes(b"\xff\xd8\xff")
    ((item,), _) = find_work(tmp_path, list(sets.values()), NAME)
    assert readable(item) == [tmp_path / "ada.jpg"]
