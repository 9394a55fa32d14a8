"""404.html: what a host shows where there is no page, in the book's own look.

A host shows this one file at whatever address was asked for, so an address in it that starts from
where the reader is would lead nowhere. Each of them therefore starts from the root of the host:
from ``/``, or from the path of ``html_baseurl`` where the book lies below one.
"""

import re
from urllib.parse import urlsplit

NAME = "404"

#: An address in the site, and not on this page or elsewhere.
ADDRESS = re.compile(r'(?<=\s)(href|src|action|data-content_root)="(?!#|/|[a-z]+:)(?:\./)?')


def page(app):
    yield NAME, {"title": "There is no such page"}, "404.html"


def from_the_root(html, base_url):
    """`html` with every address of the site from the root of its host."""
    root = urlsplit(base_url).path.rstrip("/") + "/"
    return ADDRESS.sub(rf'\1="{root}', html)


def _mend_addresses(app, exception):
    if exception is None and app.builder.format == "html":
        path = app.outdir / f"{NAME}.html"
        html = path.read_text(encoding="utf-8")
        path.write_text(from_the_root(html, app.config.html_baseurl), encoding="utf-8")


def setup(app):
    app.connect("html-collect-pages", page)
    app.connect("build-finished", _mend_addresses)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
