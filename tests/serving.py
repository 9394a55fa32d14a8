"""A folder under an address, for a browser to ask."""

import contextlib
import functools
import gzip
import io
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Served(SimpleHTTPRequestHandler):
    """With headers of one's own, and without news of every request."""

    headers_of_ours = ()

    def end_headers(self):
        for name, value in self.headers_of_ours:
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *args):
        pass


#: What a host compresses; a browser keeps it all.
LOOSE = (".html", ".css", ".js", ".mjs", ".svg", ".json", ".ipynb")


class Gzipped(Served):
    """As a host serves it: compressed, and to be kept."""

    protocol_version = "HTTP/1.1"

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in LOOSE or not path.is_file():
            return super().send_head()
        data = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        return io.BytesIO(data)


@contextlib.contextmanager
def served(folder, headers=None, handler=Served):
    """The address of `folder` while this lasts."""
    handler = type("Handler", (handler,), {"headers_of_ours": tuple((headers or {}).items())})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
