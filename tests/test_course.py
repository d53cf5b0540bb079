"""The real course, exercise by exercise: the first part of what ``grader verify`` proves, as tests.

The answers in the banks are left to the command itself, which takes minutes. A learner's edits in exercises/ are no
part of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course import Course, Exercise
from grader.verify import Court, Finding, prove_whole, verify_exercise
from grader.worker import CAN_FORK, Limits, Workers

COURSE = Course(Path(__file__).parents[1])


@pytest.fixture(scope="module")
def court() -> Iterator[Court]:
    """Workers for the whole course, under a key that stays the same."""
    with Workers(COURSE, key=b"the course", limits=Limits(), warm=CAN_FORK) as workers:
        yield Court(workers)


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.id)
def test_exercise_keeps_its_promises(exercise: Exercise, court: Court) -> None:
    """The reference passes, stub and idle answer earn nothing, and lesson, snippets, hints and checks agree."""
    proof = verify_exercise(COURSE, exercise, court, threads=3 * (os.cpu_count() or 1), banks=False)

    assert not proof.findings, "\n\n".join(_told(finding) for finding in proof.findings)


def test_no_folder_is_without_its_exercise() -> None:
    """Every folder of solutions/ belongs to an exercise, and every number occurs once."""
    assert not prove_whole(COURSE)


def _told(finding: Finding) -> str:
    file = finding.file.relative_to(COURSE.root)
    return f"{file}\n  expected {finding.expected}\n  happened {finding.happened}\n  fix      {finding.fix}"
