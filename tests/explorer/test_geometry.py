"""Scales, hit tests, colours and written numbers, without a document."""

import itertools
import json
import math
import random

import pytest
from v8 import V8


@pytest.fixture(scope="module")
def v8():
    return V8("geometry.js", "colour.js", "numbers.js")


FRAME = {"left": 40, "right": 440, "top": 20, "bottom": 320}

BOXES = {
    "square": {"x": [-2, 2], "y": [-2, 2]},
    "wide": {"x": [0, 10], "y": [0, 1]},
    "far": {"x": [1e8, 1e8 + 4], "y": [1e8 - 3, 1e8 + 3]},
    "tiny": {"x": [0, 1e-7], "y": [1, 1 + 1e-7]},
}


# Scales ---------------------------------------------------------------------------------


@pytest.mark.parametrize("cloud", [[0, 0, 4, 2], [3, 4], [3, 4, 3, 4], [1e8, 1e8], [0, 5, 9, 5]])
def test_the_box_holds_every_point_with_room_to_spare(v8, cloud):
    box = v8.call("geometry.boundingBox", [cloud], 1.0)
    for x, y in zip(cloud[::2], cloud[1::2], strict=True):
        assert box["x"][0] < x < box["x"][1]
        assert box["y"][0] < y < box["y"][1]


def test_a_single_spot_is_shown_with_the_rings_about_it(v8):
    box = v8.call("geometry.boundingBox", [[2, 2, 2, 2]], 0.5)
    assert box == {"x": [0.5, 3.5], "y": [0.5, 3.5]}
    far = v8.call("geometry.boundingBox", [[1e8, 1e8]], 1e-9)
    assert far["x"][0] < 1e8 < far["x"][1]


@pytest.mark.parametrize("name", BOXES)
def test_a_pixel_maps_back_to_the_value_it_came_from(v8, name):
    box = BOXES[name]
    back = v8.eval(
        f"""(() => {{
          const {{ x, y }} = modules.geometry.planeScales({_js(box)}, {_js(FRAME)});
          return [x, y].flatMap((scale) => [0, 0.3, 1].map((share) => {{
            const value = scale.low + share * (scale.high - scale.low);
            return [value, scale.from(scale.to(value)), scale.high - scale.low];
          }}));
        }})()"""
    )
    for value, returned, span in back:
        assert returned == pytest.approx(value, abs=1e-9 * span + 4e-16 * abs(value))


def test_up_is_up(v8):
    assert (
        v8.eval(f"modules.geometry.planeScales({_js(BOXES['square'])}, {_js(FRAME)}).y.to(2)") < 100
    )


def test_a_unit_is_as_long_across_as_up_unless_that_wastes_the_plane(v8):
    def units(name):
        scales = f"modules.geometry.planeScales({_js(BOXES[name])}, {_js(FRAME)})"
        return v8.eval(f"[{scales}.x.unit, -{scales}.y.unit]")

    across, up = units("square")
    assert across == pytest.approx(up)
    across, up = units("wide")
    assert across == pytest.approx(40) and up == pytest.approx(300)


def test_nothing_outside_the_box_is_inside(v8):
    box = BOXES["square"]
    assert v8.call("geometry.inside", box, [0, 0, 2, -2])
    assert not v8.call("geometry.inside", box, [0, 0, 2.01, 0])
    assert not v8.call("geometry.inside", box, [0, -2.01])


# Ticks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "low, high", [(0, 1), (-3.7, 12), (1e-9, 3e-9), (-1e6, 4e6), (99.5, 100.5)]
)
def test_ticks_are_round_and_inside(v8, low, high):
    ticks = v8.call("geometry.ticks", low, high, 5)
    values, step = ticks["values"], ticks["step"]
    assert 2 <= len(values) <= 11
    assert low <= values[0] and values[-1] <= high * (1 + 1e-12)
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - m) for m in (1, 2, 5, 10)) < 1e-6


def test_ticks_of_far_data_are_told_apart(v8):
    low, high = 1e8 - 8, 1e8 + 8
    offset = v8.call("geometry.tickOffset", low, high)
    assert offset == 1e8
    ticks = v8.call("geometry.ticks", low - offset, high - offset, 5)
    labels = [v8.call("numbers.tickLabel", value, ticks["step"]) for value in ticks["values"]]
    assert len(set(labels)) == len(labels)
    assert max(map(len, labels)) <= 3


def test_data_near_the_origin_need_no_offset(v8):
    assert v8.call("geometry.tickOffset", -3, 250) == 0


# Hits, handles, steps -----------------------------------------------------------------------


