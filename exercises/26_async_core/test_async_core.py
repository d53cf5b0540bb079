"""The checks of exercise 26, in the order of its tasks."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from threading import Event, Timer

import pytest
from async_core import add_todos, init_db, main, urgent
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from grader.checks import Count, new_token, same, task

TABLE = "CREATE TABLE todos (id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL, priority INTEGER NOT NULL)"
"""What the stub's table is in SQL."""
TURNS = 10
"""How often somebody else gets a turn before the database is free again."""


def database(url):
    """A connection of the check's own, around the engine."""
    return closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None, check_same_thread=False))


def stored(url):
    """The titles and priorities in the database, in the order of their ids."""
    with database(url) as connection:
        return [list(row) for row in connection.execute("SELECT title, priority FROM todos ORDER BY id")]


def store(url, rows):
    """Put rows into the database, around the engine."""
    with database(url) as connection:
        connection.executemany("INSERT INTO todos (title, priority) VALUES (:title, :priority)", rows)


def make_rows(*priorities):
    """Rows with titles that nobody can guess."""
    return [
        {"title": new_token(f"title {number}"), "priority": priority} for number, priority in enumerate(priorities, 1)
    ]


def values(rows):
    """What should be in the database for these rows."""
    return [[row["title"], row["priority"]] for row in rows]


@pytest.fixture
async def engine(sqlite_url):
    """An engine of the check's own, on a database with the table and no rows."""
    with database(sqlite_url) as connection:
        connection.execute(TABLE)
    engine = create_async_engine(sqlite_url)
    yield engine
    await engine.dispose()


async def error_of(work):
    """The database's error that came out, if any."""
    try:
        await work
    except SQLAlchemyError as error:
        return error
    return None


@task(1)
async def test_the_table_is_made(sqlite_url):
    """A new database gets its table, and the engine that comes back is an async one that works."""
    engine = await init_db(sqlite_url)

    assert isinstance(engine, AsyncEngine), (
        f"init_db should return an AsyncEngine, and it returned an object of type {type(engine).__name__}."
    )
    try:
        with database(sqlite_url) as connection:
            columns = [row[1] for row in connection.execute("PRAGMA table_info(todos)")]
        assert same(columns, ["id", "title", "priority"]), "After init_db, the table todos should have these columns."
        rows = make_rows(3)
        store(sqlite_url, rows)
        async with engine.connect() as connection:
            found = (await connection.execute(text("SELECT title FROM todos"))).scalars().all()
    finally:
        await engine.dispose()
    assert same(list(found), [rows[0]["title"]]), "The engine should read what is in the database of the URL."


@task(1)
async def test_what_is_there_stays(sqlite_url):
    """A database that has the table already keeps its rows."""
    rows = make_rows(3, 1)
    with database(sqlite_url) as connection:
        connection.execute(TABLE)
    store(sqlite_url, rows)

    engine = await init_db(sqlite_url)

    assert isinstance(engine, AsyncEngine), (
        f"init_db should return an AsyncEngine, and it returned an object of type {type(engine).__name__}."
    )
    await engine.dispose()
    assert same(stored(sqlite_url), values(rows)), "The rows that were there before init_db should still be there."


@task(2, points=2)
async def test_rows_are_saved_with_one_insert(engine, sqlite_url, sql):
    """All rows are in the database for good, in their order, and one INSERT brought them there."""
    rows = make_rows(2, 5, 1, 5, 3)
    rows[3] = dict(rows[1])

    with sql.watch() as sent:
        await add_todos(engine, rows)
    await engine.dispose()

    assert same(stored(sqlite_url), values(rows)), (
        "Another connection should find the five rows in their order, also the two that are alike. What no commit has "
        "made final, nobody else ever sees."
    )
    assert sent.of("INSERT") == 1, "One INSERT can carry all rows: hand it the whole list."


@task(2)
async def test_all_rows_or_none(engine, sqlite_url):
    """When the database refuses one row, it keeps none of the list, and the caller gets its error."""
    before, refused, after = make_rows(1), make_rows(4, 2, 3), make_rows(5)
    refused[2]["title"] = None
    store(sqlite_url, before)

    error = await error_of(add_todos(engine, refused))
    await add_todos(engine, after)

    assert same(stored(sqlite_url), values(before + after)), (
        "The third row of a list had no title, and the database refused it: no row of that list should be there, and "
        "all rows of the next list."
    )
    assert isinstance(error, IntegrityError), (
        "The database refused a row, and the caller should get its IntegrityError."
    )


@task(2)
async def test_an_empty_list_adds_nothing(engine, sqlite_url):
    """No rows to add are no error, and no row."""
    rows = make_rows(4)

    error = await error_of(add_todos(engine, []))
    await add_todos(engine, rows)

    assert not isinstance(error, IntegrityError), (
        "An empty list was added, and the database was asked to save something: an INSERT without any values asks for "
        "a row of defaults."
    )
    if error is not None:
        raise error

    assert same(stored(sqlite_url), values(rows)), (
        "First an empty list was added, then a list of one row: that row should be there, and nothing else."
    )


