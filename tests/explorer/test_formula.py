"""What stands on screen with a sign between it is true, whatever the reader did before."""

import json
import re

import numpy as np
import pytest
from explorer_problems import SHOWS, problems, random_action
from mpmath import mp
from v8 import V8, matrix, table

from mixtures_lab import Mixture, m_step
from mixtures_lab.explorer.page import opening
from mixtures_lab.explorer.session import Session


@pytest.fixture(scope="module")
def v8():
    with V8("session.js", "view/formula.js", "view/mstep.js") as v8:
        yield v8


# What a line says, worked out from its own digits ----------------------------------------------

NUMBER = r"\d+(?:\.\d+)?(?:e-?\d+)?"


def value(text):
    """The number that a written term is, or the one that it works out to."""
    text = text.replace("−", "-").replace("·", "*").replace("²", "**2").replace("∞", "inf")
    text = text.replace("√(2π)", "sqrt2pi").replace("√(", "sqrt(")
    text = re.sub(rf"ln ({NUMBER})", r"ln(\1)", text)
    text = text.replace("e^{", "exp(").replace("}", ")").replace("-2 ln", "-2*ln")
    text = re.sub(NUMBER + r"(?!pi)", lambda number: f"mpf('{number[0]}')", text)
    names = {"mpf": mp.mpf, "exp": mp.exp, "sqrt": mp.sqrt, "sqrt2pi": mp.sqrt(2 * mp.pi)}
    return eval(text, {**names, "inf": mp.inf, "ln": lambda x: mp.log(x) if x else -mp.inf})


def last_digit(text):
    """What one more in the last digit of a written number would add."""
    digits, _, power = text.replace("−", "-").partition("e")
    return 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))


def assert_true(line):
    """The numbers of a line, as they are written, work out to its result."""
    written = [term if isinstance(term, str) else term[1] for term in line["terms"]]
    result = line["result"]
    assert "—" not in "".join([*written, result]), line
    if result == "?":  # it claims nothing
        assert line["note"] and "tail" not in line
    elif written[0].startswith("argmin"):
        d = [value(number) for number in written[0][7:-1].split(", ")]
        assert d[int(result) - 1] == min(d), line
    else:
        signs = {"+": 1, "−": -1}
        total, sign = mp.mpf(0), 1
        for term in written:
            if term in signs:
                sign = signs[term]
            else:
                total += sign * value(term)
        if "∞" in result:
            assert total == value(result), line
            return
        # A term in powers of ten has five digits, whatever they cancel to.
        coarse = sum(
            2 * last_digit(n)
            for n in re.findall(NUMBER.replace("-", "−"), "".join(written))
            if "e" in n
        )
        assert abs(total - value(result)) <= 0.8 * last_digit(result) + coarse, line
        if "tail" in line:
            power = line["tail"][1]
            assert abs(mp.exp(value(result)) - value(power)) <= 1.01 * last_digit(power), line


def assert_signs_are_true(v8, frame):
    """Two matrices with = between them are equal, and with ≠ they are not."""
    stages = v8.eval(f"modules.stages.stagesOf({frame})")
    for k, stage in enumerate(stages):
        signs = v8.eval(f"modules.stages.signsOf({frame}, modules.stages.stagesOf({frame})[{k}])")
        assert len(signs) == len(stage["columns"])
        if not {"=", "≠"} & set(signs):
            continue
        sides, relation = [], None
        for sign, column in zip(signs, stage["columns"], strict=True):
            M = v8.eval(f"{frame}.matrices[{json.dumps(column['matrix'])}] ?? null")
            M = np.nan if M is None else table(M)
            if sign in ("=", "≠"):
                relation = sign
                sides.append(M)
            elif sign == "":
                assert relation is None, "what follows belongs to no equation"
                sides = [M]
            else:
                sides[-1] = sides[-1] + (M if sign == "+" else -M)
        left, right = sides
        with np.errstate(invalid="ignore"):
            off = np.abs(left - right) > 1e-6 * (1 + np.abs(right))
        assert off.any() == (relation == "≠"), stage["id"]


def assert_all_is_true(v8, rng, frame, N, K, own=False):
    cells = {(0, 0), (N - 1, K - 1)} | {(int(rng.integers(N)), int(rng.integers(K)))}
    for i, j in cells:
        for line in v8.eval(f"modules.formula.linesOf({frame}, {i}, {j})"):
            assert_true(line)
            assert own or "your" not in line.get("note", ""), "nobody passed a function in"
        for line in (v8.eval(f"modules.mstep.mStepOf({frame}, {j})") or {"lines": []})["lines"]:
            if not line["left"].startswith("N"):  # a sum over all points
                assert_true(line)
            assert own or "your" not in line.get("note", ""), "nobody passed a function in"
    assert_signs_are_true(v8, frame)


