/** Why Python did not start, or is no more, in a sentence for the reader. */

const SENTENCES = {
  wasm: "This browser has no WebAssembly, which Python on the page needs; the results that the page was built with stay.",
  csp: "This site's rules forbid WebAssembly, which Python on the page needs: its Content-Security-Policy must allow 'wasm-unsafe-eval'.",
  network: "The connection was lost while Python was being fetched; run the cell again to go on.",
  memory: "Python has used up the memory that the browser gives it, and was ended; run the cell again to start anew.",
  broken: "Python has broken off, and its names are gone; run the cell again to start anew. Perhaps something calls itself without end.",
};

export class Failure extends Error {
  /**
   * @param {"wasm" | "csp" | "network" | "memory" | "broken"} why
   * @param {unknown} [cause]
   */
  constructor(why, cause) {
    super(SENTENCES[why], { cause });
    this.why = why;
  }
}

/** What went wrong, as a Failure. */
export function failureOf(error) {
  if (error instanceof Failure) return error;
  const memory = /memory/i.test(String(error)) && !/access out of bounds/i.test(String(error));
  return new Failure(memory ? "memory" : "broken", error);
}

/** Eight bytes that are the smallest module there is. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Throws where wasm cannot run: Pyodide itself would wait for ever. */
export function needWasm() {
  if (typeof WebAssembly !== "object") throw new Failure("wasm");
  try {
    new WebAssembly.Module(EMPTY);
  } catch (error) {
    throw new Failure("csp", error);
  }
}
