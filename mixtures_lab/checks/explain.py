"""What is wrong with an output that no known mistake gives: an ordered list of explanations.

Each explanation is a function of a `Case` that answers in words or passes, and the first
answer counts. What is special to one task stands in `Task.known`.
"""

import numpy as np

from . import factors, labels, parameters, parts, places, remarks, search
from .about import are
from .compare import fitted, wrong_parts
from .trial import Case


def explained(trial):
    """What is wrong, in words, or None."""
    case = Case(trial)
    number = len(case.problems[0].right)
    if any(len(r.parts) != number for r in case.readings):
        return None
    kind = ONE_ARRAY if number == 1 else SEVERAL
    for explanation in LABELS if case.problems[0].labels is not None else kind:
        words = explanation(case)
        if words:
            return words
    return None


# one array


def one_number(case):
    return places.everywhere(case.got)


def another_form(case):
    done = remarks.transform(case.got, case.right)
    return done and f"your output is another form of the right one: {done}"


def another_argument(case):
    return case.known.formula and parameters.explain(case)


def some_places_right(case):
    return places.where_right(case.problems, [m[0] for m in case.masks], case.got)


def a_factor(case):
    factor = None if case.shape else factors.ratio(case.got, case.right, case.sizes)
    return factor and f"your output is {factor} times the right one"


def of_this_task(case):
    return next(filter(None, (own(case) for own in case.known.own)), None)


def another_term(case):
    words = search.explain(case)
    return words and "; ".join(filter(None, [case.shape, case.alike, words]))


def something_added(case):
    added = None if case.shape else factors.difference(case.got, case.right, case.addends)
    return added and f"your output is the right one plus {added}"


def a_known_mistake_changed(case):
    """Two things at once: a known mistake, and something done to its output."""
    for row, base in case.trial.given_by_mistakes():
        done = remarks.transform(case.got, base)
        if done:
            return (
                f"your output is what you get with: {row.name}; "
                f"and then it is another form of that: {done}"
            )
        if any(g.shape != b.shape for g, b in zip(case.got, base, strict=True)):
            continue
        factor = factors.ratio(case.got, base, case.sizes)
        if factor:
            return f"your output is {factor} times what you get with: {row.name}"
        added = factors.difference(case.got, base, case.addends)
        if added:
            return f"your output is what you get with: {row.name}; and {added} is added"
    return None


def a_wrong_shape(case):
    return case.shape


def a_number_inside_a_logarithm(case):
    added = remarks.inside_a_logarithm(case.got, case.right)
    return added and f"{added} is added before the logarithm is taken"


def all_alike(case):
    return case.alike


def where_it_may_be(case):
    return next(filter(None, (own(case) for own in case.known.places)), None)


LAST_DIGITS = (
    "most likely the numbers are cut to too few digits, or a small number is added somewhere"
)

#: An answer as near as this, relative to its size, is nearly another.
NEAR = 1e-2


def nearly_right(case):
    """Whether an answer is right but for its last digits, on all problems or all but d = 100."""
    far = [
        max(remarks.nearly([g], [r]) for g, r in zip(fitted(p, reading), p.right, strict=True))
        for p, reading in zip(case.problems, case.readings, strict=True)
    ]
    usual = [f for f, p in zip(far, case.problems, strict=True) if p.size[2] < 100]
    if max(usual) > NEAR:
        return None
    if max(far) > NEAR and max(usual) < 1e-6:
        return None  # it is right there, and that is said
    but = ", but not for d = 100" if max(far) > NEAR else ""
    return f"your output is right to about {100 * max(usual):.1g} %{but}: {LAST_DIGITS}"


def nearly_a_mistake(case):
    for row, base in case.trial.given_by_mistakes():
        if remarks.nearly(case.got, base) < NEAR / 10:
            return (
                f"your output is, to a few digits, what you get with: {row.name}; beside that, "
                + LAST_DIGITS
            )
    return None


def no_numbers(case):
    if any(np.isnan(g).any() for g in case.got):
        return "your output holds NaN"
    pairs = zip(case.got, case.right, strict=True)
    if any(np.isinf(g).any() and np.isfinite(r).all() for g, r in pairs):
        return "your output holds inf"
    return None


#: The most telling first.
ONE_ARRAY = [
    one_number,
    another_form,
    another_argument,
    some_places_right,
    a_factor,
    of_this_task,
    another_term,
    something_added,
    a_known_mistake_changed,
    a_wrong_shape,
    a_number_inside_a_logarithm,
    all_alike,
    where_it_may_be,
    nearly_right,
    nearly_a_mistake,
    no_numbers,
]

# labels, and several arrays


def another_nearest(case):
    return labels.explain(case.problems, case.got)


def the_parts_of_an_m_step(case):
    return case.known.step and parts.explain(case)


def which_parts_are_right(case):
    """Which of several arrays are right, and which are wrong."""
    if case.known.step:
        return None
    names, wrong = case.task.answers, wrong_parts(case.masks)
    right = [k for k in range(len(names)) if k not in wrong]
    return right and f"{are(right, 'right', names)}; {are(wrong, 'wrong', names)}"


LABELS = [another_nearest]
SEVERAL = [the_parts_of_an_m_step, which_parts_are_right, nearly_right]
