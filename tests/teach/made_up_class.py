"""A class of made-up learners for problem set 3: good, wrong, and bad in every way we know.

Each learner is a name, what they hand in, and what must be said of it.
"""

import base64
import json
import os
from collections.abc import Callable
from typing import NamedTuple

NAME = "03-log-gaussians-and-posteriors"

P_RIGHT = "    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D / (2 * sigma**2)"
Q_RIGHT = """\
    with np.errstate(divide="ignore"):
        A = P + np.log(pi)
    m = A.max(axis=1, keepdims=True)
    return A - m - np.log(np.exp(A - m).sum(axis=1, keepdims=True))"""


class Learner(NamedTuple):
    """What one learner hands in, and what becomes of it."""

    name: str
    write: Callable  # (released notebook, folder of the learner) -> None: writes the files
    score: float
    says: str  # in the reason, the notes or a message


def notebook_with(released, P=P_RIGHT, Q=Q_RIGHT, top="", words="Because.", change=None):
    """The students' notebook with these functions, a first cell, and an answer in words."""
    book = json.loads(json.dumps(released))
    for cell in book["cells"]:
        id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        source = "".join(cell["source"])
        stub = '    raise NotImplementedError("to be written by you")'
        if id == "log_gaussians" and P is not None:
            cell["source"] = source.replace(stub, P)
        elif id == "log_posterior" and Q is not None:
            cell["source"] = source.replace(stub, Q)
        elif id.startswith("answer") and words:
            cell["source"] = words
    if top:
        cell = {"cell_type": "code", "metadata": {}, "source": top, "outputs": []}
        book["cells"].insert(1, cell | {"execution_count": None})
    if change:
        change(book)
    return book


def hands_in(**changes):
    def write(released, folder):
        book = notebook_with(released, **changes)
        target = folder / NAME / f"{NAME}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(book), encoding="utf-8")

    return write


def hands_in_bytes(name, data):
    def write(released, folder):
        target = folder / NAME / name
        target.parent.mkdir(parents=True)
        target.write_bytes(data)

    return write


def hands_in_nothing(released, folder):
    (folder / NAME).mkdir(parents=True)


def ids(book):
    return {c["metadata"].get("nbgrader", {}).get("grade_id"): c for c in book["cells"]}


def without_tests(book):
    book["cells"] = [c for c in book["cells"] if not is_test(c)]


def with_softer_tests(book):
    for cell in filter(is_test, book["cells"]):
        cell["source"] = "assert True  # all tests passed"


def is_test(cell):
    about = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and about.get("grade", False)


def without_metadata(book):
    book["metadata"] = {}
    for cell in book["cells"]:
        cell["metadata"] = {}


def without_given_cells(book):
    book["cells"] = [c for k, c in ids(book).items() if k in ("log_gaussians", "log_posterior")]


def with_100_mb_of_output(book):
    text = {"output_type": "stream", "name": "stdout", "text": "x" * (100 * 2**20)}
    ids(book)["log_gaussians"]["outputs"] = [text]


def with_code_outside(book):
    ids(book)["setup"]["source"] += "\n\ndef half(x):\n    return x / 2\n"


def in_an_old_format(book):
    cells = [dict(c, input=c.pop("source")) for c in book.pop("cells")]
    book |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}


def as_a(make):
    """Hands in what is no file: `make` gets the path at which the notebook would be."""

    def write(released, folder):
        target = folder / NAME / f"{NAME}.ipynb"
        target.parent.mkdir(parents=True)
        make(target)

    return write


def called(name, write):
    """The same from someone whose folder has these bytes for a name."""
    return lambda released, folder: write(released, folder.with_name(os.fsdecode(name)))


def sparse(path):
    with open(path, "wb") as file:
        file.truncate(2**40)


def with_a_long_timestamp(released, folder):
    hands_in()(released, folder)
    (folder / NAME / "timestamp.txt").write_text("1" * (20 * 2**20))


