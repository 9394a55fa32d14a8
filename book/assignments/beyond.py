"""What problem set 5 is graded with: right answers, and mistakes by name.

It stands beside the set's source and is never handed out. The answers are
plain loops over the formulas, so that they share nothing with a solution
but the mathematics.
"""

import math
from functools import cache

import numpy as np

from mixtures_lab.checks import problems
from mixtures_lab.checks.laws import LEAST_RATE
from mixtures_lab.checks.mistakes import Mistake
from mixtures_lab.checks.problems import (
    AS_GOOD_AS_EMPTY,
    EPS,
    FAR,
    SMALL,
    Problem,
    guards,
    problems_of,
    world,
)
from mixtures_lab.checks.tasks import Task


def generator(draw, *numbers):
    return np.random.default_rng([55, *numbers, draw])


def problem(
    words,
    kind,
    lesson,
    args,
    size,
    right,
    scale,
    rounding,
    free=None,
    guarded=(),
):
    """A problem; a scale or rounding may be one number for a part."""
    right = tuple(np.asarray(part, dtype=float) for part in right)
    scale, rounding = (
        tuple(
            np.broadcast_to(v, part.shape)
            for v, part in zip(values, right, strict=True)
        )
        for values in (scale, rounding)
    )
    return Problem(
        words,
        kind,
        lesson,
        args,
        size,
        right,
        scale,
        rounding,
        free or (None,) * len(right),
        guarded=guarded,
    )


# the answers, by plain loops


def counts(R):
    return [math.fsum(column) for column in R.T]


def means(X, R):
    """The weighted means; those of emptied components are 0 here."""
    mu = np.zeros((R.shape[1], X.shape[1]))
    for j, Nj in enumerate(counts(R)):
        for c in range(X.shape[1]):
            if Nj > 0:
                mu[j, c] = (
                    math.fsum(R[i, j] * X[i, c] for i in range(len(X))) / Nj
                )
    return mu


def squares(X, R, mu):
    """Σ_i r_ij (x_ic − μ_jc)², of every component and coordinate."""
    S = np.zeros(mu.shape)
    for j in range(len(mu)):
        for c in range(X.shape[1]):
            S[j, c] = math.fsum(
                R[i, j] * (X[i, c] - mu[j, c]) ** 2 for i in range(len(X))
            )
    return S


def weights(R):
    return np.array(counts(R)) / len(R)


def shared_answer(X, Q):
    R = np.exp(Q)
    mu = means(X, R)
    variance = math.fsum(squares(X, R, mu).ravel()) / X.size
    return mu, np.full(len(mu), math.sqrt(variance)), weights(R)


def diagonal_answer(X, Q):
    R = np.exp(Q)
    mu = means(X, R)
    S, s = squares(X, R, mu), np.zeros(mu.shape)
    for j, Nj in enumerate(counts(R)):
        for c in range(X.shape[1]):
            s[j, c] = math.sqrt(S[j, c] / Nj) if Nj > 0 else 0.0
    return mu, s, weights(R)


def map_answer(X, Q, alpha, beta):
    R = np.exp(Q)
    mu = means(X, R)
    S, d = squares(X, R, mu), X.shape[1]
    sigma = [
        math.sqrt((beta + math.fsum(S[j]) / 2) / (alpha + 1 + d * Nj / 2))
        for j, Nj in enumerate(counts(R))
    ]
    return mu, np.array(sigma), weights(R)


def poisson_answer(x, Q):
    R, rate = np.exp(Q), []
    for j, Nj in enumerate(counts(R)):
        total = math.fsum(R[i, j] * x[i] for i in range(len(x)))
        rate.append(total / Nj if Nj > 0 else 0.0)
    return np.array(rate), weights(R)


def diagonal_density(X, mu, s):
    P = np.zeros((len(X), len(mu)))
    for i, x in enumerate(X):
        for j, (m, widths) in enumerate(zip(mu, s, strict=True)):
            P[i, j] = math.fsum(
                -math.log(2 * math.pi) / 2
                - math.log(w)
                - ((a - b) / w) ** 2 / 2
                for a, b, w in zip(x, m, widths, strict=True)
            )
    return P


def poisson_density(x, rate):
    P = np.zeros((len(x), len(rate)))
    for i, count in enumerate(x):
        factorial = math.fsum(math.log(n) for n in range(2, count + 1))
        for j, lam in enumerate(rate):
            # With the rate 0 all counts are 0: 0 · ln 0 counts as 0.
            power = count * math.log(lam) if lam > 0 else -math.inf
            P[i, j] = (power if count > 0 else 0.0) - lam - factorial
    return P


# the problems


def m_problem(
    p, answer, args, free_spread, words=None, kind=None, lesson=None
):
    """One of the book's problems of the M-step, with another answer."""
    mu, spread, pi = answer(*args)
    X, Q = args[:2]
    largest, width = float(np.abs(X).max()), problems.spread_of(X)
    held = np.exp(Q).sum(axis=0)
    empty = held < AS_GOOD_AS_EMPTY
    thin = np.maximum(spread, 1e-3 * width)
    rounding = (
        64 * EPS * largest,
        64 * X.shape[1] * EPS * largest**2 / thin,
        64 * EPS,
    )
    free_mu = np.repeat(empty[:, None], X.shape[1], axis=1)
    return problem(
        words or p.words,
        kind or p.kind,
        p.lesson if lesson is None else lesson,
        args,
        p.size,
        (mu, spread, pi),
        (width, width, 1.0),
        rounding,
        (free_mu, {0: None, 1: empty, 2: free_mu}[free_spread], None),
        (*guards(X, held, mu, spread), None),
    )


