"""A learner's notebook in a process apart: started, asked, and ended, whatever it does.

The process (`child.py`) is a fresh interpreter, locked in. What it answers is measured
before it is believed. When it hangs or dies it is ended, and a new one takes its place for the next
question, so that one function does not cost the others their points.
"""

import contextlib
import importlib.util
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from ..checks.outcomes import Outcome, outcome_of
from ..checks.running import LIMIT, Ran
from ..mixture import Mixture
from . import wire
from .lock import LOCKS

CHILD = Path(__file__).with_name("child.py")

#: Seconds for all cells of a notebook, for a whole submission, and for an interpreter to start.
LOADING, ALTOGETHER, STARTING = 10.0, 60.0, 60.0

#: How often a notebook that hangs or dies while it loads is begun again without that line.
TRIES = 4

#: Bytes that a process may answer in all, and in one line: beyond, it is ended.
ANSWERED, LINE = 2**26, 2**23

#: Bytes and files that its folder may hold, and how often that is looked at, in seconds.
WRITTEN, FILES, LOOK = 2**26, 1000, 0.25


#: Python's words for a name that nothing has, and the child's for a module that is not there.
UNDEFINED = re.compile(r"name '(\w+)' is not defined")
NOT_THERE = re.compile(r"(\w+) is not there while grading")

#: What an import brings: the names after the word, up to the end of the line or of the brackets.
IMPORT = re.compile(r"(?:from +\S+ +)?import +(\([^)]*|[^\n]*)")


class Gone(Exception):
    """The process did not answer: it was too slow, it ended, or it wrote no answer."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why  # "time", "exit", "disk" or "garbled"


#: Why a process was ended, but for being slow: a mistake in a few words, and a sentence.
ENDED = {
    "garbled": (
        "writes where only the grader writes",
        "Your code wrote into the line on which the grader listens for its answers.",
    ),
    "disk": (
        "fills the disk",
        f"Your code wrote more than {WRITTEN // 2**20} MB, or more than {FILES} files.",
    ),
}


class Process:
    """One process apart. SciPy takes half a second to load: it is there if it is asked for."""

    def __init__(self, scipy=False):
        self.folder = tempfile.mkdtemp(prefix="learner-")
        requests, self._requests = os.pipe()
        self._answers, answers = os.pipe()
        asked = ["numpy", "scipy"] if scipy else ["numpy"]
        specs = filter(None, map(importlib.util.find_spec, [*asked, "IPython"]))
        folders = dict.fromkeys(str(Path(spec.origin).parent.parent) for spec in specs)
        told = [requests, answers, asked[-1], json.dumps(LOCKS), *folders]
        # Threads of BLAS would only wait for each other on matrices this small, and no lock
        # would hold those that began before it.
        one = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", CHILD, *map(str, told)],
            cwd=self.folder,
            env=one,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(requests, answers),
            start_new_session=True,
        )
        os.close(requests)
        os.close(answers)
        self._buffer, self._answered = b"", 0
        try:
            self.locks = self.answer(time.monotonic() + STARTING)["ready"]
        except (Gone, KeyError):
            self.end()
            raise RuntimeError("the process for a learner's code did not start") from None

    def ask(self, **request):
        """Write one request."""
        data = (json.dumps(request) + "\n").encode()
        with contextlib.suppress(BrokenPipeError):  # it ended: the answer will say so
            while data:
                _, ready, _ = select.select([], [self._requests], [], LOADING)
                if not ready:
                    return
                data = data[os.write(self._requests, data[:4096]) :]

    def answer(self, until):
        """One answer, a dict; Gone if there is none by then."""
        while b"\n" not in self._buffer:
            left = until - time.monotonic()
            ready, _, _ = select.select([self._answers], [], [], min(max(0, left), LOOK))
            if not ready:
                if left <= LOOK:
                    raise Gone("time")
                if holds_more(self.folder, WRITTEN, FILES):
                    raise Gone("disk")
                continue
            chunk = os.read(self._answers, 2**16)
            if not chunk:
                raise Gone("exit")
            self._buffer += chunk
            self._answered += len(chunk)
            if self._answered > ANSWERED or len(self._buffer) > LINE:
                raise Gone("garbled")
        line, _, self._buffer = self._buffer.partition(b"\n")
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            raise Gone("garbled") from None
        if not isinstance(answer, dict):
            raise Gone("garbled")
        return answer

    def end(self):
        """End the process and all that it started, and remove its folder."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        os.close(self._requests)
        os.close(self._answers)
        shutil.rmtree(self.folder, ignore_errors=True)


def holds_more(folder, bytes, files):
    """Whether a folder holds more than so many bytes, or so many files; it may change meanwhile."""
    waiting, seen, size = [folder], 0, 0
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                seen += 1
                with contextlib.suppress(OSError):
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                if size > bytes or seen > files:
                    return True
    return False


