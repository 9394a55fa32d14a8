"""What the plane and the curves show of places that hold no point: regions, −L, the bound."""

import numpy as np
import pytest
from explorer_problems import problems
from v8 import V8, matrix

from mixtures_lab import (
    Mixture,
    log_gaussians,
    m_step,
    negative_log_likelihood,
    squared_distances,
)
from mixtures_lab.explorer.session import Session


@pytest.fixture(scope="module")
def v8():
    with V8("more/along.js", "more/likeliest.js") as v8:
        yield v8


def along(v8, session, j, parameter):
    R = session.arrays.get("matrices.R")
    frame = {
        **{name: session.frame[name] for name in ("N", "K", "nll")},
        **{name: session.arrays[name].ravel() for name in ("X", "mu", "sigma", "pi")},
        "bound": session.arrays.get("bound"),
        "matrices": {} if R is None else {"R": {**matrix(R), "data": R.ravel()}},
    }
    return v8.call("along.along", frame, j, parameter)


def moved(mixture, j, parameter, value):
    mu, sigma, pi = (np.array(part) for part in mixture)
    if parameter == "sigma":
        sigma[j] = value
    else:
        mu[j, "xy".index(parameter)] = value
    return Mixture(mu, sigma, pi)


def joint(X, mixture):
    with np.errstate(divide="ignore"):
        P = log_gaussians(squared_distances(X, mixture.mu), mixture.sigma, 2)
        return P, P + np.log(mixture.pi)


def the_bound(X, mixture, R):
    """(em-1), where 0 ln 0 is 0."""
    some = R > 0
    return (R[some] * (joint(X, mixture)[1][some] - np.log(R[some]))).sum()


KINDS = ["ordinary", "narrow", "far from the origin", "tiny units", "one point"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_curves_are_those_of_the_package(v8, kind):
    for problem, k in zip(problems(kind), range(6), strict=False):
        session = Session(problem.X, problem.mixture)
        for name in ["e_step", "m_step", "e_step"][: 1 + k % 3]:
            session.act({"name": name})
        j, parameter = k % session.K, ("x", "y", "sigma")[k % 3]
        found, R = along(v8, session, j, parameter), session.arrays["matrices.R"]
        scale = max(1, np.abs(found["minusL"]).max()) + 1e-7 * np.abs(problem.X).max()
        for at in (0, 17, 60, -1):
            mixture = moved(session.mixture, j, parameter, found["values"][at])
            minus_L = -negative_log_likelihood(joint(problem.X, mixture)[0], mixture.pi)
            assert found["minusL"][at] == pytest.approx(minus_L, rel=1e-9, abs=1e-9 * scale)
            bound = the_bound(problem.X, mixture, R)
            near = 1e-9 * max(scale, abs(bound))
            assert found["bound"][at] == pytest.approx(bound, rel=1e-8, abs=near)
            assert found["bound"][at] <= found["minusL"][at] + near


@pytest.fixture
def session():
    X = np.random.default_rng(2).normal(0, 2, (40, 2))
    session = Session(X, Mixture([[-1.0, 0], [2, 1]], [1.0, 0.5], [0.5, 0.5]))
    session.act({"name": "e_step"})
    return session


@pytest.mark.parametrize("parameter", ["x", "y"])
def test_the_top_is_where_the_m_step_leads(v8, session, parameter):
    top = along(v8, session, 1, parameter)["top"]
    following = m_step(session.X, session.arrays["matrices.Q"])
    assert top["value"] == pytest.approx(following.mu[1, "xy".index(parameter)], rel=1e-12)


def test_the_top_of_sigma_is_that_of_the_bound_and_minus_l_is_higher_there(v8, session):
    found = along(v8, session, 0, "sigma")
    top, R = found["top"], session.arrays["matrices.R"]
    assert top["bound"] >= max(found["bound"]) and top["minusL"] >= top["bound"]
    for factor in (0.999, 1.001):
        lower = moved(session.mixture, 0, "sigma", factor * top["value"])
        assert the_bound(session.X, lower, R) < top["bound"]


def test_without_shares_there_is_minus_l_alone(v8):
    session = Session([[0.0, 1], [1, 0], [2, 2]], Mixture([[0.0, 0]], [1.0], [1.0]))
    found = along(v8, session, 0, "x")
    assert found["bound"] is None and found["top"] is None
    assert np.isfinite(found["minusL"]).all()


def test_a_component_that_claims_nothing_has_no_top(v8):
    emptied = Mixture([[0.0, 0], [1, 1]], [1.0, 1.0], [1.0, 0.0])
    session = Session([[0.0, 1], [1, 0], [2, 2]], emptied)
    session.act({"name": "e_step"})
    found = along(v8, session, 1, "x")
    assert found["top"] is None
    assert np.ptp(found["minusL"]) == np.ptp(found["bound"]) == 0


def test_the_bound_of_show_needs_shares():
    with pytest.raises(ValueError, match="'bound' without 'em'"):
        Session([[0.0, 1], [1, 0]], K=1, show=("D", "bound"))


# Regions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ordinary", "a weight of 0", "narrow", "far from the origin"])
@pytest.mark.parametrize("algorithm", ["em", "kmeans"])
def test_a_place_belongs_to_whom_the_package_gives_it(v8, kind, algorithm):
    for X, mixture in ((p.X, p.mixture) for p, _ in zip(problems(kind), range(6), strict=False)):
        D = squared_distances(X, mixture.mu)
        right = joint(X, mixture)[1] if algorithm == "em" else -D
        mu, sigma, pi = mixture
        frame = {"K": len(mu), "mu": mu.ravel(), "sigma": sigma, "pi": pi}
        frame["handles"] = {"sigma": algorithm == "em"}
        for x, scores in zip(X[:8], right, strict=False):
            theirs = v8.call("likeliest.scoresAt", frame, *x)
            best = scores.max()
            assert scores[np.argmax(theirs)] == pytest.approx(best, rel=1e-9, abs=1e-9)
            v8.run(f"globalThis.scores = {[s if np.isfinite(s) else -1e300 for s in theirs]}")
            if len(scores) > 1:
                lead = v8.eval("modules.likeliest.leads(scores)")
                assert sum(by > 0 for by in lead) <= 1
