/** L against the iteration, with the slider that goes back through it as its axis. */

import { clamp, iterationAt, ticks, traceScales } from "../geometry.js";
import { fixed, tickLabel } from "../numbers.js";
import { h, keepChildren, setAttribute, setText } from "../dom.js";

const HEIGHT = 98;
const MARGIN = { left: 64, right: 12, top: 20, bottom: 18 };

/** From so many entries on, the later half may be too flat to be seen beside the first one. */
const LONG = 4;

/** A number of an iteration needs so many pixels. */
const APART = 26;

const EDIT = "M0-4 4 0 0 4-4 0Z";

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
  const title = h("text", { class: "mlx-axis-title", x: MARGIN.left, y: 12 });
  const grid = h("g", { class: "mlx-grid" });
  const counts = h("g", { class: "mlx-grid mlx-counts" });
  const line = h("polyline", { class: "mlx-trace-line" });
  // A picture within the picture cuts off what a zoom leaves out.
  const inner = h("svg", { x: MARGIN.left - 4, y: MARGIN.top - 4 }, line);
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
    counts,
    inner,
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
  const diamond = h("svg", { class: "mlx-edits", viewBox: "-6 -6 12 12" }, h("path", { d: EDIT }));
  const legend = h("span", { class: "mlx-edit-legend", "aria-hidden": "true" }, diamond, "edit");
  let zoomed = false;
  const zoom = h(
    "button",
    {
      type: "button",
      title: "Make room for the later half of the curve",
      onclick: () => {
        zoomed = !zoomed;
        update(frame);
      },
    },
    "Zoom",
  );
  const element = h(
    "div",
    { class: "mlx-trace" },
    svg,
    h("div", { class: "mlx-trace-head" }, legend, zoom),
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
    const from = zoomed && frame.last >= LONG ? Math.ceil(frame.last / 2) : 0;
    const seen = halves ? halves.subarray(2 * from) : frame.trace.subarray(from);
    scales = traceScales(seen, frame.last, {
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
    drawCounts();
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
    const onPlot = (y) => clamp(y, scales.y.end, scales.y.start);
    const edited = frame.trace_phases.flatMap((phase, t) =>
      phase === "edit" && at(t)[1] === onPlot(at(t)[1]) ? [t] : [],
    );
    keepChildren(edits, edited.length, () => h("path", { d: EDIT }));
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
    setAttribute(marker, "cy", onPlot(y).toFixed(1));
  }

  /** A tick where each iteration begins: an edit is none. Numbers where there is room. */
  function drawCounts() {
    const { iterations, last } = frame;
    const count = iterations[last];
    const room = scales.x.end - scales.x.start;
    const every = Math.max(ticks(0, Math.max(count, 1), room / APART).step, 1);
    const dense = room / Math.max(last, 1) < 4;
    const shown = iterations.flatMap((k, t) =>
      k === iterations[t - 1] || (dense && k % every) ? [] : [t],
    );
    keepChildren(counts, shown.length, () => h("g", {}, h("line"), h("text")));
    shown.forEach((t, n) => {
      const x = scales.x.to(t).toFixed(1);
      const [mark, text] = counts.children[n].children;
      const [y1, y2] = [scales.y.start, scales.y.start + 4];
      for (const [name, value] of Object.entries({ x1: x, x2: x, y1, y2 }))
        setAttribute(mark, name, value);
      setAttribute(text, "x", x);
      setAttribute(text, "y", HEIGHT - 7);
      setText(text, iterations[t] % every ? "" : String(iterations[t]));
    });
  }

  function update(next) {
    frame = next;
    const { t, last, iterations, trace_phases, nll_label } = frame;
    setText(title, nll_label);
    setAttribute(legend, "hidden", !trace_phases.includes("edit"));
    setAttribute(zoom, "hidden", last < LONG);
    setAttribute(zoom, "aria-pressed", String(zoomed));
    setAttribute(slider, "max", last);
    setAttribute(slider, "disabled", last === 0);
    if (slider.valueAsNumber !== t) slider.value = t;
    const measured = `${nll_label.split(",")[0]} ${fixed(frame.J ?? frame.nll, 2)}`;
    setAttribute(
      slider,
      "aria-valuetext",
      `iteration ${iterations[t]} of ${iterations[last]}, ${PHASES[frame.phase]}, ${measured}`,
    );
    if (width) draw();
  }

  return {
    element,

    update,

    resize() {
      width = svg.getBoundingClientRect().width;
      setAttribute(svg, "viewBox", `0 0 ${width} ${HEIGHT}`);
      const box = [MARGIN.left - 4, MARGIN.top - 4, width - 68, HEIGHT - 30];
      setAttribute(inner, "viewBox", box.join(" "));
      setAttribute(inner, "width", box[2]);
      setAttribute(inner, "height", box[3]);
      if (frame && width) draw();
    },
  };
}
