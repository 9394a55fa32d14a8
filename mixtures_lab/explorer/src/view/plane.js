/**
 * The plane: points on a canvas (10,000 of them stay quick), rings and links in SVG
 * above it, the handles above both. A click pins, adds or removes a point.
 */

import { h, setAttribute, setText } from "../dom.js";
import { arrowStep, boundingBox, clamp, inside, nearest, planeScales } from "../geometry.js";
import { significant } from "../numbers.js";
import { createGlide } from "./glide.js";
import { createHandles } from "./handles.js";
import { createRings } from "./rings.js";
import { createAxes, createPoints, MARGIN } from "./sheets.js";

/** How far from a point the pointer may be, in pixels. */
const REACH = 22;

const HINTS = { add: "Click to add a point", remove: "Click a point to remove it" };
const DOES = { add: "adds", remove: "removes" };

/**
 * @param {object} options
 * @param {(action: object) => void} options.act to the session
 * @param {(part: import("../explorer.js").Ui["hovered"]) => void} options.hover what is pointed at: {point} or {component}
 * @param {() => import("../explorer.js").Ui} options.ui
 */
export function createPlane({ act, hover, ui }) {
  const axes = createAxes();
  const points = createPoints();
  const rings = createRings();
  const handles = createHandles({ act, hover, ui });
  const glide = createGlide();
  const moving = { ...handles, ...rings };
  const cross = h(
    "svg",
    { class: "mlx-cross", viewBox: "-12 -12 24 24", "aria-hidden": "true" },
    h("path", { d: "M-12 0H12M0-12V12" }),
  );
  const note = h("div", { class: "mlx-plane-note" });
  const element = h(
    "div",
    { class: "mlx-plane", tabindex: "0", role: "group" },
    axes.element,
    points.element,
    rings.element,
    cross,
    handles.element,
    note,
  );

  let frame = null;
  let size = { width: 0, height: 0 };
  let box = null;
  let boxOf = null;
  let scales = null;
  let caret = null;
  const layers = []; // what was added above the handles

  /** The box shown stays while everything fits, so that the plane does not jump. */
  function fitBox() {
    const shown = scales && { x: [scales.x.low, scales.x.high], y: [scales.y.low, scales.y.high] };
    const fits = shown && boxOf === frame.data && inside(shown, frame.X) && inside(shown, frame.mu);
    if (!fits && !handles.held()) {
      box = boundingBox([frame.X, frame.mu], Math.max(...frame.sigma));
      boxOf = frame.data;
    }
    scales = planeScales(box, {
      left: MARGIN.left,
      right: size.width - MARGIN.right,
      top: MARGIN.top,
      bottom: size.height - MARGIN.bottom,
    });
  }

  // ---- pointer -------------------------------------------------------------------

  const pixel = (event) => {
    const edge = element.getBoundingClientRect();
    return { x: event.clientX - edge.left, y: event.clientY - edge.top };
  };
  const pointAt = ({ x, y }) => nearest(points.pixels, x, y, REACH);
  const onHandle = (event) => event.target.closest(".mlx-handle");
  const onPlane = ({ x, y }) =>
    x >= scales.x.start && x <= scales.x.end && y >= scales.y.end && y <= scales.y.start;

  element.addEventListener("pointermove", (event) => {
    if (!frame || event.pointerType === "touch" || handles.held() || onHandle(event)) return;
    const i = pointAt(pixel(event));
    hover(i < 0 ? null : { point: i });
  });
  element.addEventListener("pointerleave", () => {
    if (!handles.held()) hover(null);
  });
  element.addEventListener("click", (event) => {
    if (frame && !onHandle(event)) press(pixel(event));
  });

  /** A click, a tap or Enter, at a pixel: what it does depends on the mode. */
  function press(at) {
    const i = pointAt(at);
    if (ui().mode === "add") {
      if (onPlane(at)) act({ name: "add_point", x: scales.x.from(at.x), y: scales.y.from(at.y) });
    } else if (ui().mode === "remove") {
      if (i >= 0) act({ name: "remove_point", i });
    } else if (i < 0 || i === frame.selected.point) {
      act({ name: "select", point: null, component: null });
    } else {
      act({ name: "select", point: i, component: frame.selected.component });
    }
  }

  // ---- keys: with "Add points" or "Remove points" on, arrows move a cross-hair ---------

  element.addEventListener("keydown", (event) => {
    if (event.target !== element || !ui().mode || !caret) return;
    const step = arrowStep(event.key, event.shiftKey, scales);
    if (step) {
      caret.x = clamp(caret.x + step[0] * scales.x.unit, scales.x.start, scales.x.end);
      caret.y = clamp(caret.y + step[1] * scales.y.unit, scales.y.end, scales.y.start);
      drawCaret();
    } else if (event.key === "Enter") press(caret);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener("focus", drawCaret);
  element.addEventListener("blur", drawCaret);

  function drawCaret() {
    if (!scales) return;
    const { mode } = ui();
    const on = mode && document.activeElement === element;
    setAttribute(cross, "hidden", !on);
    if (!on) return setText(note, HINTS[mode] ?? "");
    caret ??= { x: (scales.x.start + scales.x.end) / 2, y: (scales.y.start + scales.y.end) / 2 };
    cross.style.left = `${caret.x - 12}px`;
    cross.style.top = `${caret.y - 12}px`;
    const [x, y] = [scales.x.from(caret.x), scales.y.from(caret.y)];
    setText(note, `${significant(x, 3)}, ${significant(y, 3)}: Enter ${DOES[mode]}`);
  }

  function draw(pointed) {
    axes.draw(frame.columns, scales, size, ui().theme);
    points.draw(frame, scales, size, ui().theme);
    rings.draw(frame, scales, ui());
    handles.update(frame, scales);
    for (const layer of layers) layer.update(frame, scales, size, handles.spots());
    point(pointed);
    drawCaret();
    setAttribute(element, "data-mode", ui().mode);
    const [across, up] = frame.columns;
    const what = `${frame.N} points and ${frame.K} means`;
    setAttribute(element, "aria-label", `Plane of ${what}; ${across} to the right, ${up} up`);
  }

  function point(pointed) {
    if (!scales) return;
    rings.point(frame, scales, pointed, ui());
    handles.point(pointed);
    for (const layer of layers) layer.point?.(pointed);
  }

  return {
    element,

    /** A part of its own above all others, such as more/predict.js. */
    add(layer) {
      layers.push(layer);
      if (layer.below) element.prepend(layer.element);
      else element.append(layer.element);
      return layer;
    },

    addTrail: rings.addTrail,

    /** Draw a new frame; `pointed` is {i, j}. */
    update(next, pointed) {
      const before = frame;
      const shown = scales && JSON.stringify(scales);
      frame = next;
      fitBox();
      const { t, phase, K } = frame;
      const comparable = K === before?.K && shown === JSON.stringify(scales);
      const isStep = comparable && t === before.t + 1 && ["m", "update"].includes(phase);
      const stays = comparable && t === before.t && phase !== "edit";
      if (stays) draw(pointed);
      else glide.around(isStep, () => draw(pointed), moving);
    },

    /** Only what is pointed at has changed: the points stay as they are. */
    point,

    resize(width, height) {
      size = { width, height };
      caret = null;
      element.style.height = `${height}px`;
      rings.resize(size);
    },
  };
}
