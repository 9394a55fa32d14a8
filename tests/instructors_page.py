"""The blocks of the instructors' page, as they stand there, with other names put in."""

import re
import textwrap
from pathlib import Path

PAGE = Path(__file__).parents[1] / "book" / "reference" / "instructors.md"


class Page:
    """One section of the page.

    Parameters
    ----------
    section : str
        The words of its heading.
    names : dict of str to str, optional
        What takes the place of the page's own names, such as `/home/you`.
    """

    def __init__(self, section, names=None):
        text = PAGE.read_text(encoding="utf-8")
        text = re.search(rf"^## {section}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]
        blocks = re.findall(r"^( *)```\w+\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL)
        self._blocks = [textwrap.dedent(block) for _, block in blocks]
        self._names = names or {}

    def block(self, word):
        """The one block of code that has this word in it."""
        (found,) = [block for block in self._blocks if word in block]
        for name, ours in self._names.items():
            found = found.replace(name, ours)
        return found
