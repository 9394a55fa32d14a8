/**
 * Where things are: scales, ticks, hit tests, marker shapes and layout, in plain
 * numbers. Nothing here touches the document, so all of it is tested without one.
 *
 * @typedef {[number, number]} Range from low to high, or from start to end
 * @typedef {{x: Range, y: Range}} Box
 * @typedef {ReturnType<typeof planeScales>} Scales
 * @typedef {{x: number, y: number}} Place in pixels
 */

/** `value` moved into [low, high]. */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * The smallest box that holds the points and the means, with a margin. A side without
 * length gets one, so that no scale divides by zero; if all is one spot, its sides are
 * six `sigma` long.
 *
 * @param {Float64Array[]} clouds flat rows of (x, y)
 * @param {number} sigma the largest of the mixture
 * @returns {Box}
 */
export function boundingBox(clouds, sigma) {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (const cloud of clouds) {
    for (let k = 0; k < cloud.length; k++) {
      const axis = k % 2;
      if (cloud[k] < low[axis]) low[axis] = cloud[k];
      if (cloud[k] > high[axis]) high[axis] = cloud[k];
    }
  }
  const side = Math.max(high[0] - low[0], high[1] - low[1]);
  // No shorter than a double can tell apart at this distance from the origin.
  const grain = Math.max(Math.abs(low[0]), Math.abs(low[1])) * 1e-9;
  const spare = side || Math.max(6 * sigma, grain) || 1;
  /** @returns {Range} */
  const range = (axis) => {
    const margin = 0.07 * (high[axis] - low[axis]) || spare / 2;
    return [low[axis] - margin, high[axis] + margin];
  };
  return { x: range(0), y: range(1) };
}

/** Whether every (x, y) of `cloud` lies in `box`. */
export function inside(box, cloud) {
  for (let k = 0; k < cloud.length; k += 2) {
    if (!(cloud[k] >= box.x[0] && cloud[k] <= box.x[1])) return false;
    if (!(cloud[k + 1] >= box.y[0] && cloud[k + 1] <= box.y[1])) return false;
  }
  return true;
}

/**
 * A linear map from data to pixels. `to` measures from the low end first, so that
 * data 1e8 away from the origin keep their pixels.
 *
 * @param {Range} values @param {Range} pixels
 */
export function linearScale([low, high], [start, end]) {
  const unit = (end - start) / (high - low);
  return {
    low,
    high,
    start,
    end,
    unit,
    to: (value) => start + (value - low) * unit,
    from: (pixel) => low + (pixel - start) / unit,
  };
}

/**
 * The plane's two scales. One unit has the same length on both axes where that
 * wastes less than two thirds of the plane, so that σ's rings are circles; else
 * each axis fills its side and the rings are, rightly, ellipses.
 *
 * @param {Box} box in data units
 * @param {{left: number, right: number, top: number, bottom: number}} frame in pixels
 */
export function planeScales(box, frame) {
  const width = frame.right - frame.left;
  const height = frame.bottom - frame.top;
  const spanX = box.x[1] - box.x[0];
  const spanY = box.y[1] - box.y[0];
  const unitX = width / spanX;
  const unitY = height / spanY;
  let { x, y } = box;
  if (Math.max(unitX, unitY) / Math.min(unitX, unitY) < 3) {
    const unit = Math.min(unitX, unitY);
    x = widened(x, width / unit);
    y = widened(y, height / unit);
  }
  return {
    x: linearScale(x, [frame.left, frame.right]),
    y: linearScale(y, [frame.bottom, frame.top]),
  };
}

/** @returns {Range} */
const widened = ([low, high], span) => {
  const spare = (span - (high - low)) / 2;
  return [low - spare, high + spare];
};

/**
 * Round values between `low` and `high`, about `count` of them: steps of 1, 2 or 5
 * times a power of ten.
 *
 * @returns {{values: number[], step: number}}
 */
export function ticks(low, high, count) {
  const rough = (high - low) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
  const values = [];
  const first = Math.ceil(low / step);
  // Counting in steps keeps rounding errors from adding up.
  for (let k = first; k * step <= high && values.length < 50; k++) values.push(k * step);
  return { values, step };
}

