"""The picture on a page without a kernel, in a real browser."""

import json
import re
from itertools import islice

import numpy as np
import pytest

from mixtures_lab import Mixture, datasets, em_steps, kmeans_steps
from mixtures_lab.explorer import page as explorer_page
from mixtures_lab.explorer.session import Session

EVERYTHING = ("D", "P", "Q", "em")
CURVES = (*EVERYTHING, "bound")
START = Mixture(
    mu=np.array([[-1.3, -1.2], [0.8, 0.7], [0.1, 0.1]]),
    sigma=np.array([0.6, 0.4, 0.7]),
    pi=np.full(3, 1 / 3),
)


@pytest.fixture(scope="module")
def X():
    X = datasets.old_faithful()
    return (X - X.mean(axis=0)) / X.std(axis=0)


class Picture:
    """An explorer on a page, as a reader meets it: by names, roles and keys."""

    def __init__(self, tab, index=0):
        self.tab = tab
        self.root = tab.locator("[data-explorer]").nth(index)
        self.root.scroll_into_view_if_needed()
        tab.wait_for_function(
            "i => document.querySelectorAll('[data-explorer]')[i].dataset.state",
            arg=index,
            timeout=30_000,
        )
        drawn(tab)  # laid out, too: no reader presses a key before

    def state(self):
        """What is on screen, once all of it is: a test that reads on must not be too quick."""
        drawn(self.tab)
        return json.loads(self.root.get_attribute("data-state"))

    def press(self, *names):
        for name in names:
            self.button(name).click()
        drawn(self.tab)

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def slider(self, name):
        return self.root.get_by_role("slider", name=name, exact=True)

    def select(self, name, option):
        self.root.get_by_role("combobox", name=name).select_option(label=option)

    def choose_data(self, name):
        """Choose a data set, and wait until it has come."""
        before = self.root.get_attribute("data-state")
        self.select("Data set", name)
        self.tab.wait_for_function(
            "([root, before]) => root.dataset.state !== before",
            arg=[self.root.element_handle(), before],
        )
        drawn(self.tab)

    @property
    def status(self):
        return self.root.get_by_role("status").inner_text()

    @property
    def posterior(self):
        """The line of arithmetic for q."""
        return self.root.get_by_role("math", name=re.compile("^q "))

    @property
    def plane(self):
        return self.root.get_by_role("group", name="Plane")

    def centre(self, name):
        box = self.slider(name).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def touch_and_drag(self, name, dx, dy):
        x, y = self.centre(name)
        finger = self.tab.context.new_cdp_session(self.tab)
        for kind, *ways in (("Start", 0), ("Move", 0.5), ("Move", 1), ("End",)):
            points = [{"x": x + way * dx, "y": y + way * dy} for way in ways]
            finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    def drag(self, name, dx, dy):
        x, y = self.centre(name)
        self.tab.mouse.move(x, y)
        self.tab.mouse.down()
        self.tab.mouse.move(x + dx / 2, y + dy / 2)
        self.tab.mouse.move(x + dx, y + dy)
        self.tab.mouse.up()

    def points(self):
        return int(self.plane.get_attribute("aria-label").split()[2])


@pytest.fixture
def open_page(browser, site, request):
    """`open_page(sessions…)` is a tab that shows them; every fault it makes fails the test,
    but for those that hold the words `forgiven`."""
    contexts, faults = [], []

    def open_page(
        *sessions,
        over="file",
        width=1180,
        height=900,
        language="en",
        before="",
        head="",
        forgiven=None,
        **options,
    ):
        folder, address = site
        file = folder / f"{request.node.name.replace('/', '_')[:60]}.html"
        blocks = "".join(map(explorer_page.block, sessions))
        file.write_text(
            f'<!doctype html><html lang="{language}" data-theme="{options.pop("theme", "light")}">'
            '<head><meta charset="utf-8"><title>Explorer</title><link rel="icon" href="data:,">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"{head}</head><body><main><h1>Explorer</h1>{before}{blocks}</main>"
            '<script defer src="explorer-page.js"></script></body></html>',
            encoding="utf-8",
        )
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(30_000)
        tab = context.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on(
            "console",
            lambda line: (
                line.type in ("error", "warning")
                and not (forgiven and forgiven in line.text)
                and faults.append(line.text)
            ),
        )
        tab.on("request", lambda asked: _off_site(asked.url, address) and faults.append(asked.url))
        tab.goto(f"{address}/{file.name}" if over == "http" else file.as_uri())
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _off_site(url, address):
    return not url.startswith((address, "file://", "data:"))


def drawn(tab):
    """Wait until what was done is on screen: drawing comes once per screen refresh."""
    tab.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def assert_shows(picture, mixture, nll):
    state = picture.state()
    assert state["nll"] == pytest.approx(nll, rel=1e-9)
    for name in ("mu", "sigma", "pi"):
        np.testing.assert_allclose(state[name], getattr(mixture, name), rtol=1e-9, atol=1e-12)


# Algorithms ------------------------------------------------------------------------------


@pytest.mark.parametrize("over", ["http", "file"])
def test_em_on_the_page_is_em_of_the_package(open_page, X, over):
    picture = Picture(open_page(Session(X, START, EVERYTHING), over=over))
    for step, _ in zip(em_steps(X, START), range(4), strict=False):
        assert picture.state()["t"] == step.t
        assert_shows(picture, step.mixture, step.nll)
        picture.press("E-step")
        assert picture.state()["phase"] == "e"
        assert f"{step.nll:.2f}" in picture.status
        picture.press("M-step")


