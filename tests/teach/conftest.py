"""The problem sets, and what students get of them."""

from functools import cache

import pytest
from answers import SOURCES

from mixtures_lab.teach import batch
from mixtures_lab.teach.grading import grade_or_say_why
from mixtures_lab.teach.sources import sets_in


@pytest.fixture(scope="session")
def sets():
    return {s.name: s for s in sets_in(SOURCES)}


@pytest.fixture(scope="session")
def released(sets):
    """{name of a set: its students' notebook}: test_release.py says that they are not stale."""
    return {name: SOURCES / "release" / f"{name}.ipynb" for name in sets}


class GraderHere:
    """A grader without a process of its own, which takes a second to start."""

    def grade(self, *arguments):
        return grade_or_say_why(*arguments)

    def end(self):
        pass


@pytest.fixture(scope="module")
def graded_here():
    """Grading without what test_batch.py tries as a whole: each set is proved once, and here."""
    prove, proved = batch.prove, set()

    def prove_once(problem_set, released):
        if problem_set.digest not in proved:
            prove(problem_set, released)
            proved.add(problem_set.digest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "prove", prove_once)
        patch.setattr(batch, "locks_here", cache(batch.locks_here))
        patch.setattr(batch, "Grader", GraderHere)
        patch.setattr(batch, "AT_A_TIME", 1)
        yield
