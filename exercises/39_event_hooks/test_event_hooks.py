"""The checks of exercise 39, in the order of its tasks."""

import asyncio
import gc
import sqlite3
import threading
from contextlib import closing
from decimal import Decimal

import asyncpg
import pytest
from event_hooks import Animal, Keeper, enforce_keys, exact_numbers, keep_diary, log_slow, make_maker
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

from grader.checks import new_token, note, same, task
from grader.instruments.postgres import Address

PATIENCE = 5.0
"""Real seconds after which something that should happen at once will not happen any more."""
TABLES = """
PRAGMA synchronous = OFF;
CREATE TABLE keepers (id INTEGER PRIMARY KEY);
CREATE TABLE animals (
    id INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL UNIQUE,
    keeper_id INTEGER REFERENCES keepers (id)
);
CREATE TABLE diary (id INTEGER PRIMARY KEY, words VARCHAR NOT NULL);
"""


class Shelter:
    """The database of a check, in a file, and engines for it. What is read goes around all engines."""

    def __init__(self, url):
        self.url, self.engines = url, []
        self._path = url.partition(":///")[2]
        self.do(TABLES)

    def engine(self, **options):
        """One more engine. It gives up soon where the file is locked: nobody else works with it."""
        self.engines.append(create_async_engine(self.url, connect_args={"timeout": 1}, **options))
        return self.engines[-1]

    def do(self, statements):
        """Run some statements, for good."""
        with closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            connection.executescript(statements)

    def read(self, query):
        """The first column of what a query finds."""
        with closing(sqlite3.connect(self._path)) as connection:
            return [row[0] for row in connection.execute(query)]

    @property
    def animals(self):
        """The names in the table."""
        return self.read("SELECT name FROM animals ORDER BY id")

    @property
    def diary(self):
        """Its lines, in no particular order."""
        return sorted(self.read("SELECT words FROM diary"))


class Work:
    """What statements of these engines can do in the database: ``work(seconds)``, ``fail(seconds)``, ``hold(name)``.

    They take time on a clock of their own, which moves at no other time.
    """

    def __init__(self, *engines):
        self.now, self.log = 0.0, []
        self._held = {}
        for engine in engines:
            event.listen(engine.sync_engine, "connect", self._connected)

    def clock(self):
        """The time in seconds."""
        return self.now

    def note(self, words, seconds):
        """The log of the check."""
        self.log.append((words, seconds))

    def logged(self, marks):
        """What was logged of the statements with one of these marks in them: mark and seconds."""
        return [(mark, seconds) for words, seconds in self.log for mark in marks if mark in str(words)]

    def holding(self, name):
        """Two events: a statement with ``hold(name)`` is at work; and it may come to its end."""
        return self._held.setdefault(name, (threading.Event(), threading.Event()))

    def _connected(self, connection, _):
        for name, function in (("work", self._work), ("fail", self._fail), ("hold", self._hold)):
            connection.create_function(name, 1, function)

    def _work(self, seconds):
        self.now += seconds
        return seconds

    def _fail(self, seconds):
        self.now += seconds
        raise ValueError(seconds)

    def _hold(self, name):
        at_work, may_end = self.holding(name)
        at_work.set()
        may_end.wait(PATIENCE)
        return name


@pytest.fixture
def tidy(monkeypatch):
    """Listeners on classes would stay for ever: what the answer has installed is removed after the check."""
    api, made = event.api, []
    key_of = api._event_key

    def noted(target, identifier, function):
        # It raises where there is no such event.
        key = key_of(target, identifier, function)
        made.append((target, identifier, function))
        return key

    monkeypatch.setattr(api, "_event_key", noted)
    yield
    monkeypatch.undo()
    for key in made:
        if event.contains(*key):
            event.remove(*key)


@pytest.fixture
async def shelter(sqlite_url, tidy):
    """A database with the tables."""
    shelter = Shelter(sqlite_url)
    yield shelter
    for engine in shelter.engines:
        await engine.dispose()


@pytest.fixture
def session_class():
    """A class of sessions that nobody else uses."""

    class ShelterSession(Session):
        """The sessions of this check."""

    return ShelterSession


