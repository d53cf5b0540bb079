"""One session that only the import uses; its connection goes to all tasks.

caught by: test_no_two_tasks_share_a_session
says: sent something over one connection
"""

import asyncio

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
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
    lock = asyncio.Lock()

    async def store(connection, symbol):
        try:
            cents = await feed.get(symbol)
            async with lock, connection.begin_nested():
                await connection.execute(insert(Price).values(symbol=symbol, cents=cents))
        except (NoPrice, IntegrityError):
            return False
        return True

    async with maker.begin() as session:
        connection = await session.connection()
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(store(connection, symbol)) for symbol in symbols]
    return sum(task.result() for task in tasks)
