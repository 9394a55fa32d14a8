/**
 * The picture: puts the parts together, gives each frame to all of them, and holds
 * what belongs to the view alone (what is hovered, the editing mode, the stage chosen).
 */

import { createClock } from "./clock.js";
import { createHelp, createSetup, createTransport } from "./controls.js";
import { h, setAttribute } from "./dom.js";
import { layout } from "./geometry.js";
import { createKeyboard } from "./keyboard.js";
import { createLate } from "./late.js";
import { createStatus } from "./status.js";
import { followTheme } from "./theme.js";
import { createBars } from "./view/bars.js";
import { createFold } from "./view/fold.js";
import { createFormula } from "./view/formula.js";
import { createMatrices } from "./view/matrices.js";
import { createPlane } from "./view/plane.js";
import { createTrace } from "./view/trace.js";

/**
 * What belongs to the view alone. `stage` is the id of the one that was chosen.
 *
 * @typedef {{
 *   mode: "add"|"remove"|null, contours: boolean, below: "regions"|"shade"|null, stage: string|null, compact: boolean,
 *   theme: "light"|"dark", hovered: {point?: number, component?: number}|null
 * }} Ui
 */

/**
 * Fill `root` with the picture of a session.
 *
 * @param {HTMLElement} root
 * @param {{subscribe: Function, act: Function, close: Function, needs?: Function}} session see PROTOCOL.md
 * @param {import("./supply.js").Supply} supply of what few use
 * @returns {() => void} takes the picture down: every listener, observer and clock
 */
