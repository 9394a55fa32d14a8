"""What a function uses that is not there when it is graded."""

import concurrent.futures

import pytest
import sklearn.metrics

from mixtures_lab import checks
from mixtures_lab.checks import imports
from mixtures_lab.checks.imports import foreign


def by_scikit_learn(X, mu):
    return sklearn.metrics.pairwise_distances(X, mu) ** 2


def by_a_helper(X, mu):
    return by_scikit_learn(X, mu)


def by_an_import_inside(X, mu):
    from sklearn.metrics import pairwise_distances as distances

    return distances(X, mu) ** 2


@pytest.mark.parametrize("function", [by_scikit_learn, by_a_helper, by_an_import_inside])
def test_what_would_not_be_there_when_it_is_graded_is_remarked(function):
    diagnosis = checks.diagnose("squared_distances", function)
    assert diagnosis.passed
    assert "One remark: it uses sklearn." in diagnosis.message
    assert "only NumPy, SciPy and Python's standard library may be imported" in diagnosis.message


def by_what_is_there(X, mu):
    import math

    from scipy.spatial.distance import cdist

    return math.fabs(1) * cdist(X, mu, "sqeuclidean")


def test_what_is_there_is_not_remarked():
    assert "One remark: it uses" not in checks.diagnose("squared_distances", by_what_is_there)[2]


def in_a_thread(X, mu):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return pool.submit(by_what_is_there, X, mu).result()


def by_threads_of_ones_own(X, mu):
    import threading

    found = []
    thread = threading.Thread(target=lambda: found.append(by_what_is_there(X, mu)))
    thread.start()
    thread.join()
    return found[0]


def by_waiting(X, mu):
    from asyncio import new_event_loop, sleep

    loop = new_event_loop()
    D = loop.run_until_complete(sleep(0, by_what_is_there(X, mu)))
    loop.close()
    return D


@pytest.mark.parametrize(
    ("function", "module"),
    [(in_a_thread, "concurrent"), (by_threads_of_ones_own, "threading"), (by_waiting, "asyncio")],
)
def test_what_begins_a_thread_or_waits_is_remarked_though_it_is_of_the_standard_library(
    function, module
):
    diagnosis = checks.diagnose("squared_distances", function)
    assert diagnosis.passed
    assert f"One remark: it uses {module}." in diagnosis.message
    assert "without what begins a thread or a process" in diagnosis.message


def by_a_class(X, mu):
    return sklearn.metrics.DistanceMetric


def in_a_comprehension(X, mu):
    return [by_scikit_learn(x, mu) for x in X]


def round_and_round(X, mu):
    return round_and_round(X, mu) if len(X) else by_scikit_learn(X, mu)


@pytest.mark.parametrize(
    "function", [by_a_helper, by_an_import_inside, by_a_class, in_a_comprehension, round_and_round]
)
def test_what_is_foreign_is_found_wherever_it_is_used(function):
    assert foreign(function) == ["sklearn"]


def by_another_library(X, mu):
    import no_such_library

    return no_such_library


def test_a_module_of_ones_own_is_no_foreign_one_but_in_a_notebook(monkeypatch):
    assert foreign(by_another_library) == []
    monkeypatch.setattr(by_another_library, "__module__", "__main__")
    assert foreign(by_another_library) == ["no_such_library"]


def test_what_is_refused_is_named_with_what_is_foreign():
    def function(X, mu):
        import socket
        import threading

        import sklearn

        return socket, sklearn, threading

    assert foreign(function) == ["sklearn", "socket", "threading"]


def test_what_is_no_function_of_python_uses_nothing():
    assert foreign(len) == foreign(object()) == []


def test_nothing_is_both_let_in_and_kept_out():
    assert not imports.THERE & (imports.NOT_IMPORTED | imports.REFUSED)
