"""How things are called on every screen."""

from __future__ import annotations

import os
from pathlib import Path

from grader.course import Exercise


def name_of(exercise: Exercise) -> str:
    """``03 gather``."""
    return f"{exercise.short} {exercise.slug}"


def task_name(exercise: Exercise, task: int) -> str:
    """``03 gather, task 1: run all three at once``."""
    title = exercise.lesson.tasks.get(task, "")
    return f"{name_of(exercise)}, task {task}" + (f": {title}" if title else "")


def shown(path: Path) -> str:
    """A path as one would type it in the current folder."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive of Windows
        return str(path)


def pytest_command(exercise: Exercise) -> str:
    """What to type to run the checks in place."""
    return f"pytest {shown(exercise.folder.parent / exercise.short)}"
