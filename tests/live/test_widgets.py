"""The explorer runs on the page's own stand-in for anywidget as it does on anywidget."""

import importlib
import sys

import numpy as np
import pytest

from mixtures_lab import Mixture, datasets
from mixtures_lab.live import widgets
from mixtures_lab.live.session import Session


@pytest.fixture
def posted(monkeypatch):
    """What widgets send to the page, with the stand-in in place."""
    messages = []
    for name in ("anywidget", "traitlets"):
        monkeypatch.setitem(sys.modules, name, sys.modules.get(name))
    monkeypatch.setattr(widgets.AnyWidget, "post", None)
    monkeypatch.setattr(widgets.AnyWidget, "seen", {})
    widgets.stand_in(lambda *message: messages.append(message))
    return messages


@pytest.fixture
def Explorer(posted, monkeypatch):
    """The explorer, as a page imports it."""
    monkeypatch.delitem(sys.modules, "mixtures_lab.explorer.widget", raising=False)
    module = importlib.import_module("mixtures_lab.explorer.widget")
    yield module.Explorer
    del sys.modules["mixtures_lab.explorer.widget"]


@pytest.fixture
def explorer(Explorer):
    """One that the page has seen."""
    mixture = Mixture(np.array([[-2.0, 0.0], [2.0, 0.0]]), np.ones(2), np.full(2, 0.5))
    explorer = Explorer(datasets.overlapping(40), mixture)
    explorer.output()
    return explorer


def act(explorer, name, **arguments):
    content = {"act": {"name": name, **arguments}, "id": 1}
    widgets.receive(explorer.model_id, {"method": "custom", "content": content})


def test_a_cell_that_ends_in_an_explorer_tells_the_page_to_begin_it(explorer):
    outputs = []
    session = Session(outputs.append)
    session.names["explorer"] = explorer
    assert session.run("a", "explorer") == "done"
    assert outputs == [
        {
            "kind": "widget",
            "model": explorer.model_id,
            "state": {"selected_component": None, "selected_point": None},
            "buffers": [],
        }
    ]


def test_an_action_is_answered_by_a_frame_with_its_arrays(explorer, posted):
    act(explorer, "hello")
    [(model, content, buffers)] = posted
    assert (model, content["method"]) == (explorer.model_id, "custom")
    frame = content["content"]["frame"]
    assert (frame["N"], frame["K"], content["content"]["id"]) == (40, 2, 1)
    sizes = [np.dtype(t).itemsize * int(np.prod(s)) for _, t, s in content["content"]["arrays"]]
    assert sum(sizes) == len(buffers[0])


def test_the_traits_follow_the_session(explorer):
    act(explorer, "e_step")
    act(explorer, "m_step")
    assert explorer.iteration == 1
    assert "Iteration 1" in explorer.status
    assert explorer.mixture.mu.shape == (2, 2)


def test_what_is_selected_goes_both_ways(explorer, posted):
    widgets.receive(explorer.model_id, {"method": "update", "state": {"selected_point": 3}})
    assert explorer.selected_point == 3
    posted.clear()
    explorer.selected_component = 1
    assert posted[0][1] == {"method": "update", "state": {"selected_component": 1}}


def test_the_page_cannot_write_what_is_not_shared(explorer):
    state = {"status": "mine", "_session": None, "unheard_of": 1}
    widgets.receive(explorer.model_id, {"method": "update", "state": state})
    assert explorer.status != "mine" and explorer._session is not None
    assert not hasattr(explorer, "unheard_of")


def test_a_trait_that_leads_puts_the_picture_there(explorer, posted):
    posted.clear()
    explorer.iteration = 2
    assert explorer.iteration == 2
    assert posted[-1][1]["content"]["frame"]["t"] == 2


def test_what_cannot_be_is_refused_and_the_trait_stays(explorer):
    before = explorer.mixture
    with pytest.raises(ValueError, match="sigma"):
        explorer.mixture = before._replace(sigma=-before.sigma)
    assert explorer.mixture is before


def test_a_learners_steps_are_the_ones_that_run(Explorer):
    from mixtures_lab import m_step

    calls = []

    def my_m_step(X, Q):
        calls.append(Q.shape)
        return m_step(X, Q)

    explorer = Explorer(datasets.overlapping(30), K=2, m_step=my_m_step, rng=0)
    explorer.output()
    act(explorer, "e_step")
    act(explorer, "m_step")
    assert calls == [(30, 2)]


def test_a_learners_step_without_end_is_stopped_and_said_to_be(Explorer):
    from mixtures_lab import _page

    def my_e_step(X, mixture):
        raise _page.Stopped  # as SIGINT's handler does

    explorer = Explorer(datasets.overlapping(30), K=2, e_step=my_e_step, rng=0)
    explorer.output()
    act(explorer, "e_step")
    assert "your e_step came to no end, and was stopped in its line 2" in explorer.status


def test_what_the_page_has_not_seen_or_has_closed_is_sent_nothing(Explorer, posted):
    explorer = Explorer(datasets.overlapping(30), K=2, rng=0)
    explorer.act("e_step")
    assert posted == []
    explorer.output()
    widgets.receive(explorer.model_id, {"method": "close"})
    explorer.act("m_step")
    act(explorer, "hello")
    assert posted == []


def test_observers_are_told_at_the_end_of_what_is_held_back(posted):
    class Both(widgets.AnyWidget):
        one, two = widgets.Int(), widgets.Int()

    both, told = Both("b"), []
    both.observe(lambda change: told.append((change.name, change.new, both.two)), ["one"])
    with both.hold_trait_notifications():
        both.one, both.two = 1, 2
        assert told == []
    assert told == [("one", 1, 2)]
    both.one = 1
    assert len(told) == 1
