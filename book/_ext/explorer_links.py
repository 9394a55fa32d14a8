"""Links in the prose that load a start into a picture: ``[a bad start](#try-it?K=2&mu=…)``.

`#try-it` is a heading of the same page, and the picture is the first one from there on.
What stands behind the question mark is held here to what the picture will make of it, so
that a link which would be refused there fails the build.
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from mixtures_lab.explorer.arguments import Refused
from mixtures_lab.explorer.starts import read

logger = logging.getLogger(__name__)


class StartLinks(SphinxTransform):
    """Before MyST looks for a heading that is called like the whole link."""

    default_priority = 870

    def apply(self):
        slugs = getattr(self.document, "myst_slugs", {})
        for link in self.document.findall(nodes.reference):
            name, question, start = link.get("refuri", "").partition("?")
            if not link.get("id_link") or not question:
                continue
            anchor = name.removeprefix("#")
            if anchor in slugs:
                anchor = slugs[anchor][1]
            elif anchor not in self.document.nameids.values():
                logger.warning("no heading here is called %s", name, location=link)
            try:
                read(start)
            except Refused as refused:
                logger.warning("%s: %s", link["refuri"], refused, location=link)
            del link["id_link"]
            link["refuri"] = f"#{anchor}?{start}"
            link["internal"] = True


def setup(app):
    app.add_transform(StartLinks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
