/**
 * Many starts: their curves of L, faint, in one plot, and a button for each that loads it.
 * They come in slices: the next one is asked for when the last has been drawn.
 */

import { h, keepChildren, setAttribute, setText } from "../dom.js";
import { linearScale } from "../geometry.js";
import { fixed } from "../numbers.js";
import { addStyles } from "../styles.js";
import text from "./tried.css";

const [WIDTH, HEIGHT, EDGE] = [400, 96, 6];

/** Ends that differ by less are one place, in a nat or a unit of the inertia. */
const SAME = 0.01;

const last = (values) => values[values.length - 1];

/** @param {object} options @param {(action: object) => void} options.act */
export function createTried({ act }) {
  addStyles(text);
  const lines = h("g", {});
  const svg = h(
    "svg",
    {
      class: "mlx-tried-plot",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
      onclick: (event) => {
        const s = event.target.dataset.s;
        if (s) load(Number(s));
      },
    },
    lines,
  );
  const words = h("p", { class: "mlx-note", "aria-live": "polite" });
  const stop = h(
    "button",
    { type: "button", onclick: () => act({ name: "stop_starts" }) },
    "Stop the starts",
  );
  const buttons = h("div", { class: "mlx-tried-each", role: "group", "aria-label": "Load a start" });
  const head = h("div", { class: "mlx-tried-head" }, words, stop);
  const element = h("div", { class: "mlx-tried" }, head, svg, buttons);
  let waiting = 0;
  let drawn = -1;

  const load = (start) => act({ name: "load_start", start });

  /** One slice after another, with time between them for whatever the reader does. */
  function goOn({ running }, problem) {
    if (!running || waiting) return;
    waiting = setTimeout(() => {
      waiting = 0;
      if (element.isConnected) act({ name: problem ? "stop_starts" : "go_on" });
    });
  }

  function draw({ traces }, finished, best) {
    const longest = Math.max(1, ...traces.map((trace) => trace.length - 1));
    const ends = traces.map(last);
    const low = Math.min(...ends);
    // Most happens in the first steps, and least where the ends part: neither hides the other.
    const above = (nll) => Math.log1p(Math.max(nll - low, 0));
    const high = Math.max(1e-9, ...traces.map((trace) => above(trace[0])));
    const across = linearScale([0, Math.sqrt(longest)], [EDGE, WIDTH - EDGE]);
    const up = linearScale([0, high], [HEIGHT - EDGE, EDGE]);
    const height = (nll) => up.to(above(nll)).toFixed(1);
    keepChildren(lines, traces.length, () => h("g", {}, h("polyline"), h("polyline")));
    traces.forEach((trace, s) => {
      const points = trace.map((nll, t) => `${across.to(Math.sqrt(t)).toFixed(1)},${height(nll)}`);
      points.push(`${WIDTH - EDGE},${height(last(trace))}`);
      [...lines.children[s].children].forEach((line) => {
        setAttribute(line, "points", points.join(" "));
        line.dataset.s = s;
      });
      lines.children[s].classList.toggle("mlx-best", s < finished && ends[s] <= best + SAME);
    });
  }

  return {
    element,

    update({ trials, problem, nll_label }) {
      setAttribute(element, "hidden", !trials);
      if (!trials || (trials.version === drawn && !problem)) return;
      drawn = trials.version;
      const { count, running, traces } = trials;
      const finished = running ? Math.max(traces.length - 1, 0) : traces.length;
      const ends = traces.slice(0, finished).map(last);
      const best = Math.min(...ends);
      const quantity = nll_label.split(",")[0];
      draw(trials, finished, best);
      setAttribute(stop, "hidden", !running);
      const reached = ends.filter((end) => end <= best + SAME).length;
      const lowest = `the lowest ${quantity} is ${fixed(best, 2)}, which ${reached} of ${finished} reached`;
      const scales =
        `A curve shows how far ${quantity} still is above that, on a logarithmic scale, against √t. ` +
        "Click one, or its number, to load its start.";
      if (running) setText(words, `${finished} of ${count} starts have ended.`);
      else setText(words, finished ? `${finished} starts: ${lowest}. ${scales}` : "No start has ended.");
      keepChildren(buttons, finished, (s) =>
        h("button", { type: "button", onclick: () => load(s) }, String(s + 1)),
      );
      ends.forEach((end, s) => {
        const isBest = end <= best + SAME;
        const steps = traces[s].length - 1;
        const name = `Start ${s + 1}: ${quantity} = ${fixed(end, 2)} after ${steps} iterations`;
        buttons.children[s].classList.toggle("mlx-best", isBest);
        setAttribute(buttons.children[s], "aria-label", isBest ? `${name}, the lowest` : name);
        setAttribute(buttons.children[s], "title", name);
      });
      goOn(trials, problem);
    },
  };
}
