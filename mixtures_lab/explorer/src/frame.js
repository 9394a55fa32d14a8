/** What is on screen, as a frame of PROTOCOL.md. As frame.py. */

import * as engine from "./engine.js";
import { boundOf, boundSentence } from "./bound.js";
import { seen } from "./history.js";
import { remark, shown, unitOf } from "./predictions.js";
import { progress, say, sayOf, spoken } from "./sentences.js";
import { mostComponents, standingOf } from "./standing.js";
import { ALGORITHMS, FAR } from "./words.json";

/** The frame that follows the session's last one. */
export function frameOf(session, problem = null) {
  const { history, steps, dataSets, frame: before } = session;
  const { entry: here, run } = history;
  const { X, mixture } = here;
  const { algorithm, data, guess } = run.settings;
  const standing = standingOf(history, steps, session.predictions, session.tried);
  const prediction = shown(session.predictions, history);
  const { columns, unit } = dataSets.find(({ id }) => id === data);
  const usesP = steps.usesP(algorithm);
  const bound = boundOf(history, steps);
  const { beside: sides, sharing } = session.parts;
  const shared = here.shared === null ? null : sharing.sharedIn(history, steps);
  const size = { N: X.shape[0], K: mixture.pi.length };
  const beside = session.beside && sides.besideIn(session, standing, unitOf(columns, unit));
  return Object.freeze({
    ...standing,
    settled: standing.settled && (!beside || beside.ended.every(Boolean)),
    version: (before?.version ?? 0) + 1,
    last: run.entries.length - 1,
    algorithm,
    algorithms: steps.algorithms.filter((name) => name !== "none"),
    show: steps.show,
    ...size,
    K_max: mostComponents(here),
    X: X.data,
    X_version: (before?.X_version ?? 0) + Number(X.data !== before?.X),
    mu: mixture.mu.data,
    sigma: mixture.sigma,
    pi: mixture.pi,
    handles: { mean: true, sigma: usesP },
    ...pictures(session),
    stale: !run.done && here.faded !== null,
    nll: here.nll,
    bound,
    J: history.J(run.t),
    J_trace: algorithm === "kmeans" ? jTrace(run) : null,
    nll_label: usesP
      ? say("nll_label")
      : say("inertia_label", { unit: unit ? `, ${unit}²` : "" }),
    trail: history.trail,
    trace: Float64Array.from(run.entries, ({ nll }) => nll),
    iterations: history.iterations,
    trace_phases: run.entries.map(({ made }) => made),
    prediction,
    shared,
    beside,
    trials: triedIn(session),
    status: problem ?? sentence(session, standing, prediction, bound, shared),
    problem: problem !== null,
    selected: within(session.selected, size),
    data,
    datasets: dataSets.map(({ id, label }) => ({ id, label })),
    guess,
    guesses: Object.entries(session.guesses).map(([id, label]) => ({ id, label })),
    columns,
    unit,
  });
}

/** K-means' J before and after the assignment of each iteration; Σ min d without labels. */
const jTrace = ({ entries }) =>
  Float64Array.from(
    entries.flatMap(({ nll, J, result }) => [J ?? nll, result?.J ?? J ?? nll]),
  );

/** The matrices that `show` asks for, the labels, and whether D's terms were centred. */
function pictures({ history, steps }) {
  const { X, mixture } = history.entry;
  const { show } = steps;
  const { D, P } = steps.matrices(X, mixture, history.run.settings.algorithm);
  const found = {};
  let centred = false;
  if (show.includes("D")) {
    const centre = engine.centreOf(X);
    centred = centre.some((c) => Math.abs(c) > FAR * engine.dataScale(X));
    const about = centred ? centre : new Float64Array(2);
    Object.assign(found, { D }, expandedAbout(X, mixture.mu, about)); // dist-6, term by term
  }
  const joint = P && engine.logJoint(P, mixture.pi);
  if (P && show.includes("P")) {
    const lnPi = { data: mixture.pi.map(Math.log), shape: [1, mixture.pi.length] };
    Object.assign(found, { P, ...engine.termsOfP(D, mixture.sigma, 2), lnPi, PlnPi: joint });
  }
  if (P && show.includes("Q")) found.lse = engine.logSumExp(joint);

  const { shown } = history;
  if (shown?.Q && show.includes("Q")) found.Q = shown.Q;
  const { R, labels } = shown ? seen(shown, mixture.pi.length) : { R: null, labels: null };
  if (R) found.R = R;
  return { matrices: found, centred, labels };
}

const expandedAbout = (X, mu, centre) => {
  const moved = ({ data, shape }) => ({ data: data.map((x, at) => x - centre[at % 2]), shape });
  return engine.expansion(moved(X), moved(mu));
};

/** What a frame says of the starts that were tried; null where there are none. */
function triedIn({ tried }) {
  if (!tried) return null;
  const { version, count, running, traces } = tried;
  return { version, count, running, traces: traces.map((trace) => [...trace]) };
}

/** What just happened, and what there is to know of the mixture. */
function sentence(session, { t, iteration, phase, settled }, prediction, bound, shared) {
  const { history, steps, dataSets, parts } = session;
  const here = history.entry;
  const usesP = steps.usesP(history.run.settings.algorithm);
  const J = history.J(t);
  const measured =
    J === null
      ? { quantity: say(usesP ? "nll" : "inertia"), value: here.nll, before: history.nllBefore }
      : { quantity: say("J"), value: J, before: history.jBefore };
  const state = { t: iteration, phase, what: here.what, ...measured };
  const { columns, unit } = dataSets.find(({ id }) => id === history.run.settings.data);
  const said = [
    progress(state),
    ...boundSentence(bound),
    remark(prediction, unitOf(columns, unit)),
    ...(shared ? parts.sharing.sharedRemarks(shared, here.X.shape[0]) : []),
    ...notes(here, steps, usesP, prediction),
  ];
  const algorithm = ALGORITHMS[history.run.settings.algorithm];
  if (settled) said.push(say("settled", { algorithm }));
  return said.filter(Boolean).join(" ");
}

/** What has become degenerate; what would give away a prediction waits for the step. */
function notes({ X, mixture, repaired }, steps, usesP, prediction) {
  const found = [];
  if (repaired.length) found.push(sayOf("repaired", repaired));
  if (usesP) {
    const empty = indicesWhere(mixture.pi, (weight) => weight === 0);
    if (empty.length) found.push(sayOf("emptied", empty));
    const floor = steps.floor(X);
    const low = indicesWhere(mixture.sigma, (sigma) => sigma <= floor);
    if (low.length) found.push(sayOf("on_the_floor", low, { floor: spoken(floor) }));
  }
  const twins = prediction?.pending ? [] : coincident(mixture, usesP);
  if (twins.length) found.push(sayOf("coincident", twins));
  return found;
}

/** Components that nothing tells apart: the same mean and, in a mixture, the same σ. */
function coincident({ mu, sigma }, withSigma) {
  const key = (j) => [...engine.rowAt(mu, j), withSigma ? sigma[j] : 0].join();
  const keys = Array.from(sigma, (_, j) => key(j));
  return indicesWhere(keys, (one) => keys.filter((other) => other === one).length > 1);
}

const indicesWhere = (values, test) =>
  Array.from(values.keys()).filter((index) => test(values[index]));

/** What is selected, as far as it is still there. */
const within = ({ point, component }, { N, K }) => ({
  point: point !== null && point < N ? point : null,
  component: component !== null && component < K ? component : null,
});
