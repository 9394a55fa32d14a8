"""Right functions in unusual style: whoever thinks along other lines may not fail a check."""

import functools
import itertools
import math
from collections import defaultdict, namedtuple
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import scipy.spatial.distance
import scipy.special
import scipy.stats

#: task -> functions
UNUSUAL = defaultdict(list)


def right(task):
    def keep(function):
        UNUSUAL[task].append(function)
        return function

    return keep


def floats(function):
    """A decorator that changes the type of what comes out."""

    @functools.wraps(function)
    def wrapped(*args, **more):
        return np.array(function(*args, **more), dtype=float)

    return wrapped


# D


@right("squared_distances")
def d_cdist(X, mu):
    return scipy.spatial.distance.cdist(X, mu, "sqeuclidean")


@right("squared_distances")
def d_kron(X, mu):
    E = np.kron(X, np.ones((len(mu), 1))) - np.tile(mu, (len(X), 1))
    return (E**2).sum(axis=1).reshape(len(X), len(mu))


@right("squared_distances")
def d_fractions(X, mu):
    return [
        [sum((Fraction(a) - Fraction(b)) ** 2 for a, b in zip(x, m, strict=True)) for m in mu]
        for x in X.tolist()
    ]


@right("squared_distances")
def d_recursive(X, mu):
    if X.shape[1] == 1:
        return (X - mu.T) ** 2
    half = X.shape[1] // 2
    return d_recursive(X[:, :half], mu[:, :half]) + d_recursive(X[:, half:], mu[:, half:])


@right("squared_distances")
def d_masked(X, mu):
    return np.ma.masked_invalid((X[:, None] - mu) ** 2).sum(axis=-1)


@right("squared_distances")
@floats
def d_generator(X, mu, power=2):
    rows = (tuple(math.dist(x, m) ** power for m in mu) for x in X)
    return list(rows)


@right("squared_distances")
def d_polarised(X, mu):
    centre = X.mean(axis=0)
    X, mu = X - centre, mu - centre
    gram = X @ mu.T
    return np.add.outer((X * X).sum(1), (mu * mu).sum(1)) - gram - gram


@right("squared_distances")
def d_complex(X, mu):
    E = X[:, None] - mu
    return (E * E.conj()).real.sum(-1).astype(np.longdouble)


@right("squared_distances")
def d_vectorised(X, mu):
    one = np.vectorize(lambda x, m: float((x - m) @ (x - m)), signature="(d),(d)->()")
    return one(X[:, None], mu[None])


@right("squared_distances")
def d_tensordot(X, mu):
    E = np.subtract.outer(X, mu).diagonal(axis1=1, axis2=3)
    return np.asfortranarray(np.square(E).sum(axis=-1))


# P


@right("log_gaussians")
def p_scipy(D, sigma, d):
    zero = scipy.stats.norm.logpdf(0, scale=sigma)
    return d * zero - D / (2 * sigma**2)


@right("log_gaussians")
def p_logpdf_of_the_distance(D, sigma, d):
    normal = scipy.stats.norm(0, sigma)
    return normal.logpdf(np.sqrt(D)) + (d - 1) * normal.logpdf(0)


@right("log_gaussians")
def p_gamma(D, sigma, d):
    half_log_tau = math.lgamma(0.5) + 0.5 * math.log(2)
    return -(D / sigma / sigma / 2 + d * (half_log_tau + np.log(sigma)))


@right("log_gaussians")
def p_matrices(D, sigma, d):
    return -0.5 * D @ np.diag(sigma**-2.0) - np.ones(D.shape) @ np.diag(
        d * np.log(np.sqrt(math.tau) * sigma)
    )


@right("log_gaussians")
def p_functools(D, sigma, d):
    terms = [D / -(2 * sigma**2), *itertools.repeat(-np.log(sigma) - math.log(math.tau) / 2, d)]
    return functools.reduce(np.add, terms)


@right("log_gaussians")
def p_apply(D, sigma, d):
    def row(distances):
        return [
            -d / 2 * math.log(math.tau * s * s) - x / 2 / s**2
            for x, s in zip(distances, sigma, strict=True)
        ]

    return np.apply_along_axis(row, 1, D)


