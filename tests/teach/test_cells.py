"""What passes its check in a notebook gets its points from the grader, and nothing else does.

Each odd cell is run in a real kernel, in one session, and in the grader: both must say the same.
"""

import pytest
from jupyter_client.manager import start_new_kernel

from mixtures_lab.teach import mark
from mixtures_lab.teach.apart import Apart

SETUP = """
import numpy as np
from mixtures_lab import checks
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
def lse(A):
    m = A.max(axis=-1)
    return m + np.log(np.exp(A - m[..., None]).sum(axis=-1))
"""

#: Cells that end in a right `f`, in the words of those who wrote them.
PASS = {
    "a docstring that asks": [
        'def f(A):\n    """Is that right?\n    and that?\n    """\n    return lse(A)',
    ],
    "a docstring with magic in it": ['def f(A):\n    """\n!ls\n%time\n    """\n    return lse(A)'],
    "a comment that asks": ["x = 1  # why?\ndef f(A): return lse(A)"],
    "%%time": ["%%time\ndef f(A):\n    return lse(A)"],
    "%%time below empty lines": ["\n\n%%time\ndef f(A):\n    return lse(A)"],
    "%%capture": ["%%capture out\ndef f(A):\n    return lse(A)"],
    "%%prun": ["%%prun -q\ndef f(A):\n    return lse(A)"],
    "magic in magic": ["%%capture\n%%time\ndef f(A):\n    return lse(A)"],
    "the value of %time": ["t = %time 1\ndef f(A): return lse(A) * t"],
    "%time of a name": ["%time TWO = 2", "def f(A): return lse(A) * TWO / 2"],
    "time without %": ["time THREE = 3", "def f(A): return lse(A) * THREE / 3"],
    "%time in a function": ["def f(A):\n    s = %time lse(A)\n    return s"],
    "%timeit": ["%timeit -n1 -r1 1\ndef f(A): return lse(A)"],
    "a list of files": ["files = !ls\ndef f(A): return lse(A)"],
    "a shell's line, continued": ["!echo one \\\n  two\ndef f(A): return lse(A)"],
    "a shell's line in a function": ["def f(A):\n    !true\n    return lse(A)"],
    "%%bash beside it": ["%%bash\ntrue", "def f(A): return lse(A)"],
    "%%html beside it": ["%%html\n<b>x</b>", "def f(A): return lse(A)"],
    "magic that is indented": ["if True:\n    %matplotlib inline\ndef f(A): return lse(A)"],
    "magic with a comment": ["%config InlineBackend.rc = {}  # small\ndef f(A): return lse(A)"],
    "autoreload": ["%load_ext autoreload\n%autoreload 2\ndef f(A): return lse(A)"],
    "a line that begins with % in brackets": [
        "seven = (7\n% 8)\ndef f(A): return lse(A) * seven / 7",
    ],
    "a question after": ["def f(A): return lse(A)\nf?"],
    "a question before": ["?lse\ndef f(A): return lse(A)"],
    "a file that is written, and imported": [
        "%%writefile beside_it.py\ndef one(x):\n    return x",
        "import beside_it\ndef f(A): return beside_it.one(lse(A))",
    ],
    "a file that is written, and run": [
        "%%writefile beside_me.py\nfour = 4",
        "%run beside_me.py\ndef f(A): return lse(A) * four / 4",
    ],
    "a file that is written, and read": [
        "%%writefile five.txt\n5",
        "def f(A): return lse(A) * float(open('five.txt').read()) / 5",
    ],
    "a file that is written in every call": [
        "def f(A):\n    np.save('mine.npy', lse(A))\n    return np.load('mine.npy')"
    ],
    "prompts that were pasted": [">>> def f(A):\n...     return lse(A)\n... "],
    "a cell that is indented": ["    six = 6\n    def f(A):\n        return lse(A) * six / 6"],
    "top-level await": [
        "async def g():\n    return 8\neight = await g()\ndef f(A): return lse(A) * eight / 8",
    ],
    "the last value": ["9 + 0", "nine = _\ndef f(A): return lse(A) * nine / 9"],
    "display": ["display(3)\nfrom IPython.display import Math\nMath('x')\ndef f(A): return lse(A)"],
    "get_ipython": [
        "get_ipython().run_line_magic('time', 'TEN = 10')\ndef f(A): return lse(A) * TEN / 10",
    ],
    "a figure": [
        "def f(A):\n    fig, ax = plt.subplots()\n    ax.plot([1, 2])\n    plt.close(fig)\n"
        "    return lse(A)",
    ],
    "figures that are counted": [
        "def f(A):\n    fig, axes = plt.subplots(2, 3)\n    for ax in axes.flat: ax.plot([1])\n"
        "    plt.close(fig)\n    return lse(A) * sum(1 for _ in axes.ravel()) / axes.size"
    ],
    "a histogram": [
        "def f(A):\n    n, bins, bars = plt.hist([1, 2])\n    plt.close()\n    return lse(A)",
    ],
    "one line of a picture": [
        "def f(A):\n    line, = plt.plot([1, 2])\n    plt.close()\n    return lse(A)",
    ],
    "limits of a picture": [
        "def f(A):\n    low, high = plt.xlim()\n    plt.text(low + 1, high, f'{low:.2f}')\n"
        "    plt.close()\n    return lse(A)"
    ],
    "a style": [
        "def f(A):\n    with plt.style.context('ggplot'):\n"
        "        plt.rcParams['font.size'] = 8\n    return lse(A)",
    ],
    "three dimensions": ["from mpl_toolkits.mplot3d import Axes3D\ndef f(A): return lse(A)"],
    "prints": ["def f(A):\n    print(A.shape)\n    return lse(A)"],
    "help": ["def f(A):\n    help(len)\n    return lse(A)"],
    "a lambda": ["f = lambda A: lse(A)"],
    "an object": ["class F:\n    def __call__(self, A): return lse(A)\nf = F()"],
    "a partial function": ["from functools import partial\nf = partial(lse)"],
    "an assertion": ["assert True\ndef f(A):\n    assert len(A)\n    return lse(A)"],
    "return outside": ["def f(A): return lse(A)\nreturn f"],
    "a name of its own": ["__name__ == '__main__'\ndef f(A): return lse(A)"],
    "a random state": ["rng = np.random.default_rng()\ndef f(A): return lse(A) + 0 * rng.normal()"],
    "float32": ["def f(A): return lse(A.astype(np.float32))"],
    "annotations": [
        "from __future__ import annotations\ndef g(A: Nothing): pass",
        "def f(A: Unknown): return lse(A)",
    ],
}  # fmt: skip