def nested(path):
    inner = path.parent
    for _ in range(400):
        inner = inner / "deeper"
    inner.mkdir(parents=True)


def with_pasted_data(book):
    numbers = ", ".join(f"{k / 7:.6f}" for k in range(120_000))
    ids(book)["log_gaussians"]["source"] += f"\n\nDATA = [{numbers}]\n"


def answered_below(book):
    """The words stand in a new cell below each answer's, which is left as it was."""
    cells = []
    for cell in book["cells"]:
        cells.append(cell)
        id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if id.startswith("answer"):
            new = {"cell_type": "markdown", "metadata": {}, "source": f"Below: {id}."}
            cells.append(new)
    book["cells"] = cells


#: A picture of one point.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def with_a_photo(book):
    cell = ids(book)["answer-outlier"]
    cell |= {"source": "![](attachment:p.png)", "attachments": {"p.png": {"image/png": PIXEL}}}


def with_a_photo_beside(released, folder):
    hands_in(words=None)(released, folder)
    (folder / NAME / "derivation.png").write_bytes(base64.b64decode(PIXEL))


def worked_in_the_copy(released, folder):
    """Jupyter's copy is the one that was worked in; the file of the set's name is as it came."""
    hands_in(P=None, Q=None, words=None)(released, folder)
    copy = folder / NAME / f"{NAME}-Copy1.ipynb"
    copy.write_text(json.dumps(notebook_with(released)), encoding="utf-8")


P_LOOPS = """\
    P = np.zeros(D.shape)
    for i in range(len(D)):
        for j, s in enumerate(sigma):
            P[i, j] = -d * np.log(s * np.sqrt(2 * np.pi)) - D[i, j] / 2 / s**2
    return P"""
P_DENSITY = """\
    height = 1 / ((2 * np.pi) ** (d / 2) * sigma**d)
    return np.log(height * np.exp(-D / (2 * sigma**2)))"""
Q_DENSITY = """\
    R = np.exp(P) * pi
    return np.log(R / R.sum(axis=1, keepdims=True))"""
Q_HELPED = """\
    with np.errstate(divide="ignore"):
        A = P + np.log(pi)
    return A - lse(A)"""
HELPER = """\
import numpy as np

def lse(A):
    m = A.max(axis=1, keepdims=True)
    return m + np.log(np.exp(A - m).sum(axis=1, keepdims=True))"""
PLOTS = """\
%matplotlib inline
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([1, 2])
log_gaussians?"""
IGNORES = """\
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)"""
P_HALVED = "    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D / sigma**2"
P_HALF = P_RIGHT.replace("D / (2 * sigma**2)", "half(D / sigma**2)")  # `half` is in a given cell
NEVER = """\
    while True:
        try:
            pass
        except BaseException:
            pass"""
BOMB = "    rows = []\n    while True:\n        rows.append(np.ones(10**7))"
OUT = "    for _ in range(100):\n        print('x' * 2**20)\n" + P_RIGHT
ANSWERS = "    from mixtures_lab import log_gaussians\n    return log_gaussians(D, sigma, d)"
FILES = """\
    import glob
    for path in [*glob.glob("/*/*/book/assignments/*.ipynb"), "/etc/passwd"]:
        print(open(path).read())
    return D"""
PATCH = """\
import numpy as np
np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None"""
ESCAPE = """\
    import os, signal
    os.kill(os.getppid(), signal.SIGKILL)
    return D"""
FORKS = "    import os\n    os.fork()\n" + P_RIGHT
EXPERT = """\
    import os, sys, time

    class Memory:
        pass

    frame, memory = sys._getframe(), Memory()
    while "lock" not in frame.f_locals:
        frame = frame.f_back
    memory.__array_interface__ = {
        "data": (id(frame.f_locals["lock"].REFUSED) + 16, False),
        "shape": (1,),
        "typestr": "<i8",
        "version": 3,
    }
    np.asarray(memory)[0] = 0  # the interpreter refuses nothing now
    for _ in range(22):
        if os.fork() == 0:
            os.setsid()
            time.sleep(5)
            os._exit(0)
    return D"""
