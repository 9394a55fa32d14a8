"""Python on the page: what answers there when a reader runs a cell.

A worker (src/worker) holds Python and asks `session.Session` to run cells; whatever a cell
shows goes back as a message. PROTOCOL.md lists the messages. Nothing here needs wasm but
the worker itself, so ordinary Python can run it all, and its tests do.
"""
