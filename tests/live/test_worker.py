"""The worker answers the page as PROTOCOL.md says, with Python from the site and nowhere else."""

import pytest

import mixtures_lab


def states(messages):
    return [(message["id"], message["state"]) for message in messages if message["type"] == "cell"]


def texts(outputs):
    return "".join(output["text"] for output in outputs if output["kind"] == "text")


def test_python_starts_with_the_package_that_the_site_was_built_with(page):
    versions = page.first[-1]["versions"]
    assert versions == {
        "python": "3.12.7",
        "numpy": "2.0.2",
        "mixtures_lab": mixtures_lab.__version__,
    }


def test_the_bar_goes_from_nothing_to_all_that_was_to_come(page):
    told = [message for message in page.first if message["type"] == "loading"]
    assert {"Python", "NumPy", "mixtures_lab"} <= {message["part"] for message in told}
    done = [message["done"] for message in told]
    assert done == sorted(done)
    assert len({message["total"] for message in told}) == 1
    assert done[-1] == told[-1]["total"]


def test_nothing_is_asked_of_another_site(page, address):
    assert page.asked and all(url.startswith((address, "blob:")) for url in page.asked)


def test_matplotlib_is_not_fetched_before_a_cell_imports_it(page):
    page.run("x = 1")
    assert not [url for url in page.asked if "matplotlib" in url and "figures" not in url]


def test_cells_run_in_order_in_one_namespace(page):
    messages = page.run("a = 2", "print(a)\na + 1")
    assert states(messages) == [("0", "running"), ("0", "done"), ("1", "running"), ("1", "done")]
    assert texts(m["output"] for m in messages if m["type"] == "output") == "2\n3"


def test_a_first_fit_gives_what_the_package_gives(page):
    code = "from mixtures_lab import datasets, fit_em\n"
    code += "float(fit_em(datasets.old_faithful(), 2, rng=0).trace[-1])"
    fit = mixtures_lab.fit_em(mixtures_lab.datasets.old_faithful(), 2, rng=0)
    [output] = page.outputs(code)
    assert float(output["text"]) == pytest.approx(fit.trace[-1])


def test_the_first_cell_that_fails_is_the_last_that_runs(page):
    messages = page.run("b = 1", "b / 0", "b = 3")
    assert states(messages)[-1] == ("1", "error")
    [error] = [m["output"] for m in messages if m["type"] == "output"]
    assert (error["name"], error["message"]) == ("ZeroDivisionError", "division by zero")
    assert error["lines"] == [{"cell": "1", "line": 1, "text": "b / 0"}]
    assert page.outputs("b")[0]["text"] == "1"


# Stop


@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n    pass",
        "while True:\n    try:\n        pass\n    except BaseException:\n        pass",
        "def f():\n    while True:\n        pass\n"
        "from mixtures_lab import checks\nchecks.check('squared_distances', lambda X, mu: f())",
    ],
    ids=["a loop", "one that catches everything", "a check's function"],
)
def test_stop_ends_what_has_no_end_and_keeps_every_name(page, loop):
    messages = page.run("kept = 5", loop, "kept = 6", patience=300)
    assert states(messages)[-1] == ("1", "stopped")
    assert not [m for m in messages if m["type"] == "output"]
    assert texts(page.outputs("kept")) == "5"


def test_a_stop_before_a_cell_begins_leaves_it_alone(page):
    messages = page.run("late = 1", patience=0)
    assert states(messages)[-1][1] in ("done", "stopped")
    messages = page.run("import time\ntime.sleep(0.3)", "never = 1", patience=50)
    assert states(messages)[-1][1] == "stopped"
    assert page.outputs("never")[0]["name"] == "NameError"


# what a cell shows


def test_a_warning_is_shown_with_its_line(page):
    [output] = page.outputs("import warnings\nwarnings.warn('careful')")
    assert output["stream"] == "stderr"
    assert "UserWarning: careful\n  warnings.warn('careful')" in output["text"]


def test_a_check_names_the_mistake_in_a_box(page):
    [box] = page.outputs(
        "from mixtures_lab import checks, squared_distances",
        "import numpy as np\n"
        "checks.check('squared_distances', lambda X, mu: np.sqrt(squared_distances(X, mu)))",
    )
    assert box["kind"] == "html"
    assert "squared_distances: not yet" in box["html"] and "root" in box["html"]


