/**
 * How numbers are written: with a true minus sign, never NaN, and with no more
 * digits than can be read.
 */

const signed = (text) => text.replace("-", "−").replace("e+", "e").replace(/e-/, "e−");

/** Infinity or nothing, or null for a number that can be written. */
function special(value) {
  if (Number.isNaN(value) || value === null || value === undefined) return "—";
  if (value === Infinity) return "∞";
  if (value === -Infinity) return "−∞";
  return null;
}

/** `digits` decimals; powers of ten where there is no room for that. */
export function fixed(value, digits) {
  const word = special(value);
  if (word) return word;
  const size = Math.abs(value);
  if (size >= 1e7) return signed(value.toExponential(5));
  const text = value.toFixed(digits);
  return signed(Number(text) === 0 ? text.replace("-", "") : text);
}

/** `digits` significant digits. */
export function significant(value, digits) {
  const word = special(value);
  if (word) return word;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return signed(value.toExponential(digits - 1));
  return signed(Number(value.toPrecision(digits)).toString());
}

/**
 * A matrix entry in at most six characters. `size` is that of the largest entry,
 * so that a matrix of millionths is not written as a row of 0.00.
 */
export function cell(value, size) {
  const word = special(value);
  if (word) return word;
  const magnitude = Math.abs(value);
  if (size < 0.05 && magnitude > 0) return signed(value.toExponential(0));
  if (magnitude >= 99999.5) return signed(value.toExponential(0));
  return fixed(value, magnitude < 9.995 ? 2 : magnitude < 999.95 ? 1 : 0);
}

/** Decimals for the result of a line of arithmetic: two, or two that are not 0. */
export function decimals(result) {
  const size = Math.abs(result);
  if (!(size > 0) || !Number.isFinite(size)) return 2;
  return Math.min(Math.max(2, 1 - Math.floor(Math.log10(size))), 12);
}

/** A negative number in a sum: in brackets. */
export const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);

/** A tick's label: as many decimals as its step needs. */
export function tickLabel(value, step) {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return digits > 4 || Math.abs(value) >= 1e6 ? significant(value, 3) : fixed(value, digits);
}
