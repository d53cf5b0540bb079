"""Our own failures: they are said as such, and never become a verdict on an answer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from courses import make_exercise
from lab import CHECKS, RIGHT, STUB, write

from grader.course import Course
from grader.errors import GraderFault
from grader.verdict import Verdict
from grader.worker import CAN_FORK, Limits, Workers

HIDDEN = """
@task(3)
def test_hidden():
    '''Not seen by pytest.'''


del test_hidden
"""
NO_SEED = "from grader.instruments import evidence\nevidence.seed = None\n"
THREAD = "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"


@pytest.fixture(params=[pytest.param(True, id="warm"), pytest.param(False, id="cold")])
def warm(request: pytest.FixtureRequest) -> bool:
    """Whether runs are forked."""
    if request.param and not CAN_FORK:
        pytest.skip("warm runs need Linux")
    return bool(request.param)


def check(folder: Path, *, warm: bool, checks: str = CHECKS, stub: str = STUB) -> Verdict:
    """Check a right answer in a course made of these."""
    make_exercise(folder / "course", "01_lab", checks=checks, stub=stub)
    course = Course(folder / "course")
    with Workers(course, key=b"key", limits=Limits(check=1.0), warm=warm) as workers:
        return workers.check(course.get("01"), write(folder, RIGHT))


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        pytest.param("from lab import fetch\nimport nowhere\n" + CHECKS, "No module named 'nowhere'", id="import"),
        pytest.param(CHECKS + HIDDEN, "test_hidden", id="a check that pytest does not find"),
        pytest.param("from lab import fetch\n", "has no checks", id="no checks"),
        pytest.param("def test_(:\n", "does not parse", id="syntax"),
    ],
)
def test_checks_that_do_not_collect_are_our_fault(tmp_path: Path, warm: bool, checks: str, words: str) -> None:
    """What is collected must be what the source lists."""
    with pytest.raises(GraderFault, match=words):
        check(tmp_path, warm=warm, checks=checks)


def test_a_stub_that_cannot_be_imported_is_our_fault(tmp_path: Path, warm: bool) -> None:
    """Checks are collected against the stub."""
    with pytest.raises(GraderFault, match="No module named 'nowhere'"):
        check(tmp_path, warm=warm, stub="import nowhere\n" + STUB)


def test_a_stub_that_ends_the_process_is_our_fault(tmp_path: Path, warm: bool) -> None:
    """A server that is gone before it was ready leaves its last words."""
    ending = "import os, sys\nsys.stderr.write('so long')\nsys.stderr.flush()\nos._exit(3)\n"
    with pytest.raises(GraderFault, match="so long"):
        check(tmp_path, warm=warm, stub=ending + STUB)


def test_a_failure_before_the_answer_is_imported_is_our_fault(tmp_path: Path, warm: bool) -> None:
    """From then on it would be the answer's doing."""
    with pytest.raises(
        GraderFault, match=r"(?s)the run of lab.py ended before it was ready:.*'NoneType' object is not"
    ):
        check(tmp_path, warm=warm, stub=NO_SEED + STUB)


@pytest.mark.skipif(not CAN_FORK, reason="warm runs need Linux")
def test_threads_in_a_server_are_our_fault(tmp_path: Path) -> None:
    """A process with threads is not forked."""
    with pytest.raises(GraderFault, match="cannot fork safely"):
        check(tmp_path, warm=True, stub=THREAD + STUB)


def test_an_interpreter_that_does_not_start_is_our_fault(
    tmp_path: Path, warm: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it cannot be found, or ends at once."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    with pytest.raises(GraderFault, match="nowhere"):
        check(tmp_path, warm=warm)


def test_an_interpreter_that_ends_at_once_is_our_fault(
    tmp_path: Path, warm: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last words are in the text."""
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho no python today >&2\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(GraderFault, match="no python today"):
        check(tmp_path, warm=warm)
