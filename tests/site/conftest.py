"""The site, built once for all tests, and small sites for one question each."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock
from site_pages import parsed

ROOT = Path(__file__).parent.parent.parent
EXTENSIONS = ROOT / "book" / "_ext"

#: Where matplotlib, IPython and Jupyter keep what is a user's own; else below the home.
HOMES = ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")

JUPYTER_BOOK = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"


class Site(NamedTuple):
    """The built book: its folder, the build's exit code and everything it printed."""

    folder: Path
    exit_code: int
    log: str


@pytest.fixture(scope="session")
def site(request, tmp_path_factory):
    """The book, built in a folder of its own, once for all workers of pytest-xdist."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent  # of all workers
    folder, log, code = shared / "site", shared / "site.log", shared / "site.exit"
    with FileLock(shared / "site.lock"):
        if not code.exists():
            code.write_text(str(_build(folder, log, _progress(request))))
    return Site(folder / "_build" / "html", int(code.read_text()), log.read_text(encoding="utf-8"))


def _build(folder, log, say):
    say("building the book …")
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", ROOT, "--path-output", folder]
    command += ["-W", "--keep-going", "--all"]
    # A home that cannot be written to is enough: so a container runs it, or a lab's computer.
    surroundings = {name: value for name, value in os.environ.items() if name not in HOMES}
    with log.open("w", encoding="utf-8") as file:
        build = subprocess.Popen(
            command,
            env={**surroundings, "HOME": os.devnull},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        for line in build.stdout:
            line = re.sub(r"\x1b\[[0-9;]*m", "", line)
            file.write(line)
            if "Executed notebook" in line:
                say(line.replace(f"{ROOT}/", "").strip())
    say("the book is built")
    return build.wait()


def _progress(request):
    """Print past pytest's capture: a build is long, and silence looks like a hang."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def say(words):
        with capture.global_and_fixture_disabled():
            print(f"\n[site] {words}", file=sys.stderr, flush=True)

    return say


class SmallSite(NamedTuple):
    """A few pages built by Sphinx: the parsed pages by name, and the warnings."""

    pages: dict
    warnings: str
    exit_code: int


@pytest.fixture
def build_small_site(tmp_path, monkeypatch):
    """`build_small_site({"index": markdown, …}, extensions=[…])` is a SmallSite."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    monkeypatch.syspath_prepend(EXTENSIONS)

    def build(sources, extensions, **settings):
        source, out = tmp_path / "source", tmp_path / "out"
        for name, text in sources.items():
            path = source / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        settings = {
            "extensions": ["myst_parser", *extensions],
            "myst_enable_extensions": ["dollarmath"],
            "root_doc": next(iter(sources)),
            "html_theme": "basic",
            "html_math_renderer": "katex",
            **settings,
        }
        warnings = io.StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                source, None, out, out / "doctrees", "html", settings,
                status=None, warning=warnings, warningiserror=True, keep_going=True,
            )  # fmt: skip
            app.build()
        pages = {name: parsed(out / f"{name}.html") for name in sources}
        return SmallSite(pages, re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue()), app.statuscode)

    return build
