/** Where the reader stands: what was done last, what comes next, what may be done. As standing.py. */

import { isByStep } from "./history.js";
import { isPending } from "./predictions.js";
import {
  DONE,
  DRAWN,
  HALVES,
  MOST_COMPONENTS,
  SETTLED_PER_POINT,
  SETTLED_RELATIVE,
} from "./words.json";

/** What the history says of the moment, with these steps to take. */
export const standingOf = (history, steps, predictions, trials) => ({
  t: history.run.t,
  iteration: history.iteration,
  phase: phase(history),
  next: nextHalf(history),
  legal: legal(history, steps, predictions, trials),
  settled: settled(history),
});

export const phase = (history) => {
  const { done, settings } = history.run;
  return (done && DONE[settings.algorithm]) || history.entry.made;
};

/** What a step would do; null where there is none. */
export const nextHalf = ({ run }) => HALVES[run.settings.algorithm][run.done ? 1 : 0];

/** Whether nothing has been done since the first guess. */
export const untouched = (history) => history.run.entries.length === 1 && !halvesDone(history);

/** Whether the E-step or the assignment on screen is one that can be taken back. */
const halvesDone = ({ run }) => run.done && run.settings.algorithm in DONE;

/** K at most; a mixture that was given may have more than there are colours. */
export const mostComponents = ({ X, mixture }) =>
  Math.max(Math.min(MOST_COMPONENTS, X.shape[0]), mixture.pi.length);

/** The names of the actions that would be accepted now. @returns {string[]} */
export function legal(history, steps, predictions, trials) {
  const { run, entry } = history;
  const next = nextHalf(history);
  const possible = {
    [next]: next !== null,
    step: next !== null,
    back: run.t > 0 || halvesDone(history) || history.hasEarlierRun,
    goto: run.entries.length > 1,
    reset: !untouched(history) || DRAWN.includes(run.settings.guess),
    set_k: true,
    set_algorithm: steps.algorithms.length > 1,
    set_data: true,
    set_first_guess: true,
    move_mean: true,
    set_sigma: steps.usesP(run.settings.algorithm),
    share_sigma: run.settings.algorithm === "em",
    add_point: true,
    remove_point: entry.X.shape[0] > entry.mixture.pi.length,
    select: true,
    load: true,
    compare: next !== null,
    swap: next !== null,
    try_starts: next !== null,
    go_on: trials?.running ?? false,
    stop_starts: trials?.running ?? false,
    load_start: Boolean(trials?.traces.length),
    predict: next !== null,
    move_prediction: predictions.on && isPending(history),
  };
  return Object.keys(possible).filter((name) => possible[name]);
}

const settled = ({ entry: here, previous: before }) =>
  before !== null && isByStep(here.made) && hasSettled(before, here);

/** Whether a step from one entry to the next changed nothing to speak of. */
export function hasSettled(before, here) {
  const perPoint = here.made === "m" ? SETTLED_PER_POINT * here.X.shape[0] : 0;
  const change = Math.abs(before.nll - here.nll);
  return change <= Math.max(perPoint, SETTLED_RELATIVE * Math.abs(here.nll));
}
