"""What is drawn is what was given: positions, radii, colours, numbers, and text one can read."""

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import colormaps, colors
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from problems import a_mixture, no_warnings, nothing_else_changes, seeds

from mixtures_lab import Mixture, plot

pytestmark = no_warnings


@pytest.fixture
def ax():
    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    yield axes
    figure.canvas.draw()  # whatever a test looked at, it can also be drawn


def new_axes():
    return Figure().add_subplot()


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    rgb = np.array(colors.to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def drawn_points(ax):
    """Every scattered point as (x, y, r, g, b), in order of position."""
    rows = [
        np.column_stack([s.get_offsets(), np.broadcast_to(s.get_facecolor()[:, :3], (n, 3))])
        for s in ax.collections
        if (n := len(s.get_offsets()))
    ]
    return sorted(map(tuple, np.vstack(rows)))


# palette


def test_the_palette_is_okabe_and_itos():
    # Okabe and Ito (2008), with a grey for black, which is the colour of text
    theirs = {"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"}
    assert set(plot.COLOURS) == theirs | {"#555555"}
    assert len(set(plot.COLOURS)) == len(set(plot.MARKERS)) == 8


# points: oracle


def test_points_without_components_are_all_one_colour(ax):
    plot.points(ax, [[0, 1], [2, 3], [4, 9]])
    assert [p[:2] for p in drawn_points(ax)] == [(0, 1), (2, 3), (4, 9)]
    assert len({p[2:] for p in drawn_points(ax)}) == 1


def test_the_colour_of_a_point_is_the_mix_of_its_components(ax):
    R = np.array([[1, 0, 0], [0, 1, 0], [0.5, 0, 0.5], [0.2, 0.3, 0.5]])
    X = np.array([[0.0, 1], [1, 5], [2, 2], [3, 9]])
    plot.points(ax, X, R=R)
    palette = [colors.to_rgb(c) for c in plot.COLOURS[:3]]
    expected = np.column_stack([X, R @ palette])
    np.testing.assert_allclose(drawn_points(ax), expected, atol=1e-12)


def test_labels_colour_and_mark_points_like_whole_responsibilities(ax):
    labels, X = np.array([0, 2, 1, 2, 2]), np.arange(10.0).reshape(5, 2)
    plot.points(ax, X, labels=labels)
    for (_, _, *rgb), j in zip(drawn_points(ax), labels, strict=True):
        np.testing.assert_allclose(rgb, colors.to_rgb(plot.COLOURS[j]))
    assert [len(s.get_offsets()) for s in ax.collections] == [1, 1, 3]
    paths = [s.get_paths()[0].vertices.tolist() for s in ax.collections]
    assert paths[0] != paths[1] != paths[2] != paths[0]  # a marker each


def test_the_marker_is_that_of_the_likeliest_component(ax):
    plot.points(ax, [[0, 0], [1, 1], [2, 2]], R=[[0.4, 0.6], [0.9, 0.1], [0.3, 0.7]])
    first, second = (s.get_offsets()[:, 0].tolist() for s in ax.collections)
    assert (first, second) == ([1], [0, 2])


# points: law, extreme; points, means and mixture: bad input


@settings(max_examples=10)
@given(seeds, st.integers(1, 20))
def test_every_point_is_drawn_once_for_any_number_of_components(seed, K):
    rng = np.random.default_rng(seed)
    X, R, axes = rng.normal(size=(30, 2)), rng.dirichlet(np.ones(K), 30), new_axes()
    plot.points(axes, X, R=R)
    np.testing.assert_array_equal([p[:2] for p in drawn_points(axes)], sorted(map(tuple, X)))


def test_one_far_point_whose_responsibilities_do_not_quite_add_up_is_drawn(ax):
    plot.points(ax, [[1e8, -1e8]], R=[[0, 0, 0, 0, 0, 0, 1.1]])  # a red above 1 is no colour
    assert len(drawn_points(ax)) == 1


@pytest.mark.parametrize("A", [[1.0, 2.0], np.ones((3, 4)), np.ones((3, 1))])
@pytest.mark.parametrize(
    "draw, name",
    [
        (plot.points, "X"),
        (plot.means, "mu"),
        (lambda ax, mu: plot.mixture(ax, Mixture(mu, np.ones(3), np.ones(3) / 3)), "mu"),
    ],
    ids=["points", "means", "mixture"],
)
def test_what_does_not_lie_in_a_plane_is_refused(ax, draw, name, A):
    words = rf"{name} has shape \(.*\): a picture of the plane needs two columns"
    with pytest.raises(ValueError, match=words):
        draw(ax, A)


# means: oracle and law


def drawn_means(ax):
    return [
        (*line.get_xydata()[0], line.get_color(), label.get_text())
        for line, label in zip(ax.lines, ax.texts, strict=True)
    ]


def test_a_mean_is_a_disc_in_its_colour_that_carries_its_number(ax):
    mu = np.array([[0.0, 1.0], [5.0, 2.0], [3.0, 8.0]])
    plot.means(ax, mu)
    assert drawn_means(ax) == [(x, y, plot.COLOURS[j], str(j + 1)) for j, (x, y) in enumerate(mu)]
    assert [label.xy for label in ax.texts] == [tuple(m) for m in mu]


def test_the_number_on_every_colour_can_be_read(ax):
    plot.means(ax, np.arange(18.0).reshape(9, 2))
    for line, label in zip(ax.lines, ax.texts, strict=True):
        assert contrast(line.get_color(), label.get_color()) >= 4.5


def test_the_ninth_component_begins_the_colours_again(ax):
    plot.means(ax, np.zeros((9, 2)))
    assert drawn_means(ax)[8][2:] == (plot.COLOURS[0], "9")


# mixture: oracle, law, extreme


@settings(max_examples=10)
@given(seeds, st.integers(1, 12))
def test_circles_are_at_one_and_two_sigma_around_every_mean(seed, K):
    mixture, axes = a_mixture(np.random.default_rng(seed), K, 2), new_axes()
    plot.mixture(axes, mixture)
    circles = [(*c.center, c.radius, c.get_linestyle()) for c in axes.patches]
    expected = [
        (*centre, times * sigma, line)
        for centre, sigma in zip(mixture.mu, mixture.sigma, strict=True)
        for times, line in ((1, "-"), (2, "--"))
    ]
    assert circles == expected
    edges = [colors.to_hex(c.get_edgecolor()) for c in axes.patches]
    assert edges == [plot.COLOURS[j % 8] for j in range(K) for _ in range(2)]
    assert not any(c.get_fill() for c in axes.patches)
    assert [m[3] for m in drawn_means(axes)] == [str(j + 1) for j in range(K)]


def test_circles_of_extreme_size_are_drawn(ax):
    plot.mixture(ax, Mixture(np.array([[0.0, 0.0], [1e8, 1.0]]), [1e-6, 1e6], [0.0, 1.0]))
    assert [c.radius for c in ax.patches] == [1e-6, 2e-6, 1e6, 2e6]


# matrix: oracle


def test_the_image_holds_the_matrix_and_the_cells_its_numbers(ax):
    M = np.array([[1.0, -2.5], [0.125, 3.0], [7.0, -0.006]])
    image = plot.matrix(ax, M, "P, nats")
    np.testing.assert_array_equal(image.get_array(), M)
    assert {t.get_position(): t.get_text() for t in ax.texts} == {
        (j, i): f"{M[i, j]:.2f}" for i in range(3) for j in range(2)
    }
    assert ax.get_title() == "P, nats"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("component j", "point i")
    assert [t.get_text() for t in ax.get_xticklabels()] == ["1", "2"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "fmt, zero", [("{:.2f}", "0.00"), ("{:+.1f}", "+0.0"), ("{:.0f} m", "0 m")]
)
def test_a_number_that_rounds_to_0_is_written_without_a_minus_sign(ax, fmt, zero):
    plot.matrix(ax, [[-0.004, -0.0], [0.0, 0.004], [-1.0, 1.0]], fmt=fmt)
    assert [t.get_text() for t in ax.texts] == [zero] * 4 + [fmt.format(-1), fmt.format(1)]


@pytest.mark.parametrize(
    "rows, numbers, written",
    [(12, None, True), (13, None, False), (13, True, True), (3, False, False)],
)
def test_numbers_are_written_where_there_is_room_or_as_told(ax, rows, numbers, written):
    plot.matrix(ax, np.arange(2.0 * rows).reshape(rows, 2), numbers=numbers)
    assert len(ax.texts) == (2 * rows if written else 0)


def test_format_colour_map_and_ends_of_the_scale_are_those_given(ax):
    image = plot.matrix(ax, [[1.0, 2.0]], fmt="{:.0e}", cmap="viridis", vmin=-3, vmax=9)
    assert [t.get_text() for t in ax.texts] == ["1e+00", "2e+00"]
    assert image.get_cmap().name == "viridis"
    assert image.get_clim() == (-3, 9)


# matrix: law, extreme, bad input


@pytest.mark.parametrize("cmap", ["cividis", "viridis", "RdBu", "gray", "plasma"])
def test_text_on_a_cell_has_a_contrast_of_at_least_4_5(ax, cmap):
    M = np.linspace(-3, 1, 12 * 17).reshape(12, 17)
    plot.matrix(ax, M, cmap=cmap)
    cells = colormaps[cmap]((M + 3) / 4)
    for text in ax.texts:
        j, i = text.get_position()
        assert contrast(cells[i, j], text.get_color()) >= 4.5


def test_infinite_and_missing_entries_are_blank_cells_with_their_name(ax):
    image = plot.matrix(ax, [[0.0, -np.inf, 1.0], [np.nan, 2.0, 5.0]])
    np.testing.assert_array_equal(
        np.ma.getmaskarray(image.get_array()), [[False, True, False], [True, False, False]]
    )
    texts = {t.get_position(): t for t in ax.texts}
    assert texts[1, 0].get_text() == "-inf"
    assert texts[0, 1].get_text() == "nan"
    assert contrast("white", texts[1, 0].get_color()) >= 4.5
    assert image.get_clim() == (0, 5)


@pytest.mark.parametrize("M", [[1.0, 2.0], np.ones((2, 2, 2))])
def test_a_matrix_that_is_none_is_refused(ax, M):
    with pytest.raises(ValueError, match=r"M has shape \(.*\): an image needs rows and columns"):
        plot.matrix(ax, M)


# trace: oracle, law, extreme


@settings(max_examples=15)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_trace_is_drawn_against_the_iteration_from_0(values):
    axes = new_axes()
    plot.trace(axes, values, label="K = 3")
    (line,) = axes.lines
    np.testing.assert_array_equal(line.get_ydata(), values)
    np.testing.assert_array_equal(line.get_xdata(), np.arange(len(values)))
    assert line.get_label() == "K = 3"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("iteration t", "L, nats")
    assert all(float(tick).is_integer() for tick in axes.get_xticks())


def test_what_a_trace_shows_can_be_named_and_coloured(ax):
    plot.trace(ax, [3.0, 1.0], ylabel="inertia, minutes²", color="#d55e00")
    assert ax.get_ylabel() == "inertia, minutes²"
    assert ax.lines[0].get_color() == "#d55e00"


# use_style


def test_the_style_is_light_and_sharp():
    with matplotlib.rc_context():
        plot.use_style()
        assert matplotlib.rcParams["figure.facecolor"] == "white"
        assert matplotlib.rcParams["savefig.facecolor"] == "white"
        assert matplotlib.rcParams["image.interpolation"] == "nearest"
        assert matplotlib.rcParams["font.size"] >= 9


# all of them


def drawings(X, R, labels, m):
    return {
        "points": lambda ax: plot.points(ax, X),
        "points by R": lambda ax: plot.points(ax, X, R=R),
        "points by label": lambda ax: plot.points(ax, X, labels=labels),
        "means": lambda ax: plot.means(ax, m.mu),
        "mixture": lambda ax: plot.mixture(ax, m),
        "matrix": lambda ax: plot.matrix(ax, np.log(R), numbers=True),
        "trace": lambda ax: plot.trace(ax, X[:, 0]),
    }


@pytest.mark.parametrize("name", drawings(*[None] * 4))
def test_drawing_edits_nothing(ax, name, rng):
    X, R, m = rng.normal(size=(7, 2)), rng.dirichlet(np.ones(3), 7), a_mixture(rng, 3, 2)
    labels = np.array([0, 1, 2, 0, 1, 2, 2])
    with nothing_else_changes(X, R, labels, *m):
        drawings(X, R, labels, m)[name](ax)
        ax.figure.canvas.draw()


@pytest.mark.parametrize("name", drawings(*[None] * 4))
def test_lists_are_drawn_like_arrays(ax, name):
    X, R, labels = [[0, 1], [2, 3], [5, 4]], [[0.5, 0.25, 0.25]] * 3, [0, 2, 1]
    m = Mixture([[0, 0], [1, 2], [3, 3]], [1, 2, 3], [0.5, 0.25, 0.25])
    if name != "trace":  # which indexes X in this test
        drawings(X, R, labels, m)[name](ax)
    else:
        plot.trace(ax, [3, 2, 2])
    assert len(ax.collections) + len(ax.lines) + len(ax.images) >= 1


def test_the_style_starts_no_ipython_in_a_plain_session(monkeypatch):
    monkeypatch.setattr(InteractiveShell, "_instance", None)
    with matplotlib.rc_context():
        plot.use_style()
    assert not InteractiveShell.initialized()
