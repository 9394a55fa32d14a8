"""Draw what the package returns, on Axes that you give. Nothing is computed here::

    fig, ax = plt.subplots()
    plot.points(ax, X, R=np.exp(step.Q))
    plot.mixture(ax, step.mixture)

Colours are Okabe and Ito's, which readers with any colour vision can tell apart,
and a component also has a number and a marker shape: colour is never the only sign.
"""

import sys

import numpy as np
from matplotlib import colors, rcParams
from matplotlib.patches import Circle

from .palette import COLOURS, ink_on

__all__ = ["COLOURS", "MARKERS", "matrix", "means", "mixture", "points", "trace", "use_style"]

#: One marker shape per component.
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

INK = "#1b1f23"


def use_style():
    """Set matplotlib up as the book has it: sharp figures that read in light and dark.

    In Jupyter the figures become SVG on a white ground; the book's site draws them dark, too.

    Examples
    --------
    >>> import matplotlib
    >>> with matplotlib.rc_context():
    ...     use_style()
    ...     matplotlib.rcParams["figure.facecolor"]
    'white'
    """
    rcParams.update(
        {
            "figure.figsize": (6.4, 4.0),
            "figure.facecolor": "white",
            "figure.constrained_layout.use": True,
            "savefig.facecolor": "white",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": "medium",
            **{f"{part}.color": INK for part in ("text", "xtick", "ytick")},
            **{f"axes.{part}color": INK for part in ("edge", "label")},
            "font.size": 11,
            "image.interpolation": "nearest",
            "svg.fonttype": "path",
            "svg.hashsalt": "mixtures-lab",  # the same figure gives the same file
        }
    )
    # Asked without a shell, matplotlib_inline starts one, and a plain session would have it.
    IPython = sys.modules.get("IPython")
    if IPython is not None and IPython.get_ipython() is not None:
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats("svg")


def points(ax, X, R=None, *, labels=None, size=18):
    """Scatter the points; colour them by what they belong to.

    Parameters
    ----------
    ax : Axes
    X : array of shape (N, 2)
        One point per row.
    R : array of shape (N, K), optional
        Responsibilities e^Q: a point's colour is the mix of the components'
        colours, its marker that of the likeliest component.
    labels : int array of shape (N,), optional
        A K-means assignment, in place of `R`.
    size : float
        Marker area in points squared.

    Raises
    ------
    ValueError
        If `X` has not two columns: a plane shows two coordinates.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> points(ax, [[0.0, 1.0], [2.0, 3.0]], labels=[0, 1])
    >>> len(ax.collections)
    2
    """
    X = _in_the_plane(X, "X")
    if R is None and labels is None:
        ax.scatter(*X.T, s=size, color=INK, alpha=0.55, linewidths=0)
        return
    if R is None:
        R = np.eye(np.max(labels) + 1)[labels]
    R = np.asarray(R, dtype=float)
    palette = np.array([colors.to_rgb(_colour(j)) for j in range(R.shape[1])])
    mixed, likeliest = np.clip(R @ palette, 0, 1), R.argmax(axis=1)
    for j in range(R.shape[1]):
        own = likeliest == j
        ax.scatter(
            *X[own].T,
            s=size,
            c=mixed[own],
            marker=MARKERS[j % len(MARKERS)],
            edgecolors="white",
            linewidths=0.3,
        )


def means(ax, mu):
    """Mark each mean with a disc that carries the component's number, from 1.

    Parameters
    ----------
    ax : Axes
    mu : array of shape (K, 2)
        One mean per row.

    Raises
    ------
    ValueError
        If `mu` has not two columns: a plane shows two coordinates.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> means(ax, [[0.0, 1.0], [2.0, 3.0]])
    >>> [label.get_text() for label in ax.texts]
    ['1', '2']
    """
    for j, (x, y) in enumerate(_in_the_plane(mu, "mu")):
        ax.plot(x, y, "o", ms=15, color=_colour(j), mec="white", mew=1.5, zorder=4)
        ax.annotate(
            str(j + 1),
            (x, y),
            ha="center",
            va="center",
            fontsize=9,
            fontweight="bold",
            color=ink_on(colors.to_rgb(_colour(j))),
            zorder=5,
            gid=f"number_{j + 1}",  # who repaints a figure must know it
        )


