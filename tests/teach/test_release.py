"""What cannot be handed out stops the release, and is said."""

import json
import shutil
import subprocess
import sys

import pytest
from answers import SOLUTION, SOURCES

from mixtures_lab.teach.release import make_assignments
from mixtures_lab.teach.sources import SetError, nbgrader_of

SET = SOURCES / "01-distances-and-kmeans.ipynb"


def test_a_wrong_solution_stops_it(tmp_path):
    source = json.loads(SET.read_text(encoding="utf-8"))
    for cell in source["cells"]:
        if nbgrader_of(cell).get("grade_id") == "squared_distances":
            cell["source"] = SOLUTION.sub("return X @ mu.T", "".join(cell["source"]))
    (tmp_path / "sets").mkdir()
    path = tmp_path / "sets" / "06 [neu]? 5%41 ü*.ipynb"  # a set may have any name
    path.write_text(json.dumps(source), encoding="utf-8")
    with pytest.raises(
        SetError, match=r"06 .*\*: its own solution of squared_distances gets 0 of 4 points"
    ):
        make_assignments(tmp_path / "sets", tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_a_name_that_nbgrader_does_not_take_is_said_with_its_letter(tmp_path):
    (tmp_path / "sets").mkdir()
    shutil.copy(SET, tmp_path / "sets" / "06-a+b.ipynb")
    with pytest.raises(SetError, match=r"06-a\+b: .* \+$"):
        make_assignments(tmp_path / "sets", tmp_path / "dist")


def test_an_empty_folder_is_said_in_a_sentence(tmp_path):
    command = [sys.executable, "-m", "mixtures_lab.teach", "--sources", str(tmp_path)]
    made = subprocess.run([*command, "assignments"], capture_output=True, text=True)
    assert made.returncode == 1
    assert made.stderr == f"teach: {tmp_path} holds no problem set: there is no .ipynb in it\n"
