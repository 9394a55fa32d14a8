"""The live widget in a real JupyterLab, in a real browser."""

import json
from itertools import islice

import numpy as np
import pytest
from lab import jupyter_lab, run_all, write_notebook

from mixtures_lab import Mixture, datasets, em_steps, kmeans_steps

SET_UP = """
import numpy as np
from mixtures_lab import Mixture, datasets
from mixtures_lab.explorer import Explorer
X = datasets.overlapping()
start = Mixture([[-2.0, 0.0], [0.0, 1.0], [2.0, 0.0]], [1.0, 1.0, 1.0], [1/3, 1/3, 1/3])
"""

LEARNERS = """
def my_m_step(X, Q):
    R = np.exp(Q); Nk = R.sum(axis=0)
    return R.T @ X / Nk[:, None], np.ones(3), Nk / len(X)

def broken_e_step(X, mixture):
    return np.zeros(3)

def leaves(X, mixture):
    raise SystemExit
"""

LINKS = """# Try it

[a start](#try-it?K=2&mu=-1,0;1,0) and [one for later](#later?K=2&mu=-1,0;1,0)
"""

CELLS = [
    LINKS,
    SET_UP + "own = Explorer(X, start)\nown",
    LEARNERS + "learner = Explorer(X, start, m_step=my_m_step)\nlearner",
    "broken = Explorer(X, start, e_step=broken_e_step)\nbroken",
    "exits = Explorer(X, start, e_step=leaves)\nexits",
    "import ipywidgets\n"
    "linked = Explorer(X, start)\n"
    "slider = ipywidgets.IntSlider(max=20, description='outside')\n"
    "ipywidgets.link((slider, 'value'), (linked, 'iteration'))\n"
    "chosen = ipywidgets.Label()\n"
    "linked.observe(lambda change: setattr(chosen, 'value', f'chosen {change.new}'), "
    "'selected_component')\n"
    "ipywidgets.VBox([slider, chosen, linked])",
    "# Later",
]


@pytest.fixture(scope="module")
def tab(browser, tmp_path_factory):
    """A notebook whose cells have all been run."""
    folder = tmp_path_factory.mktemp("lab")
    write_notebook(folder / "explorers.ipynb", *CELLS)
    with jupyter_lab(folder) as address:
        context = browser.new_context(viewport={"width": 1400, "height": 1000})
        tab = context.new_page()
        tab.faults = []
        tab.on("pageerror", lambda error: tab.faults.append(str(error)))
        run_all(tab, address, "explorers.ipynb")
        yield tab
        context.close()


class Widget:
    """The explorer in the output of one cell, by names and roles."""

    def __init__(self, tab, cell):
        self.tab = tab
        self.cell = tab.locator(".jp-Notebook .jp-CodeCell").nth(cell)
        self.cell.scroll_into_view_if_needed()
        self.root = self.cell.locator("[data-explorer]")
        self.root.scroll_into_view_if_needed()
        self.wait("state => true")

    def wait(self, condition):
        """Until the state on screen meets a condition, in JavaScript; the state."""
        node = self.root.element_handle()
        found = self.tab.wait_for_function(
            f"node => node.dataset.state && ({condition})(JSON.parse(node.dataset.state))"
            " && node.dataset.state",
            arg=node,
            timeout=20_000,
        )
        return json.loads(found.json_value())

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def status(self, *words):
        """The status line, once it says these words."""
        line = self.root.get_by_role("status")
        for word in words:
            line.get_by_text(word).wait_for(timeout=20_000)
        return line.inner_text()


@pytest.fixture(scope="module")
def expected():
    start = Mixture([[-2.0, 0.0], [0.0, 1.0], [2.0, 0.0]], np.ones(3), np.full(3, 1 / 3))
    steps = em_steps(datasets.overlapping(), start)
    return [next(steps) for _ in range(8)]


def test_steps_are_pythons(tab, expected):
    widget = Widget(tab, 0)
    for t in (0, 1):
        widget.press("E-step")
        state = widget.wait(f"state => state.phase === 'e' && state.t === {t}")
        assert state["nll"] == pytest.approx(expected[t].nll, rel=1e-12)
        widget.press("M-step")
        state = widget.wait(f"state => state.phase === 'm' && state.t === {t + 1}")
        np.testing.assert_allclose(state["mu"], expected[t + 1].mixture.mu, rtol=1e-12)
        np.testing.assert_allclose(state["sigma"], expected[t + 1].mixture.sigma, rtol=1e-12)
    assert "Iteration 2, after the M-step" in widget.status()


