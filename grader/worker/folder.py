"""The folder of one run: private, made by the parent, gone afterwards."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path


@dataclass(frozen=True)
class RunFolder:
    """``home`` is the current folder of the run and holds the answer; ``scratch`` is where its temporary files go.

    Args:
        top: holds these two.
        name: the answer's file name.
    """

    top: Path
    name: str

    @property
    def home(self) -> Path:
        """Only the answer lies here, under its real name, so that its own child processes can import it."""
        return self.top / "run"

    @property
    def answer(self) -> Path:
        """The answer."""
        return self.home / self.name

    @property
    def scratch(self) -> Path:
        """The run's TMPDIR."""
        return self.top / "tmp"


@contextmanager
def run_folder(name: str, source: bytes) -> Iterator[RunFolder]:
    """A folder that holds the answer's bytes under ``name``."""
    folder = RunFolder(Path(tempfile.mkdtemp(prefix="kata-")).resolve(), name)
    try:
        folder.home.mkdir()
        folder.scratch.mkdir()
        folder.answer.write_bytes(source)
        yield folder
    finally:
        # What cannot be removed (a file held open on Windows, an immutable one) is no reason to lose a verdict.
        with suppress(OSError):
            _remove(folder.top)


def _remove(top: Path) -> None:
    """Remove a tree that somebody else made: no depth and no permissions stop it, and no link is followed.

    ``shutil.rmtree`` fails on a chain of a thousand folders (before Python 3.13) and on a folder without rights.
    Here every folder is moved up to the top before it is looked into, so no path is ever long.
    """
    prefix = secrets.token_hex(8)
    names = (top / f"{prefix}-{number}" for number in count())
    os.chmod(top, 0o700)
    waiting = [top]
    while waiting:
        here = waiting.pop()
        for entry in list(os.scandir(here)):
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            moved = next(names)
            os.rename(entry.path, moved)
            waiting.append(moved)
        if here != top:
            os.rmdir(here)
    os.rmdir(top)
