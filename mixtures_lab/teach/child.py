"""The process that runs a learner's notebook: locked in first, then told what to call.

This file runs by itself, in a fresh interpreter, and never imports the package: of
`mixtures_lab` only what holds no answer is loaded here (the records, the data sets, and
the readers of `checks`), and everything else stands as an empty shell. Once the
interpreter has what it needs it is locked (`lock.py`); from there on, nothing that the
learner's code does is trusted. It can say what its functions return, and that is all that the
grader takes from it.

The grader writes requests to a pipe and this process writes answers, one JSON line
each (`wire.py`): `load` the cells, and `call` a function on arguments.
"""

import importlib
import importlib.util
import json
import os
import sys
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent

#: Pictures and boxes, which are not drawn while grading: their imports and calls do nothing.
EMPTY = {
    "matplotlib",
    "mpl_toolkits",
    "IPython",
    "ipywidgets",
    "anywidget",
    "traitlets",
    "ipykernel",
}

#: What is loaded of SciPy, if a notebook names it: later it could not import what it needs itself.
SCIPY = (
    "scipy.special",
    "scipy.spatial.distance",
    "scipy.stats",
    "scipy.cluster.vq",
    "scipy.signal",
    "scipy.io",
)

#: Parts of the package that have no answers in them, or do nothing here.
SHELLS = {"checks", "explorer", "plot", "teach"}


class Finder:
    """Lets in what may be there, and says of the rest that it is not."""

    def __init__(self, allowed, Nothing):
        self.allowed, self.Nothing, self.own = allowed, Nothing, os.getcwd()

    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in EMPTY or name.startswith("mixtures_lab."):
            return importlib.util.spec_from_loader(name, self)
        if top in self.allowed:
            return None  # the ordinary finders look for it
        if top not in sys.stdlib_module_names and os.path.isfile(f"{self.own}/{top}.py"):
            return importlib.util.spec_from_file_location(name, f"{self.own}/{top}.py")
        raise ModuleNotFoundError(
            f"{top} is not there while grading; NumPy and SciPy are, and what a function about "
            "mixtures needs of Python's standard library",
            name=name,
        )

    def create_module(self, spec):
        package, _, part = spec.name.partition(".")
        keeps = package == "mixtures_lab" and part.partition(".")[0] not in SHELLS
        return Kept(spec.name) if keeps else self.Nothing(spec.name)

    def exec_module(self, module):
        pass


class Kept(types.ModuleType):
    """The package without its answers: what it keeps for itself, it says when it is asked."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return kept(name)


def kept(name):
    def function(*args, **kwargs):
        raise PermissionError(
            f"mixtures_lab.{name} was called: the grader keeps the package's own functions, "
            "because this set asks for yours"
        )

    function.__name__ = name
    return function


def load_the_open_parts():
    """The records, the data and the readers of answers; the answers stay outside."""
    package = importlib.util.module_from_spec(
        importlib.util.spec_from_file_location(
            "mixtures_lab", PACKAGE / "__init__.py", submodule_search_locations=[str(PACKAGE)]
        )
    )
    sys.modules["mixtures_lab"] = package  # not executed: its __init__ imports the answers
    checks = types.ModuleType("mixtures_lab.checks")
    checks.__path__ = [str(PACKAGE / "checks")]
    teach = types.ModuleType("mixtures_lab.teach")
    teach.__path__ = [str(HERE)]
    sys.modules |= {"mixtures_lab.checks": checks, "mixtures_lab.teach": teach}
    import mixtures_lab.checks.running as running
    import mixtures_lab.datasets as datasets
    import mixtures_lab.mixture as mixture
    import mixtures_lab.teach.cells as cells
    import mixtures_lab.teach.lock as lock
    import mixtures_lab.teach.wire as wire

    geyser = datasets.old_faithful()
    datasets.old_faithful = lambda: geyser.copy()  # its file is out of reach from now on
    for name in [name for name in sys.modules if name.startswith("mixtures_lab")]:
        del sys.modules[name]

    shell = Kept("mixtures_lab")
    shell.datasets, shell.mixture = datasets, mixture
    shell.Mixture, shell.Step, shell.Fit = mixture.Mixture, mixture.Step, mixture.Fit
    for name in SHELLS:
        setattr(shell, name, cells.Nothing(f"mixtures_lab.{name}"))
    sys.modules |= {
        "mixtures_lab": shell,
        "mixtures_lab.datasets": datasets,
        "mixtures_lab.mixture": mixture,
    }
    return running, mixture, cells, lock, wire


def transformer(folders):
    """IPython's own, of two of its files: all of IPython takes longer to load than a notebook."""
    home = next(
        (f"{folder}/IPython" for folder in folders if os.path.isdir(f"{folder}/IPython")), ""
    )
    parts = {name: types.ModuleType(name) for name in ("IPython", "IPython.core", "IPython.utils")}
    for name, part in parts.items():
        part.__path__ = [f"{home}{name.removeprefix('IPython').replace('.', '/')}"]
    sys.modules |= parts
    import IPython.core.inputtransformer2 as transformers

    for name in [name for name in sys.modules if name.partition(".")[0] == "IPython"]:
        del sys.modules[name]
    return transformers.TransformerManager().transform_cell


