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

Of K numbers the least is found by Python's `min` here, which takes a quarter of the time of
NumPy's: in a step on few points, calls are all that takes time.

What they cost is digits: a product multiplied out cancels where |x|² is far larger than σ².
There, component by component, the differences x − μ are taken as in (dist-3) and (em-3).
"""

from typing import NamedTuple

import numpy as np

from .mixture import Mixture

__all__ = [
    "Block",
    "Plan",
    "Sums",
    "block_of",
    "block_sums",
    "blocks_of",
    "plan_after",
    "plan_of",
    "root_mean_square_of",
    "rows_per_block",
    "squares_of",
    "steps",
    "sums_of",
]

#: Entries of R in a block: half a megabyte, which a processor's second cache holds.
ENTRIES = 2**16

FLOAT64, FLOAT32 = np.dtype(np.float64), np.dtype(np.float32)

#: float32 is worked out in float32 where there is time to save, and where its squares fit.
MANY, SMALLEST_FLOAT32, LARGEST_FLOAT32 = 50_000, 1e-14, 1e15

#: How far |x|² + |μ|² may exceed σ² before the differences are taken: the terms that cancel
#: then keep eleven digits, or, of float32's seven, four.
LONGEST_RATIO = {FLOAT64: 5e4, FLOAT32: 2e3}

#: Below e^−708 lie float64's numbers with fewer digits, with which a processor is slow. NumPy's
#: `exp` meets them on its way from −707.8 on, and then takes twenty times as long.
LEAST_LOG = {FLOAT64: -705.0, FLOAT32: -87.0}
LEAST = {dtype: np.exp(np.full(64, log, dtype))[0] for dtype, log in LEAST_LOG.items()}

#: What is divided by a number between these keeps all its digits that count.
MODEST = {FLOAT64: (1e-50, 1e50), FLOAT32: (1e-8, 1e8)}

HALF_LN_2PI = float(np.log(2 * np.pi)) / 2

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


def blocks_of(X, frame, K, single):
    """The blocks of a table of points, taken into their frame, for steps of `K` components."""
    rows = rows_per_block(K, X.shape[1])
    for first in range(0, len(X), rows):
        inside = frame.into(X[first : first + rows])
        fits = single and frame.apart > SMALLEST_FLOAT32 and np.abs(inside).max() < LARGEST_FLOAT32
        yield block_of(inside, np.float32 if fits else np.float64)


def block_of(X, dtype=np.float64):
    """A block of the points `X` (n, d), which lie near 0."""
    n, d = X.shape
    A = np.empty((d + 2, n), dtype)
    A[:d] = X.T
    squares = np.einsum("ij,ij->i", X, X)
    A[d] = squares
    A[d + 1] = 1
    return Block(A, float(squares.max()))


def root_mean_square_of(blocks):
    """Root mean square distance of their points from the mean, per coordinate.

    A mean lies no farther from the middle of the points, 0, than this: no digits cancel.
    """
    *total, squares, N = sum(block.A.sum(axis=1, dtype=float) for block in blocks)
    mean = np.array(total) / N
    return float(np.sqrt(max(squares / N - mean @ mean, 0.0) / len(mean)))


def steps(add_up, mixture, sigma_min):
    """EM from `mixture`, for ever: each mixture with its L, in nats.

    `add_up(plan)` gives the sums over all points, as `sums_of` does. The caller has NumPy
    ignore what underflows: to say so in every step takes as long as an exponential.
    """
    plan = plan_of(mixture)
    while True:
        sums, after = _step(add_up, plan, sigma_min)
        yield plan.mixture, sums.nll
        plan = after


def _step(add_up, plan, sigma_min):
    """The sums under the mixture of `plan`, and the plan for the mixture after it."""
    sums = add_up(plan)
    after = plan_after(sums, plan, sigma_min)
    cancelled = _cancelled(plan, after)
    if len(cancelled):  # they became narrow in this very step: once more, about their new means
        about = plan.about + np.zeros_like(after.mixture.mu)
        about[cancelled] = after.mixture.mu[cancelled]
        plan = plan._replace(about=about, elsewhere=sorted({*plan.elsewhere, *cancelled}))
        sums = add_up(plan)
        after = plan_after(sums, plan, sigma_min)
    if after.lowest == -np.inf:  # a component has lost its points
        after = plan_of(_with_all_points(add_up, after.mixture, sigma_min))
    return sums, after


def _cancelled(plan, after):
    """The components whose spread has lost digits in sums about a place too far from them."""
    if not len(plan.elsewhere):  # then that place is 0, and `after` knows how far it is
        return after.elsewhere
    return _cancels(squares_of(after.mixture.mu - plan.about), after.v).nonzero()[0]


def _with_all_points(add_up, mixture, sigma_min):
    """The mixture, where a component of weight 0 has the mean and the spread of all points."""
    middle = (mixture.pi @ mixture.mu)[None]
    plan = plan_of(Mixture(middle, mixture.sigma.max(keepdims=True), np.ones(1)))
    plan = plan._replace(about=middle, elsewhere=[0])
    mu, sigma, _ = plan_after(add_up(plan), plan, 0.0).mixture
    lost = mixture.pi == 0
    return Mixture(
        np.where(lost[:, None], mu, mixture.mu),
        np.where(lost, np.maximum(sigma, sigma_min), mixture.sigma),
        mixture.pi,
    )


def sums_of(blocks, plan, start=0):
    """The sums over all blocks, one after another; the first point is point `start` of X."""
    S, nll, room = None, 0.0, None
    for block in blocks:
        # One R after another in the same memory: to fetch new memory for each takes as long as
        # the arithmetic where a process gives it back at once, as dask's workers do.
        shape = len(plan.W), block.A.shape[1]
        if room is None or (room.shape, room.dtype) != (shape, block.A.dtype):
            room = np.empty(shape, block.A.dtype)
        more = block_sums(block, plan, start, room)
        S = more.S if S is None else S + more.S
        nll, start = nll + more.nll, start + block.A.shape[1]
    return Sums(S, nll)


class Plan(NamedTuple):
    """What a step needs of a mixture, worked out once for all blocks."""

    mixture: Mixture
    W: np.ndarray  # (K, d + 2): what [x, |x|², 1] is multiplied by to give P + ln π
    constant: np.ndarray  # (K,): ln π − d ln(σ √2π), the part of P + ln π that no point changes
    lowest: float  # the least of these; −inf if a component has the weight 0
    highest: float
    squares: np.ndarray  # (K,): |μ|²
    v: np.ndarray  # (K,): σ²
    about: np.ndarray | float  # (K, d): where the sums of each component are taken; 0 for all
    elsewhere: np.ndarray | tuple  # the components that do not sum about 0


def plan_of(mixture, squares=None):
    """The plan of a step: P-7, with dist-6 in it, as one row of coefficients per component.

    `squares` is |μ|², where it is known already.
    """
    mu, sigma, pi = mixture
    K, d = mu.shape
    squares, v = squares_of(mu) if squares is None else squares, sigma * sigma
    constant = np.log(pi) - d * (np.log(sigma) + HALF_LN_2PI)
    half = -0.5 / v
    less = half * squares
    W = np.empty((K, d + 2))
    np.divide(mu, v[:, None], out=W[:, :d])
    W[:, d] = half
    np.add(constant, less, out=W[:, d + 1])

    about, narrow = 0.0, ()
    if min(less.tolist()) < -LONGEST_RATIO[FLOAT64] / 2:
        # a narrow component's spread is summed about its own mean
        narrow = _cancels(squares, v).nonzero()[0]
        about = np.zeros((K, d))
        about[narrow] = mu[narrow]
    numbers = constant.tolist()
    lowest, highest = min(numbers), max(numbers)
    return Plan(mixture, W, constant, lowest, highest, squares, v, about, narrow)


def _cancels(square, variance):
    """Whether a square is so large beside a variance that their difference has lost digits."""
    return square > LONGEST_RATIO[FLOAT64] * variance


def squares_of(A):
    """The sum of squares of each row."""
    return np.einsum("ij,ij->i", A, A)


def block_sums(block, plan, start=0, room=None):
    """The sums over one block, whose first point is point `start` of X; `room` is for its R."""
    A = block.A
    E, sums, nll = _e_step(block, plan, start, room)
    if 2 * len(E) > 3 * len(A) and not len(plan.elsewhere) and _is_modest(sums, A.dtype):
        return Sums((E @ (A / sums).T).astype(float, copy=False), nll)  # A has fewer rows than R
    R = np.divide(E, sums, out=E)
    S = (R @ A.T).astype(float, copy=False)  # em-2 and em-4
    for js in _portions(plan.elsewhere, A):
        r = R[js]
        own = r.any(axis=0).nonzero()[0]  # narrow components have few points
        apart, squares = _apart(A[:, own], plan.about[js])
        r = r[:, own, None]
        S[js, :-2], S[js, -2] = (apart @ r)[:, :, 0], (squares[:, None] @ r)[:, 0, 0]
    return Sums(S, nll)


def _is_modest(sums, dtype):
    """Whether a block's numbers can be divided by these without the loss of a digit."""
    low, high = MODEST[dtype]
    return low < sums.min() and sums.max() < high


