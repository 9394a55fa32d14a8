/** L against the iteration, with the slider that goes back through it as its axis. */

import { iterationAt, ticks, traceScales } from "../geometry.js";
import { fixed, tickLabel } from "../numbers.js";
import { h, keepChildren, setAttribute, setText } from "../dom.js";

const HEIGHT = 92;
const MARGIN = { left: 64, right: 12, top: 20, bottom: 6 };

const PHASES = {
  start: "first guess",
  e: "after the E-step",
  m: "after the M-step",
  assign: "after the assignment",
  update: "after the update",
  edit: "edited",
};

/**
 * @param {object} options
 * @param {(action: object) => void} options.act
 */
export function createTrace({ act }) {
  const title = h("text", { class: "mlx-axis-title", x: 4, y: 12 });
  const grid = h("g", { class: "mlx-grid" });
  const line = h("polyline", { class: "mlx-trace-line" });
  const edits = h("g", { class: "mlx-edits" });
  const marker = h("circle", { class: "mlx-marker", r: 5 });
  const svg = h(
    "svg",
    {
      class: "mlx-trace-plot",
      height: HEIGHT,
      "aria-hidden": "true",
      onclick: (event) => jump(event),
    },
    grid,
    line,
    edits,
    marker,
    title,
  );
  const slider = h("input", {
    type: "range",
    min: "0",
    step: "1",
    "aria-label": "Iteration",
    oninput: () => act({ name: "goto", t: slider.valueAsNumber }),
  });
  const label = h("span", { class: "mlx-axis-title", "aria-hidden": "true" }, "iteration");
  const element = h(
    "div",
    { class: "mlx-trace" },
    svg,
    h("div", { class: "mlx-scrub" }, slider),
    label,
  );

  let frame = null;
  let scales = null;
  let width = 0;

  function jump(event) {
    if (!frame || frame.last === 0) return;
    const x = event.clientX - svg.getBoundingClientRect().left;
    act({ name: "goto", t: iterationAt(scales.x, x, frame.last) });
  }

  function draw() {
    // In K-means the assignment lowers J at an iteration, and the update on the way to the next.
    const halves = frame.J_trace;
    scales = traceScales(halves ?? frame.trace, frame.last, {
      left: MARGIN.left,
      right: width - MARGIN.right,
      top: MARGIN.top,
      bottom: HEIGHT - MARGIN.bottom,
    });
    const { values, step } = ticks(scales.y.low, scales.y.high, 4);
    keepChildren(grid, values.length, () => h("g", {}, h("line"), h("text")));
    values.forEach((value, k) => {
      const [rule, text] = grid.children[k].children;
      const y = scales.y.to(value).toFixed(1);
      for (const [name, at] of [
        ["x1", MARGIN.left],
        ["x2", width - MARGIN.right],
        ["y1", y],
        ["y2", y],
      ])
        setAttribute(rule, name, at);
      setAttribute(text, "x", MARGIN.left - 8);
      setAttribute(text, "y", y);
      setText(text, tickLabel(value, step));
    });
    const place = (t, value) => [scales.x.to(t), scales.y.to(value)];
    const at = (t) => place(t, halves ? halves[2 * t] : frame.trace[t]);
    setAttribute(
      line,
      "points",
      Array.from(halves ?? frame.trace, (value, k) =>
        place(halves ? k >> 1 : k, value)
          .map((v) => v.toFixed(1))
          .join(),
      ).join(" "),
    );
    const edited = frame.trace_phases.flatMap((phase, t) => (phase === "edit" ? [t] : []));
    keepChildren(edits, edited.length, () => h("path", { d: "M0-4 4 0 0 4-4 0Z" }));
    edited.forEach((t, k) =>
      setAttribute(
        edits.children[k],
        "transform",
        `translate(${at(t)
          .map((v) => v.toFixed(1))
          .join()})`,
      ),
    );
    const [x, y] = place(frame.t, frame.J ?? frame.trace[frame.t]);
    setAttribute(marker, "cx", x.toFixed(1));
    setAttribute(marker, "cy", y.toFixed(1));
  }

  return {
    element,

    update(next) {
      frame = next;
      setText(title, frame.nll_label);
      setAttribute(slider, "max", frame.last);
      setAttribute(slider, "disabled", frame.last === 0);
      if (slider.valueAsNumber !== frame.t) slider.value = frame.t;
      setAttribute(
        slider,
        "aria-valuetext",
        `iteration ${frame.t} of ${frame.last}, ${PHASES[frame.phase]}, ${frame.nll_label.split(",")[0]} ${fixed(frame.J ?? frame.nll, 2)}`,
      );
      if (width) draw();
    },

    resize() {
      width = svg.getBoundingClientRect().width;
      setAttribute(svg, "viewBox", `0 0 ${width} ${HEIGHT}`);
      if (frame && width) draw();
    },
  };
}
