"""One page with Python on it, in Chromium, for all tests; started once, which takes seconds."""

import functools
import threading
from http.server import ThreadingHTTPServer

import one_page
import pytest

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
    handler = functools.partial(one_page.Served, directory=parts.parent)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def page(browser, address):
    """A page whose Python is ready."""
    page = one_page.Page(browser, address)
    page.first = page.started()
    assert page.first[-1]["type"] == "ready", page.first[-1]
    yield page
    page.page.close()
