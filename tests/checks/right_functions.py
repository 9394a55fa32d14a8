"""Right functions for every task, in as many styles as learners have. None may fail a check."""

import math
from functools import partial, reduce

import numpy as np

import mixtures_lab as lab
from mixtures_lab import Mixture

# D


def d_expansion(X, mu):
    return (X**2) @ np.ones(mu.T.shape) - 2 * X @ mu.T + np.ones(X.shape) @ (mu.T) ** 2


def d_broadcast(X, mu):
    return ((X[:, None, :] - mu[None, :, :]) ** 2).sum(axis=2)


def d_loops(X, mu):
    D = np.zeros((len(X), len(mu)))
    for i in range(len(X)):
        for j in range(len(mu)):
            for c in range(X.shape[1]):
                D[i, j] += (X[i, c] - mu[j, c]) ** 2
    return D


def d_lists(X, mu):
    return [[sum((a - b) ** 2 for a, b in zip(x, m, strict=True)) for m in mu] for x in X]


def d_einsum(points, centres):
    E = points[:, None] - centres
    return np.einsum("ijc,ijc->ij", E, E)


def d_norm(X, mu):
    return np.linalg.norm(X[:, None] - mu, axis=-1) ** 2


def d_columns(X, mu, square=True):
    columns = []
    for m in mu:
        columns.append(np.sum(np.square(X - m), axis=1))
    return np.stack(columns, axis=1)


def d_matrix(X, mu):
    X, mu = np.matrix(X), np.matrix(mu)
    return np.power(X, 2).sum(axis=1) - 2 * X * mu.T + np.power(mu, 2).sum(axis=1).T


def d_float32(X, mu):
    return ((X[:, None].astype(np.float32) - mu.astype(np.float32)) ** 2).sum(axis=2)


def d_keepdims(X, mu):
    x2 = np.sum(X * X, axis=1, keepdims=True)
    m2 = np.sum(mu * mu, axis=1, keepdims=True)
    return np.maximum(x2 + m2.T - 2 * np.dot(X, mu.T), 0)


class Distance:
    def __call__(self, X, mu):
        return np.array([np.diag((x - mu) @ (x - mu).T) for x in X])


# P


