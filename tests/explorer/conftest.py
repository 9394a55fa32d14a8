"""A small web server, and pages with the explorer on them."""

import functools
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "mixtures_lab" / "explorer" / "static"


class Quiet(SimpleHTTPRequestHandler):
    """The server's log is no news."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A folder, and the address under which it is served."""
    folder = tmp_path_factory.mktemp("site")
    for script in ("explorer-page.js", "explorer-more.js"):
        shutil.copy(STATIC / script, folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)
