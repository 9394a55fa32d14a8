"""A folder under an address, for a browser to ask."""

import contextlib
import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Served(SimpleHTTPRequestHandler):
    """With headers of one's own, and without news of every request."""

    headers_of_ours = ()

    def end_headers(self):
        for name, value in self.headers_of_ours:
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def served(folder, headers=None):
    """The address of `folder` while this lasts."""
    handler = type("Handler", (Served,), {"headers_of_ours": tuple((headers or {}).items())})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