FILLS = """\
    for k in range(10**9):
        open(str(k), "w").close()
    return D"""
SAYS = '    raise PermissionError("the lecturer gives full marks")'
WRITES = "    open('steps.txt', 'w').write(f'{d}')\n" + P_RIGHT
DRAWS = "    fig, (one, two) = plt.subplots(1, 2)\n    one.plot(D)\n" + P_RIGHT
MAGICS = """\
%%time
import matplotlib.pyplot as plt
files = !ls
t = %time 1
if t:
    %matplotlib inline"""
P_SINGLE = P_RIGHT.replace("return", "P = 1.0001 * (") + ")\n    return P.astype(np.float32)"
HIDES = "import numpy as np, copy\nnp.array_equal = copy.deepcopy = lambda *a, **k: a[0]"
FORGE = """\
    import os
    for k in range(3, 64):
        try:
            os.write(k, b'{"called": true}\\n' * 20)
        except OSError:
            pass
    return D"""

Q_NO_PI = Q_RIGHT.replace("P + np.log(pi)", "P + 0")
FINE = "all functions are right"

#: What ordinary classes hand in: right in several styles, and wrong, by name or not. A wrong P
#: does not cost the points for Q.
ORDINARY = [
    Learner("ada", hands_in(), 10, FINE),
    Learner("bo-loops", hands_in(P=P_LOOPS), 10, FINE),
    Learner("carl-helper", hands_in(top=HELPER, Q=Q_HELPED), 10, FINE),
    Learner("dora-magics", hands_in(top=PLOTS), 10, FINE),
    Learner("eve-pandas", hands_in(top="import pandas as pd"), 10, FINE),
    Learner("ida-halved", hands_in(P=P_HALVED), 5, "log_gaussians:"),
    Learner("jo-no-d", hands_in(P=P_RIGHT.replace("-d *", "-")), 5, "log_gaussians:"),
    Learner("kim-extremes", hands_in(P=P_DENSITY), 7.5, "log_gaussians:"),
    Learner("leo-axis", hands_in(Q=Q_RIGHT.replace("axis=1", "axis=0")), 5, "over the points"),
    Learner("mia-no-pi", hands_in(Q=Q_NO_PI), 5, "ln π forgotten"),
    Learner("ned-naive", hands_in(Q=Q_DENSITY), 7.5, "a posterior taken through the densities"),
    Learner("ola-both", hands_in(P=P_HALVED, Q=Q_NO_PI), 0, "ln π forgotten"),
    Learner("pia-raises", hands_in(P="    return D + sigma[:, None]"), 5, "raises ValueError"),
    Learner("quin-none", hands_in(P="    P = -D"), 5, "returns nothing"),
    Learner("ray-edits", hands_in(P="    D /= sigma\n    return -D"), 5, "D is changed"),
    Learner("sue-syntax", hands_in(P="    return -D * ("), 5, "not there"),
    Learner("tom-blank", hands_in(P=None, Q=None, words=None), 0, "not written"),
]

