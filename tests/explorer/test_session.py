"""What the session answers, in Python and in JavaScript, and a learner's own functions."""

import json

import numpy as np
import pytest
from acting import act
from explorer_problems import MAKERS, SHOWS, problems, random_action
from v8 import V8

from mixtures_lab import (
    Mixture,
    datasets,
    em_steps,
    kmeans_steps,
    log_gaussians,
    log_posterior,
    m_step,
    negative_log_likelihood,
    squared_distances,
)
from mixtures_lab.explorer.datasets import DATA_SETS
from mixtures_lab.explorer.page import opening
from mixtures_lab.explorer.session import Session
from mixtures_lab.matrices import distances_of

EVERYTHING = SHOWS[0]


@pytest.fixture(scope="module")
def v8():
    with V8("session.js", "beside.js", "datasets.js", "sharing.js", "starts.js", "trials.js") as v8:
        yield v8


def acts(session, *names):
    """Some actions without arguments, each of which must be accepted."""
    for name in names:
        assert not act(session, name)["problem"], session.frame["status"]
    return session.frame


# Steps are the package's -------------------------------------------------------------------


def test_e_and_m_steps_are_those_of_em_steps(session, X, mixture):
    for step, _ in zip(em_steps(X, mixture), range(6), strict=False):
        assert session.t == step.t
        np.testing.assert_allclose(session.mixture.mu, step.mixture.mu, rtol=1e-12)
        assert session.nll == pytest.approx(step.nll, rel=1e-12)
        frame = acts(session, "e_step")
        assert (frame["phase"], frame["next"], frame["stale"]) == ("e", "m_step", False)
        np.testing.assert_allclose(session.arrays["matrices.Q"], step.Q, rtol=1e-9, atol=1e-12)
        frame = acts(session, "m_step")
        assert (frame["phase"], frame["next"], frame["stale"]) == ("m", "e_step", True)
    assert (np.diff(session.arrays["trace"]) <= 0).all()


def test_it_steps_whatever_numpy_has_been_told_to_raise():
    with np.errstate(all="raise"):
        session = Session(datasets.one_far_outlier(), None)
        assert acts(session, *["step"] * 3)["phase"]
        assert (session.arrays["matrices.R"] == 0).any()  # where e^Q underflows


def test_assignments_and_updates_are_those_of_kmeans_steps(X, mixture):
    session = Session(X, mixture, ("D", "kmeans"))
    for step, _ in zip(kmeans_steps(X, mixture.mu), range(4), strict=False):
        np.testing.assert_allclose(session.mixture.mu, step.mu)
        assert session.nll == pytest.approx(step.inertia)
        acts(session, "assign")
        np.testing.assert_array_equal(session.arrays["labels"], step.labels)
        acts(session, "update")


def test_each_half_step_of_kmeans_lowers_j(X):
    far = Mixture([[-9.0, -9], [-8, -9], [-9, -8]], np.ones(3), np.full(3, 1 / 3))
    session = Session(X, far, ("D", "kmeans"))
    assert session.frame["J"] is None and "Σ min d = " in session.frame["status"]
    seen = []
    for name in ["assign", "update"] * 4:
        acts(session, name)
        labels, mu = session.arrays["labels"], session.mixture.mu
        J = sum(((x - mu[j]) ** 2).sum() for x, j in zip(X, labels, strict=True))
        assert session.frame["J"] == pytest.approx(J, rel=1e-12)
        assert f"J = {J:.2f}" in session.frame["status"]
        seen.append(J)
    assert (np.diff(seen) <= 1e-12).all()
    assert (np.diff(seen[:5]) < 0).all()  # the assignments, too
    assert f", down {seen[1] - seen[2]:.2f}." in _replayed(session, 2, "assign")
    trace = session.arrays["J_trace"]
    np.testing.assert_allclose(trace.ravel()[1:-1], seen, rtol=1e-12)
    assert (trace[:, 1] >= session.arrays["trace"] - 1e-9).all()