def test_matplotlib_that_is_lost_leaves_python_as_it_is(page):
    """The next cell that imports it asks again, as that of the next test."""
    context = page.page.context
    page.run("kept = 3")
    context.route("**/*.whl", lambda route: route.abort())
    messages = page.run("import matplotlib")
    context.unroute("**/*.whl")
    [error] = [m["output"] for m in messages if m["type"] == "output"]
    assert "connection was lost" in error["sentence"]
    assert texts(page.outputs("kept")) == "3"


def test_a_figure_comes_with_its_twin_and_matplotlib_only_now(page):
    messages = page.run(
        "import matplotlib.pyplot as plt\nfrom mixtures_lab import plot, datasets\n"
        "plot.use_style()",
        "fig, ax = plt.subplots()\nplot.points(ax, datasets.old_faithful())",
    )
    [figure] = [m["output"] for m in messages if m["type"] == "output"]
    assert figure["kind"] == "svg" and figure["svg"] != figure["svgDark"]
    assert figure["svg"].count("<use") > 200  # points
    loading = [m for m in messages if m["type"] == "loading"]
    assert {m["part"] for m in loading} == {"Matplotlib"}
    assert loading[-1]["done"] == loading[-1]["total"] > 8_000_000


def test_what_is_not_on_the_page_is_an_error_with_a_sentence(page):
    [error] = page.outputs("import scipy")
    assert error["name"] == "ModuleNotFoundError"
    assert "scipy is not on the page" in error["sentence"]


def test_too_much_memory_is_an_error_and_python_goes_on(page):
    [error] = page.outputs("import numpy as np\nnp.ones(10**9)")
    assert "4 GB at most" in error["sentence"]
    assert texts(page.outputs("1 + 1")) == "2"


def test_clear_forgets_every_name(page):
    page.run("gone = 1")
    page.page.evaluate("post({type: 'clear'})")
    assert page.outputs("gone")[0]["name"] == "NameError"


def test_the_list_of_fonts_is_the_one_that_matplotlib_would_make(page):
    code = """
import matplotlib.font_manager as fonts
made, kept = fonts._load_fontmanager(try_read_cache=False), fonts.fontManager
sorted(made.ttflist, key=lambda font: font.fname) == kept.ttflist, len(kept.ttflist)
"""
    assert page.outputs(code)[-1]["text"] == "(True, 39)"


# the explorer on the learner's own functions


def test_the_explorer_steps_through_a_learners_function_in_the_worker(page):
    [widget] = page.outputs(
        "from mixtures_lab import datasets, m_step\nfrom mixtures_lab.explorer import Explorer\n"
        "def mine(X, Q):\n    return m_step(X, Q[:, ::-1])\n"
        "explorer = Explorer(datasets.overlapping(60), K=2, m_step=mine, rng=0)\nexplorer",
    )
    answer = page.page.evaluate(
        """async ({model}) => {
          const answers = [];
          for (const [id, name] of ["hello", "e_step", "m_step"].entries()) {
            const answer = until((m) => m.type === "widget" && m.content.content?.id === id);
            post({type: "widget", model,
                  content: {method: "custom", content: {act: {name}, id}}});
            answers.push(await answer);
          }
          const {content, buffers} = answers.at(-1);
          const [arrays] = buffers;
          return [content.content.frame.status, arrays.byteLength, arrays instanceof Uint8Array];
        }""",
        widget,
    )
    assert "Iteration 1" in answer[0]
    assert answer[1] > 1000 and answer[2]
    assert texts(page.outputs("explorer.iteration")) == "1"


def test_a_check_ends_what_never_returns(page):
    code = """
from mixtures_lab.checks import check, running
running.LIMIT = 0.5
def mine(X, mu):
    while True:
        try:
            len(X)
        except BaseException:
            pass
check("squared_distances", mine)
running.LIMIT = 6.0
print("and goes on")
"""
    box, text = page.outputs(code)
    assert "Is there a loop that never ends?" in box["html"]
    assert text["text"] == "and goes on\n"
