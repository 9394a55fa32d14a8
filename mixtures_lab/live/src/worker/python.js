/** Starts Pyodide with NumPy and mixtures_lab, and offers what the worker asks of it. */

import { Failure, needWasm } from "./failure.js";
import { Loading } from "./loading.js";

const BEGIN = `
from mixtures_lab.live.worker import Worker
Worker(tell, post)
`;

/**
 * @param {string} base where the parts are
 * @param {(news: object) => void} tellLoading
 * @param {(text: string) => void} tell an output of a cell, as JSON
 * @param {(model: string, content: object, buffers: Uint8Array[]) => void} post from a widget
 */
export async function startPython(base, tellLoading, tell, post) {
  needWasm();
  const loading = new Loading(base, tellLoading);
  const pyodide = await loading.unlessLost(async () => {
    await loading.begin();
    return boot(loading);
  });
  const globals = pyodide.toPy({
    tell,
    post: (model, content, buffers) => post(model, JSON.parse(content), buffers.toJs()),
  });
  const worker = pyodide.runPython(BEGIN, { globals });
  globals.destroy();
  return { pyodide, worker, fetchMatplotlib: () => fetchMatplotlib(pyodide, worker, loading) };
}

/** Fetch matplotlib and what it needs, once: as much again as the start. */
async function fetchMatplotlib(pyodide, worker, loading) {
  const isThere = () => "matplotlib" in pyodide.loadedPackages;
  if (isThere()) return;
  loading.goOn();
  const quiet = { messageCallback: () => {}, errorCallback: () => {} };
  await loading.unlessLost(() => pyodide.loadPackage("matplotlib", quiet));
  if (!isThere()) throw new Failure("network");
  worker.got_matplotlib();
}

async function boot(loading) {
  const [{ loadPyodide }] = await Promise.all([
    loading.module("pyodide.mjs"),
    loading.module("pyodide.asm.mjs"), // sets what loadPyodide would ask for as `.js`
  ]);
  return loadPyodide({
    indexURL: loading.base,
    packages: ["numpy", "mixtures-lab"],
    stdout: () => {},
    stderr: () => {},
  });
}
