"""A small floor or a small added variance is good practice; one that changes answers is not."""

import numpy as np
import pytest
from diagnosed import diagnosed, run_here
from scipy.special import log_softmax

from mixtures_lab.checks.diagnosis import examine
from mixtures_lab.checks.problems import problems_of


def counted(Nk):
    return np.where(Nk > 0, Nk, 1.0)


def m_step(sigma, count=counted):
    """An M-step with sigma of (variance, X), and with safe counts."""

    def function(X, Q):
        R = np.exp(Q)
        Nk = count(R.sum(axis=0))
        mu = R.T @ X / Nk[:, None]
        squares = ((X[:, None] - mu) ** 2).sum(axis=2)
        return mu, sigma((R * squares).sum(axis=0) / (X.shape[1] * Nk), X), R.mean(axis=0)

    return function


def em_step(sigma, count=counted):
    after = m_step(sigma, count)

    def function(X, mixture):
        squares = ((X[:, None] - mixture.mu) ** 2).sum(axis=2)
        P = -X.shape[1] * np.log(mixture.sigma) - squares / (2 * mixture.sigma**2)
        return after(X, log_softmax(P + np.log(mixture.pi), axis=1))

    return function


def root(variance, X):
    return np.sqrt(variance)


USUAL = {
    "a floor of 1e-6 under the variance": (lambda v, X: np.sqrt(np.maximum(v, 1e-6)), counted),
    "a floor of 1e-3 under sigma": (lambda v, X: np.clip(np.sqrt(v), 1e-3, None), counted),
    "a floor of 1e-8 under sigma": (lambda v, X: np.maximum(np.sqrt(v), 1e-8), counted),
    "a floor that follows the data": (lambda v, X: np.maximum(np.sqrt(v), 1e-3 * X.std()), counted),
    "1e-6 in the variance": (lambda v, X: np.sqrt(v + 1e-6), counted),
    "1e-6 on sigma": (lambda v, X: np.sqrt(v) + 1e-6, counted),
    "a share of the variance": (lambda v, X: np.sqrt(v + 1e-9 * X.var()), counted),
    "a number where it is 0": (lambda v, X: np.where(v > 0, np.sqrt(v), 1e-4), counted),
    "1e-10 in the counts": (root, lambda Nk: Nk + 1e-10),
    "a floor of 1e-10 under the counts": (root, lambda Nk: np.maximum(Nk, 1e-10)),
    "as scikit-learn": (
        lambda v, X: np.sqrt(v + 1e-6),
        lambda Nk: Nk + 10 * np.finfo(float).eps,
    ),
}
TOO_MUCH = {
    "a floor of 0.5": (lambda v, X: np.maximum(np.sqrt(v), 0.5), counted),
    "a floor of 0.1": (lambda v, X: np.maximum(np.sqrt(v), 0.1), counted),
    "a floor of the data's spread": (lambda v, X: np.maximum(np.sqrt(v), X.std()), counted),
    "1e-3 in the variance": (lambda v, X: np.sqrt(v + 1e-3), counted),
    "1e-2 on sigma": (lambda v, X: np.sqrt(v) + 1e-2, counted),
    "1e-3 in the counts": (root, lambda Nk: Nk + 1e-3),
    "1 under the counts": (root, lambda Nk: np.maximum(Nk, 1)),
    "NaN where it is 0": (lambda v, X: np.where(v > 0, np.sqrt(v), np.nan), counted),
}
STEPS = {"m_step": m_step, "em_step": em_step}


@pytest.mark.parametrize("task", STEPS)
@pytest.mark.parametrize("what", USUAL)
def test_a_usual_safeguard_is_right(task, what):
    for draw in (0, 4711):
        diagnosis = examine(task, STEPS[task](*USUAL[what]), draw, run_here).diagnosis
        assert diagnosis.passed, diagnosis.message


@pytest.mark.parametrize("task", STEPS)
@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_changes_the_answer_is_wrong(task, what):
    assert not diagnosed(task, STEPS[task](*TOO_MUCH[what])).passed


def test_where_a_safeguard_shows_it_is_remarked():
    said = diagnosed("m_step", m_step(*USUAL["a floor of 1e-6 under the variance"])).message
    assert "where sigma would be 0, yours is 0.001. That is good practice" in said
    assert "with data of the size 1e-4, sigma[0] is 0.001 where the formula gives 0.00013" in said
    assert "1e-3 * X.std() knows the scale" in said
    said = diagnosed("m_step", m_step(*USUAL["1e-10 in the counts"])).message
    assert "at 1e6, far from the origin the means are short of the right ones" in said
    assert "cancel" not in said.split("\n", 1)[1]


def test_one_outlier_does_not_make_a_large_floor_small():
    problem = next(p for p in problems_of("em_step") if "outlier" in p.words)
    _, most = problem.guarded[1]
    assert (most <= problem.right[1] + 0.1).all()


def test_where_nothing_is_guarded_nothing_is_remarked():
    said = diagnosed("m_step", m_step(root)).message
    assert "practice" not in said and "short" not in said
