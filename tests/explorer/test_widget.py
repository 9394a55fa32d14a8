"""The widget's traits, messages and outputs, without a browser."""

import json
import re
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from ipywidgets import IntSlider, link
from nbconvert import HTMLExporter

from mixtures_lab import Mixture, datasets, em_steps, palette, plot
from mixtures_lab.explorer import Explorer, page


@pytest.fixture
def X():
    return datasets.overlapping(40)


@pytest.fixture
def mixture():
    return Mixture(np.array([[-2.0, 0.0], [0.0, 1.0], [2.0, 0.0]]), np.ones(3), np.full(3, 1 / 3))


@pytest.fixture
def explorer(X, mixture):
    return Explorer(X, mixture)


@pytest.fixture
def sent(explorer, monkeypatch):
    """The messages that go to the view."""
    messages = []
    monkeypatch.setattr(
        explorer, "send", lambda content, buffers=None: messages.append((content, buffers))
    )
    return messages


def receive(explorer, name, id=1, **arguments):
    """A message from the view."""
    explorer._on_message(explorer, {"act": {"name": name, **arguments}, "id": id}, [])


def arrays_of(content, buffers):
    """The arrays of a message, read as remote.js reads them."""
    arrays, offset = {}, 0
    for path, dtype, shape in content["arrays"]:
        count = int(np.prod(shape))
        assert offset % np.dtype(dtype).itemsize == 0
        arrays[path] = np.frombuffer(buffers[0], dtype, count, offset).reshape(shape)
        offset += arrays[path].nbytes
    assert offset == len(buffers[0])
    return arrays


# Traits ---------------------------------------------------------------------------------------


def test_the_traits_follow_the_steps(explorer, X, mixture):
    steps = em_steps(X, mixture)
    first, second = next(steps), next(steps)
    assert (explorer.iteration, explorer.nll) == (0, pytest.approx(first.nll))
    explorer.act("e_step")
    explorer.act("m_step")
    assert explorer.iteration == 1
    assert explorer.nll == pytest.approx(second.nll)
    np.testing.assert_allclose(explorer.mixture.mu, second.mixture.mu)


def test_an_iteration_that_is_asked_for_is_stepped_to(explorer, X, mixture):
    explorer.iteration = 4
    steps = [step for step, _ in zip(em_steps(X, mixture), range(5), strict=False)]
    np.testing.assert_allclose(explorer.mixture.mu, steps[4].mixture.mu)
    explorer.iteration = 2
    np.testing.assert_allclose(explorer.mixture.mu, steps[2].mixture.mu)
    explorer.iteration = 4
    assert explorer._session.frame["last"] == 4


def test_a_mixture_that_is_assigned_is_put_on_screen(explorer, X):
    new = Mixture([[0.0, 0.0], [1.0, 1.0]], [1.0, 2.0], [0.5, 0.5])
    explorer.mixture = new
    assert explorer._session.K == 2
    assert explorer.nll == pytest.approx(next(em_steps(X, new)).nll)
    explorer.act("back")
    assert len(explorer.mixture.mu) == 3


def test_a_trait_that_cannot_be_is_refused_and_put_back(explorer, mixture):
    with pytest.raises(ValueError, match="sigma holds 0"):
        explorer.mixture = Mixture(mixture.mu, np.zeros(3), mixture.pi)
    np.testing.assert_array_equal(explorer.mixture.sigma, 1)
    with pytest.raises(ValueError, match="There is no point 41"):
        explorer.selected_point = 40
    assert explorer.selected_point is None
    with pytest.raises(ValueError, match="show holds 'everything'"):
        explorer.show = ("everything",)
    assert explorer.show == ("D", "P", "Q", "em")
    explorer.iteration = -1  # a slider can ask for it, so it is no error
    assert explorer.iteration == 0


def test_a_broken_step_on_the_way_leaves_the_iteration_where_it_got_to(X, mixture):
    explorer = Explorer(X, mixture, m_step=lambda X, Q: None)
    explorer.iteration = 3
    assert explorer.iteration == 0
    assert "your m_step returned nothing" in explorer.status


def test_traits_are_observed_and_linked(explorer):
    seen = []
    explorer.observe(lambda change: seen.append(change.new), "nll")
    slider = IntSlider(max=9)
    link((slider, "value"), (explorer, "iteration"))
    slider.value = 2
    assert explorer.iteration == 2 and len(seen) >= 1
    explorer.act("reset")
    assert slider.value == 0


def test_a_notebook_asks_for_the_predictions(X, mixture):
    explorer = Explorer(X, mixture, predict=True)
    seen = []
    explorer.observe(seen.append, "predictions")
    explorer.act("move_prediction", j=1, x=0.5, y=1.5)
    explorer.act("step")
    assert (explorer.predictions, seen) == ((), [])
    explorer.act("step")
    (prediction,) = explorer.predictions
    assert prediction.component == 1 and len(seen) == 1
    assert prediction.miss == pytest.approx(np.linalg.norm(explorer.mixture.mu[1] - [0.5, 1.5]))
    assert page.opening(explorer._session)["predict"]


def test_show_can_grow(explorer):
    explorer.show = ("D",)
    assert explorer._session.frame["next"] is None
    explorer.show = ("D", "P", "Q", "em")
    explorer.act("e_step")
    assert explorer._session.frame["phase"] == "e"


# Messages -----------------------------------------------------------------------------------------


