"""The checks of exercise 27, in the order of its tasks."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from todo_orm import Todo, TodoRepo

from grader.checks import new_token, same, task

TABLE = "CREATE TABLE todos (id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL, priority INTEGER NOT NULL)"
"""What the stub's model is in SQL."""


def database(url):
    """A connection of the check's own, around the engine."""
    return closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None))


def stored(url):
    """The rows of the database, in the order of their ids."""
    with database(url) as connection:
        return [list(row) for row in connection.execute("SELECT id, title, priority FROM todos ORDER BY id")]


def store(url, *priorities):
    """Put rows into the database, around the engine; returns them as ``stored`` does."""
    with database(url) as connection:
        for number, priority in enumerate(priorities, 1):
            row = new_token(f"title {number}"), priority
            connection.execute("INSERT INTO todos (title, priority) VALUES (?, ?)", row)
    return stored(url)


def columns(todo):
    """What the object knows about its row; what is no to-do stays as it is."""
    return [todo.id, todo.title, todo.priority] if isinstance(todo, Todo) else todo


@pytest.fixture
async def engine(sqlite_url):
    """An engine of the check's own, on a database with the table and no rows."""
    with database(sqlite_url) as connection:
        connection.execute(TABLE)
    engine = create_async_engine(sqlite_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def repo(engine):
    """A repository on this engine."""
    return TodoRepo(async_sessionmaker(engine, expire_on_commit=False))


async def error_of(work):
    """The database's error that came out, if any."""
    try:
        await work
    except SQLAlchemyError as error:
        return error
    return None


@task(1, points=2)
async def test_what_is_added_is_saved(repo, engine, sqlite_url):
    """Another connection finds the rows, and the caller gets their ids."""
    first, second = new_token("title 1"), new_token("title 2")

    ids = [await repo.add(first, 7), await repo.add(second)]
    await engine.dispose()

    assert same(stored(sqlite_url), [[1, first, 7], [2, second, 0]]), (
        "Another connection should find the two to-dos that were added; one of them without a priority, which is 0. "
        "What no commit has made final, nobody else ever sees."
    )
    assert same(ids, [1, 2]), "add should return the ids that the database gave to the two."


@task(1)
async def test_what_is_refused_is_told(repo, sqlite_url):
    """When the database refuses a to-do, the caller gets its error, and the next one is saved as usual."""
    title = new_token("title")

    error = await error_of(repo.add(None))
    number = await repo.add(title)

    assert isinstance(error, IntegrityError), "There was no title, and the caller should get the IntegrityError."
    assert same(stored(sqlite_url), [[1, title, 0]]), (
        "One was refused, another one added: only that one should be there."
    )
    assert same(number, 1), "add should return the id that the database gave to the to-do."


@task(2, points=2)
async def test_get_finds_one(repo, engine, sqlite_url):
    """The to-do with that id comes as an object that can be used when no connection is in use any more."""
    rows = store(sqlite_url, 3, 1, 2)

    todo = await repo.get(2)
    await engine.dispose()

    assert isinstance(todo, Todo), f"get should return a Todo, and it returned an object of type {type(todo).__name__}."
    assert same(columns(todo), rows[1]), "The object should have the id, the title and the priority of its row."


@task(2)
async def test_get_finds_nothing(repo, sqlite_url):
    """Where there is none, the answer is None; where there is one again, it is found."""
    found = [await repo.get(1)]
    rows = store(sqlite_url, 4)
    found += [columns(await repo.get(1)), await repo.get(2)]

    assert same(found, [None, rows[0], None]), (
        "First there was no to-do at all, then there was one with the id 1, and never one with the id 2."
    )


@task(2)
async def test_get_sees_what_others_did(repo, sqlite_url):
    """What somebody else has changed meanwhile shows, and what was returned before stays as it was."""
    rows = store(sqlite_url, 5)
    before = await repo.get(1)
    title = new_token("new title")
    with database(sqlite_url) as connection:
        connection.execute("UPDATE todos SET title = ?", [title])

    after = await repo.get(1)
    with database(sqlite_url) as connection:
        connection.execute("DELETE FROM todos")
    gone = await repo.get(1)

    assert same(columns(after), [1, title, 5]), (
        "Somebody else gave the to-do a new title, and get should tell it. A session remembers what it has loaded: a "
        "session for each call asks anew."
    )
    assert same(gone, None), "Somebody else has deleted the to-do since: get should return None."
    assert same(columns(before), rows[0]), "What get returned the first time should still be as it was then."


@task(3, points=2)
async def test_top_comes_in_order(repo, engine, sqlite_url, sql):
    """The highest priorities first, equals by their id, as objects, picked by the database."""
    store(sqlite_url, 1, 4, 2, 50, 4, 4)
    with database(sqlite_url) as connection:
        connection.execute("UPDATE todos SET title = char(97 + id * 5 % 7) || title")
    rows = stored(sqlite_url)

    with sql.watch() as sent:
        todos = await repo.top(3)
    await engine.dispose()

    assert same(type(todos), list), "The result of top should be a list."
    assert same([columns(todo) for todo in todos], [rows[number] for number in (3, 1, 4)]), (
        "The list should have three Todo objects: those with the highest priority, the highest first, and of equals "
        "the one with the lower id first."
    )
    assert sent.selects == 1, "One question to the database is enough."
    assert sent.rows <= 3, "Let the database pick the three, and bring no others over."


@task(3)
async def test_top_gives_what_there_is(repo, sqlite_url):
    """Fewer than n are all there are; none are none."""
    rows = store(sqlite_url, 1, 2)

    lists = [await repo.top(5), await repo.top(1), await repo.top(0)]

    found = [[columns(todo) for todo in todos] for todos in lists]
    assert same(found, [[rows[1], rows[0]], [rows[1]], []]), (
        "There are two to-dos. Asked for five, top should give both; asked for one, the first; asked for none, none."
    )


@task(4, points=2)
async def test_rename_changes_one_title(repo, engine, sqlite_url):
    """The to-do gets the new title, for good, and the others keep theirs."""
    rows = store(sqlite_url, 3, 1, 2)
    title = new_token("new title")

    answers = [await repo.rename(2, title), await repo.rename(3, rows[2][1])]
    await engine.dispose()

    assert same(stored(sqlite_url), [rows[0], [2, title, 1], rows[2]]), (
        "The second to-do should have the new title, in the database and for good. Its id and its priority stay, and "
        "so do the other to-dos."
    )
    assert same(answers, [True, True]), (
        "Both of these to-dos are there, also the one that was given the title it had: rename should return True."
    )


@task(4)
async def test_rename_of_nothing_is_told(repo, sqlite_url):
    """Where there is none, rename says so and changes nothing."""
    rows = store(sqlite_url, 3, 1)

    answers = [await repo.rename(7, new_token("new title")), await repo.rename(1, rows[0][1])]

    assert same(stored(sqlite_url), rows), "There is no to-do with the id 7: nothing should have changed."
    assert same(answers, [False, True]), (
        "There is no to-do with the id 7, and there is one with the id 1: rename should return False, and then True."
    )


@task(5, points=2)
async def test_delete_deletes_one(repo, engine, sqlite_url):
    """The to-do is gone for good, and the others stay; the second time there is nothing to delete."""
    rows = store(sqlite_url, 3, 1, 2)

    answers = [await repo.delete(2), await repo.delete(2), await repo.delete(7)]
    await engine.dispose()

    assert same(stored(sqlite_url), [rows[0], rows[2]]), (
        "The second to-do should be gone from the database, for good, and the others should still be there."
    )
    assert same(answers, [True, False, False]), (
        "delete should return whether there was one: the second time there is none, and never one with the id 7."
    )


@task(6, points=2)
async def test_many_tasks_use_one_repository(repo, sqlite_url):
    """Five tasks add, rename and find to-dos at the same time, and each gets what is its own."""
    before, after = [[new_token(f"{name} {number}") for number in range(1, 6)] for name in ("title", "new title")]

    async def visit(number):
        id = await repo.add(before[number], number)
        renamed = await repo.rename(id, after[number])
        return id, renamed, columns(await repo.get(id))

    visits = await asyncio.gather(*map(visit, range(5)), return_exceptions=True)
    for error in visits:
        if isinstance(error, BaseException):
            raise error

    ids = [id for id, _, _ in visits]
    assert same(sorted(ids), [1, 2, 3, 4, 5]), "Five tasks added a to-do each: the ids should be those of five rows."
    expected = [(id, True, [id, after[number], number]) for number, id in enumerate(ids)]
    assert same(visits, expected), "Each task renamed its own to-do: rename should say True, and get should find it so."
    assert same(stored(sqlite_url), sorted(found for _, _, found in visits)), (
        "The five to-dos should be in the database, each with its new title."
    )


@task(6)
async def test_an_id_is_its_own(repo, engine, sqlite_url):
    """Somebody else adds a to-do at the very moment at which this one is saved, and the ids are not mixed up."""
    title = new_token("my title")

    @event.listens_for(engine.sync_engine, "checkin")
    def somebody_else(*_):
        store(sqlite_url, 1)

    id = await repo.add(title)

    rows = {row[0]: row[1] for row in stored(sqlite_url)}
    assert title in rows.values(), "The to-do that was added should be in the database."
    assert same(rows.get(id), title), "The id that add returned should be that of the to-do with this title."


@task(6)
async def test_no_call_keeps_a_connection(repo, engine, sqlite_url):
    """After each call, whatever came of it, no connection is in use."""
    store(sqlite_url, 2, 1)
    used = {}

    for name, call in (
        ("add", lambda: repo.add(new_token("title"))),
        ("add without a title", lambda: repo.add(None)),
        ("get", lambda: repo.get(1)),
        ("top", lambda: repo.top(2)),
        ("rename", lambda: repo.rename(1, new_token("title"))),
        ("rename without a title", lambda: repo.rename(2, None)),
        ("delete", lambda: repo.delete(1)),
    ):
        if "without" not in name:
            await call()
        else:
            error = await error_of(call())
            assert isinstance(error, IntegrityError), (
                f"{name}: the database refused that, and the caller should get the IntegrityError."
            )
        used[name] = engine.pool.checkedout()

    assert same(used, dict.fromkeys(used, 0)), (
        "How many connections were in use after each call: leave the block of each session, or close it."
    )
    assert same([row[0] for row in stored(sqlite_url)], [2, 3]), (
        "Of the to-dos 1 and 2, the first was deleted, and a third one was added."
    )
