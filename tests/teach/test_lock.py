"""What a learner's code cannot reach, with every lock and where one is missing.

The table on the instructors' page (How safe it is) promises what is tried here, and no more.
"""

import ctypes
import errno
import os
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

import mixtures_lab
from mixtures_lab.teach import batch, syscalls
from mixtures_lab.teach.apart import Apart, LearnerFailed, locks_here
from mixtures_lab.teach.lock import CALLS, FILES, LOCKS, PYTHON
from mixtures_lab.teach.sources import SetError

HERE = Path(__file__)
MATRICES = Path(mixtures_lab.__file__).parent / "matrices.py"
ANSWERS = HERE.parents[2] / "book" / "assignments" / "beyond.py"
ELSEWHERE = Path(tempfile.gettempdir()) / "mixtures-lab-was-here"

#: C, which NumPy has for itself, and the interpreter's lock would refuse.
CTYPES = """
import os, sys
import numpy as np
ctypes = next(m.ctypes for name, m in sys.modules.items() if name.endswith("e._internal"))
"""

TOP = (
    CTYPES
    + """
import importlib.machinery, importlib.util, os, sys
import numpy as np

def stop(error):
    raise error

def module(name):  # past the finder that says what is there
    spec = importlib.machinery.PathFinder.find_spec(name)
    return importlib.util.module_from_spec(spec)
"""
)

#: Ways out that are closed whatever the locks: what they need is not there.
NOT_THERE = {
    "the network": "__import__('socket').create_connection(('127.0.0.1', 80))",
    "another program": "__import__('subprocess').run(['ls'])",
    "C": "__import__('ctypes').CDLL(None)",
    "another interpreter": "__import__('_interpreters').create()",
    "another interpreter, by its older name": "__import__('_xxsubinterpreters').create()",
    "a database": f"__import__('sqlite3').connect({str(ELSEWHERE)!r})",
    "the package's answers": "__import__('mixtures_lab').log_sum_exp(np.ones(2))",
    "an oracle": "__import__('sklearn.mixture').mixture.GaussianMixture(N)",
}

#: Ways out, each with the locks that stand before it.
WAYS = {
    "a file of the grader": (f"open({str(HERE)!r}).read()", {FILES, PYTHON}),
    "the answers to a set": (f"open({str(ANSWERS)!r}).read()", {FILES, PYTHON}),
    "the answers by their file": (
        f"__import__('runpy').run_path({str(MATRICES)!r})",
        {FILES, PYTHON},
    ),
    "a file without its name": (f"os.open({str(HERE)!r}, os.O_RDONLY)", {FILES, PYTHON}),
    "a file by C code": (
        f"module('readline').read_history_file({str(HERE)!r})",
        {FILES, PYTHON},
    ),
    "a listing": (f"os.listdir({str(HERE.parent)!r})", {FILES, PYTHON}),
    "a walk": (f"next(os.walk({str(HERE.parent)!r}, onerror=stop))", {FILES, PYTHON}),
    "an array from a file": (f"np.fromfile({str(HERE)!r})", {FILES, PYTHON}),
    "a file elsewhere": (f"open({str(ELSEWHERE)!r}, 'w')", {FILES, PYTHON}),
    "a folder elsewhere": (f"os.mkdir({str(ELSEWHERE)!r})", {FILES, PYTHON}),
    "a file's mode": (f"os.chmod({str(HERE)!r}, 0o644)", {CALLS, PYTHON}),
    "a file's times": (f"os.utime({str(HERE)!r})", {CALLS, PYTHON}),
    "a link": (f"os.symlink({str(HERE)!r}, 'mine')", {FILES, CALLS, PYTHON}),
    "another name": (f"os.link({str(HERE)!r}, 'mine')", {FILES, CALLS, PYTHON}),
    "another folder": ("os.chdir('/')", {PYTHON}),
    "a copy of itself": ("os.fork()", {CALLS, PYTHON}),
    "a thread": ("__import__('threading').Thread(target=print).start()", {CALLS}),
    "another program in its place": ("os.execv('/bin/ls', ['ls'])", {FILES, CALLS, PYTHON}),
    "another program beside it": ("os.posix_spawn('/bin/ls', ['ls'], {})", {CALLS, PYTHON}),
    "a signal": ("os.kill(os.getppid(), 0)", {CALLS, PYTHON}),
    "C, through numpy": ("ctypes.CDLL(None)", {PYTHON}),
    "C, through SciPy": (
        "__import__('scipy._lib._ccallback')._lib._ccallback.ctypes.CDLL(None)",
        {PYTHON},
    ),
}

