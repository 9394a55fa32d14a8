"""How long a step of the explorer takes on a page: python tests/benchmarks/explorer_page.py

For each size, the median and the worst of 40 steps in a headless Chromium: the work of a
click (the engine's step and the controls), the work of drawing it, both together, and the
time from click to the screen's next refresh, which cannot be less than one refresh.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from mixtures_lab import Mixture, datasets
from mixtures_lab.explorer import page
from mixtures_lab.explorer.session import Session

sys.path.insert(0, str(Path(__file__).parents[1]))
import browsers

SIZES = (300, 1_000, 10_000)
CENTRES = np.array([[-6.0, -3], [0, 5], [6, -3], [0, 0], [4, 4]])

#: The drawing is timed from inside its animation frame, layout included.
MEASURE = """async () => {
  const root = document.querySelector("[data-explorer]");
  const refresh = window.requestAnimationFrame.bind(window);
  let drawing = 0;
  window.requestAnimationFrame = draw => refresh(time => {
    const start = performance.now();
    draw(time);
    root.offsetHeight;
    drawing += performance.now() - start;
  });
  const rows = [];
  for (let k = 0; k < 45; k++) {
    await new Promise(done => setTimeout(done, 30));
    drawing = 0;
    const start = performance.now();
    root.querySelector(".mlx-step:enabled").click();
    const click = performance.now() - start;
    await new Promise(refresh);
    await new Promise(done => setTimeout(done));
    rows.push([click, drawing, click + drawing, performance.now() - start]);
  }
  return rows.slice(5);  // the first ones warm up
}"""


def main():
    print("ms, median / worst")
    print(f"{'N':>7}  {'click':>13}  {'draw':>13}  {'both':>13}  {'to the screen':>13}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = browsers.find(playwright, Path(folder) / "browser.lock")
        browser = playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
        for N in SIZES:
            X = datasets.blobs(N, mu=CENTRES)
            start = Mixture(X[:5], np.full(5, 2.0), np.full(5, 0.2))
            file = Path(folder) / f"{N}.html"
            file.write_text(
                page.document(Session(X, start, ("D", "P", "Q", "em"))), encoding="utf-8"
            )
            tab = browser.new_page(viewport={"width": 1180, "height": 900})
            tab.goto(file.as_uri())
            tab.wait_for_selector("[data-state]")
            times = np.array(tab.evaluate(MEASURE))
            columns = zip(np.median(times, axis=0), times.max(axis=0), strict=True)
            print(f"{N:7,}  " + "  ".join(f"{m:5.1f} / {w:5.1f}" for m, w in columns), flush=True)
            tab.close()
        browser.close()


if __name__ == "__main__":
    main()
