"""The package keeps its layers, stays light, and says of every public name what it is."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mixtures_lab

ROOT = Path(mixtures_lab.__file__).parent
TESTS = ROOT.parent / "tests"

#: What each module may import from the package, beside `_inputs` and `_frame`, and from
#: outside, beside the standard library. An arrow to a module is an arrow to what that one
#: may import, too.
ARROWS = {
    "_inputs": ([], ["numpy"]),
    "_frame": ([], ["numpy"]),
    "_progress": ([], ["tqdm"]),
    "_page": ([], []),
    "matrices": ([], ["numpy"]),
    "mixture": ([], ["numpy"]),
    "rows": ([], ["numpy"]),
    "clusters": (["matrices"], ["numpy"]),
    "seeding": (["matrices", "rows", "blocked"], ["numpy"]),
    "blocked": (["mixture"], ["numpy"]),
    "lloyd": (["blocked", "clusters", "rows"], ["numpy"]),
    "kmeans": (["matrices", "clusters", "rows", "seeding", "lloyd"], ["numpy"]),
    "sampled": ([], ["numpy"]),
    "on_dask": (["blocked", "sampled"], ["numpy", "dask", "distributed"]),
    "sources": (["blocked", "sampled", "on_dask"], ["numpy"]),
    "density": (["matrices", "mixture"], ["numpy"]),
    "em": (["matrices", "mixture", "rows", "seeding", "blocked", "sources"], ["numpy"]),
    "estimators": (["em", "kmeans", "density"], ["numpy", "pandas"]),
    "datasets": (["density"], ["numpy"]),
    "palette": ([], []),
    "plot": (["palette"], ["numpy", "matplotlib", "matplotlib_inline"]),
    "explorer": (
        ["em", "kmeans", "datasets", "palette", "plot"],
        ["numpy", "anywidget", "traitlets", "matplotlib"],
    ),
    "checks": (["matrices", "kmeans", "em", "mixture"], ["numpy", "IPython"]),
    "live": (["palette"], ["numpy", "matplotlib"]),
    "teach": (
        ["checks", "datasets", "palette"],
        [
            *("numpy", "nbformat", "nbgrader", "traitlets", "jinja2", "tqdm", "matplotlib"),
            *("markdown_it", "mdit_py_plugins", "nh3", "py_mini_racer", "yaml", "IPython"),
        ],
    ),
}

#: What every module may stand on: the checks of what a caller passes, the range of float64,
#: a progress bar, and whether the reader is on a page.
FLOOR = {"_inputs", "_frame", "_progress", "_page"}

#: What `import mixtures_lab` may import: not plot, nor anything that stands around the core.
CORE = {
    "matrices",
    "mixture",
    "rows",
    "clusters",
    "seeding",
    "lloyd",
    "kmeans",
    "blocked",
    "sampled",
    "sources",
    "em",
    "density",
    "datasets",
}

#: As house.md has them; `...` is a default that may be any.
SIGNATURES = {
    "squared_distances": "(X, mu)",
    "log_gaussians": "(D, sigma, d)",
    "log_sum_exp": "(A, axis=-1)",
    "negative_log_likelihood": "(P, pi)",
    "log_posterior": "(P, pi)",
    "Mixture": "(mu, sigma, pi)",
    "Step": "(t, mixture, Q, nll)",
    "Fit": "(mixture, trace, converged, sigma_min, at_floor)",
    "m_step": "(X, Q)",
    "em_steps": "(X, mixture)",
    "FitStopped": "(reason, fit)",
    "fit_em": "(X, K=None, *, init=None, n_init=1, max_iter=..., tol=..., sigma_min=..., rng=None)",
    "kmeans_assign": "(X, mu)",
    "kmeans_update": "(X, labels, K)",
    "kmeans_plus_plus": "(X, K, *, rng=None)",
    "kmeans_steps": "(X, mu)",
    "KMeansStep": "(t, mu, labels, inertia, repaired)",
    "fit_kmeans": "(X, K, *, init=None, n_init=1, max_iter=..., rng=None)",
    "KMeansFit": "(mu, labels, inertia, trace, converged, repaired)",
    "log_density": "(X, mixture)",
    "predict": "(X, mixture)",
    "sample": "(mixture, N, rng=None)",
    "bic": "(X, mixture)",
    "aic": "(X, mixture)",
    "datasets.old_faithful": "()",
}


def module_of(path):
    """The name of the layer that a file belongs to: a module, or a folder of them."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


