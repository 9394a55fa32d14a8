"""The session of a notebook, in V8, between a view and what Python's widget really sends."""

import base64
import json

import numpy as np
import pytest
from v8 import V8

from mixtures_lab import Mixture
from mixtures_lab.explorer import Explorer

#: The widget's model as anywidget hands it over, with a clock that a test moves.
MODEL = """
globalThis.time = 0;
globalThis.performance = {now: () => time};
globalThis.sent = [];
globalThis.frames = [];
globalThis.listeners = [];  // of the model: [event, function]
globalThis.traits = {selected_point: null, selected_component: null};
globalThis.saved = 0;
globalThis.model = {
  send: (message) => { sent.push(message); },
  get: (name) => traits[name],
  set: (name, value) => { traits[name] = value; },
  save_changes: () => { saved += 1; },
  on: (events, f) => { for (const event of events.split(" ")) listeners.push([event, f]); },
  off: (events, f) => {
    listeners = listeners.filter(([event, g]) => !(events.split(" ").includes(event) && f === g));
  },
};
globalThis.trigger = (event, ...args) => {
  for (const [name, f] of [...listeners]) if (name === event) f(...args);
};
globalThis.receive = (content, text, before = 0) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const whole = new Uint8Array(before + bytes.length);
  whole.set(bytes, before);
  trigger("msg:custom", content, [new DataView(whole.buffer, before)]);
};
globalThis.session = modules.remote.createRemoteSession(model);
globalThis.stop = session.subscribe((frame) => { frames.push(frame); });
"""


class Wire:
    """A view's session in V8, and the widget whose messages go to it when a test says so."""

    def __init__(self, v8, explorer):
        self.v8, self.explorer = v8, explorer
        v8.run(MODEL)

    def act(self, name, **arguments):
        self.v8.run(f"session.act({json.dumps({'name': name, **arguments})})")

    @property
    def asked(self):
        """The actions that went to Python."""
        return [message["act"] for message in self.v8.eval("sent")]

    def python_answers(self, before=0):
        """The newest message goes to the widget, and its answer comes back."""
        asked = self.v8.eval("sent.at(-1)")
        self.explorer._on_message(None, json.loads(json.dumps(asked)), [])
        self.deliver(before=before)

    def deliver(self, before=0, **changes):
        """What the widget sent last arrives, `before` bytes into a buffer."""
        content, (buffer,) = self.explorer.said[-1]
        text = base64.b64encode(buffer).decode()
        content = json.dumps({**content, **changes})
        self.v8.run(f"receive({content}, {json.dumps(text)}, {before})")

    @property
    def frame(self):
        return self.v8.eval("frames.at(-1)")

    def assert_frame_is_pythons(self):
        session, frame = self.explorer._session, dict(self.frame)
        matrices = frame.pop("matrices")
        theirs = {f"matrices.{name}": A["data"] for name, A in matrices.items()}
        for path in (path for path in session.arrays if path.startswith("beside.")):
            theirs[path] = frame["beside"][path.removeprefix("beside.")]
            frame["beside"][path.removeprefix("beside.")] = None
        assert {n: tuple(A["shape"]) for n, A in matrices.items()} == {
            path.removeprefix("matrices."): A.shape
            for path, A in session.arrays.items()
            if path.startswith("matrices.")
        }
        for path, A in session.arrays.items():
            np.testing.assert_array_equal(theirs.get(path, frame.get(path)), A.ravel(), path)
        plain = {name: value for name, value in frame.items() if name not in session.arrays}
        said = json.loads(json.dumps(session.frame))
        if said["beside"]:
            said["beside"] |= dict.fromkeys(("mu", "sigma", "pi", "trail"))
        assert plain == {name: value for name, value in said.items() if name not in session.arrays}


@pytest.fixture
def wire(monkeypatch):
    X = np.random.default_rng(3).normal(0, 3, (7, 2))
    explorer = Explorer(X, Mixture(X[:3], np.ones(3), np.array([0.5, 0.5, 0])))
    explorer.said = []
    monkeypatch.setattr(
        explorer, "send", lambda content, buffers=None: explorer.said.append((content, buffers))
    )
    with V8("remote.js") as v8:
        yield Wire(v8, explorer)


@pytest.fixture
def answered(wire):
    """A wire that has its first frame."""
    wire.python_answers()
    return wire


# Frames --------------------------------------------------------------------------------------


def test_it_says_hello_and_has_no_frame_before_the_answer(wire):
    assert wire.v8.eval("sent") == [{"act": {"name": "hello"}, "id": 1}]
    assert wire.v8.eval("frames") == []
    wire.python_answers()
    wire.assert_frame_is_pythons()


@pytest.mark.parametrize("before", [0, 8, 3])
def test_every_frame_arrives_as_python_sent_it_wherever_in_a_buffer(wire, before):
    wire.python_answers(before)
    # −∞ where a weight is 0, NaN and −1 for a point that no E-step has seen.
    for name, arguments in [
        ("e_step", {}),
        ("add_point", {"x": 1.5, "y": -2.0}),
        ("e_step", {}),
        ("share_sigma", {"sigma": 0.5}),
        ("compare", {"run": "random"}),
        ("m_step", {}),
        ("set_algorithm", {"algorithm": "kmeans"}),
        ("assign", {}),
        ("remove_point", {"i": 99}),
    ]:
        wire.act(name, **arguments)
        wire.python_answers(before)
        wire.assert_frame_is_pythons()
    assert wire.frame["problem"]  # a refusal is answered too


