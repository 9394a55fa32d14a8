/** Fetches the parts, and counts their bytes as they come. */

import { Failure } from "./failure.js";

/** What a part is called for the reader, by the beginning of its file's name. */
const NAMES = [
  ["pyodide", "Python"],
  ["python_stdlib", "Python’s library"],
  ["numpy", "NumPy"],
  ["mixtures_lab", "mixtures_lab"],
];

/** What `start` fetches; the other wheels come when a cell imports matplotlib. */
const FIRST = /^(pyodide\.|python_stdlib|numpy|mixtures_lab)/;
const WHEEL = /\.whl$/;

export class Loading {
  /**
   * @param {string} base where the parts are, with a slash at the end
   * @param {(news: {part: string, done: number, total: number}) => void} tell
   */
  constructor(base, tell) {
    this.base = base;
    this.tell = tell;
    this.done = 0;
    this.total = 0;
    this.sizes = {};
    this.expected = new Set();
    /** @type {(failure: Failure) => void} */
    this.onlost = () => {};
  }

  /** From now on `fetch` counts; the parts of the start are expected. */
  async begin() {
    const plain = globalThis.fetch.bind(globalThis);
    globalThis.fetch = (what, options) => this.fetch(plain, what, options);
    const answer = await this.fetch(plain, `${this.base}parts.json`);
    this.sizes = await answer.json();
    this.expect((name) => FIRST.test(name));
  }

  /** The rest is expected, and the bar begins anew. */
  goOn() {
    this.expect((name) => WHEEL.test(name) && !FIRST.test(name));
  }

  /** What is to come: the parts whose name is a wanted one. */
  expect(wanted) {
    this.expected = new Set(Object.keys(this.sizes).filter(wanted));
    this.done = 0;
    this.total = 0;
    for (const name of this.expected) this.total += this.sizes[name];
  }

  /** What `work` gives, unless a part of it is lost. */
  async unlessLost(work) {
    const lost = new Promise((_, reject) => {
      this.onlost = reject;
    });
    return Promise.race([work(), lost]);
  }

  async fetch(plain, what, options) {
    const name = new URL(what?.url ?? what, this.base).pathname.split("/").pop();
    // The small lists must be those of the parts beside them, whatever the browser has kept.
    const fresh = name.endsWith(".json") ? { ...options, cache: "no-cache" } : options;
    let answer;
    try {
      answer = await plain(what, fresh);
    } catch (error) {
      throw this.lost(error);
    }
    if (!answer.ok) throw this.lost(new Error(`${name}: ${answer.status}`));
    return this.counted(answer, name);
  }

  /** An answer whose bytes are counted as they are read. */
  counted(answer, name) {
    if (!answer.body || !this.expected.has(name)) return answer;
    const meter = new TransformStream({
      transform: (chunk, on) => {
        this.came(name, chunk.byteLength);
        on.enqueue(chunk);
      },
    });
    answer.body.pipeTo(meter.writable).catch((error) => this.lost(error));
    const { status, statusText, headers } = answer;
    return new Response(meter.readable, { status, statusText, headers });
  }

  came(name, bytes) {
    this.done = Math.min(this.total, this.done + bytes);
    const part = NAMES.find(([start]) => name.startsWith(start))?.[1] ?? "Matplotlib";
    this.tell({ part, done: this.done, total: this.total });
  }

  /** A module, whose bytes are only seen when all are there. */
  async module(name) {
    try {
      const module = await import(this.base + name);
      this.came(name, this.sizes[name] ?? 0);
      return module;
    } catch (error) {
      throw this.lost(error);
    }
  }

  /** Told at once, because Pyodide tells of a lost fetch in words of its own, or not at all. */
  lost(error) {
    const failure = new Failure("network", error);
    this.onlost(failure);
    return failure;
  }
}
