"""One colour per component, for every picture: figures, the explorer, the class's summary.

Okabe and Ito's colours, which readers with any colour vision can tell apart, and grey. The
page's JavaScript takes them from the same file.
"""

import json
from pathlib import Path

__all__ = ["COLOURS"]

COLOURS = tuple(json.loads((Path(__file__).parent / "data" / "palette.json").read_text("utf-8")))
