/**
 * The derivation in JavaScript, for pages without a kernel: the package's functions
 * under the package's names, held to it by tests/explorer/test_engine.py.
 *
 *     D = squaredDistances(X, mu)             sections B to D of the derivation,
 *     P = logGaussians(D, sigma, d)           each function taking the matrix before it
 *     L = negativeLogLikelihood(P, pi)
 *     Q = logPosterior(P, pi)
 *     mixture = mStep(X, Q, sigmaMin)
 *
 * A matrix is {data, shape: [rows, columns]}, row by row. Nothing edits its arguments.
 *
 * @typedef {{data: Float64Array, shape: [number, number]}} Matrix
 * @typedef {{mu: Matrix, sigma: Float64Array, pi: Float64Array}} Mixture
 */

/** The default floor under σ, relative to the data's scale, `robustScale`. */
const RELATIVE_SIGMA_MIN = 1e-6;

/** Below it a quotient has no digits left: the smallest normal float64. */
export const TINY = 2 ** -1022;

/** A matrix of zeros. @returns {Matrix} */
export const zeros = (rows, columns) => ({
  data: new Float64Array(rows * columns),
  shape: [rows, columns],
});

/** A matrix from rows. @param {number[][]} rows @returns {Matrix} */
export const matrixOf = (rows) => ({
  data: Float64Array.from(rows.flat()),
  shape: [rows.length, rows[0].length],
});

/** Rows of a matrix as nested arrays. @param {Matrix} A @returns {number[][]} */
export const rowsOf = ({ data, shape: [rows, columns] }) =>
  Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));

/** The matrix with entry f(i, j). @returns {Matrix} */
const build = (rows, columns, f) => {
  const A = zeros(rows, columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) A.data[at] = f(i, j, at);
  }
  return A;
};

/**
 * D, the squared distances: d_ij = Σ_d (x_id − μ_jd)² (dist-3).
 *
 * By differences and not by the expansion (dist-6): it costs nothing at this size, and
 * never cancels, however far from the origin the data sit.
 *
 * @param {Matrix} X @param {Matrix} mu @returns {Matrix} N × K
 */
export function squaredDistances(X, mu) {
  const [N, d] = X.shape;
  const D = build(N, mu.shape[0], (i, j) => {
    let sum = 0;
    for (let c = 0; c < d; c++) {
      const difference = X.data[i * d + c] - mu.data[j * d + c];
      sum += difference * difference;
    }
    return sum;
  });
  const far = D.data.findIndex((value) => !Number.isFinite(value));
  if (far >= 0) {
    const K = mu.shape[0];
    throw new RangeError(
      `point ${Math.floor(far / K) + 1} and mean ${(far % K) + 1} lie so far apart ` +
        "that their squared distance overflows",
    );
  }
  return D;
}

/**
 * The three terms of D = X²·1 − 2Xμᵀ + 1(μᵀ)² (dist-6), as small as they broadcast from.
 *
 * @param {Matrix} X @param {Matrix} mu
 * @returns {{D1: Matrix, D2: Matrix, D3: Matrix}} N × 1, N × K, 1 × K
 */
export function expansion(X, mu) {
  const [N, d] = X.shape;
  const K = mu.shape[0];
  const product = (A, i, B, j) => {
    let sum = 0;
    for (let c = 0; c < d; c++) sum += A.data[i * d + c] * B.data[j * d + c];
    return sum;
  };
  return {
    D1: build(N, 1, (i) => product(X, i, X, i)),
    D2: build(N, K, (i, j) => -2 * product(X, i, mu, j)),
    D3: build(1, K, (_, j) => product(mu, j, mu, j)),
  };
}

/**
 * P = −d ln(σ√2π) − 1/(2σ²) ⊗ D (P-7).
 *
 * @param {Matrix} D @param {Float64Array} sigma @param {number} d coordinates of a point
 * @returns {Matrix} N × K, nats
 */
export function logGaussians(D, sigma, d) {
  const constant = sigma.map((s) => -d * Math.log(s * Math.sqrt(2 * Math.PI)));
  // Dividing by sigma twice, not by its square, which can underflow to 0.
  return build(...D.shape, (_, j, at) => constant[j] - D.data[at] / sigma[j] / sigma[j] / 2);
}