@cache
def shared_problems(draw):
    book = problems_of("m_step", draw)
    return tuple(m_problem(p, shared_answer, p.args, 0) for p in book)


@cache
def diagonal_m_problems(draw):
    book = problems_of("m_step", draw)
    return tuple(m_problem(p, diagonal_answer, p.args, 2) for p in book)


@cache
def map_problems(draw):
    rng, book = generator(draw, 1), problems_of("m_step", draw)
    made = []
    for p in book:
        alpha, beta = rng.uniform([0.5, 0.5], [4.0, 3.0]).round(2).tolist()
        beta *= 1e-8 if p.words == SMALL[0] else 1.0
        made.append(m_problem(p, map_answer, (*p.args, alpha, beta), 0))
    first, (N, K, _) = book[0], book[0].size
    hard = np.full((N, K), -np.inf)
    hard[np.arange(N), [0, 1, 1, 2, 2, 2, 1]] = 0.0
    X, Q = first.args
    for args, words, lesson in [
        (
            (X, hard, 1.5, 0.7),
            "a component that holds one point alone",
            "without a prior its spread would be 0",
        ),
        ((X, Q, 1e5, 3e5), "a strong prior", "the data hardly count"),
        ((X, Q, 1e-6, 1e-9), "a weak prior", "the data alone count"),
    ]:
        made.append(
            m_problem(first, map_answer, args, 0, words, "extreme", lesson)
        )
    return tuple(made)


@cache
def poisson_m_problems(draw):
    rng = generator(draw, 2)
    made = []

    def add(x, Q, words=None, lesson=""):
        N, K = Q.shape
        empty = np.exp(Q).sum(axis=0) == 0
        rate, pi = poisson_answer(x, Q)
        made.append(
            problem(
                words or f"N = {N}, K = {K}",
                "extreme" if words else "ordinary",
                lesson,
                (x, Q),
                (N, K, 1),
                (rate, pi),
                (1 + x.max(), 1.0),
                (64 * EPS * x.max(), 64 * EPS),
                (empty, None),
                ((rate, np.maximum(rate, LEAST_RATE)), None),
            )
        )

    for N, K in [(7, 3), (9, 4), (12, 5), (5, 1), (1, 3), (3, 4)]:
        add(some_counts(rng, N), log_posteriors(rng, N, K))
    emptied = log_posteriors(rng, 8, 3)
    emptied = np.column_stack(
        [emptied[:, :1], np.full(8, -np.inf), emptied[:, 1:]]
    )
    add(some_counts(rng, 8), emptied, *problems.EMPTIED)
    far = 1000 + rng.poisson(50.0, 7)
    add(
        far,
        log_posteriors(rng, 7, 3),
        "counts near 1000",
        "their factorials overflow",
    )
    few = np.array([0, 0, 1, 0, 0, 0, 2, 0])
    add(
        few,
        log_posteriors(rng, 8, 3),
        "counts of 0 nearly everywhere",
        "ln 0 is −inf",
    )
    hard = np.full((9, 2), -np.inf)
    hard[np.arange(9), [0] * 5 + [1] * 4] = 0.0
    add(
        np.append(np.zeros(5, int), some_counts(rng, 4)),
        hard,
        "a component that holds counts of 0 alone",
        "its rate is 0",
    )
    add(
        np.zeros(6, int),
        log_posteriors(rng, 6, 2),
        "no count but 0",
        "every rate is 0",
    )
    add(
        np.append(some_counts(rng, 6), 20_000),
        log_posteriors(rng, 7, 3),
        "one huge count",
        "a small share of it is large beside the other counts",
    )
    return tuple(made)


def some_counts(rng, N):
    return rng.poisson(rng.choice([2.0, 6.0, 11.0], size=N)) + rng.integers(
        1, 3, N
    )


def log_posteriors(rng, N, K):
    A = 1.5 * rng.standard_normal((N, K))
    return A - np.log(np.exp(A).sum(axis=1, keepdims=True))


@cache
def diagonal_problems(draw):
    rng = generator(draw, 3)
    made = []

    def add(X, mu, s, extreme=None):
        d = X.shape[1]
        right = diagonal_density(X, mu, s)
        terms = (
            (((X[:, None] - mu) / s) ** 2).sum(axis=2)
            + np.abs(np.log(s)).sum(axis=1)
            + 2 * d
        )
        largest = np.abs(X).max() ** 2 / s.min() ** 2
        words, lesson = extreme or (
            problems.ordinary_words(len(X), *mu.shape),
            "",
        )
        made.append(
            problem(
                words,
                "extreme" if extreme else "ordinary",
                lesson,
                (X, mu, s),
                (len(X), *mu.shape),
                (right,),
                (terms,),
                (64 * d * EPS * (terms + largest),),
            )
        )

    def unequal(N, K, d, unit=1.0, offset=0.0):
        w = world(N, K, d, seed=51, unit=unit, offset=offset, draw=draw)
        return w.X, w.mu, w.sigma[:, None] * rng.uniform(0.6, 1.8, (K, d))

    for size in problems.SHAPES:
        add(*unequal(*size))
    X, mu, s = unequal(7, 3, 2)
    X = X.copy()
    X[2] = [3e4, -1e4]
    add(
        X,
        mu,
        s,
        (
            "a far outlier",
            "its density underflows to 0, and the logarithm of 0 is −inf",
        ),
    )
    for unit in (1e-4, 1e4):
        lesson = "a product of 100 scales underflows or overflows"
        add(
            *unequal(6, 4, 100, unit=unit),
            (f"d = 100 and s near {unit:g}", lesson),
        )
    add(*unequal(11, 4, 3, offset=1e6), FAR)
    add(*unequal(7, 3, 2, unit=1e-4), SMALL)
    return tuple(made)


