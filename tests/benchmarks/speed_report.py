"""The figures of speed.py for the book: a file of numbers, and a table and a picture from it."""

import hashlib
import json
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from mixtures_lab import plot

BOOK = Path(__file__).parents[2] / "book"
NUMBERS = BOOK / "reference" / "speed.json"
TABLE = BOOK / "reference" / "speed-table.md"
PICTURE = BOOK / "images" / "speed.svg"

#: The tables by shape: what their columns say, and of which rows they say it.
TABLES = {
    "EM": {
        "EM iteration": ("em", "scikit-learn"),
        "whole fit": ("fit", "scikit-learn"),
        "whole fit to 1e-9": ("fit, to 1e-9", "scikit-learn"),
        "20 starts": ("20 starts", "scikit-learn"),
        "20 starts to 1e-9": ("20 starts, to 1e-9", "scikit-learn"),
    },
    "D and an iteration of K-means": {
        "D": ("D", "scikit-learn"),
        "K-means": ("kmeans", "scikit-learn"),
        "… until settled": ("kmeans, settled", "scikit-learn"),
        "… intelex": ("kmeans", "scikit-learn-intelex"),
        "… faiss": ("kmeans", "faiss"),
    },
}

#: What the picture shows: a name, of which rows, and how many threads.
MARKS = {
    "an EM iteration, one thread": ("em", 1),
    "an EM iteration, two threads": ("em", 2),
    "a whole fit": ("fit", 1),
    "an iteration of K-means": ("kmeans", 1),
    "the matrix D": ("D", 1),
}


def line(row):
    """A row as a line in the terminal."""
    shape = f"({row.N}, {row.d}, {row.K})"
    return (
        f"{row.what:<21} {shape:<18} {row.threads} threads  {row.peer:<20} "
        f"{number(row.ratio):>6}  ({number(row.low)} to {number(row.high)}, {row.rounds} rounds)"
        f"   ours {row.ours:g} {row.unit}"
    )


def write(machine, rows):
    """Put the rows in the place of those of their kind, and make the table and picture anew."""
    new = [row._asdict() for row in rows]
    kinds = {row["what"] for row in new}
    old = json.loads(NUMBERS.read_text("utf-8"))["rows"] if NUMBERS.exists() else []
    kept = [row for row in old if row["what"] not in kinds]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in [*kept, *new])
    head = json.dumps(machine, ensure_ascii=False)
    NUMBERS.write_text(f'{{"machine": {head},\n"rows": [\n{lines}\n]}}\n', "utf-8")
    TABLE.write_text(table(), "utf-8")
    PICTURE.write_text(picture(), "utf-8")


def figures():
    """The rows that the book has, and the machine."""
    kept = json.loads(NUMBERS.read_text("utf-8"))
    return kept["machine"], [SimpleNamespace(**row) for row in kept["rows"]]


def digest():
    """What says that a picture was made from these numbers."""
    return "sha256 " + hashlib.sha256(NUMBERS.read_bytes()).hexdigest()


def number(x):
    """Two digits: more would be noise."""
    return f"{x:.0f}" if x >= 9.95 else f"{x:.1f}" if x >= 0.955 else f"{x:.2f}"


def size(N):
    """272, or 100k, or 1M."""
    for unit, letter in ((10**6, "M"), (1000, "k")):
        if N >= unit and N % unit == 0:
            return f"{N // unit}{letter}"
    return str(N)


def shape_of(row):
    return f"{size(row.N)}, {row.d}, {row.K}".replace(" ", "\u00a0")  # in one line on a phone


def table():
    """The tables of the page, in Markdown."""
    machine, rows = figures()
    parts = [
        f"Measured on {machine['cores']} cores with Python {machine['python']}, "
        f"NumPy {machine['numpy']} ({machine['BLAS']}) and scikit-learn {machine['scikit-learn']}."
    ]
    for title, columns in TABLES.items():
        for threads in (1, 2):
            parts += [*_by_shape(rows, title, columns, threads)]
    parts += [*_bound(rows), *_small(rows), *_apart(rows)]
    return "\n".join(parts) + "\n"


def _cells(*cells):
    return "| " + " | ".join(cells) + " |"


def _head(*cells):
    return [_cells(*cells), _cells("---", *(["--:"] * (len(cells) - 1)))]


def _found(rows, what, peer, threads):
    """The rows of one kind, by shape."""
    return {
        shape_of(row): row
        for row in rows
        if (row.what, row.peer, row.threads) == (what, peer, threads)
    }


