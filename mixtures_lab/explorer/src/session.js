/**
 * The session of a page without a kernel: the same answers to the same actions as
 * mixtures_lab/explorer/session.py. PROTOCOL.md says what actions and frames are.
 */
import { datasets } from "./datasets.js";
import * as engine from "./engine.js";
import { generator, kmeansPlusPlus, meansInARow, mixtureAround, randomPoints } from "./guess.js";
import { createHistory } from "./history.js";
import { likeliest, oneHot, withNewRow, withoutResult, withoutRow } from "./results.js";
import * as say from "./sentences.js";

const MOST_COMPONENTS = 8;

/** L has settled when it moves less than this, in nats per point, or in its own last digits. */
const SETTLED_PER_POINT = 1e-9;
const SETTLED_RELATIVE = 1e-12;

/** Beyond this many data scales from the origin the terms of dist-6 cancel to noise. */
const FAR = 1e4;

const GUESSES = [
  { id: "given", label: "as given" },
  { id: "kmeans++", label: "k-means++" },
  { id: "random", label: "random points" },
  { id: "hand", label: "place by hand" },
];
const DRAWN = ["kmeans++", "random"];

const HALVES = { em: ["e_step", "m_step"], kmeans: ["assign", "update"], none: [null, null] };
const DONE = { em: "e", kmeans: "assign" };

/**
 * @typedef {{
 *   show: string[], seed: number, algorithm: string, guess: string,
 *   mixture: {mu: number[][], sigma: number[], pi: number[]},
 *   data: string, X: number[][]|null, label: string, columns: string[], unit: string
 * }} Opening
 */

/** An action that cannot be done: its message is the sentence for the reader. */
class Refused extends Error {}

/**
 * @param {Opening} json the state that page.py wrote
 * @returns {{subscribe: Function, act: Function, close: Function}}
 */
