"""What names a cell reads from the cells above it, and which it makes or changes."""

import ast
import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

#: Whoever draws from one of these changes it: the next draw is another one.
GENERATORS = {"default_rng", "Generator", "RandomState"}

#: Of the lines that make a name.
BEGINNINGS = re.compile(r"^(?:def|class)\s+(\w+)|^(\w+)\s*=(?!=)", re.MULTILINE)


class Names(NamedTuple):
    """Of one cell."""

    reads: frozenset = frozenset()  # before it makes them itself
    makes: frozenset = frozenset()  # whatever they were before
    changes: frozenset = frozenset()  # of what they were before
    later: dict = {}  # noqa: RUF012  what each of its functions reads when it is called
    generators: frozenset = frozenset()  # of random numbers
    imports: frozenset = frozenset()
    everything: bool = False  # by a star, it may make any name


@lru_cache(maxsize=1000)
def names_of(code):
    """The names of a cell; of one that Python cannot read, those that it seems to make.

    So it is run where they are asked for, and says itself what is wrong with it.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError):
        return Names(makes=frozenset(filter(None, chain(*BEGINNINGS.findall(code)))))
    reader = Reader()
    reader.statements(tree.body)
    return reader.names()


class Reader(ast.NodeVisitor):
    """Goes through a cell in the order in which Python runs it."""

    def __init__(self):
        self.reads, self.makes, self.changes = set(), set(), set()
        self.perhaps, self.loaded, self.imports = set(), set(), set()
        self.later, self.generators, self.everything = {}, set(), False

    def names(self):
        for name in self.loaded & set(self.later):  # it calls, or hands on, its own function
            self.reads |= self.later[name] - self.makes
        changes = self.changes | self.perhaps
        return Names(
            frozenset(self.reads | (changes - self.makes)),
            frozenset(self.makes - self.reads),
            frozenset(changes | (self.makes & self.reads)),
            {name: frozenset(free) for name, free in self.later.items()},
            frozenset(self.generators),
            frozenset(self.imports),
            self.everything,
        )

    def statements(self, body):
        for statement in body:
            self.visit(statement)

    def bind(self, name):
        self.makes.add(name)

    # Names -------------------------------------------------------------------------------

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self.loaded.add(node.id)
            if node.id not in self.makes:
                self.reads.add(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.bind(node.id)
        else:
            self.changes.add(node.id)

    def visit_Import(self, node):
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self.everything |= name == "*"
            self.bind(name)
            self.imports.add(name)

    visit_ImportFrom = visit_Import

    # Order -------------------------------------------------------------------------------

    def visit_Assign(self, node):
        self.visit(node.value)
        for target in node.targets:
            self.visit(target)
            self.change(target)
        if _called(node.value) in GENERATORS:
            self.generators |= {t.id for t in node.targets if isinstance(t, ast.Name)}

    def visit_AugAssign(self, node):
        self.visit(node.value)
        root = _root(node.target)
        if root:
            self.visit_Name(ast.Name(root, ast.Load()))
            self.changes.add(root)

    def visit_AnnAssign(self, node):
        if node.value:
            self.visit(node.value)
            self.visit(node.target)

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        self.visit(node.target)

    def visit_For(self, node):
        self.visit(node.iter)
        self.visit(node.target)
        self.statements([*node.body, *node.orelse])  # as a rule it goes round at least once

    visit_AsyncFor = visit_For

    def visit_If(self, node):
        self.visit(node.test)
        before = set(self.makes)
        self.statements(node.body)
        one, self.makes = self.makes, set(before)
        self.statements(node.orelse)
        self.perhaps |= one ^ self.makes
        self.makes &= one

    def visit_Expr(self, node):
        self.visit(node.value)
        # `ax.plot(x)` alone in a line: a method that is called for what it does.
        if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
            self.change(node.value.func)

    def visit_Delete(self, node):
        self.generic_visit(node)
        for target in node.targets:
            self.change(target)

    def change(self, target):
        """A part of what a name holds is changed: `X[0] = 1`, `fit.trace = []`."""
        if isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                self.change(part)
        elif not isinstance(target, ast.Name) and (root := _root(target)):
            self.changes.add(root)

    # Scopes of their own -------------------------------------------------------------------

    def visit_FunctionDef(self, node):
        for part in (*node.decorator_list, *_defaults(node.args)):
            self.visit(part)
        self.later[node.name] = free_names(node) - {node.name}
        self.bind(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node):
        for part in (*node.decorator_list, *node.bases, *(k.value for k in node.keywords)):
            self.visit(part)
        inner = Reader()
        inner.statements(node.body)
        self.reads |= inner.reads - self.makes
        self.later[node.name] = set().union(*inner.later.values()) - {node.name}
        self.bind(node.name)

    def visit_Lambda(self, node):
        for name in free_names(node):
            self.visit_Name(ast.Name(name, ast.Load()))

    def visit_ListComp(self, node):
        own = {name for part in node.generators for name in _stored(part.target)}
        loads = [n for n in ast.walk(node) if isinstance(n, ast.Name | ast.Lambda)]
        inner = [n for n in loads if not (isinstance(n, ast.Name) and n.id in own)]
        for name in inner:
            self.visit(name)

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp


def free_names(function):
    """The names that a function or lambda takes from around it when it is called."""
    arguments = function.args
    own = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    own |= {a.arg for a in (arguments.vararg, arguments.kwarg) if a}
    body = function.body if isinstance(function.body, list) else [function.body]
    declared = {
        n for part in body for g in ast.walk(part) if isinstance(g, ast.Global) for n in g.names
    }
    reader = Reader()
    reader.statements(body)
    stored = {name for part in body for name in _stored(part)} | reader.makes | reader.perhaps
    inner = set().union(*reader.later.values())
    return (reader.reads | inner) - own - (stored - declared)


def _stored(node):
    return {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }


def _defaults(arguments):
    return [default for default in (*arguments.defaults, *arguments.kw_defaults) if default]


def _root(node):
    """The name that `a.b[0].c` begins with, or None."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _called(node):
    """The last part of the name that is called, or None."""
    if not isinstance(node, ast.Call):
        return None
    return getattr(node.func, "attr", getattr(node.func, "id", None))
