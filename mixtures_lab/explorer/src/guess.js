/**
 * First guesses: where the means begin, and the mixture around them. As guess.py.
 *
 * @typedef {import("./engine.js").Matrix} Matrix
 */
import { dataScale, nearest, pick, rowAt, squaredDistances, zeros } from "./engine.js";

/** Uniform numbers in [0, 1) from a seed: mulberry32, so that a page repeats itself. */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Greedy k-means++: the first mean is a point at random, each further one the best, by
 * the inertia it leaves, of 2 + ⌊ln K⌋ points drawn in proportion to d.
 *
 * @param {Matrix} X @param {number} K @param {() => number} random
 * @returns {Matrix} K rows of X, no row taken twice
 */
export function kmeansPlusPlus(X, K, random) {
  const N = X.shape[0];
  const chosen = [Math.floor(random() * N)];
  let left = distancesFrom(X, chosen[0]);
  while (chosen.length < K) {
    let best = null;
    for (const i of candidates(left, chosen, 2 + Math.floor(Math.log(K)), random)) {
      const d = distancesFrom(X, i);
      const distance = left.map((value, n) => Math.min(value, d[n]));
      const inertia = distance.reduce((sum, value) => sum + value, 0);
      if (!best || inertia < best.inertia) best = { i, distance, inertia };
    }
    chosen.push(best.i);
    left = best.distance;
  }
  return pick(X, chosen);
}

/** Squared distances of all points from point i. */
const distancesFrom = (X, i) => squaredDistances(X, pick(X, [i])).data;

/** Points drawn in proportion to their distance; where all are 0, the first one not taken. */
function candidates(distance, chosen, count, random) {
  const largest = distance.reduce((a, b) => Math.max(a, b), 0);
  if (largest === 0) {
    const taken = new Set(chosen);
    return [distance.findIndex((_, i) => !taken.has(i))];
  }
  // Scaled by the maximum first: the sum of huge squares could overflow.
  let total = 0;
  const sums = distance.map((value) => (total += value / largest));
  return Array.from({ length: count }, () => {
    const target = random() * total;
    const i = sums.findIndex((sum) => sum > target);
    return i < 0 ? distance.findLastIndex((value) => value > 0) : i;
  });
}

/** K different points at random. @returns {Matrix} */
export function randomPoints(X, K, random) {
  const order = Array.from({ length: X.shape[0] }, (_, i) => i);
  for (let k = 0; k < K; k++) {
    const other = k + Math.floor(random() * (order.length - k));
    [order[k], order[other]] = [order[other], order[k]];
  }
  return pick(X, order.slice(0, K));
}

/** Means side by side across the middle of the data, to be moved by hand. @returns {Matrix} */
export function meansInARow(X, K) {
  const [N, d] = X.shape;
  const mu = zeros(K, d);
  for (let c = 0; c < d; c++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < N; i++) {
      low = Math.min(low, rowAt(X, i)[c]);
      high = Math.max(high, rowAt(X, i)[c]);
    }
    for (let j = 0; j < K; j++) {
      const share = c === 0 ? (j + 0.5) / K : 0.5;
      mu.data[j * d + c] = low + share * (high - low);
    }
  }
  return mu;
}

/** A first guess: a mixture of K components for the points X. */
export const guessedMixture = (guess, X, K, random) =>
  mixtureAround(X, MEANS[guess](X, K, random));

const MEANS = { "kmeans++": kmeansPlusPlus, random: randomPoints, hand: meansInARow };

/**
 * The mixture around given means: equal weights, one σ for all, the root mean square
 * distance of a point from its nearest mean, per coordinate.
 *
 * @param {Matrix} X @param {Matrix} mu @returns {import("./engine.js").Mixture}
 */
export function mixtureAround(X, mu) {
  const [N, d] = X.shape;
  const K = mu.shape[0];
  const D = squaredDistances(X, mu);
  let sum = 0;
  for (let i = 0; i < N; i++) sum += nearest(D, i);
  // One σ for all, because a cluster of one point would start, and stay, on the floor.
  const sigma = Math.sqrt(sum / N / d) || dataScale(X);
  return { mu, sigma: new Float64Array(K).fill(sigma), pi: new Float64Array(K).fill(1 / K) };
}