FILES = sorted(path for path in ROOT.rglob("*.py") if "__pycache__" not in path.parts)
MODULES = sorted({module_of(path) for path in FILES} - {"__init__"})
#: Rooms behind the doors, which no reader calls.
INNER = {
    "blocked",
    "clusters",
    "live",
    "lloyd",
    "on_dask",
    "rows",
    "sampled",
    "seeding",
    "sources",
}
PUBLIC_MODULES = [name for name in MODULES if not name.startswith("_") and name not in INNER]


def imports_of(path):
    """The layers and the outside packages that a file imports, wherever in it."""
    # Relative imports count their dots from the package that the file is in.
    here = ["mixtures_lab", *path.relative_to(ROOT).parent.parts]
    inside, outside = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = here[: len(here) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for top, *rest in (name.split(".") for name in names):
            if top == "mixtures_lab":
                inside.add(rest[0] if rest else "__init__")
            else:
                outside.add(top)
    return inside, outside - sys.stdlib_module_names


def along_the_arrows(module):
    """`module` itself, what its arrows point to, and on from there."""
    return {module}.union(*(along_the_arrows(target) for target in ARROWS[module][0]))


def public(name):
    module = importlib.import_module(f"mixtures_lab.{name}")
    return [
        (f"{name}.{member}", getattr(module, member))
        for member in module.__all__
        if callable(getattr(module, member))
    ]


PUBLIC = [
    pytest.param(thing, id=name)
    for module in PUBLIC_MODULES
    if module in CORE | {"plot", "estimators", "checks"}
    for name, thing in public(module)
]


# imports


def test_every_module_has_its_place_in_the_table_and_no_other_name_has_one():
    assert set(MODULES) == set(ARROWS)
    assert FLOOR | CORE | INNER <= set(MODULES)


def test_the_table_itself_has_no_way_back():
    for module, (targets, _) in ARROWS.items():
        assert all(module not in along_the_arrows(target) for target in targets)


#: What is tested where it does its work: a command, in the files of what it does.
TESTED_ELSEWHERE = {"teach/__main__.py"}


@pytest.mark.parametrize("package", ["checks", "teach"])
def test_every_module_has_a_file_of_tests_of_its_own(package):
    modules = [path for path in (ROOT / package).rglob("*.py") if path.stem != "__init__"]
    missing = {
        str(name.with_name(f"test_{name.name}"))
        for name in (path.relative_to(ROOT) for path in modules)
        if name.as_posix() not in TESTED_ELSEWHERE
        and not (TESTS / name.with_name(f"test_{name.name}")).exists()
    }
    assert missing == set(), "write it, or say in TESTED_ELSEWHERE where it is tested"


def test_the_tests_of_the_grader_are_called_as_its_modules_are():
    tests, modules = (TESTS / "teach").glob("test_*.py"), (ROOT / "teach").glob("*.py")
    assert {path.name.removeprefix("test_") for path in tests} <= {path.name for path in modules}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_along_the_arrows_and_never_back(path):
    module, (inside, outside) = module_of(path), imports_of(path)
    if module == "__init__":
        assert inside <= CORE
        assert not outside
    elif module in FLOOR:
        assert (inside, outside) == (set(), set(ARROWS[module][1]))
    else:
        assert inside <= along_the_arrows(module) | FLOOR
        assert outside <= set(ARROWS[module][1])


def test_importing_the_package_imports_numpy_and_nothing_heavier():
    # Against a bare `import numpy`: what numpy brings along is not ours to count.
    def loaded(statement):
        code = f"import sys; {statement}; print(*sorted(sys.modules))"
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT.parent,
        )
        return {name.partition(".")[0] for name in done.stdout.split()}

    more = loaded("import mixtures_lab") - loaded("import numpy") - sys.stdlib_module_names
    assert {name for name in more if not name.startswith("_")} == {"mixtures_lab"}


