"""Pin a wrong M-step, or a wrong step of EM, down to its parts.

The parts are mu, sigma and pi. Each is compared with the right one, with what the
known mistakes give, and with what follows from the learner's own mu: a wrong mean
does not make the sigma that was computed from it wrong, too.
"""

import numpy as np

from .compare import fitted, wrong_entries
from .mistakes import mistakes_of
from .mistakes.row import distances
from .problems import EPS
from .remarks import all_close, close, difference, ratio, transform

NAMES = ("mu", "sigma", "pi")


def responsibilities(task, args):
    """The right R of a problem."""
    if task == "m_step":
        return np.exp(args[1])
    from .mistakes.em_step import posterior

    return np.exp(posterior(*args))


def explain(task, problems, readings):
    """Which parts are right and what is wrong with the others; None if nothing can be said."""
    use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
    problems = [problems[i] for i in use]
    readings = [readings[i] for i in use]
    if any(len(r.parts) != 3 for r in readings):
        return None
    got = [fitted(p, r) for p, r in zip(problems, readings, strict=True)]
    masks = [wrong_entries(p, r) for p, r in zip(problems, readings, strict=True)]
    ok = [all(m[k] is not None and not m[k].any() for m in masks) for k in range(3)]
    R = [responsibilities(task, p.args) for p in problems]
    if task == "em_step" and not all(ok):
        words = _other_e_step(problems, got, R, ok)
        if words:
            return words
    said = []
    for k, name in enumerate(NAMES):
        if not ok[k]:
            said.append(f"{name} is wrong{_about(k, problems, got, R, _m_rows(task, problems, R))}")
    right = [name for name, fine in zip(NAMES, ok, strict=True) if fine]
    if not right:
        return "; ".join(said) if any(":" in words for words in said) else None
    words = f"{' and '.join(right)} {'is' if len(right) == 1 else 'are'} right; " + "; ".join(said)
    if task == "em_step" and ok[2]:
        words += ". The weights are right, so the E-step is: look at the M-step"
    return words


def _m_rows(task, problems, R):
    """What each mistake in the M-step makes of these problems, lazily."""
    for row in mistakes_of("m_step"):
        def outputs(row=row):
            for p, r in zip(problems, R, strict=True):
                yield _outputs_of(row, p.args[0], r)

        yield row, outputs


def _outputs_of(row, X, R):
    with np.errstate(all="ignore"):
        try:
            return [np.asarray(part, dtype=float) for part in row.function(X, np.log(R))]
        except (ValueError, IndexError, TypeError):
            return None


def _about(k, problems, got, R, rows):
    """What can be said about one part: ": …", or nothing."""
    mine = [g[k] for g in got]
    right = [p.right[k] for p in problems]
    shapes = [(g.shape, r.shape) for g, r in zip(mine, right, strict=True)]
    quantities = _quantities(problems, R, k)
    follows = _sigma_at(problems, got, R) if k == 1 else None
    if follows and all_close(mine, follows):
        return ": it is what follows from your mu, and right for it"
    for base, what in ((right, ""), (follows, " of what follows from your mu")):
        if base is None:
            continue
        factor = ratio(mine, base, quantities)
        if factor:
            return f": it is {factor} times the right one{what}"
        done = transform(mine, base)
        if done:
            return f": your output holds {done}, of the right one{what}"
        added = difference(mine, base, quantities)
        if added:
            return f": {added} is added to the right one{what}"
    for row, outputs in rows:
        if _part_matches(mine, outputs(), k):
            return f": it is what you get with: {row.name}"
    if any(a != b for a, b in shapes):
        a, b = next((a, b) for a, b in shapes if a != b)
        return f": its shape is {a} instead of {b}"
    if not all(np.isfinite(m).all() for m in mine):
        return ": it holds NaN or inf"
    if k < 2:
        factor = ratio([m**2 for m in mine], [_spread_form(p, r, k) for p, r in zip(problems, R, strict=True)], quantities)
        if factor and k == 1:
            return f": its square is {factor} times Σ r x²"
    return ""


