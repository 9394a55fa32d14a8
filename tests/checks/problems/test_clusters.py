"""The problems of the two steps of K-means."""

import numpy as np
from scipy.spatial.distance import cdist

from mixtures_lab.checks.problems import clusters, problems_of

ASSIGN, UPDATE = problems_of("kmeans_assign"), problems_of("kmeans_update")


def test_the_right_label_is_that_of_the_nearest_mean():
    for p in ASSIGN:
        nearest = cdist(*p.args).argmin(axis=1)
        assert p.labels[np.arange(len(nearest)), nearest].all()
        if p.kind == "ordinary":
            np.testing.assert_array_equal(p.right[0], nearest)
            assert (p.labels.sum(axis=1) == 1).all()


def test_another_distance_has_another_nearest_mean_somewhere():
    for metric in ("cityblock", "chebyshev", "cosine"):
        others = [cdist(*p.args, metric).argmin(axis=1) for p in ASSIGN if p.kind == "ordinary"]
        rights = [p.right[0] for p in ASSIGN if p.kind == "ordinary"]
        assert any((o != r).any() for o, r in zip(others, rights, strict=True)), metric


def test_of_two_means_equally_near_either_label_is_right():
    (middle,) = [p for p in ASSIGN if "midway" in p.words]
    assert (middle.labels.sum(axis=1) == 2).any()


def test_a_mean_that_no_point_is_nearest_to_is_there_and_is_the_first():
    (lost,) = [p for p in ASSIGN if "no point is nearest" in p.words]
    assert not lost.labels[:, 0].any()
    assert lost.labels[:, 1:].any(axis=0).all()


def test_the_right_mean_is_that_of_the_points_and_an_empty_cluster_is_free():
    for p in UPDATE:
        X, labels, K = p.args
        for j in range(K):
            own = X[labels == j]
            assert p.free[0][j].all() == (len(own) == 0)
            if len(own):
                np.testing.assert_allclose(p.right[0][j], own.mean(axis=0), rtol=1e-12)


def test_labels_are_indices_and_every_cluster_has_points_on_ordinary_problems():
    for p in UPDATE:
        assert p.args[1].dtype == np.intp
        if p.kind == "ordinary":
            assert set(p.args[1]) == set(range(p.args[2]))
    assert clusters.indices(0, 2).dtype == np.intp
