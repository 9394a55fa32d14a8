/**
 * A start as the text of a link: written from a mixture, and read again. As starts.py.
 *
 *     K=2&mu=-2,0;2,0&sigma=1,1&pi=0.5,0.5&algorithm=em&data=old_faithful
 */
import { oneOf, Refused } from "./arguments.js";
import { extent, matrixOf, rowsOf } from "./engine.js";
import { besideOf } from "./beside.js";
import { mixtureAround } from "./guess.js";
import { say } from "./later.js";
import { ALGORITHMS, BESIDE, LONGEST_LINK, MOST_COMPONENTS, ROUNDED_WEIGHTS } from "./words.json";

const NAMES = ["K", "mu", "sigma", "shared", "pi", "algorithm", "data", "beside"];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * What a link asks for, by name: K and the parts of a mixture as lists, the rest as text.
 *
 * @param {string} text
 * @returns {{K: number, mu?: number[][], sigma?: number[], shared?: number, pi?: number[],
 *   algorithm?: string, data?: string, beside?: string}}
 */
export function read(text) {
  const asked = /** @type {any} */ ({});
  if (text.length > LONGEST_LINK) refuse("link_long", { limit: LONGEST_LINK });
  for (const piece of text.split("&").filter(Boolean)) {
    const [name] = piece.split("=", 1);
    if (!NAMES.includes(name))
      refuse("link_unknown", { what: name.slice(0, 40), names: NAMES.join(", ") });
    if (name in asked) refuse("link_twice", { part: name });
    asked[name] = piece.slice(name.length + 1);
  }
  if ("mu" in asked) asked.mu = asked.mu.split(";").map(pair);
  for (const name of ["sigma", "pi"])
    if (name in asked) asked[name] = asked[name].split(",").map((value) => number(name, value));
  for (const name of ["shared", "K"])
    if (name in asked) asked[name] = number(name, asked[name]);
  asked.K ??= asked.mu?.length ?? refuse("link_empty");
  const { K, mu, sigma = [1], pi = [1] } = asked;
  if (!Number.isInteger(K) || K < 1 || K > MOST_COMPONENTS)
    refuse("link_K", { most: MOST_COMPONENTS });
  for (const name of ["mu", "sigma", "pi"]) {
    const found = asked[name]?.length ?? K;
    if (found !== K && !(name === "sigma" && found === 1))
      refuse("link_count", { part: name, found, K });
  }
  if (!mu && (asked.sigma || asked.pi || "shared" in asked)) refuse("link_without_mu");
  if (Math.min(...sigma) <= 0) refuse("link_sigma");
  if ("shared" in asked) agreeToShare(asked);
  if ("beside" in asked) checkedKind(asked.beside, Object.keys(BESIDE));
  if (Math.min(...pi) < 0 || Math.abs(total(pi) - 1) > ROUNDED_WEIGHTS) refuse("link_pi");
  return asked;
}

function checkedKind(kind, kinds) {
  if (!kinds.includes(kind))
    refuse("link_beside", { what: kind.slice(0, 40), names: kinds.join(", ") });
}

/** One σ for all components stands in the place of each one's own. */
function agreeToShare({ sigma, shared, algorithm = "em" }) {
  if (sigma || shared <= 0 || algorithm !== "em") refuse("link_shared");
}

const total = (values) => values.reduce((sum, value) => sum + value, 0);

function pair(text) {
  const values = text.split(",").map((value) => number("mu", value));
  if (values.length !== 2) refuse("link_pair", { what: text.slice(0, 40) });
  return values;
}

function number(name, given) {
  const text = given.replaceAll("−", "-").trim();
  const value = NUMBER.test(text) ? Number(text) : Infinity;
  if (!Number.isFinite(value)) refuse("link_number", { part: name, what: text.slice(0, 40) });
  return value;
}

/** @returns {never} */
function refuse(name, values = {}) {
  throw new Refused(say("bad_link", { why: say(name, values) }));
}

/** Begin a run of the session from what a link asks for. */
export function load(s, text) {
  const asked = read(text);
  const { algorithms } = s.steps;
  const first = algorithms.includes("em") ? "em" : algorithms[0];
  const { algorithm = first, data = s.first.id, K } = asked;
  oneOf(algorithms, algorithm, "algorithm");
  oneOf(s.dataSets.map(({ id }) => id), data, "data set");
  const X = s.dataSets.find(({ id }) => id === data).X();
  if ("shared" in asked && algorithm !== "em") refuse("link_shared");
  if (X.shape[0] < K) refuse("link_K", { most: X.shape[0] });
  const { beside } = asked;
  if (beside && algorithms.length < 2)
    checkedKind(beside, Object.keys(BESIDE).filter((kind) => !(kind in ALGORITHMS)));
  if (!asked.mu) s.begin({ algorithm, data }, X, K);
  else {
    const mixture = mixtureOf(asked, X, s.steps.floor(X));
    const shared = "shared" in asked ? mixture.sigma[0] : null;
    s.start({ ...s.settings, algorithm, data, guess: "hand" }, say("linked"), X, mixture, shared);
  }
  s.selected = { ...s.selected, point: null };
  if (beside) s.beside = besideOf(s, beside);
}

/** @param {any} asked @returns {import("./engine.js").Mixture} */
function mixtureOf({ mu, sigma, shared, pi }, X, floor) {
  const around = mixtureAround(X, matrixOf(mu));
  const one = shared ?? (sigma?.length === 1 ? sigma[0] : null);
  const given = one === null ? sigma : mu.map(() => one);
  const weights = Float64Array.from(pi ?? around.pi);
  const sum = total([...weights]);
  return {
    mu: around.mu,
    sigma: Float64Array.from(given ?? around.sigma, (one) => Math.max(one, floor)),
    pi: weights.map((weight) => weight / sum),
  };
}

/** The mixture on screen as the text of a link, as short as it can be read again. */
export function written(s) {
  const { mu, sigma, pi } = s.mixture;
  const { algorithm, data } = s.settings;
  const places = 4 - Math.floor(Math.log10(extent(s.X) || 1));
  const means = rowsOf(mu).map((mean) => mean.map((x) => short(x, places)).join());
  const parts = [`K=${pi.length}`, `mu=${means.join(";")}`];
  if (algorithm === "em") {
    const { shared } = s.history.entry;
    const own = `sigma=${Array.from(sigma, (x) => digits(x, 4)).join()}`;
    parts.push(shared === null ? own : `shared=${digits(shared, 4)}`);
    parts.push(`pi=${Array.from(pi, (x) => digits(x, 4)).join()}`);
  }
  parts.push(`algorithm=${algorithm}`);
  if (data !== s.first.id) parts.push(`data=${data}`);
  if (s.beside?.kind in ALGORITHMS) parts.push(`beside=${s.beside.kind}`);
  return parts.join("&");
}

/** With so many digits that count. */
const digits = (x, count) =>
  x === 0 ? "0" : short(x, count - 1 - Math.floor(Math.log10(Math.abs(x))));

/** With so many decimals, and no zeros at the end; powers of ten where they are shorter. */
function short(x, places) {
  const size = Math.abs(x);
  if (size !== 0 && !(size >= 1e-4 && size < 1e15)) {
    const [figures, power] = x.toExponential(4).split("e");
    return `${Number(figures)}e${Number(power)}`;
  }
  return String(Number(x.toFixed(Math.min(Math.max(places, 0), 20))));
}
