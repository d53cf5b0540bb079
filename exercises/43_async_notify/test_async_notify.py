"""The checks of exercise 43, in the order of its tasks. Notifications come from outside, so they wait for real."""

import asyncio
from contextlib import asynccontextmanager
from itertools import zip_longest

import asyncpg
import pytest
from async_notify import Event, Feed, install_trigger
from sqlalchemy.ext.asyncio import create_async_engine

from grader.checks import Count, new_token, same, task
from grader.instruments.postgres import Address

PATIENCE, LITTLE_PATIENCE = 5.0, 0.3
"""Seconds after which something that should happen at once will not happen any more; and once it did not."""
OTHERS = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
SIX_THOUSAND, MANY_BYTES = "x" * 6000, {"letters": "x" * 9000, "two bytes each": "é" * 4500, "escaped": '"' * 4500}
"""A note that is long, and three that are too long: one of them plainly, two only when their bytes are counted."""
LONG_NOTES = {**MANY_BYTES, **{f"{many} letters": "x" * many for many in range(7600, 8001, 8)}}
"""The same, and some around the limit: a row that would fit alone may be too long with what is said about it."""


class Patience:
    """How long a check waits for a feed. One that was silent for so long once is not waited for in each check anew."""

    def __init__(self):
        self.seconds = PATIENCE

    async def for_task(self, waiting):
        """Wait for it, and then no longer: whatever comes of it, it has ended. Returns whether it did by itself."""
        await asyncio.wait([waiting], timeout=self.seconds)
        in_time = waiting.done()
        if not in_time:
            self.seconds = LITTLE_PATIENCE
            waiting.cancel()
            await asyncio.wait([waiting])
        return in_time

    async def until(self, condition):
        """Wait until it comes true."""
        end = asyncio.get_running_loop().time() + self.seconds
        while not await condition():
            if asyncio.get_running_loop().time() > end:
                self.seconds = LITTLE_PATIENCE
                return
            await asyncio.sleep(0.01)


PATIENT = Patience()


class Station:
    """The database of a check, over a connection of the check's own."""

    def __init__(self, connection, url):
        self.url = url
        self.do, self.value, self.fetch = connection.execute, connection.fetchval, connection.fetch
        self.transaction = connection.transaction
        self._connection = connection

    async def table(self, name, channel):
        """Make a table, and have the answer install its trigger."""
        await self.do(f'CREATE TABLE "{name}" (id SERIAL PRIMARY KEY, train TEXT UNIQUE, platform INTEGER, note TEXT)')
        await self.install(name, channel)

    async def install(self, name, channel):
        """Have the answer install its trigger."""
        engine = create_async_engine(self.url)
        try:
            await install_trigger(engine, name, channel)
        finally:
            await engine.dispose()

    async def insert(self, train=None, note=None, *, table="departures"):
        """One more departure, for good. Returns its row."""
        return await self.row(
            f'INSERT INTO "{table}" (train, platform, note) VALUES ($1, 1, $2) RETURNING *',
            train or new_token("train"),
            note,
        )

    async def row(self, statement, *values):
        """Run a statement that returns a row."""
        return dict(await self._connection.fetchrow(statement, *values))

    async def others(self):
        """The server processes of everybody else who is connected."""
        return [pid for (pid,) in await self.fetch(f"SELECT pid FROM pg_stat_activity WHERE {OTHERS} ORDER BY pid")]

    async def left_open(self):
        """How many connections others have. Those that are about to go get a moment."""

        async def all_gone():
            return not await self.others()

        await PATIENT.until(all_gone)
        return Count(len(await self.others()), "connections left open", "connection left open")

    @asynccontextmanager
    async def ear(self, channel):
        """Listen to a channel, without the answer. The result is a function that waits, and returns what was heard."""
        heard, news = [], asyncio.Event()

        def notified(connection, pid, channel, text):
            heard.append(text)
            news.set()

        async def so_far():
            # Notifications come in the order of the commits: what comes after this one is later.
            end = new_token("end")
            await self.do("SELECT pg_notify($1, $2)", channel, end)
            while end not in heard:
                news.clear()
                await news.wait()
            heard.remove(end)
            return Count(len(heard), "notifications", "notification")

        listening = await asyncpg.connect(Address.read(self.url).dsn)
        await listening.add_listener(channel, notified)
        try:
            yield so_far
        finally:
            await listening.remove_listener(channel, notified)
            await listening.close()


