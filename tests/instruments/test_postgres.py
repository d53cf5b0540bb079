"""A PostgreSQL server of our own: there when it is asked for, and gone without a trace."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from grader.checks.bench import set_up
from grader.instruments.postgres import Address, Databases, Server, Unavailable, asking, empty, programs, server
from grader.instruments.postgres.programs import find_programs
from grader.instruments.postgres.template import cache_folder

pytestmark = pytest.mark.timeout(60)

STARTS_ONE = """
import sys
from grader.instruments.postgres import Server
server = Server()
print(server.folder, server.admin.dsn, flush=True)
sys.stdin.read()
"""


def version_of(dsn: str) -> str:
    """What the server there says it is."""

    async def ask() -> str:
        connection = await asyncpg.connect(dsn)
        try:
            return str(await connection.fetchval("select version()"))
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_several_at_once_may_be_the_first(tmp_path: Path) -> None:
    """One of them copies the programs to where anybody can read them; the others wait, and use the copy."""
    carried = programs._carried()
    if carried is None:
        pytest.skip("no package that carries PostgreSQL is installed")

    with ThreadPoolExecutor(4) as pool:
        copies = set(pool.map(lambda _: programs._readable_copy(carried, tmp_path), range(4)))

    assert len(copies) == 1
    assert (copies.pop() / "postgres").stat().st_size == (carried / "postgres").stat().st_size
    assert len(list(tmp_path.glob("programs-*"))) == 1


def somebody_with_a_server() -> tuple[subprocess.Popen[str], Path, str]:
    """A process that has started a server, the server's folder, and how to reach it."""
    child = subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    folder, dsn = child.stdout.readline().split()
    return child, Path(folder), dsn


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
    folder = running.folder
    assert version_of(running.admin.dsn).startswith("PostgreSQL")

    running.close()

    assert not folder.exists()
    assert processes_of(folder) == []


def test_four_at_once():
    """Four servers start at the same time and do not meet."""
    with ThreadPoolExecutor(4) as pool:
        servers = list(pool.map(lambda _: Server(), range(4)))
        try:
            places = {running.admin.dsn for running in servers}
            assert len(places) == 4
            assert all(version.startswith("PostgreSQL") for version in pool.map(version_of, places))
        finally:
            list(pool.map(Server.close, servers))


def test_it_ends_with_whoever_started_it():
    """Also when that one was killed and could not say goodbye."""
    child, folder, dsn = somebody_with_a_server()
    assert version_of(dsn).startswith("PostgreSQL")

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
        assert running.folder.exists()
    finally:
        running.close()


def test_a_killed_guard_is_no_trace_for_ever():
    """Server and guard are killed both: the next start removes their folder."""
    child, folder, _ = somebody_with_a_server()
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


@pytest.fixture
def running() -> Iterator[Server]:
    """A server."""
    server = Server()
    yield server
    server.close()


def test_a_question_of_the_checks_own_blames_nobody(running):
    """A check that asks on its loop's thread makes the loop wait. The next blocking call is told as always."""

    async def nap(connection: Any) -> None:
        await connection.execute("select pg_sleep(0.3)")

    async def main(*steps: Callable[[], object]) -> None:
        for step in steps:
            await asyncio.sleep(0.001)
            step()
        await asyncio.sleep(0.001)

    with set_up(real=False) as bench:
        asyncio.run(main(lambda: asking.ask(running.admin, nap)))
        assert bench.clock.blocks == []
        asyncio.run(main(lambda: threading.Event().wait(0.3)))
    assert [block.what for block in bench.clock.blocks] == ["a blocking call"]


def test_a_deadlock_is_found_at_once(running):
    """Two transactions that wait for each other: one of them is told so long before a second has passed.

    Only a superuser could say so for one database, and checks have none.
    """

    async def one(connection: Any, *rows: int) -> None:
        async with connection.transaction():
            for row in rows:
                await connection.execute("update rows set n = n + 1 where id = $1", row)
                await connection.execute("select pg_sleep(0.1)")

    async def meet(connection: Any) -> list[Any]:
        await connection.execute("create table rows (id int, n int); insert into rows values (1, 0), (2, 0)")
        other = await asyncpg.connect(running.admin.dsn)
        try:
            return await asyncio.gather(one(connection, 1, 2), one(other, 2, 1), return_exceptions=True)
        finally:
            other.terminate()

    assert said(running.admin, "show deadlock_timeout")[0][0][0] == "50ms"
    results = asking.ask(running.admin, meet)
    assert sorted(type(result).__name__ for result in results) == ["DeadlockDetectedError", "NoneType"]


