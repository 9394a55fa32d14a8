/**
 * The session of a page without a kernel: the same answers to the same actions as session.py.
 * PROTOCOL.md says what actions and frames are.
 *
 *     act ──▶ standing   is it legal, what comes next?
 *             actions    what each one does
 *             steps      the engine's halves of an iteration
 *             history    the entry that they make
 *             frame      what is on screen now
 */
import { ACTIONS } from "./actions.js";
import { Refused } from "./arguments.js";
import { matrixOf } from "./engine.js";
import { frameOf } from "./frame.js";
import { generator, guessedMixture } from "./guess.js";
import { History } from "./history.js";
import { Predictions } from "./predictions.js";
import { failed, notNow, say } from "./sentences.js";
import { legal, nextHalf, phase, untouched } from "./standing.js";
import { Steps } from "./steps.js";
import { DATA_SETS, GUESSES, PLAIN } from "./words.json";

/**
 * @typedef {{
 *   show: string[], seed: number, algorithm: string, guess: string,
 *   mixture: {mu: number[][], sigma: number[], pi: number[]},
 *   data: string, X: number[][], label: string, columns: string[], unit: string,
 *   predict: boolean
 * }} Opening
 * @typedef {{beside?: typeof import("./beside.js"), datasets?: typeof import("./datasets.js"),
 *   predict?: object,
 *   sharing?: typeof import("./sharing.js"), starts?: typeof import("./starts.js"),
 *   trials?: typeof import("./trials.js")}} Parts
 */

/**
 * @param {Opening} opening the state that page.py wrote
 * @param {Parts} parts that are there, or will be
 */
export const createSession = (opening, parts) => new Session(opening, parts);

export class Session {
  /** @param {Opening} opening @param {Parts} parts */
  constructor(opening, parts) {
    const { show, seed, algorithm, guess, mixture, data, label, columns, unit } = opening;
    this.parts = parts;
    this.steps = new Steps(show);
    this.random = generator(seed);
    this.trials = null;
    this.beside = null;
    this.lots = null; // uniform numbers for the starts that are tried
    this.predictions = new Predictions(opening.predict);
    // The reader's own mixture, or one that Python drew, so that page and notebook begin alike.
    const start = {
      mu: matrixOf(mixture.mu),
      sigma: Float64Array.from(mixture.sigma),
      pi: Float64Array.from(mixture.pi),
    };
    this.given = guess === "given" ? start : null;
    const X = matrixOf(opening.X);
    const others = DATA_SETS.filter(({ id }) => id !== data).map((words) => ({
      ...{ columns: PLAIN, unit: "", ...words },
      X: () => parts.datasets.pointsOf(words.id),
    }));
    this.first = { id: data, label, columns, unit, X: () => X };
    this.dataSets = [this.first, ...others];
    const what = say("first_guess", { label: GUESSES[guess] });
    const entry = this.steps.entry(algorithm, "start", what, X, start);
    this.history = new History({ algorithm, data, guess }, entry);
    this.selected = { point: null, component: null };
    this.listeners = new Set();
    this.frame = null;
    this.draw();
  }

  get settings() {
    return this.history.run.settings;
  }

  /** The points on screen. */
  get X() {
    return this.history.entry.X;
  }

  /** The mixture on screen. */
  get mixture() {
    return this.history.entry.mixture;
  }

  get K() {
    return this.mixture.pi.length;
  }

  /** The starts that were tried, where they are of what is on screen; else null. */
  get tried() {
    const { trials, X, K, settings } = this;
    const fits = trials?.X === X && trials.K === K && trials.algorithm === settings.algorithm;
    return fits ? trials : null;
  }

  /** The first guesses that can be chosen now: the mixture that was given is for its data. */
  get guesses() {
    const { given, ...others } = GUESSES;
    return this.given && this.settings.data === this.first.id ? GUESSES : others;
  }

  subscribe(listener) {
    this.listeners.add(listener);
    listener(this.frame);
    return () => this.listeners.delete(listener);
  }

  close() {
    this.listeners.clear();
  }

