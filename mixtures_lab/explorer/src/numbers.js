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
  const rounded = Number(value.toPrecision(digits));
  return signed(
    size !== 0 && (size < 1e-4 || size >= 1e7) ? rounded.toExponential() : rounded.toString(),
  );
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

/**
 * How the numbers of one line of arithmetic are written: the terms with two more digits
 * than the result, so that a reader who adds them up finds it.
 *
 * @param {number} result
 * @param {number[]} terms
 * @returns {{result: string, term: (value: number) => string, digits: number}} with the
 *   number of the result's decimals
 */
export function arithmetic(result, terms) {
  const size = Math.max(...[result, ...terms].filter(Number.isFinite).map(Math.abs), 0);
  const wanted = (value) =>
    value && Number.isFinite(value) ? 1 - Math.floor(Math.log10(Math.abs(value))) : 2;
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const exponential = (digits) => (value) =>
      special(value) ?? (value === 0 ? "0" : signed(value.toExponential(digits)));
    return {
      result: exponential(2)(result),
      term: exponential(4),
      digits: Math.min(wanted(size) + 1, 12),
    };
  }
  // A result near 0 gets its digits as far as the terms can pay for them.
  const digits = Math.max(2, Math.min(wanted(result), wanted(size) + 2));
  return { result: fixed(result, digits), term: (value) => fixed(value, digits + 2), digits };
}

/** A negative number in a sum: in brackets. */
export const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);

/** For an attribute of ARIA, which takes no powers of ten. */
export const decimal = (value) =>
  value.toLocaleString("en", { useGrouping: false, maximumSignificantDigits: 6 });

/** A tick's label: as many decimals as its step needs. */
export function tickLabel(value, step) {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return digits > 4 || Math.abs(value) >= 1e6 ? significant(value, 3) : fixed(value, digits);
}
