"""The explorer in a notebook: a widget around a session."""

import sys
import uuid
from pathlib import Path
from typing import ClassVar

import anywidget
import numpy as np
import traitlets

from . import page, starts
from .session import Session

STATIC = Path(__file__).parent / "static"
VIEW = "application/vnd.jupyter.widget-view+json"


class Explorer(anywidget.AnyWidget):
    """Points, a mixture, its matrices and L, to be dragged and stepped.

    Parameters
    ----------
    X : array of shape (N, 2)
        One point per row.
    mixture : Mixture, optional
        The first guess; by default one is made by `first_guess`.
    show : tuple of str
        How far the derivation has come. "D": the distances and their three terms.
        "P": P with its two terms, and P + ln π. "Q": the log-sum-exp, Q and e^Q. "em": the
        E-step and the M-step, and K-means beside them. "kmeans": K-means alone.
        "bound": beside "em", the curves of -L and its bound along one parameter,
        which else come when they are asked for. Without "em" and "kmeans" there is
        nothing to step: the means (with "P" also the σ) can be dragged, and Q, if
        shown, follows.
    e_step : callable, optional
        Your ``e_step(X, mixture)``, which returns Q, or Q and L. By default the
        package's.
    m_step : callable, optional
        Your ``m_step(X, Q)``, which returns a Mixture, or mu, sigma and pi.
    assign : callable, optional
        Your ``assign(X, mu)``, the first half of K-means, which returns labels.
    update : callable, optional
        Your ``update(X, labels, K)``, the second half, which returns mu.
    K : int, optional
        Number of components without a `mixture`; by default 3, or N if that is less.
    first_guess : str
        Without a `mixture`: "kmeans++", "random" or "hand" (in a row, to be dragged).
    algorithm : str, optional
        "em" or "kmeans", whichever is to be seen first.
    columns : pair of str, optional
        Axis labels with units, such as ``("eruption, minutes", "waiting, minutes")``.
    unit : str, optional
        Of a distance in the plane, where both columns share one.
    label : str
        What the data are called among the data sets; by default, the name of the
        package's data set that they are, or else "your data".
    predict : bool
        Whether to ask the reader, before each step, where the means will go.
    rng : Generator or seed, optional
        Where first guesses come from.

    Attributes
    ----------
    mixture : Mixture
        On screen; assign one to put it there.
    iteration : int
        How many steps led to what is on screen, not counting edits; assign a number to go
        there, forwards step by step.
    nll : float
        L of the mixture on screen, in nats; in K-means the inertia.
    selected_point, selected_component : int or None
        Pinned by the reader, counted from 0.
    status : str
        The sentence of the status line.
    predictions : tuple of Prediction
        Where the reader said that means would go, and where they went: `t`, `component`,
        `predicted`, `actual`, and the distances `miss` and `moved`, in the data's units.
        A step that was seen before, also before a start over, adds none.

    Raises
    ------
    ValueError
        If `X` is not (N, 2), or the mixture or another argument does not fit it.
        Whatever goes wrong later is said in the status line.

    Examples
    --------
    >>> from mixtures_lab import datasets
    >>> explorer = Explorer(datasets.old_faithful(), K=2)
    >>> explorer.act("e_step")
    >>> explorer.status
    'Iteration 0, after the E-step: L = 1758.40. ...'
    """

    _esm = STATIC / "explorer-widget.js"

    mixture = traitlets.Any()
    iteration = traitlets.Int()
    nll = traitlets.Float()
    status = traitlets.Unicode()
    selected_point = traitlets.Int(None, allow_none=True).tag(sync=True)
    selected_component = traitlets.Int(None, allow_none=True).tag(sync=True)
    show = traitlets.Any()
    predictions = traitlets.Tuple()

    def __init__(self, X, mixture=None, show=("D", "P", "Q", "em"), **options):
        self._session = Session(X, mixture, show, **options)
        self._sent_X_version = self._sent_trials = None
        self._following = False  # while the traits follow the session, they do not lead it
        super().__init__(model_id=str(uuid.uuid4().int >> 75))  # 53 bits, see _repr_mimebundle_
        self._follow()
        self.on_msg(self._on_message)
        self.observe(self._lead, list(self._LEADING))

    def act(self, name, **arguments):
        """Do what a button or a drag does; PROTOCOL.md lists the actions.

        Parameters
        ----------
        name : str
            Such as "e_step", "m_step", "assign", "update", "back" or "reset".
        **arguments
            Of the action, such as ``j=0, x=1.5, y=2.0`` for "move_mean".
        """
        self._session.act({"name": name, **arguments})
        self._answer()

    @property
    def start(self):
        """The mixture on screen as the text of a link: ``(#name-of-a-section?<start>)``."""
        return starts.written(self._session)

    def save_html(self, path):
        """Write the picture as one file that lives in a browser by itself.

        Parameters
        ----------
        path : str or Path
            Where to.
        """
        Path(path).write_text(page.document(self._session), encoding="utf-8")

    # The session leads, the traits follow -----------------------------------------------

    def _on_message(self, _, content, buffers):
        """An action from the view."""
        action = content.get("act")
        if action is None:
            return
        if action["name"] == "hello":
            self._sent_X_version = self._sent_trials = None
            self._send_frame(content["id"])
        else:
            self._session.act(action)
            self._answer(content["id"])

    def _answer(self, id=None):
        self._follow()
        self._send_frame(id)

    def _send_frame(self, id=None):
        """The frame on screen, its arrays in one buffer."""
        frame, arrays = dict(self._session.frame), dict(self._session.arrays)
        if frame["trials"]:
            tried = frame["trials"]
            if tried["version"] == self._sent_trials:
                frame["trials"] = {**tried, "traces": None}
            self._sent_trials = tried["version"]
        if frame["X_version"] == self._sent_X_version:
            del arrays["X"]
        self._sent_X_version = frame["X_version"]
        layout = [(path, A.dtype.name, A.shape) for path, A in arrays.items()]
        buffer = b"".join(np.ascontiguousarray(A).data for A in arrays.values())
        self.send({"frame": frame, "arrays": layout, "id": id}, buffers=[buffer])

    def _follow(self):
        session = self._session
        self._following = True
        try:
            with self.hold_trait_notifications():
                self.mixture = session.mixture
                self.iteration = session.iteration
                self.nll = session.nll
                self.status = session.frame["status"]
                self.predictions = tuple(session.predictions.record)
                self.show = session.steps.show
                self.selected_point = session.selected["point"]
                self.selected_component = session.selected["component"]
        finally:
            self._following = False

    # A trait that is set from outside leads -----------------------------------------------

    def _lead(self, change):
        if self._following:
            return
        try:
            self._LEADING[change.name](self._session, change.new)
        except ValueError:
            self._follow()  # back to what is true
            raise
        if change.name not in ("selected_point", "selected_component"):
            self._answer()  # the view follows those two by itself

    _LEADING: ClassVar = {
        "mixture": Session.set_mixture,
        "iteration": Session.move_to,
        "show": Session.set_show,
        "selected_point": lambda session, i: session.select(point=i),
        "selected_component": lambda session, j: session.select(component=j),
    }

    # Where there is no widget ----------------------------------------------------------------

    def _repr_mimebundle_(self, **kwargs):
        """The live widget, and the page's picture for readers without a kernel.

        nbconvert would rather show a widget whose state is saved in the notebook, but no
        state brings this one to life without Python: the space stayed empty. So the id
        stands here as a number: nbconvert, which looks for a text, takes the picture, and a
        notebook, whose JavaScript looks the widget up, makes a text of it again. Colab's own
        widgets are left alone.
        """
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        if "google.colab" not in sys.modules:
            data[VIEW] = {**data[VIEW], "model_id": int(self.model_id)}
        data["text/plain"] = repr(self)
        data["text/html"] = page.block(self._session)
        png = page.png(self._session)
        if png is not None:
            data["image/png"] = png
        return data, metadata

    def __repr__(self):
        session = self._session
        return f"Explorer({len(session.X)} points, {session.K} components): {self.status}"
