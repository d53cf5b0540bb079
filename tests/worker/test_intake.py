"""What is taken for an answer: the bytes of a regular file, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lab import NAMES, STUB, processes, settled

from grader.course import Course, Exercise
from grader.worker import Workers
from grader.worker.intake import NoAnswer, read_answer

MEGABYTE = 1 << 20


def a_large_file(path: Path) -> None:
    """Not a byte more than a megabyte is read."""
    with path.open("wb") as file:
        file.truncate(MEGABYTE + 1)


NOT_ANSWERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda path: None, "there is no lab.py"),
    "a directory": (Path.mkdir, "lab.py is a directory, not a regular file"),
    "a link": (lambda path: path.symlink_to("/etc/hostname"), "lab.py is a symbolic link, not a regular file"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "lab.py is a symbolic link, not a regular file"),
    "a pipe": (os.mkfifo, "lab.py is a pipe, not a regular file"),
    "a large file": (a_large_file, "lab.py is larger than 1 MB"),
}


@pytest.mark.parametrize("kind", NOT_ANSWERS)
def test_anything_but_a_small_regular_file_is_missing(
    kind: str, course: Course, exercise: Exercise, tmp_path: Path, marker: str
) -> None:
    """The verdict is ``missing``, says why on every check and in the notes, and no process was started."""
    make, reason = NOT_ANSWERS[kind]
    make(tmp_path / "lab.py")
    before = settled(marker)

    with Workers(course, key=b"key") as workers:
        verdict = workers.check(exercise, tmp_path / "lab.py")
        assert processes(marker) == before

    assert (verdict.status, verdict.notes, verdict.isolation) == ("missing", (reason,), "none: nothing was run")
    assert [check.name for check in verdict.checks] == NAMES
    assert {check.message for check in verdict.checks if check.outcome == "not_run"} == {reason}


def test_an_untouched_answer_starts_nothing(course: Course, exercise: Exercise, tmp_path: Path, marker: str) -> None:
    """Line ends and a byte order mark make no answer of a stub."""
    path, before = tmp_path / "lab.py", settled(marker)
    path.write_bytes(b"\xef\xbb\xbf" + STUB.lstrip().replace("\n", "\r\n").encode())

    with Workers(course, key=b"key") as workers:
        verdict = workers.check(exercise, path)
        assert processes(marker) == before

    assert verdict.status == "untouched"


def test_a_megabyte_is_read_whole(tmp_path: Path) -> None:
    """The limit itself is allowed."""
    path = tmp_path / "lab.py"
    path.write_bytes(b"#" * MEGABYTE)
    assert len(read_answer(path)) == MEGABYTE


@pytest.mark.parametrize("name", ["x" * 300, "nul\0.py"])
def test_an_impossible_name_is_no_answer(name: str, tmp_path: Path) -> None:
    """A name that no file can have is a reason, not an error of ours."""
    with pytest.raises(NoAnswer, match="cannot be read"):
        read_answer(tmp_path / name)


def test_a_device_is_not_opened() -> None:
    """Reading one can block or have effects."""
    with pytest.raises(NoAnswer, match="a device"):
        read_answer(Path("/dev/zero"))