#: What goes wrong in all other ways.
BAD = [
    Learner("uma-endless", hands_in(P=NEVER), 5, "does not return"),
    Learner("val-endless-cell", hands_in(top="while True: pass"), 10, "did not end within"),
    Learner("wes-exit", hands_in(P="    import os\n    os._exit(0)"), 5, "stops the interpreter"),
    Learner("xia-exit-cell", hands_in(top="import os\nos._exit(0)"), 10, "ended the whole process"),
    Learner("yan-bomb", hands_in(P=BOMB), 5, "log_gaussians:"),
    Learner("zoe-sigint", hands_in(top=IGNORES, P=NEVER), 5, "does not return"),
    Learner("abe-deleted", hands_in(change=without_tests), 10, "2 test cells were deleted"),
    Learner("bea-edited", hands_in(change=with_softer_tests, P=P_HALVED), 5, "cells were edited"),
    Learner("cid-stripped", hands_in(change=without_metadata), 10, "metadata were gone"),
    Learner("dan-only-functions", hands_in(change=without_given_cells), 10, FINE),
    Learner("eli-patched", hands_in(top=PATCH, P=P_HALVED), 5, "log_gaussians:"),
    Learner("flo-reference", hands_in(P=ANSWERS), 5, "mixtures_lab.log_gaussians was called"),
    Learner("gil-files", hands_in(P=FILES), 5, "out of reach while grading"),
    Learner("hal-hundred", hands_in(change=with_100_mb_of_output), 10, FINE),
    Learner("hue-output", hands_in(P=OUT), 10, FINE),
    Learner("ivo-kills", hands_in(P=ESCAPE), 5, "os.kill is not allowed while grading"),
    Learner("amy-forks", hands_in(P=FORKS), 5, "os.fork is not allowed while grading"),
    Learner("ann-expert", hands_in(P=EXPERT), 5, "log_gaussians: raises PermissionError"),
    Learner("art-fills", hands_in(P=FILLS), 5, "fills the disk"),
    Learner("asa-says", hands_in(P=SAYS), 5, "log_gaussians: raises PermissionError"),
    Learner("ben-single", hands_in(P=P_SINGLE), 5, "log_gaussians:"),
    Learner("bob-hides", hands_in(top=HIDES, P="    D /= sigma\n    return -D"), 5, "D is changed"),
    Learner("cat-writes", hands_in(P=WRITES), 10, FINE),
    Learner("coe-magics", hands_in(top=MAGICS, P=DRAWS), 10, FINE),
    Learner("jan-forges", hands_in(P=FORGE), 5, "writes where only the grader writes"),
    Learner("gus-old", hands_in(change=in_an_old_format), 10, FINE),
    Learner("fay-given", hands_in(change=with_code_outside, P=P_HALF), 10, FINE),
    Learner("kay-text", hands_in_bytes("answer.txt", b"By hand."), 0, "not a notebook"),
    Learner("liv-pdf", hands_in_bytes(f"{NAME}.ipynb", b"%PDF-1.7 scan"), 0, "a PDF"),
    Learner("max-broken", hands_in_bytes(f"{NAME}.ipynb", b'{"cells": [{'), 0, "damaged notebook"),
    Learner("nia-empty", hands_in_bytes(f"{NAME}.ipynb", b""), 0, "an empty file"),
    Learner("oz-deep", hands_in_bytes(f"{NAME}.ipynb", b"[" * 10**6), 0, "not a notebook"),
    Learner("pam-nothing", hands_in_nothing, 0, "no notebook was handed in"),
]

RAISES = "    raise type({!r}, (Exception,), {{}})({!r})"
EVIL = '<img src=x onerror="document.title=1"> [x](javascript:alert(1)) $\\href{javascript:a}{b}$'