def test_the_nearest_point_is_found_and_only_within_reach(v8):
    draw = random.Random(1)
    pixels = [draw.uniform(0, 300) for _ in range(400)]
    for _ in range(50):
        x, y = draw.uniform(0, 300), draw.uniform(0, 300)
        distances = [
            math.hypot(px - x, py - y) for px, py in zip(pixels[::2], pixels[1::2], strict=True)
        ]
        best = min(range(200), key=distances.__getitem__)
        expected = best if distances[best] <= 12 else -1
        assert v8.call("geometry.nearest", pixels, x, y, 12) == expected
    assert v8.call("geometry.nearest", [], 0, 0, 12) == -1


@pytest.mark.parametrize("sigma", [0, 1e-9, 0.3, 1, 50, 1e300])
def test_sigmas_handle_can_always_be_reached(v8, sigma):
    scales = f"modules.geometry.planeScales({_js(BOXES['square'])}, {_js(FRAME)})"
    mean = v8.eval(f"{scales}.x.to(0)")
    handle = v8.eval(f"modules.geometry.sigmaHandle({scales}, 0, 0, {sigma})")
    assert handle["x"] - mean >= 30, "it lies clear of the mean's own handle"
    assert handle["x"] <= 440
    assert (handle["ux"], handle["uy"]) == (1, 0), "to the right, where nothing is in the way"


@pytest.mark.parametrize("name", ["square", "wide"])
def test_sigmas_handle_lies_on_the_ring_whichever_way_it_has_to_go(v8, name):
    scales = f"modules.geometry.planeScales({_js(BOXES[name])}, {_js(FRAME)})"
    x, y = (v8.eval(f"{scales}.{axis}.to(0.4)") for axis in "xy")
    sigma = 0.6
    ring = v8.eval(f"modules.geometry.ring({scales}, 0.4, 0.4, {sigma})")
    taken = []
    for _ in range(3):
        handle = v8.eval(f"modules.geometry.sigmaHandle({scales}, 0.4, 0.4, {sigma}, {_js(taken)})")
        dx, dy = handle["x"] - x, handle["y"] - y
        times = math.hypot(dx / ring["rx"], dy / ring["ry"])
        # Where the ring is narrower than the mean's own handle, beside that.
        assert times == pytest.approx(1) or math.hypot(dx, dy) == pytest.approx(30)
        assert times >= 1 - 1e-9
        assert dx / math.hypot(dx, dy) == pytest.approx(handle["ux"])
        assert all(math.dist((handle["x"], handle["y"]), (t["x"], t["y"])) >= 24 for t in taken)
        taken.append(handle)


@pytest.mark.parametrize("name", ["square", "wide"])
def test_dragging_sigma_follows_the_pointer(v8, name):
    scales = f"modules.geometry.planeScales({_js(BOXES[name])}, {_js(FRAME)})"
    before = v8.eval(f"modules.geometry.sigmaHandle({scales}, 1, 0.5, 0.4, [{{x: 1e9, y: 0}}])")
    for pixels in (10, 25):
        sigma = v8.eval(f"modules.geometry.draggedSigma({before['unit']}, 0.4, {pixels})")
        after = v8.eval(f"modules.geometry.sigmaHandle({scales}, 1, 0.5, {sigma})")
        reach = max(30, 0.4 * before["unit"] + pixels)
        mean = v8.eval(f"{scales}.x.to(1)")
        assert after["x"] == pytest.approx(mean + reach * before["ux"])


@pytest.mark.parametrize("sigma, pixels", [(1, -1e6), (1e-12, -40), (1e-12, 40), (1, 0)])
def test_dragging_sigma_never_reaches_zero(v8, sigma, pixels):
    dragged = v8.eval(f"modules.geometry.draggedSigma(100, {sigma}, {pixels})")
    assert dragged >= 0 and math.isfinite(dragged)
    if pixels > -100:
        assert dragged > 0


# Handles that would lie on one another ------------------------------------------------------------

PHONE = {"left": 44, "right": 310, "top": 26, "bottom": 240}  # on a screen of 320 pixels


def handles(v8, box, frame, mu, sigma, held=None):
    """Where all handles stand, means first, and how far each can be grabbed."""
    return v8.eval(
        f"""(() => {{
          const {{ planeScales, meanHandles, sigmaHandle, grabRadii }} = modules.geometry;
          const scales = planeScales({_js(box)}, {_js(frame)});
          const mu = {_js([part for mean in mu for part in mean])};
          const places = meanHandles(scales, mu, {_js(held)});
          {_js(sigma)}.forEach((s, j) =>
            places.push(sigmaHandle(scales, mu[2 * j], mu[2 * j + 1], s, places)));
          const radii = grabRadii(places);
          return places.map(({{ x, y }}, k) => ({{ at: [x, y], radius: radii[k] }}));
        }})()"""
    )


