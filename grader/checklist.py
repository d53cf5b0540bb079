"""What the checks of an exercise are, read from their source: nothing is imported or run.

The worker holds an answer against this list, so it must exist whatever happens to the run.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.syntax import parse_file

CHECK_SECONDS = 10.0
"""How long one check may take in real seconds unless its ``@task`` says otherwise."""


@dataclass(frozen=True)
class CheckSpec:
    """One check: ``@task(1, points=2, python=(3, 12), seconds=30)`` on a test function with a docstring.

    ``seconds`` is the limit in real seconds; ``python`` the oldest version the check can run on.
    """

    name: str
    task: int
    title: str
    points: int = 1
    python: tuple[int, int] | None = None
    seconds: float = CHECK_SECONDS
    line: int = 0

    def skip_reason(self, running: tuple[int, int]) -> str | None:
        """Why this check cannot run on that Python, or None."""
        if self.python and running < self.python:
            return f"needs Python {self.python[0]}.{self.python[1]} or later"
        return None


def read_checklist(path: Path) -> tuple[CheckSpec, ...]:
    """The checks in a test file, in its order. A check without ``@task`` belongs to task 0."""
    tree = parse_file(path)
    return tuple(
        CheckSpec(
            name=node.name,
            title=first_paragraph(ast.get_docstring(node) or ""),
            line=node.lineno,
            **_task(node),
        )
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


def starts_processes(path: Path) -> bool:
    """Whether a test file says ``STARTS_PROCESSES = True`` at its top: its answers, or it itself, start processes.

    The sandbox shows no program to the others, not even Python.
    """
    return any(
        isinstance(node, ast.Assign)
        and any(isinstance(name, ast.Name) and name.id == "STARTS_PROCESSES" for name in node.targets)
        and isinstance(node.value, ast.Constant)
        and node.value.value is True
        for node in parse_file(path).body
    )


def needs_postgres(path: Path) -> bool:
    """Whether a test file asks for the fixture ``postgres_url``, in a check or in a fixture of its own."""
    return any(
        argument.arg == "postgres_url"
        for node in parse_file(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    )


def first_paragraph(text: str) -> str:
    """The text up to the first blank line, on one line."""
    return " ".join(text.strip().partition("\n\n")[0].split())


def _task(node: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, Any]:
    for call in node.decorator_list:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "task":
            options = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}
            return {"task": ast.literal_eval(call.args[0]), **options}
    return {"task": 0}
