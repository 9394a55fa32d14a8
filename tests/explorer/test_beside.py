"""Two runs side by side: each is the package's own, and the sentence says what differs."""

import numpy as np
import pytest

from mixtures_lab import Mixture, datasets, em_steps, kmeans_steps, m_step
from mixtures_lab.em import guess_around
from mixtures_lab.explorer import Explorer
from mixtures_lab.explorer.session import Session


def overlapping(**options):
    """Where EM and K-means do not agree, nor end together."""
    start = Mixture([[-2.0, 0.0], [0.0, 1.0], [2.0, 0.0]], np.ones(3), np.full(3, 1 / 3))
    return Session(datasets.overlapping(), start, **options)


def act(session, name, **arguments):
    session.act({"name": name, **arguments})
    return session.frame["beside"]


def acts(session, *names):
    for name in names:
        act(session, name)
        assert not session.frame["problem"], session.frame["status"]


def compare(session, run):
    told = act(session, "compare", run=run)
    assert not session.frame["problem"], session.frame["status"]
    return told


def beside(session):
    """The mixture that stands beside."""
    return Mixture(*(session.arrays[f"beside.{name}"] for name in ("mu", "sigma", "pi")))


def test_the_same_steps_drive_em_and_kmeans_from_the_same_means():
    session = overlapping()
    X, mixture = session.X, session.mixture
    told = compare(session, "kmeans")
    assert (told["algorithm"], told["names"]) == ("kmeans", ["EM", "K-means"])
    runs = zip(em_steps(X, mixture), kmeans_steps(X, mixture.mu), range(4), strict=False)
    for em, kmeans, t in runs:
        np.testing.assert_allclose(session.mixture.mu, em.mixture.mu, rtol=1e-12)
        np.testing.assert_allclose(beside(session).mu, kmeans.mu, rtol=1e-12)
        acts(session, "e_step")
        np.testing.assert_array_equal(session.arrays["beside.labels"], kmeans.labels)
        acts(session, "m_step")
        assert session.frame["beside"]["at"] == [t + 1, t + 1]
    acts(session, "back", "back")
    assert session.frame["beside"]["at"] == [3, 3]
    act(session, "goto", t=1)
    assert session.frame["beside"]["at"] == [1, 1]


def test_kmeans_on_screen_has_em_beside_it(X, mixture):
    session = Session(X, mixture, algorithm="kmeans")
    compare(session, "em")
    for step, _ in zip(em_steps(X, guess_around(mixture.mu, X)), range(3), strict=False):
        np.testing.assert_allclose(beside(session).mu, step.mixture.mu, rtol=1e-12)
        acts(session, "assign", "update")
    acts(session, "back")
    act(session, "set_algorithm", algorithm="em")
    assert session.frame["beside"]["kind"] == "kmeans"  # never twice the same


def test_what_is_compared_is_l_of_the_mixture_of_the_clusters():
    session = overlapping()
    X = session.X
    compare(session, "kmeans")
    acts(session, *["step"] * 100)
    told = session.frame["beside"]
    hard = np.eye(3)[session.arrays["beside.labels"]]
    with np.errstate(divide="ignore"):
        clusters = m_step(X, np.log(hard))
    expected = next(em_steps(X, clusters)).nll
    here, there = told["traces"]
    assert there[-1] == pytest.approx(expected, rel=1e-9)
    assert here[told["at"][0]] == pytest.approx(session.nll, rel=1e-12)
    assert told["ended"][1] and told["at"][1] < told["at"][0]
    assert f"EM has L = {session.nll:.2f}" in told["sentence"]
    assert (
        f"K-means' clusters has {expected:.2f}, {expected - session.nll:.2f} higher"
        in (told["sentence"])
    )
    assert "K-means has ended." in told["sentence"]


def test_how_far_their_means_lie_apart_needs_no_order(session, X):
    compare(session, "random")
    mu, others = session.mixture.mu, beside(session).mu
    between = [[np.hypot(*(a - b)) for a in mu] for b in others]
    farthest = max(max(map(min, between)), max(map(min, zip(*between, strict=True))))
    assert session.frame["beside"]["apart"] == pytest.approx(farthest, rel=1e-12)
    turned = Mixture(others[[2, 0, 1]], np.ones(3), np.full(3, 1 / 3))
    session.set_mixture(turned)
    assert "Their means are the same." in session.frame["beside"]["sentence"]
    session.set_mixture(turned._replace(mu=others[[0, 0, 0]]))
    farthest = max(np.hypot(*(others - others[0]).T))  # from the other side alone
    assert session.frame["beside"]["apart"] == pytest.approx(farthest, rel=1e-12)


def test_two_starts_of_kmeans_are_compared_by_their_j(X, mixture):
    session = Session(X, mixture, ("D", "kmeans"))
    told = compare(session, "random")
    assert [choice["id"] for choice in told["choices"]] == ["random"]
    acts(session, "assign", "update")
    told = session.frame["beside"]
    steps = kmeans_steps(X, beside(session).mu)
    assert told["quantity"] == "Σ min d" and "the other start has" in told["sentence"]
    assert told["traces"][1][-1] == pytest.approx(next(steps).inertia)


def test_an_edit_moves_both_starts_of_em_and_kmeans(session):
    compare(session, "kmeans")
    acts(session, *["step"] * 4)
    act(session, "move_mean", j=0, x=3.0, y=1.0)
    np.testing.assert_array_equal(beside(session).mu, session.mixture.mu)
    assert session.frame["beside"]["at"] == [0, 0]
    act(session, "add_point", x=2.0, y=2.0)
    acts(session, "step")
    assert len(session.arrays["beside.R"]) == len(session.X)
    act(session, "back")
    act(session, "back")
    act(session, "back")
    assert session.frame["beside"]["at"] == [2, 2]