def _spread_form(problem, R, k):
    if k == 1:
        return R.T @ (problem.args[0] ** 2).sum(axis=1)
    return problem.right[k] ** 2


def _part_matches(mine, outputs, k):
    for part, made in zip(mine, outputs, strict=True):
        if made is None or not close(part, made[k]):
            return False
    return True


def _quantities(problems, R, k):
    """What a part may be off by a power of."""
    def column(values):
        return [v[:, None] if k == 0 else v for v in values]

    found = {
        "N": [np.array(float(p.size[0])) for p in problems],
        "d": [np.array(float(p.size[2])) for p in problems],
        "K": [np.array(float(p.size[1])) for p in problems],
        "N_j": column([r.sum(axis=0) for r in R]),
        "σ_j": column([p.right[1] for p in problems]),
        "(N_j − 1)": column([np.abs(r.sum(axis=0) - 1) for r in R]),
        "(N_j + 1)": column([r.sum(axis=0) + 1 for r in R]),
        "(d + N_j)": column([r.sum(axis=0) + p.size[2] for p, r in zip(problems, R, strict=True)]),
        "(d − 1)": [np.array(abs(p.size[2] - 1.0)) for p in problems],
        "(d + 1)": [np.array(p.size[2] + 1.0) for p in problems],
        "(N − 1)": [np.array(p.size[0] - 1.0) for p in problems],
        "(N + 1)": [np.array(p.size[0] + 1.0) for p in problems],
    }
    if k == 1:
        found["|N_j − d|"] = [np.abs(r.sum(axis=0) - p.size[2]) for p, r in zip(problems, R, strict=True)]
    return found


def _sigma_at(problems, got, R):
    """em-3 at the learner's own means, where they have the right shape."""
    if any(g[0].shape != p.right[0].shape or close(g[0], p.right[0]) for g, p in zip(got, problems, strict=True)):
        return None
    return [
        np.sqrt((r * distances(p.args[0], g[0])).sum(axis=0) / (p.size[2] * r.sum(axis=0)))
        for p, g, r in zip(problems, got, R, strict=True)
    ]


def _other_e_step(problems, got, R, ok):
    """Whether the parts follow from a wrong E-step, with a right or a wrong M-step after it."""
    from .mistakes.em_step import E_STEPS

    best = None
    for step in E_STEPS:
        with np.errstate(all="ignore"):
            other = [step.function(*p.args) for p in problems]
        if not all(np.isfinite(r).all() and (r.sum(axis=0) > EPS**2).all() for r in other):
            continue
        if all(close(a, b) for a, b in zip(other, R, strict=True)):
            continue
        bases = [_right_parts(p.args[0], r) for p, r in zip(problems, other, strict=True)]
        matched = [
            all(close(g[k], b[k]) for g, b in zip(got, bases, strict=True)) and not ok[k] for k in range(3)
        ]
        said = []
        for k, name in enumerate(NAMES):
            if matched[k] or ok[k]:
                continue
            twin = [p._replace(right=tuple(b)) for p, b in zip(problems, bases, strict=True)]
            about = _about(k, twin, got, other, _m_rows("em_step", twin, other))
            if about.startswith(": its shape") or about.startswith(": it holds"):
                about = ""
            said.append((name, about))
        explained = sum(matched) + sum(bool(about) for _, about in said)
        # One part that happens to fit a wrong E-step proves nothing while another is right.
        if any(ok) and sum(matched) < 2:
            continue
        if explained + sum(ok) == 3 and sum(matched) >= 1 or explained == 3:
            words = f"the E-step gives what you get with: {step.name}"
            for name, about in said:
                words += f"; {name}, computed from that{about}"
            return words
        if sum(matched) >= 1 and best is None and not any(ok):
            best = f"the E-step gives what you get with: {step.name}; and in the M-step " + " and ".join(
                f"{name} is wrong" for name, _ in said
            )
    return best


def _right_parts(X, R):
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    return mu, np.sqrt((R * distances(X, mu)).sum(axis=0) / (X.shape[1] * Nk)), Nk / len(X)
