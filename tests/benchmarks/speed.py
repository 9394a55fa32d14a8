"""How fast the package is beside others: python tests/benchmarks/speed.py [--quick] [--only em]

Prints ratios, the time of a peer ÷ ours: above 1 the package is faster. Both run in turn in
one process, under the same limit of threads. What is measured goes into the book:
`book/reference/speed.json`, and made from it `speed-table.md` and `images/speed.svg`.

The peers are scikit-learn and, for K-means, scikit-learn-intelex and faiss if they are there.
Not a test: a slow machine is no mistake.
"""

import argparse
import importlib
import os
import platform
import sys
import tempfile
import warnings
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import sklearn
import speed_report
from interleaved import Timing, compare, in_a_fresh_process, timing
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_info, threadpool_limits

from mixtures_lab import Mixture, datasets, estimators, fit_kmeans, squared_distances
from mixtures_lab.blocked import block_of, rows_per_block, steps
from mixtures_lab.sources import source_of


class Shape(NamedTuple):
    N: int
    d: int
    K: int


SHAPES = [
    Shape(272, 2, 2),
    Shape(2_000, 2, 5),
    Shape(100_000, 2, 10),
    Shape(1_000_000, 2, 10),
    Shape(200_000, 16, 32),
    Shape(50_000, 64, 64),
    Shape(20_000, 784, 10),
]

#: Where the work of a call, not of a point, is what takes the time.
SMALL = [Shape(N, d, K) for N, d, K in product((50, 200, 500), (1, 2, 20), (1, 2, 20))]

#: On more points than these, a whole fit of a peer, or 20 of them, takes minutes.
MOST_FOR_FITS, MOST_FOR_EXACT_FITS, MOST_FOR_RESTARTS = 100_000, 2_000, 2_000

KMEANS_ITERATIONS, UNTIL_SETTLED = 10, 300

#: A comparison has so many rounds: more if they are over in less than a second, fewer if they
#: take longer than `most`.
ROUNDS = {"rounds": 7, "least": 1.0, "most": 20.0}
QUICK = {"rounds": 3, "least": 0.0, "most": 0.0}


class Row(NamedTuple):
    """One comparison."""

    what: str
    N: int
    d: int
    K: int
    threads: int
    peer: str
    unit: str  # of `ours`: "ms" or "MiB"
    ours: float
    ratio: float  # the peer's ÷ ours, the median over the rounds
    low: float  # … and its quartiles
    high: float
    rounds: int


def row(what, shape, threads, peer, found: Timing, unit="ms"):
    scale = 1e3 if unit == "ms" else 1
    numbers = (float(f"{number:.3g}") for number in (scale * found.seconds, *found[1:4]))
    return Row(what, *shape, threads, peer, unit, *numbers, found.rounds)


def problem(shape):
    """Points that components drew which overlap, and a first guess; Old Faithful at its size."""
    N, d, K = shape
    rng = np.random.default_rng(0)
    if shape == SHAPES[0]:
        X = datasets.old_faithful()
        return X, Mixture(X[:2], X.std(axis=0), np.full(2, 0.5))
    mu = rng.normal(scale=4, size=(K, d))
    X = mu[rng.integers(K, size=N)] + rng.normal(size=(N, d))
    return X, Mixture(mu + 0.3 * rng.normal(size=(K, d)), np.full(K, 1.5), np.full(K, 1 / K))


# One EM iteration


def our_em(X, mixture):
    """One iteration after another, as `fit_em` runs them."""
    source = source_of(X, np.random.default_rng(0))
    frame = source.frame(mixture.mu)
    points = source.inside(frame, len(mixture.pi))
    inside = Mixture(frame.into(mixture.mu), mixture.sigma / frame.unit, mixture.pi)
    run = steps(points.add_up, inside, 1e-6 * points.rms)

    def iteration():
        next(run)

    return iteration


def peers_em(X, mixture):
    """scikit-learn's E-step and M-step, as its `fit` runs them."""
    model = GaussianMixture(len(mixture.pi), covariance_type="spherical")
    model.weights_, model.means_ = mixture.pi, mixture.mu
    model.covariances_, model.precisions_cholesky_ = mixture.sigma**2, 1 / mixture.sigma

    def iteration():
        _, log_responsibilities = model._e_step(X)
        model._m_step(X, log_responsibilities)

    return iteration