def locks_here():
    """The locks that hold a learner's process on this computer."""
    process = Process()
    process.end()
    return tuple(process.locks)


class Trouble(NamedTuple):
    """A line of a notebook that raised, hung or ended the process."""

    cell: int  # as the learner counts: 1 is the first code cell
    line: int
    kind: str
    words: str

    def __str__(self):
        words = f": {self.words}" if self.words else ""
        return f"code cell {self.cell}, line {self.line}: {self.kind}{words}"


class Apart:
    """A notebook's functions, called in a process apart.

    Parameters
    ----------
    cells : list of (int, str)
        The learner's code cells, each with its number.
    given : dict of str to str
        Code of right functions, by name, for where they take the place of the learner's own.
        It never goes to the learner's process: what stands there in its place asks the grader,
        and the grader asks a process of its own.
    before : list of str
        Cells that come before the learner's, and before what is given.
    """

    def __init__(self, cells, given=None, before=()):
        self._before, self._given = list(before), dict(given or {})
        self.cells = list(cells)
        self.troubles = []  # of the cells, in their process's own words
        self.hung = []  # … and those lines that cost it its process
        self.locks = None  # those that hold
        self._skip, self._process, self._end = [], None, None
        self._replaced, self._right = (), None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stop()
        if self._right is not None:
            self._right.end()

    def function(self, name):
        """The learner's function of that name, as one to be called here."""
        return Function(self, name)

    def run(self, name, calls, names, answers, given=()):
        """Call a function, as `checks.running.run` does."""
        given = tuple(part for part in given if part in self._given)
        if self._end is None:
            self._end = time.monotonic() + ALTOGETHER
        if self._end <= time.monotonic():
            words = f"It was not called: the notebook had used up its {ALTOGETHER:g} seconds."
            return Ran([Outcome(None, "not called", words)] * len(calls), "", None)
        try:
            process = self._loaded(given)
        except Gone:
            words = _not_loaded([*self.troubles, *self.hung])
            return Ran([Outcome(None, *words)] * len(calls), "", None)
        outcomes, printed = [], []
        try:
            process.ask(
                call=name,
                calls=[[wire.packed_value(value) for value in arguments] for arguments in calls],
                answers=list(answers),
            )
            until = min(time.monotonic() + LIMIT, self._end)
            while True:
                answer = process.answer(until)
                if "seen" in answer and len(outcomes) < len(calls):
                    seen = wire.unpacked_seen(answer["seen"], max(1, len(answers)), Mixture)
                    outcome = _in_words(seen, calls[len(outcomes)], names, answers)
                    outcomes.append(self._with_its_import(outcome))
                elif isinstance(answer.get("printed"), str):
                    printed.append(answer["printed"][: wire.KEPT])
                elif answer.get("ask") in given:
                    process.ask(**self._answered(answer, until))
                elif isinstance(answer.get("missing"), str):
                    missing = self._missing(name, wire.class_name(answer["missing"]))
                    return Ran([missing] * len(calls), "", None)
                elif "called" in answer and len(outcomes) == len(calls):
                    return Ran(outcomes, "".join(printed), None)
                else:
                    raise Gone("garbled")
        except (Gone, wire.Garbled) as gone:
            self._stop()
            why = getattr(gone, "why", "garbled")
            if why in ENDED:
                outcomes += [Outcome(None, *ENDED[why])] * (len(calls) - len(outcomes))
                why = None
            return Ran(outcomes, "".join(printed), why)

    def _answered(self, question, until):
        """What the right function says to a learner's question."""
        if self._right is None:
            self._right = Right([*self._before, *dict.fromkeys(self._given.values())])
        arguments, named = question.get("arguments"), question.get("named")
        if not isinstance(arguments, list) or not isinstance(named, dict):
            raise Gone("garbled")
        # Through the grader's hands, so that only what is a value goes on.
        arguments = [wire.packed_value(wire.unpacked_value(v, Mixture)) for v in arguments]
        named = {k: wire.packed_value(wire.unpacked_value(v, Mixture)) for k, v in named.items()}
        return self._right.value(question["ask"], arguments, named, until)

    def _with_its_import(self, outcome):
        """A name that is not defined, or a module that is not there, said as the import it was."""
        sentence = outcome.sentence
        name = outcome.mistake == "raises NameError" and UNDEFINED.search(sentence)
        if name:
            codes = dict(self.cells)
            for trouble in self.troubles:
                lines = codes.get(trouble.cell, "").split("\n")[trouble.line - 1 :]
                brought = IMPORT.match("\n".join(lines))
                named = brought and re.search(rf"\b{name[1]}\b|\*", brought[1])
                if named and NOT_THERE.match(trouble.words):
                    sentence += f" That is because of {trouble}."
                    break
        module = NOT_THERE.search(sentence)
        if module and outcome.mistake in ("raises NameError", "raises ModuleNotFoundError"):
            return outcome._replace(mistake=f"imports {module[1]}", sentence=sentence)
        return outcome

    def _missing(self, name, kind):
        """The function is not there: say so, with what may have kept it away."""
        if kind != "NoneType":
            words = f"{name} is a {kind} in your notebook, and should be a function."
            return Outcome(None, "is not a function", words)
        words = f"Your notebook has no function {name}."
        troubles = [*self.hung, *self.troubles]
        if troubles:
            words += f" This went wrong while it ran: {'; '.join(map(str, troubles[:3]))}."
        return Outcome(None, "not there", words)

    def _loaded(self, given):
        """The process, with the notebook run from top to bottom."""
        if self._process is not None and self._replaced == given:
            return self._process
        self._stop()
        # The learner counts from 1, so those that come before count down from −1.
        cells = [*((-1 - k, code) for k, code in enumerate(self._before)), *self.cells]
        scipy = any("scipy" in code for _, code in cells)
        for _ in range(TRIES):
            process = self._process = Process(scipy)
            self.locks = process.locks
            at = None
            try:
                process.ask(load=cells, skip=self._skip, given=given)
                until = min(time.monotonic() + LOADING, self._end)
                while True:
                    answer = process.answer(until)
                    if "at" in answer:
                        at = _three_numbers(answer["at"])
                    elif "loaded" in answer:
                        self._note(answer["loaded"])
                        self._replaced = given
                        return process
                    else:
                        raise Gone("garbled")
            except Gone as gone:
                self._stop()
                if at is None or gone.why == "garbled" or self._end <= time.monotonic():
                    raise
                cell, statement, line = at
                kind = {
                    "time": f"did not end within {LOADING:g} seconds",
                    "disk": "filled the disk",
                    "exit": "ended the whole process",
                }[gone.why]
                self.hung.append(Trouble(cell, line, kind, ""))
                self._skip.append([cell, statement])
        raise Gone("again and again")

    def _note(self, troubles):
        """Keep what the process said of lines that raised."""
        known = set(self.troubles)
        for item in troubles if isinstance(troubles, list) else []:
            if not (isinstance(item, list) and len(item) == 4):
                continue
            cell, line, kind, words = item
            numbers = isinstance(cell, int) and isinstance(line, int) and cell > 0
            if numbers and isinstance(kind, str) and isinstance(words, str):
                trouble = Trouble(cell, line, wire.class_name(kind), words[:300])
                if trouble not in known:
                    self.troubles.append(trouble)

    def _stop(self):
        if self._process is not None:
            self._process.end()
            self._process = None


