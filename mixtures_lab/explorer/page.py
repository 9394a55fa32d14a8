"""The explorer's output where there is no kernel: a block of HTML and a static picture.

The block holds the state as JSON, a picture drawn here, and words. On the book's pages
explorer-page.js finds the block and brings it to life; where no script runs, the
picture and the words are what there is.
"""

import base64
import html
import io
import json
import sys
from pathlib import Path

import numpy as np

from ..palette import COLOURS, ink_on

STATIC = Path(__file__).parent / "static"
#: The second has what few use, which a page in the book fetches when it is asked for.
SCRIPTS = STATIC / "explorer-page.js", STATIC / "explorer-more.js"

WIDTH, HEIGHT, MARGIN = 600, 420, 36

#: More points than this are thinned in the static picture.
MOST_POINTS = 1500


def block(session):
    """The block that explorer-page.js brings to life."""
    state = json.dumps(opening(session), ensure_ascii=False, separators=(",", ":"))
    # No "<" is left inside the script element that a browser could take for its end.
    state = state.replace("<", "\\u003c")
    shows = f'data-show="{" ".join(session.steps.show)}" data-k="{session.K}"'
    asks = " data-predict" if session.predicts_first else ""
    return (
        f"<div data-explorer {shows}{asks}>"
        f"<figure>{svg(session)}<figcaption>{html.escape(words(session))}</figcaption></figure>"
        "<noscript><p>With JavaScript this picture comes alive: its means can be dragged, "
        "and the steps taken.</p></noscript>"
        f'<script type="application/json" data-explorer-json>{state}</script>'
        "</div>"
    )


def opening(session):
    """The state that a page without a kernel begins from, as JSON can hold it."""
    settings, first = session.opening
    data_set = session.data_sets.all[settings["data"]]
    return {
        "X": first.X.tolist(),
        "mixture": {name: part.tolist() for name, part in first.mixture._asdict().items()},
        "show": list(session.steps.show),
        "data": data_set.id,
        "label": data_set.label,
        "columns": list(data_set.columns),
        "unit": data_set.unit,
        "guess": settings["guess"],
        "algorithm": settings["algorithm"],
        "seed": 0,
        "predict": session.predicts_first,
    }


def document(session, title="Explorer of mixtures"):
    """A page of its own, which needs nothing but a browser."""
    sources = (path.read_text(encoding="utf-8") for path in SCRIPTS)
    scripts = "".join(
        "<script>" + source.replace("</script", "<\\/script") + "</script>" for source in sources
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title></head>"
        f"<body><main><h1>{html.escape(title)}</h1>{block(session)}</main>"
        f"{scripts}</body></html>"
    )


def words(session):
    """What the picture shows, for a reader who cannot see it."""
    N, K = len(session.X), session.K
    mu, sigma, pi = session.mixture
    components = "; ".join(
        f"{j + 1}: mean ({mu[j, 0]:.4g}, {mu[j, 1]:.4g})".replace("-", "−")
        + (f", σ {sigma[j]:.4g}, weight {pi[j]:.3g}" if session.frame["handles"]["sigma"] else "")
        for j in range(K)
    )
    return (
        f"{N} point{'' if N == 1 else 's'} and {K} component{'' if K == 1 else 's'}. "
        f"{session.frame['status']} Component {components}."
    )


def svg(session):
    """The plane as SVG: points by responsibility, means, circles at 1σ and 2σ."""
    X, (mu, sigma, _) = session.X, session.mixture
    across, up, scale = _scales(np.vstack([X, mu]))
    ink = _point_colours(session)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{html.escape(words(session), quote=True)}" '
        f'style="width:{WIDTH}px;max-width:100%;height:auto;background:#fff">'
    ]
    for i in range(0, len(X), -(-len(X) // MOST_POINTS)):
        parts.append(
            f'<circle cx="{across(X[i, 0]):.1f}" cy="{up(X[i, 1]):.1f}" r="3" fill="{ink[i]}"/>'
        )
    for j in range(len(mu)):
        x, y, colour = across(mu[j, 0]), up(mu[j, 1]), COLOURS[j % len(COLOURS)]
        if session.frame["handles"]["sigma"]:
            for times, dashes in ((1, ""), (2, ' stroke-dasharray="6 4"')):
                parts.append(
                    f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{times * sigma[j] * scale[0]:.1f}" '
                    f'ry="{times * sigma[j] * scale[1]:.1f}" fill="none" stroke="{colour}" '
                    f'stroke-width="2"{dashes}/>'
                )
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="{colour}" stroke="#fff" '
            'stroke-width="2"/>'
            f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="12" '
            f'font-family="sans-serif" font-weight="bold" fill="{ink_on(colour)}">{j + 1}</text>'
        )
    first, second = map(html.escape, session.frame["columns"])
    label = 'font-size="12" font-family="sans-serif" fill="#444"'
    parts.append(f'<text x="{WIDTH - 8}" y="{HEIGHT - 8}" text-anchor="end" {label}>{first}</text>')
    parts.append(f'<text x="8" y="18" {label}>{second}</text></svg>')
    return "".join(parts)


def png(session):
    """The plane as PNG in base64, for PDF; None until something has imported matplotlib.

    To show a live picture must not wait for that import; a page that goes to PDF has
    other figures.
    """
    if "matplotlib" not in sys.modules:
        return None
    from matplotlib.figure import Figure

    from .. import plot

    axes = Figure(figsize=(6, 4.2), facecolor="white").add_subplot()
    plot.points(axes, session.X, R=session.arrays.get("matrices.R"))
    if session.frame["handles"]["sigma"]:
        plot.mixture(axes, session.mixture)
    else:
        plot.means(axes, session.mixture.mu)
    axes.set(xlabel=session.frame["columns"][0], ylabel=session.frame["columns"][1])
    file = io.BytesIO()
    axes.figure.savefig(file, format="png", dpi=100)
    return base64.b64encode(file.getvalue()).decode()


def _scales(points):
    """Data to pixels, across and up, and pixels per unit; one scale for both if that fits."""
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    scale = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN]) / span
    if span.max() < 3 * span.min():  # circles stay circles, unless the units differ too much
        scale[:] = scale.min()
    centre = (low + high) / 2
    return (
        lambda x: WIDTH / 2 + (x - centre[0]) * scale[0],
        lambda y: HEIGHT / 2 - (y - centre[1]) * scale[1],
        scale,
    )


def _point_colours(session):
    """One colour per point: the mix of the components' colours, or ink before any E-step."""
    R = session.arrays.get("matrices.R")
    if R is None:
        return ["#555555"] * len(session.X)
    palette = np.array([[int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in COLOURS])
    mixed = np.nan_to_num(R, nan=0.0) @ palette[np.arange(R.shape[1]) % len(COLOURS)]
    return ["#{:02x}{:02x}{:02x}".format(*rgb) for rgb in mixed.round().astype(int)]
