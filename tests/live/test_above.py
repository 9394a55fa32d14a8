"""A cell shows what it would from top to bottom, and no more runs for that than it needs."""

import pytest

from mixtures_lab.live.above import needed
from mixtures_lab.live.names import names_of


def needs(*codes, ran=(), history=None):
    """The places of the cells that must run before the last one; `ran` are places, in order."""
    cells = list(enumerate(codes))
    if history is None:
        history = [(at, codes[at], True) for at in ran]
    return needed(cells, history)


def test_a_cell_needs_those_that_make_its_names_and_what_they_need():
    assert needs("a = 1", "b = 2", "c = a + 1", "print(c)") == [0, 2]


def test_of_two_that_make_a_name_the_nearer_one_is_needed():
    assert needs("a = 1", "a = 2", "print(a)") == [1]


def test_one_that_makes_a_name_from_what_it_was_needs_the_one_before():
    assert needs("X = [1]", "X = X + [2]", "print(X)") == [0, 1]


def test_one_that_perhaps_makes_a_name_leaves_the_one_before_needed():
    assert needs("a = 1", "if b:\n    a = 2", "print(a)") == [0, 1]
    assert needs("a = 1", "if b:\n    a = 2\nelse:\n    a = 3", "print(a)") == [1]


@pytest.mark.parametrize(
    "change", ["X[0] = 1", "X.T[0] += 1", "X += 1", "del X[0]", "X.sort()", "X.shape = (2, 1)"]
)
def test_one_that_changes_what_a_name_holds_is_needed_too(change):
    assert needs("X = make()", change, "y = X[0]", "print(X)") == [0, 1]


def test_a_module_is_not_changed_by_what_is_called_of_it():
    assert needs("import m as plt", "plt.show()", "plt.plot()") == [0]


def test_a_name_that_a_cell_makes_before_it_reads_it_is_its_own():
    assert needs("ax = 1", "fig, ax = make()\nax.plot()") == []


def test_names_of_functions_lambdas_and_comprehensions_are_their_own():
    code = "def f(x, *, y=d):\n    z = x + g\n    return z\nh = [q for q in p]\nk = lambda r: r + s"
    names = names_of(code)
    assert names.reads == {"d", "p", "s"}
    assert names.later["f"] == {"g"}
    assert names.makes == {"f", "h", "k"}


def test_what_a_function_reads_is_needed_where_it_is_called():
    assert needs("g = 1", "def f():\n    return g", "h = f", "h()") == [0, 1, 2]
    # … as it then stands, below the function
    assert needs("def f():\n    return g", "g = 1", "f()") == [0, 1]


def test_whoever_draws_a_random_number_changes_what_the_next_one_draws():
    draw = "rng = np.random.default_rng(0)"
    assert needs(draw, "a = rng.normal()", "b = rng.normal()", "print(b)") == [0, 1, 2]
    assert needs(draw, "a = rng.normal()", "b = 1", "print(b)", ran=[0, 1]) == [2]


def test_what_has_run_as_it_stands_need_not_run_again():
    assert needs("a = 1", "b = a", "print(b)", ran=[0, 1]) == []
    assert needs("a = 1", "b = a", "print(b)", ran=[0]) == [1]


def test_after_an_edit_above_all_that_follows_from_it_runs_again():
    history = [("0", "a = 1", True), ("1", "b = a", True), ("2", "c = 5", True)]
    cells = [("0", "a = 2"), ("1", "b = a"), ("2", "c = 5"), ("3", "print(b, c)")]
    assert needed(cells, history) == ["0", "1"]


def test_what_ran_before_what_it_needs_runs_again():
    assert needs("a = 1", "b = a", "print(b)", ran=[0, 1, 0]) == [1]


def test_a_name_that_a_later_cell_has_made_since_is_made_again():
    codes = ["guess = 1", "print(guess)", "guess = 2"]
    history = [(0, codes[0], True), (2, codes[2], True)]
    assert needed(list(enumerate(codes[:2])), history) == [0]


def test_a_cell_that_changes_its_own_names_finds_them_as_they_were():
    step = "mixture = step(mixture)"
    assert needs("mixture = 0", step, ran=[0]) == []
    assert needs("mixture = 0", step, ran=[0, 1]) == [0]


def test_what_failed_is_as_if_it_had_touched_all_that_it_names():
    assert needs("a = 1", "print(a)", history=[(0, "a = 1", True), (7, "a = 1 / 0", False)]) == [0]


def test_what_runs_again_takes_no_name_from_one_that_need_not():
    # the first is edited; it makes `g` too, which the second had made after it
    history = [(0, "a, g = 1, 0", True), (1, "g = 2", True)]
    assert needs("a, g = 9, 0", "g = 2", "print(a, g)", history=history) == [0, 1]


def test_a_star_may_be_where_any_name_comes_from():
    assert needs("from m import *", "x = 1", "print(y)") == [0]


@pytest.mark.parametrize("code", ["a = (", "def a(x):\nreturn x", "class a\n    pass", "x=1)\na=2"])
def test_a_cell_that_python_cannot_read_is_run_for_what_it_seems_to_make(code):
    assert needs(code, "print(a)") == [0]
    assert needs(code, "print(b)") == []


def test_before_a_cell_that_python_cannot_read_nothing_is_run():
    assert needs("a = 1", "print(a") == []
