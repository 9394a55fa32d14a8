"""Slips with the two steps of K-means."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from mixtures_lab.checks.slips import kmeans

X = np.array([[0.0, 1.0], [2.0, -1.0], [4.0, 3.0], [5.0, 5.0], [1.0, 0.5], [3.0, 3.5], [0.0, 6.0]])
MU = np.array([[0.5, 0.0], [4.0, 4.0], [0.0, 5.0]])
D = cdist(X, MU)
LABELS = np.array([0, 0, 1, 1, 0, 1, 2])
MEANS = np.array([X[LABELS == j].mean(axis=0) for j in range(3)])
ASSIGN = {row.name: row.function for row in kmeans.ASSIGN}
UPDATE = {row.name: row.function for row in kmeans.UPDATE}


@pytest.mark.parametrize(
    "name, made",
    [
        ("the farthest mean instead of the nearest", D.argmax(axis=1)),
        ("the second nearest mean", D.argsort(axis=1)[:, 1]),
        ("labels that count from 1", D.argmin(axis=1) + 1),
        ("the smallest distance, not its column", D.min(axis=1) ** 2),
        ("the largest product X μᵀ", (X @ MU.T).argmax(axis=1)),
        ("the smallest product X μᵀ", (X @ MU.T).argmin(axis=1)),
        ("absolute differences instead of squares", cdist(X, MU, "cityblock").argmin(axis=1)),
        ("the nearest mean itself, not its number", MU[D.argmin(axis=1)]),
        ("the number of the nearest point, for each mean", np.resize(D.argmin(axis=0), 7)),
        ("the means in the opposite order", D[:, ::-1].argmin(axis=1)),
    ],
)
def test_a_slip_of_the_assignment_is_what_its_name_says(name, made):
    np.testing.assert_allclose(ASSIGN[name](X, MU), made)


def test_a_best_distance_that_is_never_set_back_leaves_0_where_no_mean_is_nearer_than_any_before():
    best, expected = np.inf, []
    for row in D:
        nearer = [j for j in range(3) if row[j] < min([best, *row[:j]])]
        expected.append(nearer[-1] if nearer else 0)
        best = min(best, row.min())
    assert kmeans.not_reset(X, MU).tolist() == expected


def test_a_best_distance_that_is_never_updated_gives_the_last_mean_nearer_than_the_first():
    expected = [max([j for j in range(3) if row[j] < row[0]], default=0) for row in D]
    assert kmeans.not_updated(X, MU).tolist() == expected


@pytest.mark.parametrize(
    "name, made",
    [
        ("the sum of the points, not divided", MEANS * [[3], [3], [1]]),
        ("divided by N instead of N_j", MEANS * [[3], [3], [1]] / 7),
        ("divided by N_j + 1", MEANS * [[3 / 4], [3 / 4], [1 / 2]]),
        ("the first point of each cluster", X[[0, 2, 6]]),
        ("d × K instead of K × d", MEANS.T),
        ("the last cluster left as zeros", MEANS * [[1], [1], [0]]),
        ("the number of points in each cluster", [3, 3, 1]),
        ("the means of the points, given back for each point", MEANS[LABELS]),
        ("the first coordinate only", MEANS[:, [0, 0]]),
        ("labels that count from 1", [*MEANS[1:], [0, 0]]),
        ("the points of the other clusters", [X[LABELS != j].mean(axis=0) for j in range(3)]),
    ],
)
def test_a_slip_of_the_update_is_what_its_name_says(name, made):
    np.testing.assert_allclose(UPDATE[name](X, LABELS, 3), made)


def test_an_empty_cluster_gets_some_place_and_only_two_slips_do_not():
    strange = []
    for name, function in UPDATE.items():
        made = function(X, LABELS, 4)
        if len(made) in (3, 4) and (len(made) == 3 or not np.isfinite(made).all()):
            strange.append(name)
    assert strange == ["an empty cluster that becomes NaN", "an empty cluster left out"]


def test_the_right_mean_is_what_the_others_are_made_from():
    np.testing.assert_allclose(kmeans.mean(X, LABELS, 3), MEANS)
