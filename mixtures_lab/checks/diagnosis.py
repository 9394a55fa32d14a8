"""Find out what is wrong with a learner's function.

In this order: did it run; is it right on ordinary numbers and wrong on extreme
ones; is its output that of a known mistake; what holds of it on every problem;
otherwise, where it first differs.
"""

import contextlib
import itertools
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from . import imports, labels, parameters, parts, places, remarks, sums, terms
from .compare import (
    NEARLY,
    RIGHT,
    ROUGH,
    WRONG,
    cancels,
    fitted,
    same,
    verdict,
    without_other_axes,
    wrong_entries,
)
from .plain import for_output
from .running import LIMIT, call_all, run, shapes_of
from .tasks import task_of

#: Lines of a function's prints that are repeated in the message.
PRINTED_LINES = 3


class Diagnosis(NamedTuple):
    """What a check found.

    Parameters
    ----------
    passed : bool
        Whether the function is right.
    mistake : str or None
        The mistake in a few words: a known one, or the term that is wrong. None
        if the function is right, or differs in a way that has no name.
    message : str
        The whole of it in sentences.

    Examples
    --------
    >>> from mixtures_lab import checks
    >>> diagnosis = checks.diagnose("log_sum_exp", lambda A: A.max(axis=-1))
    >>> diagnosis.passed, diagnosis.mistake
    (False, 'the maximum alone')
    """

    passed: bool
    mistake: str | None
    message: str


class Shown(NamedTuple):
    """Both answers to one problem, for the eye."""

    where: str
    got: np.ndarray
    right: np.ndarray
    at: tuple | None


class Findings(NamedTuple):
    """A diagnosis, what to show beside it, and what is right on ordinary numbers all the same."""

    diagnosis: Diagnosis
    shown: Shown | None
    ordinary: bool = False  # the numbers, whatever axes of length 1 stand around them
    shape: bool = True  # those axes, too


def diagnose(task, function):
    """What is wrong with a learner's function, or that it is right.

    The function is called on small seeded problems, ordinary and extreme, for a
    few seconds at most; whatever it does, the caller lives on.

    Parameters
    ----------
    task : str
        One of `TASKS` or `LAWS`, such as ``"log_posterior"``.
    function : callable
        Called with the task's arguments, in their order, as float64 arrays.

    Returns
    -------
    diagnosis : Diagnosis

    Raises
    ------
    ValueError
        If there is no such task.

    Examples
    --------
    >>> from mixtures_lab import checks
    >>> checks.diagnose("squared_distances", lambda X, mu: X @ mu.T).mistake
    'the product X μᵀ instead of distances'
    """
    diagnosis = examine(task, function).diagnosis
    # It is most likely printed next.
    return diagnosis._replace(
        mistake=diagnosis.mistake and for_output(diagnosis.mistake),
        message=for_output(diagnosis.message),
    )


def examine(task, function, draw=0, run=run):
    """The diagnosis, with what to show beside it.

    Every `draw` asks for fresh numbers. `run` calls the function on all the problems,
    as `running.run` does; a grader gives one that does so in another process.
    """
    task = task_of(task)
    if not callable(function):
        return _trouble(
            "is not a function",
            f"A {type(function).__name__} came in place of a function: "
            f'pass the function itself, check("{task.name}", my_function), without calling it.',
        )
    try:
        problems = task.problems(draw)
        ran = run(function, [p.args for p in problems], task.arguments, task.answers)
        trial = Trial(task, draw, ran)
        findings = _examined(trial)
        if not ran.cut_short:
            shape = not trial.failing("ordinary")
            ordinary = shape or not trial.failing("ordinary", trial.grades_without_other_axes)
            findings = findings._replace(ordinary=ordinary, shape=shape)
    except Exception as error:  # a check never crashes on what a function returned
        return _trouble(
            None,
            "Your output differs from the right one in a way that the check could not put into "
            f"words (it met a {type(error).__name__}: {error}).",
        )
    return _readable(_with_prints(_with_imports(findings, function), ran.printed))