def least_em(X, shape):
    """What no iteration can do without: two matrix products and the exponential, in blocks."""
    rows = rows_per_block(shape.K, shape.d)
    blocks = [block_of(X[first : first + rows]).A for first in range(0, len(X), rows)]
    W = np.full((shape.K, shape.d + 2), 1e-9)

    def iteration():
        for A in blocks:
            R = W @ A
            np.exp(R, out=R)
            R @ A.T

    return iteration


def em_rows(compare, shape, threads, what="em"):
    X, start = problem(shape)
    yield what, "scikit-learn", compare(our_em(X, start), peers_em(X, start))
    if what == "em":
        yield "bound", "bound", compare(our_em(X, start), least_em(X, shape))


# One iteration of K-means


def kmeans_peers():
    """The makers of K-means that can be imported."""
    yield "scikit-learn", partial(peers_kmeans, KMeans)
    for name, module in (("scikit-learn-intelex", "sklearnex.cluster"), ("faiss", "faiss")):
        try:
            found = importlib.import_module(module)
        except ImportError:
            print(f"  {name} is not there: left out", file=sys.stderr)
            continue
        yield name, faiss_kmeans if name == "faiss" else partial(peers_kmeans, found.KMeans)


def our_kmeans(X, mu, max_iter=KMEANS_ITERATIONS):
    def run():
        fit = fit_kmeans(X, len(mu), init=mu, max_iter=max_iter)
        return min(len(fit.trace), max_iter)  # as scikit-learn counts them

    return run


def peers_kmeans(model, X, mu, max_iter=KMEANS_ITERATIONS):
    def run():
        fit = model(len(mu), init=mu, n_init=1, max_iter=max_iter, tol=0).fit(X)
        return int(fit.n_iter_)

    return run


def faiss_kmeans(X, mu):
    import faiss

    X, mu = X.astype(np.float32), mu.astype(np.float32)  # it has no float64
    every = {"min_points_per_centroid": 1, "max_points_per_centroid": len(X)}

    def run():
        faiss.Kmeans(X.shape[1], len(mu), niter=KMEANS_ITERATIONS, **every).train(
            X, init_centroids=mu
        )
        return KMEANS_ITERATIONS

    return run


def kmeans_rows(compare, shape, threads):
    X, _ = problem(shape)
    mu = X[: shape.K]  # a start from which iterations are needed
    for peer, run in kmeans_peers():
        if peer == "scikit-learn-intelex" and not limit_intelex(threads):
            continue
        yield "kmeans", peer, compare(our_kmeans(X, mu), run(X, mu))
    # … and until nothing changes: late iterations are where bounds save most
    whole = our_kmeans(X, mu, UNTIL_SETTLED), peers_kmeans(KMeans, X, mu, UNTIL_SETTLED)
    yield "kmeans, settled", "scikit-learn", compare(*whole)


def limit_intelex(threads):
    """Limit its threads, which threadpoolctl does not know of; whether that was possible."""
    try:
        importlib.import_module("daal4py").daalinit(threads)
    except (ImportError, AttributeError):
        return False
    return True


# The matrix D alone, and whole fits


def distance_rows(compare, shape, threads):
    X, (mu, _, _) = problem(shape)

    def ours():
        squared_distances(X, mu)

    def peers():
        euclidean_distances(X, mu, squared=True)

    yield "D", "scikit-learn", compare(ours, peers)


def fit_rows(compare, shape, threads, what="fit", n_init=1):
    """Whole fits, from a new start in every round."""
    X, _ = problem(shape)

    def fits(model, seeds, **more):
        spherical = partial(model, shape.K, covariance_type="spherical", n_init=n_init, **more)
        return lambda: spherical(random_state=next(seeds)).fit(X) and None

    def both(**more):
        models = estimators.GaussianMixture, GaussianMixture
        return compare(*(fits(model, iter(range(10**9)), **more) for model in models))

    yield what, "scikit-learn", both()  # the defaults of the two classes are the same
    if shape.N <= MOST_FOR_EXACT_FITS:  # … and both to where `fit_em` stops
        yield f"{what}, to 1e-9", "scikit-learn", both(tol=1e-9, max_iter=1000)


def restart_rows(compare, shape, threads):
    yield from fit_rows(compare, shape, threads, "20 starts", n_init=20)


