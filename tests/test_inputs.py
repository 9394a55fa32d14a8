"""Whatever is passed where numbers are asked for, whatever numpy has been told about errors."""

import datetime
from decimal import Decimal
from itertools import islice

import numpy as np
import pandas as pd
import pytest
from problems import OLD_FAITHFUL
from scipy import sparse

import mixtures_lab
from mixtures_lab import Mixture

X = OLD_FAITHFUL[:9]
MIXTURE = Mixture(X[:2], np.array([1.0, 2.0]), np.array([0.25, 0.75]))
Q = np.log(np.tile([0.25, 0.75], (9, 1)))
D = np.arange(18.0).reshape(9, 2)

#: Every public function, with ordinary arguments by name.
CALLS = {
    "squared_distances": {"X": X, "mu": X[:2]},
    "log_gaussians": {"D": D, "sigma": [1.0, 2.0], "d": 2},
    "log_sum_exp": {"A": D},
    "negative_log_likelihood": {"P": -D, "pi": [0.25, 0.75]},
    "log_posterior": {"P": -D, "pi": [0.25, 0.75]},
    "kmeans_assign": {"X": X, "mu": X[:2]},
    "kmeans_update": {"X": X, "labels": np.arange(9) % 2, "K": 2},
    "kmeans_plus_plus": {"X": X, "K": 3, "rng": 0},
    "kmeans_steps": {"X": X, "mu": X[:2]},
    "fit_kmeans": {"X": X, "K": 2, "init": X[:2]},
    "m_step": {"X": X, "Q": Q},
    "em_steps": {"X": X, "mixture": MIXTURE},
    "fit_em": {"X": X, "init": MIXTURE, "max_iter": 3},
    "log_density": {"X": X, "mixture": MIXTURE},
    "predict": {"X": X, "mixture": MIXTURE},
    "bic": {"X": X, "mixture": MIXTURE},
    "aic": {"X": X, "mixture": MIXTURE},
}
TABLES = [
    (name, arg) for name, args in CALLS.items() for arg in args if arg in "X mu D A P Q".split()
]


def call(name, **changed):
    """The numbers that a public function gives back, of an endless one the first three steps."""
    result = getattr(mixtures_lab, name)(**{**CALLS[name], **changed})
    if hasattr(result, "__next__"):
        result = list(islice(result, 3))
    return leaves(result)


def leaves(result):
    if isinstance(result, tuple | list):
        return [leaf for part in result for leaf in leaves(part)]
    return [np.asarray(result)]


def assert_all_equal(found, expected):
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_array_equal(a, b)


def test_every_function_that_takes_numbers_is_called_here():
    records = {"Mixture", "Step", "Fit", "KMeansStep", "KMeansFit", "FitStopped"}
    assert set(CALLS) == set(mixtures_lab.__all__) - records - {"datasets", "sample"}


# what is refused, everywhere


def masked(A):
    return np.ma.masked_greater(A, A.max() - 1)


REFUSED = {
    "masked": (masked, "masked array, and its mask would be lost: leave out the rows"),
    "masked, none of it": (np.ma.asarray, "masked array"),
    "a list of masked rows": (lambda A: list(masked(A)), "masked array"),
    "dates": (lambda A: A.astype("datetime64[s]"), r"dates or times, .* np\.timedelta64\(1, 's'\)"),
    "durations": (lambda A: A.astype("timedelta64[s]"), "dates or times"),
    "days as objects": (
        lambda A: [[datetime.date(2026, 1, 1)] * A.shape[1]] * len(A),
        "dates or times, such as 2026-01-01",
    ),
    "a time among numbers": (
        lambda A: np.where(A == A[0, 0], np.timedelta64(3, "D"), A.astype(object)),
        "dates or times",
    ),
    "time stamps": (lambda A: pd.DataFrame(A.astype("datetime64[s]")), "dates or times"),
    "text that reads as numbers": (lambda A: A.astype(str), r"text, such as '.*float\(\)"),
    "bytes": (lambda A: A.astype("S9"), "text"),
    "text among numbers": (
        lambda A: np.where(A == A[0, 0], "1", A.astype(object)),
        "text, such as '1'",
    ),
    "a column of names": (lambda A: pd.DataFrame(A).assign(name="old"), "text, such as 'old'"),
    "a number too large": (lambda A: [[10**400] * A.shape[1]] * len(A), "too large"),
    "nothing": (lambda A: pd.DataFrame(A, dtype="Float64").mask(A == A[0, 0]), "NAType|nan|NaN"),
    "a sparse matrix": (sparse.csr_matrix, r"sparse matrix: pass [\w.]+\.toarray\(\)"),
    "complex": (lambda A: A + 0j, "complex numbers"),
}


@pytest.mark.parametrize("make, words", REFUSED.values(), ids=REFUSED)
def test_what_is_no_array_of_numbers_is_refused_with_the_remedy(make, words):
    for name, argument in TABLES:
        with pytest.raises(ValueError, match=f"^{argument} .*({words})"):
            call(name, **{argument: make(np.asarray(CALLS[name][argument]))})


@pytest.mark.parametrize("make, words", REFUSED.values(), ids=REFUSED)
def test_so_it_is_in_a_mixture(make, words):
    bad = MIXTURE._replace(mu=make(MIXTURE.mu))
    for name, argument in [("em_steps", "mixture"), ("fit_em", "init"), ("predict", "mixture")]:
        with pytest.raises(ValueError, match=rf"{argument}\.mu .*({words})"):
            call(name, **{argument: bad})


