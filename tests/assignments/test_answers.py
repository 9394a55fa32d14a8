"""What the sets print, and what their model answers claim, is so."""

import json
from pathlib import Path

import numpy as np
import pytest

from mixtures_lab import (
    Mixture,
    datasets,
    em_steps,
    kmeans_assign,
    kmeans_update,
    log_gaussians,
    log_posterior,
    log_sum_exp,
    m_step,
    negative_log_likelihood,
    squared_distances,
)

FOLDER = Path(__file__).parents[2] / "book" / "assignments"
X = datasets.old_faithful()
Z = (X - X.mean(axis=0)) / X.std(axis=0)


def words_of(name, grade_id):
    (path,) = FOLDER.glob(f"{name}-*.ipynb")
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["metadata"]["nbgrader"]["grade_id"] == grade_id:
            return "".join(cell["source"])
    raise LookupError(grade_id)


def log_densities(X, mixture):
    return log_gaussians(squared_distances(X, mixture.mu), mixture.sigma, X.shape[1])


def e_step(X, mixture):
    return log_posterior(log_densities(X, mixture), mixture.pi)


def cost(X, mixture):
    return negative_log_likelihood(log_densities(X, mixture), mixture.pi)


def bound(X, mixture, Q):
    """Line em-1 for the shares e^Q."""
    R = np.exp(Q)
    terms = log_densities(X, mixture) + np.log(mixture.pi) - np.where(R > 0, Q, 0)
    return np.where(R > 0, R * terms, 0).sum()


# numbers that a learner is told


def test_the_means_of_set_1_settle_as_printed():
    mu, rounds = X[:2], []
    for _ in range(4):
        mu = kmeans_update(X, kmeans_assign(X, mu), 2)
        rounds.append(mu)
    (a, b), (c, d) = rounds[-1]
    words = words_of("01", "try-kmeans_update")
    assert f"in the second, at $({a:.2f}, {b:.2f})$ and $({c:.2f}, {d:.2f})$ minutes" in words
    assert not np.array_equal(rounds[0], rounds[1])
    np.testing.assert_array_equal(rounds[1], rounds[3])


def test_ten_iterations_of_set_4_settle_as_printed():
    guess = Mixture(
        np.array([[2.0, 55.0], [4.5, 80.0]]), np.array([6.0, 6.0]), np.array([0.5, 0.5])
    )
    steps = em_steps(X, guess)
    _, sigma, pi = [next(steps).mixture for _ in range(11)][-1]
    words = words_of("04", "try-em_step")
    assert f"near {pi[0]:.3f} and {pi[1]:.3f}, and the two" in words
    assert f"near {sigma[0]:.2f} and {sigma[1]:.2f} minutes" in words


# set 4: what can lower the bound


def sums(X, Q):
    R = np.exp(Q)
    return R, R.sum(axis=0), R.T @ X / R.sum(axis=0)[:, None]


def spread(X, R, mu, counts=None):
    """The σ of line em-3 around any means."""
    counts = R.sum(axis=0) if counts is None else counts
    return np.sqrt((R * squared_distances(X, mu)).sum(axis=0) / (X.shape[1] * counts))


def with_sigma(change):
    def step(X, mixture, Q):
        right = m_step(X, Q)
        return right._replace(sigma=change(X, np.exp(Q), right))

    return step


def means_by_N(X, mixture, Q):
    R, Nk, _ = sums(X, Q)
    mu = R.T @ X / len(X)
    return Mixture(mu, spread(X, R, mu), Nk / len(X))


def equal_weights(X, mixture, Q):
    right = m_step(X, Q)
    return right._replace(pi=0 * right.pi + 1 / len(right.pi))


def hard(X, mixture, Q):
    with np.errstate(divide="ignore"):
        return m_step(X, np.log((Q == Q.max(axis=1, keepdims=True)) * 1.0))


LOWER = {
    "d left out": with_sigma(lambda X, R, m: m.sigma * np.sqrt(X.shape[1])),
    "σ² by N": with_sigma(lambda X, R, m: spread(X, R, m.mu, len(X))),
    "σ² for σ": with_sigma(lambda X, R, m: m.sigma**2),
    "the mean distance": with_sigma(
        lambda X, R, m: (
            (R * np.sqrt(squared_distances(X, m.mu) / X.shape[1])).sum(axis=0) / R.sum(axis=0)
        )
    ),
    "around the mean of all": with_sigma(lambda X, R, m: spread(X, R, X.mean(axis=0) + 0 * m.mu)),
    "means by N": means_by_N,
    "equal weights": equal_weights,
    "hard shares": hard,
}


