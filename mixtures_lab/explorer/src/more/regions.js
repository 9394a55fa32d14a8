/** Decision regions: each place in the colour of the component that it would be given to. */

import { colourOf, css, THEMES } from "../colour.js";
import { isolines } from "../geometry.js";
import { sheet } from "../view/sheets.js";
import { leads, scoresAt } from "./likeliest.js";

const GRID = 6; // pixels
const SHADE = { light: 0.16, dark: 0.28 };

/**
 * A layer below the points.
 *
 * @param {object} options
 * @param {() => import("../explorer.js").Ui} options.ui
 */
export function create({ ui }) {
  const { element, cleared } = sheet();

  return {
    element,
    below: true,

    update(frame, scales, size) {
      const pen = cleared(size);
      if (ui().below !== "regions" || frame.K < 2) return;
      const { x, y } = scales;
      const columns = Math.ceil((x.end - x.start) / GRID) + 1;
      const rows = Math.ceil((y.start - y.end) / GRID) + 1;
      const led = Array.from({ length: rows * columns }, (_, at) => {
        const [across, up] = [at % columns, Math.floor(at / columns)];
        const place = [x.from(x.start + GRID * across), y.from(y.end + GRID * up)];
        return leads(scoresAt(frame, place[0], place[1]));
      });
      pen.save();
      pen.beginPath();
      pen.rect(x.start, y.end, x.end - x.start, y.start - y.end);
      pen.clip();
      pen.translate(x.start, y.end);
      pen.globalAlpha = SHADE[ui().theme];
      led.forEach((lead, at) => {
        const j = lead.findIndex((by) => by > 0);
        if (j < 0) return; // two that nothing tells apart
        pen.fillStyle = css(colourOf(j));
        const [across, up] = [at % columns, Math.floor(at / columns)];
        pen.fillRect(GRID * (across - 0.5), GRID * (up - 0.5), GRID, GRID);
      });
      pen.globalAlpha = 1;
      borders(pen, led, columns, frame.K, css(THEMES[ui().theme].ink));
      pen.restore();
    },
  };
}

/** Lines where the lead changes: colour is not the only sign. */
function borders(pen, led, columns, K, ink) {
  pen.strokeStyle = ink;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let j = 0; j < K; j++) {
    // A lead of −∞, of a weight of 0, has no place where it changes.
    const values = Float64Array.from(led, (lead) => Math.max(lead[j], -1e300));
    const pieces = isolines(values, columns, 0);
    for (let k = 0; k < pieces.length; k += 4) {
      pen.moveTo(GRID * pieces[k], GRID * pieces[k + 1]);
      pen.lineTo(GRID * pieces[k + 2], GRID * pieces[k + 3]);
    }
  }
  pen.stroke();
}
