"""Private names are private: every name of an answer that begins with an underscore is renamed when it is compiled.

An answer never notices, because all of its own are renamed alike. What it cannot do any more is to reach the private
names of anything else: ``loop._clock`` means the attribute that the answer itself might have put there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from grader.worker.policy.table import BY_NAME, FIXED_NAMES

SUFFIX = "_of_the_answer"
_NAMES = ("id", "arg", "attr", "asname", "name", "rest")
_LISTS = ("names", "kwd_attrs")
_LISTED = {"__slots__", "__match_args__", "__all__"}


def renamed(name: str) -> str:
    """The name under which a name of the answer is compiled."""
    fixed = not name.startswith("_") or name.endswith("__") or not name.strip("_") or name in FIXED_NAMES
    return name if fixed else name + SUFFIX


def as_written(text: str) -> str:
    """A text with the names as the learner wrote them."""
    return text.replace(SUFFIX, "")


def rename(tree: ast.Module) -> bool:
    """Rename the private names in a tree, in place. Returns whether there are any."""
    found = False
    for node in ast.walk(tree):
        for holder, field, name in _places(node):
            found |= renamed(name) != name
            setattr(holder, field, renamed(name))
        for field in _LISTS:
            names: list[Any] = getattr(node, field, [])
            if names and isinstance(names[0], str):
                found |= list(map(renamed, names)) != names
                setattr(node, field, list(map(renamed, names)))
        for text in _annotations(node):
            text.value = _in_annotation(str(text.value))
    return found


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, str]]:
    for field in _NAMES:
        name = getattr(node, field, None)
        # The names of modules and of what they have are not the answer's: only the name after "as" is.
        if isinstance(name, str) and not (isinstance(node, ast.alias) and field == "name"):
            yield node, field, name
    listed = isinstance(node, ast.Assign) and any(getattr(target, "id", "") in _LISTED for target in node.targets)
    by_name = isinstance(node, ast.Call) and getattr(node.func, "id", "") in BY_NAME
    for part in ast.walk(node) if listed else node.args[1:2] if isinstance(node, ast.Call) and by_name else ():
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part, "value", part.value


def _annotations(node: ast.AST) -> Iterator[ast.Constant]:
    for field in ("annotation", "returns"):
        note = getattr(node, field, None)
        for part in ast.walk(note) if isinstance(note, ast.AST) else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and "_" in part.value:
                yield part


def _in_annotation(text: str) -> str:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return text
    return ast.unparse(tree) if rename(ast.Module([ast.Expr(tree.body)], [])) else text
