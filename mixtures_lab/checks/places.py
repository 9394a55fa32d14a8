"""Where an answer is right, and where it stays the same.

These remarks hold whatever made the answer: they look at which entries are wrong,
and at what the wrong ones have in common.
"""

import numpy as np


def first(n):
    return np.arange(n) == 0


def last(n):
    return np.arange(n) == n - 1


#: Which of the places along an axis are right alone, and a likely reason; which are wrong alone.
CHOICES = [
    ("the first", "is a loop left too early", first),
    ("the last", "does each turn of a loop start anew", last),
]
LEFT_OUT = [
    ("the last", "does a loop stop one too early", last),
    ("the first", "does a loop start one too late", first),
]


def where_right(problems, masks, got):
    """Which rows, columns or entries are right; `masks` are True where an entry is wrong."""
    use = [
        (mask, g)
        for p, mask, g in zip(problems, masks, got, strict=True)
        if mask is not None and mask.ndim and mask.any() and min(mask.shape) > 1
    ]
    if len(use) < 3:
        return None
    for axis, name in enumerate(("row", "column") if use[0][0].ndim == 2 else ("entry",)):
        others = tuple(k for k in range(use[0][0].ndim) if k != axis)
        bad = [mask.any(axis=others) for mask, _ in use]
        if not any(len(b) > 2 for b in bad):
            continue
        for which, reason, choice in CHOICES:
            if all(np.array_equal(b, ~choice(len(b))) for b in bad):
                rest = _rest(use, bad, axis)
                reason = reason if rest else "is something carried over in a loop, or set too late"
                return f"only {which} {name} is right{rest}: {reason}"
        for which, reason, choice in LEFT_OUT:
            if all(np.array_equal(b, choice(len(b))) for b in bad):
                return f"only {which} {name} is wrong{_rest(use, bad, axis)}: {reason}"
    return None


def _rest(use, bad, axis):
    """What the wrong ones hold, if it is one number."""
    held = np.concatenate(
        [np.compress(b, g, axis=axis).ravel() for (_, g), b in zip(use, bad, strict=True)]
    )
    if np.isnan(held).all():
        return ", NaN elsewhere" if sum(map(sum, bad)) > len(bad) else ", it holds NaN"
    if (held == held[0]).all():
        several = sum(map(sum, bad)) > len(bad)
        return f", {held[0]:g} elsewhere" if several else f", it holds {held[0]:g}"
    return ""


def everywhere(got):
    """Whether the answer is one number, whatever the problem."""
    numbers = np.concatenate([np.ravel(g) for g in got])
    if len(numbers) and (numbers == numbers[0]).all():
        return f"your output is the number {numbers[0]:g}, whatever the input"
    return None


def sameness(problems, got, right, row, column):
    """Along which axis the numbers do not change; `row` and `column` say what those stand for."""
    big = [
        (g, r)
        for g, r in zip(got, right, strict=True)
        if g.shape == r.shape and g.ndim and min(g.shape) > 1 and np.isfinite(g).all()
    ]
    if len(big) < 3:
        return None

    def flat(axis):
        return all(_flat(g, axis) for g, _ in big) and not all(_flat(r, axis) for _, r in big)

    if flat(None):
        return (
            "within each problem all the entries are the same number: "
            "a sum, a mean or a norm without an axis"
        )
    for axis, lines, over in ((0, "rows", row), (1, "columns", column)):
        if big[0][0].ndim == 2 and flat(axis):
            return (
                f"all the {lines} are the same, whatever the {over}: "
                f"a sum, a mean or a norm runs over each {over}, too"
            )
    return None


def which_clusters(case):
    """Which clusters are right, and whether the wrong rows are made of their own points."""
    problems, got, masks = case.problems, case.got, [m[0] for m in case.masks]
    if any(m is None or len(m) != p.args[2] for p, m in zip(problems, masks, strict=True)):
        return None
    found = [_Clusters(p, m.any(axis=1), g) for p, m, g in zip(problems, masks, got, strict=True)]
    for words, holds in CLUSTERS:
        if all(holds(c) for c in found):
            return words
    if any(c.outside.any() for c in found):
        return (
            "some rows lie outside the range of their cluster's points: points of other clusters "
            "take part, or a sum is divided by another count"
        )
    return None


