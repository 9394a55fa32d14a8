"""Problems for the engine and the sessions: ordinary, extreme and degenerate."""

from typing import NamedTuple

import numpy as np

from mixtures_lab import Mixture


class Problem(NamedTuple):
    name: str
    X: np.ndarray
    mixture: Mixture


def _ordinary(rng):
    """Points in clumps, means near or far from them."""
    N, K = int(rng.integers(2, 60)), int(rng.integers(1, 7))
    K = min(K, N)
    spread = 10 ** rng.uniform(-1, 1)
    X = rng.normal(0, 3, (K, 2))[rng.integers(K, size=N)] + spread * rng.normal(size=(N, 2))
    mu = rng.normal(0, 4, (K, 2))
    return X, Mixture(mu, 10 ** rng.uniform(-0.5, 1, K), rng.dirichlet(np.ones(K)))


def _scaled(factor):
    def make(rng):
        X, (mu, sigma, pi) = _ordinary(rng)
        return factor * X, Mixture(factor * mu, factor * sigma, pi)

    return make


def _far(rng):
    """1e8 away: whole numbers and halves, so that storing them loses nothing."""
    X, (mu, sigma, pi) = _ordinary(rng)
    return np.round(2 * X) / 2 + 1e8, Mixture(np.round(4 * mu) / 4 + 1e8, sigma, pi)


def _outlier(rng):
    X, mixture = _ordinary(rng)
    return np.vstack([X, [[1e4, -1e4]]]), mixture


def _weight_0(rng):
    X, (mu, sigma, _) = _ordinary(rng)
    pi = np.zeros(len(mu))
    pi[rng.integers(len(mu))] = 1
    return X, Mixture(mu, sigma, pi)


def _narrow(rng):
    """σ so small that every row of e^Q is one-hot."""
    X, (mu, sigma, pi) = _ordinary(rng)
    return X, Mixture(mu, 1e-2 * sigma, pi)


def _wide(rng):
    X, (mu, sigma, pi) = _ordinary(rng)
    return X, Mixture(mu, 1e6 * sigma, pi)


def _one_point(rng):
    return rng.normal(size=(1, 2)), Mixture(rng.normal(size=(1, 2)), np.ones(1), np.ones(1))


def _all_equal(rng):
    K = int(rng.integers(1, 4))
    X = np.repeat(rng.normal(size=(1, 2)), 7, axis=0)
    return X, Mixture(rng.normal(size=(K, 2)), np.ones(K), np.full(K, 1 / K))


def _twins(rng):
    """Two components that nothing tells apart."""
    X, (mu, sigma, pi) = _ordinary(rng)
    pick = np.append(np.arange(len(mu)), 0)[: len(X)]
    return X, Mixture(mu[pick], sigma[pick], pi[pick] / pi[pick].sum())


def _mean_on_a_point(rng):
    X, (mu, sigma, pi) = _ordinary(rng)
    mu = mu.copy()
    mu[0] = X[0]
    return X, Mixture(mu, sigma, pi)


MAKERS = {
    "ordinary": (_ordinary, 120),
    "tiny units": (_scaled(1e-6), 40),
    "huge units": (_scaled(1e6), 40),
    "far from the origin": (_far, 40),
    "an outlier": (_outlier, 40),
    "a weight of 0": (_weight_0, 30),
    "narrow": (_narrow, 40),
    "wide": (_wide, 30),
    "one point": (_one_point, 10),
    "all points equal": (_all_equal, 10),
    "coincident components": (_twins, 20),
    "a mean on a point": (_mean_on_a_point, 20),
}


def problems(kind):
    """The problems of one kind, the same each time; 440 over all kinds."""
    make, count = MAKERS[kind]
    rng = np.random.default_rng(sum(map(ord, kind)))
    for k in range(count):
        yield Problem(f"{kind} {k}", *make(rng))


#: Good and bad; none with K alone, whose first guess each side draws by itself.
START_LINKS = [
    "mu=1,2;3,4",
    "K=2&mu=1,2;3,4&sigma=0.5&pi=0.3,0.7&algorithm=em",
    "K=1&mu=1e8,1e8&data=far_from_origin",
    "mu=0,0;0,0;1,1&algorithm=kmeans&data=overlapping",
    "K=2&mu=1,2;3,4&shared=0.7",
    "mu=1,2;3,4&beside=kmeans",
    "mu=1,2;3",
    "K=3&mu=1,2;3,4",
]


#: One σ for all components, from hard to soft; None lets it go again.
SHARED = [1e-12, 0.1, 0.5, 2.0, None]

BESIDE = ["kmeans", "em", "random", "before", None]


def random_action(rng, frame):
    """Something a reader may do, or may try to do; nothing that draws at random."""
    steps = ["e_step", "m_step", "assign", "update", "step", "step", "step", "back", "reset"]
    j, i = int(rng.integers(-1, frame["K"] + 1)), int(rng.integers(-1, frame["N"] + 1))
    x, y = (float(v) for v in rng.normal(2, 3, 2).round(2))
    gesture = [None, 1, 2][rng.integers(3)]
    choices = [
        *({"name": name} for name in steps for _ in range(2)),
        {"name": "goto", "t": int(rng.integers(-1, frame["last"] + 2))},
        {"name": "move_mean", "j": j, "x": x, "y": y, "gesture": gesture},
        {"name": "set_sigma", "j": j, "sigma": float(rng.normal(1, 1)), "gesture": gesture},
        {"name": "share_sigma", "sigma": SHARED[rng.integers(len(SHARED))], "gesture": gesture},
        {"name": "add_point", "x": x, "y": y},
        {"name": "remove_point", "i": i},
        {"name": "select", "point": i, "component": j},
        {"name": "try_starts", "count": int(rng.integers(0, 4))},
        *({"name": name} for name in ("go_on", "go_on", "stop_starts", "swap")),
        {"name": "load_start", "start": int(rng.integers(-1, 3))},
        {"name": "load", "start": START_LINKS[rng.integers(len(START_LINKS))]},
        {"name": "compare", "run": BESIDE[rng.integers(len(BESIDE))]},
        {"name": "predict", "on": bool(rng.integers(3))},
        *[{"name": "move_prediction", "j": j, "x": x, "y": y}] * 2,
        {"name": "set_algorithm", "algorithm": ["em", "kmeans"][rng.integers(2)]},
        {"name": "set_first_guess", "guess": ["given", "hand"][rng.integers(2)]},
    ]
    if frame["guess"] == "hand":  # the one guess that is not drawn
        data = ["own", "overlapping", "far_from_origin", "nowhere"][rng.integers(4)]
        choices += [
            {"name": "set_k", "K": int(rng.integers(0, 10))},
            {"name": "set_data", "data": data},
        ]
    return choices[rng.integers(len(choices))]


SHOWS = [("D", "P", "Q", "em"), ("D", "kmeans"), ("D",), ("D", "P", "Q"), ("P", "em", "kmeans")]
