/** What two runs are compared by, against their steps, in one plot. */

import { h, keepChildren, setAttribute, setText } from "../dom.js";
import { ticks, traceScales } from "../geometry.js";
import { tickLabel } from "../numbers.js";

const HEIGHT = 132;
const MARGIN = { left: 64, right: 12, top: 8, bottom: 22 };

/** So many steps are shown whole; of longer runs the plot shows what follows the second. */
const FEW = 4;

/** The values between which the plot is drawn. @param {(number|null)[][]} traces */
export function shownOf(traces) {
  const known = (from) =>
    traces.flatMap((trace) => trace.slice(from)).filter((value) => value !== null);
  const long = Math.max(...traces.map((trace) => trace.length)) > FEW;
  const all = known(0);
  const late = known(2);
  if (!long || !late.length) return { values: all, cut: false };
  const [low, high] = [Math.min(...late), Math.max(...late)];
  const top = high + 0.5 * (high - low);
  const values = all.filter((value) => value <= top);
  return { values: [...values, top], cut: values.length < all.length };
}

export function createDuel() {
  const grid = h("g", { class: "mlx-grid" });
  const lines = ["mlx-here", "mlx-there"].map((side) =>
    h("g", { class: `mlx-duel-${side.slice(4)}` }, h("path", {}), h("circle", { r: 4.5 })),
  );
  const inside = h("svg", { class: "mlx-inside" }, ...lines);
  const element = h(
    "svg",
    { class: "mlx-duel-plot", height: HEIGHT, "aria-hidden": "true" },
    grid,
    inside,
  );
  let frame = null;
  let width = 0;

  const observer = new ResizeObserver(() => {
    width = element.clientWidth;
    setAttribute(element, "viewBox", `0 0 ${width} ${HEIGHT}`);
    draw();
  });
  observer.observe(element);

  function draw() {
    if (!frame || !width) return;
    const { traces, at } = frame.beside;
    const longest = Math.max(...traces.map((trace) => trace.length - 1));
    const { values } = shownOf(traces);
    const { x, y } = traceScales(values.length ? values : [0], longest, {
      left: MARGIN.left,
      right: width - MARGIN.right,
      top: MARGIN.top,
      bottom: HEIGHT - MARGIN.bottom,
    });
    setAttribute(inside, "width", width);
    setAttribute(inside, "height", HEIGHT - MARGIN.bottom);
    drawGrid(grid, x, y, longest, width);
    traces.forEach((trace, side) => {
      const [path, mark] = lines[side].children;
      const place = (k) => `${x.to(k).toFixed(1)} ${y.to(trace[k]).toFixed(1)}`;
      // A gap, where clusters make no mixture.
      const pieces = trace.map((value, k) => {
        if (value === null) return "";
        return (k && trace[k - 1] !== null ? "L" : "M") + place(k);
      });
      setAttribute(path, "d", pieces.join(""));
      const value = trace[at[side]];
      setAttribute(mark, "hidden", value === null);
      if (value !== null) setAttribute(mark, "transform", `translate(${place(at[side])})`);
    });
  }

  return {
    element,
    update(next) {
      frame = next;
      draw();
    },
    close: () => observer.disconnect(),
  };
}

function drawGrid(group, x, y, longest, width) {
  const up = ticks(y.low, y.high, 4);
  const along = ticks(0, Math.max(longest, 1), Math.min(longest || 1, width / 70));
  const bottom = HEIGHT - MARGIN.bottom;
  const marks = [
    ...up.values.map((value) => {
      const at = y.to(value).toFixed(1);
      const rule = [MARGIN.left, at, width - MARGIN.right, at];
      return { rule, label: tickLabel(value, up.step), place: [MARGIN.left - 8, at], end: "end" };
    }),
    ...along.values.filter(Number.isInteger).map((value) => {
      const at = x.to(value).toFixed(1);
      return { rule: [at, bottom, at, bottom + 4], label: value, place: [at, bottom + 12], end: "middle" };
    }),
  ];
  keepChildren(group, marks.length, () => h("g", {}, h("line"), h("text")));
  marks.forEach(({ rule, label, place, end }, k) => {
    const [line, words] = group.children[k].children;
    ["x1", "y1", "x2", "y2"].forEach((name, n) => setAttribute(line, name, rule[n]));
    setAttribute(words, "x", place[0]);
    setAttribute(words, "y", place[1]);
    setAttribute(words, "style", `text-anchor:${end}`);
    setText(words, String(label));
  });
}
