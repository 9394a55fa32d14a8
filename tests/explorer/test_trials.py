"""Many starts: each is EM's own run, in slices, the same in Python and on a page."""

import json

import numpy as np
import pytest
from v8 import V8

from mixtures_lab import datasets, em_steps
from mixtures_lab.em import guess_around
from mixtures_lab.explorer.page import opening
from mixtures_lab.explorer.session import Session
from mixtures_lab.explorer.trials import random_rows


@pytest.fixture
def session():
    return Session(datasets.overlapping(), K=3)


def act(session, name, **arguments):
    session.act({"name": name, **arguments})
    return session.frame["trials"]


def run(session, count):
    act(session, "try_starts", count=count)
    while session.frame["trials"]["running"]:
        act(session, "go_on")
    return session.frame["trials"]


def test_each_start_is_a_run_of_em_from_points_of_pcg64(session):
    tried = run(session, 3)
    random = np.random.Generator(np.random.PCG64(0)).random
    for trace in tried["traces"]:
        X = session.X
        start = guess_around(random_rows(X, 3, random), X)
        nll = [step.nll for step, _ in zip(em_steps(X, start), trace, strict=False)]
        np.testing.assert_allclose(trace, nll, rtol=1e-9)
        assert len(trace) > 200 or nll[-2] - nll[-1] <= 1e-9 * len(X)


@pytest.mark.parametrize("show", [("D", "P", "Q", "em"), ("D", "kmeans")])
def test_a_page_finds_the_same_curves(show):
    session = Session(datasets.overlapping(), None, show, K=4)
    ours = run(session, 4)
    with V8("session.js", "trials.js") as v8:
        v8.run(
            "globalThis.session = "
            f"modules.session.createSession({json.dumps(opening(session))}, modules);"
            "session.act({name: 'try_starts', count: 4});"
            "while (session.frame.trials.running) session.act({name: 'go_on'});"
        )
        theirs = v8.eval("session.frame.trials")
    assert theirs["version"] == ours["version"]
    for one, other in zip(theirs["traces"], ours["traces"], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9)


def test_random_rows_are_different_rows():
    X = np.arange(10.0).reshape(5, 2)
    drawn = iter([0.99, 0.0, 0.5, 0.99, 0.0])
    assert sorted(random_rows(X, 5, lambda: next(drawn))[:, 0]) == [0, 2, 4, 6, 8]


def test_one_is_loaded_as_a_run_that_can_be_undone(session):
    tried, before = run(session, 2), session.mixture
    session.act({"name": "load_start", "start": 1})
    assert session.nll == pytest.approx(tried["traces"][1][0])
    assert "start 2 of 2" in session.frame["status"]
    assert session.frame["trials"] == tried  # they are still there for the next one
    session.act({"name": "back"})
    assert session.mixture is before


def test_they_are_stopped_half_way_and_the_finished_ones_stay(session):
    act(session, "try_starts", count=50)
    while len(session.frame["trials"]["traces"]) < 3:
        act(session, "go_on")
    tried = act(session, "stop_starts")
    assert not tried["running"] and 2 <= len(tried["traces"]) < 50
    assert {"go_on", "stop_starts"}.isdisjoint(session.frame["legal"])


def test_a_slice_is_small_and_twenty_more_are_other_starts(session):
    act(session, "try_starts")
    once = act(session, "go_on")["traces"]
    assert sum(map(len, once)) <= 300_000 / (3 * len(session.X)) + 1
    first = run(session, 1)["traces"]
    assert run(session, 1)["traces"] != first


@pytest.mark.parametrize("count", [0, 51, 2.5, "20", None])
def test_how_many_is_refused_in_words(session, count):
    assert act(session, "try_starts", count=count) is None
    assert session.frame["status"] == "1 to 50 starts can be tried at once."


def test_a_start_that_is_not_there_is_refused(session):
    run(session, 1)
    act(session, "load_start", start=1)
    assert session.frame["status"] == "There is no start 2."


def test_other_points_or_another_k_have_no_starts_yet(session):
    run(session, 1)
    assert act(session, "set_k", K=2) is None
    assert act(session, "back") is not None
    assert act(session, "add_point", x=0.0, y=0.0) is None
    assert "go_on" not in session.frame["legal"]


def test_a_learners_step_that_fails_stops_them_with_a_sentence():
    calls = []

    def m_step(X, Q):
        calls.append(1)
        raise RuntimeError("not here")

    session = Session(datasets.overlapping(60), K=2, m_step=m_step)
    act(session, "try_starts")
    tried = act(session, "go_on")
    assert session.frame["problem"] and "your m_step raised RuntimeError" in session.frame["status"]
    assert (tried["running"], len(calls)) == (False, 1)
