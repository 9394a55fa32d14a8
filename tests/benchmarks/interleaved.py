"""Timing two things fairly: in turn, in one process, so that whatever else the machine does
falls on both; and in processes of their own, where what counts is what a process has used.
"""

import os
import subprocess
import sys
import time
from statistics import median, quantiles
from typing import NamedTuple

#: A run shorter than this is repeated, else the clock is what is measured.
SECONDS = 0.01

LEAST_ROUNDS = 3


class Timing(NamedTuple):
    """Seconds a call, and how many times as long the peer takes: median and quartiles."""

    seconds: float
    ratio: float
    low: float
    high: float
    rounds: int


def compare(ours, peer, rounds, least, most):
    """Run `ours` and `peer` in turn, `rounds` times or more, until `least` seconds are spent.

    Once `most` seconds are spent it ends with fewer. A run may return how many steps it took;
    then a step is what is timed.
    """
    begun = time.perf_counter()
    ours, peer = _repeated(ours), _repeated(peer)
    times, enough = [], False
    while not enough:
        times.append((ours(), peer()))
        spent = time.perf_counter() - begun
        enough = spent >= least if len(times) >= rounds else spent > most
        enough = enough and len(times) >= LEAST_ROUNDS
    return timing(times)


def timing(pairs):
    """Of pairs of times, or of any quantity: ours, and the peer's."""
    ratios = [peer / ours for ours, peer in pairs]
    low, _, high = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    return Timing(median(ours for ours, _ in pairs), median(ratios), low, high, len(pairs))


def _repeated(run):
    """`run`, warmed up, as a function that gives the seconds of one call, or of one step."""
    start = time.perf_counter()
    run()
    first = time.perf_counter() - start
    times = max(1, round(SECONDS / max(first, 1e-9)))

    def seconds():
        steps = 0
        start = time.perf_counter()
        for _ in range(times):
            steps += run() or 1
        return (time.perf_counter() - start) / steps

    return seconds


def in_a_fresh_process(code):
    """What `code` prints, as a number, in a Python that has imported nothing yet."""
    # A process starts with its parent's peak of memory as its own. So the parent is a small one.
    between = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
    command = [sys.executable, "-c", between, sys.executable, "-c", code]
    # An installed package has its bytecode on disk; one in a checkout may be kept from it.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return float(run.stdout)
