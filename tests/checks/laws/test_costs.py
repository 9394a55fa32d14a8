"""What the expected cost owes to each part of an M-step."""

import numpy as np
import pytest
from scipy import stats

from mixtures_lab.checks.laws import costs


def test_the_poisson_that_is_built_from_its_ratios_is_the_poisson(rng):
    x, rate = rng.poisson(900, 12), np.array([850.0, 950.0, 3.0])
    built = costs.from_the_ratios(x, rate)
    np.testing.assert_allclose(built, stats.poisson.logpmf(x[:, None], rate), rtol=1e-9)


@pytest.mark.parametrize("shape", [(3,), (3, 4)], ids=["one σ", "one s per coordinate"])
def test_the_expected_cost_is_that_of_normal_densities(rng, shape):
    X, mu, spread = rng.normal(size=(6, 4)), rng.normal(size=(3, 4)), rng.uniform(0.5, 2, shape)
    R = rng.dirichlet(np.ones(3), size=6)
    s = spread.reshape(3, -1) + np.zeros((3, 4))
    right = -np.einsum("ij,ijc->jc", R, stats.norm.logpdf(X[:, None], mu, s))
    parts = (mu, spread, R.mean(axis=0))
    np.testing.assert_allclose(costs.coordinates_cost((X, np.log(R)), parts), right, rtol=1e-12)
    np.testing.assert_allclose(
        costs.weights_cost((X, np.log(R)), parts)[0], -(R @ np.log(parts[2])).sum()
    )


def test_the_prior_costs_what_scipys_inverse_gamma_says(rng):
    X, R = rng.normal(size=(6, 2)), rng.dirichlet(np.ones(3), size=6)
    mu, alpha, beta = rng.normal(size=(3, 2)), 2.5, 0.7

    def prior(sigma):
        args = (X, np.log(R), alpha, beta)
        parts = (mu, sigma, R.mean(axis=0))
        return costs.prior_cost(args, parts) - costs.components_cost(args, parts)

    def right(sigma):
        return -stats.invgamma.logpdf(sigma**2, alpha, scale=beta)

    one, other = rng.uniform(0.3, 2, (2, 3))
    np.testing.assert_allclose(prior(one) - prior(other), right(one) - right(other), rtol=1e-10)
