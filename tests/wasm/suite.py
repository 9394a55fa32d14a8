"""Run the chapters' cells and the package's own tests in the Python of a page: `make test-wasm`.

They run in Chromium, in the worker that a reader's cells run in, with the wheels that a page has.
What a test needs beyond those and is pure Python is fetched once; one that asks scipy,
scikit-learn or another of `in_wasm.ABSENT` for something is skipped, and counted.

    python tests/wasm/suite.py tests/test_em.py -k floor       # a part of them
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
BOOK = ROOT / "book"
sys.path[:0] = [str(ROOT / "book" / "_ext"), str(TESTS), str(TESTS / "live")]

import browsers  # noqa: E402
import one_page  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from serving import served  # noqa: E402

import live_parts  # noqa: E402

#: Files that test something else than the package: the site, clusters, the build.
ELSEWHERE = {
    *("test_configuration.py", "test_layers.py", "test_notebooks.py", "test_speed.py"),
    "test_derivation.py",
    *("test_style.py", "test_bundles.py", "test_vendored.py", "test_parts.py"),
    *("test_worker.py", "test_bad_luck.py", "live/conftest.py", "test_on_dask.py"),
    *("test_jupyterlab.py", "test_page.py", "test_rooms.py", "test_widget.py"),
}
#: Folders of tests/ that are taken along.
FOLDERS = [".", "checks", "explorer", "live"]

#: What they need that a page has not, fetched once into .venv: whichever is pure Python.
NEEDED = ["pytest", "pluggy", "iniconfig", "pygments", "threadpoolctl", "hypothesis"]
NEEDED += ["sortedcontainers", "attrs", "mpmath"]
KEPT = ROOT / ".venv" / "wasm"
PURE = ["--no-deps", "--only-binary=:all:", "--platform", "any", "--python-version", "3.12"]

BEGIN = """
import importlib, io, os, sys, zipfile
from js import XMLHttpRequest, location
request = XMLHttpRequest.new()
request.open("GET", "../tests.zip", False)
request.responseType = "arraybuffer"
request.send()
zipfile.ZipFile(io.BytesIO(request.response.to_bytes())).extractall("/repo")
os.chdir("/repo")
tests = [f"/repo/tests/{folder}" for folder in FOLDERS]
sys.path[:0] = ["/repo/venv", *tests, "/repo/book/assignments"]
import in_wasm
in_wasm.run(ARGUMENTS)
"""


def main(arguments):
    fetch_needed()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        one_page.write(site)
        live_parts.ship(site / "live")
        pack(site / "tests.zip")
        with served(site, {"Content-Security-Policy": one_page.POLICY}) as address:
            return run(address, site, arguments)


def run(address, site, arguments):
    """Run pytest there, show what it prints as it comes, and return its exit code."""
    with sync_playwright() as playwright:
        path = browsers.find(playwright, site / "browser.lock")
        browser = playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
        page = one_page.Page(browser, address)
        page.page.expose_function("shown", lambda text: print(text, end="", flush=True))
        page.page.evaluate(
            "worker.addEventListener('message', ({data}) => "
            "data.output?.text && shown(data.output.text))"
        )
        assert page.started()[-1]["type"] == "ready"
        failed = 0 if arguments else run_chapters(page)
        code = BEGIN.replace("FOLDERS", repr(FOLDERS)).replace("ARGUMENTS", repr(arguments))
        [*_, last] = page.outputs("import matplotlib", code, limit=3600)
        browser.close()
    if last["kind"] != "text":
        print(last)
    return failed or int(last["text"])


def run_chapters(page):
    """Run every cell of the chapters and sets on the page; how many of those that can did not."""
    ran = total = failed = 0
    for path in sorted(
        [*BOOK.glob("0*.ipynb"), *(BOOK / "assignments" / "release").glob("*.ipynb")]
    ):
        page.page.evaluate("post({type: 'clear'})")
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        for code in codes:
            done = page.run(code, limit=120)[-2]["state"] == "done"
            ran, total = ran + done, total + 1
            if not done and "ipywidgets" not in code:  # which is for JupyterLab alone
                failed += 1
                print(f"{path.name}: this cell does not run on a page:\n{code}\n", flush=True)
    print(f"{ran} of {total} cells ran on a page", flush=True)
    return failed


def pack(path):
    """The tests, and what they need."""
    with zipfile.ZipFile(path, "w") as archive:
        for folder in FOLDERS:
            for file in sorted((TESTS / folder).glob("*.py")):
                if not ELSEWHERE & {file.name, f"{folder}/{file.name}"}:
                    archive.write(file, f"tests/{folder}/{file.name}")
        for name in ("checks/fresh", "checks/unlisted"):
            for file in (TESTS / name).rglob("*.py"):
                archive.write(file, f"tests/{file.relative_to(TESTS)}")
        for file in (ROOT / "book" / "assignments").rglob("*.py"):
            archive.write(file, file.relative_to(ROOT))
        archive.write(ROOT / "pyproject.toml", "pyproject.toml")
        archive.write(Path(__file__).parent / "in_wasm.py", "venv/in_wasm.py")
        for file in KEPT.rglob("*.py"):
            archive.write(file, f"venv/{file.relative_to(KEPT)}")


def fetch_needed():
    if not KEPT.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", KEPT, *PURE]
        subprocess.run([*pip, *NEEDED], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
