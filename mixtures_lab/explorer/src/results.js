/**
 * What the first half of an iteration found: {Q} or, in K-means, {labels}.
 */
import { indexOfMax, rowAt, zeros } from "./engine.js";

/** A matrix without row i. */
export const withoutRow = ({ data, shape: [rows, columns] }, i) => ({
  data: data.filter((_, at) => Math.floor(at / columns) !== i),
  shape: [rows - 1, columns],
});

/** The result without row i. */
export const withoutResult = (result, i) => {
  if (result?.Q) return { Q: withoutRow(result.Q, i) };
  return result && { labels: result.labels.filter((_, at) => at !== i) };
};

/** A result with a row for a point that no step has seen yet. */
export const withNewRow = (result, K) => {
  if (!result) return null;
  if (result.labels) {
    const labels = new Int32Array(result.labels.length + 1).fill(-1);
    labels.set(result.labels);
    return { labels };
  }
  const [N] = result.Q.shape;
  const data = new Float64Array((N + 1) * K).fill(NaN);
  data.set(result.Q.data);
  return { Q: { data, shape: [N + 1, K] } };
};

/** Labels as responsibilities: one 1 in each row, NaN where there is no label yet. */
export const oneHot = (labels, K) => {
  const R = zeros(labels.length, K);
  labels.forEach((j, i) => {
    if (j < 0) rowAt(R, i).fill(NaN);
    else R.data[i * K + j] = 1;
  });
  return R;
};

/** The likeliest component of each point; −1 where there is no posterior yet. */
export const likeliest = (Q) =>
  Int32Array.from({ length: Q.shape[0] }, (_, i) => {
    const row = rowAt(Q, i);
    return Number.isNaN(row[0]) ? -1 : indexOfMax(row);
  });