@pytest.fixture
async def station(postgres_url):
    """A new database, with a table on whose trigger the answer works."""
    connection = await asyncpg.connect(Address.read(postgres_url).dsn)
    try:
        yield Station(connection, postgres_url)
    finally:
        await connection.close()


def plain(event):
    """What an event says."""
    assert isinstance(event, Event), (
        f"A feed gives objects of the class Event, and this one gave an object of type {type(event).__name__}."
    )
    return event.op, event.id, event.payload


def inserted(row):
    """What the event of this row's insert should say."""
    return "insert", row["id"], row


def alike(found, expected):
    """Whether these are the events; else the first one that is not is what the learner sees."""
    return all(same(got, wanted) for got, wanted in zip_longest(found, expected, fillvalue="no event"))


async def events(feed, until):
    """What comes out of the feed, up to the event of the row with this id; at the end of patience, what came so far."""
    found = []

    async def read():
        async for event in feed:
            found.append(plain(event))
            if found[-1][1] == until:
                return

    reading = asyncio.create_task(read())
    if await PATIENT.for_task(reading):
        reading.result()
    return found


# --------------------------------------------------------------------------------------------------- task 1


@task(1, seconds=30)
@pytest.mark.real_clock
async def test_each_change_rings_once(station):
    """An insert, an update and a delete ring once each."""
    await station.table("departures", "board")
    async with station.ear("board") as heard:
        row = await station.insert()
        await station.do("UPDATE departures SET platform = 2 WHERE id = $1", row["id"])
        await station.do("DELETE FROM departures WHERE id = $1", row["id"])
        count = await heard()

    assert count == 3, (
        "One row was inserted, changed and deleted, each in a transaction of its own: that is 3 notifications."
    )


@task(1, seconds=30)
@pytest.mark.real_clock
async def test_what_changed_nothing_does_not_ring(station):
    """What was rolled back, or touched no row, is silent; of several rows each rings."""
    await station.table("departures", "board")
    async with station.ear("board") as heard:
        row = await station.insert()
        transaction = station.transaction()
        await transaction.start()
        await station.insert()
        await transaction.rollback()
        rolled_back = await heard()
        await station.do("INSERT INTO departures (train) VALUES ($1) ON CONFLICT DO NOTHING", row["train"])
        await station.do("UPDATE departures SET platform = 3 WHERE id < 0")
        nothing = await heard()
        await station.do("INSERT INTO departures (train) SELECT 'night train ' || n FROM generate_series(1, 4) AS n")
        four = await heard()

    assert rolled_back == 1, "One row was inserted and committed, another one rolled back: only the first one rings."
    assert nothing == 1, (
        "An INSERT met its ON CONFLICT DO NOTHING, and an UPDATE found no row. Neither has changed anything, and there "
        "are notifications of them."
    )
    assert four == 5, "One statement inserted 4 rows: each of them rings. Together with the row before it that makes 5."


@task(1, seconds=30)
@pytest.mark.real_clock
async def test_changes_that_look_the_same(station):
    """Three changes of a transaction that leave the row as it was are three notifications."""
    await station.table("departures", "board")
    row = await station.insert()
    async with station.ear("board") as heard:
        async with station.transaction():
            for _ in range(3):
                await station.do("UPDATE departures SET platform = 1 WHERE id = $1", row["id"])
        count = await heard()

    assert count > 0, (
        "One transaction updated a row 3 times, to what it was already, and nothing rang. An update that leaves a row "
        "as it was is an update too."
    )
    assert count == 3, (
        "One transaction updated a row 3 times, to what it was already. PostgreSQL sends notifications of one "
        "transaction that are equal to the letter only once: each needs something that no other one has."
    )


@task(1, points=2, seconds=30)
@pytest.mark.real_clock
async def test_big_rows_are_stored(station):
    """A row that no notification could carry is stored all the same, and rings."""
    await station.table("departures", "board")
    async with station.ear("board") as heard:
        refused = []
        for kind, note in LONG_NOTES.items():
            try:
                await station.insert(note=note)
            except asyncpg.PostgresError as error:
                refused.append((kind, error))
        count = await heard()
    stored = Count(await station.value("SELECT count(*) FROM departures"), "rows stored", "row stored")

    if refused:
        kind, error = refused[0]
        assert stored == len(LONG_NOTES), (
            f"A row with a long note ({kind}) could not be inserted: {error}. What goes wrong in a trigger undoes the "
            "change. A notification takes less than 8000 bytes, not characters, and the row is not all that is in it: "
            "send a big row without its contents."
        )
    assert stored == len(LONG_NOTES), "Rows with long notes were inserted, and not all of them are in the table."
    assert count == len(LONG_NOTES), "Rows with long notes were inserted: each of them rings."


