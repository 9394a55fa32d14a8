"""Right answers by plain loops, to tell a changed function that is still right from a wrong one."""

import math
import warnings

import numpy as np

from mixtures_lab import Mixture


def squared(x, m):
    return math.fsum((a - b) ** 2 for a, b in zip(x, m, strict=True))


def lse(row):
    m = max(row)
    return m if math.isinf(m) else m + math.log(math.fsum(math.exp(a - m) for a in row))


def log(w):
    return math.log(w) if w > 0 else -math.inf


def joint(row, pi):
    return [p + log(w) for p, w in zip(row, pi, strict=True)]


def squared_distances(X, mu):
    return np.array([[squared(x, m) for m in mu] for x in X])


def log_gaussians(D, sigma, d):
    return np.array(
        [
            [
                -d * (math.log(s) + 0.5 * math.log(math.tau)) - r / (2 * s * s)
                for r, s in zip(row, sigma, strict=True)
            ]
            for row in D
        ]
    )


def log_sum_exp(A):
    return np.array([lse(row) for row in A])


def negative_log_likelihood(P, pi):
    return np.array(
        -math.fsum(lse([p + log(w) for p, w in zip(row, pi, strict=True)]) for row in P)
    )


def log_posterior(P, pi):
    rows = [joint(row, pi) for row in P]
    return np.array([[a - lse(row) for a in row] for row in rows])


def m_step(X, Q):
    """NaN in the mean and spread of a component without points: any number will do."""
    N, d = X.shape
    mu, sigma, pi = [], [], []
    for column in np.exp(Q).T:
        Nj = math.fsum(column)
        Nj = Nj if Nj > 1e-8 else 0
        m = [math.fsum(column * x) / Nj if Nj else math.nan for x in X.T]
        total = math.fsum(r * squared(x, m) for r, x in zip(column, X, strict=True))
        mu.append(m)
        # A spread of 0 is the root of a rounding error, which may be anything small.
        sigma.append(math.sqrt(total / (d * Nj)) if Nj and total > 1e-20 else math.nan)
        pi.append(math.fsum(column) / N)
    return np.array(mu), np.array(sigma), np.array(pi)


def em_step(X, mixture):
    D = squared_distances(X, mixture.mu)
    return m_step(X, log_posterior(log_gaussians(D, mixture.sigma, X.shape[1]), mixture.pi))


def kmeans_assign(X, mu):
    return squared_distances(X, mu)


def kmeans_update(X, labels, K):
    return np.array(
        [
            [math.fsum(x) / len(x) if len(x) else math.nan for x in X[labels == j].T]
            for j in range(K)
        ]
    )


def sizes(rng):
    return rng.integers(1, 9), rng.integers(1, 6), rng.choice([1, 2, 3, 4, 5, 100])


def weights(rng, K):
    pi = rng.dirichlet(np.ones(K))
    if K > 1 and rng.random() < 0.3:
        pi[rng.integers(K)] = 0
    return pi / pi.sum()


def posteriors(rng, N, K):
    A = rng.normal(size=(N, K)) * rng.choice([0.5, 2, 6])
    if K > 1 and rng.random() < 0.4:
        A[:, rng.integers(K)] = -np.inf
    return A - np.logaddexp.reduce(A, axis=1, keepdims=True)


def arguments(task, rng):
    """Random arguments, some of them extreme."""
    N, K, d = sizes(rng)
    unit = rng.choice([1e-3, 1, 30])
    X, mu = unit * rng.normal(size=(N, d)), unit * rng.normal(size=(K, d))
    sigma, pi = unit * rng.uniform(0.3, 2, K), weights(rng, K)
    far = rng.choice([0, 0, 1800, -1800])
    if rng.random() < 0.3:
        X[rng.integers(N)] += 300 * unit
    if task in ("squared_distances", "kmeans_assign"):
        return X, mu
    if task == "log_gaussians":
        return squared_distances(X, mu), sigma, int(d)
    if task == "log_sum_exp":
        return (rng.normal(size=(N, K)) * rng.choice([1, 5, 900]) + far,)
    if task in ("negative_log_likelihood", "log_posterior"):
        return rng.normal(size=(N, K)) * rng.choice([1, 5, 400]) + far, pi
    if task == "m_step":
        return X, posteriors(rng, N, K)
    if task == "em_step":
        return X, Mixture(mu, sigma, pi)
    K = min(N, K)
    return X, rng.integers(0, K, N), int(K)


def agrees(task, function, times=60):
    """Whether a function gives the right answer to all of many random problems."""
    for seed in range(times):
        given = arguments(task, np.random.default_rng([seed, 99]))
        right = globals()[task](*given)
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                answer = function(*given)
            if not _right(task, answer, right, max(np.abs(_finite(a)).max() for a in given)):
                return False
        except Exception:
            return False
    return True


def right_parts(task, function, times=20):
    """The parts of an answer of several, as 'mu', that are right on all of many problems."""
    right = set(Mixture._fields)
    for seed in range(times):
        given = arguments(task, np.random.default_rng([seed, 99]))
        size = max(np.abs(_finite(a)).max() for a in given)
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                answer = Mixture(*function(*given))
            answers = zip(Mixture._fields, answer, globals()[task](*given), strict=True)
            right &= {name for name, a, r in answers if _close(np.asarray(a, float), r, size)}
        except Exception:
            return set()
    return right


def _finite(argument):
    numbers = (
        np.concatenate([np.ravel(a) for a in argument])
        if isinstance(argument, tuple)
        else np.ravel(argument)
    )
    return np.append(numbers[np.isfinite(numbers)], 0.0)


def _right(task, answer, right, size):
    """Whether an answer is right; `size` is that of the largest number given."""
    if task == "kmeans_assign":
        labels = np.asarray(answer, float).ravel()
        if len(labels) != len(right) or not np.isin(labels, range(right.shape[1])).all():
            return False
        mine = right[np.arange(len(right)), labels.astype(int)]
        return np.allclose(mine, right.min(axis=1), rtol=1e-6)
    several = isinstance(right, tuple)
    if several and hasattr(answer, "mu"):
        answer = answer.mu, answer.sigma, answer.pi
    pairs = zip(answer, right, strict=True) if several else [(answer, right)]
    return all(_close(np.asarray(a, float), r, size) for a, r in pairs)


def _close(a, right, size):
    a = a.reshape(right.shape) if a.size == right.size and 1 in (a.ndim, right.ndim) else a
    if a.shape != right.shape:
        return False
    free = np.isnan(right)
    if not np.isfinite(a[free]).all():
        return False
    a, right = a[~free], right[~free]
    minus = np.isneginf(right)
    near = np.abs(a[~minus] - right[~minus]) <= 1e-4 * np.abs(right[~minus]) + 1e-6 * size
    return bool(near.all() and (a[minus] < -200).all())
