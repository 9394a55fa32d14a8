/** The start on screen, to be handed on: as a link to this page, or in a notebook as Python. */

import { significant } from "../numbers.js";

/** @param {number[]} values */
const listed = (values) => `[${values.map((value) => significant(value, 6)).join(", ")}]`;

/** The mixture on screen as Python writes it. */
export function pythonOf({ K, mu, sigma, pi }) {
  const means = Array.from({ length: K }, (_, j) => listed([mu[2 * j], mu[2 * j + 1]]));
  const parts = [`mu=[${means.join(", ")}]`, `sigma=${listed([...sigma])}`, `pi=${listed([...pi])}`];
  return `Mixture(${parts.join(", ")})`.replaceAll("−", "-");
}

/** Put a text on the clipboard; where that is not allowed, false. @returns {Promise<boolean>} */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