def _replayed(session, halves, name):
    """The sentence of half step number `halves` when it is done again."""
    act(session, "goto", t=halves // 2)
    acts(session, "back")
    return acts(session, name)["status"]


def test_dragging_a_mean_raises_j_until_points_are_assigned_again(X, mixture):
    session = Session(X, mixture, ("D", "kmeans"))
    J = acts(session, "assign", "update", "assign")["J"]
    assert act(session, "move_mean", j=0, x=5.0, y=5.0)["J"] > J
    moved = session.frame["J"]
    assert f", up {moved - J:.2f}." in session.frame["status"]
    assert acts(session, "assign")["J"] < moved
    acts(session, "back")
    assert act(session, "add_point", x=1.0, y=1.0)["J"] == pytest.approx(
        moved + squared_distances([[1.0, 1.0]], session.mixture.mu).min()
    )


def test_j_is_that_of_a_learners_labels(X, mixture):
    session = Session(X, mixture, ("D", "kmeans"), assign=lambda X, mu: np.zeros(len(X), int))
    J = acts(session, "assign")["J"]
    assert J == pytest.approx(((X - mixture.mu[0]) ** 2).sum())
    assert session.nll < J  # still Σ min d


def test_the_matrices_are_those_of_the_derivation(session, X, mixture):
    acts(session, "e_step")
    M = {name: A for name, A in session.arrays.items() if name.startswith("matrices.")}
    M = {name.removeprefix("matrices."): A for name, A in M.items()}
    D = squared_distances(X, mixture.mu)
    P = log_gaussians(D, mixture.sigma, 2)
    np.testing.assert_allclose(M["D"], D)
    np.testing.assert_allclose(M["D1"] + M["D2"] + M["D3"], D, atol=1e-12)
    np.testing.assert_allclose(M["P"], P)
    np.testing.assert_allclose(M["P1"], -2 * np.log(mixture.sigma * np.sqrt(2 * np.pi))[None])
    np.testing.assert_allclose(M["P1"] + M["P2"], P)
    np.testing.assert_allclose(M["P"] + M["lnPi"], M["PlnPi"])
    np.testing.assert_allclose(M["PlnPi"] - M["lse"], M["Q"], atol=1e-12)
    np.testing.assert_allclose(M["Q"], log_posterior(P, mixture.pi), atol=1e-12)
    np.testing.assert_allclose(M["R"].sum(axis=1), 1)
    assert session.nll == negative_log_likelihood(P, mixture.pi)


@pytest.mark.parametrize(
    "show, names, legal",
    [
        (("D",), {"D", "D1", "D2", "D3"}, None),
        (("D", "P"), {"D", "D1", "D2", "D3", "P", "P1", "P2", "lnPi", "PlnPi"}, None),
        (("Q",), {"lse", "Q", "R"}, None),
        (("D", "kmeans"), {"D", "D1", "D2", "D3"}, "assign"),
        (("em",), set(), "e_step"),
    ],
)
def test_show_says_what_is_there(X, mixture, show, names, legal):
    session = Session(X, mixture, show)
    shown = {name[9:] for name in session.arrays if name.startswith("matrices.")}
    assert shown == names
    assert session.frame["next"] == legal


def test_without_an_algorithm_q_follows_the_mean(X, mixture):
    session = Session(X, mixture, ("D", "P", "Q"))
    act(session, "move_mean", j=0, x=3.0, y=3.0)
    P = log_gaussians(squared_distances(X, session.mixture.mu), mixture.sigma, 2)
    np.testing.assert_allclose(session.arrays["matrices.Q"], log_posterior(P, mixture.pi))
    assert not session.frame["stale"]


# History -------------------------------------------------------------------------------------


def test_back_undoes_one_half_at_a_time(session):
    acts(session, "e_step", "m_step", "e_step")
    assert [(acts(session, "back")["t"], session.frame["phase"]) for _ in range(3)] == [
        (1, "m"),
        (0, "e"),
        (0, "start"),
    ]
    assert "back" not in session.legal


def test_the_slider_goes_back_and_steps_replay(session):
    acts(session, *["step"] * 8)
    trace = session.arrays["trace"].copy()
    act(session, "goto", t=1)
    assert (session.t, session.frame["phase"], session.frame["last"]) == (1, "e", 4)
    acts(session, "m_step", "e_step")
    assert (session.t, session.frame["last"]) == (2, 4)
    np.testing.assert_array_equal(session.arrays["trace"], trace)


def test_an_edit_in_the_middle_drops_what_followed(session):
    acts(session, *["step"] * 8)
    act(session, "goto", t=1)
    frame = act(session, "move_mean", j=1, x=9.0, y=9.0)
    assert (frame["t"], frame["last"], frame["phase"], frame["next"]) == (2, 2, "edit", "e_step")


def test_an_edit_is_not_an_iteration(session, mixture):
    acts(session, *["step"] * 3)
    act(session, "move_mean", j=0, x=1.0, y=0.0)
    assert "Iteration 1, mean 1 moved" in session.frame["status"]
    act(session, "set_sigma", j=0, sigma=2.0)
    acts(session, "e_step", "m_step")
    assert (session.t, session.iteration) == (4, 2)
    assert session.frame["iterations"] == [0, 1, 1, 1, 2]
    assert "Iteration 2, after the M-step" in session.frame["status"]
    session.move_to(1)  # what the last edit left there
    assert (session.t, session.mixture.sigma[0]) == (3, 2)
    session.move_to(0)
    np.testing.assert_array_equal(session.mixture.mu, mixture.mu)
    session.move_to(3)
    assert (session.t, session.iteration) == (5, 3)


def test_the_trail_goes_from_where_the_means_were_to_where_they_are(session, mixture):
    acts(session, *["step"] * 4)
    act(session, "move_mean", j=2, x=9.0, y=9.0)
    trail = session.arrays["trail"]
    mixtures = [
        step.mixture for step, _ in zip(em_steps(session.X, mixture), range(3), strict=False)
    ]
    for row, (mu, sigma, _) in zip(trail[:3], mixtures, strict=True):
        np.testing.assert_allclose(row, np.column_stack([mu, sigma]))
    np.testing.assert_array_equal(trail[3, 2, :2], [9, 9])
    assert len(act(session, "goto", t=1) and session.arrays["trail"]) == 2  # no further than here


def test_a_trail_begins_where_code_put_other_components(session):
    act(session, "move_mean", j=0, x=1.0, y=0.0)
    session.set_mixture(Mixture(np.zeros((2, 2)), np.ones(2), np.full(2, 0.5)))
    act(session, "move_mean", j=0, x=1.0, y=0.0)
    np.testing.assert_array_equal(session.arrays["trail"][:, 0], [[0, 0, 1], [1, 0, 1]])


def test_a_long_trail_loses_its_beginning(session):
    for k in range(70):
        act(session, "move_mean", j=0, x=float(k), y=0.0)
    np.testing.assert_array_equal(session.arrays["trail"][:, 0, 0], np.arange(10.0, 70))


def test_a_drag_is_one_entry(session):
    for x in (1.0, 2.0, 3.0):
        act(session, "move_mean", j=0, x=x, y=0.0, gesture=7)
    assert session.frame["last"] == 1
    act(session, "move_mean", j=0, x=4.0, y=0.0, gesture=8)
    act(session, "set_sigma", j=0, sigma=2.0, gesture=8)
    assert session.frame["last"] == 3
    acts(session, "back", "back", "back")
    np.testing.assert_array_equal(session.mixture.mu[0], [0.5, 0.2])


def test_starting_over_can_be_undone(session, mixture):
    acts(session, *["step"] * 5)
    there = session.mixture
    frame = acts(session, "reset")
    assert (frame["t"], frame["phase"]) == (0, "start")
    np.testing.assert_array_equal(session.mixture.mu, mixture.mu)
    acts(session, "back")
    assert session.t == 2
    np.testing.assert_array_equal(session.mixture.mu, there.mu)


@pytest.mark.parametrize(
    "name, arguments",
    [
        ("set_k", {"K": 5}),
        ("set_algorithm", {"algorithm": "kmeans"}),
        ("set_data", {"data": "rings"}),
        ("set_first_guess", {"guess": "hand"}),
    ],
)
def test_a_new_start_can_be_undone(session, X, name, arguments):
    acts(session, "e_step", "m_step")
    before = session.mixture
    assert act(session, name, **arguments)["t"] == 0
    acts(session, "back")
    assert session.mixture is before
    assert session.X.shape == X.shape
    assert session.frame["algorithm"] == "em"


def test_starting_over_draws_another_guess_only_where_guesses_are_drawn(X, mixture):
    assert "reset" not in Session(X, mixture).legal
    session = Session(X, K=3, first_guess="random")
    before = session.mixture
    acts(session, "reset")
    assert not np.array_equal(session.mixture.mu, before.mu)


def test_means_placed_by_hand_are_the_first_guess(X):
    session = Session(X, K=2, first_guess="hand")
    act(session, "move_mean", j=1, x=4.0, y=4.0)
    assert (session.t, session.frame["phase"]) == (0, "start")
    acts(session, "e_step", "m_step", "reset")
    np.testing.assert_array_equal(session.mixture.mu[1], [4.0, 4.0])


@pytest.mark.parametrize(
    "name, arguments, words",
    [
        ("move_mean", {"j": 1, "x": -0.5, "y": 1e-7}, "mean 2 moved to (−0.50, 1.0e−7): L = "),
        ("set_sigma", {"j": 2, "sigma": 2.0}, "σ of component 3 set to 2.00: L = "),
        ("add_point", {"x": 12.345, "y": 1.0}, "point 46 added at (12.35, 1.00): L = "),
        ("remove_point", {"i": 0}, "point 1 removed: L = "),
        ("set_algorithm", {"algorithm": "kmeans"}, "K-means begins from these means: Σ min d = "),
        ("set_first_guess", {"guess": "hand"}, "first guess (place by hand): L = "),
    ],
)
def test_what_was_done_is_said_with_its_numbers(session, name, arguments, words):
    status = act(session, name, **arguments)["status"]
    assert status.split(", ", 1)[1].startswith(words)


def test_added_points_wait_for_the_e_step(session, X):
    acts(session, "e_step")
    act(session, "add_point", x=1.0, y=2.0)
    assert session.frame["N"] == len(X) + 1
    assert session.frame["selected"]["point"] == len(X)
    assert np.isnan(session.arrays["matrices.Q"][-1]).all()
    assert session.arrays["labels"][-1] == -1
    acts(session, "e_step")
    assert np.isfinite(session.arrays["matrices.Q"]).all()


def test_removing_a_point_keeps_the_others_in_place(session, X):
    acts(session, "e_step")
    Q = session.arrays["matrices.Q"]
    act(session, "select", point=5)
    act(session, "remove_point", i=2)
    np.testing.assert_array_equal(session.X, np.delete(X, 2, axis=0))
    np.testing.assert_array_equal(session.arrays["matrices.Q"], np.delete(Q, 2, axis=0))
    assert session.frame["selected"]["point"] == 4


def test_old_posteriors_are_forgotten_and_can_be_made_again(X, mixture, monkeypatch):
    monkeypatch.setattr("mixtures_lab.explorer.history.BYTES_KEPT", 3 * len(X) * 3 * 8)
    session = Session(X, mixture)
    acts(session, *["step"] * 11)
    frame = act(session, "goto", t=1)
    assert (frame["phase"], frame["next"]) == ("m", "e_step")
    acts(session, "e_step", "m_step")
    assert (session.t, session.frame["last"]) == (2, 5)


def test_labels_are_never_forgotten(X, mixture, monkeypatch):
    monkeypatch.setattr("mixtures_lab.explorer.history.BYTES_KEPT", 0)
    session = Session(X, mixture, ("D", "kmeans"))
    acts(session, *["step"] * 4)
    assert act(session, "goto", t=0)["phase"] == "assign"


def test_a_forgotten_posterior_is_there_again_where_no_step_makes_it(X, mixture, monkeypatch):
    monkeypatch.setattr("mixtures_lab.explorer.history.BYTES_KEPT", 0)
    session = Session(X, mixture, ("D", "P", "Q"))
    Q = session.arrays["matrices.Q"]
    act(session, "move_mean", j=0, x=3.0, y=3.0)
    acts(session, "back")
    np.testing.assert_array_equal(session.arrays["matrices.Q"], Q)


# Bad input gets a sentence ---------------------------------------------------------------------


def bad(session, name, **arguments):
    """The sentence of an action that must change nothing but the status line."""
    kept = {k: v for k, v in session.frame.items() if k not in ("version", "status", "problem")}
    arrays = session.arrays
    frame = act(session, name, **arguments)
    assert frame["problem"]
    assert {k: v for k, v in frame.items() if k not in ("version", "status", "problem")} == kept
    for path, A in arrays.items():
        np.testing.assert_array_equal(session.arrays[path], A)
    return frame["status"]


def test_refusals_say_why(session):
    assert bad(session, "m_step") == ("The M-step cannot be done now: the next step is the E-step.")
    assert "K can be 1 to 8 here, not 9" in bad(session, "set_k", K=9)
    assert "not 0" in bad(session, "set_k", K=0)
    assert bad(session, "move_mean", j=3, x=0.0, y=0.0) == "There is no component 4."
    assert bad(session, "move_mean", j=0, x=float("nan"), y=0.0) == "x needs a finite number."
    assert bad(session, "set_sigma", j=0, sigma=float("inf")) == "σ needs a finite number."
    assert bad(session, "remove_point", i=99) == "There is no point 100."
    assert bad(session, "set_data", data="nowhere") == "There is no data set nowhere."
    assert "overflows" in bad(session, "move_mean", j=0, x=1e200, y=0.0)
    assert bad(session, "no such thing").startswith("“no such thing” cannot be done now")
    acts(session, "e_step", "m_step")


def test_the_last_points_cannot_be_removed(mixture):
    session = Session([[0.0, 0], [1, 1], [2, 0]], mixture)
    assert bad(session, "remove_point", i=0) == (
        "3 points must stay for K = 3: lower K before removing more."
    )
    assert session.frame["K_max"] == 3


@pytest.mark.parametrize("N, K, most", [(45, 3, 8), (5, 3, 5), (45, 11, 11)])
def test_eight_components_at_most_or_as_many_as_there_are_points_or_were_given(v8, X, N, K, most):
    session = Session(X[:N], Mixture(X[:K], np.ones(K), np.full(K, 1 / K)))
    assert session.frame["K_max"] == most
    assert_same_answers(v8, session, [{"name": "set_k", "K": most + 1}])
    assert session.frame["problem"]
    assert not act(session, "set_k", K=most)["problem"]


def test_sigma_stays_on_its_floor(session):
    frame = act(session, "set_sigma", j=1, sigma=-5.0)
    assert session.mixture.sigma[1] > 0
    assert "σ of component 2 is on its floor" in frame["status"]


def test_an_emptied_component_is_named(X):
    start = Mixture([[2.0, 2.0], [1e6, 1e6]], [3.0, 1.0], [0.5, 0.5])
    session = Session(X, start)
    frame = acts(session, "e_step", "m_step")
    assert "Component 2 has lost every point: its weight is 0." in frame["status"]
    acts(session, "e_step", "m_step", "e_step")
    assert np.isfinite(session.nll)


def test_an_emptied_cluster_is_named(X):
    session = Session(X, Mixture([[2.0, 2.0], [1e6, 1e6]], np.ones(2), [0.5, 0.5]), ("D", "kmeans"))
    assert "Cluster 2 had lost every point" in acts(session, "assign", "update")["status"]


def test_coincident_means_are_named(X):
    start = Mixture([[2.0, 2.0], [5.0, 1.0], [2.0, 2.0]], np.ones(3), np.full(3, 1 / 3))
    assert "Components 1 and 3 coincide" in Session(X, start).frame["status"]


@pytest.mark.parametrize(
    "points",
    [[[1.0, 2.0]], [[3.0, 3.0]] * 5, datasets.far_from_origin(20), [[0.0, 0], [1e-9, 0], [5, 5]]],
    ids=["one point", "all equal", "far from the origin", "nearly equal"],
)
@pytest.mark.parametrize("show", [EVERYTHING, ("D", "kmeans"), ("D", "P", "Q")])
def test_degenerate_data_never_give_nan_or_a_dead_end(points, show):
    session = Session(points, show=show)
    for _ in range(12):
        if session.frame["next"]:
            acts(session, "step")
        for path, A in session.arrays.items():
            assert not np.isnan(A).any(), path
        assert np.isfinite(session.nll)
        assert "nan" not in session.frame["status"]


def test_the_terms_of_d_are_centred_where_they_would_cancel():
    session = Session(datasets.far_from_origin(), K=3)
    A = session.arrays
    assert session.frame["centred"]
    total = A["matrices.D1"] + A["matrices.D2"] + A["matrices.D3"]
    np.testing.assert_allclose(total, A["matrices.D"], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    "X, words",
    [
        ([1.0, 2.0], "one row per point"),
        ([[1.0], [2.0]], "put a second column beside it"),
        (np.zeros((4, 3)), r"choose two of its columns, as in X\[:, :2\]"),
        ([[np.nan, 0.0]], "finite"),
        (np.zeros((0, 2)), "empty"),
    ],
)
def test_data_that_are_no_plane_are_refused_with_the_remedy(X, words):
    with pytest.raises(ValueError, match=words):
        Session(X)


def test_wrong_arguments_are_refused(X, mixture):
    with pytest.raises(ValueError, match="show holds 'R'"):
        Session(X, show=("D", "R"))
    with pytest.raises(ValueError, match="K is 99 but there are only 45 points"):
        Session(X, K=99)
    with pytest.raises(ValueError, match="K is 2 but the mixture has 3 components"):
        Session(X, mixture, K=2)
    with pytest.raises(ValueError, match="algorithm is 'em'"):
        Session(X, show=("D",), algorithm="em")
    with pytest.raises(ValueError, match="first_guess is 'best'"):
        Session(X, first_guess="best")
    with pytest.raises(ValueError, match="columns has 1 labels"):
        Session(X, columns=("x",))


def test_a_data_set_of_the_package_is_known_by_its_name():
    session = Session(datasets.old_faithful())
    assert session.frame["data"] == "old_faithful"
    assert session.frame["columns"] == ["eruption, minutes", "waiting, minutes"]


def name_of(session):
    """What the data on screen are called, in the list of data sets."""
    frame = session.frame
    (name,) = (s["label"] for s in frame["datasets"] if s["id"] == frame["data"])
    return name


class Table:
    """As a DataFrame does it."""

    def __init__(self, A):
        self.A = A

    def __array__(self, dtype=None, copy=None):
        return np.array(self.A, dtype=dtype)


@pytest.mark.parametrize("known", DATA_SETS, ids=lambda known: known.id)
@pytest.mark.parametrize(
    "made", [np.array, np.ndarray.tolist, np.asfortranarray, Table, lambda X: X * (1 + 1e-15)]
)
def test_every_data_set_of_the_package_is_known_by_its_content(known, made):
    session = Session(made(known.points()), columns=("a", "b"))
    assert name_of(session) == known.label
    assert len(session.frame["datasets"]) == len(DATA_SETS)
    assert session.frame["columns"] == ["a", "b"]
    assert session.frame["unit"] == known.unit
    np.testing.assert_array_equal(opening(session)["X"], session.X)  # it waits for no data set


def old_faithful_in_standard_units(ddof=0):
    X = datasets.old_faithful()
    return (X - X.mean(axis=0)) / X.std(axis=0, ddof=ddof)


@pytest.mark.parametrize(
    "X, name",
    [
        (datasets.old_faithful().astype(np.float32), "Old Faithful"),
        (old_faithful_in_standard_units().astype(np.float32), "Old Faithful, standardised"),
        (old_faithful_in_standard_units(ddof=1), "Old Faithful, standardised"),
    ],
)
def test_almost_the_same_points_have_the_same_name_and_stay_as_they_are(v8, X, name):
    session = Session(X, K=2)
    assert name_of(session) == name
    np.testing.assert_array_equal(opening(session)["X"], X.astype(float))
    back = [{"name": "set_first_guess", "guess": "hand"}, {"name": "set_data", "data": "rings"},
            {"name": "set_data", "data": session.frame["data"]}]  # fmt: skip
    assert_same_answers(v8, session, back)
    np.testing.assert_array_equal(session.X, X.astype(float))


@pytest.mark.parametrize(
    "X",
    [
        datasets.old_faithful()[:99],
        datasets.old_faithful()[::-1],
        datasets.old_faithful()[:, ::-1],
        datasets.old_faithful() + 0.01,
        datasets.blobs(rng=1),
        [[1.0, 2.0]],
    ],
)
def test_other_points_are_called_your_data(X):
    session = Session(X)
    assert (name_of(session), session.frame["data"]) == ("your data", "own")
    assert len(session.frame["datasets"]) == len(DATA_SETS) + 1


def test_a_name_that_is_given_goes_before_the_packages(v8):
    for X in (datasets.blobs(), datasets.blobs() + 1):
        session = Session(X, K=2, first_guess="hand", label="mine", columns=("a", "b"), unit="cm")
        assert name_of(session) == "mine"
        assert_same_answers(v8, session, [{"name": "e_step"}])


# A learner's own functions ------------------------------------------------------------------------


def my_e_step(X, mixture):
    D = ((X[:, None] - mixture.mu) ** 2).sum(axis=2)
    joint = np.log(mixture.pi) - 2 * np.log(mixture.sigma) - D / (2 * mixture.sigma**2)
    return joint - np.log(np.exp(joint).sum(axis=1, keepdims=True))


def my_m_step(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return mu, np.sqrt((R * D).sum(axis=0) / (2 * Nk)), Nk / len(X)


@pytest.mark.parametrize("own", [{"e_step": my_e_step}, {"m_step": my_m_step}, "both"])
def test_a_learners_right_functions_go_where_the_packages_go(X, mixture, own):
    own = {"e_step": my_e_step, "m_step": my_m_step} if own == "both" else own
    mine, theirs = Session(X, mixture, **own), Session(X, mixture)
    for _ in range(12):
        acts(mine, "step")
        acts(theirs, "step")
        np.testing.assert_allclose(mine.mixture.mu, theirs.mixture.mu)
        assert mine.nll == pytest.approx(theirs.nll)


def test_a_learners_steps_are_the_ones_that_are_called(X, mixture):
    def all_to_the_first(X, mixture):
        Q = np.full((len(X), 3), -np.inf)
        Q[:, 0] = 0
        return Q, 42.0

    def everything_at_7(X, Q):
        return Mixture(np.full((3, 2), 7.0), np.ones(3), np.full(3, 1 / 3))

    session = Session(X, mixture, e_step=all_to_the_first, m_step=everything_at_7)
    acts(session, "e_step")
    assert session.nll == 42
    np.testing.assert_array_equal(session.arrays["labels"], 0)
    acts(session, "m_step")
    np.testing.assert_array_equal(session.mixture.mu, 7)


# … and the L that they give is theirs, and goes with their result


def gives(*values):
    """An e_step with a right Q and these values of L, one at each call; then it fails."""
    left = list(values)

    def e_step(X, mixture):
        nll = left.pop(0)  # IndexError, once there is none
        return my_e_step(X, mixture) if nll is None else (my_e_step(X, mixture), nll)

    return e_step


def test_a_learners_l_goes_with_their_e_step(X, mixture):
    L = Session(X, mixture).nll
    session = Session(X, mixture, e_step=gives(42.0))
    acts(session, "e_step")
    assert (session.nll, session.arrays["trace"][0]) == (42, 42)
    status = acts(session, "back")["status"]
    assert (session.nll, session.arrays["trace"][0]) == (L, L)
    assert status == f"Iteration 0, first guess (as given): L = {L:.2f}."


def test_a_learners_l_comes_back_by_scrubbing_and_not_by_replaying(X, mixture):
    session, package = Session(X, mixture, e_step=gives(42.0, 41.0, 7.0)), Session(X, mixture)
    acts(session, *["step"] * 4)
    acts(package, *["step"] * 4)
    L = package.arrays["trace"]
    np.testing.assert_allclose(session.arrays["trace"], [42, 41, L[2]])
    assert act(session, "goto", t=0)["nll"] == 42
    assert acts(session, "m_step")["nll"] == pytest.approx(L[1])  # goes on to what there is
    assert acts(session, "e_step")["nll"] == 7  # called anew, it says something else
    np.testing.assert_allclose(session.arrays["trace"], [42, 7, L[2]])


def test_a_call_without_l_leaves_no_old_l_behind(X, mixture):
    session = Session(X, mixture, e_step=gives(42.0, None))
    acts(session, "e_step", "back", "e_step")
    assert session.nll == Session(X, mixture).nll


def test_a_call_that_fails_leaves_no_old_l_behind(X, mixture):
    session = Session(X, mixture, e_step=gives(42.0))
    acts(session, "e_step", "back")
    assert "your e_step raised IndexError" in bad(session, "e_step")
    assert session.nll == Session(X, mixture).nll


def test_l_is_compared_with_l_of_the_same_hand(X, mixture):
    session, package = Session(X, mixture, e_step=gives(42.0, 41.0)), Session(X, mixture)
    acts(session, "e_step")
    acts(package, "e_step")
    fallen = acts(package, "m_step")["status"].split(", ", 2)[2]
    assert acts(session, "m_step")["status"].endswith(fallen)  # not "up" from 42
    assert acts(session, "e_step")["status"].endswith("L = 41.00, down 1.00.")


def test_an_l_that_never_changes_is_no_sign_of_convergence(X, mixture):
    session = Session(X, mixture, e_step=gives(42.0, 42.0))
    assert not acts(session, "e_step", "m_step", "e_step")["settled"]


def test_without_an_algorithm_l_is_the_learners_with_their_q(X, mixture):
    session = Session(X, mixture, ("D", "P", "Q"), e_step=gives(42.0, 41.0))
    assert session.nll == 42
    act(session, "move_mean", j=0, x=1.0, y=1.0)
    assert session.nll == 41
    assert acts(session, "back")["nll"] == 42


def raises_value_error(X, mixture):
    raise ValueError("shapes do not match")


def exits(X, mixture):
    raise SystemExit(1)


def is_interrupted(X, mixture):
    raise KeyboardInterrupt


def divides_by_zero_in_its_line_3(X, mixture):
    nothing = 0
    return 1 / nothing


class Oddity(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def raises_an_oddity(X, mixture):
    raise Oddity


@pytest.mark.parametrize(
    "e_step, words",
    [
        (raises_value_error, "your e_step raised ValueError in its line 2: shapes do not match"),
        (exits, "your e_step raised SystemExit"),
        (is_interrupted, "your e_step raised KeyboardInterrupt"),
        (divides_by_zero_in_its_line_3, "ZeroDivisionError in its line 3: division by zero"),
        (raises_an_oddity, "your e_step raised Oddity"),
        (lambda X, mixture: None, "it returned nothing"),
        (
            lambda X, mixture: np.zeros((3, len(X))),
            r"its shape is (3, 45), but Q has shape (45, 3)",
        ),
        (lambda X, mixture: np.full((len(X), 3), np.nan), "nan in row 0"),
        (lambda X, mixture: np.zeros((len(X), 3)), "row 0 of exp(Q) sums to 3"),
        (lambda X, mixture: np.full((len(X), 3), 1 / 3), "Q is the logarithm of it"),
        (lambda X, mixture: "Q", "must be an array of numbers"),
        (lambda X, mixture: (np.log(np.full((len(X), 3), 1 / 3)), np.inf), "L is inf"),
        (lambda X: None, "your e_step raised TypeError"),
    ],
)
def test_a_broken_e_step_gets_a_sentence_and_changes_nothing(X, mixture, e_step, words):
    session = Session(X, mixture, e_step=e_step)
    status = bad(session, "e_step")
    assert words in status
    assert status.startswith("At iteration 0 your e_step") and "\n" not in status
    act(session, "move_mean", j=0, x=1.0, y=1.0)
    assert not session.frame["problem"]
    acts(session, "back")
    assert not act(session, "set_algorithm", algorithm="kmeans")["problem"]
    acts(session, "assign", "update")


@pytest.mark.parametrize(
    "m_step, words",
    [
        (lambda X, Q: 1 / 0, "your m_step raised ZeroDivisionError"),
        (lambda X, Q: None, "your m_step returned nothing"),
        (lambda X, Q: (X, Q), "three parts, mu, sigma and pi"),
        (lambda X, Q: (X[:2], np.ones(2), np.ones(2) / 2), "2 means, but Q has 3 columns"),
        (lambda X, Q: (X[:3], np.zeros(3), np.ones(3) / 3), "sigma holds 0.0"),
        (lambda X, Q: (X[:3], np.ones(3), np.ones(3)), "pi sums to 3"),
        (lambda X, Q: (X[:3] * np.nan, np.ones(3), np.ones(3) / 3), "mu holds nan"),
    ],
)
def test_a_broken_m_step_gets_a_sentence_and_changes_nothing(X, mixture, m_step, words):
    session = Session(X, mixture, m_step=m_step)
    acts(session, "e_step")
    assert words in bad(session, "m_step")
    assert session.frame["phase"] == "e"


def test_a_function_that_breaks_later_leaves_what_went_before(X, mixture):
    calls = []

    def third_time_unlucky(X, mixture):
        calls.append(None)
        return my_e_step(X, mixture) if len(calls) < 3 else np.nan

    session = Session(X, mixture, e_step=third_time_unlucky)
    acts(session, "e_step", "m_step", "e_step", "m_step")
    assert bad(session, "e_step").startswith("At iteration 2 your e_step")
    act(session, "goto", t=1)
    assert session.frame["phase"] == "e"


def test_a_function_cannot_change_what_it_is_given(X, mixture):
    def careless(X, mixture):
        Q = my_e_step(X, mixture)
        X[:] = 0
        mixture.mu[:] = 0
        return Q

    kept = []

    def keeps(X, Q):
        kept.append(my_m_step(X, Q))
        return kept[-1]

    session = Session(X, mixture, e_step=careless, m_step=keeps)
    acts(session, "e_step", "m_step")
    mu = session.mixture.mu.copy()
    kept[0][0][:] = np.nan
    np.testing.assert_array_equal(session.mixture.mu, mu)
    np.testing.assert_array_equal(session.X, X)


def test_without_an_algorithm_a_broken_e_step_is_named_at_once(X, mixture):
    session = Session(X, mixture, ("D", "P", "Q"), e_step=lambda X, mixture: 1 / 0)
    assert session.frame["problem"]
    assert "your e_step raised ZeroDivisionError" in session.frame["status"].lower().replace(
        "zerodivisionerror", "ZeroDivisionError"
    )
    act(session, "move_mean", j=0, x=1.0, y=1.0)
    np.testing.assert_array_equal(session.mixture.mu[0], [1.0, 1.0])


# A learner's own K-means --------------------------------------------------------------------------

KMEANS = ("D", "kmeans")


def my_assign(X, mu):
    return [int(np.argmin([((x - m) ** 2).sum() for m in mu])) for x in X]


def my_update(X, labels, K):
    return [[X[labels == j, c].mean() for c in range(2)] for j in range(K)]


@pytest.mark.parametrize("own", [{"assign": my_assign}, {"update": my_update}, "both"])
def test_a_learners_right_kmeans_goes_where_the_packages_goes(X, mixture, own):
    own = {"assign": my_assign, "update": my_update} if own == "both" else own
    session = Session(X, mixture, KMEANS, **own)
    for step, _ in zip(kmeans_steps(X, mixture.mu), range(5), strict=False):
        np.testing.assert_allclose(session.mixture.mu, step.mu)
        assert session.nll == pytest.approx(step.inertia)
        acts(session, "assign")
        np.testing.assert_array_equal(session.arrays["labels"], step.labels)
        acts(session, "update")


def test_a_learners_kmeans_is_the_one_that_is_called(X, mixture):
    seen = []

    def all_to_the_second(X, mu):
        return np.ones(len(X), dtype=int)

    def everything_at_7(X, labels, K):
        seen.append((labels.copy(), K))
        return np.full((K, 2), 7.0)

    session = Session(X, mixture, KMEANS, assign=all_to_the_second, update=everything_at_7)
    acts(session, "assign")
    np.testing.assert_array_equal(session.arrays["labels"], 1)
    np.testing.assert_array_equal(session.arrays["matrices.R"], np.tile([0, 1, 0], (len(X), 1)))
    acts(session, "update")
    np.testing.assert_array_equal(session.mixture.mu, 7)
    assert session.nll == pytest.approx(((X - 7) ** 2).sum())  # the inertia of their means
    np.testing.assert_array_equal(seen[0][0], 1)
    assert seen[0][1] == 3


def test_the_packages_update_works_on_a_learners_labels(X, mixture):
    session = Session(X, mixture, KMEANS, assign=lambda X, mu: np.arange(len(X)) % 2)
    status = acts(session, "assign", "update")["status"]
    np.testing.assert_allclose(session.mixture.mu[:2], [X[::2].mean(axis=0), X[1::2].mean(axis=0)])
    assert "Cluster 3 had lost every point" in status


def test_em_and_kmeans_both_run_on_a_learners_functions(X, mixture):
    session = Session(X, mixture, e_step=my_e_step, assign=lambda X, mu: np.zeros(len(X), int))
    acts(session, "e_step")
    assert set(session.arrays["labels"]) == {0, 1, 2}
    act(session, "set_algorithm", algorithm="kmeans")
    acts(session, "assign")
    assert set(session.arrays["labels"]) == {0}


@pytest.mark.parametrize(
    "assign, words",
    [
        (raises_value_error, "your assign raised ValueError in its line 2: shapes do not match"),
        (exits, "your assign raised SystemExit"),
        (lambda X, mu: None, "your assign returned nothing: end it with a return"),
        (lambda X, mu: np.zeros(3, int), "labels has shape (3,) but needs one entry per point"),
        (lambda X, mu: np.zeros(len(X)), "needs whole numbers, 0 to 2"),
        (lambda X, mu: np.arange(len(X)), "labels holds 3 for point 3 but must be 0 to 2"),
        (lambda X, mu: [[1], [1, 2]], "your assign returned something else than labels"),
        (lambda X: None, "your assign raised TypeError"),
    ],
)
def test_a_broken_assign_gets_a_sentence_and_changes_nothing(X, mixture, assign, words):
    session = Session(X, mixture, KMEANS, assign=assign)
    status = bad(session, "assign")
    assert words in status
    assert status.startswith("At iteration 0 your assign") and "\n" not in status
    act(session, "move_mean", j=0, x=1.0, y=1.0)
    assert not session.frame["problem"]


@pytest.mark.parametrize(
    "update, words",
    [
        (lambda X, labels, K: 1 / 0, "your update raised ZeroDivisionError"),
        (lambda X, labels, K: None, "your update returned nothing: end it with a return"),
        (lambda X, labels, K: X[:2], "its shape is (2, 2), but mu has shape (3, 2)"),
        (lambda X, labels, K: "mu", "must be an array of numbers"),
        (lambda X, labels, K: np.full((K, 2), np.nan), "mu holds nan in row 0"),
        (lambda X, labels, K: np.full((K, 2), 1e200), "overflows"),
        (lambda X, labels: X, "your update raised TypeError"),
    ],
)
def test_a_broken_update_gets_a_sentence_and_changes_nothing(X, mixture, update, words):
    session = Session(X, mixture, KMEANS, update=update)
    acts(session, "assign")
    assert words in bad(session, "update")
    assert session.frame["phase"] == "assign"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_mean_of_no_points_is_named_with_its_cluster(X):
    start = Mixture([[2.0, 2.0], [1e6, 1e6]], np.ones(2), [0.5, 0.5])
    session = Session(X, start, KMEANS, update=my_update)
    acts(session, "assign")
    assert bad(session, "update") == (
        "At iteration 0 your update returned something else than means: mu[1] holds nan, because "
        "cluster 2 has no points: give an empty cluster a mean too, such as one of the points. "
        "Nothing was changed."
    )


def test_kmeans_functions_cannot_change_what_they_are_given(X, mixture):
    kept = []

    def careless(X, mu):
        labels = np.array(my_assign(X, mu))
        X[:], mu[:] = 0, 0
        kept.append(labels)
        return labels

    def keeps(X, labels, K):
        mu = np.array(my_update(X, labels, K))
        X[:], labels[:] = 0, 0
        kept.append(mu)
        return mu

    session = Session(X, mixture, KMEANS, assign=careless, update=keeps)
    acts(session, "assign")
    labels = session.arrays["labels"].copy()
    kept[0][:] = 0
    acts(session, "update")
    mu = session.mixture.mu.copy()
    kept[1][:] = np.nan
    np.testing.assert_array_equal(session.mixture.mu, mu)
    np.testing.assert_array_equal(session.X, X)
    acts(session, "back")
    np.testing.assert_array_equal(session.arrays["labels"], labels)


# Both sessions give the same answers ----------------------------------------------------------


@pytest.fixture
def little_is_kept(v8, monkeypatch):
    """A history that forgets after three posteriors and four runs, on both sides."""
    bytes_kept, runs_kept = 3 * 45 * 3 * 8, 4
    monkeypatch.setattr("mixtures_lab.explorer.history.BYTES_KEPT", bytes_kept)
    monkeypatch.setattr("mixtures_lab.explorer.history.RUNS_KEPT", runs_kept)
    v8.run(
        "globalThis.usual = {...modules.history.KEPT};"
        f"Object.assign(modules.history.KEPT, {{bytes: {bytes_kept}, runs: {runs_kept}}})"
    )
    yield
    v8.run("Object.assign(modules.history.KEPT, usual)")


@pytest.mark.parametrize("seed", range(20))
def test_python_and_javascript_answer_alike(v8, X, mixture, seed, request):
    if seed % 4 > 1:  # half of the walks go past what the history keeps
        request.getfixturevalue("little_is_kept")
    rng = np.random.default_rng(seed)
    session = Session(X, mixture, SHOWS[seed % len(SHOWS)], columns=("a, cm", "b, cm"), unit="cm")
    assert_same_answers(v8, session, (random_action(rng, session.frame) for _ in range(60)))


def not_always(function, rng):
    """A learner's function that raises at one call in four."""

    def own(*arguments):
        if rng.random() < 0.25:
            raise RuntimeError("not this time")
        return function(*arguments)

    return own


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("seed", range(20, 33))
def test_the_page_answers_as_a_learners_right_functions_do(v8, X, mixture, seed, request):
    """Also where they fail at times, and are asked again: a failure changes nothing."""
    if seed % 2:
        request.getfixturevalue("little_is_kept")
    rng = np.random.default_rng(seed)
    # `my_m_step` loses digits that show where the points are 1e8 away.
    own = {"e_step": my_e_step, "m_step": m_step, "assign": my_assign, "update": my_update}
    if seed % 3 == 0:  # where steps are pressed for: Q that follows by itself has no second try
        own = {name: not_always(function, rng) for name, function in own.items()}
    else:
        own["e_step"] = lambda X, mixture: log_posterior(
            log_gaussians(squared_distances(X, mixture.mu), mixture.sigma, 2), mixture.pi
        )
    session = Session(X, mixture, SHOWS[seed % len(SHOWS)], **own)
    actions = (random_action(rng, session.frame) for _ in range(60))
    # What fails half-way stays as far as it got: test_trials.py, test_beside.py.
    asks_by_itself = ("go_on", "compare", "beside")
    assert_same_answers(
        v8,
        session,
        (a for a in actions if seed % 3 or not any(w in str(a) for w in asks_by_itself)),
    )


SIDE_BY_SIDE = [
    *({"name": "compare", "run": "kmeans"}, {"name": "step"}, {"name": "step"}, {"name": "step"}),
    *({"name": "compare", "run": "random"}, {"name": "step"}, {"name": "swap"}, {"name": "step"}),
    *({"name": "share_sigma", "sigma": sigma} for sigma in (1e9, 1e-3, 0.0)),
    *({"name": "step"}, {"name": "back"}, {"name": "set_algorithm", "algorithm": "kmeans"}),
    *({"name": "step"}, {"name": "step"}),
]


@pytest.mark.parametrize("kind", MAKERS)
def test_two_runs_and_a_shared_sigma_are_alike_on_both_sides_whatever_the_data(v8, kind):
    problem = next(problems(kind))
    assert_same_answers(v8, Session(problem.X, problem.mixture), SIDE_BY_SIDE)


#: What is pressed, and how often D is then worked out: an E-step takes the D on screen, and the
#: M-step's own, at the new means (em-3), is that of the next frame. One D is kept: the first
#: means' is worked out again.
PRESSED = [("e_step", 0), ("m_step", 1), ("e_step", 0), ("back", 0), ("back", 1), ("back", 0)]


def test_a_click_works_out_one_d_at_most(X, mixture, monkeypatch):
    calls = []

    def counted(X, mu):
        calls.append(len(mu))
        return distances_of(X, mu)

    for module in ("em", "matrices"):
        monkeypatch.setattr(f"mixtures_lab.{module}.distances_of", counted)
    session = Session(X, mixture)
    for name, times in PRESSED:
        calls.clear()
        acts(session, name)
        assert len(calls) == times, name


class CountingV8(V8):
    """Counts the calls of `squaredDistances`, also those within the engine."""

    def _source(self, path):
        opening = "export function squaredDistances(X, mu) {"
        counted = f"{opening} globalThis.calls = (globalThis.calls ?? 0) + 1;"
        return super()._source(path).replace(opening, counted)


def test_a_click_works_out_one_d_at_most_on_the_page_too(X, mixture):
    with CountingV8("session.js", "datasets.js") as v8:
        state = json.dumps(opening(Session(X, mixture)))
        v8.run(f"globalThis.session = modules.session.createSession({state}, modules)")
        assert v8.eval("calls") == 1  # of the first frame
        for name, times in PRESSED:
            v8.run(f"calls = 0; session.act({json.dumps({'name': name})})")
            assert v8.eval("calls") == times, name


def test_d_of_an_m_step_is_d_at_the_means_that_it_gives(X, mixture):
    emptied = Mixture([[2.0, 2.0], [1e6, 1e6]], [3.0, 1.0], [0.5, 0.5])
    for start in (mixture, emptied):
        session = Session(X, start)
        acts(session, "e_step", "m_step")
        D = squared_distances(X, session.mixture.mu)
        np.testing.assert_allclose(session.arrays["matrices.D"], D, rtol=1e-12, atol=1e-12)


@pytest.mark.usefixtures("little_is_kept")
def test_both_remember_the_labels_of_a_run_before_many_posteriors(v8, X, mixture):
    words = "assign update em step step step step step step step kmeans back back".split()
    actions = [{"name": "set_algorithm", "algorithm": w} if w in ("em", "kmeans") else {"name": w}
               for w in ["kmeans", *words, *["back"] * 7]]  # fmt: skip
    session = Session(X, mixture)
    assert_same_answers(v8, session, [*actions, {"name": "goto", "t": 0}])
    assert (session.frame["algorithm"], session.frame["phase"]) == ("kmeans", "assign")


def assert_same_answers(v8, session, actions):
    """A page that opens as the session does goes with it, action by action.

    Where a learner's function fails, which a page has not, the page is asked for nothing.
    """
    state = json.dumps(opening(session))
    v8.run(
        f"globalThis.session = modules.session.createSession({state}, modules);"
        "session.subscribe(frame => { globalThis.frame = frame; });"
    )
    assert_same_frames(session, v8.eval("frame"))
    for action in actions:
        session.act(action)
        failed = any(f"your {own} r" in session.frame["status"] for own in OWN)
        v8.run(f"session.act({json.dumps({'name': 'nothing'} if failed else action)})")
        assert_same_frames(session, v8.eval("frame"), but=["status"] if failed else [])


#: What a learner may bring; a failure's sentence begins "your e_step raised" or "returned".
OWN = ["e_step", "m_step", "assign", "update"]


def assert_same_frames(session, frame, but=()):
    arrays = dict(session.arrays)
    theirs = dict(frame)
    matrices = theirs.pop("matrices")
    for name in ("mu", "sigma", "pi", "trail", "R", "labels") if theirs["beside"] else ():
        found = theirs["beside"].pop(name)
        if found is not None:
            theirs[f"beside.{name}"] = found
    for name, A in matrices.items():
        assert list(A["shape"]) == list(arrays[f"matrices.{name}"].shape), name
        theirs[f"matrices.{name}"] = A["data"]
    expected = {name: value for name, value in session.frame.items() if name not in arrays}
    assert theirs.keys() == expected.keys() | arrays.keys()
    for path, A in arrays.items():
        # A mean far from the origin is stored to a few digits, and all else follows it.
        scale = np.abs(A[np.isfinite(A)]).max(initial=1)
        off = (1e-9 + 16 * np.finfo(float).eps * np.abs(session.X).max()) * scale
        found = np.array(theirs.pop(path), dtype=float)  # 1e26 comes as a whole number
        np.testing.assert_allclose(found, A.ravel(), rtol=1e-7, atol=off, err_msg=path)
    far = 16 * np.finfo(float).eps * np.abs(session.X).max()
    assert theirs.pop("nll") == pytest.approx(expected.pop("nll"), rel=1e-9, abs=far)
    if expected["J"] is not None:
        assert theirs.pop("J") == pytest.approx(expected.pop("J"), rel=1e-9)
    expected["beside"] = expected["beside"] and {
        name: value for name, value in expected["beside"].items() if name not in ("R", "labels")
    }
    for name in ("prediction", "trials", "shared", "beside"):
        assert_alike(theirs.pop(name), expected.pop(name), far)
    for name in but:
        del theirs[name], expected[name]
    assert theirs == expected


def assert_alike(theirs, ours, far=0.0):
    """Nested lists and names, the same but for the rounding of their numbers."""
    if isinstance(ours, dict):
        assert theirs.keys() == ours.keys()
        for name, value in ours.items():
            assert_alike(theirs[name], value, far)
    elif isinstance(ours, list | tuple):
        assert len(theirs) == len(ours)
        for one, other in zip(theirs, ours, strict=True):
            assert_alike(one, other, far)
    elif isinstance(ours, float):
        assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-9 + far)
    else:
        assert theirs == ours


def test_the_sessions_draw_first_guesses_by_the_same_rules(v8, X, mixture):
    session = Session(X, mixture)
    v8.run(
        "globalThis.session = modules.session.createSession("
        f"{json.dumps(opening(session))}, modules);"
        "session.subscribe(frame => { globalThis.frame = frame; });"
    )
    for action in ({"name": "set_k", "K": 4}, {"name": "set_first_guess", "guess": "random"},
                   {"name": "set_data", "data": "rings"}, {"name": "reset"}):  # fmt: skip
        session.act(action)
        v8.run(f"session.act({json.dumps(action)})")
        theirs = v8.eval("frame")
        for name in ("t", "phase", "K", "N", "guess", "guesses", "data", "legal", "problem"):
            assert theirs[name] == session.frame[name], name
        means = np.reshape(theirs["mu"], (-1, 2))
        assert all((session.X == row).all(axis=1).any() for row in session.mixture.mu)
        np.testing.assert_allclose(squared_distances(means, session.X).min(axis=1), 0, atol=1e-20)
