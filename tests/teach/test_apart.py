"""A learner's code runs apart: it can answer, and nothing else."""

import json
import os
import sys
import time

import numpy as np
import pytest

from mixtures_lab import Mixture
from mixtures_lab.teach import mark, wire
from mixtures_lab.teach.apart import Apart, LearnerFailed, Process, Right

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits that only Linux keeps")


def answer_of(code, *arguments, given=None):
    """What `f(*arguments)` returns, with `f` as this code defines it."""
    with Apart([(1, code)], given) as apart:
        return apart.function("f")(*arguments)


def failure_of(code, *arguments):
    with pytest.raises(LearnerFailed) as failure:
        answer_of(code, *arguments)
    return str(failure.value)


def test_arrays_go_over_and_come_back_exactly():
    X = np.array([[1 / 3, -np.inf], [np.nan, 1e-320]])
    np.testing.assert_array_equal(answer_of("def f(X): return X", X), X)


@pytest.mark.parametrize("shape", [(0, 3), (3,), (2, 1, 3)])
def test_shapes_stay(shape):
    X = np.ones(shape).cumsum().reshape(shape)
    np.testing.assert_array_equal(answer_of("def f(X): return X.T", X), X.T)
    assert answer_of("def f(X): return X.sum()", X).shape == ()


def test_a_mixture_arrives_as_a_mixture():
    mixture = Mixture(np.zeros((2, 3)), np.ones(2), np.full(2, 0.5))
    code = (
        "from mixtures_lab import Mixture\ndef f(m): return isinstance(m, Mixture) * m.mu.shape[1]"
    )
    assert answer_of(code, mixture) == 3


def test_whole_numbers_stay_whole():
    assert answer_of("def f(K): return isinstance(K, int)", 3) == 1


def test_the_data_sets_are_there():
    code = "from mixtures_lab import datasets\ndef f(N): return len(datasets.old_faithful()) + N"
    assert answer_of(code, 0) == 272


def test_a_learners_own_assertions_work():
    code = "import numpy as np\ndef f(X):\n    np.testing.assert_allclose(X, X)\n    return X"
    np.testing.assert_array_equal(answer_of(code, np.ones(2)), np.ones(2))


@pytest.mark.parametrize(
    "code",
    [
        "from scipy.spatial.distance import cdist\ndef f(X): return cdist(X, X, 'sqeuclidean')",
        "import scipy\ndef f(X):\n    D = scipy.spatial.distance_matrix(X, X)\n    return D**2",
        "def f(X):\n    from scipy import spatial\n    return spatial.distance.cdist(X, X) ** 2",
    ],
)
def test_scipy_is_there(code):
    X = np.array([[0.0, 0.0], [3.0, 4.0]])
    np.testing.assert_allclose(answer_of(code, X), [[0, 25], [25, 0]])


@pytest.mark.parametrize(
    "module, how",
    [
        ("pandas", "import pandas as name"),
        ("sklearn", "from sklearn import (\n  other,\n  name,\n)"),
        ("torch", "from torch.nn import *"),
        ("socket", "import socket as name  # of the standard library, and out of reach"),
    ],
)
def test_a_module_that_is_not_there_is_named_where_its_name_is_missed(module, how):
    with Apart([(3, f"{how}\nx = 1\ndef f(X): return name.of(X)")]) as apart:
        (outcome,) = apart.function("f").run_apart([(np.ones(2),)], ["X"]).outcomes
    assert outcome.mistake == f"imports {module}"
    assert f"code cell 3, line 1: ModuleNotFoundError: {module} is not there" in outcome.sentence
    assert "NumPy and SciPy are" in outcome.sentence


def test_a_slip_in_a_name_is_not_blamed_on_an_import():
    with Apart([(1, "import pandas\ndef f(X): return cdits(X)")]) as apart:
        (outcome,) = apart.function("f").run_apart([(np.ones(2),)], ["X"]).outcomes
    assert outcome.mistake == "raises NameError"
    assert "pandas" not in outcome.sentence


def test_a_module_imported_inside_the_function_is_named():
    with Apart([(1, "def f(X):\n    import pandas\n    return X")]) as apart:
        (outcome,) = apart.function("f").run_apart([(np.ones(2),)], ["X"]).outcomes
    assert outcome.mistake == "imports pandas"


THREAD = "import threading\ndef f(X):\n    threading.Thread(target=print).start()\n    return X"
WAITS = "def f(X):\n    import asyncio\n    return asyncio.run(asyncio.sleep(0, X))"
POOL = "from concurrent.futures import ThreadPoolExecutor\ndef f(X): return ThreadPoolExecutor()"


