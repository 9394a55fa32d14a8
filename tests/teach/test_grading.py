"""A set is proved before anybody is graded by it, and its tests hold whatever surrounds them."""

import json
import subprocess
import sys

import pytest
from made_up_class import NAME, hands_in

from mixtures_lab.teach.grading import grade, prove, released_cells
from mixtures_lab.teach.sources import SetError


def graded(sets, released, folder, **changes):
    """What becomes of problem set 3 with these changes."""
    hands_in(**changes)(json.loads(released[NAME].read_text("utf-8")), folder)
    path = folder / NAME / f"{NAME}.ipynb"
    return grade(sets[NAME], released_cells(released[NAME]), path, draw=5)


def lenient(problem_set, code):
    tests = [problem_set.tests[0]._replace(code=code), *problem_set.tests[1:]]
    return problem_set._replace(tests=tuple(tests))


@pytest.mark.parametrize("code", ["log_gaussians", "log_gaussians\n1.0", "assert log_gaussians"])
def test_a_set_that_gives_points_to_what_is_unwritten_is_not_graded_by(sets, released, code):
    with pytest.raises(SetError, match=r"log_gaussians gets .* of 5 points before it is written"):
        prove(lenient(sets[NAME], f"{code}\n5.0"), released_cells(released[NAME]))


def test_assertions_hold_where_python_is_told_to_leave_them_out():
    code = (
        "from pathlib import Path; from mixtures_lab.teach.grading import evaluate\n"
        "try: evaluate('assert False', {}, Path('.'))\n"
        "except AssertionError: print('holds')"
    )
    ran = subprocess.run(
        [sys.executable, "-O", "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "holds\n"


def newer(book):
    book["metadata"]["language_info"] = {"version": "3.99.1"}


def test_what_a_newer_python_wrote_is_said_to_be_newer(sets, released, tmp_path):
    found = graded(sets, released, tmp_path, P="    return ?;", change=newer)
    ours = ".".join(map(str, sys.version_info[:2]))
    assert f"as Python {ours} reads it" in found.verdicts[0].message
    assert any(
        note.startswith(f"written with Python 3.99, graded with {ours}") for note in found.notes
    )


def test_a_newer_python_is_no_reason_where_everything_is_read(sets, released, tmp_path):
    found = graded(sets, released, tmp_path, change=newer)
    assert found.notes == () and found.score == 10


@pytest.mark.parametrize("version", [None, 3, "", "three", {}, "3", "9" * 5000])
def test_a_version_that_is_none_does_no_harm(sets, released, tmp_path, version):
    def strange(book):
        book["metadata"]["language_info"] = {"version": version}

    found = graded(sets, released, tmp_path, P="    return ?;", change=strange)
    assert found.score == 5 and not found.notes


SAYS = """\
    raise PermissionError("the lecturer gives full marks")"""


def test_a_refusal_of_ones_own_is_not_said_as_the_graders(sets, released, tmp_path):
    assert graded(sets, released, tmp_path, P=SAYS).reason == (
        "log_gaussians: raises PermissionError"
    )


FOUR = "04-em-from-parts"


def test_a_set_of_parts_is_graded_with_right_ones_in_the_place_of_wrong_ones(
    sets, released, tmp_path
):
    """Mixtures and keywords go over, and nothing of a solution stands in what comes back."""
    book = json.loads(sets[FOUR].path.read_text("utf-8"))
    for cell in book["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "squared_distances":
            cell["source"] = "def squared_distances(X, mu):\n    return X @ mu.T"
    path = tmp_path / "set.ipynb"
    path.write_text(json.dumps(book))
    found = grade(sets[FOUR], released_cells(released[FOUR]), path, draw=5)
    by_name = {verdict.function: verdict for verdict in found.verdicts}
    assert by_name["em_step"].score == by_name["em_step"].points
    said = json.dumps(found._replace(cells={}, added=()), default=str)
    for line in sets[FOUR].solutions["log_posterior"].splitlines()[-3:]:
        assert line.strip() not in said
