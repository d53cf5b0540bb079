"""The checks of exercise 44, in the order of its tasks. All of them on PostgreSQL and on the real clock."""

import asyncio
import random
import threading
import time
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from functools import partial
from itertools import pairwise

import asyncpg
import pytest
from async_db_sync import Replicator, install
from pharmacy import connection_lost, medicine, medicine_copy
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import CreateTable

from grader.checks import Count, Seconds, new_token, note, picture, same, task
from grader.instruments.postgres import Address
from grader.instruments.sql.drivers import telling
from grader.instruments.watchdog import watchdog

pytestmark = pytest.mark.real_clock

PATIENCE = 6.0
"""Seconds after which something that should take one at most will not happen any more."""
STILL, LOOKS = 1.5, 25
"""Nothing moves for so many seconds, and in so many looks: then nobody works on it any more."""
DELAY = 1.0
"""Seconds from the commit to the copy, for 95 changes of 100, on a machine that has time."""
COLUMNS = ("id", "name", "amount", "price", "leaflet")
INSERT = "INSERT INTO medicine (id, name, amount, price, leaflet) VALUES ($1, $2, $3, $4, $5)"
UPDATE = "UPDATE medicine SET name = $2, amount = $3, price = $4, leaflet = $5 WHERE id = $1"
DELETE = "DELETE FROM medicine WHERE id = $1"
OTHERS = "datname = current_database() AND backend_type = 'client backend' AND pid <> ALL ($1::int[])"
DIFFERENCE = f"""
SELECT count(*) FILTER (WHERE c.id IS NULL), count(*) FILTER (WHERE m.id IS NULL),
    count(*) FILTER (WHERE m.id = c.id),
    (SELECT md5(string_agg(id || ':' || amount, ',' ORDER BY id)) FROM medicine_copy),
    (SELECT count(*) FROM pg_stat_activity WHERE {OTHERS} AND state = 'active')
FROM medicine m FULL JOIN medicine_copy c ON m.id = c.id
WHERE ({", ".join(f"m.{name}" for name in COLUMNS)}) IS DISTINCT FROM ({", ".join(f"c.{name}" for name in COLUMNS)})
"""
WAITING = "SELECT pid FROM pg_locks WHERE relation = 'medicine_copy'::regclass AND NOT granted LIMIT 1"

CONNECTED = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() LIMIT 1"


