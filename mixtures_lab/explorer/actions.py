"""What each action of PROTOCOL.md does to a session. As src/actions.js."""

import numpy as np

from .. import _inputs
from ..em import guess_around
from ..matrices import squared_distances
from . import starts, trials
from .arguments import Refused, frozen_array, index, number, one_of
from .beside import compare, swap
from .sentences import say, spoken
from .sharing import share_sigma
from .standing import MOST_COMPONENTS, most_components, next_half, untouched
from .words import WORDS

ALGORITHMS = WORDS["ALGORITHMS"]


def step(s):
    ACTIONS[next_half(s.history)](s)


def first_half(s):
    s.first_half()


def second_half(s):
    s.second_half()


def back(s):
    s.history.back(halves=s.settings["algorithm"] != "none")
    s.remember()


def goto(s, t):
    s.history.go_to(index(t, len(s.history.run.entries), "iteration"))
    s.remember()


def reset(s):
    first = s.history.run.entries[0]
    if untouched(s.history):
        s.begin({}, first.X, s.K)
    else:
        s.restart(first.what, first.mixture, first.X, first.shared)


def set_k(s, K):
    most = most_components(s.history.entry)
    if not isinstance(K, int) or not 1 <= K <= most:
        raise Refused(say("too_many_components", K=K, most=most, limit=MOST_COMPONENTS))
    if K != s.K:
        s.begin({}, s.X, K)


def set_algorithm(s, algorithm):
    one_of(s.steps.algorithms, algorithm, "algorithm")
    if algorithm == s.settings["algorithm"]:
        return
    mixture = s.mixture
    if algorithm == "em":  # the widths that K-means leaves alone say nothing of its means
        mixture = guess_around(mixture.mu, s.X)
    what = say("begins_here", algorithm=ALGORITHMS[algorithm])
    s.restart(what, mixture, s.X, algorithm=algorithm)


def set_data(s, data):
    one_of(s.data_sets.all, data, "data set")
    X = s.data_sets.X(data)
    s.begin({"data": data}, X, min(s.K, len(X)))
    s.selected["point"] = None


def set_first_guess(s, guess):
    one_of(s.guesses, guess, "first guess")
    K = len(s.given.mu) if guess == "given" else s.K
    s.begin({"guess": guess}, s.X, _inputs.number_of_components(K, len(s.X)))


def move_mean(s, j, x, y, gesture=None):
    j, x, y = index(j, s.K, "component"), number(x, "x"), number(y, "y")
    mu = s.mixture.mu.copy()
    mu[j] = x, y
    what = say("moved_mean", j=j + 1, x=spoken(x), y=spoken(y))
    s.edit(what, s.X, s.mixture._replace(mu=mu), gesture_key("mean", j, gesture))


def set_sigma(s, j, sigma, gesture=None):
    j = index(j, s.K, "component")
    changed = s.mixture.sigma.copy()
    changed[j] = max(number(sigma, "σ"), s.steps.floor(s.X))
    what = say("set_sigma", j=j + 1, sigma=spoken(changed[j]))
    key = gesture_key("sigma", j, gesture)
    s.edit(what, s.X, s.mixture._replace(sigma=changed), key, shared=None)


def gesture_key(name, j, gesture):
    """What the edits of one gesture have in common; None where each is its own."""
    return None if gesture is None else (name, j, gesture)


def add_point(s, x, y):
    x, y, shown = number(x, "x"), number(y, "y"), s.history.shown
    X = frozen_array(np.vstack([s.X, [[x, y]]]))
    what = say("added_point", i=len(X), x=spoken(x), y=spoken(y))
    s.edit(what, X, s.mixture, faded=shown and shown.with_new_row())
    s.selected["point"] = len(X) - 1


def remove_point(s, i):
    i, shown = index(i, len(s.X), "point"), s.history.shown
    X = frozen_array(np.delete(s.X, i, axis=0))
    what = say("removed_point", i=i + 1)
    s.edit(what, X, s.mixture, faded=shown and shown.without_row(i))
    point = s.selected["point"]
    s.selected["point"] = None if point in (None, i) else point - (point > i)


def load(s, start):
    if not isinstance(start, str):
        raise Refused(say("not_there", what="start"))
    starts.load(s, start)


def try_starts(s, count=20):
    trials.checked_count(count)
    s.trials = trials.Trials(count, s.X, s.K, s.settings["algorithm"], s.lots)


def go_on(s):
    s.trials.go_on(s.steps)


def stop_starts(s):
    s.trials.stop()


def load_start(s, start):
    tried = s.trials
    mixture = tried.mixtures[index(start, len(tried.mixtures), "start")]
    what = say("tried", s=start + 1, all=tried.count)
    s.restart(what, mixture, tried.X, algorithm=tried.algorithm)


def predict(s, on):
    s.predictions.switch(bool(on))


def move_prediction(s, j, x, y):
    j, x, y = index(j, s.K, "component"), number(x, "x"), number(y, "y")
    squared_distances(s.X, [[x, y]])  # refuses what is too far away to be compared
    s.predictions.put(j, (x, y))


def select(s, point=None, component=None):
    s.selected = {
        "point": None if point is None else index(point, len(s.X), "point"),
        "component": None if component is None else index(component, s.K, "component"),
    }


#: The actions by name.
ACTIONS = {
    "e_step": first_half,
    "m_step": second_half,
    "assign": first_half,
    "update": second_half,
    **{
        action.__name__: action
        for action in (
            *(step, back, goto, reset, set_k, set_algorithm, set_data, set_first_guess),
            *(move_mean, set_sigma, share_sigma, add_point, remove_point, select, load),
            *(predict, move_prediction, compare, swap, try_starts, go_on, stop_starts, load_start),
        )
    },
}