CONFIGURATIONS = {
    "every lock": LOCKS,
    "no Landlock": (CALLS, PYTHON),
    "no seccomp": (FILES, PYTHON),
    "the interpreter's lock alone": (PYTHON,),
    "both of the kernel's": (FILES, CALLS),
    "Landlock alone": (FILES,),
    "seccomp alone": (CALLS,),
}


@pytest.fixture(scope="module")
def here():
    return set(locks_here())


def locked_with(patch, wanted, here):
    """Have learners' processes locked with these alone, if this computer has them."""
    if not here.issuperset(wanted):
        pytest.skip(f"this computer has no {' and no '.join(sorted(set(wanted) - here))}")
    patch.setattr("mixtures_lab.teach.apart.LOCKS", tuple(wanted))


@pytest.fixture(scope="module", params=CONFIGURATIONS)
def tried(request, here):
    """{way: what came of it}, of those that the locks of a configuration stand before."""
    locks = CONFIGURATIONS[request.param]
    ways = {what: code for what, (code, holders) in WAYS.items() if holders & set(locks)}
    ways |= {f"{what} (not there)": code for what, code in NOT_THERE.items()}
    functions = [f"def f{k}(N):\n    return {code}" for k, code in enumerate(ways.values())]
    with pytest.MonkeyPatch.context() as patch:
        locked_with(patch, locks, here)
        found = {}
        with Apart([(1, TOP + "\n".join(functions))]) as apart:
            for k, what in enumerate(ways):
                try:
                    found[what] = f"returned {apart.function(f'f{k}')(1)}"
                except LearnerFailed as failure:
                    found[what] = str(failure)
            assert set(apart.locks) == set(locks)
        return found


def test_no_way_out_is_open(tried):
    kinds = (
        "raised (PermissionError|ModuleNotFoundError|ImportError|OSError: .Errno 18|"
        "RuntimeError: can't start)"
    )
    assert {what: said for what, said in tried.items() if not re.search(kinds, said)} == {}
    assert not ELSEWHERE.exists()


def test_what_the_kernel_lets_through_leads_nowhere():
    """What C may do, the kernel says call by call, and `/` is a name like others."""
    open_to_code = {what for what, (_, holders) in WAYS.items() if holders == {PYTHON}}
    assert open_to_code == {"C, through numpy", "C, through SciPy", "another folder"}


NUMBERS = f"""{CTYPES}
def f(listed):
    libc, let = ctypes.CDLL(None, use_errno=True), []
    for number in range(500):
        if number not in listed:
            ctypes.set_errno(0)
            if libc.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1:
                let.append(number)
    return np.array(let)
"""


def test_the_kernel_refuses_every_call_that_is_not_listed(here, monkeypatch):
    """Really, by its number: a socket of any family, a new process, a trace, a mount, …"""
    locked_with(monkeypatch, (FILES, CALLS), here)
    column = syscalls.MACHINES[os.uname().machine][1]
    listed = [*syscalls.ALLOWED.values(), *(row[0] for row in syscalls.LIMITED.values())]
    numbers = [*(numbers[column] for numbers in listed), syscalls.TRUNCATE[column]]
    # Two that trace a function (x86-64), no filter sees: they end who calls them from elsewhere.
    numbers = [335, 336, *(number for number in numbers if number is not None)]
    with Apart([(1, NUMBERS)]) as apart:
        assert apart.function("f")(np.array(numbers)).tolist() == []


