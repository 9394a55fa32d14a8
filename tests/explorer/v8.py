"""The explorer's JavaScript modules in V8, from a wheel: no Node, no browser.

    V8("engine.js", "guess.js").call("engine.dataScale", matrix)

V8 by itself has no loader of modules, so each becomes a function that returns its exports.
"""

import json
import re
from pathlib import Path

import numpy as np
from py_mini_racer import MiniRacer

SOURCES = Path(__file__).parents[2] / "mixtures_lab" / "explorer" / "src"

IMPORT = re.compile(r'^import (\{[^}]*\}|\* as \w+|\w+) from "([^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)

#: JSON has no −∞ and no NaN; typed arrays become plain ones on the way.
BRIDGE = """
const modules = {};
const toJson = (value) => JSON.stringify(value, (_, v) =>
  ArrayBuffer.isView(v) ? Array.from(v)
  : typeof v === "number" && !Number.isFinite(v) ? {number: String(v)} : v);
const fromJson = (text) => JSON.parse(text, (_, v) =>
  v?.float64 ? Float64Array.from(v.float64, Number)
  : v?.int32 ? Int32Array.from(v.int32)
  : v?.number ? Number(v.number) : v);
const atob = (text) => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let bytes = "";
  for (let at = 0, bits = 0, held = 0; at < text.length && text[at] !== "="; at++) {
    held = (held << 6) | letters.indexOf(text[at]);
    if ((bits += 6) >= 8) bytes += String.fromCharCode((held >> (bits -= 8)) & 255);
  }
  return bytes;
};
"""


class V8:
    """Some modules of src/, by the name of the file without `.js`, with what they import."""

    def __init__(self, *names):
        self._engine = MiniRacer()
        self._engine.eval(BRIDGE)
        self._loaded = set()
        for name in names:
            self._load((SOURCES / name).resolve())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._engine.close()

    def eval(self, source):
        """A value of JavaScript, through JSON."""
        return json.loads(self._engine.eval(f"toJson({source})"), object_hook=_number)

    def run(self, source):
        """Statements of JavaScript."""
        self._engine.eval(f"{source}; null")

    def call(self, function, *args):
        """Call `module.function`; arrays go over as {data, shape} or typed arrays."""
        texts = (json.dumps(json.dumps(_plain(arg), ensure_ascii=True)) for arg in args)
        return self.eval(f"modules.{function}({', '.join(f'fromJson({t})' for t in texts)})")

    def _source(self, path):
        """What is run: the text of the file."""
        return path.read_text(encoding="utf-8")

    def _load(self, path):
        name = path.stem.replace("-", "_")
        if path in self._loaded:
            return
        self._loaded.add(path)
        source = self._source(path)
        if path.suffix == ".json":
            self._engine.eval(f"modules.{name} = {source}; null")
            return
        for _, other in IMPORT.findall(source):
            self._load((path.parent / other).resolve())
        exported = EXPORT.findall(source)
        source = EXPORT.sub("", IMPORT.sub(_destructured, source))
        self._engine.eval(
            f"modules.{name} = (() => {{\n{source}\nreturn {{{', '.join(exported)}}};\n}})(); null"
        )


def _destructured(match):
    """An import as a constant: `import {a as b} from "./x.js"`."""
    names, path = match.groups()
    module = f"modules.{Path(path).stem.replace('-', '_')}"
    if not names.startswith("{"):  # a namespace, or all that a file of JSON holds
        return f"const {names.removeprefix('* as ')} = {module};"
    return f"const {names.replace(' as ', ': ')} = {module};"


def matrix(A):
    """A table as the engine takes it."""
    A = np.asarray(A, dtype=float)
    return {"data": A.ravel(), "shape": list(A.shape)}


def table(A):
    """A table that the engine returned."""
    return np.array(A["data"], dtype=float).reshape(A["shape"])


def _plain(value):
    """`value` for JSON, with marks that `fromJson` reads."""
    if isinstance(value, np.ndarray):
        if np.issubdtype(value.dtype, np.integer):
            return {"int32": value.tolist()}
        return {"float64": [_word(x) for x in value.tolist()]}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _word(x):
    """A float, or the name that JavaScript has for it."""
    if np.isfinite(x):
        return x
    return "NaN" if np.isnan(x) else "Infinity" if x > 0 else "-Infinity"


def _number(value):
    return float(value["number"]) if value.keys() == {"number"} else value