def _readable(findings):
    """Half an emoji, in what a learner printed or raised, is no character that can be written."""
    passed, mistake, message = findings.diagnosis
    mistake, message = (
        text and text.encode("utf-8", "backslashreplace").decode() for text in (mistake, message)
    )
    return findings._replace(diagnosis=Diagnosis(passed, mistake, message))


def _with_imports(findings, function):
    """A remark on what would not be there when a set is graded."""
    names = []
    with contextlib.suppress(Exception):  # a strange callable, which nothing is said of
        names = imports.foreign(function)
    if not names:
        return findings
    words = (
        f"One remark: it uses {' and '.join(names)}. Where a problem set is graded, only "
        f"{imports.ONLY} may be imported."
    )
    return _adding(findings, words)


def _adding(findings, words):
    diagnosis = findings.diagnosis
    return findings._replace(diagnosis=diagnosis._replace(message=f"{diagnosis.message}\n{words}"))


def _with_prints(findings, printed):
    if not printed.strip():
        return findings
    lines = printed.strip().splitlines()
    more = ["…"] if len(lines) > PRINTED_LINES else []
    words = "\n".join(["It printed:", *(line[:100] for line in lines[:PRINTED_LINES]), *more])
    return _adding(findings, words)


def _trouble(mistake, sentence):
    return Findings(Diagnosis(False, mistake, sentence), None)


class Trial:
    """A function's outcomes on the problems, beside the right answers."""

    def __init__(self, task, draw, ran):
        self.task, self.draw, self.ran = task, draw, ran
        self.problems, self.outcomes = task.problems(draw), ran.outcomes
        self.grades = [  # fewer than the problems if the run was cut short
            WRONG if outcome.mistake else self._verdict(problem, outcome.reading)
            for problem, outcome in zip(self.problems, self.outcomes, strict=False)
        ]

    def _verdict(self, problem, reading):
        if self.task.broken_law:
            return WRONG if self.task.broken_law(problem, reading) else RIGHT
        return verdict(problem, reading)

    def failing(self, kind, grades=None):
        grades = self.grades if grades is None else grades
        return [
            i
            for i, problem in enumerate(self.problems)
            if problem.kind == kind and grades[i] == WRONG
        ]

    @cached_property
    def grades_without_other_axes(self):
        """The grades of the numbers alone, if axes of length 1 did not count."""
        if self.task.broken_law:
            return self.grades
        return [
            verdict(problem, without_other_axes(problem, outcome.reading))
            if grade == WRONG
            and not outcome.mistake
            and len(outcome.reading.parts) == len(problem.right)
            else grade
            for problem, outcome, grade in zip(
                self.problems, self.outcomes, self.grades, strict=True
            )
        ]

    @property
    def ordinary(self):
        return [i for i, problem in enumerate(self.problems) if problem.kind == "ordinary"]


def _examined(trial):
    if trial.ran.cut_short:
        return _cut_short(trial)
    changed = next(
        (o for o in trial.outcomes if o.mistake and o.mistake.endswith("is changed")), None
    )
    if changed:
        return _trouble(changed.mistake, changed.sentence)
    if trial.task.broken_law:
        return _by_laws(trial)
    ordinary, extreme = trial.failing("ordinary"), trial.failing("extreme")
    if not ordinary and not extreme:
        if NEARLY in trial.grades:
            row = _matching_row(trial, trial.ordinary)
            if row:
                return _named(trial, row, trial.grades.index(NEARLY), [])
        return _passed(trial)

    failed = ordinary or extreme
    if ordinary and not trial.failing("ordinary", trial.grades_without_other_axes):
        return _other_axes(trial, ordinary[0])
    everywhere = [i for i, p in enumerate(trial.problems) if p.kind != "courtesy"]
    row = _matching_row(trial, everywhere)
    if row:
        return _named(trial, row, failed[0], extreme if not ordinary else [])
    first = next((i for i in failed if trial.outcomes[i].mistake), None)
    if first is not None:
        return _did_not_run(trial, first, ordinary)
    if not ordinary:
        return _extreme_only(trial, extreme)
    # With a single point or a single component, styles of the same mistake may differ.
    several = [i for i in trial.ordinary if min(trial.problems[i].size[:2]) > 1]
    for indices in (trial.ordinary, several):
        row = _matching_row(trial, indices)
        if row:
            return _named(trial, row, failed[0], [], also=_other_extreme(trial, row))
    return _structural(trial, ordinary)


