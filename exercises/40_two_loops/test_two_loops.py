"""The checks of exercise 40, in the order of its tasks. All of them on a PostgreSQL database: SQLite forgives."""

import asyncio
import gc
import logging
import threading
import time

import pytest
from asyncpg import PostgresError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from two_loops import run_in_thread, run_report, with_engine

from grader.checks import Count, new_token, same, task
from grader.instruments.postgres import Address
from grader.instruments.postgres.asking import ask

PATIENCE = 3.0
"""Seconds after which something that should happen at once will not happen any more."""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
REFUSALS = (DBAPIError, PostgresError)
"""The database's errors, with SQLAlchemy and without."""
WAITING = "SELECT pid FROM pg_locks WHERE relation = 'late_trams'::regclass AND NOT granted ORDER BY pid"


class Depot:
    """The database of a check, seen over connections of the check's own, around engines and loops."""

    def __init__(self, url):
        self.url = url
        self._address = Address.read(url)
        self.names = []
        self.do("CREATE TABLE late_trams (id SERIAL PRIMARY KEY, name TEXT NOT NULL)")

    def do(self, statement, *values):
        """Run one statement, for good."""
        ask(self._address, lambda connection: connection.execute(statement, *values))

    def late(self, name):
        """One more tram is late, with a name that nobody can guess. Returns all of them."""
        self.names.append(new_token(name))
        self.do("INSERT INTO late_trams (name) VALUES ($1)", self.names[-1])
        return list(self.names)

    def left_open(self):
        """How many connections others have in this database. Those that are about to go get a moment."""

        async def talk(connection):
            until = time.monotonic() + PATIENCE
            while (count := await connection.fetchval(OTHERS)) and time.monotonic() < until:
                await asyncio.sleep(0.01)
            return count

        return Count(ask(self._address, talk), "connections left open", "connection left open")

    def closed(self):
        """For a while nobody can read the table."""
        self.do("ALTER TABLE late_trams RENAME TO elsewhere")

    def open_again(self):
        """The table is there again."""
        self.do("ALTER TABLE elsewhere RENAME TO late_trams")

    def hold_up(self, callers):
        """Let nobody read the table until all callers wait for it. Then refuse one of them, and let the others read.

        Returns how many came.
        """

        async def talk(connection):
            async def until(condition):
                end = time.monotonic() + PATIENCE
                while not (seen := await condition()) and time.monotonic() < end:
                    await asyncio.sleep(0.01)
                return seen

            async def all_came():
                nonlocal came
                came = [pid for (pid,) in await connection.fetch(WAITING)]
                return len(came) >= len(callers) or all(caller.done for caller in callers)

            async def one_is_done():
                return any(caller.done for caller in callers)

            came = []
            async with connection.transaction():
                await connection.execute("LOCK TABLE late_trams")
                for caller in callers:
                    caller.start()
                await until(all_came)
                if came:
                    await connection.execute("SELECT pg_cancel_backend($1)", came[0])
                    await until(one_is_done)
            return len(came)

        return ask(self._address, talk, 4 * PATIENCE)


class Caller(threading.Thread):
    """A thread that asks for the list. What goes wrong in it is kept for the check."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.url, self.result, self.error, self.done = url, None, None, False

    def run(self):
        """What the thread does."""
        try:
            self.result = run_in_thread(self.url)
        except BaseException as error:
            self.error = error
        self.done = True

    @property
    def was_refused(self):
        """Whether it failed because the check ended its statement."""
        return isinstance(self.error, REFUSALS) and "canceling statement" in str(self.error)


class Log(logging.Handler):
    """What SQLAlchemy and asyncio could not do and told only the log, such as closing a connection."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.troubles = []

    def emit(self, record):
        """Note what was wrong in one line, and leave no more of it to pytest, which shows the logs of failed checks."""
        error = record.exc_info[1] if record.exc_info else None
        text = f"{type(error).__name__}: {error}" if error else record.getMessage()
        text = text.partition(". ")[0].partition("\n")[0].rstrip(": ")
        record.msg, record.args, record.exc_info = text, (), None
        self.troubles.append(record.msg)