@task(1, seconds=30)
@pytest.mark.real_clock
async def test_several_tables_and_once_more(station):
    """Each table rings on its own channel, whose name is taken letter for letter, however often it is installed."""
    await station.table("departures", "board")
    await station.table("Night Trains", "NightBoard")
    for _ in range(2):
        await station.install("departures", "board")
        await station.install("Night Trains", "NightBoard")

    async with station.ear("board") as by_day, station.ear("NightBoard") as by_night, station.ear("nightboard") as none:
        await station.insert()
        for _ in range(2):
            await station.insert(table="Night Trains")
        counts = [await by_day(), await by_night(), await none()]

    assert counts[2] == 0, (
        'A notification for the channel "NightBoard" came on "nightboard". Names that are not quoted lose their '
        "capitals, and who listens on the right channel hears nothing."
    )
    assert counts[0] == 1 and counts[1] == 2, (  # noqa: PT018
        'Of two tables one rings on "board" and one on "NightBoard", and each trigger was installed three times. One '
        "row was inserted into the first table and two into the second: that is 1 notification there, and 2 here."
    )


# --------------------------------------------------------------------------------------------------- task 2


@task(2, points=2, seconds=30)
@pytest.mark.real_clock
async def test_each_change_is_an_event(station):
    """Each change comes out of the feed as an event, with the row."""
    await station.table("departures", "board")
    async with Feed(station.url, "board") as feed:
        first = await station.insert(note="Zürich – Łódź")
        changed = await station.row("UPDATE departures SET platform = NULL WHERE id = $1 RETURNING *", first["id"])
        await station.do("DELETE FROM departures WHERE id = $1", first["id"])
        last = await station.insert()
        found = await events(feed, until=last["id"])

    assert found, (
        "Four changes were committed while the feed was open, and no event came out of it, although somebody waited. "
        "If the table rings, as in task 1: does the feed listen to that very name (add_listener adds the quotes by "
        "itself), and does what it hears reach the one who waits?"
    )
    expected = [inserted(first), ("update", first["id"], changed), ("delete", first["id"], changed), inserted(last)]
    assert alike(found, expected), (
        "A row was inserted, changed and deleted, and another one inserted: that is an event each, in this order, with "
        "op, id and payload. The payload is the row as JSON says it; of a deleted row, as it was."
    )


@task(2, seconds=30)
@pytest.mark.real_clock
async def test_events_come_in_the_order_of_the_commits(station):
    """Within a transaction the order of the changes, among transactions the order of the commits."""
    await station.table("departures", "board")
    other = await asyncpg.connect(Address.read(station.url).dsn)
    try:
        async with Feed(station.url, "board") as feed:
            async with station.transaction():
                first = await station.insert()
                await station.do("UPDATE departures SET platform = 7 WHERE id = $1", first["id"])
                second = dict(await other.fetchrow("INSERT INTO departures (platform) VALUES (2) RETURNING *"))
                await station.do("DELETE FROM departures WHERE id = $1", first["id"])
            last = await station.insert()
            found = await events(feed, until=last["id"])
    finally:
        await other.close()

    of_first = [(op, first["id"]) for op in ("insert", "update", "delete")]
    expected = [("insert", second["id"]), *of_first, ("insert", last["id"])]
    assert alike([event[:2] for event in found], expected), (
        "A transaction inserted, updated and deleted a row. Meanwhile another one inserted a row, and was committed "
        "before it. Who commits first comes first; what one transaction did stays together and in order."
    )


@task(2, points=2, seconds=30)
@pytest.mark.real_clock
async def test_big_rows_are_events(station):
    """A big row is an event without its contents; one that fits is there as a whole."""
    await station.table("departures", "board")
    async with Feed(station.url, "board") as feed:
        rows = [await station.insert(note=note) for note in (*MANY_BYTES.values(), SIX_THOUSAND)]
        found = await events(feed, until=rows[-1]["id"])

    assert len(found) == 4, "Four rows with long notes were inserted: that is an event for each."
    assert alike([event[:2] for event in found], [inserted(row)[:2] for row in rows]), (
        "Four rows with long notes were inserted: each event has its op and its id."
    )
    assert all(payload is None for _, _, payload in found[:3]), (
        "Three of the rows are longer than a notification may be. The payload of such an event is None."
    )
    assert found[3][2] == rows[3], (
        "One of the rows takes about 6,100 bytes as JSON, which fits into a notification: the payload is the whole row."
    )


