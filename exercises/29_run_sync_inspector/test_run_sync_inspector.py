"""The checks of exercise 29, in the order of its tasks."""

import asyncio
import sqlite3
import threading
from contextlib import closing

import pytest
from run_sync_inspector import call_legacy, columns, reflect, table_names
from sqlalchemy import ForeignKey, MetaData, select, text
from sqlalchemy.exc import NoSuchTableError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from grader.checks import Count, new_token, note, same, task

SHOP = """
CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    price NUMERIC(8, 2),
    "paid on" DATE
);
CREATE TABLE bills (number INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id));
CREATE VIEW debts AS SELECT * FROM orders WHERE "paid on" IS NULL;
"""
TURNS = 10
"""How often somebody else gets a turn before the database is free again."""


class Base(DeclarativeBase):
    """The old models."""


class Customer(Base):
    """Somebody who buys. The orders are loaded by the first look at them."""

    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    orders: Mapped[list["Order"]] = relationship(order_by="Order.id")


class Order(Base):
    """Something that was bought."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    price: Mapped[int]


class Shop:
    """A shop's database in a file, and an engine whose pool has a connection already."""

    def __init__(self, path):
        self._path = path
        self.engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
        self.maker = async_sessionmaker(self.engine)
        # A table that no two shops have in common, and that nobody can guess.
        self.cellar = f"cellar_{new_token('cellar')[-6:]}"
        with closing(self.connect()) as connection:
            connection.executescript(f'{SHOP}; CREATE TABLE "{self.cellar}" (barrel INTEGER, wine varchar(12))')

    def connect(self):
        """A connection of the check's own, around the engine."""
        return sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)

    def add(self, name, *prices):
        """A customer with orders."""
        with closing(self.connect()) as connection:
            number = connection.execute("INSERT INTO customers (name) VALUES (?)", [name]).lastrowid
            connection.executemany(
                "INSERT INTO orders (customer_id, price) VALUES (?, ?)", [(number, price) for price in prices]
            )

    @property
    def prices(self):
        """The prices of all orders in the database, in the order of their ids."""
        with closing(self.connect()) as connection:
            return [price for (price,) in connection.execute("SELECT price FROM orders ORDER BY id")]


async def opened(path):
    """A shop whose engine has been used before."""
    shop = Shop(path)
    async with shop.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    return shop


@pytest.fixture
async def shop(tmp_path):
    """The shop."""
    shop = await opened(tmp_path / "shop.db")
    yield shop
    await shop.engine.dispose()


@pytest.fixture
async def other_shop(tmp_path):
    """Another shop, with a cellar of its own."""
    shop = await opened(tmp_path / "other.db")
    yield shop
    await shop.engine.dispose()


class Locked:
    """Somebody else holds the database locked: until others had enough turns, or for 3 real seconds."""

    def __init__(self, shop):
        self._shop, self._unlocked, self._turns = shop, threading.Event(), 0
        self.free = False
        """Whether the database was free when the block ended."""

    @property
    def turns(self):
        """How often others had a turn before the database was free."""
        return Count(self._turns, "turns for others", "turn for others")

    async def __aenter__(self):
        self._connection = self._shop.connect()
        self._connection.execute("BEGIN EXCLUSIVE")
        self._at_last = threading.Timer(3, self._unlock)
        self._at_last.start()
        self._others = asyncio.create_task(self._take_turns())
        return self

    async def __aexit__(self, *_):
        self.free = self._unlocked.is_set()
        self._others.cancel()
        await asyncio.wait([self._others])
        self._at_last.cancel()
        self._at_last.join()
        self._connection.close()

    async def _take_turns(self):
        while self._turns < TURNS and not self._unlocked.is_set():
            await asyncio.sleep(0.02)
            self._turns += not self._unlocked.is_set()
        self._unlock()

    def _unlock(self):
        self._connection.rollback()
        self._unlocked.set()


@task(1)
async def test_the_names_of_the_tables(shop, other_shop, sql):
    """Every table by its name, in alphabetical order; no view, and nothing that is the database's own."""
    with sql.watch() as sent:
        names = await table_names(shop.engine)

    assert same(names, ["bills", shop.cellar, "customers", "orders"]), (
        "These are the tables of the shop. A view is none, and sqlite_sequence belongs to SQLite itself."
    )
    assert sent.connects == 0, "The engine has a connection in its pool, which is all that is needed."
    assert same(await table_names(other_shop.engine), ["bills", other_shop.cellar, "customers", "orders"]), (
        "Asked about another shop, table_names should return the tables of that one."
    )


@task(1)
async def test_others_go_on_while_the_database_is_asked(shop):
    """While the database makes table_names wait, the loop goes on with everything else."""
    async with Locked(shop) as locked:
        names = await table_names(shop.engine)

    assert locked.free, "table_names came back while the database was locked: it cannot have asked anything by then."
    assert locked.turns == TURNS, "The database made table_names wait, and the whole loop waited with it."
    assert same(names, ["bills", shop.cellar, "customers", "orders"]), "These are the tables of the shop."


@task(2)
async def test_the_columns_of_a_table(shop, sql):
    """Every column of a table with its type, as texts."""
    with sql.watch() as sent:
        found = [await columns(shop.engine, name) for name in ("orders", shop.cellar)]

    assert same(
        found,
        [
            {"id": "INTEGER", "customer_id": "INTEGER", "price": "NUMERIC(8, 2)", "paid on": "DATE"},
            {"barrel": "INTEGER", "wine": "VARCHAR(12)"},
        ],
    ), "These are the columns of two of the tables. Each type is a text: str of the type that SQLAlchemy found."
    assert sent.connects == 0, "The engine has a connection in its pool, which is all that is needed."


