"""One server: started, reached through its socket, and gone without a trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from grader.instruments.postgres import guard
from grader.instruments.postgres.programs import Programs, Unavailable, find_programs
from grader.instruments.postgres.template import cache_folder, template_cluster

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",
    # Nothing has to survive a crash, and everything should be quick.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "16MB",
    "max_connections": "100",
    "autovacuum": "off",
    "jit": "off",
    # A killed server leaves no shared memory behind.
    "dynamic_shared_memory_type": "mmap",
    "log_min_messages": "warning",
    "TimeZone": "UTC",
}
_PREFIX = "kata-pg-"
_START_SECONDS = 30.0
_READY_LINE = 7
"""The line of postmaster.pid that says how far the start is (PostgreSQL, src/include/utils/pidfile.h)."""


class Server:
    """A running server. ``close`` ends it; so does the end of this process, whatever the reason.

    ``socket_folder`` is where its socket is. Who can enter that folder can connect, as the superuser ``kata``.
    """

    def __init__(self) -> None:
        """Start it.

        Raises:
            Unavailable: it cannot be had; the text has the cure.
        """
        cache = cache_folder()
        programs = find_programs(cache)
        sweep()
        template = template_cluster(programs, cache)
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        try:
            self._start(programs, template)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    @property
    def socket_folder(self) -> Path:
        """Where the socket is."""
        return self._folder

    def close(self) -> None:
        """Stop it and remove its folder; returns when both are done."""
        assert self._guard.stdin is not None
        with suppress(OSError):
            self._guard.stdin.close()
        self._guard.wait()
        self._process.wait()

    def _start(self, programs: Programs, template: Path) -> None:
        data = self._folder / "data"
        programs.give(self._folder)
        # Everybody who knows the name may pass through to the socket; the data stays its owner's.
        self._folder.chmod(0o711)
        _copy(template, data, programs)
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("wb") as log:
            arguments = ("-D", data, "-k", self._folder, *settings)
            self._process = programs.start("postgres", *arguments, log=log.fileno())
        self._guard = _guard(self._folder, self._process.pid)
        try:
            self._await_ready(data / "postmaster.pid")
        except BaseException:
            self.close()
            raise

    def _await_ready(self, pid_file: Path) -> None:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(OSError, IndexError):
                if pid_file.read_text("utf-8").splitlines()[_READY_LINE].strip() == "ready":
                    return
            time.sleep(0.005)
        said = (self._folder / "log").read_text("utf-8", "replace").strip().splitlines()[-1:]
        raise Unavailable(f"PostgreSQL did not start: {''.join(said) or 'it said nothing'}")


def _copy(template: Path, data: Path, programs: Programs) -> None:
    shutil.copytree(template, data, symlinks=True)
    for folder, _, files in os.walk(data):
        programs.give(Path(folder))
        for name in files:
            programs.give(Path(folder, name))
    data.chmod(0o700)


def _guard(folder: Path, server: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-S", guard.__file__, str(folder), str(server)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.stdout is not None
    # From its first line on it holds the lock, and nobody sweeps this folder away.
    process.stdout.readline()
    process.stdout.close()
    return process


def sweep() -> None:
    """Remove the folders of servers that nobody guards any more: the machine went down, or the guard was killed."""
    import fcntl

    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            # Without a lock file it is just being made, or not ours to judge.
            with (folder / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
