/**
 * −L and the bound (em-1) along one parameter of one component, while everything else stays
 * as it is: what chapter 7 draws under "L never rises", of the mixture on screen.
 *
 * @typedef {"x"|"y"|"sigma"} Parameter
 * @typedef {{
 *   values: Float64Array, minusL: Float64Array, bound: Float64Array|null, now: number,
 *   top: {value: number, bound: number, minusL: number}|null
 * }} Along `bound` and its `top` are null where there are no shares
 */
import {
  defaultFloor,
  logGaussians,
  logJoint,
  logSumExp,
  pick,
  squaredDistances,
  TINY,
} from "../engine.js";

/** Half of it where there are many points, so that a drag stays quick. */
const PLACES = 121;
const MANY = 3000;

/**
 * @param {any} frame of PROTOCOL.md
 * @param {number} j component
 * @param {Parameter} parameter
 * @returns {Along}
 */
export function along(frame, j, parameter) {
  const { N, K, X, mu, sigma, pi } = frame;
  const axis = parameter === "y" ? 1 : 0;
  const isSigma = parameter === "sigma";
  const now = isSigma ? sigma[j] : mu[2 * j + axis];
  const place = (value) => ({
    m: isSigma ? [mu[2 * j], mu[2 * j + 1]] : mu.slice(2 * j, 2 * j + 2).with(axis, value),
    s: isSigma ? value : sigma[j],
  });
  const squared = ([across, up], i) => (X[2 * i] - across) ** 2 + (X[2 * i + 1] - up) ** 2;

  const rest = others({ N, K, X, mu, sigma, pi }, j);
  const minusL = (value) => {
    const { m, s } = place(value);
    const constant = Math.log(pi[j]) - 2 * Math.log(s * Math.sqrt(2 * Math.PI));
    let sum = 0;
    for (let i = 0; i < N; i++) sum += logAddExp(rest[i], constant - squared(m, i) / s / s / 2);
    return sum;
  };

  const shares = frame.bound && Number.isFinite(frame.bound[1]) ? claimed(frame, j) : null;
  /** What the bound has of component j's μ and σ: Σ r p, but for what is constant. */
  const part = (value) => {
    const { m, s } = place(value);
    let spread = 0;
    for (let i = 0; i < N; i++) spread += shares.r[i] * squared(m, i);
    return -2 * shares.n * Math.log(s) - spread / s / s / 2;
  };
  const here = shares && part(now);
  const bound = (value) => frame.bound[1] + (part(value) - here);

  let top = null;
  if (shares && shares.n >= TINY) {
    const weighted = (f) => shares.r.reduce((sum, r, i) => sum + r * f(i), 0) / shares.n;
    const value = isSigma
      ? Math.max(Math.sqrt(weighted((i) => squared(place(now).m, i)) / 2), floorOf(frame, now))
      : now + weighted((i) => X[2 * i + axis] - now);
    top = { value, bound: bound(value), minusL: minusL(value) };
  }
  const values = places(frame, now, top?.value ?? now, isSigma ? null : axis);
  return {
    values,
    minusL: values.map(minusL),
    bound: shares && values.map(bound),
    now,
    top,
  };
}

/** The log-sum-exp of P + ln π over all components but j, for each point; −∞ if there is none. */
function others({ N, K, X, mu, sigma, pi }, j) {
  const kept = [...Array(K).keys()].filter((k) => k !== j);
  if (!kept.length) return new Float64Array(N).fill(-Infinity);
  const means = pick({ data: mu, shape: [K, 2] }, kept);
  const D = squaredDistances({ data: X, shape: [N, 2] }, means);
  const some = (A) => Float64Array.from(kept, (k) => A[k]);
  return logSumExp(logJoint(logGaussians(D, some(sigma), 2), some(pi))).data;
}

/** The shares of component j, and their sum. */
function claimed({ N, K, matrices }, j) {
  const r = Float64Array.from({ length: N }, (_, i) => matrices.R.data[i * K + j]);
  return { r, n: r.reduce((sum, share) => sum + share, 0) };
}

const floorOf = ({ N, X }, sigma) => Math.min(sigma, defaultFloor({ data: X, shape: [N, 2] }));

function logAddExp(a, b) {
  const [low, high] = a < b ? [a, b] : [b, a];
  return high === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
}

/** Evenly spaced values that hold the data along `axis`, or without one some widths. */
function places({ N, X }, now, top, axis) {
  let [low, high] = [Math.min(now, top), Math.max(now, top)];
  if (axis === null) [low, high] = [low / 2, high * 1.6];
  else {
    for (let i = 0; i < N; i++) {
      low = Math.min(low, X[2 * i + axis]);
      high = Math.max(high, X[2 * i + axis]);
    }
    const margin = 0.05 * (high - low) || 1;
    [low, high] = [low - margin, high + margin];
  }
  const count = N > MANY ? PLACES >> 1 : PLACES;
  return Float64Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
}
