"""What a class got: scores as a table, and which mistakes how often, as a picture."""

import csv
import io
from collections import Counter
from typing import NamedTuple

from .. import palette
from .door import one_line
from .grading import GIVEN, UNWRITTEN, Graded

NO_NAME = "differs, without a name"

#: What nobody can learn from: there is no function.
NOTHING = {"no notebook", "not graded", UNWRITTEN}

#: By this a spreadsheet knows that a table is UTF-8.
BOM = "\ufeff"

#: What a bar stands for: blue, sky blue, vermilion, and grey.
BLUE, SKY, VERMILION, GREY = (palette.COLOURS[j] for j in (0, 4, 5, 7))
COLOURS = {"right": BLUE, GIVEN: SKY, "mistake": VERMILION, "other": GREY}
WORDS = {
    "right": "right",
    GIVEN: "right, once earlier functions are replaced by right ones: all points",
    "mistake": "a mistake by name",
    "other": "without a name, or without a function",
}

#: Mistakes that a bar is drawn for, per function; the rest are counted together.
MOST = 8


class Row(NamedTuple):
    """What a table says of one learner."""

    learner: str
    graded: Graded
    marks: dict  # {id: (points or None, comment)}
    when: str = ""  # it was handed in, in UTC
    late: str = ""


def scores_table(problem_set, rows, absent=()):
    """The scores as CSV, with a row for each learner who handed nothing in."""
    asked = {item.id: item.points for item in (*problem_set.tests, *problem_set.answers)}
    columns = [test.function for test in problem_set.tests] + [a.id for a in problem_set.answers]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    head = ["learner", "set", "score", "of", "to mark by hand", *columns]
    table.writerow([*head, "reason", "notes", "handed in", "late"])
    for learner, graded, marks, when, late in rows:
        points = {id: marks[id][0] for id in asked}
        due = sum(asked[id] for id in asked if points[id] is None)
        cells = ["" if points[id] is None else f"{points[id]:g}" for id in asked]
        row = [learner, problem_set.name, f"{sum(p or 0 for p in points.values()):g}"]
        row += [f"{problem_set.points:g}", f"{due:g}", *cells]
        said = [safe(graded.reason), safe("; ".join(graded.notes))]
        table.writerow([*row, *said, when, late])
    for learner in absent:
        row = [learner, problem_set.name, "", f"{problem_set.points:g}", ""]
        table.writerow([*row, *[""] * len(columns), "did not hand in", "", "", ""])
    return BOM + out.getvalue()


def waiting_table(problem_set, rows):
    """What waits for a person, and whether it has changed since one marked it, as CSV."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["learner", "set", "what", "of", "why", "points given before"])
    for learner, graded, marks, *_ in rows:
        before = {reply.id: reply.before for reply in graded.replies}
        asked = (*problem_set.answers, *problem_set.tests)
        for item in asked:
            if marks[item.id][0] is None:
                points = before.get(item.id)
                why = "not marked yet" if points is None else "changed since it was marked"
                given = "" if points is None else f"{points:g}"
                table.writerow([learner, problem_set.name, item.id, f"{item.points:g}", why, given])
    return BOM + out.getvalue()


def in_words(problem_set, rows):
    """How the class did, and what is left to do, in a sentence or two."""
    points = [points for row in rows for points, _ in row.marks.values()]
    mean = sum(p or 0 for p in points) / len(rows)
    words = (
        f"{problem_set.name}: {len(rows)} submission{'s' * (len(rows) > 1)}, "
        f"{mean:.1f} of {problem_set.points:g} points on average."
    )
    due = points.count(None)
    if due:
        words += (
            f"\n{due} answer{'s' * (due > 1)} in words {'wait' if due > 1 else 'waits'} for a "
            "person: mark by hand in nbgrader's formgrader, then run this again."
        )
    return words


def safe(text):
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(tuple("=+-@\t\r")) else text


def mistakes_in(problem_set, gradeds):
    """{function: Counter of mistakes}, among which None stands for right."""
    counts = {test.function: Counter() for test in problem_set.tests}
    for graded in gradeds:
        for verdict in graded.verdicts:
            what = None if verdict.right else verdict.mistake or NO_NAME
            counts[verdict.function][what] += 1
    return counts


def mistakes_table(counts):
    """Which mistakes how often, as CSV."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["function", "mistake", "learners"])
    for function, counter in counts.items():
        for what, number in counter.most_common():
            table.writerow([function, "right" if what is None else safe(what), number])
    return BOM + out.getvalue()


class Bar(NamedTuple):
    """One bar of the picture."""

    function: str
    label: str
    number: int
    kind: str  # of COLOURS


def bars_of(function, counter):
    """A function's bars: right first, then the mistakes, the frequent ones one by one."""
    bars = [Bar(function, f"{function}: right", counter[None], "right")]
    if counter[GIVEN]:
        bars.append(Bar(function, GIVEN, counter[GIVEN], GIVEN))
    wrong = [(what, n) for what, n in counter.most_common() if what not in (None, GIVEN)]
    for what, number in wrong[:MOST]:
        kind = "other" if what in NOTHING or what == NO_NAME else "mistake"
        bars.append(Bar(function, shortened(what), number, kind))
    if wrong[MOST:]:
        rest = sum(number for _, number in wrong[MOST:])
        bars.append(Bar(function, f"{len(wrong) - MOST} other mistakes", rest, "mistake"))
    return bars


def summary_picture(problem_set, counts, scores):
    """How many points the class has, and for each function its mistakes, as SVG."""
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    bars = [bar for function, counter in counts.items() for bar in bars_of(function, counter)]
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": problem_set.name}):
        height = 0.3 * len(bars) + 0.35 * len(counts) + 3.6
        figure = Figure(figsize=(9, height), layout="constrained")
        top, below = figure.subplots(2, 1, height_ratios=[2, height - 2])
        most = sum(test.points for test in problem_set.tests)
        bins = int(2 * most) + 1  # there are half points
        top.hist(scores, bins=bins, range=(-0.25, most + 0.25), color=COLOURS["right"], rwidth=0.9)
        top.set(xlabel=f"points for functions, of {most:g}", ylabel="learners")
        top.set_title(f"{problem_set.title} ({len(scores)} learners)", loc="left", parse_math=False)
        y, places = 0.0, []
        for k, bar in enumerate(bars):
            y += 1.0 if k == 0 or bars[k - 1].function == bar.function else 1.8
            places.append(y)
            below.barh(y, bar.number, color=COLOURS[bar.kind], height=0.8)
            below.text(bar.number, y, f" {bar.number}", va="center")
        # An exception may be called $\\frac$, which is a name here, and no mathematics.
        below.set_yticks(places, [one_line(bar.label) for bar in bars], parse_math=False)
        below.invert_yaxis()
        below.margins(x=0.1, y=0.01)
        below.set_xlabel("learners")
        patches = [Patch(color=COLOURS[kind], label=words) for kind, words in WORDS.items()]
        figure.legend(handles=patches, loc="outside lower left", frameon=False, ncols=2)
        top.yaxis.get_major_locator().set_params(integer=True)
        for axes in (top, below):
            axes.spines[["top", "right"]].set_visible(False)
            axes.xaxis.get_major_locator().set_params(integer=True)
        picture = io.StringIO()
        figure.savefig(picture, format="svg", metadata={"Date": None})
    return picture.getvalue()


def shortened(words, most=58):
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