# The law ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(15))
def test_no_equation_is_false_wherever_a_reader_goes(v8, seed):
    rng = np.random.default_rng(seed)
    X = np.vstack([rng.normal(m, 1, (6, 2)) for m in ([0, 0], [5, 1], [2, 6])])
    mixture = Mixture(rng.normal(2, 3, (3, 2)), rng.uniform(0.3, 3, 3), rng.dirichlet(np.ones(3)))
    session = Session(X, mixture, SHOWS[seed % len(SHOWS)])
    v8.run(
        f"globalThis.session = modules.session.createSession({json.dumps(opening(session))}, {{}});"
        "session.subscribe(frame => { globalThis.frame = frame; });"
    )
    for _ in range(40):
        at = v8.eval("({N: frame.N, K: frame.K, last: frame.last, guess: frame.guess})")
        assert_all_is_true(v8, rng, "frame", at["N"], at["K"])
        v8.run(f"session.act({json.dumps(random_action(rng, at))})")


@pytest.mark.parametrize(
    "kind", ["tiny units", "huge units", "far from the origin", "a weight of 0", "narrow", "wide"]
)
def test_no_equation_is_false_at_any_scale(v8, kind):
    rng = np.random.default_rng(0)
    for problem, _ in zip(problems(kind), range(8), strict=False):
        session = Session(problem.X, problem.mixture)
        for step in ("step", "step", "step"):
            session.act({"name": step})
            show(v8, session)
            assert_all_is_true(v8, rng, "frame", len(session.X), session.K)


def show(v8, session):
    """Put a frame of Python's session before the view."""
    matrices = {
        path.removeprefix("matrices."): matrix(A)
        for path, A in session.arrays.items()
        if path.startswith("matrices.")
    }
    arrays = {path: np.ravel(A) for path, A in session.arrays.items() if "." not in path}
    v8.run("modules.shown = { keep(frame) { globalThis.frame = frame; return 0; } }")
    v8.call("shown.keep", {**session.frame, **arrays, "matrices": matrices})


def lines_of(v8, session, i=0, j=0):
    show(v8, session)
    return v8.eval(f"modules.formula.linesOf(frame, {i}, {j})")


def test_the_posterior_of_the_mixture_before_is_joined_to_nothing(v8):
    session = Session(np.random.default_rng(1).normal(size=(20, 2)))
    session.act({"name": "e_step"})
    show(v8, session)
    assert v8.eval("modules.stages.signsOf(frame, modules.stages.stagesOf(frame)[4])") == [
        "", "", "=", "−",
    ]  # fmt: skip
    assert "tail" in lines_of(v8, session)[-1]
    session.act({"name": "m_step"})
    show(v8, session)
    assert v8.eval("modules.stages.signsOf(frame, modules.stages.stagesOf(frame)[4])") == [
        "", "", "", "−",
    ]  # fmt: skip
    assert lines_of(v8, session)[-1]["result"] == "?"


# A learner's own functions, right and wrong -----------------------------------------------------


def even_shares(X, mixture):
    return np.full((len(X), len(mixture.pi)), -np.log(len(mixture.pi)))


def all_to_the_first(X, mixture):
    return np.where(np.arange(len(mixture.pi)) == 0, 0.0, -np.inf) + np.zeros((len(X), 1))


@pytest.mark.parametrize("e_step", [even_shares, all_to_the_first])
def test_a_learners_posterior_is_not_called_what_it_is_not(v8, e_step):
    rng = np.random.default_rng(3)
    session = Session(rng.normal(size=(20, 2)), K=3, e_step=e_step)
    session.act({"name": "e_step"})
    line = lines_of(v8, session, 4, 1)[-1]
    said = {even_shares: "−1.10", all_to_the_first: "−∞"}[e_step]
    assert line["note"].startswith(f"your e_step says {said}")
    assert "tail" not in line
    for _ in range(4):
        show(v8, session)
        assert_all_is_true(v8, rng, "frame", 20, 3, own=True)
        session.act({"name": "step"})


def test_a_learners_right_posterior_is_joined_as_the_packages_is(v8):
    def my_e_step(X, mixture):
        D = ((X[:, None] - mixture.mu) ** 2).sum(axis=2)
        joint = np.log(mixture.pi) - 2 * np.log(mixture.sigma) - D / (2 * mixture.sigma**2)
        return joint - np.log(np.exp(joint).sum(axis=1, keepdims=True))

    session = Session(np.random.default_rng(3).normal(size=(20, 2)), K=3, e_step=my_e_step)
    session.act({"name": "e_step"})
    show(v8, session)
    assert "=" in v8.eval("modules.stages.signsOf(frame, modules.stages.stagesOf(frame)[4])")
    assert "tail" in lines_of(v8, session)[-1]


