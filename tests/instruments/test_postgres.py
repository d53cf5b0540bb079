"""A PostgreSQL server of our own: there when it is asked for, and gone without a trace."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest

from grader.instruments.postgres import Server, Unavailable, server
from grader.instruments.postgres.programs import find_programs
from grader.instruments.postgres.template import cache_folder

pytestmark = pytest.mark.timeout(60)

STARTS_ONE = """
import sys
from grader.instruments.postgres import Server
server = Server()
print(server.socket_folder, flush=True)
sys.stdin.read()
"""


def version_of(folder: Path) -> str:
    """What the server in this folder says it is."""

    async def ask() -> str:
        connection = await asyncpg.connect(host=str(folder), user="kata", database="postgres")
        try:
            return str(await connection.fetchval("select version()"))
        finally:
            await connection.close()

    return asyncio.run(ask())


def somebody_with_a_server() -> tuple[subprocess.Popen[str], Path]:
    """A process that has started a server, and the server's folder."""
    child = subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    return child, Path(child.stdout.readline().strip())


def processes_of(folder: Path) -> list[str]:
    """The command lines of all processes that name this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if str(folder) in command:
            found.append(command)
    return found


def soon(condition: Callable[[], bool]) -> bool:
    """Whether it comes true within ten seconds, on however busy a machine."""
    until = time.monotonic() + 10
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def test_a_server_answers_and_leaves_nothing():
    """It speaks PostgreSQL through its socket. After close, its folder and its processes are gone."""
    running = Server()
    folder = running.socket_folder
    assert version_of(folder).startswith("PostgreSQL")

    running.close()

    assert not folder.exists()
    assert processes_of(folder) == []


def test_four_at_once():
    """Four servers start at the same time and do not meet."""
    with ThreadPoolExecutor(4) as pool:
        servers = list(pool.map(lambda _: Server(), range(4)))
        try:
            folders = {running.socket_folder for running in servers}
            assert len(folders) == 4
            assert all(version.startswith("PostgreSQL") for version in pool.map(version_of, folders))
        finally:
            list(pool.map(Server.close, servers))


def test_it_ends_with_whoever_started_it():
    """Also when that one was killed and could not say goodbye."""
    child = subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    folder = Path(child.stdout.readline().strip())
    assert version_of(folder).startswith("PostgreSQL")

    child.kill()
    child.communicate()

    assert soon(lambda: not folder.exists() and processes_of(folder) == [])


def test_leftovers_of_a_power_cut_are_swept():
    """A folder that nobody guards is removed by the next start; one that is guarded is not."""
    left = Path(tempfile.mkdtemp(prefix="kata-pg-"))
    (left / "data").mkdir(parents=True)
    (left / "lock").touch()
    running = Server()
    try:
        assert not left.exists()
        server.sweep()
        assert running.socket_folder.exists()
    finally:
        running.close()


def test_a_killed_guard_is_no_trace_for_ever():
    """Server and guard are killed both: the next start removes their folder."""
    child = subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    folder = Path(child.stdout.readline().strip())
    numbers = [int(entry.parent.name) for entry in Path("/proc").glob("[0-9]*/cmdline") if _names(entry, folder)]
    for number in [*numbers, child.pid]:
        os.kill(number, signal.SIGKILL)
    child.communicate()
    assert folder.exists()

    assert soon(lambda: not server.sweep() and not folder.exists())


def _names(entry: Path, folder: Path) -> bool:
    try:
        return str(folder).encode() in entry.read_bytes()
    except OSError:
        return False


def test_without_programs_the_cure_is_named(monkeypatch, tmp_path):
    """No package, nothing on PATH: one line that says what to do."""
    from grader.instruments.postgres import programs

    monkeypatch.setattr(programs, "_CARRIERS", (("no_such_package", "bin"),))
    monkeypatch.setattr(programs, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unavailable, match=r"no PostgreSQL found.*Try: pip install .* KATA_DATABASE_URL"):
        find_programs(cache_folder())


def test_a_cache_that_others_can_write_is_not_used(monkeypatch, tmp_path):
    """Somebody who can write there could have put programs of his own into it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    usual = cache_folder()
    usual.chmod(0o777)

    assert cache_folder() != usual
