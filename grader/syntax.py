"""Reading Python source into a tree, by one thread at a time.

Python 3.11 counts how deep a tree is in one place for all threads. When the garbage collector runs a finalizer in the
middle, another thread may get its turn there, and the count is wrong: ``SystemError: AST constructor recursion depth
mismatch``. Seen with 3.11.7, and not with 3.12.1 and 3.13.0.
"""

from __future__ import annotations

import ast
import threading
from pathlib import Path

_alone = threading.Lock()


def parse(source: bytes | str, name: str = "<unknown>") -> ast.Module:
    """``ast.parse``, for whoever may run beside others that parse.

    Raises:
        SyntaxError, ValueError: it is none of Python.
    """
    with _alone:
        return ast.parse(source, name)


def parse_file(path: Path) -> ast.Module:
    """The tree of a file. Raises as ``parse`` does, and OSError."""
    return parse(path.read_bytes(), str(path))


def parse_expression(text: str) -> ast.expr:
    """The tree of one expression. Raises as ``parse`` does."""
    with _alone:
        return ast.parse(text, mode="eval").body
