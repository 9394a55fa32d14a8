"""What a problem is, and what its numbers are drawn from."""

import numpy as np
import pytest

from mixtures_lab import log_gaussians, squared_distances
from mixtures_lab.checks.problems.posed import (
    SAFE,
    SHAPES,
    generator,
    guards,
    posed,
    spread_of,
    world,
    worlds,
)


def test_no_two_sizes_of_a_problem_are_equal_but_for_1():
    for N, K, d in SHAPES:
        assert len({n for n in (N, K, d)}) == 3 or 1 in (N, K, d)


def test_a_problem_is_ordinary_unless_it_says_what_is_special_about_it():
    plain = posed((7, 3, 2), (), (np.zeros(2),), (1.0,), (0.5,))
    assert (plain.kind, plain.words, plain.lesson) == ("ordinary", "N = 7, K = 3, d = 2", "")
    extreme = posed((7, 3, 2), (), (np.zeros(2),), (1.0,), (0.5,), extreme=("far", "digits"))
    assert (extreme.kind, extreme.words, extreme.lesson) == ("extreme", "far", "digits")
    courtesy = posed((1, 1, 1), (), (np.zeros(2),), (1.0,), (0.5,), None, ("a", "b"), "courtesy")
    assert courtesy.kind == "courtesy"


def test_scale_rounding_and_what_is_free_have_the_shape_of_the_answer():
    problem = posed((7, 3, 2), (), (np.zeros((3, 2)), np.zeros(3)), (1.0, 2.0), (0.5, np.ones(3)))
    for per_part in (problem.scale, problem.rounding, problem.free):
        assert [np.shape(a) for a in per_part] == [(3, 2), (3,)]
    assert not problem.free[0].any()


def test_every_draw_and_every_seed_has_numbers_of_its_own_and_always_the_same():
    one = world(7, 3, 2)
    np.testing.assert_array_equal(one.X, world(7, 3, 2).X)
    for other in (world(7, 3, 2, seed=1), world(7, 3, 2, draw=1)):
        assert not np.array_equal(one.X, other.X)
    assert generator(3, 1).random() == generator(3, 1).random() != generator(4, 1).random()


def test_a_world_is_unequal_in_everything_and_moves_and_stretches_as_a_whole():
    w = world(7, 3, 2)
    assert len(set(w.sigma)) == len(set(w.pi)) == 3
    assert w.pi.sum() == pytest.approx(1)
    far, small = world(7, 3, 2, offset=1e6), world(7, 3, 2, unit=1e-4)
    np.testing.assert_allclose(far.X - 1e6, w.X, atol=1e-9)
    np.testing.assert_allclose(small.X, 1e-4 * w.X)
    np.testing.assert_allclose(small.sigma, 1e-4 * w.sigma)


def test_a_world_knows_its_d_and_p():
    w = world(9, 4, 5)
    np.testing.assert_array_equal(w.D, squared_distances(w.X, w.mu))
    np.testing.assert_array_equal(w.P, log_gaussians(w.D, w.sigma, 5))
    assert [v.X.shape[1] for v in worlds(0)] == [d for *_, d in SHAPES]


def test_the_spread_is_the_farthest_from_the_mean_and_of_one_point_its_size():
    assert spread_of(np.array([[0.0], [2.0], [4.0]])) == 2
    assert spread_of(np.array([[1.5, -2.0]])) == 2


def test_a_safeguard_may_lift_a_spread_of_0_and_no_ordinary_one():
    X = world(9, 4, 2).X
    mu = np.zeros((2, 2))
    (low, high), (least, most) = guards(X, np.array([4.0, 1e-20]), mu, np.array([0.0, 1.0]))
    assert 0 < most[0] < 0.1 and most[1] == 1
    assert least[0] == 0 and least[1] == pytest.approx(1, rel=1e-5)
    assert (low <= mu).all() and (mu <= high).all()
    assert (high - mu)[1, 0] > (high - mu)[0, 0] > 0


def test_one_outlier_does_not_make_room_for_a_large_floor():
    X = world(9, 4, 2).X
    nothing = np.zeros(1)
    far = np.vstack([X, [[1e6, 1e6]]])
    (_, most), (_, with_outlier) = (guards(x, np.ones(1), nothing, nothing)[1] for x in (X, far))
    assert with_outlier[0] < 3 * most[0]


def test_where_the_data_are_small_a_number_for_ordinary_data_passes():
    _, (_, most) = guards(1e-4 * world(9, 4, 2).X, np.ones(1), np.zeros(1), np.full(1, 1e-5))
    assert most[0] == pytest.approx(SAFE + 1e-5)
