"""The checks of exercise 34, in the order of its tasks."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from write_only import Device, Reading, add, import_many, latest, purge, retire

from grader.checks import Count, as_list, new_token, same, task

TABLES = """
CREATE TABLE devices (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES devices ON DELETE CASCADE,
    minute INTEGER NOT NULL,
    value VARCHAR NOT NULL
);
CREATE INDEX readings_by_device ON readings (device_id);
"""
HARBOUR, TOWER = 1, 2
"""The ids of the devices that are there when a check begins."""
MINUTES = [7 * number % 30 // 2 for number in range(30)]
"""In which order a device's readings came in: each minute twice, and not in the order of time."""


def database(url):
    """A connection of the check's own, around the engine."""
    return closing(sqlite3.connect(url.partition(":///")[2]))


def stored(url, device=HARBOUR):
    """The minutes and values of a device in the database, by minute and id."""
    query = "SELECT minute, value FROM readings WHERE device_id = ? ORDER BY minute, id"
    with database(url) as connection:
        return [list(row) for row in connection.execute(query, [device])]


def devices(url):
    """The names in the database."""
    with database(url) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM devices ORDER BY id")]


def values_of(readings):
    """The minutes and values of readings; anything else as it is."""
    readings = as_list(readings)
    if type(readings) is not list:
        return readings
    return [[r.minute, r.value] if isinstance(r, Reading) else r for r in readings]


@pytest.fixture
async def engine(sqlite_url):
    """An engine of the check's own, on a database with two devices and thirty readings of each."""
    with database(sqlite_url) as connection:
        connection.executescript(TABLES)
        connection.execute("INSERT INTO devices VALUES (1, 'harbour'), (2, 'tower')")
        rows = [
            (device, minute, new_token(f"reading {number} of device {device}"))
            for number, minute in enumerate(MINUTES, 1)
            for device in (HARBOUR, TOWER)
        ]
        connection.executemany("INSERT INTO readings (device_id, minute, value) VALUES (?, ?, ?)", rows)
        connection.commit()
    # Left to itself, Python's driver begins a transaction only before the first change, and so after a savepoint.
    engine = create_async_engine(sqlite_url, connect_args={"isolation_level": None})

    @event.listens_for(engine.sync_engine, "connect")
    def obey_foreign_keys(connection, record):
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN")

    yield engine
    await engine.dispose()


async def in_session(engine, sql, work):
    """First do it in a session that is rolled back, then in one that is committed; what that one sent, and the result.

    The device is loaded before the watching begins.
    """
    for end in (AsyncSession.rollback, AsyncSession.commit):
        before = stored(engine.url.render_as_string())
        async with AsyncSession(engine) as session:
            device = await session.get(Device, HARBOUR)
            with sql.watch() as sent:
                result = await work(session, device)
                if end is AsyncSession.commit:
                    await session.flush()
            await end(session)
        if end is AsyncSession.rollback:
            assert same(stored(engine.url.render_as_string()), before), (
                "The caller rolled back, and the readings in the database are others than before. Commit nothing: "
                "when it is time for that is the caller's business."
            )
    return sent, result


def what_is_behind(device):
    """The collection, and what it is in words; None and what happened, if it cannot be had."""
    try:
        readings = device.readings
    except Exception as error:
        return None, f"Reading it raised {type(error).__name__}"
    return readings, f"It is an object of type {type(readings).__name__}"


def asked_for_readings(sent):
    """How many statements read rows of the table readings."""
    asked = sum(s.verb in ("SELECT", "WITH") and "readings" in s.text for s in sent.statements)
    return Count(asked, "SELECTs of readings", "SELECT of readings")


@task(1)
async def test_the_collection_is_write_only(engine, sqlite_url, sql):
    """Loading a device loads no readings, and Device.readings makes queries, and takes new readings."""
    value = new_token("a new reading")
    async with AsyncSession(engine) as session:
        with sql.watch() as sent:
            device = await session.get(Device, HARBOUR)
            readings, kind = what_is_behind(device)

        assert sent.rows <= 1, "A device was loaded and its readings were not asked for. They came all the same."
        assert {"select", "add"} <= set(dir(readings)), (
            f"Device.readings should be a write-only collection, with select to make a query, and add. {kind}."
        )
        count = await session.scalar(select(func.count()).select_from(readings.select().subquery()))
        readings.add(Reading(minute=99, value=value))
        await session.commit()

    assert same(count, 30), "The device has 30 readings, and the query of device.readings.select() should find them."
    assert same(stored(sqlite_url)[30:], [[99, value]]), (
        "After device.readings.add(...) and a commit, the new reading should be in the database."
    )


@task(1, points=2)
async def test_adding_reads_no_readings(engine, sqlite_url, sql):
    """One reading more is one INSERT, and none of the others is read. The caller commits."""
    before, value = stored(sqlite_url), new_token("a new reading")

    sent, _ = await in_session(engine, sql, lambda session, device: add(session, device, 99, value))

    assert same(stored(sqlite_url)[30:], [[99, value]]), "After add and a commit, the reading should be there, once."
    assert same(stored(sqlite_url)[:30], before), "The other readings of the device should be as they were."
    assert sent.of("INSERT") == 1, "One reading is one INSERT."
    assert sent.rows <= 1, "To add a reading, no other has to be read."


@task(1)
async def test_a_new_device_gets_its_reading(engine, sqlite_url):
    """A device that is not in the database yet takes readings as well; both arrive together."""
    values = [new_token("first reading"), new_token("second reading")]

    async with AsyncSession(engine) as session:
        device = Device(name="lighthouse")
        session.add(device)
        await add(session, device, 2, values[0])
        await add(session, device, 1, values[1])
        await session.commit()

    assert same(devices(sqlite_url), ["harbour", "tower", "lighthouse"]), "The new device should be stored, once."
    assert same(stored(sqlite_url, 3), [[1, values[1]], [2, values[0]]]), (
        "The device was new, and its two readings should be stored with it."
    )


