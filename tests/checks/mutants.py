"""Wrong functions by the hundred: right ones with one operator, name, number or axis changed."""

import ast
import copy
import inspect
import textwrap

OPERATORS = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.Sub],
    ast.Pow: [ast.Mult],
}

CALLS = {
    "sum": ["mean", "max", "prod"],
    "mean": ["sum"],
    "max": ["min"],
    "maximum": ["minimum"],
    "argmin": ["argmax"],
    "log": ["log1p", "log10", "log2", "sqrt"],
    "log1p": ["log"],
    "exp": ["expm1", "square", "exp2"],
    "sqrt": ["square", "abs"],
    "square": ["abs"],
    "zeros": ["ones"],
    "ones": ["zeros"],
}


def edits(node):
    """(what, the node that replaces it)"""

    def changed(**fields):
        new = copy.copy(node)
        for name, value in fields.items():
            setattr(new, name, value)
        return new

    if isinstance(node, ast.BinOp):
        for old, news in OPERATORS.items():
            if isinstance(node.op, old):
                for new in news:
                    yield f"{old.__name__} → {new.__name__}", changed(op=new())
        if not isinstance(node.op, ast.MatMult):
            yield f"left of {type(node.op).__name__} alone", node.left
            if isinstance(node.op, (ast.Add, ast.Mult)):
                yield f"right of {type(node.op).__name__} alone", node.right
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "minus dropped", node.operand
    elif isinstance(node, ast.Attribute) and node.attr in CALLS:
        for new in CALLS[node.attr]:
            yield f"{node.attr} → {new}", changed(attr=new)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose dropped", node.value
    elif isinstance(node, ast.Attribute) and node.attr in ("mu", "sigma", "pi"):
        pass
    elif (
        isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
    ):
        for new in (0, 1, 2, 3, -1):
            if new != node.value:
                yield f"{node.value} → {new}", ast.Constant(new)
    elif (
        isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in ("N", "d", "K")
    ):
        for new in {"N", "d", "K"} - {node.id}:
            yield f"{node.id} → {new}", ast.Name(new, ast.Load())


def functions_of(function):
    """(what was changed, mutant) for every edit of a plain function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    nodes = [n for n in ast.walk(tree.body[0]) if n is not tree.body[0]]
    for k, node in enumerate(nodes):
        for what, new in edits(node):
            twin = copy.deepcopy(tree)
            target = [n for n in ast.walk(twin.body[0]) if n is not twin.body[0]][k]
            _replace(twin, target, copy.deepcopy(new))
            ast.fix_missing_locations(twin)
            space = dict(function.__globals__)
            code = compile(twin, f"<{function.__name__}: {what}>", "exec")
            exec(code, space)
            yield (
                f"{function.__name__}, line {node.lineno}, {what}: {ast.unparse(twin.body[0])}",
                space[function.__name__],
            )


def _replace(tree, old, new):
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                for i, item in enumerate(value):
                    if item is old:
                        value[i] = new
