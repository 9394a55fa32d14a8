"""One σ for all components: soft shares become hard, and EM's step that of K-means."""

import numpy as np
import pytest
from acting import act
from v8 import V8

from mixtures_lab import (
    Mixture,
    datasets,
    kmeans_steps,
    log_gaussians,
    log_posterior,
    squared_distances,
)
from mixtures_lab.explorer import Explorer
from mixtures_lab.explorer.session import Session


def share(session, sigma, **gesture):
    frame = act(session, "share_sigma", sigma=sigma, **gesture)
    assert not frame["problem"], frame["status"]
    return frame["shared"]


def test_the_shares_are_those_of_one_sigma_and_follow_it_at_once(session, X, mixture):
    for sigma in (3.0, 0.6):
        told = share(session, sigma)
        P = log_gaussians(squared_distances(X, mixture.mu), [sigma] * 3, 2)
        R = np.exp(log_posterior(P, mixture.pi))
        np.testing.assert_allclose(session.arrays["matrices.R"], R, atol=1e-12)
        assert told["sure"] == sum(row.max() > 0.99 for row in R)
        labels = squared_distances(X, mixture.mu).argmin(axis=1)
        apart = [
            np.hypot(*(R[:, j] @ X / R[:, j].sum() - X[labels == j].mean(axis=0))) for j in range(3)
        ]
        assert told["apart"] == pytest.approx(max(apart), rel=1e-9)
    assert session.frame["next"] == "m_step"


def test_l_never_rises_while_the_m_step_leaves_sigma_alone(session):
    share(session, 1.7)
    for _ in range(8):
        act(session, "m_step")
        assert (session.mixture.sigma == 1.7).all()
        act(session, "e_step")
    trace = session.arrays["trace"][1:]
    assert (np.diff(trace) <= 1e-9).all() and trace[-1] < trace[0] - 1
    assert session.frame["shared"]["sigma"] == 1.7


@pytest.mark.parametrize("sigma", [1e-300, 1e-3, 0.02])
def test_at_the_hard_end_every_step_is_that_of_kmeans(session, X, mixture, sigma):
    told = share(session, sigma)
    assert session.mixture.sigma[0] == max(sigma, session.steps.floor(X))
    steps = kmeans_steps(X, mixture.mu)
    for step, _ in zip(steps, range(5), strict=False):
        np.testing.assert_allclose(session.mixture.mu, step.mu, rtol=1e-12, atol=1e-12)
        R = session.arrays["matrices.R"]
        np.testing.assert_array_equal(R.argmax(axis=1), step.labels)
        np.testing.assert_allclose(R, R.round(), rtol=0, atol=1e-14)
        assert told["sure"] == len(X)
        assert told["kmeans"] and "as K-means' update does" in session.frame["status"]
        assert np.isfinite(session.nll)
        act(session, "m_step")
        told = act(session, "e_step")["shared"]


def test_where_kmeans_would_begin_a_cluster_anew_nothing_is_said_of_it():
    far = Mixture([[0.0, 0.0], [50.0, 50.0]], np.ones(2), [0.5, 0.5])
    session = Session(datasets.blobs(), far)
    told = share(session, 1.0)
    assert told["apart"] is None and not told["kmeans"]
    assert "K-means" not in session.frame["status"]
    act(session, "m_step")
    assert "lost every point" in act(session, "e_step")["status"]


def test_a_point_between_two_means_is_shared_even_at_the_hard_end():
    X = np.array([[-1.0, 0.0], [0.0, 0.0], [1.0, 0.0]])
    session = Session(X, Mixture(X[[0, 2]], np.ones(2), [0.5, 0.5]))
    told = share(session, 1e-9)
    np.testing.assert_allclose(session.arrays["matrices.R"][1], [0.5, 0.5])
    assert told["sure"] == 2 and not told["kmeans"] and told["apart"] > 0.1


def test_one_slide_is_one_edit_and_can_be_undone(session, mixture):
    act(session, "step")
    act(session, "step")
    before = session.mixture
    for sigma in (2.0, 1.0, 0.5):
        share(session, sigma, gesture=1)
    assert (session.t, session.frame["last"], session.frame["phase"]) == (2, 2, "e")
    act(session, "m_step")
    share(session, 0.4, gesture=1)  # later, it is another one
    assert session.frame["last"] == 4
    for _ in range(2 * 2 + 1):
        act(session, "back")
    assert session.mixture is before and session.frame["shared"] is None
    act(session, "step")
    act(session, "step")
    assert len(set(session.mixture.sigma)) == 3


