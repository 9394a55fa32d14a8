"""The problem sets, and what students get of them."""

import pytest
from answers import SOURCES

from mixtures_lab.teach.sources import sets_in


@pytest.fixture(scope="session")
def sets():
    return {s.name: s for s in sets_in(SOURCES)}


@pytest.fixture(scope="session")
def released(sets):
    """{name of a set: its students' notebook}: test_release.py says that they are not stale."""
    return {name: SOURCES / "release" / f"{name}.ipynb" for name in sets}