@pytest.mark.parametrize(
    ("code", "mistake", "says"),
    [
        (THREAD, "raises PermissionError", "threading.Thread is not allowed"),
        (WAITS, "imports asyncio", "asyncio is not there while grading"),
        (POOL, "imports concurrent", "concurrent is not there while grading"),
    ],
)
def test_a_thread_or_an_event_loop_is_refused_in_words(code, mistake, says):
    with Apart([(1, code)]) as apart:
        (outcome,) = apart.function("f").run_apart([(np.ones(2),)], ["X"]).outcomes
    assert outcome.mistake == mistake and says in outcome.sentence


@pytest.mark.parametrize("module", ["math", "random", "decimal", "statistics", "dataclasses", "gc"])
def test_the_standard_library_is_there(module):
    assert answer_of(f"def f(N):\n    import {module}\n    return N", 1) == 1


def test_pictures_and_boxes_do_nothing():
    code = """
%config InlineBackend.figure_formats = ["svg"]
import matplotlib.pyplot as plt
from mixtures_lab import checks
from mixtures_lab.explorer import Explorer
plt.plot([1, 2], label="x")
checks.check("log_sum_exp", max)
Explorer([[1, 2]])
display(3)
!ls
def f(N): return N
"""
    with Apart([(1, code)]) as apart:
        assert apart.function("f")(7) == 7
        assert apart.troubles == []


def test_its_own_folder_is_its_own():
    code = """
import os
def f(N):
    with open("notes.txt", "w") as file:
        file.write(f"{N} and more")
    with open("notes.txt", "r+") as file:
        file.truncate(1)
    os.truncate("notes.txt", 1)
    os.makedirs("below", exist_ok=True)
    os.replace("notes.txt", "below/notes.txt")
    print("nowhere", file=open(os.devnull, "w"))
    return int(open("below/notes.txt").read())
"""
    with Apart([(1, code)]) as apart:
        assert [apart.function("f")(N) for N in (7, 8, 9)] == [7, 8, 9]


@pytest.mark.parametrize("more", ["large", "many"])
def test_the_disk_is_not_filled(more, monkeypatch):
    monkeypatch.setattr("mixtures_lab.teach.apart.WRITTEN", 2**16)
    monkeypatch.setattr("mixtures_lab.teach.apart.FILES", 20)
    code = """
def f(N):
    for k in range(10**9):
        with open(f"{k % N}", "wb") as file:
            file.write(bytes(2**20 if N == 5 else 1))
"""
    with Apart([(1, code)]) as apart:
        ran = apart.function("f").run_apart([(5 if more == "large" else 100,)], ["N"])
    assert ran.outcomes[0].mistake == "fills the disk"


@linux
def test_memory_has_a_limit():
    assert "MemoryError" in failure_of("import numpy as np\ndef f(N): return np.ones(2**28)", 1)


@linux
def test_a_file_has_a_limit():
    assert "raised OSError" in failure_of(
        "def f(N):\n    with open('big', 'wb') as file:\n        file.write(bytes(2**26))", 1
    )


def test_a_process_that_ends_is_said_and_the_next_function_still_runs():
    code = "import os\ndef f(N): os._exit(0)\ndef g(N): return N"
    with Apart([(1, code)]) as apart:
        with pytest.raises(LearnerFailed, match="ends the whole process"):
            apart.function("f")(1)
        assert apart.function("g")(2) == 2


def test_an_endless_function_is_ended_whatever_it_catches(monkeypatch):
    monkeypatch.setattr("mixtures_lab.teach.apart.LIMIT", 1.0)
    code = """
def f(N):
    while True:
        try:
            pass
        except BaseException:
            pass
"""
    start = time.monotonic()
    assert "does not return" in failure_of(code, 1)
    assert time.monotonic() - start < 10


def test_the_process_is_gone_afterwards():
    with Apart([(1, "import os\ndef f(N): return os.getpid()")]) as apart:
        pid = int(apart.function("f")(1))
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_line_that_raises_does_not_stop_the_next():
    code = "1 / 0\ndef f(N): return N"
    with Apart([(1, code)]) as apart:
        assert apart.function("f")(1) == 1
        assert str(apart.troubles[0]) == "code cell 1, line 1: ZeroDivisionError: division by zero"


def test_a_missing_function_says_what_kept_it_away():
    says = failure_of("def f(N) return N", 1)
    assert says.startswith("Your notebook has no function f.")
    assert "code cell 1, line 1: SyntaxError" in says


def nested(depth):
    item = {"plain": 1}
    for _ in range(depth):
        item = {"row": [item]}
    return item


PACKED_ONE = wire.packed(np.ones(7))
ARGUMENT = {"array": wire.packed(np.ones((7, 3)))}


