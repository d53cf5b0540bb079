"""The checks of exercise 32, in the order of its tasks."""

import sqlite3
from contextlib import closing
from datetime import datetime

import pytest
from after_commit import User, create_user, make_maker, rename, rename_or_report
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from grader.checks import new_token, same, task

TABLE = """
PRAGMA synchronous = OFF;
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL UNIQUE CHECK (name <> '{unwanted}'),
    card VARCHAR NOT NULL DEFAULT (lower(hex(randomblob(8)))),
    created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
"""
COLUMNS = ("id", "name", "card", "created_at")
AS_STORED = dict.fromkeys(COLUMNS, "as stored")


def database(url):
    """A connection of the check's own, around the engine."""
    return closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None))


@pytest.fixture
async def engine(sqlite_url):
    """An engine of the check's own."""
    engine = create_async_engine(sqlite_url)
    yield engine
    await engine.dispose()


def store(url, *names, unwanted=""):
    """Make the table, with these users in it. They are years old; their ids begin at 41.

    unwanted: a name that the database takes for nobody.
    """
    with database(url) as connection:
        connection.executescript(TABLE.format(unwanted=unwanted))
        for id, name in enumerate(names, 41):
            connection.execute(
                "INSERT INTO users (id, name, created_at) VALUES (?, ?, '2001-02-03 04:05:06')", (id, name)
            )


def stored(url, name):
    """The row of this name by its columns, or None."""
    with database(url) as connection:
        row = connection.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchone()
    return row and dict(zip(COLUMNS, [*row[:3], datetime.fromisoformat(row[3])], strict=True))


def changed(before, after):
    """Which columns of a row are not as they were."""
    return ["all of it"] if after is None else [column for column in COLUMNS if after[column] != before[column]]


def read(user, row):
    """What a page would show of a user: for each attribute whether that is in the database, or the error it raised."""
    shown = {}
    for column in COLUMNS:
        try:
            value = getattr(user, column)
        except SQLAlchemyError as error:
            shown[column] = type(error).__name__
        else:
            shown[column] = "as stored" if row is not None and same_value(value, row[column]) else "not what is stored"
    return shown


def same_value(value, other):
    """Whether it is of the same type and equal."""
    return type(value) is type(other) and value == other


def read_later(user, row, sql):
    """The same, and the statements that were sent for it."""
    with sql.watch() as sent:
        shown = read(user, row)
    return shown, sent


def sent_along(sent, row, *columns):
    """Which of these columns went to the database with their values, where it would have made them up itself."""
    writes = [f"{statement.text} {statement.parameters}" for statement in sent.statements if statement.verb != "SELECT"]
    return [column for column in columns if any(str(row[column]) in write for write in writes)]


async def error_of(work):
    """The database's error that came out, if any."""
    try:
        await work
    except SQLAlchemyError as error:
        return type(error).__name__
    return "no error"


@task(1)
async def test_objects_outlive_a_commit(engine, sqlite_url, sql):
    """What a session of your maker has saved can be read after the commit, and after the session is closed."""
    name = new_token("name")
    store(sqlite_url)
    maker = make_maker(engine)

    async with maker() as session:
        kind = isinstance(session, AsyncSession)
        user = User(name=name)
        session.add(user)
        await session.commit()
        row = stored(sqlite_url, name)
        shown, sent = read_later(user, row, sql)

    assert same(kind, True), "What the maker makes should be an AsyncSession."
    assert maker() is not session, "Each call of the maker should make a session of its own."
    assert same(shown, AS_STORED), (
        "A user was saved. After the commit, in the same session, reading it should give what is in the database."
    )
    assert sent.within(0), "Reading what was just saved should send nothing."
    assert same(read(user, stored(sqlite_url, name)), AS_STORED), (
        "A user was saved. After the session is closed, reading it should give what is in the database."
    )


@task(1)
async def test_so_do_objects_that_were_only_read(engine, sqlite_url):
    """What a session of your maker has read can still be read after a commit."""
    name = new_token("name")
    store(sqlite_url, name)

    async with make_maker(engine)() as session:
        user = await session.get(User, 41)
        await session.commit()

    assert same(read(user, stored(sqlite_url, name)), AS_STORED), (
        "A user was loaded, something was committed, and the session closed. Then reading the user should still give "
        "what is in the database."
    )


@task(2, points=2)
async def test_a_new_user_can_be_shown(engine, sqlite_url, sql):
    """create_user saves a user, and all four values can be read after it has returned."""
    name = new_token("name")
    store(sqlite_url)
    maker = make_maker(engine)

    with sql.watch() as sent:
        user = await create_user(maker, name)
    row = stored(sqlite_url, name)
    shown, later = read_later(user, row, sql)

    assert row is not None, "Another connection should find the new user, and finds none of that name."
    assert same(sent_along(sent, row, "card", "created_at"), []), (
        "The database makes up card and created_at. A value from Python went along with the INSERT."
    )
    assert same(shown, AS_STORED), "id, name, card and created_at should be what is in the database now."
    assert later.within(0), "When create_user has returned, reading the user should send nothing."
    assert sent.within(2), "An INSERT is needed, and one SELECT at most: it can bring all columns."


