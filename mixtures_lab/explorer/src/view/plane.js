/**
 * The plane: points on a canvas (10,000 of them stay quick), rings and links in SVG
 * above it, and the handles as elements of their own, so that they can be focused,
 * named and moved by pointer or by keys.
 */

import * as geometry from "../geometry.js";
import { colourOf, css, inkOn, mix, mixedColour, readable, THEMES } from "../colour.js";
import { fixed, significant, tickLabel } from "../numbers.js";
import { drawContours } from "./contours.js";
import { h, keepChildren, setAttribute, setText } from "../dom.js";

const MARGIN = { left: 44, right: 10, top: 26, bottom: 40 };
const HIT = 22;

/** A clip path has a name in the whole document: each plane takes its own. */
let clips = 0;

/**
 * @param {object} options
 * @param {(action: object) => void} options.act to the session
 * @param {(part: object|null) => void} options.hover what is pointed at: {point} or {component}
 * @param {() => object} options.ui the view's own state: mode, theme
 */
export function createPlane({ act, hover, ui }) {
  const paper = h("canvas", { "aria-hidden": "true" });
  const canvas = h("canvas", { "aria-hidden": "true" });
  const links = h("g", { class: "mlx-links" });
  const rings = h("g", { class: "mlx-rings" });
  const contours = h("path", { class: "mlx-contours" });
  const spot = h("circle", { class: "mlx-spot", r: 8 });
  const cross = h("path", { class: "mlx-cross", d: "M-12 0H12M0 -12V12", visibility: "hidden" });
  clips += 1;
  const opening = h("rect");
  const clipped = h("g", { "clip-path": `url(#mlx-clip-${clips})` }, contours, rings, links, spot);
  const clip = h("clipPath", { id: `mlx-clip-${clips}` }, opening);
  const svg = h("svg", { "aria-hidden": "true" }, clip, clipped, cross);
  const means = h("div", { class: "mlx-handles" });
  const sigmas = h("div", { class: "mlx-handles" });
  const note = h("div", { class: "mlx-plane-note" });
  const element = h(
    "div",
    { class: "mlx-plane", tabindex: "0", role: "group" },
    paper, canvas, svg, sigmas, means, note,
  );

  let frame = null;
  let size = { width: 0, height: 0 };
  let box = null;
  let boxOf = null;
  let scales = null;
  let pixels = new Float32Array(0);
  let drag = null;
  let gesture = 0;
  let caret = null;
  let axesDrawn = "";

  const ratio = () => Math.min(window.devicePixelRatio || 1, 3);

  // ---- drawing -------------------------------------------------------------

  /** The box shown stays while everything fits, so that the plane does not jump. */
  function fitBox() {
    const shown = scales && { x: [scales.x.low, scales.x.high], y: [scales.y.low, scales.y.high] };
    const fits =
      shown && boxOf === frame.data && geometry.inside(shown, frame.X) && geometry.inside(shown, frame.mu);
    if (!fits && !drag) {
      box = geometry.boundingBox([frame.X, frame.mu], Math.max(...frame.sigma));
      boxOf = frame.data;
    }
    scales = geometry.planeScales(box, {
      left: MARGIN.left,
      right: size.width - MARGIN.right,
      top: MARGIN.top,
      bottom: size.height - MARGIN.bottom,
    });
  }

  /** A pen for an empty canvas, in CSS pixels. */
  function cleared(sheet) {
    const width = Math.round(size.width * ratio());
    const height = Math.round(size.height * ratio());
    if (sheet.width !== width || sheet.height !== height) {
      sheet.width = width;
      sheet.height = height;
    }
    const pen = sheet.getContext("2d");
    pen.setTransform(ratio(), 0, 0, ratio(), 0, 0);
    pen.clearRect(0, 0, size.width, size.height);
    return pen;
  }

  /** Axes have a sheet of their own: text is slow to draw, and seldom changes. */
  function drawAxes() {
    const { x, y } = scales;
    const wanted = [x.low, x.high, y.low, y.high, size.width, size.height, ui().theme, ...frame.columns].join();
    if (wanted === axesDrawn) return;
    axesDrawn = wanted;
    const pen = cleared(paper);
    const { ground, ink } = THEMES[ui().theme];
    const quiet = css(mix(ink, ground, 0.32));
    pen.font = "12px system-ui, sans-serif";
    pen.fillStyle = quiet;
    pen.strokeStyle = css(mix(ink, ground, 0.9));
    pen.lineWidth = 1;
    const bottom = size.height - MARGIN.bottom;
    const right = size.width - MARGIN.right;

    const offsets = ["x", "y"].map((axis) => {
      const scale = scales[axis];
      const length = Math.abs(scale.end - scale.start);
      const offset = geometry.tickOffset(scale.low, scale.high);
      const { values, step } = geometry.ticks(scale.low - offset, scale.high - offset, length / 65);
      for (const value of values) {
        const at = Math.round(scale.to(value + offset)) + 0.5;
        const label = tickLabel(value, step);
        pen.beginPath();
        if (axis === "x") {
          pen.moveTo(at, MARGIN.top);
          pen.lineTo(at, bottom);
          pen.textAlign = "center";
          pen.textBaseline = "top";
          pen.fillText(label, at, bottom + 6);
        } else {
          pen.moveTo(MARGIN.left, at);
          pen.lineTo(right, at);
          pen.textAlign = "right";
          pen.textBaseline = "middle";
          pen.fillText(label, MARGIN.left - 7, at);
        }
        pen.stroke();
      }
      return offset ? ` − ${significant(offset, 6)}` : "";
    });

    pen.textBaseline = "bottom";
    pen.textAlign = "right";
    pen.fillText(frame.columns[0] + offsets[0], right, size.height - 4, right - 8);
    pen.textBaseline = "top";
    pen.textAlign = "left";
    pen.fillText(frame.columns[1] + offsets[1], 8, 6, right - 8);
  }

  /**
   * Points of one colour and shape go into one path, some dozens at a time: far fewer
   * strokes than points, and few enough in each that their rims keep neighbours apart.
   * Mixed colours are rounded to 16 levels a channel, which no eye tells apart in a spot.
   */
  function drawPoints() {
    const pen = cleared(canvas);
    const { N, K, X, labels } = frame;
    const R = frame.matrices.R?.data;
    const { ground, ink } = THEMES[ui().theme];
    const radius = geometry.pointRadius(N, size.width);
    const most = Math.max(24, N / 60);
    if (pixels.length !== 2 * N) pixels = new Float32Array(2 * N);

    pen.lineWidth = radius > 2 ? 0.8 : 0.4;
    pen.strokeStyle = css(ground);
    const open = new Map();
    for (let i = 0; i < N; i++) {
      pixels[2 * i] = scales.x.to(X[2 * i]);
      pixels[2 * i + 1] = scales.y.to(X[2 * i + 1]);
      const mixed = R ? mixedColour(R, K, i) : null;
      const shape = mixed && labels && labels[i] >= 0 ? labels[i] % geometry.MARKERS.length : 0;
      const key = mixed ? (shape << 12) | (level(mixed[0]) << 8) | (level(mixed[1]) << 4) | level(mixed[2]) : -1;
      let group = open.get(key);
      if (!group) open.set(key, (group = { colour: mixed ? readable(mixed, ground, 2) : mix(ink, ground, 0.35), shape, rows: [] }));
      group.rows.push(i);
      if (group.rows.length >= most) drawGroup(pen, radius, group);
    }
    for (const group of open.values()) drawGroup(pen, radius, group);
  }

  function drawGroup(pen, radius, { colour, shape, rows }) {
    const corners = geometry.MARKERS[shape];
    pen.fillStyle = css(colour);
    pen.beginPath();
    for (const i of rows.splice(0)) {
      const x = pixels[2 * i];
      const y = pixels[2 * i + 1];
      if (corners === null) {
        pen.moveTo(x + radius, y);
        pen.arc(x, y, radius, 0, 2 * Math.PI);
      } else {
        pen.moveTo(x + radius * corners[0], y + radius * corners[1]);
        for (let k = 2; k < corners.length; k += 2) pen.lineTo(x + radius * corners[k], y + radius * corners[k + 1]);
        pen.closePath();
      }
    }
    pen.fill();
    pen.stroke();
  }

  const level = (channel) => Math.round(channel / 17);

  function drawRings() {
    const { K, mu, sigma, pi } = frame;
    const { ground } = THEMES[ui().theme];
    const shown = frame.handles.sigma ? K : 0;
    keepChildren(rings, shown, () =>
      h("g", {}, h("ellipse", { class: "mlx-ring1" }), h("ellipse", { class: "mlx-ring2" })),
    );
    for (let j = 0; j < shown; j++) {
      const group = rings.children[j];
      const colour = css(readable(colourOf(j), ground, 3));
      setAttribute(group, "style", `--c:${colour};opacity:${pi[j] > 0 ? 1 : 0.45}`);
      for (const [k, times] of [[0, 1], [1, 2]]) {
        const { cx, cy, rx, ry } = geometry.ring(scales, mu[2 * j], mu[2 * j + 1], times * sigma[j]);
        const ellipse = group.children[k];
        setAttribute(ellipse, "cx", cx.toFixed(2));
        setAttribute(ellipse, "cy", cy.toFixed(2));
        setAttribute(ellipse, "rx", rx.toFixed(2));
        setAttribute(ellipse, "ry", ry.toFixed(2));
        // A ring far larger than the plane has millions of dashes, all of them unseen.
        setAttribute(ellipse, "stroke-dasharray", k === 1 && Math.max(rx, ry) < 10 * size.width ? "5 4" : null);
      }
    }
  }

  function drawHandles() {
    const { K, mu, sigma, pi, columns } = frame;
    keepChildren(means, frame.handles.mean ? K : 0, (j) => handle("mean", j));
    keepChildren(sigmas, frame.handles.sigma ? K : 0, (j) => handle("sigma", j));
    for (let j = 0; j < means.children.length; j++) {
      const node = means.children[j];
      const held = drag?.kind === "mean" && drag.j === j;
      const x = held ? drag.x : scales.x.to(mu[2 * j]);
      const y = held ? drag.y : scales.y.to(mu[2 * j + 1]);
      const spoken = [0, 1]
        .map((axis) => `${columns[axis].split(",")[0]} ${significant(mu[2 * j + axis], 4)}`)
        .join(", ");
      place(node, x, y);
      paintHandle(node, j);
      setAttribute(node, "aria-valuenow", mu[2 * j]);
      setAttribute(node, "aria-valuetext", spoken + (pi[j] > 0 ? "" : ", without points"));
    }
    for (let j = 0; j < sigmas.children.length; j++) {
      const node = sigmas.children[j];
      const held = drag?.kind === "sigma" && drag.j === j;
      const at = geometry.sigmaHandle(scales, mu[2 * j], mu[2 * j + 1], sigma[j]);
      place(node, held ? drag.x : at.x, at.y);
      paintHandle(node, j);
      setAttribute(node, "aria-valuenow", sigma[j]);
      setAttribute(node, "aria-valuetext", significant(sigma[j], 4));
    }
  }

  function paintHandle(node, j) {
    const { ground } = THEMES[ui().theme];
    const colour = colourOf(j);
    node.style.setProperty("--c", css(colour));
    node.style.setProperty("--rim", css(readable(colour, ground, 3)));
    node.style.setProperty("--on", css(inkOn(colour)));
  }

  /** `left` and `top`, not a transform: a test's or a tool's box is then where the handle is drawn. */
  function place(node, x, y) {
    node.style.left = `${clampX(x).toFixed(1)}px`;
    node.style.top = `${clampY(y).toFixed(1)}px`;
  }
  const clampX = (x) => geometry.clamp(x, 0, size.width);
  const clampY = (y) => geometry.clamp(y, 0, size.height);

  /** The pointed-at point, and its links to the means: the larger its share, the wider. */
  function drawPointed({ i, j }) {
    const { K, mu, X } = frame;
    const { ground } = THEMES[ui().theme];
    const R = frame.matrices.R?.data;
    const x = scales.x.to(X[2 * i]);
    const y = scales.y.to(X[2 * i + 1]);
    setAttribute(spot, "cx", x.toFixed(1));
    setAttribute(spot, "cy", y.toFixed(1));
    keepChildren(links, K, () => h("line"));
    for (let k = 0; k < links.children.length; k++) {
      const line = links.children[k];
      const share = R && R[i * K + k] > 0 ? R[i * K + k] : 0;
      const width = (k === j ? 1.5 : 0.75) + 2.5 * share;
      setAttribute(line, "x1", x.toFixed(1));
      setAttribute(line, "y1", y.toFixed(1));
      setAttribute(line, "x2", scales.x.to(mu[2 * k]).toFixed(1));
      setAttribute(line, "y2", scales.y.to(mu[2 * k + 1]).toFixed(1));
      setAttribute(line, "style", `stroke:${css(readable(colourOf(k), ground, 3))};stroke-width:${width.toFixed(2)}`);
      setAttribute(line, "class", k === j ? "mlx-link mlx-link-on" : "mlx-link");
    }
    for (let k = 0; k < means.children.length; k++) means.children[k].classList.toggle("mlx-on", k === j);
  }

  // ---- handles -------------------------------------------------------------

  function handle(kind, j) {
    const node = h(
      "div",
      {
        class: `mlx-handle mlx-${kind}`,
        role: "slider",
        tabindex: "0",
        "aria-label": `${kind === "mean" ? "Mean" : "Sigma"} ${j + 1}`,
        "aria-roledescription": kind === "mean" ? "2-D slider" : null,
        "aria-valuemin": kind === "sigma" ? "0" : null,
        onpointerdown: (event) => grab(event, kind, j),
        onpointerenter: () => hover({ component: j }),
        onpointerleave: () => hover(null),
        onfocus: () => {
          gesture += 1; // all arrow keys from here until the focus leaves are one edit
          hover({ component: j });
        },
        onblur: () => hover(null),
        onkeydown: (event) => nudge(event, kind, j),
      },
      h("span", { class: "mlx-knob", "aria-hidden": "true" }, kind === "mean" ? String(j + 1) : ""),
    );
    return node;
  }

  function grab(event, kind, j) {
    if (event.button !== 0 || ui().mode) return;
    event.preventDefault();
    event.stopPropagation();
    const node = event.currentTarget;
    node.focus({ preventScroll: true });
    node.setPointerCapture(event.pointerId);
    const from = { x: parseFloat(node.style.left), y: parseFloat(node.style.top) };
    gesture += 1;
    drag = { kind, j, gesture, ...from, moved: false };
    const start = { ...pointer(event), sigma: frame.sigma[j] };

    const move = (moved) => {
      const at = pointer(moved);
      // A press that trembles is a press, not an edit.
      if (!drag.moved && Math.hypot(at.x - start.x, at.y - start.y) < 2) return;
      drag.moved = true;
      drag.x = geometry.clamp(from.x + at.x - start.x, scales.x.start, scales.x.end);
      drag.y = geometry.clamp(from.y + at.y - start.y, scales.y.end, scales.y.start);
      if (kind === "mean") {
        act({ name: "move_mean", j, x: scales.x.from(drag.x), y: scales.y.from(drag.y), gesture: drag.gesture });
      } else {
        const sigma = geometry.draggedSigma(scales, start.sigma, drag.x - from.x);
        act({ name: "set_sigma", j, sigma, gesture: drag.gesture });
      }
    };
    const release = () => {
      node.removeEventListener("pointermove", move);
      node.removeEventListener("pointerup", release);
      node.removeEventListener("pointercancel", release);
      const tapped = drag && !drag.moved;
      drag = null;
      if (tapped) act({ name: "select", point: frame.selected.point, component: j });
      if (scales) drawHandles();
    };
    node.addEventListener("pointermove", move);
    node.addEventListener("pointerup", release);
    node.addEventListener("pointercancel", release);
  }

  function nudge(event, kind, j) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (kind === "mean") {
      const step = geometry.arrowStep(event.key, event.shiftKey, scales);
      if (!step) return;
      const x = geometry.clamp(frame.mu[2 * j] + step[0], scales.x.low, scales.x.high);
      const y = geometry.clamp(frame.mu[2 * j + 1] + step[1], scales.y.low, scales.y.high);
      act({ name: "move_mean", j, x, y, gesture });
    } else {
      const factor = geometry.arrowFactor(event.key, event.shiftKey);
      if (!factor) return;
      act({ name: "set_sigma", j, sigma: frame.sigma[j] * factor, gesture });
    }
    event.preventDefault();
    event.stopPropagation();
  }

  // ---- the plane itself ------------------------------------------------------

  const pointer = (event) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const data = ({ x, y }) => ({ x: scales.x.from(x), y: scales.y.from(y) });

  const onPlane = ({ x, y }) =>
    x >= scales.x.start && x <= scales.x.end && y >= scales.y.end && y <= scales.y.start;

  element.addEventListener("pointermove", (event) => {
    if (drag || !frame || event.pointerType === "touch" || event.target.closest(".mlx-handle")) return;
    const { x, y } = pointer(event);
    const i = geometry.nearest(pixels, x, y, HIT);
    hover(i < 0 ? null : { point: i });
  });
  element.addEventListener("pointerleave", () => {
    if (!drag) hover(null);
  });
  element.addEventListener("click", (event) => {
    if (!frame || event.target.closest(".mlx-handle")) return;
    press(pointer(event));
  });

  /** A click, a tap or Enter, at a pixel: what it does depends on the mode. */
  function press(at) {
    const i = geometry.nearest(pixels, at.x, at.y, HIT);
    if (ui().mode === "add") {
      if (onPlane(at)) act({ name: "add_point", ...data(at) });
    } else if (ui().mode === "remove") {
      if (i >= 0) act({ name: "remove_point", i });
    } else {
      const same = i === frame.selected.point;
      act({ name: "select", point: i < 0 || same ? null : i, component: same ? null : frame.selected.component });
    }
  }

  // With "Add points" or "Remove points" on, arrow keys move a cross-hair and Enter presses it.
  element.addEventListener("keydown", (event) => {
    if (event.target !== element || !ui().mode || !frame) return;
    const step = geometry.arrowStep(event.key, event.shiftKey, scales);
    if (step) {
      caret = {
        x: geometry.clamp(caret.x + step[0] * scales.x.unit, scales.x.start, scales.x.end),
        y: geometry.clamp(caret.y + step[1] * scales.y.unit, scales.y.end, scales.y.start),
      };
      drawCaret();
    } else if (event.key === "Enter") {
      press(caret);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener("focus", () => drawCaret());
  element.addEventListener("blur", () => drawCaret());

  function drawCaret() {
    if (!scales) return;
    const on = ui().mode && document.activeElement === element;
    setAttribute(cross, "visibility", on ? "visible" : "hidden");
    if (!on) {
      setText(note, modeNote());
      return;
    }
    caret ??= { x: (scales.x.start + scales.x.end) / 2, y: (scales.y.start + scales.y.end) / 2 };
    setAttribute(cross, "transform", `translate(${caret.x.toFixed(1)} ${caret.y.toFixed(1)})`);
    const { x, y } = data(caret);
    setText(note, `${fixed(x, 2)}, ${fixed(y, 2)}: Enter ${ui().mode === "add" ? "adds" : "removes"}`);
  }

  const modeNote = () =>
    ({ add: "Click to add a point", remove: "Click a point to remove it" })[ui().mode] ?? "";

  return {
    element,

    /** Draw a new frame; `pointed` is {i, j}. */
    update(next, pointed) {
      frame = next;
      fitBox();
      drawAxes();
      drawPoints();
      drawContours(contours, frame, scales, ui().contours);
      drawRings();
      drawHandles();
      drawPointed(pointed);
      drawCaret();
      setAttribute(element, "data-mode", ui().mode);
      setAttribute(
        element,
        "aria-label",
        `Plane of ${frame.N} points and ${frame.K} means; ${frame.columns[0]} to the right, ${frame.columns[1]} up`,
      );
    },

    /** Only the pointed-at point changed: the points stay as they are. */
    point(pointed) {
      if (scales) drawPointed(pointed);
    },

    resize(width, height) {
      size = { width, height };
      axesDrawn = "";
      element.style.height = `${height}px`;
      setAttribute(svg, "viewBox", `0 0 ${width} ${height}`);
      setAttribute(opening, "x", MARGIN.left);
      setAttribute(opening, "y", MARGIN.top);
      setAttribute(opening, "width", Math.max(0, width - MARGIN.left - MARGIN.right));
      setAttribute(opening, "height", Math.max(0, height - MARGIN.top - MARGIN.bottom));
      svg.style.width = `${width}px`;
      svg.style.height = `${height}px`;
      caret = null;
    },
  };
}