def seen_with(parts, eps=2.0**-52, arguments=(ARGUMENT,)):
    """What a call did, as a learner might forge it."""
    read = {"parts": parts, "eps": eps, "matrix": False, "whole": False}
    return {"read": read, "arguments": list(arguments)}


FORGED = {
    "no answer": {},
    "no number": 3,
    "another number of arrays": seen_with([PACKED_ONE, PACKED_ONE]),
    "no array": seen_with([]),
    "far too many numbers": seen_with([["float64", [10**9], ""]]),
    "objects": seen_with([["object", [1], ""]]),
    "numbers as coarse as one likes": seen_with([PACKED_ONE], eps=0.5),
    "numbers that are coarse in no type": seen_with([PACKED_ONE], eps="coarse"),
    "no arguments": {"read": seen_with([PACKED_ONE])["read"]},
    "a reason of one's own": {"unusable": ["right, given right parts", ""], "arguments": []},
    "a reason that is no text": {"unusable": [["text"], ""], "arguments": []},
    "an exception without a name": {"raised": [1, "", ""], "arguments": []},
    "half an exception": {"raised": ["ValueError"], "arguments": []},
    "a form that is none": seen_with([PACKED_ONE], arguments=[{"code": "1"}]),
    "two forms at once": seen_with([PACKED_ONE], arguments=[{"plain": 1, "row": []}]),
    "lists without end": seen_with([PACKED_ONE], arguments=[nested(20)]),
}


@pytest.mark.parametrize("item", FORGED.values(), ids=FORGED)
def test_what_no_call_does_is_not_believed(item):
    with pytest.raises(wire.Garbled):
        wire.unpacked_seen(item, 1, Mixture)


def test_what_a_call_does_is_read():
    (part,) = wire.unpacked_seen(seen_with([PACKED_ONE]), 1, Mixture).did.parts
    np.testing.assert_array_equal(part, np.ones(7))


def test_a_name_that_is_none_and_a_type_that_is_none_are_not_repeated():
    raised = {"raised": ["<b>Full marks</b>", "words", ""], "arguments": []}
    assert wire.unpacked_seen(raised, 1, Mixture).did.kind == "an exception"
    unusable = {"unusable": ["no array", "<b>Full marks</b>"], "arguments": []}
    assert wire.unpacked_seen(unusable, 1, Mixture).did.what == "something else"


@pytest.mark.parametrize(
    "line",
    [
        *(json.dumps({"seen": item}) for item in FORGED.values()),
        json.dumps({"seen": seen_with([PACKED_ONE], arguments=[])}),
        json.dumps({"seen": seen_with([PACKED_ONE], arguments=[{"plain": "text"}])}),
        '{"called": true}',
        '{"missing": ["a list"]}',
        '{"ask": "f", "arguments": [], "named": {}}',
        "[]",
        "not JSON",
        "[" * 10_000,
    ],
)
def test_a_forged_answer_earns_nothing(line):
    code = f"""
import os
def f(A):
    for k in range(3, 64):
        try:
            os.write(k, {line!r}.encode() + b"\\n")
        except OSError:
            pass
    return A
"""
    with Apart([(1, code)]) as apart:
        assert mark("log_sum_exp", apart.function("f"), points=4) == 0


def test_what_a_cell_says_of_itself_is_no_note_of_the_graders():
    """A line that hung is noted where the grader saw it, whatever the process says."""
    code = """
import json, os
class Hung(Exception):
    pass
Hung.__name__ = "did not end; full marks"
line = json.dumps({"loaded": [[1, 1, "did not end within 10 seconds", "full marks"]]})
for k in range(3, 64):
    try:
        os.write(k, line.encode() + b"\\n")
    except OSError:
        pass
raise Hung
"""
    with Apart([(1, code)]) as apart:
        apart.function("f").run_apart([(1,)], ["N"])
        assert apart.hung == []
        assert {trouble.kind for trouble in apart.troubles} == {"an exception"}


@pytest.mark.parametrize(
    "patch",
    [
        "np.array_equal = lambda *a, **k: True",
        "copy.deepcopy = lambda x, *a: x",
        "np.asarray = np.array = lambda x, *a, **k: KEPT",
        "base64.b64encode = lambda *a: b''",
        "import json, os; json.dumps = os.write = print",
    ],
)
def test_an_argument_that_is_changed_is_seen_whatever_is_patched(patch):
    code = f"""
import base64, copy
import numpy as np
KEPT = np.ones(7)
{patch}
def f(A):
    m = A.max(axis=-1, keepdims=True)
    A -= m
    return np.log(np.exp(A).sum(axis=-1)) + m[..., 0]
"""
    with Apart([(1, code)]) as apart:
        made = mark("log_sum_exp", apart.function("f"), points=4)
    assert made == 0
    assert made.findings.diagnosis.mistake == "A is changed"


