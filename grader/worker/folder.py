"""The folder of one run: private, gone afterwards. Without a sandbox the parent makes it."""

from __future__ import annotations

import io
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType


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


class HandedIn:
    """The answer of one run, on its way to it. A context manager, which removes the folder if there is one."""

    def __init__(self, name: str, source: bytes) -> None:
        self.name = name
        self._source = source
        self._folder: RunFolder | None = None

    def __enter__(self) -> HandedIn:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder:
            # What cannot be removed (a file held open on Windows, an immutable one) is no reason to lose a verdict.
            with suppress(OSError):
                _remove(self._folder.top)

    @property
    def folder(self) -> RunFolder:
        """A folder that holds the answer, made when it is first asked for."""
        if self._folder is None:
            self._folder = RunFolder(Path(tempfile.mkdtemp(prefix="kata-")).resolve(), self.name)
            self._folder.home.mkdir()
            self._folder.scratch.mkdir()
            self._folder.answer.write_bytes(self._source)
        return self._folder

    def in_memory(self) -> io.FileIO:
        """A file without a name that holds the answer, for a run that makes its folder itself. Linux only."""
        file = io.FileIO(os.memfd_create(self.name), "r+b")
        file.write(self._source)
        file.seek(0)
        return file


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
