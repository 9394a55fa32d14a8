"""Numbers, choices and sentences that the session has in common with the page's, from one file."""

import json
from pathlib import Path

WORDS = json.loads((Path(__file__).parent / "src" / "words.json").read_text(encoding="utf-8"))