export function mount(root, session, supply) {
  /** @type {Ui} */
  const ui = {
    mode: null,
    contours: false,
    below: null,
    stage: null,
    compact: false,
    theme: "light",
    hovered: null,
  };
  let frame = null;
  let pending = 0;
  let hoverOnly = true;
  let width = 0;

  const act = (action) => {
    const part = session.needs?.(action);
    if (part) ask(part, () => session.act(action));
    else session.act(action);
  };
  const hover = (part) => {
    if (JSON.stringify(part) === JSON.stringify(ui.hovered)) return;
    ui.hovered = part;
    later(true);
  };
  const clock = createClock({
    step: () => act({ name: "step" }),
    alive: () => root.isConnected,
    changed: () => frame && controls(),
  });

  const ways = { setMode, toggleContours, toggleBelow, choose, share };
  const shareName = supply.addressOf ? "Copy link" : "Copy start";
  const options = { act, hover, clock, ui: () => ui, ask, prefetch, shareName, ...ways };
  const setup = createSetup(options);
  const plane = createPlane(options);
  const matrices = createMatrices(options);
  const formula = createFormula(options);
  const transport = createTransport(options);
  const help = createHelp(showKeys);
  const status = createStatus();
  const trace = createTrace(options);
  const bars = createBars();
  const doing = h("div", { class: "mlx-doing" }, transport.element, status.element);
  const fold = createFold({ ...options, dock: (node) => doing.before(node) });
  const parts = [plane.element, doing, trace.element, fold.element];
  const left = h("div", { class: "mlx-column" }, ...parts);
  const right = h("div", { class: "mlx-column" }, matrices.element, formula.element);

  root.classList.add("mlx");
  setAttribute(root, "data-explorer", root.getAttribute("data-explorer") ?? "");
  setAttribute(root, "role", "group");
  setAttribute(root, "aria-label", "Explorer of the mixture");
  root.replaceChildren(setup.element, left, right);

  // ---- what few use ---------------------------------------------------------------

  /** Use a part of more/parts.js: at once if it is there, else when it has come. */
  function ask(name, use, quietly = false) {
    const { parts, load } = supply;
    if (parts[name]) return use(parts[name]);
    load().then(
      () => root.isConnected && use(parts[name]),
      ({ message }) => {
        controls(); // a choice that was made in vain goes back
        if (!quietly) status.say(message);
      },
    );
  }

  const late = createLate({
    ...{ ask, plane, later, resize },
    places: { left, right, doing },
    tools: () => options,
  });

  /** Whoever opens a menu will choose: then it has come. If not, the choice says so. */
  function prefetch() {
    supply.load().catch(() => {});
  }

  function showKeys() {
    ask("keys", ({ show }) => show(root));
  }

  // ---- what is pointed at ------------------------------------------------------

  /** Hovered, else pinned, else the first point and its likeliest component. */
  function pointed() {
    const { selected, labels, N, K } = frame;
    const wanted = { ...ui.hovered };
    const i = Math.min(wanted.point ?? selected.point ?? 0, N - 1);
    const likeliest = labels && labels[i] >= 0 ? labels[i] : 0;
    const j = Math.min(wanted.component ?? selected.component ?? likeliest, K - 1);
    return { i, j };
  }

  // ---- drawing -----------------------------------------------------------------

  /** What costs little, and what a reader's next key press depends on: at once. */
  function controls() {
    setup.update(frame);
    transport.update(frame);
    status.update(frame, clock.playing());
    late.update(frame);
    const { t, iteration, phase, algorithm, nll, mu, sigma, pi } = frame;
    const pairs = Array.from(pi, (_, j) => [mu[2 * j], mu[2 * j + 1]]);
    root.dataset.state = JSON.stringify({
      t,
      iteration,
      phase,
      algorithm,
      nll,
      mu: pairs,
      sigma: [...sigma],
      pi: [...pi],
    });
  }

  /** Drawing: once per screen refresh, however many frames came. */
  function later(onlyHover = false) {
    if (!onlyHover) hoverOnly = false;
    pending ||= requestAnimationFrame(draw);
  }

  function draw() {
    pending = 0;
    if (!frame || !width) return;
    const at = pointed();
    if (hoverOnly) {
      plane.point(at);
      matrices.point(at);
    } else {
      plane.update(frame, at);
      matrices.update(frame, at);
      trace.update(frame);
      bars.update(frame);
      fold.update(frame);
    }
    formula.update(frame, at);
    hoverOnly = true;
  }

  /** On a page the address of what is on screen, in a notebook the mixture in Python. */
  function share() {
    ask("share", async ({ copy, pythonOf }) => {
      const { addressOf } = supply;
      const text = addressOf ? addressOf(root, session) : pythonOf(frame);
      const done = await copy(text);
      const what = addressOf ? "The link" : "The start";
      status.say(done ? `${what} is copied: ${text}` : `${what}, to be copied: ${text}`, false);
    });
  }

  function setMode(mode) {
    ui.mode = mode;
    controls();
    later();
  }

  function toggleContours() {
    ui.contours = !ui.contours;
    controls();
    later();
  }

  const layers = {};
  function toggleBelow(name) {
    ask(name, ({ create }) => {
      layers[name] ??= plane.add(create(options));
      ui.below = ui.below === name ? null : name;
      controls();
      later();
    });
  }

  function choose(stage) {
    ui.stage = stage;
    later();
  }

  // ---- size and theme ------------------------------------------------------------

  /** Sizes are read when they change and kept: reading them in a step would force a layout. */
  function resize() {
    width = root.clientWidth;
    if (!width) return;
    const { split, wide, planeWidth, planeHeight, rows } = layout(width, late.comparing());
    root.classList.toggle("mlx-split", split);
    root.classList.toggle("mlx-wide", wide);
    root.style.setProperty("--plane", `${planeWidth}px`);
    ui.compact = !wide;
    late.place(split);
    setup.fold(!split);
    if (split) transport.element.append(help);
    else setup.element.firstChild.after(help);
    // Where there are two columns the bars stand in the second: then L is in sight of the plane.
    (split ? right : left).append(bars.element);
    plane.resize(planeWidth, planeHeight);
    matrices.setRows(rows);
    trace.resize();
    later();
  }
  const observer = new ResizeObserver(resize);
  observer.observe(root);

  const stopTheme = followTheme(root, (theme) => {
    ui.theme = theme;
    later();
  });

  // ---- keys ------------------------------------------------------------------------

  const keydown = createKeyboard({ ...options, frame: () => frame, setup, showKeys });
  root.addEventListener("keydown", keydown);
  // A link in the page's text acts on its picture: links.js.
  const asked = (/** @type {any} */ event) => act(event.detail);
  root.addEventListener("explorer-act", asked);

  const unsubscribe = session.subscribe((next) => {
    frame = next;
    clock.frame(frame);
    controls();
    later();
  });
  resize();

  return () => {
    clock.stop();
    unsubscribe();
    session.close();
    observer.disconnect();
    stopTheme();
    fold.close();
    late.close();
    cancelAnimationFrame(pending);
    root.removeEventListener("keydown", keydown);
    root.removeEventListener("explorer-act", asked);
    root.replaceChildren();
    for (const name of ["data-state", "data-theme", "role", "aria-label"])
      root.removeAttribute(name);
    root.classList.remove("mlx", "mlx-split", "mlx-wide");
  };
}
