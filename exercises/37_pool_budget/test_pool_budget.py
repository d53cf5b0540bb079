"""The checks of exercise 37, in the order of its tasks. All of them on a PostgreSQL database."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from pool_budget import handle, make_engine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from grader.checks import Count, Seconds, describe, new_token, note, same, task
from grader.instruments.postgres import Address
from grader.instruments.postgres.asking import ask

MANY, POOL = 50, 5
TABLE = "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rating TEXT)"
IN_TRANSACTION = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'
"""


class Shop:
    """The database of a check, seen over connections of the check's own, and a pool and a maker for the answer."""

    def __init__(self, url):
        self.address = Address.read(url)
        self.engine = self.new_engine(POOL, 30)
        self.sessions = sessions = []

        class Kept(AsyncSession):
            """A session that the garbage collector does not close for somebody who forgot it."""

            def __init__(self, *args, **options):
                super().__init__(*args, **options)
                sessions.append(self)

        self.maker = async_sessionmaker(self.engine, class_=Kept)
        self.names = {number: new_token(f"customer {number}") for number in range(1, MANY + 1)}
        self.do(TABLE)
        self.do(
            "INSERT INTO customers SELECT * FROM unnest($1::int[], $2::text[])", [*self.names], [*self.names.values()]
        )

    def new_engine(self, size, wait):
        """An engine for so many connections, whose pool lets one wait so many seconds."""
        return create_async_engine(
            self.address.url, pool_size=size, max_overflow=0, pool_timeout=wait, hide_parameters=True
        )

    def do(self, statement, *values):
        """Run a statement, for good."""
        ask(self.address, lambda connection: connection.execute(statement, *values))

    def value(self, statement, *values):
        """The first value that a query finds."""
        return ask(self.address, lambda connection: connection.fetchval(statement, *values))

    @property
    def ratings(self):
        """The ratings in the table, by the customers' ids."""
        return dict(ask(self.address, lambda connection: connection.fetch("SELECT id, rating FROM customers")))

    def in_transaction(self):
        """How many connections of others do something at the server, or have a transaction open."""
        return Count(self.value(IN_TRANSACTION), "transactions open", "transaction open")

    def taken(self):
        """How many connections are not in the pool now."""
        return Count(self.engine.pool.checkedout(), "connections taken", "connection taken")


class Agency:
    """The agency: a second for an answer. In the middle of it something else may happen."""

    def __init__(self, shop, probe=None, *, meanwhile=None):
        self._meanwhile = meanwhile
        self._ratings = {name: new_token(f"rating of {number}") for number, name in shop.names.items()}
        self._asked = []
        self.rate = probe.wrap(self._rate, "agency") if probe else self._rate

    async def _rate(self, name):
        self._asked.append(name)
        await asyncio.sleep(0.5)
        if self._meanwhile is not None:
            await self._meanwhile()
        await asyncio.sleep(0.5)
        return self._ratings[name]


@pytest.fixture
async def shop(postgres_url):
    """A new database with fifty customers."""
    shop = Shop(postgres_url)
    yield shop
    for session in shop.sessions:
        await session.close()
    await shop.engine.dispose()


@asynccontextmanager
async def engine_made(url, size):
    """An engine of the answer's making, for so many connections and a wait of two seconds."""
    engine = make_engine(url, size=size, wait=2)
    kind = type(engine).__name__
    assert isinstance(engine, AsyncEngine), f"make_engine should return an AsyncEngine, and returned a {kind}."
    try:
        yield engine
    finally:
        await engine.dispose()


async def take(engine, most):
    """Take so many connections from an engine's pool, or as many as there are. Returns them and what stopped it."""
    connections = []
    while len(connections) < most:
        connection, error = await outcome(connect(engine))
        if error is not None:
            return connections, error
        connections.append(connection)
    return connections, None


async def connect(engine):
    """A connection that has sent something."""
    connection = await engine.connect()
    await connection.execute(text("SELECT 1"))
    return connection


async def give_back(connections):
    """Give connections back to their pool."""
    for connection in connections:
        await connection.close()


async def outcome(work):
    """What came back, and the error that came out, if any."""
    try:
        return await work, None
    except Exception as error:
        return None, error


@task(1)
async def test_so_many_connections_and_no_more(shop, clock):
    """With size=3 three connections can be taken. Who wants a fourth waits as long as was said, and gets an error."""
    async with engine_made(shop.address.url, 3) as engine:
        connections, error = await take(engine, 3)
        before = clock.elapsed
        more, refused = await take(engine, 3)
        waited = Seconds(clock.elapsed - before)
        at_server = await backends(connections)
        await give_back(connections + more)

    if error is not None and not isinstance(error, PoolTimeout):
        raise error
    assert Count(len(connections), "connections at once", "connection at once") == 3, (
        "make_engine(size=3): three connections should be there to take at the same time."
    )
    assert Count(len(connections + more), "connections at once", "connection at once") == 3, (
        "make_engine(size=3): three connections were taken, and there was one more, so the budget does not hold."
    )
    if not isinstance(refused, PoolTimeout):
        raise refused
    assert Count(len(at_server), "connections at the server") == 3, "Who takes three connections should have three."
    assert waited >= 1.9, "make_engine(wait=2): who wants a fourth connection should wait so long for it."
    assert waited < 10, "make_engine(wait=2): who wants a fourth connection should be told so after that time."


