"""The EM step over blocks of rows, fast: what `fit_em` runs, where `em_steps` is what it means.

What you can do here::

    blocks = [block_of(X) for X in parts]            # near 0, in the unit of a frame
    for mixture, nll in steps(add_up, mixture, sigma_min): ...

Three ideas make it fast, and none changes the mathematics:

1. *One matrix product gives P + ln π.* Multiplied out, the exponent of a Gaussian is linear
   in the numbers [x, |x|², 1] of a point, so K rows of coefficients times these numbers, for
   all points of a block at once, are the log-densities. Components are rows here: sums over
   components then run down whole rows of memory.
2. *One matrix product gives the M-step.* R times the same numbers are Σ r x, Σ r |x|² and
   Σ r, the sufficient statistics of (em-4). Blocks add up, and nothing of size N is kept.
3. *A block fits the processor's cache*, so that R is made and used up without going to memory.

What they cost is digits: a product multiplied out cancels where |x|² is far larger than σ².
There, component by component, the differences x − μ are taken as in (dist-3) and (em-3).
"""

from typing import NamedTuple

import numpy as np

from .mixture import Mixture

__all__ = [
    "Block",
    "Sums",
    "block_of",
    "block_sums",
    "coefficients",
    "m_step_of",
    "rows_per_block",
    "steps",
    "sums_of",
]

#: Entries of R in a block: half a megabyte, which a processor's second cache holds.
ENTRIES = 2**16

#: How far |x|² + |μ|² may exceed σ² before the differences are taken: the terms that cancel
#: then keep eleven digits, or, of float32's seven, four.
LONGEST_RATIO = {np.dtype(np.float64): 5e4, np.dtype(np.float32): 2e3}
MOST_DIGITS = LONGEST_RATIO[np.dtype(np.float64)]

#: Below e^−708 lie float64's numbers with fewer digits, with which a processor is slow.
LEAST_LOG = {np.dtype(np.float64): -708.0, np.dtype(np.float32): -87.0}

#: A component whose weight is less than this has lost its points.
LEAST_WEIGHT = 1e-300


class Block(NamedTuple):
    """Some points, and what every step needs of them: columns are points."""

    A: np.ndarray  # (d + 2, n): the rows of x, then |x|², then ones
    reach: float  # the largest |x|²


class Sums(NamedTuple):
    """The sufficient statistics of (em-4), and L: sums over points, which add up over blocks."""

    S: np.ndarray  # (K, d + 2): Σ r (x − about), Σ r |x − about|², Σ r
    nll: float


