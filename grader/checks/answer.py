"""The answer under test: load it, and find out what of it is still to be written."""

from __future__ import annotations

import ast
import io
import os
import sys
import tokenize
import traceback
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

from grader.checks.feedback import advice
from grader.instruments import places


class BrokenAnswer(Exception):
    """The answer cannot be checked: it does not parse, its import raises, or a name is missing.

    ``message`` is for the learner, ``where`` is ``gather.py:14`` or empty.
    """

    def __init__(self, message: str, where: str = "", source: str = "") -> None:
        self.message = message
        self.where = where
        self.source = source
        super().__init__("\n".join(part for part in (message, where, source) if part))


@dataclass(frozen=True)
class Source:
    """An answer as it was read: its bytes, and the syntax tree that is compiled. It is parsed this once."""

    path: Path
    data: bytes
    tree: ast.Module

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read and parse a file.

        Raises:
            BrokenAnswer: it cannot be read, is no text, or is not valid Python.
        """
        try:
            return cls.of(path, path.read_bytes())
        except OSError as error:
            raise BrokenAnswer(f"{path.name} cannot be read: {os.strerror(error.errno or 0)}") from error

    @classmethod
    def of(cls, path: Path, data: bytes) -> Source:
        """Parse what a file holds.

        Raises:
            BrokenAnswer: it is no text, or is not valid Python.
        """
        with _broken_if_unreadable(path, data):
            # The parser overlooks bytes that are no text when they stand in a comment; import would not.
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            data.decode(encoding)
            return cls(path, data, ast.parse(data, str(path)))

    def compile(self) -> CodeType:
        """The code of the answer.

        Raises:
            BrokenAnswer: it is not valid Python after all.
        """
        with _broken_if_unreadable(self.path, self.data):
            return compile(self.tree, str(self.path), "exec", dont_inherit=True)


def load(slug: str, source: Source) -> ModuleType:
    """Import an answer under the name that the checks import.

    Raises:
        BrokenAnswer: for whatever goes wrong, ``sys.exit`` and the like included.
    """
    code, path = source.compile(), source.path
    module = ModuleType(slug)
    module.__file__ = str(path)
    sys.modules[slug] = module
    places.watch(str(path))
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        del sys.modules[slug]
        raise _import_failed(path, error) from error
    return module


@contextmanager
def _broken_if_unreadable(path: Path, data: bytes) -> Iterator[None]:
    name = path.name
    try:
        yield
    except SyntaxError as error:
        message = f"{name} is not valid Python: {error.msg}."
        if hint := advice(error):
            message += f" {hint}"
        line = (error.text or _line(data, error.lineno)).rstrip("\n")
        raise BrokenAnswer(message, f"{name}:{error.lineno}" if error.lineno else "", line.strip()) from error
    except UnicodeDecodeError as error:
        raise BrokenAnswer(f"{name} is not UTF-8 text: save it as UTF-8.") from error
    except ValueError as error:
        raise BrokenAnswer(f"{name} is not a text file: {error}.") from error
    except (RecursionError, MemoryError) as error:
        raise BrokenAnswer(f"{name} is nested too deeply for Python to read.") from error


def _line(data: bytes, number: int | None) -> str:
    lines = data.decode("utf-8", "replace").splitlines()
    return lines[number - 1] if number and number <= len(lines) else ""


def _import_failed(path: Path, error: BaseException) -> BrokenAnswer:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    where = f"{path.name}:{frames[-1].lineno}" if frames else ""
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    message = f"Importing {path.name} raised {text}."
    if hint := advice(error):
        message += f" {hint}"
    return BrokenAnswer(message, where, (frames[-1].line or "") if frames else "")


def wanted(checks: ast.Module, slug: str) -> dict[str, str]:
    """What the checks import from the answer: ``{name in the checks: name in the answer}``."""
    return {
        alias.asname or alias.name: alias.name
        for node in checks.body
        if isinstance(node, ast.ImportFrom) and node.module == slug and node.level == 0
        for alias in node.names
    }


def require(module: ModuleType, names: list[str], path: Path) -> None:
    """Raise BrokenAnswer if the answer lacks a name."""
    missing = [name for name in names if not hasattr(module, name)]
    if missing:
        them = " and ".join(missing)
        raise BrokenAnswer(f"{path.name} has no {them}: the checks call it by that name. Did it get lost or renamed?")


@dataclass(frozen=True)
class Unwritten:
    """The functions of an answer that still only raise NotImplementedError, by name, with their lines."""

    lines: dict[str, int]

    @classmethod
    def of(cls, tree: ast.Module) -> Unwritten:
        """Read from the syntax tree, never from an exception: an answer may raise it for reasons of its own."""
        found = {}
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                for method in _functions(node.body):
                    if is_unwritten(method):
                        # A special method is used by using its class.
                        name = node.name if method.name.startswith("__") else method.name
                        found[name] = method.lineno
        found |= {function.name: function.lineno for function in _functions(tree.body) if is_unwritten(function)}
        return cls(found)


_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(body: list[ast.stmt]) -> list[_Function]:
    return [node for node in body if isinstance(node, _Function)]


def is_unwritten(node: _Function) -> bool:
    """Whether the function ends in ``raise NotImplementedError``, as a stub's does."""
    raised = node.body[-1]
    if not isinstance(raised, ast.Raise) or any(isinstance(statement, ast.Return) for statement in node.body):
        return False
    error = raised.exc.func if isinstance(raised.exc, ast.Call) else raised.exc
    return isinstance(error, ast.Name) and error.id == "NotImplementedError"


def names_used(checks: ast.Module) -> dict[str, set[str]]:
    """For each top-level function of the checks: the names and attributes it uses, through its helpers and fixtures."""
    functions = {n.name: n for n in checks.body if isinstance(n, _Function | ast.ClassDef)}
    direct = {name: _names(node) for name, node in functions.items()}

    def reach(name: str, seen: frozenset[str]) -> set[str]:
        found = set(direct[name])
        for other in direct[name] & functions.keys() - seen:
            found |= reach(other, seen | {other})
        return found

    return {name: reach(name, frozenset({name})) for name in functions}


def last_used(checks: ast.Module, check: str, names: Container[str]) -> str:
    """Which of these names a check calls last, itself or else through a helper of its file; "" if none."""
    functions = {n.name: n for n in checks.body if isinstance(n, _Function)}
    seen = [check]
    for user in seen:
        used = list(_in_order(functions[user]))
        if found := next((name for name in reversed(used) if name in names), ""):
            return found
        seen += dict.fromkeys(name for name in used if name in functions and name not in seen)
    return ""


def _in_order(node: ast.AST) -> Iterator[str]:
    """The names in a tree; that of a function comes after its arguments, for those are there before it is called."""
    if isinstance(node, ast.Name):
        yield node.id
    children = list(ast.iter_child_nodes(node))
    # The first child of a call is what is called.
    for child in [*children[1:], children[0]] if isinstance(node, ast.Call) else children:
        yield from _in_order(child)


def _names(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found
