"""Lloyd's iteration, fast: what `fit_kmeans` runs, where `kmeans_steps` is what it means.

Four ideas make it fast, and none changes what it finds:

1. *A point that lies well inside its cluster stays there.* If a point is nearer to its mean
   than to every other by a margin g, and since then no two means have together moved by as
   much as g, it is nearest still (G. Hamerly, "Making k-means even faster", *Proc. SDM* 2010).
   So after a few iterations most points need no distance at all.
2. *One matrix product gives the distances of the others*, in blocks that fit the processor's
   cache (`rows.py`).
3. *Only the points that change cluster change the sums* that the means are quotients of.
4. *The inertia is worked out once, at the end.* Each step lowers it by what the means move
   and the changed points gain; added up from the end, these falls are the trace.

What they cost is digits, and where digits could decide something, the exact steps of
`clusters.py` decide it: who takes a point that is equally near to two means but for rounding,
what becomes of a cluster without points, whether means that hardly move should.
"""

import numpy as np

from .blocked import ENTRIES, rows_per_block, squares_of
from .clusters import averages, inertia_of, nearest, one_step
from .rows import products_with

__all__ = ["fit"]

EPS = np.finfo(float).eps

#: Bounds are widened by this, relatively, for the rounding of what they are made of.
SLACK = 1e-9

#: Margins are kept as soon as fewer points than one in so many change their cluster.
FEW = 20

#: Means that move by less than this many roundings may move by rounding alone.
HARDLY = 16


def fit(rows, mu, max_iter):
    """K-means from the means `mu`: the means, labels, trace, whether it settled, repairs."""
    with np.errstate(all="ignore"):
        walk = _Walk(rows, mu)
        falls, repaired, settled = [], set(), False
        while not settled and len(falls) < max_iter:
            fall, settled, mended = walk.step()
            falls.append(fall)
            repaired.update(mended)
        mu, labels = walk.exact_means(), walk.labels
        # From the end, so that every entry is right to its own last digits, and none rises.
        trace = _inertia(rows.X, mu, labels) + np.cumsum([0.0, *falls[::-1]])[::-1]
    return mu, labels, trace, settled, tuple(sorted(repaired))


def _inertia(X, mu, labels):
    rows = rows_per_block(1, X.shape[1])
    parts = (slice(first, first + rows) for first in range(0, len(X), rows))
    squares = [squares_of(X[part] - mu.take(labels[part], axis=0)) for part in parts]
    return inertia_of(X, mu, labels, np.concatenate(squares))