def rows_per_block(K, d):
    """How many points a block should have."""
    return max(256, ENTRIES // max(K, d + 2))


def block_of(X, dtype=np.float64):
    """A block of the points `X` (n, d), which lie near 0."""
    n, d = X.shape
    A = np.empty((d + 2, n), dtype)
    A[:d] = X.T
    squares = np.einsum("ij,ij->i", X, X)
    A[d] = squares
    A[d + 1] = 1
    return Block(A, float(squares.max()))


def steps(add_up, mixture, sigma_min):
    """EM from `mixture`, for ever: each mixture with its L, in nats.

    `add_up(mixture, about)` gives the sums over all points, as `sums_of` does.
    """
    while True:
        with np.errstate(all="ignore"):
            sums, after = _step(add_up, mixture, sigma_min)
        yield mixture, sums.nll
        mixture = after


def _step(add_up, mixture, sigma_min):
    """The sums under `mixture`, and the mixture after it."""
    # A narrow component's spread is summed about its own mean, others' about 0.
    narrow = (mixture.mu**2).sum(axis=1) > MOST_DIGITS * mixture.sigma**2
    about = np.where(narrow[:, None], mixture.mu, 0.0)
    sums = add_up(mixture, about)
    after = m_step_of(sums, about, sigma_min)
    cancelled = ((after.mu - about) ** 2).sum(axis=1) > MOST_DIGITS * after.sigma**2
    if cancelled.any():  # it has become narrow in this very step: once more, about its new mean
        about = np.where(cancelled[:, None], after.mu, about)
        sums = add_up(mixture, about)
        after = m_step_of(sums, about, sigma_min)
    lost = after.pi == 0
    if lost.any():  # the mean of all points, and their spread about it
        mu, sigma = _one_component(add_up, after)
        after.mu[lost] = mu
        after.sigma[lost] = np.maximum(sigma, np.broadcast_to(sigma_min, lost.shape)[lost])
    return sums, after


def _one_component(add_up, mixture):
    """The mean of all points, and the σ of one component that has them all."""
    whole = Mixture(mixture.pi @ mixture.mu, mixture.sigma.max(keepdims=True), np.ones(1))
    whole = whole._replace(mu=whole.mu[None])
    sums = add_up(whole, whole.mu)
    mu, sigma, _ = m_step_of(sums, whole.mu, 0.0)
    return mu[0], sigma[0]


def sums_of(blocks, mixture, about):
    """The sums over all blocks, one after another."""
    total, nll, start = 0.0, 0.0, 0
    rows = coefficients(mixture)
    for block in blocks:
        S, block_nll = block_sums(block, mixture, about, rows, start)
        total, nll, start = total + S, nll + block_nll, start + block.A.shape[1]
    return Sums(total, nll)


def coefficients(mixture):
    """What [x, |x|², 1] is multiplied by to give P + ln π: P-7 with dist-6 in it, (K, d + 2)."""
    mu, sigma, _ = mixture
    v = sigma[:, None] ** 2
    squares = (mu**2).sum(axis=1, keepdims=True)
    return np.hstack([mu / v, -0.5 / v, _constant(mixture)[:, None] - squares / (2 * v)])


def _constant(mixture):
    """ln π − d ln(σ √2π), the part of P + ln π that no point changes."""
    mu, sigma, pi = mixture
    return np.log(pi) - mu.shape[1] * (np.log(sigma) + np.log(2 * np.pi) / 2)


def block_sums(block, mixture, about, rows, start=0):
    """The sums over one block, whose first point is point `start` of X."""
    A, d = block.A, mixture.mu.shape[1]
    R, nll = _e_step(block, mixture, rows, start)
    S = (R @ A.T).astype(float)  # em-2 and em-4
    for j in np.flatnonzero(about.any(axis=1)):
        apart = A[:d] - about[j, :, None].astype(A.dtype)
        S[j, :d], S[j, d] = apart @ R[j], np.einsum("ij,ij->j", apart, apart) @ R[j]
    return Sums(S, nll)


def _e_step(block, mixture, rows, start):
    """R of one block, (K, n), and its L."""
    A, reach = block
    mu, sigma, _ = mixture
    R = rows.astype(A.dtype) @ A  # P + ln π; the same memory then becomes R
    cancels = reach + (mu**2).sum(axis=1) > LONGEST_RATIO[A.dtype] * sigma**2
    for j in np.flatnonzero(cancels):
        apart = A[:-2] - mu[j, :, None].astype(A.dtype)
        R[j] = _constant(mixture)[j] - np.einsum("ij,ij->j", apart, apart) / sigma[j] / sigma[j] / 2

    largest = R.max(axis=0)
    if not largest.min() > -np.inf:
        raise ValueError(
            f"point {start + int(largest.argmin())} of X lies so many sigma from every component "
            "that its log-density is no float64: leave it out, or start with a wider component"
        )
    R -= largest
    hopeless = R < LEAST_LOG[A.dtype] if cancels.any() else None
    np.maximum(R, LEAST_LOG[A.dtype], out=R)
    np.exp(R, out=R)
    if hopeless is not None:  # beside distances so unlike, even e^−708 is not nothing
        R[hopeless] = 0
    sums = R.sum(axis=0)
    R /= sums
    return R, -float(largest.sum(dtype=float) + np.log(sums).sum(dtype=float))  # nll-6


def m_step_of(sums, about, sigma_min):
    """The mixture that the sums ask for; a component without points has weight 0 in it."""
    S, d = sums.S, about.shape[1]
    pi = S[:, -1] / S[:, -1].sum()  # em-2
    lost = ~(pi >= LEAST_WEIGHT)
    Nk = np.where(lost, 1, S[:, -1])
    shift = S[:, :d] / Nk[:, None]  # em-2
    variance = (S[:, d] / Nk - (shift**2).sum(axis=1)) / d  # em-4
    sigma = np.maximum(np.sqrt(np.maximum(variance, 0)), sigma_min)
    return Mixture(about + shift, sigma, np.where(lost, 0, pi))