class Desk:
    """The pharmacy's own people: what the check does in the database, over connections in a thread of its own."""

    def __init__(self, url):
        self.url = url
        self._dsn = Address.read(url).dsn
        self._pids, self._last = [], 0
        self._loop = asyncio.SelectorEventLoop()
        self.thread = threading.Thread(target=self._loop.run_forever, name="desk", daemon=True)
        self.thread.start()

    def now(self, coroutine, seconds=10.0):
        """Do it, while the caller's loop stands still. After so many seconds, it goes on by itself."""
        doing = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        with suppress(TimeoutError):
            doing.result(seconds)
        watchdog.forget_step()
        return doing

    def at_once(self, query, *values):
        """Change something in the midst of a step of the answer, unless the answer itself has locked it."""
        self.now(self.change(query, *values), 1.0)

    async def do(self, coroutine):
        """Do it, while the caller's loop goes on."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coroutine, self._loop))

    async def ready(self):
        """Let the answer prepare the database, in a check that is about something else."""
        await installed(self)

    async def open(self):
        """Come in, and put up the tables. One medicine is in both already."""
        self.main = await self.line()
        self._one_at_a_time = asyncio.Lock()
        for table in (medicine, medicine_copy):
            await self.main.execute(str(CreateTable(table).compile(dialect=postgresql.dialect())))
            await self.main.execute(f"INSERT INTO {table.name} (id, name, amount) VALUES (0, 'tea', 7)")

    async def line(self):
        """One more connection."""
        connection = await asyncpg.connect(self._dsn)
        self._pids.append(connection.get_server_pid())
        return connection

    async def ask(self, query, *values):
        """The rows of a query."""
        async with self._one_at_a_time:
            return await self.main.fetch(query, *values)

    async def value(self, query, *values):
        """A single value."""
        rows = await self.ask(query, *values)
        return rows[0][0]

    async def change(self, query, *values):
        """Change something, and commit."""
        await self.ask(query, *values)

    async def new(self):
        """One more medicine, with a name that nobody can guess. Who writes it does not wait for anybody."""
        self._last += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await self.change(INSERT, self._last, new_token("medicine"), self._last, None, None)
        except TimeoutError:
            raise AssertionError(
                "Somebody inserted a row, and had to wait: until nobody else used the copy, or until changes had been "
                "applied. Who writes into the table should not notice that there is a copy."
            ) from None

    async def difference(self):
        """Missing in the copy, left over there, different there; then a mark of what is in it, and who is busy."""
        return tuple((await self.ask(DIFFERENCE, self._pids))[0])

    async def others(self):
        """The server's processes behind the connections of everybody else."""
        return [pid for (pid,) in await self.ask(f"SELECT pid FROM pg_stat_activity WHERE {OTHERS}", self._pids)]

    async def kill(self, pids=None):
        """End some connections, or all that are not ours, and wait until they have ended. Returns how many."""
        pids = await self.others() if pids is None else pids
        for pid in pids:
            await self.ask("SELECT pg_terminate_backend($1, 2000)", pid)
        return len(pids)

    async def until(self, query, patience=PATIENCE):
        """Ask until there is an answer, and return it; None, when it takes too long."""
        end = time.monotonic() + patience
        while not (rows := await self.ask(query)) and time.monotonic() < end:
            await asyncio.sleep(0.05)
        return rows[0][0] if rows else None

    async def left_open(self):
        """How many connections others have. Those that are about to go get a moment."""
        end = time.monotonic() + PATIENCE / 2
        while (pids := await self.others()) and time.monotonic() < end:
            await asyncio.sleep(0.05)
        return Count(len(pids), "connections left open", "connection left open")

    @asynccontextmanager
    async def closed(self):
        """For the block, nobody can write into the copy."""
        line = await self.do(self.line())
        try:
            await self.do(line.execute("BEGIN; LOCK TABLE medicine_copy IN EXCLUSIVE MODE"))
            yield
        finally:
            await self.do(line.close())

    def close(self):
        """Go home."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.thread.join()
        self._loop.close()


async def installed(desk, times=1):
    """Let the answer prepare the database."""
    engine = create_async_engine(desk.url)
    try:
        for _ in range(times):
            await install(engine)
    finally:
        await engine.dispose()


class Wire:
    """Every statement of the answer, before it is sent."""

    def __init__(self, desk, sql):
        self._desk, self._sql = desk, sql
        self.sent, self._from, self._at, self._then = 0, 0, 0, None

    def after(self, statements, then):
        """Do something just before the n-th statement from now is sent."""
        self._from, self._at, self._then = self.sent, self.sent + statements, then

    def forget(self):
        """Do nothing, after all."""
        self._then = None

    @property
    def waits(self):
        """Whether that has not happened yet."""
        return self._then is not None

    @property
    def begun(self):
        """Whether anything was sent since that was asked for."""
        return self.sent > self._from

    def tell(self, text):
        """One more."""
        if threading.get_ident() == self._desk.thread.ident:
            return
        self._sql.at_the_driver(text)
        self.sent += 1
        if self._then is not None and self.sent >= self._at:
            then, self._then = self._then, None
            then()


class Books:
    """Random changes to some rows that nobody else changes. Each change of a row raises its amount."""

    def __init__(self, chance, first, many=6):
        self._chance = chance
        self._there = dict.fromkeys(range(first, first + many), False)
        self._amount = dict.fromkeys(self._there, 0)

    def next(self):
        """A statement and its values."""
        chance, number = self._chance, self._chance.choice(list(self._there))
        if self._there[number] and chance.random() < 0.25:
            self._there[number] = False
            return DELETE, number
        self._amount[number] += 1
        query = UPDATE if self._there[number] else INSERT
        self._there[number] = True
        name = chance.choice(["'quoted' \"twice\"", "back\\slash", "Grüße 💊", "{curly}", "NULL", "a\nb"])
        price = chance.choice([None, Decimal("0.1"), Decimal("12345678901234567890.123456789")])
        leaflet = chance.choice([None, "", "take one"]) if chance.random() < 0.95 else "Ü" * 9000
        return query, number, f"{name} {chance.random()}", self._amount[number], price, leaflet


@pytest.fixture
def desk(postgres_url):
    """The two tables, and those who write into one of them."""
    desk = Desk(postgres_url)
    desk.now(desk.open()).result()
    yield desk
    desk.close()


@pytest.fixture
def wire(desk, sql):
    """What the answer sends."""
    wire = Wire(desk, sql)
    with telling(wire.tell):
        yield wire


class Run:
    """A replicator at work."""

    def __init__(self, desk, wire):
        self._desk, self._wire = desk, wire
        self.replicator = Replicator(desk.url)
        self.task = asyncio.create_task(self.replicator.run(), name="run")

    async def is_equal(self, why):
        """Wait until the copy is as it should be. ``why`` is the sentence for when nobody works on it any more."""
        end, still_since, looks, before = time.monotonic() + PATIENCE, time.monotonic(), 0, None
        while True:
            self.goes_on()
            *counts, mark, busy = await self._desk.do(self._desk.difference())
            if not any(counts):
                return
            seen = (counts, mark, self._wire.sent)
            if busy or seen != before:
                still_since, looks, before = time.monotonic(), 0, seen
            looks += 1
            if (time.monotonic() > still_since + STILL and looks > LOOKS) or time.monotonic() > end:
                break
            await asyncio.sleep(0.05)
        words = zip(counts, ("missing in the copy", "left over in the copy", "different in the copy"), strict=True)
        got = ", ".join(f"{count} row{'s' * (count != 1)} {what}" for count, what in words if count)
        note("two equal tables", got, False)
        raise AssertionError(why)

    def goes_on(self):
        """It must not end by itself."""
        if not self.task.done():
            return
        assert not self.task.cancelled(), "run() ended with a CancelledError, and nobody had cancelled it."
        error = self.task.exception()
        assert error is not None, "run() returned, and nobody had called stop()."
        assert not connection_lost(error), (
            f"run() ended with {type(error).__name__}. That is a lost connection, or one that could not be made: both "
            "happen, and are no reason to give up."
        )
        raise error

    async def is_through(self):
        """Wait until it says that nothing waits."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.goes_on()
            if await self.replicator.lag() == 0:
                return
            await asyncio.sleep(0.05)
        raise AssertionError("Some changes were waiting, and lag() does not become 0 while run() is at work.")

    async def comes_to_it(self):
        """Whether it sends as many statements by itself as the wire waits for."""
        end = time.monotonic() + PATIENCE
        before, since = self._wire.sent, time.monotonic()
        while self._wire.waits and time.monotonic() < end:
            self.goes_on()
            if self._wire.sent != before:
                before, since = self._wire.sent, time.monotonic()
            elif self._wire.begun and time.monotonic() > since + 0.25:
                break
            await asyncio.sleep(0.01)
        return not self._wire.waits

    async def is_quiet(self):
        """Wait until it has sent nothing for a while, or for a second, if it never is quiet."""
        end, before, since = time.monotonic() + 1, self._wire.sent, time.monotonic()
        while time.monotonic() < min(since + 0.25, end):
            await asyncio.sleep(0.01)
            if self._wire.sent != before:
                before, since = self._wire.sent, time.monotonic()

    async def ends(self):
        """Whether it has come to an end before patience did."""
        await asyncio.wait([self.task], timeout=PATIENCE)
        return self.task.done()


