"""Lock this process in, for good: time, memory, files, processes and the network.

Two locks, one behind the other. The kernel's (Landlock, on Linux 5.13 and newer) holds
whatever code runs. The interpreter's (an audit hook, everywhere) turns what Python code tries
into an exception that says so. Limits on memory and processor time come from the
system. Where the kernel has no Landlock, and on macOS, the interpreter's lock alone is between
a determined learner and the files that this account may read: the instructors' page says so.
"""

import ctypes
import os
import signal
import struct
import sys
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None

#: Bytes of memory beside what the interpreter has, of one file, and processor seconds in all.
MEMORY, FILE, SECONDS = 2**29, 2**23, 120

#: Modules of the standard library that a function about mixtures has no use for.
NOT_IMPORTED = {
    "_ctypes", "_posixsubprocess", "_socket", "asyncio", "concurrent", "ctypes", "ftplib",
    "http", "multiprocessing", "pty", "resource", "socket", "socketserver", "ssl", "subprocess",
    "telnetlib", "urllib", "webbrowser", "xmlrpc",
}  # fmt: skip

#: Audit events, by their beginnings, that nothing here needs.
REFUSED = (
    "ctypes.", "fcntl.", "ftplib.", "gc.", "http.", "os.chmod", "os.chown", "os.exec", "os.fork",
    "os.kill", "os.link", "os.lockf", "os.posix_spawn", "os.putenv", "os.setxattr", "os.spawn",
    "os.startfile", "os.symlink", "os.system", "os.unsetenv", "pty.", "resource.", "signal.",
    "smtplib.", "socket.", "subprocess.", "sys.addaudithook", "syslog.", "urllib.", "webbrowser.",
)  # fmt: skip

#: Audit events whose first argument is a path.
PATHS = {
    "open", "os.chdir", "os.listdir", "os.listxattr", "os.mkdir", "os.remove", "os.rename",
    "os.rmdir", "os.scandir", "os.truncate", "os.utime", "os.walk", "shutil.rmtree",
}  # fmt: skip


def lock_in(libraries):
    """Lock this process; returns whether the kernel holds it, too.

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
    kernel = _landlock(library, readable, own)
    for name in NOT_IMPORTED:
        sys.modules.pop(name, None)
    sys.addaudithook(_hook([str(library)], [str(p) for p in readable], own))
    return kernel


def _limit():
    """Limits that the system keeps: for good, because the hard ones are set, too."""
    if resource is None:
        return
    limits = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": FILE, "RLIMIT_CPU": SECONDS, "RLIMIT_NOFILE": 64}
    try:
        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[0])
        limits["RLIMIT_AS"] = pages * resource.getpagesize() + MEMORY
    except OSError:  # no Linux: there the limit is set, and not always kept
        limits["RLIMIT_AS"] = 4 * MEMORY
    for name, most in limits.items():
        kind = getattr(resource, name, None)
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
    refused, paths = REFUSED, PATHS
    folders = tuple(path + sep for path in readable)
    listed, files, mine = set(listed), set(readable), own + sep
    busy = []

    def hook(event, args):
        if event.startswith(refused):
            raise PermissionError(f"{event} is not allowed while grading")
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
EXECUTE, WRITE, READ, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << k for k in range(6))
MAKE_DIR, MAKE_REG = 1 << 7, 1 << 8
READING = EXECUTE | READ | READ_DIR
WORKING = READ | READ_DIR | WRITE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG


def _landlock(library, readable, own):
    """Give up every right to files but these, to the network, and to signal others."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE, None, 0, 1)
    if version < 1:
        return False
    # What this version knows: access to files, from 4 on to TCP, from 6 on the scope of signals.
    files = (1 << (13 if version == 1 else 14 if version == 2 else 15 if version < 5 else 16)) - 1
    attributes = struct.pack("=Q", files)
    if version >= 4:
        attributes += struct.pack("=Q", 0b11)
    if version >= 6:
        attributes += struct.pack("=Q", 0b11)
    ruleset = libc.syscall(CREATE, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    rules = [(library, READ_DIR), *((path, READING) for path in readable)]
    rules += [("/dev/null", READ | WRITE), ("/dev/urandom", READ), (own, WORKING)]
    for path, rights in rules:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not os.path.isdir(path):
            rights &= EXECUTE | READ | WRITE
        libc.syscall(ADD_RULE, ruleset, 1, struct.pack("=Qi", rights & files, folder), 0)
        os.close(folder)
    PR_SET_NO_NEW_PRIVS = 38
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    held = libc.syscall(RESTRICT, ruleset, 0) == 0
    os.close(ruleset)
    return held