@cache
def poisson_problems(draw):
    rng = generator(draw, 4)
    made = []

    def add(x, rate, words=None, lesson=""):
        right = poisson_density(x, rate)
        logs = np.array([math.lgamma(n + 1) for n in x])[:, None]
        terms = 1 + np.abs(x_ln(x, rate, 0.0)) + rate + logs
        made.append(
            problem(
                words or f"N = {len(x)}, K = {len(rate)}",
                "extreme" if words else "ordinary",
                lesson,
                (x, rate),
                (len(x), len(rate), 1),
                (right,),
                (terms,),
                (16 * EPS * terms,),
            )
        )

    for N, K in [(7, 3), (6, 4), (8, 5), (9, 2), (1, 3)]:
        add(rng.integers(1, 17, N), rng.uniform(0.4, 9, K))
    add(np.array([4, 0, 2, 1, 0, 7]), rng.uniform(0.4, 9, 4))
    many = rng.integers(900, 1100, 6)
    add(
        many,
        np.array([900.0, 1000.0, 1.5]),
        "counts near 1000",
        "x! and e to the −rate overflow",
    )
    some = np.array([30, 45, 60, 25])
    add(
        some,
        np.array([30.0, 50.0]),
        "counts from 25 to 60",
        "x! is too large for an integer",
    )
    tiny = np.array([1e-12, 1e-200])
    add(
        np.array([0, 1, 2]),
        tiny,
        "tiny rates",
        "a small number added for safety is not small",
    )
    huge = np.append(rng.integers(1, 17, 4), 20_000)
    add(
        huge,
        np.array([4.0, 19_000.0]),
        "one huge count",
        "its factorial overflows, and not that of the others",
    )
    add(
        np.array([3, 0, 1, 0]),
        np.append(0.0, rng.uniform(0.4, 9, 2)),
        "a rate of 0",
        "0 · ln 0 counts as 0, and NumPy makes it nan",
    )
    add(
        np.zeros(3, int),
        np.zeros(2),
        "a rate of 0, and no other",
        "the probability of the count 0 is 1",
    )
    return tuple(made)


def x_ln(x, rate, of_0=-np.inf):
    """x ln λ, which is 0 for the count 0; ln 0 is `of_0`."""
    logs = np.log(rate, where=rate > 0, out=np.full(len(rate), of_0))
    counts = x[:, None]
    return np.where(counts > 0, np.where(counts > 0, counts, 1) * logs, 0)


# the mistakes of the M-steps

EMPTY = (
    "an emptied component that gives NaN",
    "N_j is 0 when no point belongs to a component, and 0/0 is NaN. "
    "Any finite mean will do there.",
)


def gaussian_step(X, R, spread, mu=None, pi=None):
    """(mu, …, pi) as they should be, but for what is replaced."""
    Nk = R.sum(axis=0)
    Nk = np.where(Nk > 0, Nk, 1)
    mu = R.T @ X / Nk[:, None] if mu is None else mu(X, R, Nk)
    S = np.einsum("ij,ijc->jc", R, (X[:, None] - mu) ** 2)
    return (
        mu,
        spread(X, R, Nk, mu, S),
        R.mean(axis=0) if pi is None else pi(R),
    )


def rows_of_a_step(right):
    """Mistakes in the means and the weights, whatever the spread is."""

    def with_R(make):
        return lambda X, Q, *prior: gaussian_step(X, make(Q), right(*prior))

    def with_(**replaced):
        return lambda X, Q, *prior: gaussian_step(
            X, np.exp(Q), right(*prior), **replaced
        )

    def unguarded(X, Q, *prior):
        R = np.exp(Q)
        mu, spread, pi = gaussian_step(X, R, right(*prior))
        empty = R.sum(axis=0) == 0
        mu[empty] = np.nan
        return (
            mu,
            spread
            * np.where(empty, np.nan, 1).reshape(
                -1, *[1] * (spread.ndim - 1)
            ),
            pi,
        )

    R_IS = "The shares are R = e^Q."
    return [
        Mistake(*EMPTY, unguarded),
        Mistake(
            "means divided by N",
            "A mean is divided by its own count N_j.",
            with_(mu=lambda X, R, Nk: R.T @ X / len(X)),
        ),
        Mistake(
            "means without the responsibilities",
            "Every component has its own mean.",
            with_(mu=lambda X, R, Nk: X.mean(axis=0) + 0 * Nk[:, None]),
        ),
        Mistake(
            "π not divided by N",
            "Weights sum to 1.",
            with_(pi=lambda R: R.sum(axis=0)),
        ),
        Mistake(
            "π = 1/K for every component",
            "A weight is the share of the points that its component holds.",
            with_(pi=lambda R: 0 * R[0] + 1 / R.shape[1]),
        ),
        Mistake(
            "only the likeliest component counted for each point",
            R_IS + " That is K-means: EM is soft.",
            with_R(lambda Q: (Q == Q.max(axis=1, keepdims=True)) * 1.0),
        ),
        Mistake(
            "2^Q instead of e^Q", R_IS + " Q is in nats.", with_R(np.exp2)
        ),
    ]