# public names


def test_the_package_offers_its_public_names_and_no_others():
    names = {name for name in SIGNATURES if "." not in name}
    assert set(mixtures_lab.__all__) == names | {"datasets"}
    assert len(mixtures_lab.__all__) == len(names) + 1


@pytest.mark.parametrize("module", PUBLIC_MODULES)
def test_a_module_lists_its_public_names(module):
    module = importlib.import_module(f"mixtures_lab.{module}")
    own = {
        name
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", None) == module.__name__
        and (inspect.isfunction(thing) or inspect.isclass(thing))
        and not name.startswith("_")
    }
    # what only the layers above use is not listed, nor shown in the reference
    inner = {
        "checked_mixture",
        "default_floor",
        "distances_of",
        "guess_around",
        "log_gaussians_of",
        "log_posterior_of",
        "log_posteriors_of",
        "m_step_with_distances",
        "nll_of",
    }
    assert own - inner <= set(module.__all__)


@pytest.mark.parametrize("name, expected", SIGNATURES.items())
def test_a_signature_is_the_one_that_others_call(name, expected):
    thing = mixtures_lab
    for part in name.split("."):
        thing = getattr(thing, part)
    parameters = inspect.signature(thing).parameters.values()
    plain = inspect.Signature([p.replace(annotation=p.empty) for p in parameters])
    pattern = re.escape(expected).replace(r"\.\.\.", r"[^,)]+")
    assert re.fullmatch(pattern, str(plain))


# docstrings


def sections(thing):
    return set(re.findall(r"^(\w+)\n-+$", inspect.getdoc(thing), flags=re.MULTILINE))


def can_raise(function, seen=()):
    """Whether a function, or one of the package that it calls, has a `raise` in it."""
    for node in ast.walk(ast.parse(inspect.getsource(function).lstrip())):
        if isinstance(node, ast.Raise):
            return True
        if not isinstance(node, ast.Call):
            continue
        name, scope = node.func, function.__globals__
        if isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name):
            scope, name = vars(scope.get(name.value.id, ast)), ast.Name(name.attr)
        called = scope.get(name.id) if isinstance(name, ast.Name) else None
        ours = inspect.isfunction(called) and called.__module__.startswith("mixtures_lab")
        if ours and called not in seen and can_raise(called, (*seen, called)):
            return True
    return False


@pytest.mark.parametrize("thing", PUBLIC)
def test_a_public_name_says_what_it_is_in_one_sentence(thing):
    first, *rest = inspect.getdoc(thing).splitlines()
    assert first.endswith(".")
    assert not any(rest[:1])


@pytest.mark.parametrize("thing", PUBLIC)
def test_every_parameter_is_explained(thing):
    parameters = list(inspect.signature(thing).parameters)
    if not parameters:
        return
    assert "Parameters" in sections(thing)
    text = inspect.getdoc(thing).split("Parameters\n----------\n")[1]
    text = re.split(r"\n\n\w+\n-+\n", text)[0]
    explained = re.findall(r"^(\w[\w, ]*)(?: : .+)?$", text, flags=re.MULTILINE)
    assert [name for line in explained for name in line.split(", ")] == parameters


@pytest.mark.parametrize("thing", PUBLIC)
def test_a_public_name_has_an_example_that_runs(thing):
    assert "Examples" in sections(thing)
    assert ">>> " in inspect.getdoc(thing)


FUNCTIONS = [param for param in PUBLIC if inspect.isfunction(param.values[0])]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_a_function_gives_back_is_explained(function):
    tree = ast.parse(inspect.getsource(function))
    gives = any(isinstance(node, ast.Return) and node.value for node in ast.walk(tree))
    assert bool(sections(function) & {"Returns", "Yields"}) == gives


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_that_can_raise_says_when(function):
    assert ("Raises" in sections(function)) == can_raise(function)