def test_sigma_can_be_let_go_and_a_ring_of_its_own_ends_it(session):
    share(session, 0.5)
    told = share(session, None)
    assert told is None and session.frame["phase"] == "e"  # the shares are still right
    act(session, "m_step")
    assert len(set(session.mixture.sigma)) == 3
    share(session, 0.5)
    assert act(session, "set_sigma", j=0, sigma=0.5)["shared"] is None
    share(session, 0.5)
    act(session, "move_mean", j=0, x=1.0, y=1.0)
    act(session, "add_point", x=1.0, y=1.0)
    assert session.frame["shared"]["sigma"] == 0.5  # other edits do not
    assert act(session, "set_algorithm", algorithm="kmeans")["shared"] is None


def test_placing_the_means_by_hand_does_not_make_a_start_of_it(X):
    session = Session(X, first_guess="hand")
    start = session.mixture
    for sigma in (1.0, 0.5):
        share(session, sigma, gesture=3)
    assert (session.t, session.frame["trace_phases"]) == (1, ["start", "edit"])
    act(session, "reset")
    assert session.mixture.sigma[0] == start.sigma[0]


def test_start_over_keeps_the_sigma_that_a_link_shares(session):
    act(session, "load", start="mu=0,0;3,3&shared=0.7")
    for _ in range(2):
        assert session.frame["shared"]["sigma"] == 0.7
        act(session, "step")
        act(session, "step")
        assert (session.mixture.sigma == 0.7).all()
        act(session, "reset")


@pytest.mark.parametrize("sigma", [np.nan, np.inf, "wide", True])
def test_what_is_no_sigma_is_refused_and_nothing_changes(session, mixture, sigma):
    if sigma is True:
        act(session, "set_algorithm", algorithm="kmeans")
    before = session.mixture
    assert act(session, "share_sigma", sigma=sigma)["problem"]
    assert session.mixture is before


def test_a_learners_own_functions_are_asked_and_their_sigma_is_held(X, mixture):
    def e_step(X, mixture):
        return log_posterior(
            log_gaussians(squared_distances(X, mixture.mu), mixture.sigma, 2), mixture.pi
        )

    def fails(X, mixture):
        raise ZeroDivisionError("no luck")

    def m_step(X, Q):
        return mixture.mu + 1, [9.0, 9.0, 9.0], mixture.pi

    explorer = Explorer(X, mixture, e_step=e_step, m_step=m_step)
    explorer.act("share_sigma", sigma=0.8)
    explorer.act("m_step")
    assert (explorer.mixture.sigma == 0.8).all()
    np.testing.assert_allclose(explorer.mixture.mu, mixture.mu + 1)
    broken = Session(X, mixture, e_step=fails)
    assert "ZeroDivisionError" in act(broken, "share_sigma", sigma=0.8)["status"]
    assert (broken.t, broken.frame["last"], broken.frame["shared"]) == (0, 0, None)


@pytest.fixture(scope="module")
def v8():
    with V8("more/widths.js") as v8:
        yield v8


def test_the_slider_goes_from_twice_the_datas_extent_to_the_floor(v8):
    at = [v8.eval(f"modules.widths.widths(1e-6, 2).at({p})") for p in range(101)]
    assert (at[0], at[100]) == (2, 1e-6) and (np.diff(at) < 0).all()
    assert 0.03 < at[50] < 0.1  # most of it is where most happens
    back = [v8.eval(f"modules.widths.widths(1e-6, 2).of({sigma})") for sigma in at]
    assert back == list(range(101))
    assert v8.eval("modules.widths.widths(1e-6, 2).of(1e9)") == 0


def test_what_the_slider_says(v8):
    def says(sure, **told):
        shared = {"sigma": 0.5, "sure": 3, "apart": 0.25, "kmeans": False, **told}
        return v8.call("widths.inWords", {"shared": shared, "stale": False}, sure)

    assert "up to 0.25 from those of K-means" in says("3 of 7 points")
    assert "this step is K-means' step" in says("7 of 7 points", kmeans=True)
    assert says("3 of 7 points", apart=None) == "3 of 7 points have a share above 0.99."
    assert "The E-step gives" in says(None)
    assert v8.call("widths.inWords", {"shared": None}, None).startswith("Move it")