def assert_apart(places, frame, K):
    for k, one in enumerate(places):
        x, y = one["at"]
        assert frame["left"] <= x <= frame["right"] and frame["top"] <= y <= frame["bottom"]
        assert 8 <= one["radius"] <= 22
        for n, other in enumerate(places):
            if n != k:
                gap = math.dist(one["at"], other["at"])
                assert other["radius"] < gap, "its centre is covered"
                assert gap > (19.8 if max(n, k) < K else 16)


def crowds():
    """Means and σ of one, some and nine components, spread, close, coincident, and outside."""
    draw = random.Random(4)
    for K in (1, 2, 3, 5, 8, 9):
        for spread in (0, 1e-12, 0.01, 0.1, 0.5, 1.5, 5):
            for centre in ((0, 0), (2, -2), (-2, 0.3)):
                mu = [[c + spread * draw.uniform(-1, 1) for c in centre] for _ in range(K)]
                one = 10 ** draw.uniform(-3, 1)
                sigma = [one if draw.random() < 0.5 else 10 ** draw.uniform(-3, 1) for _ in mu]
                yield mu, sigma


@pytest.mark.parametrize("frame", [FRAME, PHONE], ids=["wide", "phone"])
def test_no_handle_covers_anothers_centre(v8, frame):
    for mu, sigma in crowds():
        for shown in (sigma, []):  # K-means has no σ
            places = handles(v8, BOXES["square"], frame, mu, shown)
            assert_apart(places, frame, len(mu))


def test_a_handle_that_nobody_crowds_stands_on_its_mean_and_can_be_grabbed_with_a_thumb(v8):
    mu = [[-1.5, -1.5], [0, 0.2], [1.2, 1.4]]
    scales = f"modules.geometry.planeScales({_js(BOXES['square'])}, {_js(FRAME)})"
    places = handles(v8, BOXES["square"], FRAME, mu, [0.5] * 3)
    for place, (x, y) in zip(places, mu, strict=False):
        assert place["at"] == pytest.approx(v8.eval(f"[{scales}.x.to({x}), {scales}.y.to({y})]"))
        assert place["radius"] == 22


@pytest.mark.parametrize("K", [2, 3, 5, 9])
def test_means_in_one_place_stand_around_it(v8, K):
    scales = f"modules.geometry.planeScales({_js(BOXES['square'])}, {_js(FRAME)})"
    place = v8.eval(f"[{scales}.x.to(0.3), {scales}.y.to(0.2)]")
    spots = [one["at"] for one in handles(v8, BOXES["square"], FRAME, [[0.3, 0.2]] * K, [])]
    for axis in (0, 1):
        assert sum(spot[axis] for spot in spots) / K == pytest.approx(place[axis], abs=0.1)
    assert max(math.dist(spot, place) for spot in spots) < 10 + 2.5 * K  # as on a circle


def test_a_handle_that_is_held_stays_and_the_others_make_way(v8):
    mu = [[0, 0], [0, 0], [0.01, 0], [2, 2]]
    for x, y in ((240, 170), (40, 320), (440, 20)):
        for j in range(4):
            held = {"j": j, "x": x, "y": y}
            places = handles(v8, BOXES["square"], FRAME, [[0, 0]] * 4, [1, 1, 1, 1], held)
            assert places[j]["at"] == [x, y]
            assert_apart(places, FRAME, 4)
            at_corner = handles(v8, BOXES["square"], FRAME, [[-2, -2]] * 4, [1] * 4, held)
            assert_apart(at_corner, FRAME, 4)
    assert handles(v8, BOXES["square"], FRAME, mu, [])[3]["radius"] == 22


def test_arrow_keys_move_by_a_hundredth_of_the_plane_and_with_shift_by_a_tenth(v8):
    scales = f"modules.geometry.planeScales({_js(BOXES['wide'])}, {_js(FRAME)})"
    step = v8.eval(f"modules.geometry.arrowStep('ArrowRight', false, {scales})")
    assert step == pytest.approx([0.1, 0])
    step = v8.eval(f"modules.geometry.arrowStep('ArrowDown', true, {scales})")
    assert step == pytest.approx([0, -0.1])
    assert v8.eval(f"modules.geometry.arrowStep('Enter', false, {scales})") is None


