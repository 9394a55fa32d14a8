"""One σ that all components share, and that the M-step leaves as it is. As src/sharing.js.

The smaller it is, the harder the shares: in the limit EM's step is that of K-means.
"""

import numpy as np

from .arguments import number
from .sentences import say, spoken
from .steps import held
from .words import WORDS

#: A point is sure of its component with a larger share than this.
SURE = WORDS["SURE"]

#: Means that lie nearer than this, in the data's extent, are those of K-means.
SAME_MEANS = WORDS["SAME_MEANS"]


def share_sigma(s, sigma=None, gesture=None):
    """An edit that gives all components one σ, and works out the shares; None lets σ go again."""
    history, mixture = s.history, s.mixture
    if sigma is None:
        result = history.entry.result if history.run.done else None
        s.edit(say("freed_sigma"), s.X, mixture, shared=None, result=result)
        return
    sigma = max(number(sigma, "σ"), s.steps.floor(s.X))
    mixture = held(mixture, sigma)
    result = s.steps.first_half(s.X, mixture, "em")  # fails, if it does, before the edit
    what = say("shared_sigma", sigma=spoken(sigma))
    key = None if gesture is None else ("shared", gesture)
    s.edit(what, s.X, mixture, key, shared=sigma, result=result)


def shown(history, steps):
    """What a frame says of it: σ, how many points are sure, how far K-means' update is.

    That is None before the E-step, and where K-means would begin a cluster anew; `kmeans` says
    whether it is nothing but rounding.
    """
    here, result = history.entry, history.shown
    if here.shared is None:
        return None
    told = {"sigma": here.shared, "sure": None, "apart": None, "kmeans": False}
    if result is None or np.isnan(result.Q).any():
        return told
    R = np.exp(result.Q)
    told["sure"] = int((R.max(axis=1) > SURE).sum())
    if history.run.done:
        told["apart"] = from_kmeans(here.X, R, steps.matrices(here.X, here.mixture, "em")[0])
    if told["apart"] is not None:
        told["kmeans"] = bool(told["apart"] <= SAME_MEANS * np.ptp(here.X, axis=0).max())
    return told


def from_kmeans(X, R, D):
    """How far the farthest mean of the M-step lies from that of K-means' update, in the plane."""
    hard = D.argmin(axis=1)[:, None] == np.arange(D.shape[1])
    with np.errstate(all="ignore"):
        weights = R / R.sum(axis=0) - hard / hard.sum(axis=0)
    apart = np.linalg.norm(weights.T @ (X - X.mean(axis=0)), axis=1).max()
    return float(apart) if np.isfinite(apart) else None


def remarks(told, N):
    """What the status line says of it."""
    if told is None or told["sure"] is None:
        return []
    said = say("sure", sure=told["sure"], N=N, above=SURE)
    return [said, say("as_kmeans")] if told["kmeans"] else [said]
