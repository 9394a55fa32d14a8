/**
 * What was done so far: runs of entries, and where the reader stands. As history.py.
 *
 * A run is {settings, entries, t, done}: entry t is on screen, and `done` says that its
 * first half (E-step, assignment) is shown. An entry never changes, but for `result`,
 * what that first half found, or null before.
 *
 * In K-means an entry's `J` is of its means with the labels before, in `faded`, and a result's of
 * the labels that it has.
 *
 * @typedef {{Q?: import("./engine.js").Matrix, labels?: Int32Array, J?: number}} Result
 */
import { exponential, indexOfMax, rowAt, zeros } from "./engine.js";
import { BYTES_KEPT, MADE, RUNS_KEPT, TRAIL_KEPT } from "./words.json";

/**
 * `bytes`: every Q older than these is forgotten; its E-step can be made again. `runs`: as many
 * as Step back can return to.
 */
export const KEPT = { bytes: BYTES_KEPT, runs: RUNS_KEPT };

/** Whether an entry ends an iteration of an algorithm; an edit is none. */
export const isByStep = (made) => Object.values(MADE).includes(made);

/** Runs, the last of which is on screen; it begins with one entry. */
export class History {
  constructor(settings, entry) {
    this.runs = [];
    this.begin(settings, entry);
  }

  get run() {
    return this.runs[this.runs.length - 1];
  }

  get entry() {
    return this.run.entries[this.run.t];
  }

  /** The entry one iteration earlier in this run, or null. */
  get previous() {
    return this.run.entries[this.run.t - 1] ?? null;
  }

  /** How many steps of the algorithm led to the entry on screen; edits do not count. */
  get iteration() {
    return this.iterations[this.run.t];
  }

  /** How many steps led to each entry of this run. */
  get iterations() {
    let count = 0;
    return this.run.entries.map(({ made }) => (count += Number(isByStep(made))));
  }

  /** Where the means came from: (x, y, σ) of each, in the entries up to the one on screen. */
  get trail() {
    return trailOf(this.run.entries, this.run.t);
  }

  /** The result on screen: of this mixture, or of the one before. @returns {Result|null} */
  get shown() {
    return this.run.done ? this.entry.result : this.entry.faded;
  }

  /** L one iteration earlier, of the same points; else null. */
  get nllBefore() {
    return this.previous?.X === this.entry.X ? this.previous.nll : null;
  }

  /** K-means' J(labels, μ) as it stands at iteration `t` of this run; null without labels. */
  J(t) {
    const { result, J } = this.run.entries[t];
    return (this.showsResult(t) ? result.J : J) ?? null;
  }

  /** J half a step earlier, of the same points; else null. */
  get jBefore() {
    if (this.showsResult(this.run.t)) return this.entry.J ?? null;
    return this.previous?.X === this.entry.X ? this.J(this.run.t - 1) : null;
  }

  showsResult(t) {
    return t === this.run.t ? this.run.done : this.run.entries[t].result !== null;
  }

  get hasEarlierRun() {
    return this.runs.length > 1;
  }

  /** A new run. */
  begin(settings, entry) {
    this.runs.push({ settings, entries: [entry], t: 0, done: entry.result !== null });
    if (this.runs.length > KEPT.runs) this.runs.shift();
    this.forget();
  }

  /** A new entry after the one on screen; whatever followed is dropped. */
  append(entry) {
    this.run.t += 1;
    this.replace(entry);
  }

  /** A new entry in place of the one on screen; whatever followed is dropped. */
  replace(entry) {
    this.run.entries.splice(this.run.t, Infinity, entry);
    this.run.done = entry.result !== null;
    this.forget();
  }

  /** Something more of the entry on screen, which changes no number. */
  amend(changes) {
    this.run.entries[this.run.t] = { ...this.entry, ...changes };
  }

  /** The first half of the entry on screen. */
  finish(result) {
    this.amend({ result });
    this.run.done = true;
    this.forget();
  }

  goTo(t) {
    this.run.t = t;
    this.run.done = this.entry.result !== null;
  }

  /** On to the successor, if an M-step or update made it. @returns {boolean} */
  replay() {
    if (!isByStep(this.run.entries[this.run.t + 1]?.made)) return false;
    this.run.t += 1;
    this.run.done = false;
    return true;
  }

  /** Undo one half, one edit, or one start. */
  back(halves) {
    if (this.run.done && halves) this.run.done = false;
    else if (this.run.t > 0) this.goTo(this.run.t - 1);
    else {
      this.runs.pop();
      this.run.done &&= this.entry.result !== null; // it may be forgotten
    }
  }

  /** Drop the oldest Q, never the one on screen; labels are small. */
  forget() {
    const shown = this.entry;
    let bytes = 0;
    for (const { entries } of [...this.runs].reverse()) {
      for (let t = entries.length - 1; t >= 0; t--) {
        const Q = entries[t].result?.Q;
        if (!Q) continue;
        bytes += Q.data.byteLength;
        if (bytes > KEPT.bytes && entries[t] !== shown) {
          entries[t] = { ...entries[t], result: null, faded: null };
        }
      }
    }
  }
}

/** Where the means of entry t came from: (x, y, σ) of each. */
export const trailOf = (entries, t) =>
  Float64Array.from(
    entries
      .slice(Math.max(0, t + 1 - TRAIL_KEPT), t + 1)
      .flatMap(({ mixture: { mu, sigma } }) =>
        [...sigma].flatMap((s, j) => [...rowAt(mu, j), s]),
      ),
  );

/** A matrix without row i. @returns {import("./engine.js").Matrix} */
export const withoutRow = ({ data, shape: [rows, columns] }, i) => ({
  data: data.filter((_, at) => Math.floor(at / columns) !== i),
  shape: [rows - 1, columns],
});

/** The result without row i. @returns {Result|null} */
export const withoutResult = (result, i) => {
  if (result?.Q) return { Q: withoutRow(result.Q, i) };
  return result && { labels: result.labels.filter((_, at) => at !== i) };
};

/**
 * The result with a row for a point that no step has seen yet: NaN, or label −1.
 *
 * @returns {Result|null}
 */
export const withNewRow = (result) => {
  if (!result) return null;
  if (result.labels) {
    const labels = new Int32Array(result.labels.length + 1).fill(-1);
    labels.set(result.labels);
    return { labels };
  }
  const [N, K] = result.Q.shape;
  const data = new Float64Array((N + 1) * K).fill(NaN);
  data.set(result.Q.data);
  return { Q: { data, shape: [N + 1, K] } };
};

/** R, and the likeliest component of each point; NaN and −1 where no step has seen it. */
export function seen(result, K) {
  if (result.Q) {
    const labels = Int32Array.from({ length: result.Q.shape[0] }, (_, i) => {
      const row = rowAt(result.Q, i);
      return Number.isNaN(row[0]) ? -1 : indexOfMax(row);
    });
    return { R: exponential(result.Q), labels };
  }
  const R = zeros(result.labels.length, K);
  result.labels.forEach((j, i) => {
    if (j < 0) rowAt(R, i).fill(NaN);
    else R.data[i * K + j] = 1;
  });
  return { R, labels: result.labels };
}
