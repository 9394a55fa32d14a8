"""A problem set is read with its hidden tests, and what is wrong with it is said."""

import json
import re
import shutil

import pytest
from answers import SOURCES

from mixtures_lab.teach.sources import SetError, sets_in

BOOK = SOURCES.parent


def test_where_to_read_on_is_known_of_every_function():
    for problem_set in sets_in(SOURCES):
        for function, chapters in problem_set.chapters.items():
            assert chapters, function
            for words in chapters:
                number, title = re.fullmatch(r"chapter (\d+), (.+)", words).groups()
                (path,) = BOOK.glob(f"{int(number):02}-*.ipynb")
                first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
                assert "".join(first).startswith(f"# {title}\n"), words


def test_a_set_hangs_on_the_files_that_it_imports_and_on_no_other(tmp_path):
    for name in ("05-beyond-the-notes.ipynb", "01-distances-and-kmeans.ipynb", "beyond.py"):
        shutil.copy(SOURCES / name, tmp_path)
    shutil.copytree(SOURCES / "graded", tmp_path / "graded")
    first, fifth = (s.digest for s in sets_in(tmp_path))
    (tmp_path / "unrelated.py").write_text("x = 1")
    assert [s.digest for s in sets_in(tmp_path)] == [first, fifth]
    with open(tmp_path / "beyond.py", "a", encoding="utf-8") as file:
        file.write("\nimport unrelated\n")
    changed = sets_in(tmp_path)[1].digest
    assert [sets_in(tmp_path)[0].digest, changed == fifth] == [first, False]
    (tmp_path / "unrelated.py").write_text("x = 2")
    again = sets_in(tmp_path)[1].digest
    assert again != changed
    with open(tmp_path / "graded" / "answers.py", "a", encoding="utf-8") as file:
        file.write("\nx = 1\n")
    assert [sets_in(tmp_path)[0].digest, sets_in(tmp_path)[1].digest == again] == [first, False]


def test_a_test_cell_without_a_hidden_test_is_said_with_its_cell(tmp_path):
    source = (SOURCES / "01-distances-and-kmeans.ipynb").read_text(encoding="utf-8")
    path = tmp_path / "01.ipynb"
    path.write_text(source.replace("### BEGIN HIDDEN TESTS", "### BEGIN", 1), encoding="utf-8")
    with pytest.raises(SetError, match=r"01\.ipynb, cell test-\w+: no ### BEGIN HIDDEN TESTS"):
        sets_in(tmp_path)
