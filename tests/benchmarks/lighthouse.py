"""What Lighthouse says of the built site on a phone: python tests/benchmarks/lighthouse.py

It wants Node, which fetches Lighthouse through npx, and a built site (`make book`). The site is
served from here, gzipped as a host does. Of each page the median of three runs is printed, and
the least and the most of its performance. Pages may be named, by their path in the site.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
import browsers
from serving import Gzipped, served

ROOT = Path(__file__).parents[2]

#: The last that runs on Node 20.
LIGHTHOUSE = os.environ.get("LIGHTHOUSE", "npx --yes lighthouse@12.8.2").split()
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3


def one_run(url, browser):
    """The scores of one run, the layout shift, and the KiB that came."""
    flags = " ".join(["--headless=new", *browsers.FLAGS])
    command = [*LIGHTHOUSE, url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    made = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if made.returncode:
        sys.exit(f"{' '.join(command)}\n{made.stderr}")
    report = json.loads(made.stdout)
    audits = report["audits"]
    scores = [round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES]
    shift = audits["cumulative-layout-shift"]["numericValue"]
    return [*scores, shift, audits["total-byte-weight"]["numericValue"] / 1024]


def pages_of(site):
    """Every page that a reader gets to: the book's, its search, and one of the package's code."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.glob("book/**/*.html"))
    return [*pages, "search.html", "_modules/mixtures_lab/em.html"]


def main(names):
    site = ROOT / "_build" / "html"
    if not (site / "index.html").is_file():
        sys.exit("the site is not built: make book")
    if not shutil.which(LIGHTHOUSE[0]):
        sys.exit(f"{LIGHTHOUSE[0]} is not found: Lighthouse needs Node, https://nodejs.org")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = browsers.find(playwright, Path(folder) / "browser.lock")
    print("| page | performance | (least–most) | accessible | practices | SEO | shift | KiB |")
    print("|---|---|---|---|---|---|---|---|")
    with served(site, handler=Gzipped) as address:
        for name in names or pages_of(site):
            print(
                row(name, [one_run(f"{address}/{name}", browser) for _ in range(RUNS)]), flush=True
            )


def row(name, runs):
    fast, *rest, shift, weight = (median(figures) for figures in zip(*runs, strict=True))
    spread = f"{min(run[0] for run in runs)}–{max(run[0] for run in runs)}"
    others = " | ".join(str(score) for score in rest)
    name = name.removesuffix(".html").removeprefix("book/")
    return f"| {name} | {fast} | {spread} | {others} | {shift:.3f} | {weight:.0f} |"


if __name__ == "__main__":
    main(sys.argv[1:])
