/**
 * What the status line says. The same words as mixtures_lab/explorer/sentences.py.
 */

/** A number as a person reads it in a sentence: 1130.42, −0.50, 1.2e−7. */
export function spoken(x) {
  const size = Math.abs(x);
  const sign = x < 0 ? "−" : "";
  if (size !== 0 && (size < 0.005 || size >= 1e7)) {
    const [digits, power] = size.toExponential(1).split("e");
    return `${sign}${digits}e${power.replace("+", "").replace("-", "−")}`;
  }
  return sign + size.toFixed(2);
}

/** "1", "1 and 2", "1, 2 and 3", from indices that count from 0. */
const listed = (indices) => {
  const names = indices.map((j) => String(j + 1));
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
};

const AFTER = {
  e: "after the E-step",
  m: "after the M-step",
  assign: "after the assignment",
  update: "after the update",
};

const STEP = {
  e_step: "the E-step",
  m_step: "the M-step",
  assign: "the assignment",
  update: "the update",
};

/** A change below this, relative to the value, is rounding. */
const ROUNDING = 1e-12;

const NAME = { em: "EM", kmeans: "K-means" };

/**
 * The sentence of a step, a start or an edit.
 *
 * @param {{t: number, phase: string, what: string, quantity: string, nll: number,
 *   before: number|null}} state `what` names a start or an edit; `before` is the value
 *   one iteration earlier, null where the two cannot be compared
 */
export function progress({ t, phase, what, quantity, nll, before }) {
  const change =
    before === null
      ? ""
      : Math.abs(nll - before) <= ROUNDING * Math.abs(nll)
        ? ", unchanged"
        : `, ${nll < before ? "down" : "up"} ${spoken(Math.abs(nll - before))}`;
  return `Iteration ${t}, ${AFTER[phase] ?? what}: ${quantity} = ${spoken(nll)}${change}.`;
}

export const movedMean = (j, x, y) => `mean ${j + 1} moved to (${spoken(x)}, ${spoken(y)})`;
export const setSigma = (j, sigma) => `σ of component ${j + 1} set to ${spoken(sigma)}`;
export const addedPoint = (i, x, y) => `point ${i + 1} added at (${spoken(x)}, ${spoken(y)})`;
export const removedPoint = (i) => `point ${i + 1} removed`;
export const firstGuess = (label) => `first guess (${label})`;
export const beginsHere = (algorithm) => `${NAME[algorithm]} begins from these means`;

export const settled = (algorithm) =>
  `Nothing changes any more: ${NAME[algorithm]} has converged.`;

export const emptied = (components) =>
  components.length === 1
    ? `Component ${listed(components)} has lost every point: its weight is 0.`
    : `Components ${listed(components)} have lost every point: their weights are 0.`;

export const onTheFloor = (components, floor) =>
  `σ of component${components.length === 1 ? "" : "s"} ${listed(components)} is on its floor, ` +
  `${spoken(floor)}.`;

export const coincident = (components) =>
  `Components ${listed(components)} coincide, and no step can part them: move one.`;

export const repaired = (clusters) =>
  `Cluster${clusters.length === 1 ? "" : "s"} ${listed(clusters)} had lost every point, and ` +
  "began again at a point far from the other means.";

export const tooManyComponents = (K, most) =>
  `K can be 1 to ${most} here, not ${K}: there must be a point for every component, and at most 8.`;

export const tooFewPoints = (N, K) =>
  `${N} point${N === 1 ? "" : "s"} must stay for K = ${K}: lower K before removing more.`;

export const notNow = (action, next) => {
  const name = STEP[action] ?? `“${action}”`;
  return `${capital(name)} cannot be done now${next ? `: the next step is ${STEP[next]}` : ""}.`;
};

export const notThere = (what) => `There is no ${what}.`;
export const notANumber = (what) => `${what} needs a finite number.`;
export const failed = (message) => `${capital(message)}. Nothing was changed.`;

const capital = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);
