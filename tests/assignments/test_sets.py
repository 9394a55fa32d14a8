"""The problem sets as they are written: what nbgrader and a learner rely on."""

import ast
import inspect
import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from mixtures_lab import checks

SETS = sorted((Path(__file__).parents[2] / "book" / "assignments").glob("*.ipynb"))
BOOKS_SETS = [path for path in SETS if path.stem < "05"]  # whose functions the package has too
POINTS = {
    "01-distances-and-kmeans": 15,
    "02-likelihoods-without-underflow": 13,
    "03-log-gaussians-and-posteriors": 15,
    "04-em-from-parts": 19,
    "05-beyond-the-notes": 32,
}
ARGUMENTS = checks.TASKS | checks.LAWS

REGION = r"^( *)### BEGIN {0}\n(.*?)^ *### END {0}(?:\n|\Z)"
SOLUTION = re.compile(REGION.format("SOLUTION"), re.DOTALL | re.MULTILINE)
HIDDEN = re.compile(REGION.format("HIDDEN TESTS"), re.DOTALL | re.MULTILINE)
STUB = 'raise NotImplementedError("to be written by you")'

#: (grade, locked, solution) of nbgrader, and what such a cell is.
KINDS = {
    (False, True, False): "read-only",
    (False, False, True): "function",
    (True, True, False): "test",
    (True, False, True): "answer",
}

name = pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
of_the_book = pytest.mark.parametrize("path", BOOKS_SETS, ids=lambda path: path.stem)