def step(spread):
    """An M-step that is right but for its spread."""
    return lambda X, Q: gaussian_step(X, np.exp(Q), spread)


def shared(X, R, Nk, mu, S):
    return np.sqrt(S.sum() / X.size) + 0 * Nk


def own(X, R, Nk, mu, S):
    return np.sqrt(S.sum(axis=1) / (Nk * X.shape[1]))


def around(centre, X, R):
    return np.einsum("ij,ijc->jc", R, (X[:, None] - centre) ** 2)


ONE = (
    "There is one σ: set the slope of the whole expected cost in that one "
    "parameter to zero."
)

SHARED_MISTAKES = [
    Mistake("a σ of its own for each component", ONE, step(own)),
    Mistake(
        "the plain mean of the components' σ_j",
        ONE + " Components that hold more points count more.",
        step(lambda *a: own(*a).mean() + 0 * a[2]),
    ),
    Mistake(
        "the root of the plain mean of the components' σ_j²",
        ONE + " Components that hold more points count more.",
        step(lambda *a: np.sqrt((own(*a) ** 2).mean()) + 0 * a[2]),
    ),
    Mistake(
        "the weighted mean of the σ_j, taken after the root",
        ONE + " Variances are averaged, not their roots.",
        step(lambda *a: a[1].mean(axis=0) @ own(*a) + 0 * a[2]),
    ),
    Mistake(
        "σ² not divided by d",
        "Each of the d coordinates has the variance σ².",
        step(lambda X, R, Nk, mu, S: np.sqrt(S.sum() / len(X)) + 0 * Nk),
    ),
    Mistake(
        "σ² divided by K as well",
        "The shares of a point sum to 1 over the components already.",
        step(
            lambda X, R, Nk, mu, S: (
                np.sqrt(S.sum() / X.size / len(Nk)) + 0 * Nk
            )
        ),
    ),
    Mistake(
        "σ² not divided at all",
        ONE,
        step(lambda X, R, Nk, mu, S: np.sqrt(S.sum()) + 0 * Nk),
    ),
    Mistake(
        "σ² returned for σ",
        "sigma is a standard deviation: take the square root.",
        step(lambda *a: shared(*a) ** 2),
    ),
    Mistake(
        "d = 2 written into σ",
        "It is right for d = 2 only.",
        step(
            lambda X, R, Nk, mu, S: np.sqrt(S.sum() / (2 * len(X))) + 0 * Nk
        ),
    ),
    Mistake(
        "σ around the mean of all points",
        "A distance is to the mean of each component, with its share.",
        step(
            lambda X, R, Nk, mu, S: (
                np.full(len(Nk), X.std(axis=0) @ X.std(axis=0)) ** 0.5
                / np.sqrt(X.shape[1])
            )
        ),
    ),
    Mistake(
        "σ without the responsibilities",
        "Each squared distance counts with its share r_ij.",
        step(
            lambda X, R, Nk, mu, S: (
                np.sqrt(around(mu, X, 0 * R + 1).mean() / len(X)) + 0 * Nk
            )
        ),
    ),
    Mistake(
        "σ² divided by N − K",
        "The minimum is asked for, not an unbiased estimate.",
        step(
            lambda X, R, Nk, mu, S: (
                np.sqrt(S.sum() / X.shape[1] / (len(X) - len(Nk))) + 0 * Nk
            )
        ),
    ),
    Mistake(
        "one number for σ, not one entry per component",
        "Return the shared σ once per component: an array of shape (K,).",
        step(lambda *a: shared(*a)[0]),
    ),
    *rows_of_a_step(lambda: shared),
]


def diagonal(X, R, Nk, mu, S):
    return np.sqrt(S / Nk[:, None])


EACH = (
    "Every component and coordinate has its own s: set the slope in s_jc "
    "alone to zero."
)

