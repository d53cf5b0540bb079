"""A control group of Linux: what all processes in it have used together, also those that nobody waited for."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path


class Group:
    """One group. Where it cannot be made, nothing is counted."""

    def __init__(self, name: str) -> None:
        self._folders = [_make(kind, f"bench-{os.getpid()}-{name.replace(' ', '-')}") for kind in ("cgroup2", "memory")]

    def enter(self) -> None:
        """Put this process, and all that it will start, into the group."""
        for folder in self._folders:
            if folder:
                (folder / "cgroup.procs").write_text(str(os.getpid()))

    def cpu(self) -> float | None:
        """Seconds of processor time so far."""
        group = self._folders[0]
        if group is None:
            return None
        words = (group / "cpu.stat").read_text().split()
        return int(words[words.index("usage_usec") + 1]) / 1e6

    def peak(self) -> float | None:
        """Bytes of memory at the highest point."""
        for folder, name in zip(self._folders, ("memory.peak", "memory.max_usage_in_bytes"), strict=True):
            if folder and (folder / name).exists():
                return float((folder / name).read_text())
        return None

    def close(self) -> None:
        """Remove it, once the last of its processes has ended: that may take a moment longer than its parent."""
        until = time.monotonic() + 2
        for folder in filter(None, self._folders):
            while folder.exists() and time.monotonic() < until:
                with suppress(OSError):
                    folder.rmdir()
                    break
                time.sleep(0.01)


def _make(kind: str, name: str) -> Path | None:
    """A folder for the group in the hierarchy of this kind: all of version 2, or memory in version 1."""
    for line in _lines(Path("/proc/mounts")):
        _, mounted, system, options, *_ = line.split()
        if system == kind or (system == "cgroup" and kind in options.split(",")):
            with suppress(OSError):
                folder = Path(mounted) / name
                folder.mkdir()
                return folder
    return None


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []
