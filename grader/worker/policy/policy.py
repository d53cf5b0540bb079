"""The policy of one exercise: what its own files use, beside what the table allows to all. Plain data."""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from grader.course import Exercise
from grader.syntax import parse_file
from grader.worker.policy.own import Own

FILE = "policy.json"
"""Where a course that is handed out without its references keeps the policy, in the exercise's solution folder."""


@dataclass(frozen=True)
class Policy:
    """What answers to one exercise may use beside the table.

    modules: for each module its names that may be used; ``*`` for all that it shows.
    attributes: names of attributes.
    stores: names of attributes that may be assigned on other things than the answer's own.
    sealed: names of attributes that the checks keep their books in.
    builtins: names of builtins.
    """

    modules: Mapping[str, frozenset[str]] = field(default_factory=dict)
    attributes: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    builtins: frozenset[str] = frozenset()

    @classmethod
    def of(cls, exercise: Exercise, allow: Set[str] = frozenset()) -> Policy:
        """What the stub, the reference, the right answers and the support use; ``allow`` names more.

        Without a reference it is read from the file that was handed out with the exercise, if there is one.

        Raises:
            SyntaxError: one of these files is none of Python.
            ValueError, TypeError, KeyError: the file that was handed out is damaged.
        """
        kept = exercise.solution / FILE
        if not exercise.reference.is_file() and kept.is_file():
            policy = cls.of_message(json.loads(kept.read_text("utf-8")))
        else:
            policy = _derive(exercise)
        return policy.allowing(allow) if allow else policy

    @property
    def uses_database(self) -> bool:
        """Whether its answers use SQLAlchemy."""
        return any(name.partition(".")[0] == "sqlalchemy" for name in self.modules)

    def allowing(self, names: Iterable[str]) -> Policy:
        """With more names: of a module, an attribute or a builtin, or ``sys.modules`` for a name of a module."""
        modules, attributes, functions = dict(self.modules), set(self.attributes), set(self.builtins)
        for name in names:
            module, _, member = name.rpartition(".")
            if module:
                modules[module] = modules.get(module, frozenset()) | {member}
            if _is_module(name):
                modules[name] = frozenset("*")
            attributes.add(member)
            functions.add(name)
        return Policy(modules, frozenset(attributes), self.stores, self.sealed, frozenset(functions))

    def as_message(self) -> dict[str, Any]:
        """As it travels and is handed out; ``of_message`` reads it."""
        return {
            "modules": {name: sorted(names) for name, names in sorted(self.modules.items())},
            "attributes": sorted(self.attributes),
            "stores": sorted(self.stores),
            "sealed": sorted(self.sealed),
            "builtins": sorted(self.builtins),
        }

    @classmethod
    def of_message(cls, message: Mapping[str, Any]) -> Policy:
        """The policy that ``as_message`` wrote.

        Raises:
            ValueError, TypeError, KeyError: it did not.
        """
        names = ("attributes", "stores", "sealed", "builtins")
        return cls(
            {str(name): _names(found) for name, found in message["modules"].items()},
            **{name: _names(message[name]) for name in names},
        )


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _names(found: Any) -> frozenset[str]:
    if type(found) is not list or not all(type(name) is str for name in found):
        raise ValueError("a policy lists names")
    return frozenset(found)


def _derive(exercise: Exercise) -> Policy:
    answers = [exercise.stub, exercise.reference, *exercise.bank("right")]
    trees = [_tree(path) for path in answers if path.is_file()]
    support = {path.stem: _tree(path) for path in exercise.support}
    modules: dict[str, set[str]] = {name: _shown(tree) for name, tree in support.items()}
    attributes: set[str] = set()
    stores: set[str] = set()
    for tree in trees:
        own = Own.of(tree)
        _add_imports(modules, tree, own)
        attributes |= _plain(own.attributes) | _used(tree, ast.Load) | _plain(_used(tree, ast.Store))
        stores |= _used(tree, ast.Store) - _on_self(tree)
    for tree in support.values():
        attributes |= _plain(Own.of(tree).attributes | _used(tree, ast.Load))
        stores |= _fields(tree)
    return Policy(
        {name: frozenset(names) for name, names in modules.items()},
        frozenset(attributes),
        frozenset(stores),
        frozenset(Own.of(_tree(exercise.checks_file)).attributes),
        frozenset(node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name))
        & frozenset(dir(builtins)),
    )


def _tree(path: Path) -> ast.Module:
    return parse_file(path)


def _shown(tree: ast.Module) -> set[str]:
    """The names that a support module defines at its top. What it imports is its own affair."""
    own = Own.of(ast.Module(tree.body, []))
    top = {name for node in tree.body for name in _defined(node)}
    return {name for name in top if not name.startswith("_")} - own.modules.keys() - own.members.keys()


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}


def _add_imports(modules: dict[str, set[str]], tree: ast.Module, own: Own) -> None:
    for module, name in own.members.values():
        modules.setdefault(module, set()).add(name)
    for module in own.modules.values():
        modules.setdefault(module, set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                modules.setdefault(alias.name, set())
        if isinstance(node, ast.Attribute) and (path := dotted(node)):
            top, *rest = path
            if top in own.modules:
                for place, name in enumerate(rest):
                    modules.setdefault(".".join([own.modules[top], *rest[:place]]), set()).add(name)


def dotted(node: ast.expr) -> list[str]:
    """The names in ``a.b.c``, or nothing when it does not begin with a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else []


def _used(tree: ast.Module, context: type[ast.expr_context]) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, context) and not isinstance(node.value, ast.Call)
    } | _plain({node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)})


def _plain(names: set[str]) -> set[str]:
    """Without the names of Python's machinery: that an answer defines one, or asks ``super()``, opens it for none."""
    return {name for name in names if not name.startswith("__")}


def _on_self(tree: ast.Module) -> set[str]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)]
    others = {node.attr for node in nodes if not (isinstance(node.value, ast.Name) and node.value.id == "self")}
    return {node.attr for node in nodes} - others


def _fields(tree: ast.Module) -> set[str]:
    """The annotated fields of the classes of a support module: its models and records."""
    return {
        statement.target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