# 1. did it run


def _other_axes(trial, i):
    """The numbers are right; an axis of length 1 is too many, or is lost where one has length 1."""
    problem, reading = trial.problems[i], trial.outcomes[i].reading
    pairs = list(zip(reading.parts, problem.right, strict=True))
    others = [k for k, (mine, right) in enumerate(pairs) if mine.shape != right.shape]
    part, right = pairs[others[0]]
    names = " and ".join(trial.task.answers[k] for k in others) if trial.task.answers else ""
    name = f"{names} with " if names else ""
    if part.ndim > right.ndim:
        letters = {n: letter for n, letter in zip(problem.size, "NKd", strict=True) if n > 1}
        shape, its_own = (_in_letters(a.shape, letters) for a in (part, right))
        mistake = f"{name}an axis too many: shape {shape} instead of {its_own}"
        remedy = (
            "Leave out keepdims, or the None that added the axis; .reshape drops it in the end. "
            "Left in, it would broadcast against the next array to a whole matrix of numbers."
        )
    else:
        mistake = f"{name}an axis that is lost where it has length 1"
        remedy = (
            "np.squeeze and .flatten drop every axis of length 1, of a single point or a single "
            "component as well: name the axis that is to go."
        )
    words = f"The numbers are right; what is wrong is {mistake}. {remedy}"
    others = trial.failing("extreme", trial.grades_without_other_axes)
    if others:
        words += f" Beside that, the numbers are wrong with {trial.problems[others[0]].words}."
    return _told(trial, i, mistake, words)


def _in_letters(shape, letters):
    names = [letters.get(n, str(n)) for n in shape]
    return f"({names[0]},)" if len(names) == 1 else f"({', '.join(names)})"


def _cut_short(trial):
    problem = trial.problems[len(trial.outcomes)]
    called = f"It was called with {shapes_of(problem.args, trial.task.arguments)}."
    if trial.ran.cut_short == "time":
        return _trouble(
            "does not return",
            f"Your function did not return: all {len(trial.problems)} problems together may take "
            f"{LIMIT:g} seconds. Is there a loop that never ends? {called}",
        )
    return _trouble(
        "stops the interpreter",
        "Your function ended the whole Python process, which would take the notebook along. "
        f"{called}",
    )


def _did_not_run(trial, i, ordinary):
    outcome, problem = trial.outcomes[i], trial.problems[i]
    words = outcome.sentence
    if not ordinary:
        words = f"Right on ordinary numbers. With {problem.words}: {words}"
    elif any(trial.grades[j] == RIGHT for j in trial.ordinary):
        words = f"With {problem.words} (it is right elsewhere): {words}"
    return _trouble(outcome.mistake, words)


# it is right


