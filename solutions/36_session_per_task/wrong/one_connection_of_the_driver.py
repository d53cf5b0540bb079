"""Goes around sessions and pool: one connection of the driver, and a lock for all tasks.

caught by: test_no_two_tasks_share_a_session
says: sent around SQLAlchemy
"""

import asyncio
import asyncpg

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Price(Base):
    __tablename__ = "prices"
    symbol: Mapped[str] = mapped_column(primary_key=True)
    cents: Mapped[int]


class NoPrice(Exception):
    pass


async def import_prices(maker, symbols, feed):
    lock, stored = asyncio.Lock(), []
    url = maker.kw["bind"].url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(url)

    async def store(symbol):
        try:
            cents = await feed.get(symbol)
            async with lock:
                await connection.execute("INSERT INTO prices (symbol, cents) VALUES ($1, $2)", symbol, cents)
            stored.append(symbol)
        except (NoPrice, asyncpg.IntegrityConstraintViolationError):
            pass

    try:
        async with asyncio.TaskGroup() as group:
            for symbol in symbols:
                group.create_task(store(symbol))
    finally:
        await connection.close()
    return len(stored)
