/**
 * A second run beside the one on screen, with as many steps as that since its last start or edit.
 *
 * It is the same start by the other algorithm, or another start by the same one. Where it stands
 * follows from the history, so whatever moves that moves both. As beside.py.
 *
 * @typedef {import("./session.js").Session} Session
 */
import { oneOf, Refused } from "./arguments.js";
import * as engine from "./engine.js";
import { mixtureAround, randomPoints } from "./guess.js";
import { seen, trailOf } from "./history.js";
import { say } from "./later.js";
import { capital, spoken } from "./sentences.js";
import { hasSettled } from "./standing.js";
import { held, newest, Steps } from "./steps.js";
import { uniform } from "./trials.js";
import { ALGORITHMS, BESIDE as KINDS, MADE, SAME_MEANS } from "./words.json";

const isAlgorithm = (kind) => kind in ALGORITHMS;
const madeByStep = ({ made }) => Object.values(MADE).includes(made);

/** Put a run beside the one on screen, or with null take it away. */
export function compare(s, { run = null }) {
  if (run !== null) oneOf(choices(s), run, "run");
  s.beside = run && besideOf(s, run);
}

/** The other start comes on screen as a new run, and the one that was there stands beside. */
export function swap(s) {
  const { beside, history, settings, X } = s;
  if (!beside || isAlgorithm(beside.kind))
    throw new Refused(say("not_there", { what: "other start" }));
  const [first] = beside.entries;
  const { mixture } = history.run.entries[beginning(history)];
  s.start(settings, say("other_start"), X, first.mixture, first.shared);
  s.beside = new Beside("before", mixture, settings.data);
}

/** A run of this kind, for what is on screen. */
export const besideOf = (s, kind) =>
  new Beside(kind, kind === "before" ? earlier(s) : null, s.settings.data);

export class Beside {
  constructor(kind, mixture, data) {
    /** An algorithm is the same start by that one; else it begins from `mixture`. */
    this.kind = kind;
    /** @type {import("./engine.js").Mixture|null} for the data set `data` */
    this.mixture = mixture;
    this.data = data;
    this.algorithm = "";
    /** As far as it has been stepped; without what their first halves found, which is large. */
    this.entries = [];
    this.k = 0;
    /** What is shown of the first half of entry `k`, or of the one before it. */
    this.result = null;
    /** Of K-means, with the labels of that. @type {number|null} */
    this.J = null;
    /** Whether it changes no more, or failed with `trouble`. */
    this.ended = false;
    this.trouble = "";
    this.madeOf = [];
    this.values = [[], []];
  }

  /** Go where the run on screen is. */
  follow(s) {
    const { run } = s.history;
    const start = beginning(s.history);
    const first = run.entries[start];
    const { algorithm, data } = run.settings;
    if (this.kind === algorithm) this.kind = algorithm === "em" ? "kmeans" : "em";
    const own = !isAlgorithm(this.kind);
    if (own && (this.mixture?.pi.length !== s.K || this.data !== data)) {
      s.lots ??= uniform();
      const mixture = mixtureAround(first.X, randomPoints(first.X, s.K, s.lots));
      Object.assign(this, { kind: "random", data, mixture });
    }
    const source = own ? this.mixture : first.mixture;
    this.algorithm = own ? algorithm : this.kind;
    const madeOf = [first.X, source, first.shared, this.algorithm, s.steps];
    if (!same(madeOf, this.madeOf)) {
      this.madeOf = madeOf;
      this.begin(s.steps, first, source);
    }
    this.step(run.t - start, run.done);
  }

  begin({ show }, { X, shared: wanted }, source) {
    this.steps = new Steps(show);
    this.half = newest((points, mixture) =>
      this.steps.firstHalf(points, mixture, this.algorithm),
    );
    const shared = this.algorithm === "em" ? wanted : null;
    // The widths of K-means mean nothing.
    const around = this.kind === "em" ? mixtureAround(X, source.mu) : source;
    const mixture = held(around, shared);
    this.entries = [this.steps.entry(this.algorithm, "start", "", X, mixture, { shared })];
    this.ended = false;
    this.trouble = "";
  }

  /** On to step `count`, and its first half if it is done; or as far as it goes. */
  step(count, done) {
    const { entries } = this;
    const half = ({ X, mixture }) => this.half(X, mixture);
    const last = () => entries.length - 1;
    try {
      while (last() < count && !this.ended) {
        const before = entries[last()];
        const whole = { ...before, result: half(before) };
        const after = this.steps.secondHalf(whole, this.algorithm);
        this.ended = hasSettled(before, after);
        entries.push({ ...after, faded: null });
      }
      this.k = Math.min(count, last());
      const shown = done ? this.k : this.k - 1;
      this.result = shown < 0 ? null : half(entries[shown]);
      this.J = (shown === this.k ? this.result.J : entries[this.k].J) ?? null;
    } catch (error) {
      Object.assign(this, { ended: true, trouble: error.message, result: null, J: null });
      this.k = Math.min(count, last());
    }
  }

  /** L of both at each step, or of two runs of K-means J; null for clusters without width. */
  traces({ history, settings, steps }) {
    const { entries } = history.run;
    const start = beginning(history);
    let end = start + 1;
    while (entries[end] && madeByStep(entries[end])) end += 1;
    const algorithms = [settings.algorithm, this.algorithm];
    const asMixtures = algorithms.includes("em");
    const { shared } = entries[start];
    return [entries.slice(start, end), this.entries].map((made, side) => {
      const clusters = asMixtures && algorithms[side] !== "em";
      const known = this.values[side];
      this.values[side] = made.map((entry, k) => {
        const of = [entry.X, entry.mixture, shared, clusters];
        if (known[k] && same(known[k].of, of)) return known[k];
        return { of, value: clusters ? lOfClusters(entry, steps, shared) : entry.nll };
      });
      return this.values[side].map(({ value }) => value);
    });
  }
}