DIAGONAL_MISTAKES = [
    Mistake(
        "one spread per component, the same for all coordinates",
        EACH,
        step(lambda *a: own(*a)[:, None] + 0 * a[3]),
    ),
    Mistake(
        "one spread per coordinate, the same for all components",
        EACH,
        step(
            lambda X, R, Nk, mu, S: np.sqrt(S.sum(axis=0) / len(X)) + 0 * mu
        ),
    ),
    Mistake(
        "s² returned for s",
        "s holds standard deviations: take the square root.",
        step(lambda *a: diagonal(*a) ** 2),
    ),
    Mistake(
        "s² divided by d as well",
        EACH + " A coordinate is one number per point, not d.",
        step(lambda *a: diagonal(*a) / np.sqrt(a[0].shape[1])),
    ),
    Mistake(
        "s² divided by N instead of N_j",
        EACH,
        step(lambda X, R, Nk, mu, S: np.sqrt(S / len(X))),
    ),
    Mistake(
        "s² not divided by N_j",
        EACH,
        step(lambda X, R, Nk, mu, S: np.sqrt(S)),
    ),
    Mistake(
        "s² divided by N_j − 1",
        "The minimum is asked for, not an unbiased estimate.",
        step(lambda X, R, Nk, mu, S: np.sqrt(S / (Nk[:, None] - 1))),
    ),
    Mistake(
        "s divided by N_j outside the root",
        EACH,
        step(lambda X, R, Nk, mu, S: np.sqrt(S) / Nk[:, None]),
    ),
    Mistake(
        "s around the mean of all points",
        "A spread is around the mean of its own component.",
        step(
            lambda X, R, Nk, mu, S: np.sqrt(
                around(X.mean(axis=0), X, R) / Nk[:, None]
            )
        ),
    ),
    Mistake(
        "s around the origin",
        "A spread is around the mean of its own component.",
        step(
            lambda X, R, Nk, mu, S: np.sqrt(around(0.0, X, R) / Nk[:, None])
        ),
    ),
    Mistake(
        "s without the responsibilities",
        "Each squared difference counts with its share r_ij.",
        step(
            lambda X, R, Nk, mu, S: np.sqrt(
                around(mu, X, 0 * R + 1) / len(X)
            )
        ),
    ),
    Mistake(
        "s from the differences, not their squares",
        EACH,
        step(
            lambda X, R, Nk, mu, S: (
                np.einsum("ij,ijc->jc", R, abs(X[:, None] - mu))
                / Nk[:, None]
            )
        ),
    ),
    Mistake(
        "s as d × K instead of K × d",
        "One component per row: transpose.",
        step(lambda *a: diagonal(*a).T),
    ),
    Mistake(
        "0.01 added to s²",
        "That shows. A safeguard belongs where s would be 0, and has to be "
        "too small to be seen elsewhere.",
        step(lambda *a: np.sqrt(diagonal(*a) ** 2 + 1e-2)),
    ),
    *rows_of_a_step(lambda: diagonal),
]


def posterior_spread(numerator, denominator):
    """√(numerator/denominator), both functions of S_j, N_j, d, α and β."""

    def make(alpha, beta):
        def spread(X, R, Nk, mu, S):
            empty = R.sum(axis=0) == 0
            values = (
                S.sum(axis=1),
                np.where(empty, 0, Nk),
                X.shape[1],
                alpha,
                beta,
            )
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.sqrt(numerator(*values) / denominator(*values))

        return spread

    return make


def map_step(make):
    return lambda X, Q, alpha, beta: gaussian_step(
        X, np.exp(Q), make(alpha, beta)
    )


def above(S, n, d, alpha, beta):
    return beta + S / 2


def below(S, n, d, alpha, beta):
    return alpha + 1 + d * n / 2


MODE = (
    "Write the cost with the prior's two terms, and set its slope in σ_j² "
    "to zero."
)


def map_row(name, hint, numerator=above, denominator=below):
    return Mistake(
        name, hint, map_step(posterior_spread(numerator, denominator))
    )


def squared(make):
    return lambda *prior: lambda *a: make(*prior)(*a) ** 2


def plus_beta(alpha, beta):
    return lambda X, R, Nk, mu, S: np.sqrt(own(X, R, Nk, mu, S) ** 2 + beta)


def with_the_mode_as_floor(alpha, beta):
    return lambda *a: np.maximum(own(*a), np.sqrt(beta / (alpha + 1)))


def prior_on_the_weights(X, Q, alpha, beta):
    R = np.exp(Q)
    pi = (R.sum(axis=0) + alpha) / (len(R) + alpha * R.shape[1])
    return gaussian_step(
        X, R, posterior_spread(above, below)(alpha, beta), pi=lambda R: pi
    )


MAP_MISTAKES = [
    Mistake("the prior left out", MODE, map_step(lambda alpha, beta: own)),
    map_row(
        "the posterior's mean in place of its mode",
        MODE + " α counts with + 1 there, not with − 1.",
        denominator=lambda S, n, d, a, b: a - 1 + d * n / 2,
    ),
    map_row(
        "α in place of α + 1",
        MODE,
        denominator=lambda S, n, d, a, b: a + d * n / 2,
    ),
    map_row(
        "the mode of the density of σ, not of σ²",
        "The prior is a density of σ²: its mode in σ is another.",
        denominator=lambda S, n, d, a, b: a + 0.5 + d * n / 2,
    ),
    map_row(
        "the squared distances not halved",
        MODE + " D comes with the factor ½ of the Gaussian.",
        numerator=lambda S, n, d, a, b: b + S,
    ),
    map_row(
        "β doubled",
        MODE,
        numerator=lambda S, n, d, a, b: 2 * b + S / 2,
    ),
    map_row(
        "N_j not halved",
        MODE,
        denominator=lambda S, n, d, a, b: a + 1 + d * n,
    ),
    map_row(
        "d left out",
        MODE + " A point brings d coordinates.",
        denominator=lambda S, n, d, a, b: a + 1 + n / 2,
    ),
    map_row(
        "d = 2 written into σ",
        "It is right for d = 2 only.",
        denominator=lambda S, n, d, a, b: a + 1 + n,
    ),
    map_row("β left out", MODE, numerator=lambda S, n, d, a, b: S / 2),
    map_row(
        "α left out",
        MODE,
        denominator=lambda S, n, d, a, b: d * n / 2,
    ),
    map_row(
        "α and β exchanged",
        "alpha is the shape, beta the scale.",
        numerator=lambda S, n, d, a, b: a + S / 2,
        denominator=lambda S, n, d, a, b: b + 1 + d * n / 2,
    ),
    map_row(
        "N in place of N_j",
        "A component's spread counts with its own points.",
        denominator=lambda S, n, d, a, b: a + 1 + d * n.sum() / 2,
    ),
    Mistake(
        "σ² returned for σ",
        "sigma is a standard deviation: take the square root.",
        map_step(squared(posterior_spread(above, below))),
    ),
    Mistake("β added to σ² afterwards", MODE, map_step(plus_beta)),
    Mistake(
        "the prior's mode as a floor under σ",
        "The prior and the data both pull, always.",
        map_step(with_the_mode_as_floor),
    ),
    Mistake(
        "the prior added to the weights",
        "The prior is on σ alone: the weights are those without it.",
        prior_on_the_weights,
    ),
    *rows_of_a_step(posterior_spread(above, below)),
]


