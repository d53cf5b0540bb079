"""What is sent to a database is seen: statements, transactions, connections and rows, by whatever way."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from inspect import currentframe
from pathlib import Path

import pytest
from sqlalchemy import ForeignKey, create_engine, event, insert, select, text
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

from grader.instruments import places, sql
from grader.instruments.postgres import Server
from grader.instruments.sql import Sql

pytestmark = pytest.mark.timeout(60)


class Base(AsyncAttrs, DeclarativeBase):
    """The models of these tests."""


class Author(Base):
    """Somebody who writes."""

    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list[Post]] = relationship()


class Post(Base):
    """Something written."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))


@pytest.fixture(autouse=True)
def this_file_is_the_learners(monkeypatch):
    """So that its lines count."""
    monkeypatch.setattr(places, "_learner_files", {__file__})


@pytest.fixture
def watched() -> Iterator[Sql]:
    """The instrument, in force."""
    with sql.in_force() as watched:
        yield watched


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with five authors and two posts each."""
    engine = create_engine(f"sqlite:///{tmp_path}/a.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(Author(id=number, posts=[Post(), Post()]) for number in range(1, 6))
        session.commit()
    engine.dispose()
    return f"sqlite+aiosqlite:///{tmp_path}/a.db"


def here() -> int:
    """The line that calls this."""
    return currentframe().f_back.f_lineno


async def with_session(url, work):
    """What an answer does in a session of its own engine."""
    engine = create_async_engine(url)
    try:
        async with async_sessionmaker(engine)() as session:
            return await work(session)
    finally:
        await engine.dispose()


def test_one_query_for_each_row_shows_as_such(watched, url):
    """N+1: grouped by shape and by line, with the values that differ."""

    async def report(session):
        for author in await session.scalars(select(Author)):
            lines.append(here() + 1)
            await author.awaitable_attrs.posts

    lines = []
    with watched.watch() as sent:
        asyncio.run(with_session(url, report))

    assert sent.count == 6
    assert sent.selects == 6
    assert watched.picture()[:2] == [
        f"1 x SELECT authors.id FROM authors                            test_sql.py:{lines[0] - 2}",
        f"5 x SELECT posts... WHERE ? = posts.author_id  (1, 2, 3 ...)  test_sql.py:{lines[0]}",
    ]
    assert watched.picture()[-1].endswith("BEGIN SELECT x6 ROLLBACK give back 1 close 1")
    assert watched.busiest is None
    assert not sent.within(2, per="author")
    assert watched.picture()[0] == "6 statements, 2 allowed (N+1): one per author"
    assert str(watched.busiest) == f"test_sql.py:{lines[0]}"
    assert sent.within(6)
    assert watched.picture()[0].startswith("1 x SELECT")


def test_too_many_statements_are_not_always_one_for_each_row(watched, url):
    """Over the budget, and each of them another statement: the picture does not speak of N+1.

    It shows the block that was over its budget, also when there was another one since.
    """

    async def report(session):
        await session.scalars(select(Author))
        await session.scalars(select(Post))

    with watched.watch() as sent:
        asyncio.run(with_session(url, report))

    assert not sent.within(1, per="author")
    with watched.watch() as later:
        asyncio.run(with_session(url, lambda session: session.scalars(select(Post))))
    assert later.within(1)
    assert watched.picture()[0] == "2 statements, 1 allowed"


def test_the_table_of_statements_fits_a_screen(watched, url):
    """A long statement gives way: first its columns, then its end."""

    async def report(session):
        await session.execute(select(*(Author.id.label(f"a_number_with_a_long_name_{n}") for n in range(9))))
        await session.execute(text(f"select id from authors where {' or '.join(f'id = id + {n}' for n in range(9))}"))

    with watched.watch() as sent:
        asyncio.run(with_session(url, report))

    assert sent.count == 2
    first, second = watched.picture()[:2]
    assert first.startswith("1 x SELECT ... FROM authors  ")
    assert "...  test_sql.py:" in second
    assert max(len(first), len(second)) <= 78


def test_eager_loading_is_two_statements(watched, url):
    """However many authors there are: the values of an IN list are no part of a statement's shape."""

    async def report(session):
        return len((await session.scalars(select(Author).options(selectinload(Author.posts)))).all())

    with watched.watch() as sent:
        assert asyncio.run(with_session(url, report)) == 5

    assert sent.selects == 2
    assert sent.texts[1].endswith("IN (...)")
    assert sent.rows == 15


