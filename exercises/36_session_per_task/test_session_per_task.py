"""The checks of exercise 36, in the order of its tasks. All of them on a PostgreSQL database."""

import asyncio
import itertools
import random
import weakref
from dataclasses import dataclass

import pytest
from session_per_task import NoPrice, import_prices
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

from grader.checks import Count, leaves, same, task
from grader.instruments.postgres import Address
from grader.instruments.postgres.asking import ask

MANY, SOME, POOL = 20, 8, 5
TABLES = """
CREATE TABLE refused (symbol TEXT PRIMARY KEY);
CREATE TABLE prices (symbol TEXT PRIMARY KEY, cents INTEGER NOT NULL);
CREATE FUNCTION judge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM refused WHERE symbol = NEW.symbol) THEN
        RAISE check_violation USING MESSAGE = 'the database does not believe this price';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER judge BEFORE INSERT OR UPDATE ON prices FOR EACH ROW EXECUTE FUNCTION judge();
"""


@dataclass(eq=False)
class Life:
    """The life of a task: when it began, when it was over, and the life of the task that started it."""

    born: int
    starter: "Life | None" = None
    over: int | None = None

    def comes_from(self, other):
        """Whether it is this other life, or was started by it, or by one that was, and so on."""
        return self is other or (self.starter is not None and self.starter.comes_from(other))


class Users:
    """Which tasks send something with which thing: with a session, or over a connection while it is lent.

    Two tasks *share* it when they run beside each other. A task that starts another one, and leaves the thing alone
    until that one is done, is not beside it: SQLAlchemy ends a session in such a task, and ``wait_for`` may start one.
    """

    def __init__(self):
        self._order = itertools.count(1)
        # Nobody keeps a task alive here: one that is lost stays lost.
        self._lives = weakref.WeakKeyDictionary()
        self._users = {}
        self._shared = {"session": set(), "connection": set()}

    def start(self, loop, coroutine, **options):
        """The loop's task factory: tasks as always, whose beginning and end are noted."""
        new, life = asyncio.Task(coroutine, loop=loop, **options), Life(next(self._order), self._life(loop))
        self._lives[new] = life
        new.add_done_callback(lambda _: setattr(life, "over", next(self._order)))
        return new

    def used(self, kind, thing):
        """The task that runs uses the thing."""
        user, others = self._life(), self._users.setdefault(thing, set())
        if any(self._beside(other, user) for other in others if other is not user):
            self._shared[kind].add(thing)
        others.add(user)

    def lent(self, thing):
        """Who used the thing before has given it back."""
        self._users.pop(thing, None)

    def shared(self, kind):
        """How many things of this kind were used by tasks beside each other."""
        return Count(len(self._shared[kind]), f"{kind}s used by several tasks", f"{kind} used by several tasks")

    def _life(self, loop=None):
        """That of the task that runs. A task which was there before the first one of ours was born at 0."""
        current = asyncio.current_task(loop)
        return None if current is None else self._lives.setdefault(current, Life(0))

    def _beside(self, other, user):
        """Whether a task that has used a thing before is beside the one that uses it now."""
        if user.comes_from(other):
            return False
        return other.over is None or (not other.comes_from(user) and other.over > user.born)


def noting(method, used):
    """The method, which says before its work who is using the session."""

    def noted(session, *args, **options):
        used(session)
        return method(session, *args, **options)

    return noted