#: Cells after which there is no right `f`.
FAIL = {
    "%%timeit": ["%%timeit -n1 -r1\ndef f(A): return lse(A)"],
    "%%bash": ["%%bash\ndef f(A): return lse(A)"],
    "a magic that does not exist": ["%%nonsense\ndef f(A): return lse(A)"],
    "a bracket that is open": ["def f(A): return lse(A"],
    "0.01 % too much, in float32": ["def f(A): return (lse(A) * 1.0001).astype(np.float32)"],
    "float16": ["def f(A): return lse(A).astype(np.float16)"],
    "an argument that is changed": ["def f(A):\n    A -= 1\n    return lse(A) + 1"],
    "nothing returned": ["def f(A): lse(A)"],
    "one that ends all": ["import os\ndef f(A): os._exit(0)"],
    "one that leaves": ["def f(A): exit()"],
    "a change that is hidden": [
        "np.array_equal = lambda *a, **k: True\ndef f(A):\n    s = lse(A)\n    A -= 1\n"
        "    return s",
    ],
    "a change that is hidden otherwise": [
        "import copy\ncopy.deepcopy = lambda x, *a: x\ndef f(A):\n    s = lse(A)\n"
        "    A -= 1\n    return s",
    ],
}  # fmt: skip

ODD = PASS | FAIL
PASSES = "print('passes' if checks.diagnose('log_sum_exp', {name}).passed else 'fails')"


def notebook():
    """All of them in one, each with an `f` of its own; (their name, what it is, their cells)."""
    for k, (what, cells) in enumerate(ODD.items()):
        yield f"f_{k}", what, [*cells, f"f_{k} = f; del f"]


@pytest.fixture(scope="module")
def in_a_kernel(tmp_path_factory):
    """What the check says in a notebook."""
    manager, client = start_new_kernel(cwd=str(tmp_path_factory.mktemp("kernel")))
    said = {}
    try:

        def run(code):
            printed = []
            client.execute_interactive(
                code,
                timeout=60,
                output_hook=lambda message: printed.append(message["content"].get("text", "")),
            )
            return "".join(printed)

        run(SETUP)
        for name, what, cells in notebook():
            for cell in cells:
                run(cell)
            said[what] = run(PASSES.format(name=name)).strip() == "passes"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return said


@pytest.fixture(scope="module")
def in_the_grader():
    """What it gets."""
    cells = [SETUP, *(cell for _, _, more in notebook() for cell in more)]
    with Apart(list(enumerate(cells, start=1))) as apart:
        return {
            what: mark("log_sum_exp", apart.function(name), points=4) == 4
            for name, what, _ in notebook()
        }


@pytest.mark.parametrize("what", ODD)
def test_a_notebook_and_the_grader_say_the_same(what, in_a_kernel, in_the_grader):
    assert in_a_kernel[what] == in_the_grader[what] == (what in PASS)
