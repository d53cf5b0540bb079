"""Lets five tasks run at a time, because there are five connections: the feed waits, too.

caught by: test_all_prices_are_asked_for_at_once
says: Only 5 of 20 ran at the same time
"""

import asyncio

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


async def store(maker, symbol, feed, gate):
    try:
        async with gate:
            cents = await feed.get(symbol)
            async with maker.begin() as session:
                session.add(Price(symbol=symbol, cents=cents))
    except (NoPrice, IntegrityError):
        return False
    return True


async def import_prices(maker, symbols, feed):
    gate = asyncio.Semaphore(5)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store(maker, symbol, feed, gate)) for symbol in symbols]
    return sum(task.result() for task in tasks)
