"""What a class got: scores as a table, and which mistakes how often, as a picture."""

import csv
import io
from collections import Counter

NO_NAME = "differs, without a name"

#: Okabe and Ito's vermilion, blue and grey.
NAMED, RIGHT, UNNAMED = "#D55E00", "#0072B2", "#8C8C8C"

#: Mistakes that a bar is drawn for, per function; the rest are counted together.
MOST = 8


def scores_table(problem_set, rows):
    """The scores as CSV; a row is (learner, Graded, {id: points}, {id: (points, comment)})."""
    columns = [test.function for test in problem_set.tests] + [a.id for a in problem_set.answers]
    ids = [test.id for test in problem_set.tests] + [a.id for a in problem_set.answers]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(
        ["learner", "set", "score", "of", "to mark by hand", *columns, "reason", "notes"]
    )
    for learner, graded, points, by_hand in rows:
        due = sum(a.points for a in problem_set.answers if by_hand.get(a.id, (None,))[0] is None)
        cells = ["" if by_hand.get(id, (0,))[0] is None else f"{points[id]:g}" for id in ids]
        row = [safe(learner), problem_set.name, f"{sum(points.values()):g}"]
        row += [f"{problem_set.points:g}", f"{due:g}", *cells]
        table.writerow([*row, safe(graded.reason), safe("; ".join(graded.notes))])
    return out.getvalue()


def safe(text):
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


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
    return out.getvalue()


def draw_summary(problem_set, counts, scores, path):
    """The picture: how many points the class has, and for each function its mistakes."""
    import matplotlib
    from matplotlib.figure import Figure

    bars = []
    for function, counter in counts.items():
        wrong = [(what, n) for what, n in counter.most_common() if what is not None]
        bars.append((function, None, counter[None], RIGHT))
        for what, number in wrong[:MOST]:
            named = what not in (NO_NAME,)
            bars.append((function, what, number, NAMED if named else UNNAMED))
        if wrong[MOST:]:
            rest = sum(number for _, number in wrong[MOST:])
            bars.append((function, f"{len(wrong) - MOST} other mistakes", rest, UNNAMED))
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": problem_set.name}):
        height = 0.3 * len(bars) + 0.35 * len(counts) + 3
        figure = Figure(figsize=(9, height), layout="constrained")
        top, below = figure.subplots(2, 1, height_ratios=[2, height - 2])
        most = sum(test.points for test in problem_set.tests)
        top.hist(scores, bins=int(most) + 1, range=(-0.5, most + 0.5), color=RIGHT, rwidth=0.9)
        top.set(xlabel=f"points for functions, of {most:g}", ylabel="learners")
        top.set_title(f"{problem_set.title}: {len(scores)} learners", loc="left")
        y, places = 0.0, []
        for k, (function, _, number, colour) in enumerate(bars):
            y += 1.0 if k == 0 or bars[k - 1][0] == function else 1.8
            places.append(y)
            below.barh(y, number, color=colour, height=0.8)
            below.text(number, y, f" {number}", va="center")
        names = [
            f"{function}: right" if what is None else shortened(what)
            for function, what, _, _ in bars
        ]
        below.set_yticks(places, names)
        below.invert_yaxis()
        below.margins(x=0.1, y=0.01)
        below.set_xlabel("learners")
        for axes in (top, below):
            axes.spines[["top", "right"]].set_visible(False)
            axes.xaxis.get_major_locator().set_params(integer=True)
        figure.savefig(path, metadata={"Date": None} if str(path).endswith("svg") else None)


def shortened(words, most=58):
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
