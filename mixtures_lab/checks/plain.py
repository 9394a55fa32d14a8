"""Text in plain words for an output that cannot show every character: cp1252, say, or ASCII."""

import sys

WORDS = {
    "σ": "sigma", "π": "pi", "μ": "mu", "ε": "eps", "Σ": "sum", "√": "sqrt ", "ᵀ": "^T", "²": "^2",
    "³": "^3", "⁴": "^4", "½": "1/2", "−": "-", "·": "*", "×": "x", "±": "+-", "≤": "<=",
    "→": "->", "…": "...",
}  # fmt: skip


def for_output(text):
    """The text as the standard output can show it."""
    # An output that does not say how it encodes takes text as it is, as io.StringIO does.
    encoding = getattr(sys.stdout, "encoding", None)
    return in_words(text, encoding) if isinstance(encoding, str) else text


def in_words(text, encoding):
    """The text with all that the encoding lacks in words."""
    if _has(encoding, text):
        return text
    for mark in ("✓ ", "✗ "):  # the title says the same in words
        if not _has(encoding, mark):
            text = text.replace(mark, "")
    return "".join(
        c if _has(encoding, c) else WORDS.get(c) or c.encode("ascii", "backslashreplace").decode()
        for c in text
    )


def _has(encoding, text):
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:  # an encoding that Python does not know
        return text.isascii()
    return True


def say(text):
    """Print it, whatever the output can show."""
    try:
        print(for_output(text))
    except UnicodeEncodeError:  # it did not say so
        print(in_words(text, "ascii"))
