"""The Content-Security-Policy that the README gives a host."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
NAME = "Content-Security-Policy"
LINE = re.search(rf"^{NAME}: (.*)$", README.read_text(encoding="utf-8"), re.MULTILINE).group(1)

#: The header that a server sends.
HEADER = {NAME: LINE}

#: {directive: sources}
POLICY = dict(part.strip().partition(" ")[::2] for part in LINE.split(";"))
