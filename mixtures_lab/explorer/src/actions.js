/**
 * What each action of PROTOCOL.md does to the session of a page. As actions.py.
 *
 * @typedef {import("./session.js").Session} Session
 */
import { index, number, oneOf, Refused } from "./arguments.js";
import { matrixOf, squaredDistances } from "./engine.js";
import { mixtureAround } from "./guess.js";
import { withNewRow, withoutResult, withoutRow } from "./history.js";
import { say, spoken } from "./sentences.js";
import { mostComponents, nextHalf, untouched } from "./standing.js";
import { ALGORITHMS, MOST_COMPONENTS } from "./words.json";

/** By name. @type {Record<string, (s: Session, a: any) => void>} */
export const ACTIONS = {
  e_step: (s) => s.firstHalf(),
  m_step: (s) => s.secondHalf(),
  assign: (s) => s.firstHalf(),
  update: (s) => s.secondHalf(),
  step: (s) => ACTIONS[nextHalf(s.history)](s, {}),
  back(s) {
    s.history.back(s.settings.algorithm !== "none");
    s.remember();
  },
  goto(s, { t }) {
    s.history.goTo(index(t, s.history.run.entries.length, "iteration"));
    s.remember();
  },
  reset(s) {
    const [first] = s.history.run.entries;
    if (untouched(s.history)) s.begin({}, first.X, s.K);
    else s.start(s.settings, first.what, first.X, first.mixture, first.shared);
  },
  set_k(s, { K }) {
    const most = mostComponents(s.history.entry);
    if (!Number.isInteger(K) || K < 1 || K > most) {
      throw new Refused(say("too_many_components", { K, most, limit: MOST_COMPONENTS }));
    }
    if (K !== s.K) s.begin({}, s.X, K);
  },
  set_algorithm(s, { algorithm }) {
    oneOf(s.steps.algorithms, algorithm, "algorithm");
    if (algorithm === s.settings.algorithm) return;
    // The widths that K-means leaves alone say nothing of the means it found.
    const mixture = algorithm === "em" ? mixtureAround(s.X, s.mixture.mu) : s.mixture;
    const what = say("begins_here", { algorithm: ALGORITHMS[algorithm] });
    s.start({ ...s.settings, algorithm }, what, s.X, mixture);
  },
  set_data(s, { data }) {
    oneOf(s.dataSets.map(({ id }) => id), data, "data set");
    const X = s.dataSets.find(({ id }) => id === data).X();
    s.begin({ data }, X, Math.min(s.K, X.shape[0]));
    s.selected = { ...s.selected, point: null };
  },
  set_first_guess(s, { guess }) {
    oneOf(Object.keys(s.guesses), guess, "first guess");
    s.begin({ guess }, s.X, guess === "given" ? s.given.pi.length : s.K);
  },
  move_mean(s, { j, x, y, gesture }) {
    index(j, s.K, "component");
    const mu = { ...s.mixture.mu, data: s.mixture.mu.data.slice() };
    mu.data.set([number(x, "x"), number(y, "y")], 2 * j);
    const what = say("moved_mean", { j: j + 1, x: spoken(x), y: spoken(y) });
    s.edit(what, s.X, { ...s.mixture, mu }, gestureKey("mean", j, gesture));
  },
  set_sigma(s, { j, sigma, gesture }) {
    index(j, s.K, "component");
    const value = Math.max(number(sigma, "σ"), s.steps.floor(s.X));
    const what = say("set_sigma", { j: j + 1, sigma: spoken(value) });
    const changed = { ...s.mixture, sigma: s.mixture.sigma.with(j, value) };
    s.edit(what, s.X, changed, gestureKey("sigma", j, gesture), { shared: null });
  },
  share_sigma: (s, a) => s.parts.sharing.shareSigma(s, a),
  add_point(s, { x, y }) {
    const N = s.X.shape[0];
    const X = { data: new Float64Array(2 * N + 2), shape: [N + 1, 2] };
    X.data.set(s.X.data);
    X.data.set([number(x, "x"), number(y, "y")], 2 * N);
    const what = say("added_point", { i: N + 1, x: spoken(x), y: spoken(y) });
    s.edit(what, X, s.mixture, null, { faded: withNewRow(s.history.shown) });
    s.selected = { ...s.selected, point: N };
  },
  remove_point(s, { i }) {
    const X = withoutRow(s.X, index(i, s.X.shape[0], "point"));
    const what = say("removed_point", { i: i + 1 });
    s.edit(what, X, s.mixture, null, { faded: withoutResult(s.history.shown, i) });
    const { point } = s.selected;
    const kept = point === null || point === i ? null : point - Number(point > i);
    s.selected = { ...s.selected, point: kept };
  },
  load(s, { start }) {
    if (typeof start !== "string") throw new Refused(say("not_there", { what: "start" }));
    s.parts.starts.load(s, start);
  },
  compare: (s, a) => s.parts.beside.compare(s, a),
  swap: (s) => s.parts.beside.swap(s),
  try_starts(s, { count = 20 }) {
    const { Trials, checkedCount, uniform } = s.parts.trials;
    s.lots ??= uniform();
    s.trials = new Trials(checkedCount(count), s.X, s.K, s.settings.algorithm, s.lots);
  },
  go_on: (s) => s.trials.goOn(s.steps),
  stop_starts: (s) => s.trials.stop(),
  load_start(s, { start }) {
    const { mixtures, count, algorithm, X } = s.trials;
    const mixture = mixtures[index(start, mixtures.length, "start")];
    s.start({ ...s.settings, algorithm }, say("tried", { s: start + 1, all: count }), X, mixture);
  },
  predict(s, { on }) {
    s.predictions.switch(Boolean(on));
  },
  move_prediction(s, { j, x, y }) {
    index(j, s.K, "component");
    const place = /** @type {[number, number]} */ ([number(x, "x"), number(y, "y")]);
    squaredDistances(s.X, matrixOf([place])); // refuses what is too far away to be compared
    s.predictions.put(j, place);
  },
  select(s, { point = null, component = null }) {
    s.selected = {
      point: point === null ? null : index(point, s.X.shape[0], "point"),
      component: component === null ? null : index(component, s.K, "component"),
    };
  },
};

/** What the edits of one gesture have in common; null where each is its own. */
const gestureKey = (name, j, gesture) => (gesture == null ? null : `${name} ${j} ${gesture}`);
