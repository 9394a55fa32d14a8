"""Lock this process in, for good: time, memory, files, processes and the network.

Three locks, one behind the other. Two are the kernel's, on Linux: Landlock (5.13 and newer) says
which files may be reached, and a filter of system calls (seccomp, `syscalls.py`) says what may
be asked at all; both hold whatever code runs. The third is the interpreter's (an audit
hook, everywhere), which turns what Python code tries into an exception that says so; it is not made
to stop an expert. Limits on memory, processes, files and processor time come from the
system. The instructors' page says what is promised where a lock is missing.
"""

import _thread
import ctypes
import os
import signal
import struct
import sys
import threading
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None

from ..checks.imports import NOT_IMPORTED
from ..checks.running import bytes_taken
from . import syscalls

#: The locks, by what they hold; the first two are the kernel's.
FILES, CALLS, PYTHON = LOCKS = ("Landlock", "seccomp", "the interpreter's")

#: Bytes of memory beside what the interpreter has, of one file, and processor seconds in all.
MEMORY, FILE, SECONDS = 2**29, 2**23, 120

#: Files that may be open.
OPEN = 64

#: Audit events, by their beginnings, that nothing here needs.
REFUSED = (
    "ctypes.", "fcntl.", "ftplib.", "gc.", "http.", "os.chflags", "os.chmod",
    "os.chown", "os.exec", "os.fork", "os.kill", "os.link", "os.lockf", "os.posix_spawn",
    "os.putenv", "os.removexattr", "os.setxattr", "os.spawn", "os.startfile", "os.symlink",
    "os.system", "os.unsetenv", "pty.", "resource.", "signal.", "smtplib.", "socket.", "sqlite3.",
    "subprocess.", "sys.addaudithook", "syslog.", "urllib.", "webbrowser.",
)  # fmt: skip

#: Audit events whose first argument is a path.
PATHS = frozenset({
    "open", "os.chdir", "os.listdir", "os.listxattr", "os.getxattr", "os.mkdir", "os.remove",
    "os.rename", "os.rmdir", "os.scandir", "os.truncate", "os.utime", "os.walk", "shutil.rmtree",
})  # fmt: skip

#: Files that anybody may open, and how.
DEVICES = {"/dev/null": "rw", "/dev/urandom": "r"}


def lock_in(libraries, wanted=LOCKS):
    """Lock this process with those of the locks that are `wanted`; returns which of them hold.

    Of what is installed, only these libraries may be read, which have been imported.
    """
    own = os.path.realpath(os.getcwd())
    library = Path(os.path.realpath(Path(os.__file__).parent))
    folders = [Path(os.path.realpath(Path(module.__file__).parent)) for module in libraries]
    folders += [folder.with_name(f"{folder.name}.libs") for folder in folders]
    # What is installed for others lies under the standard library, and is none of it.
    readable = [p for p in library.iterdir() if p.name not in ("site-packages", "dist-packages")]
    readable += [p for p in folders if p.exists()]
    die_with_the_parent()
    _limit()
    holds = []
    alone = _alone()  # else another thread would stay outside
    version = _landlock(library, readable, own) if FILES in wanted and alone else 0
    if version:
        holds.append(FILES)
    if CALLS in wanted and alone and syscalls.keep_to_the_list(truncate=version >= 3):
        holds.append(CALLS)
    for name in NOT_IMPORTED:
        sys.modules.pop(name, None)
    if PYTHON in wanted:
        _say_that_there_are_no_threads()
        sys.addaudithook(_hook([str(library)], [str(p) for p in readable], own))
        holds.append(PYTHON)
    return holds


def _say_that_there_are_no_threads():
    """The kernel says only that none can be begun, and Python tells no hook before 3.12."""

    def start(*_, **__):
        raise PermissionError("threading.Thread is not allowed while grading")

    for module in (_thread, threading):
        for name in ("start_new_thread", "start_new", "start_joinable_thread"):
            for known in (name, f"_{name}"):
                if hasattr(module, known):
                    setattr(module, known, start)