@pytest.fixture(scope="module")
def settled():
    mixture = Mixture(np.array([[-1.0, -1.0], [1.0, 1.0]]), np.array([0.5, 0.5]), np.ones(2) / 2)
    steps = em_steps(Z, mixture)
    return [next(steps) for _ in range(200)][-1].mixture


def test_where_em_has_settled_the_bound_has_its_top_at_the_parameters_at_hand(settled):
    for old, new in zip(settled, m_step(Z, e_step(Z, settled)), strict=True):
        np.testing.assert_allclose(old, new, rtol=1e-12)


@pytest.mark.parametrize("mistake", LOWER)
def test_a_mistake_that_earns_the_point_lowers_the_bound_and_raises_L(settled, mistake):
    Q = e_step(Z, settled)
    after = LOWER[mistake](Z, settled, Q)
    assert bound(Z, after, Q) < bound(Z, settled, Q) - 0.005
    rise = cost(Z, after) - cost(Z, settled)
    assert round(rise, 2) == 0.01 if mistake == "hard shares" else 11 < rise < 1090.5


def old_distances(X, mixture, Q):
    R, Nk, mu = sums(X, Q)
    return Mixture(mu, spread(X, R, mixture.mu), Nk / len(X))


def shares_anew(X, mixture, Q):
    """μ and π by the old shares, σ by those that then hold."""
    _, Nk, mu = sums(X, Q)
    half = Mixture(mu, mixture.sigma, Nk / len(X))
    return half._replace(sigma=spread(X, np.exp(e_step(X, half)), mu))


def shares_anew_after_the_means(X, mixture, Q):
    half = mixture._replace(mu=sums(X, Q)[2])
    R = np.exp(e_step(X, half))
    return half._replace(sigma=spread(X, R, half.mu), pi=R.mean(axis=0))


def exchanged(X, mixture, Q):
    return Mixture(*(part[::-1] for part in m_step(X, Q)))


def floored(X, mixture, Q):
    right = m_step(X, Q)
    return right._replace(sigma=np.maximum(right.sigma, 0.3))


NEVER_RISE = {
    "distances at the old means": old_distances,
    "shares anew half-way": shares_anew,
    "shares anew after the means": shares_anew_after_the_means,
    "σ left as it was": lambda X, m, Q: m_step(X, Q)._replace(sigma=m.sigma),
    "weights left as they were": lambda X, m, Q: m_step(X, Q)._replace(pi=m.pi),
    "means and their σ": lambda X, m, Q: Mixture(m.mu, spread(X, np.exp(Q), m.mu), m.pi),
    "components exchanged": exchanged,
    "a floor": floored,
}


def starts(number):
    rng = np.random.default_rng(8)
    for _ in range(number):
        N, K, d = rng.integers(9, 40), rng.integers(2, 5), rng.integers(1, 4)
        X = rng.normal(0, rng.uniform(0.5, 2), (N, d)) + rng.integers(0, 3, (N, 1)) * 3.0
        mu = X[rng.choice(N, K, replace=False)] + rng.uniform(0, 1) * rng.normal(size=(K, d))
        yield X, Mixture(mu, np.exp(rng.uniform(-1.2, 1.5, K)), rng.dirichlet(np.ones(K)))


@pytest.mark.parametrize("slip", NEVER_RISE)
def test_what_earns_no_point_never_raises_L(slip):
    for X, mixture in starts(60):
        before = cost(X, mixture)
        for _ in range(4):
            with np.errstate(invalid="ignore"):
                mixture = NEVER_RISE[slip](X, mixture, e_step(X, mixture))
            if not np.isfinite(mixture.mu).all() or mixture.sigma.min() < 1e-3:
                break  # a component that collapses has no minimum to go to
            after = cost(X, mixture)
            assert after <= before + 1e-9 * (1 + abs(before))
            before = after


def test_distances_at_the_old_means_and_whatever_is_left_as_it_was_lift_the_bound():
    for slip in ("distances at the old means", "σ left as it was", "means and their σ"):
        for X, mixture in starts(40):
            Q = e_step(X, mixture)
            after = NEVER_RISE[slip](X, mixture, Q)
            assert bound(X, after, Q) >= bound(X, mixture, Q) - 1e-8


def test_the_bound_of_the_first_shares_may_end_lower_although_L_falls():
    lower = 0
    for X, mixture in starts(150):
        Q = e_step(X, mixture)
        after = shares_anew(X, mixture, Q)
        lower += bound(X, after, Q) < bound(X, mixture, Q) - 0.1
        assert cost(X, after) <= cost(X, mixture) + 1e-9
    assert lower > 0