# the mistakes with Poissons


def poisson_step(x, R, rate=None, pi=None):
    Nk = R.sum(axis=0)
    Nk = np.where(Nk > 0, Nk, 1)
    own_rate = R.T @ x / Nk
    return (
        own_rate if rate is None else rate(x, R, Nk, own_rate),
        R.mean(axis=0) if pi is None else pi(R),
    )


def rate_is(function):
    return lambda x, Q: poisson_step(x, np.exp(Q), rate=function)


def unguarded_rates(x, Q):
    R = np.exp(Q)
    with np.errstate(invalid="ignore"):
        return R.T @ x / R.sum(axis=0), R.mean(axis=0)


RATE = "Set the slope of the expected cost in rate[j] to zero."

POISSON_M_MISTAKES = [
    Mistake(*EMPTY, unguarded_rates),
    Mistake(
        "the rate not divided by N_j",
        RATE,
        rate_is(lambda x, R, Nk, rate: R.T @ x),
    ),
    Mistake(
        "the rate divided by N",
        RATE,
        rate_is(lambda x, R, Nk, rate: R.T @ x / len(x)),
    ),
    Mistake(
        "the rate without the responsibilities",
        "Each count comes with its share r_ij.",
        rate_is(lambda x, R, Nk, rate: x.mean() + 0 * Nk),
    ),
    Mistake(
        "1/rate returned for the rate",
        RATE,
        rate_is(lambda x, R, Nk, rate: 1 / rate),
    ),
    Mistake(
        "ln rate returned for the rate",
        "rate itself is asked for.",
        rate_is(lambda x, R, Nk, rate: np.log(rate)),
    ),
    Mistake(
        "the variance of the counts in place of their rate",
        RATE + " The two agree in the long run, but not for a few counts.",
        rate_is(
            lambda x, R, Nk, rate: (
                (R * (x[:, None] - rate) ** 2).sum(axis=0) / Nk
            )
        ),
    ),
    Mistake(
        "the root of the rate",
        RATE,
        rate_is(lambda x, R, Nk, rate: np.sqrt(rate)),
    ),
    Mistake(
        "the rate rounded to a whole number",
        "Counts are whole, a rate need not be.",
        rate_is(lambda x, R, Nk, rate: np.round(rate)),
    ),
    Mistake(
        "1 added to the counts and to N_j",
        RATE + " There is no prior here.",
        rate_is(lambda x, R, Nk, rate: (R.T @ x + 1) / (Nk + 1)),
    ),
    Mistake(
        "the rate divided by N_j − 1",
        RATE,
        rate_is(lambda x, R, Nk, rate: R.T @ x / (Nk - 1)),
    ),
    Mistake(
        "the count of the likeliest point",
        RATE,
        rate_is(lambda x, R, Nk, rate: x[R.argmax(axis=0)] * 1.0),
    ),
    Mistake(
        "π not divided by N",
        "Weights sum to 1.",
        lambda x, Q: poisson_step(x, np.exp(Q), pi=lambda R: R.sum(axis=0)),
    ),
    Mistake(
        "π = 1/K for every component",
        "A weight is the share of the points that its component holds.",
        lambda x, Q: poisson_step(
            x, np.exp(Q), pi=lambda R: 0 * R[0] + 1 / R.shape[1]
        ),
    ),
    Mistake(
        "π in proportion to the counts",
        "A weight is the share of the points, whatever they count.",
        lambda x, Q: poisson_step(
            x, np.exp(Q), pi=lambda R: R.T @ x / x.sum()
        ),
    ),
    Mistake(
        "only the likeliest component counted for each point",
        "The shares are R = e^Q. That is K-means: EM is soft.",
        lambda x, Q: poisson_step(
            x, (Q == Q.max(axis=1, keepdims=True)) * 1.0
        ),
    ),
    Mistake(
        "2^Q instead of e^Q",
        "The shares are R = e^Q.",
        lambda x, Q: poisson_step(x, np.exp2(Q)),
    ),
    Mistake(
        "rate and pi swapped",
        "Return rate, pi, in this order.",
        lambda x, Q: poisson_step(x, np.exp(Q))[::-1],
    ),
]


def log_factorials(x, shift=1):
    return np.array([math.lgamma(n + shift) for n in x])


