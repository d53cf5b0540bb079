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
from grader.instruments.postgres.address import Address
from grader.instruments.postgres.programs import Programs, Unavailable, find_programs
from grader.instruments.postgres.template import SUPERUSER, Template, cache_folder, template_cluster

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
    "max_connections": "50",
    "max_wal_size": "64MB",
    "min_wal_size": "4MB",
    # For each connection. Only a superuser can change it.
    "temp_file_limit": "64MB",
    "autovacuum": "off",
    "jit": "off",
    # Nobody works here but checks: a transaction that waits so long may well be in a deadlock.
    "deadlock_timeout": "50ms",
    # A killed server leaves no shared memory behind.
    "dynamic_shared_memory_type": "mmap",
    # What somebody's statements do wrong would fill it.
    "log_min_messages": "fatal",
    "TimeZone": "UTC",
}
PREFIX = "kata-pg-"
"""How the names of all our folders begin."""

_IN_MEMORY, _ROOM = Path("/dev/shm"), 1 << 30
_START_SECONDS = 30.0
_READY_LINE = 7
"""The line of postmaster.pid that says how far the start is (PostgreSQL, src/include/utils/pidfile.h)."""


class Server:
    """A running server. ``close`` ends it; so does the end of this process, whatever the reason.

    Args:
        sockets: the folder for its socket, made anew; None: one of the server's own.
    """

    def __init__(self, sockets: Path | None = None) -> None:
        """Start it.

        Raises:
            Unavailable: it cannot be had; the text has the cure.
        """
        cache = cache_folder()
        programs = find_programs(cache)
        sweep()
        template = template_cluster(programs, cache)
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_quick_place()))
        self._sockets = sockets or self._folder / "socket"
        self._password = template.password
        try:
            self._start(programs, template)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self._folder

    @property
    def socket_folder(self) -> Path:
        """Where its socket is, and nothing else. Who can enter that folder can connect, with a password."""
        return self._sockets

    @property
    def admin(self) -> Address:
        """The superuser."""
        return Address.at_socket(self._sockets, "postgres", SUPERUSER, self._password)

    def takes_more_than(self, most: int) -> bool:
        """Whether its files take so many bytes. They are counted only where all files of the disk take as many."""
        try:
            disk = os.statvfs(self._folder)
        except FileNotFoundError:  # It has ended.
            return False
        return (disk.f_blocks - disk.f_bfree) * disk.f_frsize > most and self._used() > most

    def _used(self) -> int:
        sizes = 0
        for folder, _, files in os.walk(self._folder):
            for name in files:
                with suppress(OSError):
                    sizes += os.lstat(os.path.join(folder, name)).st_blocks * 512
        return sizes

    def close(self) -> None:
        """Stop it and remove its folder; returns when both are done."""
        assert self._guard.stdin is not None
        with suppress(OSError, ValueError):
            # A word, so that it knows that somebody is left.
            self._guard.stdin.write(b".")
            self._guard.stdin.close()
        self._guard.wait()
        self._process.wait()

    def _start(self, programs: Programs, template: Template) -> None:
        data = self._folder / "data"
        programs.give(self._folder)
        # Everybody who knows the name may pass through to the socket; the data stays its owner's.
        self._folder.chmod(0o711)
        self._sockets.mkdir(0o711)
        self._sockets.chmod(0o711)
        programs.give(self._sockets)
        _copy(template.data, data, programs)
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("wb") as log:
            arguments = ("-D", data, "-k", self._sockets, *settings)
            self._process = programs.start("postgres", *arguments, log=log.fileno())
        self._guard = _guard(self._folder, self._process.pid, self._sockets)
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


def _quick_place() -> Path:
    """A folder in memory where there is one with room: making a database is making hundreds of files."""
    try:
        about = os.statvfs(_IN_MEMORY)
    except OSError:
        about = None
    if about and about.f_bavail * about.f_frsize >= _ROOM and os.path.ismount(_IN_MEMORY) and _writable(_IN_MEMORY):
        return _IN_MEMORY
    return Path(tempfile.gettempdir())


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)


def _guard(folder: Path, server: int, sockets: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-S", guard.__file__, str(folder), str(server), str(sockets)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.stdout is not None
    # From its first line on it holds the lock, and nobody sweeps this folder away.
    process.stdout.readline()
    process.stdout.close()
    return process


class SocketFolder:
    """A folder for the sockets of several servers: ours for as long as we live, and gone soon after."""

    def __init__(self) -> None:
        import fcntl

        self.path = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
        self._lock = (self.path / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        self.path.chmod(0o711)

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def sweep() -> None:
    """Remove the folders of servers that nobody guards any more: the machine went down, or the guard was killed."""
    import fcntl

    for folder in [path for place in (tempfile.gettempdir(), _IN_MEMORY) for path in Path(place).glob(f"{PREFIX}*")]:
        with suppress(OSError):
            # Without a lock file it is just being made, or not ours to judge.
            with (folder / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
