"""The gate in a run: an answer is read, renamed and only then compiled. One parse serves all three."""

from __future__ import annotations

import ast
import json
import linecache
from contextlib import suppress
from pathlib import Path

from grader.worker.policy.policy import Policy
from grader.worker.policy.private import rename
from grader.worker.policy.public import library
from grader.worker.policy.reading import Refusal, read

_SHOWN = 3


class Gate:
    """The policy of one exercise, ready before there is an answer: what the library has is looked up here."""

    def __init__(self, rules: str) -> None:
        self._policy = Policy.of_message(json.loads(rules))
        library(self._policy.uses_database)

    def refusals(self, tree: ast.Module) -> list[Refusal]:
        """What in the answer is outside of the lists."""
        return read(tree, self._policy)


def told(refusals: list[Refusal]) -> str:
    """For a teacher: the first place, where the others are, and what to do."""
    first, *others = refusals
    lines = list(dict.fromkeys(str(refusal.line) for refusal in others if refusal.line != first.line))
    shown = ", ".join(lines[:_SHOWN]) + (" and others" if len(lines) > _SHOWN else "")
    also = f" (also line{'s' * (len(lines) > 1)} {shown})" if lines else ""
    return f"{first}{also}. Look at it, then accept it with --accept STUDENT:EXERCISE"


def make_private(tree: ast.Module, path: Path, data: bytes) -> None:
    """Rename the private names in the tree and in the run's file, so that child processes import the same names.

    What is shown of the answer are the lines as they were written.
    """
    if not rename(tree):
        return
    lines = data.decode("utf-8-sig", "replace").splitlines(keepends=True)
    # An entry without a time of change is never held against the file.
    linecache.cache[str(path)] = (len(data), None, lines, str(path))
    with suppress(OSError, RecursionError):
        path.write_text(ast.unparse(tree), "utf-8")
