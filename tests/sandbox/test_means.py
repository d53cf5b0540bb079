"""Which means are in force, and what is said about it: always the truth."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from walls import KEY, LIMITS, RIGHT, make_course, write

from grader.errors import Misuse
from grader.verdict import Verdict
from grader.worker import CAN_FORK, Workers

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="the sandbox needs Linux")


def check(folder: Path, *, warm: bool = True, require_isolation: bool = False) -> Verdict:
    """The verdict on a right answer, by new workers."""
    course = make_course(folder / "course")
    with Workers(course, key=KEY, limits=LIMITS, warm=warm, require_isolation=require_isolation) as workers:
        return workers.check(course.get("01"), write(folder / "answer", "alone", RIGHT))


def only(folder: Path, **programs: str) -> str:
    """A PATH on which there are only these programs, given as shell scripts."""
    folder.mkdir()
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_a_sandbox_says_what_it_is(workers: Workers, tmp_path: Path) -> None:
    """The namespaces, and the rest that was found when it was tried."""
    course = workers.course
    words = workers.check(course.get("01"), write(tmp_path, "alone", RIGHT)).isolation
    assert "user+pid+net+mount+ipc+uts namespaces" in words
    assert "no capabilities" in words
    assert ("own uid" in words) == (os.getuid() == 0)
    assert words.startswith("bubblewrap, ") == (os.environ["KATA_SANDBOX"] == "bubblewrap")


def test_without_a_sandbox_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is claimed but what a process can do."""
    monkeypatch.setenv("KATA_SANDBOX", "none")
    verdict = check(tmp_path)
    assert verdict.passed
    assert verdict.isolation == "process only: own session under a supervisor, rlimits, limits by the parent"


def test_a_cold_run_says_that_it_has_no_sandbox(tmp_path: Path) -> None:
    """Whatever this machine could do."""
    verdict = check(tmp_path, warm=False)
    assert verdict.passed
    assert verdict.isolation == "process only: own process group, limits by the parent"


@pytest.mark.parametrize("warm", [True, False])
def test_isolation_can_be_required(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: bool) -> None:
    """Where there is none, nothing is run, and one line names what is missing and the cure."""
    monkeypatch.setenv("KATA_SANDBOX", "none")
    with pytest.raises(Misuse, match=r"^isolation is required, and there is none here \(.+\): .+$") as raised:
        check(tmp_path, warm=warm, require_isolation=True)
    assert "\n" not in str(raised.value)


def test_a_bubblewrap_that_does_not_work_is_passed_over(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be installed where it is not allowed to do anything. Then our own namespaces are tried."""
    monkeypatch.delenv("KATA_SANDBOX")
    monkeypatch.setenv("PATH", only(tmp_path / "bin", bwrap="echo not here >&2; exit 1"))
    assert check(tmp_path).isolation.startswith("user+pid")


def test_bubblewrap_alone_may_be_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any other means, the verdict gives the reason."""
    monkeypatch.setenv("KATA_SANDBOX", "bubblewrap")
    monkeypatch.setenv("PATH", only(tmp_path / "bin", bwrap="echo not here >&2; exit 1"))
    isolation = check(tmp_path).isolation
    assert isolation.startswith("process only: ")
    assert isolation.endswith("(bubblewrap: not here)")


def test_a_means_that_is_not_known_is_misuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in the variable must not take the walls away."""
    monkeypatch.setenv("KATA_SANDBOX", "bubblwrap")
    with pytest.raises(Misuse, match="bubblewrap, namespaces, none"):
        check(tmp_path)
