"""The committed bundles are those of the committed sources, and name no other site."""

import gzip
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

LIVE = Path(__file__).parents[2] / "mixtures_lab" / "live"
REMEDY = "run `npm install && npm run build` in mixtures_lab/live"

#: Each bundle, and the folder of src/ that it is built from.
BUNDLES = {
    "live-worker.mjs": "worker",
    "live.js": "page",
    "live-more.js": "page",
    "live.css": "page",
}


def source_hash(folder):
    """As build.mjs has it."""
    paths = {
        path.relative_to(LIVE / "src").as_posix(): path
        for path in (LIVE / "src" / folder).rglob("*")
    }
    digest = hashlib.sha256()
    for name in sorted(name for name in paths if name.endswith((".js", ".json", ".css"))):
        digest.update(f"{name}\n".encode() + paths[name].read_bytes())
    return digest.hexdigest()


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_built_from_the_sources_beside_it(name):
    bundle = (LIVE / "static" / name).read_text(encoding="utf-8")
    built_from = re.match(r"/\*.* sources ([0-9a-f]{64}) \*/", bundle)
    assert built_from and built_from[1] == source_hash(BUNDLES[name]), f"stale: {REMEDY}"


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_names_no_other_site(name):
    bundle = (LIVE / "static" / name).read_text(encoding="utf-8")
    assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", bundle)) <= {"http://www.w3.org"}


def test_a_page_that_nobody_runs_python_on_pays_less_than_4_kilobytes_for_its_script_and_style():
    first = [(LIVE / "static" / name).read_bytes() for name in ("live.js", "live.css")]
    assert sum(len(gzip.compress(data)) for data in first) < 4096


@pytest.mark.parametrize("name", ["live.js", "live-more.js"])
def test_a_script_of_a_page_is_a_classic_one(name):
    source = (LIVE / "static" / name).read_text(encoding="utf-8")
    # `import(…)` may fetch a module later, where there is a server
    assert not re.search(r"(^|[;}\n])(import\b(?!\()|export\b)", source), "none loads from file://"


def test_building_again_gives_the_committed_bundles(tmp_path):
    """Where Node and esbuild are at hand, that is, with an editor of the JavaScript."""
    node = shutil.which("node")
    if not node or not (LIVE / "node_modules" / "esbuild").exists():
        pytest.skip("only an editor of the JavaScript has Node and esbuild")
    subprocess.run([node, LIVE / "build.mjs", tmp_path], check=True, timeout=60)
    for name in BUNDLES:
        committed = (LIVE / "static" / name).read_bytes()
        assert (tmp_path / name).read_bytes() == committed, f"{name} is stale: {REMEDY}"
