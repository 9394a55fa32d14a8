"""Slips with D."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from mixtures_lab.checks.slips import distances
from mixtures_lab.checks.slips.row import plain

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0], [2.0, 0.0, 1.5], [-3.0, 1.0, 2.0]])
MU = np.array([[0.0, 1.0, -2.0], [2.0, -1.0, 0.5]])
TABLE = {row.name: row.function for row in distances.TABLE}


def test_the_right_one_of_every_line_gives_d():
    right = cdist(X, MU, "sqeuclidean")
    E = distances.DIFFERENCES[""](X, MU)
    np.testing.assert_allclose(distances.SUM_OF_SQUARES[""](E), right)
    np.testing.assert_allclose(distances.by_terms(X, MU), right)


@pytest.mark.parametrize(
    "name, right",
    [
        ("absolute differences instead of squares", cdist(X, MU, "cityblock")),
        ("the distance itself, not its square", cdist(X, MU)),
        ("the largest coordinate only", cdist(X, MU, "chebyshev") ** 2),
        ("+2 instead of −2 in the cross term", cdist(X, -MU, "sqeuclidean")),
        ("x cut to whole numbers", cdist(X.astype(int), MU, "sqeuclidean")),
        ("the means in the opposite order", cdist(X, MU[::-1], "sqeuclidean")),
        ("the mean after the one meant", cdist(X, MU[[1, 0]], "sqeuclidean")),
        ("the product X μᵀ instead of distances", X @ MU.T),
        ("only the cross term", -2 * X @ MU.T),
        ("the term μ² subtracted", cdist(X, MU, "sqeuclidean") - 2 * (MU**2).sum(axis=1)),
        ("the length of X, not its square", None),
        ("half the squared distance", cdist(X, MU, "sqeuclidean") / 2),
        ("K × N instead of N × K", cdist(MU, X, "sqeuclidean")),
        ("a sum over the points instead of the coordinates", ((X[:, None] - MU) ** 2).sum(axis=0)),
        ("only the nearest mean's distance", cdist(X, MU, "sqeuclidean").min(axis=1)),
    ],
)
def test_a_slip_is_what_its_name_says(name, right):
    if right is None:
        x2 = (X**2).sum(axis=1)[:, None]
        right = cdist(X, MU, "sqeuclidean") - x2 + np.sqrt(x2)
    np.testing.assert_allclose(TABLE[name](X, MU), right)


@pytest.mark.parametrize("line", ["SQUARES", "CROSS", "DIFFERENCES", "SUM_OF_SQUARES"])
def test_every_slip_of_a_line_takes_points_and_means_of_any_sizes(line, rng):
    for N, K, d in [(4, 2, 3), (1, 3, 1), (3, 1, 2)]:
        X, mu = rng.normal(size=(N, d)), rng.normal(size=(K, d))
        args = {"SQUARES": (X,), "SUM_OF_SQUARES": (X[:, None] - mu,)}.get(line, (X, mu))
        shape = {"SQUARES": (N,), "DIFFERENCES": (N, K, d)}.get(line, (N, K))
        for name, slip in plain(getattr(distances, line)).items():
            assert np.shape(slip(*args)) == shape, name


def test_a_slip_of_x_leaves_the_nearest_mean_and_is_no_slip_of_k_means():
    names = {row.name for row in distances.LINES} - {row.name for row in distances.NOT_OF_X}
    assert names == {name.format("X") for name in distances.SQUARES if name}
    nearest = cdist(X, MU).argmin(axis=1)
    for name in names:
        np.testing.assert_array_equal(TABLE[name](X, MU).argmin(axis=1), nearest)