@task(2, points=2)
async def test_only_the_latest_are_read(engine, sqlite_url, sql):
    """The n latest readings, the newest first, with one SELECT that brings no others over."""
    newest = [[minute, value] for minute, value in reversed(stored(sqlite_url))]

    for n in (5, 2):
        async with AsyncSession(engine) as session:
            device = await session.get(Device, HARBOUR)
            with sql.watch() as sent:
                found = values_of(await latest(session, device, n))

        assert same(found, newest[:n]), (
            f"The result should be a list of the {n} latest readings of this device: those of the highest minutes, and "
            "of one minute first the one with the higher id."
        )
        assert sent.selects == 1, "One SELECT is enough."
        assert sent.rows <= n, "Let the database pick the readings, and bring no others over."


@task(2)
async def test_none_of_them_is_an_empty_list(engine, sqlite_url):
    """No readings wanted, or none there: an empty list. What was added since is found the next time."""
    value = new_token("a new reading")
    async with AsyncSession(engine) as session:
        device = Device(name="lighthouse")
        session.add(device)
        await session.flush()

        none_there = values_of(await latest(session, device, 3))
        await session.execute(insert(Reading), [{"device_id": device.id, "minute": 1, "value": value}])
        none_wanted = values_of(await latest(session, device, 0))
        one = values_of(await latest(session, device, 3))

    assert same(none_there, []), "A device without readings should give an empty list."
    assert same(none_wanted, []), "With n = 0 the list should be empty."
    assert same(one, [[1, value]]), "The device has a single reading, which was added a moment ago: it should be found."


@task(3, points=2)
async def test_many_are_one_insert(engine, sqlite_url, sql):
    """A hundred readings are one INSERT, and none of those that are there is read. The caller commits."""
    before = stored(sqlite_url)
    values = [(100 + number // 2, new_token(f"imported reading {number}")) for number in range(99)]
    values.append(values[-1])

    sent, _ = await in_session(engine, sql, lambda session, device: import_many(session, device, list(values)))

    assert same(stored(sqlite_url)[:30], before), "The readings that were there should be as they were."
    assert same(stored(sqlite_url)[30:], [list(value) for value in values]), (
        "All readings of the list should be there, each with its own minute and value. Some have the same minute, two "
        "are equal, and none may be left out."
    )
    assert len(stored(sqlite_url, TOWER)) == 30, "Another device has got or lost readings."
    assert sent.of("INSERT") == 1, "One INSERT can carry all readings."
    assert asked_for_readings(sent) == 0, "To add readings, no others have to be read."


@task(3)
async def test_an_empty_list_adds_nothing(engine, sqlite_url):
    """No readings to import are no error and no reading; the next list arrives."""
    value = new_token("a new reading")

    async with AsyncSession(engine) as session:
        device = await session.get(Device, HARBOUR)
        await import_many(session, device, [])
        await import_many(session, device, [(99, value)])
        await session.commit()

    assert same(stored(sqlite_url)[30:], [[99, value]]), (
        "First an empty list was imported, then a list of one reading: that one should be there, and nothing else."
    )


@task(4, points=2)
async def test_the_old_ones_go_with_one_delete(engine, sqlite_url, sql):
    """The readings below that minute go with one DELETE, the others and those of other devices stay."""
    kept, others = [row for row in stored(sqlite_url) if row[0] >= 6], stored(sqlite_url, TOWER)

    sent, count = await in_session(engine, sql, lambda session, device: purge(session, device, 6))

    assert same(stored(sqlite_url), kept), (
        "The readings with a minute below 6 should be gone, and those of minute 6 and later should still be there."
    )
    assert same(stored(sqlite_url, TOWER), others), "The readings of another device should be as they were."
    assert same(count, 12), "The result should be how many readings were deleted: 12 were below minute 6."
    assert sent.of("DELETE") == 1, "One DELETE is enough, with a condition."
    assert sent.rows <= 1, "To delete readings, nobody has to read them."


@task(4)
async def test_nothing_old_is_zero(engine, sqlite_url):
    """When nothing is that old, nothing goes, and the result is 0."""
    before = stored(sqlite_url)

    async with AsyncSession(engine) as session:
        count = await purge(session, await session.get(Device, HARBOUR), 0)
        await session.commit()

    assert same(count, 0), "No reading was below minute 0: the result should be 0."
    assert same(stored(sqlite_url), before), "No reading was below minute 0: all should be there."


@task(5, points=2)
async def test_a_device_goes_with_its_readings(engine, sqlite_url, sql):
    """The device and its readings are gone, and none of them was read for that. The caller commits."""
    others = stored(sqlite_url, TOWER)

    sent, _ = await in_session(engine, sql, retire)

    assert same(devices(sqlite_url), ["tower"]), "The device should be gone, and the other one should not."
    assert same(stored(sqlite_url), []), "The readings of the device should be gone."
    assert same(stored(sqlite_url, TOWER), others), "The readings of another device should be as they were."
    # Those that go through SQLAlchemy: SQLite's own deleting of what belongs to a row would count at the driver.
    deletes = Count(sum(s.verb == "DELETE" for s in sent.statements), "DELETE statements", "DELETE statement")
    assert deletes <= 2, "One DELETE for the device, and at most one for all of its readings."
    assert sent.rows <= 1, "To delete readings, nobody has to read them."
