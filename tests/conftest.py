"""What every test runs under: the same Hypothesis examples each time, however slow the machine."""

import browsers
import numpy as np
import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

#: Doctests are looked for in every module: in a conftest there are none.
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


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(request, tmp_path_factory):
    """Chromium, Chrome or Edge; a missing one is an error that says what to do."""
    if request.config.getoption("--no-browser"):
        pytest.skip("left out by --no-browser")
    playwright = request.getfixturevalue("playwright")
    path = browsers.find(playwright, tmp_path_factory.getbasetemp().parent / "browser.lock")
    browser = playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
    yield browser
    browser.close()
