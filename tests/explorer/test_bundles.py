"""The committed bundles are those of the committed sources, small, and of one file each."""

import gzip
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

EXPLORER = Path(__file__).parents[2] / "mixtures_lab" / "explorer"
REMEDY = "run `npm install && npm run build` in mixtures_lab/explorer"

BUNDLES = ["explorer-page.js", "explorer-more.js", "explorer-widget.js"]


def source_hash():
    """As build.mjs has it."""
    files = {
        path.relative_to(EXPLORER / "src").as_posix(): path
        for path in (EXPLORER / "src").rglob("*")
    }
    names = sorted(name for name in files if name.endswith((".js", ".json", ".css")))
    files["../../data/palette.json"] = EXPLORER.parent / "data" / "palette.json"
    digest = hashlib.sha256()
    for name in [*names, "../../data/palette.json"]:
        digest.update(f"{name}\n".encode() + files[name].read_bytes())
    return digest.hexdigest()


@pytest.fixture(params=BUNDLES)
def bundle(request):
    return (EXPLORER / "static" / request.param).read_text(encoding="utf-8")


def test_a_bundle_is_built_from_the_sources_beside_it(bundle):
    built_from = re.match(r"/\*.* sources ([0-9a-f]{64}) \*/", bundle)
    assert built_from and built_from[1] == source_hash(), f"the bundle is stale: {REMEDY}"


def test_a_bundle_stays_under_40_kilobytes(bundle):
    assert len(gzip.compress(bundle.encode())) <= 40 * 1024


def test_what_a_reader_has_from_the_first_script_is_not_sent_again():
    """Of what the second script says in words, nothing is in the first."""
    first, second = (
        set(re.findall(r'"([^"]{30,})"', (EXPLORER / "static" / name).read_text(encoding="utf-8")))
        for name in ("explorer-page.js", "explorer-more.js")
    )
    assert second and not first & second


def test_a_bundle_names_no_other_site(bundle):
    # The name of the SVG namespace is an identifier, not an address that is asked for.
    assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", bundle)) <= {"http://www.w3.org"}


@pytest.mark.parametrize("name", ["explorer-page.js", "explorer-more.js"])
def test_a_bundle_of_a_page_is_a_classic_script(name):
    source = (EXPLORER / "static" / name).read_text(encoding="utf-8")
    assert not re.search(r"(^|[;}\n])(import|export)\b", source), "modules do not load from file://"


def test_the_widget_bundle_exports_a_widget_and_nothing_else():
    source = (EXPLORER / "static" / "explorer-widget.js").read_text(encoding="utf-8")
    assert re.search(r"export\{\w+ as default\};?\s*$", source)


def test_building_again_gives_the_committed_bundles(tmp_path):
    """Where Node and esbuild are at hand, that is, with an editor of the JavaScript."""
    node = shutil.which("node")
    if not node or not _has_esbuild(node):
        pytest.skip("only an editor of the JavaScript has Node and esbuild")
    subprocess.run([node, EXPLORER / "build.mjs", tmp_path], check=True, timeout=60)
    for name in BUNDLES:
        committed = (EXPLORER / "static" / name).read_bytes()
        assert (tmp_path / name).read_bytes() == committed, f"{name} is stale: {REMEDY}"


def _has_esbuild(node):
    look = [node, "--input-type=module", "-e", "await import('esbuild')"]
    return subprocess.run(look, cwd=EXPLORER, capture_output=True, timeout=60).returncode == 0
