"""Write src/datasets-data.js, the numbers behind the page's data sets.

    python mixtures_lab/explorer/src/make_datasets.py

To be run when `mixtures_lab.datasets` changes; tests/explorer/test_engine.py says when.
The made sets of 300 points share their noise (one seed), so it is stored once, exactly.
"""

import base64
import json
from pathlib import Path

import numpy as np

from mixtures_lab import datasets


def encoded(A):
    """Float64 numbers in base64: exact, and shorter than digits.

    The first bytes of all, then the second bytes, and so on to the last, which hold sign and
    exponent: they are much alike, and side by side they are compressed.
    """
    rows = np.ascontiguousarray(A, dtype="<f8").reshape(-1, 1).view(np.uint8)
    return base64.b64encode(rows.T.tobytes()).decode()


def old_faithful():
    """Six digits a row: thousandths of a minute that an eruption lasts, minutes to the next."""
    rows = datasets.old_faithful() * [1000, 1]
    return "".join(f"{eruption:04.0f}{waiting:02.0f}" for eruption, waiting in rows)


def components(K, pi=None):
    """The component that `blobs` draws for each of 300 points, one digit each."""
    pi = np.full(K, 1 / K) if pi is None else np.array(pi)
    return "".join(map(str, np.random.default_rng(0).choice(K, size=300, p=pi)))


def noise(N):
    """The standard normal numbers that `blobs` adds to N points."""
    rng = np.random.default_rng(0)
    rng.choice(3, size=N, p=np.full(3, 1 / 3))
    return rng.standard_normal((N, 2))


def two_of_299():
    """As `components`, for the 299 points of `one_far_outlier` that are not the outlier."""
    return "".join(map(str, np.random.default_rng(0).choice(2, size=299, p=[0.5, 0.5])))


def noise_of_rings():
    """The standard normal numbers that `rings` adds to its radii."""
    rng = np.random.default_rng(0)
    rng.random(2 * 300)  # the angles and the groups, which the page draws itself
    return rng.standard_normal(300)


def seed_0():
    """Where the generator of seed 0 stands, which the page has itself: pcg64.js."""
    state = np.random.PCG64(0).state["state"]
    return f"{{ state: {state['state']}n, increment: {state['inc']}n }}"


def main():
    values = {
        "OLD_FAITHFUL": old_faithful(),
        "NOISE": encoded(noise(300)),
        "FIRST_NOISE_OF_299": noise(299)[0, 0],
        "THREE_ALIKE": components(3),
        "TWO_UNEQUAL": components(2, [0.85, 0.15]),
        "TWO_OF_299": two_of_299(),
        "RINGS_NOISE": encoded(noise_of_rings()),
    }
    lines = ["// Written by make_datasets.py from mixtures_lab.datasets: do not edit."]
    for name, value in values.items():
        lines.append(f"export const {name} = {json.dumps(value, separators=(',', ':'))};")
    lines.append(f"export const SEED_0 = {seed_0()};")
    target = Path(__file__).with_name("datasets-data.js")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