def _passed(trial):
    right = sum(p.kind != "courtesy" for p in trial.problems)
    d = sorted({p.size[2] for p in trial.problems if p.kind == "ordinary"})
    words = [f"Right on {right} problems: " + _listed(trial, d)]
    for i, (problem, grade) in enumerate(zip(trial.problems, trial.grades, strict=True)):
        if problem.kind == "courtesy" and grade == WRONG:
            outcome = trial.outcomes[i]
            what = f"it {outcome.mistake}" if outcome.mistake else "the answer is another"
            words.append(
                f"One remark: for {problem.words}, {what}. The chapters do not need that case."
            )
    if NEARLY in trial.grades:
        words.append(
            "It is right to about six digits, as in float32, or where a small number is added; "
            "float64 gives fifteen."
        )
    words += _safeguards(trial)
    for problem, outcome in zip(trial.problems, trial.outcomes, strict=True):
        if problem.kind == "extreme" and outcome.reading and cancels(problem, outcome.reading):
            words.append(
                f"One remark: with {problem.words} it loses digits, as the formula does: "
                f"{problem.lesson}. Subtracting the same vector from X and mu first keeps them."
                if "mu" in trial.task.arguments or trial.task.name == "em_step"
                else f"One remark: with {problem.words} it loses digits: {problem.lesson}."
            )
            break
    if trial.problems[0].labels is not None and not trial.outcomes[0].reading.whole:
        words.append("One remark: the labels are floats; an index has to be an int.")
    return Findings(Diagnosis(True, None, "\n".join(words)), None)


def _safeguards(trial):
    """What a safeguard does where it shows: a remark on sigma, and one on the means."""
    lifted = moved = small = None
    for problem, outcome in zip(trial.problems, trial.outcomes, strict=True):
        if not (problem.guarded and outcome.reading):
            continue
        masks = wrong_entries(problem, outcome.reading, ROUGH, guarded=False)
        mine = fitted(problem, outcome.reading)
        if masks[0].any() and moved is None:
            moved = (
                f"One remark: with {problem.words} the means are short of the right ones in the "
                "later digits, because a small number is added to their counts. "
                "np.where(Nk > 0, Nk, 1) below the line changes nothing else."
            )
        if len(masks) > 1 and masks[1].any():
            at = tuple(np.argwhere(masks[1])[0])
            is_so, right = mine[1][at], problem.right[1][at]
            name = f"{trial.task.answers[1]}[{', '.join(map(str, at))}]"
            if right < 1e-6 * is_so:
                lifted = lifted or (
                    f"One remark: where sigma would be 0, yours is {is_so:.3g}. "
                    "That is good practice, because ln σ has to stay finite."
                )
            elif small is None:
                value, other = _told_apart(is_so, right)
                small = (
                    f"One remark: with {problem.words}, {name} is {value} where the formula "
                    f"gives {other}: what is small beside ordinary data is not small there. "
                    "A safeguard such as 1e-3 * X.std() knows the scale of the data."
                )
    return [remark for remark in (lifted, small, moved) if remark]


def _listed(trial, d):
    extremes = [p.words for p in trial.problems if p.kind == "extreme"]
    sizes = f"d = {', '.join(map(str, d))}; " if len(d) > 1 else ""
    return f"{sizes}{'; '.join(extremes)}."


# where nobody holds the answer


def _by_laws(trial):
    """What the laws say, for a task without right answers."""
    ordinary, extreme = trial.failing("ordinary"), trial.failing("extreme")
    failed = ordinary or extreme
    if not failed:
        d = sorted({p.size[2] for p in trial.problems if p.kind == "ordinary"})
        words = f"Every law holds on {len(trial.problems)} problems: {_listed(trial, d)}"
        return Findings(Diagnosis(True, None, words), None)
    stopped = next((i for i in failed if trial.outcomes[i].mistake), None)
    if stopped is not None:
        return _did_not_run(trial, stopped, ordinary)
    problem, outcome = trial.problems[failed[0]], trial.outcomes[failed[0]]
    broken = trial.task.broken_law(problem, outcome.reading)
    elsewhere = "on ordinary numbers every law holds"
    if ordinary:
        elsewhere, _ = places.which_sizes(
            [trial.problems[i] for i in trial.ordinary],
            [trial.grades[i] == RIGHT for i in trial.ordinary],
        )
    where = "; ".join(filter(None, [f"That is with {problem.words}", elsewhere]))
    return _trouble(broken.name, f"{broken.sentence}\n{where}.")


# 2. right on ordinary numbers


