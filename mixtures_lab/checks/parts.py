"""Pin a wrong M-step, or a wrong step of EM, down to its parts.

The parts are mu, sigma and pi. Each is compared with the right one, with what the
known mistakes give, and with what follows from the learner's own mu: a wrong mean
does not make the sigma that was computed from it wrong, too.
"""

import itertools

import numpy as np

from .compare import fitted, wrong_entries
from .mistakes import mistakes_of
from .mistakes.row import distances
from .places import which_components
from .problems import EPS
from .remarks import all_close, close, difference, number, ratio, transform

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
    words = _damped(problems, got) if task == "em_step" else None
    if words:
        return words
    if not all(ok):
        words = _other_R(task, problems, got, R, ok)
        if words:
            return words
    if all(ok):
        return "right but with a single point or a single component"
    words = which_components(problems, masks)
    if words:
        return words
    wrong = [k for k in range(3) if not ok[k]]
    about = {k: _about(k, problems, got, R, _m_rows(task, problems, R)) for k in wrong}
    said = _together(wrong, about)
    right = [name for name, fine in zip(NAMES, ok, strict=True) if fine]
    if not right:
        laws = _laws(problems, got)
        found = [w for w in said if ":" in w] if laws else said
        return "; ".join(filter(None, [laws, *found])) if laws or any(about.values()) else None
    words = f"{' and '.join(right)} {'is' if len(right) == 1 else 'are'} right; " + "; ".join(said)
    if task == "em_step" and ok[2]:
        words += ". The weights are right, so the E-step is: look at the M-step"
    return words


def _damped(problems, got):
    """Whether the answer lies on the line from the old mixture to the right new one."""
    shares = []
    for p, mine in zip(problems, got, strict=True):
        for old, new, part in zip(p.args[1], p.right, mine, strict=True):
            if part.shape != new.shape:
                return None
            whole, done = np.ravel(new - old), np.ravel(part - old)
            share = done @ whole / (whole @ whole)
            if not np.allclose(done, share * whole, rtol=1e-7, atol=1e-9 * np.abs(new).max()):
                return None
            shares.append(share)
    if np.ptp(shares) > 1e-7 or abs(shares[0] - 1) < 1e-7 or abs(shares[0]) < 1e-7:
        return None
    return f"your output is {number(shares[0])} of the way from the old mixture to the new one"


def _together(wrong, about):
    """What is wrong with each part, those with the same said of them in one breath."""
    said = []
    for words in dict.fromkeys(about[k] for k in wrong):
        names = [NAMES[k] for k in wrong if about[k] == words]
        if len(names) > 1:
            for one, many in ((": it is what", ": they are what"), (": it", ": each")):
                words = words.replace(one, many, 1)
        listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        said.append(f"{listed} {'is' if len(names) == 1 else 'are'} wrong{words}")
    return said


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
    if k == 1 and all(m.shape == r.shape for m, r in zip(mine, right, strict=True)):
        added = difference([m**2 for m in mine], [r**2 for r in right], {})
        if added:
            return f": {added} is added to its square"
    if k < 2:
        factor = ratio(
            [m**2 for m in mine],
            [_spread_form(p, r, k) for p, r in zip(problems, R, strict=True)],
            quantities,
        )
        if factor and k == 1:
            return f": its square is {factor} times Σ r x²"
    return ""


def _spread_form(problem, R, k):
    if k == 1:
        return R.T @ (problem.args[0] ** 2).sum(axis=1)
    return problem.right[k] ** 2


def _part_matches(mine, outputs, k):
    for part, made in zip(mine, outputs, strict=True):
        if made is None or len(made) != 3:
            return False
        theirs, empty = made[k], made[2] == 0
        if k < 2 and part.shape == theirs.shape and empty.shape == part.shape[:1]:
            # What an emptied component is given is a matter of taste.
            part, theirs = part[~empty], theirs[~empty]
        if not close(part, theirs):
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
        "max(N_j − 1, 1)": column([np.maximum(r.sum(axis=0) - 1, 1) for r in R]),
        "max(N_j, 1)": column([np.maximum(r.sum(axis=0), 1) for r in R]),
        "(d + N_j)": column([r.sum(axis=0) + p.size[2] for p, r in zip(problems, R, strict=True)]),
        "(d − 1)": [np.array(abs(p.size[2] - 1.0)) for p in problems],
        "(d + 1)": [np.array(p.size[2] + 1.0) for p in problems],
        "(N − 1)": [np.array(p.size[0] - 1.0) for p in problems],
        "(N + 1)": [np.array(p.size[0] + 1.0) for p in problems],
    }
    if k == 1:
        found["|N_j − d|"] = [
            np.abs(r.sum(axis=0) - p.size[2]) for p, r in zip(problems, R, strict=True)
        ]
    return found


