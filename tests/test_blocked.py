"""The fast step, held to the readable one: the same mixtures and the same L, step by step."""

import math
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import (
    OLD_FAITHFUL,
    a_mixture,
    a_sample,
    exact_squared_distance,
    fitting_problems,
    no_warnings,
    seeds,
    table,
)

from mixtures_lab import Mixture, em_steps, fit_em
from mixtures_lab.blocked import block_of, plan_of, rows_per_block, steps, sums_of
from mixtures_lab.em import _em_steps

pytestmark = no_warnings

FLOOR = 1e-5


def fast_steps(X, start, *, rows=None, dtype=np.float64, floor=FLOOR):
    """The fast step on blocks of `rows` points."""
    rows = rows or rows_per_block(len(start.pi), X.shape[1])
    blocks = [block_of(X[first : first + rows], dtype) for first in range(0, len(X), rows)]
    with np.errstate(all="ignore"):
        yield from steps(lambda plan: sums_of(blocks, plan), start, np.full(len(start.pi), floor))


def lifted(mixture, floor=FLOOR):
    return Mixture(*map(np.asarray, mixture))._replace(sigma=np.maximum(mixture.sigma, floor))


def worst_difference(found, expected, size):
    """Of a mixture and L, relative to their own sizes; of means, to that of the data."""
    (mixture, nll), step = found, expected
    return max(
        np.abs(mixture.mu - step.mixture.mu).max() / size,
        np.abs(mixture.sigma / step.mixture.sigma - 1).max(),
        np.abs(mixture.pi - step.mixture.pi).max(),
        abs(nll - step.nll) / max(abs(step.nll), 1),
    )


def oracle_steps(X, start, floor=FLOOR):
    """What `em_steps` goes through, on points near 0 and with `floor` under every σ."""
    return _em_steps(X, lifted(start, floor), np.full(len(start.pi), floor))


def assert_together(X, start, T=300, tolerance=1e-9, floor=FLOOR, **more):
    X = X - np.median(X, axis=0)
    size = np.abs(X).max() or 1.0
    fast = fast_steps(X, lifted(start, floor), floor=floor, **more)
    for found, expected in islice(zip(fast, oracle_steps(X, start, floor), strict=True), T):
        assert worst_difference(found, expected, size) < tolerance


# oracle: the readable step


@pytest.mark.parametrize("rows", [None, 37])
@pytest.mark.parametrize(
    "N, d, K",
    [(272, 2, 2), (40, 3, 2), (25, 1, 2), (900, 2, 5), (300, 7, 4), (200, 50, 6), (1, 2, 1)],
)
def test_a_fast_fit_is_the_readable_one_for_hundreds_of_steps(N, d, K, rows, rng):
    X = a_sample(rng, N, a_mixture(rng, K, d))
    assert_together(
        X, Mixture(X[:K] - np.median(X, axis=0), np.full(K, 1.5), np.full(K, 1 / K)), rows=rows
    )


@settings(max_examples=15)
@given(fitting_problems(), st.integers(1, 60))
def test_it_is_the_readable_one_from_any_mixture_and_in_blocks_of_any_size(problem, rows):
    X, mixture = problem
    assert_together(X, mixture, T=20, rows=rows)


def test_fit_em_and_em_steps_go_the_same_way():
    start = Mixture(OLD_FAITHFUL[:3], np.full(3, 5.0), np.full(3, 1 / 3))
    fit = fit_em(OLD_FAITHFUL, init=start, max_iter=200, tol=0)
    trace = [step.nll for step, _ in zip(em_steps(OLD_FAITHFUL, start), fit.trace, strict=False)]
    np.testing.assert_allclose(fit.trace, trace, rtol=1e-12)


def test_float32_keeps_its_digits(rng):
    X = a_sample(rng, 500, a_mixture(rng, 3, 2)).astype(np.float32)
    start = Mixture(X[:3] - np.median(X, axis=0), np.full(3, 2.0), np.full(3, 1 / 3))
    assert_together(X.astype(float), start, T=100, tolerance=2e-4, dtype=np.float32)


# law