def test_the_bars_show_the_gap_that_e_closes_and_a_drag_opens(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    bars = picture.root.get_by_role("group", name="−L and its bound, nats")

    def gap():
        drawn(picture.tab)
        bar, whole = bars.locator(".mlx-gap").bounding_box(), bars.locator(".mlx-fill").first
        blue, all_of_it = bars.locator(".mlx-fill").last.bounding_box(), whole.bounding_box()
        assert blue["width"] + bar["width"] == pytest.approx(all_of_it["width"], abs=1)
        return bar["width"]

    assert "No shares yet" in bars.inner_text()
    picture.press("E-step")
    assert gap() == 0 and "No gap" in bars.inner_text() and "touches −L" in picture.status
    picture.press("M-step")
    assert gap() > 20 and "KL divergence" in bars.inner_text() and "below −L" in picture.status
    picture.press("E-step")
    assert gap() == 0
    picture.drag("Mean 1", 60, 0)
    assert gap() > 20
    picture.root.get_by_role("radio", name="K-means").click()
    drawn(picture.tab)
    assert bars.count() == 0


def test_the_curves_come_when_asked_for_and_touch_where_one_stands(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    curves = picture.root.get_by_role("group", name="−L and the bound along one parameter")
    fold = picture.button("Curves along one parameter")
    assert curves.count() == 0 and fold.get_attribute("aria-expanded") == "false"
    fold.press("Enter")
    curves.get_by_text("There is no bound yet").wait_for()
    picture.press("E-step")
    assert "touches −L where you stand, at −1.3" in curves.inner_text()

    def place(name):
        box = curves.locator(name).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    assert place(".mlx-here") == pytest.approx(place(".mlx-here-bound"), abs=0.2)
    curves.get_by_role("combobox", name="Along").select_option(label="σ 1")
    assert "where you stand, at 0.6" in curves.inner_text()
    picture.press("M-step")
    assert place(".mlx-here")[1] < place(".mlx-here-bound")[1] - 2
    assert "below −L" in curves.inner_text()
    fold.click()
    assert curves.count() == 0 and fold.get_attribute("aria-expanded") == "false"


def test_k_means_on_the_page_is_k_means_of_the_package(open_page, X):
    picture = Picture(open_page(Session(X, START, ("D", "kmeans"))))
    for step, _ in zip(kmeans_steps(X, START.mu), range(3), strict=False):
        state = picture.state()
        assert state["nll"] == pytest.approx(step.inertia)
        np.testing.assert_allclose(state["mu"], step.mu, rtol=1e-9, atol=1e-12)
        picture.press("Assign", "Update")


def test_the_assignment_is_seen_to_lower_j(open_page, X):
    bad = START._replace(mu=np.array([[1.9, 0.0], [1.5, -0.8], [1.9, 1.5]]))
    picture = Picture(open_page(Session(X, bad, ("D", "kmeans"))))
    picture.press("Assign", "Update", "Assign")
    points = picture.root.locator(".mlx-trace-line").get_attribute("points").split()
    (x, updated), (x_too, assigned) = (map(float, place.split(",")) for place in points[-2:])
    assert x == x_too and assigned > updated + 1  # straight down, at this iteration
    assert "after the assignment: J = " in picture.status and "down" in picture.status


def test_only_the_legal_half_can_be_pressed(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    assert picture.button("E-step").is_enabled() and picture.button("M-step").is_disabled()
    picture.press("E-step")
    assert picture.button("E-step").is_disabled() and picture.button("M-step").is_enabled()
    assert picture.button("Step back").is_enabled()


def test_play_runs_until_nothing_changes_and_stops(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.root.get_by_role("combobox", name="Speed").select_option(label="fast")
    picture.press("Play")
    assert picture.button("Pause").is_visible()
    picture.tab.wait_for_function(
        "document.querySelector('[data-explorer]').dataset.state.includes('\"t\":3')"
    )
    picture.press("Pause")
    t = picture.state()["t"]
    picture.tab.wait_for_timeout(300)
    assert picture.state()["t"] == t
    assert picture.button("Play").is_visible()


def test_play_ends_by_itself_at_the_fixed_point(open_page):
    picture = Picture(open_page(Session(datasets.well_separated(60), None, ("D", "kmeans"), K=3)))
    picture.root.get_by_role("combobox", name="Speed").select_option(label="fast")
    picture.press("Play")
    picture.button("Play").wait_for(timeout=20_000)
    assert picture.state()["t"] > 0


def test_scrubbing_goes_back_through_the_iterations_and_forth(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.press(*["E-step", "M-step"] * 3)
    steps = [step for step, _ in zip(em_steps(X, START), range(4), strict=False)]
    slider = picture.slider("Iteration")
    assert slider.get_attribute("max") == "3"
    slider.focus()
    slider.press("Home")
    assert_shows(picture, steps[0].mixture, steps[0].nll)
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    assert_shows(picture, steps[2].mixture, steps[2].nll)
    assert "iteration 2 of 3" in slider.get_attribute("aria-valuetext")


def test_the_curve_counts_iterations_marks_edits_and_shows_its_later_half(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    numbers = picture.root.locator(".mlx-counts text")
    legend, zoom = picture.root.get_by_text("edit", exact=True), picture.button("Zoom")
    picture.press(*["E-step", "M-step"] * 2)
    assert numbers.all_text_contents() == ["0", "1", "2"]
    assert legend.is_hidden() and zoom.is_hidden()
    picture.drag("Mean 1", 10, 10)
    picture.press("E-step", "M-step")
    assert picture.state()["t"] == 4 and picture.state()["iteration"] == 3
    assert numbers.all_text_contents() == ["0", "1", "2", "3"]
    assert "iteration 3 of 3" in picture.slider("Iteration").get_attribute("aria-valuetext")
    marks = [float(n.get_attribute("x")) for n in numbers.all()]
    assert marks[3] - marks[2] == pytest.approx(2 * (marks[2] - marks[1]), abs=0.3)
    assert legend.is_visible()
    level = picture.root.locator(".mlx-grid:not(.mlx-counts) text").last
    whole = float(level.text_content())
    picture.press("Zoom")
    assert float(level.text_content()) < whole
    picture.slider("Iteration").fill("0")  # above what is seen: the mark waits at the edge
    drawn(picture.tab)
    marker, plot = (picture.root.locator(s).bounding_box() for s in (".mlx-marker", ".mlx-trace"))
    assert marker["y"] > plot["y"]
    picture.press("Zoom")
    assert float(level.text_content()) == whole


def test_the_means_leave_trails_and_a_ring_behind(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    spots, ghosts = picture.root.locator(".mlx-trail path:last-child"), ".mlx-ghost"
    assert spots.count() == 0
    x, y = picture.centre("Mean 1")
    picture.press(*["E-step", "M-step"] * 5)
    spots.last.wait_for(state="attached")  # it comes with the first step
    drawn_spots = [node.get_attribute("d") or "" for node in spots.all()]
    assert len(drawn_spots) == 3 * 4
    for of_a_mean in np.reshape(drawn_spots, (3, 4)):
        assert "".join(of_a_mean).count("M") == 5, "five steps, five places that were left"
    oldest = [d for d in drawn_spots[:4] if d][-1].split("h0")[0].removeprefix("M")
    plane = picture.plane.bounding_box()
    left = [plane["x"] + float(oldest.split()[0]), plane["y"] + float(oldest.split()[1])]
    assert left == pytest.approx([x, y], abs=1)
    assert picture.root.locator(ghosts).count() == 3
    picture.press("Start over")
    assert spots.count() == 0


def test_after_an_m_step_the_means_glide_to_where_they_already_are(open_page, X):
    """What is seen comes 300 ms later, but nothing waits for it and no step is lost."""
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    step, *_ = (s for s, t in zip(em_steps(X, START), range(3), strict=False) if t == 2)
    found = picture.tab.evaluate(
        """async () => {
          const root = document.querySelector("[data-explorer]");
          const refresh = () => new Promise(requestAnimationFrame);
          const press = async () => {
            root.querySelector(".mlx-step:enabled").click();
            await refresh();
            await refresh();
          };
          const gliding = () => root.getAnimations({ subtree: true }).length;
          const seen = [];
          for (let k = 0; k < 3; k++) {
            await press();
            seen.push(gliding());
          }
          const { x } = root.querySelector(".mlx-mean .mlx-knob").getBoundingClientRect();
          await press();
          const handle = root.querySelector(".mlx-mean").style.left;
          root.getAnimations({ subtree: true }).forEach((animation) => animation.finish());
          const end = root.querySelector(".mlx-mean .mlx-knob").getBoundingClientRect().x;
          await press();
          return { seen, x, handle, end, after: gliding(), left: handle };
        }"""
    )
    assert found["seen"][0] == 0 and found["seen"][1] > 6 and found["seen"][2] > 6  # E, M, E
    assert found["after"] == 0
    state = picture.state()
    assert (state["t"], state["phase"]) == (2, "e")
    np.testing.assert_allclose(state["mu"], step.mixture.mu, rtol=1e-9)
    plane = picture.plane.bounding_box()
    assert found["end"] + 13 - plane["x"] == pytest.approx(float(found["handle"][:-2]), abs=1)


def test_a_click_on_the_trace_goes_to_that_iteration(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.press(*["E-step", "M-step"] * 3)
    box = picture.root.locator(".mlx-trace-plot").bounding_box()
    picture.tab.mouse.click(box["x"] + 66, box["y"] + 50)
    assert picture.state()["t"] == 0


def test_start_over_and_step_back(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.press("E-step", "M-step", "E-step", "Step back")
    assert (picture.state()["t"], picture.state()["phase"]) == (1, "m")
    picture.press("Start over")
    np.testing.assert_allclose(picture.state()["mu"], START.mu)
    assert picture.state()["t"] == 0


# Edits -----------------------------------------------------------------------------------


def test_a_dragged_mean_follows_the_pointer_and_one_step_back_undoes_the_drag(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    before = picture.slider("Mean 1").bounding_box()
    picture.drag("Mean 1", 80, -60)
    after = picture.slider("Mean 1").bounding_box()
    assert after["x"] - before["x"] == pytest.approx(80, abs=1)
    assert after["y"] - before["y"] == pytest.approx(-60, abs=1)
    x, y = picture.state()["mu"][0]
    assert x > START.mu[0, 0] and y > START.mu[0, 1]
    assert picture.state()["mu"][1:] == START.mu[1:].tolist()
    picture.press("Step back")
    np.testing.assert_allclose(picture.state()["mu"], START.mu)


def test_a_dragged_sigma_changes_the_ring_and_nothing_else(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.drag("Sigma 2", 40, 0)
    state = picture.state()
    assert state["sigma"][1] > START.sigma[1]
    assert (state["sigma"][0], state["sigma"][2]) == (START.sigma[0], START.sigma[2])
    assert state["mu"] == START.mu.tolist()


CROWDS = {
    # As chapter 8 begins: the ring of mean 1 goes by mean 2.
    "a ring at a mean": Mixture([[-0.2, 0.4], [0.1, 0.5]], [0.5, 1.5], [0.5, 0.5]),
    "nine in one place": Mixture([[0.3, 0.2]] * 9, [0.4] * 9, [1 / 9] * 9),
}


@pytest.mark.parametrize("crowd, width", [("a ring at a mean", 1180), ("nine in one place", 320)])
def test_every_handle_is_grabbed_by_its_centre_and_moves_what_it_is_named_for(
    open_page, X, crowd, width
):
    start = CROWDS[crowd]
    K = len(start.mu)
    phone = {"has_touch": True, "is_mobile": True} if width < 640 else {}
    picture = Picture(open_page(Session(X, start, EVERYTHING), width=width, **phone))
    drag = picture.touch_and_drag if phone else picture.drag
    covered = picture.root.get_by_role("slider").evaluate_all(
        """handles => handles.filter(handle => handle.className.includes("handle")).map(handle => {
          const { x, y, width, height } = handle.getBoundingClientRect();
          const top = document.elementFromPoint(x + width / 2, y + height / 2);
          return top === handle ? null : `${handle.ariaLabel} under ${top.ariaLabel}`;
        })"""
    )
    assert covered == [None] * 2 * K
    for j in {0, 1, K - 1}:
        before = picture.state()
        drag(f"Mean {j + 1}", -15, -20)
        after = picture.state()
        moved = [k for k in range(K) if after["mu"][k] != before["mu"][k]]
        assert (moved, after["sigma"]) == ([j], before["sigma"])
        picture.press("Step back")
        drag(f"Sigma {j + 1}", 10, 7)
        after = picture.state()
        assert [k for k in range(K) if after["sigma"][k] != before["sigma"][k]] == [j]
        assert after["mu"] == before["mu"]
        picture.press("Step back")
        assert picture.state()["mu"] == before["mu"]


def test_a_mean_beside_whose_handle_others_stand_moves_by_what_it_is_dragged(open_page, X):
    start = CROWDS["nine in one place"]
    picture = Picture(open_page(Session(X, start, EVERYTHING)))
    picture.drag("Mean 9", 100, -90)
    picture.drag("Mean 9", 10, 0)
    x = [picture.state()["mu"][8][0]]
    picture.drag("Mean 9", 10, 0)
    x.append(picture.state()["mu"][8][0])
    unit = (x[1] - x[0]) / 10
    assert x[0] - start.mu[8][0] == pytest.approx(110 * unit, rel=0.02)


def test_a_mean_dragged_far_away_stays_in_the_plane_and_em_goes_on(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.drag("Mean 1", -5000, 5000)
    picture.press("E-step", "M-step")
    assert np.isfinite(picture.state()["mu"]).all() and np.isfinite(picture.state()["nll"])
    plane, handle = picture.plane.bounding_box(), picture.slider("Mean 1").bounding_box()
    assert plane["x"] <= handle["x"] + handle["width"] / 2 <= plane["x"] + plane["width"]


def test_points_are_added_and_removed_by_clicking(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    box = picture.plane.bounding_box()
    picture.press("Add points")
    assert picture.button("Add points").get_attribute("aria-pressed") == "true"
    place = (box["x"] + 100, box["y"] + 100)
    picture.tab.mouse.click(*place)
    picture.tab.wait_for_function(
        "document.querySelector('.mlx-plane').ariaLabel.includes('273 points')"
    )
    picture.press("E-step", "M-step")
    picture.press("Remove points")
    picture.tab.mouse.click(*place)
    picture.tab.wait_for_function(
        "document.querySelector('.mlx-plane').ariaLabel.includes('272 points')"
    )


def test_delete_removes_the_pinned_point(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.root.get_by_role("spinbutton", name="Point").fill("35")
    picture.root.get_by_role("spinbutton", name="Point").press("Enter")
    picture.plane.focus()
    picture.tab.keyboard.press("Delete")
    picture.tab.wait_for_function(
        "document.querySelector('.mlx-plane').ariaLabel.includes('271 points')"
    )


# Predictions -------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["mouse", "touch", "keys"])
def test_a_prediction_is_put_down_and_what_it_missed_is_shown(open_page, X, how):
    phone = {"has_touch": True, "is_mobile": True, "width": 360} if how == "touch" else {}
    picture = Picture(open_page(Session(X, START, EVERYTHING, predict=bool(phone)), **phone))
    if not phone:  # where the settings are folded
        picture.press("Predict")
    pin = picture.slider("Prediction 2")
    assert pin.get_attribute("aria-valuetext").startswith("not placed")
    if how == "keys":
        for key in ("Enter", "ArrowRight", "Shift+ArrowUp"):
            pin.press(key)
    else:
        drag = picture.touch_and_drag if phone else picture.drag
        drag("Prediction 2", 90, 60)
        drag("Prediction 2", 20, 10)
    drawn(picture.tab)
    across, up = pin.get_attribute("aria-valuetext").replace("−", "-").split(", ")
    place = [float(text.split()[-1]) for text in (across, up)]
    picture.press("E-step", "M-step")
    after = picture.state()["mu"]
    miss = np.hypot(*(np.array(place) - after[1]))
    words = picture.status.split("The prediction missed mean 2 by ")[1]
    assert float(words.split()[0]) == pytest.approx(miss, abs=0.02)
    assert picture.root.locator(".mlx-miss").count() == 1
    assert "1 mean predicted" in picture.root.locator(".mlx-told-note").inner_text()
    assert picture.slider("Prediction 2").count() == 0
    picture.press("E-step")
    assert picture.slider("Prediction 3").count() == 1
    if not phone:
        picture.press("Predict")
        assert picture.slider("Prediction 3").count() == 0


# Starts ------------------------------------------------------------------------------------

LINKS = """<h2 id="lab">Lab</h2><p><a href="#lab?mu=-1,0;1,0&amp;sigma=0.5">a start</a>
<a href="#explorer-2?K=1&amp;mu=0,2&amp;data=blobs">the second</a>
<a href="#lab?mu=1,2;3">nonsense</a></p>"""


def test_a_link_loads_its_start_into_the_picture_that_it_names(open_page, X):
    tab = open_page(*[Session(X, START, EVERYTHING)] * 2, before=LINKS)
    tab.get_by_role("link", name="a start", exact=True).click()
    tab.wait_for_function(
        "document.querySelector('[data-state]')?.dataset.state.includes('[-1,0]')"
    )
    picture = Picture(tab, 0)
    assert picture.state()["mu"] == [[-1, 0], [1, 0]]
    assert picture.state()["sigma"] == [0.5, 0.5]
    picture.press("E-step", "M-step")
    tab.get_by_role("link", name="a start", exact=True).click()  # the same address, once more
    tab.wait_for_function("document.querySelector('[data-state]').dataset.state.includes('[-1,0]')")
    tab.get_by_role("link", name="nonsense").click()
    picture.root.get_by_text("“3” in mu is no mean").wait_for()
    assert picture.state()["mu"] == [[-1, 0], [1, 0]]
    tab.get_by_role("link", name="the second").click()
    tab.wait_for_function(
        "document.querySelectorAll('[data-explorer]')[1].dataset.state?.includes('[0,2]')"
    )
    assert Picture(tab, 0).state()["mu"] == [[-1, 0], [1, 0]]


def test_a_copied_link_opens_the_page_at_what_was_on_screen(open_page, X):
    tab = open_page(*[Session(X, START, EVERYTHING)] * 2)
    picture = Picture(tab, 1)
    picture.slider("Mean 3").press("ArrowUp")
    there = picture.state()
    picture.press("Copy link")
    picture.root.get_by_text("#explorer-2?K=3&mu=").wait_for()
    link = picture.status.split(": ", 1)[1]
    tab.goto("about:blank")
    tab.goto(link)
    picture = Picture(tab, 1)
    picture.root.get_by_text("a start from a link").wait_for()
    np.testing.assert_allclose(picture.state()["mu"], there["mu"], atol=1e-3)
    assert picture.root.bounding_box()["y"] < 900  # and the page is scrolled to it


def test_twenty_starts_run_in_slices_and_one_click_loads_one(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.press("20 starts")
    each = picture.root.get_by_role("group", name="Load a start").get_by_role("button")
    picture.root.get_by_text("20 starts: the lowest L is ").wait_for()
    assert each.count() == 20
    name = each.nth(3).get_attribute("aria-label")
    assert name.startswith("Start 4: L = ")
    each.nth(3).press("Enter")
    assert "start 4 of 20" in picture.status
    assert picture.state()["t"] == 0
    picture.root.evaluate("""root => {
      const named = name => [...root.querySelectorAll("button")].find(b => b.textContent === name);
      named("20 starts").click();
      named("Stop the starts").click();
    }""")
    picture.root.get_by_text("No start has ended.").wait_for()


# Choices -----------------------------------------------------------------------------------


def test_k_data_and_first_guess_can_be_chosen(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    K = picture.root.get_by_role("spinbutton", name="K", exact=True)
    K.fill("5")
    K.press("Enter")
    assert len(picture.state()["mu"]) == 5
    picture.select("First guess", "random points")
    assert len(picture.state()["mu"]) == 5
    picture.choose_data("Well separated")
    picture.root.get_by_role("radio", name="K-means").click()
    assert picture.state()["algorithm"] == "kmeans"
    assert picture.button("Assign").is_enabled()
    assert picture.slider("Sigma 1").count() == 0


STRICT = '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'


@pytest.mark.parametrize(
    "over, head", [("file", ""), ("http", STRICT)], ids=["file", "http, strictly"]
)
def test_a_data_set_comes_when_it_is_asked_for(open_page, X, over, head):
    tab = open_page(Session(X, START, EVERYTHING), over=over, head=head)
    picture = Picture(tab)
    second = tab.locator("script[src*=explorer-more]")
    picture.press("E-step")
    assert second.count() == 0
    picture.choose_data("Ring and disc")
    assert picture.points() == len(datasets.rings())
    picture.choose_data("Three blobs")
    picture.choose_data("Old Faithful, standardised")
    assert picture.points() == len(X)
    assert second.count() == 1


def test_a_data_set_that_cannot_come_is_missed_in_words_and_can_be_asked_for_again(open_page, X):
    tab = open_page(Session(X, START, EVERYTHING), over="http", forgiven="net::ERR_FAILED")
    picture = Picture(tab)
    tab.route("**/explorer-more.js*", lambda route: route.abort())
    before = picture.state()
    picture.select("Data set", "Ring and disc")
    tab.get_by_text("could not be loaded").wait_for()
    assert picture.state() == before
    chosen = picture.root.get_by_role("combobox", name="Data set").evaluate(
        "menu => menu.selectedOptions[0].text"
    )
    assert chosen == "Old Faithful, standardised"
    tab.unroute("**/explorer-more.js*")
    # A page that is not the script, as where one must sign in first, is no more use than none.
    tab.route("**/explorer-more.js*", lambda route: route.fulfill(body="", status=200))
    picture.select("Data set", "Three blobs")
    tab.wait_for_function("() => !document.querySelector('script[src*=explorer-more]')")
    assert picture.state() == before
    tab.unroute("**/explorer-more.js*")
    picture.choose_data("Ring and disc")
    assert picture.points() == len(datasets.rings())


def test_pins_that_could_not_be_fetched_come_with_the_next_click(open_page, X):
    asking = Session(X, START, EVERYTHING, predict=True)
    tab = open_page(asking, over="http", forgiven="net::ERR_FAILED")
    tab.route("**/explorer-more.js*", lambda route: route.abort())
    tab.reload()
    tab.get_by_text("could not be loaded").wait_for()
    tab.unroute("**/explorer-more.js*")
    picture = Picture(tab)
    picture.press("E-step")
    picture.slider("Prediction 1").wait_for(state="attached", timeout=5000)


def test_too_many_components_are_refused_in_words(open_page):
    picture = Picture(
        open_page(Session([[0.0, 0.0], [1.0, 1.0], [5.0, 0.0]], None, EVERYTHING, K=2))
    )
    K = picture.root.get_by_role("spinbutton", name="K", exact=True)
    before = picture.state()
    K.fill("7")
    K.press("Enter")
    assert picture.state() == before
    assert K.input_value() == "2"
    assert "7" in picture.status


# Matrices and arithmetic ------------------------------------------------------------------


def test_each_stage_shows_its_matrices(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.press("E-step")
    step = next(em_steps(X, START))
    for tab, expected in [
        ("D", "D, X² 1"),
        ("P", "P, −d ln(σ√(2π)), −D / 2σ²"),
        ("P + ln π", "P + ln π, P, ln π"),
        ("Q", "e to the Q, Q, P + ln π, logsumexp"),
    ]:
        picture.root.get_by_role("tab", name=tab, exact=True).click()
        grid = picture.root.get_by_role("grid")
        grid.and_(picture.root.locator(f'[aria-label^="{expected}"]')).wait_for()
    first = (
        picture.root.get_by_role("grid").locator("tbody tr").first.locator("td").all_inner_texts()
    )
    shown = [float(text.replace("−", "-")) for text in first[:6]]
    np.testing.assert_allclose(shown[:3], np.exp(step.Q[0]), atol=0.005)
    np.testing.assert_allclose(shown[3:6], step.Q[0], atol=0.05)


def test_pointing_at_a_cell_shows_its_arithmetic(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.press("E-step")
    picture.root.get_by_role("tab", name="D", exact=True).click()
    picture.root.get_by_role("grid").locator("tbody tr").nth(2).locator("td").nth(1).hover()
    step = next(em_steps(X, START))
    d = ((X[2] - START.mu[1]) ** 2).sum()
    lines = picture.root.get_by_role("math")
    picture.tab.wait_for_function("document.querySelector('.mlx-left').textContent === 'd3,2'")
    assert lines.first.locator(".mlx-result").inner_text() == f"{d:.2f}"
    q = picture.posterior.locator(".mlx-result").inner_text()
    assert float(q.replace("−", "-")) == pytest.approx(step.Q[2, 1], rel=0.01)
    assert picture.root.locator(".mlx-row-on th").inner_text() == "3"


def test_a_matrix_of_the_mixture_before_is_not_joined_to_the_new_ones(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.root.get_by_role("tab", name="Q", exact=True).click()
    heads = picture.root.locator(".mlx-name")
    picture.press("E-step")
    assert [head.strip()[0] for head in heads.all_inner_texts()] == ["e", "Q", "=", "−"]
    picture.press("M-step")
    assert [head.strip()[0] for head in heads.all_inner_texts()] == ["e", "Q", "P", "−"]
    assert "E-step" in picture.posterior.get_attribute("aria-label")


@pytest.mark.parametrize(
    "points, K",
    [([[3.0, 4.0]], 1), ([[2.0, 2.0]] * 5, 3), ([[1e8, 1e8], [1e8 + 1, 1e8], [1e8, 1e8 + 1]], 2),
     ([[0.0, 0.0], [1e-9, 0.0], [0.0, 1e-9]], 2), ([[0.0, 0.0], [1e150, 1.0], [1.0, 1e150]], 2)],
)  # fmt: skip
def test_no_nan_is_ever_on_screen(open_page, points, K):
    picture = Picture(open_page(Session(points, None, EVERYTHING, K=K)))
    for _ in range(4):
        picture.press("E-step", "M-step")
    for name in ("D", "P", "Q"):
        picture.root.get_by_role("tab", name=name, exact=True).click()
        drawn(picture.tab)
        assert "NaN" not in picture.root.evaluate("root => root.outerHTML")
    assert "null" not in picture.root.get_attribute("data-state")
    picture.drag("Mean 1", 30, 30)
    picture.press("E-step")


def test_contours_are_drawn_when_asked_for(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    lines = picture.root.locator(".mlx-contours")
    assert lines.get_attribute("d") is None
    picture.press("Contours")
    drawn(picture.tab)
    assert picture.button("Contours").get_attribute("aria-pressed") == "true"
    assert lines.get_attribute("d").count("M") > 100
    picture.press("E-step", "M-step", "Contours")
    drawn(picture.tab)
    assert lines.get_attribute("d") is None


def colours_under_the_points(picture, layer=0):
    """How many colours a canvas of the plane holds."""
    drawn(picture.tab)
    return picture.plane.evaluate(
        """(plane, layer) => {
          const sheet = plane.querySelectorAll("canvas")[layer];
          const { width, height } = sheet;
          const copy = Object.assign(document.createElement("canvas"), { width, height });
          const pen = copy.getContext("2d", { willReadFrequently: true });
          pen.drawImage(sheet, 0, 0);
          const { data } = pen.getImageData(60, 40, width - 80, height - 90);
          const found = new Set();
          for (let k = 0; k < data.length; k += 36) found.add(data.slice(k, k + 4).join());
          return found.size;
        }""",
        layer,
    )


def test_regions_and_the_density_are_shaded_when_asked_for(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    regions, shade = picture.button("Regions"), picture.button("Shade")
    canvases = "count => document.querySelectorAll('.mlx-plane canvas').length === count"

    regions.press("Enter")
    picture.tab.wait_for_function(canvases, arg=3)
    assert colours_under_the_points(picture) >= 3  # a colour for each component
    assert regions.get_attribute("aria-pressed") == "true"
    picture.root.get_by_role("radio", name="K-means").click()
    assert shade.is_hidden()
    assert colours_under_the_points(picture) >= 3
    regions.click()
    assert colours_under_the_points(picture) == 1
    assert regions.get_attribute("aria-pressed") == "false"

    picture.root.get_by_role("radio", name="EM").click()
    regions.click()
    shade.click()  # in the place of the regions
    picture.tab.wait_for_function(canvases, arg=4)
    assert colours_under_the_points(picture) > 20  # a surface, not steps
    assert colours_under_the_points(picture, layer=1) == 1
    assert [b.get_attribute("aria-pressed") for b in (regions, shade)] == ["false", "true"]
    shade.click()
    assert colours_under_the_points(picture) == 1


# Keys ----------------------------------------------------------------------------------------


def test_everything_can_be_done_with_keys_alone(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    keys, tab = picture.tab.keyboard, picture.tab

    picture.slider("Mean 2").focus()
    keys.press("ArrowLeft")
    keys.press("Shift+ArrowUp")
    x, y = picture.state()["mu"][1]
    assert x < START.mu[1, 0] and y > START.mu[1, 1]
    picture.slider("Sigma 1").focus()
    keys.press("ArrowUp")
    assert picture.state()["sigma"][0] == pytest.approx(1.05 * START.sigma[0])

    picture.plane.focus()
    t, phase = picture.state()["t"], picture.state()["phase"]
    keys.press("ArrowRight")
    assert picture.state()["phase"] == "e"
    keys.press("ArrowRight")
    assert (picture.state()["t"], picture.state()["phase"]) == (t + 1, "m")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert (picture.state()["t"], picture.state()["phase"]) == (t, phase)

    keys.press(" ")
    picture.button("Pause").wait_for()
    keys.press(" ")
    picture.button("Play").wait_for()

    picture.button("Add points").focus()
    keys.press("Enter")
    picture.plane.focus()
    keys.press("ArrowRight")
    keys.press("Enter")
    tab.wait_for_function("document.querySelector('.mlx-plane').ariaLabel.includes('273 points')")
    keys.press("Escape")
    assert picture.button("Add points").get_attribute("aria-pressed") == "false"


def test_the_keys_are_listed_under_a_button_and_a_key(open_page, X):
    from axe_playwright_python.sync_playwright import Axe

    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    tab = picture.tab
    before = picture.state()
    dialog = tab.get_by_role("dialog", name="Keys")
    button = picture.button("Keys")
    button.click()
    dialog.wait_for()
    assert "Space" in dialog.inner_text()
    assert Axe().run(tab, context="[data-explorer]").violations_count == 0
    tab.keyboard.press("ArrowRight")  # no step is taken behind it
    tab.keyboard.press("Escape")
    assert dialog.count() == 0
    assert button.evaluate("node => node === document.activeElement")
    tab.set_viewport_size({"width": 360, "height": 400})
    picture.plane.focus()
    tab.keyboard.press("?")
    # Too long for a phone, it is read from its beginning.
    assert dialog.evaluate("list => list.scrollHeight > list.clientHeight")
    assert dialog.evaluate("list => list.scrollTop") == 0
    dialog.get_by_role("button", name="Close").click()
    assert dialog.count() == 0
    assert picture.state() == before


def test_tab_goes_from_a_mean_to_its_sigma(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.slider("Mean 1").focus()
    names = []
    for _ in range(5):
        picture.tab.keyboard.press("Tab")
        names.append(picture.tab.evaluate("document.activeElement.ariaLabel"))
    assert names == ["Sigma 1", "Mean 2", "Sigma 2", "Mean 3", "Sigma 3"]


def test_in_the_systems_colours_what_is_clear_does_not_become_a_bar(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING), forced_colors="active"))
    picture.press("E-step")
    seen = picture.root.evaluate(
        """root => [...root.querySelectorAll("*")].flatMap((node) => {
          const style = getComputedStyle(node);
          if (style.forcedColorAdjust === "none") return [];
          return ["Top", "Left"].filter((side) => parseFloat(style[`border${side}Width`]) > 4)
            .map((side) => [style[`border${side}Color`], getComputedStyle(root).backgroundColor]);
        })"""
    )
    assert seen and all(border == ground for border, ground in seen)


def test_keys_that_come_faster_than_drawings_all_count(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    pressed = """(node, keys) => keys.forEach(
        key => node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })))"""
    picture.slider("Mean 2").evaluate(pressed, ["ArrowLeft"])
    step = START.mu[1, 0] - picture.state()["mu"][1][0]
    picture.slider("Mean 2").evaluate(pressed, ["ArrowLeft", "ArrowUp", "ArrowLeft"])
    x, y = picture.state()["mu"][1]
    assert x == pytest.approx(START.mu[1, 0] - 3 * step)
    assert y > START.mu[1, 1]
    picture.slider("Sigma 1").evaluate(pressed, ["ArrowUp", "ArrowUp"])
    assert picture.state()["sigma"][0] == pytest.approx(1.05**2 * START.sigma[0])


def test_enter_on_the_step_button_goes_e_m_e_m(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.button("E-step").focus()
    for _ in range(4):
        picture.tab.keyboard.press("Enter")
    assert (picture.state()["t"], picture.state()["phase"]) == (2, "m")


def test_cells_are_walked_with_arrows_and_pinned_with_enter(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    cell = picture.root.get_by_role("gridcell").first
    cell.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        picture.tab.keyboard.press(key)
    drawn(picture.tab)
    assert picture.root.get_by_role("spinbutton", name="Point").input_value() == "3"
    assert picture.root.get_by_role("spinbutton", name="Component").input_value() == "2"


def test_a_slider_goes_from_soft_shares_to_the_step_of_kmeans(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING), width=360, height=740))
    picture.press("Soft ↔ hard")
    slider = picture.slider("σ of all components, from soft to hard")
    slider.wait_for()
    assert slider.evaluate("node => node === document.activeElement")
    low, high = picture.plane.bounding_box(), slider.bounding_box()
    assert high["y"] + high["height"] - low["y"] < 740  # plane and slider in one window
    picture.tab.keyboard.press("ArrowLeft")
    soft = picture.state()
    assert len(set(soft["sigma"])) == 1 and (soft["t"], soft["phase"]) == (1, "e")
    assert "of 272 points have a share above 0.99" in picture.status
    box = slider.bounding_box()
    picture.tab.mouse.click(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    picture.press("M-step")
    mu = next(islice(kmeans_steps(X, START.mu), 1, None)).mu
    np.testing.assert_allclose(picture.state()["mu"], mu, rtol=1e-9)
    picture.press("E-step")
    assert "as K-means' update does" in picture.status
    assert "272 of 272 points above 0.99" in slider.get_attribute("aria-valuetext")
    assert not re.search(
        r"[\^{}]", picture.root.get_by_role("math").first.locator("..").inner_text()
    )
    picture.press("Let σ go", "M-step")
    assert len(set(picture.state()["sigma"])) == 3
    picture.press("Soft ↔ hard")
    assert not slider.is_visible()


def test_two_runs_stand_side_by_side_and_the_same_steps_drive_both(open_page, X):
    from axe_playwright_python.sync_playwright import Axe

    picture = Picture(open_page(Session(X, START, EVERYTHING), width=1180))
    tab, alone = picture.tab, picture.plane.bounding_box()
    picture.press("Side by side")
    choice = picture.root.get_by_role("combobox", name="Beside it")
    choice.wait_for()
    still = picture.root.get_by_role("img", name="Beside it")
    panel = picture.root.get_by_role("group", name="Side by side")

    def boxes():
        drawn(tab)
        return picture.plane.bounding_box(), still.bounding_box()

    one, other = boxes()
    assert other["x"] >= one["x"] + one["width"] and other["y"] == one["y"]
    assert (one["width"], one["height"]) == (other["width"], other["height"])
    picture.press("E-step", "M-step", "E-step")
    em, kmeans = list(islice(em_steps(X, START), 2)), list(islice(kmeans_steps(X, START.mu), 2))
    assert_shows(picture, em[1].mixture, em[1].nll)
    assert f"EM has L = {em[1].nll:.2f}" in panel.inner_text()
    np.testing.assert_allclose(across(still), kmeans[1].mu[:, 0], atol=1e-3)
    assert f"K-means: J = {kmeans[1].inertia:.2f}" in still.inner_text()
    picture.press("Step back", "Step back")
    assert "after 0 steps" in still.get_attribute("aria-label")
    picture.slider("Mean 1").press("ArrowRight")  # moves both
    assert "Their means are the same." in panel.inner_text()
    choice.focus()
    choice.press("ArrowDown")
    choice.press("Enter")
    panel.get_by_role("button", name="Draw another").wait_for()
    before = still.get_attribute("aria-label")
    picture.press("Draw another")
    assert still.get_attribute("aria-label") != before
    theirs = across(still)
    picture.press("Swap")
    np.testing.assert_allclose(theirs, [x for x, _ in picture.state()["mu"]], atol=1e-3)
    picture.press("Soft ↔ hard")
    picture.slider("σ of all components, from soft to hard").press("End")
    assert Axe().run(tab, context="[data-explorer]").violations_count == 0
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    one, other = boxes()
    assert other["y"] >= one["y"] + one["height"]
    assert other["y"] + other["height"] - one["y"] < 500  # both in one window
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert Axe().run(tab, context="[data-explorer]").violations_count == 0
    tab.set_viewport_size({"width": 1180, "height": 900})
    picture.press("Side by side")
    assert not still.is_visible()
    size = picture.plane.bounding_box()
    assert (size["width"], size["height"]) == (alone["width"], alone["height"])


def across(still):
    """The first coordinate of each mean, as the name of a plane says it."""
    said = re.findall(r"eruption ([\d.−]+)", still.get_attribute("aria-label"))
    return [float(number.replace("−", "-")) for number in said]


def test_a_link_opens_em_beside_kmeans(open_page, X):
    start = "mu=0,0;6,0&data=unequal_sizes&beside=kmeans"
    before = f'<h2 id="try-it">Try it</h2><p><a href="#try-it?{start}">side by side</a></p>'
    picture = Picture(open_page(Session(X, START, EVERYTHING), before=before))
    picture.tab.get_by_role("link", name="side by side").click()
    panel = picture.root.get_by_role("group", name="Side by side")
    panel.wait_for()
    assert "Their means are the same." in panel.inner_text()
    assert picture.points() == len(datasets.unequal_sizes())


# Sizes, themes, touch, and pages ------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 3840])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(open_page, X, width, theme):
    picture = Picture(open_page(Session(X, START, EVERYTHING), width=width, theme=theme))
    picture.press("E-step")
    assert picture.tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert picture.root.get_attribute("data-theme") == theme
    outside = picture.root.evaluate(
        """root => {
          const edge = root.getBoundingClientRect();
          return [...root.querySelectorAll('button, select, input')].filter(node => {
            const { left, right } = node.getBoundingClientRect();
            return node.offsetWidth && (right > edge.right + 1 || left < edge.left - 1);
          }).map(node => node.outerHTML);
        }"""
    )
    assert outside == []


def test_on_a_phone_the_settings_fold_and_the_plane_comes_first(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING), width=360, height=740))
    fold = picture.root.get_by_role("button", name="Settings")
    K = picture.root.get_by_role("spinbutton", name="K", exact=True)
    assert "K = 3" in fold.inner_text()
    assert fold.get_attribute("aria-expanded") == "false"
    assert K.count() == 0
    place = picture.root.bounding_box()["y"]
    assert picture.plane.bounding_box()["y"] - place < 70
    fold.focus()
    picture.tab.keyboard.press("Enter")
    K.fill("2")
    K.press("Enter")
    assert len(picture.state()["mu"]) == 2
    assert "K = 2" in fold.inner_text()
    picture.tab.set_viewport_size({"width": 1280, "height": 740})
    drawn(picture.tab)
    assert fold.count() == 0
    assert K.is_visible()


def test_two_columns_begin_where_there_is_room(open_page, X):
    picture = Picture(open_page(Session(X, START, EVERYTHING), width=944, height=800))
    trace, matrices, formula = (
        picture.root.locator(f".mlx-{name}").bounding_box()
        for name in ("trace", "matrices", "formula")
    )
    plane = picture.plane.bounding_box()
    assert matrices["x"] >= plane["x"] + plane["width"]
    assert formula["x"] == matrices["x"]
    assert trace["x"] == plane["x"]
    assert trace["y"] + trace["height"] - plane["y"] < 800
    for tab in picture.root.get_by_role("tab").all():
        tab.click()
        drawn(picture.tab)
        box = picture.root.locator(".mlx-scroll")
        assert box.evaluate("node => node.scrollWidth - node.clientWidth") <= 0


def test_a_finger_drags_a_handle_and_scrolls_the_page(open_page, X):
    tab = open_page(
        Session(X, START, EVERYTHING), width=360, height=740, has_touch=True, is_mobile=True
    )
    picture = Picture(tab)
    picture.slider("Mean 1").scroll_into_view_if_needed()
    box = picture.slider("Mean 1").bounding_box()
    assert min(box["width"], box["height"]) >= 44
    picture.touch_and_drag("Mean 1", 40, -40)
    moved = picture.state()["mu"][0]
    assert moved[0] > START.mu[0, 0] and moved[1] > START.mu[0, 1]
    assert (
        picture.plane.evaluate("node => getComputedStyle(node).touchAction") == "pan-y pinch-zoom"
    )


def test_many_pictures_on_a_page_start_once_each_and_only_when_seen(open_page, X):
    sessions = [Session(X, START, show) for show in (("D",), ("D", "kmeans"), EVERYTHING)]
    tab = open_page(*sessions, before='<div style="height:1500px"></div>')
    tab.wait_for_timeout(200)
    assert tab.locator("[data-state]").count() == 0, "none is in sight yet"
    for index in range(3):
        Picture(tab, index)
    assert tab.get_by_role("spinbutton", name="K", exact=True).count() == 3
    Picture(tab, 0).button("Start over").wait_for()
    assert Picture(tab, 0).button("E-step").count() == 0
    Picture(tab, 1).press("Assign")
    assert Picture(tab, 2).state()["phase"] == "start"


def test_it_lives_200_milliseconds_after_it_is_seen(open_page, X):
    tab = open_page(Session(X, START, EVERYTHING), before='<div style="height:3000px"></div>')
    tab.wait_for_timeout(200)
    taken = tab.evaluate(
        """() => new Promise(done => {
          const root = document.querySelector('[data-explorer]');
          const start = performance.now();
          const lives = () => root.dataset.state && done(performance.now() - start);
          new MutationObserver(lives).observe(root, {attributes: true});
          root.scrollIntoView();
        })"""
    )
    # A busy machine may be late; ten times late is a fault.
    assert taken < 2000


def test_without_a_script_there_is_a_picture_and_words(open_page, X):
    tab = open_page(Session(X, START, EVERYTHING), java_script_enabled=False)
    assert tab.locator("[data-explorer] svg").is_visible()
    assert "JavaScript" in tab.locator("[data-explorer] noscript").inner_text()


def test_a_hostile_label_stays_text(open_page, X):
    label = "</script><script>document.title = 'broken'</script>"
    tab = open_page(Session(X + 1, START, EVERYTHING, label=label))
    picture = Picture(tab)
    assert tab.title() == "Explorer"
    assert label in picture.root.get_by_role("combobox", name="Data set").inner_text()


def test_motion_is_left_out_for_those_who_ask(open_page, X):
    tab = open_page(Session(X, START, EVERYTHING), reduced_motion="reduce")
    picture = Picture(tab)
    assert (
        picture.button("E-step").evaluate("node => getComputedStyle(node).transitionDuration")
        == "0s"
    )
    picture.press("E-step", "M-step")
    assert picture.root.evaluate("root => root.getAnimations({ subtree: true }).length") == 0


def test_the_session_ends_with_nothing_left_behind(open_page, X):
    """Taken out of the page while it plays, the picture stops its clock."""
    picture = Picture(open_page(Session(X, START, EVERYTHING)))
    picture.press("Play")
    handle = picture.root.element_handle()
    picture.root.evaluate("root => root.remove()")
    picture.tab.wait_for_timeout(500)
    first = handle.get_attribute("data-state")
    picture.tab.wait_for_timeout(700)
    assert handle.get_attribute("data-state") == first


# Accessibility ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("show", "theme", "width"),
    [
        *((CURVES, theme, width) for theme in ("light", "dark") for width in (360, 1180)),
        (("D",), "light", 360),
        (("D",), "dark", 1180),
        (("D", "kmeans"), "dark", 360),
        (("D", "kmeans"), "light", 1180),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value),
)
def test_axe_finds_nothing(open_page, X, show, theme, width):
    from axe_playwright_python.sync_playwright import Axe

    predict = "D" != show[-1]
    session = Session(X, START, show, predict=predict)
    picture = Picture(open_page(session, theme=theme, width=width))
    ground = "#fff" if theme == "light" else "#121212"
    picture.tab.evaluate(
        "ground => { document.body.style.cssText = `background:${ground};color:gray` }", ground
    )
    if predict:
        picture.slider("Prediction 1").press("ArrowLeft")
        assert Axe().run(picture.tab, context=".mlx-plane").violations_count == 0
    if picture.button("E-step").count():
        picture.press("E-step", "M-step")
    for tab in picture.root.get_by_role("tab").all():
        tab.click()
        drawn(picture.tab)
        found = Axe().run(picture.tab, context="[data-explorer]")
        assert found.violations_count == 0, found.generate_report()


BUTTONS = {
    EVERYTHING: ["E-step", "M-step", "Step back", "Play", "Start over", "Add points"],
    ("D", "kmeans"): ["Assign", "Update", "Step back", "Play", "Start over", "Remove points"],
}


@pytest.mark.parametrize("show, names", BUTTONS.items())
def test_controls_have_the_names_that_are_promised(open_page, X, show, names):
    picture = Picture(open_page(Session(X, START, show)))
    for name in names:
        assert picture.button(name).count() == 1, name
    assert picture.root.get_by_role("spinbutton", name="K", exact=True).count() == 1
    assert picture.root.get_by_role("combobox", name="Data set").count() == 1
    assert picture.root.get_by_role("combobox", name="First guess").count() == 1
    assert picture.slider("Iteration").count() == 1
    assert picture.slider("Mean 3").count() == 1
    assert picture.root.get_by_role("status").count() == 1
    if show is EVERYTHING:
        assert picture.slider("Sigma 3").get_attribute("aria-valuetext") == "0.7"
        radios = picture.root.get_by_role("radiogroup", name="Algorithm").get_by_role("radio")
        assert radios.all_inner_texts() == ["EM", "K-means"]
