"""A learner's cells, run as IPython runs them: statement by statement, in one namespace.

What is Python for IPython alone, such as `%time x = 1` or `files = !ls`, is made Python by
IPython's own transformer. Of the magics, those that run code run it, `%%writefile` writes, and the
rest does nothing, because nothing of it can be seen here.
"""

import __future__

import ast
import builtins
import inspect
import linecache
import re
import sys

import numpy as np

from .nothing import Nothing
from .statements import PASTED, pasted, statements_of

#: Flags of `from __future__ import …`, which hold for every later cell, as in IPython.
FUTURE = 0
for _name in __future__.all_feature_names:
    FUTURE |= getattr(__future__, _name).compiler_flag

#: A cell's first line, if it is a magic for all of it.
CELL_MAGIC = re.compile(r"\s*%%(\S+)[ \t]*(.*)\n?")

#: Magics that run code, for a cell or a line, and those that IPython takes also without %.
RUN, WRITE, BARE = {"time", "capture", "prun"}, {"writefile", "file"}, {"time", "run", "pylab"}

#: What the transformer might change: to look for it is much quicker than to transform.
UNUSUAL = re.compile(r"[%!?]|\A\s|^[ \t]*(?:[,;/]|>>>|In \[)", re.MULTILINE)


class Notebook:
    """The learner's cells, run from top to bottom.

    Parameters
    ----------
    say : callable
        Told what is about to run, so that the grader knows what hangs.
    transform : callable
        IPython's: a cell's text to Python.
    """

    def __init__(self, say, transform):
        self.say, self._transform, self._flags = say, transform, 0
        self.names = {"__name__": "__main__", "In": [""], "Out": {}, "_": ""}
        shell = Shell(self)
        builtins.get_ipython = lambda: shell
        setattr(builtins, PASTED, pasted)
        builtins.display = Nothing("display")
        builtins.help = Nothing("help")
        builtins.exit = builtins.quit = _leave

    def load(self, cells, skip):
        """Run every statement but those in `skip`; one that raises does not stop the next."""
        troubles = []
        for number, code in cells:
            self.run(code, number, skip, troubles)
        return troubles

    def run(self, code, number, skip=(), troubles=None):
        """Run a cell; what goes wrong is raised, or kept as a trouble if there is a list for it."""
        line, k = 1, -1
        try:
            if [number, k] in skip:
                return
            self.say({"at": [number, k, line]})
            for k, statement in enumerate(self._statements(code, f"<cell {number}>")):
                line = statement.line
                if [number, k] in skip:
                    continue
                self.say({"at": [number, k, line]})
                try:
                    self._do(statement, f"<cell {number}>")
                except BaseException as error:
                    if troubles is None:
                        raise
                    troubles.append([number, line, type(error).__name__, words_of(error)])
        except (SyntaxError, ValueError, RecursionError, MemoryError, OSError) as error:
            if troubles is None:
                raise
            line = getattr(error, "lineno", None) or line
            troubles.append([number, line, type(error).__name__, words_of(error)])

    def _statements(self, code, name):
        """The statements of a cell, once its magics are Python."""
        text = self.python(self._without_magic(code))
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        return statements_of(text, self._flags, name)

    def _without_magic(self, code):
        """What a magic for the whole cell leaves to be run, each line in its place."""
        while found := CELL_MAGIC.match(code):
            magic, rest, body = found[1], found[2].split(), code[found.end() :]
            words = [word.strip("\"'") for word in rest if not word.startswith("-")]
            if magic in WRITE and words:
                with open(words[-1], "a" if "-a" in rest else "w", encoding="utf-8") as file:
                    file.write(body)
            if magic not in RUN:
                return ""
            if magic == "capture" and words:
                self.names[words[0]] = Nothing(words[0])
            code = "\n" * found[0].count("\n") + body
        return code

    def python(self, text):
        """A cell's or a line's text as Python, each line in its place."""
        word = re.match(r"\s*(\w+)[ \t]+(?![=<>!+\-*/%&|^@.,:])\S.*\Z", text)
        if word and word[1] in BARE - self.names.keys():
            text = f"%{text.lstrip()}"
        if not UNUSUAL.search(text):
            return text
        above = re.match(r"(?:[ \t]*\n)*", text)[0].count("\n")
        return "\n" * above + self._transform(text)

    def _do(self, statement, name):
        """Run one statement; the value of a last one is `_`."""
        result = self._result(statement, name, self.names)
        if statement.how == "eval" and result is not None:
            self.names["_"] = result

    def _result(self, statement, name, local):
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        # Plain assertions hold whatever PYTHONOPTIMIZE says.
        code = compile(statement.code, name, statement.how, flags, dont_inherit=True, optimize=0)
        self._flags |= code.co_flags & FUTURE
        result = eval(code, self.names, local)
        return _awaited(result) if code.co_flags & inspect.CO_COROUTINE else result

    def line(self, text, local):
        """Run a line, as after `%time`; the value of an expression is handed back."""
        result = None
        for statement in statements_of(self.python(text)):
            result = self._result(statement, "<magic>", local)
        return result


class Shell:
    """What `get_ipython()` returns: what it is asked to run, it runs, and that is all."""

    def __init__(self, notebook):
        self._notebook, self.user_ns = notebook, notebook.names

    def __getattr__(self, name):
        return Nothing(name)

    def run_line_magic(self, name, line="", _stack_depth=1):
        caller = sys._getframe(1)
        names = self.user_ns
        if name in RUN:
            local = names if caller.f_locals is caller.f_globals else caller.f_locals
            return self._notebook.line(line, local)
        if name == "run" and line.split():
            path = line.split()[-1]
            with open(path, encoding="utf-8") as file:
                code = compile(file.read(), path, "exec", dont_inherit=True, optimize=0)
            made = names if "-i" in line.split() else {"__name__": "__main__"}
            exec(code, made)
            names.update({k: v for k, v in made.items() if not k.startswith("__")})
        if name == "pylab":
            names.update({k: v for k, v in vars(np).items() if not k.startswith("_")})
            names.update({"np": np, "plt": Nothing("matplotlib.pyplot")})
        return None

    def magic(self, text):
        name, _, line = text.lstrip("%").partition(" ")
        return self.run_line_magic(name, line)

    def run_cell_magic(self, name, line, cell):
        self._notebook.run(f"%%{name} {line}\n{cell}", 0)

    def run_cell(self, code, *_, **__):
        self._notebook.run(code, 0)

    def system(self, command):
        return None

    def getoutput(self, command, *_, **__):
        return []


def _awaited(coroutine):
    """What a coroutine returns that waits for nothing: no events come here that it could await."""
    try:
        while coroutine.send(None) is None:
            pass
    except StopIteration as end:
        return end.value
    raise RuntimeError("there is nothing to wait for while grading")


def _leave(code=None):
    raise SystemExit(code)


def words_of(error):
    """What an exception says, whatever it is."""
    try:
        if isinstance(error, SyntaxError):
            version = ".".join(map(str, sys.version_info[:2]))
            return f"{error.msg}, as Python {version} reads it"[:300]
        return str(error)[:300]
    except BaseException:  # an exception of the learner's that cannot even be printed
        return ""
