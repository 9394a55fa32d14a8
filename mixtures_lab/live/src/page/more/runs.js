/** What is to run, one after the other, each with the cells above that it needs. */

import { NoPython } from "./python.js";
import * as words from "./words.js";

/** A cell that was asked to stop gets so long, in ms; then Python is ended. */
const GRACE = 2000;

/**
 * @param {any[]} cells of the page, in order; the reader may add some
 * @param {ReturnType<typeof import("./python.js").createPython>} python
 * @param {ReturnType<typeof import("./bar.js").createBar>} bar
 */
export function createRuns(cells, python, bar) {
  const runnable = () => cells.filter((cell) => cell.kind === "code" && !cell.elsewhere);
  let queue = [];
  let stopping = null; // of what runs: its AbortController
  const text = (cell) => ({ id: cell.id, code: cell.draft.text() });
  const byId = (id) => cells.find((cell) => cell.id === id);

  async function work() {
    if (stopping) return;
    while (queue.length) {
      const job = queue[0];
      stopping = new AbortController();
      try {
        await job.run(stopping.signal);
      } catch (error) {
        if (!(error instanceof NoPython)) throw error;
        idle(queue.flatMap(({ cells }) => cells));
        queue = [];
        job.cells[0].place.say(error.message);
        bar.tell(error.message);
      } finally {
        idle(job.cells);
        queue = queue.filter((other) => other !== job);
        stopping = null;
      }
    }
  }

  /** They wait for nothing any more; those that had no turn are as they were. */
  function idle(those) {
    for (const cell of those) {
      cell.row.update({ busy: false });
      cell.place.settle();
    }
  }

  function add(job) {
    for (const cell of job.cells) cell.row.update({ busy: true, run: true });
    queue.push(job);
    work();
  }

  /** One cell, and before it those that it needs, of which only the edited show what they do. */
  async function one(cell, signal) {
    cell.place.begin();
    const all = runnable();
    const above = all.slice(0, all.indexOf(cell) + 1);
    const ids = await python.needs(above.map(text));
    if (signal.aborted) return cell.place.end("stopped");
    const first = ids.map(byId);
    const shown = new Set([cell, ...first.filter((c) => c.draft.isEdited())]);
    const before = first.length ? words.ranFirst(first.length) : "";
    const [failed, state] = await through([...first, cell], shown, signal, before);
    if (failed === cell || !failed) return;
    cell.place.end(state);
    if (state === "error") cell.place.say(words.neededFailed(failed), failed);
  }

  /**
   * Runs cells in order; those not in `shown` are heard of only where they fail. `before` is what
   * the last one says first.
   */
  async function through(those, shown, signal, before = "") {
    let ended = [null, "done"];
    for (const cell of shown) if (cell !== those.at(-1)) cell.place.begin();
    const hear = {
      cell(id, state) {
        const cell = byId(id);
        if (!cell) return; // the reader has removed it meanwhile
        if (state === "running") {
          if (before && cell === those.at(-1)) cell.place.note(before);
          return;
        }
        if (state !== "done") ended = [cell, state];
        if (!shown.has(cell) && state === "done") return;
        cell.place.end(state);
        if (cell === those.at(-1) || state !== "done") bar.tell(words.ENDS[state](cell));
      },
      output(id, output) {
        const cell = byId(id);
        if (!cell || (!shown.has(cell) && output.kind !== "error")) return;
        if (!shown.has(cell)) cell.place.begin();
        cell.place.add(output);
      },
    };
    await python.run(those.map(text), hear, signal);
    return ended;
  }

  return {
    add(cell) {
      if (queue.some((job) => job.cells.includes(cell))) return;
      add({ cells: [cell], run: (signal) => one(cell, signal) });
    },
    /** Every cell from the top, in a namespace of its own. */
    all() {
      if (queue.length) return;
      const those = runnable();
      const job = {
        cells: those,
        async run(signal) {
          python.clear();
          for (const cell of those) cell.place.begin();
          const [failed, state] = await through(those, new Set(those), signal);
          bar.say(words.ranAll(those.length, failed, state));
        },
      };
      add(job);
    },
    stop() {
      idle(queue.slice(1).flatMap((job) => job.cells));
      queue = queue.slice(0, 1);
      const running = stopping;
      if (!running) return;
      running.abort();
      if (!python.isReady) return python.end(words.GIVEN_UP);
      setTimeout(() => running === stopping && python.end(words.KILLED), GRACE);
    },
  };
}