def test_a_later_function_gets_its_points_with_right_parts_in_the_place_of_wrong_ones():
    wrong = "def part(A): return A.max(axis=-1)\ndef f(A): return part(A)"
    right = "import numpy as np\ndef part(A): return np.logaddexp.reduce(A, axis=-1)"
    with Apart([(1, wrong)], given={"part": right}) as apart:
        alone = mark("log_sum_exp", apart.function("f"), points=4)
        helped = mark("log_sum_exp", apart.function("f"), points=4, given=("part",))
    assert alone == 0
    assert helped == 4
    assert "with right part in the place of yours it is right" in helped.note


def test_what_is_given_to_one_function_is_not_there_for_another():
    wrong = "def part(A): return A.max(axis=-1)\ndef f(A): return part(A)"
    right = "import numpy as np\ndef part(A): return np.logaddexp.reduce(A, axis=-1)"
    with Apart([(1, wrong)], given={"part": right}) as apart:
        mark("log_sum_exp", apart.function("f"), points=4, given=("part",))
        assert mark("log_sum_exp", apart.function("part"), points=4) == 0


PART = "import numpy as np\ndef part(A): return np.logaddexp.reduce(A, axis=-1)"


def test_what_is_given_holds_no_answer(monkeypatch):
    """Its code goes to no learner's process: what stands there asks for values."""
    asked, ask = {}, Process.ask
    monkeypatch.setattr(
        Process,
        "ask",
        lambda self, **request: asked.setdefault(self, []).append(request) or ask(self, **request),
    )
    wrong = "def part(A): return A.max(axis=-1)\ndef f(A): return part(A)"
    with Apart([(1, wrong)], given={"part": PART}, before=["EXTRA = 1"]) as apart:
        assert mark("log_sum_exp", apart.function("f"), points=4, given=("part",)) == 4
    told = [json.dumps(requests) for requests in asked.values()]
    assert len(told) == 3  # alone, with what is given, and the right functions' own process
    assert ["logaddexp" in text for text in told] == [False, False, True]
    assert "A.max" not in told[2]


@pytest.mark.parametrize(
    "how", ["part(A)", "part(A=A)", "part(A.tolist())", "part(list(A)) + 0 * part(A).sum()"]
)
def test_a_right_part_takes_what_one_passes(how):
    wrong = f"def part(A): return A.max(axis=-1)\ndef f(A): return {how}"
    with Apart([(1, wrong)], given={"part": PART}) as apart:
        assert mark("log_sum_exp", apart.function("f"), points=4, given=("part",)) == 4


@pytest.mark.parametrize(
    "call, says",
    [
        ("part(A, 3)", "the right part was called here: TypeError"),
        ("part(print)", "cannot be handed over"),
    ],
)
def test_a_right_part_that_is_called_wrongly_says_so(call, says):
    code = f"def part(A): return A\ndef f(A): return {call}"
    with Apart([(1, code)], given={"part": PART}) as apart:
        ran = apart.function("f").run_apart([(np.ones((2, 2)),)], ["A"], given=("part",))
    assert says in ran.outcomes[0].sentence


def test_a_mixture_goes_to_a_right_part_and_comes_back():
    right = "def part(m): return m._replace(mu=m.mu + 1)"
    code = "def part(m): return m\ndef f(m): return part(m).mu"
    mixture = Mixture(np.zeros((2, 3)), np.ones(2), np.full(2, 0.5))
    with Apart([(1, code)], given={"part": right}) as apart:
        ran = apart.function("f").run_apart([(mixture,)], ["m"], given=("part",))
    np.testing.assert_array_equal(ran.outcomes[0].reading.parts[0], np.ones((2, 3)))


def test_a_right_part_that_is_kept_answers_nobody_later():
    code = """
kept = []
def part(A):
    return kept[0](A) if kept else A.max(axis=-1)
def f(A):
    kept.append(part)
    return part(A)
"""
    with Apart([(1, code)], given={"part": PART}) as apart:
        assert mark("log_sum_exp", apart.function("f"), points=4, given=("part",)) == 4
        assert mark("log_sum_exp", apart.function("part"), points=4) == 0


def test_a_line_that_is_left_out_of_what_comes_before_is_not_left_out_of_what_is_given():
    code = "def part(A): return A.max(axis=-1)\ndef f(A): return part(A)"
    with Apart([(1, code)], given={"part": PART}, before=["while True: pass"]) as apart:
        apart._skip.append([-1, 0])  # as after the ten seconds that this line would take
        apart._right = Right([PART])
        assert mark("log_sum_exp", apart.function("f"), points=4, given=("part",)) == 4