class Silent:
    """Swallows what is printed while the notebook loads."""

    encoding = "utf-8"

    def write(self, text):
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False


def main(requests, answers, scipy, wanted, folders):
    # Where NumPy, SciPy and IPython are: nothing else that is installed is looked for.
    sys.path += folders
    import numpy as np
    import numpy.testing  # it imports what is out of reach later

    libraries = [np]
    if scipy:
        for name in SCIPY:
            importlib.import_module(name)
        libraries.append(sys.modules["scipy"])
    os.environ.clear()  # after its numbers of threads were read
    running, mixture, cells, lock, wire = load_the_open_parts()
    transform = transformer(folders)
    sys.stdout = sys.stderr = Silent()
    sys.stdin = None
    allowed = {*sys.stdlib_module_names, *(library.__name__ for library in libraries)}
    allowed -= lock.NOT_IMPORTED
    sys.meta_path.insert(0, Finder(allowed, cells.Nothing))
    sys.argv = [""]
    locks = lock.lock_in(libraries, wanted)

    # Looked up before a learner's code can put others in their place.
    dumps, write = json.dumps, os.write

    def say(answer):
        write(answers, (dumps(answer) + "\n").encode())

    notebook = cells.Notebook(say, transform)
    say({"ready": locks})
    with open(requests, "rb", closefd=False) as lines:

        def ask(question):
            say(question)
            return json.loads(next(lines))

        for line in lines:
            request = json.loads(line)
            if "load" in request:
                troubles = notebook.load(request["load"], request["skip"])
                for name in request["given"]:
                    notebook.names[name] = stand_in(name, ask, wire, mixture.Mixture)
                say({"loaded": troubles})
            elif "call" in request:
                function = notebook.names.get(request["call"])
                if not callable(function):
                    say({"missing": type(function).__name__})
                    continue
                calls = [values(arguments, wire, mixture) for arguments in request["calls"]]
                running.see_all(
                    function,
                    calls,
                    tuple(request["answers"]),
                    lambda seen: say({"seen": wire.packed_seen(seen)}),
                    lambda text: say({"printed": text}),
                )
                say({"called": True})
            else:
                say(value_of(request, notebook.names, wire, mixture, cells.words_of))


def values(items, wire, mixture):
    return tuple(wire.unpacked_value(item, mixture.Mixture) for item in items)


def value_of(request, names, wire, mixture, words_of):
    """What a right function returns to a learner's question: its value, or what went wrong."""
    arguments = values(request["arguments"], wire, mixture)
    named = {k: wire.unpacked_value(v, mixture.Mixture) for k, v in request["named"].items()}
    try:
        return {"value": wire.packed_value(names[request["value"]](*arguments, **named))}
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {words_of(error)}"}


def stand_in(name, ask, wire, mixture):
    """A function in the place of a learner's own that holds no answer: it asks the grader."""

    def function(*arguments, **named):
        items = [wire.packed_value(value) for value in arguments]
        named = {key: wire.packed_value(value) for key, value in named.items()}
        answer = ask({"ask": name, "arguments": items, "named": named})
        if "refused" in answer:
            raise ValueError(f"the right {name} was called here: {answer['refused']}")
        return wire.unpacked_value(answer["value"], mixture)

    function.__name__ = name
    return function


if __name__ == "__main__":
    main(
        int(sys.argv[1]),
        int(sys.argv[2]),
        sys.argv[3] == "scipy",
        json.loads(sys.argv[4]),
        sys.argv[5:],
    )
