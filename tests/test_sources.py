"""Where points come from: arrays, files larger than memory, blocks that are read again."""

import mmap
from pathlib import Path

import numpy as np
import pytest
from problems import OLD_FAITHFUL, no_warnings, table

from mixtures_lab import FitStopped, Mixture, _progress, fit_em, sources
from mixtures_lab.sources import (
    FEWEST,
    FEWEST_PER_COMPONENT,
    SAMPLE,
    Array,
    Stream,
    source_of,
)

pytestmark = no_warnings

START = Mixture(OLD_FAITHFUL[:2], np.full(2, 5.0), np.full(2, 0.5))


class Blocks:
    """Blocks that are read anew each time, and what happens at each reading."""

    def __init__(self, X, rows=100, at=lambda reading, block: block):
        self.X, self.rows, self.at, self.readings = X, rows, at, 0

    def __iter__(self):
        reading, self.readings = self.readings, self.readings + 1
        for number, first in enumerate(range(0, len(self.X), self.rows)):
            block = self.at((reading, number), self.X[first : first + self.rows])
            if block is not None:
                yield block


def on_disk(tmp_path, X):
    np.save(tmp_path / "X.npy", X)
    return np.load(tmp_path / "X.npy", mmap_mode="r")


# oracle: the same points in an array


@pytest.mark.parametrize("rows", [1, 100, 272])
def test_blocks_fit_as_the_whole_array_does(rows):
    whole = fit_em(OLD_FAITHFUL, init=START)
    for X in (
        Blocks(OLD_FAITHFUL, rows),
        list(Blocks(OLD_FAITHFUL, rows)),
        tuple(Blocks(OLD_FAITHFUL)),
    ):
        fit = fit_em(X, init=START)
        np.testing.assert_allclose(fit.mixture.mu, whole.mixture.mu, rtol=1e-9)
        np.testing.assert_allclose(fit.trace, whole.trace, rtol=1e-12)
        assert fit.sigma_min == pytest.approx(whole.sigma_min)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int16])
def test_a_file_fits_as_the_whole_array_does(dtype, tmp_path):
    X = OLD_FAITHFUL.astype(dtype)
    fit, whole = fit_em(on_disk(tmp_path, X), 2, rng=0), fit_em(X, 2, rng=0)
    assert isinstance(source_of(on_disk(tmp_path, X), np.random.default_rng(0)), Stream)
    assert fit.nll == pytest.approx(whole.nll, rel=1e-6)
    np.testing.assert_allclose(
        np.sort(fit.mixture.mu, axis=0), np.sort(whole.mixture.mu, axis=0), rtol=1e-3
    )


