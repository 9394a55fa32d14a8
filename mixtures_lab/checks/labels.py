"""Pin wrong labels down: which other matrix has its least entries there."""

import itertools

import numpy as np

from .numbers import number
from .parameters import FACTORS, times
from .slips.distances import DIFFERENCES, SQUARES, SUM_OF_SQUARES
from .slips.row import distances, plain


def explain(problems, got):
    """What is nearest in place of the nearest mean, or None."""
    for g, p in zip(got, problems, strict=True):
        if g.shape != p.right[0].shape:
            return f"the shape is {g.shape} instead of {p.right[0].shape}, one label per point"
    # With a single point or a single mean there is little to tell apart.
    use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
    problems, got = [problems[i] for i in use], [got[i] for i in use]
    return (
        _all_alike(problems, got)
        or _without_a_mean(problems, got)
        or _nearest_in_another_sense(problems, got)
        or _in_another_order(problems, got)
        or _out_of_range(problems, got)
    )


def _all_alike(problems, got):
    if not all((g == g.flat[0]).all() for g in got):
        return None
    for words, value in (("0", lambda K: 0), ("K − 1", lambda K: K - 1)):
        if all((g == value(p.size[1])).all() for g, p in zip(got, problems, strict=True)):
            return (
                f"every point gets the label {words}: the comparison of the means has no effect, "
                "or an argmin or a norm runs over all the points"
            )
    return "every point gets the same label: an argmin or a norm runs over all the points"


def _without_a_mean(problems, got):
    """Labels of the nearest among all the means but one."""
    for words, kept, shift in (
        ("the last mean is never chosen, as if a loop stopped one too early", np.s_[:-1], 0),
        ("the first mean is never chosen, as if a loop started one too late", np.s_[1:], 1),
        ("the first mean is left out, and the others are counted from 0", np.s_[1:], 0),
    ):
        nearest = [distances(p.args[0], p.args[1][kept]).argmin(axis=1) + shift for p in problems]
        if all(np.array_equal(g, n) for g, n in zip(got, nearest, strict=True)):
            return f"{words}; among the others it is the nearest one"
    return None


def _nearest_in_another_sense(problems, got):
    for words, matrices in _others(problems):
        for end, pick in (("smallest", np.argmin), ("largest", np.argmax)):
            chosen = [pick(matrices[0], axis=1)]
            for shift in (0, 1, -1):
                if not np.array_equal(got[0], chosen[0] + shift):  # this decides most cases
                    continue
                chosen = chosen[:1] + [pick(A, axis=1) for A in matrices[1:]]
                if all(np.array_equal(g, c + shift) for g, c in zip(got, chosen, strict=True)):
                    counting = f", counted from {shift}" if shift else ""
                    return f"the labels are those of the {end} {words}{counting}"
    return None


def _in_another_order(problems, got):
    """The right labels at other points, or the right groups under other numbers."""
    pairs = [(g, p.right[0]) for g, p in zip(got, problems, strict=True)]
    if all(np.array_equal(g, r[::-1]) for g, r in pairs):
        return "the labels are right, but the points come in the opposite order"
    if all(np.array_equal(np.sort(g), np.sort(r)) for g, r in pairs):
        return "as many points have each label as should, but not the right points: is it sorted"
    if all(_renumbered(g, r) for g, r in pairs):
        return "the points are grouped rightly, but the groups have other numbers than the means"
    if all(g[0] == r[0] and not g[1:].any() for g, r in pairs):
        return "only the first point has its label, 0 elsewhere: does a loop return too early"
    if all(g[-1] == r[-1] and not g[:-1].any() for g, r in pairs):
        return "only the last point has its label, 0 elsewhere"
    if all(np.array_equal(g[:-1], r[:-1]) for g, r in pairs):
        return "only the last point has a wrong label: does a loop stop one too early"
    return None


def _renumbered(one, other):
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


def _out_of_range(problems, got):
    if any((g < 0).any() or (g >= p.size[1]).any() for g, p in zip(got, problems, strict=True)):
        return "some labels are not between 0 and K − 1"
    return None


def _others(problems):
    """Other matrices that the labels may come from, the likely ones first."""
    found = [_matrices(*p.args) for p in problems]
    for words in found[0]:
        yield words, [f[words] for f in found]
    for words, make in plain(DIFFERENCES).items():
        E = [make(*p.args) for p in problems]
        for how, reduce in plain(SUM_OF_SQUARES).items():
            said = " and ".join(filter(None, (words, how)))
            yield f"numbers you get with: {said}", [reduce(e) for e in E]


def _matrices(X, mu):
    found = {"entries of D": distances(X, mu), **_of_D(distances(X, mu), mu), **_of_terms(X, mu)}
    for c in FACTORS:
        found[f"entries of D, with X {times(c)}"] = distances(c * X, mu)
        found[f"entries of D, with μ {times(c)}"] = distances(X, c * mu)
    return found


def _of_D(D, mu):
    lengths = np.sqrt((mu**2).sum(axis=1))
    return {
        "entries of D, each column divided by its mean": D / D.mean(axis=0),
        "entries of D, each column divided by its sum of squares": D / (D**2).sum(axis=0),
        "entries of D, each column divided by |μ|": D / lengths,
        "entries of D, each column divided by |μ|²": D / lengths**2,
        "entries of D, rounded": np.round(D),
        "entries of D, cut to whole numbers": np.trunc(D),
        "entries of √D, cut to whole numbers": np.trunc(np.sqrt(D)),
        "running sums of D along the means": D.cumsum(axis=1),
        "running sums of D along the points": D.cumsum(axis=0),
        "sums of D and μ": D + mu.sum(axis=1),
    }


def _of_terms(X, mu):
    """X μᵀ and μ² with other factors, or with something else in place of μ²."""
    cross, m2 = X @ mu.T, (mu**2).sum(axis=1)
    middle = mu.mean(axis=0)
    centred = (X - middle) @ (mu - middle).T, ((mu - middle) ** 2).sum(axis=1)
    x, m = np.sqrt((X**2).sum(axis=1))[:, None], np.sqrt(m2)
    found = {
        "cosines of the angle between x and μ: lengths count as well": cross / m / x,
        "angles between x and μ, both centred": centred[0] / np.sqrt(centred[1]),
        "entries of |X μᵀ|": abs(cross),
    }
    for b, c in itertools.product((-4, -3, -2, -1, -0.5, 0, 1, 2, 3), (-1, 0, 0.5, 1, 2)):
        if (b, c) != (-2, 1) and (b or c):
            found[f"entries of {number(b)} · X μᵀ + {number(c)} · μ²"] = b * cross + c * m2
    for words, square in plain(SQUARES).items():
        found[f"entries of −2 X μᵀ + μ², with {words.format('mu')}"] = square(mu) - 2 * cross
    for b in (-4, -3, -1, -0.5, 1, 2):
        found[f"entries of {number(b)} · X μᵀ + μ², both centred"] = b * centred[0] + centred[1]
    return found
