"""A start as the text of a link: written from a mixture, and read again. As src/starts.js.

K=2&mu=-2,0;2,0&sigma=1,1&pi=0.5,0.5&algorithm=em&data=old_faithful
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from math import floor, log10

import numpy as np

from ..em import guess_around
from ..mixture import Mixture
from .arguments import Refused, frozen_array, one_of
from .beside import ALGORITHMS, KINDS, beside_of
from .sentences import say
from .standing import MOST_COMPONENTS
from .words import WORDS

NAMES = ("K", "mu", "sigma", "shared", "pi", "algorithm", "data", "beside")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

#: Letters that a link may have, and how nearly weights that were rounded sum to 1.
LONGEST_LINK, ROUNDED_WEIGHTS = WORDS["LONGEST_LINK"], WORDS["ROUNDED_WEIGHTS"]


def read(text):
    """What a link asks for, by name: K and the parts of a mixture as lists, the rest as text."""
    asked = _parts(text)
    if "mu" in asked:
        asked["mu"] = [_pair(mean) for mean in asked["mu"].split(";")]
    for name in ("sigma", "pi"):
        if name in asked:
            asked[name] = [_number(name, value) for value in asked[name].split(",")]
    if "shared" in asked:
        asked["shared"] = _number("shared", asked["shared"])
    asked["K"] = _count(asked)
    _agree(asked)
    if "beside" in asked:
        _checked_kind(asked["beside"], KINDS)
    return asked


def _parts(text):
    """Each part of a link as it is written, by its name."""
    asked = {}
    if len(text) > LONGEST_LINK:
        _refuse("link_long", limit=LONGEST_LINK)
    for piece in filter(None, text.split("&")):
        name, _, value = piece.partition("=")
        if name not in NAMES:
            _refuse("link_unknown", what=name[:40], names=", ".join(NAMES))
        if name in asked:
            _refuse("link_twice", part=name)
        asked[name] = value
    return asked


def _count(asked):
    """K: as it is said, else as many as there are means."""
    if "mu" not in asked and "K" not in asked:
        _refuse("link_empty")
    K = _number("K", asked["K"]) if "K" in asked else len(asked["mu"])
    if not 1 <= K <= MOST_COMPONENTS or K != int(K):
        _refuse("link_K", most=MOST_COMPONENTS)
    return int(K)


def _agree(asked):
    """Refuse parts that are no mixture together."""
    for name in ("mu", "sigma", "pi"):
        found = len(asked.get(name, ()))
        if name in asked and found != asked["K"] and (name, found) != ("sigma", 1):
            _refuse("link_count", part=name, found=found, K=asked["K"])
    if "mu" not in asked and asked.keys() & {"sigma", "pi", "shared"}:
        _refuse("link_without_mu")
    if min(asked.get("sigma", [1])) <= 0:
        _refuse("link_sigma")
    if "shared" in asked:
        _agree_to_share(asked)
    weights = asked.get("pi", [1])
    if min(weights) < 0 or abs(sum(weights) - 1) > ROUNDED_WEIGHTS:
        _refuse("link_pi")


def _checked_kind(kind, kinds):
    if kind not in kinds:
        _refuse("link_beside", what=kind[:40], names=", ".join(kinds))


def _agree_to_share(asked):
    """One σ for all components stands in the place of each one's own."""
    if "sigma" in asked or asked["shared"] <= 0 or asked.get("algorithm", "em") != "em":
        _refuse("link_shared")


def _pair(text):
    pair = [_number("mu", value) for value in text.split(",")]
    if len(pair) != 2:
        _refuse("link_pair", what=text[:40])
    return pair


def _number(name, text):
    text = text.replace("−", "-").strip()
    value = float(text) if NUMBER.fullmatch(text) else np.inf
    if not np.isfinite(value):
        _refuse("link_number", part=name, what=text[:40])
    return value


def _refuse(name, **values):
    raise Refused(say("bad_link", why=say(name, **values)))


def load(s, text):
    """Begin a run of the session from what a link asks for."""
    asked = read(text)
    first = "em" if "em" in s.steps.algorithms else s.steps.algorithms[0]
    changes = {
        "algorithm": asked.get("algorithm", first),
        "data": asked.get("data", s.data_sets.first),
    }
    one_of(s.steps.algorithms, changes["algorithm"], "algorithm")
    one_of(s.data_sets.all, changes["data"], "data set")
    X, K = s.data_sets.X(changes["data"]), asked["K"]
    if "shared" in asked and changes["algorithm"] != "em":
        _refuse("link_shared")
    if len(X) < K:
        _refuse("link_K", most=len(X))
    beside = asked.get("beside")
    if beside and len(s.steps.algorithms) < 2:
        _checked_kind(beside, [kind for kind in KINDS if kind not in ALGORITHMS])
    if "mu" not in asked:
        s.begin(changes, X, K)
    else:
        mixture = _mixture(asked, X, s.steps.floor(X))
        shared = float(mixture.sigma[0]) if "shared" in asked else None
        s.restart(say("linked"), mixture, X, shared, guess="hand", **changes)
    s.selected["point"] = None
    if beside:
        s.beside = beside_of(s, beside)


def _mixture(asked, X, floor):
    around = guess_around(np.array(asked["mu"]), X)
    sigma = np.array(asked.get("shared", asked.get("sigma", around.sigma)), dtype=float)
    pi = np.array(asked.get("pi", around.pi), dtype=float)
    sigma = np.maximum(np.broadcast_to(sigma, around.sigma.shape), floor)
    return Mixture(*map(frozen_array, (around.mu, sigma, pi / pi.sum())))


def written(s):
    """The mixture on screen as the text of a link, as short as it can be read again."""
    mu, _, pi = s.mixture
    X, settings = s.X, s.settings
    span = (X.max(axis=0) - X.min(axis=0)).max() or 1.0
    places = 4 - floor(log10(span))
    means = ";".join(",".join(_short(x, places) for x in mean) for mean in mu.tolist())
    parts = {
        "K": str(len(mu)),
        "mu": means,
        **_written_sigma(s.history.entry),
        "pi": ",".join(_digits(x, 4) for x in pi.tolist()),
        "algorithm": settings["algorithm"],
    }
    if settings["algorithm"] != "em":
        del parts["sigma"], parts["pi"]
    if settings["data"] != s.data_sets.first:
        parts["data"] = settings["data"]
    if s.beside and s.beside.kind in ALGORITHMS:
        parts["beside"] = s.beside.kind
    return "&".join(f"{name}={value}" for name, value in parts.items())


def _written_sigma(entry):
    if entry.shared is not None:
        return {"shared": _digits(entry.shared, 4)}
    return {"sigma": ",".join(_digits(x, 4) for x in entry.mixture.sigma.tolist())}


def _digits(x, count):
    """With so many digits that count."""
    return "0" if x == 0 else _short(x, count - 1 - floor(log10(abs(x))))


def _short(x, places):
    """With so many decimals, and no zeros at the end; powers of ten where they are shorter."""
    size = abs(x)
    if size != 0 and not 1e-4 <= size < 1e15:
        digits, power = f"{x:.4e}".split("e")
        return f"{digits.rstrip('0').rstrip('.')}e{int(power)}"
    rounded = Decimal(x).quantize(Decimal(1).scaleb(-min(max(places, 0), 20)), ROUND_HALF_UP)
    text = f"{Decimal(repr(float(rounded))):f}".removesuffix(".0")
    return "0" if text == "-0" else text
