"""Starts as the text of a link: short, read again, and refused in words where they are nonsense."""

import json

import numpy as np
import pytest
from explorer_problems import MAKERS, problems
from v8 import V8

from mixtures_lab import Mixture, datasets
from mixtures_lab.em import guess_around
from mixtures_lab.explorer.arguments import Refused
from mixtures_lab.explorer.page import opening
from mixtures_lab.explorer.session import Session
from mixtures_lab.explorer.starts import read, written


@pytest.fixture(scope="module")
def v8():
    with V8("session.js", "beside.js", "sharing.js", "starts.js") as v8:
        yield v8


@pytest.fixture
def session():
    mixture = Mixture(np.array([[1.0, 50.0], [5.0, 90.0]]), np.ones(2), np.full(2, 0.5))
    return Session(datasets.old_faithful(), mixture)


def load(session, start):
    session.act({"name": "load", "start": start})
    return session.frame


def test_a_link_puts_its_mixture_on_screen_as_a_new_run(session):
    before = session.mixture
    frame = load(session, "K=2&mu=2,55;4.5,80&sigma=0.3,10&pi=0.4,0.6&algorithm=em")
    assert frame["status"].startswith("Iteration 0, a start from a link: L = ")
    assert (frame["t"], frame["phase"], frame["next"]) == (0, "start", "e_step")
    np.testing.assert_array_equal(session.mixture.mu, [[2, 55], [4.5, 80]])
    np.testing.assert_allclose(session.mixture.sigma, [0.3, 10])
    np.testing.assert_allclose(session.mixture.pi, [0.4, 0.6])
    session.act({"name": "back"})
    assert session.mixture is before


def test_what_a_link_leaves_out_is_as_around_its_means(session):
    load(session, "mu=2,55;4.5,80")
    around = guess_around(session.mixture.mu, session.X)
    np.testing.assert_allclose(session.mixture.sigma, around.sigma)
    load(session, "mu=2,55;4.5,80&sigma=3")
    np.testing.assert_array_equal(session.mixture.sigma, [3, 3])
    assert load(session, "K=5&algorithm=kmeans")["algorithm"] == "kmeans"
    assert session.K == 5


def test_a_link_names_another_data_set(session):
    frame = load(session, "mu=0,0;4,0&data=blobs")
    assert (frame["data"], frame["problem"]) == ("blobs", False)
    assert load(session, "mu=2,55")["data"] == "old_faithful"


def test_sigma_from_a_link_stays_on_its_floor_and_rounded_weights_sum_to_1(session):
    load(session, "mu=2,55;4,80;3,60&sigma=1e-300&pi=0.33,0.33,0.33")
    assert session.mixture.sigma[0] == session.steps.floor(session.X)
    assert session.mixture.pi.sum() == pytest.approx(1, abs=1e-15)


NONSENSE = {
    "": "neither mu nor K",
    "&&": "neither mu nor K",
    "sigma=1": "neither mu nor K",
    "K=2&sigma=1,1": "it has no mu",
    "mu=1,2&colour=red": "“colour”, but a start has K, mu, sigma, shared, pi, algorithm, data, ",
    "<script>": "“<script>”",
    "mu=1,2&mu=3,4": "mu twice",
    "mu=1,2;3": "“3” in mu is no mean",
    "mu=1,2,3": "“1,2,3” in mu is no mean",
    "mu=": "“” in mu is no number",
    "mu=1,two": "“two” in mu is no number",
    "mu=nan,0": "“nan” in mu is no number",
    "mu=1e999,0": "“1e999” in mu is no number",
    "mu=1_0,0": "“1_0” in mu is no number",
    "mu=٣,0": "in mu is no number",
    "K=2.5": "K can be 1 to 8",
    "K=0": "K can be 1 to 8",
    "K=99999999999999999999": "K can be 1 to 8",
    "mu=" + ";".join(["1,1"] * 9): "K can be 1 to 8",
    "K=3&mu=1,2;3,4": "mu has 2 and K is 3",
    "mu=1,2;3,4&sigma=1,1,1": "sigma has 3 and K is 2",
    "mu=1,2;3,4&pi=1": "pi has 1 and K is 2",
    "mu=1,2&sigma=0": "sigma must be above 0",
    "mu=1,2&shared=0": "shared is one σ above 0",
    "mu=1,2&shared=1,1": "“1,1” in shared is no number",
    "mu=1,2&shared=1&sigma=1": "in the place of sigma",
    "mu=1,2&shared=1&algorithm=kmeans": "in EM",
    "K=2&shared=1": "it has no mu",
    "mu=1,2&beside=me": "“me” cannot stand beside it, only kmeans, em, random, before",
    "mu=1,2&sigma=-1": "sigma must be above 0",
    "mu=1,2;3,4&pi=0.9,0.3": "sum to 1",
    "mu=1,2;3,4&pi=1.5,-0.5": "must not be negative",
    "mu=1,2&algorithm=dbscan": "There is no algorithm dbscan.",
    "mu=1,2&data=nowhere": "There is no data set nowhere.",
    "mu=1e200,0": "overflows",
    "mu=" + "1" * 3000: "longer than 2000 characters",
}


@pytest.mark.parametrize("start", NONSENSE)
def test_nonsense_is_refused_in_words_and_changes_nothing(v8, session, start):
    before = session.mixture
    frame = load(session, start)
    assert frame["problem"] and NONSENSE[start] in frame["status"]
    assert session.mixture is before and frame["last"] == 0
    theirs = on_the_page(v8, session, start)
    assert theirs["problem"] and NONSENSE[start] in theirs["status"]


def on_the_page(v8, session, start):
    """The frame of a page that opens as the session did, and then loads a start."""
    v8.run(
        "globalThis.session = "
        f"modules.session.createSession({json.dumps(opening(session))}, modules);"
        f"session.act({json.dumps({'name': 'load', 'start': start})})"
    )
    return v8.eval("session.frame")


def test_a_start_that_is_no_text_is_refused(session):
    assert load(session, 7)["problem"]
    assert load(session, None)["problem"]


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_written_is_the_same_on_both_sides_and_reads_as_the_mixture(v8, kind):
    for problem, _ in zip(problems(kind), range(4), strict=False):
        session = Session(problem.X, problem.mixture)
        text = written(session)
        on_the_page(v8, session, "")
        assert v8.eval("modules.starts.written(session)") == text
        asked = read(text)
        span = np.ptp(problem.X, axis=0).max() or 1
        np.testing.assert_allclose(asked["mu"], problem.mixture.mu, rtol=1e-4, atol=1e-4 * span)
        np.testing.assert_allclose(asked["sigma"], problem.mixture.sigma, rtol=1e-3)
        np.testing.assert_allclose(asked["pi"], problem.mixture.pi, rtol=1e-3, atol=1e-4)
        assert len(text) < 60 + 45 * len(problem.mixture.pi)


def test_what_is_written_is_short():
    mixture = Mixture(np.array([[-2.0, 0.0], [2.0, 1 / 3]]), np.array([1.0, 1e-3]), [0.99, 0.01])
    session = Session(datasets.overlapping(), mixture)
    assert written(session) == "K=2&mu=-2,0;2,0.3333&sigma=1,0.001&pi=0.99,0.01&algorithm=em"
    session.act({"name": "set_algorithm", "algorithm": "kmeans"})
    assert written(session) == "K=2&mu=-2,0;2,0.3333&algorithm=kmeans"


def test_a_link_can_be_checked_without_a_session():
    assert read("K=2&mu=1,2;3,4")["mu"] == [[1, 2], [3, 4]]
    with pytest.raises(Refused, match="no number"):
        read("mu=a,b")