class _Walk:
    """Where the iteration stands: the means near 0, the labels, and what is known of them."""

    def __init__(self, rows, mu):
        self.rows, self.K = rows, len(mu)
        self.rounding = rows.rounding + 4 * EPS * float(np.abs(mu).max())
        # A product of d coordinates is right to (d + 3) eps (Higham, section 3.1) and to the bits
        # that a label takes, times numbers that are at most 5 |x|² and four times the distance.
        self.relative = 8 * (len(rows.A) + 2 + _label_bits(self.K)) * EPS
        self.small = self.K * len(rows.X) <= ENTRIES
        self.bounded = False  # whether margins are kept
        self.numbers, self.everyone = np.arange(self.K)[:, None], np.arange(len(rows.X))
        self._stand(mu, np.zeros(len(rows.X), dtype=int))
        # No two products that differ by more than `tie` could be in doubt, whatever the point.
        reach = float(np.sqrt(rows.squares.max()) + np.sqrt(squares_of(self.mu).max()))
        self.tie = 4 * self.relative * reach**2 + 8 * self.rounding * reach
        self._relabel()
        self._add_up()

    def _stand(self, mu, labels):
        """Stand at the means `mu`, with no margin known."""
        self.mu, self.labels = mu - self.rows.centre, labels
        self.exact = mu  # `mu` as `averages` gives it; None where that has not been worked out
        # The last points that changed, and the clusters that they came from.
        self.changed = self.old = np.zeros(0, dtype=int)
        # A point's margin counts from a mark that its cluster's drift moves towards.
        self.drift = np.zeros(self.K)
        self.mark = np.full(len(labels), -np.inf)

    def _add_up(self):
        """The sums of each cluster's points, and below them their number, (d + 1, K)."""
        self.sums = np.array([self._sums(self.labels, a) for a in self.rows.A])

    def _sums(self, labels, weights):
        return np.bincount(labels, weights, self.K)

    def step(self):
        """Move the means, then the labels: the fall of the inertia, whether all is settled,
        and the clusters that were repaired."""
        counts = self.sums[-1]
        if not all(counts.tolist()):
            return self._exact_step()
        mu = (self.sums[:-1] / counts).T
        moves = squares_of(mu - self.mu)
        if max(moves.tolist()) <= (HARDLY * self.rounding) ** 2:
            return self._exact_step()
        self.mu, self.exact = mu, None
        if self.bounded:
            self.drift += _drift(np.sqrt(moves) * (1 + SLACK))
        fall = float(counts @ moves)
        self._relabel()
        if len(self.changed):
            fall += self._take_over()
        return fall, not len(self.changed), ()

    def _exact_step(self):
        """One step of `kmeans_steps`, which ends where the inertia would not fall."""
        mu, labels = self.exact_means(), self.labels
        after, new, _, repaired, fall = one_step(self.rows.X, mu, labels)
        if not fall > 0:
            self._stand(mu, labels)
            return 0.0, True, ()
        self._stand(after, new)
        self._add_up()
        return fall, np.array_equal(labels, new), repaired

    def exact_means(self):
        """The means to the last digit: the averages by the labels before the last change."""
        if self.exact is None:
            before = self.labels.copy()
            before[self.changed] = self.old
            self.exact = averages(self.rows.X, before, self.K)[0]
        return self.exact

    def _relabel(self):
        """Give every point to its nearest mean."""
        looked_at, new, doubtful = self._stale() if self.bounded else self._all()
        if len(doubtful):
            if self.exact is None:
                self.exact = averages(self.rows.X, self.labels, self.K)[0]
            new[doubtful] = nearest(self.rows.X[looked_at[doubtful]], self.exact)[0]
        before = self.labels.take(looked_at) if self.bounded else self.labels
        changes = (new != before).nonzero()[0]
        self.changed, self.old = looked_at[changes], before[changes]
        self.labels[self.changed] = new[changes]
        # While many change, means move so far that hardly a margin would outlast them. Of few
        # points, the distances take less time than their margins would.
        self.bounded |= not self.small and FEW * len(changes) < len(self.labels)

    def _take_over(self):
        """Let the points that changed clusters change the sums; what the inertia falls by."""
        new, points = self.labels.take(self.changed), self.rows.A.take(self.changed, axis=1)
        for total, a in zip(self.sums, points, strict=True):
            total += self._sums(new, a) - self._sums(self.old, a)
        was = points[:-1] - self.mu.take(self.old, axis=0).T
        now = points[:-1] - self.mu.take(new, axis=0).T
        return max(float(np.vdot(was, was) - np.vdot(now, now)), 0.0)

    def _all(self):
        """All points, the nearest mean of each, and where rounding could have chosen it."""
        A, C, new, doubtful = self.rows.A, products_with(self.mu), [], []
        n = rows_per_block(self.K, len(A))
        for first in range(0, len(self.labels), n):
            D, least, labels = _nearest(C, A[:, first : first + n], self.numbers)
            new.append(labels)
            near = D <= least + self.tie
            if np.count_nonzero(near) > len(labels):
                doubtful.append(first + np.flatnonzero(np.count_nonzero(near, axis=0) > 1))
        return self.everyone, _joined(new), _joined(doubtful)

    def _stale(self):
        """The points whose margin is used up, the nearest mean of each, and the doubtful ones."""
        rows, C = self.rows, products_with(self.mu)
        stale = np.flatnonzero(self.mark < (self.drift + 2 * self.rounding).take(self.labels))
        new, doubtful = np.empty(len(stale), dtype=int), [np.zeros(0, dtype=int)]
        n = rows_per_block(self.K, len(rows.A))
        for first in range(0, len(stale), n):
            here = slice(first, first + n)
            if len(stale) == len(rows.X):
                points, A, squares = here, rows.A[:, here], rows.squares[here]
            else:
                points = stale[here]
                A, squares = rows.A.take(points, axis=1), rows.squares.take(points)
            D, least, labels = _nearest(C, A, self.numbers)
            gap = _gap(D, least, labels, squares, self.relative)
            gap[gap <= 2 * self.rounding] = -np.inf  # in doubt now, and in the next step again
            new[here] = labels
            self.mark[points] = gap + self.drift.take(labels)
            doubtful.append(first + np.flatnonzero(gap == -np.inf))
        return stale, new, np.concatenate(doubtful)


def _joined(arrays):
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays) if arrays else ()


def _drift(moved):
    """What each mean and the one of the others that moved most have moved by together."""
    others = np.full(len(moved), moved.max())
    most = moved.argmax()
    others[most] = np.delete(moved, most).max(initial=0)
    return moved + others


def _nearest(C, A, numbers):
    """|m|² − 2 m·x of every mean and point, (K, n), the least for each point, and its mean."""
    D = C @ A
    # The last bits of a product are below its rounding. The number of the mean is written
    # there, so that one minimum finds the distance and the mean at once.
    bits = _label_bits(len(C))
    words = D.view(np.int64)
    words &= ~bits
    words |= numbers
    least = D.min(axis=0)
    return D, least, (least.view(np.int64) & bits).astype(np.intp, copy=False)


def _label_bits(K):
    """As many ones as the numbers below K have binary digits."""
    return (1 << (K - 1).bit_length()) - 1


def _gap(D, least, labels, squares, relative):
    """By how much at least the second nearest mean is farther; D is used up."""
    D[labels, np.arange(len(labels))] = np.inf  # three times as fast as a mask
    second = D.min(axis=0)
    error = relative * squares
    nearer = least + (squares + error)
    np.sqrt(nearer, out=nearer)
    second += squares - error
    np.maximum(second, 0, out=second)
    np.sqrt(second, out=second)
    second *= 1 - 2 * (SLACK + relative)
    second -= nearer
    return second
