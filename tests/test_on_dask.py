"""Points in a dask array: the same fit as in memory, here and on a cluster, whatever dies."""

import asyncio
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

import dask.array as da
import numpy as np
import pytest
from dask import delayed
from distributed import Client, KilledWorker, LocalCluster
from problems import OLD_FAITHFUL, no_warnings, table

from mixtures_lab import FitStopped, Mixture, _progress, fit_em, on_dask
from mixtures_lab.sampled import SAMPLE
from mixtures_lab.sources import source_of

pytestmark = no_warnings

START = Mixture(OLD_FAITHFUL[:2], np.full(2, 5.0), np.full(2, 0.5))


@pytest.fixture(autouse=True)
def in_time(monkeypatch):
    """Nothing here may wait for ever, neither for a worker nor for a cluster."""

    def too_late(*_):
        raise TimeoutError("the test has taken a minute")

    monkeypatch.setattr(on_dask, "PATIENCE", 20.0)
    before = signal.signal(signal.SIGALRM, too_late)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@contextmanager
def a_cluster(**options):
    """A cluster on this computer, and its client."""
    loopback = {"dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}
    with LocalCluster(
        host="127.0.0.1",
        protocol="tcp://",
        threads_per_worker=1,
        silence_logs=logging.CRITICAL,
        **loopback,
        **options,
    ) as cluster:
        with Client(cluster, timeout=30, set_as_default=False) as client:
            yield cluster, client


@pytest.fixture(scope="module")
def two_processes():
    with a_cluster(n_workers=2) as (cluster, client):
        yield cluster, client


@pytest.fixture
def on_both(two_processes):
    """Use the cluster of two processes, which the other tests do not see."""
    with two_processes[1].as_current():
        yield two_processes


@pytest.fixture
def one_thread_of_this_process():
    """A cluster that is there at once, to be broken."""
    with a_cluster(n_workers=1, processes=False) as pair:
        yield pair


@pytest.fixture
def at_iteration(monkeypatch):
    """Have something happen after an iteration of a fit."""

    def at_iteration(number, act):
        step, count = _progress.Progress.step, iter(range(10**6))

        def step_and_act(self, **figures):
            step(self, **figures)
            if next(count) == number:
                act()

        monkeypatch.setattr(_progress.Progress, "step", step_and_act)

    return at_iteration


def in_chunks(X, *chunks):
    return da.from_array(X, chunks=chunks)


def assert_same(fit, expected, rtol=1e-9):
    assert len(fit.trace) == len(expected.trace)
    np.testing.assert_allclose(fit.trace, expected.trace, rtol=1e-12)
    for part, of in zip(fit.mixture, expected.mixture, strict=True):
        np.testing.assert_allclose(part, of, rtol=rtol)
    assert fit.sigma_min == pytest.approx(expected.sigma_min)


# oracle: the same points in an array


@pytest.mark.parametrize("chunks", [(272, 2), (100, 2), (50, 1), ((1, 270, 1), 2)], ids=str)
def test_chunks_fit_as_the_whole_array_does(chunks):
    assert_same(fit_em(in_chunks(OLD_FAITHFUL, *chunks), 3, rng=0), fit_em(OLD_FAITHFUL, 3, rng=0))


@pytest.mark.parametrize("chunks", [(136, 2), (50, 1)], ids=str)
def test_a_cluster_fits_as_the_whole_array_does(chunks, on_both):
    assert_same(fit_em(in_chunks(OLD_FAITHFUL, *chunks), 3, rng=0), fit_em(OLD_FAITHFUL, 3, rng=0))


def test_a_plan_that_is_large_is_the_same_on_a_cluster(on_both, rng):
    X = table(rng, 80, 200)
    start = Mixture(X[:50], np.full(50, 3.0), np.full(50, 0.02))
    fit, whole = (
        fit_em(of, init=start, max_iter=4, sigma_min=1.0) for of in (in_chunks(X, 40, 200), X)
    )
    assert_same(fit, whole)


@pytest.mark.parametrize("columns", [1, 2])
def test_chunks_of_unknown_size_and_chunks_without_points_fit_as_the_rest_does(columns):
    X = in_chunks(OLD_FAITHFUL, 100, columns)
    long = X[:, 0] > 3
    whole = fit_em(OLD_FAITHFUL[OLD_FAITHFUL[:, 0] > 3], 2, rng=0)
    for kept in (X[long], da.concatenate([X[X[:, 0] > 99], X[:0], X[long]])):
        assert np.isnan(kept.shape[0])
        assert_same(fit_em(kept, 2, rng=0), whole)


@pytest.mark.parametrize("dtype", [np.float32, np.int16])
def test_few_numbers_of_another_type_lose_no_digit(dtype):
    X = OLD_FAITHFUL.astype(dtype)
    assert_same(fit_em(in_chunks(X, 100, 2), 2, rng=0), fit_em(X, 2, rng=0))


def test_many_float32_points_are_worked_out_in_float32_and_to_its_digits(rng):
    X = np.vstack([table(rng, 30_000, 2), 6 + table(rng, 30_000, 2)]).astype(np.float32)
    start = Mixture([[1.0, 1.0], [5.0, 4.0]], [2.0, 2.0], [0.5, 0.5])
    narrow, wide = (
        fit_em(in_chunks(part, 25_000, 2), init=start, max_iter=10, rng=0)
        for part in (X, X.astype(float))
    )
    assert narrow.nll == pytest.approx(wide.nll, rel=1e-6) and narrow.nll != wide.nll
    assert wide.nll == pytest.approx(fit_em(X.astype(float), init=start, max_iter=10).nll, rel=1e-9)


# law


def test_the_sample_is_fair_and_the_same_however_the_points_are_cut():
    X = np.arange(3.0 * SAMPLE)[:, None]
    one, *others = (
        source_of(in_chunks(X, rows, 1), np.random.default_rng(0))._sample
        for rows in (len(X), 1000, SAMPLE + 1)
    )
    assert all(np.array_equal(one, other) for other in others)
    assert len(np.unique(one)) == len(one)
    # of every third, a third: its standard deviation is 60
    counts = np.histogram(one, bins=3, range=(0, len(X)))[0]
    assert (np.abs(counts - SAMPLE / 3) < 240).all()
    another = source_of(in_chunks(X, 1000, 1), np.random.default_rng(1))._sample
    assert not np.array_equal(np.sort(one[:99]), np.sort(another[:99]))


def test_only_a_dask_array_is_taken_for_one(rng):
    kinds = [type(source_of(X, rng)).__name__ for X in (da.ones((3, 1)), np.ones((3, 1)))]
    assert kinds == ["Chunks", "Array"]


# what dies, and what is closed


def test_a_worker_that_is_killed_costs_its_blocks_and_not_the_fit(on_both, at_iteration):
    cluster, killed = on_both[0], []

    def kill_one():
        killed.append(cluster.workers[0].pid)
        os.kill(killed[0], signal.SIGKILL)

    at_iteration(3, kill_one)
    fit = fit_em(in_chunks(OLD_FAITHFUL, 50, 2), init=START)
    assert killed and killed[0] != cluster.workers[0].pid
    assert_same(fit, fit_em(OLD_FAITHFUL, init=START))


@pytest.mark.parametrize(
    "end, words",
    [
        (lambda cluster, client: cluster.close(), "the dask cluster is gone: start another one"),
        (lambda cluster, client: client.close(), "the dask cluster is gone: start another one"),
        (lambda cluster, client: cluster.scale(0), "the dask cluster has had no worker for 1 sec"),
    ],
    ids=["cluster closed", "client closed", "no workers"],
)
def test_a_fit_that_loses_its_cluster_says_so_and_keeps_what_it_found(
    end, words, one_thread_of_this_process, at_iteration, monkeypatch
):
    monkeypatch.setattr(on_dask, "PATIENCE", 1.0)
    cluster, client = one_thread_of_this_process
    at_iteration(3, lambda: end(cluster, client))
    with client.as_current():
        with pytest.raises(FitStopped, match=f"{words}.*stopped after 3 iterations") as stopped:
            fit_em(in_chunks(OLD_FAITHFUL, 100, 2), init=START)
    if client.status == "running":  # it is not asked for those sums any longer
        client.nthreads()  # an answer comes after what was released before
        assert not any(str(key).startswith("_sums") for key in client.futures)
    found, whole = stopped.value.fit, fit_em(OLD_FAITHFUL, init=START)
    assert_same(found, fit_em(OLD_FAITHFUL, init=START, max_iter=3))
    assert fit_em(OLD_FAITHFUL, init=found).nll == pytest.approx(whole.nll)


def test_a_fit_whose_cluster_is_restarted_says_so_and_goes_on_from_there(on_both, at_iteration):
    X = in_chunks(OLD_FAITHFUL, 100, 2)
    at_iteration(3, on_both[1].restart)
    with pytest.raises(FitStopped, match="the dask cluster was restarted, or has lost") as stopped:
        fit_em(X, init=START)
    whole = fit_em(OLD_FAITHFUL, init=START)
    assert fit_em(X, init=stopped.value.fit).nll == pytest.approx(whole.nll)


def test_points_on_a_cluster_that_was_closed_before_are_missed(one_thread_of_this_process):
    _, client = one_thread_of_this_process
    with client.as_current():
        X = in_chunks(OLD_FAITHFUL, 100, 2).persist()
        client.close()
        with pytest.raises(ConnectionError, match="the dask cluster is gone: start another"):
            fit_em(X, init=START)
    with pytest.raises(ConnectionError, match="X is kept on a dask cluster, and its client is cl"):
        fit_em(X, init=START)


def test_a_chunk_that_kills_worker_after_worker_is_not_said_to_be_the_clusters_end(
    one_thread_of_this_process,
):
    def die(rows):
        raise KilledWorker(
            "task", SimpleNamespace(address="tcp://…"), 3
        )  # as dask does when a worker has run out of memory

    X = in_chunks(OLD_FAITHFUL, 100, 2).map_blocks(die, meta=np.empty((0, 2)))
    died = pytest.raises(ConnectionError, match=r"died over the same chunk.* smaller, with X\.rech")
    with one_thread_of_this_process[1].as_current(), died:
        fit_em(X, init=START)


def test_an_interrupted_fit_returns_the_best_so_far_and_leaves_the_cluster_usable(
    on_both, at_iteration
):
    def interrupt():
        # Not a signal: Python swallows one that arrives while something is being cleaned up.
        raise KeyboardInterrupt

    X = in_chunks(OLD_FAITHFUL, 50, 2)
    at_iteration(3, interrupt)
    fit, whole = (fit_em(of, 4, tol=0, rng=0) for of in (X, OLD_FAITHFUL))
    assert not fit.converged and len(fit.trace) == 4 < len(whole.trace)
    np.testing.assert_allclose(fit.trace, whole.trace[: len(fit.trace)], rtol=1e-12)
    assert_same(fit_em(X, init=START), fit_em(OLD_FAITHFUL, init=START))


# bad input


WITH_NAN = np.where(np.arange(272)[:, None] == 117, np.nan, OLD_FAITHFUL)


@pytest.mark.parametrize(
    "X, words",
    [
        (in_chunks(WITH_NAN, 50, 2), "chunk 2 of X holds nan in row 17, column 0"),
        (in_chunks(OLD_FAITHFUL[:, 0], 50), r"X has 1 dimension .* X\.reshape\(-1, 1\)"),
        (da.ones((4, 3, 2)), "X has 3 dimensions but needs 2"),
        (da.ones((0, 2)), r"X is empty, its shape is \(0, 2\)"),
        (in_chunks(OLD_FAITHFUL, 272, 2)[da.zeros(272, dtype=bool)], "X is empty"),
        (da.ones((2, 2))[:, da.ones(2) > 0], r"how many columns it has: call X\.compute_chunk_si"),
        (da.ma.masked_less(da.ones((4, 2)), 2), "chunk 0 of X is a masked array"),
        (da.ones((4, 2), dtype=complex), "chunk 0 of X holds complex numbers"),
        (da.ones((4, 2)).astype("U1"), "chunk 0 of X must be an array of numbers: it holds text"),
        (
            da.from_delayed(delayed(np.ones)((4, 2)), (5, 2), float),
            r"chunk 0 of X has the shape \(4, 2\) where \(5, 2\) is expected",
        ),
    ],
)
def test_what_is_wrong_with_a_chunk_is_said(X, words):
    with pytest.raises(ValueError, match=words):
        fit_em(X, 1)


def test_a_worker_says_what_is_wrong_with_a_chunk(on_both):
    with pytest.raises(ValueError, match=r"^chunk 2 of X holds nan in row 17, column 0"):
        fit_em(in_chunks(WITH_NAN, 50, 2), 1)


FAR = in_chunks(np.array([[0.0], [1.0], [0.5], [1e130]]), 3, 1)
NARROW = Mixture([[0.0], [1.0]], [1e-30, 1e-30], [0.5, 0.5])


def test_the_point_of_all_that_lies_beyond_every_component_is_named():
    with pytest.raises(ValueError, match=r"^point 3 of X lies so many sigma from every"):
        fit_em(FAR, init=NARROW, sigma_min=1e-31)  # and no warning of an overflow in a thread


def test_a_worker_names_the_point_of_all(on_both):
    with pytest.raises(ValueError, match=r"^point 3 of X lies so many sigma from every"):
        fit_em(FAR, init=NARROW, sigma_min=1e-31)


def test_an_asynchronous_client_is_refused(one_thread_of_this_process):
    async def fit():
        async with Client(one_thread_of_this_process[0].scheduler_address, asynchronous=True):
            fit_em(da.ones((4, 2)), 1)

    # In a thread: a browser's tests may have left an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        with pytest.raises(ValueError, match="the dask client is asynchronous"):
            thread.submit(asyncio.run, fit()).result(timeout=60)
