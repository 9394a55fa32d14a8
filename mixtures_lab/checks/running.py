"""Run a learner's function where it can do no harm, for a few seconds at most.

On Linux the calls run in a forked copy of this process. The copy costs a few
milliseconds, and whatever happens in it leaves the notebook alone: an endless
loop, in C or behind an ``except:``, an exit of the interpreter, a crash, too much
memory. Elsewhere a fork is not safe (macOS's own libraries forbid it) or not
there (Windows), and some libraries keep threads that a copy would wait for. The
calls then run in a thread, which is told to stop and, if it does not, left behind.
What ends the whole process cannot be survived there. Python on a page of the book has
no threads either: there a watcher ends what runs for too long, see `watched`.
"""

import contextlib
import ctypes
import io
import linecache
import os
import pickle
import select
import signal
import sys
import threading
import time
import warnings
from copy import deepcopy
from typing import NamedTuple

import numpy as np

from .. import _page
from .outcomes import Raised, Seen, outcome_of
from .reading import read
from .watched import watched

#: Seconds for all the calls of one check together.
LIMIT = 6.0

#: Memory that the calls may take, beside what the process has already.
MEMORY = 2**30

#: Characters of a learner's prints that are kept.
KEPT = 2000

#: Libraries with threads of their own, for which a forked copy may wait for ever.
THREADED = {"jax", "torch", "tensorflow", "numba", "cupy", "mxnet"}


#: The files through which a learner's function is called.
CALLERS = {__file__, watched.__code__.co_filename}


class Ran(NamedTuple):
    """The outcomes in the order of the calls; fewer than the calls if the run was cut short."""

    outcomes: list
    printed: str
    cut_short: str | None  # "time" or "exit"


class TimeUp(BaseException):
    """Raised inside a thread that has run for too long."""


def run(function, calls, names, answers=()):
    """Call `function` on copies of each of `calls`, whose arguments are called `names`.

    `answers` names the arrays of an answer if there are several.
    """
    if sys.platform == "linux" and not THREADED & set(sys.modules):
        with contextlib.suppress(OSError):  # no more processes: the thread is left
            return _in_a_copy(function, calls, names, answers)
    return _in_a_thread(function, calls, names, answers)


class Printed(io.TextIOBase):
    """Takes what is printed and keeps the beginning."""

    def __init__(self, keep):
        self.keep, self.kept = keep, 0

    def writable(self):
        return True

    def write(self, text):
        if self.kept < KEPT:
            self.keep(text[: KEPT - self.kept])
            self.kept += len(text)
        return len(text)


def call_all(function, calls, names, answers, found, printed):
    """Call it here: hand each outcome to `found` as it comes, and what is printed to `printed`."""
    waiting = iter(calls)

    def see(seen):
        found(outcome_of(seen, next(waiting), names, answers))

    see_all(function, calls, answers, see, printed)


def see_all(function, calls, answers, found, printed):
    """Hand what each call does to `found` as it comes, and what is printed to `printed`."""
    out = Printed(printed)
    with (
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
    ):
        warnings.simplefilter("ignore")
        for arguments in calls:
            found(_see(function, deepcopy(arguments), answers))


def _see(function, arguments, answers):
    """One call, whatever it does."""
    try:
        return Seen(read(function(*arguments), answers), arguments)
    except (TimeUp, _page.Stopped):
        raise
    except BaseException as error:
        try:
            words = str(error)[:300]
        except BaseException:  # a learner's own exception may fail to print itself
            words = ""
        return Seen(Raised(type(error).__name__, words, _line_of(error)), arguments)


def _line_of(error):
    """The learner's line that raised, where its text can be had."""
    step = error.__traceback__
    while step is not None and step.tb_frame.f_code.co_filename in CALLERS:
        step = step.tb_next
    if step is None:  # the call itself failed: wrong number of arguments
        return ""
    file = step.tb_frame.f_code.co_filename
    if file == read.__code__.co_filename:
        return ""
    while step.tb_next is not None and step.tb_next.tb_frame.f_code.co_filename == file:
        step = step.tb_next
    return linecache.getline(file, step.tb_lineno).strip()[:100]


# a forked copy


def _in_a_copy(function, calls, names, answers):
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # From Python 3.12 on, a fork beside other threads warns. The copy touches none of
        # what they hold: it computes, writes to its own pipe and leaves.
        warnings.simplefilter("ignore")
        pid = os.fork()
    if pid == 0:
        leave = os._exit
        try:
            os.close(reader)
            _in_the_copy(function, calls, answers, writer)
        finally:
            leave(0)
    os.close(writer)
    try:
        data, in_time = _received(reader)
    finally:
        os.close(reader)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):  # someone else may have waited for it
            os.waitpid(pid, 0)
    seen, printed = [], []
    stream = io.BytesIO(data)
    with contextlib.suppress(EOFError, pickle.UnpicklingError):  # cut off in mid-sentence
        while True:
            item = pickle.load(stream)
            (printed if isinstance(item, str) else seen).append(item)
    outcomes = [
        outcome_of(one, arguments, names, answers)
        for one, arguments in zip(seen, calls, strict=False)
    ]
    cut_short = None
    if len(outcomes) < len(calls):
        cut_short = "exit" if in_time else "time"
    return Ran(outcomes, "".join(printed), cut_short)


def bytes_taken():
    """The memory that this process has, where the system says it: on Linux."""
    import resource

    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _in_the_copy(function, calls, answers, writer):
    """Send outcomes through the pipe, one by one."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # what C code or a child of the learner's prints
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(Exception):
        import resource

        most = bytes_taken() + MEMORY
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    with open(writer, "wb") as pipe:

        def send(item):
            pickle.dump(item, pipe)
            pipe.flush()

        see_all(function, calls, answers, send, send)


def _received(reader):
    """All that comes through the pipe until it closes, or the time is up."""
    data, end = bytearray(), time.monotonic() + LIMIT
    while True:
        ready, _, _ = select.select([reader], [], [], max(0, end - time.monotonic()))
        if not ready:
            return bytes(data), False
        chunk = os.read(reader, 2**16)
        if not chunk:
            return bytes(data), True
        data += chunk


# a thread


def _in_a_thread(function, calls, names, answers):
    outcomes, printed = [], []

    def work(function=function):
        with contextlib.suppress(TimeUp):
            call_all(function, calls, names, answers, outcomes.append, printed.append)

    worker = threading.Thread(target=work, daemon=True)
    out, err = sys.stdout, sys.stderr
    try:
        worker.start()
    except RuntimeError:  # a Python in the browser has no threads
        work(watched(function, LIMIT, TimeUp))
    else:
        worker.join(LIMIT)
        end = time.monotonic() + 1
        # Again and again: a bare `except:` in a loop swallows the first ones.
        while worker.is_alive() and time.monotonic() < end:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(worker.ident), ctypes.py_object(TimeUp)
            )
            worker.join(0.002)
        sys.stdout, sys.stderr = out, err  # which a worker left behind has not given back
    return Ran(
        outcomes[: len(calls)], "".join(printed), "time" if len(outcomes) < len(calls) else None
    )
