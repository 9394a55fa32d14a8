"""Predict, then reveal: what is put down, what comes of it, and what it earns."""

import numpy as np
import pytest
from v8 import V8

from mixtures_lab import Mixture, em_steps, kmeans_steps
from mixtures_lab.explorer.predictions import unit_of
from mixtures_lab.explorer.session import Session


def act(session, name, **arguments):
    session.act({"name": name, **arguments})
    return session.frame["prediction"]


def test_the_miss_is_the_distance_from_the_place_to_the_mean_that_em_makes(X, mixture):
    session = Session(X, mixture, predict=True, unit="cm")
    act(session, "move_prediction", j=2, x=1.5, y=5.0)
    act(session, "e_step")
    told = act(session, "m_step")
    _, step = (step for step, _ in zip(em_steps(X, mixture), range(2), strict=False))
    miss = np.linalg.norm(step.mixture.mu[2] - [1.5, 5.0])
    assert told["misses"] == [None, None, pytest.approx(miss)]
    assert session.frame["status"].endswith(f"The prediction missed mean 3 by {miss:.2f} cm.")
    (one,) = session.predictions.record
    assert one[:3] == (1, 2, (1.5, 5.0))
    np.testing.assert_allclose(one.actual, step.mixture.mu[2])
    assert one.moved == pytest.approx(np.linalg.norm(step.mixture.mu[2] - mixture.mu[2]))


def test_it_works_for_k_means_and_keeps_the_score(X, mixture):
    session = Session(X, mixture, ("D", "kmeans"), predict=True)
    misses = []
    for step, _ in zip(kmeans_steps(X, mixture.mu), range(3), strict=False):
        if misses:
            told = session.frame["prediction"]
            misses[-1] = np.linalg.norm(step.mu[0] - misses[-1])
            assert told["misses"][0] == pytest.approx(misses[-1])
        place = step.mu[0] + [0.5, -1.0]
        session.act({"name": "assign"})
        act(session, "move_prediction", j=0, x=float(place[0]), y=float(place[1]))
        session.act({"name": "update"})
        misses.append(place)
    told = session.frame["prediction"]
    misses[-1] = np.linalg.norm(session.mixture.mu[0] - misses[-1])
    assert (told["count"], told["mean_miss"]) == (3, pytest.approx(np.mean(misses)))


def test_a_learners_own_steps_are_what_is_predicted(X, mixture):
    elsewhere = Mixture(np.full((3, 2), 7.0), np.ones(3), np.full(3, 1 / 3))
    session = Session(X, mixture, m_step=lambda X, Q: elsewhere, predict=True)
    act(session, "move_prediction", j=0, x=7.0, y=6.0)
    act(session, "step")
    assert act(session, "step")["misses"][0] == 1


def test_a_step_that_fails_keeps_the_places(X, mixture):
    session = Session(X, mixture, m_step=lambda X, Q: 1 / 0, predict=True)
    act(session, "move_prediction", j=0, x=7.0, y=6.0)
    act(session, "step")
    assert act(session, "step")["places"][0] == [7, 6]
    assert session.predictions.record == []


def test_a_step_that_was_seen_earns_nothing(X, mixture):
    session = Session(X, mixture, predict=True)
    for _ in range(2):
        act(session, "move_prediction", j=0, x=0.0, y=0.0)
        act(session, "e_step")
        told = act(session, "m_step")
        assert told["misses"][0] is not None and told["count"] == 1
        act(session, "goto", t=0)
        act(session, "back")


@pytest.mark.parametrize("seen_before", [{"predict": True}, {}])
def test_the_same_step_after_a_start_over_earns_nothing(X, mixture, seen_before):
    session = Session(X, mixture, **seen_before)
    for _ in range(2):
        act(session, "step")
        act(session, "step")
        act(session, "move_mean", j=0, x=5.0, y=5.0)  # drops nothing that was seen
        act(session, "reset")
    act(session, "predict", on=True)
    act(session, "step")
    act(session, "move_prediction", j=0, x=0.0, y=0.0)
    told = act(session, "step")
    assert told["misses"][0] is not None and told["count"] == 0
    act(session, "step")
    act(session, "move_prediction", j=0, x=0.0, y=0.0)
    assert act(session, "step")["count"] == 1  # the one after it is new