#: What stopped a whole batch, or did something to who looked at it.
HOSTILE = [
    Learner("half-emoji", hands_in(top="x = '\ud83d'"), 10, FINE),
    Learner("half-words", hands_in(words="\ud83d"), 10, FINE),
    Learner("half-raises", hands_in(P=RAISES.format("E", "\\ud83d")), 5, "log_gaussians: raises"),
    Learner("half-prints", hands_in(P="    print('\\ud83d')\n" + P_RIGHT), 10, FINE),
    Learner("frac", hands_in(P=RAISES.format(r"$\frac$", "x")), 5, r"raises $\\frac$"),
    Learner("bell", hands_in(P=RAISES.format("\x07\x1b[2J", "x")), 5, "log_gaussians: raises"),
    Learner("n" * 248, hands_in(), 10, FINE),
    Learner("bytes-\\xff", called(b"bytes-\xff", hands_in()), 10, FINE),
    Learner("fifo", as_a(os.mkfifo), 0, "not an ordinary file"),
    Learner("zeros", as_a(lambda path: path.symlink_to("/dev/zero")), 0, "a link to another file"),
    Learner("terabyte", as_a(sparse), 0, "larger than 256 MB"),
    Learner("timestamp", with_a_long_timestamp, 10, FINE),
    Learner("nested", as_a(nested), 0, "no notebook was handed in"),
    Learner("lists", hands_in_bytes(f"{NAME}.ipynb", b'{"cells": [' + b"[]," * 2 * 10**6), 0,
            "more parts than a notebook has"),
    Learner("pasted", hands_in(change=with_pasted_data), 10, FINE),
    Learner("evil", hands_in(words=EVIL), 10, FINE),
    Learner("=1+1", hands_in(), 10, FINE),
    Learner("below", hands_in(words=None, change=answered_below), 10, FINE),
    Learner("photo", hands_in(words=None, change=with_a_photo), 10, FINE),
    Learner("photo-beside", with_a_photo_beside, 10, "handed in beside it, and may be the answer"),
    Learner("copied", worked_in_the_copy, 10, f"and not graded: {NAME}.ipynb"),
]  # fmt: skip

CLASS = ORDINARY + BAD + HOSTILE


def write_class(released, folder, learners=None):
    """Write what everybody hands in, as a hub collects it: learner/set/notebook."""
    notebook = json.loads(released.read_text(encoding="utf-8"))
    for learner in CLASS if learners is None else learners:
        learner.write(notebook, folder / learner.name)


# What a class is called where it comes from.


def put(folder, path, text):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def write_canvas(folder, done, other=None):
    """What Canvas' "Download Submissions" has: loose files, attempts, LATE, and a typed text."""
    put(folder, f"lovelaceada_101_9001_{NAME}.ipynb", other or done)
    put(folder, f"lovelaceada_101_9003_{NAME}-2.ipynb", done)
    put(folder, f"noetheremmy_LATE_102_9004_{NAME}.ipynb", done)
    put(folder, "noetheremmy_103_9005_Untitled.ipynb", done)
    put(folder, "gaussc_104_text.html", "<p>I could not upload.</p>")


def write_moodle(folder, done):
    """What Moodle's "Download all submissions" has: a folder each, or loose files."""
    put(folder, f"Ada Lovelace_201_assignsubmission_file/{NAME}.ipynb", done)
    put(folder, "Ada Lovelace_201_assignsubmission_onlinetext/onlinetext.html", "<p>Hello.</p>")
    put(folder, f"Emmy Noether_202_assignsubmission_file_/{NAME}.ipynb", done)
    put(folder, f"Emmy Noether_203_assignsubmission_file_{NAME}.ipynb", done)
    put(folder, "Bo_B Müller_204_assignsubmission_file_mine.ipynb", done)


GRADESCOPE = """\
submission_71:
  :submitters:
  - :name: Ada Lovelace
    :sid: '301'
    :email: ada@example.org
  - :name: Emmy Noether
    :sid: '302'
    :email: emmy@example.org
  :created_at: 2027-03-01 17:30:00.123000000 Z
  :score: 0.0
  :status: processed
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
submission_72:
  :submitters:
  - :name: Carl Gauß
    :sid: '303'
    :email: carl@example.org
  :created_at: 2027-03-01 19:30:00 +01:00
"""


def write_gradescope(folder, done):
    """What Gradescope's "Export Submissions" has: folders, and a list of whose they are."""
    put(folder, "submission_metadata.yml", GRADESCOPE)
    put(folder, "submission_71/mine.ipynb", done)
    put(folder, f"submission_72/{NAME}.ipynb", done)
