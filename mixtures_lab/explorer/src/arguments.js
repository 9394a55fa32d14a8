/** Check what comes with an action, and say what is wrong. As arguments.py. */

import { say } from "./sentences.js";

/** An action that cannot be done: its message is the sentence for the reader. */
export class Refused extends Error {}

/** An index of something that is there. */
export function index(value, length, what) {
  if (Number.isInteger(value) && value >= 0 && value < length) return value;
  const name = Number.isFinite(value) ? value + 1 : value;
  throw new Refused(say("not_there", { what: `${what} ${name}` }));
}

export function oneOf(choices, id, what) {
  if (!choices.includes(id)) throw new Refused(say("not_there", { what: `${what} ${id}` }));
}

/** A finite number. */
export function number(value, what) {
  if (!Number.isFinite(value)) throw new Refused(say("not_a_number", { what }));
  return value;
}