def test_points_are_kept_while_python_does_not_send_them_again(answered):
    answered.act("e_step")
    answered.python_answers()
    assert "X" not in [path for path, *_ in answered.explorer.said[-1][0]["arrays"]]
    np.testing.assert_array_equal(answered.frame["X"], answered.explorer._session.X.ravel())


def test_points_that_another_view_was_sent_are_asked_for(answered):
    answered.explorer.act("add_point", x=0.0, y=1.0)  # these points go to nobody here
    answered.explorer.act("e_step")
    answered.deliver()
    assert answered.frame["N"] == 7  # no frame with old points and new matrices
    assert answered.asked[-1] == {"name": "hello"}
    answered.python_answers()
    assert answered.frame["N"] == 8
    answered.assert_frame_is_pythons()


def test_a_frame_cannot_be_changed_and_other_messages_are_none(answered):
    answered.v8.run('trigger("msg:custom", {other: 1}, [])')
    assert answered.v8.eval("frames.length") == 1
    assert answered.v8.eval("Object.isFrozen(frames.at(-1))")


# Actions ---------------------------------------------------------------------------------------


def test_actions_go_one_at_a_time_in_their_order(answered):
    for name in ("e_step", "m_step", "e_step"):
        answered.act(name)
    assert answered.asked == [{"name": "hello"}, {"name": "e_step"}]
    answered.python_answers()
    assert answered.asked[2:] == [{"name": "m_step"}]
    answered.python_answers()
    answered.python_answers()
    assert answered.frame["t"] == 1 and answered.frame["phase"] == "e"
    assert answered.v8.eval("sent").pop()["id"] == 4


def drag(x, j=0, gesture=1):
    return {"name": "move_mean", "j": j, "x": x, "y": 0, "gesture": gesture}


@pytest.mark.parametrize(
    "actions, kept",
    [
        ([drag(1), drag(2), drag(3)], [drag(3)]),
        ([drag(1), drag(2, j=1)], [drag(1), drag(2, j=1)]),
        ([drag(1), drag(2, gesture=2)], [drag(1), drag(2, gesture=2)]),
        ([drag(1), {"name": "e_step"}, drag(2)], [drag(1), {"name": "e_step"}, drag(2)]),
        ([{"name": "step"}, {"name": "step"}], [{"name": "step"}, {"name": "step"}]),
    ],
    ids=["one gesture", "two handles", "two gestures", "a step between", "steps"],
)
def test_of_a_gesture_only_the_newest_waits_and_nothing_else_is_lost(answered, actions, kept):
    answered.act("back")  # under way, while the rest waits
    for action in actions:
        answered.act(**action)
    for _ in kept:
        answered.python_answers()
    answered.python_answers()
    assert answered.asked[2:] == kept


def test_without_an_answer_the_next_action_goes_after_ten_seconds(answered):
    answered.act("e_step")
    answered.v8.run("time = 9999")
    answered.act("m_step")
    assert answered.asked[1:] == [{"name": "e_step"}]
    answered.v8.run("time = 10000")
    answered.act("back")
    assert answered.asked[1:] == [{"name": "e_step"}, {"name": "m_step"}]


def test_an_answer_to_something_else_lets_nothing_overtake(answered):
    answered.act("e_step")
    answered.act("m_step")
    answered.explorer.act("e_step")  # done in Python: its frame answers no action of ours
    answered.deliver()
    assert answered.frame["phase"] == "e"
    assert answered.asked[1:] == [{"name": "e_step"}]


# What is selected ----------------------------------------------------------------------------


def test_a_selection_is_two_traits_and_no_message(answered):
    answered.act("select", point=2, component=1)
    assert answered.v8.eval("traits") == {"selected_point": 2, "selected_component": 1}
    answered.act("select", point=4)
    assert answered.v8.eval("traits") == {"selected_point": 4, "selected_component": None}
    assert answered.v8.eval("saved") == 2
    assert answered.asked == [{"name": "hello"}]


@pytest.mark.parametrize("point, component, shown", [(6, 2, (6, 2)), (7, 3, (None, None))])
def test_a_trait_that_changes_is_in_the_next_frame_if_it_is_there(
    answered, point, component, shown
):
    version = answered.frame["version"]
    answered.v8.run(
        f"Object.assign(traits, {{selected_point: {point}, selected_component: {component}}});"
        'trigger("change:selected_point")'
    )
    assert tuple(answered.frame["selected"].values()) == shown
    assert answered.frame["version"] == version + 1


def test_a_trait_that_changes_before_the_first_frame_waits_for_it(wire):
    wire.v8.run('traits.selected_point = 1; trigger("change:selected_point")')
    assert wire.v8.eval("frames") == []


# Subscribers ---------------------------------------------------------------------------------


def test_a_new_subscriber_gets_the_newest_frame_at_once_and_may_stop(answered):
    answered.v8.run("globalThis.other = []; globalThis.end = session.subscribe(f => other.push(f))")
    assert answered.v8.eval("other.length") == 1
    answered.v8.run("end()")
    answered.act("e_step")
    answered.python_answers()
    assert answered.v8.eval("[other.length, frames.length]") == [1, 2]


def test_closed_it_listens_to_nothing_and_sends_nothing_more(answered):
    answered.act("e_step")
    answered.act("m_step")
    answered.v8.run("globalThis.before = [...listeners]; session.close()")
    assert answered.v8.eval("listeners") == []
    answered.explorer.act("e_step")
    answered.v8.run("listeners = before")  # even if a message were on its way
    answered.deliver(id=2)
    assert answered.asked[1:] == [{"name": "e_step"}]
    assert answered.v8.eval("frames.length") == 1
