/**
 * Where the reader says that the means will go, and how far off that was. As predictions.py.
 *
 * @typedef {[number, number]} Place
 * @typedef {{t: number, component: number, predicted: Place, actual: Place, miss: number,
 *   moved: number}} Prediction in the data's units; `moved` is the miss of who says that it stays
 * @typedef {{pending: boolean, places: (Place|null)[], misses: (number|null)[]|null,
 *   count: number, mean_miss: number|null, mean_moved: number|null}} Shown
 */
import { rowAt } from "./engine.js";
import { isByStep } from "./history.js";
import { say, spoken } from "./sentences.js";

/** The places that were put down for the next step, and what became of those before. */
export class Predictions {
  constructor(on = false) {
    this.on = on;
    /** @type {Map<number, Place>} */
    this.places = new Map();
    /** @type {Prediction[]} what was predicted before it was seen */
    this.record = [];
    /** The steps whose end is known, by the means before and after. @type {Set<string>} */
    this.seen = new Set();
  }

  switch(on) {
    this.on = on;
    this.clear();
  }

  put(j, place) {
    this.places.set(j, place);
  }

  clear() {
    this.places.clear();
  }

  /**
   * What a step made of the places: [component, x, y] of each. A step that was `seen` earns
   * nothing, nor does the same one after a start over.
   */
  settle(t, before, after, seen) {
    const told = [...this.places]
      .filter(([j]) => j < after.shape[0])
      .sort(([a], [b]) => a - b)
      .map(([j, place]) => [j, ...place]);
    const step = `${before.data} ${after.data}`;
    if (!seen && !this.seen.has(step))
      this.record.push(...told.map((place) => compared(t, place, before, after)));
    this.seen.add(step);
    this.clear();
    return told;
  }
}

/** @param {number[]} place the component, and where @returns {Prediction} */
function compared(t, place, before, after) {
  const [j, x, y] = place;
  const [from, to] = [rowAt(before, j), rowAt(after, j)];
  return {
    t,
    component: j,
    predicted: [x, y],
    actual: [to[0], to[1]],
    miss: Math.hypot(x - to[0], y - to[1]),
    moved: Math.hypot(to[0] - from[0], to[1] - from[1]),
  };
}

/** Whether the step is still to come that says where the means go. */
export const isPending = (history) =>
  history.run.done || !isByStep(history.entry.made);

/** What a frame says of the predictions; null while nobody predicts. @returns {Shown|null} */
export function shown(predictions, history) {
  if (!predictions.on) return null;
  const { mixture, foretold } = history.entry;
  const { record } = predictions;
  const pending = isPending(history);
  const told = pending ? [...predictions.places].map(([j, place]) => [j, ...place]) : foretold;
  const places = Array(mixture.pi.length).fill(null);
  for (const [j, x, y] of told) if (j < places.length) places[j] = [x, y];
  return {
    pending,
    places,
    misses: pending ? null : places.map((place, j) => miss(place, rowAt(mixture.mu, j))),
    count: record.length,
    mean_miss: mean(record.map((one) => one.miss)),
    mean_moved: mean(record.map((one) => one.moved)),
  };
}

/** How far a mean is from its predicted place; null where there is none. */
const miss = (place, mu) => place && Math.hypot(place[0] - mu[0], place[1] - mu[1]);

const mean = (values) =>
  values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;

/** The unit of a distance in the plane, which both axes may name; "" if they differ. */
export function unitOf(columns, unit) {
  const [first, second] = columns.map((column) => column.split(",").slice(1).join(",").trim());
  return unit || (first === second ? first : "");
}

/** What the status line says of the predictions: what is asked for, or what came out. */
export function remark(frame, unit) {
  if (!frame) return "";
  if (frame.pending) return frame.places.some(Boolean) ? "" : say("predict");
  const each = frame.misses
    .map((by, j) => by !== null && say("missed", { j: j + 1, by: spoken(by) }))
    .filter(Boolean)
    .join(", ");
  return each && say("foretold", { each, unit: unit && ` ${unit}` });
}
