/** Which σ each place of the slider from soft to hard is, and what is said of it. */

import { clamp } from "../geometry.js";
import { significant } from "../numbers.js";
import { SURE } from "../words.json";

/** At the soft end σ is so many times the extent of the data; at the hard end it is on its floor. */
export const SOFTEST = 2;

export const STEPS = 100;

/**
 * σ at each place of the slider, and the place nearest to a σ. By squares, because most happens
 * between one and a twentieth of the data's extent, and the floor lies at a millionth.
 *
 * @param {number} low @param {number} high
 */
export function widths(low, high) {
  const span = Math.log(high / low);
  return {
    at: (place) => (place >= STEPS ? low : high * Math.exp(-span * (place / STEPS) ** 2)),
    of: (sigma) =>
      clamp(Math.round(STEPS * Math.sqrt(Math.max(Math.log(high / sigma), 0) / span)), 0, STEPS),
  };
}

/** What the number on screen means, and what the two ends are. */
export function inWords({ shared, stale }, sure) {
  if (!shared) return "Move it: all components get one σ, which the M-step then leaves as it is.";
  if (!sure) return "The E-step gives the shares for this σ.";
  const share = `${sure} have a share above ${SURE}${stale ? ", by the E-step before" : ""}.`;
  if (stale || shared.apart === null) return share;
  return shared.kmeans
    ? `${share} Every share is 0 or 1, but for rounding: this step is K-means' step.`
    : `${share} The M-step's means will lie up to ${significant(shared.apart, 2)} from those of K-means.`;
}