@task(2, seconds=30)
@pytest.mark.real_clock
async def test_every_feed_gets_everything(station):
    """Two feeds of a channel get all of its events each, and the feed of another channel gets none of them."""
    await station.table("departures", "board")
    await station.table("Night Trains", "Night Board")
    channels = ("board", "board", "Night Board")
    feeds = [Feed(station.url, channel) for channel in channels]
    async with feeds[0] as first, feeds[1] as second, feeds[2] as by_night:
        rows = [await station.insert() for _ in range(3)]
        night = [await station.insert(table="Night Trains") for _ in range(4)]
        found = [
            await events(feed, until=last)
            for feed, last in ((first, rows[-1]["id"]), (second, rows[-1]["id"]), (by_night, night[-1]["id"]))
        ]

    assert all(alike(got, [inserted(row) for row in rows]) for got in found[:2]), (
        "Two feeds listened on one channel while three rows were inserted: each of the feeds has three events."
    )
    assert alike(found[2], [inserted(row) for row in night]), (
        'A feed listened on the channel "Night Board" while four rows were inserted there and three rows elsewhere: it '
        "has four events."
    )


@task(2, seconds=30)
@pytest.mark.real_clock
async def test_a_feed_is_silent(station):
    """While nothing changes, a feed that somebody reads sends nothing to the server."""
    await station.table("departures", "board")
    statements = f"SELECT pid, query_start FROM pg_stat_activity WHERE {OTHERS} ORDER BY pid"
    async with Feed(station.url, "board") as feed:
        reading = asyncio.create_task(next_of(feed))
        await asyncio.sleep(0.05)
        before = await station.fetch(statements)
        for _ in range(10):
            await asyncio.sleep(0.04)
            after = await station.fetch(statements)
            if after != before:
                break
        row = await station.insert()
        found = plain(reading.result()) if await PATIENT.for_task(reading) else None

    assert after == before, (
        "Nothing had changed, and the feed asked the server something while it waited. Who listens is told: asking "
        "again and again costs the server as much as it costs you, and comes late all the same."
    )
    assert same(found, inserted(row)), "Somebody waited for the next event when a row was inserted: here it is."


@task(2, points=2, seconds=30)
@pytest.mark.real_clock
async def test_nothing_stays_connected(station):
    """After its block a feed is not connected, however the block ended; nor after it could not be entered."""
    await station.table("departures", "board")
    trouble, found, inside = OSError("the board has fallen down"), [], asyncio.Event()

    async def use(then):
        async with Feed(station.url, "board") as feed:
            row = await station.insert()
            found.append((await events(feed, until=row["id"]), [inserted(row)]))
            inside.set()
            await then()

    async def fail():
        raise trouble

    def one_event():
        got, expected = found.pop()
        return alike(got, expected)

    await use(lambda: asyncio.sleep(0))
    assert one_event(), "A row was inserted while the feed was open: that is one event."
    assert await station.left_open() == 0, "The block of the feed is over, and the server still has a connection of it."

    (failed,) = await asyncio.gather(use(fail), return_exceptions=True)
    if isinstance(failed, Exception) and failed is not trouble:
        raise failed
    assert failed is trouble, "The block raised an error, and the feed kept it: the caller should get it."
    assert one_event(), "A row was inserted while another feed was open: that is one event."
    assert await station.left_open() == 0, (
        "The block ended with an error, and the server still has a connection of the feed."
    )

    inside.clear()
    staying = asyncio.create_task(use(asyncio.Event().wait))
    entered = asyncio.create_task(inside.wait())
    await asyncio.wait([staying, entered], return_when=asyncio.FIRST_COMPLETED)
    staying.cancel()
    entered.cancel()
    (cancelled,) = await asyncio.gather(staying, return_exceptions=True)
    if isinstance(cancelled, Exception):
        raise cancelled
    assert isinstance(cancelled, asyncio.CancelledError), (
        "The block was cancelled, and no CancelledError came out of it: let it pass."
    )
    assert await station.left_open() == 0, "The block was cancelled, and the server still has a connection of the feed."

    refusal = None
    try:
        async with Feed(station.url, ""):
            pass
    except Exception as error:
        refusal = error
    assert refusal is not None, (
        "A channel without a name cannot be listened to, and the feed was entered: the caller should get the error."
    )
    assert await station.left_open() == 0, (
        "The feed could not be entered, since a channel needs a name, and the server still has a connection of it. "
        "Nobody leaves a block that was not entered: what is connected by then has to be closed in __aenter__."
    )


