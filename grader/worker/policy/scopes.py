"""Which names are local to the functions around a node, so that a parameter called ``time`` is no module."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.worker.policy.own import BINDERS, bound_names, first_argument, is_decorated_with

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_KINDS = BINDERS | {ast.Global, ast.Nonlocal}
_ELSEWHERE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, *_COMPREHENSIONS)


@dataclass(frozen=True)
class Scope:
    """A function. ``own``: the name of its first argument, if that is surely an object or class of the answer."""

    names: frozenset[str]
    own: str = ""
    begins: bool = False

    @classmethod
    def of(cls, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, *, method: bool = False) -> Scope:
        """What a function binds. Imports are left out: what they bind is a module also where it is local."""
        given = node.args
        every = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
        arguments = {argument.arg for argument in every if argument}
        if isinstance(node, ast.Lambda):
            return cls(frozenset(arguments))
        bound: set[str] = set()
        elsewhere: set[str] = set()
        for part in _inside(node.body):
            if isinstance(part, ast.Global | ast.Nonlocal):
                elsewhere.update(part.names)
            elif isinstance(part, ast.alias):
                elsewhere.update(bound_names(part))
            else:
                bound.update(bound_names(part))
        first = first_argument(node)
        own = first if method and first not in bound and not is_decorated_with(node, "staticmethod") else ""
        return cls(frozenset((arguments | bound) - elsewhere), own, node.name in ("__init__", "__post_init__"))


def _inside(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of a function's body that can bind a name in its own scope."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if type(node) in _KINDS:
            yield node
        if not isinstance(node, _ELSEWHERE):
            waiting.extend(ast.iter_child_nodes(node))
