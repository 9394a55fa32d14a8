"""Slips with P + ln π and its normaliser."""

import numpy as np
import pytest
from scipy import special

from mixtures_lab.checks.slips import posterior
from mixtures_lab.checks.slips.row import plain

P = np.array([[-1.0, -2.5, -0.3], [-4.0, -1.1, -2.0], [-0.5, -0.9, -3.0], [-2.0, -1.5, -1.0]])
PI = np.array([0.2, 0.5, 0.3])
A = P + np.log(PI)
Q = special.log_softmax(A, axis=1)
TABLE = {row.name: row.function for row in posterior.TABLE}


def test_the_right_one_of_every_line_gives_q():
    joint = plain(posterior.JOINT)[""](P, plain(posterior.LOG_PI)[""](PI), PI)
    np.testing.assert_allclose(posterior.normalised(joint), Q)
    np.testing.assert_allclose(posterior.joint(P, PI), A)


@pytest.mark.parametrize(
    "name, made",
    [
        ("ln π forgotten", special.log_softmax(P, axis=1)),
        ("π added instead of ln π", special.log_softmax(P + PI, axis=1)),
        ("ln π subtracted", special.log_softmax(P - np.log(PI), axis=1)),
        ("P left out", np.log(PI) + 0 * P),
        ("not normalised", A),
        ("normalised over the points, axis 0", special.log_softmax(A, axis=0)),
        ("the row's maximum as the normaliser", A - A.max(axis=1, keepdims=True)),
        ("ln π in the normaliser only", Q - np.log(PI)),
        ("ln π forgotten in the normaliser", A - special.logsumexp(P, axis=1)[:, None]),
        ("the posterior e^Q, not its logarithm", np.exp(Q)),
        ("the normaliser alone", special.logsumexp(A, axis=1)[:, None] + 0 * A),
        ("the likeliest component only", [2, 1, 1, 1]),
        ("1 for the likeliest component and 0 for the others", np.eye(3)[Q.argmax(axis=1)]),
        ("K × N instead of N × K", Q.T),
        ("the logarithm to base 2", Q / np.log(2)),
    ],
)
def test_a_slip_is_what_its_name_says(name, made):
    if name == "the likeliest component only":
        made = A.argmax(axis=1)
    np.testing.assert_allclose(TABLE[name](P, PI), made)


@pytest.mark.parametrize(
    "name",
    [
        *("one shift for all the points", posterior.SHIFT_OF_P[0]),
        *("a posterior taken through the densities", "the logarithm of the posterior e^Q"),
        *("the logarithm of a sum of densities as normaliser", "values cut off at −700"),
    ],
)
def test_what_is_right_on_paper_is_right_on_ordinary_numbers_and_wrong_far_away(name):
    np.testing.assert_allclose(TABLE[name](P, PI), Q)
    far, pi = np.vstack([P, [-4000.0, -2000.0, -9000.0]]), np.array([0.4, 0.0, 0.6])
    with np.errstate(all="ignore"):
        right = special.log_softmax(far + np.log(pi), axis=1)
        assert not np.allclose(TABLE[name](far, pi), right)


def test_one_slip_or_two_may_stand_in_place_of_p_and_ln_pi():
    one = dict(posterior.joints(posterior.LOG_PI))
    both = dict(posterior.joints(posterior.LOG_PI, pairs=True))
    assert all(" and " not in name for name in one)
    np.testing.assert_allclose(one["P twice"](P, PI), 2 * P + np.log(PI))
    np.testing.assert_allclose(both["π² in place of ln π and ln π subtracted"](P, PI), P - PI**2)
    assert not [name for name in both if "by π" in name]


def test_a_constant_does_not_show_in_a_posterior():
    for name, slip in plain(posterior.OFF_BY_A_CONSTANT).items():
        others = [posterior.normalised(P + f(PI)) for f in plain(posterior.LOG_PI).values()]
        made = posterior.normalised(P + slip(PI))
        assert any(np.allclose(made, other) for other in others), name