def test_a_learners_label_is_not_called_the_nearest_where_it_is_not(v8):
    X = np.array([[0.0, 0], [9, 0], [1, 0]])
    start = Mixture([[0.0, 0.0], [9.0, 0.0]], np.ones(2), [0.5, 0.5])
    session = Session(X, start, ("D", "kmeans"), assign=lambda X, mu: [0, 0, 0])
    session.act({"name": "assign"})
    assert "note" not in lines_of(v8, session, 0)[-1]
    wrong = lines_of(v8, session, 1)[-1]
    assert (wrong["result"], wrong["note"]) == ("2", "your assign says 1")


def test_of_equally_near_means_a_learner_may_take_either(v8):
    start = Mixture([[-1.0, 0.0], [1.0, 0.0]], np.ones(2), [0.5, 0.5])
    session = Session([[0.0, 0.0], [3.0, 0.0]], start, ("D", "kmeans"), assign=lambda X, mu: [1, 1])
    session.act({"name": "assign"})
    line = lines_of(v8, session, 0)[-1]
    assert (line["result"], line.get("note")) == ("2", None)


def test_means_that_are_almost_equally_near_are_told_apart(v8):
    start = Mixture([[-1.0, 0.0], [1.00001, 0.0]], np.ones(2), [0.5, 0.5])
    session = Session([[0.00001, 0.0], [3.0, 0.0]], start, ("D", "kmeans"))
    session.act({"name": "assign"})
    line = lines_of(v8, session, 0)[-1]
    assert_true(line)
    assert len(set(re.findall(NUMBER, line["terms"][0][1]))) == 2


# The M-step ---------------------------------------------------------------------------------------


@pytest.fixture
def clumps():
    rng = np.random.default_rng(1)
    return np.vstack([rng.normal(m, 1, (9, 2)) for m in ([0, 0], [4, 1])])


PAIR = Mixture([[0.5, 0.5], [2.0, 2.0]], [1.0, 1.5], [0.5, 0.5])


def m_step_lines(v8, session, j):
    show(v8, session)
    return v8.eval(f"modules.mstep.mStepOf(frame, {j})")


def stepped(X, mixture, *names, **own):
    session = Session(X, mixture, **own)
    for name in names:
        session.act({"name": name})
    return session


def test_the_m_steps_lines_wait_for_a_prediction(v8, clumps):
    session = stepped(clumps, PAIR, "e_step", predict=True)
    assert m_step_lines(v8, session, 0) is None
    session.act({"name": "m_step"})
    assert m_step_lines(v8, session, 0)["lines"]


@pytest.mark.parametrize("names", [["e_step"], ["e_step", "m_step"]])
def test_the_m_steps_lines_are_the_packages_m_step(v8, clumps, names):
    session = stepped(clumps, PAIR, *names)
    made = m_step(clumps, session.history.shown.Q)
    for j in range(2):
        found = m_step_lines(v8, session, j)
        assert ("made" if len(names) > 1 else "will make") in found["title"]
        count, *others = (value(line["result"]) for line in found["lines"])
        assert float(count) == pytest.approx(np.exp(session.history.shown.Q[:, j]).sum(), rel=1e-4)
        expected = [made.pi[j], *made.mu[j], made.sigma[j]]
        for line, number, right in zip(found["lines"][1:], others, expected, strict=True):
            assert abs(number - right) <= 0.51 * last_digit(line["result"])
            assert_true(line)
            assert "note" not in line


def test_before_the_shares_and_after_an_edit_there_is_no_m_step_to_show(v8, clumps):
    assert m_step_lines(v8, stepped(clumps, PAIR), 0) is None
    session = stepped(clumps, PAIR, "e_step", "m_step")
    session.act({"name": "move_mean", "j": 0, "x": 1.0, "y": 2.0})
    assert m_step_lines(v8, session, 0) is None


def test_a_learners_m_step_is_named_where_it_is_another_one(v8, clumps):
    def doubled(X, Q):
        made = m_step(X, Q)
        return made._replace(sigma=2 * made.sigma)

    session = stepped(clumps, PAIR, "e_step", "m_step", m_step=doubled)
    *others, last = m_step_lines(v8, session, 1)["lines"]
    assert last["note"].startswith(f"your m_step says {session.mixture.sigma[1]:.2f}")
    assert not any("note" in line for line in others)


def test_a_sigma_below_its_floor_and_an_emptied_component_say_so(v8, clumps):
    needle = Mixture([clumps[0], [2.0, 2.0]], [1e-4, 1.5], [0.5, 0.5])
    for names in (["e_step"], ["e_step", "m_step"]):
        assert "floor" in m_step_lines(v8, stepped(clumps, needle, *names), 0)["lines"][-1]["note"]
    emptied = Mixture([[1e4, 1e4], [2.0, 2.0]], [1e-2, 1.5], [0.5, 0.5])
    count, weight = m_step_lines(v8, stepped(clumps, emptied, "e_step"), 0)["lines"]
    assert value(count["result"]) == value(weight["result"]) == 0
    assert weight["note"].startswith("no point has a share of it")