def test_sigma_comes_back_when_the_opposite_arrow_is_pressed(v8):
    up = v8.call("geometry.arrowFactor", "ArrowUp", False)
    down = v8.call("geometry.arrowFactor", "ArrowDown", False)
    assert up * down == pytest.approx(1) and up > 1
    assert v8.call("geometry.arrowFactor", "a", False) is None


def test_eight_marker_shapes_of_about_one_size(v8):
    markers = v8.eval("modules.geometry.MARKERS")
    assert len(markers) == 8 and markers[0] is None
    for corners in markers[1:]:
        points = list(zip(corners[::2], corners[1::2], strict=True))
        following = points[1:] + points[:1]
        area = abs(sum(a * d - b * c for (a, b), (c, d) in zip(points, following, strict=True))) / 2
        assert 2.2 < area < 4.2, "a disc of radius 1 has 3.14"


# Rows and layout ------------------------------------------------------------------------------


def test_the_pointed_row_is_shown_wherever_it_is(v8):
    shown = v8.call("geometry.shownRows", 272, 6, 34)
    assert shown == {"first": [0, 1, 2, 3, 4, 5], "pinned": 34}
    assert v8.call("geometry.shownRows", 3, 6, 1)["first"] == [0, 1, 2]
    assert v8.call("geometry.shownRows", 3, 6, 99)["pinned"] == 2


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 3840])
def test_the_plane_fits_the_width(v8, width):
    layout = v8.call("geometry.layout", width)
    assert layout["planeWidth"] <= width
    assert layout["split"] == (width >= 640)
    assert 4 <= layout["rows"] <= 16
    assert 250 <= layout["planeHeight"] <= 1000


def test_a_click_on_the_trace_goes_to_the_nearest_iteration(v8):
    scale = (
        "modules.geometry.traceScales([5, 4, 3, 2], 3, {left: 0, right: 300, top: 0, bottom: 80}).x"
    )
    at = f"[-20, 0, 49, 51, 260, 999].map((x) => modules.geometry.iterationAt({scale}, x, 3))"
    assert v8.eval(at) == [0, 0, 0, 1, 3, 3]


@pytest.mark.parametrize("values", [[7.0], [7.0, 7.0], [0.0, 0.0], [-1e300, 1e-300]])
def test_a_flat_or_single_trace_has_finite_pixels(v8, values):
    scales = (
        f"modules.geometry.traceScales({values}, 1, {{left: 0, right: 300, top: 0, bottom: 80}})"
    )
    pixels = v8.eval(f"{values}.map((v, t) => [{scales}.x.to(t), {scales}.y.to(v)])")
    assert all(math.isfinite(value) for pair in pixels for value in pair)
    assert all(0 <= y <= 80 for _, y in pixels)


def test_isolines_lie_on_the_level(v8):
    columns, rows = 41, 31
    values = [math.hypot(c - 20, r - 15) for r in range(rows) for c in range(columns)]
    pieces = v8.call("geometry.isolines", values, columns, 10)
    ends = list(zip(pieces[::2], pieces[1::2], strict=True))
    assert all(math.hypot(x - 20, y - 15) == pytest.approx(10, abs=0.02) for x, y in ends)
    length = sum(math.dist(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True))
    assert length == pytest.approx(20 * math.pi, rel=0.01)
    assert v8.call("geometry.isolines", values, columns, 100) == []


# Colours --------------------------------------------------------------------------------------


