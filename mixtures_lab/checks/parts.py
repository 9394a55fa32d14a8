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


def explain(case):
    """Which parts are right and what is wrong with the others; None if nothing can be said."""
    task, problems, readings = case.task.name, case.problems, case.readings
    use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
    problems = [problems[i] for i in use]
    readings = [readings[i] for i in use]
    if any(len(r.parts) != 3 for r in readings):
        return None
    got = [fitted(p, r) for p, r in zip(problems, readings, strict=True)]
    masks = [wrong_entries(p, r) for p, r in zip(problems, readings, strict=True)]
    ok = [all(m[k] is not None and not m[k].any() for m in masks) for k in range(3)]
    if all(ok):
        return "right but with a single point or a single component"
    kept = []
    if task == "em_step":
        words = _damped(problems, got)
        if words:
            return words
        kept = [k for k in range(3) if not ok[k] and _handed_back(problems, got, k)]
    R = [responsibilities(task, p.args) for p in problems]
    words = _other_R(task, problems, got, R, ok, kept)
    if not words and not kept:
        words = which_components(problems, masks)
    if words:
        return "; ".join(filter(None, [_unchanged(kept), words]))
    wrong = [k for k in range(3) if not ok[k] and k not in kept]
    about = {k: _about(k, problems, got, R, _m_rows(task, problems, R)) for k in wrong}
    said = _together(wrong, about)
    right = [k for k in range(3) if ok[k]]
    if not right and not kept:
        laws = _laws(problems, got)
        found = [w for w in said if ":" in w or w.endswith(RIGHT_FOR_MU)] if laws else said
        return "; ".join(filter(None, [laws, *found])) if laws or any(about.values()) else None
    words = "; ".join(filter(None, [_unchanged(kept), _are(right, "right"), *said]))
    if task == "em_step" and ok[2] and wrong:
        words += ". The weights are right, so the E-step is: look at the M-step"
    return words


def _are(which, what):
    """Some of the parts, and what they are: "mu and pi are right"."""
    if not which:
        return ""
    *names, last = [NAMES[k] for k in which]
    listed = f"{', '.join(names)} and {last}" if names else last
    return f"{listed} {'are' if names else 'is'} {what}"


def _unchanged(kept):
    return _are(kept, "handed back unchanged, as in the old mixture")


def _handed_back(problems, got, k):
    """Whether a part is that of the old mixture."""
    return all(close(g[k], p.args[1][k]) for g, p in zip(got, problems, strict=True))


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


#: What is said of a sigma that a wrong mu alone makes wrong.
RIGHT_FOR_MU = "follows from your mu, and is right for it"


def _together(wrong, about):
    """What is wrong with each part, those with the same said of them in one breath."""
    said = []
    for words in dict.fromkeys(about[k] for k in wrong):
        which = [k for k in wrong if about[k] == words]
        if words == RIGHT_FOR_MU:
            said.append(f"sigma {words}")
            continue
        if len(which) > 1:
            for one, many in ((": it is what", ": they are what"), (": it", ": each")):
                words = words.replace(one, many, 1)
        said.append(_are(which, f"wrong{words}"))
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
        return RIGHT_FOR_MU
    for base, what in ((right, ""), (follows, " of what follows from your mu")):
        if base is None:
            continue
        factor = ratio(mine, base, quantities)
        if factor:
            short = {"1/2": "halved, ", "2": "doubled, "}.get(factor, "")
            return f": it is {short}{factor} times the right one{what}"
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


def _other_R(task, problems, got, R, ok, kept):
    """Whether the parts follow from another R, with a right or a wrong M-step after it.

    Nothing follows for those that are `kept` from the old mixture.
    """
    if task == "m_step":
        from .mistakes.m_step import R_STEPS as STEPS
    else:
        from .mistakes.em_step import E_STEPS as STEPS
    best = None
    right = [k for k in range(3) if ok[k]]
    asked = [k for k in range(3) if not ok[k] and k not in kept]
    for step in STEPS:
        with np.errstate(all="ignore"):
            other = [step.function(*p.args) for p in problems]
        if not all(np.isfinite(r).all() and (np.abs(r.sum(axis=0)) > EPS**2).all() for r in other):
            continue
        if all(close(a, b) for a, b in zip(other, R, strict=True)):
            continue
        bases = [_right_parts(p.args[0], r) for p, r in zip(problems, other, strict=True)]
        matched = [
            k for k in asked if all(close(g[k], b[k]) for g, b in zip(got, bases, strict=True))
        ]
        said = []
        for k in asked:
            if k in matched:
                continue
            twin = [p._replace(right=tuple(b)) for p, b in zip(problems, bases, strict=True)]
            # The table of the M-step takes long: it is asked only where one part fits.
            rows = _m_rows("em_step", twin, other) if matched else ()
            about = _about(k, twin, got, other, rows)
            if about.startswith(": its shape") or about.startswith(": it holds"):
                about = ""
            said.append((NAMES[k], f": it {about}" if about == RIGHT_FOR_MU else about))
        # What a known mistake in the M-step gives may not hang on R at all.
        explained = len(matched) + sum(
            bool(about) and "you get with" not in about for _, about in said
        )
        # One part that happens to fit a wrong E-step proves nothing while another is right.
        if right and len(matched) < 2:
            continue
        start = f"the E-step gives what you get with: {step.name}"
        if task == "m_step":
            start = f"all follows from another R: you get this with {step.name}"
        if right:
            whose = " and ".join(NAMES[k] for k in asked)
            start = f"{_are(right, 'right')}; {whose} follow from another R: {step.name}"
        if explained == len(asked) and (matched or (not right and not kept)):
            for name, about in said:
                start += f"; {name}, computed from that{about}"
            return start
        if matched and best is None and not right:
            others = [k for k in asked if k not in matched]
            best = f"{start}; and in the M-step {_are(others, 'wrong')}"
    # Each of mu and pi pins R down: where one is right, so is the E-step.
    terms = None if task == "m_step" or ok[0] or ok[2] else _other_terms(problems, got, kept)
    return terms or best


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
    "ln σ with d + 1 for d": lambda s, N, K, d: (d + 1) * np.log(s),
    "ln σ with d − 1 for d": lambda s, N, K, d: (d - 1) * np.log(s),
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
    "σ halved": lambda D, s: 2 * D / s**2,
    "σ doubled": lambda D, s: D / (8 * s**2),
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


def _other_terms(problems, got, kept):
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
        if 2 not in kept and close(got[0][2], Nk / len(first)):
            which = 2
        elif 0 not in kept and close(got[0][0], first.T @ ready[0][0] / Nk[:, None]):
            which = 0
        else:
            continue
        bases = [_right_parts(x[0], R(i, chosen)) for i, x in enumerate(ready)]
        fits = [all(close(g[k], b[k]) for g, b in zip(got, bases, strict=True)) for k in range(3)]
        if fits[which]:
            words = "in the E-step stands " + " and ".join(filter(None, chosen))
            others = [k for k in range(3) if not fits[k] and k not in kept]
            return words + (
                f"; and in the M-step {_are(others, 'wrong as well')}" if others else ""
            )
    return None


def _right_parts(X, R):
    Nk = R.sum(axis=0)
    mu = R.T @ X / Nk[:, None]
    return mu, np.sqrt((R * distances(X, mu)).sum(axis=0) / (X.shape[1] * Nk)), Nk / len(X)
