"""Every guess about an error is provoked by the real error, on the Python that runs the tests."""

from __future__ import annotations

import asyncio
import gc
import pickle
import sys
import warnings
from collections.abc import Awaitable
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from textwrap import indent
from types import ModuleType

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from grader.checks.feedback import GUESSES, advice
from grader.instruments.postgres import Server

WORK = "async def work():\n    return 1\n\n\n"
CODE = {
    "await in plain code": "def f():\n    await work()\n",
    "formatted coroutine": "f'{work():.2f}'",
    "coroutine asked for its result": "work().result()",
    "attribute of a coroutine": "work().upper()",
    "index of a coroutine": "work()[0]",
    "sum with a coroutine": "1 + work()",
    "number of a task": "asyncio.run(main(lambda task: 1 + task))",
    "index of a task": "asyncio.run(main(lambda task: task[0]))",
    "attribute of a task": "asyncio.run(main(lambda task: task.upper()))",
    "next of a coroutine": "next(work())",
    "value for a new coroutine": "work().send(1)",
    "awaited generator": "asyncio.run(await_generator())",
    "async for over a coroutine": "asyncio.run(loop_over_coroutine())",
    "awaited number": "asyncio.run(await_number())",
    "nested run": "asyncio.run(nested())",
    "nested loop": "asyncio.run(nested_loop())",
    "coroutine awaited twice": "asyncio.run(twice())",
    "coroutine awaited by two": "asyncio.run(two_callers())",
    "no running loop": "asyncio.create_task(work())",
    "another loop": "other_loop()",
    "dict that grows": "d = {1: 1}\nfor key in d:\n    d[key + 1] = 1\n",
    "run of a function": "asyncio.run(work)",
    "task of a function": "asyncio.run(task_of_function())",
    "gather of a result": "asyncio.run(gather_result())",
    "gather of a list": "asyncio.run(gather_list())",
    "wait for coroutines": "asyncio.run(wait_coroutines())",
    "called result": "'text'()",
    "result too early": "asyncio.run(main(lambda task: task.result()))",
    "as_completed as a dict of tasks": "asyncio.run(arrivals_by_name())",
    "with in place of async with": "with lock:\n    pass\n",
    "for over an async iterator": "for _ in Pages():\n    pass\n",
    "time is up": "asyncio.run(late())",
    "no room": "queue = asyncio.Queue(1)\nqueue.put_nowait(1)\nqueue.put_nowait(2)\n",
    "nothing there": "asyncio.Queue().get_nowait()",
    "lease that never yields": "asyncio.run(lend(never))",
    "lease that yields twice": "asyncio.run(lend(twice_lent))",
    "generator that goes on": "asyncio.run(close_stubborn())",
    "done too often": "asyncio.Queue().task_done()",
}
PRELUDE = """
import asyncio

async def work():
    return 1

async def main(use):
    task = asyncio.create_task(work())
    use(task)

async def generator():
    yield 1

async def await_generator():
    await generator()

async def loop_over_coroutine():
    async for _ in work():
        pass

async def await_number():
    await 1

async def nested():
    asyncio.run(work())

async def nested_loop():
    asyncio.new_event_loop().run_until_complete(work())

async def twice():
    coroutine = work()
    await coroutine
    await coroutine

async def two_callers():
    async def wait():
        await asyncio.sleep(1)
    coroutine = wait()

    async def caller():
        await coroutine

    await asyncio.gather(caller(), caller())

def other_loop():
    async def future():
        return asyncio.get_running_loop().create_future()
    made = asyncio.run(future())

    async def use():
        await made
    asyncio.run(use())

async def task_of_function():
    asyncio.create_task(work)

async def gather_result():
    await asyncio.gather(await work())

async def gather_list():
    await asyncio.gather([work(), work()])

async def wait_coroutines():
    await asyncio.wait([work()])

async def arrivals_by_name():
    names = {asyncio.create_task(work()): "work"}
    for arrival in asyncio.as_completed(names):
        names[arrival]

async def late():
    async with asyncio.timeout(0.001):
        await asyncio.sleep(1)

from contextlib import asynccontextmanager

@asynccontextmanager
async def never():
    if False:
        yield

@asynccontextmanager
async def twice_lent():
    yield
    yield

async def lend(lease):
    async with lease():
        pass

async def close_stubborn():
    async def stubborn():
        try:
            yield 1
        finally:
            yield 2
    pages = stubborn()
    await anext(pages)
    await pages.aclose()

class Pages:
    def __aiter__(self):
        return self

lock = asyncio.Lock()
"""