def _extreme_only(trial, extreme):
    i = extreme[0]
    words = "; ".join(dict.fromkeys(trial.problems[j].words for j in extreme))
    lessons = "; ".join(dict.fromkeys(trial.problems[j].lesson for j in extreme))
    eps = trial.outcomes[i].reading.eps
    if eps > 1e-10:
        kind = "float16" if eps > 1e-4 else "float32"
        why = f"Your numbers come as {kind}, with fewer digits and less range than float64."
    else:
        why = f"There {lessons}."
    message = f"Right on ordinary numbers, wrong on extreme ones: {words}. {why}"
    return _told(trial, i, f"right on ordinary numbers, wrong on: {words}", message)


def _other_extreme(trial, row):
    """Where a function that makes a known mistake is wrong in yet another way."""
    made = _outcomes_of(trial.task, trial.draw)[row.name]
    others = [
        problem.words
        for i, problem in enumerate(trial.problems)
        if problem.kind == "extreme"
        and not _alike(problem, trial.outcomes[i], made[i], strict=False)
    ]
    return f" With {others[0]} something else is wrong as well." if others else ""


# 3. a known mistake


@cache
def _outcomes_of(task, draw):
    """What every known mistake makes of the problems."""
    problems = task.problems(draw)
    made = {}
    for row in task.mistakes():
        outcomes = []
        call_all(
            row.function,
            [p.args for p in problems],
            task.arguments,
            task.answers,
            outcomes.append,
            lambda text: None,
        )
        made[row.name] = outcomes
    return made


def _alike(problem, one, other, strict=True):
    if one.mistake or other.mistake:
        return one.mistake == other.mistake
    return same(problem, one.reading, other.reading, strict)


def _matching_row(trial, indices):
    """The known mistake that gives the same on all these problems, and is wrong on some."""
    made = _outcomes_of(trial.task, trial.draw)
    for strict, row in itertools.product((True, False), trial.task.mistakes()):
        pairs = [(trial.problems[i], trial.outcomes[i], made[row.name][i]) for i in indices]
        if not all(_alike(*pair, strict) for pair in pairs):
            continue
        # That both raise on every problem is no evidence; one answer in common is.
        if not any(mine.reading for _, mine, _ in pairs):
            continue
        if any(
            theirs.mistake or verdict(problem, theirs.reading) != RIGHT
            for problem, _, theirs in pairs
        ):
            return row
    return None


def _named(trial, row, i, extreme, also=""):
    start = ""
    if extreme:
        words = "; ".join(dict.fromkeys(trial.problems[j].words for j in extreme))
        start = f"Right on ordinary numbers, wrong on extreme ones: {words}. "
    message = f"{start}Your output is what you get with: {row.name}. {row.hint}{also}"
    return _told(trial, i, row.name, message)


# 4. a structural remark


def _structural(trial, ordinary):
    problems = [trial.problems[i] for i in trial.ordinary]
    readings = [trial.outcomes[i].reading for i in trial.ordinary]
    sizes, telling = places.which_sizes(
        problems, [trial.grades[i] != WRONG for i in trial.ordinary]
    )
    coarse = max(reading.eps for reading in readings) > 1e-10
    token = remarks.COARSER.set(50.0 if coarse else 1.0)
    try:
        with np.errstate(all="ignore"):
            words = _remark(trial, problems, readings)
    except (ArithmeticError, ValueError, IndexError, np.linalg.LinAlgError):
        words = None  # an answer too strange for a remark; where it differs can still be said
    finally:
        remarks.COARSER.reset(token)
    if telling:
        sizes += _small_densities(trial.task.name, problems, sizes)
    said = "; ".join(filter(None, [words, sizes if telling or not words else None]))
    if coarse and said:
        said += "; and the numbers are in float32 or coarser"
    i = ordinary[0]
    if said:
        message = said[0].upper() + said[1:] + "."
        return _told(trial, i, said, message)
    return _told(trial, i, None, "Your output differs from the right one.")


