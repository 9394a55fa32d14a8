"""The data sets that the reader can choose among: the caller's, and the package's.

As src/datasets.js, which has the same points without Python.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from .. import datasets
from .arguments import checked_columns, frozen_array
from .words import WORDS

OWN, PLAIN = "own", tuple(WORDS["PLAIN"])

#: Points are those of a data set if they differ by less, in its standard deviations: float32
#: differs by 1e-6, and any other data by much more.
SAME = 1e-5


class DataSet(NamedTuple):
    """A data set, by the name that the reader sees."""

    id: str
    label: str
    points: Callable
    columns: tuple = PLAIN
    unit: str = ""
    alike: tuple = ()  # makers of points that go by the same name


def _standardised(ddof=0):
    """Old Faithful with mean 0 and standard deviation 1 in both columns."""
    X = datasets.old_faithful()
    return (X - X.mean(axis=0)) / X.std(axis=0, ddof=ddof)


#: What makes the points, where it is no function of that name in `mixtures_lab.datasets`.
MAKERS = {"old_faithful_standardised": _standardised}
ALIKE = {"old_faithful_standardised": (partial(_standardised, ddof=1),)}  # as pandas divides


def _of_the_package(id, label, columns=PLAIN, unit=""):
    points = MAKERS.get(id) or getattr(datasets, id)
    return DataSet(id, label, points, tuple(columns), unit, ALIKE.get(id, ()))


DATA_SETS = tuple(_of_the_package(**words) for words in WORDS["DATA_SETS"])


class DataSets:
    """The caller's points `X`, called as the caller or the package calls them, and the rest."""

    def __init__(self, X, label=None, columns=None, unit=None):
        known = known_data_set(X)
        first = known or DataSet(OWN, "your data", lambda: X)
        first = first._replace(
            label=first.label if label is None else str(label),
            columns=first.columns if columns is None else checked_columns(columns),
            unit=first.unit if unit is None else unit,
        )
        self.first = first.id
        self.all = {first.id: first} | {s.id: s for s in DATA_SETS if s.id != first.id}
        self._X = {first.id: X}

    def X(self, id):
        """The points of a data set, always the same array."""
        if id not in self._X:
            self._X[id] = frozen_array(self.all[id].points())
        return self._X[id]


def known_data_set(X):
    """The package's data set that `X` is, to float32 rounding, or None."""
    for known in DATA_SETS:
        for maker in (known.points, *known.alike):
            points = maker()
            if (
                points.shape == X.shape
                and (np.abs(points - X).max(axis=0) <= SAME * points.std(axis=0)).all()
            ):
                return known
    return None
