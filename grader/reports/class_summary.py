"""What a teacher asks of a gradebook: how far the class is, which mistakes are common, what is to be decided."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from grader.classroom.gradebook import Column, Gradebook
from grader.verdict import Verdict

_NO_MISTAKE = ("passed", "untouched", "missing", "review")


@dataclass(frozen=True)
class Mistake:
    """One way to fail an exercise: the first check that failed, the sentence it said, and whom it said it to.

    ``rows`` are positions in the gradebook.
    """

    check: str
    sentence: str
    rows: Sequence[int]


@dataclass(frozen=True)
class Review:
    """An answer that waits for a decision. ``flag`` is the argument that accepts it."""

    row: int
    exercise: str
    where: str
    reason: str
    flag: str


def count(gradebook: Gradebook, *statuses: str) -> int:
    """How many answers of the whole class have one of these statuses."""
    return sum(verdict.status in statuses for row in gradebook.rows for verdict in row.verdicts.values())


def share_passed(gradebook: Gradebook, column: Column) -> float:
    """The part of the class that passed an exercise, from 0 to 1."""
    passed = sum(row.verdicts[column.exercise].passed for row in gradebook.rows)
    return passed / len(gradebook.rows) if gradebook.rows else 0.0


def mistakes(gradebook: Gradebook, column: Column) -> list[Mistake]:
    """The mistakes of an exercise, the most common first.

    They are one mistake when the first line of the message is the same: what follows are figures.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for position, row in enumerate(gradebook.rows):
        verdict = row.verdicts[column.exercise]
        check = verdict.first_failure()
        if check and verdict.status not in _NO_MISTAKE:
            sentence = check.message.strip().partition("\n")[0]
            title = "" if check.outcome == "not_run" else check.title or check.name
            found.setdefault((title, sentence), []).append(position)
    groups = [Mistake(check, sentence, rows) for (check, sentence), rows in found.items()]
    return sorted(groups, key=lambda group: (-len(group.rows), group.check, group.sentence))


def reviews(gradebook: Gradebook) -> list[Review]:
    """All that waits for a decision, by exercise: the same idiom is often in several answers."""
    return [
        _review(position, row.student.id, row.verdicts[column.exercise])
        for column in gradebook.columns
        for position, row in enumerate(gradebook.rows)
        if row.verdicts[column.exercise].status == "review"
    ]


def _review(position: int, student: str, verdict: Verdict) -> Review:
    check = verdict.first_failure()
    reason = check.message if check and check.message else "\n".join(verdict.notes)
    flag = f"--accept {shlex.quote(f'{student}:{verdict.exercise}')}"
    return Review(position, verdict.exercise, check.where if check else "", reason, flag)
