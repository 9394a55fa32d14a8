"""Functions for the tasks that are checked by laws: right ones in many styles, and wrong ones."""

import math

import numpy as np
from scipy import special, stats


def part(function, k, change):
    """A right answer with one part changed: `change` gets it and the arguments."""

    def wrong(*args):
        parts = [np.asarray(p) for p in function(*args)]
        parts[k] = change(parts[k], *args)
        return tuple(parts)

    return wrong


# one σ for all


def counts(Q):
    R = np.exp(Q)
    return R, R.sum(axis=0), np.where(R.sum(axis=0) > 0, R.sum(axis=0), 1)


def shared(X, Q):
    R, Nk, divisor = counts(Q)
    mu = R.T @ X / divisor[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return mu, np.full(len(mu), np.sqrt((R * D).sum() / X.size)), Nk / len(X)


def shared_by_loops(X, Q):
    (N, d), K = X.shape, Q.shape[1]
    mu, pi, total = [], [], 0.0
    for j in range(K):
        Nj = sum(math.exp(Q[i][j]) for i in range(N))
        mean = [sum(math.exp(Q[i][j]) * X[i][c] for i in range(N)) / (Nj or 1) for c in range(d)]
        total += sum(
            math.exp(Q[i][j]) * (X[i][c] - mean[c]) ** 2 for i in range(N) for c in range(d)
        )
        mu.append(mean)
        pi.append(Nj / N)
    return mu, [math.sqrt(total / (N * d))] * K, pi


def shared_by_sums(X, Q):
    """From Σ r|x|² and Σ r x alone, which cancels far from the origin; and with a floor."""
    R, Nk, divisor = counts(Q)
    mu = R.T @ X / divisor[:, None]
    rest = (X**2).sum() - Nk @ (mu**2).sum(axis=1)
    return mu, np.repeat(max(math.sqrt(max(rest, 0) / X.size), 1e-9), len(mu)), Nk / Nk.sum()


def guarded(m_step):
    """The same with what is usually done so that nobody divides by 0."""

    def spread(change):
        return part(m_step, 1, lambda s, X, *_: np.asarray(change(s, X)))

    def counted_with(small):
        def more(X, Q, *prior):
            mu, s, pi = m_step(X, Q, *prior)
            Nk = np.exp(Q).sum(axis=0)
            return mu * (Nk / (Nk + small))[:, None], s, pi + small / len(X)

        return more

    return [
        spread(lambda s, X: np.sqrt(np.maximum(s**2, 1e-6))),
        spread(lambda s, X: np.sqrt(s**2 + 1e-6)),
        spread(lambda s, X: np.maximum(s, 1e-3 * X.std())),
        spread(lambda s, X: np.maximum(s, 1e-3)),
        spread(lambda s, X: np.sqrt(s**2 + 1e-6 * X.var())),
        spread(lambda s, X: s + 1e-10),
        spread(lambda s, X: s + 1e-6),
        counted_with(1e-10),
        counted_with(10 * np.finfo(float).eps),
    ]


# diagonal Gaussians


def diagonal(X, mu, s):
    z = (X[:, None] - mu) / s
    return -(z**2 / 2 + np.log(s) + np.log(2 * np.pi) / 2).sum(axis=2)


def diagonal_by_scipy(X, mu, s):
    return np.array([stats.norm.logpdf(X, m, w).sum(axis=1) for m, w in zip(mu, s, strict=True)]).T


def diagonal_by_products(X, mu, s):
    """The squares expanded: precise only where the data are near the origin."""
    w = 1 / s**2
    D = X**2 @ w.T - 2 * X @ (mu * w).T + (mu**2 * w).sum(axis=1)
    return -0.5 * (D + 2 * np.log(s).sum(axis=1) + s.shape[1] * math.log(2 * math.pi))


def diagonal_by_loops(X, mu, s):
    return [
        [
            sum(
                -0.5 * math.log(2 * math.pi * w * w) - 0.5 * (a - b) ** 2 / w**2
                for a, b, w in zip(x, m, widths, strict=True)
            )
            for m, widths in zip(mu, s, strict=True)
        ]
        for x in X
    ]


def diagonal_m(X, Q):
    R, Nk, divisor = counts(Q)
    mu = R.T @ X / divisor[:, None]
    return (
        mu,
        np.sqrt(np.einsum("ij,ijc->jc", R, (X[:, None] - mu) ** 2) / divisor[:, None]),
        Nk / len(X),
    )


def diagonal_m_by_sums(X, Q):
    R, _, divisor = counts(Q)
    mu = R.T @ X / divisor[:, None]
    square = R.T @ X**2 / divisor[:, None]
    return mu, np.sqrt(np.maximum(square - mu**2, 1e-14)), R.mean(axis=0)


def diagonal_m_by_columns(X, Q):
    R, Nk, divisor = counts(Q)
    mu, s = np.empty((2, len(Nk), X.shape[1]))
    for j, r in enumerate(R.T):
        for c, x in enumerate(X.T):
            mu[j, c] = r @ x / divisor[j] if Nk[j] else 7.0
            s[j, c] = np.sqrt(r @ (x - mu[j, c]) ** 2 / divisor[j]) if Nk[j] else 3.0
    return {"mu": mu, "s": s, "pi": Nk / len(X)}.values()


# Poissons


def poisson(x, rate):
    powers = np.outer(x, np.log(np.maximum(rate, 1e-300)))
    return powers - rate - special.gammaln(x + 1)[:, None]


def naive_poisson(x, rate):
    with np.errstate(all="ignore"):
        return np.outer(x, np.log(rate)) - rate - special.gammaln(x + 1)[:, None]


def poisson_by_scipy(x, rate):
    return stats.poisson.logpmf(x[:, None], rate)


def poisson_by_loops(x, rate):
    return [
        [
            (n * math.log(lam) if lam else -math.inf * n if n else 0) - lam - math.lgamma(n + 1)
            for lam in rate
        ]
        for n in x
    ]


def poisson_by_xlogy(x, rate):
    return special.xlogy(x[:, None], rate) - rate - special.gammaln(x + 1)[:, None]


def poisson_by_where(x, rate):
    """The count 0 by itself, so that ln 0 meets no 0."""
    logs = np.where(rate > 0, np.log(np.where(rate > 0, rate, 1)), -np.inf)
    n = x[:, None]
    return np.where(n > 0, np.where(n > 0, n, 1) * logs, 0) - rate - special.gammaln(n + 1)


def poisson_m(x, Q):
    R, Nk, divisor = counts(Q)
    return R.T @ x / divisor, Nk / len(x)


def poisson_m_by_average(x, Q):
    R = np.exp(Q)
    rate = [np.average(x, weights=r) if r.any() else 1.0 for r in R.T]
    return rate, R.mean(axis=0)


# a prior on σ²


def with_prior(X, Q, alpha, beta):
    R, Nk, divisor = counts(Q)
    mu = R.T @ X / divisor[:, None]
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    variance = (beta + (R * D).sum(axis=0) / 2) / (alpha + 1 + X.shape[1] * Nk / 2)
    return mu, np.sqrt(variance), Nk / len(X)


def with_prior_counted(X, Q, a, b):
    """The prior as points that were seen before."""
    R, Nk, divisor = counts(Q)
    mu = R.T @ X / divisor[:, None]
    S = np.array([r @ ((X - m) ** 2).sum(axis=1) for r, m in zip(R.T, mu, strict=True)])
    return mu, ((2 * b + S) / (2 * a + 2 + X.shape[1] * Nk)) ** 0.5, Nk / Nk.sum()


def single(function):
    """The same in float32."""

    def rough(*args):
        args = [np.asarray(a, np.float32) if np.asarray(a).dtype == float else a for a in args]
        answer = function(*args)
        return tuple(np.asarray(part, np.float32) for part in answer)

    return rough


RIGHT = {
    "shared_m_step": [shared, shared_by_loops, shared_by_sums, single(shared), *guarded(shared)],
    "diagonal_log_gaussians": [
        diagonal,
        diagonal_by_scipy,
        diagonal_by_products,
        diagonal_by_loops,
        lambda X, mu, s: diagonal(X, mu, s).astype(np.float32),
        lambda X, mu, s: np.stack(single(lambda *a: diagonal(*a).T)(X, mu, s), axis=1),
        lambda X, mu, s: np.matrix(diagonal(X, mu, s)),
    ],
    "diagonal_m_step": [
        diagonal_m,
        diagonal_m_by_sums,
        lambda X, Q: tuple(diagonal_m_by_columns(X, Q)),
        single(diagonal_m),
        *guarded(diagonal_m),
    ],
    "log_poissons": [
        poisson,
        poisson_by_scipy,
        poisson_by_loops,
        poisson_by_xlogy,
        poisson_by_where,
        lambda x, rate: np.nan_to_num(naive_poisson(x, rate)),
        lambda x, rate: poisson(x, rate).astype(np.float32),
    ],
    "poisson_m_step": [
        poisson_m,
        poisson_m_by_average,
        single(poisson_m),
        part(poisson_m, 0, lambda r, x, Q: np.maximum(r, 1e-3)),
        part(poisson_m, 0, lambda r, x, Q: r + 1e-10),
        part(poisson_m, 0, lambda r, x, Q: r + 1e-7),
        lambda x, Q: (np.exp(Q).T @ x / (np.exp(Q).sum(axis=0) + 1e-10), np.exp(Q).mean(axis=0)),
    ],
    "map_m_step": [with_prior, with_prior_counted, single(with_prior), *guarded(with_prior)],
}


def variance_is(function):
    """The M-step with a prior, and another variance of (S_j, N_j, d, alpha, beta)."""

    def wrong(X, Q, alpha, beta):
        R, Nk, _ = counts(Q)
        mu, _, pi = with_prior(X, Q, alpha, beta)
        S = (R * ((X[:, None] - mu) ** 2).sum(axis=2)).sum(axis=0)
        return mu, np.sqrt(function(S, Nk, X.shape[1], alpha, beta)), pi

    return wrong


def unguarded(X, Q, *_):
    R = np.exp(Q)
    with np.errstate(invalid="ignore"):
        return R.T @ X / R.sum(axis=0).reshape(-1, *[1] * (X.ndim - 1))


UP, OFF = 1.02, 1.0 + 2e-5

#: Of every task: wrong functions, each with words of the law that it breaks.
WRONG = {
    "shared_m_step": [
        (part(shared, 1, lambda s, X, Q: s * UP), "sigma is not at the minimum"),
        (part(shared, 1, lambda s, X, Q: s / OFF), "sigma is not at the minimum"),
        (part(shared, 1, lambda s, X, Q: s * np.linspace(1, 2, len(s))), "not shared"),
        (part(shared, 1, lambda s, X, Q: s**2), "sigma is not at the minimum"),
        (part(shared, 1, lambda s, X, Q: s[0]), "the shape of sigma"),
        (part(shared, 1, lambda s, X, Q: -s), "sigma is negative"),
        (part(shared, 1, lambda s, X, Q: 0 * s), "sigma is 0"),
        (part(shared, 1, lambda s, X, Q: np.sqrt(s**2 + 1e-3)), "sigma is not at the minimum"),
        (part(shared, 1, lambda s, X, Q: s + 1e-2), "sigma is not at the minimum"),
        (part(shared, 1, lambda s, X, Q: np.maximum(s, 5.0)), "sigma is not at the minimum"),
        (part(shared, 0, lambda m, X, Q: m * (1 - 1e-8)), "mu is not at the minimum"),
        (part(shared, 0, lambda m, X, Q: m * OFF), "mu is not at the minimum"),
        (part(shared, 0, lambda m, X, Q: m.T), "the shape of mu"),
        (part(shared, 0, lambda m, X, Q: m + (len(X) == 1)), "a mean is not at the only point"),
        (part(shared, 0, lambda m, X, Q: unguarded(X, Q)), "mu is not finite"),
        (part(shared, 1, lambda s, X, Q: s + (len(X) == 1)), "one point with a spread"),
        (part(shared, 2, lambda p, X, Q: p * len(X)), "the weights do not sum to 1"),
        (part(shared, 2, lambda p, X, Q: 0 * p + 1 / len(p)), "pi is not at the minimum"),
        (part(shared, 2, lambda p, X, Q: np.eye(len(p))[0]), "infinite at pi"),
        (part(shared, 2, lambda p, X, Q: -p), "a weight is negative"),
        (part(shared, 2, lambda p, X, Q: p[::-1]), "pi is not at the minimum"),
    ],
    "diagonal_log_gaussians": [
        (lambda X, mu, s: diagonal(X, mu, s) * UP, "integrate"),
        (lambda X, mu, s: diagonal(X, mu, s) + 1e-4, "spherical"),
        (lambda X, mu, s: np.exp(diagonal(X, mu, s)), "integrate"),
        (lambda X, mu, s: diagonal(X, mu, s**2), "another standard deviation"),
        (lambda X, mu, s: diagonal(X, mu + 0.1, s), "another mean"),
        (lambda X, mu, s: diagonal(X, mu, s[::-1]), "another standard deviation"),
        (lambda X, mu, s: diagonal(X, mu, s).T, "the shape of P"),
        (lambda X, mu, s: diagonal(X, mu, s).squeeze(), "the shape of P"),
        (lambda X, mu, s: diagonal(X, mu, s + 1e-7), "spherical"),
        (
            lambda X, mu, s: stats.laplace.logpdf(X[:, None], mu, s / np.sqrt(2)).sum(axis=2),
            "integrate",
        ),
        (
            lambda X, mu, s: diagonal(X, mu, s) + (s.shape[1] > 2) * np.log(s[:, 0] / s[:, -1]),
            "stretched",
        ),
        (
            lambda X, mu, s: (
                diagonal(X, mu, s) + (X.shape == (12, 3)) * 1e-3 * np.sin(X).prod(axis=1)[:, None]
            ),
            "factorise",
        ),
        (lambda X, mu, s: np.log(np.exp(diagonal(X, mu, s))), "not finite"),
    ],
    "diagonal_m_step": [
        (part(diagonal_m, 1, lambda s, X, Q: s * UP), "s is not at the minimum"),
        (part(diagonal_m, 1, lambda s, X, Q: s * OFF), "s is not at the minimum"),
        (part(diagonal_m, 1, lambda s, X, Q: s**2), "s is not at the minimum"),
        (part(diagonal_m, 1, lambda s, X, Q: s[:, 0]), "the shape of s"),
        (part(diagonal_m, 1, lambda s, X, Q: s.T), "the shape of s"),
        (part(diagonal_m, 1, lambda s, X, Q: s[:, ::-1]), "s is not at the minimum"),
        (part(diagonal_m, 1, lambda s, X, Q: s.mean(axis=1)[:, None] + 0 * s), "s is not at"),
        (part(diagonal_m, 1, lambda s, X, Q: s + (len(X) == 1)), "one point with a spread"),
        (part(diagonal_m, 1, lambda s, X, Q: np.sqrt(s**2 + 1e-3)), "s is not at the minimum"),
        (part(diagonal_m, 1, lambda s, X, Q: np.maximum(s, 1.0)), "s is not at the minimum"),
        (part(diagonal_m, 1, lambda s, X, Q: np.maximum(s, 0.5 * X.std())), "s is not at"),
        (part(diagonal_m, 0, lambda m, X, Q: 0 * m + X.mean(axis=0)), "mu is not at the minimum"),
        (part(diagonal_m, 0, lambda m, X, Q: unguarded(X, Q)), "mu is not finite"),
        (part(diagonal_m, 2, lambda p, X, Q: np.sqrt(p) / np.sqrt(p).sum()), "pi is not at"),
    ],
    "log_poissons": [
        (lambda x, rate: poisson(x, rate) + 1e-4, "sum to 1"),
        (lambda x, rate: poisson(x, rate) * UP, "sum to 1"),
        (lambda x, rate: np.exp(poisson(x, rate)), "sum to 1"),
        (lambda x, rate: poisson(x, rate).T, "the shape of P"),
        (lambda x, rate: poisson(x, rate).squeeze(), "the shape of P"),
        (lambda x, rate: poisson(x, rate + 1e-3), "ratio"),
        (lambda x, rate: poisson(x, rate + 1e-12), "ratio"),
        (lambda x, rate: stats.geom.logpmf(x[:, None] + 1, 1 / (1 + rate)), "sum to 1"),
        (lambda x, rate: np.log(np.exp(poisson(x, rate))), "not finite"),
        (lambda x, rate: poisson(np.sort(x), rate), "ratio"),
        (lambda x, rate: poisson(np.minimum(x, 170), rate), "sum to 1"),
        (naive_poisson, "0 times ln 0"),
        (lambda x, rate: np.nan_to_num(naive_poisson(x, rate), nan=-np.inf), "a rate of 0"),
        (lambda x, rate: poisson(x, np.maximum(rate, 1e-4)), "ratio"),
    ],
    "poisson_m_step": [
        (part(poisson_m, 0, lambda r, x, Q: r * UP), "rate is not at the minimum"),
        (part(poisson_m, 0, lambda r, x, Q: r / OFF), "rate is not at the minimum"),
        (part(poisson_m, 0, lambda r, x, Q: r**2), "rate is not at the minimum"),
        (part(poisson_m, 0, lambda r, x, Q: 0 * r + x.mean()), "rate is not at the minimum"),
        (part(poisson_m, 0, lambda r, x, Q: -r), "rate is negative"),
        (part(poisson_m, 0, lambda r, x, Q: 0 * r), "rate is 0"),
        (part(poisson_m, 0, lambda r, x, Q: r[:, None]), "the shape of rate"),
        (part(poisson_m, 0, lambda r, x, Q: unguarded(x, Q)), "rate is not finite"),
        (part(poisson_m, 0, lambda r, x, Q: np.maximum(r, 0.5)), "rate is not at the minimum"),
        (part(poisson_m, 0, lambda r, x, Q: r + 0.01), "rate is not at the minimum"),
        (part(poisson_m, 0, lambda r, x, Q: np.maximum(r, 0.01)), "rate is not at the minimum"),
        (part(poisson_m, 0, lambda r, x, Q: np.where(r > 3, 0, r)), "rate is 0"),
        (part(poisson_m, 1, lambda p, x, Q: p * len(x)), "the weights do not sum to 1"),
        (part(poisson_m, 1, lambda p, x, Q: p[::-1]), "pi is not at the minimum"),
    ],
    "map_m_step": [
        (lambda X, Q, a, b: shared(X, Q), "sigma is not at the minimum"),
        (variance_is(lambda S, n, d, a, b: (b + S / 2) / (a + d * n / 2)), "sigma is not at"),
        (variance_is(lambda S, n, d, a, b: (b + S) / (a + 1 + d * n / 2)), "sigma is not at"),
        (variance_is(lambda S, n, d, a, b: (b + S / 2) / (a + 1 + n / 2)), "sigma is not at"),
        (variance_is(lambda S, n, d, a, b: (b + S / 2) / (a + 1 + n)), "sigma is not at"),
        (variance_is(lambda S, n, d, a, b: (a + S / 2) / (b + 1 + d * n / 2)), "sigma is not at"),
        (
            variance_is(lambda S, n, d, a, b: (b + S / 2) / (a + 1 + d * n / 2) * (1 + 1e-4)),
            "sigma is not at",
        ),
        (
            variance_is(lambda S, n, d, a, b: (b * (n > 0) + S / 2) / (a + 1 + d * n / 2)),
            "infinite at sigma",
        ),
        (part(with_prior, 2, lambda p, X, Q, a, b: (p + a) / (p + a).sum()), "pi is not at"),
        (part(with_prior, 0, lambda m, X, Q, a, b: m / (1 + a)), "mu is not at the minimum"),
    ],
}
