/** What a mixture says of the points, and the two halves of an iteration. As steps.py. */

import * as engine from "./engine.js";
import { MADE } from "./words.json";

/** The steps of the algorithms that `show` has. */
export class Steps {
  constructor(show) {
    this.show = show;
    this.algorithms = algorithmsOf(show);
    this.distances = newest(engine.squaredDistances);
    this.logGaussians = newest(engine.logGaussians);
    this.logPosterior = newest(engine.logPosterior);
    this.floor = newest(engine.defaultFloor);
  }

  usesP(algorithm) {
    const shown = this.show.includes("P") || this.show.includes("Q");
    return algorithm === "em" || (algorithm === "none" && shown);
  }

  /** Whether Q follows by itself, because there is no E-step to press for it. */
  isLive(algorithm) {
    return algorithm === "none" && this.show.includes("Q");
  }

  /** D, and P where it is wanted, else null. */
  matrices(X, mixture, algorithm) {
    const D = this.distances(X, mixture.mu);
    return { D, P: this.usesP(algorithm) ? this.logGaussians(D, mixture.sigma, 2) : null };
  }

  /** L of the mixture; in K-means the inertia. */
  measure(X, mixture, algorithm) {
    const { D, P } = this.matrices(X, mixture, algorithm);
    return P ? engine.negativeLogLikelihood(P, mixture.pi) : engine.inertia(D);
  }

  /** The package's Q of a mixture in EM. */
  posterior(X, mixture) {
    return this.logPosterior(this.matrices(X, mixture, "em").P, mixture.pi);
  }

  /** The E-step or the assignment. @returns {import("./history.js").Result} */
  firstHalf(X, mixture, algorithm) {
    const { D, P } = this.matrices(X, mixture, algorithm);
    if (P) return { Q: this.logPosterior(P, mixture.pi) };
    const labels = engine.kmeansAssign(D);
    return { labels, J: engine.labelledCost(D, labels) };
  }

  /** The M-step or the update: the entry after `here`, whose result is on screen. */
  secondHalf(here, algorithm) {
    const half = algorithm === "em" ? this.mStep : this.update;
    const { mixture, repaired } = half.call(this, here);
    const kept = { faded: here.result, repaired, shared: here.shared };
    return this.entry(algorithm, MADE[algorithm], "", here.X, mixture, kept);
  }

  mStep({ X, mixture: { sigma }, result, shared }) {
    const floor = engine.sigmaFloor(X, sigma, this.floor(X));
    const { mixture, D } = engine.mStepWithDistances(X, result.Q, floor);
    this.distances.keep(D, X, mixture.mu);
    return { mixture: held(mixture, shared), repaired: [] };
  }

  update({ X, mixture, result }) {
    const { mu, repaired } = engine.kmeansUpdate(X, result.labels, mixture.pi.length);
    return { mixture: { ...mixture, mu }, repaired };
  }

  /** A mixture for the history, with its L, and with Q where that follows by itself. */
  entry(algorithm, made, what, X, mixture, rest = {}) {
    const nll = this.measure(X, mixture, algorithm);
    const result = this.isLive(algorithm) ? this.firstHalf(X, mixture, algorithm) : null;
    const none = { faded: null, repaired: [], gesture: null, foretold: [], shared: null };
    const labels = algorithm === "kmeans" && rest.faded?.labels;
    const J = labels ? engine.labelledCost(this.distances(X, mixture.mu), labels) : null;
    return { made, what, X, mixture, nll, result, J, ...none, ...rest };
  }
}

/** The mixture, with the σ that all components share, where they do. */
export const held = (mixture, shared) =>
  shared === null ? mixture : { ...mixture, sigma: mixture.sigma.map(() => shared) };

/** A function of things that nobody edits, with its newest result kept. */
export function newest(f) {
  let [known, result] = [null, null];
  const keep = (found, ...args) => {
    [known, result] = [args, found];
  };
  const call = (...args) => {
    if (!known || args.some((arg, k) => arg !== known[k])) keep(f(...args), ...args);
    return result;
  };
  return Object.assign(call, { keep });
}

/** What the reader may step through. */
const algorithmsOf = (show) => {
  if (show.includes("em")) return ["em", "kmeans"];
  return show.includes("kmeans") ? ["kmeans"] : ["none"];
};