def poisson(power=None, rate=None, factorial=log_factorials):
    """x ln λ − λ − ln x!, with one of the three replaced."""

    def function(x, lam):
        first = x_ln(x, lam) if power is None else power(x[:, None], lam)
        return (
            first
            - (lam if rate is None else rate(lam))
            - factorial(x)[:, None]
        )

    return function


def right_poisson(x, lam):
    return poisson()(x, lam)


def through_the_density(x, lam):
    factorial = np.array([np.prod(np.arange(1.0, n + 1)) for n in x])[
        :, None
    ]
    with np.errstate(all="ignore"):
        return np.log(lam ** x[:, None] * np.exp(-lam) / factorial)


def integer_factorials(x):
    products = [np.prod(np.arange(1, n + 1, dtype=np.int64)) for n in x]
    with np.errstate(all="ignore"):
        return np.log(np.array(products, dtype=float))


def stirling(x):
    return np.array([n * math.log(n) - n if n else 0.0 for n in x])


FACTORIAL = "ln x! is math.lgamma(x + 1)."
TERMS = "Take the logarithm of the three factors one by one."

POISSON_MISTAKES = [
    Mistake("ln x! left out", TERMS, poisson(factorial=lambda x: 0.0 * x)),
    Mistake(
        "ln x! added",
        TERMS + " x! is below.",
        poisson(factorial=lambda x: -log_factorials(x)),
    ),
    Mistake(
        "ln (x − 1)! in place of ln x!",
        FACTORIAL,
        poisson(factorial=lambda x: log_factorials(x, 0)),
    ),
    Mistake(
        "ln (x + 1)! in place of ln x!",
        FACTORIAL,
        poisson(factorial=lambda x: log_factorials(x, 2)),
    ),
    Mistake(
        "ln x in place of ln x!",
        FACTORIAL,
        poisson(factorial=lambda x: np.log(np.maximum(x, 1))),
    ),
    Mistake(
        "Stirling's formula for ln x!",
        FACTORIAL,
        poisson(factorial=stirling),
    ),
    Mistake(
        "x! in place of ln x!",
        TERMS,
        poisson(factorial=lambda x: np.exp(log_factorials(x))),
    ),
    Mistake("the rate left out", TERMS, poisson(rate=lambda lam: 0 * lam)),
    Mistake(
        "the rate added",
        TERMS + " e is to the −rate.",
        poisson(rate=lambda lam: -lam),
    ),
    Mistake("ln rate in place of the rate", TERMS, poisson(rate=np.log)),
    Mistake(
        "x · rate in place of x ln rate",
        TERMS,
        poisson(power=lambda x, lam: x * lam),
    ),
    Mistake(
        "ln rate without x",
        TERMS,
        poisson(power=lambda x, lam: 0 * x + np.log(lam)),
    ),
    Mistake(
        "x log10 rate",
        "P is in nats: np.log.",
        poisson(power=lambda x, lam: x * np.log10(lam)),
    ),
    Mistake(
        "the probabilities, not their logarithms",
        "P holds logarithms.",
        lambda x, lam: np.exp(right_poisson(x, lam)),
    ),
    Mistake(
        "minus the logarithm",
        "P holds ln p, which is never above 0.",
        lambda x, lam: -right_poisson(x, lam),
    ),
    Mistake(
        "K × N instead of N × K",
        "One count per row.",
        lambda x, lam: right_poisson(x, lam).T,
    ),
    Mistake(
        "the rows normalised",
        "That is a posterior: P comes before it.",
        lambda x, lam: (
            right_poisson(x, lam)
            - np.logaddexp.reduce(right_poisson(x, lam), axis=1)[:, None]
        ),
    ),
    Mistake(
        "the probability computed first, and then its logarithm",
        "λ to the x and x! overflow, and e to the −λ underflows. " + TERMS,
        through_the_density,
    ),
    Mistake(
        "x! as a 64-bit integer",
        "21! does not fit. " + FACTORIAL,
        poisson(factorial=integer_factorials),
    ),
    Mistake(
        "0 times ln 0, which is nan, where the rate is 0",
        "A component with the rate 0 counts 0 always, so ln p(0) is 0. "
        "Take x ln(rate) as 0 where x is 0, with np.where or with "
        "scipy.special.xlogy.",
        poisson(power=lambda x, lam: x * np.log(lam)),
    ),
    Mistake(
        "a small number added to the rate",
        "ln(rate + 1e-10) is wrong where the rate is tiny.",
        lambda x, lam: right_poisson(x, lam + 1e-10),
    ),
]


# the mistakes with the diagonal density


def bell(exponent=None, normaliser=None):
    """−½ Σ z² − Σ ln s − ½ d ln 2π, the first or the others replaced."""

    def function(X, mu, s):
        E = X[:, None] - mu
        z = (
            ((E / s) ** 2).sum(axis=2) / 2
            if exponent is None
            else exponent(E, s)
        )
        log_volume = (
            np.log(s).sum(axis=1) + s.shape[1] * np.log(2 * np.pi) / 2
        )
        with np.errstate(all="ignore"):
            return -z - (
                log_volume
                if normaliser is None
                else normaliser(s, s.shape[1])
            )

    return function


def half_log_2pi(d):
    return d * np.log(2 * np.pi) / 2


def density(X, mu, s):
    with np.errstate(all="ignore"):
        return (
            np.exp(-(((X[:, None] - mu) / s) ** 2) / 2)
            / (s * np.sqrt(2 * np.pi))
        ).prod(axis=2)