async def on_three(engine, ask):
    """What is asked on three connections that are open at the same time."""
    async with engine.connect() as one, engine.connect() as two, engine.connect() as three:
        return [await ask(connection) for connection in (one, two, three)]


async def keys(connection):
    """Whether SQLite looks after foreign keys here."""
    return await connection.scalar(text("PRAGMA foreign_keys"))


@task(1, points=2)
async def test_every_new_connection(shelter, clock):
    """Every connection of the engine begins with the PRAGMA, also those that come later; no other engine's does."""
    engine, other = shelter.engine(), shelter.engine()

    enforce_keys(engine)

    found = await on_three(engine, keys)
    await engine.dispose()
    later = await on_three(engine, keys)
    elsewhere = await on_three(other, keys)
    assert same(found, [1, 1, 1]), (
        "Three connections of the engine are open at the same time. This is what PRAGMA foreign_keys says on each."
    )
    assert same(later, [1, 1, 1]), (
        "The engine was disposed of, which closed its connections, and then opened three new ones. This is what PRAGMA "
        "foreign_keys says on each."
    )
    assert same(elsewhere, [0, 0, 0]), (
        "Another engine for the same file has nothing to do with it. This is what PRAGMA foreign_keys says on three "
        "connections of that one."
    )
    assert sum(block.seconds for block in clock.certain_blocks) < 0.5, (
        "The event loop stood still while something slept. A listener runs in the middle of it, so it may not: nobody "
        "else goes on meanwhile."
    )


@task(1)
async def test_the_keys_hold(shelter):
    """An animal whose keeper does not exist is refused, and one with a keeper is not."""
    engine = shelter.engine()
    shelter.do("INSERT INTO keepers VALUES (7)")
    enforce_keys(engine)

    refused = False
    for keeper in (7, 8):
        try:
            async with AsyncSession(engine) as session:
                session.add(Animal(name=f"of keeper {keeper}", keeper_id=keeper))
                await session.commit()
        except IntegrityError:
            refused = keeper == 8

    assert same(shelter.animals, ["of keeper 7"]), (
        "Two animals were to be saved, one with keeper 7, who is there, and one with keeper 8, who is not."
    )
    assert refused, "An animal with a keeper that is not there: the session should have met an IntegrityError."


@task(2, points=2)
async def test_slow_statements_are_logged(shelter):
    """Whatever sends a statement of this engine: it is logged if it was slow, with its text and its time."""
    engine, other = shelter.engine(), shelter.engine()
    work = Work(engine, other)

    log_slow(engine, 2.0, work.clock, work.note)

    async with engine.connect() as connection:
        for mark, seconds in (("first", 5), ("second", 1), ("third", 2)):
            await connection.execute(text(f"SELECT work({seconds}) AS {mark}"))
    async with AsyncSession(engine) as session:
        await session.execute(select(func.work(3).label("fourth")))
        await session.run_sync(lambda sync: sync.execute(select(func.work(4).label("fifth"))))
    async with other.connect() as connection:
        await connection.execute(text("SELECT work(6) AS sixth"))

    everything = ("first", "second", "third", "fourth", "fifth")
    assert same(work.logged(everything), [("first", 5.0), ("third", 2.0), ("fourth", 3.0), ("fifth", 4.0)]), (
        "Five statements took 5, 1, 2, 3 and 4 seconds: three of a connection, one of a session, one of sync code in "
        "run_sync. Those that took 2 or more should be logged once, in this order, with their text and time. Their "
        "texts are told by the column's name here:"
    )
    assert same(work.logged(["sixth"]), []), "A statement of another engine is nothing for this log."
    assert same(len(work.log), 4), "Nothing but the slow statements should be in the log."


@task(2, points=2)
async def test_two_statements_at_once(shelter):
    """Two statements are under way at the same time, with the same text, and each has its own time."""
    engine = shelter.engine()
    work = Work(engine)
    log_slow(engine, 2.0, work.clock, work.note)

    async def send(name):
        async with engine.connect() as connection:
            await connection.execute(text("SELECT hold(:name)"), {"name": name})

    sending = []
    for name, seconds in (("first", 1.0), ("second", 4.0)):
        sending.append(asyncio.create_task(send(name)))
        await asyncio.to_thread(work.holding(name)[0].wait, PATIENCE)
        work.now += seconds
    for name, task_ in zip(("first", "second"), sending, strict=True):
        work.holding(name)[1].set()
        await task_
        work.now += 1.0

    assert same(work.logged(["hold"]), [("hold", 5.0), ("hold", 5.0)]), (
        "Two statements of the same text on two connections: the second one began 1 second after the first and ended "
        "1 second after it. Both took 5 seconds. This should be in the log, where 'hold' stands for the text:"
    )