  /** The part that an action needs and that has not come yet, else null. */
  needs({ name, data }) {
    const { beside, datasets, predict, sharing, starts, trials } = this.parts;
    if (["compare", "swap"].includes(name) && !beside) return "beside";
    if (name === "try_starts" && !trials) return "trials";
    if (name === "predict" && !predict) return "predict";
    if (name === "share_sigma" && !sharing) return "sharing";
    if (name === "load" && !starts) return "starts"; // and with it whatever data it names
    const others = name === "set_data" && data !== this.first.id;
    return others && !datasets ? "datasets" : null;
  }

  /** Do one action of the protocol; a bad one leaves a sentence and changes nothing. */
  act(action) {
    let problem = null;
    try {
      this.answer(action);
    } catch (error) {
      problem = error instanceof Refused ? error.message : failed(error.message);
    }
    this.draw(problem);
    for (const listener of [...this.listeners]) listener(this.frame);
  }

  answer(action) {
    const { name } = action;
    if (!legal(this.history, this.steps, this.predictions, this.tried).includes(name)) {
      const N = this.X.shape[0];
      if (name === "remove_point") throw new Refused(say("too_few_points", { N, K: this.K }, N));
      throw new Refused(notNow(name, nextHalf(this.history)));
    }
    ACTIONS[name](this, action);
  }

  draw(problem = null) {
    this.beside?.follow(this);
    this.frame = frameOf(this, problem);
    this.selected = this.frame.selected;
  }

  /** A new run with a new first guess. */
  begin(changes, X, K) {
    const chosen = { ...this.settings, ...changes };
    const elsewhere = chosen.data !== this.first.id;
    if (chosen.guess === "given" && (elsewhere || this.given.pi.length !== K)) {
      chosen.guess = "kmeans++";
    }
    const { guess } = chosen;
    const mixture = guess === "given" ? this.given : guessedMixture(guess, X, K, this.random);
    this.start(chosen, say("first_guess", { label: GUESSES[guess] }), X, mixture);
  }

  /** A new run from a mixture that there is. */
  start(settings, what, X, mixture, shared = null) {
    const entry = this.steps.entry(settings.algorithm, "start", what, X, mixture, { shared });
    this.history.begin(settings, entry);
    this.predictions.clear();
  }

  /**
   * A new entry made by hand, in place of the last one within a gesture. `changes` are of what it
   * else has from the entry on screen; with a `result`, its first half is made.
   */
  edit(what, X, mixture, gesture = null, changes = {}) {
    const { history, settings } = this;
    const { run, entry: here } = history;
    const kept = { faded: history.shown, shared: here.shared, gesture, ...changes };
    // Means that are placed by hand are still the first guess.
    const byHand = settings.guess === "hand" && !("shared" in changes);
    const placing = byHand && untouched(history) && X === here.X;
    const made = placing ? "start" : "edit";
    const entry = this.steps.entry(settings.algorithm, made, what, X, mixture, kept);
    const last = run.t === run.entries.length - 1;
    const fresh = phase(history) === "edit" || "result" in changes;
    if (placing) history.replace({ ...entry, faded: null });
    else if (last && gesture && gesture === here.gesture && fresh) {
      history.replace({ ...entry, faded: here.faded });
    } else history.append(entry);
  }

  firstHalf() {
    const { X, mixture } = this;
    this.history.finish(this.steps.firstHalf(X, mixture, this.settings.algorithm));
  }

  secondHalf() {
    const { history } = this;
    const here = history.entry;
    const seen = history.replay();
    if (!seen) history.append(this.steps.secondHalf(here, this.settings.algorithm));
    const ways = /** @type {const} */ ([here.mixture.mu, this.mixture.mu]);
    const told = this.predictions.settle(history.iteration, ...ways, seen);
    if (told.length || !seen) history.amend({ foretold: told });
  }

  /** Q again where it was forgotten, and there is no E-step to press for it. */
  remember() {
    if (this.steps.isLive(this.settings.algorithm) && !this.history.entry.result) this.firstHalf();
  }
}
