"""Three groups of points and a mixture near them; a small web server, and pages."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from serving import served

from mixtures_lab import Mixture
from mixtures_lab.explorer.session import Session

STATIC = Path(__file__).parents[2] / "mixtures_lab" / "explorer" / "static"


@pytest.fixture
def X():
    rng = np.random.default_rng(5)
    return np.vstack([rng.normal(m, 1, (15, 2)) for m in ([0, 0], [5, 1], [2, 6])])


@pytest.fixture
def mixture():
    return Mixture(np.array([[0.5, 0.2], [4.0, 3.0], [1.0, 4.0]]), np.ones(3), np.full(3, 1 / 3))


@pytest.fixture
def session(X, mixture):
    return Session(X, mixture)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A folder, and the address under which it is served."""
    folder = tmp_path_factory.mktemp("site")
    for script in ("explorer-page.js", "explorer-more.js"):
        shutil.copy(STATIC / script, folder)
    with served(folder) as address:
        yield folder, address
