"""How long a reader waits for Python on a page: python tests/benchmarks/live_python.py

In headless Chromium, from the call to the answer, median / worst of a few starts: the first
`fit_em` with nothing kept by the browser (cold) and with all of it kept (warm), the first figure
after that and later ones, a wrong M-step until its box, a step of the explorer through Python. And
the bytes that are fetched. Not a test: a slow machine is no mistake.
"""

import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "live"), str(TESTS.parent / "book" / "_ext")]

import browsers  # noqa: E402
import one_page  # noqa: E402
from serving import served  # noqa: E402

import live_parts  # noqa: E402

STARTS = 5

FIT = "from mixtures_lab import datasets, fit_em\nX = datasets.old_faithful()\n"
FIT += "fit = fit_em(X, K=2, rng=0)\nfit.mixture"
FIGURE = "import matplotlib.pyplot as plt\nfrom mixtures_lab import plot\nplot.use_style()\n"
FIGURE += "fig, ax = plt.subplots()\nplot.points(ax, X)\nplot.mixture(ax, fit.mixture)"
CHECK = "from mixtures_lab import checks, m_step\n"
CHECK += "checks.check('m_step', lambda X, Q: m_step(X, Q)._replace(sigma=m_step(X, Q).sigma**2))"
EXPLORER = "from mixtures_lab.explorer import Explorer\nExplorer(X, K=2, rng=0)"
#: Messages of a step, and its frame: 40 halves of an iteration.
STEPS = """async ({model}) => {
  const times = [];
  for (let id = 0; id < 42; id++) {
    const name = id ? "step" : "hello", began = performance.now();
    const answer = until((m) => m.type === "widget" && m.content.content?.id === id);
    post({type: "widget", model, content: {method: "custom", content: {act: {name}, id}}});
    await answer;
    times.push((performance.now() - began) / 1000);
  }
  return times.slice(2);
}"""


def main():
    times = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        one_page.write(site)
        live_parts.ship(site / "live")
        weigh(site / "live")
        path = browsers.find(playwright, site / "browser.lock")
        with served(site, {"Content-Security-Policy": one_page.POLICY}) as address:
            for _ in range(STARTS):
                browser = playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
                context = browser.new_context()
                measure_one(context, address, times, "cold")
                measure_one(context, address, times, "warm")
                browser.close()
    print(f"\nseconds, median / worst of {STARTS} starts")
    for what, taken in times.items():
        print(f"{what:<36} {statistics.median(taken):6.3f} / {max(taken):.3f}")


def measure_one(context, address, times, how):
    """One start and all that is done after it, each time under its name in `times`."""
    page = one_page.Page(context, address)

    def took(what, work):
        began = time.perf_counter()
        result = work()
        times.setdefault(what, []).append(time.perf_counter() - began)
        return result

    def first_fit():
        page.started()
        return page.outputs(FIT)

    took(f"to the first fit_em, {how}", first_fit)
    took(f"to the first figure, {how}", lambda: page.outputs(FIGURE))
    for _ in range(3):
        took("a later figure", lambda: page.outputs(FIGURE))
    took("a check of a wrong M-step, the first", lambda: page.outputs(CHECK))
    took("… and a later one", lambda: page.outputs(CHECK))
    [widget] = took("an explorer", lambda: page.outputs(EXPLORER))
    times.setdefault("a step of it", []).extend(page.page.evaluate(STEPS, widget))
    page.page.close()


def weigh(folder):
    """Print what is fetched at the start, and with matplotlib, raw and as a server packs it."""
    raw = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    first = ("pyodide.", "python_stdlib", "numpy", "mixtures_lab", "live-worker", "parts")
    wheels = [name for name in raw if name.endswith(".whl") and not name.startswith(first)]
    parts = [name for name in raw if name.startswith(first) or name == "pyodide-lock.json"]
    print("MB                                        raw   gzip")
    for title, names in (("at the first Run", parts), ("when matplotlib is imported", wheels)):
        sizes = [
            sum(map(len, map(packed, (raw[name] for name in names)))) / 1e6
            for packed in (bytes, gzip.compress)
        ]
        print(f"{title:<36} {sizes[0]:6.1f} {sizes[1]:6.1f}", flush=True)


if __name__ == "__main__":
    main()
