/**
 * Many starts at once: each runs until it settles, in slices, so that nothing waits for
 * all. As trials.py.
 */
import { Refused } from "./arguments.js";
import { SEED_0 } from "./datasets-data.js";
import { mixtureAround, randomPoints } from "./guess.js";
import { uniformNumbers } from "./pcg64.js";
import { say } from "./later.js";
import { hasSettled } from "./standing.js";
import { MOST_ITERATIONS, MOST_STARTS, SLICE } from "./words.json";

/** Runs of one algorithm on the same points, each from other points as its first means. */
export class Trials {
  constructor(count, X, K, algorithm, random) {
    Object.assign(this, { count, X, K, algorithm, random });
    /** @type {import("./engine.js").Mixture[]} the first guess of each start */
    this.mixtures = [];
    /** @type {number[][]} its L (or inertia) at each iteration so far */
    this.traces = [];
    this.running = true;
    this.version = 0;
    this.here = null;
  }

  /** One slice of the work. */
  goOn(steps) {
    this.version += 1;
    const { X, K } = /** @type {any} */ (this);
    for (let work = 0; this.running && work < SLICE; work += X.shape[0] * K) this.one(steps);
  }

  /** No more starts; the one under way is left out. */
  stop() {
    this.running = false;
    if (this.here) {
      this.mixtures.pop();
      this.traces.pop();
    }
    this.here = null;
    this.version += 1;
  }

  /** One more iteration, or the next start. */
  one(steps) {
    const { X, K, algorithm, random, count, here: before } = /** @type {any} */ (this);
    if (!before) {
      const mixture = mixtureAround(X, randomPoints(X, K, random));
      this.here = steps.entry(algorithm, "start", "", X, mixture);
      this.mixtures.push(mixture);
      this.traces.push([this.here.nll]);
      return;
    }
    const result = steps.firstHalf(X, before.mixture, algorithm);
    this.here = steps.secondHalf({ ...before, result }, algorithm);
    const trace = this.traces[this.traces.length - 1];
    trace.push(this.here.nll);
    if (hasSettled(before, this.here) || trace.length > MOST_ITERATIONS) {
      this.here = null;
      this.running = this.traces.length < count;
    }
  }
}

export function checkedCount(count) {
  if (!Number.isInteger(count) || count < 1 || count > MOST_STARTS)
    throw new Refused(say("how_many_starts", { most: MOST_STARTS }));
  return count;
}

/** Uniform numbers, the same in every session and on every page. */
export const uniform = () => uniformNumbers(SEED_0.state, SEED_0.increment);