def p_formula(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D / (2 * sigma**2)


def p_split(D, sigma, d):
    return -0.5 * (D / sigma**2 + d * np.log(2 * np.pi) + 2 * d * np.log(sigma))


def p_loops(D, sigma, d):
    P = np.empty(D.shape)
    for i in range(D.shape[0]):
        for j in range(D.shape[1]):
            P[i, j] = -d * math.log(sigma[j] * math.sqrt(2 * math.pi)) - D[i, j] / (
                2 * sigma[j] ** 2
            )
    return P


def p_variance(D, sigma, d):
    var = sigma[None, :] ** 2
    return -d / 2 * np.log(2 * np.pi * var) - 0.5 * D / var


def p_columns(D, s, d):
    return np.array(
        [-d * np.log(s[j] * np.sqrt(2 * np.pi)) - D[:, j] / (2 * s[j] ** 2) for j in range(len(s))]
    ).T


def p_lists(D, sigma, dim):
    return [
        [
            -dim * math.log(s * math.sqrt(math.tau)) - e / (2 * s * s)
            for e, s in zip(row, sigma, strict=True)
        ]
        for row in D
    ]


def p_matrix(D, sigma, d):
    return np.matrix(D) @ np.diag(-1 / (2 * sigma**2)) - d * np.log(sigma * np.sqrt(2 * np.pi))


def p_float32(D, sigma, d):
    return p_formula(D.astype(np.float32), sigma.astype(np.float32), d).astype(np.float32)


def p_precision(D, sigma, d):
    beta = 1 / sigma
    return d * np.log(beta / np.sqrt(2 * np.pi)) - 0.5 * (np.sqrt(D) * beta) ** 2


# log-sum-exp


def l_shift(A):
    m = A.max(axis=-1, keepdims=True)
    return (m + np.log(np.exp(A - m).sum(axis=-1, keepdims=True)))[..., 0]


def l_rows(A):
    return np.array([a.max() + np.log(np.sum(np.exp(a - a.max()))) for a in A])


def l_ufunc(A):
    return np.logaddexp.reduce(A, axis=-1)


def l_axis_1(A):
    m = np.max(A, axis=1)
    return m + np.log(np.sum(np.exp(A - m[:, None]), axis=1))


def l_list(A):
    out = []
    for row in A:
        m = max(row)
        out.append(m + math.log(sum(math.exp(a - m) for a in row)))
    return out


def l_pairs(A):
    return reduce(np.logaddexp, A.T)


def l_matrix(A):
    A = np.matrix(A)
    m = A.max(axis=1)
    return m + np.log(np.exp(A - m).sum(axis=1))


def l_float32(A):
    return l_shift(A.astype(np.float32))


def l_log1p(A):
    A = np.sort(A, axis=-1)
    return A[..., -1] + np.log1p(np.exp(A[..., :-1] - A[..., -1:]).sum(axis=-1))


# L


def n_formula(P, pi):
    return -l_shift(P + np.log(pi)).sum()


def n_loop(P, pi):
    total = 0.0
    for row in P:
        a = [p + math.log(w) for p, w in zip(row, pi, strict=True) if w > 0]
        m = max(a)
        total -= m + math.log(math.fsum(math.exp(b - m) for b in a))
    return total


def n_weighted(P, pi):
    m = P[:, pi > 0].max(axis=1, keepdims=True)
    keep = pi > 0
    return -(m[:, 0] + np.log(np.exp(P[:, keep] - m) @ pi[keep])).sum()


def n_ufunc(P, pi):
    return float(-np.logaddexp.reduce(P + np.log(pi), axis=1).sum())


def n_array(P, pi):
    return np.array([-np.sum(l_rows(P + np.log(pi)[None, :]))])


def n_float32(P, pi):
    return np.float32(n_formula(P.astype(np.float32), pi.astype(np.float32)))


def n_matrix(P, pi):
    return -np.sum(l_matrix(np.matrix(P) + np.log(pi)))


# Q


def q_formula(P, pi):
    A = P + np.log(pi)
    return A - l_shift(A)[:, None]


def q_loop(P, pi):
    Q = np.full(P.shape, -np.inf)
    for i in range(len(P)):
        a = P[i] + np.log(pi)
        for j in range(len(pi)):
            Q[i, j] = a[j] - (a.max() + np.log(np.exp(a - a.max()).sum()))
    return Q


def q_differences(P, pi):
    A = P + np.log(pi)
    best = A.argmax(axis=1)
    B = A - A[np.arange(len(A)), best][:, None]
    return B - np.log(np.sum(np.exp(B), axis=1, keepdims=True))


def q_transposed(P, pi):
    A = P.T + np.log(pi).reshape(-1, 1)
    return (A - np.logaddexp.reduce(A, axis=0)).T


def q_list(P, pi):
    return [list(row - np.logaddexp.reduce(row)) for row in P + np.log(pi)]


def q_matrix(P, pi):
    A = np.matrix(P) + np.log(pi)
    return A - l_matrix(A)


def q_float32(P, pi):
    return q_formula(P.astype(np.float32), pi.astype(np.float32))


def q_in_place(P, pi):
    A = P.copy()
    A += np.log(pi)
    A -= A.max(axis=1)[:, np.newaxis]
    A -= np.log(np.exp(A).sum(axis=1))[:, np.newaxis]
    return A


# the M-step: an emptied component gets something finite


def m_formula(X, Q):
    N, d = X.shape
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    safe = np.where(Nk > 0, Nk, 1)
    mu = R.T @ X / safe[:, None]
    D = d_broadcast(X, mu)
    return Mixture(mu, np.sqrt((R * D).sum(axis=0) / (d * safe)), Nk / N)


def m_loops(X, Q):
    N, d = X.shape
    K = Q.shape[1]
    mu, sigma, pi = np.zeros((K, d)), np.ones(K), np.zeros(K)
    for j in range(K):
        r = np.exp(Q[:, j])
        n = r.sum()
        pi[j] = n / N
        if n < 1e-200:
            continue
        for c in range(d):
            mu[j, c] = sum(r[i] * X[i, c] for i in range(N)) / n
        sigma[j] = math.sqrt(sum(r[i] * ((X[i] - mu[j]) ** 2).sum() for i in range(N)) / (n * d))
    return mu, sigma, pi


def m_sums(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0) + 1e-300
    mu = (R / Nk).T @ X
    var = R.T @ (X**2).sum(axis=1) / Nk - (mu**2).sum(axis=1)
    return [mu, np.sqrt(np.maximum(var, 0) / X.shape[1]), R.mean(axis=0)]


def m_einsum(X, Q):
    R = np.exp(Q)
    Nk = np.maximum(np.einsum("ij->j", R), np.finfo(float).tiny)
    mu = np.einsum("ij,ic->jc", R, X) / Nk[:, None]
    E = X[:, None] - mu
    return mu, np.einsum("ij,ijc,ijc->j", R, E, E) ** 0.5 / np.sqrt(X.shape[1] * Nk), Nk / len(X)


def m_average(X, Q):
    R = np.exp(Q)
    R = R / R.sum(axis=1, keepdims=True)
    mu, sigma = [], []
    for r in R.T:
        if r.sum() == 0:
            mu.append(X.mean(axis=0))
            sigma.append(X.std())
            continue
        mu.append(np.average(X, axis=0, weights=r))
        sigma.append(np.sqrt(np.average(((X - mu[-1]) ** 2).mean(axis=1), weights=r)))
    return mu, sigma, list(R.mean(axis=0))


def m_matrix(X, Q):
    R = np.matrix(np.exp(Q))
    Nk = np.maximum(R.sum(axis=0), 1e-200)
    mu = (R / Nk).T * X
    D = np.asarray(d_broadcast(X, np.asarray(mu)))
    return mu, np.sqrt(np.multiply(R, D).sum(axis=0) / (X.shape[1] * Nk)), Nk / len(X)


def m_float32(X, Q):
    return tuple(np.asarray(part, np.float32) for part in m_formula(X, Q))


def m_eps(X, Q):
    R = np.exp(Q)
    Nk = R.sum(axis=0) + 10 * np.finfo(float).eps
    mu = R.T @ X / Nk[:, None]
    return mu, np.sqrt((R * d_broadcast(X, mu)).sum(axis=0) / Nk / X.shape[1]), Nk / Nk.sum()


# a step of EM


def e_parts(X, mixture):
    D = lab.squared_distances(X, mixture.mu)
    P = lab.log_gaussians(D, mixture.sigma, X.shape[1])
    return lab.m_step(X, lab.log_posterior(P, mixture.pi))


def e_by_hand(X, mixture):
    mu, sigma, pi = mixture
    P = p_formula(d_broadcast(X, mu), sigma, X.shape[1])
    return m_loops(X, q_formula(P, pi))


def e_plain(X, mixture):
    P = p_split(d_expansion(X, mixture.mu), mixture.sigma, X.shape[1])
    return m_formula(X, q_differences(P, mixture.pi))


def e_without_constants(X, mixture):
    mu, sigma, pi = mixture
    A = np.log(pi) - X.shape[1] * np.log(sigma) - d_norm(X, mu) / 2 / sigma**2
    return m_average(X, A - np.logaddexp.reduce(A, axis=1, keepdims=True))


def e_iterator(X, mixture):
    steps = lab.em_steps(X, mixture) if len(mixture.mu) <= len(X) else None
    if steps is None:
        return e_parts(X, mixture)
    next(steps)
    return next(steps).mixture


def e_columns(X, m):
    A = np.column_stack(
        [
            np.log(m.pi[j])
            + p_columns(d_columns(X, m.mu[j : j + 1]), m.sigma[j : j + 1], X.shape[1])[:, 0]
            for j in range(len(m.pi))
        ]
    )
    return m_einsum(X, q_list(A, np.ones(A.shape[1])))


# K-means


def a_argmin(X, mu):
    return d_expansion(X, mu).argmin(axis=1)


def a_loop(X, mu):
    labels = []
    for x in X:
        best = 0
        for j in range(len(mu)):
            if ((x - mu[j]) ** 2).sum() <= ((x - mu[best]) ** 2).sum():
                best = j
        labels.append(best)
    return labels


def a_without_x2(X, mu):
    X, mu = X - mu.mean(axis=0), mu - mu.mean(axis=0)
    return np.argmin((mu**2).sum(axis=1) - 2 * X @ mu.T, axis=1)


def a_norm(X, mu):
    return np.array([np.argmin(np.linalg.norm(x - mu, axis=1)) for x in X])


def a_floats(X, mu):
    labels = np.zeros(len(X))
    for i, row in enumerate(d_broadcast(X, mu)):
        labels[i] = np.argmin(row)
    return labels


def a_sorted(X, mu):
    return d_broadcast(X, mu).argsort(axis=1)[:, 0]


def a_matrix(X, mu):
    return np.matrix(d_broadcast(X, mu)).argmin(axis=1)


def u_masks(X, labels, K):
    return np.array(
        [X[labels == j].mean(axis=0) if (labels == j).any() else X[0] for j in range(K)]
    )


def u_one_hot(X, labels, K):
    Z = np.eye(K)[labels]
    return Z.T @ X / np.maximum(Z.sum(axis=0), 1)[:, None]


def u_add_at(X, labels, K):
    sums = np.zeros((K, X.shape[1]))
    np.add.at(sums, labels, X)
    return sums / np.maximum(np.bincount(labels, minlength=K), 1)[:, None]


def u_bincount(X, labels, K):
    n = np.bincount(labels, minlength=K)
    columns = [np.bincount(labels, weights=column, minlength=K) for column in X.T]
    return np.transpose(columns) / np.where(n == 0, 1, n).reshape(K, 1)


def u_lists(X, labels, K):
    rows = []
    for j in range(K):
        own = [x for x, label in zip(X, labels, strict=True) if label == j]
        rows.append(list(sum(own) / len(own)) if own else [0.0] * X.shape[1])
    return rows


def u_running(X, labels, n_clusters):
    mu, n = np.zeros((n_clusters, X.shape[1])), np.zeros(n_clusters)
    for x, j in zip(X, labels, strict=True):
        n[j] += 1
        mu[j] += (x - mu[j]) / n[j]
    return mu


def u_nan_to_num(X, labels, K):
    Z = (labels[:, None] == np.arange(K)) * 1.0
    return np.nan_to_num(Z.T @ X / Z.sum(axis=0)[:, None])


RIGHT = {
    "squared_distances": [
        lab.squared_distances,
        d_expansion,
        d_broadcast,
        d_loops,
        d_lists,
        d_einsum,
        d_norm,
        d_columns,
        d_matrix,
        d_float32,
        d_keepdims,
        Distance(),
        partial(d_columns, square=None),
        lambda X, mu, *, p=2: (abs(X[:, None] - mu) ** p).sum(-1),
    ],
    "log_gaussians": [
        lab.log_gaussians,
        p_formula,
        p_split,
        p_loops,
        p_variance,
        p_columns,
        p_lists,
        p_matrix,
        p_float32,
        p_precision,
        partial(p_formula),
    ],
    "log_sum_exp": [
        lab.log_sum_exp,
        l_shift,
        l_rows,
        l_ufunc,
        l_axis_1,
        l_list,
        l_pairs,
        l_matrix,
        l_float32,
        l_log1p,
    ],
    "negative_log_likelihood": [
        lab.negative_log_likelihood,
        n_formula,
        n_loop,
        n_weighted,
        n_ufunc,
        n_array,
        n_float32,
        n_matrix,
    ],
    "log_posterior": [
        lab.log_posterior,
        q_formula,
        q_loop,
        q_differences,
        q_transposed,
        q_list,
        q_matrix,
        q_float32,
        q_in_place,
    ],
    "m_step": [
        lab.m_step,
        m_formula,
        m_loops,
        m_sums,
        m_einsum,
        m_average,
        m_matrix,
        m_float32,
        m_eps,
    ],
    "em_step": [e_parts, e_by_hand, e_plain, e_without_constants, e_iterator, e_columns],
    "kmeans_assign": [
        lab.kmeans_assign,
        a_argmin,
        a_loop,
        a_without_x2,
        a_norm,
        a_floats,
        a_sorted,
        a_matrix,
    ],
    "kmeans_update": [
        lab.kmeans_update,
        u_masks,
        u_one_hot,
        u_add_at,
        u_bincount,
        u_lists,
        u_running,
        u_nan_to_num,
    ],
}