/**
 * What to take off every tick's label, so that far data have labels that differ:
 * 0 near the origin; else a round number beside the data.
 */
export function tickOffset(low, high) {
  const span = high - low;
  const far = Math.max(Math.abs(low), Math.abs(high));
  if (far < 1e4 * span) return 0;
  const grain = 10 ** Math.ceil(Math.log10(span));
  return Math.round((low + high) / 2 / grain) * grain;
}

/**
 * The point nearest to (x, y), within `radius`; −1 if there is none.
 * One pass over the pixels: 10,000 points take a tenth of a millisecond.
 *
 * @param {Float32Array|Float64Array} pixels flat rows of (x, y)
 */
export function nearest(pixels, x, y, radius) {
  let best = -1;
  let bound = radius * radius;
  for (let i = 0; 2 * i < pixels.length; i++) {
    const dx = pixels[2 * i] - x;
    const dy = pixels[2 * i + 1] - y;
    const squared = dx * dx + dy * dy;
    if (squared <= bound) {
      bound = squared;
      best = i;
    }
  }
  return best;
}

/** The ring at `radius` data units about a mean, as an ellipse in pixels. */
export const ring = (scales, x, y, radius) => ({
  cx: scales.x.to(x),
  cy: scales.y.to(y),
  rx: Math.abs(radius * scales.x.unit),
  ry: Math.abs(radius * scales.y.unit),
});

/** Closer to the mean than this many pixels, σ's handle would cover the mean's. */
export const HANDLE_GAP = 30;

/** Two means' handles stand at least so far apart, in pixels: else one hides the other's number. */
const APART = 20;

/** … and σ's handle from every other. */
const CLEAR = 24;

/** A handle is grabbed within so many pixels, where no other is near. */
const GRAB = 22;

/** What is left of the plane around every handle, in pixels. */
const INSET = 8;

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

const shifted = ({ x, y }, angle, by) => ({
  x: x + by * Math.cos(angle),
  y: y + by * Math.sin(angle),
});

/** (x, y) in pixels, moved into the plane. */
export const inPlane = ({ x, y }, scales, inset = 0) => ({
  x: clamp(x, scales.x.start + inset, scales.x.end - inset),
  y: clamp(y, scales.y.end + inset, scales.y.start - inset),
});

/**
 * Where the means' handles stand: on the means, but within the plane, and where means are
 * close or coincide, side by side.
 *
 * @param {Scales} scales
 * @param {Float64Array} mu rows of (x, y)
 * @param {Place & {j: number}|null} held the handle that stays where it is
 * @returns {Place[]}
 */
export function meanHandles(scales, mu, held) {
  // Each a hair beside its mean and within a plane of its own: no two are in one spot, and
  // out of almost one they go all ways.
  const within = (place, j) => inPlane(place, scales, 1e-3 * j);
  let places = Array.from({ length: mu.length / 2 }, (_, j) => {
    const mean = { x: scales.x.to(mu[2 * j]), y: scales.y.to(mu[2 * j + 1]) };
    return j === held?.j ? held : within(shifted(mean, 2.4 * j, 1e-6), j);
  });
  let close = true;
  for (let round = 0; close && round < 200; round++) {
    close = false;
    // In the end they go past each other, where the plane's edge is in the way.
    const aside = round > 40 ? 1 : 0;
    const parted = (place) => (to, other) => {
      const lacks = APART - distance(place, other);
      if (other === place || lacks < 0.1) return to;
      close = true;
      const angle = Math.atan2(place.y - other.y, place.x - other.x) + aside;
      return shifted(to, angle, other === held ? lacks : lacks / 4);
    };
    places = places.map((place, j) =>
      place === held ? place : within(places.reduce(parted(place), place), j),
    );
  }
  return places;
}

/**
 * Where σ's handle stands: on the 1σ ring, to the right of the mean or as near to it as
 * there is room; never under the mean's own handle, out of the plane, or, while there is any
 * other place, near one that is `taken`. (ux, uy) points to it from the mean, and in that
 * direction σ is `unit` pixels for each of its own.
 *
 * @returns {Place & {ux: number, uy: number, unit: number}}
 */
