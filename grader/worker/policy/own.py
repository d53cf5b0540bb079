"""What a file of Python defines itself: its names, the attributes of its things, and what its imports are called."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Function = ast.FunctionDef | ast.AsyncFunctionDef
BINDERS = frozenset(
    getattr(ast, name, None)
    for name in (
        *("Name", "arg", "alias", "FunctionDef", "AsyncFunctionDef", "ClassDef", "ExceptHandler"),
        *("MatchAs", "MatchStar", "MatchMapping", "TypeVar", "ParamSpec", "TypeVarTuple"),
    )
)
"""The kinds of nodes that can bind a name."""

_FIELDS = {"Enum", "Flag", "IntEnum", "IntFlag", "NamedTuple", "StrEnum", "namedtuple"}
"""They take names of fields or members as texts."""


@dataclass
class Own:
    """The names of one file.

    attributes: the names of fields, methods, members and labels of its own things.
    definitions: its functions and classes.
    bindings: how often each name is bound otherwise, in whatever scope.
    values: what is assigned to each name.
    modules: what its imports bind to modules, such as ``{"aio": "asyncio"}``.
    members: what its imports bind to members of modules, such as ``{"wait": ("asyncio", "wait")}``.
    writers: its classes with their methods that store attributes on ``self``.
    """

    attributes: set[str] = field(default_factory=set)
    definitions: set[str] = field(default_factory=set)
    bindings: Counter[str] = field(default_factory=Counter)
    values: dict[str, list[ast.expr]] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    members: dict[str, tuple[str, str]] = field(default_factory=dict)
    writers: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, tree: ast.Module) -> Own:
        """Look through a whole file."""
        own, stores = cls(), []
        for node in ast.walk(tree):
            kind = type(node)
            if kind is ast.Attribute and not isinstance(node.ctx, ast.Load):  # type: ignore[attr-defined]
                stores.append(node)
            elif kind in BINDERS:
                own._add_names(node)
            elif kind is ast.Call:
                own.attributes.update(_attributes(node))  # type: ignore[arg-type]
            elif isinstance(node, ast.Import | ast.ImportFrom):
                own._add_import(node)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                own.values.setdefault(node.targets[0].id, []).append(node.value)
        # Its own things are what it calls self, and its functions, which can carry attributes too.
        mine = {"self", "cls", *own.definitions}
        own.attributes.update(node.attr for node in stores if getattr(node.value, "id", "") in mine)  # type: ignore[attr-defined]
        return own

    def only_value(self, name: str) -> ast.expr | None:
        """What a name stands for when it is bound once in the whole file, by a plain assignment."""
        values = self.values.get(name, [])
        return values[0] if len(values) == 1 and self.bindings[name] == 1 else None

    def is_definition(self, name: str) -> bool:
        """Whether that name is always a function or class of this file."""
        return name in self.definitions and not self.bindings[name]

    def _add_names(self, node: ast.AST) -> None:
        if isinstance(node, Function | ast.ClassDef):
            self.definitions.add(node.name)
            if isinstance(node, ast.ClassDef):
                self.attributes.update(class_names(node))
                self.writers.update((node.name, method) for method in _writers(node))
            return
        for name in bound_names(node):
            self.bindings[name] += 1

    def _add_import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                self.members[alias.asname or alias.name] = (node.module or "", alias.name)
            else:
                top = alias.name.partition(".")[0]
                self.modules[alias.asname or top] = alias.name if alias.asname else top


def bound_names(node: ast.AST) -> Iterable[str]:
    """The names that one node binds."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, ast.arg):
        return (node.arg,)
    if isinstance(node, ast.alias):
        return (node.asname or node.name.partition(".")[0],)
    name = getattr(node, "rest" if isinstance(node, ast.MatchMapping) else "name", None)
    return (name,) if name and type(node) in BINDERS else ()


def class_names(node: ast.ClassDef) -> Iterator[str]:
    """The names in the body of a class: fields, methods, members."""
    for statement in node.body:
        if isinstance(statement, Function | ast.ClassDef):
            yield statement.name
        for target in _targets(statement):
            yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


def is_decorated_with(node: Function, *names: str) -> bool:
    """Whether one of the decorators is such a plain name."""
    return any(isinstance(decorator, ast.Name) and decorator.id in names for decorator in node.decorator_list)


def first_argument(node: Function) -> str:
    """The name of the first argument, or an empty text."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    return arguments[0].arg if arguments else ""


def _targets(statement: ast.stmt) -> Iterable[ast.expr]:
    if isinstance(statement, ast.AnnAssign):
        return [statement.target]
    return statement.targets if isinstance(statement, ast.Assign) else []


def _attributes(node: ast.Call) -> Iterator[str]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called == "SimpleNamespace":
        yield from (keyword.arg for keyword in node.keywords if keyword.arg)
    elif called == "label" and node.args:
        yield from _texts(node.args[0])
    elif called in _FIELDS and len(node.args) > 1:
        yield from (word for text in _texts(node.args[1]) for word in text.replace(",", " ").split())


def _texts(node: ast.AST) -> Iterator[str]:
    for constant in ast.walk(node):
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
            yield constant.value


def _writers(node: ast.ClassDef) -> Iterator[str]:
    for method in node.body:
        if isinstance(method, Function) and not is_decorated_with(method, "staticmethod"):
            first = first_argument(method)
            for part in ast.walk(method):
                stored = isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store) and part.value
                if isinstance(stored, ast.Name) and stored.id == first:
                    yield method.name