def luminance(rgb):
    """WCAG 2.2, relative luminance."""
    linear = [
        c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a, b):
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_guidelines(v8):
    assert v8.call("colour.contrast", [0, 0, 0], [255, 255, 255]) == pytest.approx(21)
    assert v8.call("colour.contrast", [230, 159, 0], [27, 31, 36]) == pytest.approx(
        contrast([230, 159, 0], [27, 31, 36])
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_on_every_cell_can_be_read(v8, theme):
    ground = v8.eval(f"modules.colour.THEMES.{theme}.ground")
    for colour in v8.eval("modules.colour.COLOURS"):
        for share in (0, 0.1, 0.3, 0.5, 0.7, 0.85, 1):
            back = v8.call("colour.mix", ground, colour, share)
            assert contrast(v8.call("colour.inkOn", back), back) >= 4.5


def test_text_can_be_read_on_any_colour_at_all(v8):
    for rgb in itertools.product(range(0, 256, 51), repeat=3):
        assert contrast(v8.call("colour.inkOn", list(rgb)), rgb) >= 4.5
    # Of a mixed colour the screen shows whole numbers.
    ink = v8.call("colour.inkOn", [154.6, 110.6, 9.6])
    assert contrast(ink, (155, 111, 10)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_rings_are_seen_on_both_grounds(v8, theme):
    ground = v8.eval(f"modules.colour.THEMES.{theme}.ground")
    for colour in v8.eval("modules.colour.COLOURS"):
        assert contrast(v8.call("colour.readable", colour, ground, 3), ground) >= 3


def test_a_readable_colour_is_left_as_it_is(v8):
    assert v8.call("colour.readable", [0, 114, 178], [255, 255, 255], 3) == [0, 114, 178]


def test_a_point_shared_by_two_components_has_the_colour_between(v8):
    mixed = v8.call("colour.mixedColour", [1, 0, 0.5, 0.5], 2, 1)
    first, second = v8.eval("modules.colour.COLOURS.slice(0, 2)")
    assert mixed == pytest.approx([(a + b) / 2 for a, b in zip(first, second, strict=True)])
    assert v8.eval("modules.colour.mixedColour([NaN, NaN], 2, 0)") is None


@pytest.mark.parametrize("name", ["D", "P", "PlnPi", "Q", "R", "lse", "D2"])
def test_strength_stays_between_0_and_1(v8, name):
    values = (
        [0, 0.5, 1] if name == "R" else [-80, -3, 0] if name in ("P", "PlnPi", "Q") else [0, 2, 80]
    )
    span = {"low": min(values), "high": max(values)}
    for value in [*values, "-Infinity", "NaN"]:
        strength = v8.eval(f"modules.colour.strength('{name}', {value}, {_js(span)})")
        if value == "-Infinity" and name not in ("P", "PlnPi", "Q"):
            continue
        assert 0 <= strength <= 1


def test_a_nearer_mean_and_a_likelier_component_are_coloured_more(v8):
    span = {"low": -10, "high": 10}
    for name, weak, strong in [("D", 9, 0.1), ("P", -5, 9), ("Q", -5, -0.1), ("R", 0.2, 0.8)]:
        assert v8.call("colour.strength", name, strong, span) > v8.call(
            "colour.strength", name, weak, span
        )


# Numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, text",
    [("0", "0.00"), ("-0.001", "0.00"), ("5.36", "5.36"), ("-26.54", "−26.5"), ("1130.4", "1130"),
     ("123456789", "1e8"), ("-Infinity", "−∞"), ("NaN", "—"), ("9.999", "10.0"), ("-1e-7", "0.00")],
)  # fmt: skip
def test_a_cell_holds_at_most_six_characters(v8, value, text):
    assert v8.eval(f"modules.numbers.cell({value}, 100)") == text


def test_a_matrix_of_millionths_is_not_a_matrix_of_zeros(v8):
    assert v8.eval("modules.numbers.cell(3.4e-6, 5e-6)") == "3e−6"
    assert v8.eval("modules.numbers.cell(0, 5e-6)") == "0.00"


@pytest.mark.parametrize(
    "value, digits, text",
    [
        (0.34122, 4, "0.3412"),
        (2, 4, "2"),
        (1e8, 6, "1e8"),
        (1.5e-6, 4, "1.5e−6"),
        (-0.5, 3, "−0.5"),
        (0, 3, "0"),
    ],
)
def test_significant_digits_without_trailing_zeros(v8, value, digits, text):
    assert v8.call("numbers.significant", value, digits) == text


def test_the_terms_of_a_line_add_up_to_its_result(v8):
    draw = random.Random(2)
    for _ in range(200):
        scale = 10 ** draw.uniform(-2, 3)
        x, mu = draw.gauss(0, scale), draw.gauss(0, scale)
        terms, result = [x * x, x * mu, mu * mu], (x - mu) ** 2
        line = v8.eval(
            f"(() => {{ const line = modules.numbers.arithmetic({result}, {terms});"
            f" return [line.result, ...{terms}.map(line.term)]; }})()"
        )
        shown, xx, xm, mm = (float(text.replace("−", "-")) for text in line)
        decimals = len(line[0].partition(".")[2])
        assert xx - 2 * xm + mm == pytest.approx(shown, abs=0.53 * 10**-decimals)


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "null", "1e300", "-1e-300", "-0"]
)
def test_no_number_is_ever_written_as_nan(v8, value):
    for call in (f"fixed({value}, 2)", f"significant({value}, 4)", f"cell({value}, 1)",
                 f"arithmetic({value}, [{value}]).result", f"tickLabel({value}, 1)"):  # fmt: skip
        text = v8.eval(f"modules.numbers.{call}")
        assert "NaN" not in text and "Infinity" not in text and "-" not in text


def _js(value):
    return json.dumps(value)
