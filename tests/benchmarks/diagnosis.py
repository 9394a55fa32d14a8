"""How many mistakes are named rightly, wrongly and not at all.

    python tests/benchmarks/diagnosis.py [task …] [--wrong] [--write]

Four sets: the rows of the tables, each of which is to be named as itself; the rows of
tests/checks/unlisted and of tests/checks/fresh, which say what words a name has and has not; and
right functions with one edit (tests/checks/mutants.py), as far as the edit tells what words must
occur and the oracle which of mu, sigma and pi are right. Other words may be as right, so what is
named without them is in the column "unjudged"; what raises is left out. Each counts as on the
worse of two draws of problems. The figures in brackets are the difference to
diagnosis.json, which --write replaces. --wrong prints the sentences of the wrong names.
"""

import argparse
import json
import sys
from collections import Counter
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "checks")]

import mutants  # noqa: E402
import oracle  # noqa: E402
import words  # noqa: E402
from diagnosed import diagnosed  # noqa: E402
from fresh import FRESH  # noqa: E402
from unlisted import SAID, WRONG  # noqa: E402

from mixtures_lab.checks import TASKS  # noqa: E402
from mixtures_lab.checks.mistakes import mistakes_of  # noqa: E402

KEPT = HERE / "diagnosis.json"
UNJUDGED = "unjudged"
COLUMNS = (words.RIGHTLY, words.WRONGLY, words.NOT, UNJUDGED)

#: Mutants of a task: enough to tell a change of a few percent, in half a minute for all.
MUTANTS = 40


#: A name may not hang on the numbers: a row counts as its worse on two draws of problems.
DRAWS = (0, 4711)
WORST_FIRST = (words.WRONGLY, words.NOT, UNJUDGED, words.RIGHTLY)


def worse(task, function, verdict):
    """The mistake that is named on the worse draw, and how."""
    said = [diagnosed(task, function, draw).mistake for draw in DRAWS]
    return min(((s, verdict(s)) for s in said), key=lambda pair: WORST_FIRST.index(pair[1]))


def of_the_table(task):
    for row in mistakes_of(task):

        def verdict(said, row=row):
            return words.RIGHTLY if said == row.name else words.WRONGLY if said else words.NOT

        yield row.name, *worse(task, row.function, verdict)


def of_rows(rows):
    for row in rows:
        yield row.why, *worse(row.task, row.function, partial(words.verdict, row))


def of_mutants(task):
    called_wrong = {"mu": words.MU, "sigma": words.SIGMA, "pi": words.PI}
    for mutant in mutants.some_of(task, MUTANTS):
        if oracle.agrees(task, mutant.function, times=20):
            continue
        parts = oracle.right_parts(task, mutant.function) if task in ("m_step", "em_step") else ()
        never = tuple(called_wrong[part] for part in parts)
        says = (mutants.WORDS.get(mutant.edit, r"(?!)"),)
        row = words.Row(task, mutant.text, mutant.function, says, never)
        said, named = worse(task, mutant.function, partial(_of_an_edit, row))
        if not (said or "").startswith("raises"):  # Python has named it
            yield mutant.text, said, named


def _of_an_edit(row, said):
    """The verdict on a mutant: words other than the edit's may be as right."""
    named = words.verdict(row, said)
    other = named == words.WRONGLY and not words.calls_wrong_what_is_right(row, said)
    return UNJUDGED if other else named


SETS = {
    "table": of_the_table,
    "unlisted": lambda task: of_rows([*WRONG[task], *(r for r in SAID if r.task == task)]),
    "fresh": lambda task: of_rows(r for r in FRESH if r.task == task),
    "mutants": of_mutants,
}


def counted(named):
    """The counts of a set, per task."""
    return {
        task: {column: Counter(v for *_, v in rows)[column] for column in COLUMNS}
        for task, rows in named.items()
    }


def table(name, now, before):
    """The lines of one set."""
    columns = [c for c in COLUMNS if any(counts[c] for counts in now.values()) or c != UNJUDGED]
    lines = [f"{name:24}" + "".join(f"{column:>20}" for column in columns)]
    total = {task: now[task] for task in now}
    old = {task: before.get(task, {}) for task in now}
    total["all"] = _sum(now)
    old["all"] = _sum(old) if all(old.values()) else {}
    for task, counts in total.items():
        n = sum(counts.values()) or 1
        cells = [_cell(counts[c], n, old[task].get(c, counts[c])) for c in columns]
        lines.append(f"  {task:22}" + "".join(f"{cell:>20}" for cell in cells))
    return "\n".join(lines) + "\n"


def _sum(tasks):
    return {c: sum(counts.get(c, 0) for counts in tasks.values()) for c in COLUMNS}


def _cell(count, n, before):
    change = f" ({count - before:+d})" if count != before else ""
    return f"{count} = {100 * count / n:.0f} %{change}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", nargs="*", help=f"some of {', '.join(TASKS)}; all without")
    parser.add_argument("--wrong", action="store_true", help="print the wrong names")
    parser.add_argument("--write", action="store_true", help=f"put the figures in {KEPT.name}")
    asked = parser.parse_args()
    if set(asked.tasks) - set(TASKS):
        parser.error(f"the tasks are {', '.join(TASKS)}")
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for name, rows_of in SETS.items():
        named = {task: list(rows_of(task)) for task in asked.tasks or TASKS}
        now = counted(named)
        print(table(name, now, kept.get(name, {})), flush=True)
        for task, rows in named.items() if asked.wrong else ():
            for why, said, verdict in rows:
                if verdict == words.WRONGLY:
                    print(f"  {task}: {why}\n    → {said}\n")
        kept[name] = {**kept.get(name, {}), **now}
    if asked.write:
        KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
