/** The plane of the run beside: drawn as the first one is, but with nothing to take hold of. */

import { h, keepChildren, setAttribute } from "../dom.js";
import { meanHandles } from "../geometry.js";
import { significant } from "../numbers.js";
import { createGlide } from "../view/glide.js";
import { createRings } from "../view/rings.js";
import { createAxes, createPoints } from "../view/sheets.js";
import { knobStyle } from "./knob.js";
import { create as createRegions } from "./regions.js";
import { create as createShade } from "./shade.js";

/** What the frame would be if the run beside were the one on screen. */
export function frameBeside(frame) {
  const { N, beside } = frame;
  const { algorithm, mu, sigma, pi, R, labels, trail, at } = beside;
  const K = pi.length;
  return {
    ...frame,
    ...{ algorithm, K, mu, sigma, pi, labels, trail, t: at[1] },
    trace_phases: [], // no edits
    handles: { mean: true, sigma: algorithm === "em" },
    matrices: R ? { R: { data: R, shape: [N, K] } } : {},
  };
}

/** @param {{ui: () => import("../explorer.js").Ui}} options */
export function createStill({ ui }) {
  const below = [createRegions({ ui }), createShade({ ui })];
  const axes = createAxes();
  const points = createPoints();
  const rings = createRings();
  const marks = h("div", { "aria-hidden": "true" });
  const caption = h("div", { class: "mlx-side-name", "aria-hidden": "true" });
  const parts = [...below, axes, points, rings].map((part) => part.element);
  const element = h("div", { class: "mlx-plane mlx-still", role: "img" }, ...parts, marks, caption);
  const glide = createGlide();
  const moving = { ...rings, knobs: () => marks.querySelectorAll(".mlx-knob") };
  let drawn = null;

  function draw(shown, scales, size) {
    const { theme } = ui();
    const { K, mu } = shown;
    drawn = { shown, scales, place: JSON.stringify(scales) };
    element.style.height = `${size.height}px`;
    rings.resize(size);
    for (const layer of below) layer.update(shown, scales, size);
    // Under the other plane its caption has the place of the axis' name, which stands above.
    const [across, up] = shown.columns;
    axes.draw([across, size.width < 420 ? "" : up], scales, size, theme);
    points.draw(shown, scales, size, theme);
    rings.draw(shown, scales, ui());
    keepChildren(marks, K, (j) =>
      h("div", { class: "mlx-handle mlx-mean" }, h("span", { class: "mlx-knob" }, String(j + 1))),
    );
    meanHandles(scales, mu, null).forEach(({ x, y }, j) => {
      const place = `left:${x.toFixed(1)}px;top:${y.toFixed(1)}px;--r:13px`;
      setAttribute(marks.children[j], "style", `${place};${knobStyle(j, theme)}`);
    });
    setAttribute(element, "aria-label", inWords(shown));
  }

  return {
    element,
    caption,

    update(frame, scales, size) {
      const shown = frameBeside(frame);
      const before = drawn?.shown;
      const same = before?.K === shown.K && drawn.place === JSON.stringify(scales);
      const isStep = same && shown.t === before.t + 1;
      const stays = same && shown.mu.every((value, n) => value === before.mu[n]);
      if (stays) draw(shown, scales, size);
      else glide.around(isStep, () => draw(shown, scales, size), moving);
    },

    /** The point that is pointed at on the other side, with its shares and its mean on this one. */
    point({ i, j }) {
      if (!drawn) return;
      const { shown, scales } = drawn;
      const likeliest = shown.labels?.[i] ?? -1;
      rings.point(shown, scales, { i, j: likeliest < 0 ? j : likeliest }, ui());
    },
  };
}

/** Where its means are, for those who do not see them. */
export function inWords({ beside, columns, mu, K }) {
  const [across, up] = columns.map((column) => column.split(",")[0]);
  const means = Array.from({ length: K }, (_, j) => {
    const [x, y] = [mu[2 * j], mu[2 * j + 1]].map((value) => significant(value, 4));
    return `mean ${j + 1} at ${across} ${x}, ${up} ${y}`;
  });
  const steps = beside.at[1] === 1 ? "1 step" : `${beside.at[1]} steps`;
  return `Beside it, ${beside.names[1]} after ${steps}: ${means.join("; ")}`;
}