@pytest.fixture
def depot(postgres_url):
    """A new database with the table."""
    # The garbage collector closes what somebody left open, some time: what is seen must not depend on it.
    gc.collect()
    gc.disable()
    yield Depot(postgres_url)
    gc.enable()


@pytest.fixture
def log():
    """What is logged as an error during the check."""
    handler, loggers = Log(), [logging.getLogger(name) for name in ("sqlalchemy", "asyncio")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


def in_good_order(log):
    """The sentence on what could not be closed, for an assertion that nothing was logged."""
    return (
        f"A connection could not be closed in good order, and SQLAlchemy wrote so into its log: {log.troubles[0]}. "
        "Closing is a talk with the database as well: it has to be awaited, in the loop that opened the connection."
        if log.troubles
        else ""
    )


def as_it_is_now(result):
    """A list that came back, safe from whoever still fills it; everything else as it is."""
    return list(result) if type(result) is list else result


async def read(engine):
    """What the engine reads, in a block of its own."""
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT name FROM late_trams ORDER BY id")))


def is_engine(thing):
    """The sentence for what is no engine."""
    return f"with_engine should lend an AsyncEngine, and it lent an object of type {type(thing).__name__}."


@task(1, seconds=30)
async def test_an_engine_for_a_block(depot, log):
    """The block gets an engine that works, each time anew, and afterwards nothing of it is connected."""
    for name in ("first", "second"):
        names = depot.late(name)
        async with with_engine(depot.url) as engine:
            assert isinstance(engine, AsyncEngine), is_engine(engine)
            async with engine.connect():
                found = await read(engine)
        assert same(found, names), "The engine should read what is in the database of the URL."
        assert depot.left_open() == 0, (
            "The block of with_engine is over, its loop still runs, and the server has connections of it: close "
            "them, and wait until that is done."
        )
    assert not log.troubles, in_good_order(log)


@task(1, seconds=30)
async def test_however_the_block_ends(depot, log):
    """After an error and after a cancellation nothing is connected either, and both go on to the caller."""
    names, trouble, found = depot.late("only"), OSError("the depot is under water"), []

    async def use(then):
        async with with_engine(depot.url) as engine:
            assert isinstance(engine, AsyncEngine), is_engine(engine)
            found.append(await read(engine))
            await then()

    async def fail():
        raise trouble

    (failed,) = await asyncio.gather(use(fail), return_exceptions=True)
    after_error = depot.left_open()

    inside = asyncio.Event()

    async def stay():
        inside.set()
        await asyncio.Event().wait()

    staying = asyncio.create_task(use(stay))
    entered = asyncio.create_task(inside.wait())
    await asyncio.wait([staying, entered], return_when=asyncio.FIRST_COMPLETED)
    entered.cancel()
    staying.cancel()
    (cancelled,) = await asyncio.gather(staying, return_exceptions=True)
    after_cancel = depot.left_open()

    if isinstance(failed, Exception) and failed is not trouble:
        raise failed
    assert failed is trouble, "The block raised an error, and with_engine kept it: the caller should get it."
    assert same(found, [names, names]), "In both blocks the engine should read what is in the database of the URL."
    assert after_error == 0, "The block ended with an error, and the server still has connections of its engine."
    assert isinstance(cancelled, asyncio.CancelledError), (
        "The block was cancelled, and no CancelledError came out of it: let it pass."
    )
    assert after_cancel == 0, "The block was cancelled, and the server still has connections of its engine."
    assert not log.troubles, in_good_order(log)


@task(2, points=2, seconds=30)
def test_one_run_after_another(depot, log):
    """Three reports, one after the other: each knows what has happened since, and none leaves a connection."""
    results, expected = [], []
    for name in ("first", "second", "third"):
        expected.append(depot.late(name))
        results.append(as_it_is_now(run_report(depot.url)))

    assert same(results, expected), (
        "Before each of the three calls one more tram was late. Each should return the names of all that are late by "
        "then, first come first."
    )
    assert depot.left_open() == 0, (
        "Three calls of run_report are over, and so are their loops. The server still has connections that nobody "
        "will ever use."
    )
    assert not log.troubles, in_good_order(log)


@task(2, seconds=30)
def test_a_run_that_fails(depot, log):
    """The database's error reaches the caller, nothing stays connected, and the next report is as good as any."""
    names = depot.late("only")
    depot.closed()
    error = error_of(run_report, depot.url)
    left_open = depot.left_open()
    depot.open_again()

    result = run_report(depot.url)

    if error is not None and not isinstance(error, REFUSALS):
        raise error
    assert error is not None, "The table was not there, and run_report returned: the caller should get the error."
    assert left_open == 0, "run_report raised the database's error, and left connections to the server behind."
    assert same(result, names), "After a call that failed, the next one should return the names."
    assert depot.left_open() == 0, "The server still has connections of the call after the one that failed."
    assert not log.troubles, in_good_order(log)


def error_of(function, url):
    """The error that came out, if any."""
    try:
        function(url)
    except Exception as error:
        return error
    return None


@task(3, points=2)
async def test_beside_a_running_loop(depot, log):
    """Called where a loop runs, again and again, it returns the list; that loop stands still until then."""
    results, expected, moved = [], [], []

    async def somebody():
        while True:
            await asyncio.sleep(0)
            moved.append("somebody had a turn")

    other = asyncio.create_task(somebody())
    try:
        await asyncio.sleep(0)
        for name in ("first", "second", "third"):
            expected.append(depot.late(name))
            before = len(moved)
            results.append(as_it_is_now(run_in_thread(depot.url)))
            turns = len(moved) - before
            if turns:
                break
    finally:
        other.cancel()
        await asyncio.wait([other])

    assert not turns, (
        "run_in_thread is no async function, and yet another task of the caller's loop went on during the call. "
        "Whoever calls an ordinary function relies on it that nothing else happens meanwhile: leave that loop alone."
    )
    assert same(results, expected), (
        "Before each of the three calls one more tram was late. Each should return the names of all that are late by "
        "then, first come first."
    )
    assert depot.left_open() == 0, "Three calls of run_in_thread are over, and the server still has connections of it."
    assert not log.troubles, in_good_order(log)


@task(3)
async def test_an_error_in_the_thread(depot, log):
    """What goes wrong in the thread goes wrong for the caller, too, and nothing stays connected."""
    names = depot.late("only")
    depot.closed()
    error = error_of(run_in_thread, depot.url)
    left_open = depot.left_open()
    depot.open_again()

    result = run_in_thread(depot.url)

    if error is not None and not isinstance(error, REFUSALS):
        raise error
    assert error is not None, (
        "The table was not there, and run_in_thread returned all the same: an error stays in the thread where it was "
        "raised, unless somebody carries it over."
    )
    assert left_open == 0, "run_in_thread raised the database's error, and left connections to the server behind."
    assert same(result, names), "After a call that failed, the next one should return the names."
    assert not log.troubles, in_good_order(log)


@task(3, points=2, seconds=40)
def test_several_threads_at_once(depot, log):
    """Three threads ask at the same time. The database refuses one of them, which is nothing to the others."""
    names = depot.late("only")
    callers = [Caller(depot.url) for _ in range(3)]

    came = depot.hold_up(callers)
    for caller in callers:
        caller.join(PATIENCE)

    for caller in callers:
        if caller.error is not None and not caller.was_refused:
            raise caller.error
    assert all(caller.done for caller in callers), "Three threads called run_in_thread, and not all calls came back."
    assert Count(came, "at the database at once") == 3, (
        "Three threads asked at the same time. While the first ones had to wait in the database, not all the others "
        "came there: either one waits for another, or it did not ask."
    )
    results = [caller.result for caller in callers if caller.error is None]
    assert len(results) == 2, (
        "The database refused one of three: the thread that asked should get the error, and no other thread."
    )
    assert same(results, [names, names]), "Two of three threads were let through, and each should get the names."
    assert depot.left_open() == 0, (
        "Three threads have their answers, and the server still has connections of their calls. In a pool that threads "
        "share, the connections of several loops lie side by side."
    )
    assert not log.troubles, in_good_order(log)
