"""Wrong labels, and which other matrix has its least entries there."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab import squared_distances
from mixtures_lab.checks import labels


def said(function):
    case = case_of("kmeans_assign", function)
    return labels.explain(case.problems, case.got)


def nearest(X, mu):
    return squared_distances(X, mu).argmin(axis=1)


def changed(change):
    def function(X, mu):
        found = nearest(X, mu)
        return change(found, len(mu))

    return function


@pytest.mark.parametrize(
    "function, words",
    [
        (changed(lambda g, K: 0 * g), "every point gets the label 0"),
        (changed(lambda g, K: 0 * g + K - 1), "every point gets the label K − 1"),
        (changed(lambda g, K: 0 * g + K // 2), "every point gets the same label"),
        (lambda X, mu: nearest(X, mu[:-1] if len(mu) > 1 else mu), "the last mean is never chosen"),
        (
            lambda X, mu: nearest(X, mu[1:]) + 1 if len(mu) > 1 else nearest(X, mu),
            "the first mean is never chosen",
        ),
        (
            changed(lambda g, K: g[::-1]),
            "the labels are right, but the points come in the opposite",
        ),
        (changed(lambda g, K: np.sort(g)), "as many points have each label as should"),
        (
            changed(lambda g, K: np.where(g < 2, 1 - g, g)),
            "the points are grouped rightly",
        ),
        (
            changed(lambda g, K: np.where(np.arange(len(g)) == 0, g, 0)),
            "only the first point has its label, 0 elsewhere",
        ),
        (
            changed(lambda g, K: np.where(np.arange(len(g)) == len(g) - 1, g, 0)),
            "only the last point has its label, 0 elsewhere",
        ),
        (
            changed(lambda g, K: np.append(g[:-1], K + 3)),
            "only the last point has a wrong label",
        ),
        (
            changed(lambda g, K: np.arange(len(g)) % 3 + K - 1),
            "some labels are not between",
        ),
        (
            lambda X, mu: abs(X[:, None] - mu).sum(axis=2).argmin(axis=1),
            "the labels are those of the smallest numbers you get with: absolute differences",
        ),
        (
            lambda X, mu: nearest(2 * X, mu),
            "the labels are those of the smallest entries of −4",
        ),
        (
            lambda X, mu: squared_distances(X, mu).argmax(axis=1) + 1,
            "the labels are those of the largest entries of D, counted from 1",
        ),
        (lambda X, mu: squared_distances(X, mu), "the shape is (17, 3) instead of (17,)"),
    ],
)
def test_what_the_labels_are_in_place_of_the_nearest_is_said(function, words):
    assert said(function).startswith(words)


def test_labels_from_nowhere_are_not_explained():
    assert said(lambda X, mu: np.arange(len(X)) ** 2 % len(mu)) is None
