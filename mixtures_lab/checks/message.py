"""The sentences of a diagnosis: what is said around a name, and where an output first differs."""

import contextlib

import numpy as np

from . import imports
from .compare import NEARLY, ROUGH, WRONG, cancels, fitted, wrong_entries
from .trial import Diagnosis, Findings, Shown

#: Lines of a function's prints that are repeated in the message.
PRINTED_LINES = 3


def trouble(mistake, sentence):
    return Findings(Diagnosis(False, mistake, sentence), None)


# around a diagnosis


def rounded_off(findings, function, printed):
    """The findings with what is said of imports and prints, in characters that can be written."""
    for words in (_of_imports(function), _of_prints(printed)):
        if words:
            diagnosis = findings.diagnosis
            message = f"{diagnosis.message}\n{words}"
            findings = findings._replace(diagnosis=diagnosis._replace(message=message))
    passed, mistake, message = findings.diagnosis
    # Half an emoji, in what a learner printed or raised, is no character that can be written.
    mistake, message = (
        text and text.encode("utf-8", "backslashreplace").decode() for text in (mistake, message)
    )
    return findings._replace(diagnosis=Diagnosis(passed, mistake, message))


def _of_imports(function):
    """A remark on what would not be there when a set is graded."""
    names = []
    with contextlib.suppress(Exception):  # a strange callable, which nothing is said of
        names = imports.foreign(function)
    if not names:
        return None
    return (
        f"One remark: it uses {' and '.join(names)}. Where a problem set is graded, only "
        f"{imports.ONLY} may be imported, without what begins a thread or a process or talks to "
        "others."
    )


def _of_prints(printed):
    if not printed.strip():
        return None
    lines = printed.strip().splitlines()
    more = ["…"] if len(lines) > PRINTED_LINES else []
    return "\n".join(["It printed:", *(line[:100] for line in lines[:PRINTED_LINES]), *more])


# it is right


def passed(trial):
    right = sum(p.kind != "courtesy" for p in trial.problems)
    words = [f"Right on {right} problems: {listed(trial)}", *_courtesies(trial)]
    if NEARLY in trial.grades:
        words.append(
            "It is right to about six digits, as in float32, or where a small number is added; "
            "float64 gives fifteen."
        )
    words += [*_safeguards(trial), *_lost_digits(trial)]
    if trial.problems[0].labels is not None and not trial.outcomes[0].reading.whole:
        words.append("One remark: the labels are floats; an index has to be an int.")
    return Findings(Diagnosis(True, None, "\n".join(words)), None)


def listed(trial):
    """The sizes of the ordinary problems, and the extremes."""
    d = sorted({trial.problems[i].size[2] for i in trial.ordinary})
    extremes = [trial.problems[i].words for i in trial.of_kind("extreme")]
    sizes = f"d = {', '.join(map(str, d))}; " if len(d) > 1 else ""
    return f"{sizes}{'; '.join(extremes)}."


def _courtesies(trial):
    for i in trial.of_kind("courtesy"):
        if trial.grades[i] == WRONG:
            mistake = trial.outcomes[i].mistake
            what = f"it {mistake}" if mistake else "the answer is another"
            words = trial.problems[i].words
            yield f"One remark: for {words}, {what}. The chapters do not need that case."


def _lost_digits(trial):
    for i in trial.of_kind("extreme"):
        problem, outcome = trial.problems[i], trial.outcomes[i]
        if outcome.reading and cancels(problem, outcome.reading):
            start = f"One remark: with {problem.words} it loses digits"
            remedy = "Subtracting the same vector from X and mu first keeps them."
            if {"mu", "mixture"} & {*trial.task.arguments}:
                yield f"{start}, as the formula does: {problem.lesson}. {remedy}"
            else:
                yield f"{start}: {problem.lesson}."
            return


