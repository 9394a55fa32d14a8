/**
 * Colours as numbers: one per component, mixed by responsibility, and always with
 * enough contrast for the text that stands on them (WCAG 2.2).
 *
 * @typedef {[number, number, number]} Colour red, green, blue, each from 0 to 255
 */
import palette from "../../data/palette.json";

/** One colour per component: palette.py says whose they are. @type {Colour[]} */
export const COLOURS = palette.map(
  (hex) => /** @type {Colour} */ ([1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))),
);

/** The grounds and inks of the two themes; explorer.css has the same. @type {Record<string, {ground: Colour, ink: Colour}>} */
export const THEMES = {
  light: { ground: [255, 255, 255], ink: [27, 31, 36] },
  dark: { ground: [20, 24, 29], ink: [232, 236, 240] },
};

/** `share` of `b` in `a`. @param {Colour} a @param {Colour} b @returns {Colour} */
export const mix = (a, b, share) =>
  /** @type {any} */ (a.map((channel, k) => channel + (b[k] - channel) * share));

/** For a style attribute or a canvas. @param {Colour} rgb */
export const css = ([red, green, blue]) =>
  `rgb(${Math.round(red)},${Math.round(green)},${Math.round(blue)})`;

/** Relative luminance, 0 for black and 1 for white. @param {number[]} rgb */
export function luminance(rgb) {
  const [red, green, blue] = rgb.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, from 1 to 21. */
export function contrast(a, b) {
  const [la, lb] = [luminance(a), luminance(b)];
  return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
}

/**
 * Ink for text on `ground`: at least 4.5 to 1 on any colour there is.
 *
 * @param {Colour} ground @returns {Colour}
 */
export function inkOn(ground) {
  /** @type {Colour[]} */
  const inks = [THEMES.light.ink, [255, 255, 255], [0, 0, 0]];
  const seen = ground.map(Math.round); // as css() writes it
  return (
    inks.find((ink) => contrast(ink, seen) >= 4.5) ??
    inks.reduce((a, b) => (contrast(a, seen) > contrast(b, seen) ? a : b))
  );
}

/**
 * `rgb`, moved towards black or white, as little as gives it `ratio` on `ground`:
 * yellow rings are seen on white paper, grey ones on a dark page.
 *
 * @param {Colour} rgb @param {Colour} ground @param {number} ratio @returns {Colour}
 */
export function readable(rgb, ground, ratio) {
  /** @type {Colour} */
  const away = luminance(ground) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(rgb, away, share);
    if (contrast(candidate, ground) >= ratio) return candidate;
  }
  return away;
}

/** A component's colour. */
export const colourOf = (j) => COLOURS[j % COLOURS.length];

/**
 * The colour of point `i`: the components' colours mixed by its responsibilities;
 * null where these are not known.
 *
 * @param {Float64Array} R responsibilities, N×K
 * @returns {Colour|null}
 */
export function mixedColour(R, K, i) {
  let [red, green, blue] = [0, 0, 0];
  for (let j = 0; j < K; j++) {
    const r = R[i * K + j];
    const colour = COLOURS[j % COLOURS.length];
    red += r * colour[0];
    green += r * colour[1];
    blue += r * colour[2];
  }
  return Number.isNaN(red) ? null : [red, green, blue];
}

/**
 * How strongly a cell is coloured, 0 to 1: more for a nearer mean (D), for a
 * likelier component (P, P + ln π, Q, ten nats deep) and for a larger share (R).
 * Terms, which mean nothing by themselves, grow faintly with their size.
 *
 * @param {string} name of the matrix
 * @param {number} value of the entry
 * @param {{low: number, high: number}} range of the matrix, finite entries only
 */
export function strength(name, value, { low, high }) {
  if (Number.isNaN(value)) return 0;
  if (name === "R" || name === "labels") return value;
  if (name === "D") return high > 0 ? (1 - Math.sqrt(Math.max(value, 0) / high)) ** 2 : 1;
  if (["P", "P2", "PlnPi"].includes(name)) return Math.max(0, 1 + (value - high) / 10);
  if (name === "Q") return Math.max(0, 1 + value / 10);
  const size = Math.max(Math.abs(low), Math.abs(high));
  return size > 0 ? 0.3 * (Math.abs(value) / size) : 0;
}
