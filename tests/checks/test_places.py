"""Where an answer is right, and where it stays the same."""

import numpy as np
import pytest
from diagnosed import case_of

from mixtures_lab.checks import places
from mixtures_lab.checks.problems import problems_of

PROBLEMS = [p for p in problems_of("squared_distances") if p.kind == "ordinary"]
RIGHT = [p.right[0] for p in PROBLEMS]


def where(change):
    """What is said of answers that `change` alters in place."""
    got = [r.copy() for r in RIGHT]
    for g in got:
        change(g)
    masks = [g != r for g, r in zip(got, RIGHT, strict=True)]
    return places.where_right(PROBLEMS, masks, got)


def put(at, value):
    def change(g):
        g[at] = value(g[at]) if callable(value) else value

    return change


@pytest.mark.parametrize(
    "change, words",
    [
        (put(np.s_[1:], 0), "only the first row is right, 0 elsewhere: is a loop left too early"),
        (put(np.s_[:-1], np.nan), "only the last row is right, NaN elsewhere"),
        (put(np.s_[-1], 0), "only the last row is wrong"),
        (put(np.s_[0], lambda a: a + 1), "only the first row is wrong: does a loop start one"),
        (put(np.s_[:, -1], lambda a: a + 1), "only the last column is wrong: does a loop stop"),
        (put(np.s_[:, 1:], lambda a: a + 1), "only the first column is right: is something"),
    ],
)
def test_the_places_that_are_right_or_wrong_are_named(change, words):
    assert where(change).startswith(words)


def test_where_all_or_some_in_the_middle_is_wrong_no_place_is_named():
    assert where(put(np.s_[:], 0)) is None
    assert where(put(np.s_[1:2], 0)) is None


def test_one_number_everywhere_is_said_with_the_number():
    assert places.everywhere([np.full(3, 2.5)] * 2).startswith("your output is the number 2.5")
    assert places.everywhere([np.full(3, 2.5), np.full(2, 1.0)]) is None


@pytest.mark.parametrize(
    "made, words",
    [
        (lambda r: np.full(r.shape, r.sum()), "within each problem all the entries are the same"),
        (lambda r: r.sum(axis=0) + 0 * r, "all the rows are the same, whatever the point"),
        (lambda r: r.sum(axis=1, keepdims=True) + 0 * r, "all the columns are the same, whatever"),
    ],
)
def test_along_which_axis_numbers_do_not_change_is_said(made, words):
    said = places.sameness(PROBLEMS, [made(r) for r in RIGHT], RIGHT, "point", "component")
    assert said.startswith(words)


def test_numbers_that_change_along_both_axes_are_nothing_to_speak_of():
    assert places.sameness(PROBLEMS, RIGHT, RIGHT, "point", "component") is None


@pytest.mark.parametrize(
    "right, words, telling",
    [
        (lambda N, K, d: d == 2, "right for d = 2 only", True),
        (lambda N, K, d: d <= 2, "right for d = 1 and 2 only", True),
        (lambda N, K, d: d != 100, "wrong for d = 100 only", True),
        (
            lambda N, K, d: K == 1,
            "right for K = 1 only: look at what happens from the second",
            False,
        ),
        (
            lambda N, K, d: N == 1,
            "right for N = 1 only: look at what happens from the second",
            False,
        ),
        (lambda N, K, d: 1 in (N, K), "right for a single point or a single component only", False),
        (lambda N, K, d: N in (8, 9), None, False),
        (lambda N, K, d: False, None, False),
    ],
)
def test_the_sizes_for_which_an_answer_is_right_are_named(right, words, telling):
    said, much = places.which_sizes(PROBLEMS, [right(*p.size) for p in PROBLEMS])
    assert (said is None) if words is None else said.startswith(words)
    assert much is telling


@pytest.mark.parametrize(
    "bad, words",
    [
        (lambda j, K, d: j > 0, "only the first component is right"),
        (lambda j, K, d: j == K - 1, "only the last component is wrong"),
        (lambda j, K, d: j == 0, "only the first component is wrong"),
        (lambda j, K, d: j >= d, "only as many components are right as there are coordinates"),
        (lambda j, K, d: j == 1, None),
    ],
)
def test_the_components_that_are_wrong_are_named(bad, words):
    problems = [p for p in problems_of("m_step") if p.kind == "ordinary" and min(p.size[:2]) > 1]
    masks = []
    for p in problems:
        _, K, d = p.size
        wrong = bad(np.arange(K), K, d)
        masks.append((np.repeat(wrong[:, None], d, axis=1), wrong & False, wrong))
    said = places.which_components(problems, masks)
    assert (said is None) if words is None else said.startswith(words)


def update(average):
    """An update of K-means with something else in place of the mean of a cluster's points."""

    def function(X, labels, K):
        own = [X[labels == j] for j in range(K)]
        return np.array([average(o) if len(o) else 0 * X[0] for o in own])

    return function


@pytest.mark.parametrize(
    "average, words",
    [
        (lambda o: o[len(o) // 2], "each row is one of the points of its cluster"),
        (lambda o: o.max(axis=0), "each number is that of one of the points of its cluster"),
        (lambda o: o.sum(axis=0) * 1.5, "some rows lie outside the range"),
        (lambda o: o[:2].mean(axis=0), "clusters of one or two points are right"),
        (lambda o: o.mean(axis=0) * (1 + 1e-3 * (len(o) > 1)), "clusters of a single point"),
    ],
)
def test_what_wrong_clusters_are_made_of_is_said(average, words):
    said = places.which_clusters(case_of("kmeans_update", update(average)))
    assert said.startswith(words)
