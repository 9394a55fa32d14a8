"""Points in a dask array: on the computers of a cluster, or here, chunk by chunk.

    array ──▶ chunks, looked at once ──▶ blocks, which stay on the workers
                                    plan ──▶ sums of each chunk ──▶ their sum

A step sends its plan, a few numbers per component, to the chunks, and fetches the sums of
each, which are as few. They are added in the order of the chunks, so a fit is the same
however many workers there are, and whichever of them did what. When a worker dies, dask makes
its blocks again from the array's graph; when the whole cluster is gone, the fit says so.
"""

import asyncio
import sys
import time
from concurrent.futures import CancelledError, wait
from functools import partial
from typing import NamedTuple

import dask
import numpy as np

from . import _inputs
from .blocked import MANY, Sums, blocks_of, sums_of
from .sampled import SAMPLE, Sampled

__all__ = ["Chunks"]

#: Seconds that a cluster may be without any worker; one that has died is mostly back by then.
PATIENCE = 120.0

#: Seconds between two looks at a cluster that has not answered yet.
LOOK = 1.0

#: Bytes of a plan from which on it is sent to a worker once, and not along with every chunk.
LARGE_PLAN = 2**16

#: What to do without the cluster.
GO_ON = "start another one with distributed.Client, and make X anew if only the old one had it"

#: What dask raises for a result that will not come.
CANCELLED = CancelledError, asyncio.CancelledError


class Chunk(NamedTuple):
    """A chunk of rows that is not here, and what must be so of it whenever it is made."""

    rows: object  # dask.delayed.Delayed
    number: int  # X.blocks[number]
    shape: tuple
    start: int  # its first point is point `start` of X


class Chunks(Sampled):
    """The points of a dask array."""

    def __init__(self, X, rng):
        self._workers = _workers(X)
        rows = _rows_of(X)
        sizes = X.chunks[0]
        if np.isnan(sizes).any():  # a filter, or a table read from files, does not know them
            sizes = self._workers.results([dask.delayed(_length)(chunk) for chunk in rows])
        self.N, self.d = int(sum(sizes)), X.shape[1]
        if self.N == 0:
            _inputs.points(np.empty((0, self.d)))  # which says so

        starts = np.cumsum([0, *sizes[:-1]]).tolist()
        self._chunks = [
            Chunk(rows[b], b, (int(n), self.d), start)
            for b, (n, start) in enumerate(zip(sizes, starts, strict=True))
            if n > 0
        ]
        self._single = X.dtype == np.float32 and self.N >= MANY
        # Every point draws a number, the same however the points are cut into chunks, and
        # those that draw less than this are the sample, of about the size that is asked for.
        share = SAMPLE / self.N
        seed = int(rng.integers(2**63)) if share < 1 else 0
        looks = self._workers.results(
            [dask.delayed(_look)(*chunk, share, seed) for chunk in self._chunks]
        )
        low, high, samples = zip(*looks, strict=True)
        self._corners = np.array([np.min(low, axis=0), np.max(high, axis=0)])
        self._sample = np.concatenate(samples)

    def inside(self, frame, K):
        """The points in their frame, made ready for steps of `K` components, on the workers."""
        blocks = self._workers.keep(
            [dask.delayed(_blocks)(*chunk, frame, K, self._single) for chunk in self._chunks]
        )
        starts = [chunk.start for chunk in self._chunks]

        def add_up(plan):
            S, nll = 0.0, 0.0
            for more in self._workers.sums(blocks, starts, plan):
                S, nll = S + more.S, nll + more.nll
            return Sums(S, nll)

        return self.points(add_up, frame)


def _rows_of(X):
    """The chunks of a dask array, each with all columns, as something that dask can make."""
    if X.ndim != 2:
        _inputs.points(np.empty((0,) * X.ndim))  # which says what is wrong
    if np.isnan(X.shape[1]):
        raise ValueError(
            "X does not know how many columns it has: call X.compute_chunk_sizes() first"
        )
    if len(X.chunks[1]) > 1:
        X = X.rechunk({1: -1})
    return X.to_delayed().ravel().tolist()


# on a worker


def _length(rows):
    return rows.shape[0]


def _table(rows, number, shape):
    """A chunk as a checked table, which is the same every time it is made."""
    X = _inputs.points(rows, f"chunk {number} of X")
    if X.shape != shape:
        raise ValueError(
            f"chunk {number} of X has the shape {X.shape} where {shape} is expected: the array "
            "must be what its shape and chunks say, and the same whenever it is computed"
        )
    return X


