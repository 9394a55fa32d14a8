"""What a learner's notebook may import while it is graded."""

import pytest

from mixtures_lab.teach.child import Finder, Kept
from mixtures_lab.teach.nothing import Nothing


@pytest.fixture
def finder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Finder({"numpy", "math"}, Nothing)


def test_what_is_allowed_is_left_to_the_ordinary_finders(finder):
    assert finder.find_spec("numpy") is None
    assert finder.find_spec("math") is None


@pytest.mark.parametrize("name", ["matplotlib.pyplot", "IPython", "mixtures_lab.checks"])
def test_pictures_and_the_checks_are_let_in_and_do_nothing(finder, name):
    spec = finder.find_spec(name)
    assert isinstance(spec.loader.create_module(spec), Nothing)


def test_of_the_rest_of_the_package_it_is_said_that_it_is_kept(finder):
    spec = finder.find_spec("mixtures_lab.em")
    assert isinstance(spec.loader.create_module(spec), Kept)


def test_a_module_beside_the_notebook_is_found_but_not_in_the_place_of_pythons_own(
    finder, tmp_path
):
    for name in ("mine", "socket"):
        (tmp_path / f"{name}.py").write_text("x = 1\n")
    assert finder.find_spec("mine").origin == f"{tmp_path}/mine.py"
    with pytest.raises(ModuleNotFoundError):
        finder.find_spec("socket")


def test_what_is_not_there_says_what_is(finder):
    with pytest.raises(ModuleNotFoundError, match="torch is not there while grading; NumPy and"):
        finder.find_spec("torch.nn")
