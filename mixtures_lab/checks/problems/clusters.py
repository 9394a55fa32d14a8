"""The problems of the two steps of K-means."""

import numpy as np

from ...kmeans import kmeans_update
from ...matrices import squared_distances
from .posed import (
    EPS,
    FAR,
    FAR_MEANS,
    ONE,
    SHAPES,
    SMALL,
    generator,
    guards,
    posed,
    spread_of,
    world,
)


def _assign_problem(X, mu, extreme=None):
    D = squared_distances(X, mu)
    squares = (X**2).sum(axis=1)[:, None] + (mu**2).sum(axis=1)
    allowed = 1e-9 * D + 16 * (X.shape[1] + 3) * EPS * squares
    near = D <= D.min(axis=1, keepdims=True) + allowed  # of equally near means, any
    labels = D.argmin(axis=1).astype(float)
    size = (len(X), len(mu), X.shape[1])
    return posed(size, (X, mu), (labels,), (1.0,), (0.0,), extreme=extreme, labels=near)


#: (N, K, d) of the ordinary problems of the assignment.
CROWDS = [(17, 3, 2), (16, 4, 1), (18, 5, 3), (19, 4, 100), (24, 5, 7), (5, 1, 2), (1, 3, 2)]


def of_assign(draw):
    problems = []
    for size in CROWDS:
        # Means in a crowd, and points between them: another distance has another nearest.
        w = world(*size, seed=1, draw=draw)
        X = w.mu.mean(axis=0) + 1.3 * (w.X - w.mu.mean(axis=0))
        problems.append(_assign_problem(X, w.mu))
    more = world(23, 6, 2, seed=18, draw=draw)
    far = world(14, 5, 3, seed=19, offset=1e6, draw=draw)
    small = world(7, 3, 2, seed=20, unit=1e-4, draw=draw)
    middle = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 0.0], [1.0, 3.0], [2.0, 5.0], [0.5, 0.0]])
    means = np.array([[0.0, 0.0], [2.0, 0.0], [9.0, 9.0]])
    lost = np.vstack([[[90.0, 90.0]], more.mu])
    either = ("points midway between two means", "either label is right")
    nobody = ("a mean that no point is nearest to", "it gets no label")
    return [
        *problems,
        _assign_problem(more.X, more.mu),
        _assign_problem(middle, means, either),
        _assign_problem(more.X, lost, nobody),
        _assign_problem(far.X, far.mu, FAR),
        _assign_problem(small.X, small.mu, SMALL),
    ]


def _update_problem(X, labels, K, extreme=None):
    mu = kmeans_update(X, labels, K)
    empty = np.bincount(labels, minlength=K) == 0
    free = (np.repeat(empty[:, None], X.shape[1], axis=1),)
    size = (len(X), K, X.shape[1])
    rounding = 16 * len(X) * EPS * np.abs(X).max()
    within, _ = guards(X, np.bincount(labels, minlength=K), mu, 0.0)
    return posed(
        size, (X, labels, K), (mu,), (spread_of(X),), (rounding,), free, extreme, guarded=(within,)
    )


def indices(*numbers):
    """Labels as an index is: int32 where Python itself has 32 bits, unlike numpy's usual int."""
    return np.array(numbers, dtype=np.intp)


def _some_labels(N, K, seed, draw):
    """Every label at least once, if there are points enough, and unequal counts."""
    rng = generator(draw, 5, N, K, seed)
    labels = np.concatenate([np.arange(K), rng.integers(0, K, N)])[:N]
    return rng.permutation(labels).astype(np.intp)


def of_update(draw):
    w = world(9, 4, 2, draw=draw)
    far = world(11, 4, 3, offset=1e6, draw=draw)
    small = world(7, 3, 2, unit=1e-4, draw=draw)
    hole, last = indices(0, 2, 3, 0, 2, 3, 3, 0, 3), indices(0, 2, 1, 0, 2, 1, 1, 0, 1)
    nan = "it has no points: 0/0 is NaN, which argmin then takes for the smallest"
    return [
        *(
            _update_problem(world(N, K, d, draw=draw).X, _some_labels(N, K, d, draw), K)
            for N, K, d in SHAPES[:-1]
        ),
        _update_problem(ONE, indices(0), 1),
        _update_problem(w.X, hole, 4, ("an empty cluster", nan)),
        _update_problem(w.X, last, 4, ("an empty cluster, the last one", nan)),
        _update_problem(w.X[:2], indices(1, 1), 2, ("two points, and an empty cluster", nan)),
        _update_problem(far.X, _some_labels(11, 4, 1, draw), 4, FAR_MEANS),
        _update_problem(small.X, _some_labels(7, 3, 1, draw), 3, SMALL),
    ]
