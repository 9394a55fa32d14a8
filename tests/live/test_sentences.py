"""An error's sentence says where such an error comes from, for the kinds that a learner meets."""

import numpy as np
import pytest

from mixtures_lab.live.sentences import KINDS, sentence_for

CASES = {
    "x + undefined_name": "Nothing is called undefined_name yet",
    "def f():\n    y = z\n    z = 1\nz = 0\nf()": "before it has given it a value",
    "import scipi": "scipi is not on the page",
    "import numpy.lunalg": "numpy is not on the page",
    "from mixtures_lab.nothing import x": "as you install it",
    "from numpy import lunalg": "nothing in it has that name",
    "np.arrange(3)": "The module numpy has nothing of that name",
    "def f(): pass\nf().T": "None",
    "def f(): pass\nf() + 1": "no return",
    "def f(): pass\nf()[0]": "no return",
    "np.zeros((4, 2))[4]": "the last along this axis is 3",
    "np.zeros((0, 2))[0]": "length 0",
    "np.zeros(4)[1, 1]": "more indices in the brackets",
    "[1, 2][2]": "count from 0",
    "{}['a']": "nothing under this key",
    "raise NotImplementedError": "still to be written",
    "def f(): f()\nf()": "comes to no end",
    "def f(a, b): pass\nf(1)": "fewer arguments",
    "def f(a): pass\nf(1, 2)": "more arguments",
    "def f(a): pass\nf(b=1)": "no argument called b",
    "np.zeros(3)(1)": "square brackets take an entry",
    "x = 1\nx()": "this is none",
    "np.zeros(3)[1.0]": "whole number",
    "[1, 2][np.float64(1)]": "whole number",
    "{np.zeros(2)}": "a tuple can",
    "np.zeros((4, 2)) - np.zeros(4)": "The shapes (4,2) and (4,) do not fit",
    "np.zeros((4, 2)) @ np.zeros((4, 2))": "as many columns",
    "np.zeros((4, 2)).dot(np.zeros((4, 2)))": "as many columns",
    "if np.zeros(3): pass": "neither true nor false",
    "a = np.zeros(3)\na[0] = np.zeros(2)": "One entry of an array is one number",
    "np.zeros(6).reshape(4, 2)": "6 entries do not fill the shape (4,2)",
    "a, b = 1, 2, 3": "as many names",
    "import math\nmath.log(0)": "log is not for 0",
    "assert 1 == 2": "not true",
    "1 / 0": "divided by 0",
    "import math\nmath.exp(1000)": "a logarithm would not be",
    "open('my.csv')": "mixtures_lab.datasets",
    "raise MemoryError": "Make the arrays smaller",
    'raise RuntimeError("can\'t start new thread")': "no threads",
    "b'' * 10**30": "4 GB at most",
    "raise OSError(29, 'I/O error')": "write the value into the cell",
    "raise OSError(138, 'emscripten does not support processes.')": "other programs",
    "raise OSError('<urlopen error unknown url type: https>')": "no other site",
    "raise RuntimeError('Cannot stack switch')": "cannot wait",
    "%matplotlib inline": "is Jupyter's",
    "x = 1\n!ls": "is Jupyter's",
    "np.zeros?": "is Jupyter's",
    "x = (1": "none of it has run",
    "  x = 1": "spaces at the beginning",
    "'a'.b": "",
    "b'\\xff'.decode()": "",
    "raise ValueError('K must be at least 1')": "",
}


def raised_by(code):
    try:
        exec(compile(code, "cell", "exec"), {"np": np, "x": 1})
    except BaseException as error:
        return error
    pytest.fail("nothing was raised")


@pytest.mark.parametrize("code, words", CASES.items())
def test_an_error_gets_its_sentence(code, words):
    sentence = sentence_for(raised_by(code))
    assert words in sentence if words else sentence == ""


def test_every_kind_comes_before_the_kinds_that_it_is_one_of():
    kinds = [kind for kind, _ in KINDS]
    for i, kind in enumerate(kinds):
        assert not any(issubclass(later, kind) for later in kinds[i + 1 :]), kind


def test_a_sentence_is_one_or_two_and_ends_in_a_full_stop():
    for code, words in CASES.items():
        if words:
            sentence = sentence_for(raised_by(code))
            assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 240