def small_rows(compare, shape, threads):
    yield from em_rows(compare, shape, threads, "em, small")
    yield from fit_rows(compare, shape, threads, "fit, small")


# In processes of their own

PEAK = """
import resource, sys
import numpy as np

def peak():  # in MiB; Linux counts kibibytes, macOS bytes
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 2**10)

before = peak()
X = np.load({path!r}, mmap_mode="r")
{fit}
print(peak() - before)
"""

OUR_FIT = "from mixtures_lab import fit_em; fit_em(X, {K}, max_iter=2, tol=0, rng=0)"
PEERS_FIT = """
import warnings; warnings.simplefilter("ignore")
from sklearn.mixture import GaussianMixture
GaussianMixture({K}, covariance_type="spherical", max_iter=2, init_params="random_from_data",
                random_state=0).fit(X)
"""


#: 160 MB of points.
LARGE = Shape(10_000_000, 2, 10)


def memory_rows(shape=LARGE):
    """The peak of a fit to a file, above that of a process that has imported NumPy."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "points.npy")
        X = np.lib.format.open_memmap(path, mode="w+", shape=shape[:2], dtype=float)
        rng = np.random.default_rng(0)
        for first in range(0, len(X), 2**16):
            part = X[first : first + 2**16]
            part[:] = rng.normal(size=part.shape) + rng.integers(shape.K, size=(len(part), 1))
        X.flush()
        ours, peers = (
            in_a_fresh_process(PEAK.format(path=path, fit=fit.format(K=shape.K)))
            for fit in (OUR_FIT, PEERS_FIT)
        )
    yield row("memory", shape, 0, "scikit-learn", timing([(ours, peers)]), "MiB")


IMPORT = """
import time, numpy
start = time.perf_counter()
import {module}
print(time.perf_counter() - start)
"""


def import_rows(rounds=15):
    """What an import takes beyond that of NumPy."""
    modules = "mixtures_lab", "sklearn.mixture"
    pairs = [
        [in_a_fresh_process(IMPORT.format(module=module)) for module in modules]
        for _ in range(rounds + 1)
    ]
    pairs = pairs[1:]  # the first import may write bytecode
    yield row("import", (0, 0, 0), 0, "scikit-learn", timing(pairs))


#: What is measured in this process: how, at which shapes, with how many threads.
IN_TURN = {
    "em": (em_rows, SHAPES, (1, 2)),
    "D": (distance_rows, SHAPES, (1, 2)),
    "kmeans": (kmeans_rows, SHAPES, (1,)),
    "fit": (fit_rows, [shape for shape in SHAPES if shape.N <= MOST_FOR_FITS], (1,)),
    "restarts": (restart_rows, [shape for shape in SHAPES if shape.N <= MOST_FOR_RESTARTS], (1,)),
    "small": (small_rows, SMALL, (1,)),
}

#: What is measured in processes of its own.
APART = {"memory": memory_rows, "import": import_rows}


def measure(parts, *, quick=False):
    """The rows of `parts`; with `quick`, three rounds of the smallest shape of each."""
    run = partial(compare, **(QUICK if quick else ROUNDS))
    for part in parts:
        if part in APART:
            yield from APART[part]()
            continue
        rows_of, shapes, threads = IN_TURN[part]
        for shape, limit in product(
            shapes[:1] if quick else shapes, threads[:1] if quick else threads
        ):
            print(f"{part} {tuple(shape)}, {limit} threads …", file=sys.stderr)
            with threadpool_limits(limit), warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                for what, peer, found in rows_of(run, shape, limit):
                    yield row(what, shape, limit, peer, found)


def machine():
    """What the figures depend on, in neutral words."""
    blas = {info["internal_api"] for info in threadpool_info() if info["user_api"] == "blas"}
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "BLAS": ", ".join(sorted(blas)),
    }


def main(arguments=None):
    parts = [*IN_TURN, *APART]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=parts, nargs="+", default=parts, help="these parts")
    parser.add_argument(
        "--quick", action="store_true", help="the smallest shape, three rounds; writes nothing"
    )
    chosen = parser.parse_args(arguments)
    only = [part for part in chosen.only if not (chosen.quick and part in APART)]
    rows = []
    for found in measure(only, quick=chosen.quick):
        rows.append(found)
        print(speed_report.line(found), flush=True)
    if not chosen.quick:
        speed_report.write(machine(), rows)


if __name__ == "__main__":
    main()
