/**
 * The arithmetic of the pointed-at cell: the derivation's lines for d, p and q, each
 * term with its number below it.
 */

import { colourOf, css, readable, THEMES } from "../colour.js";
import { arithmetic, bracketed, fixed, significant } from "../numbers.js";
import { h, setAttribute } from "../dom.js";
import { clamp } from "../geometry.js";
import { mStepOf } from "./mstep.js";
import { entry, isOwnQ } from "./stages.js";

/**
 * @param {object} options
 * @param {(action: object) => void} options.act
 * @param {() => import("../explorer.js").Ui} options.ui
 */
export function createFormula({ act, ui }) {
  const point = field("Point", () => send());
  const component = field("Component", () => send());
  const lines = h("div", { class: "mlx-lines" });
  const element = h(
    "div",
    { class: "mlx-formula" },
    h("div", { class: "mlx-which" }, point.label, component.label),
    lines,
  );
  let frame = null;

  function send() {
    const i = point.input.valueAsNumber - 1;
    const j = component.input.valueAsNumber - 1;
    const whole = (value, count) => Number.isInteger(value) && value >= 0 && value < count;
    if (whole(i, frame.N) && whole(j, frame.K)) act({ name: "select", point: i, component: j });
  }

  return {
    element,

    update(next, { i, j }) {
      frame = next;
      point.show(i + 1, frame.N);
      component.show(j + 1, frame.K);
      setAttribute(
        component.input,
        "style",
        `border-color:${css(readable(colourOf(j), THEMES[ui().theme].ground, 3))}`,
      );
      const step = mStepOf(frame, j);
      const title = step && h("div", { class: "mlx-note" }, step.title);
      const made = step ? [title, ...step.lines.map(drawn)] : [];
      lines.replaceChildren(...linesOf(frame, i, j).map(drawn), ...made);
    },
  };
}

/** A number field with its name before it. */
function field(name, changed) {
  const input = h("input", {
    type: "number",
    min: "1",
    step: "1",
    inputmode: "numeric",
    onchange: changed,
  });
  const label = h("label", { class: "mlx-field" }, h("span", {}, name), input);
  return {
    input,
    label,
    show(value, most) {
      setAttribute(input, "max", most);
      if (input.value !== String(value)) input.value = value;
    },
  };
}

/**
 * The lines of arithmetic for cell (i, j), as far as the frame has the matrices.
 * A term is [symbol, number]; an operator is a string. `_{…}` and `^{…}` are lowered and raised.
 *
 * @typedef {{
 *   left: string, terms: any[], result: string, tail?: string[], note?: string, quiet?: boolean
 * }} Line
 *
 * @returns {Line[]}
 */
export function linesOf(frame, i, j) {
  const at = (matrix) => entry(frame, matrix, i, j);
  const index = `_{${i + 1},${j + 1}}`;
  const k = `_{${j + 1}}`;
  const lines = [];
  const has = (matrix) => matrix in frame.matrices;

  if (has("D1")) {
    const { result, term } = arithmetic(at("D"), [at("D1"), at("D2") / 2, at("D3")]);
    lines.push({
      left: `d${index}`,
      terms: [
        ["Σx²", term(at("D1"))],
        "−",
        ["2Σxμ", "2·" + bracketed(term(-at("D2") / 2))],
        "+",
        ["Σμ²", term(at("D3"))],
      ],
      result,
      note: frame.centred
        ? "x and μ measured from the mean of the data, where the terms do not cancel"
        : "",
    });
  }
  if (frame.algorithm === "kmeans") {
    if (frame.labels && has("D")) lines.push(assignment(frame, i));
    return lines;
  }
  if (has("P")) {
    const { result, digits } = arithmetic(at("P"), []);
    // As many digits as the result needs, so that a reader who works it out finds it.
    const [across, up] = [0, 1].map((c) => frame.X[2 * i + c] - frame.mu[2 * j + c]);
    const d = across ** 2 + up ** 2; // D itself may not be in the frame
    const needed = digits + 2 + Math.ceil(Math.log10(1 + d / frame.sigma[j] / frame.sigma[j]));
    const written = (value) => significant(value, clamp(needed, 4, 15));
    const sigma = written(frame.sigma[j]);
    const squared = sigma.includes("e") ? `(${sigma})²` : `${sigma}²`;
    lines.push({
      left: `p${index}`,
      terms: [
        [`−d ln(σ${k}√(2π))`, `−2 ln(${sigma}·√(2π))`],
        "−",
        [`d${index} / 2σ${k}²`, `${written(d)} / (2·${squared})`],
      ],
      result,
    });
    if (has("lse")) lines.push(...posterior(frame, i, j, index, at));
  }
  return lines;
}