@task(2)
async def test_after_a_failure(shelter):
    """A statement that fails leaves nothing behind that spoils the time of a later one."""
    engine = shelter.engine(pool_size=1, max_overflow=0)
    work = Work(engine)
    log_slow(engine, 2.0, work.clock, work.note)

    async with engine.connect() as connection:
        failed = 0
        for statement in ("SELECT fail(3)", "SELECT work(2) AS later", "SELECT fail(7)", "SELECT work(4) AS last"):
            try:
                await connection.execute(text(statement))
            except DBAPIError:
                failed += 1
                await connection.rollback()

    assert same(failed, 2), "Two of four statements failed in the database, and their errors should come out."
    assert same(work.logged(["later", "last"]), [("later", 2.0), ("last", 4.0)]), (
        "A statement failed after 3 seconds, one took 2, one failed after 7, one took 4, all on one connection. This "
        "should be in the log about the two that did not fail:"
    )


@task(3)
async def test_the_class_behind_the_sessions(shelter, session_class):
    """The sessions of the maker are async sessions, with one of the given class behind each."""
    engine = shelter.engine()
    name = new_token("name")

    async with make_maker(engine, session_class)() as session:
        kinds = (isinstance(session, AsyncSession), isinstance(session, AsyncSession) and type(session.sync_session))
        session.add(Animal(name=name))
        await session.commit()

    assert kinds[0], "What the maker makes should be an AsyncSession."
    note("ShelterSession", kinds[1].__name__, kinds[1] is session_class)
    assert kinds[1] is session_class, (
        "Behind each async session is a synchronous one, and its class should be the one that was given."
    )
    assert same(shelter.animals, [name]), "The maker's sessions should work with the database of the engine."


def diary_of(come=(), gone=()):
    """The lines that should be there."""
    return sorted([f"{name} has come" for name in come] + [f"{name} has gone" for name in gone])


@task(3, points=2)
async def test_who_comes_and_goes(shelter, session_class):
    """Each animal that is saved or deleted has one line in the diary, whenever it was sent to the database."""
    cat, dog, owl = new_token("cat"), new_token("dog"), new_token("owl")
    keep_diary(session_class)
    maker = make_maker(shelter.engine(), session_class)

    async with maker() as session:
        session.add(Animal(name=cat))
        await session.commit()
    assert same(shelter.diary, diary_of([cat])), "An animal was added, and the session committed. This is the diary."

    async with maker() as session:
        session.add(Animal(name=dog))
        await session.flush()
        session.add_all([Keeper(id=5), Animal(name=owl)])
        await session.scalars(select(Animal))
        await session.commit()
    assert same(shelter.diary, diary_of([cat, dog, owl])), (
        "Two more animals: one was flushed early, one was sent by itself before a query; and a keeper, who is no "
        "animal. Then the session committed. This is the diary."
    )

    async with maker() as session:
        (await session.get_one(Animal, 2)).keeper_id = 5
        await session.commit()
    assert same(shelter.diary, diary_of([cat, dog, owl])), (
        "An animal that was there got a keeper: nobody has come or gone. This is the diary."
    )

    async with maker() as session:
        await session.delete(await session.get_one(Animal, 1))
        await session.commit()
    assert same(shelter.diary, diary_of([cat, dog, owl], [cat])), "One animal was deleted. This is the diary."
    assert same(shelter.animals, [dog, owl]), "Three animals were saved and one deleted. These are the animals."


