"""The students' versions of the sets, made once for all tests of a process."""

from pathlib import Path

import pytest

from mixtures_lab.teach.course import Course
from mixtures_lab.teach.sources import sets_in

SOURCES = Path(__file__).parents[2] / "book" / "assignments"


@pytest.fixture(scope="session")
def sets():
    return {s.name: s for s in sets_in(SOURCES)}


@pytest.fixture(scope="session")
def released(sets, tmp_path_factory):
    """{name of a set: its students' notebook}, as nbgrader makes them."""
    course = Course(tmp_path_factory.mktemp("released") / "course")
    return {name: course.release(problem_set) for name, problem_set in sets.items()}