def cells(path, kind=None):
    """(source, cell, nbgrader's metadata) of the cells of one kind, or of all."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        meta = cell["metadata"]["nbgrader"]
        if kind in (None, kind_of(meta)):
            yield "".join(cell["source"]), cell, meta


def kind_of(meta):
    return KINDS[meta["grade"], meta["locked"], meta["solution"]]


def released(source):
    """A code cell as students get it."""
    return HIDDEN.sub("", SOLUTION.sub(rf"\g<1>{STUB}\n", source))


def function_of(source):
    """The last function that a cell defines."""
    return [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)][-1]


def functions(path):
    """The names of the functions that a learner writes."""
    return [meta["grade_id"] for _, _, meta in cells(path, "function")]


def run(path, unwritten=()):
    """What all code cells leave behind, and what they print; some functions are still stubs."""
    space, printed = {"__name__": "__main__"}, io.StringIO()
    with redirect_stdout(printed):
        for source, cell, meta in cells(path):
            if cell["cell_type"] == "code":
                stub = meta["grade_id"] in unwritten
                code = released(source) if stub else HIDDEN.sub("", source)
                # The last expression of a cell is kept, as a notebook shows it.
                tree = ast.parse(code)
                if isinstance(tree.body[-1], ast.Expr):
                    tree.body[-1] = ast.Assign([ast.Name("_", ast.Store())], tree.body[-1].value)
                exec(compile(ast.fix_missing_locations(tree), path.name, "exec"), space)
    return space, printed.getvalue()


def test_all_sets_are_there():
    assert [path.stem for path in SETS] == list(POINTS)


# What nbgrader relies on


@name
def test_every_cell_says_what_it_is_under_an_id_of_its_own(path):
    ids = []
    for source, _, meta in cells(path):
        keys = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}
        kind = kind_of(meta)
        assert meta.keys() == keys | ({"points"} if meta["grade"] else set()), source
        assert (meta["schema_version"], meta["task"]) == (3, False)
        assert re.fullmatch(r"[\w-]+", meta["grade_id"])
        assert ("### BEGIN SOLUTION" in source) == (kind == "function"), meta["grade_id"]
        assert ("### BEGIN HIDDEN TESTS" in source) == (kind == "test"), meta["grade_id"]
        ids.append(meta["grade_id"])
    assert len(ids) == len(set(ids))


@name
def test_every_function_cell_holds_one_solution_and_is_released_as_a_stub(path):
    for source, cell, meta in cells(path, "function"):
        assert cell["cell_type"] == "code"
        assert len(SOLUTION.findall(source)) == 1
        assert "NotImplementedError" not in source
        body = function_of(released(source)).body
        assert function_of(source).name == meta["grade_id"]
        assert ast.get_docstring(function_of(source)), f"{meta['grade_id']} has no docstring"
        assert [ast.unparse(line) for line in body[1:]] == [STUB.replace('"', "'")]


@name
def test_every_test_cell_shows_the_check_and_ends_in_a_hidden_mark_for_its_points(path):
    written = set()
    for source, cell, meta in cells(path):
        if kind_of(meta) == "function":
            written.add(meta["grade_id"])
        if kind_of(meta) != "test":
            continue
        assert cell["cell_type"] == "code"
        shown, marked = released(source).strip(), ast.parse(source).body[-1].value
        name = marked.args[1].id
        options = {option.arg: ast.literal_eval(option.value) for option in marked.keywords}
        assert marked.func.id == "mark" and source.rstrip().endswith("### END HIDDEN TESTS")
        assert re.fullmatch(rf"checks\.check\([^,]+, {name}\)", shown)
        # Where the package holds no answer, the task stands beside the set.
        by_name = f"'{name}'" if name in checks.TASKS else f"beyond.{name.upper()}"
        assert ast.unparse(marked.args[0]) == by_name
        assert shown.startswith(f'checks.check("{name}", ')
        assert options["points"] == meta["points"]
        assert meta["grade_id"] == f"test-{name}"
        assert {name, *options.get("given", ())} <= written
        assert name not in options.get("given", ())


@name
def test_every_answer_cell_is_text_whose_model_answer_gives_its_points(path):
    answers = list(cells(path, "answer"))
    assert answers
    for source, cell, meta in answers:
        assert cell["cell_type"] == "markdown"
        given = [int(points) for points in re.findall(r"\*\*(\d) points?\*\*", source)]
        assert sum(given) == meta["points"], meta["grade_id"]
        ids = [other["grade_id"] for _, _, other in cells(path)]
        question = ids[ids.index(meta["grade_id"]) - 1]
        assert question == meta["grade_id"].replace("answer-", "question-")


@name
def test_the_points_add_up(path):
    graded = [meta["points"] for _, _, meta in cells(path) if meta["grade"]]
    assert sum(graded) == POINTS[path.stem]
    page = (SETS[0].parents[1] / "reference" / "instructors.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| {int(path.stem[:2])}\. [^|]+ \| {sum(graded)} \|", page, re.MULTILINE)


@name
def test_a_question_says_how_many_points_its_answer_gives(path):
    ids = {meta["grade_id"]: (source, meta) for source, _, meta in cells(path)}
    for _, _, meta in cells(path, "answer"):
        question, _ = ids[meta["grade_id"].replace("answer-", "question-")]
        assert f"({meta['points']} points)" in question


@name
def test_a_set_asks_for_one_derivation_by_hand_that_a_person_reads(path):
    (answer,) = (meta for _, _, meta in cells(path) if meta["grade_id"] == "answer-derivation")
    assert kind_of(answer) == "answer" and answer["points"] >= 3


# What a learner relies on


@name
def test_a_set_says_what_it_takes_and_what_comes_next(path):
    text = "\n".join(source for source, cell, _ in cells(path) if cell["cell_type"] == "markdown")
    assert text.startswith("# Problem set ") and "It takes about" in text
    for heading in ("What you need", "How to work", "What comes next"):
        assert f"\n## {heading}\n" in text or f"\n\n## {heading}" in text, heading
    assert text.count("**Write** `") >= sum(1 for _ in cells(path, "test"))


@name
def test_a_set_links_nowhere_because_it_is_opened_outside_the_book(path):
    for source, cell, meta in cells(path):
        if cell["cell_type"] == "markdown":
            assert not re.search(r"\]\(|\{(eq|ref|numref|doc)\}|\$\$ \(", source), meta["grade_id"]


@name
def test_a_set_says_near_its_start_what_a_function_may_use(path):
    (how,) = (source for source, _, meta in cells(path) if meta["grade_id"] == "how")
    assert (
        "Your functions may use NumPy, SciPy and Python's standard library; "
        "nothing else is there when they are graded." in how
    )


@name
def test_every_line_that_a_set_names_stands_in_the_chapter_that_it_names(path):
    text = "\n".join(source for source, _, _ in cells(path))
    named = re.findall(r"[Cc]hapter (\d+),? (?:does in )?line ([\w-]+)", text)
    named += [(number, id) for id, number in re.findall(r"line ([\w-]+) \(chapter (\d+)\)", text)]
    assert named
    for number, id in named:
        (chapter,) = path.parents[1].glob(f"{int(number):02}-*.ipynb")
        assert f"$$ ({id})" in chapter.read_text(encoding="utf-8"), (number, id)


@name
def test_a_function_is_asked_for_with_the_arguments_of_its_check(path):
    for source, _, meta in cells(path, "function"):
        if meta["grade_id"] in ARGUMENTS:
            arguments = [argument.arg for argument in function_of(source).args.args]
            assert tuple(arguments) == ARGUMENTS[meta["grade_id"]]


@name
def test_every_solution_passes_its_own_check(path):
    space, printed = run(path)
    assert "✗" not in printed
    for _, _, meta in cells(path, "function"):
        if meta["grade_id"] in ARGUMENTS:
            diagnosis = checks.diagnose(meta["grade_id"], space[meta["grade_id"]])
            assert diagnosis.passed, diagnosis.message


@name
def test_a_set_as_released_runs_from_top_to_bottom(path):
    space, printed = run(path, unwritten=functions(path))
    assert "✓" not in printed
    for name in functions(path):
        function = space[name]
        with pytest.raises(NotImplementedError, match="to be written by you"):
            function(*[None] * len(inspect.signature(function).parameters))
    for _, _, meta in cells(path, "test"):
        assert f"✗ {meta['grade_id'].removeprefix('test-')}: not yet" in printed


@of_the_book
def test_the_explorer_runs_on_the_learners_functions(path):
    explorer = run(path)[0]["_"]
    first = explorer.nll
    for _ in range(4):
        explorer.act("step")
    assert explorer.iteration == 2 and explorer.nll < first, explorer.status


@of_the_book
def test_the_explorer_names_every_function_that_is_missing(path):
    for name in functions(path):
        if name == "em_step":  # a step at a time, the explorer calls its two halves
            continue
        explorer = run(path, unwritten=[name])[0]["_"]
        explorer.act("step")
        explorer.act("step")
        assert explorer.iteration == 0, name
        assert "raised NotImplementedError" in explorer.status, name