@task(2)
async def test_a_name_is_taken(engine, sqlite_url):
    """When the database refuses a new user, the caller gets its error, and the next user can be saved."""
    first, second = new_token("name"), new_token("another name")
    store(sqlite_url, first)
    before, maker = stored(sqlite_url, first), make_maker(engine)

    error = await error_of(create_user(maker, first))
    user = await create_user(maker, second)

    assert same(error, "IntegrityError"), "The name was taken, and the caller should get the IntegrityError."
    assert same(changed(before, stored(sqlite_url, first)), []), "The name was taken: who has it should be as before."
    assert same(read(user, stored(sqlite_url, second)), AS_STORED), (
        "After that, a user with a new name should be saved and readable."
    )


@task(3, points=2)
async def test_a_renamed_user_can_be_shown(engine, sqlite_url, sql):
    """rename changes the name; the database makes up a new card, and it can be read after rename has returned."""
    old, new = new_token("old name"), new_token("new name")
    store(sqlite_url, new_token("somebody"), old)
    before, maker = stored(sqlite_url, old), make_maker(engine)

    with sql.watch() as sent:
        user = await rename(maker, 42, new)
    row = stored(sqlite_url, new)
    shown, later = read_later(user, row, sql)

    assert row is not None, "Another connection should find the user by the new name, and does not."
    assert same(changed(before, row), ["name", "card"]), (
        "It should be the same user as before, with its id and its created_at, and with a new name and a new card."
    )
    assert same(sent_along(sent, row, "card"), []), (
        "The database makes up the new card. A value from Python went along with the UPDATE."
    )
    assert same(shown, AS_STORED), (
        "id, name, card and created_at should be what is in the database now. Only the database knows the new card."
    )
    assert later.within(0), "When rename has returned, reading the user should send nothing."
    assert sent.within(3), "Find the user, change it, read what the database made up: that is 3 statements at most."


@task(3)
async def test_a_refused_name_changes_nothing(engine, sqlite_url):
    """When the database refuses the name, the caller of rename gets its error, and the user is as before."""
    old, taken, free = new_token("old name"), new_token("taken name"), new_token("free name")
    store(sqlite_url, old, taken)
    before, maker = stored(sqlite_url, old), make_maker(engine)

    error = await error_of(rename(maker, 41, taken))
    after = stored(sqlite_url, old)
    user = await rename(maker, 41, free)

    assert same(error, "IntegrityError"), "The name was taken, and the caller should get the IntegrityError."
    assert same(changed(before, after), []), "The name was taken: the user should be as before."
    assert same(read(user, stored(sqlite_url, free)), AS_STORED), (
        "After that, a free name should be saved, and the user readable."
    )


@task(4)
async def test_a_success_is_reported(engine, sqlite_url, sql):
    """When the database agrees, the report has both names, and the user has the new one."""
    old, new = new_token("old name"), new_token("new name")
    store(sqlite_url, new_token("somebody"), old)
    maker = make_maker(engine)

    with sql.watch() as sent:
        report = await rename_or_report(maker, 42, new)

    assert same(report, f"{old} is now {new}"), "The database took the name: the report should say so."
    assert same((stored(sqlite_url, new) or {}).get("id"), 42), (
        "The report is there; the user should have the new name, too."
    )
    assert sent.within(4), "More was sent than a rename and its report need."


@task(4, points=2)
async def test_a_refusal_is_reported(engine, sqlite_url, sql):
    """When the database refuses, for whatever reason, the report has the old name, and nothing has changed."""
    old, taken, unwanted = new_token("old name"), new_token("taken name"), new_token("unwanted name")
    free = new_token("free name")
    store(sqlite_url, taken, old, unwanted=unwanted)
    before, maker = stored(sqlite_url, old), make_maker(engine)

    for name, why in ((taken, "Somebody else has the name"), (unwanted, "The database has a rule against the name")):
        with sql.watch() as sent:
            report = await rename_or_report(maker, 42, name)

        assert same(report, f"{old} keeps the name, {name} was refused"), f"{why}: the report should say so."
        assert same(changed(before, stored(sqlite_url, old)), []), (
            f"{why}: the user should be as before, also the card."
        )
        assert sent.within(4), f"{why}, and more was sent than the attempt and its report need."

    report = await rename_or_report(maker, 42, free)

    assert same(report, f"{old} is now {free}"), "After two refusals a name was free: the report should say so."
    assert same((stored(sqlite_url, free) or {}).get("id"), 42), (
        "After two refusals a name was free: the user should have it."
    )


@task(4)
async def test_another_error_is_no_refusal(engine, sqlite_url):
    """An error that says nothing about the name reaches the caller; it is not reported as a refusal."""
    old, new = new_token("old name"), new_token("new name")
    store(sqlite_url, old)
    maker, told = make_maker(engine), None
    with database(sqlite_url) as connection:
        connection.execute("CREATE TRIGGER audit AFTER UPDATE ON users BEGIN INSERT INTO lost VALUES (NEW.id); END")

    try:
        told = await rename_or_report(maker, 41, new)
    except OperationalError:
        told = "OperationalError"

    assert same(told, "OperationalError"), (
        "Nothing is wrong with the name: a table is missing in the database, and its OperationalError should come out."
    )
    assert stored(sqlite_url, old) is not None, "The database could not change the user, and it should be as before."