@task(3, points=2)
async def test_both_or_neither(shelter, session_class):
    """Where an animal is not saved in the end, there is no line about it."""
    cat, dog, owl = new_token("cat"), new_token("dog"), new_token("owl")
    keep_diary(session_class)
    maker = make_maker(shelter.engine(), session_class)

    async with maker.begin() as session:
        session.add(Animal(name=cat))
    async with maker() as session:
        session.add(Animal(name=dog))
        await session.flush()
        await session.delete(await session.scalar(select(Animal).where(Animal.name == cat)))
        await session.flush()
        await session.rollback()
        session.add(Animal(name=dog))
        await session.commit()
    rolled_back = shelter.diary
    refused = False
    async with maker() as session:
        session.add_all([Animal(name=owl), Animal(name=cat)])
        try:
            await session.commit()
        except IntegrityError:
            refused = True

    assert same(rolled_back, diary_of([cat, dog])), (
        "An animal was saved. Then another one was added, the first was deleted, both were flushed, and the session "
        "rolled back. It saved the other one once more, and committed. This is the diary."
    )
    assert refused, "A second animal of the same name: the session should have met the IntegrityError."
    assert same(shelter.diary, diary_of([cat, dog])), (
        "Two more animals were refused by the database. This is the diary."
    )
    assert same(shelter.animals, [cat, dog]), "Two animals were saved in the end. These are the animals."


@task(3)
async def test_other_sessions_keep_no_diary(shelter, session_class):
    """Only sessions of the given class keep a diary."""
    cat, dog = new_token("cat"), new_token("dog")
    engine = shelter.engine()
    keep_diary(session_class)

    async with async_sessionmaker(engine).begin() as session:
        session.add(Animal(name=cat))
    async with make_maker(engine, session_class).begin() as session:
        session.add(Animal(name=dog))

    assert same(shelter.animals, [cat, dog]), "Two sessions saved an animal each. These are the animals."
    assert same(shelter.diary, diary_of([dog])), (
        "A session of SQLAlchemy's own class saved one animal, a session of the given class another. This is the diary."
    )


@pytest.fixture
async def scales(postgres_url, tidy):
    """A new PostgreSQL database with a table of weights, and a connection of the check's own."""
    # The garbage collector must not close somebody's connections in the middle of a check.
    gc.collect()
    connection = await asyncpg.connect(Address.read(postgres_url).dsn)
    await connection.execute("CREATE TABLE weights (id SERIAL PRIMARY KEY, facts JSON NOT NULL)")
    yield connection
    await connection.close()


@task(4, points=2, seconds=30)
async def test_numbers_are_exact(postgres_url, scales):
    """JSON comes back with exact numbers, on every new connection of the engine, and of no other one."""
    name = new_token("name")
    await scales.execute("INSERT INTO weights (facts) VALUES ($1)", f'{{"name": "{name}", "kilos": [0.1, 1200.25]}}')
    engine, other = create_async_engine(postgres_url), create_async_engine(postgres_url)

    async def facts(connection):
        return await connection.scalar(text("SELECT facts FROM weights"))

    try:
        exact_numbers(engine)
        found = await on_three(engine, facts)
        await engine.dispose()
        later = await on_three(engine, facts)
        elsewhere = await on_three(other, facts)
    finally:
        await engine.dispose()
        await other.dispose()

    exact = {"name": name, "kilos": [Decimal("0.1"), Decimal("1200.25")]}
    assert same(found, [exact] * 3), "This is what three connections of the engine should read, all open at once."
    assert same(later, [exact] * 3), (
        "The engine was disposed of, which closed its connections. This is what three new ones should read."
    )
    assert same(elsewhere, [{"name": name, "kilos": [0.1, 1200.25]}] * 3), (
        "Connections of another engine have nothing to do with it. This is what three of them should read."
    )


@task(4, seconds=30)
async def test_both_ways(postgres_url, scales):
    """What is sent as JSON is written by to_json."""
    name = new_token("name")
    engine = create_async_engine(postgres_url)
    try:
        exact_numbers(engine)
        async with engine.begin() as connection:
            await connection.execute(
                text("INSERT INTO weights (facts) VALUES (:facts)"), {"facts": {"name": name, "legs": 4, "age": None}}
            )
    finally:
        await engine.dispose()

    stored = await scales.fetchval("SELECT facts::text FROM weights")
    assert same(stored, f'{{"age": null, "legs": 4, "name": "{name}"}}'), (
        "A dict was sent as a parameter for a JSON column, its keys in another order. This is the text that is stored."
    )
