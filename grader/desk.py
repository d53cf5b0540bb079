"""The learner's desk: what the grader remembers between two commands, in ``.grader/`` at the top of the course.

- ``state.json``: the hints a learner has seen, the exercises skipped
- ``verdicts/ID.json``: the last verdict of each exercise (``progress.py``)
- ``backups/ID/``: answers that were put aside by ``grader reset`` (``reset.py``)
- ``key``: 32 random bytes in hex, from which the checks' unguessable tokens are made

Nothing here is needed: what is lost, damaged or unreadable counts as absent, and a course that cannot be written
to works without a memory. Every file is replaced as a whole, so a reader never sees half of one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_STATE = "state.json"
_KEY_BYTES = 32


class Desk:
    """The ``.grader`` folder of one course. ``trouble`` says why nothing can be kept; empty while all is well."""

    def __init__(self, root: Path) -> None:
        self.folder = root / ".grader"
        self.trouble = ""

    def prepare(self) -> None:
        """Make the folder, which git shall ignore.

        Raises:
            OSError: the course cannot be written to.
        """
        self.folder.mkdir(exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            replace(ignore, b"*\n")

    def read(self, name: str) -> dict[str, Any]:
        """A JSON object kept under this name; empty when it is absent or damaged."""
        try:
            value = json.loads((self.folder / name).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def write(self, name: str, value: dict[str, Any]) -> bool:
        """Keep a JSON object. False, and ``trouble`` set, when the folder cannot be written to."""
        return self._try(lambda: self._replace(name, json.dumps(value, indent=1)))

    def key(self) -> bytes:
        """The key of this course, made on first use. One that cannot be kept serves for this run."""
        from secrets import token_bytes

        fresh = token_bytes(_KEY_BYTES)

        def keep() -> None:
            with self._alone():
                # Another grader may have made one in the meantime: the first one stays.
                if not self._kept_key():
                    self._replace("key", fresh.hex())

        return self._kept_key() or (self._try(keep) and self._kept_key()) or fresh

    def hints_seen(self, exercise: str, task: int) -> int:
        """How many hints of a task the learner has seen."""
        seen = _part(self.read(_STATE), "hints").get(f"{exercise}/{task}", 0)
        return seen if isinstance(seen, int) and seen > 0 else 0

    def saw_hint(self, exercise: str, task: int, number: int) -> bool:
        """Remember that hint ``number`` of a task was shown."""

        def note(state: dict[str, Any]) -> None:
            state["hints"] = {**_part(state, "hints"), f"{exercise}/{task}": number}

        return self._update(note)

    @property
    def skipped(self) -> frozenset[str]:
        """The exercises that the learner does not want to be offered."""
        return frozenset(_part(self.read(_STATE), "skipped"))

    def skip(self, exercise: str, skipped: bool) -> bool:
        """Remember that an exercise is skipped, or that it no longer is."""

        def note(state: dict[str, Any]) -> None:
            others = {name: True for name in _part(state, "skipped") if name != exercise}
            state["skipped"] = {**others, exercise: True} if skipped else others

        return self._update(note)

    def _update(self, change: Callable[[dict[str, Any]], None]) -> bool:
        def rewrite() -> None:
            with self._alone():
                state = self.read(_STATE)
                change(state)
                self._replace(_STATE, json.dumps(state, indent=1))

        return self._try(rewrite)

    def _try(self, action: Callable[[], None]) -> bool:
        try:
            self.prepare()
            action()
        except OSError as error:
            self.trouble = f"cannot write {self.folder}: {error.strerror or error}"
            return False
        return True

    def _replace(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        replace(path, text.encode() + b"\n")

    def _kept_key(self) -> bytes:
        try:
            key = bytes.fromhex((self.folder / "key").read_text("ascii"))
        except (OSError, ValueError):
            return b""
        return key if len(key) == _KEY_BYTES else b""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold off other graders, so that none loses what another one notes."""
        with (self.folder / "lock").open("a") as handle:
            if sys.platform != "win32":
                import fcntl

                # Some network file systems know no locks; then two graders at once may lose a note, no more.
                with suppress(OSError):
                    fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def replace(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write a file as a whole: whoever reads it sees the old bytes or the new ones, also after a power cut.

    Raises:
        OSError: it could not be written; the old file is as it was.
    """
    from tempfile import mkstemp

    handle, name = mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _part(state: dict[str, Any], name: str) -> dict[str, Any]:
    part = state.get(name)
    return part if isinstance(part, dict) else {}
