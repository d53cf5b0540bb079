"""The real course, exercise by exercise: what ``grader verify`` proves without running an answer, as tests.

What needs runs is left to the command itself, which takes minutes. A learner's edits in exercises/ are no part of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Course, Exercise
from grader.verify import Finding, prove_texts, prove_whole

COURSE = Course(Path(__file__).parents[1])


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.id)
def test_exercise_is_whole(exercise: Exercise) -> None:
    """Lesson, hints, checks and banks agree, names are its own, and nothing is missing or astray."""
    findings = prove_texts(COURSE, exercise)

    assert not findings, "\n\n".join(_told(finding) for finding in findings)


def test_no_folder_is_without_its_exercise() -> None:
    """Every folder of solutions/ belongs to an exercise, and every number occurs once."""
    assert not prove_whole(COURSE)


def _told(finding: Finding) -> str:
    file = finding.file.relative_to(COURSE.root)
    return f"{file}\n  expected {finding.expected}\n  happened {finding.happened}\n  fix      {finding.fix}"
