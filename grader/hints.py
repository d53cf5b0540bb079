"""The hints of an exercise, and how many of them a learner has seen.

``hints.md`` has three for each task of the lesson, from a question to the shape of the answer, never the answer::

    ## Task 1: run all three at once
    ### Hint 1
    When does the second step start?
    ### Hint 2
    ...

Light on purpose: the pytest plugin asks it for "(0 of 3 seen)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grader.course import Exercise
from grader.desk import Desk
from grader.errors import Misuse

LEVELS = 3
_TASK = re.compile(r"^## Task (\d+)\b.*$", re.MULTILINE)
_HINT = re.compile(r"^### Hint (\d+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Hint:
    """Hint ``number`` (from 1) of ``of``. ``repeated`` says that the learner had seen it, and all the others."""

    number: int
    of: int
    text: str
    repeated: bool = False


def next_hint(exercise: Exercise, task: int, desk: Desk) -> Hint:
    """The hint after those that were seen, noted as seen; the last one once more when all were.

    Raises:
        Misuse: the task has no hints.
    """
    hints = _hints_of(exercise, task)
    seen = desk.hints_seen(exercise.id, task)
    if seen >= len(hints):
        return Hint(len(hints), len(hints), hints[-1], repeated=True)
    desk.saw_hint(exercise.id, task, seen + 1)
    return Hint(seen + 1, len(hints), hints[seen])


def seen_hints(exercise: Exercise, task: int, desk: Desk) -> list[Hint]:
    """The hints that the learner has seen, from the first. Noting nothing.

    Raises:
        Misuse: the task has no hints.
    """
    hints = _hints_of(exercise, task)
    seen = hints[: desk.hints_seen(exercise.id, task)]
    return [Hint(number, len(hints), text) for number, text in enumerate(seen, 1)]


def _hints_of(exercise: Exercise, task: int) -> tuple[str, ...]:
    hints = read_hints(exercise.hints_file)
    if found := hints.get(task):
        return found
    tasks = ", ".join(str(number) for number in hints) or "none"
    raise Misuse(f"no hints for task {task} of {exercise.id}; tasks with hints: {tasks}")


def read_hints(path: Path) -> dict[int, tuple[str, ...]]:
    """The hints of each task, in the order of their numbers. A missing file has none."""
    text = path.read_text("utf-8") if path.is_file() else ""
    return {task: tuple(hint for _, hint in sorted(_numbered(_HINT, part))) for task, part in _numbered(_TASK, text)}


def hints_seen(course_root: Path, exercise_id: str, task: int) -> int:
    """How many hints of a task the learner has seen."""
    return Desk(course_root).hints_seen(exercise_id, task)


def _numbered(heading: re.Pattern[str], text: str) -> list[tuple[int, str]]:
    _, *parts = heading.split(text)
    return [(int(number), part.strip()) for number, part in zip(parts[::2], parts[1::2], strict=True)]
