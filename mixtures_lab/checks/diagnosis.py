"""Find out what is wrong with a learner's function.

In this order: did it run; is it right on ordinary numbers and wrong on extreme
ones; is its output that of a known mistake; what holds of it on every problem;
otherwise, where it first differs.
"""

import numpy as np

from . import places
from .compare import NEARLY, RIGHT, WRONG
from .explain import explained
from .message import listed, passed, rounded_off, small_densities, told, trouble
from .numbers import COARSER
from .outcomes import shapes_of
from .plain import for_output
from .running import LIMIT, run
from .shapes import other_axis
from .tasks import task_of
from .trial import Diagnosis, Findings, Trial

__all__ = ["Diagnosis", "Findings", "diagnose", "examine"]


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
        return trouble(
            "is not a function",
            f"A {type(function).__name__} came in place of a function: "
            f'pass the function itself, check("{task.name}", my_function), without calling it.',
        )
    try:
        with np.errstate(all="ignore"):  # whatever a notebook has told numpy to raise
            problems = task.problems(draw)
            ran = run(function, [p.args for p in problems], task.arguments, task.answers)
            trial = Trial(task, draw, ran)
            findings = _examined(trial)
            if not ran.cut_short:
                shape = not trial.failing("ordinary")
                ordinary = shape or not trial.failing("ordinary", trial.grades_without_other_axes)
                findings = findings._replace(ordinary=ordinary, shape=shape)
    except Exception as error:  # a check never crashes on what a function returned
        return trouble(
            None,
            "Your output differs from the right one in a way that the check could not put into "
            f"words (it met a {type(error).__name__}: {error}).",
        )
    return rounded_off(findings, function, ran.printed)


def _examined(trial):
    """The findings of the first stage that comes to any."""
    return next(filter(None, (stage(trial) for stage in STAGES)))


# did it run


def _cut_short(trial):
    if not trial.ran.cut_short:
        return None
    problem = trial.problems[len(trial.outcomes)]
    called = f"It was called with {shapes_of(problem.args, trial.task.arguments)}."
    if trial.ran.cut_short == "time":
        return trouble(
            "does not return",
            f"Your function did not return: all {len(trial.problems)} problems together may take "
            f"{LIMIT:g} seconds. Is there a loop that never ends? {called}",
        )
    return trouble(
        "stops the interpreter",
        "Your function ended the whole Python process, which would take the notebook along. "
        f"{called}",
    )


def _changed(trial):
    for outcome in trial.outcomes:
        if outcome.mistake and outcome.mistake.endswith("is changed"):
            return trouble(outcome.mistake, outcome.sentence)
    return None


def _stopped(trial):
    """It raised, or returned no numbers, on one of the problems."""
    ordinary = trial.failing("ordinary")
    for i in ordinary or trial.failing("extreme"):
        outcome, problem = trial.outcomes[i], trial.problems[i]
        if not outcome.mistake:
            continue
        words = outcome.sentence
        if not ordinary:
            words = f"Right on ordinary numbers. With {problem.words}: {words}"
        elif any(trial.grades[j] == RIGHT for j in trial.ordinary):
            words = f"With {problem.words} (it is right elsewhere): {words}"
        return trouble(outcome.mistake, words)
    return None


# where nobody holds the answer


def _by_laws(trial):
    """What the laws say, for a task without right answers."""
    if not trial.task.broken_law:
        return None
    ordinary = trial.failing("ordinary")
    failed = ordinary or trial.failing("extreme")
    if not failed:
        words = f"Every law holds on {len(trial.problems)} problems: {listed(trial)}"
        return Findings(Diagnosis(True, None, words), None)
    stopped = _stopped(trial)
    if stopped:
        return stopped
    problem, outcome = trial.problems[failed[0]], trial.outcomes[failed[0]]
    broken = trial.task.broken_law(problem, outcome.reading)
    elsewhere = "on ordinary numbers every law holds"
    if ordinary:
        elsewhere, _ = _sizes(trial, [trial.grades[i] == RIGHT for i in trial.ordinary])
    where = "; ".join(filter(None, [f"That is with {problem.words}", elsewhere]))
    return trouble(broken.name, f"{broken.sentence}\n{where}.")


def _sizes(trial, right):
    return places.which_sizes([trial.problems[i] for i in trial.ordinary], right)


# is it right


