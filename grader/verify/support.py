"""Which files beside the checks are part of an exercise: a learner's scratch files are not."""

from __future__ import annotations

import ast
from pathlib import Path

from grader.course import Exercise
from grader.syntax import parse_file


def used_support(exercise: Exercise) -> set[Path]:
    """The modules in the exercise's folder that the stub, the checks or other such modules import."""
    by_name = {path.stem: path for path in exercise.support}
    used: set[Path] = set()
    # An exercise that is still being written is no reason to stop at another one.
    waiting = [path for path in (exercise.stub, exercise.checks_file) if path.is_file()]
    while waiting:
        for name in _imported(waiting.pop()) & by_name.keys():
            if by_name[name] not in used:
                used.add(by_name[name])
                waiting.append(by_name[name])
    return used


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(parse_file(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names
