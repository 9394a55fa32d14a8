/**
 * Where the pins of a prediction stand: the tip on the place, the head, by which it is
 * held, beside it. Plain numbers, as geometry.js.
 *
 * @typedef {import("../geometry.js").Place} Place
 * @typedef {import("../geometry.js").Scales} Scales
 */
import { inPlane } from "../geometry.js";

/** From the tip to the middle of the head, in pixels: a finger on the head leaves the tip in sight. */
export const STEM = 34;

/** A head keeps so far from every other handle, in pixels, where there is any room. */
const CLEAR = 30;

/** Up first, then to both sides of it, and round to below. */
const ANGLES = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6].map((k) => (k * Math.PI) / 6 - Math.PI / 2);

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/**
 * The head of the pin whose tip is at `tip`, clear of the places that are taken, or as
 * clear as can be.
 *
 * @param {Scales} scales @param {Place} tip @param {Place[]} taken @returns {Place}
 */
export function headOf(scales, tip, taken) {
  let best = null;
  let most = -Infinity;
  for (const angle of ANGLES) {
    const ideal = { x: tip.x + STEM * Math.cos(angle), y: tip.y + STEM * Math.sin(angle) };
    const place = inPlane(ideal, scales, 14);
    const clear = Math.min(
      ...taken.map((other) => distance(place, other)),
      CLEAR - distance(place, ideal), // pushed back by the edge: it may cover its own tip
    );
    if (clear >= CLEAR) return place;
    if (clear > most) [best, most] = [place, clear];
  }
  return best;
}

/** Where pin k waits until it is placed: in a row along the plane's upper edge. @returns {Place} */
export const waiting = (scales, k) => ({ x: scales.x.start + 24 + 36 * k, y: scales.y.end + 22 });

/** Under a mean's handle no line is seen: it ends so far from the mean, in pixels. */
const KNOB = 15;

/**
 * The line from a tip to where the mean went, up to the edge of its handle, and where the
 * miss is written: at the tip, on the side away from the mean.
 *
 * @param {Place} tip @param {Place} mean @param {Scales} scales
 */
export function missOf(tip, mean, scales) {
  const length = distance(tip, mean);
  // A prediction that was right has no direction: its number is written below.
  const [ux, uy] = length > 1 ? [(tip.x - mean.x) / length, (tip.y - mean.y) / length] : [0, 1];
  const short = Math.min(KNOB, length);
  const away = Math.max(10, KNOB + 8 - length);
  const { x, y } = inPlane({ x: tip.x + away * ux, y: tip.y + away * uy + 4 }, scales, 16);
  const side = ux > 0.4 ? "start" : ux < -0.4 ? "end" : "middle";
  const down = Math.abs(ux) > 0.4 ? 0 : 6 * Math.sign(uy);
  return {
    end: { x: mean.x + short * ux, y: mean.y + short * uy },
    label: { x, y: y + down, "text-anchor": side },
  };
}