class Shop:
    """The database of a check, a pool with five connections, and a maker for the answer."""

    def __init__(self, url):
        self._address = Address.read(url)
        self.engine = create_async_engine(url, pool_size=POOL, max_overflow=0, hide_parameters=True)
        self.users = Users()
        self.maker = async_sessionmaker(self.engine, sync_session_class=self._watched())
        self.symbols = [f"S{number:02}" for number in range(1, MANY + 1)]
        # All of them different, and nobody can guess them.
        self.cents = dict(zip(self.symbols, random.SystemRandom().sample(range(1000, 1_000_000), MANY), strict=True))
        self.do(TABLES)

    def _watched(self):
        """A class of sessions that are watched, on an engine that is."""

        class Watched(Session):
            pass

        def session_used(session, *_):
            self.users.used("session", session)

        # Where two calls meet, SQLAlchemy may refuse the second one before any of its events.
        for name in ("begin", "begin_nested", "commit", "rollback", "flush", "execute", "connection", "get", "merge"):
            setattr(Watched, name, noting(getattr(Session, name), session_used))

        def connection_used(connection, *_):
            if not connection.closed and not connection.invalidated:
                self.users.used("connection", connection.connection.dbapi_connection)

        for name in ("after_begin", "before_flush", "before_commit"):
            event.listen(Watched, name, session_used)
        event.listen(Watched, "do_orm_execute", lambda state: session_used(state.session))
        for name in ("begin", "before_cursor_execute", "commit"):
            event.listen(self.engine.sync_engine, name, connection_used)
        event.listen(self.engine.sync_engine, "checkout", lambda connection, *_: self.users.lent(connection))
        return Watched

    def do(self, statement, *values):
        """Run a statement over a connection of the check's own."""
        ask(self._address, lambda connection: connection.execute(statement, *values))

    def refuse(self, symbol):
        """From now on the database takes no price of this symbol."""
        self.do("INSERT INTO refused VALUES ($1)", symbol)

    @property
    def rows(self):
        """What is in the table, by symbol."""
        return dict(ask(self._address, lambda connection: connection.fetch("SELECT symbol, cents FROM prices")))

    def stored(self, symbols):
        """How many of these symbols are in the table with the price that the feed gave."""
        rows = self.rows
        right = sum(rows.get(symbol) == self.cents[symbol] for symbol in symbols)
        return Count(right, "prices in the table as the feed gave them", "price in the table as the feed gave it")

    async def warm(self):
        """Open all connections that the pool may have."""
        connections = [await self.engine.connect() for _ in range(POOL)]
        for connection in connections:
            await connection.execute(text("SELECT 1"))
            await connection.close()


class Feed:
    """The feed. In the middle of each answer it looks how many connections are taken."""

    def __init__(self, shop, probe=None, troubles=None):
        self._shop, self._troubles, self._taken = shop, troubles or {}, []
        self._lines = {symbol: probe.wrap(self._answer, symbol) if probe else self._answer for symbol in shop.symbols}

    def get(self, symbol):
        """Ask, as the answer does."""
        return self._lines[symbol](symbol)

    async def _answer(self, symbol):
        await asyncio.sleep(0.5)
        self._taken.append(self._shop.engine.pool.checkedout())
        if isinstance(trouble := self._troubles.get(symbol), OSError):
            raise trouble
        await asyncio.sleep(0.5)
        if trouble is not None:
            raise trouble
        return self._shop.cents[symbol]


def taken(number):
    """How many connections are not in their pool."""
    return Count(number, "connections taken", "connection taken")


@pytest.fixture
async def shop(postgres_url):
    """A new database without prices."""
    shop, loop = Shop(postgres_url), asyncio.get_running_loop()
    loop.set_task_factory(shop.users.start)
    yield shop
    loop.set_task_factory(None)
    await shop.engine.dispose()


async def outcome(work):
    """What the import returned, and the error that came out, if any. What it has left running is stopped."""
    before = asyncio.all_tasks()
    result = error = None
    try:
        result = await work
    except Exception as raised:
        error = raised
    left = asyncio.all_tasks() - before
    for running in left:
        running.cancel()
    while rest := asyncio.all_tasks() - before:
        # The driver may have begun to say goodbye to the server.
        await asyncio.wait(rest)
    return result, error, Count(len(left), "tasks still running", "task still running")


def nothing_is_shared(shop):
    """Fail if tasks beside each other have used one session, or one connection."""
    assert shop.users.shared("session") == 0, (
        "Tasks that were running beside each other used one session. A session is one transaction and one connection: "
        "give each task a session of its own, or let one task do all the storing."
    )
    assert shop.users.shared("connection") == 0, (
        "Tasks that were running beside each other sent something over one connection, before it went back to the "
        "pool. Different sessions do not help when they are bound to the same connection."
    )


def no_error(shop, error):
    """Fail with the error that came out. Which one it is depends on who comes when, if tasks have shared something."""
    if error is not None:
        nothing_is_shared(shop)
        raise error


@task(1, points=2)
async def test_all_prices_are_asked_for_at_once(shop, probe, clock):
    """All 20 symbols are asked for at the same time, each price is stored, and their number comes back."""
    feed = Feed(shop, probe)

    result, error, _ = await outcome(import_prices(shop.maker, shop.symbols, feed))

    no_error(shop, error)
    holding = max(feed._taken, default=0) == POOL
    assert probe.max_in_flight == MANY, (
        f"{probe.pace}, and meanwhile all five connections were taken: hold none while you wait for the feed."
        if holding
        else f"{probe.pace}: ask for all symbols before you wait for the first price."
    )
    assert Count(len(probe.names), "questions") == MANY, "The feed should be asked once for each symbol."
    assert clock.elapsed < 2, "The feed takes one second for an answer. All together should take no longer than that."
    assert shop.stored(shop.symbols) == MANY, "Another connection should find a price for each of the 20 symbols."
    assert same(result, MANY), "20 prices are in the table: import_prices should return how many it has stored."


