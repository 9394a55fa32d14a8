/**
 * What was done so far: runs of entries, and where the reader stands.
 *
 * A run is {settings, entries, t, done}: entry t is on screen, and `done` says that its
 * first half (E-step, assignment) is shown. An entry never changes, but for `result`,
 * what that first half found: {Q} or {labels}, or null before.
 */

/**
 * `bytes`: every Q older than these is forgotten; its E-step can be made again. `runs`: as many
 * as Step back can return to.
 */
export const KEPT = { bytes: 64e6, runs: 50 };

/** A history of one run that begins with one entry. */
export function createHistory(settings, entry) {
  const runs = [];
  const run = () => runs[runs.length - 1];

  const begin = (settings, entry) => {
    runs.push({ settings, entries: [entry], t: 0, done: entry.result !== null });
    if (runs.length > KEPT.runs) runs.shift();
    forget();
  };

  /** A new entry after the one on screen; whatever followed is dropped. */
  const append = (entry) => {
    const { entries, t } = run();
    entries.splice(t + 1, Infinity, entry);
    Object.assign(run(), { t: t + 1, done: entry.result !== null });
    forget();
  };

  /** A new entry in place of the one on screen; whatever followed is dropped. */
  const replace = (entry) => {
    const { entries, t } = run();
    entries.splice(t, Infinity, entry);
    run().done = entry.result !== null;
    forget();
  };

  const finish = (result) => {
    const { entries, t } = run();
    entries[t] = { ...entries[t], result };
    run().done = true;
    forget();
  };

  const goTo = (t) => Object.assign(run(), { t, done: run().entries[t].result !== null });

  /** On to the successor, if an M-step or update made it. @returns {boolean} */
  const replay = () => {
    const { entries, t } = run();
    if (!["m", "update"].includes(entries[t + 1]?.made)) return false;
    Object.assign(run(), { t: t + 1, done: false });
    return true;
  };

  const back = ({ halves }) => {
    const here = run();
    if (here.done && halves) here.done = false;
    else if (here.t > 0) goTo(here.t - 1);
    else {
      runs.pop();
      run().done &&= run().entries[run().t].result !== null; // it may be forgotten
    }
  };

  /** Drop the oldest Q, never the one on screen; labels are small. */
  const forget = () => {
    const shown = run().entries[run().t];
    let bytes = 0;
    for (const { entries } of [...runs].reverse()) {
      for (let t = entries.length - 1; t >= 0; t--) {
        const Q = entries[t].result?.Q;
        if (!Q) continue;
        bytes += Q.data.byteLength;
        if (bytes > KEPT.bytes && entries[t] !== shown) {
          entries[t] = { ...entries[t], result: null, faded: null };
        }
      }
    }
  };

  begin(settings, entry);
  return {
    begin,
    append,
    replace,
    finish,
    goTo,
    replay,
    back,
    run,
    entry: () => run().entries[run().t],
    previous: () => run().entries[run().t - 1] ?? null,
    hasEarlierRun: () => runs.length > 1,
  };
}
