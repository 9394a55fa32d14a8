"""What an output cannot show is said in plain words."""

import inspect
import io
import sys
from pathlib import Path

import numpy as np
import pytest

from mixtures_lab import checks, squared_distances
from mixtures_lab.checks import plain


def half_an_emoji(D, sigma, d):
    print("\ud83d Ω")
    return -d * np.log(sigma) - D / sigma**2


class Bare:
    """An output that says nothing of its encoding, and can write ASCII alone."""

    def __init__(self):
        self.written = ""

    def write(self, text):
        self.written += text.encode("ascii").decode()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437", "utf-8"])
def test_what_an_output_cannot_show_is_said_in_words(monkeypatch, encoding):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    checks.check("squared_distances", squared_distances)
    checks.check("log_gaussians", half_an_emoji)
    diagnosis = checks.diagnose("log_gaussians", half_an_emoji)
    print(diagnosis, diagnosis.message)
    out.flush()
    text = out.buffer.getvalue().decode(encoding)
    assert "squared_distances: right\n" in text
    assert "log_gaussians: not yet" in text
    if encoding != "utf-8":
        assert "ln 2pi" in text or "ln 2π" in text
        assert "✓" not in text
        assert text.startswith("squared_distances: right")


def test_an_output_that_does_not_say_how_it_encodes_gets_plain_words(monkeypatch):
    out = Bare()
    monkeypatch.setattr(sys, "stdout", out)
    checks.check("log_gaussians", half_an_emoji)
    assert out.written.startswith("log_gaussians: not yet")


def test_every_sign_in_the_checks_has_a_word():
    folder = Path(inspect.getfile(checks)).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    signs = {c for c in text if not c.isascii()}
    assert signs - plain.WORDS.keys() == set("✓✗")
    assert all(word.isascii() for word in plain.WORDS.values())


@pytest.mark.parametrize(
    "text, encoding, words",
    [
        ("σ² ≤ ½", "ascii", "sigma^2 <= 1/2"),
        ("σ² ≤ ½", "latin-1", "sigma² <= ½"),
        ("σ² ≤ ½", "utf-8", "σ² ≤ ½"),
        ("✓ right", "ascii", "right"),
        ("Ω", "ascii", "\\u03a9"),
        ("σ", "no such encoding", "sigma"),
    ],
)
def test_a_sign_that_is_lacking_is_spelt_out_and_no_other(text, encoding, words):
    assert plain.in_words(text, encoding) == words


def test_an_output_without_an_encoding_takes_text_as_it_is(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert plain.for_output("σ") == "σ"
