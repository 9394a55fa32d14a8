"""Every line of the derivation stands in a chapter: labelled, computed, and asserted."""

import ast
import itertools
import json
import re
from pathlib import Path

import pytest

from mixtures_lab.checks.mistakes import mistakes_of
from mixtures_lab.checks.tasks import TASKS

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "book").glob("[0-9][0-9]-*.ipynb"))

LINES = {
    "02-negative-log-likelihood": [f"nll-{n}" for n in range(1, 7)],
    "03-distance-matrix": [f"dist-{n}" for n in range(1, 7)],
    "05-log-gaussian-matrix": [f"P-{n}" for n in range(1, 8)],
    "06-log-posterior-matrix": [f"Q-{n}" for n in range(1, 6)],
    "07-em": [*(f"em-{n}" for n in range(1, 6)), "em-8"],
}

#: An id of a line, wherever it is cited: (em-3), {eq}`em-3`, `em-3`.
CITED = re.compile(r"\b(?:nll|dist|P|Q|em)-\d+\b")

BOLD = re.compile(r"\*\*(.+?)\*\*")

LABEL = re.compile(r"^\$\$ \((?P<id>[\w-]+)\)$", re.MULTILINE)


def cells(chapter):
    """(type, source) of every cell of a chapter."""
    notebook = json.loads(chapter.read_text(encoding="utf-8"))
    return [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]


def code_of_line(chapter, line):
    """The code cells from the labelled equation `line` to the next labelled equation."""
    after = itertools.dropwhile(lambda cell: f"$$ ({line})" not in cell[1], cells(chapter))
    own = itertools.takewhile(
        lambda cell: not LABEL.search(cell[1]), itertools.islice(after, 1, None)
    )
    return [source for kind, source in own if kind == "code"]


@pytest.mark.parametrize(
    ("chapter", "line"), [(chapter, line) for chapter, lines in LINES.items() for line in lines]
)
def test_the_line_is_labelled_and_the_code_beside_it_asserts(chapter, line):
    path = next(path for path in CHAPTERS if path.stem == chapter)
    labels = [label for _, source in cells(path) for label in LABEL.findall(source)]
    assert labels.count(line) == 1, f"{chapter} has {labels.count(line)} equations ({line})"

    marked = [source for source in code_of_line(path, line) if f"# ({line})" in source]
    assert marked, f"{chapter}: no code cell after equation ({line}) is marked `# ({line})`"
    asserting = [
        source
        for source in code_of_line(path, line)
        if any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))
    ]
    assert asserting, f"{chapter}: no assertion follows equation ({line})"


def citing():
    """The texts that readers see, and those of the code: neither what is built nor fetched."""
    suffixes = {".py", ".js", ".md", ".ipynb"}
    built = {"static", "_vendor", "node_modules", "__pycache__"}
    for folder in ("mixtures_lab", "book", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and not built & set(path.parts):
                yield path


def test_every_line_that_is_cited_stands_in_a_chapter():
    known = {line for lines in LINES.values() for line in lines}
    texts = ((path, path.read_text(encoding="utf-8")) for path in [*citing(), ROOT / "README.md"])
    unknown = {path.relative_to(ROOT): set(CITED.findall(text)) - known for path, text in texts}
    assert not {path: lines for path, lines in unknown.items() if lines}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_lines_of_a_chapter_stand_in_their_order(path):
    labels = [label for _, source in cells(path) for label in LABEL.findall(source)]
    expected = LINES.get(path.stem, [])
    assert [label for label in labels if label in expected] == expected


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_the_frame_and_three_exercises_one_by_hand(path):
    text = "\n".join(source for kind, source in cells(path) if kind == "markdown")
    for part in ("## What you will do", "## What you need", "## Check yourself", "Take-away"):
        assert part in text, f"{path.stem} lacks “{part}”"
    assert re.search("^## Try it", text, re.MULTILINE), f"{path.stem} lacks “Try it”"
    exercises = re.findall(r"```\{exercise\}.*?\n:label: (.+?)\n(.*?)```", text, re.DOTALL)
    assert len(exercises) >= 3, f"{path.stem} has {len(exercises)} exercises"
    assert any("by hand" in body for _, body in exercises), f"{path.stem}: none is by hand"
    solved = re.findall(r"```\{solution(?:-start)?\} (\S+)", text)
    assert sorted(solved) == sorted(label for label, _ in exercises)


def called_by_name(text):
    """The mistakes in the folds of a chapter that say "knows these by name"."""
    folds = re.findall(r"```\{admonition\} Common mistakes\n(.*?)```", text, re.DOTALL)
    lines = [line for fold in folds if "knows these by name" in fold for line in fold.splitlines()]
    return {name for line in lines if line.startswith("- ") for name in BOLD.findall(line)}


def test_a_mistake_that_a_chapter_calls_by_name_is_one_that_the_checks_know():
    known = {row.name for task in TASKS for row in mistakes_of(task)}
    named = {
        path.stem: called_by_name("\n".join(source for _, source in cells(path)))
        for path in CHAPTERS
    }
    assert any(named.values())
    assert not {path: names - known for path, names in named.items() if names - known}