class _Clusters:
    """What one answer to an update of K-means makes of each cluster."""

    def __init__(self, problem, bad, got):
        X, self.labels, self.K = problem.args
        self.bad = bad
        own = [X[self.labels == j] for j in range(self.K)]
        self.counts = np.array([len(o) for o in own])
        near = [np.isclose(o, g, rtol=1e-9, atol=0) for o, g in zip(own, got, strict=True)]
        self.points = np.array([n.all(axis=1).any() for n in near])
        self.numbers = np.array([n.any(axis=0).all() for n in near])
        self.outside = np.array(
            [
                len(o) > 0 and ((g < o.min(axis=0) - 1e-9) | (g > o.max(axis=0) + 1e-9)).any()
                for o, g in zip(own, got, strict=True)
            ]
        )

    def only(self, j):
        return not self.bad[np.arange(self.K) != j].any()


CLUSTERS = [
    (
        "only the cluster of the last point is wrong: does a loop over the points stop too early",
        lambda c: c.only(c.labels[-1]),
    ),
    (
        "only the cluster of the first point is wrong: does a loop over the points start too late",
        lambda c: c.only(c.labels[0]),
    ),
    ("each row is one of the points of its cluster, not their mean", lambda c: c.points.all()),
    (
        "each number is that of one of the points of its cluster, not their mean",
        lambda c: c.numbers.all(),
    ),
    (
        "clusters of a single point are right, larger ones are not",
        lambda c: np.array_equal(c.bad, c.counts > 1),
    ),
    (
        "clusters of one or two points are right, larger ones are not",
        lambda c: np.array_equal(c.bad, c.counts > 2),
    ),
]


def _flat(a, axis):
    return np.ptp(a, axis=axis).max() <= 1e-9 * np.abs(a).max()


def which_components(problems, masks):
    """Which components have all their parts right: masks of mu, sigma and pi per problem."""
    bad = []
    for p, parts in zip(problems, masks, strict=True):
        if any(m is None for m in parts):
            return None
        mu, sigma, pi = parts
        bad.append((p, mu.any(axis=1) | sigma | pi))
    if len(bad) < 3:
        return None
    for words, choice in COMPONENTS:
        if all(np.array_equal(b, choice(*p.size)) for p, b in bad):
            return words
    return None


#: Which components are wrong, of (N, K, d).
COMPONENTS = [
    ("only the first component is right: is a loop left too early", lambda N, K, d: ~first(K)),
    ("only the last component is wrong: does a loop stop one too early", lambda N, K, d: last(K)),
    ("only the first component is wrong: does a loop start one too late", lambda N, K, d: first(K)),
    (
        "only as many components are right as there are coordinates: is d taken for K",
        lambda N, K, d: np.arange(K) >= d,
    ),
]

#: What a size that is right alone says.
FROM_THE_SECOND = {
    "N": "look at what happens from the second point on",
    "K": "look at what happens from the second component on",
}


def which_sizes(problems, right):
    """For what N, K, d an answer is right: (words, whether they say much)."""
    if not any(right):
        return None, False
    for name, axis in (("d", 2), ("K", 1), ("N", 0)):
        for value in sorted({p.size[axis] for p in problems}):
            here = [p.size[axis] == value for p in problems]
            if list(right) == here:
                alone = value == 1 and name in FROM_THE_SECOND
                more = f": {FROM_THE_SECOND[name]}" if alone else ""
                return f"right for {name} = {value} only{more}", not alone
            if list(right) == [not h for h in here]:
                return f"wrong for {name} = {value} only", True
    if list(right) == [p.size[2] <= 2 for p in problems]:
        return "right for d = 1 and 2 only", True
    if list(right) == [1 in p.size[:2] for p in problems]:
        return (
            "right for a single point or a single component only: "
            "look at what happens from the second on"
        ), False
    return None, False