def test_old_means_beside_a_spread_around_the_new_ones_can_raise_L():
    def step(X, mixture, Q):
        return m_step(X, Q)._replace(mu=mixture.mu)

    rises = [cost(X, step(X, m, e_step(X, m))) - cost(X, m) for X, m in starts(40)]
    assert max(rises) > 0.3


def test_weights_that_are_not_divided_lower_L_once_and_never_raise_it():
    # The package refuses such weights, so L is written out.
    def L(X, mixture, pi):
        return -log_sum_exp(log_densities(X, mixture) + np.log(pi), axis=1).sum()

    for X, mixture in starts(10):
        right = m_step(X, e_step(X, mixture))
        assert L(X, right, len(X) * right.pi) == pytest.approx(
            cost(X, right) - len(X) * np.log(len(X))
        )


# the derivations


def test_a_clusters_points_are_as_near_each_other_as_set_1_says():
    points = X[:40]
    near = ((points - points.mean(axis=0)) ** 2).sum()
    assert squared_distances(points, points).sum() / (2 * len(points)) == pytest.approx(near)


def test_a_log_sum_exp_of_numbers_that_come_one_by_one_is_that_of_all(rng):
    for scale in (1.0, 1e3, 1e300):
        a = scale * rng.normal(size=50)
        m, s = a[0], 1.0
        for k, new in enumerate(a[1:], start=2):
            larger = max(m, new)
            m, s = larger, s * np.exp(m - larger) + np.exp(new - larger)
            assert 1 <= s <= k
        assert m + np.log(s) == pytest.approx(log_sum_exp(a), rel=1e-14)


def test_two_components_meet_where_set_3_says(rng):
    mu, sigma, pi = np.array([[0.0, 1.0], [2.0, -1.0]]), np.array([0.6, 1.7]), np.array([0.4, 0.6])
    a, b = 1 / sigma**2
    right = 2 * np.log(pi[0] / pi[1]) + 2 * 2 * np.log(sigma[1] / sigma[0])
    centre = (a * mu[0] - b * mu[1]) / (a - b)
    radius = np.sqrt((right + a * b / (a - b) * ((mu[0] - mu[1]) ** 2).sum()) / (a - b))
    turn = rng.uniform(0, 2 * np.pi, 30)
    ring = np.column_stack([np.cos(turn), np.sin(turn)])
    for size, sign in ((1.0, 0), (0.99, 1), (1.01, -1), (1e3, -1)):
        Q = e_step(centre + size * radius * ring, Mixture(mu, sigma, pi))
        q = Q[:, 0] - Q[:, 1]
        np.testing.assert_array_equal(np.sign(np.round(q, 9)), sign)


def test_points_with_counts_have_the_m_step_that_set_4_says(rng):
    points, w = rng.normal(size=(9, 2)), rng.integers(1, 5, 9)
    Q = np.log(rng.dirichlet(np.ones(3), size=9))
    R = w[:, None] * np.exp(Q)
    Nk = R.sum(axis=0)
    mu = R.T @ points / Nk[:, None]
    mine = Mixture(mu, spread(points, R, mu), Nk / w.sum())
    repeated = m_step(np.repeat(points, w, axis=0), np.repeat(Q, w, axis=0))
    for part, right in zip(mine, repeated, strict=True):
        np.testing.assert_allclose(part, right, rtol=1e-12)


def test_a_variance_with_a_prior_is_the_average_that_set_5_says(rng):
    alpha, beta, d, Nj, S = rng.uniform(0.5, 4, 5)
    weights = np.array([alpha + 1, d * Nj / 2])
    average = np.average([beta / (alpha + 1), S / (d * Nj)], weights=weights)
    assert (beta + S / 2) / (alpha + 1 + d * Nj / 2) == pytest.approx(average)


def test_with_a_prior_the_penalised_objective_is_bounded_and_L_is_not():
    alpha, beta = 2.0, 0.3
    mixture = Mixture(Z[[0, 0]], np.array([1.0, 1.0]), np.ones(2) / 2)
    L, penalised = [], []
    for sigma in 10.0 ** -np.arange(5, 60, 4):
        now = mixture._replace(sigma=np.array([1.0, sigma]))
        L.append(cost(Z, now))
        penalised.append(L[-1] + ((alpha + 1) * np.log(now.sigma**2) + beta / now.sigma**2).sum())
    assert (np.diff(L) < 0).all() and L[-1] < L[0] - 200
    assert (np.diff(penalised) > 0).all()
