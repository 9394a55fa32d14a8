/**
 * The package's data sets on a page without a kernel: the same points, to the last digit
 * or the rounding of one addition. The ids, labels and columns are those of choices.py.
 */
import { centreOf } from "./engine.js";
import {
  FIRST_NOISE_OF_299,
  NOISE,
  OLD_FAITHFUL,
  RINGS,
  THREE_ALIKE,
  TWO_OF_299,
  TWO_UNEQUAL,
} from "./datasets-data.js";

const PLAIN = ["x₁", "x₂"];

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

const set = (id, label, make, columns = PLAIN, unit = "") => {
  let known = null;
  return { id, label, columns, unit, X: () => (known ??= make()) };
};

/** @returns {{id: string, label: string, columns: string[], unit: string, X: Function}[]} */
export const datasets = () => [
  set(
    "old_faithful",
    "Old Faithful",
    oldFaithful,
    ["eruption, minutes", "waiting, minutes"],
    "minutes",
  ),
  set("old_faithful_standardised", "Old Faithful, standardised", standardised, [
    "eruption, standard units",
    "waiting, standard units",
  ]),
  set("blobs", "Three blobs", () => blobs(THREE_ALIKE, [[0, 0], [4, 0], [2, 3.5]])),
  set("well_separated", "Well separated", wellSeparated),
  set("overlapping", "Overlapping", () =>
    blobs(THREE_ALIKE, [[-1.5, -0.5], [0, 1.8], [1.5, -0.5]]),
  ),
  set("unequal_sizes", "Unequal sizes", () => blobs(TWO_UNEQUAL, [[0, 0], [6, 0]], [2.5, 0.4])),
  set("one_far_outlier", "One far outlier", oneFarOutlier),
  set("rings", "Ring and disc", () => points(decoded(RINGS))),
  set("far_from_origin", "Far from the origin", () => wellSeparated(1e8)),
];