def test_what_was_predicted_stays_with_its_iteration(X, mixture):
    session = Session(X, mixture, predict=True)
    act(session, "move_prediction", j=1, x=1.0, y=2.0)
    for _ in range(4):
        act(session, "step")
    assert act(session, "goto", t=1)["pending"]  # its E-step was made: the next step is asked for
    assert act(session, "back")["places"] == [None, [1.0, 2.0], None]


def test_nothing_gives_the_answer_away_before_the_step(X):
    twins = Mixture(np.array([[2.0, 2.0], [2.0, 2.0]]), np.ones(2), np.array([0.5, 0.5]))
    session = Session(X, twins, predict=True)
    assert "coincide" not in session.frame["status"]
    assert "Where will the means go?" in session.frame["status"]
    act(session, "e_step")
    assert "coincide" not in session.frame["status"]
    act(session, "m_step")
    assert "coincide" in session.frame["status"]


@pytest.mark.parametrize(
    "place, words",
    [
        ({"j": 3, "x": 0.0, "y": 0.0}, "There is no component 4."),
        ({"j": 0, "x": float("nan"), "y": 0.0}, "x needs a finite number."),
        ({"j": 0, "x": 0.0, "y": None}, "y needs a finite number."),
        ({"j": 0, "x": 1e200, "y": 0.0}, "overflows"),
        ({"j": 0}, "Nothing was changed."),
    ],
)
def test_a_place_that_is_none_is_refused_in_words(X, mixture, place, words):
    session = Session(X, mixture, predict=True)
    assert act(session, "move_prediction", **place)["places"] == [None] * 3
    assert session.frame["problem"] and words in session.frame["status"]


def test_places_are_put_down_only_while_the_step_is_to_come(X, mixture):
    session = Session(X, mixture)
    assert act(session, "move_prediction", j=0, x=0.0, y=0.0) is None
    assert session.frame["problem"]
    act(session, "predict", on=True)
    act(session, "step")
    act(session, "step")
    assert "move_prediction" not in session.frame["legal"]
    act(session, "move_prediction", j=0, x=0.0, y=0.0)
    assert session.frame["problem"]
    assert act(session, "predict", on=False) is None


def test_without_a_step_there_is_nothing_to_predict(X, mixture):
    with pytest.raises(ValueError, match="put 'em' or 'kmeans' into show"):
        Session(X, mixture, ("D", "P", "Q"), predict=True)
    session = Session(X, mixture, predict=True)
    session.set_show(("D", "P"))
    assert session.frame["prediction"] is None


@pytest.mark.parametrize(
    "columns, unit, expected",
    [(("a, cm", "b, cm"), "", "cm"), (("a, cm", "b, kg"), "", ""), (("a", "b"), "", ""),
     (("a, std. units", "b, std. units"), "", "std. units"), (("a", "b"), "km", "km")],
)  # fmt: skip
def test_the_unit_of_a_miss_is_that_of_both_axes(columns, unit, expected):
    assert unit_of(columns, unit) == expected
    with V8("predictions.js") as v8:
        assert v8.call("predictions.unitOf", list(columns), unit) == expected


# Pins ------------------------------------------------------------------------------------------

FRAME = "{left: 0, right: 400, top: 0, bottom: 300}"
SCALES = f"modules.geometry.planeScales({{x: [0, 1], y: [0, 1]}}, {FRAME})"


@pytest.fixture(scope="module")
def v8():
    with V8("geometry.js", "more/pins.js") as v8:
        yield v8


@pytest.mark.parametrize("tip", [(200, 150), (0, 0), (400, 300), (3, 299), (400, 0)])
def test_a_pins_head_is_in_the_plane_and_hides_neither_its_tip_nor_another_handle(v8, tip):
    tip = {"x": tip[0], "y": tip[1]}
    taken = [tip, {"x": tip["x"] + 5, "y": tip["y"] - 34}]
    head = v8.eval(f"modules.pins.headOf({SCALES}, {tip}, {taken})")
    assert 14 <= head["x"] <= 386 and 14 <= head["y"] <= 286
    for other in taken:
        assert np.hypot(head["x"] - other["x"], head["y"] - other["y"]) > 20


def test_a_right_prediction_has_its_miss_written_beside_the_handle(v8):
    place = {"x": 200, "y": 150}
    told = v8.eval(f"modules.pins.missOf({place}, {place}, {SCALES})")
    assert told["end"] == place
    assert told["label"]["y"] > 165
