/** Lines of equal density of the mixture, one nat apart, counted down from its highest. */

import { setAttribute } from "../dom.js";
import { logDensity } from "../engine.js";
import { isolines } from "../geometry.js";

const GRID = 8; // pixels

/** So far down from the highest density. */
export const NATS = 8;

/** ln density of the mixture on a grid of the plane, row by row, and the highest of it. */
export function densities(frame, scales, grid) {
  const columns = Math.ceil((scales.x.end - scales.x.start) / grid) + 1;
  const rows = Math.ceil((scales.y.start - scales.y.end) / grid) + 1;
  const values = Float64Array.from({ length: rows * columns }, (_, at) => {
    const [c, r] = [at % columns, Math.floor(at / columns)];
    const [x, y] = [scales.x.start + grid * c, scales.y.end + grid * r];
    return logDensity(frame, scales.x.from(x), scales.y.from(y));
  });
  return { values, columns, rows, top: values.reduce((a, b) => Math.max(a, b)) };
}

/** Draw the lines into an SVG path; without `on`, none. */
export function drawContours(path, frame, scales, on) {
  if (!on || !frame.handles.sigma) return setAttribute(path, "d", null);
  const { values, columns, top } = densities(frame, scales, GRID);
  const place = (c, r) => [scales.x.start + GRID * c, scales.y.end + GRID * r];
  let d = "";
  for (let nat = 1; nat <= NATS; nat++) {
    const pieces = isolines(values, columns, top - nat);
    for (let k = 0; k < pieces.length; k += 4) {
      const [x1, y1] = place(pieces[k], pieces[k + 1]);
      const [x2, y2] = place(pieces[k + 2], pieces[k + 3]);
      d += `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`;
    }
  }
  setAttribute(path, "d", d);
}
