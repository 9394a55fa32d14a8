"""The half of suite.py that runs in the page's Python."""

import builtins
import sys
from types import ModuleType

import pytest

from mixtures_lab import _page

#: What tests ask for answers, or look with, and a page has not: a test is skipped that calls them.
ABSENT = {
    *("scipy", "sklearn", "pandas", "v8", "IPython", "bs4", "nbformat", "ipywidgets"),
    *("nbconvert", "dask", "distributed"),
}


#: Tests of what a page has not: threads, speed to the second, tqdm's bar, decimals of 64 bits, and
#: files that are no part of the package.
NOT_HERE = {
    "test_a_bar_appears_when_a_fit_takes_long_and_not_before",
    "test_a_right_function_passes_in_any_style[negative_log_likelihood: n_decimal]",
    "test_a_sleeper_is_not_waited_for",
    "test_a_check_works_in_another_thread",
    "test_prints_are_cut_short",
    "test_what_begins_a_thread_or_waits_is_remarked_though_it_is_of_the_standard_library",
    "test_the_figures_that_are_kept_count_every_row",
}


class Asked:
    """A plugin: a test that asked what is absent is skipped, also where a check caught that."""

    now = ""

    @pytest.fixture
    def capfd(self, capsys):
        """There are no file descriptors to catch: what Python prints is all there is."""
        return capsys

    def pytest_collection_modifyitems(self, config, items):
        left_out = [item for item in items if {item.name, item.originalname} & NOT_HERE]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        Asked.now = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        if report.failed and Asked.now:
            path, line, _ = item.location
            report.outcome, report.longrepr = "skipped", (path, line or 0, Asked.now)
        return report


class Absent(ModuleType):
    """A module, or anything in one, that is not there: whoever calls it is skipped."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")

    def __call__(self, *_, **__):
        top = self.__name__.split(".")[0]
        Asked.now = f"a page has no {top}"
        pytest.skip(Asked.now, allow_module_level=True)

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
    _page.display = None  # a test that shows something on a page says so
    sys.modules["browsers"] = ModuleType("browsers")  # a fixture's, which no test here asks for
    chosen = [argument for argument in arguments if argument.startswith("tests")] or ["tests"]
    options = [argument for argument in arguments if not argument.startswith("tests")]
    code = pytest.main(
        [
            *chosen,
            *("-q", "-rfE", "--tb=short", "--capture=sys", "--import-mode=importlib"),
            *("-p", "no:cacheprovider"),
            *("--override-ini=addopts=", "--override-ini=testpaths=tests", "--no-header"),
            *options,
        ],
        plugins=[Asked()],
    )
    return int(code)
