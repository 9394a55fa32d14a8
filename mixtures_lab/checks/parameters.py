"""Whether an answer is right, but for another value of one of the arguments."""

import numpy as np

from .numbers import all_close, close, number

#: Factors that a slip brings in: a forgotten or doubled 2, a unit, a root.
FACTORS = [c for n in (2, 3, 4, 9, 10, 100, np.sqrt(2)) for c in (1 / n, n)]


def times(c):
    """A factor in words: halved, doubled, multiplied by …"""
    words = number(c)
    return {"1/2": "halved", "2": "doubled"}.get(words, f"multiplied by {words}")


CHANGES = [
    *((f"{{}} {times(c)}", lambda a, c=c: c * a) for c in FACTORS),
    ("{} squared", np.square),
    ("the square root in place of {}", np.sqrt),
    ("1/{0} in place of {0}", lambda a: 1 / a),
    ("minus {0} in place of {0}", np.negative),
]

#: What a factor of D is for σ, which stands squared under it.
UNDER_D = {f"D {times(n**k)}": times(n ** (-k / 2)) for n in (4, 9, 100) for k in (1, -1)}

#: d is a number that is counted.
COUNTED = [
    ("{0} + 1 in place of {0}", lambda d: d + 1),
    ("{0} − 1 in place of {0}", lambda d: d - 1),
]


def explain(case):
    """Which argument was changed, in words; all the rest is right then."""
    function, symbols = case.known.formula
    got, problems = case.got, case.problems
    if got[0].shape != problems[0].right[0].shape:
        return None
    for k, symbol in enumerate(symbols):
        for words, change in _changes(symbol, problems[0], got[0]):

            def made(p, k=k, change=change):
                return function(*p.args[:k], change(p.args[k]), *p.args[k + 1 :])

            with np.errstate(all="ignore"):
                # The first problem decides most cases.
                if close(got[0], made(problems[0])) and all_close(got, map(made, problems)):
                    words = words.format(symbol)
                    if words in UNDER_D:
                        words += f", or σ {UNDER_D[words]} under it"
                    return f"{words}; all the rest is right"
    return None


def _changes(symbol, problem, got):
    yield from COUNTED if symbol == "d" else ()
    yield from CHANGES
    if symbol == "π" and not got.shape:
        # L with c · π is L − N ln c, so any factor shows.
        c = np.exp((problem.right[0] - got) / problem.size[0])
        yield f"π {times(c)}", lambda pi: c * pi


def another_sigma(case):
    """Whether each column of P is that of a Gaussian with another σ, and with which."""
    owns, rights = [], []
    for (D, s, d), P in case.large:
        own = _sigma_of(P, D, d)
        if own is None:
            return None
        owns.append(own)
        rights.append(s)
    if not owns:
        return None
    own, right = np.concatenate(owns), np.concatenate(rights)
    apart = np.abs(own - right) > 1e-6 * right
    if not apart.any():
        return None
    for words, made in (("multiplied by {}", own / right), ("with {} added", own - right)):
        if np.ptp(made) < 1e-6 * np.abs(made).max():
            return f"σ {words.format(number(np.median(made)))}; all the rest is right"
    return (
        "the formula is right, but it is computed with another σ than the one given: "
        f"{own[apart][0]:.4g} where σ is {right[apart][0]:.4g}"
    )


def affine(P, D):
    """Slope and intercept of each column of P as a line in D, or None."""
    line = [np.polyfit(D[:, j], P[:, j], 1) for j in range(D.shape[1])]
    fit = np.column_stack([np.polyval(c, D[:, j]) for j, c in enumerate(line)])
    if np.abs(fit - P).max() > 1e-8 * (1 + np.abs(P).max()):
        return None
    return np.array(line)


def _sigma_of(P, D, d):
    """The σ whose Gaussian has these columns, or None."""
    line = affine(P, D)
    if line is None or (line[:, 0] >= 0).any():
        return None
    slope, intercept = line.T
    own = np.sqrt(-1 / (2 * slope))
    fits = np.allclose(intercept, -d * np.log(own * np.sqrt(2 * np.pi)), rtol=1e-6, atol=1e-6)
    return own if fits else None