SQL_CODE = {
    "lazy load": "(await session.get(Team, 1)).members",
    "expired attribute": "team = await session.get(Team, 1)\nawait session.commit()\nteam.name",
    "sync use of an async engine": "Base.metadata.create_all(engine.sync_engine)",
    "session in a thread": "await asyncio.to_thread(session.sync_session.execute, select(Team))",
    "dynamic collection": "(await session.get(Team, 1)).dynamic.all()",
    "lazy load after close": "team = await session.get(Team, 1)\nawait session.close()\nteam.members",
    "expired after close": "team = await session.get(Team, 1)\nawait commit(session)\nawait session.close()\nteam.name",
    "lazy raise": "(await session.get(Team, 1)).raising",
    "column not loaded": "(await session.scalars(only_ids())).first().name",
    "no AsyncAttrs": "Player().awaitable_attrs",
    "write-only as a list": "list((await session.get(Team, 1)).write_only)",
    "length of write-only": "len((await session.get(Team, 1)).write_only)",
    "slice of write-only": "(await session.get(Team, 1)).write_only[:3]",
    "append to write-only": "(await session.get(Team, 1)).write_only.append(Player())",
    "select that nobody ran": "select(Team).all()",
    "one session, cold": "await asyncio.gather(*(session.execute(select(Team)) for _ in range(3)))",
    "one session, flushes": "await session.execute(select(Team))\nawait asyncio.gather(*map(flush, [session] * 3))",
    "one session, commits": "await session.execute(select(Team))\nawait asyncio.gather(*map(commit, [session] * 3))",
    "second connection": "await session.execute(select(Team))\nawait engine.connect()",
    "failed and went on": "await fail(session)\nawait session.execute(select(Team))",
    "begin after a select": "await session.execute(select(Team))\nasync with session.begin():\n    pass",
    "commit inside begin": "async with session.begin():\n    await session.commit()\n    await session.get(Team, 1)",
    "joined load": "(await session.scalars(select(Team).options(joinedload(Team.members)))).all()",
    "async for over a result": "async for _ in await session.scalars(select(Team)):\n    pass",
    "for over a stream": "for _ in await session.stream(select(Team)):\n    pass",
    "string for a session": "await session.execute('select 1')",
    "string for a connection": "await (await session.connection()).execute('select 1')",
    "and between conditions": "select(Team).where(Team.id > 1 and Team.name == 'red')",
    "sync driver": "create_async_engine('sqlite://')",
    "sync engine": "AsyncSession(create_engine('sqlite://'))\nawait AsyncSession(create_engine('sqlite://')).connection()",
    "pool of threads": "create_async_engine('sqlite+aiosqlite://', poolclass=QueuePool)",
    "sync session on an async engine": "Session(engine).scalars(select(Team))",
    "create_all on an async engine": "Base.metadata.create_all(engine)",
    "inspect an async engine": "inspect(engine)",
    "session.query": "session.query(Team)",
    "event of an async engine": "event.listen(engine, 'before_cursor_execute', print)",
    "event of an async session": "event.listen(AsyncSession, 'before_commit', print)",
    "object of another session": "AsyncSession(engine).add(await session.get(Team, 1))",
    "one of none": "(await session.scalars(select(Player))).one()",
    "row that is gone": (
        "team = await session.get(Team, 1)\n"
        "await (await session.connection()).exec_driver_sql('delete from teams')\n"
        "team.name = 'blue'\n"
        "await session.flush()"
    ),
    "two writers": "await two_writers(engine)",
}
SQL_PRELUDE = """
import asyncio
import itertools
import sqlite3

from sqlalchemy import ForeignKey, QueuePool, create_engine, event, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncSession, create_async_engine
from sqlalchemy.orm import (
    DeclarativeBase, DynamicMapped, Mapped, Session, WriteOnlyMapped, joinedload, load_only, mapped_column,
    relationship,
)

class Base(DeclarativeBase):
    pass

class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    members: Mapped[list["Player"]] = relationship()
    raising: Mapped[list["Player"]] = relationship(lazy="raise", viewonly=True)
    write_only: WriteOnlyMapped["Player"] = relationship(viewonly=True)
    dynamic: DynamicMapped["Player"] = relationship(viewonly=True)

class Player(Base):
    __tablename__ = "players"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))

def only_ids():
    return select(Team).options(load_only(Team.id, raiseload=True))

numbers = itertools.count()

async def flush(session):
    session.add(Team(name=f"team {next(numbers)}"))
    await session.flush()

async def commit(session):
    session.add(Team(name=f"team {next(numbers)}"))
    await session.commit()

async def fail(session):
    session.add(Team(name="red"))
    try:
        await session.flush()
    except IntegrityError:
        pass

async def two_writers(engine):
    other = sqlite3.connect(engine.url.database)
    other.execute("begin immediate")
    try:
        async with engine.begin() as connection:
            await connection.execute(insert(Team), [{"name": "blue"}])
    finally:
        other.close()

async def main(path, attempt):
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        pool_size=1, max_overflow=0, pool_timeout=0.05, connect_args={"timeout": 0.05},
    )
    try:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
            await connection.execute(insert(Team), [{"name": "red"}])
        await engine.dispose()
        async with AsyncSession(engine) as session:
            await attempt(engine, session)
    finally:
        await engine.dispose()
"""


def _provoke(code: str) -> BaseException:
    scope: dict[str, object] = {}
    exec(PRELUDE, scope)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is depends on the code
        exec(compile(code if "await work()\n" not in code else WORK + code, "answer.py", "exec"), scope)
    return caught.value