@right("log_gaussians")
def p_slogdet(D, sigma, d):
    logdet = [d * np.linalg.slogdet([[s**2]])[1] for s in sigma]
    return -0.5 * (d * np.log(2 * np.pi) + np.array(logdet) + D * (1 / sigma) ** 2)


@right("log_gaussians")
def p_masked(D, sigma, d):
    return np.ma.array(-d * np.log(sigma * np.sqrt(2 * np.pi)) - D / (2 * sigma**2), mask=False)


class LogGaussian:
    """One object per component, each called with its column."""

    def __init__(self, sigma, d):
        self.sigma, self.d = float(sigma), d

    def __call__(self, squared):
        return -self.d * math.log(self.sigma * math.sqrt(math.tau)) - squared / 2 / self.sigma**2


@right("log_gaussians")
def p_objects(D, sigma, d):
    return np.transpose([LogGaussian(s, d)(c) for s, c in zip(sigma, D.T, strict=True)])


# log-sum-exp


@right("log_sum_exp")
def l_scipy(A):
    return scipy.special.logsumexp(A, axis=-1)


@right("log_sum_exp")
def l_softmax(A):
    return (A - scipy.special.log_softmax(A, axis=-1)).max(
        axis=-1, where=np.isfinite(A), initial=-np.inf
    )


@right("log_sum_exp")
def l_recursive(A):
    if A.shape[-1] == 1:
        return A[..., 0]
    half = A.shape[-1] // 2
    return np.logaddexp(l_recursive(A[..., :half]), l_recursive(A[..., half:]))


@right("log_sum_exp")
def l_sorted(A):
    A = np.sort(A, axis=-1)
    return A[..., -1] + np.log1p(np.exp(A[..., :-1] - A[..., -1:]).sum(axis=-1))


@right("log_sum_exp")
def l_decimal(A):
    def one(row):
        return float(sum(Decimal(a).exp() for a in row if math.isfinite(a)).ln())

    return [one(row) for row in A.tolist()]


@right("log_sum_exp")
def l_accumulate(A):
    return [list(itertools.accumulate(row, np.logaddexp))[-1] for row in A]


@right("log_sum_exp")
def l_fsum(A):
    return np.array([max(r) + math.log(math.fsum(math.exp(a - max(r)) for a in r)) for r in A])


@right("log_sum_exp")
def l_keyword(A, axis=-1, keepdims=False, *, shift=np.max):
    m = shift(A, axis=axis, keepdims=True)
    out = np.log(np.sum(np.exp(A - m), axis=axis, keepdims=True)) + m
    return out if keepdims else np.squeeze(out, axis=axis)


@right("log_sum_exp")
def l_longdouble(A):
    A = A.astype(np.longdouble)
    m = A.max(-1)
    return np.log(np.einsum("...k->...", np.exp(A - m[..., None]))) + m


# L


@right("negative_log_likelihood")
def n_scipy(P, pi):
    return -scipy.special.logsumexp(P, axis=1, b=pi).sum()


@right("negative_log_likelihood")
def n_python(P, pi):
    total = 0.0
    for row in P.tolist():
        m = max(p for p, w in zip(row, pi, strict=True) if w > 0)
        terms = (w * math.exp(p - m) for p, w in zip(row, pi, strict=True) if w > 0)
        total -= m + math.log(sum(terms))
    return total


@right("negative_log_likelihood")
def n_where(P, pi):
    kept = pi > 0
    return -np.logaddexp.reduce(P[:, kept] + np.log(pi[kept]), axis=1).sum()


@right("negative_log_likelihood")
def n_map(P, pi):
    return -sum(map(scipy.special.logsumexp, P + np.log(pi)))


@right("negative_log_likelihood")
def n_zero_dimensional(P, pi):
    return np.asarray(-np.trace(np.diag(scipy.special.logsumexp(P + np.log(pi), axis=1))))


@right("negative_log_likelihood")
def n_decimal(P, pi):
    with localcontext(Context(Emin=-(10**9), Emax=10**9)):  # e to the −3e6 is a number here
        density = [[Decimal(p).exp() for p in row] for row in P.tolist()]
        weights = [Decimal(w) for w in pi.tolist()]
        rows = (sum(map(Decimal.__mul__, row, weights)) for row in density)
        return -float(sum(row.ln() for row in rows))