/** P-7, term by term: P1 = −d ln(σ √2π), which is one row, and P2 = −D / 2σ². */
export const termsOfP = (D, sigma, d) => ({
  P1: build(1, sigma.length, (_, j) => -d * (Math.log(sigma[j]) + Math.log(2 * Math.PI) / 2)),
  P2: build(...D.shape, (_, j, at) => -D.data[at] / sigma[j] / sigma[j] / 2),
});

/** P + ln π, entry by entry; ln 0 = −∞. @returns {Matrix} N × K */
export function logJoint(P, pi) {
  const lnPi = pi.map(Math.log);
  return build(...P.shape, (_, j, at) => P.data[at] + lnPi[j]);
}

/**
 * The log-sum-exp of each row: m + ln Σ_k e^{a_k − m}, m = max_k a_k.
 *
 * The largest term is left out of the sum and put back with log1p, which keeps the
 * digits of the small terms beside it.
 *
 * @param {Matrix} A @returns {Matrix} N × 1; −∞ where a whole row is −∞
 */
export function logSumExp(A) {
  const K = A.shape[1];
  return build(A.shape[0], 1, (i) => {
    const row = rowAt(A, i);
    const largest = indexOfMax(row);
    const m = row[largest];
    if (!Number.isFinite(m)) return m;
    let others = 0;
    for (let k = 0; k < K; k++) if (k !== largest) others += Math.exp(row[k] - m);
    return m + Math.log1p(others);
  });
}

/** L = − Σ_cols logsumexp_rows(P + ln π) (nll-6), nats, the sum over all points. */
export const negativeLogLikelihood = (P, pi) =>
  -logSumExp(logJoint(P, pi)).data.reduce((sum, value) => sum + value, 0);

/**
 * Q = P + ln π − logsumexp_rows(P + ln π).
 *
 * @param {Matrix} P @param {Float64Array} pi @returns {Matrix} N × K; rows of e^Q sum to 1
 */
export function logPosterior(P, pi) {
  const [N, K] = P.shape;
  const lnPi = pi.map(Math.log);
  const joint = zeros(N, K);
  // A constant taken from a row leaves Q unchanged. Near −1e10, where a far point's P
  // lies, ln π would lose most of its digits.
  for (let i = 0; i < N; i++) {
    const row = rowAt(P, i);
    let largest = -Infinity;
    for (let k = 0; k < K; k++) if (pi[k] > 0 && row[k] > largest) largest = row[k];
    if (largest === -Infinity) {
      throw new RangeError(`point ${i + 1} has density 0 under every component`);
    }
    for (let k = 0; k < K; k++) joint.data[i * K + k] = row[k] - largest + lnPi[k];
  }
  const lse = logSumExp(joint).data;
  return build(N, K, (i, _, at) => joint.data[at] - lse[i]);
}

/**
 * ln p(x, y) of a mixture in the plane: the log-sum-exp of P + ln π for one point.
 *
 * @param {{mu: Float64Array, sigma: Float64Array, pi: Float64Array}} mixture mu row by row
 */
export function logDensity({ mu, sigma, pi }, x, y) {
  let best = -Infinity;
  let sum = 0;
  for (let j = 0; j < pi.length; j++) {
    if (!(pi[j] > 0)) continue;
    const [dx, dy, s] = [(x - mu[2 * j]) / sigma[j], (y - mu[2 * j + 1]) / sigma[j], sigma[j]];
    const a = Math.log(pi[j]) - 2 * Math.log(s * Math.sqrt(2 * Math.PI)) - (dx * dx + dy * dy) / 2;
    // The running log-sum-exp: the sum is kept relative to the largest term so far.
    sum = a > best ? sum * Math.exp(best - a) + 1 : sum + Math.exp(a - best);
    best = Math.max(best, a);
  }
  return best + Math.log(sum);
}

