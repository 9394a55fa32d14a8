"""Notebooks are committed as they were written: no outputs, no traces of a run."""

import json
from pathlib import Path

import pytest

BOOK = Path(__file__).parent.parent / "book"
NOTEBOOKS = sorted(BOOK.rglob("[!.]*.ipynb"))
REMEDY = "clean it with `.venv/bin/pre-commit run --all-files nbstripout`"

# What an author writes; an editor adds the rest (collapsed, scrolled, ExecuteTime, …).
NOTEBOOK_METADATA = {"kernelspec", "language_info"}
CELL_METADATA = {"tags", "mystnb", "jupyter"}  # "jupyter": a solution starts out folded
SET_METADATA = {"tags", "mystnb", "nbgrader"}  # of a problem set
RELEASED_METADATA = SET_METADATA | {"deletable", "editable"}  # nbgrader locks cells with these


def traces(notebook, allowed=CELL_METADATA):
    """What a run or an editor left in `notebook`, in words."""
    metadata = notebook["metadata"]
    yield from (f"metadata {key!r}" for key in metadata.keys() - NOTEBOOK_METADATA)
    yield from (
        f"metadata 'language_info.{key}'"
        for key in metadata.get("language_info", {}).keys() - {"name"}
    )
    for number, cell in enumerate(notebook["cells"], start=1):
        where = f"cell {number}"
        if cell.get("outputs"):
            yield f"{where}: outputs"
        if cell.get("execution_count") is not None:
            yield f"{where}: an execution count"
        yield from (f"{where}: metadata {key!r}" for key in cell["metadata"].keys() - allowed)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(BOOK).as_posix())
def test_a_committed_notebook_holds_no_traces_of_a_run(path):
    folders = {"assignments": SET_METADATA, "release": RELEASED_METADATA}
    allowed = folders.get(path.parent.name, CELL_METADATA)
    found = sorted(traces(json.loads(path.read_text(encoding="utf-8")), allowed))
    assert not found, f"{path.name} holds {', '.join(found)}: {REMEDY}"


@pytest.mark.parametrize(
    "change, words",
    [
        ({"outputs": [{"output_type": "stream"}]}, "cell 1: outputs"),
        ({"execution_count": 3}, "cell 1: an execution count"),
        ({"metadata": {"scrolled": True}}, "cell 1: metadata 'scrolled'"),
    ],
)
def test_a_trace_is_named_with_its_cell(change, words):
    cell = {"cell_type": "code", "metadata": {"tags": ["hide-input"]}, "source": "1", "outputs": []}
    notebook = {"metadata": {"language_info": {"name": "python"}}, "cells": [{**cell, **change}]}
    assert list(traces(notebook)) == [words]


def test_only_a_problem_set_tells_nbgrader_about_its_cells():
    cell = {"cell_type": "markdown", "metadata": {"nbgrader": {}}, "source": "1"}
    notebook = {"metadata": {}, "cells": [cell]}
    assert list(traces(notebook)) == ["cell 1: metadata 'nbgrader'"]
    assert not list(traces(notebook, SET_METADATA))


def test_the_version_of_the_python_that_ran_a_notebook_is_a_trace():
    notebook = {"metadata": {"language_info": {"name": "python", "version": "3.12.1"}}, "cells": []}
    assert list(traces(notebook)) == ["metadata 'language_info.version'"]
