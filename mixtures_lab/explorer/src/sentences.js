/**
 * What the status line says, from the templates of words.json. As sentences.py.
 */
import { PHASES, ROUNDING, SENTENCES, STEPS } from "./words.json";

/** Pure: in a notebook, where Python makes the sentences, a bundle leaves them out. */
const templates = /* @__PURE__ */ Object.assign({}, SENTENCES);

/** Know more sentences: later.js. */
export const learn = (more) => void Object.assign(templates, more);

/**
 * A sentence with its values put in; `count` chooses between one thing and several.
 *
 * @param {string} name @param {Object<string, any>} [values] @param {number} [count]
 */
export const say = (name, values = {}, count = 1) =>
  [templates[name]]
    .flat()
    .at(count === 1 ? 0 : -1)
    .replace(/\{(\w+)\}/g, (_, key) => values[key]);

/** A sentence on some components or clusters, whose indices count from 0. */
export const sayOf = (name, indices, values = {}) => {
  const names = indices.map((j) => String(j + 1));
  const last = names.pop();
  const which = names.length ? `${names.join(", ")} and ${last}` : last;
  return say(name, { which, ...values }, indices.length);
};

/** A number as a person reads it in a sentence: 1130.42, −0.50, 1.2e−7. */
export function spoken(x) {
  const size = Math.abs(x);
  const sign = x < 0 ? "−" : "";
  if (size === Infinity) return `${sign}∞`;
  if (size !== 0 && (size < 0.005 || size >= 1e7)) {
    const [digits, power] = size.toExponential(1).split("e");
    return `${sign}${digits}e${power.replace("+", "").replace("-", "−")}`;
  }
  return sign + size.toFixed(2);
}

/**
 * The sentence of a step, a start or an edit.
 *
 * @param {{t: number, phase: string, what: string, quantity: string, value: number,
 *   before: number|null}} state `what` names a start or an edit; `before` is the value
 *   one iteration earlier, null where the two cannot be compared
 */
export function progress({ t, phase, what, quantity, value, before }) {
  let change = "";
  if (before !== null) {
    const by = Math.abs(value - before);
    if (by <= ROUNDING * Math.abs(value)) change = say("unchanged");
    else change = say(value < before ? "down" : "up", { by: spoken(by) });
  }
  if (phase !== "start" && phase !== "edit") what = PHASES[phase];
  return say("progress", { t, what, quantity, value: spoken(value), change });
}

/** An action that is not legal, and what would be. */
export const notNow = (name, next) => {
  const action = STEPS[name] ? `The ${STEPS[name]}` : `“${name}”`;
  return say(next ? "not_before" : "not_now", { action, next: STEPS[next] });
};

export const failed = (message) => say("failed", { message: capital(message) });

export const capital = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);