/**
 * Σ r (ln r − q), the Kullback–Leibler divergence from shares to the posterior, by how much
 * the bound (em-1) lies below −L; 0 ln 0 = 0. @param {Matrix} lnShares @param {Matrix} Q
 */
export function divergence(lnShares, Q) {
  let gap = 0;
  lnShares.data.forEach((lnShare, at) => {
    const share = Math.exp(lnShare);
    if (share >= TINY) gap += share * (lnShare - Q.data[at]);
  });
  return Math.max(gap, 0);
}

/** e^Q. @param {Matrix} Q @returns {Matrix} N × K */
export const exponential = ({ data, shape }) => ({ data: data.map(Math.exp), shape });

/**
 * The M-step: N_j = Σ_i r_ij, π_j = N_j/N, μ = diag(N_j)⁻¹RᵀX (em-2), and
 * σ_j² = 1/(dN_j) Σ_i r_ij d_ij with D at the new μ (em-3).
 *
 * A component that no point belongs to gets the weight 0, the mean of all points and
 * the scale of the data.
 *
 * @param {Matrix} X @param {Matrix} Q
 * @param {Float64Array} sigmaMin the floor under each σ
 * @returns {Mixture}
 */
export const mStep = (X, Q, sigmaMin) => mStepWithDistances(X, Q, sigmaMin).mixture;

/** The M-step, and D at the new means, which the next P begins with. */
export function mStepWithDistances(X, Q, sigmaMin) {
  const [N, d] = X.shape;
  const K = Q.shape[1];
  const R = exponential(Q).data;
  const centre = centreOf(X);

  const Nk = new Float64Array(K);
  const mu = zeros(K, d); // Rᵀ(X − centre): centred, far data keep their digits
  for (let i = 0, at = 0; i < N; i++) {
    for (let j = 0; j < K; j++, at++) {
      Nk[j] += R[at];
      for (let c = 0; c < d; c++) mu.data[j * d + c] += R[at] * (X.data[i * d + c] - centre[c]);
    }
  }
  const emptied = Nk.map((n) => +(n < TINY));
  mu.data.forEach((sum, at) => {
    const j = Math.floor(at / d);
    mu.data[at] = centre[at % d] + (emptied[j] ? 0 : sum / Nk[j]);
  });

  const D = squaredDistances(X, mu);
  const spread = new Float64Array(K);
  for (let at = 0; at < N * K; at++) spread[at % K] += R[at] * D.data[at];
  const sigma = spread.map((sum, j) =>
    Math.max(emptied[j] ? dataScale(X) : Math.sqrt(sum / (d * Nk[j])), sigmaMin[j]),
  );
  const pi = Nk.map((n, j) => (emptied[j] ? 0 : n / N));
  return { mixture: { mu, sigma, pi }, D };
}

/**
 * The floor under each σ for the next M-step: a floor above a component's own σ would
 * push it off a better place, and L would rise.
 *
 * @param {Matrix} X @param {Float64Array} sigma
 * @param {number} floor that of the data, for a caller who has it
 * @returns {Float64Array} K
 */
export const sigmaFloor = (X, sigma, floor = defaultFloor(X)) =>
  sigma.map((s) => Math.min(s, floor));

/** The floor under σ that `fit_em` has. @param {Matrix} X */
export const defaultFloor = (X) => RELATIVE_SIGMA_MIN * robustScale(X);

/** `dataScale`, but at most twice the median distance from the median, per coordinate. */
function robustScale(X) {
  const d = X.shape[1];
  const median = Array.from({ length: d }, (_, c) =>
    medianOf(X.data.filter((_, at) => at % d === c)),
  );
  const apart = Float64Array.from({ length: X.shape[0] }, (_, i) =>
    Math.hypot(...rowAt(X, i).map((x, c) => x - median[c])),
  ).filter((distance) => distance > 0);
  const scale = dataScale(X);
  return apart.length ? Math.min(scale, (2 * medianOf(apart)) / Math.sqrt(d)) : scale;
}

