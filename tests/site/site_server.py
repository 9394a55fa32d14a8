"""The site as a host serves it: over http, gzipped, with the headers that are asked for."""

import gzip
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: What is compressed already.
DENSE = ("image/png", "font/", "application/zip", "application/wasm")


@contextmanager
def served(folder, headers=None):
    """The address at which a folder is served while the block runs."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *words):
            super().__init__(*words, directory=folder)

        def do_GET(self):
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                return self.send_error(404)
            kind, data = self.guess_type(path), path.read_bytes()
            own = {"Content-Type": kind, "Cache-Control": "max-age=31536000"}
            if not kind.startswith(DENSE):
                data, own["Content-Encoding"] = gzip.compress(data, 6), "gzip"
            self.send_response(200)
            for name, value in {**own, "Content-Length": len(data), **(headers or {})}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
