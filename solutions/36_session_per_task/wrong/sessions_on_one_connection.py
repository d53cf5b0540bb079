"""A session for each task, all of them bound to one connection.

caught by: test_no_two_tasks_share_a_session
says: sent something over one connection
"""

import asyncio

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
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

    async def store(symbol, connection):
        try:
            cents = await feed.get(symbol)
            async with lock, maker(bind=connection, join_transaction_mode="create_savepoint") as session:
                session.add(Price(symbol=symbol, cents=cents))
                await session.commit()
        except (NoPrice, IntegrityError):
            return False
        return True

    async with maker() as first:
        connection = await first.connection()
        results = await asyncio.gather(*(store(symbol, connection) for symbol in symbols))
        await first.commit()
    return sum(results)
