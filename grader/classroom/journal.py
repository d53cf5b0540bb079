"""The journal: what has been run, one line each, so that nothing has to be run twice and no crash loses more than one.

``OUT/journal.jsonl`` only ever grows. A line is on the disk before the next result is taken. Its key is a hash of all
that the verdict depends on, so a line is never out of date: what changed has another key. A line that is not whole
(the last one, after a crash) counts as absent.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from grader.errors import Misuse
from grader.verdict import Verdict

CLASS, JOURNAL, KEY, LOCK = "class.json", "journal.jsonl", "key", "lock"

_KEY_BYTES = 32


class Journal:
    """The verdicts of a class by key. A context manager; what is added is kept at once."""

    def __init__(self, out: Path) -> None:
        self._path = out / JOURNAL
        self._verdicts: dict[str, Verdict] = {}
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Journal:
        whole = self._load()
        self._file = self._path.open("ab", buffering=0)
        # The half of a line that a crash left behind would spoil the next line.
        self._file.truncate(whole)
        return self

    def __exit__(self, *error: object) -> None:
        if self._file:
            self._file.close()

    def __contains__(self, key: str) -> bool:
        return key in self._verdicts

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """What is in it."""
        return self._verdicts

    def add(self, key: str, verdict: Verdict) -> None:
        """Write down a verdict; afterwards it is on the disk.

        Raises:
            OSError: it could not be written.
        """
        assert self._file, "a journal is written to inside of its with block"
        line = json.dumps({"key": key, "verdict": verdict.as_record()}).encode("ascii") + b"\n"
        while line:
            line = line[self._file.write(line) :]
        os.fsync(self._file.fileno())
        self._verdicts[key] = verdict

    def _load(self) -> int:
        """Read all whole lines and return where the last of them ends."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return 0
        whole = data.rpartition(b"\n")[0] + b"\n" if b"\n" in data else b""
        for line in whole.splitlines():
            try:
                record = json.loads(line)
                self._verdicts[record["key"]] = Verdict.of_record(record["verdict"])
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue
        return len(whole)


@contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Hold OUT against other graders; make it if it is not there.

    Raises:
        Misuse: another grader is at work in it, it is somebody else's folder, or it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not (out / LOCK).exists() and any(out.iterdir()):
            raise Misuse(f"{out} holds other files; name a new folder for the gradebook, or the one of this class")
        handle = (out / LOCK).open("a")
    except OSError as error:
        raise Misuse(f"cannot write to {out}: {error.strerror}; name another folder with --out") from error
    with handle:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Misuse(f"another grader is at work in {out}; wait for it, or name another folder") from None
            except OSError:
                # Some network file systems know no locks.
                pass
        yield


def key_of(out: Path) -> bytes:
    """The secret of this class, from which the checks' unguessable tokens are made; made on first use."""
    path = out / KEY
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        key = secrets.token_bytes(_KEY_BYTES)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="ascii") as file:
            file.write(key.hex())
    return key
