"""Workers over a small course, in both modes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab import KEY, LIMITS, RIGHT, make_course, write

from grader.course import Course, Exercise
from grader.verdict import Verdict
from grader.worker import CAN_FORK, Workers

MODES = {
    "warm": pytest.param("warm", marks=pytest.mark.skipif(not CAN_FORK, reason="warm runs need Linux")),
    "cold": pytest.param("cold"),
}


@pytest.fixture(scope="session")
def marker() -> Iterator[str]:
    """A text in the environment of every process that the tests' workers start."""
    with pytest.MonkeyPatch.context() as patch:
        text = secrets.token_hex(8)
        patch.setenv("KATA_TEST_MARKER", text)
        yield text


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with the one exercise of ``lab``."""
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def exercise(course: Course) -> Exercise:
    """The exercise."""
    return course.get("01")


@pytest.fixture(scope="session", params=MODES.values())
def workers(
    request: pytest.FixtureRequest, course: Course, marker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workers]:
    """Workers with small limits whose servers are up; a test that asks for them runs once in each mode."""
    with Workers(course, key=KEY, limits=LIMITS, warm=request.param == "warm") as workers:
        workers.check(course.get("01"), write(tmp_path_factory.mktemp("first"), RIGHT))
        yield workers


@pytest.fixture
def check(workers: Workers, exercise: Exercise, tmp_path: Path) -> Callable[[str | bytes], Verdict]:
    """The verdict on the source of an answer."""

    def verdict(source: str | bytes) -> Verdict:
        return workers.check(exercise, write(tmp_path, source))

    return verdict