def _small_densities(task, problems, sizes):
    """What is special about d = 100 where densities are computed, in words."""
    if sizes != "wrong for d = 100 only" or "P" not in task_of(task).arguments:
        return ""
    low = min(float(p.args[0].min()) for p in problems)
    return (
        f": there densities are as small as e^{low:.0f}, and a number added for safety, "
        "or a limit, is not small beside them"
    )


def _remark(trial, problems, readings):
    task = trial.task.name
    number = len(problems[0].right)
    if any(len(r.parts) != number for r in readings):
        return None
    if number > 1:
        if task in ("m_step", "em_step"):
            words = parts.explain(task, problems, readings)
        else:
            words = _parts_in_words(trial.task.answers, problems, readings)
        return words or _nearly(problems, readings)
    got = [fitted(p, r)[0] for p, r in zip(problems, readings, strict=True)]
    right = [p.right[0] for p in problems]
    if problems[0].labels is not None:
        return labels.explain(problems, got)
    return _of_one_array(trial, problems, readings, got, right)


#: What a row and a column of the answer stand for.
AXES = {"kmeans_update": ("cluster", "coordinate")}


def _of_one_array(trial, problems, readings, got, right):
    """The remarks on a single array, the most telling first."""
    task = trial.task.name
    axes = AXES.get(task, ("point", "component"))
    names = _quantities(task, problems)
    words = places.everywhere(got)
    if words:
        return words
    done = remarks.transform(got, right)
    if done:
        return f"your output is another form of the right one: {done}"
    words = parameters.explain(task, problems, got)
    if not words and task == "log_gaussians":
        words = terms.another_sigma(problems, got)
    if words:
        return words
    masks = [wrong_entries(p, r)[0] for p, r in zip(problems, readings, strict=True)]
    words = places.where_right(problems, masks, got)
    if words:
        return words
    wrong_shape = _wrong_shape(problems, got, axes)
    alike = places.sameness(problems, got, right, *axes)
    if not wrong_shape:
        factor = remarks.ratio(got, right, names)
        if factor:
            return f"your output is {factor} times the right one"
    if task == "log_sum_exp":
        words = sums.explain_rows(problems, got)
        if words:
            return words
    if task in terms.TERMS:
        words = _fit(trial.task, trial.draw).explain(got)
        if words:
            return "; ".join(filter(None, [wrong_shape, alike, words]))
    if not wrong_shape:
        added = remarks.difference(got, right, names | _addends(task, problems))
        if added:
            return f"your output is the right one plus {added}"
    if task == "negative_log_likelihood":
        words = sums.explain(problems, got, trial.draw)
        if words:
            return words
    words = _from_a_mistake(trial, problems, got, names)
    if words or wrong_shape:
        return words or wrong_shape
    use = [i for i, p in enumerate(problems) if min(p.size[:2]) > 1]
    some, their = [got[i] for i in use], {k: [v[i] for i in use] for k, v in names.items()}
    for words, base in terms.wholes(task, [problems[i] for i in use]):
        if remarks.all_close(some, base):
            return f"in place of a sum of squared differences stand {words}"
        factor = remarks.ratio(some, base, their)
        if factor:
            return f"in place of a sum of squared differences stand {words}, times {factor}"
    added = remarks.inside_a_logarithm(got, right)
    if added:
        return f"{added} is added before the logarithm is taken"
    return (
        alike
        or terms.leftover(task, problems, got)
        or remarks.pattern(got, right, *axes)
        or (places.which_clusters(problems, masks, got) if task == "kmeans_update" else None)
        or _nearly(problems, readings)
        or _nearly_a_mistake(trial, problems, got)
        or _not_numbers(got, right)
    )


def _quantities(task, problems):
    """What an answer may be off by a power of."""
    names = {name: [np.array(float(p.size[k])) for p in problems] for k, name in enumerate("NKd")}
    if task == "kmeans_update":
        counts = [np.bincount(p.args[1], minlength=p.args[2])[:, None] * 1.0 for p in problems]
        names["N_j"] = counts
        names["(N_j + 1)"] = [c + 1 for c in counts]
        names["max(N_j − 1, 1)"] = [np.maximum(c - 1, 1) for c in counts]
    return names


