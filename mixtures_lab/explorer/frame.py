"""What is on screen, as a frame of PROTOCOL.md: its arrays, and the rest. As src/frame.js."""

import numpy as np

from ..em import data_scale
from ..matrices import log_sum_exp
from . import beside, predictions, sharing, trials
from .bound import bound_of, bound_sentence
from .sentences import failed, progress, say, say_of, spoken
from .standing import most_components, standing_of
from .words import WORDS

#: Beyond this many data scales from the origin the terms of dist-6 cancel to noise.
FAR = WORDS["FAR"]

ALGORITHMS = WORDS["ALGORITHMS"]


def frame_of(session, problem=None):
    """The frame that follows the session's last one, and its arrays by their path in it."""
    history, steps, before = session.history, session.steps, session.frame
    here, settings = history.entry, history.run.settings
    standing = standing_of(history, steps, session.predictions, session.tried)
    data_set, uses_P = session.data_sets.all[settings["data"]], steps.uses_P(settings["algorithm"])
    if problem is None and here.trouble:
        problem = failed(here.trouble)
    with np.errstate(all="ignore"):  # whatever a notebook has told numpy to raise
        matrices, labels, centred = pictures(session)
        bound = bound_of(history, steps)
        shared = sharing.shown(history, steps)
    prediction = predictions.shown(session.predictions, history)
    unit = predictions.unit_of(data_set.columns, data_set.unit)
    other, others = beside.shown(session, standing, unit)
    new_points = here.X is not session.arrays.get("X")
    arrays = {
        "X": here.X,
        **here.mixture._asdict(),
        "trace": np.array([history.nll(t) for t in range(len(history.run.entries))]),
        "trail": history.trail,
        **{f"matrices.{name}": np.asarray(A, dtype=float) for name, A in matrices.items()},
    }
    J = history.J(standing.t)
    if settings["algorithm"] == "kmeans":
        arrays["J_trace"] = J_trace(history.run)
    if bound is not None:
        arrays["bound"] = bound
    if labels is not None:
        arrays["labels"] = labels.astype(np.int32)
    arrays |= others
    # 4 bytes each: last, for alignment.
    arrays = dict(sorted(arrays.items(), key=lambda named: named[1].dtype == np.int32))
    frame = {
        **standing._asdict(),
        "settled": standing.settled and (other is None or all(other["ended"])),
        "version": before.get("version", 0) + 1,
        "last": len(history.run.entries) - 1,
        "algorithm": settings["algorithm"],
        "algorithms": [name for name in steps.algorithms if name != "none"],
        "show": list(steps.show),
        "N": len(here.X),
        "K": here.K,
        "K_max": most_components(here),
        "X_version": before.get("X_version", 0) + new_points,
        "handles": {"mean": True, "sigma": uses_P},
        "centred": centred,
        "labels": None,
        "bound": None,
        "J": J,
        "J_trace": None,
        "stale": not history.run.done and here.faded is not None,
        "nll": history.nll(standing.t),
        "nll_label": quantity_label(uses_P, data_set.unit),
        "iterations": history.iterations,
        "trace_phases": [entry.made for entry in history.run.entries],
        "prediction": prediction,
        "shared": shared,
        "beside": other,
        "trials": trials.shown(session.tried),
        "status": problem or sentence(session, standing, prediction, bound, shared),
        "problem": problem is not None,
        "selected": within(session.selected, len(here.X), here.K),
        "data": data_set.id,
        "datasets": [{"id": s.id, "label": s.label} for s in session.data_sets.all.values()],
        "guess": settings["guess"],
        "guesses": [{"id": id, "label": label} for id, label in session.guesses.items()],
        "columns": list(data_set.columns),
        "unit": data_set.unit,
    }
    return frame, arrays