# --------------------------------------------------------------------------------------------------- task 3


@task(3, seconds=30)
@pytest.mark.real_clock
async def test_a_burst_is_kept(station):
    """A thousand rows at once, and nobody reads yet: all of them are there later, in order."""
    await station.table("departures", "board")
    async with Feed(station.url, "board") as feed:
        await station.do("INSERT INTO departures (train) SELECT 'special ' || n FROM generate_series(1, 1000) AS n")
        last = await station.insert()
        ids = [event[1] for event in await events(feed, until=last["id"])]
        lost = feed.lost

    assert Count(len(ids), "events", "event") == 1001, (
        "1,001 rows were inserted before anybody read. By default 10,000 events may wait, so all of them are kept."
    )
    assert same(ids, list(range(1, 1002))), "The events of a burst come in the order of its changes."
    assert Count(lost, "events lost", "event lost") == 0, "All events were read, and the feed says that some were lost."


@task(3, points=2, seconds=12)
@pytest.mark.real_clock
async def test_a_slow_reader(station):
    """No more than maxsize events wait; the others are counted, and who reads again misses nothing new."""
    await station.table("departures", "board")
    async with Feed(station.url, "board", maxsize=5) as feed:
        rows = [await station.insert() for _ in range(12)]

        async def counted():
            return feed.lost >= 7

        await PATIENT.until(counted)
        lost = Count(feed.lost, "events lost", "event lost")
        kept = await events(feed, until=rows[4]["id"])
        row = await station.insert()
        afterwards = await events(feed, until=row["id"])
        lost_then = Count(feed.lost, "events lost", "event lost")

    assert lost == 7, (
        "5 events may wait here, 12 came, and nobody read. So 7 of them are not kept, and lost says how many. Without "
        "such a limit, a reader that stands still fills the memory."
    )
    assert alike(kept, [inserted(row) for row in rows[:5]]), "5 events may wait here: the first five are kept."
    assert alike(afterwards, [inserted(row)]), "All that waited had been read. So the event of the next row is kept."
    assert lost_then == 7, "Nothing more was lost: all that waited had been read when the next event came."


@task(3, points=2, seconds=30)
@pytest.mark.real_clock
async def test_the_connection_breaks(station):
    """Who waits when the connection breaks gets an error; who comes later first gets what was kept."""
    await station.table("departures", "board")
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OTHERS}"
    async with Feed(station.url, "board") as feed:
        row = await station.insert()
        alive = await events(feed, until=row["id"])
        reading = asyncio.create_task(next_of(feed))
        await asyncio.sleep(0.01)
        await station.do(end)
        waited = await outcome(reading)
    async with Feed(station.url, "board", maxsize=1) as feed:
        kept = await station.insert()
        await station.insert()

        async def counted():
            return feed.lost >= 1

        # Then the first one has arrived for certain.
        await PATIENT.until(counted)
        await station.do(end)

        async def ended():
            return not await station.others()

        await PATIENT.until(ended)
        came = [await outcome(asyncio.create_task(next_of(feed))) for _ in range(2)]

    assert alike(alive, [inserted(row)]), "A row was inserted while the feed was open: that is one event."
    raise_unless_connection(waited)
    assert isinstance(waited, ConnectionError), (
        "The server has ended the connection while somebody waited for an event. No event can come any more, and the "
        "one who waits has to hear of it: raise a ConnectionError."
    )
    raise_unless_connection(came[0])
    assert same(came[0], inserted(kept)), (
        "An event had come and was waiting when the connection broke: it is still the next one that is read."
    )
    raise_unless_connection(came[1])
    assert not isinstance(came[1], tuple), (
        "One event may wait in this feed, and two came out of it after the connection broke: see maxsize."
    )
    assert isinstance(came[1], ConnectionError), (
        "The connection has broken, and all that came before has been read. Who asks for one more event gets a "
        "ConnectionError."
    )


async def next_of(feed):
    """The next event, in a coroutine that a task can run."""
    return await anext(feed)


async def outcome(reading):
    """What came of waiting for an event: what it says, the error, or None at the end of patience."""
    if not await PATIENT.for_task(reading):
        return None
    return reading.exception() or plain(reading.result())


def raise_unless_connection(found):
    """Another error than the one that is due speaks for itself."""
    if isinstance(found, Exception) and not isinstance(found, ConnectionError | StopAsyncIteration):
        raise found