@given(seeds, st.permutations(range(4)))
def test_the_order_of_blocks_and_of_components_does_not_matter(seed, order):
    rng = np.random.default_rng(seed)
    X, mixture = table(rng, 40, 3), a_mixture(rng, 4, 3)
    blocks = [block_of(part) for part in np.split(X, 4)]
    here = sums_of(blocks, plan_of(mixture))
    there = sums_of(
        [blocks[b] for b in order], plan_of(Mixture(*(p[list(order)] for p in mixture)))
    )
    np.testing.assert_allclose(there.S, here.S[list(order)], rtol=1e-9, atol=1e-9)
    assert there.nll == pytest.approx(here.nll)


@given(fitting_problems())
def test_the_sums_are_those_of_the_weights_and_the_points(problem):
    X, mixture = problem
    S = sums_of([block_of(X)], plan_of(mixture)).S
    assert S[:, -1].sum() == pytest.approx(len(X))
    # every point is shared out whole, so the components' sums add up to the data's
    np.testing.assert_allclose(S[:, :-2].sum(axis=0), X.sum(axis=0), rtol=1e-9, atol=1e-9)
    assert S[:, -2].sum() == pytest.approx((X**2).sum())


# extreme


def tight(rng):
    return np.vstack(
        [5 + 1e-4 * table(rng, 60, 2), table(rng, 60, 2), -5 + 1e-3 * table(rng, 60, 2)]
    )


def test_tight_components_far_from_the_centre_lose_no_digits(rng):
    start = Mixture(np.array([[4.0, 4], [0, 0], [-4, -4]]), np.ones(3), np.full(3, 1 / 3))
    assert_together(tight(rng), start)
    mixture, _ = next(islice(fast_steps(tight(rng), start, floor=1e-9), 60, None))
    j = np.argmax(mixture.mu[:, 0])
    assert mixture.sigma[j] == pytest.approx(1e-4, rel=0.2)
    # … also when a component becomes tight in a single step: by its own exact spread
    X = np.vstack([7 + 1e-6 * table(rng, 30, 2), -9 + table(rng, 30, 2)])
    sharp = Mixture(np.array([[7.0, 7.0], [-9.0, -9.0]]), np.array([1.5, 1.5]), np.full(2, 0.5))
    _, (after, _) = islice(fast_steps(X, sharp, floor=1e-12), 2)
    squares = [exact_squared_distance(x, after.mu[0]) for x in X[:30]]
    assert after.sigma[0] == pytest.approx(math.sqrt(sum(squares) / 60), rel=1e-9)


def test_densities_too_large_for_float64_do_no_harm(rng):
    X = 1e-4 * table(rng, 40, 100)  # their logarithms are about 800
    start = Mixture(X[:2] - np.median(X, axis=0), np.full(2, 2e-4), np.full(2, 0.5))
    assert_together(X, start, T=30)