export function sigmaHandle(scales, x, y, sigma, taken = []) {
  const mean = inPlane({ x: scales.x.to(x), y: scales.y.to(y) }, scales);
  /** @type {any} the first place of all is better than this */
  let best = { clear: -Infinity };
  for (let step = 0; step < 96 && best.clear < CLEAR; step++) {
    // 0, −1, +1, −2, … of 24 directions, then further out.
    const turn = (((step % 24) + 1) >> 1) * (step % 2 ? -1 : 1);
    const angle = (turn * Math.PI) / 12;
    const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
    const unit = 1 / Math.hypot(ux / scales.x.unit, uy / scales.y.unit);
    const reach = Math.max(sigma * unit, HANDLE_GAP) + 18 * Math.floor(step / 24);
    const place = inPlane(shifted(mean, angle, reach), scales, INSET);
    const clear = Math.min(
      distance(place, mean) - HANDLE_GAP + CLEAR,
      ...taken.map((other) => distance(place, other)),
    );
    if (clear > best.clear + 0.1) best = { ...place, ux, uy, unit, clear };
  }
  return best;
}

/** How far around its centre each handle can be grabbed: never as far as another's centre. */
export const grabRadii = (places) =>
  places.map((place) => {
    const others = places.filter((other) => other !== place);
    return clamp(Math.min(...others.map((other) => distance(place, other))) - 8, 8, GRAB);
  });

/**
 * σ after dragging its handle outwards by `pixels`, `unit` of which are a σ of 1. Where less
 * than one pixel is left of σ a drag multiplies instead, so that a σ of a millionth can still be
 * reached and left again.
 */
export function draggedSigma(unit, sigma, pixels) {
  const target = sigma * unit + pixels;
  return target > 1 ? target / unit : sigma * Math.exp(pixels / 20);
}

/** How far an arrow key moves a mean: 1/100 of the plane; with Shift, 1/10. */
export function arrowStep(key, shift, scales) {
  const direction = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
  }[key];
  if (!direction) return null;
  const share = shift ? 0.1 : 0.01;
  return [
    direction[0] * share * (scales.x.high - scales.x.low),
    direction[1] * share * (scales.y.high - scales.y.low),
  ];
}

/** Arrow keys on σ: 5 % up or down; with Shift, 25 %. */
export function arrowFactor(key, shift) {
  const grow = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[key];
  return grow ? (shift ? 1.25 : 1.05) ** grow : null;
}

/**
 * One marker shape per component, the package's own: disc, square, triangle,
 * diamond, triangle down, plus, cross, star. A disc is `null`; the others are the
 * corners of a polygon of about the same area, for a disc of radius 1.
 */
export const MARKERS = [
  null,
  square(0.88),
  triangle(-1),
  diamond(1.25),
  triangle(1),
  cross(0),
  cross(Math.PI / 4),
  star(1.45, 0.62),
];

function square(a) {
  return [-a, -a, a, -a, a, a, -a, a];
}

function triangle(tip) {
  return [0, 1.25 * tip, 1.2, -0.85 * tip, -1.2, -0.85 * tip];
}

function diamond(a) {
  return [0, -a, a, 0, 0, a, -a, 0];
}

function cross(turn) {
  const [a, b] = [0.42, 1.25];
  const corners = [
    -a,
    -b,
    a,
    -b,
    a,
    -a,
    b,
    -a,
    b,
    a,
    a,
    a,
    a,
    b,
    -a,
    b,
    -a,
    a,
    -b,
    a,
    -b,
    -a,
    -a,
    -a,
  ];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return corners.map((value, k) =>
    k % 2 ? sin * corners[k - 1] + cos * value : cos * value - sin * corners[k + 1],
  );
}

function star(outer, inner) {
  return Array.from({ length: 20 }, (_, k) => {
    const corner = k >> 1;
    const angle = (corner * Math.PI) / 5 - Math.PI / 2;
    const radius = corner % 2 ? inner : outer;
    return radius * (k % 2 ? Math.sin(angle) : Math.cos(angle));
  });
}

/** A point's radius in pixels: many points, and those on a small plane, are drawn smaller. */
export const pointRadius = (N, width) =>
  (N <= 400 ? 4 : N <= 2000 ? 3 : 2) - (width < 420 ? 0.75 : 0);