@task(1)
async def test_connections_are_kept(shop):
    """What is given back goes to the one who waits for it; what nobody waits for stays open in the pool."""
    async with engine_made(shop.address.url, 2) as engine:
        connections, error = await take(engine, 2)
        before = await backends(connections)
        waiting = asyncio.create_task(take(engine, 1))
        await asyncio.sleep(0.5)
        await give_back(connections[:1])
        next_ones, late_error = await waiting
        await give_back(connections[1:] + next_ones)
        again, last_error = await take(engine, 2)
        kept = before & await backends(again)
        await give_back(again)

    for trouble in (error, late_error, last_error):
        if trouble is not None:
            raise trouble
    assert Count(len(kept), "connections of before", "connection of before") == 2, (
        "make_engine(size=2): two connections were taken and given back. Who takes two again should get the same two, "
        "because opening a connection is dear."
    )


async def backends(connections):
    """The numbers of the server's processes behind these connections."""
    return {await connection.scalar(text("SELECT pg_backend_pid()")) for connection in connections}


@task(2, points=2)
async def test_fifty_at_once(shop, probe, clock):
    """Fifty customers and five connections: all fifty questions are asked at once, and every rating is stored."""
    agency = Agency(shop, probe)

    results = await asyncio.gather(*(handle(shop.maker, agency, number) for number in shop.names))
    ratings = shop.ratings
    expected = [f"{name}: {agency._ratings[name]}" for name in shop.names.values()]

    asked_once = sum(agency._asked.count(name) == 1 for name in shop.names.values())
    assert Count(asked_once, "customers asked about", "customer asked about") == MANY == len(agency._asked), (
        "The agency should be asked once for each customer, by the name that is in the table."
    )
    assert probe.max_in_flight == MANY, (
        "Fifty customers were handled at the same time, and the agency was not asked for all of them at the same "
        "time: some waited for others before they asked."
    )
    assert clock.elapsed < 2, "The agency takes one second for an answer, and fifty at once should take no longer."
    right = sum(ratings[number] == agency._ratings[name] for number, name in shop.names.items())
    assert Count(right, "ratings in the table", "rating in the table") == MANY, (
        "Another connection should find the rating of each of the fifty customers."
    )
    returned = sum(type(got) is str and got == wanted for got, wanted in zip(results, expected, strict=True))
    assert Count(returned, "texts as they should be", "text as it should be") == MANY, (
        "For each customer handle should return the name, a colon and a space, and the rating."
    )


@task(2, points=2)
async def test_nothing_is_taken_while_the_agency_is_asked(shop):
    """While the agency is asked, the pool is full, and at the server no transaction is open."""
    seen = []

    async def look():
        seen.append((shop.taken(), shop.in_transaction()))

    agency = Agency(shop, meanwhile=look)
    result, error = await outcome(handle(shop.maker, agency, 7))

    if error is not None:
        raise error
    assert len(agency._asked) == 1, "The agency should be asked once for a customer."
    taken, in_transaction = seen[0]
    assert taken == 0, (
        "The agency was asked, and a connection was taken: nobody else can have it for that second. A session gives "
        "its connection back when its transaction ends, or when it is closed."
    )
    assert in_transaction == 0, "The agency was asked, and at the server a transaction was open."
    assert same(result, f"{shop.names[7]}: {agency._ratings[shop.names[7]]}"), (
        "handle should return the name, a colon, and the rating."
    )
    assert shop.taken() == 0, "handle has returned, and its connection is not in the pool."


@task(2)
async def test_one_connection_at_a_time(shop, sql):
    """handle takes its connections from the pool, and never a second one while it has one."""
    connections, _ = await take(shop.engine, POOL)
    await give_back(connections)
    agency = Agency(shop)

    with sql.watch() as sent:
        _, error = await outcome(handle(shop.maker, agency, 8))

    if error is not None:
        raise error
    assert sent.connects == 0, "Five connections lay in the pool, and handle opened another one: it should take those."
    assert Count(sum(sent.around().values()), "statements") == 0, (
        "Something was sent around SQLAlchemy, straight to the driver: use sessions of the maker."
    )
    assert sent.most_taken == 1, (
        "One call of handle should have one connection at most. When each has one and waits for its second, nobody "
        "ever gets it."
    )
    assert same(shop.ratings[8], agency._ratings[shop.names[8]]), "The rating should be in the table."