/** The log-sum-exp of the row, and q. */
function posterior(frame, i, j, index, at) {
  const row = Array.from({ length: frame.K }, (_, k) => entry(frame, "PlnPi", i, k));
  const sum = arithmetic(at("lse"), []);
  const power = (value) => `e^{${fixed(value, clamp(sum.digits + 1, 2, 15))}}`;
  const lse = {
    left: `lse_{${i + 1}}`,
    terms: [["ln Σ_{k} e^{p + ln π}", `ln(${row.map(power).join(" + ")})`]],
    result: sum.result,
    quiet: true,
  };
  const known = "Q" in frame.matrices && !frame.stale && !Number.isNaN(at("Q"));
  const q = at("PlnPi") - at("lse");
  const pi = frame.pi[j];
  const { result, term, digits } = arithmetic(known ? q : 0, [at("P"), at("lse")]);
  const terms = [
    [`p${index}`, term(at("P"))],
    "+",
    [`ln π_{${j + 1}}`, pi > 0 ? `ln ${significant(pi, clamp(digits + 2, 4, 15))}` : "ln 0"],
    "−",
    [`lse_{${i + 1}}`, bracketed(term(at("lse")))],
  ];
  const line = { left: `q${index}`, terms };
  if (!known) return [lse, { ...line, result: "?", note: "the E-step works this out" }];
  if (isOwnQ(frame, i, j))
    return [lse, { ...line, result, note: `your e_step says ${fixed(at("Q"), Math.max(digits, 2))}` }];
  // No more decimals than those of q decide.
  const decimals = clamp(digits - 1 - Math.floor(Math.log10(at("R"))), 0, 3);
  return [lse, { ...line, result, tail: ["e^{q}", fixed(at("R"), decimals)] }];
}

/** K-means: the nearest mean of the point. */
function assignment(frame, i) {
  const label = frame.labels[i];
  const row = Array.from({ length: frame.K }, (_, k) => entry(frame, "D", i, k));
  const least = Math.min(...row);
  // As many digits as tell the nearest mean from the others.
  let digits = 3;
  const shown = (d) => significant(d, digits);
  while (digits < 15 && row.some((d) => d > least && shown(d) === shown(least))) digits++;
  const line = {
    left: `label_{${i + 1}}`,
    terms: [[`argmin_{j} d_{${i + 1},j}`, `argmin(${row.map(shown).join(", ")})`]],
  };
  if (frame.stale || label < 0)
    return { ...line, result: "?", note: "the means have moved since: assign again" };
  // Of means that are equally near, the assignment took one.
  if (row[label] <= least * (1 + 1e-9)) return { ...line, result: String(label + 1) };
  return {
    ...line,
    result: String(row.indexOf(least) + 1),
    note: `your assign says ${label + 1}`,
  };
}

const RAISED = /([_^]\{[^}]*\})/;

/** `_{…}` lowered, `^{…}` raised, 1e8 as a power of ten, where that is not raised itself. */
function rich(text) {
  return text
    .split(RAISED)
    .flatMap((part, k) =>
      k % 2 ? [part] : part.replace(/(\d)e(−?\d+)/g, "$1·10^{$2}").split(RAISED),
    )
    .filter(Boolean)
    .map((part) =>
      /^[_^]\{/.test(part) ? h(part[0] === "_" ? "sub" : "sup", {}, part.slice(2, -1)) : part,
    );
}

/** The same in words that a screen reader can say. */
const spoken = (text) =>
  text.replace(/_\{([^}]*)\}/g, " $1").replace(/\^\{([^}]*)\}/g, " to the power of $1");

/** One line as elements; read aloud as one sentence. */
function drawn({ left, terms, result, tail, note, quiet }) {
  const isOperator = (term) => typeof term === "string";
  // An operator goes to the next line with the term it stands before.
  const parts = [];
  let operator = "=";
  for (const term of terms) {
    if (isOperator(term)) operator = term;
    else
      parts.push(
        h(
          "span",
          { class: "mlx-part" },
          h("span", { class: "mlx-op" }, operator),
          h(
            "span",
            { class: "mlx-term" },
            h("span", { class: "mlx-sym" }, ...rich(term[0])),
            h("span", {}, ...rich(term[1])),
          ),
        ),
      );
  }
  const end = h(
    "span",
    { class: "mlx-part" },
    h("span", { class: "mlx-op" }, "="),
    h("span", { class: "mlx-result" }, ...rich(result)),
  );
  const sentence = [
    left,
    "=",
    ...terms.map((term) => (isOperator(term) ? term : term[1])),
    "=",
    result,
  ];
  if (tail) sentence.push("and", tail[0], "=", tail[1]);
  if (note) sentence.push(":", note);
  return h(
    "div",
    {
      class: quiet ? "mlx-sum mlx-quiet" : "mlx-sum",
      role: "math",
      "aria-label": spoken(sentence.join(" ")),
    },
    h("span", { class: "mlx-left" }, ...rich(left)),
    h(
      "span",
      { class: "mlx-right" },
      ...parts,
      end,
      tail
        ? h(
            "span",
            { class: "mlx-part" },
            h("span", {}, ...rich(tail[0])),
            h("span", { class: "mlx-op" }, "="),
            h("b", {}, tail[1]),
          )
        : null,
      note ? h("span", { class: "mlx-aside" }, note) : null,
    ),
  );
}