class Right:
    """The right functions of a set, in a process of their own: learners' code asks for values."""

    def __init__(self, cells):
        self._cells = list(enumerate(cells))
        self._process = None

    def value(self, name, arguments, named, until):
        """What a right function returns, or in words why it returns nothing."""
        try:
            if self._process is None:
                self._process = Process(any("scipy" in code for _, code in self._cells))
                self._process.ask(load=self._cells, skip=[], given=[])
                while "loaded" not in self._process.answer(time.monotonic() + LOADING):
                    pass
            self._process.ask(value=name, arguments=arguments, named=named)
            return self._process.answer(until)
        except Gone:
            self.end()
            return {"refused": "it did not return"}

    def end(self):
        if self._process is not None:
            self._process.end()
            self._process = None


def _in_words(seen, arguments, names, answers):
    """What a call did, in words; Garbled where a learner's process wrote what no call does."""
    try:
        return outcome_of(seen, arguments, names, answers)
    except (TypeError, ValueError) as error:
        raise wire.Garbled(str(error)) from None


def _three_numbers(item):
    if isinstance(item, list) and len(item) == 3 and all(isinstance(k, int) for k in item):
        return item
    raise Gone("garbled")


def _not_loaded(troubles):
    said = "; ".join(map(str, troubles[-3:]))
    return (
        "the notebook does not run",
        "The notebook's cells could not be run from top to bottom, so this function was not "
        f"called{': ' + said if said else ''}.",
    )


class LearnerFailed(Exception):
    """A learner's function gave no answer; the message says what happened instead."""


class Function:
    """A learner's function: what it is called with goes over, and what it returns comes back."""

    def __init__(self, apart, name):
        self._apart, self.__name__ = apart, name

    def run_apart(self, calls, names, answers=(), given=()):
        """Call it on each of `calls`, as `checks.running.run` does."""
        return self._apart.run(self.__name__, calls, names, answers, given)

    def __call__(self, *arguments):
        """One call: the array that it returns, or `LearnerFailed`."""
        names = [f"argument {k + 1}" for k in range(len(arguments))]
        ran = self.run_apart([arguments], names)
        if ran.cut_short:
            how = "does not return" if ran.cut_short == "time" else "ends the whole process"
            raise LearnerFailed(f"{self.__name__} {how}.")
        (outcome,) = ran.outcomes
        if outcome.mistake:
            raise LearnerFailed(outcome.sentence)
        return outcome.reading.parts[0]
