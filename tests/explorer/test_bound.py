"""The bound for the shares on screen: numbers, sentences, and where there is none."""

import json
from math import log

import numpy as np
import pytest
from explorer_problems import problems
from v8 import V8, matrix

from mixtures_lab import Mixture, log_gaussians, log_posterior, squared_distances
from mixtures_lab.explorer.bound import divergence
from mixtures_lab.explorer.page import opening
from mixtures_lab.explorer.session import Session


@pytest.fixture(scope="module")
def v8():
    with V8("session.js", "view/bars.js", "geometry.js") as v8:
        yield v8


@pytest.fixture
def X():
    return np.random.default_rng(2).normal(0, 2, (30, 2))


@pytest.fixture
def session(X):
    return Session(X, Mixture([[-1.0, 0], [2, 1]], [1.0, 0.5], [0.5, 0.5]))


def acts(session, *names, **arguments):
    for name in names:
        session.act({"name": name, **arguments})
        assert not session.frame["problem"], session.frame["status"]
    return session.arrays.get("bound")


def by_loops(X, mixture, R):
    """The bound as (em-1) has it, term by term."""
    total = 0.0
    for x, shares in zip(X, R, strict=True):
        for r, m, s, weight in zip(shares, *mixture, strict=True):
            if r > 0:
                p = -2 * log(s) - log(2 * np.pi) - ((x - m) ** 2).sum() / (2 * s**2)
                total += r * (p + log(weight) - log(r))
    return total


def test_the_e_step_closes_the_gap_and_the_m_step_lifts_both(session, X):
    assert acts(session) is None  # no shares before the first E-step
    for _ in range(4):
        touching = acts(session, "e_step")
        assert touching[0] == touching[1] == -session.nll and touching[2] == 0
        lifted = acts(session, "m_step")
        assert touching[0] <= lifted[1] <= lifted[0] and lifted[2] > 0


def test_the_bound_is_that_of_the_derivation(session, X):
    acts(session, "e_step")
    R = session.arrays["matrices.R"]
    for action in ({"name": "m_step"}, {"name": "move_mean", "j": 0, "x": 3.0, "y": 2.0}):
        minus_L, bound, gap = acted(session, action)
        assert bound == pytest.approx(by_loops(X, session.mixture, R), rel=1e-12)
        assert minus_L == pytest.approx(bound + gap, rel=1e-12)


def acted(session, action):
    session.act(action)
    return session.arrays["bound"]


def test_dragging_a_mean_opens_the_gap_and_stepping_back_closes_it(session):
    acts(session, "e_step")
    session.act({"name": "move_mean", "j": 1, "x": -3.0, "y": 4.0})
    assert session.arrays["bound"][2] > 1
    assert acts(session, "back")[2] == 0


def test_hard_shares_leave_out_what_is_0():
    hard = np.array([[0.0, -np.inf], [-np.inf, 0.0]])
    Q = np.log([[0.25, 0.75], [0.5, 0.5]])
    assert divergence(hard, Q) == pytest.approx(log(4) + log(2))
    assert divergence(hard, hard) == 0  # −∞ against −∞ is no NaN
    assert divergence(Q, hard) == np.inf


@pytest.mark.parametrize("kind", ["narrow", "a weight of 0", "far from the origin", "an outlier"])
def test_the_gap_is_pythons_on_the_page(v8, kind):
    for problem, _ in zip(problems(kind), range(10), strict=False):
        mixture, moved = problem.mixture, problem.mixture.mu + problem.mixture.sigma.min()
        P, P_moved = (
            log_gaussians(squared_distances(problem.X, mu), mixture.sigma, 2)
            for mu in (mixture.mu, moved)
        )
        ln_shares, Q = log_posterior(P_moved, mixture.pi), log_posterior(P, mixture.pi)
        gap = divergence(ln_shares, Q)
        assert gap >= 0 and not np.isnan(gap)
        theirs = v8.call("engine.divergence", matrix_of(ln_shares), matrix_of(Q))
        assert theirs == pytest.approx(gap, rel=1e-9)


def matrix_of(A):
    return {**matrix(A), "data": A.ravel()}


def test_the_sentence_and_the_words_say_what_the_numbers_are(v8, session):
    state = json.dumps(opening(session))
    v8.run(
        f"globalThis.session = modules.session.createSession({state}, {{}});"
        "session.subscribe(frame => { globalThis.frame = frame; });"
    )

    def both(**action):
        session.act(action)
        v8.run(f"session.act({json.dumps(action)})")
        assert v8.eval("frame.status") == session.frame["status"]
        return session.frame["status"], v8.eval("modules.bars.inWords(frame)")

    assert v8.eval("modules.bars.inWords(frame)").startswith("No shares yet")
    status, words = both(name="e_step")
    assert f"touches −L at −{session.nll:.2f} nats." in status
    assert words == "No gap: the shares are the posterior."
    status, words = both(name="m_step")
    _, bound, gap = session.arrays["bound"]
    assert f"The bound, −{-bound:.2f} nats, lies {gap:.2f} below −L." in status
    assert words == f"Gap {gap:.2f} nats: the KL divergence from the shares to the posterior."
    status, words = both(name="add_point", x=1.0, y=1.0)
    assert "bound" not in status and words.startswith("A new point has no shares yet")


def test_k_means_has_no_bound(session):
    acts(session, "e_step")
    acts(session, "set_algorithm", algorithm="kmeans")
    assert acts(session, "assign", "update") is None


def test_a_learners_shares_have_their_own_bound(X):
    def halves(X, mixture):
        return np.full((len(X), 2), log(0.5))

    mixture = Mixture([[-1.0, 0], [2, 1]], [1.0, 0.5], [0.5, 0.5])
    found = acts(Session(X, mixture, e_step=halves), "e_step")
    assert found[1] == pytest.approx(by_loops(X, mixture, np.full((30, 2), 0.5)), rel=1e-12)
    assert found[2] > 0
    # Where they tell another L the bars keep the package's, and the sentence says theirs alone.
    session = Session(X, mixture, e_step=lambda *given: (halves(*given), 42.0))
    assert acts(session, "e_step") == pytest.approx(found, rel=1e-12)
    assert session.frame["status"].endswith("L = 42.00.")


def test_a_weight_that_a_learner_made_0_puts_the_bound_at_minus_infinity(X):
    mixture = Mixture([[-1.0, 0], [2, 1]], [1.0, 0.5], [0.5, 0.5])
    session = Session(X, mixture, m_step=lambda X, Q: mixture._replace(pi=np.array([1.0, 0])))
    assert acts(session, "e_step", "m_step")[1:].tolist() == [-np.inf, np.inf]
    assert "nan" not in session.frame["status"]


def test_bars_stand_within_their_track_whatever_they_show(v8):
    several = [[-5.0], [-1130.2, -1130.9], [-1130.2, -1140.0, -1100.0], [0.0, 0.0], [-2.0, None],
               [-1e300, -1.0]]  # fmt: skip
    for values in several:
        text = json.dumps(values)
        places = v8.eval(f"{text}.map(modules.geometry.barScale({text}))")
        shown = [(v, p) for v, p in zip(values, places, strict=True) if v is not None]
        assert all(20 < place < 100 for _, place in shown)
        assert sorted(shown) == sorted(shown, key=lambda pair: pair[1])
    assert v8.eval("modules.geometry.barScale([-3, -Infinity])(-Infinity)") == 0