def test_another_start_stays_until_it_fits_no_more(session):
    compare(session, "random")
    start = beside(session)
    acts(session, "step", "step", "reset")
    np.testing.assert_array_equal(beside(session).mu, start.mu)
    act(session, "set_k", K=2)
    assert len(beside(session).mu) == 2
    act(session, "set_data", data="blobs")
    rows = datasets.blobs()
    assert all((rows == mean).all(axis=1).any() for mean in beside(session).mu)
    again = beside(session).mu
    compare(session, "random")
    assert not np.array_equal(beside(session).mu, again)  # asked again, another one


def test_the_start_before_can_stand_beside(session, mixture):
    assert [c["id"] for c in compare(session, "kmeans")["choices"]] == ["kmeans", "random"]
    acts(session, "step", "reset")  # the same start is no other
    assert "before" not in [c["id"] for c in session.frame["beside"]["choices"]]
    act(session, "load", start="mu=0,0;5,5;5,0")
    told = compare(session, "before")
    np.testing.assert_array_equal(beside(session).mu, mixture.mu)
    acts(session, *["step"] * 6)
    run = em_steps(session.X, mixture)
    np.testing.assert_allclose(beside(session).mu, [next(run) for _ in range(4)][-1].mixture.mu)
    assert told["names"] == ["this start", "the other start"]
    act(session, "set_k", K=2)
    assert session.frame["beside"]["kind"] == "random"


def test_play_goes_on_until_both_have_ended():
    session = overlapping()
    compare(session, "kmeans")
    for _ in range(1000):
        if session.frame["settled"]:
            break
        acts(session, "step")
    assert session.frame["beside"]["ended"] == [True, True]
    assert "Both have ended." in session.frame["beside"]["sentence"]
    other = overlapping(algorithm="kmeans")
    compare(other, "em")
    acts(other, *["step"] * 60)
    assert other.frame["beside"]["ended"][0] and not other.frame["settled"]


def test_a_cluster_without_width_makes_no_mixture():
    X = np.array([[0.0, 0.0], [0.1, 0.3], [0.4, 0.0], [9.0, 9.0]])
    session = Session(X, Mixture([[0.0, 0.0], [8.0, 8.0]], np.ones(2), [0.5, 0.5]))
    compare(session, "kmeans")
    assert session.frame["beside"]["traces"][1][0] is not None
    acts(session, "step", "step")
    told = session.frame["beside"]
    assert told["traces"][1][1] is None and "no width" in told["sentence"]


def test_a_shared_sigma_is_shared_on_both_sides_and_hard_em_is_kmeans(session):
    act(session, "share_sigma", sigma=1e-6)
    compare(session, "random")
    assert set(beside(session).sigma) == set(session.mixture.sigma)
    compare(session, "kmeans")
    for _ in range(6):
        acts(session, "step")
        told = session.frame["beside"]
        assert "Their means are the same." in told["sentence"]
        (here, there), (n, m) = told["traces"], told["at"]
        # With the σ that they share: but for the weights, which K-means has a step earlier.
        assert there[m] == pytest.approx(here[n], rel=1e-9)
    compare(session, "random")
    assert set(beside(session).sigma) == set(session.mixture.sigma)


def test_swapping_brings_the_other_start_here_as_a_run_that_can_be_undone(session):
    compare(session, "random")
    here, there = session.mixture, beside(session)
    acts(session, "step", "step", "swap")
    np.testing.assert_array_equal(session.mixture.mu, there.mu)
    np.testing.assert_array_equal(beside(session).mu, here.mu)
    assert session.frame["status"].startswith("Iteration 0, the other start: L = ")
    acts(session, "back")
    assert session.t == 1
    compare(session, "kmeans")
    act(session, "swap")
    assert "There is no other start" in session.frame["status"]


def test_it_is_taken_away_and_what_cannot_stand_there_is_refused(session):
    for run in ("before", "em", "nowhere", 3):
        assert act(session, "compare", run=run) is None
        assert session.frame["problem"]
    compare(session, "kmeans")
    assert compare(session, None) is None
    none = Session(session.X, session.mixture, ("D", "P"))
    act(none, "compare", run="random")
    assert none.frame["problem"]


def test_a_learners_functions_are_asked_on_both_sides(X, mixture):
    def assign(X, mu):
        if not np.array_equal(mu, mixture.mu):
            raise ValueError("out of luck")
        return ((X[:, None] - mu) ** 2).sum(axis=2).argmin(axis=1)

    session = Session(X, mixture, assign=assign)
    compare(session, "kmeans")
    for _ in range(8):
        acts(session, "step")
    told = session.frame["beside"]
    assert "could go no further: your assign raised ValueError in its line" in told["sentence"]
    assert (told["at"], told["ended"][1]) == ([4, 1], True)
    assert np.isfinite(session.nll)


def test_show_without_a_second_algorithm_takes_it_away(X, mixture):
    explorer = Explorer(X, mixture)
    explorer.act("compare", run="kmeans")
    assert "beside=kmeans" in explorer.start
    explorer.show = ("D", "kmeans")
    assert explorer._session.frame["beside"] is None
    explorer.act("load", start="mu=0,0;1,1&beside=em")
    assert "cannot stand beside it" in explorer.status
