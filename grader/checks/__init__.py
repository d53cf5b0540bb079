"""What a file of checks imports: ``from grader.checks import same, task``. The rest of the room runs the checks."""

from __future__ import annotations

import pytest

from grader.instruments.cancelling import cancel_at_each_await, cancelled_after
from grader.instruments.evidence import Count, Seconds, describe, new_token, note, picture, same

__all__ = [
    "Count",
    "Seconds",
    "as_list",
    "cancel_at_each_await",
    "cancelled_after",
    "describe",
    "leaves",
    "new_token",
    "note",
    "picture",
    "same",
    "task",
]


def as_list(results: object) -> object:
    """A tuple as a list, for tasks that leave the choice; everything else as it is."""
    return list(results) if type(results) is tuple else results


def leaves(error: object) -> list[object]:
    """The single errors in a group of errors, however deep; whatever else it is, that alone."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in leaves(inner)]
    return [error]


def task(
    number: int, *, points: int = 1, python: tuple[int, int] | None = None, seconds: float | None = None
) -> pytest.MarkDecorator:
    """Tie a check to a numbered task of the lesson.

    Args:
        number: the task, from 1.
        points: what the check is worth.
        python: the oldest Python the check can run on; elsewhere it is skipped, and its points do not count.
        seconds: how long it may take, in real seconds, when 10 are not enough.

    All are literals: ``grader.checklist`` reads them from the source, where no run can change them.
    """
    return pytest.mark.task(number, points=points, python=python, seconds=seconds)
