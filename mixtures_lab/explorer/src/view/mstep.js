/** The M-step's arithmetic for one component (em-2, em-3), as lines that formula.js draws. */

import { dataScale, defaultFloor, TINY } from "../engine.js";
import { clamp } from "../geometry.js";
import { arithmetic, fixed, significant } from "../numbers.js";

/**
 * What the M-step makes of the shares on screen, or what it has just made of them; without
 * shares, after an edit, and while the reader predicts, nothing.
 *
 * @returns {{title: string, lines: import("./formula.js").Line[]}|null}
 */
export function mStepOf(frame, j) {
  const { algorithm, phase, matrices, N, prediction } = frame;
  if (prediction?.pending) return null; // it would give the answer away
  const R = matrices.R?.data;
  if (algorithm !== "em" || !R || !["e", "m"].includes(phase) || R.some(Number.isNaN)) return null;
  const made = phase === "m";
  const { n, mu, spread } = sums(frame, R, j);
  const k = `_{${j + 1}}`;
  const title = made
    ? `The M-step made component ${j + 1} of its shares:`
    : `The M-step will make component ${j + 1} of these shares:`;

  const count = written(n);
  /** @type {import("./formula.js").Line[]} */
  const lines = [
    {
      left: `N${k}`,
      terms: [[`Σ_{i} r_{i,${j + 1}}`, firstOf(frame, R, j)]],
      result: significant(n, 5),
    },
    line(`π${k}`, [`N${k} / N`, (digits) => `${count(digits)} / ${N}`], n / N, made && frame.pi[j]),
  ];
  if (n < TINY) {
    lines[1].note = "no point has a share of it: its μ and σ become those of all points";
    return { title, lines };
  }
  mu.forEach((value, c) => {
    const total = written(value * n);
    const term = (digits) => `${total(digits)} / ${count(digits)}`;
    const symbol = `Σ_{i} r_{i,${j + 1}} x_{i,${c + 1}} / N${k}`;
    lines.push(line(`μ_{${j + 1},${c + 1}}`, [symbol, term], value, made && frame.mu[2 * j + c]));
  });
  if (frame.shared) {
    const held = significant(frame.shared.sigma, 5);
    const note = "one for all components, which the M-step leaves as it is";
    lines.push({ left: `σ${k}`, terms: [["σ", held]], result: held, note });
    return { title, lines };
  }
  const total = written(spread);
  const term = (digits) => `√(${total(digits)} / (2·${count(digits)}))`;
  const sigma = Math.sqrt(spread / n / 2);
  const floor = floorUnder(frame, j, sigma);
  const known = made && !floor && frame.sigma[j];
  const last = line(
    `σ${k}`,
    [`√(Σ_{i} r_{i,${j + 1}} d_{i,${j + 1}} / (2N${k}))`, term],
    sigma,
    known,
  );
  lines.push(
    floor ? { ...last, note: `below its floor, so it is put at ${significant(floor, 3)}` } : last,
  );
  return { title, lines };
}

/** How a sum over all points begins. */
const firstOf = ({ N, K }, R, j) =>
  Array.from({ length: Math.min(N, 3) }, (_, i) => fixed(R[i * K + j], 2)).join(" + ") +
  (N > 3 ? " + …" : "");

/** N_j, the weighted mean, and the weighted sum of squared distances from that. */
function sums({ N, K, X, mu }, R, j) {
  const share = (i) => R[i * K + j];
  let n = 0;
  const shift = [0, 0]; // from where the mean is: far from the origin, that keeps the digits
  for (let i = 0; i < N; i++) {
    n += share(i);
    for (const c of [0, 1]) shift[c] += share(i) * (X[2 * i + c] - mu[2 * j + c]);
  }
  const mean = shift.map((sum, c) => mu[2 * j + c] + sum / n);
  let spread = 0;
  for (let i = 0; i < N; i++)
    spread += share(i) * ((X[2 * i] - mean[0]) ** 2 + (X[2 * i + 1] - mean[1]) ** 2);
  return { n, mu: mean, spread };
}

/** The floor, where the new σ lies below it; else null. */
function floorUnder({ N, X, sigma, phase }, j, value) {
  /** @type {import("../engine.js").Matrix} */
  const points = { data: X, shape: [N, 2] };
  if (value > 1e-5 * dataScale(points)) return null;
  const floor = phase === "m" ? sigma[j] : Math.min(sigma[j], defaultFloor(points));
  const onIt = floor <= defaultFloor(points) * (1 + 1e-9);
  return onIt && value < floor * (1 - 1e-9) ? floor : null;
}

const written = (value) => (digits) => significant(value, digits);

/** One line; `known` is what stands in the mixture, if the M-step has been made. */
function line(left, [symbol, term], value, known) {
  const { result, digits } = arithmetic(value, []);
  // As many digits as the result needs, so that a reader who works it out finds it.
  const needed = clamp(digits + 2 + Math.ceil(Math.log10(1 + Math.abs(value))), 5, 15);
  const found = { left, terms: [[symbol, term(needed)]], result };
  const theirs = known !== false && Math.abs(known - value) > 1e-6 * (Math.abs(value) + 1e-3);
  return theirs ? { ...found, note: `your m_step says ${arithmetic(known, []).result}` } : found;
}
