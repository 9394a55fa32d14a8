"""How long a click takes in JupyterLab, from the press to the redraw, through the kernel.

    python tests/benchmarks/explorer_notebook.py

Prints medians in milliseconds. Not a test: a slow machine is no mistake.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "explorer"))

import browsers
from lab import jupyter_lab, run_all, write_notebook

SIZES = (300, 1_000, 10_000)
CLICKS = 30

SET_UP = """
from mixtures_lab import datasets
from mixtures_lab.explorer import Explorer
"""

#: Time from a click to the first frame that is painted with the new state on screen.
CLICK = """
async root => {
  const button = [...root.querySelectorAll('button')].find(
    node => ['E-step', 'M-step'].includes(node.textContent.trim()) && !node.disabled
      && node.getAttribute('aria-disabled') !== 'true');
  const before = root.dataset.state;
  const changed = new Promise(done => {
    const seen = new MutationObserver(() => {
      if (root.dataset.state === before) return;
      seen.disconnect();
      done();
    });
    seen.observe(root, {attributes: true, attributeFilter: ['data-state']});
  });
  const start = performance.now();
  button.click();
  await changed;
  const answered = performance.now();
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return [answered - start, performance.now() - start];
}
"""


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        folder = Path(folder)
        cells = [f"Explorer(datasets.blobs({N}), K=5)" for N in SIZES]
        write_notebook(folder / "bench.ipynb", SET_UP, *cells)
        path = browsers.find(playwright, folder / "browser.lock")
        browser = playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
        with jupyter_lab(folder) as address:
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            run_all(tab, address, "bench.ipynb")
            print(f"{'N':>7}  {'answer, ms':>10}  {'redraw, ms':>10}   (K = 5, {CLICKS} clicks)")
            for cell, N in enumerate(SIZES, start=1):
                output = tab.locator(".jp-Notebook .jp-CodeCell").nth(cell)
                output.scroll_into_view_if_needed()
                root = output.locator("[data-explorer][data-state]").element_handle()
                times = [root.evaluate(CLICK) for _ in range(CLICKS)]
                answer, redraw = (statistics.median(column) for column in zip(*times, strict=True))
                print(f"{N:>7}  {answer:>10.1f}  {redraw:>10.1f}")
        browser.close()


if __name__ == "__main__":
    main()