def log_of_the_density(X, mu, s):
    with np.errstate(all="ignore"):
        return np.log(density(X, mu, s))


S_IS = "s holds standard deviations, one per component and coordinate."
VOLUME = (
    "The normaliser is a product over the coordinates, and its logarithm "
    "is a sum."
)

DENSITY_MISTAKES = [
    Mistake(
        "s not squared in the exponent",
        S_IS,
        bell(lambda E, s: (E**2 / s).sum(axis=2) / 2),
    ),
    Mistake(
        "s taken for a variance",
        S_IS,
        lambda X, mu, s: bell()(X, mu, np.sqrt(s)),
    ),
    Mistake(
        "the factor ½ of the exponent forgotten",
        "The exponent of a Gaussian has the factor ½.",
        bell(lambda E, s: ((E / s) ** 2).sum(axis=2)),
    ),
    Mistake(
        "the exponent with a plus sign",
        "Far points are less likely.",
        bell(lambda E, s: -((E / s) ** 2).sum(axis=2) / 2),
    ),
    Mistake(
        "the differences divided by s after they are summed",
        "Each coordinate is divided by its own scale before the sum.",
        bell(lambda E, s: (E**2).sum(axis=2) / (s**2).mean(axis=1) / 2),
    ),
    Mistake(
        "the scale of the first coordinate for all",
        S_IS,
        lambda X, mu, s: bell()(X, mu, s[:, :1] + 0 * s),
    ),
    Mistake("no normaliser", VOLUME, bell(normaliser=lambda s, d: 0.0)),
    Mistake(
        "the scales left out of the normaliser",
        VOLUME,
        bell(normaliser=lambda s, d: half_log_2pi(d)),
    ),
    Mistake(
        "2π left out of the normaliser",
        VOLUME,
        bell(normaliser=lambda s, d: np.log(s).sum(axis=1)),
    ),
    Mistake(
        "2π counted once, not once per coordinate",
        VOLUME,
        bell(
            normaliser=lambda s, d: np.log(s).sum(axis=1) + half_log_2pi(1)
        ),
    ),
    Mistake(
        "d = 2 written into the normaliser",
        "It is right for d = 2 only.",
        bell(
            normaliser=lambda s, d: np.log(s).sum(axis=1) + half_log_2pi(2)
        ),
    ),
    Mistake(
        "the normaliser with a plus sign",
        "A wide bell is a low one.",
        bell(
            normaliser=lambda s, d: -np.log(s).sum(axis=1) - half_log_2pi(d)
        ),
    ),
    Mistake(
        "the normaliser halved",
        VOLUME,
        bell(
            normaliser=lambda s, d: (
                np.log(s).sum(axis=1) / 2 + half_log_2pi(d)
            )
        ),
    ),
    Mistake(
        "the logarithm of a sum of scales",
        VOLUME,
        bell(
            normaliser=lambda s, d: np.log(s.sum(axis=1)) + half_log_2pi(d)
        ),
    ),
    Mistake(
        "d times the logarithm of the mean scale",
        VOLUME,
        bell(
            normaliser=lambda s, d: (
                d * np.log(s.mean(axis=1)) + half_log_2pi(d)
            )
        ),
    ),
    Mistake(
        "the density, not its logarithm", "P holds logarithms.", density
    ),
    Mistake(
        "K × N instead of N × K",
        "One point per row.",
        lambda X, mu, s: bell()(X, mu, s).T,
    ),
    Mistake(
        "the density computed first, and then its logarithm",
        "It underflows far away, and overflows where scales are small. "
        "Stay in logarithms.",
        log_of_the_density,
    ),
    Mistake(
        "the product of the scales computed first, and then its logarithm",
        "A product of 100 scales underflows or overflows. "
        "Sum their logarithms.",
        bell(
            normaliser=lambda s, d: np.log(s.prod(axis=1)) + half_log_2pi(d)
        ),
    ),
    Mistake(
        "a small number added to s",
        "s + 1e-6 is wrong where the data are small.",
        lambda X, mu, s: bell()(X, mu, s + 1e-6),
    ),
]


# the tasks

GAUSSIAN = ("mu", "sigma", "pi")

SHARED_M_STEP = Task(
    "shared_m_step",
    ("X", "Q"),
    shared_problems,
    lambda: SHARED_MISTAKES,
    GAUSSIAN,
)
DIAGONAL_LOG_GAUSSIANS = Task(
    "diagonal_log_gaussians",
    ("X", "mu", "s"),
    diagonal_problems,
    lambda: DENSITY_MISTAKES,
)
DIAGONAL_M_STEP = Task(
    "diagonal_m_step",
    ("X", "Q"),
    diagonal_m_problems,
    lambda: DIAGONAL_MISTAKES,
    ("mu", "s", "pi"),
)
LOG_POISSONS = Task(
    "log_poissons",
    ("x", "rate"),
    poisson_problems,
    lambda: POISSON_MISTAKES,
)
POISSON_M_STEP = Task(
    "poisson_m_step",
    ("x", "Q"),
    poisson_m_problems,
    lambda: POISSON_M_MISTAKES,
    ("rate", "pi"),
)
MAP_M_STEP = Task(
    "map_m_step",
    ("X", "Q", "alpha", "beta"),
    map_problems,
    lambda: MAP_MISTAKES,
    GAUSSIAN,
)