@pytest.mark.parametrize(
    "labels, words",
    [
        (np.ma.masked_equal([0, 1, 0, 1, 0, 1, 0, 1, 9], 9), "labels is a masked array"),
        (np.zeros(9, "timedelta64[s]"), r"labels holds timedelta64\[s\] but needs whole numbers"),
        (np.zeros(9, "datetime64[s]"), "labels holds datetime64"),
        (np.zeros(9, bool), "labels holds bool but needs whole numbers, 0 to 1"),
        (["0"] * 9, "labels holds <U1 but needs whole numbers"),
    ],
)
def test_labels_are_whole_numbers(labels, words):
    with pytest.raises(ValueError, match=words):
        call("kmeans_update", labels=labels)


# what is taken


def test_data_frames_and_series_are_taken_as_their_numbers():
    frame = pd.DataFrame(
        X, columns=["eruption_minutes", "waiting_minutes"], index=list("abcdefghi")
    )
    mixture = Mixture(
        pd.DataFrame(MIXTURE.mu), pd.Series(MIXTURE.sigma, index=["x", "y"]), pd.Series(MIXTURE.pi)
    )
    for name, arguments in CALLS.items():
        changed = {
            key: frame if value is X else mixture if value is MIXTURE else value
            for key, value in arguments.items()
        }
        changed |= {
            key: pd.DataFrame(v) for key, v in changed.items() if key in "mu D A P Q".split()
        }
        changed |= {
            key: pd.Series(v) for key, v in changed.items() if key in ("sigma", "pi", "labels")
        }
        assert_all_equal(call(name, **changed), call(name))


@pytest.mark.parametrize(
    "kind",
    [
        lambda A: A.astype(np.longdouble),
        lambda A: A.astype(object),
        lambda A: [[Decimal(float(a)) for a in row] for row in A],
        np.asfortranarray,
        lambda A: np.frombuffer(A.tobytes()).reshape(A.shape),  # read-only
    ],
)
def test_numbers_of_any_type_and_layout_give_the_same(kind):
    for name, argument in TABLES:
        here = np.asarray(CALLS[name][argument])
        for a, b in zip(call(name, **{argument: kind(here)}), call(name), strict=True):
            np.testing.assert_allclose(a.astype(float), b.astype(float), rtol=1e-12)


# whatever the caller has told numpy

#: Arguments that make numpy underflow, overflow, divide by 0 and subtract infinities.
EXTREME = {
    "log_sum_exp": {"A": np.array([[0.0, -800.0], [-np.inf, -np.inf], [np.inf, 1e308]])},
    "log_gaussians": {"D": [[1e300, 1e-300]], "sigma": [1e-200, 1e200]},
    "negative_log_likelihood": {"P": [[-1e5, 3.0]], "pi": [0.0, 1.0]},
    "log_posterior": {"P": [[-1e308, 1e308], [-800.0, 0.0]], "pi": [0.5, 0.5]},
    "kmeans_update": {"X": 1e-308 * X},
    "kmeans_steps": {"X": 1e-150 * X, "mu": 1e-150 * (X[:2] + 1000)},
    "m_step": {"X": 1e300 * X, "Q": np.where([True, False], 0.0, -np.inf) * np.ones((9, 1))},
    "em_steps": {"X": 1e-200 * X, "mixture": Mixture(1e-200 * X[:2], [1e-201, 1e-200], [0.0, 1.0])},
}


@pytest.mark.parametrize("told", ["ignore", "raise"])
def test_the_callers_error_state_changes_nothing_and_stays(told):
    ordinary = {name: call(name) for name in CALLS}
    extreme = {name: call(name, **arguments) for name, arguments in EXTREME.items()}
    with np.errstate(all=told):
        before = np.geterr()
        for name in CALLS:
            assert_all_equal(call(name), ordinary[name])
        for name, arguments in EXTREME.items():
            assert_all_equal(call(name, **arguments), extreme[name])
        for make in (mixtures_lab.datasets.rings, mixtures_lab.datasets.blobs):
            make(20)
        for steps in (mixtures_lab.em_steps(X, MIXTURE), mixtures_lab.kmeans_steps(X, X[:2])):
            next(steps)
            assert np.geterr() == before  # also between two steps


# steps and results own their arrays


def test_an_edited_argument_changes_no_step_and_an_edited_step_no_other():
    for make, start in [
        (mixtures_lab.em_steps, MIXTURE),
        (mixtures_lab.kmeans_steps, MIXTURE.mu),
    ]:
        expected = list(islice(make(X, start), 4))
        mine, guess = X.copy(), Mixture(*(part.copy() for part in MIXTURE))
        steps = make(mine, guess if start is MIXTURE else guess.mu)
        found = [next(steps)]
        mine += 1
        for part in guess:
            part += 1
        assert_all_equal(leaves(found[0]), leaves(expected[0]))
        for want in expected[1:]:
            for part in leaves(found[-1]):
                if part.ndim:
                    part *= 0
            found.append(next(steps))
            assert_all_equal(leaves(found[-1]), leaves(want))


def test_no_result_shares_memory_with_an_argument():
    for name in CALLS:
        arguments = leaves(
            [part for part in CALLS[name].values() if isinstance(part, np.ndarray | tuple)]
        )
        for result in call(name):
            assert not any(np.shares_memory(result, argument) for argument in arguments)