def _safeguards(trial):
    """What a safeguard does where it shows: a remark on sigma, and one on the means."""
    lifted = moved = small = None
    for problem, outcome in zip(trial.problems, trial.outcomes, strict=True):
        if not (problem.guarded and outcome.reading):
            continue
        masks = wrong_entries(problem, outcome.reading, ROUGH, guarded=False)
        if masks[0].any():
            moved = moved or (
                f"One remark: with {problem.words} the means are short of the right ones in the "
                "later digits, because a small number is added to their counts. "
                "np.where(Nk > 0, Nk, 1) below the line changes nothing else."
            )
        if len(masks) > 1 and masks[1].any():
            at = tuple(np.argwhere(masks[1])[0])
            mine, right = fitted(problem, outcome.reading)[1][at], problem.right[1][at]
            if right < 1e-6 * mine:
                lifted = lifted or (
                    f"One remark: where sigma would be 0, yours is {mine:.3g}. "
                    "That is good practice, because ln σ has to stay finite."
                )
            else:
                small = small or _shows(problem, _entry(trial.task.answers[1], at), mine, right)
    return [remark for remark in (lifted, small, moved) if remark]


def _shows(problem, name, mine, right):
    value, other = told_apart(mine, right)
    return (
        f"One remark: with {problem.words}, {name} is {value} where the formula "
        f"gives {other}: what is small beside ordinary data is not small there. "
        "A safeguard such as 1e-3 * X.std() knows the scale of the data."
    )


def _entry(name, at):
    return f"{name}[{', '.join(map(str, at))}]" if at else name


# where it first differs


def told_apart(one, other):
    """Two numbers with as many digits as it takes."""
    for digits in (6, 9, 12, 17):
        words = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if words[0] != words[1]:
            break
    return words


def told(trial, i, mistake, message):
    """The message, with the first difference on problem `i`, and what to show of it."""
    problem, outcome = trial.problems[i], trial.outcomes[i]
    shown = None
    if outcome.reading is None or len(outcome.reading.parts) != len(problem.right):
        message += f"\n{outcome.sentence}" if outcome.sentence else ""
        return Findings(Diagnosis(False, mistake, message), shown)
    names = trial.task.answers or ("your output",)
    mine = fitted(problem, outcome.reading)
    message += _telltale(mine, problem)
    for p, mask in enumerate(wrong_entries(problem, outcome.reading)):
        if mask is not None and not mask.any():
            continue
        part, right, at = mine[p], problem.right[p], None
        if mask is None:
            differs = f"{names[p]} has shape {part.shape} instead of {right.shape}"
        else:
            at = tuple(int(k) for k in np.argwhere(mask)[0])
            value, other = told_apart(part[at], right[at])
            should = _should_be(problem, p, at, part[at], other)
            differs = f"{_entry(names[p], at)} is {value} and should be {should}"
        message += f"\nFor {problem.words}, {differs}."
        shown = Shown(problem.words, part, right, at)
        break
    return Findings(Diagnosis(False, mistake, message), shown)


def _should_be(problem, p, at, mine, right):
    if problem.free[p][at]:
        return "any finite number"
    if problem.labels is None:
        return right
    labels = " or ".join(map(str, np.flatnonzero(problem.labels[at])))
    return labels + _how_far(problem, at[0], mine)


def _how_far(problem, i, label):
    """The squared distances of point i to the mean it was given, and to the nearest."""
    X, mu = problem.args
    if label not in range(len(mu)):
        return ""
    squares = ((X[i] - mu) ** 2).sum(axis=1)
    return f" (squared distance {squares[int(label)]:.4g}; the least is {squares.min():.4g})"


def small_densities(trial, sizes):
    """What is special about d = 100 where densities are computed, in words."""
    if sizes != "wrong for d = 100 only" or "P" not in trial.task.arguments:
        return ""
    low = min(float(trial.problems[i].args[0].min()) for i in trial.ordinary)
    return (
        f": there densities are as small as e^{low:.0f}, and a number added for safety, "
        "or a limit, is not small beside them"
    )


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
        powers = strange / np.log(10)
        whole = (np.abs(powers - np.round(powers)) < 1e-9 * np.abs(powers)) & (powers <= -6)
        if problem.kind == "extreme" and whole.any():
            k = int(np.round(powers[whole][0]))
            return (
                f"\nThe number {k * np.log(10):.6g} is ln 1e{k}: a small number stands inside "
                "the logarithm, where 0 was. It hides the underflow and does not repair it."
            )
    return ""
