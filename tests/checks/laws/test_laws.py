"""A check by laws: right functions keep them all, wrong ones break one, and it says which."""

import re

import numpy as np
import pytest
from diagnosed import diagnosed
from lawful_functions import RIGHT, WRONG, diagonal, part, poisson, shared, single, with_prior

from mixtures_lab import checks
from mixtures_lab.checks import laws

DRAWS = [0, 1, 987654321]


def cases(table):
    return [
        pytest.param(task, f, id=f"{task}-{k}") for task in table for k, f in enumerate(table[task])
    ]


def test_the_tasks_of_the_book_and_those_beyond_it_are_apart():
    assert not checks.TASKS.keys() & checks.LAWS.keys()
    assert checks.LAWS.keys() == RIGHT.keys() == WRONG.keys()


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("task, function", cases(RIGHT))
def test_a_right_function_keeps_every_law(task, function, draw):
    diagnosis = diagnosed(task, function, draw)
    assert diagnosis.passed, diagnosis.message
    assert diagnosis.mistake is None


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("task, function", cases(WRONG))
def test_a_wrong_function_breaks_the_law_that_it_should(task, function, draw):
    function, law = function
    diagnosis = diagnosed(task, function, draw)
    assert not diagnosis.passed
    assert law in diagnosis.mistake or law in diagnosis.message


@pytest.mark.parametrize("task", checks.LAWS)
def test_a_check_is_shown_as_those_of_the_book_are(task, capsys):
    checks.check(task, RIGHT[task][0])
    assert capsys.readouterr().out.startswith(f"✓ {task}: right\nEvery law holds on ")
    checks.check(task, WRONG[task][0][0])
    assert capsys.readouterr().out.startswith(f"✗ {task}: not yet\n")


# what the message says


def test_the_message_says_which_parameter_of_which_component_and_which_way():
    def low(sigma, *_):
        return sigma * np.where(np.arange(len(sigma)) == 1, 0.9, 1.0)

    message = diagnosed("map_m_step", part(with_prior, 1, low)).message
    assert "with sigma[1] larger by 3%, the expected cost falls by " in message
    assert "No neighbour of mu does" in message
    assert re.search(r"That is with N = 7, K = 3, d = 2, alpha = \S+, beta = \S+; ", message)


def test_a_mean_that_is_too_large_is_said_to_be_too_large():
    message = diagnosed(
        "shared_m_step", part(shared, 0, lambda m, *_: m + np.eye(*m.shape))
    ).message
    assert re.search(r"with mu\[\d, \d\] smaller by 3% of the spread of the data", message)


def test_a_shared_spread_is_one_parameter():
    message = diagnosed("shared_m_step", part(shared, 1, lambda s, *_: s * 1.1)).message
    assert "with sigma smaller by" in message


def test_parts_that_hold_are_named_beside_the_one_that_does_not():
    message = diagnosed("shared_m_step", part(shared, 2, lambda p, *_: p[::-1])).message
    assert "No neighbour of mu or sigma does." in message


def test_a_wrong_mean_does_not_make_the_weights_wrong():
    mistake = diagnosed("shared_m_step", part(shared, 0, lambda m, X, Q: m + 1)).mistake
    assert mistake == "mu is not at the minimum of the expected cost"


def test_it_says_for_which_sizes_a_law_holds():
    wrong = part(shared, 1, lambda s, X, Q: s * np.sqrt(X.shape[1] / 2))
    assert diagnosed("shared_m_step", wrong).message.endswith(
        "N = 6, K = 4, d = 1; right for d = 2 only."
    )


def test_it_says_where_only_extreme_numbers_break_a_law():
    message = diagnosed("log_poissons", lambda x, rate: poisson(x, rate + 1e-12)).message
    assert "p(1)/p(0) should be rate/1 = 1e-12, and yours is 2e-12" in message
    assert "tiny rates" in message and message.endswith("on ordinary numbers every law holds.")


