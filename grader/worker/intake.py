"""Read an answer's bytes. A learner's folder can hold anything under that name, so only a regular file is read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from grader.worker.limits import MEGABYTE

_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")


class NoAnswer(Exception):
    """There is no answer to check. The text says why."""


def read_answer(path: Path, limit: int = MEGABYTE) -> bytes:
    """The bytes of a regular file of at most so many bytes.

    Raises:
        NoAnswer: it is anything else, or cannot be read.
    """
    try:
        # Asked first because opening some devices has effects; asked again of what was opened, in case it changed.
        _require_regular(path.name, os.lstat(path).st_mode)
        descriptor = os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _FLAGS))
        with open(descriptor, "rb") as file:
            _require_regular(path.name, os.fstat(descriptor).st_mode)
            source = file.read(limit + 1)
    except FileNotFoundError:
        raise NoAnswer(f"there is no {path.name}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NoAnswer(f"{path.name} cannot be read: {reason}") from error
    if len(source) > limit:
        raise NoAnswer(f"{path.name} is larger than {limit // MEGABYTE} MB")
    return source


def _require_regular(name: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NoAnswer(f"{name} is {_KINDS.get(stat.S_IFMT(mode), 'not a file')}, not a regular file")