def _portions(components, A):
    """The components, so many at a time that their differences from a block fit the cache."""
    size = max(1, ENTRIES // A.size)
    return (components[first : first + size] for first in range(0, len(components), size))


def _apart(A, means):
    """x − μ and |x − μ|² for some means and every point of a block."""
    apart = A[:-2] - means[:, :, None].astype(A.dtype)
    return apart, np.einsum("jci,jci->ji", apart, apart)


def _e_step(block, plan, start, room):
    """E, (K, n), and its sums over components: E over them is R. And the L of the block."""
    A, reach = block
    W = plan.W.astype(A.dtype, copy=False)
    E = np.matmul(W, A, out=room)  # P + ln π; the same memory then becomes E
    ratios = (reach + plan.squares) / plan.v  # at least |x − μ|² / 2σ², whatever the point
    most = max(ratios.tolist())
    if most > LONGEST_RATIO[A.dtype]:
        close = (ratios > LONGEST_RATIO[A.dtype]).nonzero()[0]
        for js in _portions(close, A):
            sigma, constant = plan.mixture.sigma[js, None], plan.constant[js, None]
            E[js] = constant - _apart(A, plan.mixture.mu[js])[1] / sigma / sigma / 2

    shift = _exponentials(E, plan.lowest - most, plan.highest)
    sums = E.sum(axis=0)
    logs = np.log(sums)
    if shift is not None:
        logs += shift
    nll = -float(logs.sum(dtype=float))  # nll-6
    if not nll < np.inf:
        raise ValueError(
            f"point {start + int(logs.argmin())} of X lies so many sigma from every component "
            "that its log-density is no float64: leave it out, or start with a wider component"
        )
    return E, sums, nll


def _exponentials(E, lowest, highest):
    """Make e^(E − shift) of E, in its memory; returns the shift of every point, if any.

    E lies between `lowest` and `highest`, as far as is known without looking at it.
    """
    least_log, least = LEAST_LOG[E.dtype], LEAST[E.dtype]
    safe, shift, clipped = least_log / 2, None, False
    if not (lowest > safe and highest < -safe):
        most = E.max(axis=0)
        if not (most.min() > safe and most.max() < -safe):  # all of a point's would be 0, or inf
            shift = most
            E -= shift
        clipped = not E.min() > least_log
    if clipped:
        E.clip(least_log, -least_log, out=E)  # thrice as fast as np.maximum
    np.exp(E, out=E)
    if clipped:
        E -= least  # what was raised to it is 0, and the rest is what it was
    return shift


def plan_after(sums, plan, sigma_min):
    """The M-step: the plan for the mixture that the sums under `plan` ask for.

    A component without points has the weight 0 in it.
    """
    S = sums.S
    Nk = S[:, -1]
    pi = Nk / Nk.sum()  # em-2
    if min(pi.tolist()) < LEAST_WEIGHT:
        lost = pi < LEAST_WEIGHT
        pi, Nk = np.where(lost, 0, pi), np.where(lost, 1, Nk)
    shift = S[:, :-2] / Nk[:, None]  # em-2
    squares = squares_of(shift)
    variance = (S[:, -2] / Nk - squares) / shift.shape[1]  # em-4
    sigma = np.maximum(np.sqrt(np.maximum(variance, 0)), sigma_min)
    if len(plan.elsewhere):
        return plan_of(Mixture(plan.about + shift, sigma, pi))
    return plan_of(Mixture(shift, sigma, pi), squares)