def _by_shape(rows, title, columns, threads):
    columns = {
        name: found
        for name, (what, peer) in columns.items()
        if (found := _found(rows, what, peer, threads))
    }
    if columns:
        shapes = dict.fromkeys(shape for found in columns.values() for shape in found)
        yield f"\n**{title}, {'one thread' if threads == 1 else 'two threads'}: peer ÷ package**\n"
        yield from _head("N, d, K", *columns)
        for shape in shapes:
            yield _cells(shape, *(_ratio(found.get(shape)) for found in columns.values()))


def _ratio(row):
    return f"{number(row.ratio)} ({number(row.low)}\u2060–\u2060{number(row.high)})" if row else ""


def _bound(rows):
    by_threads = [_found(rows, "bound", "bound", threads) for threads in (1, 2)]
    em = _found(rows, "em", "scikit-learn", 1)
    if by_threads[0]:
        yield "\n**The lower bound: an EM iteration ÷ its matrix products and exponentials**\n"
        yield from _head("N, d, K", "one thread", "two threads", "ms an iteration, one thread")
        for shape, row in by_threads[0].items():
            times = (found.get(shape) for found in by_threads)
            ratios = (number(1 / found.ratio) if found else "" for found in times)
            yield _cells(shape, *ratios, f"{em[shape].ours if shape in em else row.ours:.3g}")


def _small(rows):
    kinds = {
        "EM iteration": "em, small",
        "whole fit": "fit, small",
        "… to 1e-9": "fit, small, to 1e-9",
    }
    if any(row.what in kinds.values() for row in rows):
        yield "\n**Small data, one thread: N = 50, 200, 500 with d and K = 1, 2, 20**\n"
        yield from _head("scikit-learn ÷ package", "least", "at N, d, K", "median", "most")
        for name, what in kinds.items():
            found = sorted((row for row in rows if row.what == what), key=lambda row: row.ratio)
            if not found:
                continue
            least, middle, most = found[0], found[len(found) // 2], found[-1]
            ratios = [number(row.ratio) for row in (least, middle, most)]
            yield _cells(name, ratios[0], shape_of(least), *ratios[1:])


def _apart(rows):
    found = [row for row in rows if row.what in ("memory", "import")]
    if found:
        yield "\n**Beyond what NumPy itself takes**\n"
        yield from _head("", "package", "scikit-learn")
        for row in found:
            name = (
                "its import"
                if row.what == "import"
                else f"peak of a fit to a file, {shape_of(row)}"
            )
            theirs = row.ratio * row.ours
            yield _cells(name, f"{row.ours:.0f} {row.unit}", f"{theirs:.0f} {row.unit}")


def picture():
    """The ratios by shape, as SVG."""
    _, rows = figures()
    with rc_context():
        plot.use_style()
        fig = Figure(figsize=(7.4, 4.4))
        ax = fig.add_subplot()
        shapes = list(_found(rows, "em", "scikit-learn", 1))
        for j, (name, (what, threads)) in enumerate(MARKS.items()):
            found = _found(rows, what, "scikit-learn", threads)
            at = [shapes.index(shape) for shape in shapes if shape in found]
            drawn = [found[shapes[i]] for i in at]
            ax.errorbar(
                [row.ratio for row in drawn],
                [i + 0.14 * (j - 2) for i in at],
                xerr=[
                    [row.ratio - row.low for row in drawn],
                    [row.high - row.ratio for row in drawn],
                ],
                fmt=plot.MARKERS[j],
                color=plot.COLOURS[j],
                ms=6,
                elinewidth=1,
                label=name,
            )
        ax.axvline(1, color=plot.INK, lw=1)
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
        ax.xaxis.set_minor_formatter(NullFormatter())
        ax.set_yticks(range(len(shapes)), shapes)
        ax.invert_yaxis()
        ax.set_ylabel("N, d, K")
        ax.set_xlabel(
            "time of scikit-learn ÷ time of the package (right of 1: the package is faster)"
        )
        fig.legend(loc="outside upper center", ncols=2, frameon=False, fontsize=9)
        return _svg(fig)


def _svg(fig):
    """A figure as SVG, which is the same for the same numbers, and names them."""
    file = StringIO()
    fig.savefig(
        file, format="svg", metadata={"Date": None, "Creator": None, "Description": digest()}
    )
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"
