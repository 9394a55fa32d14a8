/** Lines of equal density of the mixture, one nat apart, counted down from its highest. */

import { setAttribute } from "../dom.js";
import { logDensity } from "../engine.js";
import { isolines } from "../geometry.js";

const GRID = 8; // pixels
const NATS = 8;

/** Draw the lines into an SVG path; without `on`, none. */
export function drawContours(path, frame, scales, on) {
  if (!on || !frame.handles.sigma) return setAttribute(path, "d", null);
  const columns = Math.ceil((scales.x.end - scales.x.start) / GRID) + 1;
  const rows = Math.ceil((scales.y.start - scales.y.end) / GRID) + 1;
  const place = (c, r) => [scales.x.start + GRID * c, scales.y.end + GRID * r];
  const values = Float64Array.from({ length: rows * columns }, (_, at) => {
    const [x, y] = place(at % columns, Math.floor(at / columns));
    return logDensity(frame, scales.x.from(x), scales.y.from(y));
  });
  const top = values.reduce((a, b) => Math.max(a, b));
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