LAST_DIGITS = (
    "most likely the numbers are cut to too few digits, or a small number is added somewhere"
)


def _addends(task, problems):
    """What else may have been added to an answer."""
    if task != "negative_log_likelihood":
        return {}
    return {
        "Σ_j ln π_j": [np.log(p.args[1]).sum() for p in problems],
        "ln N": [np.log(p.size[0]) for p in problems],
        "K ln N": [p.size[1] * np.log(p.size[0]) for p in problems],
    }


#: An answer as near as this, relative to its size, is nearly another.
NEAR = 1e-2


def _nearly(problems, readings):
    """Whether an answer is right but for its last digits, on all problems or all but d = 100."""
    far = [
        max(remarks.nearly([g], [r]) for g, r in zip(fitted(p, reading), p.right, strict=True))
        for p, reading in zip(problems, readings, strict=True)
    ]
    usual = [f for f, p in zip(far, problems, strict=True) if p.size[2] < 100]
    if max(usual) > NEAR:
        return None
    if max(far) > NEAR and max(usual) < 1e-6:
        return None  # it is right there, and that is said
    but = ", but not for d = 100" if max(far) > NEAR else ""
    return f"your output is right to about {100 * max(usual):.1g} %{but}: {LAST_DIGITS}"


def _nearly_a_mistake(trial, problems, got):
    for row, base in _known(trial, problems):
        if remarks.nearly(got, base) < NEAR / 10:
            return (
                f"your output is, to a few digits, what you get with: {row.name}; beside that, "
                + LAST_DIGITS
            )
    return None


def _known(trial, problems):
    """The known mistakes that give one array on every ordinary problem, with what they give."""
    made = _outcomes_of(trial.task, trial.draw)
    for row in trial.task.mistakes():
        outcomes = made[row.name][: len(problems)]
        if all(outcome.reading is not None for outcome in outcomes):
            yield row, [outcome.reading.parts[0] for outcome in outcomes]


def _parts_in_words(answers, problems, readings):
    """Which of several arrays are right, and which are wrong."""
    masks = [wrong_entries(p, r) for p, r in zip(problems, readings, strict=True)]
    wrong = [any(mask[k] is None or mask[k].any() for mask in masks) for k in range(len(answers))]
    right = [name for name, bad in zip(answers, wrong, strict=True) if not bad]
    bad = [name for name, bad in zip(answers, wrong, strict=True) if bad]
    words = f"{' and '.join(bad)} {'is' if len(bad) == 1 else 'are'} wrong"
    return (
        f"{' and '.join(right)} {'is' if len(right) == 1 else 'are'} right; {words}"
        if right
        else None
    )


@cache
def _fit(task, draw):
    return terms.Fit(task.name, [p for p in task.problems(draw) if p.kind == "ordinary"])


def _wrong_shape(problems, got, axes):
    for problem, g in zip(problems, got, strict=True):
        shape = problem.right[0].shape
        if g.shape != shape:
            N, K, d = problem.size
            where = f" (N = {N}, K = {K}, d = {d})"
            if g.shape == (K,) and shape == (N,):
                return f"there is one number for each column instead of each row{where}: axis=1"
            if g.ndim < len(shape) and g.shape == shape[: g.ndim] and g.ndim:
                where += f": one number for each {axes[0]}"
            elif g.ndim < len(shape) and g.shape == shape[len(shape) - g.ndim :] and g.ndim:
                where += f": one number for each {axes[1]}"
            return f"the shape is {g.shape} instead of {shape}{where}"
    return None


