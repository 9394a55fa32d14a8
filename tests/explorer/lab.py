"""A JupyterLab of the test's own, and a notebook that runs in it."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat

SECONDS_TO_START = 60
MILLISECONDS_TO_RUN = 90_000

OPTIONS = [
    "--allow-root",
    "--no-browser",
    "--ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=",
    "--ServerApp.password=",
    # It asks no other site for news, versions or extensions.
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
]

#: Settings, kernels' connection files and IPython's history stay in the test's folder.
OWN_FOLDERS = [
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
]


@contextlib.contextmanager
def jupyter_lab(folder):
    """The address of a JupyterLab that serves `folder`; it and its kernels end with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(folder / ".own" / name.lower()) for name in OWN_FOLDERS}
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS]
    server = subprocess.Popen(
        [*command, f"--port={port}", f"--ServerApp.root_dir={folder}"],
        env={**os.environ, **own},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(server, f"{address}/api")
        yield address
    finally:
        server.terminate()  # it ends its kernels first
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def write_notebook(path, *cells):
    """A notebook of code cells; one that begins like a heading is text."""
    v4 = nbformat.v4
    kinds = [v4.new_markdown_cell if cell.startswith("# ") else v4.new_code_cell for cell in cells]
    made = [new(cell) for new, cell in zip(kinds, cells, strict=True)]
    notebook = v4.new_notebook(cells=made)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    nbformat.write(notebook, path)


def run_all(tab, address, name):
    """Open a notebook, run all its cells, and wait until they have run."""
    tab.goto(f"{address}/lab/workspaces/{name.removesuffix('.ipynb')}/tree/{name}?reset")
    tab.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=MILLISECONDS_TO_RUN)
    tab.get_by_role("menuitem", name="Run", exact=True).click()
    tab.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = tab.locator(".jp-Notebook .jp-CodeCell").last.locator(".jp-InputPrompt")
    last.get_by_text("]:").wait_for(timeout=MILLISECONDS_TO_RUN)
    tab.wait_for_function(
        "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
        ".every(prompt => /\\[\\d+\\]/.test(prompt.textContent))",
        timeout=MILLISECONDS_TO_RUN,
    )


def _wait_for(server, url):
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at once, with {server.returncode}")
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with urllib.request.urlopen(url, timeout=5):
                return
        time.sleep(0.2)
    raise TimeoutError(f"JupyterLab did not answer within {SECONDS_TO_START} s")