def resident():
    """Bytes of memory that this process has at the moment."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * mmap.PAGESIZE


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux says it there")
def test_the_pages_of_a_file_do_not_stay_in_memory_once_they_are_read(tmp_path):
    X = on_disk(tmp_path, np.ones((2_500_000, 2)))  # 40 MB
    before = resident()
    source = source_of(X, np.random.default_rng(0))
    assert source.N == len(X) and resident() - before < 20e6


def test_what_was_written_to_a_copy_on_write_file_is_kept(tmp_path):
    X = np.load(on_disk(tmp_path, OLD_FAITHFUL).filename, mmap_mode="c")
    X += 5
    np.testing.assert_allclose(fit_em(X, 1).mixture.mu[0], OLD_FAITHFUL.mean(axis=0) + 5)
    np.testing.assert_array_equal(X, OLD_FAITHFUL + 5)


def test_many_float32_points_are_worked_out_in_float32_and_to_its_digits(rng):
    X = np.vstack([table(rng, 30_000, 2), 6 + table(rng, 30_000, 2)]).astype(np.float32)
    start = Mixture([[1.0, 1.0], [5.0, 4.0]], [2.0, 2.0], [0.5, 0.5])
    narrow, wide = (fit_em(part, init=start, max_iter=20) for part in (X, X.astype(float)))
    np.testing.assert_allclose(narrow.mixture.mu, wide.mixture.mu, atol=1e-3)
    assert narrow.nll == pytest.approx(wide.nll, rel=1e-6)
    assert (narrow.trace != wide.trace[: len(narrow.trace)]).any()
    # few of them take no time, and lose no digit
    few = X[::100]
    assert fit_em(few, init=start).nll == fit_em(few.astype(float), init=start).nll


@pytest.mark.parametrize("unit", [1e-15, 1e-22, 1e17])
def test_many_float32_points_whose_squares_are_no_float32_are_worked_out_in_float64(rng, unit):
    X = np.vstack([table(rng, 30_000, 2), 6 + table(rng, 30_000, 2)]) * unit
    start = Mixture(unit * np.array([[1.0, 1], [5, 4]]), np.full(2, 2 * unit), [0.5, 0.5])
    single, double = (fit_em(X.astype(t), init=start, max_iter=9) for t in (np.float32, float))
    np.testing.assert_allclose(single.mixture.mu, double.mixture.mu, rtol=1e-4)
    np.testing.assert_allclose(single.mixture.sigma, double.mixture.sigma, rtol=1e-4)


def test_a_component_without_points_stays_without_also_in_float32(rng):
    X = table(rng, 60_000, 2).astype(np.float32)
    start = Mixture([[0.0, 0.0], [1e4, 1e4], [1.0, 1.0]], np.ones(3), [0.5, 0.5, 0.0])
    fit = fit_em(X, init=start, max_iter=3)
    np.testing.assert_array_equal(fit.mixture.pi, [1, 0, 0])
    np.testing.assert_allclose(fit.mixture.mu[1], X.mean(axis=0), atol=1e-6)


def test_a_list_of_rows_is_a_table_and_a_list_of_tables_is_blocks(rng):
    for X, kind in [
        ([[0.0, 1.0], [2.0, 3.0]], Array),
        (((0.0,), (1.0,)), Array),
        (list(OLD_FAITHFUL), Array),
        ([OLD_FAITHFUL[:9], OLD_FAITHFUL[9:]], Stream),
    ]:
        assert type(source_of(X, rng)) is kind


# law


def test_the_sample_is_drawn_fairly_from_all_blocks():
    X = np.arange(3.0 * SAMPLE)[:, None]
    source = source_of(Blocks(X, 1000), np.random.default_rng(0))
    sample = source._sample
    assert source.N == len(X) and len(sample) == SAMPLE == len(np.unique(sample))
    # a third of every third: three standard deviations of a hypergeometric count are 180
    counts = np.histogram(sample, bins=3, range=(0, len(X)))[0]
    assert (np.abs(counts - SAMPLE / 3) < 200).all()


def test_first_means_of_many_points_come_from_a_fair_sample_of_them():
    X = np.arange(5.0 * FEWEST)[:, None]
    source = source_of(X, np.random.default_rng(0))
    frame = source.frame()
    for K, n in ((3, FEWEST), (40, 40 * FEWEST_PER_COMPONENT), (200, len(X))):
        rows = (source.inside(frame, K).sample() + frame.centre)[:, 0]
        assert len(rows) == n and (np.diff(rows) > 0).all() and np.isin(rows, X).all()
        counts = np.histogram(rows, bins=5, range=(0, len(X)))[0]
        assert (np.abs(counts - n / 5) < 4 * np.sqrt(n / 5)).all()


def test_fits_from_some_of_the_points_end_as_low_as_from_all(rng, monkeypatch):
    X = table(rng, 8 * FEWEST, 2) + 8 * rng.integers(3, size=(8 * FEWEST, 2))  # nine places
    some = fit_em(X, 9, n_init=3, rng=0, tol=1e-6)
    monkeypatch.setattr(sources, "FEWEST", len(X))
    assert some.nll == pytest.approx(fit_em(X, 9, n_init=3, rng=0, tol=1e-6).nll, rel=1e-6)


def test_no_more_than_a_block_and_the_sample_is_kept():
    X = np.zeros((4 * SAMPLE, 1))
    kept = []

    def watch(at, block):
        block = block.copy()
        kept.append(block.__array_interface__["data"][0])
        return block

    source = source_of(Blocks(X, SAMPLE, watch), np.random.default_rng(0))
    assert len(source._sample) == SAMPLE and source._sample.base is None


# interrupted, and lost on the way


def test_an_interrupted_fit_returns_the_best_so_far():
    def interrupt(at, block):
        if at[0] == 5:
            raise KeyboardInterrupt
        return block

    fit = fit_em(Blocks(OLD_FAITHFUL, at=interrupt), init=START, tol=0)
    assert not fit.converged
    whole = fit_em(OLD_FAITHFUL, init=START, tol=0, max_iter=3)
    np.testing.assert_allclose(fit.trace, whole.trace, rtol=1e-12)


def test_an_interruption_before_anything_is_found_is_passed_on():
    def interrupt(at, block):
        if at[0] == 1:
            raise KeyboardInterrupt
        return block

    with pytest.raises(KeyboardInterrupt):
        fit_em(Blocks(OLD_FAITHFUL, at=interrupt), init=START)


@pytest.mark.parametrize(
    "at, words",
    [
        (lambda at, x: None if at == (4, 2) else x, "X gave 272 points at first, and 200 when"),
        (lambda at, x: x[:, :1] if at == (4, 1) else x, "block 1 of X has 1 columns but block 0"),
        (lambda at, x: x * np.nan if at == (4, 2) else x, "block 2 of X holds nan in row 0, col"),
    ],
)
def test_blocks_that_change_on_the_way_stop_the_fit_and_lose_nothing(at, words):
    with pytest.raises(
        FitStopped, match=f"{words}.*stopped after 2 iterations.*error.fit"
    ) as stopped:
        fit_em(Blocks(OLD_FAITHFUL, at=at), init=START, tol=0)
    fit = stopped.value.fit
    np.testing.assert_allclose(fit.trace, fit_em(OLD_FAITHFUL, init=START, tol=0, max_iter=2).trace)
    assert fit_em(OLD_FAITHFUL, init=fit).nll == pytest.approx(fit_em(OLD_FAITHFUL, init=START).nll)


def test_a_file_that_cannot_be_read_any_more_stops_the_fit_in_the_same_way():
    def fail(at, block):
        if at[0] == 4:
            raise OSError("Stale file handle")
        return block

    with pytest.raises(FitStopped, match="Stale file handle; EM stopped after 2 iterations"):
        fit_em(Blocks(OLD_FAITHFUL, at=fail), init=START, tol=0)


# restarts


def test_a_start_that_collapses_is_given_up_once_another_has_not(monkeypatch):
    from mixtures_lab import em

    seen = []
    run = em._Run.steps

    def watched(self, *arguments):
        yield from run(self, *arguments)
        seen.append((self.fit().at_floor.any(), self.converged))

    monkeypatch.setattr(em._Run, "steps", watched)
    rng = np.random.default_rng(3)
    X = np.round(1.2 * table(rng, 30, 2))
    fit = fit_em(X, 4, n_init=12, rng=0)
    assert not fit.at_floor.any()
    first = [collapsed for collapsed, _ in seen].index(False)
    given_up = [converged for collapsed, converged in seen[first + 1 :] if collapsed]
    assert given_up and not any(given_up)


@pytest.mark.parametrize("K", [2, 3, 4])
def test_the_best_of_20_starts_is_the_one_that_20_whole_runs_find(K):
    rng = np.random.default_rng(K)
    together = fit_em(OLD_FAITHFUL, K, n_init=20, rng=rng)
    again = np.random.default_rng(K)
    alone = [fit_em(OLD_FAITHFUL, K, rng=again) for _ in range(20)]
    assert together.nll == min(fit.nll for fit in alone if not fit.at_floor.any())


# progress


def test_a_bar_appears_when_a_fit_takes_long_and_not_before(monkeypatch, capsys):
    fit_em(OLD_FAITHFUL, init=START)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(_progress, "PATIENCE", -1.0)
    fit_em(OLD_FAITHFUL, init=START)
    assert "EM" in capsys.readouterr().err


def test_a_fit_needs_no_tqdm(monkeypatch):
    monkeypatch.setattr(_progress, "PATIENCE", -1.0)
    monkeypatch.setitem(__import__("sys").modules, "tqdm.auto", None)
    assert fit_em(OLD_FAITHFUL, init=START).converged


# bad input


@pytest.mark.parametrize(
    "X, words",
    [
        ((block for block in [OLD_FAITHFUL]), "X can be read only once, .* list of blocks"),
        ([OLD_FAITHFUL[:5], OLD_FAITHFUL[5:, :1]], "block 1 of X has 1 columns but block 0 has 2"),
        (
            [*[OLD_FAITHFUL] * 17, OLD_FAITHFUL * np.nan],
            "block 17 of X holds nan in row 0, column 0",
        ),
        ([OLD_FAITHFUL, np.ones((0, 2))], "block 1 of X is empty"),
        ([np.array([["a"]])], "block 0 of X must be an array of numbers"),
        (Blocks(np.ones((0, 2))), "X has no blocks: give at least one point"),
        ([], "X has 1 dimension but needs 2|X is empty"),
        ({"a": 1}, "X must be an array of numbers|X has 0 dimensions"),
        (3.0, "X has 0 dimensions"),
    ],
)
def test_blocks_are_refused_by_their_number(X, words):
    with pytest.raises(ValueError, match=words):
        fit_em(X, 1)


def test_an_empty_or_flat_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match="X has 1 dimension but needs 2"):
        fit_em(on_disk(tmp_path, np.arange(5.0)), 1)
    empty = np.memmap(tmp_path / "one", dtype=float, mode="w+", shape=(4, 2))[:0]
    with pytest.raises(ValueError, match="X is empty"):
        fit_em(empty, 1)


def test_more_components_than_points_are_refused_for_blocks_as_well():
    with pytest.raises(ValueError, match="K is 9 but there are only 4 points"):
        fit_em([np.eye(2), np.eye(2)], 9)