@right("negative_log_likelihood")
def n_softmax(P, pi):
    A = np.where(pi > 0, P + np.log(pi), -1e300)
    return float((scipy.special.log_softmax(A, axis=1)[:, pi > 0] - A[:, pi > 0])[:, 0].sum())


@right("negative_log_likelihood")
def n_transposed(P, pi):
    A = P.T + np.log(pi)[:, np.newaxis]
    m = np.amax(A, 0)
    return np.negative(np.add.reduce(np.add(m, np.log(np.add.reduce(np.exp(A - m), 0)))))


# Q


@right("log_posterior")
def q_scipy(P, pi):
    return scipy.special.log_softmax(P + np.log(pi), axis=1)


@right("log_posterior")
def q_column_by_column(P, pi):
    A = P + np.log(pi)
    total = functools.reduce(np.logaddexp, A.T)
    return np.stack([column - total for column in A.T], axis=-1)


@right("log_posterior")
def q_odds(P, pi):
    A = P + np.log(pi)
    with np.errstate(invalid="ignore"):
        difference = A[:, None, :] - A[:, :, None]
    difference[np.isnan(difference)] = -np.inf
    difference[np.isneginf(A)] = np.inf
    return -scipy.special.logsumexp(difference, axis=2)


@right("log_posterior")
def q_floor(P, pi):
    with np.errstate(divide="ignore"):
        A = P + np.maximum(np.log(pi), -1e300)
    return A - scipy.special.logsumexp(A, axis=1, keepdims=True)


@right("log_posterior")
def q_twice(P, pi):
    A = P + np.log(pi)
    for _ in range(2):  # once is enough; twice does no harm
        A = A - scipy.special.logsumexp(A, axis=1)[:, None]
    return A


@right("log_posterior")
def q_masked(P, pi):
    A = np.ma.masked_less(P + np.log(pi), -1e308)
    m = A.max(axis=1)[:, None]
    return (A - m - np.ma.log(np.ma.exp(A - m).sum(axis=1)[:, None])).filled(-np.inf)


@right("log_posterior")
def q_fortran(P, pi):
    A = np.asfortranarray(P) + np.log(np.atleast_2d(pi))
    return np.subtract(A, np.logaddexp.reduce(A, 1, keepdims=True), order="F")


@right("log_posterior")
def q_vectorised(P, pi):
    return np.vectorize(scipy.special.log_softmax, signature="(k)->(k)")(P + np.log(pi))


# the M-step

Parts = namedtuple("Parts", "mu sigma pi")


def weights(X, Q):
    """R, N_j and N_j with 1 in place of 0."""
    R = np.exp(Q)
    Nk = R.sum(axis=0)
    return R, Nk, np.where(Nk > 0, Nk, 1)


@right("m_step")
def m_namedtuple(X, Q):
    R, Nk, safe = weights(X, Q)
    mu = np.einsum("ij,ic->jc", R, X) / safe[:, None]
    D = scipy.spatial.distance.cdist(X, mu, "sqeuclidean")
    return Parts(
        mu=mu, pi=Nk / len(X), sigma=np.sqrt(np.einsum("ij,ij->j", R, D) / safe / X.shape[1])
    )


@right("m_step")
def m_namespace(X, Q):
    return SimpleNamespace(**m_namedtuple(X, Q)._asdict())


@right("m_step")
def m_list(X, Q):
    return list(m_namedtuple(X, Q))


@right("m_step")
def m_normalised_columns(X, Q):
    R, _, safe = weights(X, Q)
    W = R / safe
    mu = W.T @ X
    variances = [w @ (X - m) ** 2 for w, m in zip(W.T, mu, strict=True)]
    return mu, np.sqrt(np.mean(variances, axis=1)), R.mean(axis=0)


@right("m_step")
def m_log_weights(X, Q):
    log_Nk = scipy.special.logsumexp(Q, axis=0)
    W = np.exp(Q - np.where(np.isfinite(log_Nk), log_Nk, 0))
    mu = W.T @ X
    E = X[None] - mu[:, None]
    return mu, np.sqrt(np.einsum("ij,jic,jic->j", W, E, E) / X.shape[1]), np.exp(log_Nk) / len(X)


