"""What problem set 5 is graded with: its answers are right, and every mistake has its name."""

import json
import re
from pathlib import Path

import beyond
import numpy as np
import pytest
from diagnosed import diagnosed
from graded import answers
from lawful_functions import RIGHT, diagonal_m, naive_poisson, part, poisson_m, shared, with_prior
from scipy import optimize, stats

import mixtures_lab
from mixtures_lab import checks

FOLDER = Path(__file__).parents[2] / "book" / "assignments"
SET = FOLDER / "05-beyond-the-notes.ipynb"

TASKS = {name: getattr(beyond, name.upper()) for name in checks.LAWS}
each = pytest.mark.parametrize("name", TASKS)


def code_cells():
    for cell in json.loads(SET.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"]), cell["metadata"]["nbgrader"]


@pytest.fixture(scope="module")
def solutions():
    space = {}
    for source, about in code_cells():
        if about["solution"] or about["grade_id"] in ("setup", "em"):
            exec(source, space)
    return space


@each
def test_a_task_is_called_as_its_laws_say(name):
    task = TASKS[name]
    assert (task.name, task.arguments) == (name, checks.LAWS[name])
    assert task.broken_law is None


# the answers


@each
def test_the_solution_is_right_on_every_draw(name, solutions):
    for draw in range(20):
        diagnosis = diagnosed(TASKS[name], solutions[name], draw)
        assert diagnosis.passed, (draw, diagnosis.message)


@each
def test_the_solution_keeps_every_law(name, solutions):
    for draw in range(5):
        diagnosis = diagnosed(name, solutions[name], draw)
        assert diagnosis.passed, (draw, diagnosis.message)


@pytest.mark.parametrize(
    "name, function",
    [
        pytest.param(name, function, id=f"{name}-{k}")
        for name in RIGHT
        for k, function in enumerate(RIGHT[name])
    ],
)
def test_what_keeps_every_law_is_right_to_the_grader_as_well(name, function):
    diagnosis = diagnosed(TASKS[name], function, draw=1)
    assert diagnosis.passed, diagnosis.message


@pytest.mark.parametrize(
    "change",
    [
        lambda s, X, *_: np.sqrt(s**2 + 1e-3),
        lambda s, X, *_: s + 1e-2,
        lambda s, X, *_: np.maximum(s, X.std()),
        lambda s, X, *_: np.maximum(s, 0.5),
        lambda s, X, *_: np.maximum(s, 1e-3 * np.abs(X).max()),
        lambda s, X, *_: s * 0.999,
    ],
    ids=["s² + 1e-3", "s + 1e-2", "std", "0.5", "of the largest number", "a little low"],
)
@pytest.mark.parametrize(
    "name, right",
    [("shared_m_step", shared), ("diagonal_m_step", diagonal_m), ("map_m_step", with_prior)],
)
def test_a_safeguard_that_shows_beside_an_ordinary_spread_is_wrong(name, right, change):
    for task in (name, TASKS[name]):
        assert not diagnosed(task, part(right, 1, change)).passed


@pytest.mark.parametrize("change", [lambda r, *_: np.maximum(r, 0.5), lambda r, *_: r + 0.01])
def test_a_rate_that_is_kept_far_from_0_is_wrong(change):
    for task in ("poisson_m_step", TASKS["poisson_m_step"]):
        assert not diagnosed(task, part(poisson_m, 0, change)).passed


@pytest.mark.parametrize("guarded", [1e-12, 1e-10, 1e-6])
def test_a_rate_of_0_is_met_by_convention_and_the_naive_product_is_named(guarded):
    naive = diagnosed(TASKS["log_poissons"], naive_poisson)
    assert naive.mistake.startswith("0 times ln 0") and "xlogy" in naive.message
    assert "right on ordinary numbers" in naive.message.lower()
    assert "0 · ln 0 nan; here it counts as 0" in diagnosed("log_poissons", naive_poisson).message
    # Whoever keeps the rates off 0 in the M-step never meets it.
    kept = part(poisson_m, 0, lambda r, *_: np.maximum(r, guarded))
    assert diagnosed(TASKS["poisson_m_step"], kept).passed


DEAD = np.array([0] * 5 + [9, 8, 10, 11])


@pytest.mark.parametrize(
    "counts",
    [DEAD, DEAD * 1.0, 0 * DEAD, np.append(DEAD, 100_000), DEAD[:1], DEAD[-1:]],
    ids=["a dead line", "as floats", "zeros alone", "one huge count", "one zero", "one count"],
)
@pytest.mark.parametrize("K", [1, 2, 3])
def test_em_takes_counts_whose_rate_goes_to_0(solutions, counts, K):
    fit = solutions["fit"]
    (rate, pi), Q = fit(counts, K, solutions["log_poissons"], solutions["poisson_m_step"])
    assert np.isfinite(rate).all() and not np.isnan(Q).any()
    assert pi.sum() == pytest.approx(1) and pi @ rate == pytest.approx(counts.mean())
    if K == 2 and counts is DEAD:
        np.testing.assert_allclose(np.sort(rate), [0, 9.5], atol=1e-3)


def shares(rng, N=9, K=3):
    return rng.dirichlet(np.ones(K), size=N)


def lowest(cost, start):
    found = optimize.minimize(cost, start, method="BFGS", options={"gtol": 1e-9})
    return found.x


def density(X, mu, s):
    return stats.norm.logpdf(X[:, None], mu, s).sum(axis=2)


@pytest.mark.parametrize(
    "answer, spread_of, prior",
    [
        (answers.shared_answer, lambda t: np.exp(t[0]) * np.ones((3, 2)), None),
        (answers.diagonal_answer, lambda t: np.exp(t[:6]).reshape(3, 2), None),
        (answers.map_answer, lambda t: np.exp(t[:3])[:, None] * np.ones((3, 2)), (2.5, 0.8)),
    ],
    ids=["shared", "diagonal", "map"],
)
def test_an_answer_is_where_scipy_finds_the_lowest_cost(rng, answer, spread_of, prior):
    X, R = rng.normal(0, 2, (9, 2)), shares(rng)

    def cost(t):
        s = spread_of(t)
        expected = -(R * density(X, t[6:].reshape(3, 2), s)).sum()
        if prior:
            expected -= stats.invgamma.logpdf(s[:, 0] ** 2, prior[0], scale=prior[1]).sum()
        return expected

    mu, spread, pi = answer(X, np.log(R), *(prior or ()))
    found = lowest(cost, np.zeros(12))
    np.testing.assert_allclose(mu, found[6:].reshape(3, 2), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(spread.reshape(3, -1) * np.ones((3, 2)), spread_of(found), rtol=1e-5)
    np.testing.assert_allclose(pi, R.mean(axis=0), rtol=1e-12)


def test_the_rates_are_where_scipy_finds_the_lowest_cost(rng):
    x, R = rng.poisson(5.0, 9), shares(rng)
    rate, pi = answers.poisson_answer(x, np.log(R))
    found = lowest(lambda t: -(R * stats.poisson.logpmf(x[:, None], np.exp(t))).sum(), np.ones(3))
    np.testing.assert_allclose(rate, np.exp(found), rtol=1e-5)
    np.testing.assert_allclose(pi, R.mean(axis=0), rtol=1e-12)


@pytest.mark.parametrize(
    "task, oracle",
    [
        (beyond.DIAGONAL_LOG_GAUSSIANS, density),
        (beyond.LOG_POISSONS, lambda x, rate: stats.poisson.logpmf(x[:, None], rate)),
    ],
    ids=["diagonal", "Poisson"],
)
def test_the_densities_are_scipys(task, oracle):
    for problem in task.problems(3):
        close = {"rtol": 1e-11, "atol": 1e-11 * problem.scale[0].max()}
        np.testing.assert_allclose(problem.right[0], oracle(*problem.args), **close)


def test_the_prior_alone_says_what_an_emptied_component_is():
    X, Q = np.array([[0.0], [1.0]]), np.array([[0.0, -np.inf], [0.0, -np.inf]])
    sigma = answers.map_answer(X, Q, 3.0, 2.0)[1]
    assert sigma[1] == pytest.approx(np.sqrt(2.0 / 4.0))


# the mistakes


@each
@pytest.mark.parametrize("draw", [0, 1, 2, 987654321])
def test_every_mistake_fails_and_is_named_as_itself(name, draw):
    named = {row.name: diagnosed(TASKS[name], row.function, draw) for row in TASKS[name].mistakes()}
    assert [row for row, diagnosis in named.items() if diagnosis.passed] == []
    assert {row: diagnosis.mistake for row, diagnosis in named.items()} == {
        row: row for row in named
    }


@each
@pytest.mark.parametrize("draw", [0, 1])
def test_every_mistake_breaks_a_law(name, draw):
    """So what the check in the notebook lets pass, the grader does too."""
    passed = [
        row.name for row in TASKS[name].mistakes() if diagnosed(name, row.function, draw).passed
    ]
    assert passed == []


@each
def test_every_mistake_has_a_name_of_its_own_and_a_hint(name):
    rows = TASKS[name].mistakes()
    assert len({row.name for row in rows}) == len(rows)
    for row in rows:
        assert not row.name.endswith(".") and row.hint.endswith(".")


@each
def test_a_function_in_float32_is_right_too(name, solutions):
    def single(*args):
        answer = solutions[name](*args)
        if isinstance(answer, tuple):
            return tuple(np.asarray(part, np.float32) for part in answer)
        return answer.astype(np.float32)

    assert diagnosed(TASKS[name], single).passed


@pytest.mark.parametrize(
    "value", [None, 0.0, np.zeros((7, 3)), (1, 2, 3), (1, 2), "text"], ids=repr
)
@each
def test_whatever_is_handed_in_becomes_a_sentence(name, value):
    diagnosis = diagnosed(TASKS[name], lambda *args: value)
    assert not diagnosis.passed
    assert "could not put into words" not in diagnosis.message


@each
def test_an_unknown_mistake_becomes_a_sentence(name, solutions):
    def wrong(*args):
        answer = solutions[name](*args)
        if isinstance(answer, tuple):
            return (*answer[:-2], answer[-2] ** 1.37 + 0.11, answer[-1])
        return answer + np.sin(np.arange(answer.shape[1]))

    diagnosis = diagnosed(TASKS[name], wrong)
    assert not diagnosis.passed
    assert "could not put into words" not in diagnosis.message


# the problems


@each
def test_problems_are_made_once_a_draw_and_differ_between_draws(name):
    task = TASKS[name]
    first, other = task.problems(1), task.problems(2)
    assert task.problems(1) is first
    words, others = (
        [(p.words.split(", alpha")[0], p.kind) for p in made] for made in (first, other)
    )
    assert words == others
    assert not any(
        all(np.array_equal(a, b) for a, b in zip(p.args, q.args, strict=True))
        for p, q in zip(first, other, strict=True)
        if p.kind == "ordinary" and p.size[0] > 1
    )


@each
def test_ordinary_problems_have_axes_that_cannot_be_confused(name):
    ordinary = [p for p in TASKS[name].problems(0) if p.kind == "ordinary"]
    assert all(p.size[0] != p.size[1] for p in ordinary)
    assert {"ordinary", "extreme"} == {p.kind for p in TASKS[name].problems(0)}


# what is never handed out


def lines_of(source):
    """The lines that say something: longer than a return of one name."""
    return {line.strip() for line in source.splitlines() if len(line.strip()) > 24}


def test_nothing_of_the_solutions_stands_in_the_package():
    package = Path(mixtures_lab.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    for source, about in code_cells():
        if about["solution"]:
            solution = re.search(r"### BEGIN SOLUTION\n(.*?) *### END SOLUTION", source, re.DOTALL)
            code = {re.sub(r" +# .*", "", line) for line in lines_of(solution[1])}
            assert not [line for line in code if line in text], about["grade_id"]


def test_nothing_of_the_answers_stands_in_the_package_or_in_the_set():
    package = Path(mixtures_lab.__file__).parent
    parts = [path.read_text(encoding="utf-8") for path in package.rglob("*.py")]
    text = "\n".join([*parts, *(source for source, _ in code_cells())])
    loops = Path(answers.__file__).read_text(encoding="utf-8")
    own = {line for line in lines_of(loops) if not line.startswith(("def ", '"""', "for "))}
    assert own
    assert not [line for line in own if line in text]


def test_no_test_cell_shows_what_it_is_graded_with():
    for source, about in code_cells():
        if "beyond" in source:
            shown = re.sub(
                r"### BEGIN HIDDEN TESTS\n.*### END HIDDEN TESTS", "", source, flags=re.DOTALL
            )
            assert about["grade"] and "beyond" not in shown