@pytest.mark.parametrize(
    "far, owner",  # farther than 1e14 only rounding tells two strangers' distances apart
    [(1e8, True), (1e17, True), (1e60, True), (1e140, True), (1e8, False), (1e14, False)],
)
def test_one_huge_point_costs_no_digit(far, owner):
    X = np.vstack([OLD_FAITHFUL - np.median(OLD_FAITHFUL, axis=0), [[far, -far]]])
    rows = [0, 1, 272] if owner else [0, 1]
    K = len(rows)
    start = Mixture(X[rows], np.full(K, 5.0), np.full(K, 1 / K))
    near = lambda m: m.mu[:, 0] < 100  # noqa: E731
    for (fast, nll), step in islice(
        zip(fast_steps(X, start), oracle_steps(X, start), strict=True), 200
    ):
        j = near(step.mixture)
        np.testing.assert_allclose(fast.mu[j], step.mixture.mu[j], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(fast.sigma, step.mixture.sigma, rtol=1e-9)
        assert nll == pytest.approx(step.nll, rel=1e-9)


def test_a_huge_point_has_no_share_in_components_of_tiny_numbers():
    # e^−708 of 1e139² would outweigh every square of 1e-68
    X = np.vstack([1e-70 * (OLD_FAITHFUL - np.median(OLD_FAITHFUL, axis=0)), [[1e139, 0.0]]])
    start = Mixture(X[[0, 1, 272]], np.full(3, 1e-69), np.full(3, 1 / 3))
    fast, oracle = fast_steps(X, start, floor=1e-80), oracle_steps(X, start, floor=1e-80)
    for (mixture, _), step in islice(zip(fast, oracle, strict=True), 1, 5):
        np.testing.assert_allclose(mixture.sigma, step.mixture.sigma, rtol=1e-9)
        np.testing.assert_allclose(mixture.mu, step.mixture.mu, rtol=1e-9)


@pytest.mark.parametrize("narrow", [None, 1e-11])
@pytest.mark.parametrize("unit", [1.0, 1e-49, 1e-52, 1e-95, 1e90])
def test_more_components_than_coordinates_lose_no_digits_in_any_unit(rng, unit, narrow):
    # Then the points are divided by the sums of densities, in place of the densities.
    wide = a_sample(rng, 60, a_mixture(rng, 8, 1))
    X, near = wide - np.median(wide), (narrow or 1) * table(rng, 10, 1)
    X = np.vstack([X, near, -near])
    start = Mixture(X[:64:8], np.full(8, 1.0), np.full(8, 1 / 8))
    if narrow:
        start.mu[-1], start.sigma[-1] = 0, narrow
    there = Mixture(unit * start.mu, unit * start.sigma, start.pi)
    assert_together(unit * X, there, floor=1e-12 * unit)


@pytest.mark.parametrize("sigma, far", [(1.0, 38), (1.0, 26), (1e-140, 0), (0.02, 0.7)])
def test_a_point_in_reach_of_one_component_only_counts_for_that_one(sigma, far):
    # e^−708 is where float64 ends; a shift, a clip and neither of them meet here
    X = np.array([0.0, 0.1, -0.1, 1.0, 1.2, 0.7])[:, None] * (sigma or 1)
    X = np.vstack([X, X + far])
    mu = np.array([[0.0], [far + sigma], [far / 2]])
    assert_together(X, Mixture(mu, np.full(3, sigma), np.full(3, 1 / 3)), T=8, floor=1e-6 * sigma)


@pytest.mark.parametrize(
    "start",
    [
        Mixture([[0.0, 0.0], [6.0, 5.0]], [0.1, 2.0], [0.5, 0.5]),  # collapses
        Mixture([[0.0, 0.0], [6.0, 5.0]], [1.0, 2.0], [1.0, 0.0]),  # weight 0
        Mixture([[4.0, 4.0], [1e5, 1e5]], [2.0, 2.0], [0.5, 0.5]),  # loses all points
    ],
)
def test_collapsed_and_emptied_components_go_the_readable_way(start):
    X = np.array([[0.0, 0.0]] * 3 + [[5.0, 5.0], [6.0, 7.0], [9.0, 4.0], [7.0, 6.0]])
    assert_together(X + 3, Mixture(*map(np.array, start)))


@pytest.mark.parametrize("unit", [1e-150, 1e150])
def test_a_fast_fit_does_not_depend_on_the_unit(unit):
    start = Mixture(OLD_FAITHFUL[:2], np.full(2, 5.0), np.full(2, 0.5))
    there = Mixture(unit * start.mu, unit * start.sigma, start.pi)
    here, far = fit_em(OLD_FAITHFUL, init=start), fit_em(unit * OLD_FAITHFUL, init=there)
    np.testing.assert_allclose(far.mixture.sigma / unit, here.mixture.sigma, rtol=1e-9)
    assert len(far.trace) == len(here.trace)


# bad input


def test_a_point_beyond_every_component_is_named_by_its_row_in_all_of_x():
    X = np.zeros((100, 1))
    X[77] = 1e130
    start = Mixture(np.array([[0.0], [1.0]]), np.full(2, 1e-30), np.full(2, 0.5))
    with pytest.raises(ValueError, match="point 77 of X lies so many sigma from every component"):
        next(fast_steps(X, start, rows=10, floor=1e-40))
