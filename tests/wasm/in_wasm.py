"""The half of suite.py that runs in the page's Python."""

import builtins
import sys
from types import ModuleType

import pytest

#: What tests ask for answers, or look with, and a page has not: a test is skipped that calls them.
ABSENT = {
    *("scipy", "sklearn", "pandas", "v8", "IPython", "bs4", "nbformat", "ipywidgets"),
    *("nbconvert", "dask", "distributed"),
}


class Absent(ModuleType):
    """A module, or anything in one, that is not there: whoever calls it is skipped."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")

    def __call__(self, *_, **__):
        pytest.skip(f"a page has no {self.__name__.split('.')[0]}", allow_module_level=True)

    def __mro_entries__(self, bases):
        """What a class of the tests is derived from."""
        return (type("Derived", (), {"__init__": lambda _, *args, **options: self()}),)


def importing(given):
    """`import`, which finds what is absent, too, and keeps it from all but who asks for it.

    In sys.modules it would not: the package looks there for pandas.
    """

    def find(name, globals=None, locals=None, fromlist=(), level=0):
        top = name.split(".")[0]
        if level or top not in ABSENT:
            return given(name, globals, locals, fromlist, level)
        return Absent(name if fromlist else top)

    return find


def run(arguments):
    builtins.__import__ = importing(builtins.__import__)
    sys.modules["browsers"] = ModuleType("browsers")  # a fixture's, which no test here asks for
    chosen = [argument for argument in arguments if argument.startswith("tests")] or ["tests"]
    options = [argument for argument in arguments if not argument.startswith("tests")]
    code = pytest.main(
        [
            *chosen,
            *(
                "-q",
                "-rfE",
                "-p",
                "no:cacheprovider",
                "--capture=sys",
                "--import-mode=importlib",
                "--tb=short",
            ),
            *("--override-ini=addopts=", "--override-ini=testpaths=tests", "--no-header"),
            *options,
        ],
    )
    return int(code)
