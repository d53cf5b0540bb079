"""Workers in a sandbox, by each of the means. Where one is missing the tests are skipped with the reason; CI fails."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from walls import KEY, LIMITS, RIGHT, make_course, telling, told, write

from grader.course import Course
from grader.errors import Misuse
from grader.verdict import Verdict
from grader.worker import CAN_FORK, Workers


@pytest.fixture(scope="session")
def marker() -> Iterator[str]:
    """A text in the environment of every process that the tests' workers start."""
    with pytest.MonkeyPatch.context() as patch:
        text = secrets.token_hex(8)
        patch.setenv("KATA_TEST_MARKER", text)
        yield text


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course of ``walls``."""
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session", params=["namespaces", "bubblewrap"])
def workers(
    request: pytest.FixtureRequest, course: Course, marker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workers]:
    """Workers whose servers are up, in a sandbox made by one of the means."""
    if not CAN_FORK:
        pytest.skip("the sandbox needs Linux")
    missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    if request.param == "bubblewrap" and not shutil.which("bwrap"):
        missing("bubblewrap is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KATA_SANDBOX", request.param)
        with Workers(course, key=KEY, limits=LIMITS, require_isolation=True) as workers:
            for name in ("alone", "many"):
                answer = write(tmp_path_factory.mktemp("first"), name, RIGHT)
                try:
                    assert workers.check(course.get({"alone": "01", "many": "02"}[name]), answer).passed
                except Misuse as reason:
                    missing(str(reason))
            yield workers


@pytest.fixture
def check(workers: Workers, course: Course, tmp_path: Path) -> Callable[..., Verdict]:
    """The verdict on an answer, to the exercise that starts no processes unless said otherwise."""

    def verdict(source: str, exercise: str = "01") -> Verdict:
        chosen = course.get(exercise)
        return workers.check(chosen, write(tmp_path / secrets.token_hex(4), chosen.slug, source))

    return verdict


@pytest.fixture
def ask(check: Callable[..., Verdict]) -> Callable[..., Any]:
    """What the body of a function finds, run as an answer."""

    def found(body: str, exercise: str = "01") -> Any:
        return told(check(telling(body), exercise))

    return found
