"""The names that the cells of a page share, and how a cell is run in them."""

import __future__

import ast
import linecache

#: Flags of `from __future__ import …`, which hold for every later cell, as in Jupyter.
FUTURE = 0
for _name in __future__.all_feature_names:
    FUTURE |= getattr(__future__, _name).compiler_flag


class Namespace:
    """What the cells know of one another.

    Parameters
    ----------
    given : dict
        Names that every cell has, such as `display`.
    """

    def __init__(self, given):
        self._given, self._flags = given, 0
        self.clear()

    def clear(self):
        """Forget every name."""
        self._flags = 0
        # A module of its own: pickle, dataclasses and inspect ask for the module's names.
        self.names = {"__name__": "__main__", "__builtins__": __builtins__, **self._given}

    def run(self, code, file):
        """Run a cell and return the value of its last line, or None where that has none."""
        text = code if code.endswith("\n") else code + "\n"
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        tree = compile(text, file, "exec", ast.PyCF_ONLY_AST | self._flags, dont_inherit=True)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not is_quiet(text):
            last = ast.Expression(tree.body.pop().value)
        self._do(tree, file, "exec")
        if last is None:
            return None
        value = self._do(last, file, "eval")
        if value is not None:
            self.names["_"] = value
        return value

    def _do(self, tree, file, mode):
        code = compile(tree, file, mode, self._flags, dont_inherit=True)
        self._flags |= code.co_flags & FUTURE
        return eval(code, self.names)


def is_quiet(text):
    """Whether the last line ends in a semicolon, which in Jupyter keeps its value unseen."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    written = [line for line in lines if line]
    return bool(written) and written[-1].endswith(";")