def _alone():
    """Whether this process has one thread, where that can be seen."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return True


def _limit():
    """Limits that the system keeps: for good, because the hard ones are set, too."""
    if resource is None:
        return
    limits = {"CORE": 0, "FSIZE": FILE, "CPU": SECONDS, "NOFILE": OPEN, "NPROC": 0, "MSGQUEUE": 0}
    try:
        limits["AS"] = bytes_taken() + MEMORY
    except OSError:  # no Linux: there the limit is set, and not always kept
        limits["AS"] = 4 * MEMORY
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS refuses some
            pass
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file too large is an OSError


def _hook(listed, readable, own):
    """What an audit hook refuses: it cannot be taken off again."""
    join, real, fspath, sep = os.path.join, os.path.realpath, os.fspath, os.sep
    refused, paths, kept_out, devices = REFUSED, PATHS, NOT_IMPORTED, dict(DEVICES)
    folders = tuple(path + sep for path in readable)
    listed, files, mine = set(listed), set(readable), own + sep
    busy = []

    def hook(event, args):
        if event.startswith(refused):
            raise PermissionError(f"{event} is not allowed while grading")
        if event == "import" and args[1] is not None and args[0] in kept_out:  # compiled code
            raise PermissionError(f"{args[0]} is not there while grading")
        if event not in paths or busy:
            return
        path = args[0] if args else None
        if path is None or isinstance(path, int):  # already open; `.` is this process's own
            return
        busy.append(True)  # realpath looks at links, which must not call this again
        try:
            text = fspath(path)
            text = text.decode(errors="replace") if isinstance(text, bytes) else text
            where = real(join(own, text))
        finally:
            busy.pop()
        if where == own or where.startswith(mine):
            return
        mode = args[1] if event == "open" and len(args) > 1 else "r"
        flags = args[2] if event == "open" and len(args) > 2 else 0
        writes = isinstance(mode, str) and set(mode) & set("wax+")
        writes = writes or (mode is None and flags & 3)
        if event == "open" and ("w" if writes else "r") in devices.get(where, ""):
            return
        if event == "open" and not writes and (where in files or where.startswith(folders)):
            return
        if event in ("os.listdir", "os.scandir") and (
            where in listed or where in files or where.startswith(folders)
        ):
            return
        raise PermissionError(
            f"files outside its own folder are out of reach while grading: {text}"
        )

    return hook


def die_with_the_parent():
    """On Linux this process ends when its parent does, however that comes about."""
    if sys.platform == "linux":
        PR_SET_PDEATHSIG = 1
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


# Landlock: the numbers are those of linux/landlock.h

CREATE, ADD_RULE, RESTRICT = 444, 445, 446
WRITE, READ, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << k for k in range(1, 6))
MAKE_DIR, MAKE_REG, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
READING = READ | READ_DIR
WORKING = READING | WRITE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
OF_A_FILE = READ | WRITE | TRUNCATE

#: How many rights to files each version knows; later ones know as many as the last.
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}


def _landlock(library, readable, own):
    """Give up every right to files but these, to TCP, and to signal others.

    Returns the version that the kernel has, or 0 if it does not hold this.
    """
    if sys.platform != "linux":
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE, None, 0, 1)
    if version < 1:
        return 0
    files = (1 << RIGHTS[min(version, 5)]) - 1
    attributes = struct.pack("=Q", files)
    if version >= 4:
        attributes += struct.pack("=Q", 0b11)  # TCP: to bind and to connect
    if version >= 6:
        attributes += struct.pack("=Q", 0b11)  # abstract sockets of others, and signals to them
    ruleset = libc.syscall(CREATE, attributes, len(attributes), 0)
    if ruleset < 0:
        return 0
    rules = [(library, READ_DIR), *((path, READING) for path in readable), (own, WORKING)]
    rules += [("/dev/null", READ | WRITE | TRUNCATE), ("/dev/urandom", READ)]
    for path, rights in rules:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not os.path.isdir(path):
            rights &= OF_A_FILE
        libc.syscall(ADD_RULE, ruleset, 1, struct.pack("=Qi", rights & files, folder), 0)
        os.close(folder)
    PR_SET_NO_NEW_PRIVS = 38
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    held = libc.syscall(RESTRICT, ruleset, 0) == 0
    os.close(ruleset)
    return version if held else 0
