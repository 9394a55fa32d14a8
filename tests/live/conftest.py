"""One page with Python on it, in Chromium, for all tests; started once, which takes seconds."""

import one_page
import pytest
from serving import served

import live_parts


@pytest.fixture(scope="session")
def parts(tmp_path_factory):
    """The folder with all that the worker asks for, inside one with a page."""
    folder = tmp_path_factory.mktemp("site")
    live_parts.ship(folder / "live")
    one_page.write(folder)
    return folder / "live"


@pytest.fixture(scope="session")
def address(parts):
    with served(parts.parent, {"Content-Security-Policy": one_page.POLICY}) as address:
        yield address


@pytest.fixture(scope="session")
def page(browser, address):
    """A page whose Python is ready."""
    page = one_page.Page(browser, address)
    page.first = page.started()
    assert page.first[-1]["type"] == "ready", page.first[-1]
    yield page
    page.page.close()
