"""A Chromium to test in: one that is installed, or else one that can be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

#: Without a sandbox and a GPU it runs in a container too; the others keep it off the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

NAMES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
]

APPLICATIONS = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
]

REMEDY = (
    "The tests of the explorer and of the site need Chromium, Chrome or Edge, and there is none. "
    "Install one with `python -m playwright install chromium`, on Debian and Ubuntu "
    "`apt-get install chromium`; or leave these tests out with `pytest --no-browser`."
)


def find(playwright, lock):
    """The path of a browser, installed if there is none. `lock` is a file for all workers."""
    found = _installed(playwright)
    if found:
        return found
    with FileLock(lock):
        for install in (_by_playwright, _by_debian):
            found = _installed(playwright) or (install() and _installed(playwright))
            if found:
                return found
    raise RuntimeError(REMEDY)


def _installed(playwright):
    own = playwright.chromium.executable_path
    for path in [*map(shutil.which, NAMES), *APPLICATIONS, own]:
        if path and Path(path).exists():
            return path
    return None


def _by_playwright():
    return _runs([sys.executable, "-m", "playwright", "install", "chromium"])


def _by_debian():
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and shutil.which("apt-get") and _runs(["apt-get", "install", "-y", "chromium"])


def _runs(command):
    print(f"no browser found: {' '.join(command)}", file=sys.stderr, flush=True)
    try:
        return subprocess.run(command, timeout=300, stdin=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