def _right(trial):
    if trial.failing("ordinary") or trial.failing("extreme"):
        return None
    if NEARLY in trial.grades:
        row = trial.known_mistake(trial.ordinary)
        if row:
            return _named(trial, row, trial.grades.index(NEARLY), "")
    return passed(trial)


def _other_axes(trial):
    """The numbers are right; an axis of length 1 is too many, or is lost where one has length 1."""
    ordinary = trial.failing("ordinary")
    if not ordinary or trial.failing("ordinary", trial.grades_without_other_axes):
        return None
    i = ordinary[0]
    problem, reading = trial.problems[i], trial.outcomes[i].reading
    pairs = list(zip(reading.parts, problem.right, strict=True))
    others = [k for k, (mine, right) in enumerate(pairs) if mine.shape != right.shape]
    names = " and ".join(trial.task.answers[k] for k in others) if trial.task.answers else ""
    what, remedy = other_axis(problem, *pairs[others[0]])
    mistake = f"{names} with {what}" if names else what
    words = f"The numbers are right; what is wrong is {mistake}. {remedy}"
    extreme = trial.failing("extreme", trial.grades_without_other_axes)
    if extreme:
        words += f" Beside that, the numbers are wrong with {trial.problems[extreme[0]].words}."
    return told(trial, i, mistake, words)


# is it a known mistake


def _known_everywhere(trial):
    row = trial.known_mistake([i for i, p in enumerate(trial.problems) if p.kind != "courtesy"])
    if not row:
        return None
    ordinary, extreme = trial.failing("ordinary"), trial.failing("extreme")
    start = ""
    if not ordinary:
        words = "; ".join(dict.fromkeys(trial.problems[j].words for j in extreme))
        start = f"Right on ordinary numbers, wrong on extreme ones: {words}. "
    return _named(trial, row, (ordinary or extreme)[0], start)


def _known_on_ordinary_numbers(trial):
    # With a single point or a single component, styles of the same mistake may differ.
    several = [i for i in trial.ordinary if min(trial.problems[i].size[:2]) > 1]
    for indices in (trial.ordinary, several):
        row = trial.known_mistake(indices)
        if row:
            others = trial.unlike(row)
            also = f" With {others[0].words} something else is wrong as well." if others else ""
            return _named(trial, row, trial.failing("ordinary")[0], "", also)
    return None


def _named(trial, row, i, start, also=""):
    message = f"{start}Your output is what you get with: {row.name}. {row.hint}{also}"
    return told(trial, i, row.name, message)


# right on ordinary numbers


def _extreme_only(trial):
    extreme = trial.failing("extreme")
    if trial.failing("ordinary"):
        return None
    words, lessons = (
        "; ".join(dict.fromkeys(getattr(trial.problems[j], what) for j in extreme))
        for what in ("words", "lesson")
    )
    eps = trial.outcomes[extreme[0]].reading.eps
    why = f"There {lessons}."
    if eps > 1e-10:
        kind = "float16" if eps > 1e-4 else "float32"
        why = f"Your numbers come as {kind}, with fewer digits and less range than float64."
    message = f"Right on ordinary numbers, wrong on extreme ones: {words}. {why}"
    return told(trial, extreme[0], f"right on ordinary numbers, wrong on: {words}", message)


# wrong on ordinary numbers


def _explained(trial):
    sizes, telling = _sizes(trial, [trial.grades[i] != WRONG for i in trial.ordinary])
    coarse = max(trial.outcomes[i].reading.eps for i in trial.ordinary) > 1e-10
    token = COARSER.set(50.0 if coarse else 1.0)
    try:
        words = explained(trial)
    except (ArithmeticError, ValueError, IndexError, np.linalg.LinAlgError):
        words = None  # an answer too strange for a remark; where it differs can still be said
    finally:
        COARSER.reset(token)
    if telling:
        sizes += small_densities(trial, sizes)
    said = "; ".join(filter(None, [words, sizes if telling or not words else None]))
    i = trial.failing("ordinary")[0]
    if not said:
        return told(trial, i, None, "Your output differs from the right one.")
    if coarse:
        said += "; and the numbers are in float32 or coarser"
    return told(trial, i, said, said[0].upper() + said[1:] + ".")


#: The first that comes to findings ends the search.
STAGES = [
    _cut_short,
    _changed,
    _by_laws,
    _right,
    _other_axes,
    _known_everywhere,
    _stopped,
    _extreme_only,
    _known_on_ordinary_numbers,
    _explained,
]
