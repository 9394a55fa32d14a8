"""The benchmark runs, and what the book shows of it was made from the same figures."""

import interleaved
import numpy as np
import pytest
import speed
import speed_report


def test_every_part_of_the_benchmark_runs_and_prints_ratios():
    rows = list(speed.measure(speed.IN_TURN, quick=True))
    assert {row.what for row in rows} >= {"em", "bound", "D", "kmeans", "fit", "20 starts"}
    for row in rows:
        assert 0 < row.low <= row.ratio <= row.high < np.inf and row.ours > 0
        assert speed_report.line(row).startswith(row.what)


def test_the_table_and_the_picture_in_the_book_are_made_from_the_same_figures():
    assert speed_report.TABLE.read_text("utf-8") == speed_report.table()
    # another matplotlib draws other paths, but of the same numbers
    digest = speed_report.digest()
    assert digest in speed_report.PICTURE.read_text("utf-8")
    assert digest in speed_report.picture()


def test_the_figures_are_of_every_part_and_of_every_size():
    machine, rows = speed_report.figures()
    assert {"cores", "numpy", "scikit-learn"} <= machine.keys()
    assert {row.what for row in rows} >= {"em", "D", "kmeans", "fit", "20 starts", "memory"}
    shapes = {(row.N, row.d, row.K) for row in rows if row.what == "em"}
    assert shapes == set(map(tuple, speed.SHAPES))


def test_a_ratio_is_the_median_over_rounds_with_its_quartiles():
    found = interleaved.timing([(1.0, 2.0), (1.0, 4.0), (2.0, 6.0), (3.0, 30.0), (1.0, 5.0)])
    assert found == interleaved.Timing(1.0, 4.0, 3.0, 5.0, 5)


def test_runs_take_turns_and_a_run_of_many_steps_counts_as_many(monkeypatch):
    clock, ran = [0.0], []
    monkeypatch.setattr(interleaved.time, "perf_counter", lambda: clock[0])

    def run(name, seconds, steps):
        def once():
            ran.append(name)
            clock[0] += seconds
            return steps

        return once

    found = interleaved.compare(run("ours", 1.0, None), run("peer", 6.0, 3), 4, 0.0, np.inf)
    assert ran == ["ours", "peer"] * 5  # the first to warm up
    assert (found.seconds, found.ratio, found.rounds) == (1.0, 2.0, 4)
    short, long = (run("ours", 1.0, None), run("peer", 2.0, None), 7), (0.0, 1.0)
    assert interleaved.compare(*short, 30.0, np.inf).rounds == 9  # and 3 seconds to warm up
    assert interleaved.compare(*short, *long).rounds == interleaved.LEAST_ROUNDS


@pytest.mark.parametrize(
    "ratio, words", [(0.0321, "0.03"), (0.994, "1.0"), (1.54, "1.5"), (9.97, "10"), (44.4, "44")]
)
def test_a_ratio_is_written_with_no_more_digits_than_it_has(ratio, words):
    assert speed_report.number(ratio) == words
