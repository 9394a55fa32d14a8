/**
 * The package's data sets on a page without a kernel: the same points, to the last digit
 * or the rounding of one addition. As datasets.py.
 */
import { centreOf } from "./engine.js";
import {
  FIRST_NOISE_OF_299,
  NOISE,
  OLD_FAITHFUL,
  RINGS_NOISE,
  SEED_0,
  THREE_ALIKE,
  TWO_OF_299,
  TWO_UNEQUAL,
} from "./datasets-data.js";
import { uniformNumbers } from "./pcg64.js";

/** Exact float64 numbers, which make_datasets.py `encoded`: eighth by eighth. */
const decoded = (text) => {
  const bytes = atob(text);
  const { length } = bytes;
  const byte = (_, at) => bytes.charCodeAt((at % 8) * (length / 8) + (at >> 3));
  return new Float64Array(Uint8Array.from({ length }, byte).buffer);
};

/** @returns {import("./engine.js").Matrix} */
const points = (data) => ({ data, shape: [data.length / 2, 2] });

/** μ of each point's component, and σ of it times the noise. */
const blobs = (component, mu, sigma = [1, 1, 1], noise = decoded(NOISE)) =>
  points(
    Float64Array.from({ length: 2 * component.length }, (_, at) => {
      const j = Number(component[at >> 1]);
      return mu[j][at % 2] + sigma[j] * noise[at];
    }),
  );

const wellSeparated = (offset = 0) => {
  const X = blobs(THREE_ALIKE, [[-6, -3], [0, 5], [6, -3]]);
  return points(X.data.map((x) => x + offset));
};

const oneFarOutlier = () => {
  const noise = Float64Array.of(FIRST_NOISE_OF_299, ...decoded(NOISE));
  const groups = blobs(TWO_OF_299, [[-3, 0], [3, 0]], [1, 1], noise);
  return points(Float64Array.of(...groups.data, 60, 60));
};

const oldFaithful = () =>
  points(
    Float64Array.from(
      OLD_FAITHFUL.match(/.{6}/g).flatMap((row) => [+row.slice(0, 4) / 1000, +row.slice(4)]),
    ),
  );

const standardised = () => {
  const X = oldFaithful();
  const centre = centreOf(X);
  const squares = new Float64Array(2);
  X.data.forEach((x, at) => (squares[at % 2] += (x - centre[at % 2]) ** 2));
  const spread = squares.map((sum) => Math.sqrt(sum / X.shape[0]));
  return points(X.data.map((x, at) => (x - centre[at % 2]) / spread[at % 2]));
};

/** An angle and a group by lot for each point, as `datasets.rings` draws them, and its noise. */
const rings = () => {
  const noise = decoded(RINGS_NOISE);
  const random = uniformNumbers(SEED_0.state, SEED_0.increment);
  const angle = noise.map(() => 2 * Math.PI * random());
  const radius = noise.map((e) => (random() < 1 / 3 ? 0.5 : 5) + 0.3 * e);
  return points(
    Float64Array.from({ length: 2 * noise.length }, (_, at) => {
      const i = at >> 1;
      return radius[i] * (at % 2 ? Math.sin(angle[i]) : Math.cos(angle[i]));
    }),
  );
};

/** What makes the points of each data set. */
const MAKERS = {
  old_faithful: oldFaithful,
  old_faithful_standardised: standardised,
  blobs: () => blobs(THREE_ALIKE, [[0, 0], [4, 0], [2, 3.5]]),
  well_separated: () => wellSeparated(),
  overlapping: () => blobs(THREE_ALIKE, [[-1.5, -0.5], [0, 1.8], [1.5, -0.5]]),
  unequal_sizes: () => blobs(TWO_UNEQUAL, [[0, 0], [6, 0]], [2.5, 0.4]),
  one_far_outlier: oneFarOutlier,
  rings,
  far_from_origin: () => wellSeparated(1e8),
};

const made = new Map();

/**
 * The points of a data set of words.json, always the same ones.
 *
 * @param {string} id @returns {import("./engine.js").Matrix}
 */
export function pointsOf(id) {
  if (!made.has(id)) made.set(id, MAKERS[id]());
  return made.get(id);
}
