/** The mixture's density as a surface: the stronger a place, the denser, down to the last contour. */

import { THEMES } from "../colour.js";
import { densities, NATS } from "../view/contours.js";
import { sheet } from "../view/sheets.js";

const GRID = 6; // pixels
const STRONGEST = { light: 0.42, dark: 0.3 };

/**
 * A layer below the points.
 *
 * @param {object} options
 * @param {() => import("../explorer.js").Ui} options.ui
 */
export function create({ ui }) {
  const { element, cleared } = sheet();
  const small = document.createElement("canvas"); // a pixel for each place of the grid

  return {
    element,
    below: true,

    update(frame, scales, size) {
      const pen = cleared(size);
      if (ui().below !== "shade" || !frame.handles.sigma) return;
      const { values, columns, rows, top } = densities(frame, scales, GRID);
      small.width = columns;
      small.height = rows;
      const dots = small.getContext("2d");
      const image = dots.createImageData(columns, rows);
      const { ink } = THEMES[ui().theme];
      values.forEach((value, at) => {
        const share = Math.max(0, 1 + (value - top) / NATS);
        image.data.set([...ink, 255 * STRONGEST[ui().theme] * share], 4 * at);
      });
      dots.putImageData(image, 0, 0);
      const { x, y } = scales;
      pen.save();
      pen.beginPath();
      pen.rect(x.start, y.end, x.end - x.start, y.start - y.end);
      pen.clip();
      pen.imageSmoothingQuality = "high";
      // The middle of each pixel is on its place.
      const corner = [x.start - GRID / 2, y.end - GRID / 2];
      pen.drawImage(small, corner[0], corner[1], GRID * columns, GRID * rows);
      pen.restore();
    },
  };
}