EXPERT = f"""{CTYPES}
class Memory:
    def __init__(self, address):
        self.__array_interface__ = {{
            "data": (address, False), "shape": (1,), "typestr": "<i8", "version": 3
        }}

frame = sys._getframe()
while "lock" not in frame.f_locals:
    frame = frame.f_back
np.asarray(Memory(id(frame.f_locals["lock"].REFUSED) + 16))[0] = 0  # its length
libc = ctypes.CDLL(None, use_errno=True)

def socket(family):
    kind = 1 if family != 17 else 3
    return libc.socket(family, kind, 0), ctypes.get_errno()

def read(N):
    return libc.open({os.fsencode(HERE)!r}, 0), ctypes.get_errno()

def fork(N):
    return os.fork()
"""


def test_who_takes_the_interpreters_lock_off_meets_the_kernels(here):
    if not here.issuperset(LOCKS):
        pytest.skip("this computer lacks a lock")
    with Apart([(1, EXPERT)]) as apart:
        # 1 is a Unix socket, 2 and 10 the internet's, 16 the kernel's own, 17 raw packets.
        for family in (1, 2, 10, 16, 17):
            assert apart.function("socket")(family).tolist() == [-1, errno.EPERM]
        assert apart.function("read")(1).tolist() == [-1, errno.EACCES]
        with pytest.raises(LearnerFailed, match="Operation not permitted"):
            apart.function("fork")(1)
        assert not apart.troubles


LIMITS = f"""{CTYPES}
def f(N):
    libc, room = ctypes.CDLL(None), (ctypes.c_ulong * 2)()
    libc.getrlimit(N, room)
    return room[1]
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers are Linux's")
@pytest.mark.parametrize("limit, most", [(6, 0), (7, 64), (1, 2**23), (4, 0), (12, 0)])
def test_there_is_a_limit(limit, most, monkeypatch):
    """On processes, open files, a file's size, core dumps and message queues."""
    monkeypatch.setattr("mixtures_lab.teach.apart.LOCKS", ())
    with Apart([(1, LIMITS)]) as apart:
        assert apart.function("f")(limit) <= most


def test_another_thread_would_stay_outside_so_no_lock_of_the_kernel_is_promised(monkeypatch):
    from mixtures_lab.teach import lock

    monkeypatch.setattr(lock.os, "listdir", lambda path: ["1", "2"])
    assert not lock._alone()


@pytest.mark.parametrize(
    "locks, says",
    [
        (LOCKS, []),
        ((CALLS, PYTHON), ["no Landlock"]),
        ((FILES, PYTHON), ["no seccomp"]),
        ((PYTHON,), ["no Landlock and no seccomp"]),
    ],
)
def test_what_is_missing_is_said(locks, says, monkeypatch):
    monkeypatch.setattr(batch, "locks_here", lambda: locks)
    said = []
    batch.look_at_the_locks(True, said.append)
    assert len(said) == len(says) and all(words in said[0] for words in says)


def test_without_a_lock_of_the_kernel_nothing_is_graded_unless_it_is_wanted(monkeypatch):
    monkeypatch.setattr(batch, "locks_here", lambda: (PYTHON,))
    with pytest.raises(SetError, match=r"neither Landlock nor seccomp.*--unlocked"):
        batch.look_at_the_locks(False, print)


def test_this_machine_has_what_the_kernel_says(here):
    """Landlock answers with its version, and /proc knows of seccomp."""
    if sys.platform == "linux":
        version = ctypes.CDLL(None, use_errno=True).syscall(444, None, 0, 1)
        assert (FILES in here) == (version >= 1)
        if os.uname().machine in syscalls.MACHINES:
            assert (CALLS in here) == Path("/proc/sys/kernel/seccomp").exists()
    assert PYTHON in here