def _look(rows, number, shape, start, share, seed):
    """Where the points of a chunk lie, and a sample of them."""
    X = _table(rows, number, shape)
    drawn = np.random.Generator(np.random.PCG64(seed).advance(start)).random(len(X))
    return X.min(axis=0), X.max(axis=0), X[drawn < share]


def _blocks(rows, number, shape, start, frame, K, single):
    """The blocks of a chunk, in the frame of the fit."""
    with np.errstate(all="ignore"):
        return list(blocks_of(_table(rows, number, shape), frame, K, single))


def _sums(blocks, start, plan):
    """The sums over a chunk."""
    with np.errstate(all="ignore"):  # it holds for one thread or process only
        return sums_of(blocks, plan, start)


def _itself(plan):
    return plan


# who does the work


def _workers(X):
    """The cluster of the client that is in use, or this process."""
    distributed = sys.modules.get("distributed")
    if distributed is None:  # then there is no client
        return _Here()
    try:
        client = distributed.Client.current()
    except ValueError:
        client = None
    if client is not None:
        return _Cluster(client)
    try:
        elsewhere = distributed.futures_of(X)
    except CANCELLED:
        elsewhere = True
    if elsewhere:
        raise ConnectionError(f"X is kept on a dask cluster, and its client is closed: {GO_ON}")
    return _Here()


class _Here:
    """This process: blocks are kept here, and dask's own threads work on them."""

    def results(self, tasks):
        return dask.compute(*tasks)

    keep = results

    def sums(self, blocks, starts, plan):
        """The sums of each chunk under a plan."""
        calls = [partial(_sums, *each, plan) for each in zip(blocks, starts, strict=True)]
        return self.results([dask.delayed(call)() for call in calls])


class _Cluster:
    """The workers of a `distributed.Client`."""

    def __init__(self, client):
        if client.asynchronous:
            raise ValueError(
                "the dask client is asynchronous, and a fit waits for its results: "
                "make it without asynchronous=True"
            )
        self._client = client

    def results(self, tasks):
        """What the tasks give, here."""
        return self._gather(self.keep(tasks))

    def keep(self, tasks):
        """What the tasks give, as futures: it stays on the workers as long as these are here."""
        return self._told(lambda: self._client.compute(tasks))

    def sums(self, blocks, starts, plan):
        """The sums of each chunk under a plan."""
        return self._gather(self._told(lambda: self._sums_to_come(blocks, starts, plan)))

    def _sums_to_come(self, blocks, starts, plan):
        if plan.W.nbytes < LARGE_PLAN:
            return self._client.map(partial(_sums, plan=plan), blocks, starts, pure=False)
        # As a result, not by client.scatter: what was scattered dies with its worker.
        plan = self._client.submit(partial(_itself, plan), pure=False)
        return self._client.map(_sums, blocks, starts, plan=plan, pure=False)

    def _gather(self, futures):
        # Not client.gather(futures) alone: without a worker it would wait for ever.
        fetched = self._told(
            lambda: asyncio.run_coroutine_threadsafe(
                self._client.gather(futures, asynchronous=True), self._client.loop.asyncio_loop
            )
        )
        seen = time.monotonic()
        try:
            while not wait([fetched], LOOK).done:
                if self._told(self._has_workers):
                    seen = time.monotonic()
                elif time.monotonic() > seen + PATIENCE:
                    raise ConnectionError(
                        f"the dask cluster has had no worker for {PATIENCE:.0f} seconds: "
                        "look why they died, and start some"
                    )
            return self._told(fetched.result)
        except BaseException:
            for future in futures:
                future.release()  # nobody waits for them any longer
            raise

    def _has_workers(self):
        if self._client.status == "closed":
            raise CancelledError
        return bool(self._client.nthreads())

    def _told(self, call):
        """What `call` gives; where the cluster has failed, an error in words."""
        try:
            return call()
        except (Exception, asyncio.CancelledError) as error:
            words = self._in_words(error)
            if words is None:  # a task's own error: it says what is wrong with X
                raise
            raise ConnectionError(words) from error

    def _in_words(self, error):
        """What is wrong with the cluster, if anything is."""
        if self._client.status != "running":
            return f"the dask cluster is gone: {GO_ON}"
        if isinstance(error, CANCELLED):
            return "the dask cluster was restarted, or has lost what only it had: make X anew"
        if type(error).__name__ == "KilledWorker":
            return (
                "worker after worker of the dask cluster died over the same chunk of X: look "
                "into their logs, and if they ran out of memory, make the chunks smaller, with "
                "X.rechunk, or give each worker more"
            )
        return None
