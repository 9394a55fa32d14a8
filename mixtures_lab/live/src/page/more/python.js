/**
 * The worker that holds Python, as PROTOCOL.md has it: started when it is first asked for, and
 * once more after it has failed or was ended.
 */

import * as words from "./words.js";

/** Without news for so long, the bar says so. */
const PATIENCE_MS = 30_000;

/** Why something did not come to its end, in a sentence for the reader. */
export class NoPython extends Error {}

/**
 * @param {string} base where Python's parts are, with a slash at the end
 * @param {ReturnType<typeof import("./bar.js").createBar>} bar
 */
export function createPython(base, bar) {
  let worker = null;
  let ready = false;
  let count = 0;
  let watchdog = 0;
  /** What waits for an answer: by the number of a run or of a question. */
  let waiting = new Map();
  let onWidget = (_message) => {};

  const HEARD = {
    loading(news) {
      patient();
      bar.loading(news);
    },
    ready({ versions }) {
      ready = true;
      clearTimeout(watchdog);
      bar.say(words.ready(versions), 3000);
    },
    failed: ({ sentence }) => end(sentence),
    needs: ({ ask, ids }) => settle(ask, ids),
    end: ({ run }) => settle(run),
    cell: ({ run, id, state }) => waiting.get(run)?.hear?.cell(id, state),
    output: ({ run, id, output }) => waiting.get(run)?.hear?.output(id, output),
    widget: (message) => onWidget(message),
  };

  function start() {
    if (location.protocol === "file:") throw new NoPython(words.FILE);
    try {
      worker = new Worker(new URL("live-worker.mjs", base), { type: "module" });
    } catch {
      throw new NoPython(words.NO_WORKER);
    }
    const mine = worker;
    worker.onmessage = ({ data }) => {
      if (mine !== worker) return;
      if (data.type !== "loading") bar.loaded();
      HEARD[data.type]?.(data);
    };
    worker.onerror = () => mine === worker && end(words.NO_WORKER);
    bar.loading({ part: "Python", done: 0, total: 0 });
    patient();
    worker.postMessage({ type: "start", base });
  }

  function patient() {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => ready || bar.say(words.SLOW, 1e9), PATIENCE_MS);
  }

  function settle(number, answer) {
    waiting.get(number)?.resolve(answer);
    waiting.delete(number);
  }

  /** The worker is no more; whoever waits for it hears why. */
  function end(sentence) {
    clearTimeout(watchdog);
    bar.loaded();
    worker?.terminate();
    worker = null;
    ready = false;
    const those = waiting;
    waiting = new Map();
    for (const { reject } of those.values()) reject(new NoPython(sentence));
  }

  function ask(message, number, hear) {
    if (!worker) start();
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject, hear });
      worker.postMessage(message);
    });
  }

  return {
    get isReady() {
      return ready;
    },
    /** Which of `cells`, {id, code} each, must run before the last one. */
    async needs(cells) {
      count += 1;
      return ask({ type: "needs", ask: count, cells }, count);
    },
    /**
     * Run cells, {id, code} each. `hear` is told of their states and outputs.
     * `until` is an AbortSignal that stops them.
     */
    async run(cells, hear, until) {
      count += 1;
      const stop = URL.createObjectURL(new Blob(["go on"]));
      const revoke = () => URL.revokeObjectURL(stop);
      until.addEventListener("abort", revoke);
      try {
        await ask({ type: "run", run: count, cells, stop }, count, hear);
      } finally {
        revoke();
      }
    },
    clear: () => worker?.postMessage({ type: "clear" }),
    widget: (model, content) => worker?.postMessage({ type: "widget", model, content }),
    onWidget(listener) {
      onWidget = listener;
    },
    end,
  };
}
