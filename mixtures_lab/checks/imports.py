"""What a function uses that would not be there when it is graded."""

import dis
import inspect
import sys
from types import CodeType, FunctionType, ModuleType

#: What is there beside the standard library. Pictures are let in, and do nothing.
THERE = frozenset({
    "numpy", "scipy", "mixtures_lab", "matplotlib", "IPython", "ipywidgets", "anywidget",
    "mpl_toolkits",
})  # fmt: skip

#: Modules of the standard library that a function about mixtures has no use for: those that talk
#: to others, and those whose C code opens files of any name, or begins another interpreter.
NOT_IMPORTED = frozenset({
    "_ctypes", "_curses", "_dbm", "_gdbm", "_interpchannels", "_interpqueues", "_interpreters",
    "_posixshmem", "_posixsubprocess", "_socket", "_sqlite3", "_testcapi", "_testinternalcapi",
    "_tkinter", "_xxinterpchannels", "_xxsubinterpreters", "asyncio", "concurrent", "ctypes",
    "curses", "dbm", "ensurepip", "fcntl", "ftplib", "http", "idlelib", "lib2to3",
    "multiprocessing", "nis", "ossaudiodev", "pty", "readline", "resource", "socket",
    "socketserver", "sqlite3", "ssl", "subprocess", "syslog", "telnetlib", "termios",
    "tkinter", "tty", "turtle", "urllib", "venv", "webbrowser", "xmlrpc",
})  # fmt: skip

#: Modules that may be imported, but what they are for is refused: to begin a thread.
REFUSED = frozenset({"threading", "_thread"})

ONLY = "NumPy, SciPy and Python's standard library"


def foreign(function):
    """The names of other libraries that a function uses, itself or through what it calls.

    For one that was written in a notebook a module beside it is one: the notebook alone is
    handed in.
    """
    alone = getattr(function, "__module__", "") == "__main__"
    found, seen, waiting = set(), set(), [function]
    while waiting:
        function = inspect.unwrap(waiting.pop())
        function = getattr(function, "__func__", getattr(function, "func", function))
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen.add(function)
        used = [
            *inspect.getclosurevars(function).nonlocals.values(),
            *(function.__globals__.get(name) for name in _names(function.__code__)),
        ]
        for value in used:
            home = value.__name__ if isinstance(value, ModuleType) else _home(value)
            if home in (function.__module__, "__main__"):
                waiting.append(value)
            else:
                found.add(home)
        found |= _imported(function.__code__)
    tops = {name.partition(".")[0] for name in found if isinstance(name, str)}
    kept_out = tops & (NOT_IMPORTED | REFUSED)
    tops -= {*THERE, *sys.stdlib_module_names, "", "builtins", "__main__"}
    return sorted(kept_out | {name for name in tops if alone or _installed(name)})


def _installed(name):
    """Whether a module was installed, and is not one of the learner's own."""
    file = getattr(sys.modules.get(name), "__file__", None) or ""
    return "site-packages" in file or "dist-packages" in file


def _home(value):
    """The module where a function or class was written."""
    return getattr(value, "__module__", "") if callable(value) else ""


def _codes(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _names(code):
    """The global names that a function may look up."""
    return {name for part in _codes(code) for name in part.co_names}


def _imported(code):
    """What a function imports itself."""
    return {
        instruction.argval
        for part in _codes(code)
        for instruction in dis.get_instructions(part)
        if instruction.opname == "IMPORT_NAME"
    }
