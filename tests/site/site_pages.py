"""The pages of a built site, parsed."""

from bs4 import BeautifulSoup


def parsed_pages(folder):
    """The parsed pages of a site by their path in it."""
    paths = [path for path in folder.rglob("*.html") if "_static" not in path.parts]
    return {path.relative_to(folder).as_posix(): parsed(path) for path in sorted(paths)}


def parsed(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
