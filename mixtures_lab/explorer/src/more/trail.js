/**
 * Where the means came from: of each a trail through the entries before, the older the fainter,
 * and its ring as it was in the last one.
 */

import { h, keepChildren, setAttribute } from "../dom.js";
import { ring } from "../geometry.js";
import { addStyles } from "../styles.js";
import text from "./trail.css";

/** The newest step, the two before it, the next five, and all the rest. */
const AGES = [1, 3, 8, Infinity];

export function createTrail() {
  addStyles(text);
  const element = h("g", { class: "mlx-trail" });

  /** Lines between the places of one age, and a spot on each place that was left. */
  function drawAge(group, places, byHand, start, end) {
    let [line, spots] = ["", ""];
    for (let k = start; k < end; k++) {
      const [from, to] = [places[k], places[k + 1]];
      // What a hand has moved is no step: the trail breaks off.
      if (!byHand[k + 1] && from !== to) line += `M${from}L${to}`;
      if (from !== to) spots += `M${from}h0`;
    }
    const [halo, path, dots] = group.children;
    setAttribute(halo, "d", line + spots || null);
    setAttribute(path, "d", line || null);
    setAttribute(dots, "d", spots || null);
  }

  return {
    element,

    /** What appears with a step, and did not move there: the newest piece of each trail. */
    newest: () => [...element.children].map((trail) => trail.children[1]),

    draw({ trail, K, t, algorithm, trace_phases, handles }, scales, colour) {
      const count = algorithm === "none" ? 1 : trail.length / (3 * K);
      const byHand = Array.from(
        { length: count },
        (_, k) => trace_phases[t + 1 - count + k] === "edit",
      );
      const at = (k, j, c) => trail[3 * (k * K + j) + c];
      const pixel = (k, j) =>
        `${scales.x.to(at(k, j, 0)).toFixed(1)} ${scales.y.to(at(k, j, 1)).toFixed(1)}`;
      keepChildren(element, count > 1 ? K : 0, () =>
        h(
          "g",
          {},
          h("ellipse", { class: "mlx-ghost" }),
          ...AGES.map((_, age) =>
            h("g", { class: `mlx-age${age}` }, h("path"), h("path"), h("path")),
          ),
        ),
      );
      [...element.children].forEach((group, j) => {
        setAttribute(group, "style", `--c:${colour(j)}`);
        const places = Array.from({ length: count }, (_, k) => pixel(k, j));
        const [ghost, ...ages] = group.children;
        let end = count - 1;
        ages.forEach((node, age) => {
          const start = Math.max(count - 1 - AGES[age], 0);
          drawAge(node, places, byHand, start, end);
          end = start;
        });
        const old = ring(scales, at(count - 2, j, 0), at(count - 2, j, 1), at(count - 2, j, 2));
        setAttribute(ghost, "hidden", !handles.sigma);
        for (const [name, value] of Object.entries(old))
          setAttribute(ghost, name, value.toFixed(1));
      });
    },
  };
}
