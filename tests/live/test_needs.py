"""matplotlib is fetched for a cell that imports it, and for no other."""

import ast
from pathlib import Path

import pytest

import mixtures_lab
from mixtures_lab.live.needs import WITH_MATPLOTLIB, needs_matplotlib


@pytest.mark.parametrize(
    "code",
    [
        "import matplotlib.pyplot as plt",
        "import numpy as np, matplotlib",
        "from matplotlib import pyplot",
        "from mixtures_lab import datasets, plot",
        "from mixtures_lab.plot import points",
        "import mixtures_lab.plot",
        "def f():\n    import matplotlib",
        "if True:\n    from PIL import Image",
    ],
)
def test_a_cell_that_imports_it_needs_it(code):
    assert needs_matplotlib(code)


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np",
        "from mixtures_lab import fit_em",
        "import matplotlibs",
        "print('import matplotlib')",
        "from . import plot",
        "this is no Python",
        "",
    ],
)
def test_another_does_not(code):
    assert not needs_matplotlib(code)


def test_every_module_of_the_package_that_imports_it_at_once_is_known():
    """But those of live, which is imported after it, and the grading, which is not on a page."""
    root = Path(mixtures_lab.__file__).parent
    for path in root.rglob("*.py"):
        module = ".".join(["mixtures_lab", *path.relative_to(root).with_suffix("").parts])
        if module.startswith(("mixtures_lab.live", "mixtures_lab.teach")):
            continue
        top = ast.Module(
            [node for node in ast.parse(path.read_text("utf-8")).body], type_ignores=[]
        )
        inner = [node for node in top.body if isinstance(node, ast.Import | ast.ImportFrom)]
        if needs_matplotlib(ast.unparse(ast.Module(inner, []))):
            assert module in WITH_MATPLOTLIB, module