def test_every_action_is_answered_with_the_arrays_in_one_buffer(explorer, sent, X):
    receive(explorer, "hello", id=7)
    content, buffers = sent[-1]
    assert content["id"] == 7
    arrays = arrays_of(content, buffers)
    np.testing.assert_array_equal(arrays["X"], X)
    receive(explorer, "e_step", id=8)
    content, buffers = sent[-1]
    arrays = arrays_of(content, buffers)
    assert "X" not in arrays  # it has not changed
    np.testing.assert_allclose(arrays["matrices.R"].sum(axis=1), 1)
    assert arrays["labels"].dtype == np.int32
    json.dumps(content)
    receive(explorer, "add_point", id=9, x=0.0, y=0.0)
    assert len(arrays_of(*sent[-1])["X"]) == 41


def test_a_bad_message_is_answered_too(explorer, sent):
    receive(explorer, "m_step")
    assert sent[-1][0]["frame"]["problem"]
    receive(explorer, "move_mean", j="one")
    assert sent[-1][0]["frame"]["problem"]
    explorer._on_message(explorer, {"kind": "of another widget"}, [])
    assert len(sent) == 2


def test_what_the_view_selects_is_not_sent_back(explorer, sent):
    explorer.set_state({"selected_point": 3, "selected_component": 1})
    assert explorer._session.selected == {"point": 3, "component": 1}
    assert sent == []
    receive(explorer, "remove_point", i=0)
    assert explorer.selected_point == 2


# Outputs ------------------------------------------------------------------------------------------


def test_the_output_is_a_live_widget_and_a_picture(explorer):
    data, _ = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"].startswith("Explorer(40 points, 3 components): Iteration 0")
    html = data["text/html"]
    assert html.count("<circle") == 40 + 3 and html.count("<ellipse") == 6
    assert "<noscript>" in html and "3 components" in html


@pytest.mark.parametrize("state", ["saved", "not saved", "of another widget"])
def test_nbconvert_shows_the_picture_and_its_words(explorer, state):
    data, metadata = explorer._repr_mimebundle_()
    output = nbformat.v4.new_output("execute_result", data, metadata=metadata)
    cell = nbformat.v4.new_code_cell("explorer", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    if state != "not saved":
        saved = explorer.get_manager_state(drop_defaults=True)["state"]  # as the kernel has it
        assert explorer.model_id in saved
        if state == "of another widget":
            saved.pop(explorer.model_id)
        saved = {"state": saved, "version_major": 2, "version_minor": 0}
        notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": saved}
    notebook = nbformat.reads(nbformat.writes(notebook), as_version=4)  # through a file
    page, _ = HTMLExporter().from_notebook_node(notebook)
    output = BeautifulSoup(page, "html.parser").select_one(".jp-OutputArea-output")
    assert len(output.select("figure svg circle")) == 40 + 3
    assert "40 points and 3 components" in output.figcaption.get_text()
    assert not output.select("[src], [href], .jupyter-widgets")  # it asks nobody for anything


def test_the_id_of_the_output_is_the_widgets_also_in_javascript(explorer):
    id = explorer._repr_mimebundle_()[0]["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert id <= 2**53 - 1  # JavaScript's largest whole number without a gap
    assert str(id) == explorer.model_id


def test_colab_gets_the_id_that_it_knows(explorer, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", None)
    data, _ = explorer._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id


def test_the_state_in_the_page_is_the_state_at_the_start(explorer, X, mixture):
    explorer.act("e_step")
    explorer.act("m_step")
    html = explorer._repr_mimebundle_()[0]["text/html"]
    state = json.loads(re.search(r"data-explorer-json>(.*?)</script>", html, re.DOTALL)[1])
    assert state["mixture"]["mu"] == mixture.mu.tolist()
    assert state["X"] == X.tolist()
    assert state["guess"] == "given"


def test_nothing_that_a_caller_writes_can_end_the_script_element(X):
    wicked = "</script><script>alert(1)</script>"
    html = page.block(Explorer(X, label=wicked, columns=(wicked, "<!--"))._session)
    assert html.count("</script>") == 1
    assert "<script>" not in html and "<!--" not in html


def test_a_picture_of_many_points_stays_small():
    html = page.svg(Explorer(datasets.blobs(20_000))._session)
    assert html.count("<circle") < page.MOST_POINTS + 10


def test_the_file_that_is_saved_needs_no_other(explorer, tmp_path):
    explorer.save_html(tmp_path / "em.html")
    text = (tmp_path / "em.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="', text)
    assert "data-explorer-json" in text


def test_points_far_from_one_another_and_alone_can_be_drawn():
    for X in ([[1.0, 2.0]], [[0.0, 0.0], [1e9, 1.0]], [[3.0, 3.0]] * 4):
        assert "nan" not in page.svg(Explorer(X)._session)


def test_a_session_needs_no_widget_library():
    """The explorer's numbers can be had, and tested, where anywidget is not installed."""
    code = (
        "import sys; import mixtures_lab; assert 'mixtures_lab.explorer' not in sys.modules;"
        "from mixtures_lab.explorer.session import Session; Session([[0.0, 1.0]]);"
        "assert not {'anywidget', 'ipywidgets', 'matplotlib'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_without_anywidget_the_remedy_is_named():
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "try:\n    from mixtures_lab.explorer import Explorer\n"
        "except ModuleNotFoundError as error:\n    print(error)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True
    )
    assert "pip install 'mixtures-lab[explorer]'" in run.stdout


def test_the_static_picture_has_the_colours_of_the_books_figures():
    assert page.COLOURS == plot.COLOURS == palette.COLOURS