@right("m_step")
def m_points_one_by_one(X, Q):
    K, d = Q.shape[1], X.shape[1]
    mu, M, total = np.zeros((K, d)), np.zeros(K), np.zeros(K)
    for x, q in zip(X, Q, strict=True):  # West's update
        for j, r in enumerate(np.exp(q)):
            if r > 0:
                total[j] += r
                step = x - mu[j]
                mu[j] = mu[j] + r / total[j] * step
                M[j] += r * step @ (x - mu[j])
    return mu, np.sqrt(M / (d * np.where(total > 0, total, 1))), total / len(X)


@right("m_step")
def m_nan_to_num(X, Q):
    R = np.exp(Q)
    with np.errstate(all="ignore"):
        mu = np.nan_to_num(R.T @ X / R.sum(axis=0)[:, None])
        D = ((X[:, None] - mu) ** 2).sum(axis=2)
        sigma = np.nan_to_num(np.sqrt((R * D).sum(axis=0) / X.shape[1] / R.sum(axis=0)))
    return mu, sigma, R.mean(axis=0)


@right("m_step")
def m_old_values_for_an_empty_one(X, Q):
    R = np.exp(Q)
    mu, sigma = np.ones((Q.shape[1], X.shape[1])), np.ones(Q.shape[1])
    for j in np.flatnonzero(R.sum(axis=0)):
        mu[j] = np.average(X, axis=0, weights=R[:, j])
        sigma[j] = np.average(((X - mu[j]) ** 2).mean(axis=1), weights=R[:, j]) ** 0.5
    return np.matrix(mu), sigma.tolist(), R.sum(axis=0) / R.sum()


# one step of EM


def e_step(X, mixture):
    D = scipy.spatial.distance.cdist(X, mixture.mu, "sqeuclidean")
    P = -X.shape[1] * np.log(mixture.sigma) - D / (2 * mixture.sigma**2)
    return scipy.special.log_softmax(P + np.log(mixture.pi), axis=1)


@right("em_step")
def e_scipy(X, mixture):
    return m_namedtuple(X, e_step(X, mixture))


@right("em_step")
def e_unpacked(X, mixture):
    mu, sigma, pi = mixture
    return m_list(X, e_step(X, Parts(mu, sigma, pi)))


@right("em_step")
def e_replaced(X, mixture):
    mu, sigma, pi = m_normalised_columns(X, e_step(X, mixture))
    return mixture._replace(mu=mu, sigma=sigma, pi=pi)


@right("em_step")
def e_multivariate(X, mixture):
    P = [
        scipy.stats.multivariate_normal.logpdf(X, m, s**2 * np.eye(len(m)))
        for m, s in zip(mixture.mu, mixture.sigma, strict=True)
    ]
    A = np.reshape(P, (len(mixture.pi), len(X))).T + np.log(mixture.pi)
    return m_namespace(X, scipy.special.log_softmax(A, axis=1))


@right("em_step")
def e_without_the_empty(X, mixture):
    kept = mixture.pi > 0
    Q = np.full((len(X), len(kept)), -np.inf)
    Q[:, kept] = e_step(X, Parts(*(part[kept] for part in mixture)))
    return m_log_weights(X, Q)


@right("em_step")
def e_centred(X, mixture):
    centre = X.mean(axis=0)
    mu, sigma, pi = m_normalised_columns(X - centre, e_step(X, mixture))
    return mu + centre, sigma, pi


class Em:
    def __init__(self, e, m):
        self.e, self.m = e, m

    def __call__(self, X, mixture, steps=1):
        for _ in range(steps):
            mixture = Parts(*self.m(X, self.e(X, mixture)))
        return mixture


UNUSUAL["em_step"] += [Em(e_step, m_log_weights), Em(e_step, m_points_one_by_one)]


# K-means: assignment


@right("kmeans_assign")
def a_cdist(X, mu):
    return scipy.spatial.distance.cdist(X, mu).argmin(1)


@right("kmeans_assign")
def a_tree(X, mu):
    import scipy.spatial

    return scipy.spatial.cKDTree(mu).query(X)[1]


