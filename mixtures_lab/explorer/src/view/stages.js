/**
 * Which matrices stand together: one stage for each step of the derivation, in its
 * order, and one that shows the chain D → P → Q at a glance. As in an equation, the
 * result stands on the left: where there is no room for all, it is what one sees.
 */

/** A matrix as it is written and read. `sign` stands before it in its stage's equation. */
const MATRICES = {
  mu: { html: "μ", name: "μ" },
  sigma: { html: "σ", name: "σ" },
  pi: { html: "π", name: "π" },
  D1: { html: "X²·1", name: "X² 1" },
  D2: { html: "−2Xμ<sup>T</sup>", name: "−2 X μᵀ" },
  D3: { html: "1(μ<sup>T</sup>)²", name: "1 (μᵀ)²" },
  D: { html: "D", name: "D" },
  P: { html: "P", name: "P" },
  P1: { html: "−d ln(σ√(2π))", name: "−d ln(σ√(2π))" },
  P2: { html: "−D / 2σ²", name: "−D / 2σ²" },
  lnPi: { html: "ln π", name: "ln π" },
  PlnPi: { html: "P + ln π", name: "P + ln π" },
  lse: { html: "lse", name: "logsumexp" },
  Q: { html: "Q", name: "Q" },
  R: { html: "e<sup>Q</sup>", name: "e to the Q" },
  labels: { html: "assigned", name: "assignment" },
};

/** The sum on the way from P to Q: a stage for who has P, and never the one to begin with. */
const JOINT = "joint";

const EM = [
  {
    id: "D",
    equation:
      "<var>D</var> = <var>X</var>²·1 − 2<var>Xμ</var><sup>T</sup> + 1(<var>μ</var><sup>T</sup>)²",
    line: "dist-6",
    note: "squared distances",
    columns: [
      ["", "D"],
      ["=", "D1"],
      ["+", "D2"],
      ["+", "D3"],
    ],
  },
  {
    id: "P",
    equation: "<var>P</var> = −<var>d</var> ln(<var>σ</var>√(2π)) − <var>D</var> / 2<var>σ</var>²",
    line: "P-7",
    note: "log-Gaussians, nats",
    columns: [
      ["", "P"],
      ["=", "P1"],
      ["+", "P2"],
    ],
  },
  {
    id: JOINT,
    label: "+ ln π",
    name: "P + ln π",
    equation: "<var>P</var> + ln <var>π</var> = ln P(<var>x<sub>i</sub></var> | <var>j</var>) + ln P(<var>j</var>)",
    line: "",
    note: "log of density times weight, nats",
    columns: [
      ["", "PlnPi"],
      ["=", "P"],
      ["+", "lnPi"],
    ],
  },
  {
    id: "Q",
    equation:
      "<var>Q</var> = <var>P</var> + ln <var>π</var> − logsumexp<sub>rows</sub>(<var>P</var> + ln <var>π</var>)",
    line: "Q-5",
    note: "log-posteriors, nats; rows of e<sup>Q</sup> sum to 1",
    columns: [
      ["", "R"],
      ["", "Q"],
      ["=", "PlnPi"],
      ["−", "lse"],
    ],
  },
];

const KMEANS_ASSIGNMENT = {
  id: "assign",
  label: "argmin",
  equation:
    'each point to its nearest mean: <span class="mlx-up">argmin</span><sub><var>j</var></sub> <var>d<sub>ij</sub></var>',
  line: "",
  note: "one 1 in each row",
  columns: [
    ["", "labels"],
    ["←", "D"],
  ],
};

/** The mixture itself: a row for each component. */
const MIXTURE = {
  id: "mixture",
  equation: "",
  line: "",
  note: "one row per component",
  rows: "components",
};

/**
 * The stages a frame can show. `rows` says whether a row is a point or a component.
 *
 * @returns {{id: string, label: string, name?: string, equation: string, line: string, note: string, rows?: string,
 *            columns: {matrix: string, sign: string, html: string, name: string}[]}[]}
 */