def test_only_the_block_is_watched(watched, url):
    """What is sent before and after it does not count, and blocks may lie inside each other."""

    async def once(session):
        await session.execute(text("select 1"))

    asyncio.run(with_session(url, once))
    with watched.watch() as outer:
        asyncio.run(with_session(url, once))
        with watched.watch() as inner:
            asyncio.run(with_session(url, once))
    asyncio.run(with_session(url, once))

    assert (int(outer.count), int(inner.count)) == (2, 1)


def test_a_sync_engine_is_seen_as_well(watched, url):
    """Core or ORM; an executemany is one statement, with its number of rows."""
    engine = create_engine(url.replace("+aiosqlite", ""))
    with watched.watch() as sent, engine.begin() as connection:
        connection.execute(insert(Author), [{"id": number} for number in range(10, 20)])
        connection.execute(select(Author)).fetchmany(3)
    engine.dispose()

    assert sent.of("INSERT") == 1
    assert "(10 rows)" in watched.picture()[0]
    assert (int(sent.rows), int(sent.most_rows_at_once)) == (3, 3)


def test_transactions_and_connections_are_seen(watched, url):
    """From taking the connection to giving it back, with savepoints, in one lane for each task."""

    async def work(session: AsyncSession):
        await session.execute(text("update posts set id = id"))
        nested = await session.begin_nested()
        await session.execute(text("delete from posts"))
        await nested.rollback()
        await session.commit()

    with watched.watch() as sent:
        asyncio.run(with_session(url, work))

    assert [step.what for step in sent.steps] == [
        *("connect", "take", "BEGIN", "UPDATE", "SAVEPOINT", "DELETE", "ROLLBACK TO", "COMMIT", "give back", "close"),
    ]
    assert (int(sent.commits), int(sent.rollbacks), int(sent.savepoints), int(sent.connects)) == (1, 0, 1, 1)
    assert watched.picture()[-2].startswith("with_session | connect 1 take 1 BEGIN UPDATE SAVEPOINT DELETE ROLLBACK TO")


def test_a_connection_that_was_lost_is_not_asked(watched, url):
    """A cancelled statement invalidates its connection: watching its rollback neither fails nor connects again."""

    def work(engine):
        with engine.begin() as connection:
            connection.invalidate()
            raise ValueError("of the block")

    engine = create_engine(url.replace("+aiosqlite", ""))
    with watched.watch() as sent, pytest.raises(ValueError, match="of the block"):
        work(engine)
    engine.dispose()

    assert (int(sent.rollbacks), int(sent.connects)) == (1, 1)


def test_a_begin_that_a_listener_sends_is_a_step_and_no_statement(watched, url):
    """With SQLite, a listener sends it where the driver is told not to: it is part of the transaction."""

    async def main():
        engine = create_async_engine(url, connect_args={"isolation_level": None})
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        async with engine.begin() as connection:
            await connection.execute(select(Post))
        await engine.dispose()

    with watched.watch() as sent:
        asyncio.run(main())

    assert [step.what for step in sent.steps] == ["connect", "take", "BEGIN", "SELECT", "COMMIT", "give back", "close"]
    assert sent.count == 1


def test_each_task_has_a_lane(watched, url):
    """Two tasks with a connection each: who did what, from left to right as it happened."""

    async def main():
        engine = create_async_engine(url)
        maker, both = async_sessionmaker(engine), asyncio.Barrier(2)

        async def read():
            async with maker() as session:
                await session.execute(text("select 1"))
                await both.wait()

        async with asyncio.TaskGroup() as group:
            group.create_task(read(), name="red")
            group.create_task(read(), name="blue")
        await engine.dispose()

    with watched.watch() as sent:
        asyncio.run(main())

    assert sent.most_taken == 2
    assert sorted(map(sorted, sent.tasks_by_connection.values())) == [["blue"], ["red"]]
    lanes = [line for line in watched.picture() if " | " in line]
    assert {lane.partition(" ")[0] for lane in lanes} == {"red", "blue", "main"}
    assert sum("BEGIN SELECT" in " ".join(lane.split()) for lane in lanes) == 2


def test_a_statement_behind_a_task_has_its_line(watched, url):
    """The task runs a coroutine of SQLAlchemy's own: the line is the one that made it."""

    async def work(session):
        lines.append(here() + 1)
        await asyncio.create_task(session.scalars(select(Post)))

    async def main():
        # Checks always remember where a coroutine was made.
        import sys

        sys.set_coroutine_origin_tracking_depth(8)
        try:
            await with_session(url, work)
        finally:
            sys.set_coroutine_origin_tracking_depth(0)

    lines = []
    with watched.watch() as sent:
        asyncio.run(main())

    assert str(sent.statements[0].place) == f"test_sql.py:{lines[0]}"