/**
 * Which rows of a matrix are written out: the first ones, and the pointed-at row in
 * a place of its own below them, so that nothing jumps as the pointer moves.
 */
export function shownRows(N, count, pointed) {
  const first = Array.from({ length: Math.min(N, count) }, (_, i) => i);
  return { first, pinned: clamp(pointed, 0, N - 1) };
}

/**
 * The plane's size and the number of rows written out, for a box of this width.
 * `split` puts matrices and arithmetic beside plane, steps and trace; `wide` has room there
 * for all matrices at once. Two planes that are compared are of one size, and low where one
 * stands under the other.
 */
export function layout(width, comparing = false) {
  const split = width >= 640;
  const wide = width >= 900;
  // The matrices of three components need 530 pixels; the plane has what they leave.
  const share = wide ? clamp(1 - 530 / width, 0.42, 0.52) : 0.5;
  const half = Math.floor((width - 1) / 2);
  const planeWidth = !split ? width : comparing ? half : Math.round(width * share);
  const low = comparing ? 230 : 280;
  // In the wide form plane, steps and L fit into a window of 800 pixels.
  const planeHeight = wide
    ? clamp(Math.round(planeWidth * (comparing ? 0.72 : 0.86)), 400, 560)
    : clamp(Math.round(planeWidth * (comparing && !split ? 0.68 : 0.92)), low, 460);
  // In the column beside the plane, what its height leaves after tabs and title.
  const rows = split && !comparing ? clamp(Math.floor((planeHeight - 210) / 26), 4, 16) : 4;
  return { split, wide, planeWidth, planeHeight, rows };
}

/**
 * Where a function on a grid crosses a level: straight pieces, one or two in each square
 * of the grid, as flat (x₁, y₁, x₂, y₂) in steps of the grid.
 *
 * @param {Float64Array} values row by row, `columns` in each
 */
export function isolines(values, columns, level) {
  const pieces = [];
  const rows = values.length / columns;
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < columns; c++) {
      const at = r * columns + c;
      // Around the square: corner, its value, and back to the first.
      const corners = [
        [c, r, values[at]],
        [c + 1, r, values[at + 1]],
        [c + 1, r + 1, values[at + columns + 1]],
        [c, r + 1, values[at + columns]],
      ];
      const crossings = [];
      corners.forEach(([x, y, a], k) => {
        const [u, v, b] = corners[(k + 1) % 4];
        if (a < level === b < level) return;
        const share = (level - a) / (b - a);
        crossings.push(x + share * (u - x), y + share * (v - y));
      });
      pieces.push(...crossings);
    }
  }
  return pieces;
}

/** Scales of the trace of L: iterations 0 to `last` along, L up; a flat trace in the middle. */
export function traceScales(values, last, frame) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const margin = (high - low) * 0.08 || Math.max(Math.abs(low) * 1e-3, 1);
  return {
    x: linearScale([0, Math.max(last, 1)], [frame.left, frame.right]),
    y: linearScale([low - margin, high + margin], [frame.bottom, frame.top]),
  };
}

/** The iteration whose mark is nearest to pixel `x`. */
export const iterationAt = (scale, x, last) => clamp(Math.round(scale.from(x)), 0, last);

/**
 * Where values stand on bars that begin at the left, in percent. The bars show the end of
 * long numbers, so they begin a little below the smallest. Values that differ by less than a
 * fiftieth are shown as far apart as they are on bars of that length, unless they are three.
 *
 * @param {(number|null|undefined)[]} values −∞ and what is not there stay out of the scale
 * @returns {(value: number|null|undefined) => number|null}
 */
export function barScale(values) {
  const there = values.filter((value) => Number.isFinite(value));
  const low = Math.min(...there);
  const high = Math.max(...there);
  const least = there.length > 2 ? 0 : Math.max(Math.abs(high) / 50, 1);
  const span = Math.max(high - low, least) || 1;
  const scale = linearScale([high - 1.45 * span, high + 0.1 * span], [0, 100]);
  return (value) => (Number.isFinite(value) ? scale.to(value) : value === -Infinity ? 0 : null);
}
