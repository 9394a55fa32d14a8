"""The problems of D, P, the log-sum-exp, L and Q."""

import numpy as np
import pytest
from scipy import special
from scipy.spatial.distance import cdist

from mixtures_lab.checks.problems import matrices, problems_of


def of(task, words):
    (problem,) = [p for p in problems_of(task) if words in p.words]
    return problem


def test_points_that_lie_on_a_mean_have_a_d_of_0_that_the_expansion_misses():
    problem = of("squared_distances", "on a mean")
    X, mu = problem.args
    right = cdist(X, mu, "sqeuclidean")
    np.testing.assert_allclose(problem.right[0], right, rtol=1e-9)
    expanded = (X**2).sum(axis=1)[:, None] - 2 * X @ mu.T + (mu**2).sum(axis=1)
    assert (expanded < 0).any()
    off = abs(expanded - right)
    assert (off <= problem.rounding[0]).all()
    assert off.max() > 1e-6


@pytest.mark.parametrize("words, wrong", [("outlier", 0), ("σ near 1e-4", np.inf)])
def test_a_density_underflows_or_overflows_where_it_is_said_to(words, wrong):
    with np.errstate(over="ignore"):
        assert (np.exp(of("log_gaussians", words).right[0]) == wrong).any()


def test_the_log_sum_exps_are_scipys():
    for p in problems_of("log_sum_exp"):
        np.testing.assert_allclose(p.right[0], special.logsumexp(p.args[0], axis=-1), rtol=1e-12)


@pytest.mark.parametrize("make", [matrices.nll_problem, matrices.posterior_problem])
def test_a_weight_of_0_takes_no_part(make):
    P, pi = np.array([[-1.0, 5.0, -2.0], [-3.0, -0.5, -1.0]]), np.array([0.4, 0.0, 0.6])
    right = make(P, pi, 2).right[0]
    without = make(P[:, [0, 2]], pi[[0, 2]], 2).right[0]
    np.testing.assert_allclose(right[..., [0, 2]] if right.ndim else right, without)


def test_l_is_minus_the_sum_and_q_the_posterior_of_the_same_p():
    P, pi = of("log_posterior", "outlier").args
    rows = special.logsumexp(P + np.log(pi), axis=1)
    np.testing.assert_allclose(matrices.nll_problem(P, pi, 2).right[0], -rows.sum())
    Q = matrices.posterior_problem(P, pi, 2).right[0]
    np.testing.assert_allclose(Q, P + np.log(pi) - rows[:, None], atol=1e-9)
