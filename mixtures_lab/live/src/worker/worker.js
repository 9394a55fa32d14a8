/** The worker: takes the page's messages in turn and answers. PROTOCOL.md lists them. */

import { failureOf } from "./failure.js";
import { Interrupts, isRevoked } from "./interrupts.js";
import { startPython } from "./python.js";

/** So long may a learner's function take for one step of the picture. */
const PATIENCE_MS = 10_000;

let python = null;
let now = null; // {run, id} of the cell that runs
let ended = false;
const interrupts = new Interrupts();

/** Say something to the page; after a failure nothing more, whatever is still on its way. */
function post(message, transfer = []) {
  if (!ended) globalThis.postMessage(message, { transfer });
}

const tell = (output) => post({ type: "output", ...now, output });

const ACTIONS = {
  async start({ base }) {
    python = await startPython(
      base,
      (news) => post({ type: "loading", ...news }),
      (text) => tell(JSON.parse(text)),
      (model, content, buffers) =>
        post({ type: "widget", model, content, buffers }, buffers.map(({ buffer }) => buffer)),
    );
    python.pyodide.setInterruptBuffer(interrupts);
    post({ type: "ready", versions: JSON.parse(python.worker.versions()) });
  },

  async run({ run, cells, stop }) {
    for (const { id, code } of cells) {
      now = { run, id };
      post({ type: "cell", run, id, state: "running" });
      const state = (await hasItsParts(code)) ? runCell(id, code, stop) : "error";
      post({ type: "cell", run, id, state });
      if (state !== "done") break;
    }
    now = null;
    post({ type: "end", run });
  },

  async widget({ model, content }) {
    const end = performance.now() + PATIENCE_MS;
    interrupts.during(
      () => performance.now() > end,
      () => python.worker.receive(model, JSON.stringify(content)),
    );
  },

  async needs({ ask, cells }) {
    const pairs = JSON.stringify(cells.map(({ id, code }) => [id, code]));
    post({ type: "needs", ask, ids: JSON.parse(python.worker.needed(pairs)) });
  },

  async clear() {
    python.worker.clear();
  },
};

/** Run a cell, and how it ended; a learner's `except:` may have hidden from Python that it stopped. */
function runCell(id, code, stop) {
  if (isRevoked(stop)) return "stopped";
  const state = interrupts.during(
    () => isRevoked(stop),
    () => python.worker.run(id, code),
  );
  return interrupts.stopped ? "stopped" : state;
}

/** Whether all that a cell imports is there. If a part is lost, Python stays, and says so. */
async function hasItsParts(code) {
  if (!python.worker.needs_matplotlib(code)) return true;
  try {
    await python.fetchMatplotlib();
    return true;
  } catch (error) {
    const { message: sentence } = failureOf(error);
    tell({ kind: "error", name: "", message: "", lines: [], sentence });
    return false;
  }
}

/** What has come and is not done yet: one after the other, in order. */
let waiting = Promise.resolve();

globalThis.onmessage = ({ data }) => {
  waiting = waiting.then(() => act(data));
};

async function act(message) {
  const action = ACTIONS[message.type];
  if (ended || !action || (!python && message.type !== "start")) return;
  try {
    await action(message);
  } catch (error) {
    const { why, message: sentence } = failureOf(error);
    console.error(error);
    post({ type: "failed", why, sentence });
    ended = true;
  }
}
