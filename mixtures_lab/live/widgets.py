"""anywidget and traitlets on a page, as far as the explorer uses them.

Both sides of a widget talk over the worker's messages, in the words of Jupyter's comms:
`{"method": "custom", "content": …}` and `{"method": "update", "state": …}`.
"""

import contextlib
import sys
from types import ModuleType
from typing import NamedTuple


class Change(NamedTuple):
    """What an observer is told."""

    name: str
    old: object
    new: object


class Trait:
    """An attribute that observers are told of, and the page too if it is `sync`."""

    empty = None

    def __init__(self, default=None, allow_none=False):
        self.default = self.empty if default is None and not allow_none else default
        self.is_synced = False

    def tag(self, sync=False):
        self.is_synced = sync
        return self

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, widget, owner):
        return self if widget is None else widget._values.get(self.name, self.default)

    def __set__(self, widget, new):
        old = self.__get__(widget, None)
        widget._values[self.name] = new
        if not _same(old, new):
            widget._changed(self, Change(self.name, old, new))


class Int(Trait):
    empty = 0


class Float(Trait):
    empty = 0.0


class Unicode(Trait):
    empty = ""


class Tuple(Trait):
    empty = ()


class AnyWidget:
    """A widget whose other half is on the page."""

    #: Those that the page has seen, by their names: it may write to them.
    seen: dict = {}  # noqa: RUF012
    #: Called with a widget's name, a content and buffers, for the page.
    post = None

    def __init__(self, model_id):
        self.model_id = model_id
        self._values, self._observers, self._callbacks = {}, [], []
        self._held = None  # changes that observers are told of later

    def on_msg(self, callback):
        self._callbacks.append(callback)

    def send(self, content, buffers=()):
        self._post({"method": "custom", "content": content}, buffers)

    def observe(self, handler, names):
        self._observers.append((handler, names))

    @contextlib.contextmanager
    def hold_trait_notifications(self):
        """Observers are told at the end, of what has changed until then."""
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
            for change in held:
                self._tell(change)

    def state(self):
        """The values that both halves share."""
        synced = (name for name in dir(type(self)) if is_synced(type(self), name))
        return {name: getattr(self, name) for name in synced}

    def receive(self, content, buffers):
        """What the page's half says."""
        if content["method"] == "update":
            for name, value in content["state"].items():
                if is_synced(type(self), name):
                    setattr(self, name, value)
        elif content["method"] == "custom":
            for callback in self._callbacks:
                callback(self, content["content"], buffers)

    def output(self):
        """What the page begins the picture with."""
        self.seen[self.model_id] = self
        return {"kind": "widget", "model": self.model_id, "state": self.state(), "buffers": []}

    def _changed(self, trait, change):
        if trait.is_synced:
            self._post({"method": "update", "state": {change.name: change.new}})
        if self._held is None:
            self._tell(change)
        else:
            self._held.append(change)

    def _tell(self, change):
        for handler, names in self._observers:
            if change.name in names:
                handler(change)

    def _post(self, content, buffers=()):
        if self.model_id in self.seen:
            AnyWidget.post(self.model_id, content, buffers)


def is_synced(owner, name):
    trait = getattr(owner, name, None)
    return isinstance(trait, Trait) and trait.is_synced


def _same(old, new):
    """Whether two values are certainly equal: arrays do not say so."""
    try:
        return bool(old == new)
    except Exception:
        return False


def stand_in(post):
    """From now on `import anywidget` and `traitlets` find this; `post` writes to the page."""
    AnyWidget.post = staticmethod(post)
    traits = {"Any": Trait, "Int": Int, "Float": Float, "Unicode": Unicode, "Tuple": Tuple}
    for name, holds in {"anywidget": {"AnyWidget": AnyWidget}, "traitlets": traits}.items():
        module = ModuleType(name, f"What a page has in place of {name}: {__name__}.")
        vars(module).update(holds)
        sys.modules[name] = module


def receive(model, content, buffers=()):
    """Hand on what the page says to a widget; what it has closed is forgotten."""
    if content["method"] == "close":
        AnyWidget.seen.pop(model, None)
    elif model in AnyWidget.seen:
        AnyWidget.seen[model].receive(content, buffers)