export function createSession(json) {
  const { show, seed } = json;
  const random = generator(seed);
  // The reader's own mixture, or one that Python drew, so that page and notebook begin alike.
  const start = {
    mu: engine.matrixOf(json.mixture.mu),
    sigma: Float64Array.from(json.mixture.sigma),
    pi: Float64Array.from(json.mixture.pi),
  };
  const given = json.guess === "given" ? start : null;
  const { data: firstData, label, columns, unit } = json;
  const ownX = json.X && engine.matrixOf(json.X);
  const known = datasets();
  const X = ownX ? () => ownX : known.find(({ id }) => id === firstData).X;
  const sets = [
    { id: firstData, label, columns, unit, X },
    ...known.filter(({ id }) => id !== firstData),
  ];

  const algorithms = show.includes("em")
    ? ["em", "kmeans"]
    : show.includes("kmeans")
      ? ["kmeans"]
      : ["none"];

  // What a mixture says of the points ---------------------------------------------------

  /** D, and P where it is wanted. One pair is kept, of the entry on screen. */
  const matrices = keepNewest((X, mixture, withP) => {
    const D = engine.squaredDistances(X, mixture.mu);
    const P = withP ? engine.logGaussians(D, mixture.sigma, X.shape[1]) : null;
    return { D, P };
  });

  const usesP = (algorithm) =>
    algorithm === "em" || (algorithm === "none" && (show.includes("P") || show.includes("Q")));

  const measure = (X, mixture, algorithm) => {
    const { D, P } = matrices(X, mixture, usesP(algorithm));
    return P ? engine.negativeLogLikelihood(P, mixture.pi) : engine.inertia(D);
  };

  /** The first half: Q, or the assignment. */
  const firstHalf = ({ X, mixture }, algorithm) => {
    const { D, P } = matrices(X, mixture, usesP(algorithm));
    return P ? { Q: engine.logPosterior(P, mixture.pi) } : { labels: engine.kmeansAssign(D) };
  };

  /** The second half: the next mixture. */
  const secondHalf = ({ X, mixture, result }, algorithm) => {
    if (algorithm === "em") {
      const floor = engine.sigmaFloor(X, mixture.sigma);
      return { mixture: engine.mStep(X, result.Q, floor), repaired: [] };
    }
    const { mu, repaired } = engine.kmeansUpdate(X, result.labels, mixture.mu.shape[0]);
    return { mixture: { ...mixture, mu }, repaired };
  };

  /** Nothing to press: Q is always there. */
  const isLive = (algorithm) => algorithm === "none" && show.includes("Q");

  const entryOf = (
    algorithm,
    made,
    what,
    X,
    mixture,
    { faded = null, repaired = [], gesture = null } = {},
  ) => {
    const nll = measure(X, mixture, algorithm);
    const result = isLive(algorithm) ? firstHalf({ X, mixture }, algorithm) : null;
    return { made, what, X, mixture, nll, result, faded, repaired, gesture };
  };

  // First guesses -------------------------------------------------------------------------

  const guessMeans = {
    "kmeans++": (X, K) => kmeansPlusPlus(X, K, random),
    random: (X, K) => randomPoints(X, K, random),
    hand: meansInARow,
  };

  const guessed = (guess, X, K) =>
    guess === "given" ? given : mixtureAround(X, guessMeans[guess](X, K));

  const guessLabel = (guess) => GUESSES.find(({ id }) => id === guess).label;

  const firstEntry = (settings, X, K) =>
    entryOf(
      settings.algorithm,
      "start",
      say.firstGuess(guessLabel(settings.guess)),
      X,
      guessed(settings.guess, X, K),
    );

  const firstX = sets.find(({ id }) => id === firstData).X();
  const history = createHistory(
    { algorithm: json.algorithm, data: firstData, guess: json.guess },
    entryOf(json.algorithm, "start", say.firstGuess(guessLabel(json.guess)), firstX, start),
  );

  let selected = { point: null, component: null };

  // Where we stand --------------------------------------------------------------------------

  const settings = () => history.run().settings;
  const size = () => ({ N: history.entry().X.shape[0], K: history.entry().mixture.pi.length });
  const most = () => Math.max(Math.min(MOST_COMPONENTS, size().N), size().K);

  const next = () => HALVES[settings().algorithm][history.run().done ? 1 : 0];

  const phase = () => {
    const { algorithm } = settings();
    return history.run().done && algorithm !== "none" ? DONE[algorithm] : history.entry().made;
  };

  const untouched = () =>
    history.run().entries.length === 1 && (settings().algorithm === "none" || !history.run().done);

  const guesses = () =>
    GUESSES.filter(({ id }) => id !== "given" || (given && settings().data === firstData));

  const legal = () => {
    const { algorithm, guess } = settings();
    const { N, K } = size();
    const { t, done, entries } = history.run();
    const possible = {
      [next()]: next() !== null,
      step: next() !== null,
      back: t > 0 || (done && algorithm !== "none") || history.hasEarlierRun(),
      goto: entries.length > 1,
      reset: !untouched() || DRAWN.includes(guess),
      set_k: true,
      set_algorithm: algorithms.length > 1,
      set_data: sets.length > 1,
      set_first_guess: true,
      move_mean: true,
      set_sigma: usesP(algorithm),
      add_point: true,
      remove_point: N > K,
      select: true,
    };
    return Object.keys(possible).filter((name) => possible[name]);
  };

  // Actions -----------------------------------------------------------------------------------

  const begin = (changes, X, K) => {
    const chosen = { ...settings(), ...changes };
    if (chosen.guess === "given" && (chosen.data !== firstData || K !== given.pi.length)) {
      chosen.guess = "kmeans++";
    }
    history.begin(chosen, firstEntry(chosen, X, K));
  };

  /** A new entry made by hand, in place of the last one within a gesture. */
  const edit = (what, X, mixture, gesture, faded = shown()) => {
    const { algorithm, guess } = settings();
    const here = history.entry();
    // Means that are placed by hand are still the first guess.
    const placing = guess === "hand" && untouched() && X === here.X;
    const made = placing ? "start" : "edit";
    const entry = entryOf(algorithm, made, what, X, mixture, { faded, gesture });
    const sameGesture = gesture !== null && gesture === here.gesture && here.made === "edit";
    const last = history.run().t === history.run().entries.length - 1;
    if (placing || (sameGesture && last && phase() === "edit")) {
      history.replace({ ...entry, faded: placing ? null : here.faded });
    } else {
      history.append(entry);
    }
  };

  /** Q or labels as on screen: of this mixture, or of the one before. */
  const shown = () => (history.run().done ? history.entry().result : history.entry().faded);

  const checkedIndex = (index, length, what) => {
    if (!Number.isInteger(index) || index < 0 || index >= length) {
      throw new Refused(say.notThere(`${what} ${Number.isFinite(index) ? index + 1 : index}`));
    }
    return index;
  };
  const checkedNumber = (value, what) => {
    if (!Number.isFinite(value)) throw new Refused(say.notANumber(what));
    return value;
  };
  const checkedChoice = (id, choices, what) => {
    if (choices.some((choice) => choice.id === id)) return;
    throw new Refused(say.notThere(`${what} ${id}`));
  };
  const gestureKey = (name, j, gesture) => (gesture == null ? null : `${name} ${j} ${gesture}`);

  const first = () => {
    history.finish(firstHalf(history.entry(), settings().algorithm));
  };

  /** Q again where it was forgotten, and there is no E-step to press for it. */
  const remember = () => {
    if (isLive(settings().algorithm) && !history.entry().result) first();
  };

  const second = () => {
    if (history.replay()) return;
    const { algorithm } = settings();
    const here = history.entry();
    const { mixture, repaired } = secondHalf(here, algorithm);
    const made = algorithm === "em" ? "m" : "update";
    history.append(entryOf(algorithm, made, "", here.X, mixture, { faded: here.result, repaired }));
  };

  const handlers = {
    e_step: first,
    m_step: second,
    assign: first,
    update: second,
    step: () => handlers[next()](),
    back: () => {
      history.back({ halves: settings().algorithm !== "none" });
      remember();
    },
    goto: ({ t }) => {
      history.goTo(checkedIndex(t, history.run().entries.length, "iteration"));
      remember();
    },
    reset: () => {
      const [entry] = history.run().entries;
      if (untouched()) begin({}, entry.X, size().K);
      else {
        const { algorithm } = settings();
        history.begin(settings(), entryOf(algorithm, "start", entry.what, entry.X, entry.mixture));
      }
    },
    set_k: ({ K }) => {
      if (!Number.isInteger(K) || K < 1 || K > most()) {
        throw new Refused(say.tooManyComponents(K, most()));
      }
      if (K !== size().K) begin({}, history.entry().X, K);
    },
    set_algorithm: ({ algorithm }) => {
      checkedChoice(algorithm, algorithms.map((id) => ({ id })), "algorithm");
      if (algorithm === settings().algorithm) return;
      const { X, mixture } = history.entry();
      // The widths that K-means leaves alone say nothing of the means it found.
      const from = algorithm === "em" ? mixtureAround(X, mixture.mu) : mixture;
      const entry = entryOf(algorithm, "start", say.beginsHere(algorithm), X, from);
      history.begin({ ...settings(), algorithm }, entry);
    },
    set_data: ({ data }) => {
      checkedChoice(data, sets, "data set");
      const X = sets.find(({ id }) => id === data).X();
      begin({ data }, X, Math.min(size().K, X.shape[0]));
      selected = { ...selected, point: null };
    },
    set_first_guess: ({ guess }) => {
      checkedChoice(guess, guesses(), "first guess");
      begin({ guess }, history.entry().X, guess === "given" ? given.pi.length : size().K);
    },
    move_mean: ({ j, x, y, gesture = null }) => {
      const { X, mixture } = history.entry();
      checkedIndex(j, size().K, "component");
      const mu = copied(mixture.mu);
      mu.data.set([checkedNumber(x, "x"), checkedNumber(y, "y")], 2 * j);
      edit(say.movedMean(j, x, y), X, { ...mixture, mu }, gestureKey("mean", j, gesture));
    },
    set_sigma: ({ j, sigma, gesture = null }) => {
      const { X, mixture } = history.entry();
      checkedIndex(j, size().K, "component");
      const floor = engine.defaultFloor(X);
      const value = Math.max(checkedNumber(sigma, "σ"), floor);
      const changed = { ...mixture, sigma: mixture.sigma.with(j, value) };
      edit(say.setSigma(j, value), X, changed, gestureKey("sigma", j, gesture));
    },
    add_point: ({ x, y }) => {
      const { X, mixture } = history.entry();
      const { N, K } = size();
      const data = new Float64Array(2 * N + 2);
      data.set(X.data);
      data.set([checkedNumber(x, "x"), checkedNumber(y, "y")], 2 * N);
      const more = { data, shape: [N + 1, 2] };
      edit(say.addedPoint(N, x, y), more, mixture, null, withNewRow(shown(), K));
      selected = { ...selected, point: N };
    },
    remove_point: ({ i }) => {
      const { X, mixture } = history.entry();
      checkedIndex(i, X.shape[0], "point");
      edit(say.removedPoint(i), withoutRow(X, i), mixture, null, withoutResult(shown(), i));
      const { point, component } = selected;
      const left = point === i ? null : point;
      selected = { component, point: left > i ? left - 1 : left };
    },
    select: ({ point = null, component = null }) => {
      const { N, K } = size();
      selected = {
        point: point === null ? null : checkedIndex(point, N, "point"),
        component: component === null ? null : checkedIndex(component, K, "component"),
      };
    },
  };

  // What is on screen --------------------------------------------------------------------------

  const hasSettled = () => {
    const here = history.entry();
    const before = history.previous();
    if (!before || !["m", "update"].includes(here.made)) return false;
    const change = Math.abs(before.nll - here.nll);
    const perPoint = settings().algorithm === "em" ? SETTLED_PER_POINT * size().N : 0;
    return change <= Math.max(perPoint, SETTLED_RELATIVE * Math.abs(here.nll));
  };

  const quantity = (algorithm) => (usesP(algorithm) ? "L" : "Σ min d");

  const notes = () => {
    const { X, mixture, repaired } = history.entry();
    const { algorithm } = settings();
    const found = [];
    if (repaired.length) found.push(say.repaired(repaired));
    if (usesP(algorithm)) {
      const empty = indicesWhere(mixture.pi, (weight) => weight === 0);
      if (empty.length) found.push(say.emptied(empty));
      const floor = engine.defaultFloor(X);
      const low = indicesWhere(mixture.sigma, (sigma) => sigma <= floor);
      if (low.length) found.push(say.onTheFloor(low, floor));
    }
    const twins = coincidentMeans(mixture, usesP(algorithm));
    if (twins.length) found.push(say.coincident(twins));
    if (hasSettled()) found.push(say.settled(algorithm));
    return found;
  };

  const sentence = () => {
    const here = history.entry();
    const before = history.previous();
    const { algorithm } = settings();
    const comparable = before && before.X === here.X;
    const opening = say.progress({
      t: history.run().t,
      phase: phase(),
      what: here.what,
      quantity: quantity(algorithm),
      nll: here.nll,
      before: comparable ? before.nll : null,
    });
    return [opening, ...notes()].join(" ");
  };

  /** The matrices that `show` asks for, and the labels. */
  const pictures = () => {
    const { X, mixture } = history.entry();
    const { algorithm } = settings();
    const { D, P } = matrices(X, mixture, usesP(algorithm));
    const found = {};
    let centred = false;
    if (show.includes("D")) {
      const centre = engine.centreOf(X);
      centred = centre.some((c) => Math.abs(c) > FAR * engine.dataScale(X));
      const about = centred ? centre : new Float64Array(2);
      Object.assign(found, { D }, expandedAbout(X, mixture.mu, about));
    }
    const joint = P && engine.logJoint(P, mixture.pi);
    if (P && show.includes("P")) {
      const lnPi = { data: mixture.pi.map(Math.log), shape: [1, mixture.pi.length] };
      Object.assign(found, { P, lnPi, PlnPi: joint });
    }
    if (P && show.includes("Q")) found.lse = engine.logSumExp(joint);

    const result = shown();
    if (result?.Q) {
      if (show.includes("Q")) found.Q = result.Q;
      found.R = engine.exponential(result.Q);
    } else if (result?.labels) {
      found.R = oneHot(result.labels, mixture.pi.length);
    }
    const labels = result?.labels ?? (result?.Q ? likeliest(result.Q) : null);
    return { matrices: found, centred, labels };
  };

  let version = 0;
  let pointsVersion = 0;
  let pointsShown = null;

  const draw = (problem = null) => {
    const { X, mixture, nll } = history.entry();
    const { algorithm, data, guess } = settings();
    const { entries, t, done } = history.run();
    const { columns, unit } = sets.find(({ id }) => id === data);
    if (X !== pointsShown) pointsVersion += 1;
    pointsShown = X;
    selected = within(selected, size());
    version += 1;
    return Object.freeze({
      version,
      t,
      last: entries.length - 1,
      phase: phase(),
      algorithm,
      algorithms: algorithms.filter((name) => name !== "none"),
      show,
      ...size(),
      K_max: most(),
      X: X.data,
      X_version: pointsVersion,
      mu: mixture.mu.data,
      sigma: mixture.sigma,
      pi: mixture.pi,
      handles: { mean: true, sigma: usesP(algorithm) },
      ...pictures(),
      stale: !done && history.entry().faded !== null,
      nll,
      nll_label: usesP(algorithm) ? "L, nats" : `Σ min d${unit ? `, ${unit}²` : ""}`,
      trace: Float64Array.from(entries, (entry) => entry.nll),
      trace_phases: entries.map((entry) => entry.made),
      settled: hasSettled(),
      legal: legal(),
      next: next(),
      status: problem ?? sentence(),
      problem: problem !== null,
      selected,
      data,
      datasets: sets.map(({ id, label }) => ({ id, label })),
      guess,
      guesses: guesses(),
      columns,
      unit,
    });
  };

  let frame = draw();
  const listeners = new Set();

  const answer = (action) => {
    if (!legal().includes(action.name)) {
      if (action.name === "remove_point") throw new Refused(say.tooFewPoints(size().N, size().K));
      throw new Refused(say.notNow(action.name, next()));
    }
    handlers[action.name](action);
  };

  return {
    act(action) {
      let problem = null;
      try {
        answer(action);
      } catch (error) {
        problem = error instanceof Refused ? error.message : say.failed(error.message);
      }
      frame = draw(problem);
      for (const listener of [...listeners]) listener(frame);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(frame);
      return () => listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
}

/** The function's newest result, reused for the same arguments. */
function keepNewest(f) {
  let known = null;
  return (...args) => {
    if (!known || args.some((arg, k) => arg !== known.args[k])) known = { args, value: f(...args) };
    return known.value;
  };
}

const copied = ({ data, shape }) => ({ data: data.slice(), shape });

const expandedAbout = (X, mu, centre) => {
  const moved = ({ data, shape }) => ({ data: data.map((x, at) => x - centre[at % 2]), shape });
  return engine.expansion(moved(X), moved(mu));
};

const indicesWhere = (values, test) =>
  Array.from(values.keys()).filter((index) => test(values[index]));

/** What is selected, as far as it is still there. */
const within = ({ point, component }, { N, K }) => ({
  point: point !== null && point < N ? point : null,
  component: component !== null && component < K ? component : null,
});

/** Components that nothing tells apart: the same mean and, in a mixture, the same σ. */
function coincidentMeans({ mu, sigma }, withSigma) {
  const key = (j) => [...engine.rowAt(mu, j), withSigma ? sigma[j] : 0].join();
  const keys = Array.from(sigma, (_, j) => key(j));
  return indicesWhere(keys, (one) => keys.filter((other) => other === one).length > 1);
}