@task(2)
async def test_no_such_table(shop):
    """A table that is not there is a NoSuchTableError."""
    came_out = "no error"
    try:
        await columns(shop.engine, "attic")
    except (NoSuchTableError, LookupError) as error:
        came_out = type(error).__name__

    assert same(came_out, "NoSuchTableError"), "There is no table attic, and the caller should be told so."


@task(3)
async def test_the_reflected_tables(shop, sql):
    """The MetaData knows all tables, with their keys, and queries can be made of them afterwards."""
    names = [new_token("first customer"), new_token("second customer")]
    for number, name in enumerate(names, 1):
        shop.add(name, number)

    with sql.watch() as sent:
        metadata = await reflect(shop.engine)

    assert isinstance(metadata, MetaData), (
        f"reflect should return a MetaData, and it returned an object of type {type(metadata).__name__}."
    )
    assert same(sorted(metadata.tables), ["bills", shop.cellar, "customers", "orders"]), (
        "These are the tables that the MetaData should know."
    )
    keys = [key.target_fullname for key in metadata.tables["orders"].foreign_keys]
    assert same(keys, ["customers.id"]), "A foreign key of orders leads to customers.id, and it should be known, too."
    assert sent.connects == 0, "The engine has a connection in its pool, which is all that is needed."
    async with shop.engine.connect() as connection:
        customers = metadata.tables["customers"]
        found = (await connection.scalars(select(customers.c.name).order_by(customers.c.id))).all()
    assert same(list(found), names), "A query that is made of the reflected table should find the rows."


@task(3)
async def test_each_database_has_its_own_metadata(shop, other_shop):
    """What is reflected from one database has nothing to do with another."""
    first = await reflect(shop.engine)
    second = await reflect(other_shop.engine)

    for metadata, cellar in ((first, shop.cellar), (second, other_shop.cellar)):
        assert same(sorted(getattr(metadata, "tables", ())), ["bills", cellar, "customers", "orders"]), (
            "Two databases were reflected, one after the other: each MetaData should have the tables of its own one."
        )


@task(4)
async def test_a_legacy_function_runs_unchanged(shop, sql):
    """It gets a Session and its arguments, asks and loads as it always did, and its result comes back."""
    name, calls = new_token("customer"), []
    shop.add(new_token("another customer"), 5)
    shop.add(name, 40, 2)

    def turnover(session, wanted, discount):
        calls.append(wanted)
        customer = session.query(Customer).filter_by(name=wanted).one()
        return [customer.name, sum(order.price for order in customer.orders) - discount]

    with sql.watch() as sent:
        result = await call_legacy(shop.maker, turnover, name, 10)

    assert same(result, [name, 32]), "That is not what the legacy function has returned."
    assert Count(len(calls), "calls", "call") == 1, "Call the legacy function once."
    assert sent.connects == 0, "The session maker's engine has a connection in its pool, which is all that is needed."


@task(4)
async def test_it_stays_on_the_thread_of_the_loop(shop):
    """A legacy function runs where the loop runs: no other thread is involved."""
    shop.add(new_token("customer"), 3)

    def where(session):
        return session.query(Order).count(), threading.get_ident()

    result = await call_legacy(shop.maker, where)

    assert type(result) is tuple, "call_legacy should return what the legacy function returned, which is a tuple."
    orders, thread = result
    here = thread == threading.get_ident()
    note("on the loop's thread", "on the loop's thread" if here else "on another thread", here)
    assert same(orders, 1), "There is one order, and the legacy function should see it."
    assert here, (
        "The legacy function ran on another thread. All that it shares with the program belongs to the loop's own."
    )


@task(4)
async def test_its_changes_are_committed(shop, sql):
    """What a legacy function has changed is in the database for good when call_legacy returns."""
    shop.add(new_token("customer"), 8)

    def raise_prices(session, by):
        for order in session.query(Order):
            order.price += by

    await call_legacy(shop.maker, raise_prices, 3)

    assert same(shop.prices, [11]), (
        "A legacy function has raised the price from 8 to 11. Another connection should find that: the legacy function "
        "does not commit, so call_legacy has to."
    )


@task(4, points=2)
async def test_its_error_comes_out_and_undoes_it(shop):
    """An error of a legacy function reaches the caller as it is, and what it had changed is rolled back."""
    shop.add(new_token("customer"), 8)
    mistake, came_out, calls = LookupError("the old price list is lost"), None, []

    def half_done(session):
        calls.append(session)
        session.query(Order).one().price = 0
        session.flush()
        raise mistake

    try:
        await call_legacy(shop.maker, half_done)
    except Exception as error:
        came_out = error

    assert same(came_out, mistake), "The legacy function raised, and the caller should get that very error."
    assert Count(len(calls), "calls", "call") == 1, "Call the legacy function once, also when it raises."
    assert same(shop.prices, [8]), "The legacy function raised, so nothing that it has changed should stay."


@task(4)
async def test_others_go_on_while_it_waits(shop):
    """While the database makes a legacy function wait, the loop goes on with everything else."""
    shop.add(new_token("customer"), 8, 9)

    async with Locked(shop) as locked:
        result = await call_legacy(shop.maker, lambda session: [order.price for order in session.query(Order)])

    assert locked.free, "call_legacy came back while the database was locked: nothing can have been asked by then."
    assert locked.turns == TURNS, "The database made the legacy function wait, and the whole loop waited with it."
    assert same(result, [8, 9]), "The legacy function returned the prices of both orders."