export function stagesOf(frame) {
  const has = (name) => name in frame.matrices;
  const kmeans = frame.algorithm === "kmeans";
  const wanted = kmeans ? [EM[0], KMEANS_ASSIGNMENT] : EM;
  const stages = wanted
    .filter(({ id }) => frame.show.includes({ assign: "kmeans", [JOINT]: "P" }[id] ?? id))
    .map((stage) => ({
      label: stage.id,
      ...stage,
      columns: stage.columns
        .filter(([, matrix]) => has(matrix) || ["Q", "R", "labels"].includes(matrix))
        .map(column),
    }))
    .filter((stage) => stage.columns.length > 0);

  const several = stages.filter(({ id }) => id !== JOINT).length > 1;
  const chain = ["D", "P", "R"].filter((name) => has(name) && (name !== "R" || several));
  if (several && !kmeans) {
    stages.unshift({
      id: "all",
      label: "All",
      equation:
        "<var>X</var>, <var>μ</var> → <var>D</var>, with <var>σ</var> → <var>P</var>, with <var>π</var> → <var>Q</var>",
      line: "",
      note: "darker: nearer, likelier",
      columns: chain.map((matrix, k) => column([k ? "→" : "", matrix])),
    });
  }
  const parameters = !kmeans && frame.handles.sigma ? ["mu", "sigma", "pi"] : ["mu"];
  stages.push({
    ...MIXTURE,
    label: parameters.map((name) => MATRICES[name].html).join(" "),
    columns: parameters.map((matrix) => column(["", matrix])),
  });
  return stages;
}

/** What the E-step and the assignment write: until they are made again, of the mixture before. */
export const BY_FIRST_HALF = ["Q", "R", "labels"];

/**
 * The signs before a stage's columns, as far as they are true: none joins what is of the mixture
 * before to what is of this one, or lse to what it is not taken from.
 */
export function signsOf(frame, { columns }) {
  const old = (matrix) => frame.stale && BY_FIRST_HALF.includes(matrix);
  return columns.map(({ sign, matrix }, k) => {
    const left = columns[k - 1]?.matrix;
    if (matrix === "lse") return left === "PlnPi" ? sign : "";
    if (old(matrix) || old(left)) return "";
    return left === "Q" && hasOwnQ(frame) ? "≠" : sign;
  });
}

/** Whether a learner's E-step says something else than P + ln π − lse, in cell (i, j). */
export function isOwnQ(frame, i, j) {
  const [q, joint, lse] = ["Q", "PlnPi", "lse"].map((name) => entry(frame, name, i, j));
  const sizes = Math.min(Math.abs(q), Math.abs(joint)) + Math.abs(lse);
  return Math.abs(q - (joint - lse)) > 1e-6 * (1 + sizes);
}

/** … or anywhere. */
function hasOwnQ(frame) {
  for (let at = 0; at < frame.N * frame.K; at++)
    if (isOwnQ(frame, Math.floor(at / frame.K), at % frame.K)) return true;
  return false;
}

/** The stage to begin with: the chain where there is room, else the last matrix of it. */
export function firstStage(stages, compact) {
  const ofPoints = stages.filter(({ rows, id }) => rows !== MIXTURE.rows && id !== JOINT);
  return stages[0].id === "all" && !compact ? stages[0] : (ofPoints.at(-1) ?? stages[0]);
}

const column = ([sign, matrix]) => ({ sign, matrix, ...MATRICES[matrix] });

/** A matrix of the frame, or one made of what else is in it. */
function matrixOf(frame, name) {
  if (name === "labels") return frame.matrices.R; // one 1 in each row
  if (name === "mu") return { data: frame.mu, shape: [frame.K, 2] };
  if (name === "sigma" || name === "pi") return { data: frame[name], shape: [frame.K, 1] };
  return frame.matrices[name];
}

/** The number of columns that a matrix has on screen. */
export const widthOf = (frame, name) => matrixOf(frame, name)?.shape[1] ?? frame.K;

/** Entry (i, j) of a matrix; one that broadcasts has the same entry in every row or column. */
export function entry(frame, name, i, j) {
  const M = matrixOf(frame, name);
  if (!M) return NaN;
  const [rows, columns] = M.shape;
  return M.data[(rows === 1 ? 0 : i) * columns + (columns === 1 ? 0 : j)];
}

/** Smallest and largest finite entry. */
export function rangeOf(frame, name) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of matrixOf(frame, name)?.data ?? []) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}
