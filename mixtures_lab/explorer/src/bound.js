/** The bound of −L that the shares on screen give, and what lies between. As bound.py. */

import { divergence } from "./engine.js";
import { say, spoken } from "./sentences.js";
import { TOUCHES } from "./words.json";

/**
 * −L, the bound (em-1) and the gap between them, in nats; null where there are no shares.
 *
 * @returns {Float64Array|null}
 */
export function boundOf({ entry: here, shown, run }, steps) {
  if (run.settings.algorithm !== "em" || !shown || shown.Q.data.some(Number.isNaN)) return null;
  let Q;
  try {
    Q = steps.posterior(here.X, here.mixture);
  } catch {
    return null; // a point with density 0 under every component
  }
  const gap = divergence(shown.Q, Q);
  return Float64Array.of(-here.nll, -here.nll - gap, gap);
}

/** Whether the gap is no more than rounding. */
export const touches = ([minusL, , gap]) => gap <= TOUCHES * Math.max(1, Math.abs(minusL));

/** What the status line says of it; nothing where there are no shares. */
export function boundSentence(found) {
  if (!found) return [];
  const [minusL, bound, gap] = found;
  if (touches(found)) return [say("touches", { bound: spoken(minusL) })];
  return [say("below", { bound: spoken(bound), gap: spoken(gap) })];
}
