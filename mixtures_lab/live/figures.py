"""A cell's figures, as Jupyter shows them: at its end, or where it says plt.show().

matplotlib takes this module for its backend, by the name `module://mixtures_lab.live.figures`.
"""

import io

from matplotlib._pylab_helpers import Gcf
from matplotlib.backends.backend_svg import FigureCanvasSVG as FigureCanvas
from matplotlib.figure import Figure

from .. import _page
from .dark import dark_figure

__all__ = ["FigureCanvas", "is_figure", "output_of_figure", "show", "take"]

#: For a file that does not say when it was made, nor by which version.
NO_DATE = {"Date": None, "Creator": None}


def show(*_, **__):
    """What plt.show() does: show the figures that are open, and close them."""
    _page.display(*take())


def take():
    """The open figures in the order in which they were made; they are closed."""
    managers = Gcf.get_all_fig_managers()
    figures = [manager.canvas.figure for manager in managers]
    Gcf.destroy_all()
    return figures


def is_figure(thing):
    return isinstance(thing, Figure)


def output_of_figure(figure):
    """The figure as SVG, and its twin for a dark page."""
    for manager in Gcf.get_all_fig_managers():
        if manager.canvas.figure is figure:
            Gcf.destroy(manager)  # else it is shown again at the end of the cell
    written = io.StringIO()
    figure.savefig(
        written,
        format="svg",
        bbox_inches="tight",
        facecolor=figure.get_facecolor(),
        metadata=NO_DATE,
    )
    svg = written.getvalue()
    return {"kind": "svg", "svg": svg, "svgDark": dark_figure(svg)}
