"""Read a problem set: its notebook with solutions and hidden tests, as nbgrader has them."""

import ast
import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import nbformat

HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)


#: Where a function begins, and characters of a cell beyond which that alone is looked for:
#: pasted data take longer to parse than everything else that is done with a notebook.
DEFINED = re.compile(r"^def +(\w+)", re.MULTILINE)
LONG = 200_000


class SetError(ValueError):
    """A problem set that cannot be used; the message says which cell, and why."""


class Test(NamedTuple):
    """A cell that gives points for a function."""

    id: str
    function: str
    points: float
    code: str  # what students do not see


class Answer(NamedTuple):
    """A question in words, to be marked by a person."""

    id: str
    points: float


class ProblemSet(NamedTuple):
    """A problem set, read from its source."""

    name: str
    title: str
    path: Path
    solutions: dict  # the code of each function's solution cell, by the function's name
    ids: dict  # the grade_id of that cell, by the function's name
    tests: tuple
    answers: tuple
    chapters: dict  # where each function is derived, in words, by the function's name
    digest: str  # of all that grading hangs on

    @property
    def points(self):
        return sum(item.points for item in (*self.tests, *self.answers))


def sets_in(folder):
    """The problem sets of a folder, in the order of their names."""
    paths = sorted(Path(folder).glob("*.ipynb"))
    if not paths:
        raise SetError(f"{folder} holds no problem set: there is no .ipynb in it")
    return [read_set(path) for path in paths]


def matches(name, wanted):
    """Whether a set is meant by its name, its beginning or its number."""
    wanted = str(wanted)
    return name == wanted or name.startswith(wanted.zfill(2) if wanted.isdigit() else wanted)


def read_set(path):
    """One problem set."""
    path = Path(path)
    notebook = nbformat.read(path, as_version=4)
    solutions, ids, tests, answers = {}, {}, [], []
    for cell in notebook.cells:
        about = nbgrader_of(cell)
        if about.get("solution") and cell.cell_type == "code":
            for name in functions_in(cell.source):
                solutions[name], ids[name] = cell.source, about["grade_id"]
        elif about.get("grade") and cell.cell_type == "code":
            tests.append(_test(path, about, cell.source, solutions))
        elif about.get("grade"):
            answers.append(Answer(about["grade_id"], float(about["points"])))
    if not tests:
        raise SetError(f"{path.name} has no test cell")
    title = re.search(r"^# (.+)$", notebook.cells[0].source, re.MULTILINE)
    helpers = helpers_of([test.code for test in tests], path.parent)
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in (path, *helpers))).hexdigest()
    return ProblemSet(
        path.stem,
        title[1] if title else path.stem,
        path,
        solutions,
        ids,
        tuple(tests),
        tuple(answers),
        chapters_of(notebook.cells),
        digest,
    )


def helpers_of(codes, folder):
    """The files beside a set that its hidden tests import, and those that these import."""
    found, codes = set(), list(codes)
    while codes:
        nodes = list(ast.walk(ast.parse(codes.pop())))
        names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
        names |= {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
        for name in names:
            beside = folder / name.partition(".")[0]
            # A package counts whole, whatever of it is imported.
            for path in {beside.with_suffix(".py"), *beside.glob("*.py")} - found:
                if path.is_file():
                    found.add(path)
                    codes.append(path.read_text(encoding="utf-8"))
    return sorted(found)


def chapters_of(cells):
    """{function: the chapters that the text above it names}, or else all that the set needs."""
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    titles = dict(re.findall(r"chapter (\d+) \(\*(.+?)\*\)", text))
    found = {}
    for above, cell in pairwise(cells):
        if nbgrader_of(cell).get("solution") and cell.cell_type == "code":
            named = re.findall(r"chapter (\d+)", above.source)
            words = [
                f"chapter {number}, {titles[number]}"
                for number in titles
                if number in named or not named
            ]
            found |= {function: words for function in functions_in(cell.source)}
    return found


def _test(path, about, source, solutions):
    hidden = HIDDEN.search(source)
    if hidden is None:
        raise SetError(f"{path.name}, cell {about['grade_id']}: no ### BEGIN HIDDEN TESTS")
    names = {n.id for n in ast.walk(ast.parse(hidden[1])) if isinstance(n, ast.Name)}
    called = [name for name in solutions if name in names]
    if not called:
        raise SetError(
            f"{path.name}, cell {about['grade_id']}: its hidden test uses no function that an "
            "earlier solution cell defines"
        )
    return Test(about["grade_id"], called[-1], float(about["points"]), hidden[1])


def nbgrader_of(cell):
    """A cell's nbgrader metadata, if it has any that can be read."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def functions_in(source):
    """The functions that a cell defines at its top level."""
    if len(source) > LONG:
        return DEFINED.findall(source)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return DEFINED.findall(source)
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
