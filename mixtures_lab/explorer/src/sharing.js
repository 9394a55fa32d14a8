/**
 * One σ that all components share, and that the M-step leaves as it is. As sharing.py.
 *
 * The smaller it is, the harder the shares: in the limit EM's step is that of K-means.
 */
import { number } from "./arguments.js";
import { centreOf, exponential, extent, indexOfMax, kmeansAssign, rowAt } from "./engine.js";
import { say } from "./later.js";
import { spoken } from "./sentences.js";
import { held } from "./steps.js";
import { SAME_MEANS, SURE } from "./words.json";

/** An edit that gives all components one σ, and works out the shares; null lets σ go again. */
export function shareSigma(s, { sigma = null, gesture = null }) {
  const { history, mixture, X } = s;
  if (sigma === null) {
    const result = history.run.done ? history.entry.result : null;
    return s.edit(say("freed_sigma"), X, mixture, null, { shared: null, result });
  }
  const shared = Math.max(number(sigma, "σ"), s.steps.floor(X));
  const changed = held(mixture, shared);
  const result = s.steps.firstHalf(X, changed, "em");
  const what = say("shared_sigma", { sigma: spoken(shared) });
  const key = gesture === null ? null : `shared ${gesture}`;
  s.edit(what, X, changed, key, { shared, result });
}

/**
 * What a frame says of it: σ, how many points are sure, how far K-means' update is. That is null
 * before the E-step, and where K-means would begin a cluster anew; `kmeans` says whether it is
 * nothing but rounding.
 */
export function sharedIn({ entry: here, shown, run }, steps) {
  const told = { sigma: here.shared, sure: null, apart: null, kmeans: false };
  if (!shown || shown.Q.data.some(Number.isNaN)) return told;
  const R = exponential(shown.Q);
  const [N] = R.shape;
  const best = (i) => rowAt(R, i)[indexOfMax(rowAt(R, i))];
  told.sure = Array.from({ length: N }, (_, i) => best(i)).filter((r) => r > SURE).length;
  if (run.done) {
    const { D } = steps.matrices(here.X, here.mixture, "em");
    told.apart = fromKmeans(here.X, R, kmeansAssign(D));
  }
  if (told.apart !== null) told.kmeans = told.apart <= SAME_MEANS * extent(here.X);
  return told;
}

/** How far the farthest mean of the M-step lies from that of K-means' update, in the plane. */
function fromKmeans(X, R, labels) {
  const [N, K] = R.shape;
  const centre = centreOf(X);
  const soft = new Float64Array(K);
  const hard = new Float64Array(K);
  for (let i = 0; i < N; i++) {
    hard[labels[i]] += 1;
    for (let j = 0; j < K; j++) soft[j] += R.data[i * K + j];
  }
  const by = new Float64Array(2 * K);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < K; j++) {
      const weight = R.data[i * K + j] / soft[j] - Number(labels[i] === j) / hard[j];
      for (const c of [0, 1]) by[2 * j + c] += weight * (X.data[2 * i + c] - centre[c]);
    }
  }
  const each = Array.from(soft, (_, j) => Math.hypot(by[2 * j], by[2 * j + 1]));
  return each.every(Number.isFinite) ? Math.max(...each) : null;
}

/** What the status line says of it. */
export function sharedRemarks({ sure, kmeans }, N) {
  if (sure === null) return [];
  const said = say("sure", { sure, N, above: SURE });
  return kmeans ? [said, say("as_kmeans")] : [said];
}
