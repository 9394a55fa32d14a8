/** Starts Pyodide with NumPy and mixtures_lab, and offers what the worker asks of it. */

import { needWasm } from "./failure.js";
import { Loading } from "./loading.js";

const BEGIN = `
from mixtures_lab.live.worker import Worker
Worker(tell)
`;

/**
 * @param {string} base where the parts are
 * @param {(news: object) => void} tellLoading
 * @param {(text: string, buffers?: any) => void} tell what Python says, a JSON text
 */
export async function startPython(base, tellLoading, tell) {
  needWasm();
  const loading = new Loading(base, tellLoading);
  await loading.begin();
  const lost = new Promise((_, reject) => {
    loading.onlost = reject;
  });
  lost.catch(() => {}); // without one who waits, a lost part is told by what misses it
  const pyodide = await Promise.race([boot(loading), lost]);
  const globals = pyodide.toPy({ tell });
  const worker = pyodide.runPython(BEGIN, { globals });
  globals.destroy();
  return { pyodide, worker, loading, lost };
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
