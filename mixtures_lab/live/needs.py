"""What must be fetched before a cell runs, because it imports it: matplotlib, and no more."""

import ast

#: Modules that come with matplotlib, those of the package that import it among them.
WITH_MATPLOTLIB = {
    *("matplotlib", "mpl_toolkits", "pylab", "mixtures_lab.plot"),
    *("PIL", "contourpy", "cycler", "dateutil", "kiwisolver", "packaging", "pyparsing", "six"),
}


def needs_matplotlib(code):
    """Whether a cell imports anything that comes with matplotlib, wherever in it."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False  # running it will say so
    names = (name for node in ast.walk(tree) for name in _imported(node))
    return any(name in WITH_MATPLOTLIB or name.split(".")[0] in WITH_MATPLOTLIB for name in names)


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []
