"""Whether an answer is right, but for another value of one of the arguments."""

import numpy as np

from .mistakes.row import densities, distances, lse
from .remarks import all_close, close, number

#: The right functions, by their formulas: a changed argument may leave the package's range.
RIGHT = {
    "squared_distances": (distances, ("X", "μ")),
    "log_gaussians": (densities, ("D", "σ", "d")),
    "log_sum_exp": (lambda A: lse(A, -1), ("A",)),
    "negative_log_likelihood": (lambda P, pi: -lse(P + np.log(pi)).sum(), ("P", "π")),
    "log_posterior": (
        lambda P, pi: P + np.log(pi) - lse(P + np.log(pi), keepdims=True),
        ("P", "π"),
    ),
}

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


def explain(task, problems, got):
    """Which argument was changed, in words; all the rest is right then."""
    if task not in RIGHT or got[0].shape != problems[0].right[0].shape:
        return None
    function, symbols = RIGHT[task]
    for k, symbol in enumerate(symbols):
        changes = CHANGES
        if symbol == "d":
            changes = [*COUNTED, *CHANGES]
        elif task == "negative_log_likelihood" and symbol == "π":
            # L with c · π is L − N ln c, so any factor shows.
            c = np.exp((problems[0].right[0] - got[0]) / problems[0].size[0])
            changes = [*CHANGES, (f"π {times(c)}", lambda pi, c=c: c * pi)]
        for words, change in changes:

            def made(p, k=k, change=change):
                return function(*p.args[:k], change(p.args[k]), *p.args[k + 1 :])

            with np.errstate(all="ignore"):
                # The first problem decides most cases.
                if close(got[0], made(problems[0])) and all_close(got, map(made, problems)):
                    words = words.format(symbol)
                    if task == "log_gaussians" and words in UNDER_D:
                        words += f", or σ {UNDER_D[words]} under it"
                    return f"{words}; all the rest is right"
    return None