/** @param {Float64Array} values not empty */
function medianOf(values) {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Root mean square distance from the mean, per coordinate; 1 if all points coincide. */
export function dataScale(X) {
  const d = X.shape[1];
  if (X.data.every((x, at) => x === X.data[at % d])) return 1;
  const centre = centreOf(X);
  const size = X.data.map((x, at) => Math.abs(x - centre[at % d]));
  const largest = size[indexOfMax(size)];
  // Divided by the largest, no square overflows and they do not all underflow.
  const sum = size.reduce((total, s) => total + (s / largest) ** 2, 0);
  return largest * Math.sqrt(sum / X.data.length);
}

/** The longer side of the box around the points. @param {Matrix} X */
export function extent({ data, shape: [, d] }) {
  const side = (c) => {
    const values = data.filter((_, at) => at % d === c);
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  };
  return Math.max(...Array.from({ length: d }, (_, c) => side(c)));
}

/** The mean of the rows. @param {Matrix} X @returns {Float64Array} d */
export function centreOf(X) {
  const [N, d] = X.shape;
  // Relative to the first point, so that a common offset costs no digits.
  const sum = new Float64Array(d);
  X.data.forEach((x, at) => (sum[at % d] += x - X.data[at % d]));
  return sum.map((s, c) => X.data[c] + s / N);
}

/** label_i = argmin_j d_ij; the first of equally near means. @returns {Int32Array} N */
export const kmeansAssign = (D) =>
  Int32Array.from({ length: D.shape[0] }, (_, i) => indexOfMin(rowAt(D, i)));

/** Σ_i min_j d_ij, what K-means makes small. @param {Matrix} D */
export function inertia(D) {
  let sum = 0;
  for (let i = 0; i < D.shape[0]; i++) sum += nearest(D, i);
  return sum;
}

/** J(labels, μ) = Σ_i d_{i,label_i}; a point without a label, −1, counts as nearest. */
export function labelledCost(D, labels) {
  let sum = 0;
  for (let i = 0; i < D.shape[0]; i++) sum += labels[i] < 0 ? nearest(D, i) : rowAt(D, i)[labels[i]];
  return sum;
}

/**
 * Every mean moves to the average of its points. A cluster without points goes to the
 * point that is farthest from the means of the others.
 *
 * @param {Matrix} X @param {Int32Array} labels @param {number} K
 * @returns {{mu: Matrix, repaired: number[]}}
 */
export function kmeansUpdate(X, labels, K) {
  const [N, d] = X.shape;
  const centre = centreOf(X);
  const Nk = new Float64Array(K);
  const mu = zeros(K, d);
  for (let i = 0; i < N; i++) {
    const j = labels[i];
    Nk[j] += 1;
    for (let c = 0; c < d; c++) mu.data[j * d + c] += X.data[i * d + c] - centre[c];
  }
  mu.data.forEach((sum, at) => {
    mu.data[at] = centre[at % d] + sum / Math.max(Nk[Math.floor(at / d)], 1);
  });

  const filled = [];
  const repaired = [];
  Nk.forEach((n, j) => (n > 0 ? filled : repaired).push(j));
  for (const j of repaired) {
    const D = squaredDistances(X, pick(mu, filled));
    const distance = Float64Array.from({ length: N }, (_, i) => nearest(D, i));
    mu.data.set(rowAt(X, indexOfMax(distance)), j * d);
    filled.push(j);
  }
  return { mu, repaired };
}

/** Row i, as a view. */
export const rowAt = ({ data, shape: [, columns] }, i) =>
  data.subarray(i * columns, (i + 1) * columns);

/** The smallest entry of row i of D. */
export const nearest = (D, i) => {
  const row = rowAt(D, i);
  return row[indexOfMin(row)];
};

/** Some rows of a matrix. @param {Matrix} A @param {number[]} indices @returns {Matrix} */
export const pick = (A, indices) =>
  build(indices.length, A.shape[1], (i, j) => A.data[indices[i] * A.shape[1] + j]);

/** Index of the first largest entry. */
export const indexOfMax = (row) => {
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k] > row[best]) best = k;
  return best;
};

/** Index of the first smallest entry. */
const indexOfMin = (row) => {
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k] < row[best]) best = k;
  return best;
};
