"""How long a step of the explorer takes on a page: python tests/benchmarks/explorer_page.py

For each size, the median and the worst of 40 steps in a headless Chromium, and in Firefox where
there is one: the work of a click (the engine's step and the controls), the work of drawing it,
both together, and the time from click to the screen's next refresh, which cannot be less than
one refresh.
"""

import contextlib
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
import firefox

SIZES = (300, 1_000, 10_000)
CENTRES = np.array([[-6.0, -3], [0, 5], [6, -3], [0, 0], [4, 4]])

#: The drawing is timed from inside its animation frame, layout included.
MEASURE = """async () => {
  const root = document.querySelector("[data-explorer]");
  while (!root.dataset.state) await new Promise(requestAnimationFrame);
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
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for N in SIZES:
            X = datasets.blobs(N, mu=CENTRES)
            start = Mixture(X[:5], np.full(5, 2.0), np.full(5, 0.2))
            session = Session(X, start, ("D", "P", "Q", "em"))
            (folder / f"{N}.html").write_text(page.document(session), encoding="utf-8")
        show("Chromium", chromium(playwright, folder), folder)
        path = firefox.find()
        if path:
            show("Firefox", firefox.opened(path, folder), folder)


def show(browser, opened, folder):
    """The table of one browser."""
    print(f"{browser}: ms, median / worst")
    print(f"{'N':>7}  {'click':>13}  {'draw':>13}  {'both':>13}  {'to the screen':>13}")
    with opened as evaluate:
        for N in SIZES:
            times = np.array(evaluate((folder / f"{N}.html").as_uri(), MEASURE))
            columns = zip(np.median(times, axis=0), times.max(axis=0), strict=True)
            print(f"{N:7,}  " + "  ".join(f"{m:5.1f} / {w:5.1f}" for m, w in columns), flush=True)


@contextlib.contextmanager
def chromium(playwright, folder):
    """As `firefox.opened`."""
    path = browsers.find(playwright, folder / "browser.lock")
    browser = playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
    tab = browser.new_page(viewport={"width": 1180, "height": 900})

    def evaluate(address, expression):
        tab.goto(address)
        return tab.evaluate(expression)

    yield evaluate
    browser.close()


if __name__ == "__main__":
    main()
