"""Database drivers on the simulated clock: a query takes no simulated time, and no timeout fires early."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import aiosqlite
import asyncpg
import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import create_async_engine

from grader.instruments.postgres import Address, Server

pytestmark = pytest.mark.timeout(60)

SLOW_SQLITE = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000) select count(*) from n"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Address]:
    """Where a PostgreSQL server is."""
    server = Server()
    yield server.admin
    server.close()


def test_aiosqlite_queries_take_no_simulated_time(lab, tmp_path):
    """Twenty queries and a pause of a second, under a timeout of one and a bit."""

    async def main():
        async with aiosqlite.connect(tmp_path / "a.db") as connection, asyncio.timeout(1.05):
            for _ in range(20):
                await connection.execute("select 1")
            await asyncio.sleep(1)

    lab.run(main)
    assert lab.clock.elapsed == 1


def test_a_slow_aiosqlite_query_is_waited_for(lab, tmp_path):
    """The clock stands still while the database works."""

    async def main():
        async with aiosqlite.connect(tmp_path / "a.db") as connection, asyncio.timeout(5):
            cursor = await connection.execute(SLOW_SQLITE)
            return await cursor.fetchone()

    assert lab.run(main) == (300000,)
    assert lab.clock.elapsed == 0


def test_an_idle_aiosqlite_connection_does_not_hold_the_clock(lab, tmp_path):
    """An hour passes at once with the connection open."""

    async def main():
        async with aiosqlite.connect(tmp_path / "a.db"):
            await asyncio.sleep(3600)

    lab.run(main)
    assert lab.clock.elapsed == 3600
    assert lab.wall < 5


async def _query_sleep_query(url):
    engine = create_async_engine(url)

    async def one():
        async with asyncio.timeout(1.05), engine.connect() as connection:
            await connection.execute(text("select 1"))
            await asyncio.sleep(1)
            await connection.execute(text("select 1"))

    try:
        await asyncio.gather(one(), one(), one())
    finally:
        await engine.dispose()


def test_sqlalchemy_with_aiosqlite(lab, tmp_path):
    """Three tasks that query, sleep a second and query again take one second, exactly."""
    lab.run(lambda: _query_sleep_query(f"sqlite+aiosqlite:///{tmp_path}/a.db"))
    assert lab.clock.elapsed == 1


def test_what_a_dialect_waits_for_is_waited_for(lab, tmp_path):
    """SQLAlchemy's own code makes the future when it sets a connection's isolation level, and not the driver's."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/a.db")

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection, record):
        connection.driver_connection._tx.put_nowait((None, lambda: time.sleep(0.1)))
        connection.isolation_level = None

    async def main():
        async with asyncio.timeout(5), engine.connect() as connection:
            await connection.execute(text("select 1"))
        await engine.dispose()

    lab.run(main)
    assert lab.clock.elapsed == 0


def test_asyncpg(lab, postgres):
    """A slow query under a timeout, then a pause."""

    async def main():
        connection = await asyncpg.connect(postgres.dsn)
        try:
            async with asyncio.timeout(5):
                await connection.execute("select pg_sleep(0.2)")
                await asyncio.sleep(1)
        finally:
            await connection.close()

    lab.run(main)
    assert 1 <= float(lab.clock.elapsed) < 5


def test_sqlalchemy_with_asyncpg(lab, postgres):
    """As with SQLite, on a server with sockets."""
    lab.run(lambda: _query_sleep_query(postgres.url))
    assert 1 <= float(lab.clock.elapsed) < 1.05
