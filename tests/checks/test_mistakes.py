"""Every known mistake fails its check and is named as itself; right functions in any style pass."""

import itertools

import mutants
import numpy as np
import oracle
import pytest
from diagnosed import diagnosed, run_here
from right_functions import RIGHT
from unusual_functions import UNUSUAL

from mixtures_lab import checks
from mixtures_lab.checks.diagnosis import examine
from mixtures_lab.checks.mistakes import mistakes_of

ROWS = [
    pytest.param(task, row, id=f"{task}: {row.name}")
    for task in checks.TASKS
    for row in mistakes_of(task)
]

STYLES = [
    pytest.param(task, function, id=f"{task}: {getattr(function, '__name__', 'object')}")
    for styles in (RIGHT, UNUSUAL)
    for task, functions in styles.items()
    for function in functions
]


@pytest.mark.parametrize("task, row", ROWS)
def test_a_known_mistake_fails_and_is_named_as_itself(task, row):
    diagnosis = diagnosed(task, row.function)
    assert not diagnosis.passed
    assert diagnosis.mistake == row.name
    assert row.name in diagnosis.message
    assert row.hint in diagnosis.message
    assert "you did" not in diagnosis.message.lower()


@pytest.mark.parametrize("task", checks.TASKS)
def test_no_two_mistakes_of_a_table_have_one_name(task):
    names = [row.name for row in mistakes_of(task)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("task, function", STYLES)
def test_a_right_function_passes_in_any_style(task, function):
    diagnosis = checks.diagnose(task, function)
    assert diagnosis.passed, diagnosis.message
    assert diagnosis.mistake is None


@pytest.mark.parametrize("task", [task for task in checks.TASKS if task != "kmeans_assign"])
def test_an_error_of_a_few_hundred_thousandths_is_not_forgiven_in_float32(task):
    def scaled(c):
        def function(*arguments):
            value = RIGHT[task][1](*arguments)
            parts = value if isinstance(value, tuple) else (value,)
            parts = [np.asarray((1 + c) * part, np.float32) for part in parts]
            return parts if isinstance(value, tuple) else parts[0]

        return function

    assert examine(task, scaled(0), run=run_here).diagnosis.passed
    assert not examine(task, scaled(3e-5), run=run_here).diagnosis.passed


@pytest.mark.parametrize("task", checks.TASKS)
def test_a_function_with_one_thing_changed_passes_only_if_it_is_right(task):
    passed, named, unnamed = [], 0, []
    for what, _, function in mutants.some_of(task, 14):
        diagnosis = examine(task, function, run=run_here).diagnosis
        if diagnosis.passed:
            passed += [] if oracle.agrees(task, function) else [what]
        elif diagnosis.mistake:
            named += 1
        else:
            unnamed.append(what)
    assert passed == []
    assert named >= 0.8 * (named + len(unnamed)), unnamed


@pytest.mark.parametrize("task", checks.TASKS)
def test_the_oracle_calls_right_functions_right(task):
    wrong = [
        f.__name__ for f in mutants.plain_functions(task) if not oracle.agrees(task, f, times=20)
    ]
    assert wrong == []


def both(task, one, other):
    """Two mistakes at once: what the one adds to the right answer, and what the other adds."""
    right = RIGHT[task][0]
    return lambda *args: one(*args) + other(*args) - right(*args)


@pytest.mark.parametrize(
    "task",
    [
        "squared_distances",
        "log_gaussians",
        "log_sum_exp",
        "negative_log_likelihood",
        "log_posterior",
    ],
)
def test_two_mistakes_at_once_do_not_pass(task):
    pairs = itertools.combinations(mistakes_of(task), 2)
    passed = [
        (one.name, other.name)
        for one, other in mutants.sample(pairs, 6)
        if checks.diagnose(task, both(task, one.function, other.function)).passed
    ]
    assert not passed


def test_the_term_that_is_wrong_is_said_for_mistakes_in_no_table():
    def distances(X, mu):
        return 3 * (X**2).sum(axis=1)[:, None] - X @ mu.T + (mu**2).sum(axis=1)

    said = checks.diagnose("squared_distances", distances).mistake
    assert "the term X² · 1 has the factor 3 instead of 1" in said
    assert "the term X μᵀ has the factor −1 instead of −2" in said
    assert "μᵀ)²" not in said


def test_what_is_right_for_two_coordinates_only_is_said_to_be():
    def distances(X, mu):
        D = ((X[:, None] - mu) ** 2).sum(axis=2)
        return D if X.shape[1] == 2 else D + X.sum()

    diagnosis = checks.diagnose("squared_distances", distances)
    assert "right for d = 2 only" in diagnosis.message


def test_what_goes_wrong_on_extremes_only_is_said_with_the_extreme():
    def log_sum_exp(A):
        m = A.max(axis=-1, keepdims=True).clip(-1000, None)
        import numpy as np

        return (m + np.log(np.exp(A - m).sum(axis=-1, keepdims=True)))[..., 0]

    diagnosis = checks.diagnose("log_sum_exp", log_sum_exp)
    assert not diagnosis.passed
    assert diagnosis.message.startswith("Right on ordinary numbers, wrong on extreme ones")
    assert "entries near −2000" in diagnosis.message


def test_the_plain_expansion_passes_with_a_remark_on_cancellation():
    def distances(X, mu):
        return (X**2).sum(axis=1)[:, None] - 2 * X @ mu.T + (mu**2).sum(axis=1)

    diagnosis = checks.diagnose("squared_distances", distances)
    assert diagnosis.passed
    assert "loses digits" in diagnosis.message


def test_a_constant_is_said_to_be_one():
    diagnosis = checks.diagnose("negative_log_likelihood", lambda P, pi: 3)
    assert diagnosis.mistake == "your output is the number 3, whatever the input"


def test_a_wrong_term_is_found_in_float32_too():
    def distances(X, mu):
        D = (X**2).sum(axis=1)[:, None] - X @ mu.T + 3 * (mu**2).sum(axis=1)
        return D.astype("float32")

    said = checks.diagnose("squared_distances", distances).mistake
    assert "the term X μᵀ has the factor −1 instead of −2" in said
    assert "the term 1 · (μᵀ)² has the factor 3 instead of 1" in said
    assert "float32" in said


def test_an_emptied_component_is_named_kindly():
    def step(X, Q):
        R = np.exp(Q)
        Nk = R.sum(axis=0)
        mu = R.T @ X / Nk[:, None]
        D = ((X[:, None] - mu) ** 2).sum(axis=2)
        return mu, np.sqrt((R * D).sum(axis=0) / Nk / X.shape[1]), Nk / len(X)

    message = checks.diagnose("m_step", step).message
    assert message.startswith("Right on ordinary numbers")
    assert "All the rest is right" in message


def test_changed_parts_of_a_mixture_are_to_be_copied_one_by_one():
    def step(X, mixture):
        mixture.mu[:] = 0
        return mixture

    assert "mu = mixture.mu.copy()" in checks.diagnose("em_step", step).message


@pytest.mark.parametrize("small", [1e-300, 1e-12])
def test_a_small_number_beside_a_weight_of_0_does_not_pass(small):
    def posterior(P, pi):
        A = P + np.log(pi + small)
        return A - np.logaddexp.reduce(A, axis=1, keepdims=True)

    assert not checks.diagnose("log_posterior", posterior).passed


def test_half_precision_does_not_pass():
    def distances(X, mu):
        return ((X[:, None] - mu) ** 2).sum(axis=2).astype("float16")

    for draw in (0, 4711):
        assert not examine("squared_distances", distances, draw, run_here).diagnosis.passed


def test_the_last_column_left_out_is_said_with_a_likely_reason():
    def posterior(P, pi):
        A = P + np.log(pi)
        Q = np.zeros_like(P)
        for j in range(P.shape[1] - 1):
            Q[:, j] = A[:, j] - np.logaddexp.reduce(A, axis=1)
        return Q

    said = checks.diagnose("log_posterior", posterior).mistake
    assert said == "only the last column is wrong, it holds 0: does a loop stop one too early"