@cache
def _teams() -> ModuleType:
    """A real module: SQLAlchemy looks up there what the annotations of a model mean."""
    module = sys.modules["teams_of_test_feedback"] = ModuleType("teams_of_test_feedback")
    exec(SQL_PRELUDE, vars(module))
    return module


def _provoke_sql(code: str, folder: Path) -> BaseException:
    teams = _teams()
    scope = dict(vars(teams))
    exec(f"async def attempt(engine, session):\n{indent(code, '    ')}\n", scope)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is depends on the code
        asyncio.run(teams.main(folder / "teams.db", scope["attempt"]))
    return caught.value


async def _provoke_postgres(server: Server) -> list[BaseException]:
    """Only PostgreSQL says these, through SQLAlchemy or without it."""
    engine = create_async_engine(server.admin.url)
    one, two = [await asyncpg.connect(server.admin.dsn) for _ in range(2)]
    try:
        await one.execute("create table seats (id int primary key, taken int); insert into seats values (1, 0), (2, 0)")
        async with AsyncSession(engine) as session:
            errors = [await _error(session.execute(text("select pg_notify('news', repeat('x', 9000))")))]
            errors.append(await _error(session.execute(text("select 1"))))
            await session.rollback()
            errors.append(await _error(session.execute(text("notify news, :text"), {"text": "late"})))
            await session.rollback()
            errors.append(await _error(session.execute(text("select 1; select 2"))))
            errors += await asyncio.gather(*(_error(one.fetch("select pg_sleep(0.1)")) for _ in range(2)))
            for connection in (one, two):
                await connection.execute("set deadlock_timeout = '20ms'; begin isolation level repeatable read")
                await connection.execute("select * from seats")
            await one.execute("update seats set taken = 1 where id = 1")
            await two.execute("update seats set taken = 1 where id = 2")
            errors += await asyncio.gather(
                _error(one.execute("update seats set taken = 2 where id = 2")),
                _error(two.execute("update seats set taken = 2 where id = 1")),
            )
            for connection in (one, two):
                await connection.execute("rollback; begin isolation level repeatable read; select * from seats")
            await one.execute("update seats set taken = 3 where id = 1; commit")
            errors.append(await _error(two.execute("update seats set taken = 4 where id = 1")))
        return [error for error in errors if error]
    finally:
        await one.close()
        await two.close()
        await engine.dispose()


async def _error(awaitable: Awaitable[object]) -> BaseException | None:
    try:
        await awaitable
    except Exception as error:
        return error
    return None


@pytest.fixture(scope="module")
def postgres_errors() -> list[BaseException]:
    """What a real server answers."""
    server = Server()
    try:
        return asyncio.run(_provoke_postgres(server))
    finally:
        server.close()


@pytest.fixture(autouse=True)
def quiet():
    """What is provoked leaves coroutines behind that nobody awaited."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
        gc.collect()


@pytest.mark.parametrize("case", CODE)
def test_a_common_mistake_is_guessed(case):
    """The real error of this Python has its sentence."""
    assert advice(_provoke(CODE[case]))


@pytest.mark.parametrize("case", SQL_CODE)
def test_a_common_mistake_with_sqlalchemy_is_guessed(case, tmp_path):
    """The real error of this SQLAlchemy has its sentence, however it is wrapped."""
    assert advice(_provoke_sql(SQL_CODE[case], tmp_path))


def test_what_only_postgres_says_is_guessed(postgres_errors):
    """Too long a payload, a failed transaction, wrong statements, a busy connection, a deadlock, a change before."""
    assert [str(error) for error in postgres_errors if not advice(error)] == []
    assert len(postgres_errors) == 7


def test_a_wrapped_error_is_looked_into():
    """The text of the outer error need not repeat that of the inner one, and nothing is looked into for ever."""
    inner = _provoke("work().upper()")
    outer = StatementError("it failed", "SELECT 1", {}, inner)
    assert advice(outer) == advice(inner)

    endless = ConnectionError("the feed is down")
    endless.orig = endless
    assert advice(endless) == ""


def test_every_guess_can_come_up(postgres_errors, tmp_path_factory):
    """No row of the table is unreachable: each is the answer to at least one real error."""
    errors = [_provoke(code) for code in CODE.values()]
    errors += [_provoke_sql(code, tmp_path_factory.mktemp("teams")) for code in SQL_CODE.values()]
    errors += postgres_errors
    errors += [BrokenProcessPool("A child process terminated abruptly"), _pickle_error(), GeneratorExit()]
    said = {advice(error) for error in errors}
    assert [guess.sentence for guess in GUESSES if guess.sentence not in said] == []


def _pickle_error() -> BaseException:
    with pytest.raises((pickle.PicklingError, AttributeError)) as caught:
        pickle.dumps(lambda: None)
    return caught.value


def test_an_error_that_says_enough_gets_no_guess():
    """An ordinary mistake is told by Python's own words."""
    assert advice(ZeroDivisionError("division by zero")) == ""
    assert advice(ConnectionError("the feed is down")) == ""
