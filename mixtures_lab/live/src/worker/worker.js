/** The worker: takes the page's messages in turn and answers. PROTOCOL.md lists them. */

import { failureOf } from "./failure.js";
import { startPython } from "./python.js";

let python = null;
let now = null; // {run, id} of the cell that runs
let ended = false;

const post = (message, transfer = []) => globalThis.postMessage(message, { transfer });

const ACTIONS = {
  async start({ base }) {
    python = await startPython(
      base,
      (news) => post({ type: "loading", ...news }),
      (text) => post({ type: "output", ...now, output: JSON.parse(text) }),
    );
    post({ type: "ready", versions: python.worker.versions().toJs({ dict_converter: Object.fromEntries }) });
  },

  async run({ run, cells }) {
    for (const { id, code } of cells) {
      now = { run, id };
      post({ type: "cell", run, id, state: "running" });
      const state = python.worker.run(id, code);
      post({ type: "cell", run, id, state });
      if (state !== "done") break;
    }
    now = null;
    post({ type: "end", run });
  },

  async needs({ ask, cells }) {
    const pairs = JSON.stringify(cells.map(({ id, code }) => [id, code]));
    post({ type: "needs", ask, ids: JSON.parse(python.worker.needed(pairs)) });
  },

  async clear() {
    python.worker.clear();
  },
};

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
    ended = true;
    const { why, message: sentence } = failureOf(error);
    console.error(error);
    post({ type: "failed", why, sentence });
  }
}