def test_a_statement_around_the_engine_is_counted(watched, url):
    """Through the driver's own connection, inside a session or beside it."""

    async def around(session):
        await session.execute(text("select 1"))
        connection = await session.connection()
        raw = await connection.get_raw_connection()
        await raw.driver_connection.execute_fetchall("select id from posts")
        sqlite3.connect(url.partition(":///")[2]).execute("select id from authors").fetchall()

    with watched.watch() as sent:
        asyncio.run(with_session(url, around))

    assert sent.count == 3
    assert sent.selects == 3
    assert "2 x SELECT, around SQLAlchemy, straight to the driver" in watched.picture()


def test_postgres_is_counted_at_the_driver_too(watched):
    """What asyncpg asks for itself does not count."""

    async def around(session):
        await session.execute(text("select 1 as number"))
        await session.execute(text("select '{}'::jsonb, array[1]"))
        raw = await (await session.connection()).get_raw_connection()
        await raw.driver_connection.fetch("select 2")

    server = Server()
    try:
        with watched.watch() as sent:
            asyncio.run(with_session(server.admin.url, around))
    finally:
        server.close()

    assert sent.count == 3
    assert dict(sent.around()) == {"SELECT": 1}


def test_streamed_rows_come_in_portions(watched, url):
    """All at once, or a few at a time: the largest portion tells."""

    async def all_at_once(session):
        (await session.scalars(select(Post))).first()

    async def streamed(session):
        async with session.begin():
            rows = await session.stream_scalars(select(Post).execution_options(yield_per=2))
            async for _ in rows:
                break
            await rows.close()

    with watched.watch() as sent:
        asyncio.run(with_session(url, all_at_once))
    assert sent.most_rows_at_once == 10
    with watched.watch() as sent:
        asyncio.run(with_session(url, streamed))
    assert sent.most_rows_at_once == 2
    assert sent.rows < 10


def test_what_is_left_behind_is_told(watched, url):
    """A connection that is not given back, and an engine that is not disposed of, each with its line."""

    async def leave():
        taken.append(here() + 1)
        engine = create_async_engine(url)
        first, second = await engine.connect(), await engine.connect()
        await first.close()
        return engine, second

    taken = []
    with asyncio.Runner() as runner:
        engine, connection = runner.run(leave())
        told = watched.sentences()
        runner.run(connection.close())
        runner.run(engine.dispose())

    assert told == [
        f"1 connection never went back to the pool (test_sql.py:{taken[0] + 1}). Leave the block of the session or "
        "connection, or close it.",
        f"1 connection of an engine that you made (test_sql.py:{taken[0]}) stayed open. Dispose of the engine when you "
        "are done with it.",
    ]
    assert watched.sentences() == []


def test_a_connection_that_breaks_at_once_is_not_left_open(watched, url):
    """SQLAlchemy does not tell of its end when it breaks while it is being prepared, and nobody could close it."""

    def breaks(connection, record):
        # Else its thread would stay.
        connection.close()
        raise ConnectionError("gone already")

    async def leave():
        engine = create_async_engine(url)
        event.listen(engine.sync_engine, "connect", breaks)
        with suppress(ConnectionError):
            await engine.connect()

    asyncio.run(leave())
    assert watched.sentences() == []


def test_an_engine_takes_all_its_options(watched, url):
    """SQLAlchemy reads from the engine's class which options there are, and it may not find fewer while we watch."""
    engine = create_engine(url.replace("+aiosqlite", ""), echo=False, hide_parameters=True, query_cache_size=0)
    with watched.watch() as sent, engine.execution_options(logging_token="check").connect() as connection:
        connection.execute(text("select 1"))
    told = watched.sentences()
    engine.dispose()

    assert sent.count == 1
    assert [sentence.partition(" (")[0] for sentence in told] == ["1 connection of an engine that you made"]


def test_an_engine_of_the_check_is_not_the_learners_to_close(watched, url, monkeypatch):
    """Only who makes an engine has to dispose of it."""
    monkeypatch.setattr(places, "_learner_files", set())

    async def main():
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            await connection.execute(text("select 1"))
        told = watched.sentences()
        await engine.dispose()
        return told

    assert asyncio.run(main()) == []