const same = (these, those) => these.length === those.length && these.every((a, k) => a === those[k]);

/** The entry that the steps on screen began from: the last start or edit. */
function beginning({ run: { entries, t } }) {
  while (madeByStep(entries[t])) t -= 1;
  return t;
}

/** What may be put beside. */
function choices(s) {
  const { algorithms } = s.steps;
  const other = algorithms.filter((a) => algorithms.length > 1 && a !== s.settings.algorithm);
  const before = s.beside?.kind === "before" || earlier(s);
  return [...other, "random", ...(before ? ["before"] : [])];
}

/** The newest other start of as many components for these data; null if there is none. */
function earlier({ history, settings, K }) {
  const here = history.run.entries[0].mixture;
  const fits = (run) => {
    const { mixture } = run.entries[0];
    return mixture !== here && mixture.pi.length === K && run.settings.data === settings.data;
  };
  return history.runs.slice(0, -1).findLast(fits)?.entries[0].mixture ?? null;
}

/**
 * L of the mixture that the clusters about these means make: their widths and their shares.
 * Where EM's components share a σ, so do they. null where a cluster has no width to speak of: its
 * L would be as low as one likes.
 */
function lOfClusters({ X, mixture: { mu } }, steps, shared) {
  const D = engine.squaredDistances(X, mu);
  const [N, K] = D.shape;
  const count = new Float64Array(K);
  const spread = new Float64Array(K);
  engine.kmeansAssign(D).forEach((j, i) => {
    count[j] += 1;
    spread[j] += D.data[i * K + j];
  });
  const floor = steps.floor(X);
  const own = (sum, j) => (count[j] ? Math.sqrt(sum / (2 * count[j])) : 1); // 1: of weight 0
  const sigma = spread.map((sum, j) => shared ?? own(sum, j));
  if (shared === null && sigma.some((s, j) => count[j] && s <= floor)) return null;
  const P = engine.logGaussians(D, sigma, 2);
  return engine.negativeLogLikelihood(P, count.map((n) => n / N));
}

/** The farthest that a mean of either side has to go to one of the other. */
function apart(mu, others) {
  const oneWay = (a, b) => {
    const D = engine.squaredDistances(a, b);
    return Math.max(...Array.from({ length: D.shape[0] }, (_, i) => engine.nearest(D, i)));
  };
  return Math.sqrt(Math.max(oneWay(mu, others), oneWay(others, mu)));
}

/** What a frame says of it. */
export function besideIn(s, { settled }, unit) {
  const b = s.beside;
  const { algorithm } = s.settings;
  const here = s.mixture;
  const there = b.entries[b.k].mixture;
  const distance = apart(here.mu, there.mu);
  const byL = [algorithm, b.algorithm].includes("em");
  const told = {
    kind: b.kind,
    choices: choices(s).map((id) => ({ id, label: KINDS[id] })),
    algorithm: b.algorithm,
    names: names(b, algorithm),
    quantity: say(byL ? "nll" : "inertia"),
    nll: b.entries[b.k].nll,
    J: b.J,
    traces: b.traces(s),
    at: [s.history.run.t - beginning(s.history), b.k],
    ended: [settled, b.ended && b.k === b.entries.length - 1],
    apart: distance,
  };
  const close = distance <= SAME_MEANS * engine.extent(s.X);
  const found = b.result && seen(b.result, there.pi.length);
  return {
    ...told,
    sentence: sentence(told, close, b.trouble, unit, byL && [algorithm, b.algorithm]),
    mu: there.mu.data,
    sigma: there.sigma,
    pi: there.pi,
    trail: trailOf(b.entries, b.k),
    R: found ? found.R.data : null,
    labels: found ? found.labels : null,
  };
}

/** What the two runs are called. */
const names = ({ kind, algorithm }, here) =>
  isAlgorithm(kind)
    ? [ALGORITHMS[here], ALGORITHMS[algorithm]]
    : [say("this_start"), say("other_start")];

/** What differs between the two; `algorithms` where it is by L. */
function sentence({ at, names: called, traces, quantity, ended, apart: by }, close, why, unit, algorithms) {
  const [n] = at;
  const [here, there] = traces.map((trace, side) => trace[at[side]]);
  const said = [];
  if (here === null || there === null) said.push(say("no_width"));
  else {
    const [one, other] = called.map((name, side) =>
      algorithms && algorithms[side] !== "em" ? say("of_clusters") : name,
    );
    const when = n ? say("after_steps", { n }, n) : say("at_the_start");
    const numbers = { here: spoken(here), there: spoken(there), change: change(here, there) };
    said.push(capital(say("compared", { when, one, other, quantity, ...numbers })));
  }
  said.push(close ? say("same_means") : say("apart", { by: spoken(by), unit: unit && ` ${unit}` }));
  if (why) said.push(say("beside_trouble", { why }));
  else if (ended[0] && ended[1]) said.push(say("both_ended"));
  else if (ended[0] || ended[1])
    said.push(capital(say("one_ended", { one: called[ended.indexOf(true)] })));
  return said.join(" ");
}

function change(here, there) {
  if (spoken(here) === spoken(there)) return say("as_high");
  return say(there > here ? "higher" : "lower", { by: spoken(Math.abs(there - here)) });
}
