"""The reference answers of exercises 25 to 27 do the same on MySQL or MariaDB, as their lessons say.

``KATA_MYSQL_URL`` names the server and a user who may make databases, such as ``mysql://root@127.0.0.1:3306/test``.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

SERVER = os.environ.get("KATA_MYSQL_URL")
SOLUTIONS = Path(__file__).parents[2] / "solutions"
HOSTILE = """the cook's "soup"; DROP TABLE todos; -- 100% \\ :x"""


@pytest.fixture
def url() -> Iterator[URL]:
    """The URL of a new database, without a driver; it is dropped afterwards."""
    if not SERVER:
        why = "KATA_MYSQL_URL does not name a MySQL or MariaDB server"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    name = f"kata_{uuid4().hex}"
    server = create_engine(make_url(SERVER).set(drivername="mysql+pymysql"))
    try:
        with server.begin() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(SERVER).set(database=name)
        with server.begin() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
    finally:
        server.dispose()


def answer(exercise: str) -> ModuleType:
    """The reference answer of an exercise."""
    path = SOLUTIONS / exercise / f"{exercise.partition('_')[2]}.py"
    spec = importlib.util.spec_from_file_location(f"reference_{exercise}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_driver(url: URL, driver: str) -> str:
    """The URL with this driver, as a text."""
    return url.set(drivername=f"mysql+{driver}").render_as_string(hide_password=False)


def stored(url: URL, query: str) -> list[tuple[object, ...]]:
    """What another connection finds."""
    engine = create_engine(with_driver(url, "pymysql"))
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        engine.dispose()


def test_exercise_25_by_pymysql(url: URL) -> None:
    """Engine, session and SQL as text, through a driver without await."""
    todo = answer("25_sync_todo")
    for _ in range(2):  # The second time, the table is there.
        engine = todo.make_engine(with_driver(url, "pymysql"))
    try:
        ids = [
            todo.add(engine, title, description, priority)
            for title, description, priority in (
                ("soup", "kitchen", 1),
                ("salad", HOSTILE, 5),
                ("bread", "kitchen", 3),
                ("wine", "cellar", 5),
            )
        ]
        with pytest.raises(IntegrityError):
            todo.add(engine, None, "", 1)

        assert [found.title for found in todo.first_three(engine)] == ["salad", "wine", "bread"]
        assert todo.count(engine) == 4
        assert todo.titles_raw(engine, "kitchen") == ["soup", "bread"]
        assert todo.titles_raw(engine, HOSTILE) == ["salad"]
        assert todo.titles_raw(engine, "x' OR 'x' = 'x") == []
    finally:
        engine.dispose()
    assert ids == [1, 2, 3, 4]
    assert stored(url, "SELECT id, title FROM todos ORDER BY id") == list(
        zip(ids, ("soup", "salad", "bread", "wine"), strict=True)
    )


def test_exercise_26_by_aiomysql(url: URL) -> None:
    """The async engine, an executemany, and rollback of the whole list."""
    core = answer("26_async_core")
    place = with_driver(url, "aiomysql")
    rows = [{"title": title, "priority": priority} for title, priority in (("tea", 3), ("milk", 1), (HOSTILE, 5))]

    async def program() -> None:
        assert await core.main(place, rows, 3) == [HOSTILE, "tea"]
        assert await core.main(place, [], 3) == [HOSTILE, "tea"]
        with pytest.raises(IntegrityError):
            await core.main(place, [{"title": "sugar", "priority": 9}, {"title": None, "priority": 9}], 3)

    asyncio.run(program())

    assert stored(url, "SELECT title, priority FROM todos ORDER BY id") == [("tea", 3), ("milk", 1), (HOSTILE, 5)]


def test_exercise_27_by_aiomysql(url: URL) -> None:
    """A session for each call, in many tasks at once; a title that stays the same is found as well."""
    orm = answer("27_todo_orm")

    async def program() -> None:
        engine = create_async_engine(with_driver(url, "aiomysql"))
        try:
            async with engine.begin() as connection:
                await connection.run_sync(orm.Base.metadata.create_all)
            repo = orm.TodoRepo(async_sessionmaker(engine, expire_on_commit=False))
            ids = await asyncio.gather(*(repo.add(f"todo {number}", number % 3) for number in range(8)))
            with pytest.raises(IntegrityError):
                await repo.add(None)

            assert len(set(ids)) == 8
            assert (await repo.get(ids[5])).title == "todo 5"
            assert await repo.rename(ids[5], HOSTILE)
            assert await repo.rename(ids[5], HOSTILE)
            assert not await repo.rename(0, "nothing")
            assert await repo.delete(ids[2])
            assert not await repo.delete(ids[2])
            assert await repo.get(ids[2]) is None
            assert [todo.title for todo in await repo.top(1)] == [HOSTILE]
            assert engine.pool.checkedout() == 0
        finally:
            await engine.dispose()

    asyncio.run(program())

    assert stored(url, "SELECT count(*), max(title = 'todo 2') FROM todos") == [(7, 0)]
