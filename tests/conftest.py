"""What every test runs under: the same Hypothesis examples each time, however slow the machine."""

import numpy as np
import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

#: Doctests are looked for in every module, and pytest cannot take several of one name.
collect_ignore_glob = ["*conftest.py"]

settings.register_profile(
    "reproducible", deadline=None, derandomize=True, database=None, max_examples=50
)
settings.load_profile("reproducible")


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """The problems are small, and threads that wait for one another take longer than one alone."""
    with threadpool_limits(1):
        yield


@pytest.fixture
def rng():
    return np.random.default_rng(20240229)