def _sigma_at(problems, got, R):
    """em-3 at the learner's own means, where they have the right shape."""
    if any(
        g[0].shape != p.right[0].shape or close(g[0], p.right[0])
        for g, p in zip(got, problems, strict=True)
    ):
        return None
    return [
        np.sqrt((r * distances(p.args[0], g[0])).sum(axis=0) / (p.size[2] * r.sum(axis=0)))
        for p, g, r in zip(problems, got, R, strict=True)
    ]


def _other_R(task, problems, got, R, ok):
    """Whether the parts follow from another R, with a right or a wrong M-step after it."""
    if task == "m_step":
        from .mistakes.m_step import R_STEPS as STEPS

        start = "all follows from another R: you get this with"
    else:
        from .mistakes.em_step import E_STEPS as STEPS

        start = "the E-step gives what you get with:"
    best = None
    if task == "em_step":
        words = _other_terms(problems, got)
        if words:
            return words
    for step in STEPS:
        with np.errstate(all="ignore"):
            other = [step.function(*p.args) for p in problems]
        if not all(np.isfinite(r).all() and (np.abs(r.sum(axis=0)) > EPS**2).all() for r in other):
            continue
        if all(close(a, b) for a, b in zip(other, R, strict=True)):
            continue
        bases = [_right_parts(p.args[0], r) for p, r in zip(problems, other, strict=True)]
        matched = [
            all(close(g[k], b[k]) for g, b in zip(got, bases, strict=True)) and not ok[k]
            for k in range(3)
        ]
        said = []
        for k, name in enumerate(NAMES):
            if matched[k] or ok[k]:
                continue
            twin = [p._replace(right=tuple(b)) for p, b in zip(problems, bases, strict=True)]
            # The table of the M-step takes long: it is asked only where one part fits.
            rows = _m_rows("em_step", twin, other) if any(matched) else ()
            about = _about(k, twin, got, other, rows)
            if about.startswith(": its shape") or about.startswith(": it holds"):
                about = ""
            said.append((name, about))
        # What a known mistake in the M-step gives may not hang on R at all.
        explained = sum(matched) + sum(
            bool(about) and "you get with" not in about for _, about in said
        )
        # One part that happens to fit a wrong E-step proves nothing while another is right.
        if any(ok) and sum(matched) < 2:
            continue
        if (explained + sum(ok) == 3 and sum(matched) >= 1) or explained == 3:
            words = f"{start} {step.name}"
            for name, about in said:
                words += f"; {name}, computed from that{about}"
            return words
        if sum(matched) >= 1 and best is None and not any(ok):
            best = f"{start} {step.name}; and in the M-step " + " and ".join(
                f"{name} is wrong" for name, _ in said
            )
    return best


def _laws(problems, got):
    """What holds of a right M-step whatever R is, as long as the rows of R sum to 1.

    The weights sum to 1, Σ π_j μ_j is the mean of the data, and Σ π_j (d σ_j² + |μ_j|²) the
    mean of |x|².
    """
    if any(
        g[k].shape != p.right[k].shape for g, p in zip(got, problems, strict=True) for k in range(3)
    ):
        return None
    holds = [True] * 3
    for p, (mu, sigma, pi) in zip(problems, got, strict=True):
        X = p.args[0]
        holds[0] &= close(pi.sum(), 1.0)
        holds[1] &= close(pi @ mu, X.mean(axis=0))
        holds[2] &= close(
            pi @ (p.size[2] * sigma**2 + (mu**2).sum(axis=1)), (X**2).sum(axis=1).mean()
        )
    if all(holds):
        return (
            "mu, sigma and pi fit one another: the M-step is right, and it is R = e^Q that is wrong"
        )
    if holds[0] and holds[1]:
        return (
            "mu and pi fit one another, and come from a wrong R; sigma does not fit them: "
            "its formula is wrong as well"
        )
    return None