@task(2)
async def test_what_others_change_meanwhile_stays(shop):
    """Somebody changes the customer's name while the agency is asked. That is still so when the rating is stored."""
    name = new_token("new name")

    async def rename():
        shop.do("UPDATE customers SET name = $1 WHERE id = 9", name)

    agency = Agency(shop, meanwhile=rename)
    _, error = await outcome(handle(shop.maker, agency, 9))

    if error is not None:
        raise error
    assert same(shop.ratings[9], agency._ratings[shop.names[9]]), "The rating should be in the table."
    assert same(shop.value("SELECT name FROM customers WHERE id = 9"), name), (
        "While the agency was asked, somebody gave the customer another name, and after handle it is gone. What was "
        "read before the call is old: write the rating, and nothing else."
    )


@task(3)
async def test_nobody_of_that_number(shop):
    """There is no such customer: a LookupError comes out, the agency is not asked, and nothing stays taken."""
    agency = Agency(shop)

    result, error = await outcome(handle(shop.maker, agency, MANY + 1))

    if error is not None and not isinstance(error, LookupError):
        raise error
    note("LookupError", f"it returned {describe(result)}", error is not None)
    assert error is not None, "There is no customer of this id: a LookupError should come out."
    assert same(agency._asked, []), "There is no customer of this id, and the agency was asked all the same."
    assert shop.taken() == 0, "There is no customer of this id, and the connection that found it out is still taken."


@task(3)
async def test_the_agency_is_out_of_reach(shop):
    """The agency's OSError comes out, nothing is stored, nothing stays taken, and the next customer is served."""
    trouble = OSError("the agency is out of reach")

    async def fail():
        if len(agency._asked) == 1:
            raise trouble

    agency = Agency(shop, meanwhile=fail)
    _, error = await outcome(handle(shop.maker, agency, 10))
    taken, asked = shop.taken(), len(agency._asked)
    _, next_error = await outcome(handle(shop.maker, agency, 11))

    if isinstance(error, Exception) and error is not trouble:
        raise error
    assert Count(asked, "questions", "question") == 1, "The agency should be asked once, also when that fails."
    assert error is trouble, "The agency could not be reached, and its OSError should come out."
    assert taken == 0, "The agency could not be reached, and a connection is still taken."
    assert same(shop.ratings[10], None), "The agency could not be reached, and yet there is a rating in the table."
    if next_error is not None:
        raise next_error
    assert same(shop.ratings[11], agency._ratings[shop.names[11]]), "The next customer's rating should be in the table."


@task(3)
async def test_no_connection_comes_free(shop):
    """The connections are taken for longer than the pool lets one wait for them: its TimeoutError comes out."""
    engine, agency = shop.new_engine(1, 2), Agency(shop)
    shop.maker.configure(bind=engine)
    connections, _ = await take(engine, 1)

    handling = asyncio.create_task(outcome(handle(shop.maker, agency, 12)))
    await asyncio.sleep(9)
    await give_back(connections)
    _, error = await handling
    await engine.dispose()

    if error is not None and not isinstance(error, PoolTimeout):
        raise error
    assert isinstance(error, PoolTimeout), (
        "For 9 seconds no connection was free, the pool lets one wait for 2, and its TimeoutError did not come out. "
        "Who tries again, or waits in another place, makes the queue longer when it is too long already."
    )
    assert same(agency._asked, []), "No connection was free to read the name, and the agency was asked all the same."


@task(3, points=2)
async def test_the_database_says_no(shop):
    """The database refuses to read, and then to write: its errors come out, and no connection stays taken."""
    shop.do("ALTER TABLE customers RENAME TO elsewhere")
    reading, agency = await outcome_and_taken(shop, 13)
    asked = list(agency._asked)
    shop.do("ALTER TABLE elsewhere RENAME TO customers")
    shop.do("ALTER TABLE customers ADD CHECK (id <> 14 OR rating IS NULL)")
    writing, agency = await outcome_and_taken(shop, 14)

    for (error, taken), when in ((reading, "read the name"), (writing, "store the rating")):
        if error is not None and not isinstance(error, DBAPIError):
            raise error
        assert error is not None, f"The database refused to {when}, and its error did not come out."
        assert taken == 0, (
            f"The database refused to {when}, and a connection is still taken. Only what stands in a finally, or "
            "behind async with, happens then."
        )
    assert same(asked, []), "The name could not be read, and the agency was asked all the same."
    assert same(shop.ratings[14], None), "The database refused the rating, and yet there is one."
    result, error = await outcome(handle(shop.maker, agency, 15))
    if error is not None:
        raise error
    assert same(result, f"{shop.names[15]}: {agency._ratings[shop.names[15]]}"), (
        "After two customers for whom the database said no, the next one should be served."
    )


async def outcome_and_taken(shop, number):
    """The error that came out, how many connections were taken then, and the agency that was asked."""
    agency = Agency(shop)
    _, error = await outcome(handle(shop.maker, agency, number))
    return (error, shop.taken()), agency