class Attempts:
    """When somebody tried to connect, and when that had come to nothing."""

    def __init__(self):
        self._by_task = {}

    def watch(self, monkeypatch):
        """Note them from now on."""
        loop = asyncio.get_running_loop()
        for how in ("create_unix_connection", "create_connection"):
            monkeypatch.setattr(loop, how, self._noted(getattr(loop, how)))

    def _noted(self, connect):
        async def attempt(*args, **options):
            times = [time.monotonic()]
            self._by_task.setdefault(asyncio.current_task(), []).append(times)
            try:
                transport, protocol = await connect(*args, **options)
            except BaseException:
                times.append(time.monotonic())
                raise
            over = transport._call_connection_lost

            def ended(error):
                times.append(time.monotonic())
                over(error)

            # There is no public way to hear of it on the side.
            transport._call_connection_lost = ended
            return transport, protocol

        return attempt

    @property
    def count(self):
        """How many attempts there were."""
        return sum(map(len, self._by_task.values()))

    @property
    def usual_pause(self):
        """From the end of an attempt to the next one of the same task; of all, where each has a task of its own."""
        together = [sorted(times for each in self._by_task.values() for times in each)]
        several = [each for each in self._by_task.values() if len(each) > 2] or together
        pauses = [later[0] - one[-1] for each in several for one, later in pairwise(each) if len(one) == 2]
        return Seconds(sorted(pauses)[len(pauses) // 2] if len(pauses) > 2 else 1.0)


@asynccontextmanager
async def running(desk, wire):
    """A replicator that runs during the block, and is cancelled then."""
    run = Run(desk, wire)
    try:
        yield run
    finally:
        run.task.cancel()
        await asyncio.wait([run.task], timeout=PATIENCE)
        # Whoever wanted to know has asked.
        if run.task.done() and not run.task.cancelled():
            run.task.exception()


async def noted(desk):
    """How many rows are in the outbox."""
    return Count(await desk.do(desk.value("SELECT count(*) FROM outbox")), "rows in the outbox", "row in the outbox")


@task(1, points=2, seconds=30)
async def test_each_change_is_in_the_outbox(desk):
    """A row in the outbox for each changed row, in the same transaction; however big it is, and whoever changes it."""
    await installed(desk)
    assert await noted(desk) == 0, "Nothing was changed yet, and something is in the outbox."

    for number in (1, 2):
        await desk.do(desk.change(INSERT, number, "ointment", 1, None, "Ü" * 20_000))
    assert await noted(desk) == 2, "Two rows were inserted, each by a transaction of its own."
    await desk.do(desk.change("UPDATE medicine SET amount = amount + 1"))
    assert await noted(desk) == 5, "One statement changed three rows: that makes three more rows in the outbox."
    await desk.do(desk.change(DELETE, 1))
    assert await noted(desk) == 6, "One row was deleted: that makes one more row in the outbox."
    await desk.do(desk.main.execute(f"BEGIN; {DELETE.replace('$1', '2')}; ROLLBACK"))
    assert await noted(desk) == 6, "A transaction was rolled back. What never happened should not be in the outbox."
    await desk.do(desk.change(f"{INSERT} ON CONFLICT DO NOTHING", 2, "ointment", 1, None, None))
    assert await noted(desk) == 6, (
        "An INSERT met its ON CONFLICT DO NOTHING, so nothing was changed, and something came into the outbox. A "
        "trigger that is called before a change does not know yet whether there will be one."
    )

    copied = [tuple(row) for row in await desk.do(desk.ask("SELECT id, amount FROM medicine_copy"))]
    assert same(copied, [(0, 7)]), "No replicator runs, and something came into the copy: that is a replicator's work."

    await desk.do(desk.change("UPDATE medicine_copy SET amount = amount + 1"))
    await desk.do(desk.change("DELETE FROM medicine_copy"))
    assert await noted(desk) == 6, (
        "The copy was written into, and that came into the outbox. Whoever applies changes would make new ones, for "
        "ever: the trigger is for one of the two tables."
    )


@task(1, seconds=30)
async def test_install_again(desk):
    """A second call changes nothing: what waits still waits, and each change is noted once."""
    await installed(desk)
    await desk.do(desk.new())
    await desk.do(desk.new())

    await installed(desk, times=2)

    assert await noted(desk) == 2, "Two changes waited in the outbox when install was called again, and still should."
    await desk.do(desk.new())
    assert await noted(desk) == 3, "After install was called again, one row was inserted: that makes one more."


@task(2, points=2, seconds=30)
async def test_the_copy_follows(desk, wire):
    """Four people make 200 changes at once. In the end the tables are equal, and no row went back on its way."""
    await desk.ready()
    await desk.do(
        desk.main.execute("""
        CREATE TABLE history (step SERIAL PRIMARY KEY, id BIGINT, amount INTEGER);
        CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO history (id, amount) VALUES (NEW.id, NEW.amount); RETURN NULL; END $$;
        CREATE TRIGGER remember AFTER INSERT OR UPDATE ON medicine_copy FOR EACH ROW EXECUTE FUNCTION remember();
    """)
    )

    async def write(first):
        books, line = Books(random.Random(first), first), await desk.line()
        for _ in range(50):
            await line.execute(*books.next())
        await line.close()

    async with running(desk, wire) as run:
        await asyncio.gather(*[desk.do(write(first)) for first in (100, 200, 300, 400)])
        await run.is_equal(
            "Four people have made 200 changes, and the copy does not become what the table is. Does your loop look "
            "again when somebody rings during a look?"
        )
        steps = await desk.do(desk.ask("SELECT id, amount FROM history ORDER BY step"))

    last, back, again = {}, [], 0
    for number, amount in steps:
        back += [number] * (amount < last.get(number, 0))
        again += number == 0
        last[number] = amount
    assert not back, (
        "A row in the copy got an older value after a newer one. The changes of one row have an order, and everything "
        "that applies them has to keep it."
    )
    assert not again, "A row that nobody has changed was written in the copy: only changes should be applied."


@task(2, points=2, seconds=30)
async def test_the_delay_is_short(desk, wire):
    """From the commit to the copy, 95 changes of 100 take a second at most. A machine with much to do gets longer."""
    await desk.ready()
    committed, seen, asked = {}, {}, []

    async def write():
        for number in range(1, 41):
            row = 1 + number % 5
            await desk.change(INSERT if number <= 5 else UPDATE, row, "drops", number, None, None)
            committed[number] = (row, time.monotonic())
            await asyncio.sleep(0.012)

    async def watch():
        while True:
            began = time.monotonic()
            rows = dict(await desk.ask("SELECT id, amount FROM medicine_copy"))
            asked.append(time.monotonic() - began)
            for number, (row, _) in committed.items():
                if rows.get(row, -1) >= number:
                    seen.setdefault(number, time.monotonic())
            if len(seen) == 40:
                return
            await asyncio.sleep(0.01)

    async with running(desk, wire) as run:
        await desk.do(write())
        watching = asyncio.create_task(desk.do(watch()))
        await asyncio.wait([watching], timeout=PATIENCE)
        run.goes_on()
        watching.cancel()
        await asyncio.wait([watching])

    end = time.monotonic()
    delays = [seen.get(number, end) - at for number, (_, at) in committed.items()]
    p95 = Seconds(sorted(delays)[37])
    picture(drawn(delays, p95, len(seen)))
    # How long a question of our own takes is how busy this machine is.
    assert p95 <= round(DELAY + 20 * sorted(asked)[len(asked) * 95 // 100], 2), (
        "Of 100 changes, more than 5 were late in the copy. The picture shows how long they took from the commit on: "
        "whoever asks now and then could be told when to ask."
    )


def drawn(delays, p95, seen):
    """The delays as a picture: four changes a line, in the order of their commits."""
    most = max(delays)
    lines = [f"from the commit to the copy, in seconds: p95 {p95:.2f}, at most {most:.2f}; {seen} of 40 came"]
    for first in range(0, 40, 4):
        longest = max(delays[first : first + 4])
        bar = "=" * max(1, round(40 * longest / most))
        lines.append(f"changes {first + 1:2}-{first + 4:2}  |{bar:40}| {longest:.2f}")
    return lines


@task(2, seconds=30)
async def test_nothing_to_do(desk, wire, sql):
    """While nothing changes, hardly anything is asked, and yet the next change is not missed."""
    await desk.ready()
    async with running(desk, wire) as run:
        await desk.do(desk.new())
        await run.is_equal("One row was inserted, and it does not come into the copy.")
        await run.is_quiet()
        with sql.watch() as sent:
            await asyncio.sleep(0.6)
        assert sent.within(3), (
            "Nothing changed for a while, and again and again something was sent to find that out. With one such "
            "program for each table the server has no time for anything else."
        )
        await desk.do(desk.new())
        await run.is_equal("Nothing changed for a while. Then a row was inserted, and it does not come into the copy.")


@task(2, seconds=30)
async def test_lag(desk, wire):
    """It counts what is committed and not applied, with run and without, and leaves no connection behind."""
    await desk.ready()
    for _ in range(3):
        await desk.do(desk.new())
    await desk.do(desk.main.execute(f"BEGIN; {DELETE.replace('$1', '1')}"))
    # Kept in a variable: what is thrown away may be closed by chance.
    counting = Replicator(desk.url)
    while_open = await counting.lag()
    await desk.do(desk.main.execute("ROLLBACK"))

    assert same(while_open, 3), (
        "Three changes were committed, nobody has applied them, and a fourth is not committed yet: the lag is 3."
    )
    assert await desk.do(desk.left_open()) == 0, "lag() has returned, and its connection is still there."

    async with running(desk, wire) as run:
        await run.is_equal("Three rows were inserted before run() was called, and do not come into the copy.")
        assert same(await run.replicator.lag(), 0), "All changes are in the copy: the lag is 0."


@task(3, points=2, seconds=30)
async def test_commits_in_another_order(desk, wire):
    """Who changes something first may commit last: his change is applied when it is committed."""
    await desk.ready()
    slow, quick = await desk.do(desk.line()), await desk.do(desk.line())
    values = ("syrup", 1, None, None)
    async with running(desk, wire) as run:
        await desk.do(desk.new())
        await run.is_equal("One row was inserted, and it does not come into the copy.")
        await desk.do(slow.execute("BEGIN"))
        await desk.do(slow.execute(INSERT, 11, *values))
        # Where writers wait for each other, this one is not through before the slow one has committed.
        second = asyncio.create_task(desk.do(quick.execute(INSERT, 12, *values)))
        with suppress(TimeoutError):
            async with asyncio.timeout(STILL):
                while not await desk.do(desk.ask("SELECT 1 FROM medicine_copy WHERE id = 12")):
                    await asyncio.sleep(0.01)
        await desk.do(slow.execute("COMMIT"))
        await second
        await run.is_equal(
            "Two transactions inserted a row each, and the one that was first committed last. The copy does not become "
            "what the table is. A number from a sequence says who asked for a number first, and nothing about commits: "
            "later ones may be visible earlier."
        )

        await desk.do(slow.execute("BEGIN"))
        await desk.do(slow.execute(INSERT, 13, *values))
        async with desk.closed():
            second = asyncio.create_task(desk.do(quick.execute(INSERT, 14, *values)))
            await desk.do(desk.until(WAITING, patience=STILL))
            await desk.do(slow.execute("COMMIT"))
        await second
        await run.is_equal(
            "While a change was being applied, a transaction committed whose change had been made before. The copy "
            "does not become what the table is: was more taken out of the outbox than had been applied?"
        )


@task(3, seconds=30)
async def test_one_row_after_another(desk, wire):
    """The changes of a row are applied in their order, also when the first one takes long."""
    await desk.ready()
    await desk.do(
        desk.main.execute("""
        CREATE FUNCTION ponder() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.amount = 1 THEN PERFORM pg_sleep(0.12); END IF; RETURN NEW; END $$;
        CREATE TRIGGER ponder BEFORE INSERT OR UPDATE ON medicine_copy FOR EACH ROW EXECUTE FUNCTION ponder();
    """)
    )
    await desk.do(desk.change(INSERT, 1, "old", 1, None, "a leaflet"))
    await desk.do(desk.change(UPDATE, 1, "new", 2, Decimal("3.00"), None))
    await desk.do(desk.change(INSERT, 2, "old", 1, None, None))
    await desk.do(desk.change(DELETE, 2))
    await desk.do(desk.change(DELETE, 0))
    await desk.do(desk.change(INSERT, 0, "back again", 3, None, None))

    async with running(desk, wire) as run:
        await run.is_through()
        await run.is_equal(
            "A row was inserted and changed, one was inserted and deleted, one deleted and inserted, and applying an "
            "insert took long. The copy does not become what the table is: has a later change of a row overtaken an "
            "earlier one?"
        )


@task(3, points=2, seconds=30)
async def test_a_change_that_is_there_already(desk, wire):
    """What was applied, and not noted as applied, is applied again without harm."""
    await desk.ready()
    for query, *values in (
        (INSERT, 1, "pills", 1, None, None),
        (INSERT, 2, "powder", 1, None, None),
        (UPDATE, 2, "powder", 2, None, None),
        (INSERT, 3, "patch", 1, None, None),
        (DELETE, 3),
        (DELETE, 0),
    ):
        await desk.do(desk.change(query, *values))
    await desk.do(desk.change("DELETE FROM medicine_copy"))
    await desk.do(desk.change("INSERT INTO medicine_copy SELECT * FROM medicine"))

    async with running(desk, wire) as run:
        await run.is_through()
        await desk.do(desk.change(INSERT, 4, "the next", 1, None, None))
        await run.is_equal(
            "Somebody had applied some changes and died before that was noted. They were applied again, and now the "
            "copy is not what the table is."
        )


@task(4, points=2, seconds=30)
async def test_a_change_at_each_moment_of_the_start(desk, wire):
    """What happens before run is called, and just before each statement of its start, comes into the copy."""
    await desk.ready()
    for query, *values in ((INSERT, 1, "plaster", 1, None, "Ü" * 9000), (DELETE, 0)):
        await desk.do(desk.change(query, *values))
    async with running(desk, wire) as run:
        await run.is_equal("Some changes were made before run() was called, and do not come into the copy.")

    for number in range(1, 12):
        wire.after(number, partial(desk.at_once, INSERT, 100 + number, "gauze", 1, None, None))
        async with running(desk, wire) as run:
            if not await run.comes_to_it():
                break
            await run.is_equal(
                "A row was inserted while run() was just beginning, between two of its statements, and does not come "
                "into the copy. Who looks first, and listens then, misses what comes in between; and so does who "
                "forgets, after a look, that somebody rang in the middle of it."
            )
    assert number > 1, "run() was called, and nothing was sent to the database."


@task(4, points=2, seconds=30)
async def test_stop(desk, wire):
    """stop lets it finish the change at hand, then run returns. What comes later waits for the next one."""
    await desk.ready()
    async with running(desk, wire) as run:
        async with desk.closed():
            await desk.do(desk.new())
            came = await desk.do(desk.until(WAITING))
            assert came, "One row was inserted, and nobody tried to write it into the copy."
            stopping = asyncio.create_task(run.replicator.stop())
            await asyncio.sleep(0.1)
            too_early = stopping.done() or run.task.done()
        await asyncio.wait([stopping, run.task], timeout=PATIENCE)
        *counts, _, _ = await desk.do(desk.difference())
        left_open = await desk.do(desk.left_open())
        ended = run.task.done() and stopping.done()
        if ended and not run.task.cancelled() and run.task.exception():
            raise run.task.exception()
        if stopping.done():
            stopping.result()
        else:
            stopping.cancel()

    assert not too_early, (
        "A change was being written into the copy when stop() was called, and stop() or run() came to its end before "
        "that was done."
    )
    assert ended, "stop() was called, and afterwards run() or stop() did not come to an end."
    assert not run.task.cancelled(), "stop() was called, and run() ended as cancelled: it should finish, and return."
    assert not any(counts), (
        "A change was being written into the copy when stop() was called. It should have been brought to its end."
    )
    assert left_open == 0, "run() has returned after stop(), and connections are left."

    await desk.do(desk.new())
    async with running(desk, wire) as run:
        await run.is_equal("One was stopped, a row was inserted, and the next one does not bring it into the copy.")
        await run.is_quiet()
        stopping = asyncio.create_task(run.replicator.stop())
        await asyncio.wait([stopping, run.task], timeout=PATIENCE)
        ended = run.task.done() and stopping.done()
        stopping.cancel()

    assert ended, "stop() was called while nothing was to do, and run() or stop() did not come to an end."
    assert not run.task.cancelled(), "stop() was called while nothing was to do, and run() ended as cancelled."
    if run.task.exception():
        raise run.task.exception()


@task(4, seconds=30)
async def test_cancelled(desk, wire):
    """Cancelled in the middle of a change, run ends as cancelled, and the next one does the whole of it."""
    await desk.ready()
    async with running(desk, wire) as run:
        async with desk.closed():
            await desk.do(desk.new())
            came = await desk.do(desk.until(WAITING))
            assert came, "One row was inserted, and nobody tried to write it into the copy."
            await desk.do(desk.new())
            run.task.cancel()
            ended = await run.ends()
        left_open = await desk.do(desk.left_open())

    assert ended, "run() was cancelled, and went on."
    assert run.task.cancelled(), "run() was cancelled, and no CancelledError came out of it: let it pass."
    assert left_open == 0, "run() was cancelled, and connections are left."
    async with running(desk, wire) as run:
        await run.is_equal("One was cancelled in the middle of a change, and the next one does not do the rest.")


@task(5, points=3, seconds=30)
async def test_killed_at_random_moments(desk, wire, chances):
    """Connections break, here and there, while two people make changes. In the end the tables are equal."""
    await desk.ready()
    for chance in chances(3):
        places = sorted(chance.sample(range(2, 22), 3))
        statements = [chance.randint(1, 15) for _ in range(2)]
        people = [Books(chance, 1000 * chances.seed + first, 4) for first in (0, 500)]

        async def kill_some(chance=chance):
            pids = sorted(await desk.others())
            await desk.kill(pids if chance.random() < 0.5 else [chance.choice(pids)] if pids else [])

        async with running(desk, wire) as run:
            await desk.do(desk.until(CONNECTED, patience=1))
            for number in range(24):
                if number in places:
                    await desk.do(kill_some())
                if statements and not wire.waits:
                    wire.after(statements.pop(), lambda: desk.now(desk.kill(), 2.0))
                await desk.do(desk.change(*chance.choice(people).next()))
                await asyncio.sleep(chance.choice([0, 0, 0.005, 0.02]))
            await run.is_equal(
                "Connections were killed while changes were made, and the copy does not become what the table is."
            )
        wire.forget()


@task(5, points=2, seconds=30)
async def test_killed_in_the_middle_of_a_change(desk, wire):
    """The connection that writes is killed before it has written: what it had begun is done again."""
    await desk.ready()
    async with running(desk, wire) as run:
        async with desk.closed():
            await desk.do(desk.change(DELETE, 0))
            await desk.do(desk.new())
            pid = await desk.do(desk.until(WAITING))
            assert pid, "A row was deleted and one inserted, and nobody tried to write that into the copy."
            await desk.do(desk.kill([pid]))
        await run.is_equal(
            "A connection was killed in the middle of applying changes, and the copy does not become what the table "
            "is. Were they taken out of the outbox, or crossed off, before they were applied?"
        )


@task(5, points=2, seconds=30)
async def test_each_connection_alone(desk, wire):
    """Whichever of its connections breaks, and if it is the only one: the next change still comes into the copy."""
    await desk.ready()
    async with running(desk, wire) as run:
        await desk.do(desk.new())
        await run.is_equal("One row was inserted, and it does not come into the copy.")
        await run.is_quiet()
        pids = await desk.do(desk.others())
        for pid in pids:
            await desk.do(desk.kill([pid]))
            await asyncio.sleep(0.05)
            await desk.do(desk.new())
            await run.is_equal(
                "One connection was killed while nothing was to do. Then a row was inserted, and it does not come "
                "into the copy. Has anybody noticed that the connection is gone?"
            )


@task(5, points=2, seconds=30)
async def test_the_database_is_away(desk, wire, monkeypatch):
    """For a while no connection can be made. It tries again and again, with pauses, until it has one."""
    await desk.ready()
    attempts = Attempts()
    async with running(desk, wire) as run:
        await desk.do(desk.new())
        await run.is_equal("One row was inserted, and it does not come into the copy.")
        name = await desk.do(desk.value("SELECT current_database()"))
        await desk.do(desk.change(f'ALTER DATABASE "{name}" CONNECTION LIMIT 1'))
        attempts.watch(monkeypatch)
        await desk.do(desk.kill())
        await desk.do(desk.new())
        end = time.monotonic() + 1
        while time.monotonic() < end and attempts.count < 4:
            run.goes_on()
            await asyncio.sleep(0.01)
        await desk.do(desk.change(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1'))
        await run.is_equal(
            "For a while no connection could be made, and a row was inserted meanwhile. Now connections can be made, "
            "and the row does not come into the copy."
        )

    assert attempts.usual_pause >= 0.045, (
        "No connection could be made, and the next attempt followed at once, again and again. When a database comes "
        "back it has better things to do than to refuse you: make a pause between two attempts."
    )


@task(5, points=2, seconds=30)
async def test_other_errors_are_raised(desk, wire):
    """An error that is no lost connection comes out of run. Nothing is lost over it, and no connection is left."""
    await desk.ready()
    async with running(desk, wire) as run:
        await desk.do(desk.new())
        await run.is_equal("One row was inserted, and it does not come into the copy.")
        await desk.do(desk.change("ALTER TABLE medicine_copy RENAME TO elsewhere"))
        await desk.do(desk.new())
        ended = await run.ends()
        left_open = await desk.do(desk.left_open()) if ended else None
        await desk.do(desk.change("ALTER TABLE elsewhere RENAME TO medicine_copy"))

    assert ended, (
        "The copy was not there any more, and run() goes on as if nothing had happened. Connections come back; most "
        "other errors stay, and nobody will ever hear of them."
    )
    assert not run.task.cancelled(), "The copy was not there any more: run() should raise the database's error."
    assert run.task.exception() is not None, "The copy was not there any more, and run() returned without an error."
    assert left_open == 0, "run() has raised an error, and connections are left."
    async with running(desk, wire) as run:
        await run.is_equal("One ended with an error, and the next one does not bring into the copy what waited.")