def test_a_dragged_mean_arrives_in_python(tab):
    widget = Widget(tab, 0)
    before = widget.wait("state => true")
    handle = widget.root.get_by_role("slider", name="Mean 2", exact=True)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    tab.mouse.down()
    for k in range(1, 21):
        tab.mouse.move(x + 2 * k, y + k)
    tab.mouse.up()
    widget.status("mean 2 moved to")
    state = widget.wait("state => state.phase === 'edit'")
    assert state["t"] == before["t"] + 1  # twenty moves, one entry
    assert state["mu"][1][0] > before["mu"][1][0]
    assert state["mu"][0] == before["mu"][0]
    widget.press("Step back")
    assert widget.wait("state => state.phase !== 'edit'")["mu"] == before["mu"]


def test_a_learners_own_step_is_what_moves_with_kmeans_beside_it(tab, expected):
    widget = Widget(tab, 1)
    widget.press("Side by side")
    widget.root.get_by_role("group", name="Side by side").wait_for()
    widget.press("E-step")
    widget.wait("state => state.phase === 'e'")
    widget.press("M-step")
    state = widget.wait("state => state.phase === 'm'")
    assert state["sigma"] == [1, 1, 1]  # theirs leaves σ alone, the package's does not
    np.testing.assert_allclose(state["mu"], expected[1].mixture.mu, rtol=1e-12)
    beside = widget.root.get_by_role("img", name="Beside it, K-means after 1 step:")
    x = next(islice(kmeans_steps(datasets.overlapping(), expected[0].mixture.mu), 1, None)).mu[0, 0]
    assert f"mean 1 at x₁ {x:.4g}".replace("-", "−") in beside.get_attribute("aria-label")


@pytest.mark.parametrize(
    "cell, words",
    [
        (2, "your e_step returned something else than Q: its shape is (3,)"),
        (3, "your e_step raised SystemExit"),
    ],
)
def test_a_learners_broken_step_gets_a_sentence_and_leaves_the_widget_alive(tab, cell, words):
    widget = Widget(tab, cell)
    before = widget.wait("state => true")
    widget.press("E-step")
    widget.status(words)
    after = widget.wait("state => true")
    assert (after["t"], after["phase"], after["mu"]) == (0, "start", before["mu"])
    handle = widget.root.get_by_role("slider", name="Mean 1", exact=True)
    handle.press("ArrowRight")
    moved = widget.wait("state => state.phase === 'edit'")
    assert moved["mu"][0][0] > before["mu"][0][0]


def test_traits_link_with_other_widgets(tab, expected):
    widget = Widget(tab, 4)
    outside = widget.cell.locator(".widget-slider").get_by_role("slider")
    outside.focus()
    for t in (1, 2, 3):
        outside.press("ArrowRight")
        state = widget.wait(f"state => state.t === {t}")
    assert state["nll"] == pytest.approx(expected[3].nll, rel=1e-12)
    widget.press("Start over")
    widget.wait("state => state.t === 0")
    widget.cell.get_by_text("0", exact=True).first.wait_for()
    component = widget.root.get_by_role("spinbutton", name="Component")
    for number in ("1", "3"):
        component.fill(number)
        component.press("Enter")
    widget.cell.get_by_text("chosen 2").wait_for()


def test_a_second_view_shows_the_same_and_both_follow(tab):
    widget = Widget(tab, 0)
    widget.press("Start over")
    state = widget.wait("state => state.t === 0")
    widget.cell.click(button="right", position={"x": 300, "y": 60})
    tab.get_by_role("menuitem", name="Create New View for Cell Output").click()
    second = tab.locator(".jp-LinkedOutputView [data-explorer][data-state]")
    second.wait_for(timeout=20_000)
    assert json.loads(second.get_attribute("data-state"))["mu"] == state["mu"]
    second.get_by_role("button", name="E-step", exact=True).click()
    widget.wait("state => state.phase === 'e'")


def test_a_link_loads_its_start_or_says_what_to_do_first(tab):
    text = tab.locator(".jp-Notebook .jp-MarkdownCell").first
    text.scroll_into_view_if_needed()
    text.get_by_role("link", name="a start").click()
    widget = Widget(tab, 0)
    assert widget.wait("state => state.mu.length === 2")["mu"] == [[-1, 0], [1, 0]]
    widget.status("a start from a link")
    text.get_by_role("link", name="one for later").click()
    text.get_by_text("run the cell with the picture first").wait_for()


def test_nothing_went_wrong_in_the_browser(tab):
    assert tab.faults == []
