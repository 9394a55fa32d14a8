/** −L and the bound along one parameter that the reader chooses: where they touch, and the top. */

import { touches } from "../bound.js";
import { h, keepChildren, setAttribute, setText } from "../dom.js";
import { linearScale, ticks } from "../geometry.js";
import { significant, tickLabel } from "../numbers.js";
import { spoken } from "../sentences.js";
import { addStyles } from "../styles.js";
import { along } from "./along.js";
import text from "./curves.css";

const HEIGHT = 210;
const MARGIN = { left: 64, right: 12, top: 12, bottom: 24 };

export function createCurves() {
  addStyles(text);
  const choice = h("select", { onchange: () => draw() });
  const axes = h("g", { class: "mlx-grid" });
  const minusL = h("polyline", { class: "mlx-curve" });
  const bound = h("polyline", { class: "mlx-curve mlx-curve-bound" });
  const gift = h("line", { class: "mlx-gift" });
  const marks = h("g", {});
  // An inner svg cuts off what leaves the plot: the bound falls far.
  const inside = h("svg", { class: "mlx-inside" }, gift, minusL, bound, marks);
  const plot = h(
    "svg",
    { class: "mlx-curves-plot", height: HEIGHT, "aria-hidden": "true" },
    axes,
    inside,
  );
  const words = h("div", { class: "mlx-note" });
  const element = h(
    "div",
    { class: "mlx-curves", role: "group", "aria-label": "−L and the bound along one parameter" },
    h("label", { class: "mlx-field" }, h("span", {}, "Along"), choice),
    plot,
    words,
  );
  let frame = null;
  let width = 0;
  let options = "";

  const observer = new ResizeObserver(() => {
    width = plot.clientWidth;
    setAttribute(plot, "viewBox", `0 0 ${width} ${HEIGHT}`);
    draw();
  });
  observer.observe(plot);

  /** A choice for each coordinate of each mean, and for each σ. */
  function offer({ K, columns }) {
    const wanted = JSON.stringify([K, columns]);
    if (wanted === options) return;
    options = wanted;
    const names = Array.from({ length: K }, (_, j) => [
      [`${j} x`, `mean ${j + 1}, ${columns[0]}`],
      [`${j} y`, `mean ${j + 1}, ${columns[1]}`],
      [`${j} sigma`, `σ ${j + 1}`],
    ]).flat();
    const before = choice.value;
    choice.replaceChildren(...names.map(([value, name]) => h("option", { value }, name)));
    if (names.some(([value]) => value === before)) choice.value = before;
  }

  function draw() {
    if (!frame || !width || element.hidden) return;
    const [j, parameter] = choice.value.split(" ");
    const found = along(frame, Number(j), /** @type {any} */ (parameter));
    const scales = scalesOf(found, width);
    drawAxes(axes, scales, width);
    setAttribute(inside, "width", width - MARGIN.right);
    setAttribute(inside, "height", HEIGHT - MARGIN.bottom);
    const path = (heights) =>
      Array.from(heights, (y, k) =>
        [scales.x.to(found.values[k]), scales.y.to(y)].map((v) => v.toFixed(1)).join(),
      ).join(" ");
    setAttribute(minusL, "points", path(found.minusL));
    setAttribute(bound, "points", found.bound ? path(found.bound) : "");
    drawMarks(found, scales);
    setText(words, inWords(frame, found));
  }

  /** Where one stands on both curves, and the top of the bound with −L above it. */
  function drawMarks({ now, top }, { x, y }) {
    const disc = (value, height, name) => ["circle", name, x.to(value), y.to(height)];
    const found = [disc(now, minusLHere(frame), "mlx-here")];
    if (top) {
      found.push(disc(now, frame.bound[1], "mlx-here-bound"));
      found.push(["path", "mlx-top", x.to(top.value), y.to(top.bound)]);
    }
    marks.replaceChildren(
      ...found.map(([tag, name, left, up]) =>
        h(tag, {
          class: name,
          ...(tag === "path" ? { d: "M0-7 6.5 5-6.5 5Z" } : { r: 4.5 }),
          transform: `translate(${left.toFixed(1)},${up.toFixed(1)})`,
        }),
      ),
    );
    setAttribute(gift, "hidden", !top);
    if (!top) return;
    for (const name of ["x1", "x2"]) setAttribute(gift, name, x.to(top.value).toFixed(1));
    setAttribute(gift, "y1", y.to(top.bound).toFixed(1));
    setAttribute(gift, "y2", y.to(top.minusL).toFixed(1));
  }

  return {
    element,

    update(next) {
      frame = next;
      offer(frame);
      draw();
    },

    close: () => observer.disconnect(),
  };
}

const minusLHere = ({ bound, nll }) => (bound ? bound[0] : -nll);

/** As high as −L gets, and as low as where one stands and the lower half of −L. */
function scalesOf({ values, minusL, top }, width) {
  const sorted = Float64Array.from(minusL).sort();
  const low = sorted[sorted.length >> 2];
  const high = sorted[sorted.length - 1];
  const bottom = Math.min(low, top ? top.bound : low);
  const margin = 0.12 * (high - bottom) || 1;
  return {
    x: linearScale([values[0], values[values.length - 1]], [MARGIN.left, width - MARGIN.right]),
    y: linearScale([bottom - margin, high + margin], [HEIGHT - MARGIN.bottom, MARGIN.top]),
  };
}

function drawAxes(group, { x, y }, width) {
  const along = ticks(x.low, x.high, width / 90);
  const up = ticks(y.low, y.high, 4);
  const marks = [
    ...up.values.map((v) => [
      MARGIN.left,
      y.to(v),
      width - MARGIN.right,
      y.to(v),
      tickLabel(v, up.step),
      "end",
    ]),
    ...along.values.map((v) => [
      x.to(v),
      HEIGHT - MARGIN.bottom,
      x.to(v),
      HEIGHT - MARGIN.bottom + 4,
      tickLabel(v, along.step),
      "middle",
    ]),
  ];
  keepChildren(group, marks.length, () => h("g", {}, h("line"), h("text")));
  marks.forEach(([x1, y1, x2, y2, label, anchor], k) => {
    const [rule, words] = group.children[k].children;
    Object.entries({ x1, y1, x2, y2 }).forEach(([name, at]) =>
      setAttribute(rule, name, at.toFixed(1)),
    );
    const below = anchor === "middle";
    setAttribute(words, "x", (below ? x1 : x1 - 8).toFixed(1));
    setAttribute(words, "y", (below ? y2 + 11 : y1).toFixed(1));
    setAttribute(words, "style", `text-anchor:${anchor}`);
    setText(words, label);
  });
}

/** What is to be seen, for those who do not see it too. */
export function inWords(frame, { now, top }) {
  const at = significant(now, 3);
  if (!frame.bound)
    return `You stand at ${at}. There is no bound yet: the E-step gives the shares for it.`;
  if (!top) return `You stand at ${at}. No point has a share of this component, so no curve moves.`;
  const here = touches(frame.bound)
    ? `The bound touches −L where you stand, at ${at}.`
    : `You stand at ${at}, where the bound lies ${spoken(frame.bound[2])} below −L.`;
  const gift = Math.max(top.minusL - top.bound, 0);
  return `${here} Its top along this line, the triangle, is at ${significant(top.value, 3)}, and −L is ${spoken(gift)} above it there.`;
}