@right("kmeans_assign")
def a_min(X, mu):
    return [min(range(len(mu)), key=lambda j: math.dist(x, mu[j])) for x in X]


@right("kmeans_assign")
def a_reduce(X, mu):
    best, labels = np.full(len(X), np.inf), np.zeros(len(X), np.uint8)
    for j, m in enumerate(mu):
        squared = np.square(X - m).sum(axis=1)
        labels[squared < best] = j
        best = np.minimum(best, squared)
    return labels


@right("kmeans_assign")
def a_last_of_equals(X, mu):
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return len(mu) - 1 - D[:, ::-1].argmin(axis=1)


@right("kmeans_assign")
def a_one_hot(X, mu):
    D = ((X[:, None] - mu) ** 2).sum(axis=2)
    return (D == D.min(axis=1, keepdims=True)).argmax(axis=1)


@right("kmeans_assign")
def a_structured(X, mu):
    pairs = np.zeros(len(mu), dtype=[("squared", float), ("j", int)])
    labels = []
    for x in X:
        pairs["squared"], pairs["j"] = ((x - mu) ** 2).sum(axis=1), np.arange(len(mu))
        labels.append(np.sort(pairs, order="squared")["j"][0])
    return tuple(labels)


@right("kmeans_assign")
def a_softmax(X, mu):
    D = scipy.spatial.distance.cdist(X, mu)
    return np.argmax(scipy.special.softmax(-D / (D.min(axis=1, keepdims=True) + 1e-300), axis=1), 1)


@right("kmeans_assign")
def a_centred_product(X, mu):
    centre = mu.mean(axis=0)
    Y, nu = X - centre, mu - centre
    return np.argmax(Y @ nu.T - 0.5 * np.einsum("jc,jc->j", nu, nu), axis=-1).astype(np.int8)


# K-means: update


@right("kmeans_update")
def u_eye(X, labels, K):
    Z = np.eye(K)[labels]
    return np.linalg.pinv(Z) @ X


@right("kmeans_update")
def u_groupby(X, labels, K):
    mu = np.full((K, X.shape[1]), X.mean(axis=0))
    order = np.argsort(labels, kind="stable")
    for j, group in itertools.groupby(order, key=lambda i: labels[i]):
        mu[j] = X[list(group)].mean(axis=0)
    return mu


@right("kmeans_update")
def u_dictionary(X, labels, K):
    groups = defaultdict(list)
    for j, x in zip(labels.tolist(), X, strict=True):
        groups[j].append(x)
    return [np.mean(groups.get(j, [X[0]]), axis=0) for j in range(K)]


@right("kmeans_update")
def u_masked(X, labels, K):
    own = labels == np.arange(K)[:, None]
    Y = np.ma.masked_array(
        np.broadcast_to(X, (K, *X.shape)), ~np.broadcast_to(own[..., None], (K, *X.shape))
    )
    return Y.mean(axis=1).filled(0)


@right("kmeans_update")
def u_where(X, labels, K):
    own = (labels[:, None] == np.arange(K)).astype(float)
    return np.divide(
        own.T @ X, own.sum(0)[:, None], out=np.zeros((K, X.shape[1])), where=own.sum(0)[:, None] > 0
    )


@right("kmeans_update")
def u_histogram(X, labels, K):
    edges = np.arange(K + 1) - 0.5
    count = np.histogram(labels, edges)[0]
    return np.stack(
        [np.histogram(labels, edges, weights=x)[0] / np.maximum(count, 1) for x in X.T], -1
    )


@right("kmeans_update")
def u_lstsq(X, labels, K):
    return np.linalg.lstsq(np.eye(K)[labels], X, rcond=None)[0]


@right("kmeans_update")
def u_fractions(X, labels, K):
    def mean(values):
        return sum(map(Fraction, values)) / len(values)

    return [
        [mean(X[labels == j, c].tolist() or [0.0]) for c in range(X.shape[1])] for j in range(K)
    ]


@right("kmeans_update")
def u_random_for_an_empty_one(X, labels, K, seed=0):
    rng = np.random.default_rng(seed)
    return np.array([X[labels == j].mean(0) if j in labels else rng.choice(X) for j in range(K)])