def _from_a_mistake(trial, problems, got, names):
    """Two things at once: a known mistake, and something done to its output."""
    for row, base in _known(trial, problems):
        done = remarks.transform(got, base)
        if done:
            return (
                f"your output is what you get with: {row.name}; "
                f"and then it is another form of that: {done}"
            )
        if all(g.shape == b.shape for g, b in zip(got, base, strict=True)):
            factor = remarks.ratio(got, base, names)
            if factor:
                return f"your output is {factor} times what you get with: {row.name}"
            added = remarks.difference(got, base, names | _addends(trial.task.name, problems))
            if added:
                return f"your output is what you get with: {row.name}; and {added} is added"
    return None


def _not_numbers(got, right):
    if any(np.isnan(g).any() for g in got):
        return "your output holds NaN"
    if any(np.isinf(g).any() and np.isfinite(r).all() for g, r in zip(got, right, strict=True)):
        return "your output holds inf"
    return None


# 5. where it first differs


def _telltale(mine, problem):
    """A number that gives away what was done, in a sentence."""
    for part, right in zip(mine, problem.right, strict=True):
        if part.shape != right.shape:
            continue
        strange = part[(part != right) & np.isfinite(part)]
        if (np.abs(strange) == np.finfo(float).max).any():
            return (
                "\nThe number 1.8e308 is what np.nan_to_num puts in place of inf: "
                "it hides the trouble and does not repair it."
            )
        if problem.kind != "extreme":
            continue
        powers = strange / np.log(10)
        whole = np.abs(powers - np.round(powers)) < 1e-9 * np.abs(powers)
        if (whole & (powers <= -6)).any():
            k = int(np.round(powers[whole & (powers <= -6)][0]))
            return (
                f"\nThe number {k * np.log(10):.6g} is ln 1e{k}: a small number stands inside "
                "the logarithm, where 0 was. It hides the underflow and does not repair it."
            )
    return ""


def _how_far(problem, i, label):
    """The squared distances of point i to the mean it was given, and to the nearest."""
    X, mu = problem.args
    if label not in range(len(mu)):
        return ""
    squares = ((X[i] - mu) ** 2).sum(axis=1)
    return f" (squared distance {squares[int(label)]:.4g}; the least is {squares.min():.4g})"


def _told_apart(one, other):
    """Two numbers with as many digits as it takes."""
    for digits in (6, 9, 12, 17):
        words = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if words[0] != words[1]:
            break
    return words


def _told(trial, i, mistake, message):
    """The message, with the first difference on problem `i`, and what to show of it."""
    problem, outcome = trial.problems[i], trial.outcomes[i]
    if outcome.reading is None or len(outcome.reading.parts) != len(problem.right):
        if outcome.sentence:
            message += f"\n{outcome.sentence}"
        return Findings(Diagnosis(False, mistake, message), None)
    names = trial.task.answers or ("your output",)
    mine = fitted(problem, outcome.reading)
    message += _telltale(mine, problem)
    for p, mask in enumerate(wrong_entries(problem, outcome.reading)):
        part, right = mine[p], problem.right[p]
        if mask is None:
            message += (
                f"\nFor {problem.words}, {names[p]} has shape {part.shape} "
                f"instead of {right.shape}."
            )
            return Findings(
                Diagnosis(False, mistake, message), Shown(problem.words, part, right, None)
            )
        if mask.any():
            at = tuple(int(k) for k in np.argwhere(mask)[0])
            entry = f"[{', '.join(map(str, at))}]" if at else ""
            value, other = _told_apart(part[at], right[at])
            if problem.free[p] is not None and problem.free[p][at]:
                should = "any finite number"
            elif problem.labels is not None:
                should = " or ".join(map(str, np.flatnonzero(problem.labels[at])))
                should += _how_far(problem, at[0], part[at])
            else:
                should = other
            message += (
                f"\nFor {problem.words}, {names[p]}{entry} is {value} and should be {should}."
            )
            return Findings(
                Diagnosis(False, mistake, message), Shown(problem.words, part, right, at)
            )
    return Findings(Diagnosis(False, mistake, message), None)
