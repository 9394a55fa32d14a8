"""All that Python on the page is made of, put into one folder of the site.

Pyodide and its wheels come from book/_vendor/pyodide; the project's own wheel is built here, from
the files that run the build, so that a page runs the package that the book was built with.
`parts.json` says how large each part is: the bar that shows how much is left needs it.
"""

import base64
import hashlib
import json
import shutil
import zipfile
from importlib.metadata import version as version_of
from pathlib import Path

import mixtures_lab

PACKAGE = Path(mixtures_lab.__file__).parent
VENDORED = Path(__file__).parents[1] / "_vendor" / "pyodide"
#: The worker, and the picture's JavaScript half, whose other half a cell makes in the worker.
SCRIPTS = {
    "live-worker.mjs": PACKAGE / "live" / "static" / "live-worker.mjs",
    "explorer-widget.mjs": PACKAGE / "explorer" / "static" / "explorer-widget.js",
}

#: Of the package, what a page has a use for: not the grading, nor the scripts that it has itself.
TAKEN = ("**/*.py", "data/*", "explorer/src/words.json", "live/fontlist.json")
LEFT_OUT = ("teach/**/*", "explorer/src/*.py", "*/node_modules/**/*")

#: A file server may call `.js` plain text, which no browser then runs as a module.
RENAMED = {"pyodide.asm.js": "pyodide.asm.mjs"}

#: What a wheel holds has no date: the same files give the same wheel.
EPOCH = (1980, 1, 1, 0, 0, 0)


def ship(folder):
    """Put everything that the worker asks for into `folder`, and only there."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in VENDORED.iterdir():
        if path.is_dir():
            shutil.copytree(path, folder / path.name, dirs_exist_ok=True)
        elif path.name not in ("README.md", "SHA256SUMS", "pyodide-lock.json"):
            shutil.copy2(path, folder / RENAMED.get(path.name, path.name))
    for name, path in SCRIPTS.items():
        shutil.copy2(path, folder / name)
    wheel = build_wheel(folder)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock_with(wheel)), encoding="utf-8")
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file()}
    (folder / "parts.json").write_text(json.dumps(sizes, indent=1), encoding="utf-8")


def lock_with(wheel):
    """Pyodide's lock, and in it the project's own wheel."""
    lock = json.loads((VENDORED / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"]["mixtures-lab"] = {
        "name": "mixtures-lab",
        "version": wheel.name.split("-")[1],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": ["mixtures_lab"],
        "depends": ["numpy"],
        "unvendored_tests": False,
    }
    return lock


def build_wheel(folder):
    """The package as a wheel in `folder`; its name changes with what it holds.

    A browser that kept an older one would else be told that its sum is wrong.
    """
    version = version_of("mixtures-lab")
    held = {f"mixtures_lab/{name}": path.read_bytes() for name, path in _files().items()}
    about = f"mixtures_lab-{version}.dist-info"
    held[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: mixtures-lab\nVersion: {version}\nRequires-Dist: numpy\n"
    ).encode()
    held[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: live_parts\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    lines = [f"{name},sha256={_sum_of(data)},{len(data)}\n" for name, data in held.items()]
    held[f"{about}/RECORD"] = "".join([*lines, f"{about}/RECORD,,\n"]).encode()
    tag = hashlib.sha256(held[f"{about}/RECORD"]).hexdigest()[:12]
    wheel = folder / f"mixtures_lab-{version}-0{tag}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED, 9)
    return wheel


def _files():
    """The files of the package that go into its wheel, by their names in it."""
    taken, left_out = (
        {path for pattern in patterns for path in PACKAGE.glob(pattern)}
        for patterns in (TAKEN, LEFT_OUT)
    )
    paths = sorted(path for path in taken - left_out if path.is_file())
    return {path.relative_to(PACKAGE).as_posix(): path for path in paths}


def _sum_of(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