def mixture(ax, mixture):
    """Draw a mixture: numbered means, circles at 1σ (solid) and 2σ (dashed).

    On axes with unequal scales the circles look like ellipses, because they
    are circles in the data's units.

    Parameters
    ----------
    ax : Axes
    mixture : Mixture
        With means of shape (K, 2).

    Raises
    ------
    ValueError
        If the means have not two columns: a plane shows two coordinates.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> from mixtures_lab import Mixture
    >>> mixture(ax, Mixture(mu=[[0.0, 1.0]], sigma=[3.0], pi=[1.0]))
    >>> [circle.radius for circle in ax.patches]
    [3.0, 6.0]
    """
    mu = _in_the_plane(mixture.mu, "mu")
    for j, (centre, sigma) in enumerate(zip(mu, mixture.sigma, strict=True)):
        for radius, line in ((1, "-"), (2, "--")):
            ax.add_patch(
                Circle(
                    centre,
                    radius * sigma,
                    fill=False,
                    edgecolor=_colour(j),
                    linestyle=line,
                    linewidth=1.8,
                    zorder=3,
                )
            )
    means(ax, mu)


def matrix(ax, M, title="", *, fmt="{:.2f}", cmap="cividis", numbers=None, vmin=None, vmax=None):
    """Show a matrix as an image: rows are points, columns are components.

    Parameters
    ----------
    ax : Axes
    M : array of shape (rows, columns)
        −inf and NaN are left blank.
    title : str
        What the matrix is, with its unit.
    fmt : str
        How a number is written; what rounds to 0 has no minus sign.
    cmap : str
        A matplotlib colour map.
    numbers : bool, optional
        Whether to write the entries in the cells; by default only where there
        are at most 12 rows.
    vmin, vmax : float, optional
        Ends of the colour scale, to share it between images.

    Returns
    -------
    image : AxesImage
        For a colour bar.

    Raises
    ------
    ValueError
        If `M` has not rows and columns.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> image = matrix(ax, [[0.0, -np.inf], [1.0, 2.0]], "Q, nats")
    >>> image.get_clim()
    (0.0, 2.0)
    """
    M = np.asarray(M, dtype=float)
    if M.ndim != 2:
        raise ValueError(f"M has shape {M.shape}: an image needs rows and columns, (N, K)")
    rows, columns = M.shape
    shown = np.ma.masked_invalid(M)
    image = ax.imshow(shown, aspect="auto", cmap=cmap, vmin=vmin, vmax=vmax)
    ax.set_title(title)
    ax.set_xticks(range(columns), [str(j + 1) for j in range(columns)])
    if rows <= 12:
        ax.set_yticks(range(rows), [str(i + 1) for i in range(rows)])
    ax.set_xlabel("component j")
    ax.set_ylabel("point i")
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)
    if numbers or (numbers is None and rows <= 12):
        zero = fmt.format(0.0)
        for (i, j), value in np.ndenumerate(M):
            ink = ink_on(image.to_rgba(value)[:3]) if np.isfinite(value) else INK
            text = zero if fmt.format(abs(value)) == zero else fmt.format(value)  # no "-0.00"
            ax.text(j, i, text, ha="center", va="center", color=ink, fontsize=9)
    return image


def trace(ax, values, *, label=None, ylabel="L, nats", color=COLOURS[0]):
    """Draw a quantity against the iteration, most often L.

    Parameters
    ----------
    ax : Axes
    values : array of shape (T,)
        One value per iteration, from t = 0.
    label : str, optional
        A name for the legend.
    ylabel : str
        What is drawn, with its unit.
    color : colour
        Of the line.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> trace(ax, [9.0, 4.0, 3.5])
    >>> ax.get_ylabel()
    'L, nats'
    """
    ax.plot(range(len(values)), values, "o-", ms=4, color=color, label=label)
    ax.set_xlabel("iteration t")
    ax.set_ylabel(ylabel)
    ax.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)


def _colour(j):
    """The colour of component `j`."""
    return COLOURS[j % len(COLOURS)]


def _in_the_plane(A, name):
    """`A` as a table of two coordinates."""
    A = np.asarray(A, dtype=float)
    if A.ndim != 2 or A.shape[1] != 2:
        raise ValueError(f"{name} has shape {A.shape}: a picture of the plane needs two columns")
    return A