def pictures(session):
    """The matrices that `show` asks for, the labels, and whether D's terms were centred."""
    history, show = session.history, session.steps.show
    X, mixture, shown = history.entry.X, history.entry.mixture, history.shown
    D, P = session.steps.matrices(X, mixture, history.run.settings["algorithm"])
    found, labels, centred = {}, None, False
    if "D" in show:
        centre = X.mean(axis=0)
        centred = bool((np.abs(centre) > FAR * data_scale(X)).any())
        Xc, muc = (X - centre, mixture.mu - centre) if centred else (X, mixture.mu)
        found["D"] = D
        found["D1"] = (Xc**2).sum(axis=1, keepdims=True)  # dist-6, term by term
        found["D2"] = -2 * Xc @ muc.T
        found["D3"] = (muc**2).sum(axis=1)[None]
    if P is not None:
        ln_pi = np.log(mixture.pi)[None]
        if "P" in show:
            found |= {"P": P, **terms_of_P(D, mixture.sigma), "lnPi": ln_pi, "PlnPi": P + ln_pi}
        if "Q" in show:
            found["lse"] = log_sum_exp(P + ln_pi, axis=1)[:, None]
    if shown is not None:
        if shown.Q is not None and "Q" in show:
            found["Q"] = shown.Q
        found["R"], labels = shown.seen(history.entry.K)
    return found, labels, centred


def terms_of_P(D, sigma):
    """P-7, term by term: −d ln(σ √2π), which is one row, and −D / 2σ²."""
    return {
        "P1": -2 * (np.log(sigma) + np.log(2 * np.pi) / 2)[None],
        "P2": -D / sigma / sigma / 2,
    }


def J_trace(run):
    """K-means' J before and after the assignment of each iteration; Σ min d without labels."""
    entries = run.entries
    before = [entry.nll if entry.J is None else entry.J for entry in entries]
    after = [J if e.result is None else e.result.J for J, e in zip(before, entries, strict=True)]
    return np.column_stack([before, after])


def quantity_label(uses_P, unit):
    """What L, or the inertia, is called beside its axis."""
    if uses_P:
        return say("nll_label")
    return say("inertia_label", unit=f", {unit}²" if unit else "")


def sentence(session, standing, prediction, bound, shared):
    """What just happened, and what there is to know of the mixture."""
    history, steps = session.history, session.steps
    here, algorithm = history.entry, history.run.settings["algorithm"]
    uses_P = steps.uses_P(algorithm)
    quantity = say("nll" if uses_P else "inertia")
    nll, before = history.nll(standing.t), history.nll_before
    J = history.J(standing.t)
    if J is not None:
        quantity, nll, before = say("J"), J, history.J_before
    said = [progress(standing.iteration, standing.phase, here.what, quantity, nll, before)]
    said += bound_sentence(bound, nll)
    data_set = session.data_sets.all[history.run.settings["data"]]
    said += [predictions.remark(prediction, predictions.unit_of(data_set.columns, data_set.unit))]
    said += sharing.remarks(shared, len(here.X))
    said += notes(here, steps, uses_P, prediction)
    if standing.settled:
        said.append(say("settled", algorithm=ALGORITHMS[algorithm]))
    return " ".join(filter(None, said))


def notes(here, steps, uses_P, prediction):
    """What has become degenerate; what would give away a prediction waits for the step."""
    mu, sigma, pi = here.mixture
    if here.repaired:
        yield say_of("repaired", here.repaired)
    if uses_P:
        empty = np.flatnonzero(pi == 0)
        if len(empty):
            yield say_of("emptied", empty)
        floor = steps.floor(here.X)
        low = np.flatnonzero(sigma <= floor)
        if len(low):
            yield say_of("on_the_floor", low, floor=spoken(floor))
    if prediction and prediction["pending"]:
        return
    # Components that nothing tells apart: the same mean and, in a mixture, the same σ.
    rows = np.column_stack([mu, sigma * uses_P])
    same = (rows[:, None] == rows[None]).all(axis=2)
    twins = np.flatnonzero(same.sum(axis=1) > 1)
    if len(twins):
        yield say_of("coincident", twins)


def within(selected, N, K):
    """What is selected, as far as it is still there."""
    limits = {"point": N, "component": K}
    return {
        name: None if index is None or index >= limits[name] else index
        for name, index in selected.items()
    }