@task(2, points=2)
async def test_no_two_tasks_share_a_session(shop, sql):
    """Neither a session, nor a connection while it is lent, is used by tasks that run beside each other."""
    symbols = shop.symbols[:SOME]
    await shop.warm()

    with sql.watch() as sent:
        _, error, _ = await outcome(import_prices(shop.maker, symbols, Feed(shop)))

    nothing_is_shared(shop)
    no_error(shop, error)
    assert sent.connects == 0, "Five connections lay in the pool, and that is all the database has for this import."
    assert Count(sum(sent.around().values()), "statements") == 0, (
        "Something was sent around SQLAlchemy, straight to the driver: store the prices with sessions of the maker."
    )
    assert shop.stored(symbols) == SOME, "Another connection should find a price for each symbol."


@task(2)
async def test_nothing_is_taken_while_the_feed_is_asked(shop, probe):
    """While the import waits for the feed, all connections lie in the pool; what it has taken, it gives back."""
    symbols, feed = shop.symbols[:SOME], Feed(shop, probe)

    _, error, _ = await outcome(import_prices(shop.maker, symbols, feed))

    assert taken(max(feed._taken, default=0)) == 0, (
        "The feed was asked, and meanwhile connections were taken. Whoever waits for something else should hold none: "
        "there are more symbols than connections."
    )
    no_error(shop, error)
    assert taken(shop.engine.pool.checkedout()) == 0, "The import is over, and not all connections are in the pool."
    assert shop.stored(symbols) == SOME, "Another connection should find a price for each symbol."


@task(3, points=2)
async def test_what_fails_fails_alone(shop, probe):
    """Symbols without a price, and prices that the database refuses, are left out. All the others are stored."""
    unknown, refused = ["S03", "S11"], ["S04", "S18"]
    for symbol in refused:
        shop.refuse(symbol)
    feed = Feed(shop, probe, {symbol: NoPrice(symbol) for symbol in unknown})

    result, error, running = await outcome(import_prices(shop.maker, shop.symbols, feed))

    kinds = {type(leaf) for leaf in leaves(error)}
    assert NoPrice not in kinds, "Two symbols have no price, and NoPrice came out: they should be left out."
    assert IntegrityError not in kinds, "The database refused two prices, and its IntegrityError came out."
    no_error(shop, error)
    good = [symbol for symbol in shop.symbols if symbol not in unknown + refused]
    assert shop.stored(good) == len(good), (
        "The feed had no price for 2 of 20 symbols, and the database refused 2 prices. The other 16 should be stored."
    )
    assert Count(len(shop.rows), "rows", "row") == len(good), "What was left out should have no row in the table."
    assert same(result, len(good)), "16 prices are in the table: import_prices should return how many it has stored."
    assert running == 0, "import_prices has returned, and tasks that it has started are still running."


@task(3)
async def test_a_broken_line_reaches_the_caller(shop, probe):
    """An OSError is not a missing price: it comes out, alone or in a group, and by then all tasks are over."""
    trouble = OSError("the line is cut")
    feed = Feed(shop, probe, {"S07": trouble})

    _, error, running = await outcome(import_prices(shop.maker, shop.symbols, feed))

    assert any(leaf is trouble for leaf in leaves(error)), (
        "The feed raised an OSError for one symbol. That is no missing price, and it did not reach the caller."
    )
    assert running == 0, (
        "The error came out while tasks of the import were still running. Nobody waits for them now, or hears of their "
        "errors."
    )


@task(3)
async def test_a_broken_database_reaches_the_caller(shop, probe):
    """A table that is missing is not a refused price: the database's ProgrammingError comes out."""
    shop.do("ALTER TABLE prices RENAME TO elsewhere")

    _, error, running = await outcome(import_prices(shop.maker, shop.symbols[:1], Feed(shop, probe)))

    assert any(isinstance(leaf, ProgrammingError) for leaf in leaves(error)), (
        "The table was missing. That refuses no single price: the database's ProgrammingError should come out."
    )
    assert running == 0, "The error came out while tasks of the import were still running."