def test_nobody_connects_without_a_password(running):
    """Not even the superuser, who could start programs on this machine."""
    with pytest.raises(asyncpg.InvalidPasswordError):
        version_of(running.admin.to("postgres", "kata", "guessed").dsn)


def test_a_user_of_a_database_can_do_nothing_else(running):
    """He owns his database, and gets into no other one, to no file and to nobody's rights."""
    address = Databases(running.admin, "exercise", "learner").create()
    assert version_of(address.dsn).startswith("PostgreSQL")
    for other in ("postgres", "template1"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            version_of(address.to(other).dsn)
    for statement in (
        "create database another",
        "create role another",
        "copy (select 1) to program 'true'",
        "select pg_read_file('PG_VERSION')",
        "select lo_import('/etc/passwd')",
        "set role kata",
        "alter system set fsync = on",
        "set temp_file_limit = -1",
        "alter role learner connection limit -1",
        "alter role learner superuser",
        "drop database exercise",
        "create extension file_fdw",
    ):
        with pytest.raises(Unavailable, match=r"InsufficientPrivilege|ObjectInUse|FeatureNotSupported"):
            said(address, statement)


def said(address: Address, *statements: str) -> list[Any]:
    """What a server answers to these statements, one after another over one connection."""

    async def talk(connection: Any) -> list[Any]:
        return [await connection.fetch(statement) for statement in statements]

    return asking.ask(address, talk)


def test_a_dropped_database_is_gone_whoever_is_connected(running):
    """The next one of that name is new."""
    databases = Databases(running.admin, "exercise", "learner")
    address = databases.create()
    said(address, "create table left_behind (id int)")

    async def stay() -> None:
        connection = await asyncpg.connect(address.dsn)
        await connection.execute("begin; lock table left_behind")
        await asyncio.to_thread(databases.drop)
        assert connection.is_closed() or not await _works(connection)

    asyncio.run(stay())
    assert said(databases.create(), "select count(*) from pg_tables where schemaname = 'public'") == [[(0,)]]


async def _works(connection: asyncpg.Connection) -> bool:
    try:
        await connection.execute("select 1")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return False
    return True


def test_an_emptied_database_is_as_new(running):
    """Its owner empties it: tables, types, schemas, large objects and settings are gone."""
    address = Databases(running.admin, "exercise", "learner").create()
    before = said(address, CONTENTS)
    said(
        address,
        "create table a (id serial primary key)",
        "create type mood as enum ('sad', 'glad')",
        "create schema other",
        'create table other."odd ""name" (id int)',
        "select lo_create(0)",
        "alter role learner set search_path = other",
        "alter role learner in database exercise set work_mem = '1MB'",
    )
    assert said(address, CONTENTS) != before

    empty(address)

    assert said(address, CONTENTS) == before
    assert said(address, "create table a (id int)", "show search_path")[1] == [('"$user", public',)]


CONTENTS = """
select relname::text from pg_class where relnamespace not in (select oid from pg_namespace where nspname ~ '^pg_|^info')
union all select typname::text from pg_type where typnamespace not in
    (select oid from pg_namespace where nspname ~ '^pg_|^info')
union all select nspname::text from pg_namespace where nspname !~ '^pg_'
union all select oid::text from pg_largeobject_metadata
union all select setconfig::text from pg_db_role_setting
order by 1
"""


@pytest.mark.parametrize(
    ("url", "sqlalchemy", "dsn"),
    [
        (
            "postgresql://me:pa%40ss@db:5433/x",
            "postgresql+asyncpg://me:pa%40ss@db:5433/x",
            "postgresql://me:pa%40ss@db:5433/x",
        ),
        (
            "postgresql+asyncpg:///x?host=/run/pg",
            "postgresql+asyncpg:///x?host=/run/pg",
            "postgresql:///x?host=/run/pg",
        ),
        ("postgres://db", "postgresql+asyncpg://db/postgres", "postgresql://db/postgres"),
        ("postgresql://db/x?ssl=require", "postgresql+asyncpg://db/x?ssl=require", "postgresql://db/x?sslmode=require"),
    ],
)
def test_an_address_is_a_url(url, sqlalchemy, dsn):
    """Read from one, and said as one to SQLAlchemy and to asyncpg."""
    address = Address.read(url)
    assert (address.url, address.dsn) == (sqlalchemy, dsn)
