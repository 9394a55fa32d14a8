"""Which term is wrong, where what stands in its place has no name."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab import log_gaussians, log_posterior, squared_distances
from mixtures_lab.checks import leftover

ROW, COLUMN = np.arange(5.0)[:, None] ** 2, np.sin(np.arange(4.0))


def test_what_depends_on_the_row_or_the_column_alone_is_told_from_what_depends_on_both():
    rows, columns = ROW + 0 * COLUMN, 0 * ROW + COLUMN
    assert leftover.by_row(rows) and not leftover.by_row(columns)
    assert leftover.by_column(columns) and not leftover.by_column(rows)
    assert leftover.two_way(rows + columns) and not leftover.two_way(ROW * COLUMN)


def strange(x):
    return np.sin(x) + np.sqrt(abs(x))


@pytest.mark.parametrize(
    "explain, task, function, words",
    [
        (
            leftover.of_distances,
            "squared_distances",
            lambda X, mu: squared_distances(X, mu) + strange(X.sum(axis=1))[:, None],
            "the terms −2 X μᵀ and μ² are right; the term X² is wrong",
        ),
        (
            leftover.of_distances,
            "squared_distances",
            lambda X, mu: squared_distances(X, mu) + strange(mu.sum(axis=1)),
            "the terms X² and −2 X μᵀ are right; the term μ² is wrong",
        ),
        (
            leftover.of_distances,
            "squared_distances",
            lambda X, mu: ((X[:, None] - mu) ** 2 * (1 + np.arange(X.shape[1]))).sum(axis=2),
            "the squared differences are right, but they are added up with weights, such as 1, 2",
        ),
        (
            leftover.of_density,
            "log_gaussians",
            lambda D, s, d: log_gaussians(D, s, d) + strange(s),
            "the distance term −D/(2σ²) is right; the normaliser, −d ln(σ √2π), is wrong",
        ),
        (
            leftover.of_density,
            "log_gaussians",
            lambda D, s, d: log_gaussians(D, s, d) - D * strange(s),
            "the normaliser is right; the factor −1/(2σ²) of the distance is wrong",
        ),
        (
            leftover.of_posterior,
            "log_posterior",
            lambda P, pi: log_posterior(P, pi) + strange(P.sum(axis=1))[:, None],
            "P + ln π is right; the normaliser, the log-sum-exp along the row, is wrong",
        ),
        (
            leftover.of_posterior,
            "log_posterior",
            lambda P, pi: log_posterior(strange(P) * pi, pi),
            "the rows of e^Q sum to 1, so it is what is normalised, P + ln π, that is wrong",
        ),
    ],
)
def test_the_term_that_something_strange_belongs_to_is_named(explain, task, function, words):
    assert explain(case_of(task, function)).startswith(words)


def test_where_all_is_strange_nothing_is_said():
    strange_all = [
        (leftover.of_distances, "squared_distances", lambda X, mu: strange(X @ mu.T)),
        (leftover.of_density, "log_gaussians", lambda D, s, d: strange(D / s)),
        (leftover.of_posterior, "log_posterior", lambda P, pi: strange(P * pi)),
    ]
    for explain, task, function in strange_all:
        assert explain(case_of(task, function)) is None