@pytest.mark.parametrize("task", [task for task in checks.LAWS if task.endswith("m_step")])
def test_no_message_gives_the_answer_away(task):
    for wrong, _ in WRONG[task]:
        message = diagnosed(task, wrong).message
        for problem in laws.problems_of(task):
            *right, _ = RIGHT[task][0](*problem.args)
            mine = wrong(*problem.args)
            own = {f"{abs(x):.5g}" for part in mine for x in np.ravel(part)}
            numbers = {f"{x:.5g}" for part in right for x in np.ravel(part)} - own
            assert not [number for number in numbers if len(number) > 5 and number in message]


# whatever a function does


@pytest.mark.parametrize("task", checks.LAWS)
@pytest.mark.parametrize(
    "value",
    [
        0.0,
        np.nan,
        np.zeros(3),
        np.zeros((7, 3)),
        np.zeros((2, 2, 2)),
        (1, 2, 3),
        (np.zeros((3, 2)), np.zeros(3), np.zeros(3)),
        [np.array([]), np.array([])],
        (),
        None,
        "<i>",
    ],
    ids=repr,
)
def test_whatever_is_returned_becomes_a_sentence(task, value):
    diagnosis = diagnosed(task, lambda *args: value)
    assert not diagnosis.passed
    assert "could not put into words" not in diagnosis.message


@pytest.mark.parametrize("scale", [0.0, -1.0, 1e-300, 1e300, 1e150])
@pytest.mark.parametrize("task", checks.LAWS)
@pytest.mark.parametrize("k", [0, 1, -1])
def test_an_answer_of_any_size_becomes_a_sentence(task, scale, k):
    right = RIGHT[task][0]
    if not task.endswith("m_step"):
        wrong = lambda *args: right(*args) * scale  # noqa: E731
    else:
        wrong = part(right, k, lambda p, *_: p * scale)
    diagnosis = diagnosed(task, wrong)
    assert not diagnosis.passed
    assert "could not put into words" not in diagnosis.message


def test_a_function_that_never_returns_is_stopped(monkeypatch):
    monkeypatch.setattr("mixtures_lab.checks.running.LIMIT", 0.3)

    def endless(X, Q):
        while True:
            pass

    assert checks.diagnose("shared_m_step", endless).mistake == "does not return"


def test_a_function_that_raises_is_quoted():
    def raising(x, rate):
        raise ValueError("my words")

    diagnosis = checks.diagnose("log_poissons", raising)
    assert diagnosis.mistake == "raises ValueError"
    assert "my words" in diagnosis.message and "rate of shape (3,)" in diagnosis.message


def test_a_function_may_not_change_its_arguments():
    def changing(X, Q):
        answer = shared(X, Q)
        X -= 1
        return answer

    assert checks.diagnose("shared_m_step", changing).mistake == "X is changed"


def test_an_unknown_task_is_told_all_names():
    with pytest.raises(ValueError, match=r"no task 'shared'.*m_step.*shared_m_step.*map_m_step"):
        checks.check("shared", shared)


# the problems


@pytest.mark.parametrize("task", checks.LAWS)
def test_every_draw_has_numbers_of_its_own_and_the_same_problems(task):
    first, other = laws.problems_of(task, 1), laws.problems_of(task, 2)
    assert laws.problems_of(task, 1) is first
    assert [p.kind for p in first] == [p.kind for p in other]
    assert [len(p.args) for p in first] == [len(checks.LAWS[task])] * len(first)
    same = [
        all(np.array_equal(a, b) for a, b in zip(p.args, q.args, strict=True))
        for p, q in zip(first, other, strict=True)
    ]
    assert same.count(False) > len(same) / 2


@pytest.mark.parametrize("task", checks.LAWS)
def test_ordinary_problems_come_first_and_extremes_are_there(task):
    kinds = [p.kind for p in laws.problems_of(task)]
    assert kinds == sorted(kinds, reverse=True)
    assert {"ordinary", "extreme"} == set(kinds)


def test_float32_is_given_its_own_rounding_and_no_more():
    assert diagnosed("shared_m_step", single(shared)).passed
    assert not diagnosed("shared_m_step", single(part(shared, 1, lambda s, *_: s * 1.01))).passed


def test_a_density_far_away_is_compared_as_exactly_as_squares_allow():
    assert not diagnosed(
        "diagonal_log_gaussians",
        lambda X, mu, s: diagonal(X, mu, s * (1 + (np.abs(X).max() > 1e5))),
    ).passed