@task(3, points=2)
async def test_urgent_titles_come_first(engine, sqlite_url, sql):
    """The titles of that priority and above, highest first, equals by their id, picked by the database."""
    rows = make_rows(2, 50, 1, 4, 50, 3, 0, 1, 50)
    rows[1]["title"], rows[4]["title"] = rows[4]["title"], rows[1]["title"]
    rows[5]["title"] = rows[3]["title"]
    store(sqlite_url, rows)
    expected = [rows[number]["title"] for number in (1, 4, 8, 3, 5)]

    with sql.watch() as sent:
        titles = await urgent(engine, 3)

    assert same(titles, expected), (
        "The result should be a list of the titles with priority 3 and above: the highest first, and of equals the "
        "one with the lower id. Two rows may well have the same title."
    )
    assert sent.selects == 1, "One question to the database is enough."
    assert sent.rows <= 5, "Five rows are urgent: let the database pick them, and bring no others over."


@task(3)
async def test_nothing_urgent_is_an_empty_list(engine, sqlite_url):
    """When nothing is urgent enough, the list is empty; what was saved since shows the next time."""
    store(sqlite_url, make_rows(2, 1))
    first = await urgent(engine, 3)
    rows = make_rows(4)
    store(sqlite_url, rows)

    second = await urgent(engine, 3)

    assert same(first, []), "Nothing had priority 3 or above: the result should be an empty list."
    assert same(second, [rows[0]["title"]]), "Since the first call a row with priority 4 was saved."


@dataclass
class Locked:
    """What happened while somebody else held the database locked."""

    result: object
    turns: Count
    """How often others had a turn before it was free."""
    free: bool
    """Whether it was free in the end."""


async def while_it_is_locked(url, work):
    """Do it while somebody else holds the database locked: until others had enough turns, or for 3 real seconds."""
    turns, free = [], Event()
    with database(url) as somebody_else:
        somebody_else.execute("BEGIN EXCLUSIVE")

        def unlock():
            somebody_else.rollback()
            free.set()

        at_last = Timer(3, unlock)
        at_last.start()

        async def others():
            while len(turns) < TURNS and not free.is_set():
                await asyncio.sleep(0.02)
                turns.append("somebody had a turn")
            unlock()

        waiting = asyncio.create_task(others())
        try:
            result = await work
        finally:
            seen = Locked(None, Count(len(turns), "turns for others", "turn for others"), free.is_set())
            waiting.cancel()
            await asyncio.wait([waiting])
            at_last.cancel()
            at_last.join()
    seen.result = result
    return seen


@task(4)
async def test_everybody_else_goes_on_meanwhile(engine, sqlite_url):
    """While the database makes a statement wait, the loop goes on with everything else."""
    rows = make_rows(4)

    writing = await while_it_is_locked(sqlite_url, add_todos(engine, rows))

    assert writing.free, "add_todos came back while the database was locked: it cannot have saved anything by then."
    assert writing.turns == TURNS, "The database made add_todos wait, and the whole loop waited with it."

    reading = await while_it_is_locked(sqlite_url, urgent(engine, 3))

    assert reading.free, "urgent came back while the database was locked: it cannot have asked anything by then."
    assert reading.turns == TURNS, "The database made urgent wait, and the whole loop waited with it."
    assert same(reading.result, [rows[0]["title"]]), "One urgent row was added, and urgent should return its title."


def left_open(sent):
    """How many connections were opened and not closed."""
    closed = sum(step.what == "close" for step in sent.steps)
    return Count(int(sent.connects) - closed, "connections left open", "connection left open")


@task(5)
async def test_main_does_it_all_and_closes_up(sqlite_url, sql):
    """From an empty database to the urgent titles, twice, and no connection is open in the end."""
    rows, more = make_rows(3, 1, 5), make_rows(4, 2)

    with sql.watch() as sent:
        first = await main(sqlite_url, rows, 3)
        second = await main(sqlite_url, more, 3)

    assert same(first, [rows[2]["title"], rows[0]["title"]]), "main should return what is urgent among the rows."
    assert same(second, [rows[2]["title"], more[0]["title"], rows[0]["title"]]), (
        "The second time, main should return what is urgent among the rows of both times."
    )
    assert same(stored(sqlite_url), values(rows + more)), "The rows of both times should be in the database."
    assert left_open(sent) == 0, (
        "main is over, and a connection is still open: give back what was borrowed, and dispose of its engine."
    )


@task(5)
async def test_main_closes_up_after_an_error(sqlite_url, sql):
    """When the database refuses a row, the caller gets its error, and no connection is open in the end."""
    rows = make_rows(3, 1)
    rows[1]["title"] = None

    with sql.watch() as sent:
        error = await error_of(main(sqlite_url, rows, 3))

    assert isinstance(error, IntegrityError), (
        "The database refused a row, and the caller should get its IntegrityError."
    )
    assert left_open(sent) == 0, (
        "An error went through main, and a connection is still open: the engine has to be disposed of on that way, too."
    )
