"""Pin wrong labels down: which other matrix has its least entries there."""

import numpy as np

from .mistakes.row import distances
from .remarks import number
from .terms import powers


def explain(problems, got):
    """What is nearest in place of the nearest mean, or None."""
    if any(g.shape != p.right[0].shape for g, p in zip(got, problems, strict=True)):
        g, p = next(
            (g, p) for g, p in zip(got, problems, strict=True) if g.shape != p.right[0].shape
        )
        return f"the shape is {g.shape} instead of {p.right[0].shape}, one label per point"
    for shift in (0, 1, -1):
        for words, matrices in _others(problems):
            for end, pick in (("smallest", np.argmin), ("largest", np.argmax)):
                chosen = [pick(A, axis=1) + shift for A in matrices]
                if all(np.array_equal(g, c) for g, c in zip(got, chosen, strict=True)):
                    counting = f", counted from {shift}" if shift else ""
                    return f"the labels are those of the {end} {words}{counting}"
    K = [p.size[1] for p in problems]
    if all((g == g.flat[0]).all() for g in got):
        return "every point gets the same label"
    if any((g >= k).any() or (g < 0).any() for g, k in zip(got, K, strict=True)):
        return "some labels are not between 0 and K − 1"
    return None


def _others(problems):
    made = {}
    for p in problems:
        X, mu = p.args
        E = X[:, None] - mu
        cross, m2 = X @ mu.T, (mu**2).sum(axis=1)
        found = {"entries of D": distances(X, mu)}
        for b in (-4, -3, -2, -1, -0.5, 0, 1, 2, 3):
            for c in (-1, 0, 0.5, 1, 2):
                if (b, c) != (-2, 1) and (b or c):
                    found[f"entries of {number(b)} · X μᵀ + {number(c)} · μ²"] = b * cross + c * m2
        for words, other in (
            ("a mean", m2 / X.shape[1]),
            ("a maximum", (mu**2).max(axis=1)),
            ("a product", (mu**2).prod(axis=1)),
            ("no square", mu.sum(axis=1)),
        ):
            found[f"entries of −2 X μᵀ + μ², with {words} in μ²"] = other - 2 * cross
        c = mu.mean(axis=0)
        for b in (-4, -3, -1, -0.5, 1, 2):
            found[f"entries of {number(b)} · X μᵀ + μ², both centred"] = b * (X - c) @ (
                mu - c
            ).T + ((mu - c) ** 2).sum(axis=1)
        found |= {f"differences x − μ, {how}": value for how, value in powers(E).items()}
        found |= {f"sums x + μ, {how}": value for how, value in powers(X[:, None] + mu).items()}
        for how, value in found.items():
            made.setdefault(how, []).append(value)
    return made.items()
