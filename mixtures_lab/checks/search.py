"""What is special to a task: which search explains its output."""

from functools import cache

from . import places, remarks, sums, terms


@cache
def fit_of(task, draw):
    return terms.Fit(task.name, [p for p in task.problems(draw) if p.kind == "ordinary"])


def explain(case):
    if case.task.name in terms.TERMS:
        return fit_of(case.task, case.trial.draw).explain(case.got)
    return None


def rows(case):
    return sums.explain_rows(case.problems, case.got)


def nll(case):
    return None if case.shape else sums.explain(case.problems, case.got, case.trial.draw)


def sigma(case):
    return terms.another_sigma(case.problems, case.got)


def leftover(case):
    return terms.leftover(case.task.name, case.problems, case.got)


def wholes(case):
    if case.shape:
        return None
    use = [i for i, p in enumerate(case.problems) if min(p.size[:2]) > 1]
    some, their = (
        [case.got[i] for i in use],
        {k: [v[i] for i in use] for k, v in case.sizes.items()},
    )
    for words, base in terms.wholes(case.task.name, [case.problems[i] for i in use]):
        if remarks.all_close(some, base):
            return f"in place of a sum of squared differences stand {words}"
        factor = remarks.ratio(some, base, their)
        if factor:
            return f"in place of a sum of squared differences stand {words}, times {factor}"
    return None


def clusters(case):
    off = remarks.pattern(case.got, case.right, *case.known.axes)
    return off or places.which_clusters(case.problems, [m[0] for m in case.masks], case.got)