#: What may stand in the E-step in place of ln π, ln σ and D/(2σ²), by name.
LOG_PI = {
    "": np.log,
    "ln π left out": np.zeros_like,
    "ln π subtracted": lambda pi: -np.log(pi),
    "ln π twice": lambda pi: 2 * np.log(pi),
    "π in place of ln π": lambda pi: pi,
    "log10 π": np.log10,
    "log2 π": np.log2,
    "ln(1 + π)": np.log1p,
    "√π in place of ln π": np.sqrt,
}
LOG_SIGMA = {
    "": lambda s, N, K, d: d * np.log(s),
    "ln σ left out": lambda s, N, K, d: 0 * s,
    "ln σ with a plus sign": lambda s, N, K, d: -d * np.log(s),
    "2 ln σ": lambda s, N, K, d: 2 * d * np.log(s),
    "½ ln σ": lambda s, N, K, d: d * np.log(s) / 2,
    "ln σ without d": lambda s, N, K, d: np.log(s),
    "ln σ with 2 for d": lambda s, N, K, d: 2 * np.log(s),
    "ln σ with 3 for d": lambda s, N, K, d: 3 * np.log(s),
    "ln σ with N for d": lambda s, N, K, d: N * np.log(s),
    "ln σ with K for d": lambda s, N, K, d: K * np.log(s),
    "d² ln σ": lambda s, N, K, d: d * d * np.log(s),
    "ln σ over d": lambda s, N, K, d: np.log(s) / d,
    "d + ln σ": lambda s, N, K, d: np.log(s) + d,
    "log10 σ": lambda s, N, K, d: d * np.log10(s),
    "log2 σ": lambda s, N, K, d: d * np.log2(s),
    "ln(1 + σ)": lambda s, N, K, d: d * np.log1p(s),
    "√σ in place of ln σ": lambda s, N, K, d: d * np.sqrt(s),
    "σ in place of ln σ": lambda s, N, K, d: d * s,
}
DISTANCE = {
    "": lambda D, s: D / (2 * s**2),
    "the distance left out": lambda D, s: 0 * D,
    "the distance with a plus sign": lambda D, s: -D / (2 * s**2),
    "the half forgotten": lambda D, s: D / s**2,
    "the distance halved twice": lambda D, s: D / (4 * s**2),
    "the distance doubled twice": lambda D, s: 2 * D / s**2,
    "a third in place of the half": lambda D, s: D / (3 * s**2),
    "σ in place of σ²": lambda D, s: D / (2 * s),
    "σ in place of 2σ²": lambda D, s: D / s,
    "σ³ in place of σ²": lambda D, s: D / (2 * s**3),
    "σ⁴ in place of σ²": lambda D, s: D / (2 * s**4),
    "1/σ in place of σ²": lambda D, s: D * s / 2,
    "1/σ² in place of σ²": lambda D, s: D / 2 * s**2,
    "2 · σ in place of σ²": lambda D, s: D / (4 * s),
    "D/2 − σ² in place of D/(2σ²)": lambda D, s: D / 2 - s**2,
    "D − 2 in place of D/2": lambda D, s: (D - 2) / s**2,
    "no σ": lambda D, s: D / 2,
    "√D in place of D": lambda D, s: np.sqrt(D) / (2 * s**2),
    "D² in place of D": lambda D, s: D**2 / (2 * s**2),
}


def _other_terms(problems, got):
    """An E-step with other terms: those whose weights and means are the learner's."""
    ready = [(p.args[0], p.args[1], distances(p.args[0], p.args[1].mu), p.size) for p in problems]

    def R(i, chosen):
        _, mixture, D, size = ready[i]
        a, b, c = chosen
        A = (
            LOG_PI[a](mixture.pi)
            - LOG_SIGMA[b](mixture.sigma, *size)
            - DISTANCE[c](D, mixture.sigma)
        )
        A = np.exp(A - A.max(axis=1, keepdims=True))
        return A / A.sum(axis=1, keepdims=True)

    for chosen in itertools.product(LOG_PI, LOG_SIGMA, DISTANCE):
        if not any(chosen):
            continue
        first = R(0, chosen)  # the first problem decides most cases
        Nk = first.sum(axis=0)
        if close(got[0][2], Nk / len(first)):
            which = 2
        elif close(got[0][0], first.T @ ready[0][0] / Nk[:, None]):
            which = 0
        else:
            continue
        bases = [_right_parts(x[0], R(i, chosen)) for i, x in enumerate(ready)]
        fits = [all(close(g[k], b[k]) for g, b in zip(got, bases, strict=True)) for k in range(3)]
        if fits[which]:
            words = "in the E-step stands " + " and ".join(filter(None, chosen))
            others = [name for name, fine in zip(NAMES, fits, strict=True) if not fine]
            return words + (
                f"; and in the M-step {' and '.join(others)} {'is' if len(others) == 1 else 'are'} "
                "wrong as well"
                if others
                else ""
            )
    return None


def _right_parts(X, R):
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    return mu, np.sqrt((R * distances(X, mu)).sum(axis=0) / (X.shape[1] * Nk)), Nk / len(X)
