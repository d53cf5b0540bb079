"""The proof by idleness: a stub whose functions return at once, and do nothing, earns nothing."""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path

from grader.checks.answer import is_unwritten
from grader.course import Exercise
from grader.syntax import parse_file
from grader.verify.answers import Court
from grader.verify.finding import Finding


def prove_idle(court: Court, exercise: Exercise) -> list[Finding]:
    """Every check fails. One that only looks for harm passes when nothing happens, and rewards it."""
    with tempfile.TemporaryDirectory() as folder:
        idle = Path(folder) / exercise.answer.name
        idle.write_text(_idle(exercise.stub), "utf-8")
        verdict = court.try_answer(exercise, idle)
    if isinstance(verdict, Finding):
        return [verdict]
    fix = "let the check also show that something was done"
    return [
        Finding(exercise.checks_file, f"{check.name} fails when every function only returns None", "it passes", fix)
        for check in verdict.checks
        if check.outcome == "passed"
    ]


def _idle(stub: Path) -> str:
    """The stub with ``return None`` in the place of every body that is still to be written."""
    tree = parse_file(stub)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_unwritten(node):
            node.body = [ast.Return(ast.Constant(None))]
    return ast.unparse(ast.fix_missing_locations(tree))
